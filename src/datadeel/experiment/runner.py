"""Replicates of one scenario, one after another."""

from __future__ import annotations

import os
from collections.abc import Iterator

from datadeel.experiment import tables
from datadeel.model import ensemble
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
    """Tables of one run after another (``tables.TABLES``), in the order of replicates, which wait in memory by a few.

    scenario: what is run. replicates: in how many worlds, at least 1. seed: of the worlds. driver: "compiled", or
    "mesa" for the readable agents. jobs: threads, at least 1; results do not depend on it. agents: classes by kind in
    place of the package's own. Raises ValueError for an unknown driver.
    """
    runs = ensemble.ensemble(scenario, replicates, seed, driver, jobs, agents)
    for number, run in enumerate(runs):
        yield tables.tables(scenario, number, ensemble.world_seed(seed, number), run)
