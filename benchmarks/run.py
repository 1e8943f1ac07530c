"""How fast the two drivers are, how cost grows with size, and what an ensemble does a minute.

python benchmarks/run.py — writes benchmarks/RESULTS.md; takes some five minutes on two cores.

Rules: the same scenario (the baseline, its population and chains multiplied), the same seeds, all drivers interleaved,
medians; every run is checked against the others, bit for bit. Building the world is timed apart. Bytes are those
of a world's records and lists, chains and ties included. AgentPy runs the same rules as its users would write them
(agentpy_month.py), where it is installed: pip install agentpy.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

SIZES = (1, 10, 100, 1000)
AGENTPY = importlib.util.find_spec("agentpy") is not None
MESA_MONTHS = {1: 120, 10: 24, 100: 3}  # whole runs take too long beyond
ROUNDS = 3


def scaled(factor: int, months: int):  # type: ignore[no-untyped-def]
    from datadeel.scenario.loader import load

    base = load("scenarios/baseline.toml")
    counts = [f"population.{kind}={number * factor}" for kind, number in base.population.items()]
    return load(
        "scenarios/baseline.toml",
        [*counts, f"chains.count={base.chains.count * factor}", f"months={months}", "aftermath=0"],
    )


def timed(work, *arguments):  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - began, result


def same(one, other) -> bool:  # type: ignore[no-untyped-def]
    """Whether two trajectories are the same bits."""
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in ("kinds", "chains", "nation"))


C_FLAGS = {"C, libm": ("-DLIBM",), "C": (), "C, at its best": ("-march=native",)}


def libraries(folder: str):  # type: ignore[no-untyped-def]
    """The month in C, compiled in each of the ways of C_FLAGS; none where there is no compiler."""
    import c_month

    if c_month.compiler() is None:
        return {}
    return {name: c_month.library(Path(folder), *flags) for name, flags in C_FLAGS.items()}


def in_c(loaded, scenario, seed: int, compiled, same: bool) -> float:  # type: ignore[no-untyped-def]
    """Seconds of a run in C, checked against the compiled driver's sums unless it uses the C library's exponential."""
    import c_month

    from datadeel.model import engine, schedule

    world, plan = engine.build(scenario, seed), schedule.plan(scenario)
    seconds, sums = timed(c_month.run, loaded, world, plan)
    assert not same or (sums == compiled.kinds).all(), "C differs"
    return seconds


def measure(factor: int) -> dict[str, float]:
    """One size: seconds of building, nanoseconds an organisation-month of both drivers, bytes an organisation."""
    from datadeel.model import engine, ensemble
    from datadeel.model import state as columns

    engine.run_one(scaled(1, 2), 0)
    months = MESA_MONTHS.get(factor, 24)
    scenario = scaled(factor, months)
    size = sum(scenario.population.values())
    build, fast, threads, slow, agentpy = [], [], [], [], []
    folder = tempfile.TemporaryDirectory()
    loaded = libraries(folder.name)
    c: dict[str, list[float]] = {name: [] for name in loaded}
    for seed in range(ROUNDS):
        build.append(timed(engine.build, scenario, seed)[0])
        again = timed(engine.build, scenario, seed)[0]  # what the runs below take for it: small worlds are remembered
        seconds, compiled = timed(engine.run_one, scenario, seed)
        fast.append(seconds - again)
        seconds, shared = timed(engine.run_one, scenario, seed, None, 2)
        assert same(compiled, shared), "threads differ"
        threads.append(seconds - again)
        for name, one in loaded.items():
            c[name].append(in_c(one, scenario, seed, compiled, "libm" not in name))
        if factor in MESA_MONTHS:
            seconds, mesa = timed(ensemble.run_mesa, scenario, seed)
            assert same(compiled, mesa), "the drivers differ"
            slow.append(seconds - again)
        if factor in MESA_MONTHS and AGENTPY:
            import agentpy_month

            seconds, other = timed(agentpy_month.run, scenario, seed)
            assert same(compiled, other), "AgentPy differs"
            agentpy.append(seconds - again)
    each = 1e9 / size / months
    world = engine.build(scenario, 0)
    arrays = (world.organisations, world.chains, world.seats, world.memberships, world.ties)
    held = sum(array.nbytes for array in arrays) + size * columns.VISIBLE_DTYPE.itemsize
    return {
        "organisations": size,
        "build": statistics.median(build) * 1e9 / size,
        "compiled": statistics.median(fast) * each,
        "threads": statistics.median(threads) * each,
        "mesa": statistics.median(slow) * each if slow else 0.0,
        "agentpy": statistics.median(agentpy) * each if agentpy else 0.0,
        **{name: statistics.median(values) * each for name, values in c.items()},
        "ratio": statistics.median(s / f for s, f in zip(slow, fast, strict=True)) if slow else 0.0,
        "bytes": held / size,
    }


def runs_a_minute() -> dict[str, float]:
    """Runs a minute of the logistics scenario on all processors: alone, with tables, and from the command line."""
    from datadeel.experiment import runner
    from datadeel.model import engine, ensemble
    from datadeel.scenario.loader import load

    scenario = load("scenarios/dil.toml")
    engine.run_one(scenario, 0)
    jobs, runs = runner.processors(), 600
    bare = timed(lambda: sum(1 for _ in ensemble.ensemble(scenario, runs, 1, jobs=jobs)))[0]
    tables = timed(lambda: sum(1 for _ in runner.replicate(scenario, runs, 1, jobs=jobs)))[0]
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "datadeel.cli",
            "run",
            "scenarios/dil.toml",
            "--replicates",
            str(runs),
            "--out",
            folder,
        ]
        written = timed(lambda: subprocess.run(command, check=True, capture_output=True))[0]
    return {"bare": 60 * runs / bare, "tables": 60 * runs / tables, "written": 60 * runs / written}


def first_call() -> float:
    """Seconds of the first run ever, compilation included."""
    with tempfile.TemporaryDirectory() as folder:
        code = "import datadeel; datadeel.run(datadeel.load('scenarios/dil.toml', ['months=2']), replicates=1)"
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=environment))[0]


def main() -> None:
    rows = []
    for factor in SIZES:
        out = subprocess.run([sys.executable, __file__, str(factor)], check=True, capture_output=True, text=True).stdout
        rows.append(json.loads(out))
        print(rows[-1])
    runs, compile_seconds = runs_a_minute(), first_call()
    smallest = next(row["compiled"] for row in rows if row["organisations"] > 1000)
    lines = [
        "# What was measured",
        "",
        "Made by `python benchmarks/run.py`; its opening text states the rules.",
        f"{platform.machine()}, {os.cpu_count()} processors; Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("mesa", "numba", "numpy", *["agentpy"] * AGENTPY))
        + ".",
        "",
        "| organisations | building, ns each | compiled, ns per organisation-month | on two threads | Mesa, ns | Mesa / compiled | AgentPy, ns | bytes each |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        mesa = [f"{row['mesa']:,.0f}", f"{row['ratio']:.0f}"] if row["mesa"] else ["not run: hours", ""]
        agentpy = f"{row['agentpy']:,.0f}" if row["agentpy"] else "not run: hours" if AGENTPY else "not installed"
        cells = [
            f"{row['organisations']:,}",
            f"{row['build']:,.0f}",
            f"{row['compiled']:.0f}",
            f"{row['threads']:.0f}",
            *mesa,
            agentpy,
            f"{row['bytes']:,.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    if AGENTPY:
        lines += [
            "",
            "AgentPy: the same rules as its users would write them (`agentpy_month.py`), but for parameters, plain attributes to its advantage; the same bits.",
        ]
    if "C" in rows[0]:
        heads = ["compiled", *C_FLAGS]
        lines += [
            "",
            "The same month in C, translated from the rules (`c_month.py`), one thread, ns per organisation-month:",
            "",
        ]
        lines += [
            "| organisations | " + " | ".join(heads) + " | compiled / C with libm | compiled / C at its best |",
            "|" + "---|" * (len(heads) + 3),
        ]
        for row in rows:
            ratios = [f"{row['compiled'] / row[name]:.2f}" for name in ("C, libm", "C, at its best")]
            lines.append(
                "| "
                + " | ".join([f"{row['organisations']:,}", *(f"{row[name]:.0f}" for name in heads), *ratios])
                + " |"
            )
        lines += [
            "",
            "`C` and `C, at its best` (-march=native) use our exponential and give the same bits as both drivers.",
        ]
    lines += [
        "",
        f"Growth: an organisation-month at {rows[-1]['organisations']:,} costs {rows[-1]['compiled'] / smallest:.1f} times that at {rows[1]['organisations']:,}.",
        "",
        "Ensemble of the logistics scenario (492 organisations, 120 months and 12 of aftermath), runs a minute on all processors: "
        f"{runs['bare']:,.0f} bare, {runs['tables']:,.0f} with tables, {runs['written']:,.0f} from the command line with everything written.",
        "",
        f"First run ever, compilation included: {compile_seconds:.0f} s.",
        "",
    ]
    Path("benchmarks/RESULTS.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        main()
