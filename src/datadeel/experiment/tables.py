"""From a run's sums to the tables that users get: shares, means, euros."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datadeel.model.state import CHAIN_STATISTICS, KIND_STATISTICS, MUNICIPALITY
from datadeel.model.trajectory import Trajectory
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.outcomes import GROUPS, MEANS, SUMS
from datadeel.registry.parameters import KINDS
from datadeel.scenario.records import Scenario

#: A table as columns of one length: quicker than a data frame where there are many small ones.
Columns = dict[str, np.ndarray]

_AT = {name: at for at, name in enumerate(KIND_STATISTICS)}
_ROW = {name: row for row, name in enumerate(INSTRUMENTS)}
_CHAIN_AT = {name: at for at, name in enumerate(CHAIN_STATISTICS)}


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
    count = rows[:, _AT["organisations"]]
    present = count > 0
    each = np.divide(1.0, count, out=np.zeros_like(count), where=present)
    table = _labels(scenario, replicate, seed, len(rows))
    table["month"] = np.repeat(np.arange(1, months + 1), kinds)
    table["kind"] = np.tile(np.array([*KINDS, "all"], dtype=object), months)
    table["organisations"] = count.astype(np.int64)
    for name in ("sharing", "level_2", "level_3"):
        table[name] = rows[:, _AT[name]] * each
    table["depth"] = rows[:, _AT["levels"]] * each / 3.0
    for name in MEANS:
        table[name] = rows[:, _AT[name]] * each
    for name in SUMS:
        table[name] = rows[:, _AT[name]]
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
        table[names.get(name, name)] = run.chains[:, _CHAIN_AT[name]] / run.chain_count
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
    sharing = run.kinds[:, :, _AT["sharing"]]
    obliged = run.kinds[:, :, _AT["obliged"]]
    names = used(scenario)
    spent = np.zeros((scenario.months, len(names)))
    for column, name in enumerate(names):
        cost = INSTRUMENTS[name].cost
        on = run.plan.strength[: scenario.months, _ROW[name]]
        spent[:, column] = on.max(axis=1) * cost.fixed * attached.sum() / 1000.0
        spent[:, column] += on @ attached * cost.per_target
        spent[:, column] += (on * (cost.per_sharer * sharing + cost.per_obliged * obliged)).sum(axis=1)
        if name == "subsidy":
            spent[:, column] += run.kinds[:, :, _AT["granted"]].sum(axis=1) * cost.per_euro
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


def _by_kind(name: str, values: np.ndarray, numbers: np.ndarray) -> dict[str, float]:
    """``values`` a head for each kind, as columns; 0 where there is nobody."""
    return {
        f"{name}_{kind}": float(value / number) if number else 0.0
        for kind, value, number in zip(KINDS, values, numbers, strict=True)
    }


def _by_group(last: np.ndarray) -> dict[str, float]:
    """What is durable in each of ``GROUPS``, and trust of those that never stood before a paywall; 0 where there is nobody."""
    even, municipal = last["position"] >= 1.0, last["kind"] == MUNICIPALITY
    members = (
        ~even, even, ~last["several_chains"], last["several_chains"], municipal & last["small"], municipal & ~last["small"],
    )  # fmt: skip
    told = {f"durable_{name}": _mean(last["durable"], who) for name, who in zip(GROUPS, members, strict=True)}
    return told | {"trust_untouched": _mean(last["trust"], ~last["touched"])}


def _mean(values: np.ndarray, who: np.ndarray) -> float:
    return float(values[who].mean()) if who.any() else 0.0


def outcomes(scenario: Scenario, run: Trajectory) -> dict[str, float]:
    """``RUN_OUTCOMES`` of a run: how it ends, its peak, and totals. EUR for money; months from 1, 0 where never reached."""
    whole = run.kinds.sum(axis=1)
    count = whole[:, _AT["organisations"]]
    sharing = whole[:, _AT["sharing"]] / count
    last = whole[-1] / count[-1]
    gain = run.kinds[:, :, _AT["benefit"]] - run.kinds[:, :, _AT["cost"]]
    half = np.flatnonzero(sharing >= 0.5)
    lasting = np.bincount(run.last["kind"], run.last["durable"], len(KINDS))
    return {
        "months": scenario.months,
        "organisations": int(count[-1]),
        "sharing": sharing[-1],
        "level_2": last[_AT["level_2"]],
        "level_3": last[_AT["level_3"]],
        "depth": last[_AT["levels"]] / 3.0,
        **{name: last[_AT[name]] for name in MEANS},
        "durable": lasting.sum() / count[-1],
        **_by_kind("sharing", run.kinds[-1, :, _AT["sharing"]], run.kinds[-1, :, _AT["organisations"]]),
        **_by_kind("durable", lasting, run.kinds[-1, :, _AT["organisations"]]),
        **_by_kind("gain", gain.sum(axis=0), run.kinds[-1, :, _AT["organisations"]] * scenario.months / 12.0),
        **_by_group(run.last),
        "peak_sharing": sharing.max(),
        "peak_month": int(sharing.argmax()) + 1,
        "half_month": int(half[0]) + 1 if len(half) else 0,
        "chain_coverage": run.chains[-1, _CHAIN_AT["coverage"]] / run.chain_count,
        "chain_value": run.chains[-1, _CHAIN_AT["value"]] / run.chain_count,
        "institutional_trust": run.chains[-1, _CHAIN_AT["institution"]] / run.chain_count,
        "innovations": run.chains[-1, _CHAIN_AT["innovations"]] / run.chain_count,
        "benefit": whole[:, _AT["benefit"]].sum(),
        "cost": whole[:, _AT["cost"]].sum(),
        "public_spending": run.nation["spent"][-1],
        "start_ups_lost": int(whole[:, _AT["failed"]].sum()),
        "start_ups_scaled_up": int(whole[-1, _AT["scaled_up"]]),
        "frameworks": run.nation["frameworks"][-1],
        "government_trust": run.nation["government_trust"][-1],
        "months_suspended": int((run.nation["pause"] > 0.0).sum()),
    }


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
