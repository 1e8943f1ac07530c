"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import errno
import json
import math
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datadeel.experiment.experiment import Experiment
    from datadeel.experiment.progress import State
    from datadeel.scenario.records import Scenario

app = typer.Typer(
    help="An agent-based laboratory: what makes organisations share data in public-private partnerships, and what can government do about it?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_Files = Annotated[list[Path], typer.Argument(help="Scenario files (TOML).", metavar="FILE…")]
_Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change any value of the file, such as parameters.trust_asymmetry=5 or policy.subsidy.share=0.5.",
    ),
]
_Jobs = Annotated[int | None, typer.Option(min=1, help="Workers; all processors if not given.")]


class Failed(Exception):
    """Something went wrong while running."""


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what can go wrong into one clear message and an exit code: 2 for input, 1 for running."""
    from datadeel.errors import InputError

    try:
        yield
    except InputError as error:
        for line in str(error).splitlines():
            print(f"error: {line}", file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        print("interrupted: nothing of the unfinished scenario was kept", file=sys.stderr)
        raise typer.Exit(1) from None
    except Failed as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the reader has gone; nothing is left to be told
        raise typer.Exit(0) from None
    except MemoryError:
        print("error: out of memory: run fewer organisations, or fewer --jobs", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        what = (
            "no space left on the disk; nothing of the unfinished scenario was kept"
            if error.errno == errno.ENOSPC
            else error.strerror
        )
        print(f"error: {where}{what or error}", file=sys.stderr)
        raise typer.Exit(1) from None


@app.command()
def run(
    files: _Files,
    replicates: Annotated[
        int | None, typer.Option(min=1, help="Worlds per scenario; the file's own number if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the worlds; the file's own if not given.")] = None,
    months: Annotated[int | None, typer.Option(min=1, help="Months; the file's own if not given.")] = None,
    assign: _Set = None,
    jobs: _Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which each scenario gets a folder of its name.")] = Path(
        "results"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run scenarios: replicates, a summary, and a results folder with data, adoption curves and manifest."""
    with _explained():
        overrides = [*(assign or []), *([] if months is None else [f"months={months}"])]
        scenarios = _load_all(files, overrides)
        _distinct(scenarios)
        answers = [
            _run_one(
                scenario, replicates or scenario.replicates, scenario.seed if seed is None else seed, jobs, out, as_json
            )
            for scenario in scenarios
        ]
        if as_json:
            print(json.dumps(_finite(answers), indent=2, allow_nan=False))


def _finite(value: Any) -> Any:
    """The same with null for what is no finite number, as JSON asks."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _load_all(files: list[Path], overrides: list[str]) -> list[Scenario]:
    """All scenarios, or one error that lists the problems of all files."""
    from datadeel.errors import InputError
    from datadeel.scenario.loader import load

    loaded, problems = [], []
    for file in files:
        try:
            loaded.append(load(file, overrides))
        except InputError as error:
            problems.extend(str(error).splitlines())
    if problems:
        raise InputError("\n".join(dict.fromkeys(problems)))
    for scenario in loaded:
        for note in scenario.notes:
            print(f"note: {scenario.name}: {note}", file=sys.stderr)
    return loaded


def _distinct(scenarios: Sequence[Scenario | Experiment]) -> None:
    from datadeel.errors import InputError

    names = [scenario.name for scenario in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"{name}: two files of this name would share one results folder; run them apart or rename one"
            )


def _run_one(
    scenario: Scenario, replicates: int, seed: int, jobs: int | None, out: Path, quiet: bool
) -> dict[str, Any]:
    from datadeel.experiment import runner
    from datadeel.experiment.descriptions import of_run
    from datadeel.results.folder import replace_atomically
    from datadeel.results.parquet import TablesWriter
    from datadeel.studies import report

    began = time.monotonic()
    folder = out / scenario.name
    replaced = folder.exists()
    with replace_atomically(folder) as partial:
        gathered = report.RunAccumulator()
        with TablesWriter(partial) as writer, _progress(scenario.title, replicates, quiet) as advance:
            worlds = runner.replicate(scenario, replicates, seed, jobs=jobs or runner.processors())
            for done, tables in enumerate(worlds, 1):
                writer.add(tables)
                gathered.add(tables)
                advance(done)
        facts = of_run(scenario, replicates, seed).manifest(
            time.monotonic() - began, shlex.join(["datadeel", *sys.argv[1:]])
        )
        summary = report.write(partial, scenario, gathered, facts)
    if not quiet:
        _print_summary(
            scenario, summary, replicates, f"{folder}{' (an earlier result was replaced)' if replaced else ''}"
        )
    return {
        "scenario": scenario.name,
        "folder": str(folder),
        "replicates": replicates,
        "seed": seed,
        "summary": summary.to_dict("records"),
    }


@contextmanager
def _progress(title: str, total: int, quiet: bool) -> Iterator[Callable[..., None]]:
    """A progress bar with time left on standard error, where that is a terminal; called with what is done, and a text."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, told="": None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, told="")
        yield lambda done, told="": bar.update(task, completed=done, told=told)


def _print_summary(scenario: Scenario, summary: Any, replicates: int, folder: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from datadeel.analysis.summary import OUTCOMES
    from datadeel.i18n import percent, translate

    def number(name: str, value: float) -> str:
        if value != value:
            return "–"
        if name == "public_spending":
            return f"{value / 1e6:,.1f}"
        return percent("en", value, 1) if OUTCOMES[name] else f"{value:,.1f}"

    worlds = "1 world" if replicates == 1 else f"{replicates} worlds"
    table = Table(title=Text(f"{scenario.title}: month {scenario.months}, {worlds}"), title_justify="left")
    for head, side in (
        ("outcome", "left"),
        ("mean", "right"),
        ("95% interval of the mean", "right"),
        ("middle 80% of worlds", "right"),
    ):
        table.add_column(head, justify=side)  # type: ignore[arg-type]
    for row in summary.to_dict("records"):
        name = row["outcome"]
        spans = [
            f"{number(name, row[a])} to {number(name, row[b])}" if replicates > 1 else "–"
            for a, b in (("low", "high"), ("p10", "p90"))
        ]
        table.add_row(translate("en", f"outcome.{name}"), number(name, row["mean"]), *spans)
    console = Console()
    console.print(table)
    console.print(
        "Most numbers of the model are priors, not measurements: compare scenarios, do not read forecasts.",
        markup=False,
        style="dim",
    )
    console.print(f"Results: {folder}", markup=False, soft_wrap=True)


@app.command()
def sweep(
    files: Annotated[list[Path], typer.Argument(help="Experiment files (TOML).", metavar="FILE…")],
    replicates: Annotated[
        int | None, typer.Option(min=1, help="Worlds per point; the file's own number if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the worlds; the file's own if not given.")] = None,
    jobs: _Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which each experiment gets a folder of its name.")] = Path(
        "results"
    ),
    max_runs: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many new runs; the same command goes on later.")
    ] = None,
    dask: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on the workers of a dask scheduler.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs, how long and how large; run none.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Progress and result as lines of JSON.")] = False,
) -> None:
    """Run experiments: every point of a design in the same worlds. Stops and goes on; does only what is missing."""
    with _explained():
        from datadeel.errors import InputError
        from datadeel.experiment.loader import load_experiment
        from datadeel.experiment.sampling import SENSITIVITY_DESIGNS

        experiments, problems = [], []
        for file in files:
            try:
                experiments.append(load_experiment(file, replicates, seed))
            except InputError as error:
                problems.extend(str(error).splitlines())
        if problems:
            raise InputError("\n".join(dict.fromkeys(problems)))
        for one in experiments:
            if one.uncertainty_design in SENSITIVITY_DESIGNS:
                raise InputError(f"{one.name}: is a design of sensitivity analysis: run datadeel sensitivity")
        _distinct(experiments)
        workers = _workers(jobs)
        if dry_run:
            for experiment in experiments:
                _print_estimate(experiment, out / experiment.name, workers, as_json)
            return
        pool = _pool(workers, dask)
        failed = [
            name for one in experiments if (name := _sweep_one(one, out / one.name, pool, workers, max_runs, as_json))
        ]
        if failed:
            raise Failed(f"some runs failed, see failed_at, message and traceback in runs.parquet: {', '.join(failed)}")


def _workers(jobs: int | None) -> int:
    from datadeel.experiment.runner import processors

    return jobs or processors()


def _pool(workers: int, dask: str | None) -> Any:
    from datadeel.experiment import executor as worker

    return worker.dask(dask) if dask else worker.processes(workers)


def _print_estimate(experiment: Experiment, folder: Path, workers: int, as_json: bool) -> None:
    from dataclasses import asdict

    from datadeel.experiment.sweep import estimate

    told = estimate(experiment, folder, workers)
    if as_json:
        print(json.dumps({"experiment": experiment.name, **asdict(told)}))
        return
    print(
        f"{experiment.name}: {told.points:,} points × {experiment.replicates} worlds = {told.runs:,} runs, {told.missing:,} to be done: "
        f"about {_duration(told.seconds)} on {workers} workers, {told.bytes / 1e6:,.1f} MB"
    )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _sweep_one(
    experiment: Experiment, folder: Path, pool: Any, workers: int, max_runs: int | None, as_json: bool
) -> str | None:
    """Run one experiment and say how it went; gives its name if runs failed."""
    from datadeel.experiment.descriptions import of_sweep
    from datadeel.experiment.sweep import sweep, up_to_date
    from datadeel.studies import report

    if up_to_date(experiment, folder):
        _say(
            as_json,
            {"event": "done", "experiment": experiment.name, "up_to_date": True},
            f"{experiment.name}: up to date in {folder}",
        )
        return None
    began = time.monotonic()
    with _sweeping(experiment, as_json) as progress:
        result = sweep(experiment, folder, pool, workers, max_runs, progress)
    for note in result.notes:
        print(f"note: {folder / 'store'}: {note}", file=sys.stderr)
    described = of_sweep(experiment, result.state)
    report.write_sweep(result, described.manifest(time.monotonic() - began, shlex.join(["datadeel", *sys.argv[1:]])))
    state = result.state
    rest = "" if result.complete else f" of {state.total:,}; the same command goes on"
    worse = f", {state.failed:,} failed" if state.failed else ""
    text = f"{experiment.name}: {state.done:,} runs{rest}{worse}. Results: {folder}"
    fields = {"done": state.done, "failed": state.failed, "total": state.total, "folder": str(folder)}
    _say(as_json, {"event": "done", "experiment": experiment.name, **fields}, text)
    return experiment.name if state.failed else None


def _say(as_json: bool, event: dict[str, Any], text: str) -> None:
    print(json.dumps(event) if as_json else text, flush=True)


@contextmanager
def _sweeping(experiment: Experiment, as_json: bool, quiet: bool = False) -> Iterator[Callable[[State], None]]:
    """Progress of a sweep: a line of JSON a second, or a bar on a terminal. An interrupt says what was kept."""
    from datadeel.experiment.progress import State

    last = State(0, 0, experiment.runs)
    try:
        if as_json:
            told = 0.0

            def tell(state: State) -> None:
                nonlocal told, last
                last = state
                if time.monotonic() - told >= 1.0:
                    told = time.monotonic()
                    left = None if math.isinf(state.seconds_left) else round(state.seconds_left, 1)
                    fields = {"done": state.done, "failed": state.failed, "total": state.total}
                    rate = {"per_second": round(state.per_second, 1), "seconds_left": left}
                    _say(True, {"event": "progress", "experiment": experiment.name, **fields, **rate}, "")

            yield tell
        else:
            with _progress(experiment.title or experiment.name, experiment.runs, quiet) as advance:

                def show(state: State) -> None:
                    nonlocal last
                    last = state
                    failed = f", {state.failed} failed" if state.failed else ""
                    advance(state.done, f"{state.per_second:.0f} runs/s{failed}")

                yield show
    except KeyboardInterrupt:
        raise Failed(f"interrupted: {last.done:,} of {last.total:,} runs are kept; the same command goes on") from None


@app.command()
def compare(
    files: Annotated[list[Path], typer.Argument(help="Scenario files (TOML), two or more.", metavar="A B…")],
    baseline: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The scenario that others are compared with; the first if not given."),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(min=2, help="Worlds; the first file's own number if not given.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of the worlds; the first file's own if not given.")
    ] = None,
    assign: _Set = None,
    precision: Annotated[
        float,
        typer.Option(min=1e-6, help="Half width of an interval that is wanted: tells how many worlds that takes."),
    ] = 0.01,
    jobs: _Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which the comparison gets a folder of its own.")] = Path(
        "results"
    ),
    name: Annotated[str | None, typer.Option(help="Name of that folder; the scenarios' names if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> None:
    """Compare scenarios in the same worlds: paired differences, cost per durable sharer, who gains and who pays."""
    with _explained():
        from datadeel.errors import InputError, nearest
        from datadeel.experiment import executor as worker
        from datadeel.experiment.descriptions import of_comparison
        from datadeel.experiment.experiment import compared
        from datadeel.experiment.sweep import sweep
        from datadeel.studies import report

        if len(files) < 2:
            raise InputError("compare: give at least two scenario files")
        loaded = _load_all(files, assign or [])
        experiment = compared(files, assign or [], replicates, seed, precision)
        names = [one.name for one in loaded]
        chosen = (baseline or names[0]).removesuffix(".toml").rpartition("/")[2]
        if chosen not in names:
            raise InputError(f"--baseline {baseline}: is not among the scenarios; {nearest(chosen, names)}")
        if name is not None and Path(name).name != name:
            raise InputError(f"--name {name}: is not the name of a folder")
        experiment.name = name or "-vs-".join(names)
        folder, workers = out / experiment.name, _workers(jobs)
        if experiment.replicates < 2:
            raise InputError("--replicates: a comparison takes at least 2 worlds")
        began = time.monotonic()
        # A comparison is small: threads are there at once, where processes take seconds to start.
        with _sweeping(experiment, False, as_json) as progress:
            result = sweep(experiment, folder, worker.threads(workers), workers, progress=progress)
        for note in (*result.notes, *report.caveats(loaded)):
            print(f"note: {note}", file=sys.stderr)
        command = shlex.join(["datadeel", *sys.argv[1:]])
        described = of_comparison(experiment, result.state, chosen)
        tables = report.write_comparison(result, chosen, loaded, described.manifest(time.monotonic() - began, command))
        if as_json:
            told = {key: table.to_dict("records") for key, table in tables.items()}
            print(json.dumps(_finite({"folder": str(folder), **told}), indent=2, allow_nan=False))
        else:
            _print_comparison(loaded, chosen, tables, experiment, folder)
        if result.state.failed:
            raise Failed(f"{result.state.failed} runs failed, see {folder / 'runs.parquet'}")


def _print_comparison(
    loaded: list[Scenario], baseline: str, tables: dict[str, Any], experiment: Experiment, folder: Path
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from datadeel.i18n import translate
    from datadeel.studies.report import told_cost, told_number

    console = Console()
    titles = {one.name: one.title for one in loaded}
    heads = ("outcome", "there → here", "difference (95% interval)", "effect", "worse", "worlds")
    for name, part in tables["differences"].groupby("scenario", sort=False):
        title = Text(f"{titles[str(name)]}\nagainst {titles[baseline]}, in the same {experiment.replicates} worlds")
        table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
        for head in heads:
            first = head == "outcome"
            table.add_column(
                head, justify="left" if first else "right", no_wrap=not first, min_width=16 if first else None
            )
        for row in part.to_dict("records"):
            outcome = row["outcome"]
            before, after = (told_number("en", outcome, row[key]) for key in ("baseline_mean", "mean"))
            change, low, high = (told_number("en", outcome, row[key], True) for key in ("difference", "low", "high"))
            effect, worse, needed = (
                "–" if row[key] != row[key] else text.format(row[key])
                for key, text in (("effect", "{:+.1f}"), ("worse", "{:.0%}"), ("needed", "{:,.0f}"))
            )
            label = translate("en", f"outcome.{outcome}").partition(" (")[0]
            table.add_row(label, f"{before} → {after}", f"{change} ({low} to {high})", effect, worse, needed)
        console.print(table)
    for row in tables["cost"].to_dict("records"):
        console.print(told_cost("en", titles[row["scenario"]], row), markup=False)
    console.print(
        "There: the baseline. Differences of shares: in percentage points. Effect: mean over standard deviation of the differences. Worse: in what share of worlds. "
        f"Worlds: how many it takes for an interval of ±{100 * experiment.precision:g} points, or of that percentage of the baseline. Who gains and who pays: tables/gains.csv.",
        markup=False, style="dim",
    )  # fmt: skip
    console.print(f"Results: {folder}", markup=False, soft_wrap=True)


@app.command()
def check(files: _Files, assign: _Set = None) -> None:
    """Check scenario and experiment files: every problem with file, line, key and the nearest valid name."""
    with _explained():
        from datadeel.model.policy import policy_in_force
        from datadeel.scenario.toml import is_experiment

        designs = [file for file in files if is_experiment(file)]
        for file in designs:
            from datadeel.experiment.loader import load_experiment

            experiment = load_experiment(file)
            sizes = f"{len(experiment.scenario_files)} scenarios × {len(experiment.levers)} lever settings × {len(experiment.uncertainties)} uncertainty settings"
            print(f"{experiment.name}: fine: {sizes} × {experiment.replicates} worlds = {experiment.runs:,} runs")
        for scenario in _load_all([file for file in files if file not in designs], assign or []):
            parties, chains = sum(scenario.population.values()), scenario.chains
            print(
                f"{scenario.name}: fine: {parties} organisations, {chains.count} chains of {chains.size}, {scenario.months} months"
            )
            for one in policy_in_force(scenario):
                until = "the end" if one.until is None else f"month {one.until}"
                print(f"  {one.instrument}: month {one.start} to {until}, strength {one.strength:g}")


@app.command()
def sensitivity(
    file: Annotated[Path, typer.Argument(help="Experiment file (TOML).", metavar="FILE")],
    method: Annotated[
        str | None,
        typer.Option(metavar="morris|sobol|pawn|delta|oat", help="Method; that of the file's design if not given."),
    ] = None,
    samples: Annotated[int | None, typer.Option(min=1, help="Samples; the file's own number if not given.")] = None,
    replicates: Annotated[
        int | None, typer.Option(min=1, help="Worlds per row; the file's own number if not given.")
    ] = None,
    jobs: _Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which the analysis gets a folder of its name.")] = Path(
        "results/sensitivity"
    ),
    dask: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on the workers of a dask scheduler.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs, how long and how large; run none.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Progress and result as lines of JSON.")] = False,
) -> None:
    """Say which of the numbers that nobody knows moves what: indices with intervals, and how much of it is noise of the seeds."""
    with _explained():
        from datadeel.studies import report

        experiment, chosen = report.study_of(file, method, samples, replicates)
        workers = _workers(jobs)
        if dry_run:
            _print_estimate(experiment, out / experiment.name, workers, as_json)
            return
        command = shlex.join(["datadeel", *sys.argv[1:]])
        with _sweeping(experiment, as_json) as progress:
            try:
                result, study = report.run_study(
                    experiment, chosen, out, _pool(workers, dask), workers, progress, command
                )
            except RuntimeError as error:
                raise Failed(str(error)) from None
        for note in study.notes:
            print(f"note: {note}", file=sys.stderr)
        if as_json:
            fields = {"experiment": experiment.name, "folder": str(result.folder), "notes": study.notes}
            tables = {
                name: _finite(table.to_dict("records"))
                for name, table in study.tables.items()
                if name in ("indices", "noise")
            }
            _say(True, {"event": "done", **fields, **tables}, "")
        else:
            _print_sensitivity(study)
            print(f"{experiment.name}: {result.state.done:,} runs. Results: {result.folder}")


def _print_sensitivity(study: Any) -> None:
    """The leading factors of each response, those above the noise floor."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from datadeel.analysis.sensitivity import METHODS, above_floor
    from datadeel.experiment.sampling import DUMMY

    main = METHODS[study.method][1]
    if not main:
        return
    indices = study.tables["indices"]
    if not len(indices):
        print("no outcome varies: there is nothing to explain")
        return
    table = Table(box=None, pad_edge=False)
    for head in ("scenario", "policy", "outcome", f"{main}: leading factors (95% interval)", "noise floor"):
        table.add_column(head, overflow="fold")
    for labels, rows in indices[indices["index"] == main].groupby(
        ["scenario", "policy", "change", "outcome"], sort=False
    ):
        floor = float(rows.loc[rows["factor"] == DUMMY, "high"].iloc[0])
        told = [
            f"{one['factor'].removeprefix('parameters.')} {one['value']:.3g} ({one['low']:.2g} to {one['high']:.2g})"
            for one in above_floor(rows).head(5).to_dict("records")
        ]
        scenario, policy, change, outcome = labels
        what = f"change of {outcome}" if change else str(outcome)
        table.add_row(
            *map(Text, (str(scenario), str(policy), what, "; ".join(told) or "none clear of the floor", f"{floor:.2g}"))
        )
    Console().print(table)


@app.command()
def patterns(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Patterns, such as T04 H01; all if none given.", metavar="ID…")
    ] = None,
    scenario: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Try the thesis's patterns in this scenario instead of their own."),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(min=2, help="So many worlds, instead of as many as the effect asks for.")
    ] = None,
    draws: Annotated[
        int | None, typer.Option(min=0, help="Draws of all parameters that tell how robust a pattern is; 0 for none.")
    ] = None,
    assign: _Set = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer worlds, no draws: decides less, and nothing otherwise.")
    ] = False,
    jobs: _Jobs = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; results/patterns (or patterns-…) if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
) -> None:
    """Judge which patterns of the thesis and of history the model reproduces, and in how many plausible models."""
    with _explained():
        from datadeel.analysis.patterns import PATTERNS
        from datadeel.studies import report

        count = len(set(ids or [name for name, one in PATTERNS.items() if scenario is None or not one.observed]))
        seen: dict[str, None] = {}
        with _progress("patterns", count, as_json) as advance:

            def told(name: str, worlds: int) -> None:
                seen[name] = None
                advance(len(seen) - 1, f"{name}, {worlds} worlds")

            try:
                found = report.patterns(
                    ids or (), out, scenario, assign or (), replicates, draws, quick, jobs, told,
                    shlex.join(["datadeel", *sys.argv[1:]]),
                )  # fmt: skip
            except RuntimeError as error:
                raise Failed(str(error)) from None
            except KeyboardInterrupt:
                raise Failed("interrupted: the runs done are kept; the same command goes on") from None
        if as_json:
            rows = {"verdicts": found.verdicts.to_dict("records"), "parts": found.parts.to_dict("records")}
            print(json.dumps(_finite({"folder": str(found.folder), **rows}), indent=2, allow_nan=False))
        else:
            _print_patterns(found)


def _print_patterns(found: Any) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from datadeel.figures.patterns import told_finding
    from datadeel.i18n import percent, translate

    styles = {"holds": "green", "fails": "red", "undecided": "yellow"}
    table = Table(box=None, pad_edge=False)
    for head in ("", "pattern, and what it asks", "worlds", "found", "in draws"):
        table.add_column(head, no_wrap=not head.startswith("pattern") and head != "found")
    for row in found.verdicts.to_dict("records"):
        robust = "" if row["robust"] != row["robust"] else percent("en", row["robust"])
        verdict = Text(translate("en", f"pattern.{row['verdict']}"), style="bold")
        table.add_row(
            Text(row["pattern"], style="bold"),
            Text(row["title"], style="bold"),
            "",
            verdict,
            Text(robust, style="bold"),
        )
        for _, part in found.parts[found.parts["pattern"] == row["pattern"]].iterrows():
            name = "pattern.part_undecided" if part["outcome"] == "undecided" else f"pattern.{part['outcome']}"
            text = Text(translate("en", name), style=styles[part["outcome"]]).append(
                f": {told_finding('en', part)}", style="default"
            )
            robust = "" if part["robust"] != part["robust"] else percent("en", part["robust"])
            table.add_row(
                "",
                Text(f"{part['part']}. {part['claim']}"),
                Text(str(part["worlds"]), justify="right"),
                text,
                Text(robust, justify="right"),
            )
    console = Console()
    console.print(table)
    counts = found.verdicts["verdict"].value_counts()
    told = ", ".join(
        f"{counts[name]} {translate('en', f'pattern.{name}')}"
        for name in ("reproduced", "partly", "not_reproduced", "undecided")
        if name in counts
    )
    console.print(Text(f"Of {len(found.verdicts)} patterns: {told}."))
    undecided = found.parts[found.parts["outcome"] == "undecided"]
    if len(undecided):
        console.print(
            Text(
                f"Undecided parts would take up to {undecided['needed'].max():,.0f} worlds, if effects stay as they are."
            )
        )
    console.print(f"Results: {found.folder}", markup=False, soft_wrap=True)


@app.command()
def plot(
    result: Annotated[Path, typer.Argument(help="Results folder.", metavar="RESULT")],
    lang: Annotated[str, typer.Option(metavar="nl|en", help="Languages, separated by commas.")] = "en,nl",
    formats: Annotated[
        str, typer.Option("--format", metavar="svg|png|pdf", help="Formats, separated by commas.")
    ] = "svg,png",
    out: Annotated[
        Path | None, typer.Option(help="Folder for the figures; the result's own, which is emptied, if not given.")
    ] = None,
) -> None:
    """Draw all figures of a results folder again, from its tables."""
    with _explained():
        from datadeel.studies.publish import plot

        for file in plot(result, lang, formats, out):
            print(file)


@app.command()
def brief(
    results: Annotated[
        list[Path],
        typer.Argument(
            help="Results folders of run, compare or sweep; of sensitivity and patterns too.", metavar="RESULT…"
        ),
    ],
    lang: Annotated[str, typer.Option(metavar="nl|en", help="Languages, separated by commas.")] = "en,nl",
    formats: Annotated[
        str, typer.Option("--format", metavar="html|pdf", help="Formats, separated by commas.")
    ] = "html,pdf",
    title: Annotated[str, typer.Option(help="Title; one from the results if not given.")] = "",
    question: Annotated[str, typer.Option(help="Question; one from the results if not given.")] = "",
    out: Annotated[Path, typer.Option(help="Folder of the briefs.")] = Path("results/briefs"),
    name: Annotated[str, typer.Option(help="Name of the files; that of the first result if not given.")] = "",
    font: Annotated[str, typer.Option(help="Font of the PDF, one that this machine has.")] = "",
    dated: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Date on the brief; today's if not given.")
    ] = None,
) -> None:
    """Write a policy brief on results: the answer, what it rests on, and what is uncertain, as HTML and PDF."""
    with _explained():
        from datadeel.studies.publish import brief

        command = shlex.join(["datadeel", *sys.argv[1:]])
        made = brief(results, lang, formats, title, question, out, name, font, dated.date() if dated else None, command)
        for file in made:
            print(file)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario; NAME.toml is made in this folder.")],
    source: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="The scenario to start from: a name or a file.")
    ] = "baseline",
) -> None:
    """Make a scenario file that extends another, ready to be changed."""
    with _explained():
        from datadeel.scenario.template import start

        path = start(name, source)
        print(f"made {path}; change it, then: datadeel check {path}")


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="scenarios|instruments|parameters", help="What to list.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List scenarios, instruments or parameters."""
    with _explained():
        from datadeel.cli import listing

        if as_json:
            print(json.dumps(listing.listing(what), indent=2, ensure_ascii=False))
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        heads, lines = listing.shown(what)
        table = Table(box=None, pad_edge=False)
        for head in heads:
            table.add_column(head, no_wrap=head in ("name", "value", "range"), overflow="fold")
        for line in lines:
            table.add_row(*(Text(cell) for cell in line))
        console = Console()
        console.print(table)
        console.print(listing.FOOTERS[what], markup=False, style="dim")


def main() -> None:
    """The entry point of the command ``datadeel``."""
    app(prog_name="datadeel")


if __name__ == "__main__":
    main()
