"""Adoption curves beside each other: a scenario against its baseline, several cases, and kinds of organisations apart.

A line is the mean over worlds, and its band their middle 80 %: how much chance does, not how sure the model is.
``curves`` is a table of one row a scenario, kind ("all" included) and month: ``scenario``, ``kind``, ``month`` (from
1), ``organisations``; the share of them that shares data: ``mean``, ``p10`` and ``p90`` over worlds. Shares lie in [0,
1].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from datadeel.figures.axes import curve_axes
from datadeel.figures.labels import capital
from datadeel.figures.page import Context, Layout, drawing, page, spread_columns
from datadeel.figures.style import BASELINE, BLUE, FEWEST_BANDED, SERIES_STYLES, SeriesStyle, leader, spread
from datadeel.registry.kinds import KINDS

#: Most scenarios of one figure: more lines could not be told apart.
MOST = 6

#: The one scenario that a panel is about.
_SUBJECT = SeriesStyle(BLUE, "solid", width=2.0)


def _spread_band(axes: Axes, part: pd.DataFrame, colour: str, alpha: float) -> None:
    """Draw the middle 80 % of worlds of ``part``, rows of one line by month, in a ``colour``; ``alpha``: how dense, 0
    to 1.
    """
    axes.fill_between(part["month"] / 12.0, part["p10"], part["p90"], color=colour, alpha=alpha, linewidth=0)


def _mean_line(axes: Axes, part: pd.DataFrame, style: SeriesStyle, clipped: bool = True) -> None:
    """Draw the mean over worlds of ``part``, rows of one line by month, in its ``style``.

    clipped: cut at the edge of the panel, where a line at 100 % is half as thick.
    """
    axes.plot(
        part["month"] / 12.0,
        part["mean"],
        color=style.colour,
        linestyle=style.dashes,
        linewidth=style.width,
        clip_on=clipped,
    )


def _end_labels(
    axes: Axes, parts: Sequence[tuple[pd.DataFrame, SeriesStyle]], gap: float, context: Context, bold: bool = False
) -> None:
    """Write where lines end, in per cent beside the panel.

    parts: rows of each line by month, and its style. gap: between numbers, as a part of the panel. context: for its
    language. bold: whether the first is.
    """
    ends = [float(part["mean"].iloc[-1]) for part, _ in parts]
    for at, (end, place) in enumerate(zip(ends, spread(ends, gap, 0.03, 0.97), strict=True)):
        axes.annotate(
            context.percent(end),
            (1.0, place),
            (4, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            va="center",
            size=8.5,
            color=parts[at][1].colour,
            weight="bold" if bold and at == 0 else "normal",
            annotation_clip=False,
        )


# --- By scenario -------------------------------------------------------------------------------------------


def scenarios_figure(curves: Mapping[str, pd.DataFrame], context: Context, baseline: str) -> Figure:
    """The total adoption curve of each scenario in a panel of its own, with that of ``baseline`` as a dashed grey line.

    curves: by scenario, as ``analysis.summary.bands`` gives; rows of kind "all" are drawn. context: with titles of
    scenarios and the number of replicates.
    """
    against = context.name(baseline)
    key = "comparison.curves" if context.replicates > 1 else "comparison.curves_one"
    caption = context.caption(
        context.words("comparison.curves_title", baseline=against),
        [context.words(key, baseline=against, worlds=context.number(context.replicates))],
    )
    columns = spread_columns(len(curves), 3)
    heads = [context.name(name) for name in curves]
    totals = {name: frame[frame["kind"] == "all"] for name, frame in curves.items()}
    last = max(float(frame["month"].max()) for frame in totals.values()) / 12.0
    height = 1.9 if len(curves) > 1 else 3.6
    with drawing():
        layout = Layout(columns, height, heads, left=0.75, right=0.65, between=0.75, below=0.52)
        figure, panels = page(caption, layout)
        for at, (axes, (name, total)) in enumerate(zip(panels, totals.items(), strict=True)):
            drawn = [(total, _SUBJECT)]
            if name != baseline and baseline in totals:
                drawn.append((totals[baseline], BASELINE))
            _spread_band(axes, total, BLUE, 0.18)
            for frame, style in drawn:
                _mean_line(axes, frame, style)
            _end_labels(axes, drawn, 0.1, context, bold=True)
            curve_axes(axes, context.language, last, first=layout.first(at), lowest=layout.lowest(at))
    return figure


# --- By case -----------------------------------------------------------------------------------------------


def cases_figure(curves: Mapping[str, pd.DataFrame], context: Context) -> Figure:
    """Adoption in several cases: a panel a case, a line a policy, the first of them the baseline, at most seven in all.

    curves: of each case by its title: rows with ``policy``, ``month``, ``mean``, ``p10``, ``p90``. context: with a
    title, titles of policies and the number of replicates; policies of the same title have the same line.
    """
    named = {case: frame.assign(name=[context.name(one) for one in frame["policy"]]) for case, frame in curves.items()}
    names = dict.fromkeys(str(name) for frame in named.values() for name in frame["name"])
    baseline = SeriesStyle(BASELINE.colour, BASELINE.dashes)
    styles = dict(zip(names, (baseline, *SERIES_STYLES), strict=False))
    legend = [Line2D([], [], color=style.colour, linestyle=style.dashes, label=name) for name, style in styles.items()]
    key = "comparison.cases" if context.replicates > 1 else "comparison.cases_one"
    caption = context.caption("", [context.words(key, worlds=context.number(context.replicates))])
    columns = spread_columns(len(curves), 2)
    with drawing():
        layout = Layout(columns, 2.1, list(curves), left=0.75, right=0.65, between=0.75, below=0.52, legend=legend)
        figure, panels = page(caption, layout)
        for at, (axes, frame) in enumerate(zip(panels, named.values(), strict=True)):
            drawn = [(part, styles[str(name)]) for name, part in frame.groupby("name", sort=False)]
            for part, style in drawn:
                _spread_band(axes, part, style.colour, 0.13)
                _mean_line(axes, part, style)
            _end_labels(axes, drawn, 0.09, context)
            last = float(frame["month"].max()) / 12.0
            curve_axes(axes, context.language, last, first=layout.first(at), lowest=layout.lowest(at))
    return figure


# --- By kind -----------------------------------------------------------------------------------------------


def kinds_figure(curves: pd.DataFrame, context: Context, baseline: str) -> Figure:
    """Adoption by kind: a panel a kind and one for all, a line a scenario, with the middle 80 % of worlds as bands.

    curves: as above. context: with titles of scenarios and the number of replicates. baseline: the scenario that is
    grey and dashed. Raises ValueError for more than ``MOST`` scenarios.
    """
    names = [str(name) for name in curves["scenario"].unique()]
    if len(names) > MOST:
        raise ValueError(f"{len(names)} scenarios: at most {MOST} can be told apart")
    sizes = _sizes(curves)
    styles = _styles(names, baseline)
    caption = context.caption(
        context.words("course.kinds_title"), _kinds_shown(context, names, baseline, list(sizes.values()))
    )
    legend = [_line_sample(style, context.name(name)) for name, style in styles.items()] if len(names) > 1 else []
    columns = spread_columns(len(sizes), 3)
    heads = [_kind_head(context, kind, size) for kind, size in sizes.items()]
    last = float(curves["month"].max()) / 12.0
    with drawing():
        layout = Layout(columns, 1.9, heads, left=0.75, right=0.7, between=0.8, below=0.52, legend=legend)
        figure, panels = page(caption, layout)
        for at, (axes, kind) in enumerate(zip(panels, sizes, strict=True)):
            found = [(curve_rows(curves, name, kind), style) for name, style in styles.items()]
            drawn = [(part, style) for part, style in found if len(part)]
            _kind_lines(axes, drawn, banded=context.replicates > 1)
            curve_axes(axes, context.language, last, first=layout.first(at), lowest=layout.lowest(at))
            _kind_ends(axes, drawn, context)
    return figure


def _sizes(curves: pd.DataFrame) -> dict[str, pd.Series]:
    """Organisations of each kind that there is, and of all, in the rows of ``curves``."""
    sizes = {kind: curves.loc[curves["kind"] == kind, "organisations"] for kind in (*KINDS, "all")}
    return {kind: size for kind, size in sizes.items() if len(size)}


def _kinds_shown(context: Context, names: Sequence[str], baseline: str, sizes: Sequence[pd.Series]) -> list[str]:
    """Sentences under the title of a figure by kind.

    context: with titles of scenarios. names: of scenarios. baseline: among them or not. sizes: organisations of each
    kind.
    """
    several = context.replicates > 1
    key = "course.kinds" if several else "course.kinds_one"
    shown = [] if len(names) > 1 else [context.name(names[0]) + "."]
    shown.append(context.words(key, worlds=context.number(context.replicates)))
    if several and any(int(size.min()) < FEWEST_BANDED for size in sizes):
        shown.append(context.words("course.kinds_few"))
    if len(names) > 1 and baseline in names:
        shown.append(context.words("course.kinds_baseline", baseline=context.name(baseline)))
    return shown


def curve_rows(curves: pd.DataFrame, scenario: str, kind: str = "all") -> pd.DataFrame:
    """The rows of ``curves`` of one ``scenario`` and ``kind``, month by month."""
    return curves[(curves["scenario"] == scenario) & (curves["kind"] == kind)].sort_values("month")


def _styles(names: Sequence[str], baseline: str) -> dict[str, SeriesStyle]:
    """A style for each scenario of ``names``, that of ``baseline`` apart; a single one needs no baseline."""
    others = iter(SERIES_STYLES)
    return {name: BASELINE if name == baseline and len(names) > 1 else next(others) for name in names}


def _line_sample(style: SeriesStyle, label: str) -> Line2D:
    """A line in a ``style`` for a legend. The hard space keeps its ``label`` clear of dashes and mark."""
    return Line2D(
        [],
        [],
        color=style.colour,
        linestyle=style.dashes,
        linewidth=style.width,
        marker=style.mark,
        markersize=4,
        label=f"\u00a0{label}",
    )


def _kind_head(context: Context, kind: str, size: pd.Series) -> str:
    """The head of a panel: the name of a ``kind``, with how many organisations it has (``size``: of each row)."""
    count = context.count(size)
    return context.words("course.kinds_head", kind=capital(context.words(f"kind.{kind}")), count=count)


def _kind_lines(axes: Axes, parts: Sequence[tuple[pd.DataFrame, SeriesStyle]], banded: bool) -> None:
    """Draw lines of scenarios; ``parts``: rows of each by month, and its style.

    banded: with bands, where there are several worlds; those of kinds of few organisations are left out.
    """
    for part, style in parts:
        if banded and int(part["organisations"].min()) >= FEWEST_BANDED:
            _spread_band(axes, part, style.colour, 0.1)
        _mean_line(axes, part, style, clipped=False)


def _kind_ends(axes: Axes, parts: Sequence[tuple[pd.DataFrame, SeriesStyle]], context: Context) -> None:
    """Write how each line ends, as a mark and a number beside the panel.

    parts: rows of each line by month, and its style. context: for its language.
    """
    ends = [(float(part["month"].iloc[-1]) / 12.0, float(part["mean"].iloc[-1])) for part, _ in parts]
    places = spread([share for _, share in ends], 0.075, 0.03, 0.97)
    for (_, style), end, place in zip(parts, ends, places, strict=True):
        axes.plot(*end, marker=style.mark, markersize=4, color=style.colour, clip_on=False, zorder=3)
        axes.annotate(
            context.percent(end[1]),
            end,
            (1.1, place),
            textcoords=axes.transAxes,
            va="center",
            size=8,
            color=style.colour,
            annotation_clip=False,
            arrowprops=leader(style.colour, shrink=(1, 3)),
        )
