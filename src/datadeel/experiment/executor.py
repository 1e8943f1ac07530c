"""What a worker does: some points in some worlds, one after another; and the pools that workers come from.

Any ``concurrent.futures`` executor will do: processes here, threads, a cluster through dask.distributed.
"""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process

import numpy as np

from datadeel.errors import InputError
from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.scenario.loader import Assignment, ScenarioFile

#: How long a scheduler has to answer.
PATIENCE = "10s"

#: A way to open an executor.
Pool = Callable[[], Executor]


@dataclass(frozen=True)
class Job:
    """One run: which of the task's points, in the world of which seed, and the key it is kept under."""

    point: int
    seed: int
    key: str


@dataclass(frozen=True)
class Task:
    """Runs to be done in one go: ``points`` are a draft's number and assignments each; ``jobs`` of one world stand
    together, so that the world is built once. ``measures`` are kept month by month."""

    scenario_files: tuple[ScenarioFile, ...]
    points: tuple[tuple[int, tuple[Assignment, ...]], ...]
    jobs: tuple[Job, ...]
    measures: tuple[str, ...] = ()

    def split(self) -> list[Task]:
        """A task for each run."""
        return [Task(self.scenario_files, self.points, (job,), self.measures) for job in self.jobs]


@dataclass
class Batch:
    """What a task left, a row a job: outcomes (jobs, RUN_OUTCOMES), NaN where it failed; months by measure, an array of
    (months x kinds present) a job; and failures by row: stage, message, traceback."""

    keys: list[str]
    outcomes: np.ndarray
    months: dict[str, list[np.ndarray]]
    failures: dict[int, tuple[str, str, str]] = field(default_factory=dict)


def work(task: Task) -> Batch:
    """Do a task. A run that fails is told of in the batch; the others go on."""
    from datadeel.experiment import tables
    from datadeel.model import engine
    from datadeel.model.schedule import plan as make_plan

    batch = Batch(
        [job.key for job in task.jobs],
        np.full((len(task.jobs), len(RUN_OUTCOMES)), np.nan),
        {name: [np.zeros(0, np.float32)] * len(task.jobs) for name in task.measures},
    )
    known = {}
    for row, job in enumerate(task.jobs):
        stage = "scenario"
        try:
            if job.point not in known:
                scenario_file, assignments = task.points[job.point]
                scenario = task.scenario_files[scenario_file].resolve(assignments)
                stage = "plan"
                known[job.point] = scenario, make_plan(scenario)
            scenario, plan = known[job.point]
            stage = "run"
            trajectory = engine.run_one(scenario, job.seed, plan)
            stage = "tables"
            batch.outcomes[row] = list(tables.outcomes(scenario, trajectory).values())
            if task.measures:
                months = tables.months_table(scenario, 0, job.seed, trajectory)
                for name in task.measures:
                    batch.months[name][row] = months[name].astype(np.float32)
        except Exception as error:
            batch.failures[row] = (stage, f"{type(error).__name__}: {error}", traceback.format_exc())
    return batch


# --- Pools -------------------------------------------------------------------------------------------------


def processes(jobs: int) -> Pool:
    """Processes on this machine, started anew (``spawn``): the same on Linux, macOS and Windows."""
    return lambda: ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_settle_in)


def threads(jobs: int) -> Pool:
    """Threads of this process: there at once, and as quick as processes while there are few."""
    return lambda: ThreadPoolExecutor(jobs)


def _settle_in() -> None:
    """Leave interrupts to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:

        def leave() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=leave, daemon=True).start()


def dask(address: str) -> Pool:
    """The workers of a dask scheduler at ``address``. Raises InputError if it cannot be reached."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            '--dask: dask.distributed is not installed; install it with: pip install "datadeel[cluster]"'
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"--dask {address}: no scheduler answers: {str(error).splitlines()[0]}") from None
    return lambda: client.get_executor(pure=False)


def execute(tasks: Iterator[Task], pool: Pool, width: int) -> Iterator[Batch]:
    """Batches as they get done, with at most ``width`` tasks under way.

    A task whose worker dies is done elsewhere: alone, in a new pool if need be, and if its worker dies again, run by
    run; a run that kills its worker twice more is a failed one. Whatever was under way with it goes on.
    """
    suspects: deque[Task] = deque()
    executor = pool()
    pending: dict[Future[Batch], Task] = {}
    try:
        more = True
        while more or pending:
            broken = False
            while more and not broken and len(pending) < width:
                task = next(tasks, None)
                more = task is not None
                if task is not None:
                    try:
                        pending[executor.submit(work, task)] = task
                    except BrokenExecutor:
                        suspects.append(task)
                        broken = True
            for future in [] if broken or not pending else wait(pending, return_when=FIRST_COMPLETED).done:
                task = pending.pop(future)
                try:
                    batch = future.result()
                except Exception as error:
                    suspects.append(task)
                    broken = broken or isinstance(error, BrokenExecutor)
                    continue
                yield batch
            if broken:
                suspects += pending.values()
                pending.clear()
                executor.shutdown(wait=False, cancel_futures=True)
                executor = pool()
        for task in suspects:
            whole, executor = _alone(task, executor, pool, 1)
            if whole:
                yield whole
                continue
            for single in task.split():
                alone, executor = _alone(single, executor, pool, 2)
                yield alone or _lost(single)
    finally:
        for future in pending:
            future.cancel()
        with suppress(Exception):
            executor.shutdown(wait=False, cancel_futures=True)


def _alone(task: Task, executor: Executor, pool: Pool, times: int) -> tuple[Batch | None, Executor]:
    """A task with no other beside it, tried so many times; None if its worker died each time. Also the pool to go on with."""
    for _ in range(times):
        try:
            return executor.submit(work, task).result(), executor
        except Exception as error:
            if isinstance(error, BrokenExecutor):
                executor.shutdown(wait=False, cancel_futures=True)
                executor = pool()
    return None, executor


def _lost(task: Task) -> Batch:
    """The batch of a run whose workers died."""
    told = ("worker", "the worker died each time this was run: out of memory, perhaps", "")
    return Batch(
        [job.key for job in task.jobs],
        np.full((len(task.jobs), len(RUN_OUTCOMES)), np.nan),
        {name: [np.zeros(0, np.float32)] * len(task.jobs) for name in task.measures},
        dict.fromkeys(range(len(task.jobs)), told),
    )
