"""What one run leaves: sums by month, the plan that was followed, and how organisations ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from datadeel.model.schedule import Plan
from datadeel.model.state import CHAIN_STATISTICS, END_DTYPE, KIND_STATISTICS, NATION_DTYPE, end_states
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Scenario


@dataclass
class Trajectory:
    """What one run leaves: sums by kind (months, kinds, measures), by chain (months, chain measures), and the
    nation's records (months,), see ``state``; the plan that was followed; and how organisations ended (n,)."""

    kinds: np.ndarray
    chains: np.ndarray
    nation: np.ndarray
    chain_count: int
    plan: Plan
    last: np.ndarray

    def ended(self, scenario: Scenario, organisations: Mapping[str, np.ndarray] | np.ndarray) -> Trajectory:
        """The same without the aftermath, of which only how it ended is kept. organisations: their state, by column."""
        months, end = scenario.months, end_states(organisations, scenario.aftermath)
        return Trajectory(
            self.kinds[:months], self.chains[:months], self.nation[:months], self.chain_count, self.plan, end
        )


def empty(plan: Plan, chain_count: int) -> Trajectory:
    """A trajectory of zeros, aftermath included."""
    months = len(plan.running)
    return Trajectory(
        np.zeros((months, len(KINDS), len(KIND_STATISTICS))),
        np.zeros((months, len(CHAIN_STATISTICS))),
        np.zeros(months, dtype=NATION_DTYPE),
        chain_count,
        plan,
        np.zeros(0, END_DTYPE),
    )
