"""One world, built and run through by the compiled driver.

Numba is imported where a world is first built, so that what only knows of runs need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from datadeel.model.cache import caching
from datadeel.model.schedule import Plan
from datadeel.model.schedule import plan as make_plan
from datadeel.model.trajectory import Trajectory, empty
from datadeel.scenario.records import Scenario

if TYPE_CHECKING:
    from datadeel.model.world import World

Builder = Callable[[Scenario, int], "World"]
Simulator = Callable[["World", Plan, Trajectory, int], None]


@lru_cache(maxsize=1)
def compiled_code() -> tuple[Builder, Simulator]:
    """The builder of worlds and the compiled months, imported with the cache folder in place."""
    with caching():
        from datadeel.model import compiled, world
    return world.build_world, compiled.simulate


def build(scenario: Scenario, seed: int) -> World:
    """The world of a ``scenario`` under a ``seed`` (see :func:`datadeel.model.world.build_world`)."""
    return compiled_code()[0](scenario, seed)


def run_one(scenario: Scenario, seed: int, planned: Plan | None = None, threads: int = 1) -> Trajectory:
    """One run of ``scenario`` in the compiled driver, of which threads change nothing but the time.

    seed: of the world. planned: the scenario's plan, where it is at hand already. threads: in which the month itself is
    done, at least 1; worth while in worlds of hundreds of thousands.
    """
    plan = planned or make_plan(scenario)
    world = build(scenario, seed)
    trajectory = empty(plan, len(world.chains))
    compiled_code()[1](world, plan, trajectory, threads)
    return trajectory.ended(scenario, world.organisations)
