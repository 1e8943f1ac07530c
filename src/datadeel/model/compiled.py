"""The compiled driver: the month's stages in passes over records.

Organisations and chains are passed over in blocks of a fixed size. Sums are made per block and then added in the
order of blocks, so that they are the same bits whether blocks are done one after another or side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit

from datadeel.model import month
from datadeel.model.schedule import Plan
from datadeel.model.state import (
    BLOCK,
    CHAIN_STATISTICS,
    CHAIN_SUMS_DTYPE,
    KIND_STATISTICS,
    KIND_SUMS_DTYPE,
    PUBLIC_BODY,
    VISIBLE_DTYPE,
    parameter_record,
    records,
)
from datadeel.model.trajectory import Trajectory
from datadeel.model.world import World
from datadeel.registry.kinds import KINDS

_compile = njit(cache=True, nogil=True, error_model="numpy")


class WorldArrays(NamedTuple):
    """What a world holds, changed in place: records of ``state``, and lists of numbers as in ``World``."""

    organisations: np.ndarray
    visible: np.ndarray
    chains: np.ndarray
    nation: np.ndarray
    seats: np.ndarray
    memberships: np.ndarray
    ties: np.ndarray


class PlanArrays(NamedTuple):
    """What is known of each month beforehand, as in ``Plan``; keys by month, of which the first are those of building;
    and the parameters, one record."""

    policy: np.ndarray
    lawful: np.ndarray
    events: np.ndarray
    prices: np.ndarray
    running: np.ndarray
    keys: np.ndarray
    parameters: np.ndarray


class BlockSums(NamedTuple):
    """Sums of one month by block, seen as records where stages add to them and as numbers where they are added up.

    asked: (blocks, 3), applicants, and EUR asked alone and with the intermediary. by_kind: (blocks, kinds). by_chain:
    (blocks,), of chains.
    """

    asked: np.ndarray
    by_kind: np.ndarray
    kind_numbers: np.ndarray
    by_chain: np.ndarray
    chain_numbers: np.ndarray


class RunArrays(NamedTuple):
    """What a run leaves, by month: as in ``Trajectory``, with ``by_kind`` as records and as numbers."""

    by_kind: np.ndarray
    kind_numbers: np.ndarray
    chain_numbers: np.ndarray
    nation: np.ndarray


@_compile
def _begin(month_at: int, world: WorldArrays, plan: PlanArrays) -> bool:
    """Policy and institutions of a month; whether measures stand, or only laws."""
    nation, keys, parameters = world.nation[0], plan.keys[month_at + 1], plan.parameters[0]
    stands = month.govern(nation, plan.events[month_at], plan.running[month_at], keys, parameters)
    policy = plan.policy[month_at] if stands else plan.lawful[month_at]
    month.institutions(nation, policy, keys, parameters)
    month.mediate(nation, policy, parameters)
    return stands


@_compile
def _assess(block: int, month_at: int, policy: np.ndarray, world: WorldArrays, plan: PlanArrays) -> None:
    """Chains of a block take stock."""
    chains, organisations, seats, nation = world.chains, world.organisations, world.seats, world.nation[0]
    inputs, parameters = policy[0], plan.parameters[0]
    events, keys = plan.events[month_at], plan.keys[month_at + 1]
    for at in range(block * BLOCK, min(len(chains), (block + 1) * BLOCK)):
        month.assess(chains[at], organisations, seats, nation, inputs, events, keys, parameters)


@_compile
def _choose(
    block: int, month_at: int, policy: np.ndarray, world: WorldArrays, plan: PlanArrays, asked: np.ndarray
) -> None:
    """Stages that read of others only what none of them writes run in one pass: less memory is moved."""
    organisations, visible, chains = world.organisations, world.visible, world.chains
    memberships, ties, nation = world.memberships, world.ties, world.nation[0]
    inputs, keys, parameters = policy[0], plan.keys[month_at + 1], plan.parameters[0]
    for sort in range(3):
        asked[block, sort] = 0.0
    for at in range(block * BLOCK, min(len(organisations), (block + 1) * BLOCK)):
        organisation = organisations[at]
        month.observe(organisation, visible, chains, memberships, ties, inputs, parameters)
        month.evaluate(organisation, nation, inputs, parameters)
        month.intend(organisation, nation, inputs, keys, parameters)
        if organisation.intent == 2:
            asked[block, 0] += 1.0
            asked[block, 2] += organisation.granted
        elif organisation.intent == 1:
            asked[block, 1] += organisation.granted


@_compile
def _ration(nation: np.ndarray, asked: np.ndarray) -> None:
    """Divide capacity and subsidy over what all blocks asked."""
    applicants = 0.0
    alone = 0.0
    helped = 0.0
    for block in range(len(asked)):
        applicants += asked[block, 0]
        alone += asked[block, 1]
        helped += asked[block, 2]
    month.ration(nation[0], applicants, alone, helped)


@_compile
def _update(
    block: int, month_at: int, policy: np.ndarray, world: WorldArrays, plan: PlanArrays, by_kind: np.ndarray
) -> None:
    """Organisations of a block act, live the month, are counted, and show what they have become."""
    organisations, visible, nation = world.organisations, world.visible, world.nation[0]
    inputs, parameters = policy[0], plan.parameters[0]
    events, keys = plan.events[month_at], plan.keys[month_at + 1]
    sums = by_kind[block]
    for at in range(block * BLOCK, min(len(organisations), (block + 1) * BLOCK)):
        organisation = organisations[at]
        month.act(organisation, nation, inputs, keys, parameters)
        month.update(organisation, nation, inputs, events, keys, parameters)
        month.tally(organisation, sums)
        visible[at].level = organisation.level
        visible[at].breached = organisation.breached
        visible[at].success = organisation.success


@_compile
def _advance(block: int, month_at: int, world: WorldArrays, plan: PlanArrays, by_chain: np.ndarray) -> None:
    """Chains of a block go on from what they saw, and are counted."""
    chains, keys, parameters, sums = world.chains, plan.keys[month_at + 1], plan.parameters[0], by_chain[block]
    for at in range(block * BLOCK, min(len(chains), (block + 1) * BLOCK)):
        month.advance(chains[at], keys, parameters)
        month.tally_chain(chains[at], sums)


@_compile
def _settle(month_at: int, nation: np.ndarray, prices: np.ndarray, blocks: BlockSums, results: RunArrays) -> None:
    """Add up the blocks of a month, in their order, leave them at zero, and pay for the month."""
    by_kind, by_chain = results.kind_numbers[month_at], results.chain_numbers[month_at]
    kinds, chains = blocks.kind_numbers, blocks.chain_numbers
    for block in range(len(kinds)):
        for kind in range(kinds.shape[1]):
            for statistic in range(kinds.shape[2]):
                by_kind[kind, statistic] += kinds[block, kind, statistic]
                kinds[block, kind, statistic] = 0.0
    for block in range(len(chains)):
        for statistic in range(chains.shape[1]):
            by_chain[statistic] += chains[block, statistic]
            chains[block, statistic] = 0.0
    sums = results.by_kind[month_at]
    granted, outlay = month.bill(sums, prices[month_at])
    month.settle(nation[0], granted, outlay, sums[PUBLIC_BODY].sharing)
    results.nation[month_at] = nation[0]


@_compile
def _simulate(world: WorldArrays, plan: PlanArrays, blocks: BlockSums, results: RunArrays) -> None:
    """All months of one world, in place, one block after another."""
    for at in range(len(plan.running)):
        policy = (plan.policy if _begin(at, world, plan) else plan.lawful)[at : at + 1]
        for block in range(len(blocks.by_chain)):
            _assess(block, at, policy, world, plan)
        for block in range(len(blocks.by_kind)):
            _choose(block, at, policy, world, plan, blocks.asked)
        _ration(world.nation, blocks.asked)
        for block in range(len(blocks.by_kind)):
            _update(block, at, policy, world, plan, blocks.by_kind)
        for block in range(len(blocks.by_chain)):
            _advance(block, at, world, plan, blocks.by_chain)
        _settle(at, world.nation, plan.prices, blocks, results)


def _simulate_in_threads(
    world: WorldArrays, plan: PlanArrays, blocks: BlockSums, results: RunArrays, threads: int
) -> None:
    """:func:`_simulate` with the blocks of each pass side by side in ``threads``: the same bits."""
    organisation_blocks, chain_blocks = len(blocks.by_kind), len(blocks.by_chain)
    with ThreadPoolExecutor(threads) as pool:

        def each(count: int, work: Callable[..., None], *rest: object) -> None:
            """``work`` on each of so many blocks; the next pass waits for all."""
            list(pool.map(lambda block: work(block, *rest), range(count)))

        for at in range(len(plan.running)):
            policy = (plan.policy if _begin(at, world, plan) else plan.lawful)[at : at + 1]
            each(chain_blocks, _assess, at, policy, world, plan)
            each(organisation_blocks, _choose, at, policy, world, plan, blocks.asked)
            _ration(world.nation, blocks.asked)
            each(organisation_blocks, _update, at, policy, world, plan, blocks.by_kind)
            each(chain_blocks, _advance, at, world, plan, blocks.by_chain)
            _settle(at, world.nation, plan.prices, blocks, results)


def simulate(world: World, plan: Plan, trajectory: Trajectory, threads: int = 1) -> None:
    """Run a world through all months of a plan, in place.

    world: at its start, used up by this. plan: of the scenario that the world is of. trajectory: empty, filled by this.
    threads: that share the work, at least 1; the same bits with any number.
    """
    visible = np.zeros(len(world.organisations), dtype=VISIBLE_DTYPE)
    for name in VISIBLE_DTYPE.names or ():
        visible[name] = world.organisations[name]
    worlds = WorldArrays(
        world.organisations, visible, world.chains, world.nation, world.seats, world.memberships, world.ties
    )
    known = PlanArrays(
        plan.policy, plan.lawful, plan.events, plan.prices, plan.running, world.keys, parameter_record(world.parameters)
    )
    organisation_blocks, chain_blocks = (-(-len(rows) // BLOCK) for rows in (world.organisations, world.chains))
    kinds = np.zeros((organisation_blocks, len(KINDS), len(KIND_STATISTICS)))
    chains = np.zeros((chain_blocks, len(CHAIN_STATISTICS)))
    blocks = BlockSums(
        np.zeros((organisation_blocks, 3)), records(kinds, KIND_SUMS_DTYPE), kinds, records(chains, CHAIN_SUMS_DTYPE),
        chains,
    )  # fmt: skip
    results = RunArrays(
        records(trajectory.kinds, KIND_SUMS_DTYPE), trajectory.kinds, trajectory.chains, trajectory.nation
    )
    if threads > 1:
        _simulate_in_threads(worlds, known, blocks, results, threads)
    else:
        _simulate(worlds, known, blocks, results)
