"""The state's records say what they hold, and layouts, agents and the written description hold the same."""

from __future__ import annotations

import ast
import inspect
import re

import numpy as np
import pytest
from conftest import ROOT, Write

from datadeel.model import state
from datadeel.model.agents import DataSharingModel

#: Records, and the layouts that follow from them.
RECORDS = {
    state.OrganisationState: state.ORGANISATION_DTYPE,
    state.VisibleState: state.VISIBLE_DTYPE,
    state.EndState: state.END_DTYPE,
    state.ChainState: state.CHAIN_DTYPE,
    state.NationState: state.NATION_DTYPE,
    state.Events: state.EVENT_DTYPE,
    state.Prices: state.PRICE_DTYPE,
    state.KindSums: state.KIND_SUMS_DTYPE,
    state.ChainSums: state.CHAIN_SUMS_DTYPE,
}

#: What the description of the model leaves out: names for draws, and places in lists.
BOOKKEEPING = {
    "Organisation": {"key", "first_chain", "last_chain", "first_tie", "last_tie"},
    "Chain": {"key", "first", "last"},
    "Nation": {"organisations", "public_bodies"},
}


def _fields(record: type) -> dict[str, str]:
    """The fields of a record's source, each with the text below it."""
    body = ast.parse(inspect.getsource(record)).body[0].body  # type: ignore[attr-defined]
    told = {}
    for one, below in zip(body, [*body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign):
            said = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            told[one.target.id] = str(below.value.value) if said else ""  # type: ignore[union-attr]
    return told


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_told_and_laid_out(record: type) -> None:
    fields = _fields(record)
    assert [name for name, told in fields.items() if not told.endswith(".")] == []
    assert tuple(fields) == RECORDS[record].names == state.names(record)


def test_what_neighbours_read_lies_in_one_line_of_memory() -> None:
    offsets = {name: state.ORGANISATION_DTYPE.fields[name][1] for name in state.names(state.OrganisationState)}  # type: ignore[index]
    assert max(offsets[name] for name in ("kind", "level", "mandated", "breached", "success", "supply", "trust")) < 64
    assert state.VISIBLE_DTYPE.itemsize == 16


def test_agents_have_the_fields_of_the_records(scenario: Write) -> None:
    model = DataSharingModel(scenario(), 1)
    model.step()
    for one, record in (
        (model.organisations[0], state.OrganisationState),
        (model.chains[0], state.ChainState),
        (model.nation, state.NationState),
        (model.events, state.Events),
    ):
        own = {name for name in vars(one) if not name.startswith("_")} - {"model", "unique_id", "pos"}
        assert own == set(state.names(record))
    assert set(vars(model.policy)) == set(state.POLICY_DTYPE.names or ())
    assert set(vars(model.keys)) == set(state.KEY_DTYPE.names or ())
    assert set(vars(model.parameters)) == set(state.PARAMETER_DTYPE.names or ())


@pytest.mark.parametrize("entity", BOOKKEEPING)
def test_the_description_of_the_model_names_every_state_variable(entity: str) -> None:
    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    section = text.partition(f"\n**{entity}")[2].partition("\n**")[0]
    fields = set(state.names(getattr(state, f"{entity}State")))
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert listed <= fields, "the table names what is no field"
    told = listed | (set(re.findall(r"`(\w+)`", section)) & fields)
    assert fields - told == BOOKKEEPING[entity]


def test_a_record_as_an_object() -> None:
    array = np.zeros(1, state.EVENT_DTYPE)
    array["leak"] = 0.25
    events = state.as_object(array[0], state.Events)
    assert (events.leak, events.exit) == (0.25, [0.0] * 5)
    assert vars(state.zeros(state.ChainSums)) == dict.fromkeys(state.CHAIN_STATISTICS, 0.0)


def test_parameters_as_objects_and_as_records() -> None:
    made = state.parameters({"norm": 0.5})
    record = state.parameter_record(made)
    assert made.norm == record["norm"][0] == 0.5
    assert list(record["level_value"][0]) == made.level_value == [0.0, made.level_value_1, made.level_value_2, 1.0]
