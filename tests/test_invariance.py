"""What may not change anything, changes nothing: to the last bit."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from conftest import RICH, SCENARIOS, Write, same

from datadeel.model import engine, ensemble
from datadeel.model.agents import DataSharingModel
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.scenario.loader import load


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_zero_strength_is_absence(scenario: Write, instrument: str) -> None:
    without = engine.run_one(scenario(), 4)
    zero = engine.run_one(scenario(f'[[policy]]\ninstrument = "{instrument}"\nfrom = 2\nstrength = 0.0\n'), 4)
    assert same(without, zero)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_the_past_before_an_announcement_does_not_change(scenario: Write, instrument: str) -> None:
    without = engine.run_one(scenario(), 4)
    later = engine.run_one(scenario(f'[[policy]]\ninstrument = "{instrument}"\nannounced = 11\nfrom = 13\n'), 4)
    past = np.array_equal(without.kinds[:10], later.kinds[:10]) and np.array_equal(
        without.chains[:10], later.chains[:10]
    )
    assert past
    if instrument == "subsidy":  # the nation's row tells the budget that waits
        return
    assert same(without, later, 10)


def test_an_announcement_is_heard(scenario: Write) -> None:
    told = engine.run_one(scenario('[[policy]]\ninstrument = "mandate"\nannounced = 5\nfrom = 20\n'), 4)
    untold = engine.run_one(scenario('[[policy]]\ninstrument = "mandate"\nfrom = 20\n'), 4)
    assert same(told, untold, 4)
    assert not same(told, untold, 15)


def test_an_unrelated_organisation_changes_nobody() -> None:
    alone = load(RICH)
    more = load(
        RICH, ["population.unattached.sme=3", "population.unattached.public_body=2", "population.unattached.start_up=1"]
    )
    a, b = DataSharingModel(alone, 9), DataSharingModel(more, 9)
    for _ in range(30):
        a.step()
        b.step()
    assert len(b.organisations) == len(a.organisations) + 6
    for one, other in zip(a.organisations, b.organisations, strict=False):
        here, there = dict(vars(one)), dict(vars(other))
        for own in ("model", "unique_id", "first_tie", "last_tie"):
            here.pop(own), there.pop(own)
        assert here == there
    for one, other in zip(a.chains, b.chains, strict=True):
        assert vars(one) == vars(other)
    assert vars(a.nation) == vars(b.nation)
    assert all(one.level == 0 for one in b.organisations[len(a.organisations) :])


def test_order_within_a_stage_changes_nothing(scenario: Write) -> None:
    class Shuffled(DataSharingModel):
        def step(self) -> None:
            straight = self.organisations
            shuffled = list(straight)
            random.Random(self.steps).shuffle(shuffled)
            self.order = shuffled
            super().step()

        def in_order(self):  # type: ignore[no-untyped-def]
            return self.order

    world = scenario(
        '[[policy]]\ninstrument = "subsidy"\nfrom = 2\n[[policy]]\ninstrument = "neutral_party"\nfrom = 2\n'
    )
    straight, shuffled = DataSharingModel(world, 2), Shuffled(world, 2)
    for _ in range(12):
        straight.step()
        shuffled.step()
    for one, other in zip(straight.organisations, shuffled.organisations, strict=True):
        assert (one.level, one.cash) == (other.level, other.cash)
        assert one.trust == pytest.approx(other.trust, abs=1e-12)  # sums of euros may round differently by order
        assert one.knowledge == pytest.approx(other.knowledge, abs=1e-12)


@pytest.mark.parametrize("jobs", [2, 5])
def test_threads_change_nothing(jobs: int) -> None:
    rich = load(RICH)
    alone = list(ensemble.ensemble(rich, 6, 1, jobs=1))
    together = list(ensemble.ensemble(rich, 6, 1, jobs=jobs))
    assert all(same(a, b) for a, b in zip(alone, together, strict=True))


def test_a_run_does_not_depend_on_runs_before_it() -> None:
    rich = load(RICH)
    first = engine.run_one(rich, 5)
    engine.run_one(rich, 6)
    assert same(first, engine.run_one(rich, 5))


def test_replicates_are_prefixes() -> None:
    rich = load(RICH)
    few, many = list(ensemble.ensemble(rich, 2, 1)), list(ensemble.ensemble(rich, 4, 1))
    assert all(same(a, b) for a, b in zip(few, many, strict=False))
    assert not same(many[0], many[1])


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_fewer_months_are_the_same_months(file: Path) -> None:
    short, long = engine.run_one(load(file, ["months=12"]), 3), engine.run_one(load(file), 3)
    assert np.array_equal(short.kinds, long.kinds[:12])


def test_policy_does_not_change_who_there_is() -> None:
    a = engine.build(load(SCENARIOS[0]), 8)
    b = engine.build(load(SCENARIOS[0], ["policy.subsidy.share=0.5", "parameters.trust_asymmetry=9"]), 8)
    assert a.organisations.tobytes() == b.organisations.tobytes()
    assert a.chains.tobytes() == b.chains.tobytes()
    assert np.array_equal(a.ties, b.ties)
