"""Sweeps: every point of an experiment in every world, produced or taken from what was done before."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from datadeel.errors import InputError
from datadeel.experiment.descriptions import of_sweep
from datadeel.experiment.executor import Batch, Job, Pool, Task, execute, work
from datadeel.experiment.experiment import Experiment, Point
from datadeel.experiment.progress import State
from datadeel.experiment.run_store import RunStore, locked
from datadeel.model import engine
from datadeel.model.version import model_version
from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.registry.parameters import KINDS
from datadeel.results.folder import guard
from datadeel.results.parquet import TableWriter
from datadeel.results.reader import read

#: Organisation-months that a task should hold: about a second of work.
_TASK = 6_000_000

#: Runs whose rows are put together at a time when tables are written.
_SLICE = 5_000


@dataclass
class Sweep:
    """What a sweep left in ``folder``. ``notes`` are about what was found there and not used."""

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
        return points_table(self.experiment)


def key_of(digest: str, seed: int, version: str) -> str:
    """The key that a run is kept under: what is run, in which world, by which model."""
    return hashlib.sha256(f"{digest} {seed} {version}".encode()).hexdigest()[:32]


def keys(experiment: Experiment, points: range | None = None) -> Iterator[tuple[int, int, str]]:
    """Point, replicate and key of every run, by point and replicate."""
    version = model_version()
    for number in points or range(len(experiment.points)):
        for replicate, seed in enumerate(seeds(experiment, experiment.points[number])):
            yield number, replicate, key_of(experiment.digests[number], seed, version)


def seeds(experiment: Experiment, point: Point) -> list[int]:
    """The seeds of the worlds that a point runs in, by replicate."""
    return [engine.world_seed(experiment.seed, world) for world in experiment.worlds(point)]


def tasks(experiment: Experiment, run_store: RunStore, most: int | None = None) -> Iterator[Task]:
    """What is missing, in tasks of about a second; runs of one world together. most: how many runs at most."""
    size = _runs_a_task(experiment)
    version = model_version()
    left = experiment.runs if most is None else most
    taken: set[str] = set()  # points that are the same but for their names are run once
    for start in range(0, len(experiment.points), size):
        block = experiment.points[start : start + size]
        jobs: list[tuple[Point, Job]] = []
        together = sorted((world, point.number) for point in block for world in experiment.worlds(point))
        for world, number in together:
            seed = engine.world_seed(experiment.seed, world)
            key = key_of(experiment.digests[number], seed, version)
            if left > 0 and key not in run_store and key not in taken:
                taken.add(key)
                jobs.append((experiment.points[number], Job(number, seed, key)))
                left -= 1
            if len(jobs) == size:
                yield _task(experiment, jobs)
                jobs = []
        if jobs:
            yield _task(experiment, jobs)


def _runs_a_task(experiment: Experiment) -> int:
    """Runs that make about a second of work; the same whatever the number of workers."""
    scenario = experiment.scenario(experiment.points[0])
    months = scenario.months + scenario.aftermath
    return max(1, _TASK // (sum(scenario.population.values()) * months))


def _task(experiment: Experiment, jobs: list[tuple[Point, Job]]) -> Task:
    """A task with just the drafts and points that its jobs need."""
    points = {point.number: point for point, _ in jobs}
    scenario_files = sorted({point.scenario_file for point in points.values()})
    places = {number: at for at, number in enumerate(points)}
    return Task(
        tuple(experiment.scenario_files[number] for number in scenario_files),
        tuple((scenario_files.index(point.scenario_file), experiment.assignments(point)) for point in points.values()),
        tuple(Job(places[job.point], job.seed, job.key) for _, job in jobs),
        experiment.measures,
    )


def sweep(
    experiment: Experiment,
    folder: Path,
    pool: Pool,
    jobs: int = 1,
    most: int | None = None,
    progress: Callable[[State], None] | None = None,
) -> Sweep:
    """Do what is missing of an experiment, and write ``points.csv``, ``runs.parquet`` and ``months.parquet`` into ``folder``.

    pool: opens the executor. jobs: how many workers it has; results do not depend on either. most: runs to be done now
    at most; a later call goes on. Tables are the same bytes however often it was stopped. Raises InputError if the folder
    is in use, or holds something else.
    """
    guard(folder, "a sweep", "store")
    for one in experiment.scenario_files:
        engine.check_memory(one.resolve(experiment.fixed), jobs)
    with locked(folder / "store"):
        run_store = RunStore(folder / "store", model_version(), experiment.measures)
        state = State(0, 0, experiment.runs, began=time.monotonic())
        state.done = sum(key in run_store for _, _, key in keys(experiment))
        try:
            if progress:
                progress(state)
            for batch in execute(tasks(experiment, run_store, most), pool, 2 * jobs):
                run_store.add(batch)
                _count(state, batch)
                if progress:
                    progress(state)
        finally:
            run_store.flush()
        run_store.compact()
        state.done, state.failed = _tally(experiment, run_store)
        _write_runs(experiment, run_store, folder)
        _write_months(experiment, run_store, folder)
        points_table(experiment).to_csv(folder / "points.csv", index=False)
        return Sweep(experiment, folder, state, run_store.notes)


def _count(state: State, batch: Batch) -> None:
    state.done += len(batch.keys)
    state.now += len(batch.keys)
    state.failed += len(batch.failures)


def _tally(experiment: Experiment, run_store: RunStore) -> tuple[int, int]:
    """Runs that are there, done or failed; and failed ones."""
    done = failed = 0
    for _, _, key in keys(experiment):
        done += key in run_store
        failed += run_store.failed(key)
    return done + failed, failed


# --- Tables ------------------------------------------------------------------------------------------------


def points_table(experiment: Experiment) -> pd.DataFrame:
    """One row a point: number, scenario, names of its settings, and a column for each path that varies."""
    rows = []
    for point in experiment.points:
        lever, state = experiment.levers[point.lever], experiment.uncertainties[point.uncertainty]
        rows.append(
            {
                "point": point.number,
                "scenario": experiment.scenario_files[point.scenario_file].path.stem,
                "lever": point.lever,
                "lever_name": lever.name,
                "uncertainty": point.uncertainty,
                "uncertainty_name": state.name,
                **dict.fromkeys(one.key for one in experiment.factors),
                **lever.varied,
                **state.varied,
            }
        )
    table = pd.DataFrame(rows)
    for factor in experiment.factors:
        column = table[factor.key]
        if any(isinstance(value, list | bool | str) for value in column):
            table[factor.key] = [None if value is None else _told(value) for value in column]
        else:
            table[factor.key] = column.astype(float)
    return table


def _told(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _slices(experiment: Experiment, run_store: RunStore) -> Iterator[tuple[np.ndarray, np.ndarray, pa.Table]]:
    """Points, replicates and rows of what is there, some thousand runs at a time, by point and replicate."""
    numbers: list[int] = []
    replicates: list[int] = []
    wanted: list[str] = []
    for point, replicate, key in keys(experiment):
        if key in run_store or run_store.failed(key):
            numbers.append(point)
            replicates.append(replicate)
            wanted.append(key)
        if len(wanted) == _SLICE:
            yield np.array(numbers), np.array(replicates), run_store.take(wanted)
            numbers, replicates, wanted = [], [], []
    if wanted:
        yield np.array(numbers), np.array(replicates), run_store.take(wanted)


def _write_runs(experiment: Experiment, run_store: RunStore, folder: Path) -> None:
    points = pa.Table.from_pandas(points_table(experiment), preserve_index=False)
    points = points.set_column(0, "point", points["point"].cast(pa.int32()))
    for at, name in enumerate(points.column_names):
        if pa.types.is_null(points[name].type):
            points = points.set_column(at, name, points[name].cast(pa.string()))
    with TableWriter(folder / "runs.parquet") as out:
        for numbers, replicates, rows in _slices(experiment, run_store):
            table = points.take(pa.array(numbers))
            table = table.append_column("replicate", pa.array(replicates, pa.int32()))
            run_in = [
                engine.world_seed(experiment.seed, experiment.worlds(experiment.points[point])[replicate])
                for point, replicate in zip(numbers, replicates, strict=True)
            ]
            table = table.append_column("seed", pa.array(run_in, pa.uint64()))
            for name in ("failed_at", "message", "traceback", *RUN_OUTCOMES):
                table = table.append_column(name, rows[name])
            out.add(table)


def _write_months(experiment: Experiment, run_store: RunStore, folder: Path) -> None:
    """Measures month by month: point, replicate, month, kind; rows of kinds that are there."""
    if not experiment.measures:
        (folder / "months.parquet").unlink(missing_ok=True)
        return
    shapes: dict[int, tuple[int, list[str]]] = {}
    with TableWriter(folder / "months.parquet") as out:
        for numbers, replicates, rows in _slices(experiment, run_store):
            whole = [rows[f"months {name}"].combine_chunks() for name in experiment.measures]
            lengths = np.diff(whole[0].offsets.to_numpy())
            for number in np.unique(numbers):
                if int(number) not in shapes:
                    shapes[int(number)] = _shape(experiment, experiment.points[number])
            months = [np.repeat(np.arange(1, shapes[n][0] + 1), len(shapes[n][1])) for n in numbers[lengths > 0]]
            kinds = [np.tile(np.array(shapes[n][1]), shapes[n][0]) for n in numbers[lengths > 0]]
            if not months:
                continue
            table = {
                "point": pa.array(np.repeat(numbers, lengths), pa.int32()),
                "replicate": pa.array(np.repeat(replicates, lengths), pa.int32()),
                "month": pa.array(np.concatenate(months), pa.int16()),
                "kind": pa.array(np.concatenate(kinds)).dictionary_encode(),
            }
            out.add(pa.table(table | dict(zip(experiment.measures, (one.flatten() for one in whole), strict=True))))


def _shape(experiment: Experiment, point: Point) -> tuple[int, list[str]]:
    """Months of a point, and the kinds that are there."""
    scenario = experiment.scenario(point)
    present = [kind for kind in KINDS if scenario.population[kind] + scenario.unattached.get(kind, 0) > 0]
    return scenario.months, [*present, "all"]


# --- Beforehand --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """What a sweep would take: points, runs in all, runs still to be done, seconds on ``jobs`` workers, bytes on disk."""

    points: int
    runs: int
    missing: int
    seconds: float
    bytes: float


def estimate(experiment: Experiment, folder: Path, jobs: int) -> Estimate:
    """Runs, time and size beforehand, from a timed probe of up to eight runs spread over the design."""
    done = 0
    if (folder / "store").is_dir():
        run_store = RunStore(folder / "store", model_version(), experiment.measures)
        done = sum(key in run_store for _, _, key in keys(experiment))
    spread = np.unique(np.linspace(0, len(experiment.points) - 1, 8).astype(int))
    probes = [(experiment.points[n], Job(int(n), seeds(experiment, experiment.points[n])[0], "00")) for n in spread]
    work(_task(experiment, probes[:1]))  # compiled before the clock starts
    began = time.perf_counter()
    batch = work(_task(experiment, probes))
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
