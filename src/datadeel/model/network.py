"""Who is in which chain and who knows whom: compiled, linear in the number of seats and ties."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from datadeel.model.random import uniform


def seats_by_kind(attached: np.ndarray, weights: np.ndarray, count: int, size: int) -> np.ndarray:
    """Seats of each kind over all chains, shape (kinds,): by ``weights``, everybody at least one, nobody twice in a chain."""
    wanted = np.where(attached > 0, weights, 0.0)
    seats = np.rint(count * size * wanted / wanted.sum()).astype(np.int64)
    held: np.ndarray = np.minimum(np.maximum(seats, attached), attached * count)
    return held


@njit(cache=True, nogil=True)
def fill_chains(streams: Any, stream_start: Any, seats: Any, attached: Any, offsets: Any, count: int) -> Any:
    """Fill the chains' seats from one stream of organisations a kind.

    streams: organisations' numbers within their kind, a shuffled pass after another, all kinds behind each
    other; stream_start (kinds + 1). Each chain takes its share of every kind's seats; one that comes up twice
    in a chain changes places with the next in the stream. Gives (seat_start, seat), with organisations
    numbered over all kinds by ``offsets``.
    """
    # Every chain gets the same number of a kind; what is left over goes round, each kind where the last one stopped,
    # so that chains differ by one seat at most.
    per_chain = np.zeros((count, len(seats)), np.int64)
    turn = 0
    for kind in range(len(seats)):
        per_chain[:, kind] = seats[kind] // count
        for _ in range(seats[kind] % count):
            per_chain[turn, kind] += 1
            turn = (turn + 1) % count
    seat_start = np.zeros(count + 1, np.int64)
    for j in range(count):
        seat_start[j + 1] = seat_start[j] + per_chain[j].sum()
    seat = np.zeros(seat_start[count], np.int64)
    place = seat_start[:-1].copy()
    for kind in range(len(seats)):
        chain_of = np.full(attached[kind], -1, np.int64)
        at = stream_start[kind]
        end = stream_start[kind + 1]
        for j in range(count):
            for _ in range(per_chain[j, kind]):
                ahead = at
                while ahead < end - 1 and chain_of[streams[ahead]] == j:
                    ahead += 1
                one = streams[ahead]
                streams[ahead] = streams[at]
                streams[at] = one
                at += 1
                chain_of[one] = j
                seat[place[j]] = offsets[kind] + one
                place[j] += 1
    return seat_start, seat


@njit(cache=True, nogil=True)
def invert(start: Any, target: Any, size: int) -> Any:
    """Compressed rows turned round: for each target the sources that point at it, in ascending order."""
    counts = np.zeros(size + 1, np.int64)
    for q in range(len(target)):
        counts[target[q] + 1] += 1
    back_start = np.cumsum(counts)
    back = np.zeros(len(target), np.int64)
    at = back_start[:-1].copy()
    for source in range(len(start) - 1):
        for q in range(start[source], start[source + 1]):
            back[at[target[q]]] = source
            at[target[q]] += 1
    return back_start, back


@njit(cache=True, nogil=True)
def _known(key: Any, names: Any, a: int, b: int, chance: float) -> bool:
    return uniform(key, names[a] ^ names[b]) < chance


@njit(cache=True, nogil=True)
def know_each_other(key: Any, names: Any, seat_start: Any, seat: Any, chance: float, ring: Any, reach: int) -> Any:
    """Ties as compressed rows (tie_start, tie): pairs in a chain that know each other, and the associations' rings.

    names (n): keyed names. ring (n): the next organisation in the same association, -1 for none; each is tied to
    the ``reach`` before and after it. Also gives, per organisation, its seats' partners and how many it knows.
    """
    size = len(names)
    counts = np.zeros(size + 1, np.int64)
    partners = np.zeros(size, np.int64)
    known = np.zeros(size, np.int64)
    for j in range(len(seat_start) - 1):
        for q in range(seat_start[j], seat_start[j + 1]):
            a = seat[q]
            partners[a] += seat_start[j + 1] - seat_start[j] - 1
            for r in range(q + 1, seat_start[j + 1]):
                b = seat[r]
                if _known(key, names, a, b, chance):
                    known[a] += 1
                    known[b] += 1
    for a in range(size):
        counts[a + 1] += known[a]
        b = a
        for _ in range(reach):
            b = ring[b]
            if b < 0 or b == a:
                break
            counts[a + 1] += 1
            counts[b + 1] += 1
    tie_start = np.cumsum(counts)
    tie = np.zeros(tie_start[size], np.int64)
    at = tie_start[:-1].copy()
    for j in range(len(seat_start) - 1):
        for q in range(seat_start[j], seat_start[j + 1]):
            a = seat[q]
            for r in range(q + 1, seat_start[j + 1]):
                b = seat[r]
                if _known(key, names, a, b, chance):
                    tie[at[a]] = b
                    tie[at[b]] = a
                    at[a] += 1
                    at[b] += 1
    for a in range(size):
        b = a
        for _ in range(reach):
            b = ring[b]
            if b < 0 or b == a:
                break
            tie[at[a]] = b
            tie[at[b]] = a
            at[a] += 1
            at[b] += 1
    return tie_start, tie, partners, known
