"""Whatever valid scenario is run, the state stays in range."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import RICH, SHARES_BY_MONTH, chain_sums, kind_sums
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datadeel.experiment import tables
from datadeel.model import engine
from datadeel.model.agents import DataSharingModel
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.loader import load

_SHARES = (
    "knowledge",
    "trust",
    "effective_trust",
    "control",
    "success",
    "institution",
    "coverage",
    "willingness",
    "willingness_to_stay",
)

_values = st.dictionaries(st.sampled_from(sorted(PARAMETERS)), st.floats(0, 1), max_size=25)
_policy = st.dictionaries(
    st.sampled_from(sorted(INSTRUMENTS)), st.tuples(st.integers(1, 20), st.floats(0, 1), st.floats(0, 1)), max_size=8
)


def _overrides(values: dict[str, float], policy: dict[str, tuple[int, float, float]]) -> list[str]:
    chosen = []
    for name, share in values.items():
        record = PARAMETERS[name]
        # Beyond what is plausible, up to what is admissible where that is finite and sane.
        top = min(record.maximum, max(10 * record.high, 1.0))
        value = record.minimum + share * (top - record.minimum)
        chosen.append(f"parameters.{name}={round(value) if record.distribution == 'form' else value}")
    for name, (start, strength, setting) in policy.items():
        chosen += [f"policy.{name}.{key}={start}" for key in ("from", "announced")]
        chosen.append(f"policy.{name}.strength={strength}")
        chosen += [
            f"policy.{name}.{key}={s.low + setting * (s.high - s.low)}" for key, s in INSTRUMENTS[name].settings.items()
        ]
    return chosen


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_values, _policy, st.integers(0, 2**60))
def test_state_stays_in_range(values: dict[str, float], policy: dict[str, tuple[int, float, float]], seed: int) -> None:
    scenario = load(RICH, [*_overrides(values, policy), "months=30"])
    run = engine.run_one(scenario, seed)
    for part in (run.kinds, run.chains):
        assert np.isfinite(part).all()
    months = tables.months_table(scenario, 0, seed, run)
    for name in SHARES_BY_MONTH:
        assert (months[name] >= 0).all(), name
        assert (months[name] <= 1 + 1e-9).all(), name
    assert (months["cost"] >= 0).all()
    assert (run.nation["frameworks"] >= 1).all()
    for name in ("reliability", "government_trust", "maturity", "assurance", "intermediary", "served", "paid_share"):
        assert ((run.nation[name] >= 0) & (run.nation[name] <= 1 + 1e-12)).all(), name


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(_values, _policy, st.integers(0, 2**60))
def test_every_agent_stays_in_range(
    values: dict[str, float], policy: dict[str, tuple[int, float, float]], seed: int
) -> None:
    model = DataSharingModel(load(RICH, [*_overrides(values, policy), "months=12"]), seed)
    for _ in range(12):
        before = [one.level for one in model.organisations]
        model.step()
        for one, level in zip(model.organisations, before, strict=True):
            assert 0 <= one.level <= 3
            # One level at a time, but for those that were replaced.
            assert abs(one.level - level) <= 1 or one.level <= 1
            for name in _SHARES:
                assert -1e-12 <= getattr(one, name) <= 1 + 1e-9, name


def test_the_same_run_twice_is_the_same_file(tmp_path: Path) -> None:

    from datadeel.results.parquet import TablesWriter

    scenario = load(RICH)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with TablesWriter(tmp_path / name) as writer:
            for number in range(3):
                writer.add(tables.tables(scenario, number, number, engine.run_one(scenario, number)))
    for table in tables.TABLES:
        file = f"{table}.parquet"
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


@pytest.mark.parametrize("name", [name for name, record in PARAMETERS.items() if record.neutral is not None])
def test_every_link_can_be_switched_off(name: str) -> None:
    run = engine.run_one(load(RICH, [f"parameters.{name}={PARAMETERS[name].neutral}", "months=24"]), 3)
    assert np.isfinite(run.kinds).all()
    assert np.isfinite(run.chains).all()


def test_links_that_are_off_do_nothing() -> None:
    """What a switched-off link would have moved stays where it was."""
    nobody_goes = [f"parameters.replacement.{kind}=0" for kind in ("sme", "large_firm", "start_up")]
    no_event = ["event.contact_loss.size=0", "event.exit.size=0", "parameters.start_up_cash=240"]
    off = ["parameters.trust_gain=0", "parameters.contact_loss_rate=0", *nobody_goes, *no_event]
    still = engine.run_one(load(RICH, off), 3)
    trust = kind_sums(still)["trust"].sum(axis=1)
    assert np.allclose(trust, trust[0], rtol=1e-12)
    quiet = engine.run_one(load(RICH, ["parameters.innovation_rate=0"]), 3)
    assert chain_sums(quiet)["innovations"].max() == 0
    frozen = engine.run_one(
        load(
            RICH,
            ["parameters.frameworks_drift=0", "policy.standardisation.strength=0", "policy.eu_influence.strength=0"],
        ),
        3,
    )
    assert set(frozen.nation["frameworks"]) == {6.0}
