"""Replicates of one scenario, one after another."""

from __future__ import annotations

import os
from collections.abc import Iterator

from datadeel.experiment import tables
from datadeel.model import engine
from datadeel.scenario.records import Scenario


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def replicate(
    scenario: Scenario,
    replicates: int,
    seed: int,
    driver: str = "compiled",
    jobs: int = 1,
    agents: dict[str, type] | None = None,
) -> Iterator[dict[str, tables.Columns]]:
    """Tables of one run after another, in the order of replicates."""
    runs = engine.ensemble(scenario, replicates, seed, driver, jobs, agents)
    for number, run in enumerate(runs):
        yield tables.tables(scenario, number, engine.world_seed(seed, number), run)
