"""The commands: each parses what was typed, has a study do it, and prints what came. Heavy imports wait until one
needs them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datadeel.cli.console import (
    Failed,
    explained,
    failures_explained,
    json_safe,
    note,
    print_json,
    progress,
    say,
    sweeping,
    typed,
)

if TYPE_CHECKING:
    from datadeel.experiment.executor import Pool
    from datadeel.experiment.experiment import Experiment
    from datadeel.scenario.records import Scenario

app = typer.Typer(
    help=(
        "An agent-based laboratory: what makes organisations share data in public-private partnerships, "
        "and what can government do about it?"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Files = Annotated[list[Path], typer.Argument(help="Scenario files (TOML).", metavar="FILE…")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change any value of the file, such as parameters.trust_asymmetry=5 or policy.subsidy.share=0.5.",
    ),
]
Jobs = Annotated[int | None, typer.Option(min=1, help="Workers; all processors if not given.")]


def distinct(names: Sequence[str]) -> None:
    """Raise InputError if two of ``names`` are the same: they would share one results folder."""
    from datadeel.errors import InputError

    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"{name}: two files of this name would share one results folder; run them apart or rename one"
            )


@app.command()
def run(
    files: Files,
    replicates: Annotated[
        int | None, typer.Option(min=1, help="Worlds per scenario; the file's own number if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the worlds; the file's own if not given.")] = None,
    months: Annotated[int | None, typer.Option(min=1, help="Months; the file's own if not given.")] = None,
    assign: Set = None,
    jobs: Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which each scenario gets a folder of its name.")] = Path(
        "results"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Run scenarios: replicates, a summary, and a results folder with data, adoption curves and manifest."""
    with explained():
        from datadeel.scenario.loader import load_all

        overrides = [*(assign or []), *([] if months is None else [f"months={months}"])]
        scenarios = load_all(files, overrides)
        for scenario in scenarios:
            note(scenario.notes, f"{scenario.name}: ")
        distinct([one.name for one in scenarios])
        answers = [_run_one(scenario, replicates, seed, jobs, out, as_json) for scenario in scenarios]
        if as_json:
            print_json(answers)


def _run_one(
    scenario: Scenario, replicates: int | None, seed: int | None, jobs: int | None, out: Path, quiet: bool
) -> dict[str, object]:
    """Run one scenario, print its summary unless ``quiet``, and give what JSON tells of it."""
    from datadeel.studies.run import run

    replaced = " (an earlier result was replaced)" if (out / scenario.name).exists() else ""
    with progress(scenario.title, replicates or scenario.replicates, quiet) as advance:
        results = run(scenario, replicates, seed, out=out, progress=advance, jobs=jobs, command=typed())
    if not quiet:
        from datadeel.cli.tables import print_summary

        print_summary(results, f"{results.folder}{replaced}")
    return {
        "scenario": scenario.name,
        "folder": str(results.folder),
        "replicates": results.replicates,
        "seed": results.seed,
        "summary": results.summary.to_dict("records"),
    }


@app.command()
def sweep(
    files: Annotated[list[Path], typer.Argument(help="Experiment files (TOML).", metavar="FILE…")],
    replicates: Annotated[
        int | None, typer.Option(min=1, help="Worlds per point; the file's own number if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the worlds; the file's own if not given.")] = None,
    jobs: Jobs = None,
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
    with explained():
        experiments = _load_experiments(files, replicates, seed)
        distinct([one.name for one in experiments])
        if dry_run:
            from datadeel.cli.tables import print_estimate

            for experiment in experiments:
                print_estimate(experiment, out / experiment.name, _workers(jobs), as_json)
            return
        pool = _pool(_workers(jobs), dask)
        failed = [one.name for one in experiments if not _sweep_one(one, out, pool, jobs, max_runs, as_json)]
        if failed:
            raise Failed(f"some runs failed, see failed_at, message and traceback in runs.parquet: {', '.join(failed)}")


def _load_experiments(files: list[Path], replicates: int | None, seed: int | None) -> list[Experiment]:
    """All experiments, or one error that lists the problems of all files."""
    from datadeel.errors import InputError
    from datadeel.experiment.loader import load_experiment
    from datadeel.experiment.sampling import SENSITIVITY_DESIGNS

    experiments: list[Experiment] = []
    problems: list[str] = []
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
    return experiments


def _workers(jobs: int | None) -> int:
    from datadeel.experiment.runner import processors

    return jobs or processors()


def _pool(workers: int, dask: str | None) -> Pool:
    """What opens the workers of a sweep: processes here, or those of a dask scheduler."""
    from datadeel.experiment import executor

    return executor.dask(dask) if dask else executor.processes(workers)


def _sweep_one(
    experiment: Experiment, out: Path, pool: Pool, jobs: int | None, max_runs: int | None, as_json: bool
) -> bool:
    """Run one experiment and say how it went; gives whether no run failed."""
    from datadeel.studies.sweep import sweep

    name = experiment.name
    with sweeping(name, experiment.title or name, experiment.runs, as_json) as tell:
        results = sweep(experiment, out, None, None, max_runs, jobs=jobs, pool=pool, progress=tell, command=typed())
    if results.up_to_date:
        event: dict[str, object] = {"event": "done", "experiment": name, "up_to_date": True}
        say(as_json, event, f"{name}: up to date in {results.folder}")
        return True
    note(results.notes, f"{results.folder / 'store'}: ")
    state = results.state
    rest = "" if results.complete else f" of {state.total:,}; the same command goes on"
    worse = f", {state.failed:,} failed" if state.failed else ""
    fields = {"done": state.done, "failed": state.failed, "total": state.total, "folder": str(results.folder)}
    text = f"{name}: {state.done:,} runs{rest}{worse}. Results: {results.folder}"
    say(as_json, {"event": "done", "experiment": name, **fields}, text)
    return not state.failed


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
    assign: Set = None,
    precision: Annotated[
        float,
        typer.Option(min=1e-6, help="Half width of an interval that is wanted: tells how many worlds that takes."),
    ] = 0.01,
    jobs: Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which the comparison gets a folder of its own.")] = Path(
        "results"
    ),
    name: Annotated[str | None, typer.Option(help="Name of that folder; the scenarios' names if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> None:
    """Compare scenarios in the same worlds: paired differences, cost per durable sharer, who gains and who pays."""
    with explained():
        from datadeel.studies.compare import compare

        title = name or "-vs-".join(file.stem for file in files)
        with sweeping(title, title, 0, as_json=False, quiet=as_json) as tell:
            results = compare(
                files,
                baseline,
                replicates,
                seed,
                assign or (),
                precision,
                out,
                name,
                jobs=jobs,
                progress=tell,
                command=typed(),
            )
        note(results.notes)
        if as_json:
            parts = [key for key in ("differences", "cost", "gains", "pairs") if key in results.tables]
            rows: dict[str, object] = {key: results.tables[key].to_dict("records") for key in parts}
            print_json({"folder": str(results.folder), **rows})
        else:
            from datadeel.cli.tables import print_comparison

            print_comparison(results)
        if results.state.failed:
            raise Failed(f"{results.state.failed} runs failed, see {results.folder / 'runs.parquet'}")


@app.command()
def check(files: Files, assign: Set = None) -> None:
    """Check scenario and experiment files: every problem with file, line, key and the nearest valid name."""
    with explained():
        from datadeel.model.policy import policy_in_force
        from datadeel.scenario.loader import load_all
        from datadeel.scenario.toml import is_experiment

        designs = [file for file in files if is_experiment(file)]
        for file in designs:
            from datadeel.experiment.loader import load_experiment

            experiment = load_experiment(file)
            sizes = (
                f"{len(experiment.scenario_files)} scenarios × {len(experiment.levers)} lever settings × "
                f"{len(experiment.uncertainties)} uncertainty settings"
            )
            print(f"{experiment.name}: fine: {sizes} × {experiment.replicates} worlds = {experiment.runs:,} runs")
        scenarios = load_all([file for file in files if file not in designs], assign or [])
        for scenario in scenarios:
            note(scenario.notes, f"{scenario.name}: ")
        for scenario in scenarios:
            parties, chains = sum(scenario.population.values()), scenario.chains
            size = f"{parties} organisations, {chains.count} chains of {chains.size}, {scenario.months} months"
            print(f"{scenario.name}: fine: {size}")
            for one in policy_in_force(scenario):
                until = "the end" if one.until is None else f"month {one.until}"
                print(f"  {one.instrument}: month {one.start} to {until}, strength {one.strength:g}")


@app.command(
    help=(
        "Say which of the numbers that nobody knows moves what: indices with intervals, and how much of it is noise of "
        "the seeds."
    )
)
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
    jobs: Jobs = None,
    out: Annotated[Path, typer.Option(help="Folder in which the analysis gets a folder of its name.")] = Path(
        "results/sensitivity"
    ),
    dask: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on the workers of a dask scheduler.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs, how long and how large; run none.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Progress and result as lines of JSON.")] = False,
) -> None:
    """Say which of the numbers that nobody knows moves what."""
    with explained():
        from datadeel.studies.sensitivity import sensitivity, study_of

        experiment, chosen = study_of(file, method, samples, replicates)
        workers = _workers(jobs)
        if dry_run:
            from datadeel.cli.tables import print_estimate

            print_estimate(experiment, out / experiment.name, workers, as_json)
            return
        name = experiment.name
        pool = _pool(workers, dask)
        with sweeping(name, experiment.title or name, experiment.runs, as_json) as tell, failures_explained():
            results = sensitivity(experiment, out, chosen, jobs=jobs, pool=pool, progress=tell, command=typed())
        note(results.notes)
        if as_json:
            fields: dict[str, object] = {"experiment": name, "folder": str(results.folder), "notes": results.notes}
            shown = {key: one for key, one in results.tables.items() if key in ("indices", "noise")}
            tables: dict[str, object] = {key: json_safe(table.to_dict("records")) for key, table in shown.items()}
            say(True, {"event": "done", **fields, **tables}, "")
        else:
            from datadeel.cli.tables import print_sensitivity

            print_sensitivity(results)
            print(f"{name}: {results.state.done:,} runs. Results: {results.folder}")


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
    assign: Set = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer worlds, no draws: decides less, and nothing otherwise.")
    ] = False,
    jobs: Jobs = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; results/patterns (or patterns-…) if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
) -> None:
    """Judge which patterns of the thesis and of history the model reproduces, and in how many plausible models."""
    with explained():
        from datadeel.studies.patterns import patterns, selected

        count = len(selected(ids or (), scenario is not None))
        seen: set[str] = set()
        with progress("patterns", count, as_json) as advance, failures_explained():

            def _tell(pattern: str, worlds: int) -> None:
                """Patterns begun so far are done but for the last."""
                seen.add(pattern)
                advance(len(seen) - 1, f"{pattern}, {worlds} worlds")

            try:
                results = patterns(
                    ids or (),
                    out,
                    scenario,
                    assign or (),
                    replicates,
                    draws,
                    quick,
                    jobs=jobs,
                    progress=_tell,
                    command=typed(),
                )
            except KeyboardInterrupt:
                raise Failed("interrupted: the runs done are kept; the same command goes on") from None
        if as_json:
            rows: dict[str, object] = {key: results.tables[key].to_dict("records") for key in ("verdicts", "parts")}
            print_json({"folder": str(results.folder), **rows})
        else:
            from datadeel.cli.tables import print_patterns

            print_patterns(results)


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
    with explained():
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
    with explained():
        from datadeel.studies.publish import brief

        today = dated.date() if dated else None
        for file in brief(
            results, lang, formats, title, question, out, name=name, font=font, today=today, command=typed()
        ):
            print(file)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario; NAME.toml is made in this folder.")],
    source: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="The scenario to start from: a name or a file.")
    ] = "baseline",
) -> None:
    """Make a scenario file that extends another, ready to be changed."""
    with explained():
        from datadeel.scenario.template import start

        path = start(name, source)
        print(f"made {path}; change it, then: datadeel check {path}")


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="scenarios|instruments|parameters", help="What to list.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List scenarios, instruments or parameters."""
    with explained():
        from datadeel.cli.listing import FOOTERS, listing, shown

        if as_json:
            print(json.dumps(listing(what), indent=2, ensure_ascii=False))
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        heads, lines = shown(what)
        table = Table(box=None, pad_edge=False)
        for head in heads:
            table.add_column(head, no_wrap=head in ("name", "value", "range"), overflow="fold")
        for line in lines:
            table.add_row(*(Text(cell) for cell in line))
        console = Console()
        console.print(table)
        console.print(FOOTERS[what], markup=False, style="dim")
