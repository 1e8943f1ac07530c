"""Tables and lines that commands print: summaries, comparisons, sensitivity, patterns, and what a sweep would take."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from datadeel.i18n import translate
from datadeel.i18n.numbers import UNKNOWN, Formatter

if TYPE_CHECKING:
    import pandas as pd

    from datadeel.experiment.experiment import Experiment
    from datadeel.studies.compare import ComparisonResults
    from datadeel.studies.patterns import PatternsResults
    from datadeel.studies.run import RunResults
    from datadeel.studies.sensitivity import SensitivityResults

#: The command line writes English.
_NUMBERS = Formatter("en")


def print_summary(results: RunResults, folder: str) -> None:
    """Print how replicates ended. results: of one scenario. folder: where they are, in words."""
    scenario, replicates = results.scenario, results.replicates
    worlds = "1 world" if replicates == 1 else f"{replicates} worlds"
    table = Table(title=Text(f"{scenario.title}: month {scenario.months}, {worlds}"), title_justify="left")
    table.add_column("outcome")
    for head in ("mean", "95% interval of the mean", "middle 80% of worlds"):
        table.add_column(head, justify="right")
    for row in results.summary.to_dict("records"):
        name = row["outcome"]
        spans = [
            f"{_NUMBERS.outcome(name, row[low])} to {_NUMBERS.outcome(name, row[high])}" if replicates > 1 else UNKNOWN
            for low, high in (("low", "high"), ("p10", "p90"))
        ]
        table.add_row(translate("en", f"outcome.{name}"), _NUMBERS.outcome(name, row["mean"]), *spans)
    console = Console()
    console.print(table)
    console.print(
        "Most numbers of the model are priors, not measurements: compare scenarios, do not read forecasts.",
        markup=False,
        style="dim",
    )
    console.print(f"Results: {folder}", markup=False, soft_wrap=True)


def print_estimate(experiment: Experiment, folder: Path, workers: int, as_json: bool) -> None:
    """Print what the rest of ``experiment`` would take, as a line of JSON if ``as_json``.

    folder: holds its results so far. workers: how many would run it.
    """
    from datadeel.experiment.sweep import estimate

    found = estimate(experiment, folder, workers)
    if as_json:
        print(json.dumps({"experiment": experiment.name, **asdict(found)}))
        return
    print(
        f"{experiment.name}: {_NUMBERS.number(found.points)} points × {experiment.replicates} worlds = "
        f"{_NUMBERS.number(found.runs)} runs, {_NUMBERS.number(found.missing)} to be done: about "
        f"{_duration(found.seconds)} on {workers} workers, {_NUMBERS.number(found.bytes / 1e6, 1)} MB"
    )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{_NUMBERS.number(seconds)} s"
    if seconds < 5400:
        return f"{_NUMBERS.number(seconds / 60)} min"
    return f"{_NUMBERS.number(seconds / 3600, 1)} h"


def print_comparison(results: ComparisonResults) -> None:
    """Print what scenarios do against the baseline, and at what cost."""
    from datadeel.analysis.wording import cost_sentence

    console = Console()
    experiment = results.experiment
    titles = {one.name: one.title for one in results.scenarios}
    against = f"against {titles[results.baseline]}, in the same {experiment.replicates} worlds"
    for name, part in results.differences.groupby("scenario", sort=False):
        console.print(_scenario_table(part, f"{titles[str(name)]}\n{against}"))
    for _, row in results.cost.iterrows():
        console.print(cost_sentence("en", titles[row["scenario"]], row), markup=False)
    console.print(
        "There: the baseline. Differences of shares: in percentage points. Effect: mean over standard deviation of the "
        "differences. Worse: in what share of worlds. Worlds: how many it takes for an interval of "
        f"±{_NUMBERS.short(100 * experiment.precision)} points, or of that percentage of the baseline. "
        "Who gains and who pays: tables/gains.csv.",
        markup=False,
        style="dim",
    )
    console.print(f"Results: {results.folder}", markup=False, soft_wrap=True)


def _scenario_table(part: pd.DataFrame, title: str) -> Table:
    """The differences of one scenario, a row an outcome."""
    table = Table(title=Text(title), title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("outcome", min_width=16)
    for head in ("there → here", "difference (95% interval)", "effect", "worse", "worlds"):
        table.add_column(head, justify="right", no_wrap=True)
    for row in part.to_dict("records"):
        outcome = row["outcome"]
        before, after = (_NUMBERS.outcome(outcome, row[key]) for key in ("baseline_mean", "mean"))
        change, low, high = (_NUMBERS.outcome(outcome, row[key], sign=True) for key in ("difference", "low", "high"))
        effect, needed = _NUMBERS.number(row["effect"], 1, sign=True), _NUMBERS.number(row["needed"])
        worse = _NUMBERS.percent(row["worse"])
        label = translate("en", f"outcome.{outcome}").partition(" (")[0]
        table.add_row(label, f"{before} → {after}", f"{change} ({low} to {high})", effect, worse, needed)
    return table


def print_sensitivity(results: SensitivityResults) -> None:
    """Print the leading factors of each response, those above the noise floor."""
    from datadeel.analysis.rankings import above_floor
    from datadeel.analysis.sensitivity import METHODS
    from datadeel.experiment.sampling import DUMMY

    main = METHODS[results.method][1]
    if not main:
        return
    indices = results.indices
    if not len(indices):
        print("no outcome varies: there is nothing to explain")
        return
    table = Table(box=None, pad_edge=False)
    for head in ("scenario", "policy", "outcome", f"{main}: leading factors (95% interval)", "noise floor"):
        table.add_column(head, overflow="fold")
    labels = ["scenario", "policy", "change", "outcome"]
    for (scenario, policy, change, outcome), rows in indices[indices["index"] == main].groupby(labels, sort=False):
        floor = float(rows.loc[rows["factor"] == DUMMY, "high"].iloc[0])
        leading = [
            f"{one['factor'].removeprefix('parameters.')} {_NUMBERS.short(one['value'], 3)} "
            f"({_NUMBERS.short(one['low'], 2)} to {_NUMBERS.short(one['high'], 2)})"
            for one in above_floor(rows).head(5).to_dict("records")
        ]
        response = f"change of {outcome}" if change else str(outcome)
        cells = (
            str(scenario),
            str(policy),
            response,
            "; ".join(leading) or "none clear of the floor",
            _NUMBERS.short(floor, 2),
        )
        table.add_row(*map(Text, cells))
    Console().print(table)


#: Colours of what was found of a part of a pattern.
_COLOURS = {"holds": "green", "fails": "red", "undecided": "yellow"}


def print_patterns(results: PatternsResults) -> None:
    """Print the verdict on each pattern, what its parts claim, and what was found."""
    table = Table(box=None, pad_edge=False)
    for head in ("", "pattern, and what it asks", "worlds", "found", "in draws"):
        table.add_column(head, no_wrap=not head.startswith("pattern") and head != "found")
    for row in results.verdicts.to_dict("records"):
        verdict = translate("en", f"pattern.{row['verdict']}")
        cells = (row["pattern"], row["title"], "", verdict, _robustness(row["robust"]))
        table.add_row(*(Text(cell, style="bold") for cell in cells))
        for _, part in results.parts[results.parts["pattern"] == row["pattern"]].iterrows():
            table.add_row(*_part_row(part))
    console = Console()
    console.print(table)
    counts = results.verdicts["verdict"].value_counts()
    found = ", ".join(
        f"{counts[name]} {translate('en', f'pattern.{name}')}"
        for name in ("reproduced", "partly", "not_reproduced", "undecided")
        if name in counts
    )
    console.print(Text(f"Of {len(results.verdicts)} patterns: {found}."))
    undecided = results.parts[results.parts["outcome"] == "undecided"]
    if len(undecided):
        worlds = f"{_NUMBERS.number(undecided['needed'].max())} worlds"
        console.print(Text(f"Undecided parts would take up to {worlds}, if effects stay as they are."))
    console.print(f"Results: {results.folder}", markup=False, soft_wrap=True)


def _robustness(robust: float) -> str:
    """A share of draws; empty where there were none."""
    return "" if robust != robust else _NUMBERS.percent(robust)


def _part_row(part: pd.Series) -> tuple[str | Text, ...]:
    """The cells of a part of a pattern: what it claims, in how many worlds, what was found, in what share of draws."""
    from datadeel.figures.patterns import finding_label

    name = "pattern.part_undecided" if part["outcome"] == "undecided" else f"pattern.{part['outcome']}"
    finding = Text(translate("en", name), style=_COLOURS[part["outcome"]])
    finding.append(f": {finding_label('en', part)}", style="default")
    claim = Text(f"{part['part']}. {part['claim']}")
    return (
        "",
        claim,
        Text(str(part["worlds"]), justify="right"),
        finding,
        Text(_robustness(part["robust"]), justify="right"),
    )
