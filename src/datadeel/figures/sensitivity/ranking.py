"""Factors in order of how much they matter, with how sure that is.

The dummy, a factor that does nothing, shows what noise alone would yield: what does not rise above its band is grey.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from datadeel.experiment.sampling import DUMMY
from datadeel.figures.axes import number_axis, row_axis
from datadeel.figures.page import Context, Layout, balanced, drawing, inches, most_lines, page, spread_columns
from datadeel.figures.sensitivity.tables import (
    MAIN_INDICES,
    NAME_SIZE,
    NAME_WIDE,
    caption_of,
    count_factors,
    in_shown_units,
    leading,
    limits_of,
    noise_floor,
    outcome_heads,
    outcomes_of,
    short_name,
)
from datadeel.figures.style import BLUE, INK, QUIET

#: Grey of the noise floor, and of dots that do not rise above it.
_BAND, LOW = "#E4E4E4", "#9A9A9A"


def bars_figure(indices: pd.DataFrame, context: Context, most: int = 20) -> Figure:
    """Indices with 95 % intervals: a panel an outcome, a row a factor, the noise floor as a band.

    indices: rows with ``outcome``, ``factor``, ``index``, ``value``, ``low``, ``high``. The main index is "ST" (with
    "S1" beside it), else "mu_star", "pawn" or "delta". context: language, source and title. most: rows; factors with
    the largest main index on average.
    """
    main = next(name for name in MAIN_INDICES if (indices["index"] == name).any())
    sized = main == "mu_star"
    table = in_shown_units(indices[indices["index"].isin([main, "S1"])], sized)
    outcomes = outcomes_of(table)
    factors = leading(table[table["index"] == main], "value", most)
    shown = [context.words(f"sensitivity.{'sobol' if main == 'ST' else main}"), context.words("sensitivity.bars")]
    caption = caption_of(table, context, "sensitivity.bars_title", shown, count_factors(table) - len(factors))
    names = [balanced(short_name(factor, context.language), NAME_WIDE, NAME_SIZE) for factor in factors]
    height = (0.07 + 0.115 * most_lines(names)) * len(names) + 0.1
    columns = spread_columns(len(outcomes), 4)
    drawn = table[table["factor"].isin([*factors, DUMMY])]
    label = context.words("sensitivity.variance" if main == "ST" else f"sensitivity.index_{main}")
    with drawing():
        heads = outcome_heads(outcomes, context, sized)
        left = max(1.0, 0.3 + inches(names, NAME_SIZE))
        layout = Layout(columns, height, heads, left, 0.2, 0.25, 0.5, _index_legend(table, context))
        figure, panels = page(caption, layout)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            axes.set_xlim(*limits_of(drawn[drawn["outcome"] == outcome] if sized else drawn))
            _bar_rows(axes, table[table["outcome"] == outcome], factors, main)
            number_axis(axes.xaxis, context.language, 4)
            axes.set_yticks(
                range(len(names)), names if layout.first(at) else [""] * len(names), size=NAME_SIZE, color=INK
            )
            if layout.lowest(at):
                axes.set_xlabel(balanced(label, layout.width + 0.1, 7.5), size=7.5, color=QUIET)
    return figure


def _index_legend(table: pd.DataFrame, context: Context) -> list[Line2D]:
    """What dots of two indices are, and the band, as far as they are drawn of ``table``."""
    band = []
    if DUMMY in set(table["factor"]):
        text = "\u2002" + context.words("sensitivity.floor")
        band = [Line2D([], [], color=_BAND, linewidth=7, solid_capstyle="butt", label=text)]
    if not (table["index"] == "ST").any():
        return band
    dots = [
        Line2D(
            [],
            [],
            color=BLUE,
            marker=mark,
            markerfacecolor=fill,
            markersize=4.5,
            linestyle="none",
            label=context.words(f"sensitivity.legend_{name}"),
        )
        for name, mark, fill in (("ST", "o", BLUE), ("S1", "D", "white"))
    ]
    return [*dots, *band]


def _bar_rows(axes: Axes, part: pd.DataFrame, factors: Sequence[str], main: str) -> None:
    """Draw dots with intervals, a row for each of ``factors``; grey where that of the ``main`` index reaches into the
    noise floor; ``part``: rows of one outcome.
    """
    floor = noise_floor(part[part["index"] == main], "high")
    if floor == floor:
        axes.axvspan(axes.get_xlim()[0], floor, color=_BAND, linewidth=0, zorder=-2)
    both = main == "ST"
    found = {(str(one["factor"]), str(one["index"])): one for _, one in part.iterrows()}
    for row, factor in enumerate(factors):
        if (factor, main) not in found:
            continue
        one = found[factor, main]
        colour = LOW if (one["low"] if math.isfinite(one["low"]) else one["value"]) <= floor else BLUE
        _index_dot(axes, one, row - 0.14 * both, colour)
        if both and (factor, "S1") in found:
            _index_dot(axes, found[factor, "S1"], row + 0.2, colour, main=False)
    row_axis(axes, len(factors))
    axes.axvline(0.0, color=QUIET, linewidth=0.8, zorder=0)


def _index_dot(axes: Axes, one: pd.Series, row: float, colour: str, main: bool = True) -> None:
    """Draw the dot of an index ``one`` in its ``row`` with its interval, open and smaller where it is not the ``main``
    one.
    """
    if math.isfinite(one["low"]):
        width = 1.6 if main else 0.9
        axes.plot([one["low"], one["high"]], [row, row], color=colour, linewidth=width, solid_capstyle="butt")
    mark, fill, size = ("o", colour, 4.5) if main else ("D", "white", 3.5)
    axes.plot([one["value"]], [row], mark, color=colour, markerfacecolor=fill, markersize=size, markeredgewidth=0.9)
