"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import errno
import json
import math
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datadeel.scenario import Scenario

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
    jobs: Annotated[int | None, typer.Option(min=1, help="Threads; all processors if not given.")] = None,
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
            print(json.dumps(_without_nan(answers), indent=2, allow_nan=False))


def _without_nan(value: Any) -> Any:
    """The same with null for what is not a number, as JSON asks."""
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _load_all(files: list[Path], overrides: list[str]) -> list[Scenario]:
    """All scenarios, or one error that lists the problems of all files."""
    from datadeel.errors import InputError
    from datadeel.scenario import load

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


def _distinct(scenarios: list[Scenario]) -> None:
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
    from datadeel.experiment import report, runner, store

    began = time.monotonic()
    folder = out / scenario.name
    replaced = folder.exists()
    with store.aside(folder) as partial:
        writer = store.Writer(partial)
        gathered = report.Gathered()
        whole = False
        try:
            with _progress(scenario.title, replicates, quiet) as advance:
                for tables in runner.replicate(scenario, replicates, seed, jobs=jobs or runner.processors()):
                    writer.add(tables)
                    gathered.add(tables)
                    advance()
            whole = True
        finally:
            writer.close(whole)
        facts = store.manifest(
            scenario, replicates, seed, time.monotonic() - began, shlex.join(["datadeel", *sys.argv[1:]])
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
def _progress(title: str, total: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A progress bar with time left on standard error, where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
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
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda: bar.advance(task)


def _print_summary(scenario: Scenario, summary: Any, replicates: int, folder: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from datadeel.analysis.summary import OUTCOMES
    from datadeel.words import percent, say

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
        table.add_row(say("en", f"outcome.{name}"), number(name, row["mean"]), *spans)
    console = Console()
    console.print(table)
    console.print(
        "Most numbers of the model are priors, not measurements: compare scenarios, do not read forecasts.",
        markup=False,
        style="dim",
    )
    console.print(f"Results: {folder}", markup=False, soft_wrap=True)


@app.command()
def check(files: _Files, assign: _Set = None) -> None:
    """Check scenario files: every problem with file, line, key and the nearest valid name."""
    with _explained():
        for scenario in _load_all(files, assign or []):
            parties, chains = sum(scenario.population.values()), scenario.chains
            print(
                f"{scenario.name}: fine: {parties} organisations, {chains.count} chains of {chains.size}, {scenario.months} months"
            )
            for one in scenario.policy:
                until = "the end" if one.until is None else f"month {one.until}"
                print(f"  {one.instrument}: month {one.start} to {until}, strength {one.strength:g}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario; NAME.toml is made in this folder.")],
    source: Annotated[
        str, typer.Option("--from", metavar="SCENARIO", help="The scenario to start from: a name or a file.")
    ] = "baseline",
) -> None:
    """Make a scenario file that extends another, ready to be changed."""
    with _explained():
        from datadeel.experiment import shelf

        path = shelf.start(name, source)
        print(f"made {path}; change it, then: datadeel check {path}")


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="scenarios|instruments|parameters", help="What to list.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List scenarios, instruments or parameters."""
    with _explained():
        from datadeel.experiment import shelf

        if as_json:
            print(json.dumps(shelf.listing(what), indent=2, ensure_ascii=False))
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        heads, lines = shelf.shown(what)
        table = Table(box=None, pad_edge=False)
        for head in heads:
            table.add_column(head, no_wrap=head in ("name", "value", "range"), overflow="fold")
        for line in lines:
            table.add_row(*(Text(cell) for cell in line))
        console = Console()
        console.print(table)
        console.print(shelf.FOOTERS[what], markup=False, style="dim")


def main() -> None:
    """The entry point of the command ``datadeel``."""
    app(prog_name="datadeel")


if __name__ == "__main__":
    main()
