"""From a run's sums to the tables that users get: shares, means, euros."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datadeel.experiment.statistics import CHAIN_AT, KIND_AT, outcomes
from datadeel.model.state import CHAIN_STATISTICS
from datadeel.model.trajectory import Trajectory
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import MONTH_OUTCOMES, OUTCOMES
from datadeel.scenario.records import Scenario

#: A table as columns of one length: quicker than a data frame where there are many small ones.
Columns = dict[str, np.ndarray]

_ROW = {name: row for row, name in enumerate(INSTRUMENTS)}


def _labels(scenario: Scenario, replicate: int, seed: int, rows: int) -> Columns:
    """The columns that say whose a row is, as often as there are ``rows``."""
    return {
        "scenario": np.full(rows, scenario.name, dtype=object),
        "replicate": np.full(rows, replicate),
        "seed": np.full(rows, seed, dtype=np.uint64),
    }


def months_table(scenario: Scenario, replicate: int, seed: int, run: Trajectory) -> Columns:
    """One row a month and kind, "all" included. Shares and means in [0, 1]; benefit, cost and grants in EUR a month.

    scenario, replicate (from 0) and seed say whose rows these are; run: what they are made of. ``level_2`` and
    ``level_3`` are the shares at just that level; ``sharing`` is the share at level 1 or higher. Kinds of which there
    is nobody have no rows.
    """
    whole = np.concatenate((run.kinds, run.kinds.sum(axis=1, keepdims=True)), axis=1)
    months, kinds, _ = whole.shape
    rows = whole.reshape(months * kinds, -1)
    count = rows[:, KIND_AT["organisations"]]
    present = count > 0
    each = np.divide(1.0, count, out=np.zeros_like(count), where=present)
    table = _labels(scenario, replicate, seed, len(rows))
    table["month"] = np.repeat(np.arange(1, months + 1), kinds)
    table["kind"] = np.tile(np.array([*KINDS, "all"], dtype=object), months)
    table["organisations"] = count.astype(np.int64)
    for name in MONTH_OUTCOMES:
        one = OUTCOMES[name]
        column = rows[:, KIND_AT[one.counted]]
        if one.monthly == "mean":
            column = column * each
        table[name] = column if one.divided_by == 1.0 else column / one.divided_by
    return table if present.all() else {name: column[present] for name, column in table.items()}


def chains_table(scenario: Scenario, replicate: int, seed: int, run: Trajectory) -> Columns:
    """One row a month: means over chains, and what government holds. Shares in [0, 1].

    scenario, replicate (from 0) and seed say whose rows these are; run: what they are made of. ``value`` is the part
    of a chain's full value that is had; ``innovations`` new uses so far; ``efficiency`` the movements avoided that go
    with that value (a stated factor, not a result).
    """
    table = _labels(scenario, replicate, seed, len(run.chains))
    table["month"] = np.arange(1, len(run.chains) + 1)
    table["chains"] = np.full(len(run.chains), run.chain_count)
    names = {"institution": "institutional_trust"}
    for name in CHAIN_STATISTICS:
        table[names.get(name, name)] = run.chains[:, CHAIN_AT[name]] / run.chain_count
    table["efficiency"] = scenario.parameters["efficiency_gain"] * table["value"]
    for name in ("frameworks", "reliability", "government_trust", "assurance", "intermediary", "pause"):
        table[name] = run.nation[name]
    return table


def used(scenario: Scenario) -> list[str]:
    """The instruments that a scenario uses, in the order of the registry."""
    names = {one.instrument for one in scenario.policy}
    return [name for name in INSTRUMENTS if name in names]


def spending(scenario: Scenario, run: Trajectory) -> np.ndarray:
    """Public spending of a ``run`` of ``scenario``, EUR, shape (months, instruments in :func:`used`)."""
    budget = run.nation["budget_left"]
    # A month is paid if there was a budget left before it.
    funded = np.concatenate(([scenario.parameters["government_budget"] > 0.0], budget[:-1] > 0.0))
    attached = np.array([scenario.population[kind] for kind in KINDS])
    sharing = run.kinds[:, :, KIND_AT["sharing"]]
    obliged = run.kinds[:, :, KIND_AT["obliged"]]
    names = used(scenario)
    spent = np.zeros((scenario.months, len(names)))
    for column, name in enumerate(names):
        cost = INSTRUMENTS[name].cost
        on = run.plan.strength[: scenario.months, _ROW[name]]
        spent[:, column] = on.max(axis=1) * cost.fixed * attached.sum() / 1000.0
        spent[:, column] += on @ attached * cost.per_target
        spent[:, column] += (on * (cost.per_sharer * sharing + cost.per_obliged * obliged)).sum(axis=1)
        if name == "subsidy":
            spent[:, column] += run.kinds[:, :, KIND_AT["granted"]].sum(axis=1) * cost.per_euro
    return spent * funded[:, None]


def money_table(scenario: Scenario, replicate: int, seed: int, run: Trajectory) -> Columns:
    """Public spending, one row a month and instrument that the scenario uses: EUR.

    scenario, replicate (from 0) and seed say whose rows these are; run: what they are made of.
    """
    names = used(scenario)
    spent = spending(scenario, run)
    table = _labels(scenario, replicate, seed, spent.size)
    table["month"] = np.repeat(np.arange(1, scenario.months + 1), len(names))
    table["instrument"] = np.tile(np.array(names, dtype=object), scenario.months)
    table["spending"] = spent.reshape(-1)
    return table


def run_row(scenario: Scenario, replicate: int, seed: int, run: Trajectory) -> Columns:
    """One row: whose ``run`` it is (scenario, replicate from 0, seed), and its :func:`outcomes`."""
    row = {name: np.array([value]) for name, value in outcomes(scenario, run).items()}
    return _labels(scenario, replicate, seed, 1) | row


#: How each table of a run is made, by name.
TABLES = {"runs": run_row, "months": months_table, "chains": chains_table, "money": money_table}


def tables(scenario: Scenario, replicate: int, seed: int, run: Trajectory) -> dict[str, Columns]:
    """All tables of one ``run`` by name; scenario, replicate (from 0) and seed say in them whose it is."""
    return {name: make(scenario, replicate, seed, run) for name, make in TABLES.items()}


def join(parts: Sequence[dict[str, Columns]]) -> dict[str, pd.DataFrame]:
    """Tables of several runs, ``parts`` by name each, put behind each other. Raises IndexError where there are none."""
    return {
        name: pd.DataFrame({column: np.concatenate([one[name][column] for one in parts]) for column in parts[0][name]})
        for name in TABLES
    }
