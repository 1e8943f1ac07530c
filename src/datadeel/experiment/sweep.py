"""Sweeps: every point of an experiment in every world, produced or taken from what was done before."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from datadeel.errors import InputError
from datadeel.experiment import sweep_tables
from datadeel.experiment.descriptions import of_sweep
from datadeel.experiment.executor import Pool, execute
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.planning import missing_tasks, planned, seeds, task_of
from datadeel.experiment.progress import State
from datadeel.experiment.run_store import RunStore
from datadeel.experiment.tasks import Batch, Job, work
from datadeel.model.memory import check_memory
from datadeel.model.version import model_version
from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.results.folder import guard
from datadeel.results.lock import locked
from datadeel.results.reader import read

#: The folder within that of a sweep where finished runs are kept.
STORE = "store"

#: Runs that are timed before a sweep is estimated.
_PROBES = 8


@dataclass
class Sweep:
    """What a sweep of ``experiment`` left in ``folder``.

    state: how far it is. notes: what was found there and not used, such as runs of another model.
    """

    experiment: Experiment
    folder: Path
    state: State
    notes: list[str]

    @property
    def complete(self) -> bool:
        """Whether every run was done or failed."""
        return self.state.done == self.state.total

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run (``docs/tables.md``)."""
        return pd.read_parquet(self.folder / "runs.parquet")

    @property
    def points(self) -> pd.DataFrame:
        """One row a point."""
        return sweep_tables.points_table(self.experiment)


def sweep(
    experiment: Experiment,
    folder: Path,
    pool: Pool,
    jobs: int = 1,
    most: int | None = None,
    progress: Callable[[State], None] | None = None,
) -> Sweep:
    """Do what is missing of ``experiment``, and write its tables (``sweep_tables``) into ``folder``.

    pool: opens the executor. jobs: how many workers it has, at least 1; results do not depend on either. most: runs
    to be done now at most, all where None; a later call goes on. progress: called with how far the sweep is, at the
    start and as runs get done. Tables are the same bytes however often it was stopped. Raises InputError if the
    folder is in use, or holds something else, or if a world takes more memory than there is.
    """
    guard(folder, "a sweep", STORE)
    for one in experiment.scenario_files:
        check_memory(one.resolve(experiment.fixed), jobs)
    with locked(folder / STORE):
        run_store = _store_of(experiment, folder)
        state = State(_done(experiment, run_store), 0, experiment.runs, began=time.monotonic())
        try:
            if progress:
                progress(state)
            for batch in execute(missing_tasks(experiment, run_store, most), pool, 2 * jobs):
                run_store.add(batch)
                _count(state, batch)
                if progress:
                    progress(state)
        finally:
            run_store.flush()
        run_store.compact()
        state.failed = sum(run_store.failed(run.key) for run in planned(experiment))
        state.done = _done(experiment, run_store) + state.failed
        sweep_tables.write_all(experiment, run_store, folder)
        return Sweep(experiment, folder, state, run_store.notes)


def _store_of(experiment: Experiment, folder: Path) -> RunStore:
    """The runs that ``folder`` holds of this model, with all that ``experiment`` keeps month by month."""
    return RunStore(folder / STORE, model_version(), experiment.measures)


def _done(experiment: Experiment, run_store: RunStore) -> int:
    """How many runs of ``experiment`` are there, and did not fail."""
    return sum(run.key in run_store for run in planned(experiment))


def _count(state: State, batch: Batch) -> None:
    """Take a batch up into ``state``."""
    state.done += len(batch.keys)
    state.now += len(batch.keys)
    state.failed += len(batch.failures)


# --- Beforehand --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """What a sweep would take.

    points: of the design. runs: in all. missing: those still to be done. seconds: that they take on the workers that
    were asked about. bytes: that the results take on disk, all runs together.
    """

    points: int
    runs: int
    missing: int
    seconds: float
    bytes: float


def estimate(experiment: Experiment, folder: Path, jobs: int) -> Estimate:
    """Runs, time and size of ``experiment`` beforehand, from a timed probe of up to eight runs spread over the design.

    folder: of its results; runs that are there are not missing. jobs: workers that it would be run on, at least 1.
    """
    done = _done(experiment, _store_of(experiment, folder)) if (folder / STORE).is_dir() else 0
    spread = np.unique(np.linspace(0, len(experiment.points) - 1, _PROBES).astype(int))
    points = [experiment.points[number] for number in spread]
    probes = [(point, Job(point.number, seeds(experiment, point)[0], "00")) for point in points]
    work(task_of(experiment, probes[:1]))  # compiled before the clock starts
    began = time.perf_counter()
    batch = work(task_of(experiment, probes))
    each = (time.perf_counter() - began) / len(probes)
    size = 8 * len(RUN_OUTCOMES) + sum(rows[0].nbytes for rows in batch.months.values())
    missing = experiment.runs - done
    return Estimate(
        len(experiment.points), experiment.runs, missing, each * missing / jobs, 1.5 * size * experiment.runs
    )


def up_to_date(experiment: Experiment, folder: Path) -> bool:
    """Whether ``folder`` holds the complete results of just this ``experiment``, by this model."""
    try:
        found = read(folder, current=True)
    except InputError:
        return False
    return found.manifest["digest"] == of_sweep(experiment, State(0, 0, experiment.runs)).digest
