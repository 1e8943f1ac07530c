"""Chains and ties: everybody sits somewhere, nobody twice, and as many know each other as should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import SCENARIOS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datadeel.model import engine
from datadeel.model.world import World
from datadeel.registry.kinds import KINDS
from datadeel.scenario.loader import load
from datadeel.scenario.records import ChainSettings, NetworkSettings


def _world(population: list[int], size: int, count: int, known: float, seed: int) -> World:
    scenario = replace(
        load(SCENARIOS[0]),
        population=dict(zip(KINDS, population, strict=True)),
        unattached={},
        chains=ChainSettings(count, size, {}),
        network=NetworkSettings(known, 2, "mixed", "mixed"),
    )
    world: World = engine.build(scenario, seed)
    return world


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= 2),
    st.integers(2, 20),
    st.integers(1, 12),
    st.integers(0, 2**40),
)
def test_any_population_gets_chains(population: list[int], size: int, count: int, seed: int) -> None:
    size = min(size, sum(population))
    world = _world(population, size, count, 0.3, seed)
    o, c = world.organisations, world.chains
    assert np.array_equal(np.bincount(o["kind"], minlength=5), population)
    assert ((o["last_chain"] - o["first_chain"]) >= 1).all()
    for chain in c:
        members = world.seats[chain["first"] : chain["last"]]
        assert len(np.unique(members)) == len(members)
    rows = [(i, int(j)) for i in range(len(o)) for j in world.memberships[o["first_chain"][i] : o["last_chain"][i]]]
    seats = [(int(i), j) for j in range(len(c)) for i in world.seats[c["first"][j] : c["last"][j]]]
    assert sorted(rows) == sorted(seats)
    assert np.ptp(c["last"] - c["first"]) <= 1
    ties = [(i, int(j)) for i in range(len(o)) for j in world.ties[o["first_tie"][i] : o["last_tie"][i]]]
    assert sorted(ties) == sorted((j, i) for i, j in ties)
    assert all(i != j for i, j in ties)
    for name in ("strangers", "public_partners", "knowledge", "trust", "exposure"):
        assert ((o[name] >= 0) & (o[name] <= 1)).all(), name


def test_a_fifth_of_partners_know_each_other() -> None:
    world = _world([300, 0, 40, 20, 20], 25, 30, 0.2, 1)
    o = world.organisations
    assert 1 - o["strangers"].mean() == pytest.approx(0.2, abs=0.02)


def test_chains_have_the_size_asked_for() -> None:
    for file in SCENARIOS:
        scenario = load(file)
        world = engine.build(scenario, 1)
        sizes = world.chains["last"] - world.chains["first"]
        assert abs(sizes.mean() - scenario.chains.size) < 1.5, file
        assert sizes.max() - sizes.min() <= 1, file
        assert len(world.chains) == scenario.chains.count


def test_start_of_shipped_worlds_follows_the_priors() -> None:
    world = engine.build(load(SCENARIOS[0].with_name("dil.toml"), ["population.sme=4000", "chains.count=300"]), 1)
    o = world.organisations
    sme = o["kind"] == 0
    assert (o["level"][sme] > 0).mean() == pytest.approx(0.15 * 2 * 0.6, abs=0.02)
    assert (o["position"][sme] < 0).mean() == pytest.approx(0.05, abs=0.015)
    assert o["position"][o["position"] > 0].mean() == pytest.approx(1.0, abs=0.05)
