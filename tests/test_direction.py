"""Every parameter and instrument moves the model the way its record says, and every one moves something.

A declared direction is the sign of the effect on who shares. It is looked at where it can be seen: between the ends of
a parameter's range, in paired worlds, in a scene in which its mechanism bites, and in an outcome near it. Each look is
strong enough that a record with the other sign would fail; what cannot be told so is listed by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
import pytest
from conftest import RICH, by_kind

from datadeel.model import ensemble
from datadeel.model.trajectory import Trajectory
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS, Parameter
from datadeel.scenario.loader import load

#: Worlds of a look; the same on both sides.
WORLDS = 24

#: The two-sided 0.1 % point of Student's t with 23 degrees of freedom: an effect beyond it has its sign.
CLEAR = 3.77

#: Twice the organisations of the rich scenario: effects stand out of half the variance.
LARGER = (
    "population.sme=300", "population.municipality=40", "population.large_firm=50", "population.start_up=30",
    "population.public_body=30", "chains.count=44",
)  # fmt: skip

#: Scenes by name: everything at once and moderate; the same without policy; with policy near its full strength.
SCENES: dict[str, tuple[str, ...]] = {
    "rich": LARGER,
    "none": (*LARGER, *(f"policy.{name}.strength=0" for name in INSTRUMENTS)),
    "full": (*LARGER, *(f"policy.{name}.strength=0.8" for name in INSTRUMENTS)),
}


@dataclass(frozen=True)
class Look:
    """Where a direction is looked at. scene: one of ``SCENES``; outcome: a statistic of a kind's month as a share of
    its organisations, of the parameter's own kind where it has one: ``sharing``, or what comes just before or with
    it."""

    scene: str = "rich"
    outcome: str = "sharing"


#: Looks of those parameters whose direction does not show in who shares in the rich scene.
LOOKS = {
    # Trust and its props by experience: drowned by measures, plain without them.
    "trust_gain": Look("none"),
    "contact_loss": Look("none"),
    "intermediary_capacity": Look("none"),
    "knowledge_floor_1": Look("none", "starts"),
    "legacy.public_body": Look("none"),
    # Of a few start-ups, or of chains where nobody shares yet: the wish shows what deeds are too few to show.
    "legacy.start_up": Look("none", "willingness"),
    "empty_supply": Look("none", "willingness"),
    # Mechanisms of measures, seen where measures are strong.
    "strictness_cost": Look("full"),
    "audit_weight": Look("full"),
    "hierarchy_control": Look("full"),
    "eu_relief": Look("full"),
    "mandated_trust": Look("full"),
    "breach_rate": Look("full"),
    "agency_attention": Look("full"),
    "campaign_ceiling": Look("full"),
    "forgetting": Look("full"),
    "success_speed": Look("full"),
    "evasion": Look("full"),
    "paywall_loss": Look("full"),
    "eu_learning": Look("full", "willingness"),
    "campaign_learning": Look("full", "willingness"),
    "open_data_trust": Look("full", "willingness"),
    "replacement.sme": Look("full", "willingness"),
    # Who is obliged shares anyway: what hierarchy and control do shows in who shares of his own accord.
    "assurance_half": Look("full", "voluntary"),
    "obliged_hierarchy": Look("full", "voluntary"),
    "replacement.large_firm": Look("full", "voluntary"),
    "sensitivity_2": Look("rich", "voluntary"),
    # Of deep sharing: who shares at all hardly knows, how deeply does.
    "sensitivity_3": Look("rich", "levels"),
    "exposure_2": Look("rich", "levels"),
    "crowding_out": Look("rich", "levels"),
    "paywall_severity": Look("rich", "levels"),
    "exposure_3": Look("full", "willingness"),
    # Slow ones, which six years of deeds follow at a distance.
    "understanding_floor": Look("rich", "willingness"),
    "framework_assurance": Look("rich", "willingness"),
    "framework_growth": Look("rich", "willingness"),
    "frameworks_ceiling": Look("rich", "willingness"),
    "eu_speed": Look("rich", "willingness"),
    "statutory_relief": Look("rich", "willingness"),
    "innovation_rate": Look("rich", "willingness"),
    "innovation_bonus": Look("rich", "willingness"),
    "paywall_rate": Look("rich", "willingness"),
    "paywall_months": Look("rich", "willingness"),
    "initial_trust.public_body": Look("rich", "willingness"),
}

#: Declared directions that no look tells, with the t of the strongest one. May only shrink.
UNDECIDED: dict[str, float] = {}

#: Reported beside results, read by nothing in the model.
REPORTED_ONLY = {"efficiency_gain"}

SWEPT = [name for name, record in PARAMETERS.items() if record.low < record.high and name not in REPORTED_ONLY]
DECLARED = [name for name in SWEPT if PARAMETERS[name].direction != "±"]


@lru_cache(maxsize=8)
def _runs(*overrides: str, worlds: int = WORLDS) -> list[Trajectory]:
    """The rich scenario with ``overrides``, in the same ``worlds`` each time."""
    return list(ensemble.ensemble(load(RICH, overrides), worlds, 1))


def _effect(low: list[Trajectory], high: list[Trajectory], outcome: str = "sharing", kind: str | None = None) -> float:
    """Student's t of the paired difference in an outcome's mean over all months, of a kind or of all organisations."""
    means = [[by_kind(run, outcome, kind).mean() for run in runs] for runs in (low, high)]
    difference = np.array(means[1]) - np.array(means[0])
    spread = difference.std(ddof=1)
    return float(difference.mean() / (spread / np.sqrt(len(difference)))) if spread > 0 else 0.0


@cache
def _effect_of(name: str) -> float:
    """The t of a parameter's effect, from the low end of its range to the high end, where it is looked at."""
    record, look = PARAMETERS[name], LOOKS.get(name, Look())
    kind = name.partition(".")[2]
    ends = [_runs(*SCENES[look.scene], f"parameters.{name}={end}") for end in (record.low, record.high)]
    return _effect(*ends, look.outcome, kind if kind in KINDS else None)


def _borne_out(record: Parameter) -> bool:
    """Whether the effect of the parameter of this name has the sign that ``record`` declares, clear of zero."""
    return {"+": 1, "-": -1}[record.direction] * _effect_of(record.name) > CLEAR


@pytest.mark.parametrize("name", DECLARED)
def test_parameter_has_its_declared_direction(name: str) -> None:
    if name not in UNDECIDED:
        assert _borne_out(PARAMETERS[name]), (
            f"{name} is declared {PARAMETERS[name].direction}: t = {_effect_of(name):.1f}"
        )


@pytest.mark.parametrize("name", [*DECLARED[::12], *sorted(LOOKS)[::6]])
def test_a_flipped_direction_is_seen(name: str) -> None:
    """The test above has power: with the other sign in its record, it would fail."""
    record = PARAMETERS[name]
    assert not _borne_out(replace(record, direction={"+": "-", "-": "+"}[record.direction]))


def test_what_is_undecided_is_known_by_name() -> None:
    assert set(UNDECIDED) <= set(DECLARED)
    assert [name for name in UNDECIDED if _borne_out(PARAMETERS[name])] == [], "decided now: take it off the list"
    assert len(UNDECIDED) <= 0
    assert set(LOOKS) <= set(DECLARED)


def _differ(low: list[Trajectory], high: list[Trajectory]) -> bool:
    """Whether anything that is summed differs in any world."""
    parts = ("kinds", "chains")
    pairs = zip(low, high, strict=True)
    return any(not np.array_equal(getattr(x, part), getattr(y, part)) for x, y in pairs for part in parts)


@pytest.mark.parametrize("name", sorted(set(SWEPT) - set(DECLARED)))
def test_parameter_without_a_direction_moves_something(name: str) -> None:
    record = PARAMETERS[name]
    ends = [_runs(f"parameters.{name}={end}", worlds=10) for end in (record.low, record.high)]
    assert _differ(*ends), f"{name} moves nothing"


#: Alone, and in a country whose policy is never suspended: a measure at full strength makes a suspension likelier, and
#: that counts against it.
ALONE = (*SCENES["none"], "parameters.reversal_rate=0")

#: Works at the end of programmes only, of which there are none here (tests/test_instruments.py looks at it there).
AT_THE_END = {"maintenance_handover"}


@pytest.mark.parametrize("instrument", sorted(set(INSTRUMENTS) - AT_THE_END))
def test_instrument_raises_willingness(instrument: str) -> None:
    """Every measure is meant to: who shares already is readier to go on, who does not to start."""
    ends = [_runs(*ALONE, f"policy.{instrument}.strength={strength}") for strength in (0, 1)]
    assert _effect(*ends, "willingness") > CLEAR


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_instrument_moves_something(instrument: str) -> None:
    ends = [_runs(f"policy.{instrument}.strength={strength}", worlds=10) for strength in (0, 1)]
    assert _differ(*ends), f"{instrument} moves nothing"


@pytest.mark.parametrize(
    ("instrument", "setting"), [(name, setting) for name, one in INSTRUMENTS.items() for setting in one.settings]
)
def test_every_setting_moves_something(instrument: str, setting: str) -> None:
    record = INSTRUMENTS[instrument].settings[setting]
    ends = [
        _runs(f"policy.{instrument}.{setting}={end}", f"policy.{instrument}.strength=1", worlds=10)
        for end in (record.low, record.high)
    ]
    assert _differ(*ends), f"{instrument}.{setting} moves nothing"
