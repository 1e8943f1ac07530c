"""How much faster the compiled driver is than the Mesa driver, on the same scenario and seed, with the same result.

python benchmarks/drivers.py [SCENARIO] — interleaved, medians; building the world included for both.
"""

from __future__ import annotations

import platform
import statistics
import sys
from importlib.metadata import version

from common import SCENARIOS, same, timed

from datadeel.model import engine, ensemble
from datadeel.scenario.loader import load


def main(file: str, rounds: int = 5, months: int | None = None) -> None:
    """Print both drivers' times. file: of the scenario. rounds: seeds of the Mesa driver. months: its own if None."""
    shorter = [] if months is None else [f"months={months}"]
    scenario = load(file, ["aftermath=0", *shorter])
    engine.run_one(scenario, 0)  # compiled, or taken from the cache, before the clock starts
    compiled, readable = [], []
    for seed in range(0, 10 * rounds, 10):
        # Ten seeds, since a world that has just been built would not be built again.
        times = [timed(engine.run_one, scenario, seed + one) for one in range(10)]
        compiled.append(statistics.median(one for one, _ in times))
        slow, mesa = timed(ensemble.run_mesa, scenario, seed)
        readable.append(slow)
        assert same(mesa, times[0][1]), "the drivers differ"
    ratios = [slow / fast for slow, fast in zip(readable, compiled, strict=True)]
    organisations = sum(scenario.population.values())
    print(f"{scenario.name}: {organisations} organisations, {scenario.months} months")
    for name, seconds in (("Mesa driver", readable), ("compiled driver", compiled)):
        middle = statistics.median(seconds)
        each = middle / organisations / scenario.months * 1e9
        print(f"{name:16} {middle:8.4f} s   {each:8.0f} ns per organisation-month")
    middle = statistics.median(ratios)
    print(
        f"ratio            {middle:8.0f}     "
        f"(from {min(ratios):.0f} to {max(ratios):.0f} over {rounds} seeds), same bits"
    )
    packages = ", ".join(f"{name} {version(name.lower())}" for name in ("Mesa", "Numba", "NumPy"))
    print(f"Python {platform.python_version()}, {packages}, {platform.machine()}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(SCENARIOS / "dil.toml"))
