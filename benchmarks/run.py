"""How fast the two drivers are, how cost grows with size, and what an ensemble does a minute.

python benchmarks/run.py — writes benchmarks/RESULTS.md; takes some five minutes on two cores.
python benchmarks/run.py --smoke — every benchmark once on a tiny size, in a minute, to see that they work; writes
nothing.

Rules: the same scenario (the baseline, its population and chains multiplied), the same seeds, all drivers interleaved,
medians; every run is checked against the others, bit for bit. Building the world is timed apart. Bytes are those of a
world's records and lists, chains and ties included. AgentPy runs the same rules as its users would write them
(agentpy_month.py), where it is installed: pip install agentpy.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import c_month
import drivers
from common import SCENARIOS, same, scaled, timed

from datadeel.experiment import runner
from datadeel.model import engine, ensemble, schedule, state
from datadeel.scenario.loader import load
from datadeel.scenario.records import Scenario

HERE = Path(__file__).resolve().parent
SIZES = (1, 10, 100, 1000)
AGENTPY = importlib.util.find_spec("agentpy") is not None
MESA_MONTHS = {1: 120, 10: 24, 100: 3}  # whole runs take too long beyond
C_FLAGS = {"C, libm": ("-DLIBM",), "C": (), "C, at its best": ("-march=native",)}

#: One size: what was measured, by name.
Row = dict[str, float]


def libraries(folder: str) -> dict[str, Any]:
    """The month in C, compiled in each of the ways of C_FLAGS; none where there is no compiler."""
    if c_month.compiler() is None:
        return {}
    return {name: c_month.library(Path(folder), *flags) for name, flags in C_FLAGS.items()}


def one_seed(scenario: Scenario, seed: int, loaded: dict[str, Any], slow: bool) -> Row:
    """Seconds of building a world, and of its months in each driver, checked against each other.

    loaded: from :func:`libraries`. slow: whether Mesa and AgentPy take part.
    """
    took = {"build": timed(engine.build, scenario, seed)[0]}
    again = timed(engine.build, scenario, seed)[0]  # what the runs below take for it: small worlds are remembered
    seconds, compiled = timed(engine.run_one, scenario, seed)
    took["compiled"] = seconds - again
    seconds, shared = timed(engine.run_one, scenario, seed, None, 2)
    assert same(compiled, shared), "threads differ"
    took["threads"] = seconds - again
    for name, library in loaded.items():
        world, plan = engine.build(scenario, seed), schedule.plan(scenario)
        took[name], sums = timed(c_month.run, library, world, plan)
        assert "libm" in name or (sums == compiled.kinds).all(), "C differs"
    if slow:
        seconds, mesa = timed(ensemble.run_mesa, scenario, seed)
        assert same(compiled, mesa), "the drivers differ"
        took["mesa"] = seconds - again
        took["ratio"] = took["mesa"] / took["compiled"]
    if slow and AGENTPY:
        import agentpy_month

        seconds, other = timed(agentpy_month.run, scenario, seed)
        assert same(compiled, other), "AgentPy differs"
        took["agentpy"] = seconds - again
    return took


def measure(factor: int, months: int, rounds: int) -> Row:
    """One size: nanoseconds an organisation of building, an organisation-month of each driver; bytes each."""
    engine.run_one(scaled(1, 2), 0)
    scenario = scaled(factor, months)
    size = sum(scenario.population.values())
    times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        loaded = libraries(folder)
        for seed in range(rounds):
            for name, seconds in one_seed(scenario, seed, loaded, factor in MESA_MONTHS).items():
                times[name].append(seconds)
    units = {"build": 1e9 / size, "ratio": 1.0}
    row = {name: statistics.median(all_) * units.get(name, 1e9 / size / months) for name, all_ in times.items()}
    world = engine.build(scenario, 0)
    arrays = (world.organisations, world.chains, world.seats, world.memberships, world.ties)
    held = sum(array.nbytes for array in arrays) + size * state.VISIBLE_DTYPE.itemsize
    return {"organisations": size, **row, "bytes": held / size}


def runs_a_minute(runs: int, *changes: str) -> Row:
    """Runs a minute of the logistics scenario on all processors: alone, with tables, and from the command line.

    runs: how many. changes: to the scenario, KEY=VALUE.
    """
    file = SCENARIOS / "dil.toml"
    scenario = load(file, changes)
    engine.run_one(scenario, 0)
    jobs = runner.processors()
    bare = timed(lambda: sum(1 for _ in ensemble.ensemble(scenario, runs, 1, jobs=jobs)))[0]
    tables = timed(lambda: sum(1 for _ in runner.replicate(scenario, runs, 1, jobs=jobs)))[0]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "datadeel.cli", "run", str(file), "--replicates", str(runs), "--out", folder]
        command += [part for change in changes for part in ("--set", change)]
        written = timed(lambda: subprocess.run(command, check=True, capture_output=True))[0]
    return {"bare": 60 * runs / bare, "tables": 60 * runs / tables, "written": 60 * runs / written}


def first_call() -> float:
    """Seconds of the first run ever, compilation included."""
    with tempfile.TemporaryDirectory() as folder:
        code = (
            f"import datadeel; datadeel.run(datadeel.load({str(SCENARIOS / 'dil.toml')!r}, ['months=2']), replicates=1)"
        )
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=environment))[0]


def sizes_table(rows: list[Row]) -> list[str]:
    """The table of sizes as lines of Markdown."""
    heads = (
        "organisations", "building, ns each", "compiled, ns per organisation-month", "on two threads", "Mesa, ns",
        "Mesa / compiled", "AgentPy, ns", "bytes each",
    )  # fmt: skip
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in rows:
        mesa = [f"{row['mesa']:,.0f}", f"{row['ratio']:.0f}"] if "mesa" in row else ["not run: hours", ""]
        agentpy = f"{row['agentpy']:,.0f}" if "agentpy" in row else "not run: hours" if AGENTPY else "not installed"
        numbers = [
            f"{row['organisations']:,}",
            f"{row['build']:,.0f}",
            f"{row['compiled']:.0f}",
            f"{row['threads']:.0f}",
        ]
        lines.append("| " + " | ".join([*numbers, *mesa, agentpy, f"{row['bytes']:,.0f}"]) + " |")
    return lines


def c_table(rows: list[Row]) -> list[str]:
    """The table of the month in C as lines of Markdown; none where there is no compiler."""
    if "C" not in rows[0]:
        return []
    names = ["compiled", *C_FLAGS]
    lines = [
        "",
        "The same month in C, translated from the rules (`c_month.py`), one thread, ns per organisation-month:",
        "",
        "| organisations | " + " | ".join(names) + " | compiled / C with libm | compiled / C at its best |",
        "|" + "---|" * (len(names) + 3),
    ]
    for row in rows:
        ratios = [f"{row['compiled'] / row[name]:.2f}" for name in ("C, libm", "C, at its best")]
        numbers = [f"{row['organisations']:,}", *(f"{row[name]:.0f}" for name in names)]
        lines.append("| " + " | ".join([*numbers, *ratios]) + " |")
    same_bits = "`C` and `C, at its best` (-march=native) use our exponential and give the same bits as both drivers."
    return [*lines, "", same_bits]


def report(rows: list[Row], runs: Row, first: float) -> str:
    """What was measured, as Markdown. rows: by size. runs: a minute. first: seconds of the first call ever."""
    small = next(row for row in rows if row["organisations"] > 1000)
    growth = rows[-1]["compiled"] / small["compiled"]
    packages = ", ".join(f"{name} {version(name)}" for name in ("mesa", "numba", "numpy", *["agentpy"] * AGENTPY))
    note = [
        "",
        "AgentPy: the same rules as its users would write them (`agentpy_month.py`), but for parameters, plain "
        "attributes to its advantage; the same bits.",
    ] * AGENTPY
    return "\n".join(
        [
            "# What was measured",
            "",
            "Made by `python benchmarks/run.py`; its opening text states the rules.",
            f"{platform.machine()}, {os.cpu_count()} processors; Python {platform.python_version()}, {packages}.",
            "",
            *sizes_table(rows),
            *note,
            *c_table(rows),
            "",
            f"Growth: an organisation-month at {rows[-1]['organisations']:,} costs {growth:.1f} times that at "
            f"{small['organisations']:,}.",
            "",
            "Ensemble of the logistics scenario (492 organisations, 120 months and 12 of aftermath), runs a minute on "
            f"all processors: {runs['bare']:,.0f} bare, {runs['tables']:,.0f} with tables, {runs['written']:,.0f} from "
            "the command line with everything written.",
            "",
            f"First run ever, compilation included: {first:.0f} s.",
            "",
        ]
    )


def smoke() -> None:
    """Every benchmark once on a tiny size."""
    tiny = "months=6"
    drivers.main(str(SCENARIOS / "dil.toml"), rounds=1, months=6)
    c_month.main(str(SCENARIOS / "dil-thesis-advice.toml"), months=6)
    print("AgentPy:", "same bits, below" if AGENTPY else "not installed, left out")
    rows = [measure(1, 6, 1), measure(3, 2, 1)]
    print(report(rows, runs_a_minute(4, tiny), first_call()))


def whole() -> None:
    """All sizes, each in a process of its own, and the ensemble; writes RESULTS.md."""
    rows = []
    for factor in SIZES:
        command = [sys.executable, __file__, "--size", str(factor)]
        rows.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(rows[-1])
    text = report(rows, runs_a_minute(600), first_call())
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="every benchmark once on a tiny size; writes nothing")
    parser.add_argument("--size", type=int, help="only one size, as JSON: so many times the baseline")
    given = parser.parse_args()
    if given.size:
        print(json.dumps(measure(given.size, MESA_MONTHS.get(given.size, 24), rounds=3)))
    elif given.smoke:
        smoke()
    else:
        whole()


if __name__ == "__main__":
    main()
