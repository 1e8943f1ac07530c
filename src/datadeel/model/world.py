"""A scenario and a seed made concrete: columns of organisations and chains, ties, the nation, the plan of policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from datadeel.model import columns, network, population, rules
from datadeel.model.columns import MUNICIPALITY, PUBLIC_BODY, SME
from datadeel.model.draws import Purpose, entities, key, month_keys, uniforms
from datadeel.parameters import KINDS
from datadeel.scenario import Scenario

#: The group of chains in the naming of entities; kinds of organisation are groups 0 to 4, unattached ones 10 to 14.
_CHAIN_GROUP = 20
_UNATTACHED_GROUP = 10


@dataclass
class World:
    """One world at its start: records (see ``columns``) of organisations and chains, one of the nation, and three lists:
    organisations by seat, chains by organisation, known organisations by organisation. ``counts`` (kinds,) are
    organisations in a chain."""

    organisations: np.ndarray
    chains: np.ndarray
    nation: np.ndarray
    seat: np.ndarray
    chain: np.ndarray
    tie: np.ndarray
    keys: np.ndarray
    parameters: Any
    counts: np.ndarray
    months: int


def build(scenario: Scenario, seed: int) -> World:
    """The world of ``scenario`` under ``seed``. Same seed, same people, chains and ties, whatever the policy."""
    p = columns.parameters(scenario.parameters)
    attached = np.array([scenario.population[kind] for kind in KINDS], dtype=np.int64)
    loose = np.array([scenario.unattached.get(kind, 0) for kind in KINDS], dtype=np.int64)
    count = scenario.chains.count
    weights = np.array([scenario.chains.seats.get(kind, 0.0) for kind in KINDS])
    if not weights.any():
        weights = attached.astype(float)
    seats = network.seats_by_kind(attached, weights, count, scenario.chains.size)
    seat_start, seat = _seats(seed, seats, attached, count)
    kind, names, order = _order(attached, loose, seat_start, seat)
    seat = np.argsort(order)[seat]  # from numbers by kind to columns
    chain_names = entities(_CHAIN_GROUP, count)
    size = len(kind)
    chain_start, chain = network.invert(seat_start, seat, size)
    tie_start, tie, partners, known = network.know_each_other(
        np.uint64(key(seed, Purpose.TIE)),
        names,
        seat_start,
        seat,
        scenario.network.known,
        _rings(seed, kind, names, chain_start[1:] > chain_start[:-1]),
        scenario.network.association,
    )
    lean = p.prior_spread * (2.0 * uniforms(key(seed, Purpose.PRIOR_COLLABORATION), chain_names) - 1.0)
    chain_prior = np.clip(p.prior_collaboration + lean, 0.0, 1.0)
    in_chain = chain_start[1:] > chain_start[:-1]
    prior = np.full(size, p.prior_collaboration)
    prior[in_chain] = chain_prior[chain[chain_start[:-1][in_chain]]]
    made = population.traits(seed, kind, names, prior, in_chain, p, scenario.parameters)
    made |= {"kind": kind, "key": names}
    made |= {
        "first_chain": chain_start[:-1],
        "last_chain": chain_start[1:],
        "first_tie": tie_start[:-1],
        "last_tie": tie_start[1:],
    }
    made["strangers"] = 1.0 - known / np.maximum(partners, 1)
    made["public_partners"] = _public_partners(kind, seat_start, seat, chain_start, chain, partners)
    organisations = _fill(columns.ORGANISATION, made, size)
    # Rules of plain arithmetic work on columns as well.
    quality: Any = rules.data_quality(made["knowledge"], p.frameworks, p.quality_floor, p.quality_knowledge)  # type: ignore[arg-type]
    supply = rules.data_supply(p.level_supply_1, quality, p.own_control, p.caution)
    organisations["supply"] = np.where(made["level"] > 0, supply, 0.0)
    coverage = np.bincount(np.repeat(np.arange(count), np.diff(seat_start)), made["level"][seat] > 0, count) / np.diff(
        seat_start
    )
    # A chain starts with the institutional trust that its coverage would sustain.
    rise = p.institution_gain * coverage
    fall = p.institution_loss * (1.0 - coverage)
    institution = np.divide(rise, rise + fall, out=np.zeros(count), where=rise + fall > 0.0)
    chains = _fill(
        columns.CHAIN,
        {
            "first": seat_start[:-1],
            "last": seat_start[1:],
            "key": chain_names,
            "lot": uniforms(key(seed, Purpose.COVERAGE), chain_names),
            "coverage": coverage,
            "institution": institution,
        },
        count,
    )
    counts = np.bincount(kind[in_chain], minlength=len(KINDS))
    nation = _nation(organisations, in_chain, counts, scenario, p)
    return World(
        organisations,
        chains,
        nation,
        seat,
        chain,
        tie,
        columns.records(month_keys(seed, scenario.months), columns.KEY),
        p,
        counts,
        scenario.months,
    )


def _seats(seed: int, seats: np.ndarray, attached: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Chains filled from shuffled passes over each kind."""
    streams = []
    for code, (wanted, there) in enumerate(zip(seats, attached, strict=True)):
        names = entities(code, int(there))
        passes = -(-int(wanted) // int(there)) if there else 0
        shuffled = [np.argsort(uniforms(key(seed, Purpose.SEAT, one), names), kind="stable") for one in range(passes)]
        streams.append(np.concatenate(shuffled) if shuffled else np.zeros(0, np.int64))
    start = np.concatenate(([0], np.cumsum([len(one) for one in streams])))
    offsets = np.concatenate(([0], np.cumsum(attached)[:-1]))
    return network.fill_chains(np.concatenate(streams), start, seats, attached, offsets, count)  # type: ignore[no-any-return]


def _order(
    attached: np.ndarray, loose: np.ndarray, seat_start: np.ndarray, seat: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Kind and name of each column, and which number by kind stands in it: by first chain, the unattached last."""
    codes = np.arange(len(KINDS))
    kind = np.concatenate((np.repeat(codes, attached), np.repeat(codes, loose)))
    names = np.concatenate(
        [entities(int(code), int(n)) for code, n in zip(codes, attached, strict=True)]
        + [entities(int(code) + _UNATTACHED_GROUP, int(n)) for code, n in zip(codes, loose, strict=True)]
    )
    _, first = np.unique(seat, return_index=True)
    place = np.concatenate((first, np.full(int(loose.sum()), len(seat))))
    order = np.argsort(place, kind="stable")
    return kind[order], names[order], order


#: Members of one association (the last has more): a sector or region, parties of chains that lie close to each other.
_ASSOCIATION = 512


def _rings(seed: int, kind: np.ndarray, names: np.ndarray, in_chain: np.ndarray) -> np.ndarray:
    """The next SME or municipality in the same association, as a column; -1 for others. Order within it is chance."""
    ring = np.full(len(kind), -1, dtype=np.int64)
    for code in (SME, MUNICIPALITY):
        members = np.flatnonzero((kind == code) & in_chain)
        # The last association takes in what is left over.
        count = max(1, len(members) // _ASSOCIATION)
        association = np.minimum(np.arange(len(members)) // _ASSOCIATION, count - 1)
        members = members[np.lexsort((uniforms(key(seed, Purpose.TIE, 1), names[members]), association))]
        if len(members) < 3:
            continue
        following = np.roll(members, -1)
        last = np.append(np.flatnonzero(np.diff(association)), len(members) - 1)
        following[last] = members[np.append(0, last[:-1] + 1)]
        ring[members] = following
    return ring


def _public_partners(
    kind: np.ndarray,
    seat_start: np.ndarray,
    seat: np.ndarray,
    chain_start: np.ndarray,
    chain: np.ndarray,
    partners: np.ndarray,
) -> np.ndarray:
    """Share of an organisation's chain partners that are public."""
    public = (kind == MUNICIPALITY) | (kind == PUBLIC_BODY)
    chains = len(seat_start) - 1
    in_chain = np.bincount(np.repeat(np.arange(chains), np.diff(seat_start)), public[seat], chains)
    rows = np.repeat(np.arange(len(kind)), np.diff(chain_start))
    met = np.bincount(rows, in_chain[chain], len(kind)) - public * np.diff(chain_start)
    return met / np.maximum(partners, 1)  # type: ignore[no-any-return]


def _fill(shape: np.dtype[Any], made: dict[str, np.ndarray], size: int) -> np.ndarray:
    """Records of ``shape``: what was made, and zeros for the rest."""
    records = np.zeros(size, dtype=shape)
    # Some thousand records at a time stay in the cache while all their fields are written.
    for start in range(0, size, 4096):
        part = records[start : start + 4096]
        for name, values in made.items():
            part[name] = values[start : start + 4096]
    return records


def _nation(
    organisations: np.ndarray, in_chain: np.ndarray, counts: np.ndarray, scenario: Scenario, p: Any
) -> np.ndarray:
    """The nation's row at the start."""
    bodies = in_chain & (organisations["kind"] == PUBLIC_BODY)
    thousands = counts.sum() / 1000.0
    budgets = [one.settings["budget"] for one in scenario.policy if one.instrument == "subsidy" and one.strength > 0.0]
    start = {
        "frameworks": p.frameworks,
        "reliability": p.reliability,
        "government_trust": p.government_trust,
        "burden": 1.0,
        "horizon": p.planning_horizon,
        "maturity": p.framework_presence,
        "strictness": p.framework_strictness,
        "served": 1.0,
        "paid_share": 1.0,
        "budget_left": p.government_budget * 1e6 * thousands,
        "subsidy_left": sum(budgets) * 1e6 * thousands,
        "public_sharing": (organisations["level"][bodies] > 0).mean() if bodies.any() else 0.0,
        "organisations": float(counts.sum()),
        "public_bodies": float(counts[PUBLIC_BODY]),
    }
    return _fill(columns.NATION, {name: np.array([value]) for name, value in start.items()}, 1)
