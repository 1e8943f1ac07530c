"""Ensembles: the runs of a scenario's replicates in order, by the compiled driver or by Mesa agents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from datadeel.model import engine
from datadeel.model.memory import check_memory
from datadeel.model.schedule import Plan
from datadeel.model.schedule import plan as make_plan
from datadeel.model.state import OrganisationState, names
from datadeel.model.trajectory import Trajectory
from datadeel.scenario.records import Scenario

#: From this many organisations on, threads share a run rather than take one each: memory would not hold several.
LARGE = 200_000


def run_mesa(scenario: Scenario, seed: int, agents: Mapping[str, type] | None = None) -> Trajectory:
    """One run of the Mesa driver: the same bits as ``engine.run_one``.

    scenario: what is run. seed: of the world. agents: classes by kind in place of the standard ones.
    """
    from datadeel.model.agents import DataSharingModel  # loads Mesa and Numba

    model = DataSharingModel(scenario, seed, agents=agents)
    for _ in range(scenario.months + scenario.aftermath):
        model.step()
    state = {name: np.array([getattr(one, name) for one in model.organisations]) for name in names(OrganisationState)}
    return model.trajectory.ended(scenario, state)


def world_seed(seed: int, replicate: int) -> int:
    """The seed of a replicate's world; the same for every scenario, so that comparisons are paired."""
    from datadeel.model.random import entity  # loads Numba

    return entity(seed, replicate)


def ensemble(
    scenario: Scenario,
    replicates: int,
    seed: int,
    driver: str = "compiled",
    jobs: int = 1,
    agents: Mapping[str, type] | None = None,
) -> Iterator[Trajectory]:
    """Trajectories of replicates 0, 1, … of ``scenario`` in order; at most a few wait in memory.

    replicates: how many. seed: of the ensemble, from which each world's follows. driver: "compiled" or "mesa", which
    give the same bits. jobs: threads, at least 1, of which results do not depend. agents: classes by kind, as in
    ``DataSharingModel``; with any, the driver is Mesa. Raises ValueError for an unknown driver, InputError where the
    worlds would not fit into memory.
    """
    if driver not in ("compiled", "mesa"):
        raise ValueError(f'unknown driver "{driver}"; valid: compiled, mesa')
    seeds = [world_seed(seed, replicate) for replicate in range(replicates)]
    if agents or driver == "mesa":
        yield from (run_mesa(scenario, one, agents) for one in seeds)
        return
    large = sum(scenario.population.values()) + sum(scenario.unattached.values()) >= LARGE
    check_memory(scenario, 1 if large else min(jobs, replicates))
    engine.compiled_code()
    plan = make_plan(scenario)
    if jobs == 1 or large:
        yield from (engine.run_one(scenario, one, plan, jobs) for one in seeds)
    else:
        yield from _side_by_side(scenario, seeds, plan, jobs)


def _side_by_side(scenario: Scenario, seeds: Iterable[int], plan: Plan, jobs: int) -> Iterator[Trajectory]:
    """A run a thread, given in the order of ``seeds``, with at most two more a thread under way or waiting."""
    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[Future[Trajectory]] = deque()
        try:
            for one in seeds:
                waiting.append(pool.submit(engine.run_one, scenario, one, plan))
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
