"""How much faster the compiled driver is than the Mesa driver, on the same scenario and seed, with the same result.

python benchmarks/drivers.py [SCENARIO] — interleaved, medians; building the world included for both.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from importlib.metadata import version

import numpy as np

from datadeel.model import engine, ensemble
from datadeel.scenario.loader import load


def seconds(run, scenario, seed):  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    trajectory = run(scenario, seed)
    return time.perf_counter() - began, trajectory


def main(file: str, rounds: int = 5) -> None:
    scenario = load(file, ["aftermath=0"])
    engine.run_one(scenario, 0)  # compiled, or taken from the cache, before the clock starts
    compiled, readable = [], []
    for seed in range(0, 10 * rounds, 10):
        # Ten seeds, since a world that has just been built would not be built again.
        times = [seconds(engine.run_one, scenario, seed + one) for one in range(10)]
        compiled.append(statistics.median(one for one, _ in times))
        slow, mesa = seconds(ensemble.run_mesa, scenario, seed)
        readable.append(slow)
        assert np.array_equal(mesa.kinds, times[0][1].kinds), "the drivers differ"
    ratios = [slow / fast for slow, fast in zip(readable, compiled, strict=True)]
    size = sum(scenario.population.values()) * scenario.months
    print(f"{scenario.name}: {sum(scenario.population.values())} organisations, {scenario.months} months")
    print(
        f"Mesa driver      {statistics.median(readable):8.3f} s   {statistics.median(readable) / size * 1e9:8.0f} ns per organisation-month"
    )
    print(
        f"compiled driver  {statistics.median(compiled):8.4f} s   {statistics.median(compiled) / size * 1e9:8.0f} ns per organisation-month"
    )
    print(
        f"ratio            {statistics.median(ratios):8.0f}     (from {min(ratios):.0f} to {max(ratios):.0f} over {rounds} seeds), same bits"
    )
    print(
        f"Python {platform.python_version()}, Mesa {version('mesa')}, Numba {version('numba')}, NumPy {version('numpy')}, {platform.machine()}"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "scenarios/dil.toml")
