"""The figures of a results folder, drawn from its tables and manifest alone: when it is made, and whenever asked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from datadeel.analysis.sensitivity import METHODS
from datadeel.experiment.experiment import SHOWN
from datadeel.figures import adoption, comparison, patterns, style, sweep
from datadeel.figures import sensitivity as indices
from datadeel.figures import trajectories as course
from datadeel.i18n import LANGUAGES, translate
from datadeel.results.folder import emptied
from datadeel.results.reader import Result
from datadeel.scenario.records import Scenario

#: What a figure is called, its title, and the figure.
Drawn = Iterator[tuple[str, str, Figure]]

#: Outcomes of a sensitivity analysis that figures show: as many of the first as fit a page.
_OUTCOMES = 3


def draw(
    result: Result,
    languages: Iterable[str] = LANGUAGES,
    formats: Sequence[str] = ("svg", "png"),
    out: Path | None = None,
) -> list[Path]:
    """Draw all figures of ``result`` into its folder ``figures``, or ``out``; gives the files.

    formats: of "svg", "png" and "pdf". What stood in ``figures`` before goes; in ``out`` nothing is removed.
    """
    folder = out or emptied(result.folder / "figures")
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for language in languages:
        for name, title, figure in figures_of(result, language):
            files += style.save(figure, folder / f"{name}-{language}", title, result.manifest["digest"], formats)
    return files


def figures_of(result: Result, language: str) -> Drawn:
    """All figures of a result in one language."""
    of: dict[str, Callable[[Result, str], Drawn]] = {
        "run": _of_run, "comparison": _of_comparison, "sweep": _of_sweep, "sensitivity": _of_sensitivity, "patterns": _of_patterns,
    }  # fmt: skip
    return of[result.kind](result, language)


# --- Runs and comparisons ----------------------------------------------------------------------------------


def scenarios(result: Result) -> list[Scenario]:
    """The scenarios of a run or a comparison."""
    return [Scenario.from_inputs(name, inputs) for name, inputs in result.inputs().items()]


def _of_run(result: Result, language: str) -> Drawn:
    (scenario,), curves = scenarios(result), result.tables["curves"]
    worlds, made = int(result.manifest["replicates"]), result.made
    heading = adoption.heading(scenario, language)
    yield "adoption", heading, adoption.adoption(curves, scenario, language, worlds, made["digest"], made["version"])
    titles = {scenario.name: scenario.titled(language)}
    yield from _paths([scenario], curves, titles, language, worlds, made)
    if "snapshot" in result.tables:
        title = translate(language, "course.network_title", title=titles[scenario.name])
        network = course.network_figure(result.tables["snapshot"], titles[scenario.name], language, **made)
        yield "network", title, network


def _paths(
    chosen: Sequence[Scenario], curves: pd.DataFrame, titles: dict[str, str], language: str, worlds: int, made: dict[str, Any]
) -> Drawn:  # fmt: skip
    """Willingness against behaviour, and sharing against the support that comes and goes."""
    told: Any = {"worlds": worlds, **made}
    title = translate(language, "course.willingness_title")
    yield "willingness", title, course.willingness_figure(curves, titles, language, **told)
    support = {one.name: course.support_of(one) for one in chosen}
    loop = course.loop_figure(curves, support, titles, language, **told)
    if loop is not None:
        yield "loop", translate(language, "course.loop_title"), loop


def _of_comparison(result: Result, language: str) -> Drawn:
    tables, titles, baseline = result.tables, result.titles(language), result.manifest["baseline"]
    worlds = int(result.manifest["replicates"])
    made: Any = {"baseline": baseline, **result.made}
    shown = tables["differences"][tables["differences"]["outcome"].isin(SHOWN)]
    curves = tables["curves"]
    bands = {str(name): part for name, part in curves.groupby("scenario", sort=False)}

    def told(name: str) -> str:
        return f"{name}: {', '.join(titles.values())}"

    yield "differences", told("differences"), comparison.differences_figure(shown, titles, language, **made)
    yield (
        "curves", told("curves"),
        comparison.curves_figure(bands, titles=titles, language=language, worlds=worlds, **made),
    )  # fmt: skip
    yield "cost", told("cost"), comparison.plane_figure(tables["cost"], titles, language, **made)
    if len(bands) <= _SCENARIOS:
        kinds = course.kinds_figure(curves, titles, baseline, language, worlds=worlds, **result.made)
        yield "kinds", told("kinds"), kinds
        yield from _paths(scenarios(result), curves, titles, language, worlds, result.made)


#: So many scenarios have lines in one panel, and panels in one figure.
_SCENARIOS = 6


# --- Sweeps ------------------------------------------------------------------------------------------------


def _of_sweep(result: Result, language: str) -> Drawn:
    manifest, tables = result.manifest, result.tables
    title = manifest["title_nl"] if language == "nl" else manifest["title"]
    drawn = sweep.sweep_figures(
        tables["points"], tables["summary"], manifest["shown"], title, language, result.titles(language),
        baseline=manifest["baseline"], **result.made,
    )  # fmt: skip
    for name, figure in drawn.items():
        yield name, title, figure


# --- Sensitivity and patterns ------------------------------------------------------------------------------


def _of_sensitivity(result: Result, language: str) -> Drawn:
    """For each scenario figures of the response under the baseline policy, and of each other policy's effect."""
    manifest, made = result.manifest, result.made
    main = METHODS[manifest["method"]][1]
    draw: dict[str, list[tuple[str, Callable[..., Figure]]]] = {
        "indices": [("indices", indices.bars_figure)],
        "pairs": [("pairs", indices.pairs_figure)],
        "months": [("months", indices.months_figure)],
        "convergence": [("convergence", partial(indices.convergence_figure, index=main))],
        "curves": [("curves", indices.curves_figure)],
    }
    if manifest["method"] == "morris":
        draw["indices"].append(("morris", indices.morris_figure))
    base = manifest["baseline"]
    first = (*manifest["shown"][:_OUTCOMES], *manifest["measures"])
    title = manifest["title_nl"] if language == "nl" else manifest["title"]
    titles = result.titles(language)
    for name, table in result.tables.items():
        if not len(table) or name not in draw:
            continue
        shown = table[(table["change"] | (table["policy"] == base)) & table["outcome"].isin(first)]
        for labels, part in shown.groupby(["scenario", "policy"], sort=False):
            scenario, policy = map(str, labels)
            # A policy may be called anything; a file may not.
            called = re.sub(r"[^\w.-]+", "-", policy)
            of = scenario if policy == base else f"{scenario}-{called}"
            effect = translate(language, "sensitivity.effect", policy=titles.get(policy, policy))
            told = title if policy == base else f"{title}: {effect}"
            if name == "pairs" and not len(indices.clear_pairs(part)):
                continue  # there would be nothing to see
            for kind, figure in draw[name]:
                yield f"{kind}-{of}", told, figure(part, language, title=told, **made)


def _of_patterns(result: Result, language: str) -> Drawn:
    tables, title = result.tables, translate(language, "pattern.title")
    for name, figure in patterns.forest_figures(tables["verdicts"], tables["parts"], language, **result.made):
        yield name, title, figure
    if len(tables.get("histories", ())):
        yield "histories", title, patterns.history_figure(tables["histories"], language, **result.made)
