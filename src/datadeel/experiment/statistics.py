"""How each outcome of a run is computed: one small function an outcome, by its id in ``registry.outcomes``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from datadeel.model.state import CHAIN_STATISTICS, KIND_STATISTICS, MUNICIPALITY
from datadeel.model.trajectory import Trajectory
from datadeel.registry.kinds import GROUPS, KINDS
from datadeel.registry.outcomes import OUTCOMES, RUN_OUTCOMES
from datadeel.scenario.records import Scenario

#: Where a statistic stands among those that the model sums over organisations, and over chains.
KIND_AT = {name: at for at, name in enumerate(KIND_STATISTICS)}
CHAIN_AT = {name: at for at, name in enumerate(CHAIN_STATISTICS)}


class Run:
    """One run as statistics read it: what the model summed, over all kinds and by kind.

    scenario: what was run. trajectory: what it left.
    """

    def __init__(self, scenario: Scenario, trajectory: Trajectory) -> None:
        self.scenario, self.trajectory = scenario, trajectory
        self.whole = trajectory.kinds.sum(axis=1)
        self.count = self.whole[:, KIND_AT["organisations"]]
        self.last = self.whole[-1] / self.count[-1]

    @cached_property
    def sharing(self) -> np.ndarray:
        """Share of organisations that share, (months,)."""
        share: np.ndarray = self.whole[:, KIND_AT["sharing"]] / self.count
        return share

    @cached_property
    def lasting(self) -> np.ndarray:
        """Organisations that share in the last month and go on through the aftermath, (kinds,)."""
        ended = self.trajectory.last
        return np.bincount(ended["kind"], ended["durable"], len(KINDS))

    def total(self, statistic: str) -> float:
        """A statistic of the model, over all organisations and months."""
        total: float = self.whole[:, KIND_AT[statistic]].sum()
        return total

    def at_end(self, statistic: str) -> np.ndarray:
        """A statistic of the model in the last month, by kind, (kinds,)."""
        column: np.ndarray = self.trajectory.kinds[-1, :, KIND_AT[statistic]]
        return column

    def per_chain(self, statistic: str) -> float:
        """Mean over chains, in the last month, of a statistic of chains."""
        trajectory = self.trajectory
        mean: float = trajectory.chains[-1, CHAIN_AT[statistic]] / trajectory.chain_count
        return mean


#: What an outcome is in one run; of a family, all its members at once, in the order of kinds or groups.
Statistic = Callable[[Run], float]
FamilyStatistic = Callable[[Run], list[float]]


def _mean(values: np.ndarray, who: np.ndarray) -> float:
    """Mean of ``values`` over those in ``who``; 0 where there is nobody."""
    return float(values[who].mean()) if who.any() else 0.0


def _a_head(values: np.ndarray, numbers: np.ndarray) -> list[float]:
    """``values`` divided by ``numbers`` of organisations, kind by kind; 0 where there is nobody."""
    return [float(value / number) if number else 0.0 for value, number in zip(values, numbers, strict=True)]


def _gain(run: Run) -> list[float]:
    """Benefit minus cost by kind, a year and head."""
    kinds = run.trajectory.kinds
    gain = kinds[:, :, KIND_AT["benefit"]] - kinds[:, :, KIND_AT["cost"]]
    return _a_head(gain.sum(axis=0), run.at_end("organisations") * run.scenario.months / 12.0)


def _durable_by_group(run: Run) -> list[float]:
    """What lasts in each of ``GROUPS``, in their order."""
    last = run.trajectory.last
    even, municipal = last["position"] >= 1.0, last["kind"] == MUNICIPALITY
    members = {
        "low_part": ~even,
        "high_part": even,
        "one_chain": ~last["several_chains"],
        "several_chains": last["several_chains"],
        "small_municipality": municipal & last["small"],
        "large_municipality": municipal & ~last["small"],
    }
    return [_mean(last["durable"], members[name]) for name in GROUPS]


def _half_month(run: Run) -> int:
    """The first month in which half share; 0 if never."""
    reached = np.flatnonzero(run.sharing >= 0.5)
    return int(reached[0]) + 1 if len(reached) else 0


#: Outcomes that are not the last month of a column of ``months.parquet``.
STATISTICS: dict[str, Statistic] = {
    "months": lambda run: run.scenario.months,
    "organisations": lambda run: int(run.count[-1]),
    "sharing": lambda run: run.sharing[-1],
    "durable": lambda run: run.lasting.sum() / run.count[-1],
    "trust_untouched": lambda run: _mean(run.trajectory.last["trust"], ~run.trajectory.last["touched"]),
    "peak_sharing": lambda run: run.sharing.max(),
    "peak_month": lambda run: int(run.sharing.argmax()) + 1,
    "half_month": _half_month,
    "chain_coverage": lambda run: run.per_chain("coverage"),
    "chain_value": lambda run: run.per_chain("value"),
    "institutional_trust": lambda run: run.per_chain("institution"),
    "innovations": lambda run: run.per_chain("innovations"),
    "benefit": lambda run: run.total("benefit"),
    "cost": lambda run: run.total("cost"),
    "public_spending": lambda run: run.trajectory.nation["spent"][-1],
    "start_ups_lost": lambda run: int(run.total("failed")),
    "start_ups_scaled_up": lambda run: int(run.whole[-1, KIND_AT["scaled_up"]]),
    "frameworks": lambda run: run.trajectory.nation["frameworks"][-1],
    "government_trust": lambda run: run.trajectory.nation["government_trust"][-1],
    "months_suspended": lambda run: int((run.trajectory.nation["pause"] > 0.0).sum()),
}

#: Outcomes that go by kind or group.
FAMILY_STATISTICS: dict[str, FamilyStatistic] = {
    "sharing_KIND": lambda run: _a_head(run.at_end("sharing"), run.at_end("organisations")),
    "durable_KIND": lambda run: _a_head(run.lasting, run.at_end("organisations")),
    "gain_KIND": _gain,
    "durable_GROUP": _durable_by_group,
}


def outcomes(scenario: Scenario, trajectory: Trajectory) -> dict[str, float]:
    """``RUN_OUTCOMES`` of a run, in their order: how it ends, its peak, and totals.

    scenario: what was run. trajectory: what it left. EUR for money; months count from 1, 0 where never reached. What
    has no statistic of its own is the last month of its column of ``months.parquet``. Raises KeyError for an outcome
    with neither.
    """
    run = Run(scenario, trajectory)
    return dict(_computed(run))


def _computed(run: Run) -> Iterator[tuple[str, float]]:
    """Each outcome of ``run`` with its value; a family is computed when its first member is reached."""
    members: Iterator[float] = iter(())
    family = ""
    for name in RUN_OUTCOMES:
        one = OUTCOMES[name]
        if one.family != name:
            if one.family != family:
                family, members = one.family, iter(FAMILY_STATISTICS[one.family](run))
            yield name, next(members)
        elif name in STATISTICS:
            yield name, STATISTICS[name](run)
        elif one.monthly == "mean":
            at_end = run.last[KIND_AT[one.counted]]
            yield name, at_end if one.divided_by == 1.0 else at_end / one.divided_by
        else:
            raise KeyError(f"{name}: has no statistic")
