"""What a worker does: some points in some worlds, one after another.

A task travels to a worker of whatever kind (a process, a thread, a machine of a cluster) as scenario files and what is
assigned to them, and comes back as a batch of numbers.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np

from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.scenario.loader import Assignment, ScenarioFile


@dataclass(frozen=True)
class Job:
    """One run: a place among the points of its task, the seed of its world, and the key it is kept under."""

    point: int
    seed: int
    key: str


@dataclass(frozen=True)
class Task:
    """Runs to be done in one go.

    scenario_files: those that the points start from. points: of each, which of those files, and what is assigned to
    it. jobs: the runs; those of one world stand together, so that the world is built once. measures: columns of the
    table of months that are kept.
    """

    scenario_files: tuple[ScenarioFile, ...]
    points: tuple[tuple[int, tuple[Assignment, ...]], ...]
    jobs: tuple[Job, ...]
    measures: tuple[str, ...] = ()

    def split(self) -> list[Task]:
        """A task for each run."""
        return [Task(self.scenario_files, self.points, (job,), self.measures) for job in self.jobs]


class Failure(NamedTuple):
    """Why there is nothing of a run: the stage that failed, the error in a line, and where it was raised."""

    failed_at: str
    message: str
    traceback: str


@dataclass
class Batch:
    """What a task left, a row a job.

    keys: of the runs. outcomes: (jobs, RUN_OUTCOMES), NaN in the row of a run that failed. months: by column of the
    table of months, an array of (months x kinds present) a job, empty where it failed. failures: by row.
    """

    keys: list[str]
    outcomes: np.ndarray
    months: dict[str, list[np.ndarray]]
    failures: dict[int, Failure] = field(default_factory=dict)

    @classmethod
    def blank(cls, task: Task) -> Self:
        """A batch for ``task`` with nothing in it yet: no outcomes, no months, no failures."""
        jobs = len(task.jobs)
        return cls(
            [job.key for job in task.jobs],
            np.full((jobs, len(RUN_OUTCOMES)), np.nan),
            {name: [np.zeros(0, np.float32)] * jobs for name in task.measures},
        )

    @classmethod
    def lost(cls, task: Task, failure: Failure) -> Self:
        """A batch for ``task`` in which every run came to ``failure``."""
        batch = cls.blank(task)
        batch.failures = dict.fromkeys(range(len(task.jobs)), failure)
        return batch

    @property
    def nbytes(self) -> int:
        """Bytes that its numbers take."""
        return self.outcomes.nbytes + sum(one.nbytes for rows in self.months.values() for one in rows)


def work(task: Task) -> Batch:
    """Do ``task``: all its runs, in order. A run that fails is noted in the batch; the others go on."""
    # Where it is needed only: it takes long to load, and whoever only gives out tasks needs none of it.
    from datadeel.experiment import statistics, tables
    from datadeel.model import engine
    from datadeel.model.schedule import plan as make_plan

    batch = Batch.blank(task)
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
            batch.outcomes[row] = list(statistics.outcomes(scenario, trajectory).values())
            if task.measures:
                months = tables.months_table(scenario, 0, job.seed, trajectory)
                for name in task.measures:
                    batch.months[name][row] = months[name].astype(np.float32)
        except Exception as error:
            batch.failures[row] = Failure(stage, f"{type(error).__name__}: {error}", traceback.format_exc())
    return batch
