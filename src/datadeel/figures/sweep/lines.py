"""Lines along a numeric factor: one for each package or value of a second factor, with 95 % intervals at each value.

Names stand at the ends of lines, not in a legend, so that nobody has to look twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.axes import level_ticks, number_axis, widened
from datadeel.figures.labels import lower
from datadeel.figures.page import Layout, balanced, inches, most_lines, spread_columns
from datadeel.figures.style import FAINT, leader, spread
from datadeel.figures.sweep.design import MOST_SERIES, PACKAGE, DesignFactor, SweepDesign, cut_interval
from datadeel.figures.sweep.panels import FacetGroup, below_axis, facet_groups, styled_parts


def line_figures(design: SweepDesign) -> Iterator[tuple[str, Figure]]:
    """Figures of lines of ``design`` by name, none where it has no numeric factor of three values on a full grid."""
    chosen = _axis_and_series(design)
    if not chosen:
        return
    for group in facet_groups(design, [one for one in design.factors if one not in chosen]):
        yield f"lines{group.end}", _line_page(design, group, *chosen)


def _axis_and_series(design: SweepDesign) -> tuple[DesignFactor, DesignFactor | None] | None:
    """What lines run along, and what tells them apart: packages first, then the other levers, then what is
    uncertain."""
    numeric = [one for one in design.factors if one.numeric and len(one.values) >= 3]
    if not design.full or not numeric:
        return None
    across = min(numeric, key=lambda one: (one.uncertain, -len(one.values)))
    others = [one for one in design.factors if one is not across and len(one.values) <= MOST_SERIES]
    others.sort(key=lambda one: (one.column != PACKAGE, one.uncertain, not one.numeric))
    return across, others[0] if others else None


def _line_page(design: SweepDesign, group: FacetGroup, across: DesignFactor, series: DesignFactor | None) -> Figure:
    """One figure of lines: the panels of ``group``, of ``design``, along ``across``, a line for each value of
    ``series``.
    """
    facets = group.facets
    columns = group.inner if group.inner in (2, 3) else spread_columns(len(facets), 2)
    wide = 1.25 if columns < 3 else 0.9
    names = [balanced(series.names[value], wide, 7.5) for value in series.values] if series else []
    room = 0.25 + inches(names, 7.5)
    between = room + (0.4 if group.several else 0.1)
    height = max(2.0 if len(facets) > 1 else 3.4, _gap(names) * len(names))
    layout = Layout(columns, height, group.heads(design.language), 0.7, room, between)
    labels = balanced(across.axis, layout.width + 0.3, 8)
    layout = replace(layout, below=below_axis(labels))
    figure, panels = design.page(_line_sentences(design, group, series), layout)
    for at, (axes, facet) in enumerate(zip(panels, facets, strict=True)):
        part = facet.of(design.results).sort_values(across.column)
        ends = _draw_lines(axes, part, facet.outcome, across, series)
        _line_axes(axes, design, facet.outcome, across, layout)
        _line_names(axes, ends, names, layout)
        axes.set_xlabel(labels, size=8)
        axes.tick_params(labelleft=group.several or layout.first(at))
    return figure


def _line_sentences(design: SweepDesign, group: FacetGroup, series: DesignFactor | None) -> list[str]:
    """Sentences under the title of a figure of ``group``, of ``design``, with lines of ``series``."""
    words, lines = design.context.words, ""
    if series and series.column != PACKAGE:
        lines = words("sweep.series", factor=lower(series.axis))
    bars = "" if design.simulated_once else words("sweep.bars")
    return [group.about(design.language), lines, design.worlds, bars, design.uncertain_key(design.factors)]


def _draw_lines(
    axes: Axes, part: pd.DataFrame, outcome: str, across: DesignFactor, series: DesignFactor | None
) -> list[tuple[float, str]]:
    """Draw lines along ``across`` with their intervals; gives where each ends, and its colour.

    part: rows of the panel, in order. outcome: theirs. series: a line for each of its values, one for all without it.
    """
    drawn = []
    for one, style in styled_parts(part, series):
        x, y = one[across.column].to_numpy(dtype=float), one["mean"].to_numpy(dtype=float)
        axes.vlines(x, *cut_interval(outcome, one), color=style.colour, linewidth=1.1)
        axes.plot(x, y, color=style.colour, linestyle=style.dashes, marker=style.mark, markersize=4, linewidth=1.6)
        drawn.append((float(y[-1]), style.colour))
    return drawn


def _line_axes(axes: Axes, design: SweepDesign, outcome: str, across: DesignFactor, layout: Layout) -> None:
    """Axes of a panel: values of ``across`` that were simulated, logarithmic where they rise so, and ``outcome`` up."""
    axes.set_ylim(*widened(*design.limits(outcome, "mean", "low", "high"), 0.06))
    if _geometric(across.numbers):
        axes.set_xscale("log")
    level_ticks(axes.xaxis, across.numbers, design.language, layout.width)
    number_axis(axes.yaxis, design.language, 5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)


def _line_names(axes: Axes, drawn: Sequence[tuple[float, str]], names: Sequence[str], layout: Layout) -> None:
    """Write the name of each line at its end, beside the panel; ``drawn``: where lines end, and their colours."""
    low, high = axes.get_ylim()
    known = [(end, colour, name) for (end, colour), name in zip(drawn, names, strict=False) if math.isfinite(end)]
    ends = [(end - low) / (high - low) for end, _, _ in known]
    places = spread(ends, _gap(names) / layout.height, 0.0, 1.0)
    for (_, colour, name), end, place in zip(known, ends, places, strict=True):
        axes.annotate(
            name,
            (1.0, end),
            (1.0 + 0.14 / layout.width, place),
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            size=7.5,
            color=colour,
            annotation_clip=False,
            linespacing=1.0,
            arrowprops=leader(colour),
        )


def _gap(names: Sequence[str]) -> float:
    """Inches from one name beside a panel to the next."""
    return 0.13 * most_lines(names) + 0.03


def _geometric(values: Sequence[float]) -> bool:
    """Whether values rise by about the same factor each, so that they belong on a logarithmic axis."""
    if len(values) < 3 or min(values) <= 0.0 or max(values) / min(values) < 8.0:
        return False
    factors = np.array(values[1:]) / np.array(values[:-1])
    return bool(factors.max() <= 1.3 * factors.min())
