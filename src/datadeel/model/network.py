"""Who is in which chain and who knows whom: compiled, linear in the number of seats and ties."""

from __future__ import annotations

import numpy as np
from numba import njit

from datadeel.model.random import uniform


def seats_by_kind(attached: np.ndarray, weights: np.ndarray, count: int, size: int) -> np.ndarray:
    """Seats of each kind over all chains, (kinds,): by weights, everybody at least one, nobody twice in a chain.

    attached: organisations with a chain, by kind. weights: of each kind's seats, 0 or more, not all 0. count: of
    chains; size: seats in each.
    """
    wanted = np.where(attached > 0, weights, 0.0)
    seats = np.rint(count * size * wanted / wanted.sum()).astype(np.int64)
    held: np.ndarray = np.minimum(np.maximum(seats, attached), attached * count)
    return held


@njit(cache=True, nogil=True)
def _seats_by_chain(seats: np.ndarray, count: int) -> np.ndarray:
    """Seats of each chain for each kind, (count, kinds). Every chain gets the same number of a kind; what is left over
    goes round, each kind where the last one stopped, so that chains differ by one seat at most."""
    per_chain = np.zeros((count, len(seats)), np.int64)
    turn = 0
    for kind in range(len(seats)):
        per_chain[:, kind] = seats[kind] // count
        for _ in range(seats[kind] % count):
            per_chain[turn, kind] += 1
            turn = (turn + 1) % count
    return per_chain


@njit(cache=True, nogil=True)
def fill_chains(
    streams: np.ndarray,
    stream_start: np.ndarray,
    seats: np.ndarray,
    attached: np.ndarray,
    offsets: np.ndarray,
    count: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Fill the chains' seats from one stream of organisations a kind: compressed rows (seat_start, seats).

    streams: organisations' numbers within their kind, a shuffled pass after another, all kinds behind each other, from
    stream_start (kinds + 1); its order is changed. seats, attached: seats and organisations of each kind. offsets: what
    a kind's numbers are raised by, to number organisations over all kinds. count: of chains. Each chain takes its share
    of every kind's seats; one that comes up twice in a chain changes places with the next in the stream.
    """
    per_chain = _seats_by_chain(seats, count)
    seat_start = np.zeros(count + 1, np.int64)
    for chain in range(count):
        seat_start[chain + 1] = seat_start[chain] + per_chain[chain].sum()
    filled = np.zeros(seat_start[count], np.int64)
    place = seat_start[:-1].copy()
    for kind in range(len(seats)):
        chain_of = np.full(attached[kind], -1, np.int64)
        at = stream_start[kind]
        end = stream_start[kind + 1]
        for chain in range(count):
            for _ in range(per_chain[chain, kind]):
                ahead = at
                while ahead < end - 1 and chain_of[streams[ahead]] == chain:
                    ahead += 1
                one = streams[ahead]
                streams[ahead] = streams[at]
                streams[at] = one
                at += 1
                chain_of[one] = chain
                filled[place[chain]] = offsets[kind] + one
                place[chain] += 1
    return seat_start, filled


@njit(cache=True, nogil=True)
def invert(start: np.ndarray, target: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Compressed rows turned round: for each target the sources that point at it, in ascending order.

    start: where each source's targets begin (sources + 1). target: numbers from 0, less than size, how many targets
    there are.
    """
    counts = np.zeros(size + 1, np.int64)
    for row in range(len(target)):
        counts[target[row] + 1] += 1
    back_start = np.cumsum(counts)
    back = np.zeros(len(target), np.int64)
    at = back_start[:-1].copy()
    for source in range(len(start) - 1):
        for row in range(start[source], start[source + 1]):
            back[at[target[row]]] = source
            at[target[row]] += 1
    return back_start, back


@njit(cache=True, nogil=True)
def _are_known(key: int, names: np.ndarray, one: int, other: int, chance: float) -> bool:
    """Whether two organisations know each other: a draw of the pair."""
    return uniform(key, names[one] ^ names[other]) < chance


@njit(cache=True, nogil=True)
def _count_known(
    key: int, names: np.ndarray, seat_start: np.ndarray, seats: np.ndarray, chance: float
) -> tuple[np.ndarray, np.ndarray]:
    """Of each organisation, the partners on its seats and how many of them it knows."""
    partners = np.zeros(len(names), np.int64)
    known = np.zeros(len(names), np.int64)
    for chain in range(len(seat_start) - 1):
        for row in range(seat_start[chain], seat_start[chain + 1]):
            one = seats[row]
            partners[one] += seat_start[chain + 1] - seat_start[chain] - 1
            for later in range(row + 1, seat_start[chain + 1]):
                other = seats[later]
                if _are_known(key, names, one, other, chance):
                    known[one] += 1
                    known[other] += 1
    return partners, known


@njit(cache=True, nogil=True)
def _count_ring(counts: np.ndarray, ring: np.ndarray, reach: int) -> None:
    """Add to ``counts`` (n + 1) the ties along the ring, those of each organisation one place on."""
    for one in range(len(ring)):
        other = one
        for _ in range(reach):
            other = ring[other]
            if other < 0 or other == one:
                break
            counts[one + 1] += 1
            counts[other + 1] += 1


@njit(cache=True, nogil=True)
def _tie_ring(ties: np.ndarray, at: np.ndarray, ring: np.ndarray, reach: int) -> None:
    """Write the ties along the ring into ``ties``, each organisation's from where it is ``at`` on."""
    for one in range(len(ring)):
        other = one
        for _ in range(reach):
            other = ring[other]
            if other < 0 or other == one:
                break
            ties[at[one]] = other
            ties[at[other]] = one
            at[one] += 1
            at[other] += 1


@njit(cache=True, nogil=True)
def know_each_other(
    key: int,
    names: np.ndarray,
    seat_start: np.ndarray,
    seats: np.ndarray,
    chance: float,
    ring: np.ndarray,
    reach: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ties as compressed rows (tie_start, ties): pairs in a chain that know each other, and the associations' rings.

    key: of the draws of pairs. names (n): of organisations in draws. seat_start, seats: chains' members as compressed
    rows. chance: that a pair in a chain knows each other, [0, 1]. ring (n): the next organisation in the same
    association, -1 for none; each is tied to the ``reach`` before and after it. Also gives, per organisation, its
    seats' partners and how many it knows.
    """
    size = len(names)
    partners, known = _count_known(key, names, seat_start, seats, chance)
    counts = np.zeros(size + 1, np.int64)
    for one in range(size):
        counts[one + 1] = known[one]
    _count_ring(counts, ring, reach)
    tie_start = np.cumsum(counts)
    ties = np.zeros(tie_start[size], np.int64)
    at = tie_start[:-1].copy()
    for chain in range(len(seat_start) - 1):
        for row in range(seat_start[chain], seat_start[chain + 1]):
            one = seats[row]
            for later in range(row + 1, seat_start[chain + 1]):
                other = seats[later]
                if _are_known(key, names, one, other, chance):
                    ties[at[one]] = other
                    ties[at[other]] = one
                    at[one] += 1
                    at[other] += 1
    _tie_ring(ties, at, ring, reach)
    return tie_start, ties, partners, known
