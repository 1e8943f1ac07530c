"""The compiled driver: the month's stages in passes over records."""

from __future__ import annotations

from typing import Any

from numba import njit

from datadeel.model import month
from datadeel.model.columns import PUBLIC_BODY


@njit(cache=True, nogil=True, error_model="numpy")
def simulate(
    o: Any, chains: Any, national: Any, seat: Any, chain: Any, tie: Any, levers: Any, lawful: Any, events: Any, prices: Any,
    running: Any, keys: Any, values: Any, by_kind: Any, by_chain: Any, by_month: Any,
) -> None:  # fmt: skip
    """All months of one world, in place; fills by_kind, by_chain and by_month (see ``engine.Trajectory``)."""
    n = national[0]
    p = values[0]
    for t in range(len(levers)):
        k = keys[t + 1]
        e = events[t]
        v = levers[t] if month.govern(n, e, running[t], k, p) else lawful[t]
        month.institutions(n, v, k, p)
        month.mediate(n, v, p)
        for j in range(len(chains)):
            month.assess(chains[j], o, seat, n, v, e, k, p)
        # Stages that read of others only what none of them writes run in one pass: less memory is moved.
        applicants = 0.0
        alone = 0.0
        helped = 0.0
        for i in range(len(o)):
            a = o[i]
            month.observe(a, o, chains, chain, tie, v, p)
            month.weigh(a, n, v, p)
            month.intend(a, n, v, k, p)
            if a.intent == 2:
                applicants += 1.0
                helped += a.granted
            elif a.intent == 1:
                alone += a.granted
        month.ration(n, applicants, alone, helped)
        for i in range(len(o)):
            a = o[i]
            month.act(a, n, v, k, p)
            month.live(a, n, v, e, k, p)
            month.tally(a, by_kind[t])
        for j in range(len(chains)):
            month.advance(chains[j], k, p)
            month.tally_chain(chains[j], by_chain[t])
        granted, outlay = month.bill(by_kind[t], prices[t])
        month.settle(n, granted, outlay, by_kind[t, PUBLIC_BODY].sharing)
        by_month[t] = national[0]
