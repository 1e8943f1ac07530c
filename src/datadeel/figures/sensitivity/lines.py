"""Indices as lines, with the names of factors at their ends: over the months, and at growing numbers of samples.

The first shows when a factor matters; the second whether there were samples enough: lines that still move are not to be
trusted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.experiment.sampling import DUMMY
from datadeel.figures.axes import level_ticks, number_axis, year_axis
from datadeel.figures.page import Caption, Context, Layout, balanced, drawing, inches, page
from datadeel.figures.sensitivity.tables import (
    FLOOR,
    NAME_SIZE,
    NAME_WIDE,
    caption_of,
    count_factors,
    in_shown_units,
    leading,
    limits_of,
    outcome_heads,
    outcomes_of,
    short_name,
    text_in,
)
from datadeel.figures.style import FAINT, INK, QUIET, SERIES_STYLES, SeriesStyle, spread

#: How wide lines of names are at most where panels stand beside each other, in inches.
_NARROW = 1.5


def months_figure(months: pd.DataFrame, context: Context, most: int = 6) -> Figure:
    """Total indices over time: a panel an outcome, a line for each of the factors that lead on average.

    months: rows with ``outcome``, ``month``, ``factor``, ``ST``. context: language, source and title. most: lines,
    eight at most.
    """
    outcomes = outcomes_of(months)
    factors = leading(months, "ST", min(most, len(SERIES_STYLES)))
    shown = [context.words("sensitivity.months")]
    caption = caption_of(months, context, "sensitivity.months_title", shown, count_factors(months) - len(factors))
    table = months.assign(x=months["month"] / 12.0, value=months["ST"], low=np.nan, high=np.nan)
    limits = limits_of(table[table["factor"].isin([*factors, DUMMY])])
    last = float(table["x"].max())
    with drawing():
        figure, panels, layout = _line_panels(caption, outcome_heads(outcomes, context), factors)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            axes.set_xlim(0.0, last)
            axes.set_ylim(*limits)
            _index_lines(axes, table[table["outcome"] == outcome], factors, context, layout)
            year_axis(axes.xaxis, context.language, last, whole=last >= 2)
            _line_words(axes, at, layout, context.words("sensitivity.index_ST"), context.words("adoption.year"))
    return figure


def convergence_figure(convergence: pd.DataFrame, context: Context, most: int = 8, index: str = "ST") -> Figure:
    """The main index at growing numbers of samples, with 95 % intervals: a panel an outcome, a line for each of the
    factors that lead with all samples, and the dummy's dashed.

    convergence: rows with ``outcome``, ``samples``, ``factor``, ``value``, ``low``, ``high``. context: language, source
    and title. most: lines, eight at most. index: "ST" or "mu_star".
    """
    sized = index == "mu_star"
    table = in_shown_units(convergence, sized).assign(x=convergence["samples"])
    outcomes = outcomes_of(table)
    final = table[table["samples"] == table.groupby("outcome")["samples"].transform("max")]
    factors = leading(final, "value", min(most, len(SERIES_STYLES)))
    shown = [
        context.words("sensitivity.convergence"),
        context.words(f"sensitivity.{'sobol_total' if index == 'ST' else index}"),
    ]
    left = count_factors(table) - len(factors)
    caption = caption_of(table, context, "sensitivity.convergence_title", shown, left)
    drawn = table[table["factor"].isin([*factors, DUMMY])]
    with drawing():
        figure, panels, layout = _line_panels(caption, outcome_heads(outcomes, context, sized), factors)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            part = drawn[drawn["outcome"] == outcome]
            sizes = sorted(float(one) for one in part["samples"].unique())
            axes.set_xscale("log", base=2)
            axes.set_xlim(sizes[0] / 1.1, sizes[-1] * (1.0 if len(sizes) > 1 else 1.1))
            axes.set_ylim(*limits_of(part if sized else drawn))
            _index_lines(axes, part, factors, context, layout)
            level_ticks(axes.xaxis, sizes, context.language, layout.width)
            index_label = context.words(f"sensitivity.index_{index}")
            _line_words(axes, at, layout, index_label, context.words("sensitivity.samples"))
    return figure


def _line_panels(caption: Caption, heads: Sequence[str], factors: Sequence[str]) -> tuple[Figure, list[Axes], Layout]:
    """Panels with ``heads``, and room at the right for names of ``factors``: below each other as long as they fit a
    page.

    caption: around them. Gives their layout too.
    """
    columns = 1 if len(heads) <= 4 else 2
    wide = NAME_WIDE if columns == 1 else _NARROW
    language = caption.context.language
    names = [balanced(short_name(factor, language), wide, NAME_SIZE) for factor in [*factors, DUMMY]]
    room = 0.5 + inches(names, NAME_SIZE)
    height = max(2.1, sum(map(_tall, names)))
    layout = Layout(columns, height, heads, 0.7, room, room + 0.4, 0.45)
    figure, panels = page(caption, layout)
    return figure, panels, layout


def _tall(name: str) -> float:
    """Inches that a ``name`` takes beside a panel."""
    return 0.133 * (name.count("\n") + 1) + 0.04


def _index_lines(axes: Axes, part: pd.DataFrame, factors: Sequence[str], context: Context, layout: Layout) -> None:
    """Draw lines with bands, and names at their right ends.

    part: rows of one outcome with ``factor``, ``x``, ``value``, ``low``, ``high``. factors: a line each, and the
    dummy's. layout: of which ``axes`` are a panel, their limits set.
    """
    low, high = axes.get_ylim()
    wide = NAME_WIDE if layout.columns == 1 else _NARROW
    ends: list[tuple[float, str, SeriesStyle]] = []
    for factor, style in zip([*factors, DUMMY], [*SERIES_STYLES[: len(factors)], FLOOR], strict=True):
        one = part[(part["factor"] == factor) & part["value"].notna()].sort_values("x")
        if one.empty:
            continue
        x, y = one["x"].to_numpy(dtype=float), one["value"].to_numpy(dtype=float)
        if factor != DUMMY:
            axes.fill_between(x, one["low"], one["high"], color=style.colour, alpha=0.16, linewidth=0, zorder=0)
        axes.plot(
            x,
            y,
            color=style.colour,
            linestyle=style.dashes,
            marker=style.mark,
            markersize=3.5,
            linewidth=1.5,
            clip_on=False,
        )
        name = balanced(short_name(factor, context.language), wide, NAME_SIZE)
        ends.append(((float(y[-1]) - low) / (high - low), name, style))
    _end_names(axes, ends, layout)
    number_axis(axes.yaxis, context.language, 5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)


def _end_names(axes: Axes, ends: Sequence[tuple[float, str, SeriesStyle]], layout: Layout) -> None:
    """Write names beside the panel with their marks, and draw lines to where they end.

    ends: the height of each in parts of the panel, its name and its style. layout: of which ``axes`` are a panel.
    """
    places = _apart([end for end, *_ in ends], [_tall(name) / layout.height for _, name, _ in ends])
    near, beside = 1.0 + 0.05 / layout.width, 1.0 + 0.32 / layout.width
    for (end, name, style), place in zip(ends, places, strict=True):
        panel = axes.transAxes
        axes.plot([near, beside], [end, place], color=style.colour, linewidth=0.7, transform=panel, clip_on=False)
        mark = style.mark or "_"
        axes.plot([beside], [place], mark, color=style.colour, markersize=3.5, transform=panel, clip_on=False)
        colour = INK if style.mark else QUIET
        text_in(
            axes, beside + 0.07 / layout.width, place, name, size=NAME_SIZE, color=colour, va="center", linespacing=1.12
        )


def _apart(ends: Sequence[float], talls: Sequence[float]) -> list[float]:
    """Places of names next to ``ends`` of lines that do not meet, for names of different heights ``talls``; all in
    parts of the panel.
    """
    # Spread with the room that the highest takes where all fit so, else one after another from the top.
    gap = max(talls, default=0.0)
    if gap * len(ends) <= 1.0:
        return spread(ends, gap, gap / 2, 1.0 - gap / 2)
    order = sorted(range(len(ends)), key=lambda at: -ends[at])
    places, top = [0.0] * len(ends), 1.0
    for at in order:
        places[at] = top - talls[at] / 2
        top -= talls[at]
    return places


def _line_words(axes: Axes, at: int, layout: Layout, index: str, across: str) -> None:
    """Label axes of the panel ``at`` of ``layout`` with ``index`` up and ``across``, where they are not those of a
    neighbour.
    """
    if layout.first(at):
        axes.set_ylabel(balanced(index, layout.height, 7.5), size=7.5)
    if layout.lowest(at):
        axes.set_xlabel(across, size=7.5)
