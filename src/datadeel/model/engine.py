"""One world, built and run through by the compiled driver; what it takes of memory; and where compiled code is kept.

Numba is imported where a world is first built, so that what only knows of runs need not wait for it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from datadeel.errors import InputError
from datadeel.model.schedule import Plan
from datadeel.model.schedule import plan as make_plan
from datadeel.model.state import (
    BLOCK,
    CHAIN_STATISTICS,
    CHAIN_SUMS_DTYPE,
    KIND_STATISTICS,
    KIND_SUMS_DTYPE,
    VISIBLE_DTYPE,
    parameter_record,
    records,
)
from datadeel.model.trajectory import Trajectory, empty
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Scenario


def _cache_folder() -> Path | None:
    """A folder for compiled code, named after the sources: Numba alone would not see that a called rule changed."""
    digest = hashlib.sha256(sys.version.encode())
    here = Path(__file__).parent
    for source in sorted([*here.glob("*.py"), *(here.parent / "registry").glob("*.py")]):
        digest.update(source.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    folder = (Path(base) if base else Path.home() / ".cache") / "datadeel" / digest.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    return folder


@contextmanager
def _caching() -> Iterator[None]:
    """Numba's cache folder set for a moment: nothing global stays changed. Without a writable one, no cache."""
    import tempfile

    import numba

    config: Any = numba.config

    before = config.CACHE_DIR
    folder = _cache_folder()
    config.CACHE_DIR = str(folder) if folder else tempfile.mkdtemp(prefix="datadeel-")
    try:
        yield
    finally:
        config.CACHE_DIR = before


@lru_cache(maxsize=1)
def compiled_code() -> tuple[Any, Any]:
    """The world builder and the compiled months, imported with the cache folder in place."""
    with _caching():
        from datadeel.model import compiled, world
    return world.build_world, compiled


def build(scenario: Scenario, seed: int) -> Any:
    """The world of a scenario under a seed (see :func:`datadeel.model.world.build_world`)."""
    return compiled_code()[0](scenario, seed)


#: Memory an organisation takes while its world is built, bytes: its record and the columns that go into it (measured).
_BYTES_EACH = 1000


def memory_needed(scenario: Scenario) -> int:
    """Bytes that one world of ``scenario`` takes at most, ties included."""
    organisations = sum(scenario.population.values()) + sum(scenario.unattached.values())
    seats = max(scenario.chains.count * scenario.chains.size, organisations)
    ties = seats * scenario.chains.size * scenario.network.known + 2 * organisations * scenario.network.association
    return int(organisations * _BYTES_EACH + 40 * seats + 16 * ties)


def check_memory(scenario: Scenario, worlds: int) -> None:
    """Raise InputError if ``worlds`` at once would not fit into the memory that is free."""
    import psutil

    needed, free = memory_needed(scenario) * worlds, psutil.virtual_memory().available
    if needed > 0.9 * free:
        raise InputError(
            f"{scenario.name}: needs about {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB is free: "
            "take a smaller population" + (", or fewer --jobs" if worlds > 1 else "")
        )


def run_one(scenario: Scenario, seed: int, planned: Plan | None = None, threads: int = 1) -> Trajectory:
    """One run of the compiled driver, of which threads change nothing but the time.

    planned: the scenario's plan, where it is at hand already. threads: in which the month itself is done, worth while
    in worlds of hundreds of thousands.
    """
    plan = planned or make_plan(scenario)
    world = build(scenario, seed)
    trajectory = empty(plan, len(world.chains))
    blocks = -(-len(world.organisations) // BLOCK)
    kind_parts = np.zeros((blocks, len(KINDS), len(KIND_STATISTICS)))
    chain_parts = np.zeros((-(-len(world.chains) // BLOCK), len(CHAIN_STATISTICS)))
    visible = np.zeros(len(world.organisations), dtype=VISIBLE_DTYPE)
    for name in VISIBLE_DTYPE.names or ():
        visible[name] = world.organisations[name]
    arguments = (
        world.organisations, visible, world.chains, world.nation, world.seat, world.chain, world.tie,
        plan.policy, plan.lawful, plan.events, plan.prices, plan.running, world.keys, parameter_record(world.parameters),
        np.zeros((blocks, 3)), kind_parts, records(kind_parts, KIND_SUMS_DTYPE), chain_parts, records(chain_parts, CHAIN_SUMS_DTYPE),
        records(trajectory.kinds, KIND_SUMS_DTYPE), trajectory.kinds, trajectory.chains, trajectory.nation,
    )  # fmt: skip
    compiled = compiled_code()[1]
    if threads > 1:
        compiled.simulate_in_threads(*arguments, threads=threads)
    else:
        compiled.simulate(*arguments)
    return trajectory.ended(scenario, world.organisations)
