"""What the benchmarks share: scenarios of a size, a clock, and the check that two runs gave the same bits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from datadeel.model.trajectory import Trajectory
from datadeel.scenario.loader import load
from datadeel.scenario.records import Scenario

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"

Made = TypeVar("Made")


def scaled(factor: int, months: int) -> Scenario:
    """The baseline with its population and chains multiplied by a whole ``factor``, over so many ``months``."""
    base = load(SCENARIOS / "baseline.toml")
    counts = [f"population.{kind}={number * factor}" for kind, number in base.population.items()]
    chains = f"chains.count={base.chains.count * factor}"
    return load(SCENARIOS / "baseline.toml", [*counts, chains, f"months={months}", "aftermath=0"])


def timed(work: Callable[..., Made], *arguments: object) -> tuple[float, Made]:
    """Seconds that ``work`` took with its arguments, and what it gave."""
    began = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - began, result


def same(one: Trajectory, other: Trajectory) -> bool:
    """Whether two trajectories are the same bits."""
    return all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in ("kinds", "chains", "nation", "last")
    )
