"""Closed-form checks on the whole model, both directions of time included."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SWITCHED_OFF, Write, chain_sums, kind_sums, sharing

from datadeel.model import engine
from datadeel.model.state import SME
from datadeel.registry.parameters import PARAMETERS

ATTENTION = 0.04


def _same_attention(a: float) -> tuple[str, ...]:
    kinds = ("sme", "municipality", "large_firm", "start_up", "public_body")
    return tuple(f"parameters.attention.{kind}={a}" for kind in kinds)


def test_constant_willingness_gives_the_geometric_curve(scenario: Write) -> None:
    """Everything off, W constant at 1/4: the share at level 1 or higher follows 1 - (1 - aW)^t."""
    world = scenario("", *SWITCHED_OFF, *_same_attention(ATTENTION))
    runs = [sharing(engine.run_one(world, seed)) for seed in range(300)]
    mean = np.mean(runs, axis=0)
    t = np.arange(1, world.months + 1)
    expected = 1 - (1 - ATTENTION * 0.25) ** t
    error = np.std(runs, axis=0, ddof=1) / np.sqrt(len(runs))
    assert np.all(np.abs(mean - expected) < 4.5 * error)


def test_additive_value_makes_parties_independent(scenario: Write) -> None:
    """γ = 1, no spill-over, no ties, no trust loop: the number of sharers spreads as a binomial."""
    independent = (
        "parameters.complementarity=1",
        "parameters.spillover=0",
        "parameters.supply_coupling=0",
        "parameters.institution_weight=0",
        "parameters.trust_gain=0",
        "parameters.peer_learning=0",
        "parameters.innovation_bonus=0",
        "network.known=0",
        "network.association=0",
        "parameters.prior_spread=0",
        "parameters.government_swing=0",
        "parameters.pressure_value=0",
        "parameters.paywall_rate=0",
        "parameters.foresight=0",
        "parameters.hearsay=0",
    )
    keep = tuple(one for one in SWITCHED_OFF if not one.startswith(("parameters.gate", "parameters.value")))
    world = scenario("", *keep, *independent)
    final = np.array([kind_sums(engine.run_one(world, seed))["sharing"][-1, SME] for seed in range(600)])
    n = 60
    p = final.mean() / n
    # Traits differ between parties but are redrawn in every world, so that a party's chance is p in each.
    assert final.var(ddof=1) == pytest.approx(n * p * (1 - p), rel=0.2)


def test_coupled_value_spreads_wider_than_a_binomial(scenario: Write) -> None:
    """The check above can fail: with value from others' sharing, worlds differ more than independent ones would."""
    world = scenario(
        "", "months=120", "parameters.complementarity=3", "parameters.success_attention=3", "parameters.norm=4"
    )
    final = np.array([kind_sums(engine.run_one(world, seed))["sharing"][-1, SME] for seed in range(200)])
    p = final.mean() / 60
    assert final.var(ddof=1) > 2 * 60 * p * (1 - p)


def test_weakest_link_completes_as_chance_has_it(scenario: Write) -> None:
    """Independent parties that share with probability p complete chains of n with probability p^n."""
    world = scenario("", *SWITCHED_OFF, *_same_attention(1.0), "months=9", "chains.size=6", "chains.count=20")
    ends = [engine.run_one(world, seed) for seed in range(150)]
    p = 1 - 0.75**8  # chains take stock at the start of a month
    complete = np.array([chain_sums(run)["complete"][-1] / 20 for run in ends])
    size = 6
    error = complete.std(ddof=1) / np.sqrt(len(ends))
    assert abs(complete.mean() - p**size) < 4.5 * error


def test_institutional_trust_at_constant_coverage(scenario: Write) -> None:
    """With nobody moving, I of each chain stays at ηm / (ηm + δ(1-m)), where it starts."""
    still = tuple(
        f"parameters.attention.{kind}=0" for kind in ("sme", "municipality", "large_firm", "start_up", "public_body")
    )
    off = (
        "parameters.leave_rate=0",
        "parameters.replacement.sme=0",
        "parameters.replacement.large_firm=0",
        "parameters.replacement.start_up=0",
        "parameters.start_up_cash=240",
        "parameters.breach_rate=0",
    )
    run = engine.run_one(scenario("", *still, *off), 3)
    assert chain_sums(run)["institution"] == pytest.approx(np.full(24, chain_sums(run)["institution"][0]), abs=1e-12)
    assert 0 < chain_sums(run)["institution"][0] / run.chain_count < 1


def test_compliance_follows_its_hazard_to_its_plateau(scenario: Write) -> None:
    """A mandate for all, fully enforced, on nobody willing: share = (1 - evasion)(1 - (1 - c)^t)."""
    quiet = tuple(
        f"parameters.attention.{kind}=0" for kind in ("sme", "municipality", "large_firm", "start_up", "public_body")
    )
    keep = tuple(one for one in SWITCHED_OFF if "gate" not in one)
    mandate = '[[policy]]\ninstrument = "mandate"\nfrom = 1\nphase_in = 0\nenforcement = 1.0\n'
    world = scenario(mandate, *keep, *quiet, "months=60", "parameters.reversal_rate=0")
    runs = np.array([sharing(engine.run_one(world, seed)) for seed in range(100)])
    t = np.arange(1, 61)
    hazard = PARAMETERS["compliance_rate"].value
    expected = 0.94 * (1 - (1 - hazard) ** t)
    error = runs.std(axis=0, ddof=1) / 10
    assert np.all(np.abs(runs.mean(axis=0) - expected) < 4.5 * error)
