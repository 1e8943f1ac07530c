"""Single rules: their oracles, limits and directions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datadeel.model import rules

unit = st.floats(0, 1)


def test_asymmetric_trust_settles_where_theory_says() -> None:
    """T* = π / (π + (1-π) ρ) for a share π of good months, at a small rate."""
    for good, rho, expected in ((0.95, 5.0, 0.79), (0.9, 3.0, 0.75), (0.5, 1.0, 0.5)):
        rate, trust, total, n = 0.0005, expected, 0.0, 400_000
        debt = 0.0
        for _ in range(n):
            debt += 1 - good
            if debt >= 1:
                debt -= 1
                trust = rules.trust_lost(trust, rate, rho, 1.0)
            else:
                trust = rules.trust_gained(trust, 1.0, rate)
            total += trust
        assert total / n == pytest.approx(good / (good + (1 - good) * rho), abs=0.005)


@pytest.mark.parametrize(("beta_b", "fixed_points"), [(3.0, 1), (3.9, 1), (4.2, 3), (8.0, 3)])
def test_logit_adoption_is_bistable_above_four(beta_b: float, fixed_points: int) -> None:
    """x' = -x + σ(β(bx - θ)), θ = b/2: three fixed points iff βb > 4."""
    crossings, before = 0, None
    for step in range(1, 20_000):
        x = step / 20_000 - 1e-7
        above = rules.driver(beta_b * (x - 0.5), 1.0, 0.0) > x
        crossings += before is not None and above != before
        before = above
    assert crossings == fixed_points


def test_folds_of_logit_adoption() -> None:
    """At the folds the curve touches the diagonal: slope βb x(1-x) = 1, x = (1 ± √(1-4/βb))/2."""
    beta_b = 6.0
    for sign in (-1, 1):
        x = (1 + sign * math.sqrt(1 - 4 / beta_b)) / 2
        theta = x - math.log(x / (1 - x)) / beta_b
        width = 1e-5
        slope = (
            rules.driver(beta_b * (x + width - theta), 1.0, 0.0) - rules.driver(beta_b * (x - width - theta), 1.0, 0.0)
        ) / (2 * width)
        assert rules.driver(beta_b * (x - theta), 1.0, 0.0) == pytest.approx(x)
        assert slope == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("price", "takes_off"), [(0.20, True), (0.2499, True), (0.26, False), (0.3, False)])
def test_critical_mass(price: float, takes_off: bool) -> None:
    """Benefit w·x with w uniform and price p: those with w·x > p share; the critical mass is (1 - √(1-4p))/2."""
    share = 0.51 if price < 0.25 else 0.99
    for _ in range(20_000):
        # γ = 2: a sharer's part is m; the marginal party has w = price / part.
        share = max(0.0, 1 - price / rules.sharer_part(share, 2.0)) if share > 0 else 0.0
    assert (share > 0.4) == takes_off
    if takes_off:
        mass = (1 - math.sqrt(1 - 4 * price)) / 2
        assert 1 - price / rules.sharer_part(mass, 2.0) == pytest.approx(mass)
        below = mass - 0.01
        for _ in range(20_000):
            below = max(0.0, 1 - price / rules.sharer_part(below, 2.0)) if below > 0 else 0.0
        assert below == 0.0


def test_weakest_link() -> None:
    """γ → ∞: value only when all share; 25 parties at .95 complete a chain with probability .277."""
    assert rules.sharer_part(0.96, 1e6) < 1e-12
    assert rules.sharer_part(1.0, 1e6) == 1.0
    assert pytest.approx(0.277, abs=5e-4) == 0.95**25


def test_additive_value_does_not_depend_on_others() -> None:
    assert all(rules.sharer_part(m / 10, 1.0) == 1.0 for m in range(11))


@given(unit, st.floats(0.001, 0.1), st.floats(0.001, 0.1))
def test_institutional_trust_settles_where_theory_says(m: float, gain: float, loss: float) -> None:
    """I* = ηm / (ηm + δ(1-m)) is a fixed point that the rule approaches."""
    settled = gain * m / (gain * m + loss * (1 - m))
    assert rules.institutional_trust(settled, m, gain, loss) == pytest.approx(settled, abs=1e-12)
    for start in (0.0, 1.0):
        moved = rules.institutional_trust(start, m, gain, loss)
        assert abs(moved - settled) <= abs(start - settled) + 1e-12


@given(unit, unit, st.floats(1, 10), unit)
def test_trust_stays_in_range_and_moves_the_right_way(trust: float, rate: float, rho: float, x: float) -> None:
    assert trust <= rules.trust_gained(trust, x, rate) + 1e-12 <= 1 + 2e-12
    assert 0.0 <= rules.trust_lost(trust, rate, rho, x) <= trust


@given(unit, unit, unit, unit, unit, unit, unit, unit)
def test_effective_trust_lies_between(
    t: float, i: float, w: float, nu: float, s: float, d: float, public: float, g: float
) -> None:
    value = rules.effective_trust(t, i, w, nu, s, d, public, g)
    assert -1e-12 <= value <= 1 + 1e-12
    assert rules.effective_trust(t, 0.0, w, 0.0, s, 0.0, 0.0, g) == pytest.approx(t)
    assert rules.effective_trust(t, i, w, nu, s, 0.0, 0.0, g) >= t - 1e-12
    assert (
        rules.effective_trust(t, i, w, 0.0, 0.0, d, public, g)
        >= rules.effective_trust(t, i, w, 0.0, s, d, public, g) - 1e-12
    )


@given(unit, st.floats(0.05, 5))
def test_assurance_starts_at_nothing_and_is_concave(z: float, half: float) -> None:
    assert rules.strictness_assurance(0.0, half) == 0.0
    assert rules.strictness_assurance(1.0, half) == pytest.approx(1.0)
    assert rules.strictness_assurance(z, half) >= z - 1e-12


@given(unit, unit, unit, unit, st.floats(1, 14), st.floats(0, 0.05), unit)
def test_control_is_felt_only_where_understood(
    own: float, a: float, k: float, floor: float, f: float, per: float, h: float
) -> None:
    control = rules.perceived_control(own, a, k, floor, f, per, h)
    assert 0.0 <= control <= 1.0
    assert rules.perceived_control(own, a, 1.0, floor, 1.0, per, 0.0) >= control - 1e-12
    assert rules.perceived_control(own, a, 0.0, 0.0, 1.0, per, 0.0) == pytest.approx(own)


@given(unit, unit, st.floats(0, 12), unit, unit)
def test_expected_coverage(m: float, trend: float, foresight: float, announced: float, credible: float) -> None:
    expected = rules.expected_coverage(m, trend, foresight, announced, credible)
    assert m - 1e-12 <= expected <= 1 + 1e-12
    assert rules.expected_coverage(m, 0.0, foresight, 0.0, credible) == pytest.approx(m)


@given(unit, st.floats(0.01, 1), unit)
def test_leaving_starts_below_its_threshold(w: float, threshold: float, rate: float) -> None:
    chance = rules.leaving(w, threshold, rate)
    assert 0.0 <= chance <= rate * (1 + 1e-12)
    assert (chance == 0.0) or w < threshold


@given(unit, unit, st.floats(0, 0.1), unit, unit, st.floats(0, 0.1), st.floats(0, 0.1))
def test_knowledge_stays_in_range(
    k: float, base: float, practice: float, campaign: float, ceiling: float, coach: float, decay: float
) -> None:
    assert 0.0 <= rules.knowledge_next(k, base, practice, campaign, ceiling, coach, decay) <= 1.0


def test_leaflets_teach_nothing_above_their_ceiling() -> None:
    assert rules.knowledge_next(0.4, 0.4, 0.0, 1.0, 0.35, 0.0, 0.01) == pytest.approx(0.4)
    assert rules.knowledge_next(0.3, 0.3, 0.0, 1.0, 0.35, 0.0, 0.01) > 0.3
    assert rules.knowledge_next(0.4, 0.4, 0.0, 0.0, 0.35, 0.03, 0.01) > 0.4


def test_contact_takes_only_what_was_gained() -> None:
    assert rules.contact_lost(0.6, 0.4, 0.5) == pytest.approx(0.5)
    assert rules.contact_lost(0.3, 0.4, 0.5) == 0.3


@given(st.floats(1, 14), st.floats(0, 0.1), unit, st.floats(1, 5), unit)
def test_frameworks_stay_between_one_and_the_ceiling(
    f: float, drift: float, standard: float, target: float, eu: float
) -> None:
    assert 1.0 <= rules.frameworks_next(f, drift, 14.0, standard, target, eu) <= 14.0


def test_frameworks_converge_only_when_somebody_acts() -> None:
    f = 6.0
    assert rules.frameworks_next(f, 0.03, 14.0, 0.0, f, 0.0) > f
    assert rules.frameworks_next(f, 0.03, 14.0, 0.05, 1.5, 0.0) < f
    assert rules.frameworks_next(f, 0.0, 14.0, 0.0, f, 0.01) < f


@given(st.floats(0, 1e6), unit, st.floats(0, 1e5))
def test_grants_keep_to_their_cap(entry: float, share: float, cap: float) -> None:
    assert 0.0 <= rules.grant(entry, share, cap) <= min(cap, entry * share) + 1e-9


@given(unit, unit, unit, unit, unit, unit)
def test_innovation_needs_voluntary_depth_and_trust(
    base: float, deep: float, variety: float, trust: float, boost: float, rigid: float
) -> None:
    rate = rules.innovation_rate(base, deep, variety, trust, boost, rigid)
    assert 0.0 <= rate <= base * 2 + 1e-12
    assert rules.innovation_rate(base, 0.0, variety, trust, boost, rigid) == 0.0
    assert rules.innovation_rate(base, deep, variety, trust, boost, 1.0) == 0.0


@given(unit, st.floats(0, 1.2), st.floats(0, 1), unit)
def test_disappointment_lowers_the_outlook(outlook: float, realised: float, expected: float, speed: float) -> None:
    after = rules.outlook_next(outlook, realised, expected, speed, 1.2)
    assert 0.0 <= after <= 1.2 + 1e-12
    if expected > 0 and realised < expected * outlook:
        assert after <= outlook + 1e-12


@given(unit, unit, st.lists(st.floats(-1, 4), min_size=2, max_size=9))
def test_compensation_moves_value_but_makes_none(a: float, share: float, positions: list[float]) -> None:
    fair = sum(positions) / len(positions)
    paid = [rules.compensated_position(one, fair, share) for one in positions]
    assert sum(paid) == pytest.approx(sum(positions), abs=1e-9)
    assert max(paid) - min(paid) <= (1 - share) * (max(positions) - min(positions)) + 1e-9


@given(unit, unit)
def test_willingness_is_a_product_or_by_choice_a_mean(opened: float, driven: float) -> None:
    assert rules.willingness(opened, driven, 0.0) == opened * driven
    assert rules.willingness(opened, driven, 1.0) == pytest.approx((opened + driven) / 2)


@given(unit, unit)
def test_hierarchy_bites_at_one_place(hierarchy: float, strength: float) -> None:
    for form in (0.0, 1.0, 2.0):
        taken = [rules.crowding_out(hierarchy, strength, form, place) for place in (0.0, 1.0, 2.0)]
        assert taken[int(form)] == strength * hierarchy
        assert sum(taken) == taken[int(form)]
