"""Shared helpers: small scenarios written to a folder, and comparison of trajectories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from datadeel.figures import of_result
from datadeel.model import engine
from datadeel.model.state import CHAIN_SUMS_DTYPE, KIND_SUMS_DTYPE, records
from datadeel.model.trajectory import Trajectory
from datadeel.registry.kinds import KINDS
from datadeel.scenario.loader import load
from datadeel.scenario.records import Scenario

# Compiled code is kept under a hash of the sources only if it is imported this way; otherwise a test may see old rules.
engine.compiled_code()

# The same examples every time: a test run tells of a change in the code, not of luck.
settings.register_profile("datadeel", derandomize=True, deadline=None)
settings.load_profile("datadeel")

ROOT = Path(__file__).resolve().parents[1]
#: The shipped scenarios; those of whole populations take seconds a year and stand apart.
WHOLE_POPULATIONS = [ROOT / "scenarios" / f"{name}.toml" for name in ("logistics-nl", "netherlands")]
SHIPPED = sorted((ROOT / "scenarios").glob("*.toml"))
HISTORIES = sorted((ROOT / "scenarios" / "history").glob("*.toml"))
SCENARIOS = [file for file in SHIPPED if file not in WHOLE_POPULATIONS]
RICH = ROOT / "tests" / "rich.toml"

SMALL = """
title = "small"
purpose = "tests"
source = "tests"
months = 24
replicates = 2
[population]
sme = 60
municipality = 10
large_firm = 12
start_up = 8
public_body = 6
[chains]
count = 10
size = 12
"""

Write = Callable[..., Scenario]


@pytest.fixture
def scenario(tmp_path: Path) -> Write:
    """Make a scenario from the small one, more TOML behind it, and KEY=VALUE overrides."""
    numbers = iter(range(1000))

    def make(more: str = "", *overrides: str) -> Scenario:
        file = tmp_path / f"small{next(numbers)}.toml"
        file.write_text(SMALL + more, encoding="utf-8")
        return load(file, overrides)

    return make


@pytest.fixture
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results folders without figures: for tests of what stands beside them, in a fraction of the time."""
    monkeypatch.setattr(of_result, "draw", lambda *_: None)


def same(a: Trajectory, b: Trajectory, months: int | None = None) -> bool:
    """Whether two trajectories are the same bits (in their first ``months``)."""
    return all(
        np.array_equal(getattr(a, part)[:months], getattr(b, part)[:months]) for part in ("kinds", "chains", "nation")
    )


def kind_sums(run: Trajectory) -> np.ndarray:
    """What is summed over the organisations of each kind, by name: fields of shape (months, kinds)."""
    return records(run.kinds, KIND_SUMS_DTYPE)


def chain_sums(run: Trajectory) -> np.ndarray:
    """What is summed over chains, by name: fields of shape (months,)."""
    return records(run.chains, CHAIN_SUMS_DTYPE)


def by_kind(run: Trajectory, statistic: str, kind: str | None = None) -> np.ndarray:
    """A statistic of organisations by month, shape (months,): as a share of those of ``kind``, or of all."""
    sums = kind_sums(run)
    chosen = slice(None) if kind is None else slice(KINDS.index(kind), KINDS.index(kind) + 1)
    return sums[statistic][:, chosen].sum(axis=1) / sums["organisations"][:, chosen].sum(axis=1)


def sharing(run: Trajectory) -> np.ndarray:
    """Share that shares by month, shape (months,)."""
    return by_kind(run, "sharing")


#: What is told of each kind month by month as a share of its organisations: columns of ``months.parquet``.
SHARES_BY_MONTH = (
    "sharing", "level_2", "level_3", "depth", "willingness", "knowledge", "trust", "effective_trust", "control",
    "voluntary", "unable",
)  # fmt: skip

#: Parameters that switch off everything that makes parties differ from independent coins.
SWITCHED_OFF = (
    "parameters.gate_steepness=0",
    "parameters.value_steepness=0",
    "parameters.norm=0",
    "parameters.leave_rate=0",
    "parameters.success_attention=0",
    "parameters.pressure_attention=0",
    "parameters.initial_sharing.sme=0",
    "parameters.initial_sharing.municipality=0",
    "parameters.initial_sharing.large_firm=0",
    "parameters.initial_sharing.start_up=0",
    "parameters.initial_sharing.public_body=0",
    "parameters.knowledge_floor_1=0",
    "parameters.cash_needed=0",
    "parameters.replacement.sme=0",
    "parameters.replacement.large_firm=0",
    "parameters.replacement.start_up=0",
    "parameters.start_up_cash=240",
)
