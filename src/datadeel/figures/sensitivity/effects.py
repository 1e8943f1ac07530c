"""Elementary effects: how much each factor moves an outcome, and how unevenly.

Across is how much it moves the outcome on average; up is how much that depends on the place, so on other factors or on
where in its range it is. Below the dummy's effect nothing can be told from seed noise.
"""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.analysis.rankings import above_floor
from datadeel.experiment.sampling import DUMMY
from datadeel.figures.axes import finite, number_axis
from datadeel.figures.page import Context, Layout, balanced, drawing, inches, page
from datadeel.figures.placing import Box, DotLabels
from datadeel.figures.sensitivity.tables import (
    FLOOR,
    caption_of,
    in_shown_units,
    noise_floor,
    outcome_heads,
    outcomes_of,
    short_name,
    text_in,
)
from datadeel.figures.style import BLUE, QUIET

#: Grey of dots that do not rise above the noise floor, and of the diagonal.
_LOW = "#BBBBBB"


def morris_figure(indices: pd.DataFrame, context: Context, most: int = 25) -> Figure:
    """μ* of each factor across and σ up, a panel an outcome, both in units of the outcome; the dummy's μ* as noise
    floor.

    indices: rows with ``outcome``, ``factor``, ``index`` ("mu_star" and "sigma"; others are left), ``value``, ``low``,
    ``high``. context: language, source and title. most: of the factors above the floor, so many are named at most, the
    largest first, as far as there is room.
    """
    outcomes = outcomes_of(indices)
    caption = caption_of(indices, context, "sensitivity.morris_title", [context.words("sensitivity.morris")])
    columns = 1 if len(outcomes) <= 3 else 2
    table = in_shown_units(indices, sized=True)
    with drawing():
        heads = outcome_heads(outcomes, context, sized=True)
        layout = Layout(columns, 2.9 if columns == 1 else 3.3, heads, left=0.75, between=0.7, below=0.5)
        figure, panels = page(caption, layout)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            _effects(axes, table[table["outcome"] == outcome], context, layout, most)
            if layout.first(at):
                axes.set_ylabel(context.words("sensitivity.sigma"), size=8)
            if layout.lowest(at):
                axes.set_xlabel(context.words("sensitivity.index_mu_star"), size=8)
    return figure


def _effects(axes: Axes, part: pd.DataFrame, context: Context, layout: Layout, most: int) -> None:
    """Draw one panel of elementary effects.

    part: rows of one outcome, in the units it is shown in. context: for its language. layout: of which ``axes`` are a
    panel. most: so many factors are named at most.
    """
    means = part[part["index"] == "mu_star"].set_index("factor")
    dots = means.assign(sigma=part[part["index"] == "sigma"].set_index("factor")["value"])
    floor = noise_floor(dots.reset_index())
    dots = dots[(dots.index != DUMMY) & dots["value"].notna()].sort_values("value", ascending=False, kind="stable")
    clear = set(above_floor(means.reset_index())["factor"])
    x = 1.1 * max(finite(dots["value"], dots["high"], pd.Series([floor])), default=0.0) or 1.0
    y = 1.1 * max(finite(dots["sigma"]), default=0.0) or 1.0
    axes.set_xlim(0.0, x)
    axes.set_ylim(0.0, y)
    end = min(x, y)
    axes.plot([0.0, end], [0.0, end], color=_LOW, linewidth=0.8, zorder=0)
    # Inches that a unit takes.
    across, up = layout.width / x, layout.height / y
    labels = DotLabels(axes, layout, [_diagonal(axes, "σ = μ*", end * across, up / across, layout)])
    if floor == floor:
        axes.axvline(floor, color=FLOOR.colour, linestyle=FLOOR.dashes, linewidth=FLOOR.width, zorder=0)
        labels.taken.append((floor * across - 0.02, 0.0, floor * across + 0.02, layout.height))
        labels.taken.append(_standing(axes, context.words("sensitivity.dummy"), floor * across, layout))
    for factor, one in dots.iterrows():
        low, high = _effect_dot(axes, one, named=factor in clear)
        dot = (one["value"] * across, one["sigma"] * up)
        labels.taken.append((dot[0] - 0.05, dot[1] - 0.05, dot[0] + 0.05, dot[1] + 0.05))
        if factor in clear:
            labels.spans.append((low * across, dot[1] - 0.015, high * across, dot[1] + 0.015))
    for factor in [str(one) for one in dots.index if one in clear][:most]:
        value, sigma = dots.loc[factor, ["value", "sigma"]].to_numpy(float)
        dot = (float(value) * across, float(sigma) * up)
        labels.write(balanced(short_name(factor, context.language), 1.9, 7.0), dot)
    number_axis(axes.xaxis, context.language, 6)
    number_axis(axes.yaxis, context.language, 5)


def _effect_dot(axes: Axes, one: pd.Series, named: bool) -> tuple[float, float]:
    """Draw the dot of the row ``one`` with its interval, smaller and grey where it is not ``named``.

    Gives the ends of the interval, both the value where there is none.
    """
    low, high = (one["low"], one["high"]) if math.isfinite(one["low"]) else (one["value"], one["value"])
    colour = BLUE if named else _LOW
    axes.plot([max(low, 0.0), high], [one["sigma"]] * 2, color=colour, linewidth=1.2 if named else 0.7, zorder=1)
    size = 5 if named else 3.5
    axes.plot([one["value"]], [one["sigma"]], "o", markersize=size, color=colour, zorder=2, clip_on=False)
    return low, high


def _diagonal(axes: Axes, text: str, end: float, slope: float, layout: Layout) -> Box:
    """Write ``text`` above a line from the origin, near its upper end; gives the box that it takes.

    end: of the line across, in inches. slope: of the line. layout: of which ``axes`` are a panel.
    """
    wide = inches([text], 7.0)
    right = min(end, (layout.height - 0.16) / slope)
    low = slope * right + 0.03
    text_in(axes, right / layout.width, low / layout.height, text, size=7, color=QUIET, ha="right", va="bottom")
    return (right - wide, low, right, low + 0.13)


def _standing(axes: Axes, text: str, x: float, layout: Layout) -> Box:
    """Write ``text`` along the upper end of an upright line at ``x`` inches, to its right; gives the box it takes."""
    long = inches([text], 7.0)
    text_in(axes, (x + 0.04) / layout.width, 0.99, text, size=7, color=QUIET, rotation=90, ha="left", va="top")
    return (x, layout.height - long - 0.08, x + 0.2, layout.height)
