"""The compiled driver and the Mesa driver give the same trajectory, bit for bit."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest
from conftest import RICH, SCENARIOS, WHOLE_POPULATIONS, Write, kind_sums, same

import datadeel
from datadeel.errors import InputError
from datadeel.model import engine, ensemble
from datadeel.model.agents import AGENTS, DataSharingModel, Sme
from datadeel.model.state import BLOCK
from datadeel.scenario.loader import load


@pytest.mark.slow
@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_shipped_scenario_whole(file: Path) -> None:
    scenario = load(file)
    assert same(engine.run_one(scenario, 11), ensemble.run_mesa(scenario, 11))


@pytest.mark.parametrize("file", WHOLE_POPULATIONS, ids=lambda file: file.stem)
def test_whole_populations_thinned(file: Path) -> None:
    """A whole population takes the Mesa driver hours: here a thousandth of the firms, in fewer chains."""
    scenario = load(
        file,
        ["population.sme=600", "population.start_up=20", "population.large_firm=40", "chains.count=300", "months=24"],
    )
    assert same(engine.run_one(scenario, 11), ensemble.run_mesa(scenario, 11))


@pytest.mark.slow
def test_sums_in_blocks_are_the_same_in_both_drivers_and_any_threads() -> None:
    """More organisations than a block holds: sums are made per block, so that threads give the same bits."""
    scenario = load(WHOLE_POPULATIONS[0], ["months=2"])
    assert sum(scenario.population.values()) > 2 * BLOCK
    alone = engine.run_one(scenario, 1)
    for threads in (2, 3):
        assert same(alone, engine.run_one(scenario, 1, threads=threads))
    assert same(alone, ensemble.run_mesa(scenario, 1))


def test_threads_within_a_small_world() -> None:
    scenario = load(RICH)
    assert same(engine.run_one(scenario, 1), engine.run_one(scenario, 1, threads=2))


def test_a_world_that_does_not_fit_is_refused(scenario: Write) -> None:
    world = scenario("", "population.sme=2000000000", "chains.count=200000000")
    with pytest.raises(InputError, match=r"needs about .* GB, and .* GB is free"):
        datadeel.run(world, replicates=1)


@pytest.mark.parametrize("seed", range(3))
def test_a_world_with_everything(seed: int) -> None:
    scenario = load(RICH)
    assert same(engine.run_one(scenario, seed), ensemble.run_mesa(scenario, seed))


@pytest.mark.parametrize("structure", ["keystone", "marketplace", "intermediary", "platform"])
@pytest.mark.parametrize("architecture", ["federated", "central"])
def test_structures(scenario: Write, structure: str, architecture: str) -> None:
    world = scenario("", f"network.structure={structure}", f"network.architecture={architecture}")
    run = engine.run_one(world, 1)
    assert same(run, ensemble.run_mesa(world, 1))
    assert not same(run, engine.run_one(scenario(), 1))


def test_it_is_a_mesa_model(scenario: Write) -> None:
    model = DataSharingModel(scenario(), seed=2, collect_agents=True)
    assert isinstance(model, mesa.Model)
    assert all(isinstance(one, mesa.Agent) for one in model.organisations)
    assert {type(one) for one in model.organisations} == set(AGENTS.values())
    assert len(model.agents) == len(model.organisations) + 2
    for _ in range(3):
        model.step()
    collected = model.datacollector.get_model_vars_dataframe()
    assert list(collected["sharing"]) == pytest.approx(
        [kind_sums(model.trajectory)["sharing"][t].sum() / 96 for t in range(3)]
    )
    assert len(model.datacollector.get_agent_vars_dataframe()) == 3 * len(model.agents)
    assert model.intermediary.capacity >= 0
    assert model.government.budget > 0


def test_an_agent_of_ones_own_runs_on_mesa(scenario: Write) -> None:
    class Refuser(Sme):
        def intend(self) -> None:
            super().intend()
            self.intent = 0

    world = scenario('[[policy]]\ninstrument = "subsidy"\nfrom = 1\n')
    ours = datadeel.run(world, replicates=2, agents={"sme": Refuser})
    plain = datadeel.run(world, replicates=2)
    steps = ours.months.query("kind == 'sme'")["steps_up"].sum()
    assert steps == 0
    assert plain.months.query("kind == 'sme'")["steps_up"].sum() > 0


def test_unchanged_subclass_changes_nothing(scenario: Write) -> None:
    class Plain(Sme):
        pass

    world = scenario()
    assert same(ensemble.run_mesa(world, 3, {"sme": Plain}), engine.run_one(world, 3))


def test_wrong_agents_are_refused(scenario: Write) -> None:
    with pytest.raises(ValueError, match="subclass of Organisation"):
        DataSharingModel(scenario(), 1, agents={"smes": Sme})
    with pytest.raises(ValueError, match="subclass of Organisation"):
        DataSharingModel(scenario(), 1, agents={"sme": dict})
    with pytest.raises(ValueError, match="unknown driver"):
        datadeel.run(scenario(), replicates=1, driver="fast")


def test_models_are_let_go(scenario: Write) -> None:
    """Mesa itself keeps every model for ever, in the table of agents' numbers."""
    world = scenario("", "months=1")
    model = DataSharingModel(world, 1)
    model.step()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_driver_in_python(scenario: Write) -> None:
    world = scenario()
    compiled = datadeel.run(world, replicates=2, jobs=2)
    readable = datadeel.run(world, replicates=2, driver="mesa")
    for table in ("runs", "months", "chains", "money"):
        a, b = getattr(compiled, table), getattr(readable, table)
        assert list(a.columns) == list(b.columns)
        for column in a.columns:
            assert np.array_equal(a[column].to_numpy(), b[column].to_numpy()), column
