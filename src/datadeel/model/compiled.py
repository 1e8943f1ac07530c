"""The compiled driver: the month's stages in passes over records.

Organisations and chains are passed over in blocks of a fixed size. Sums are made per block and then added in the
order of blocks, so that they are the same bits whether blocks are done one after another or side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from numba import njit

from datadeel.model import month
from datadeel.model.state import BLOCK, PUBLIC_BODY

_compile: Callable[[Any], Any] = njit(cache=True, nogil=True, error_model="numpy")


@_compile
def _begin(n: Any, levers: Any, lawful: Any, events: Any, running: Any, keys: Any, p: Any, t: int) -> bool:
    """Policy and institutions of month t; whether measures stand, or only laws."""
    stands = month.govern(n[0], events[t], running[t], keys[t + 1], p[0])
    v = levers[t] if stands else lawful[t]
    month.institutions(n[0], v, keys[t + 1], p[0])
    month.mediate(n[0], v, p[0])
    return stands


@_compile
def _assess(b: int, chains: Any, o: Any, seat: Any, n: Any, v: Any, e: Any, k: Any, p: Any) -> None:
    for j in range(b * BLOCK, min(len(chains), (b + 1) * BLOCK)):
        month.assess(chains[j], o, seat, n[0], v[0], e[0], k[0], p[0])


@_compile
def _choose(
    b: int, o: Any, visible: Any, chains: Any, chain: Any, tie: Any, n: Any, v: Any, k: Any, p: Any, asked: Any
) -> None:
    """Stages that read of others only what none of them writes run in one pass: less memory is moved."""
    for q in range(3):
        asked[b, q] = 0.0
    for i in range(b * BLOCK, min(len(o), (b + 1) * BLOCK)):
        a = o[i]
        month.observe(a, visible, chains, chain, tie, v[0], p[0])
        month.evaluate(a, n[0], v[0], p[0])
        month.intend(a, n[0], v[0], k[0], p[0])
        if a.intent == 2:
            asked[b, 0] += 1.0
            asked[b, 2] += a.granted
        elif a.intent == 1:
            asked[b, 1] += a.granted


@_compile
def _ration(n: Any, asked: Any) -> None:
    applicants = 0.0
    alone = 0.0
    helped = 0.0
    for b in range(len(asked)):
        applicants += asked[b, 0]
        alone += asked[b, 1]
        helped += asked[b, 2]
    month.ration(n[0], applicants, alone, helped)


@_compile
def _update(b: int, o: Any, visible: Any, n: Any, v: Any, e: Any, k: Any, p: Any, sums: Any) -> None:
    for i in range(b * BLOCK, min(len(o), (b + 1) * BLOCK)):
        a = o[i]
        month.act(a, n[0], v[0], k[0], p[0])
        month.update(a, n[0], v[0], e[0], k[0], p[0])
        month.tally(a, sums[b])
        visible[i].level = a.level
        visible[i].breached = a.breached
        visible[i].success = a.success


@_compile
def _advance(b: int, chains: Any, k: Any, p: Any, sums: Any) -> None:
    for j in range(b * BLOCK, min(len(chains), (b + 1) * BLOCK)):
        month.advance(chains[j], k[0], p[0])
        month.tally_chain(chains[j], sums[b])


@_compile
def _settle(
    n: Any, kind_parts: Any, chain_parts: Any, by_kind: Any, kind_numbers: Any, by_chain: Any, price: Any
) -> None:
    """Add up the blocks of a month and pay for it. The ``_parts`` and ``kind_numbers`` are plain numbers."""
    for b in range(len(kind_parts)):
        for kind in range(kind_parts.shape[1]):
            for q in range(kind_parts.shape[2]):
                kind_numbers[kind, q] += kind_parts[b, kind, q]
                kind_parts[b, kind, q] = 0.0
    for b in range(len(chain_parts)):
        for q in range(chain_parts.shape[1]):
            by_chain[q] += chain_parts[b, q]
            chain_parts[b, q] = 0.0
    granted, outlay = month.bill(by_kind, price[0])
    month.settle(n[0], granted, outlay, by_kind[PUBLIC_BODY].sharing)


@_compile
def simulate(
    o: Any, visible: Any, chains: Any, n: Any, seat: Any, chain: Any, tie: Any, levers: Any, lawful: Any, events: Any, prices: Any,
    running: Any, keys: Any, p: Any, asked: Any, kind_parts: Any, kind_records: Any, chain_parts: Any, chain_records: Any,
    by_kind: Any, kind_numbers: Any, by_chain: Any, by_month: Any,
) -> None:  # fmt: skip
    """All months of one world, in place; fills by_kind (and the numbers it is a view of), by_chain and by_month."""
    for t in range(len(levers)):
        k = keys[t + 1 : t + 2]
        e = events[t : t + 1]
        v = levers[t : t + 1] if _begin(n, levers, lawful, events, running, keys, p, t) else lawful[t : t + 1]
        for b in range(len(chain_parts)):
            _assess(b, chains, o, seat, n, v, e, k, p)
        for b in range(len(kind_parts)):
            _choose(b, o, visible, chains, chain, tie, n, v, k, p, asked)
        _ration(n, asked)
        for b in range(len(kind_parts)):
            _update(b, o, visible, n, v, e, k, p, kind_records)
        for b in range(len(chain_parts)):
            _advance(b, chains, k, p, chain_records)
        _settle(n, kind_parts, chain_parts, by_kind[t], kind_numbers[t], by_chain[t], prices[t : t + 1])
        by_month[t] = n[0]


def simulate_in_threads(
    o: Any, visible: Any, chains: Any, n: Any, seat: Any, chain: Any, tie: Any, levers: Any, lawful: Any, events: Any, prices: Any,
    running: Any, keys: Any, p: Any, asked: Any, kind_parts: Any, kind_records: Any, chain_parts: Any, chain_records: Any,
    by_kind: Any, kind_numbers: Any, by_chain: Any, by_month: Any, *, threads: int,
) -> None:  # fmt: skip
    """:func:`simulate` with the blocks of each pass side by side in ``threads``: the same bits."""
    with ThreadPoolExecutor(threads) as pool:

        def each(blocks: int, work: Any, *rest: Any) -> None:
            list(pool.map(lambda b: work(b, *rest), range(blocks)))

        for t in range(len(levers)):
            k, e, price = keys[t + 1 : t + 2], events[t : t + 1], prices[t : t + 1]
            v = (levers if _begin(n, levers, lawful, events, running, keys, p, t) else lawful)[t : t + 1]
            each(len(chain_parts), _assess, chains, o, seat, n, v, e, k, p)
            each(len(kind_parts), _choose, o, visible, chains, chain, tie, n, v, k, p, asked)
            _ration(n, asked)
            each(len(kind_parts), _update, o, visible, n, v, e, k, p, kind_records)
            each(len(chain_parts), _advance, chains, k, p, chain_records)
            _settle(n, kind_parts, chain_parts, by_kind[t], kind_numbers[t], by_chain[t], price)
            by_month[t] = n[0]
