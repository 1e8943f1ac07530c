"""Speed in ratios, not in seconds, and the C yardstick: it must give the same bits to be one."""

from __future__ import annotations

import importlib.util
import statistics
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from conftest import RICH, ROOT

from datadeel.model import engine, ensemble, schedule
from datadeel.scenario.loader import load


def _benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _seconds(work: Any, *arguments: Any) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


@pytest.mark.slow
def test_compiled_is_far_faster_than_mesa() -> None:
    """Some 130 times on an idle machine; a fall below 60 is a regression, whatever else runs beside the tests."""
    scenario = load(ROOT / "scenarios" / "dil.toml", ["months=36", "aftermath=0"])
    engine.run_one(scenario, 0)
    ratios = []
    for seed in range(3):
        fast = min(_seconds(engine.run_one, scenario, seed) for _ in range(5))
        ratios.append(_seconds(ensemble.run_mesa, scenario, seed) / fast)
    assert statistics.median(ratios) > 60


@pytest.mark.slow
def test_the_month_in_c_gives_the_same_bits(tmp_path: Path) -> None:
    c_month = _benchmark("c_month")
    if c_month.compiler() is None:
        pytest.skip("no C compiler")
    loaded = c_month.library(tmp_path)
    scenario = load(RICH)
    for seed in range(3):
        sums = c_month.run(loaded, engine.build(scenario, seed), schedule.plan(scenario))
        assert np.array_equal(sums[: scenario.months], engine.run_one(scenario, seed).kinds)
