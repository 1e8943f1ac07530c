"""The figures of a results folder, drawn from its tables and manifest: when it is made, and whenever asked again.

To add a figure, write a function from a result and a context to what is drawn, and enter it in ``FIGURES``; a figure of
indices of a sensitivity analysis is an entry of ``_of_indices``. All else follows: both languages, all formats,
``datadeel plot`` and the commands that make results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from datadeel.analysis.sensitivity import METHODS
from datadeel.figures.adoption import adoption_figure, adoption_title
from datadeel.figures.comparison import differences_figure, plane_figure
from datadeel.figures.curves import MOST, kinds_figure, scenarios_figure
from datadeel.figures.network import network_figure
from datadeel.figures.page import Context
from datadeel.figures.paths import loop_figure, support_of, willingness_figure
from datadeel.figures.patterns import forest_figures, history_figure
from datadeel.figures.sensitivity.effects import morris_figure
from datadeel.figures.sensitivity.lines import convergence_figure, months_figure
from datadeel.figures.sensitivity.pairs import clear_pairs, pairs_figure
from datadeel.figures.sensitivity.ranking import bars_figure
from datadeel.figures.sensitivity.responses import responses_figure
from datadeel.figures.style import save
from datadeel.figures.sweep.figures import sweep_figures
from datadeel.i18n import LANGUAGES
from datadeel.registry.outcomes import shown_in
from datadeel.results.folder import emptied
from datadeel.results.reader import Result
from datadeel.scenario.records import Scenario
from datadeel.scenario.titles import titles_in

#: Outcomes of a sensitivity analysis that figures show: as many of the first as fit a page.
_OUTCOMES = 3


class Drawn(NamedTuple):
    """A figure, what its file is called, and its title in the file's metadata."""

    name: str
    title: str
    figure: Figure


#: Draws some figures of a result.
Drawer = Callable[[Result, Context], Iterable[Drawn]]


def draw(
    result: Result,
    languages: Iterable[str] = LANGUAGES,
    formats: Sequence[str] = ("svg", "png"),
    out: Path | None = None,
) -> list[Path]:
    """Draw all figures of ``result`` into its folder ``figures``, or ``out``; gives the files.

    languages: those to draw in, of ``i18n.LANGUAGES``. formats: of "svg", "png" and "pdf". What stood in ``figures``
    before goes; in ``out`` nothing is removed.
    """
    folder = out or emptied(result.folder / "figures")
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for language in languages:
        for one in figures_of(result, language):
            path = folder / f"{one.name}-{language}"
            files += save(one.figure, path, one.title, result.source, formats)
    return files


def figures_of(result: Result, language: str) -> Iterator[Drawn]:
    """All figures of ``result`` in one ``language``."""
    context = context_of(result, language)
    for drawer in FIGURES[result.kind]:
        yield from drawer(result, context)


def context_of(result: Result, language: str) -> Context:
    """What figures of ``result`` in one ``language`` have in common."""
    titles = result.titles(language)
    if result.kind == "run":
        titles = {scenario.name: scenario.titled(language) for scenario in scenarios_of(result)}
    replicates = int(result.manifest.get("replicates", 1))
    return Context(language, titles=titles, replicates=replicates, **result.made)


def scenarios_of(result: Result) -> list[Scenario]:
    """The scenarios that ``result`` is of."""
    return [Scenario.from_inputs(name, inputs) for name, inputs in result.inputs().items()]


# --- Runs and comparisons ----------------------------------------------------------------------------------


def _draw_adoption(result: Result, context: Context) -> Iterator[Drawn]:
    """The adoption curve of a run."""
    (scenario,) = scenarios_of(result)
    figure = adoption_figure(result.tables["curves"], scenario, context)
    yield Drawn("adoption", adoption_title(scenario, context.language), figure)


def _draw_paths(result: Result, context: Context) -> Iterator[Drawn]:
    """Willingness against behaviour, and sharing against the support that comes and goes."""
    curves, scenarios = result.tables["curves"], scenarios_of(result)
    if len(scenarios) > MOST:
        return
    yield Drawn("willingness", context.words("course.willingness_title"), willingness_figure(curves, context))
    loop = loop_figure(curves, {one.name: support_of(one) for one in scenarios}, context)
    if loop is not None:
        yield Drawn("loop", context.words("course.loop_title"), loop)


def _draw_network(result: Result, context: Context) -> Iterator[Drawn]:
    """Chains of a run, where a snapshot was taken."""
    if "snapshot" in result.tables:
        (scenario,) = scenarios_of(result)
        title = context.words("course.network_title", title=context.name(scenario.name))
        yield Drawn("network", title, network_figure(result.tables["snapshot"], scenario.name, context))


def _comparison_title(name: str, result: Result, context: Context) -> str:
    """The title of a figure of a comparison."""
    return f"{name}: {', '.join(result.titles(context.language).values())}"


def _draw_differences(result: Result, context: Context) -> Iterator[Drawn]:
    """What each scenario changes."""
    table = result.tables["differences"]
    figure = differences_figure(table[table["outcome"].isin(shown_in("sweep"))], context, result.manifest["baseline"])
    yield Drawn("differences", _comparison_title("differences", result, context), figure)


def _draw_curves(result: Result, context: Context) -> Iterator[Drawn]:
    """The adoption curve of each scenario."""
    parts = {str(name): part for name, part in result.tables["curves"].groupby("scenario", sort=False)}
    figure = scenarios_figure(parts, context, result.manifest["baseline"])
    yield Drawn("curves", _comparison_title("curves", result, context), figure)


def _draw_cost(result: Result, context: Context) -> Iterator[Drawn]:
    """What additional sharers cost."""
    figure = plane_figure(result.tables["cost"], context, result.manifest["baseline"])
    yield Drawn("cost", _comparison_title("cost", result, context), figure)


def _draw_kinds(result: Result, context: Context) -> Iterator[Drawn]:
    """Adoption by kind, where lines can be told apart."""
    curves = result.tables["curves"]
    if curves["scenario"].nunique() <= MOST:
        figure = kinds_figure(curves, context, result.manifest["baseline"])
        yield Drawn("kinds", _comparison_title("kinds", result, context), figure)


# --- Sweeps ------------------------------------------------------------------------------------------------


def _own_title(result: Result, language: str) -> str:
    """The title of an experiment."""
    titles = titles_in(result.manifest)
    return titles.get(language) or titles[LANGUAGES[0]]


def _draw_sweep(result: Result, context: Context) -> Iterator[Drawn]:
    """What suits the design of a sweep."""
    tables, manifest, title = result.tables, result.manifest, _own_title(result, context.language)
    titled = replace(context, title=title)
    figures = sweep_figures(tables["points"], tables["summary"], manifest["shown"], titled, manifest["baseline"])
    for name, figure in figures.items():
        yield Drawn(name, title, figure)


# --- Sensitivity -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _OfIndices:
    """A figure of a sensitivity analysis, of one scenario and policy.

    name: of its file. table: what it is drawn from. draw: draws it. methods: only of these, all if empty. worth:
    whether there is anything to see in the table.
    """

    name: str
    table: str
    draw: Callable[[pd.DataFrame, Context], Figure]
    methods: tuple[str, ...] = ()
    worth: Callable[[pd.DataFrame], bool] = lambda table: True


def _of_indices(main: str) -> tuple[_OfIndices, ...]:
    """Figures of a sensitivity analysis whose main index is ``main``."""
    return (
        _OfIndices("indices", "indices", bars_figure),
        _OfIndices("morris", "indices", morris_figure, methods=("morris",)),
        _OfIndices("pairs", "pairs", pairs_figure, worth=lambda table: len(clear_pairs(table)) > 0),
        _OfIndices("months", "months", months_figure),
        _OfIndices("convergence", "convergence", partial(convergence_figure, index=main)),
        _OfIndices("curves", "curves", responses_figure),
    )


def _draw_sensitivity(result: Result, context: Context) -> Iterator[Drawn]:
    """For each scenario figures of the response under the baseline policy, and of each other policy's effect."""
    manifest, title = result.manifest, _own_title(result, context.language)
    method, baseline = manifest["method"], manifest["baseline"]
    outcomes = (*manifest["shown"][:_OUTCOMES], *manifest["measures"])
    for entry in _of_indices(METHODS[method][1]):
        table = result.tables.get(entry.table, pd.DataFrame())
        if not len(table) or method not in (entry.methods or (method,)):
            continue
        shown = table[(table["change"] | (table["policy"] == baseline)) & table["outcome"].isin(outcomes)]
        for labels, part in shown.groupby(["scenario", "policy"], sort=False):
            scenario, policy = map(str, labels)
            if not entry.worth(part):
                continue
            name, of = f"{entry.name}-{scenario}", title
            if policy != baseline:
                # A policy may be called anything; a file may not.
                name += "-" + re.sub(r"[^\w.-]+", "-", policy)
                of += ": " + context.words("sensitivity.effect", policy=context.name(policy))
            yield Drawn(name, of, entry.draw(part, replace(context, title=of)))


# --- Patterns ----------------------------------------------------------------------------------------------


def _draw_forests(result: Result, context: Context) -> Iterator[Drawn]:
    """How far claims lie from their thresholds."""
    for name, figure in forest_figures(result.tables["verdicts"], result.tables["parts"], context):
        yield Drawn(name, context.words("pattern.title"), figure)


def _draw_histories(result: Result, context: Context) -> Iterator[Drawn]:
    """Histories with what was observed, where any was tried."""
    if len(result.tables.get("histories", ())):
        figure = history_figure(result.tables["histories"], context)
        yield Drawn("histories", context.words("pattern.title"), figure)


#: What is drawn of each kind of result, in order.
FIGURES: Mapping[str, tuple[Drawer, ...]] = {
    "run": (_draw_adoption, _draw_paths, _draw_network),
    "comparison": (_draw_differences, _draw_curves, _draw_cost, _draw_kinds, _draw_paths),
    "sweep": (_draw_sweep,),
    "sensitivity": (_draw_sensitivity,),
    "patterns": (_draw_forests, _draw_histories),
}
