"""The state of a world: one place for the names that stages read and write.

In the compiled driver each of these is a record of a structured array; in the Mesa driver an agent or a plain
object has them as attributes. Organisations are ordered by chain, so that partners lie together in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from datadeel.model.purposes import Purpose
from datadeel.registry.instruments import POLICY_INPUTS, SLOTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS, SCALARS

#: Organisations and chains are summed in blocks of this many, so that threads can share the work and give the same bits.
BLOCK = 32768

SME, MUNICIPALITY, LARGE_FIRM, START_UP, PUBLIC_BODY = range(len(KINDS))

#: What depends on the level, 0 to 3, by parameter names or numbers: part of the value and of the running cost; what a
#: party supplies before quality; trust asked for a level; sensitivity of its data; knowledge needed to reach it without
#: help; exposure to misuse; damage by misuse. Read from a table, since a processor cannot foresee a choice by level.
_BY_LEVEL: dict[str, tuple[str | float, str | float, str | float, str | float]] = {
    "level_value": (0.0, "level_value_1", "level_value_2", 1.0),
    "level_supply": (0.0, "level_supply_1", "level_supply_2", 1.0),
    "level_threshold": (0.0, "threshold_1", "threshold_2", "threshold_3"),
    "level_sensitivity": (0.0, "sensitivity_1", "sensitivity_2", "sensitivity_3"),
    "level_knowledge": (0.0, "knowledge_floor_1", "knowledge_floor_2", "knowledge_floor_3"),
    "level_exposure": (0.0, 1.0, "exposure_2", "exposure_3"),
    "level_severity": (0.0, 1.0, "severity_2", "severity_3"),
}

#: All parameters that are not by kind (those become traits of organisations), and those that go by level as tables.
PARAMETER = np.dtype([*((name, np.float64) for name in SCALARS), *((name, np.float64, (4,)) for name in _BY_LEVEL)])


def parameters(values: Mapping[str, float]) -> SimpleNamespace:
    """The fields of ``PARAMETER`` as attributes; what ``values`` lacks keeps its registered value."""
    scalars = {name: float(values.get(name, PARAMETERS[name].value)) for name in SCALARS}
    tables = {
        name: [scalars[one] if isinstance(one, str) else one for one in levels] for name, levels in _BY_LEVEL.items()
    }
    return SimpleNamespace(**scalars, **tables)


def parameter_record(p: SimpleNamespace) -> np.ndarray:
    """The same as an array of one record."""
    return np.array([tuple(getattr(p, name) for name in PARAMETER.names or ())], dtype=PARAMETER)


def _record(fields: str) -> np.dtype[Any]:
    """A record of the fields named, each with its type: ``key:u``, ``kind:i``; a real number where none is given."""
    types = {"u": np.uint64, "i": np.int64, "": np.float64}
    named = (field.partition(":") for field in fields.split())
    return np.dtype([(name, types[kind]) for name, _, kind in named])


#: One organisation. Units: ``entry`` EUR for level 1; ``scale`` EUR a month (the unit of value and cost: what full
#: sharing costs a party of this size at the registry's values); ``upkeep`` running cost in that unit; ``position`` own
#: part of the chain's value (mean 1, negative where opacity pays); ``cash`` months of burn; ``contract`` months left.
#: ``first_`` and ``last_`` bound its rows in the lists of chains and ties. ``able``: 0 no, 1 alone, 2 with the
#: intermediary; ``intent``: 0 none, 1 steps alone, 2 applies; ``moved``: levels up or down this month;
#: ``months_sharing``: months in a row that it has shared, whoever held the place; ``touched``: whether it ever stood before a paywall.
#: What neighbours and chains read comes first, so that it lies in one line of memory.
ORGANISATION = _record(
    """
    key:u kind:i level:i mandated:i breached:i success supply trust

    first_chain:i last_chain:i first_tie:i last_tie:i
    supervised:i evader:i small:i
    entry upkeep scale position legacy exposure strangers public_partners
    benefit_factor attention replacement kind_knowledge kind_trust

    base_knowledge base_trust knowledge outlook cash contract scaled_up:i months_sharing:i touched:i

    join stay outside actual free promise fair institution coverage pressure sharing_partners
    leaked:i walled:i covered:i peers peer_success peer_breach
    control effective_trust part position_paid extra running_units willingness willingness_to_stay
    able:i intent:i moved:i entry_paid granted benefit cost failed:i
    """
)

#: What others see of an organisation, kept apart in the compiled driver: small enough that what ties lead to stays in
#: the cache. Fields are those of ``ORGANISATION``.
VISIBLE = np.dtype([("level", np.int8), ("breached", np.int8), ("success", np.float64)], align=True)

#: What is kept of an organisation at the very end, aftermath included. ``durable``: shared in the last month and all through
#: the aftermath.
LAST = np.dtype(
    [("kind", np.int8), ("position", float), ("trust", float)]
    + [(name, bool) for name in ("durable", "small", "several_chains", "touched")]
)


def last(organisations: Mapping[str, Any] | np.ndarray, aftermath: int) -> np.ndarray:
    """``LAST`` of organisations, given by the columns of ``ORGANISATION``; aftermath: its months."""
    kept = np.empty(len(organisations["kind"]), LAST)
    for name in ("kind", "small", "touched", "position", "trust"):
        kept[name] = organisations[name]
    kept["durable"] = np.asarray(organisations["months_sharing"]) > aftermath
    kept["several_chains"] = np.asarray(organisations["last_chain"]) - np.asarray(organisations["first_chain"]) > 1
    return kept


#: One chain. ``first`` and ``last`` bound its seats; a mandate covers it if it covers more than ``lot`` of all chains.
#: ``practice`` is coverage with obliged sharing counted only as far as it builds trust.
CHAIN = _record(
    """
    key:u first:i last:i lot
    coverage practice trend promise institution innovations paywall
    supply fair join stay outside actual free value pressure harm generative leaked:i walled:i
    """
)

#: The nation: what government and intermediary have brought about.
NATION = _record(
    """
    frameworks reliability government_trust burden horizon maturity strictness assurance
    pause budget_left subsidy_left spent public_sharing
    intermediary capacity served paid_share
    organisations public_bodies
    """
)

#: Levers of a month: a slot for each kind and one for the nation.
LEVER = np.dtype([(name, np.float64, (SLOTS,)) for name in POLICY_INPUTS])

#: Events of a month: months of reversal; shares of chains that leak or get a paywall; by kind, shares of parties that
#: lose their contact person or close.
EVENT = np.dtype(
    [("reversal", float), ("leak", float), ("paywall", float)]
    + [(name, float, (len(KINDS),)) for name in ("contact_loss", "exit")]
)

#: Keys of a month, by purpose.
KEY = np.dtype([(purpose.name.lower(), np.uint64) for purpose in Purpose])

#: What a month of policy costs, EUR: in any case, by kind per sharer and per obliged party, and per euro granted.
PRICE = np.dtype(
    [("fixed", float), ("per_euro", float), ("per_sharer", float, (len(KINDS),)), ("per_obliged", float, (len(KINDS),))]
)


def plain(record: np.void) -> SimpleNamespace:
    """A record as an object with Python numbers and lists for attributes."""
    return SimpleNamespace(**{name: record[name].tolist() for name in record.dtype.names or ()})


def records(values: np.ndarray, shape: np.dtype[Any]) -> np.ndarray:
    """Numbers (…, fields) seen as records (…), sharing their memory."""
    return values.view(shape)[..., 0]


#: What is summed over the organisations of a kind each month.
KIND_STATISTICS = (
    "organisations",
    "sharing",
    "level_2",
    "level_3",
    "levels",
    "willingness",
    "knowledge",
    "trust",
    "effective_trust",
    "control",
    "voluntary",
    "unable",
    "benefit",
    "cost",
    "granted",
    "steps_up",
    "steps_down",
    "obliged",
    "failed",
    "scaled_up",
    "starts",
)

#: What is summed over chains each month.
CHAIN_STATISTICS = ("coverage", "complete", "supply", "value", "institution", "innovations", "paywalled", "leaked")

#: The same as records.
KIND_SUM = np.dtype([(name, np.float64) for name in KIND_STATISTICS])
CHAIN_SUM = np.dtype([(name, np.float64) for name in CHAIN_STATISTICS])
