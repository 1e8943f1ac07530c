"""What a sweep has to run: every point in every world, the key each run is kept under, what is missing, in tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from typing import NamedTuple

from datadeel.experiment.experiment import Experiment, Point
from datadeel.experiment.tasks import Job, Task
from datadeel.model import ensemble
from datadeel.model.version import model_version

#: Organisation-months that a task should hold: about a second of work.
_TASK = 6_000_000


class PlannedRun(NamedTuple):
    """One run of an experiment: the numbers of its point and replicate, the seed of its world, its key."""

    point: int
    replicate: int
    seed: int
    key: str


def key_of(digest: str, seed: int, version: str) -> str:
    """The key that a run is kept under: 32 hexadecimal digits over all that moves it.

    digest: of the scenario that is run. seed: of the world it is run in. version: of the model that runs it.
    """
    return hashlib.sha256(f"{digest} {seed} {version}".encode()).hexdigest()[:32]


def planned(experiment: Experiment) -> Iterator[PlannedRun]:
    """Every run of ``experiment``, by point and replicate."""
    version = model_version()
    for point in experiment.points:
        for replicate, seed in enumerate(seeds(experiment, point)):
            yield PlannedRun(point.number, replicate, seed, key_of(experiment.digests[point.number], seed, version))


def seeds(experiment: Experiment, point: Point) -> list[int]:
    """The seeds of the worlds that a ``point`` of ``experiment`` runs in, by replicate."""
    return [ensemble.world_seed(experiment.seed, world) for world in experiment.worlds(point)]


def missing_tasks(experiment: Experiment, done: Container[str], most: int | None = None) -> Iterator[Task]:
    """What is missing of ``experiment``, in tasks of about a second; runs of one world stand together.

    done: keys of the runs that are there. most: how many runs at most; all where None.
    """
    size = _runs_a_task(experiment)
    version = model_version()
    left = experiment.runs if most is None else most
    taken: set[str] = set()  # points that are the same but for their names are run once
    for start in range(0, len(experiment.points), size):
        block = experiment.points[start : start + size]
        jobs: list[tuple[Point, Job]] = []
        together = sorted((world, point.number) for point in block for world in experiment.worlds(point))
        for world, number in together:
            seed = ensemble.world_seed(experiment.seed, world)
            key = key_of(experiment.digests[number], seed, version)
            if left > 0 and key not in done and key not in taken:
                taken.add(key)
                jobs.append((experiment.points[number], Job(number, seed, key)))
                left -= 1
            if len(jobs) == size:
                yield task_of(experiment, jobs)
                jobs = []
        if jobs:
            yield task_of(experiment, jobs)


def _runs_a_task(experiment: Experiment) -> int:
    """Runs that make about a second of work; the same whatever the number of workers."""
    scenario = experiment.scenario(experiment.points[0])
    months = scenario.months + scenario.aftermath
    return max(1, _TASK // (sum(scenario.population.values()) * months))


def task_of(experiment: Experiment, jobs: list[tuple[Point, Job]]) -> Task:
    """A task with just the scenario files and points of ``experiment`` that its ``jobs``, each with its point, need."""
    points = {point.number: point for point, _ in jobs}
    scenario_files = sorted({point.scenario_file for point in points.values()})
    places = {number: at for at, number in enumerate(points)}
    return Task(
        tuple(experiment.scenario_files[number] for number in scenario_files),
        tuple((scenario_files.index(point.scenario_file), experiment.assignments(point)) for point in points.values()),
        tuple(Job(places[job.point], job.seed, job.key) for _, job in jobs),
        experiment.measures,
    )
