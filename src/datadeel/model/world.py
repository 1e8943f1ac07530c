"""A scenario and a seed made concrete: columns of organisations and chains, ties, the nation, the plan of policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from datadeel.model import network, population, rules
from datadeel.model.purposes import Purpose
from datadeel.model.random import key
from datadeel.model.random_arrays import entities, month_keys, uniforms, unsigned
from datadeel.model.state import (
    CHAIN_DTYPE,
    KEY_DTYPE,
    MUNICIPALITY,
    NATION_DTYPE,
    ORGANISATION_DTYPE,
    PUBLIC_BODY,
    SME,
    Parameters,
    parameters,
    records,
)
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Scenario

#: The group of chains in the naming of entities; kinds of organisation are groups 0 to 4, unattached ones 10 to 14.
_CHAIN_GROUP = 20
_UNATTACHED_GROUP = 10


@dataclass
class World:
    """One world at its start.

    organisations, chains, nation: records of the state, (n,), (chains,) and (1,). seats: organisations by chain;
    memberships: chains by organisation; ties: known organisations by organisation; each chain and organisation has
    the rows from its first to its last. keys: of draws by month, the building of the world first. counts: organisations
    in a chain, by kind.
    """

    organisations: np.ndarray
    chains: np.ndarray
    nation: np.ndarray
    seats: np.ndarray
    memberships: np.ndarray
    ties: np.ndarray
    keys: np.ndarray
    parameters: Parameters
    counts: np.ndarray


#: Worlds of up to this many organisations are remembered while points of a design go through them.
_REMEMBERED = 20_000


class _People(NamedTuple):
    """Who there is to be: numbers by kind of those in chains and of those loose; chains, their size and seats."""

    seed: int
    attached: tuple[int, ...]
    loose: tuple[int, ...]
    chains: int
    size: int
    seats: tuple[float, ...]

    @property
    def few(self) -> bool:
        """Whether worlds of them are remembered."""
        return sum(self.attached) + sum(self.loose) <= _REMEMBERED


class _Acquaintance(NamedTuple):
    """Who knows whom: the chance that a pair in a chain does, and how far ties in an association reach."""

    known: float
    association: int


def build_world(scenario: Scenario, seed: int) -> World:
    """The world of ``scenario`` under ``seed``. Same seed, same people, chains and ties, whatever the policy.

    What does not differ between scenarios is made once where they follow each other under a seed: people and ties
    where parameters differ, all but the nation where only policy does.
    """
    people = _People(
        seed,
        tuple(scenario.population[kind] for kind in KINDS),
        tuple(scenario.unattached.get(kind, 0) for kind in KINDS),
        scenario.chains.count,
        scenario.chains.size,
        tuple(scenario.chains.seats.get(kind, 0.0) for kind in KINDS),
    )
    acquaintance = _Acquaintance(scenario.network.known, scenario.network.association)
    values = tuple(scenario.parameters.items())
    if people.few:
        ground, organisations, chains = _start(people, acquaintance, values)
        organisations, chains = organisations.copy(), chains.copy()
    else:
        ground, organisations, chains = _start.__wrapped__(people, acquaintance, values)
    made = parameters(scenario.parameters)
    counts = np.bincount(ground.kind[ground.in_chain], minlength=len(KINDS))
    nation = _nation(organisations, ground.in_chain, counts, scenario, made)
    keys = records(month_keys(seed, scenario.months + scenario.aftermath), KEY_DTYPE)
    return World(organisations, chains, nation, ground.seats, ground.memberships, ground.ties, keys, made, counts)


@dataclass
class _Ground:
    """Who there is and who is tied to whom: all that seed, population, chains and network determine.

    Columns of organisations: ``kind``, ``names``, ``in_chain``, the share of their partners in chains that are
    ``strangers`` and that are public; lists in compressed rows, as in ``World``.
    """

    kind: np.ndarray
    names: np.ndarray
    in_chain: np.ndarray
    chain_names: np.ndarray
    seat_start: np.ndarray
    seats: np.ndarray
    chain_start: np.ndarray
    memberships: np.ndarray
    tie_start: np.ndarray
    ties: np.ndarray
    strangers: np.ndarray
    public_partners: np.ndarray


@lru_cache(maxsize=2)
def _ground(people: _People, acquaintance: _Acquaintance) -> _Ground:
    """People in their chains, and whom they know."""
    attached = np.array(people.attached, dtype=np.int64)
    weights = np.array(people.seats)
    if not weights.any():
        weights = attached.astype(float)
    by_kind = network.seats_by_kind(attached, weights, people.chains, people.size)
    seat_start, seats = _seats(people.seed, by_kind, attached, people.chains)
    kind, names, order = _sorted(attached, np.array(people.loose, dtype=np.int64), seat_start, seats)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    seats = number[seats]  # from numbers by kind to columns
    chain_start, memberships = network.invert(seat_start, seats, len(kind))
    in_chain = chain_start[1:] > chain_start[:-1]
    rings = _rings(people.seed, kind, names, in_chain)
    pairs = unsigned(key(people.seed, Purpose.TIE))
    tie_start, ties, partners, met = network.know_each_other(
        pairs, names, seat_start, seats, acquaintance.known, rings, acquaintance.association
    )
    ground = _Ground(
        kind=kind,
        names=names,
        in_chain=in_chain,
        chain_names=entities(_CHAIN_GROUP, people.chains),
        seat_start=seat_start,
        seats=seats,
        chain_start=chain_start,
        memberships=memberships,
        tie_start=tie_start,
        ties=ties,
        strangers=1.0 - met / np.maximum(partners, 1),
        public_partners=_public_partners(kind, seat_start, seats, chain_start, memberships, partners),
    )
    for column in vars(ground).values():
        column.flags.writeable = False
    return ground


@lru_cache(maxsize=2)
def _start(
    people: _People, acquaintance: _Acquaintance, values: tuple[tuple[str, float], ...]
) -> tuple[_Ground, np.ndarray, np.ndarray]:
    """People and ties, and the records of organisations and chains as they start under parameters ``values``."""
    ground = _ground(people, acquaintance) if people.few else _ground.__wrapped__(people, acquaintance)
    given = dict(values)
    made = parameters(given)
    organisations = _first_organisations(ground, people.seed, made, given)
    return ground, organisations, _first_chains(ground, people.seed, made, organisations["level"])


def _first_organisations(ground: _Ground, seed: int, parameters: Parameters, values: Mapping[str, float]) -> np.ndarray:
    """Records of organisations at the start. parameters: also by name, as ``values``, those by kind included."""
    lean = parameters.prior_spread * (2.0 * uniforms(key(seed, Purpose.PRIOR_COLLABORATION), ground.chain_names) - 1.0)
    chain_prior = np.clip(parameters.prior_collaboration + lean, 0.0, 1.0)
    prior = np.full(len(ground.kind), parameters.prior_collaboration)
    prior[ground.in_chain] = chain_prior[ground.memberships[ground.chain_start[:-1][ground.in_chain]]]
    made = population.traits(seed, ground.kind, ground.names, prior, ground.in_chain, parameters, values) | {
        "kind": ground.kind,
        "key": ground.names,
        "first_chain": ground.chain_start[:-1],
        "last_chain": ground.chain_start[1:],
        "first_tie": ground.tie_start[:-1],
        "last_tie": ground.tie_start[1:],
        "strangers": ground.strangers,
        "public_partners": ground.public_partners,
    }
    organisations = _fill(ORGANISATION_DTYPE, made, len(ground.kind))
    # Rules of plain arithmetic work on columns as well.
    quality = rules.data_quality(
        made["knowledge"],  # type: ignore[arg-type]
        parameters.frameworks,
        parameters.quality_floor,
        parameters.quality_knowledge,
    )
    supply = rules.data_supply(parameters.level_supply_1, quality, parameters.own_control, parameters.caution)
    organisations["supply"] = np.where(made["level"] > 0, supply, 0.0)
    return organisations


def _first_chains(ground: _Ground, seed: int, parameters: Parameters, level: np.ndarray) -> np.ndarray:
    """Records of chains at the start. level: of organisations."""
    count, members = len(ground.chain_names), np.diff(ground.seat_start)
    sharing = np.bincount(np.repeat(np.arange(count), members), level[ground.seats] > 0, count)
    coverage = sharing / members
    # A chain starts with the institutional trust that its coverage would sustain.
    rise = parameters.institution_gain * coverage
    fall = parameters.institution_loss * (1.0 - coverage)
    chains = {
        "first": ground.seat_start[:-1],
        "last": ground.seat_start[1:],
        "key": ground.chain_names,
        "lot": uniforms(key(seed, Purpose.COVERAGE), ground.chain_names),
        "coverage": coverage,
        "institution": np.divide(rise, rise + fall, out=np.zeros(count), where=rise + fall > 0.0),
    }
    return _fill(CHAIN_DTYPE, chains, count)


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
    return network.fill_chains(np.concatenate(streams), start, seats, attached, offsets, count)


def _sorted(
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
    seats: np.ndarray,
    chain_start: np.ndarray,
    memberships: np.ndarray,
    partners: np.ndarray,
) -> np.ndarray:
    """Share of an organisation's chain partners that are public."""
    public = (kind == MUNICIPALITY) | (kind == PUBLIC_BODY)
    chains = len(seat_start) - 1
    in_chain = np.bincount(np.repeat(np.arange(chains), np.diff(seat_start)), public[seats], chains)
    rows = np.repeat(np.arange(len(kind)), np.diff(chain_start))
    met = np.bincount(rows, in_chain[memberships], len(kind)) - public * np.diff(chain_start)
    return met / np.maximum(partners, 1)  # type: ignore[no-any-return]


def _fill(shape: np.dtype[np.void], made: Mapping[str, np.ndarray], size: int) -> np.ndarray:
    """Records of ``shape``: what was made, and zeros for the rest."""
    records = np.zeros(size, dtype=shape)
    # Some thousand records at a time stay in the cache while all their fields are written.
    for start in range(0, size, 4096):
        part = records[start : start + 4096]
        for name, values in made.items():
            part[name] = values[start : start + 4096]
    return records


def _nation(
    organisations: np.ndarray, in_chain: np.ndarray, counts: np.ndarray, scenario: Scenario, parameters: Parameters
) -> np.ndarray:
    """The nation's record at the start, (1,). in_chain: of organisations; counts: of those in a chain, by kind."""
    bodies = in_chain & (organisations["kind"] == PUBLIC_BODY)
    thousands = counts.sum() / 1000.0
    budgets = [one.settings["budget"] for one in scenario.policy if one.instrument == "subsidy" and one.strength > 0.0]
    start = {
        "frameworks": parameters.frameworks,
        "reliability": parameters.reliability,
        "government_trust": parameters.government_trust,
        "burden": 1.0,
        "horizon": parameters.planning_horizon,
        "maturity": parameters.framework_presence,
        "strictness": parameters.framework_strictness,
        "served": 1.0,
        "paid_share": 1.0,
        "budget_left": parameters.government_budget * 1e6 * thousands,
        "subsidy_left": sum(budgets) * 1e6 * thousands,
        "public_sharing": (organisations["level"][bodies] > 0).mean() if bodies.any() else 0.0,
        "organisations": float(counts.sum()),
        "public_bodies": float(counts[PUBLIC_BODY]),
    }
    return _fill(NATION_DTYPE, {name: np.array([value]) for name, value in start.items()}, 1)
