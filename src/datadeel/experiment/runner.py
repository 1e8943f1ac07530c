"""Replicates of one scenario: in memory for Python, straight to files for the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from datadeel.experiment import tables
from datadeel.model import engine
from datadeel.scenario.loader import load
from datadeel.scenario.records import Scenario


@dataclass(frozen=True)
class Results:
    """What replicates of a scenario left, as data frames (columns: ``docs/tables.md``).

    runs: one row a run. months: one a run, month and kind. chains: one a run and month. money: one a run, month
    and instrument.
    """

    runs: pd.DataFrame
    months: pd.DataFrame
    chains: pd.DataFrame
    money: pd.DataFrame


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


def run(
    scenario: Scenario | str | Path,
    replicates: int | None = None,
    seed: int | None = None,
    driver: str = "compiled",
    jobs: int | None = None,
    agents: dict[str, type] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Results:
    """Run replicates of ``scenario`` (or of the file that holds it), each in a world of its own.

    replicates, seed: the scenario's own where None. driver: "compiled", or "mesa" for the readable agents; both give
    the same trajectory, bit for bit. jobs: threads, all processors where None; results do not depend on it.
    agents: classes by kind, subclasses of ``datadeel.Organisation``; they make the Mesa driver run. progress: called
    with the number of runs done. Raises ValueError for an unknown driver or fewer than one replicate.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load(scenario)
    replicates = scenario.replicates if replicates is None else replicates
    if replicates < 1:
        raise ValueError(f"replicates: {replicates} is out of range: must be at least 1")
    parts = []
    for part in replicate(
        scenario, replicates, scenario.seed if seed is None else seed, driver, jobs or processors(), agents
    ):
        parts.append(part)
        if progress:
            progress(len(parts))
    return Results(**tables.join(parts))
