"""Outcomes: one record and one statistic each, and all that follows from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import Write

from datadeel.analysis.summary import summary
from datadeel.experiment import statistics, tables
from datadeel.i18n import LANGUAGES, catalogue
from datadeel.model import engine
from datadeel.model.state import KIND_STATISTICS
from datadeel.registry import outcomes
from datadeel.registry.kinds import GROUPS, KINDS
from datadeel.registry.outcomes import MONTH_OUTCOMES, OUTCOMES, RUN_OUTCOMES, Outcome, shown_in
from datadeel.scenario.records import Scenario


@pytest.fixture
def small(scenario: Write) -> Scenario:
    """A world that takes no time."""
    return scenario()


#: What a new outcome takes: a record …
NEW = Outcome(
    "settled_share", "share", 1, "share that shares and would stay", {"en": "settled", "nl": "gevestigd"},
    family="settled_share", shown={"summary": 99},
)  # fmt: skip


# … and a statistic.
def _settled(run: statistics.Run) -> float:
    return float(run.whole[-1, statistics.KIND_AT["voluntary"]] / run.count[-1])


def test_an_outcome_is_a_record_and_a_statistic(monkeypatch: pytest.MonkeyPatch, small: Scenario) -> None:
    """Tables, summary and words follow."""
    names = (*RUN_OUTCOMES, NEW.id)
    monkeypatch.setitem(OUTCOMES, NEW.id, NEW)
    monkeypatch.setattr(statistics, "RUN_OUTCOMES", names)
    monkeypatch.setitem(statistics.STATISTICS, NEW.id, _settled)
    trajectory = engine.run_one(small, 7)
    row = tables.run_row(small, 0, 7, trajectory)
    assert list(row)[-1] == NEW.id
    assert row[NEW.id][0] == row["voluntary"][0]
    table = summary(pd.DataFrame(row)).set_index("outcome")
    assert table.index[-1] == NEW.id
    assert table.loc[NEW.id, "unit"] == "share"
    assert outcomes.texts("nl")[f"outcome.{NEW.id}"] == "gevestigd"


def test_an_outcome_without_a_statistic_is_told(monkeypatch: pytest.MonkeyPatch, small: Scenario) -> None:
    monkeypatch.setitem(OUTCOMES, NEW.id, NEW)
    monkeypatch.setattr(statistics, "RUN_OUTCOMES", (*RUN_OUTCOMES, NEW.id))
    with pytest.raises(KeyError, match="settled_share: has no statistic"):
        statistics.outcomes(small, engine.run_one(small, 7))


def test_every_outcome_can_be_computed_once() -> None:
    """No statistic without a record, and no record with two."""
    families = {OUTCOMES[name].family for name in RUN_OUTCOMES if OUTCOMES[name].family != name}
    assert families == set(statistics.FAMILY_STATISTICS)
    assert set(statistics.STATISTICS) <= set(RUN_OUTCOMES)
    others = set(RUN_OUTCOMES) - set(statistics.STATISTICS)
    assert all(OUTCOMES[name].monthly == "mean" or OUTCOMES[name].family != name for name in others)


def test_monthly_columns_are_sums_that_the_model_makes() -> None:
    assert {OUTCOMES[name].counted for name in MONTH_OUTCOMES} <= set(KIND_STATISTICS)


@pytest.mark.parametrize("name", OUTCOMES)
def test_records_are_whole(name: str) -> None:
    one = OUTCOMES[name]
    assert one.better in (-1, 0, 1)
    assert one.unit
    assert one.meaning
    assert one.run or one.monthly or one.derived


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_has_a_name(language: str) -> None:
    places = {place for one in OUTCOMES.values() for place in one.shown}
    for name in {name for place in places for name in shown_in(place)} - {"granted"}:
        assert catalogue(language)[f"outcome.{name}"]


def test_members_of_families_are_called_after_their_party() -> None:
    for party in KINDS:
        assert OUTCOMES[f"durable_{party}"].label("nl") == (
            f"{catalogue('nl')[f'kind.{party}']}: {OUTCOMES['durable'].label('nl')}"
        )
    for party in GROUPS:
        assert OUTCOMES[f"durable_{party}"].label("en").startswith(catalogue("en")[f"group.{party}"])


def test_a_label_falls_back_to_english_and_to_the_id() -> None:
    assert OUTCOMES["sharing"].label("de") == OUTCOMES["sharing"].label("en")
    assert replace(OUTCOMES["sharing"], labels={}).label("nl") == "sharing"


def test_months_and_runs_agree_in_the_last_month(small: Scenario) -> None:
    run = engine.run_one(small, 7)
    months = tables.months_table(small, 0, 7, run)
    told = statistics.outcomes(small, run)
    end = (months["kind"] == "all") & (months["month"] == small.months)
    for name in RUN_OUTCOMES:
        if OUTCOMES[name].monthly == "mean":
            assert np.allclose(told[name], months[name][end][0], rtol=1e-12), name
