"""Every parameter and instrument moves sharing the way its record says, and every one moves something."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from conftest import RICH, sharing

from datadeel.model import ensemble
from datadeel.model.trajectory import Trajectory
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.loader import load

WORLDS = 10

#: Reported beside results, read by nothing in the model.
REPORTED_ONLY = {"efficiency_gain"}

SWEPT = [name for name, record in PARAMETERS.items() if record.low < record.high and name not in REPORTED_ONLY]


@cache
def _runs(*overrides: str) -> list[Trajectory]:
    return list(ensemble.ensemble(load(RICH, overrides), WORLDS, 1))


def _effect(a: list[Trajectory], b: list[Trajectory]) -> float:
    """Student's t of the paired difference in mean sharing over all months."""
    difference = np.array([sharing(y).mean() - sharing(x).mean() for x, y in zip(a, b, strict=True)])
    spread = difference.std(ddof=1)
    return float(difference.mean() / (spread / np.sqrt(WORLDS))) if spread > 0 else 0.0


@pytest.mark.parametrize("name", SWEPT)
def test_parameter(name: str) -> None:
    record = PARAMETERS[name]
    low, high = _runs(f"parameters.{name}={record.low}"), _runs(f"parameters.{name}={record.high}")
    moved = any(
        not np.array_equal(getattr(x, part), getattr(y, part))
        for x, y in zip(low, high, strict=True)
        for part in ("kinds", "chains")
    )
    assert moved, f"{name} moves nothing"
    effect = _effect(low, high)
    # 3.7 is the two-sided 0.5 % point of Student's t with 9 degrees of freedom: some 180 of these are looked at.
    assert record.direction != "+" or effect > -3.7
    assert record.direction != "-" or effect < 3.7


def test_effects_can_be_seen() -> None:
    """The test above can fail: strong parameters show with a t far beyond its bound."""
    for name, sign in (("complementarity", -1), ("benefit_cost_ratio", 1), ("institution_weight", 1)):
        record = PARAMETERS[name]
        assert sign * _effect(_runs(f"parameters.{name}={record.low}"), _runs(f"parameters.{name}={record.high}")) > 3.7


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_instrument_moves_something(instrument: str) -> None:
    assert any(
        not np.array_equal(x.kinds, y.kinds)
        for x, y in zip(_runs(f"policy.{instrument}.strength=0"), _runs(f"policy.{instrument}.strength=1"), strict=True)
    )


@pytest.mark.parametrize("instrument", sorted(set(INSTRUMENTS) - {"maintenance_handover", "chain_compensation"}))
def test_instrument_does_not_lower_sharing(instrument: str) -> None:
    """None of the measures is meant to lower sharing. Two are left out: compensation moves value from one to another,
    and the handover matters only at the end of programmes."""
    assert _effect(_runs(f"policy.{instrument}.strength=0"), _runs(f"policy.{instrument}.strength=1")) > -3.7


@pytest.mark.parametrize(
    ("instrument", "setting"), [(name, setting) for name, one in INSTRUMENTS.items() for setting in one.settings]
)
def test_every_setting_moves_something(instrument: str, setting: str) -> None:
    record = INSTRUMENTS[instrument].settings[setting]
    low = _runs(f"policy.{instrument}.{setting}={record.low}", f"policy.{instrument}.strength=1")
    high = _runs(f"policy.{instrument}.{setting}={record.high}", f"policy.{instrument}.strength=1")
    assert any(not np.array_equal(x.kinds, y.kinds) for x, y in zip(low, high, strict=True))
