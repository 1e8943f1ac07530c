"""Each factor alone: how outcomes respond when it runs through its range and all others stay where they are.

Indices say how much a factor matters; this says which way, and where a threshold lies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter

from datadeel.experiment.sampling import DUMMY
from datadeel.figures.axes import finite, number_axis, widened
from datadeel.figures.labels import outcome_label
from datadeel.figures.page import Context, Layout, drawing, page, spread_columns
from datadeel.figures.sensitivity.tables import caption_of, in_shown_units, is_change, outcomes_of, short_name
from datadeel.figures.style import FAINT, SERIES_STYLES
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import unit
from datadeel.registry.parameters import PARAMETERS


def responses_figure(curves: pd.DataFrame, context: Context, most: int = 12) -> Figure:
    """Each factor alone over its range, with the 95 % interval of the mean: a panel a factor, the largest range first.

    curves: rows with ``outcome``, ``factor``, ``u`` (place in the range, 0 to 1), ``value``, ``mean``, ``low``,
    ``high``. The first outcome says which factors are shown; others have lines of their own if they are in the same
    unit, else they are left out. context: language, source and title. most: panels.
    """
    outcomes = _alike(outcomes_of(curves))
    table = in_shown_units(curves[curves["outcome"].isin(outcomes)], sized=True, columns=("mean", "low", "high"))
    means = table[(table["outcome"] == outcomes[0]) & (table["factor"] != DUMMY)].groupby("factor", sort=False)["mean"]
    ranges = (means.max() - means.min()).sort_values(ascending=False, kind="stable")
    factors = [str(one) for one in ranges.index[:most]]
    labels = [outcome_label(context.language, one, change=is_change(curves)) for one in outcomes]
    shown = [context.words("sensitivity.curves")]
    shown += [context.words("sensitivity.upwards", outcome=labels[0])] if len(outcomes) == 1 else []
    caption = caption_of(curves, context, "sensitivity.curves_title", shown, len(ranges) - len(factors))
    drawn = table[table["factor"].isin(factors)]
    limits = _limits(drawn)
    with drawing():
        layout = Layout(
            spread_columns(len(factors), 4 if len(factors) > 9 else 3),
            1.35 if len(factors) > 3 else 2.2,
            [short_name(factor, context.language) for factor in factors],
            left=0.65,
            right=0.25,
            between=0.3,
            below=0.42,
            legend=_outcome_legend(labels) if len(outcomes) > 1 else (),
        )
        figure, panels = page(caption, layout)
        for at, (axes, factor) in enumerate(zip(panels, factors, strict=True)):
            axes.set_ylim(*limits)
            part = drawn[drawn["factor"] == factor].sort_values("u")
            _response_lines(axes, part, outcomes)
            _range_ends(axes, part, factor, context)
            number_axis(axes.yaxis, context.language, 4)
            axes.tick_params(labelleft=layout.first(at))
            axes.grid(axis="y", color=FAINT, linewidth=0.6)
    return figure


def _alike(outcomes: Sequence[str]) -> list[str]:
    """Outcomes in the same unit as the first, as many as have a line."""
    return [one for one in outcomes if unit(one) == unit(outcomes[0])][: len(SERIES_STYLES)]


def _outcome_legend(labels: Sequence[str]) -> list[Line2D]:
    """A line and a label for each outcome."""
    return [
        Line2D([], [], color=style.colour, linestyle=style.dashes, linewidth=1.8, label="\u2002" + label)
        for label, style in zip(labels, SERIES_STYLES, strict=False)
    ]


def _limits(drawn: pd.DataFrame) -> tuple[float, float]:
    """Limits of the outcome that all panels of ``drawn`` share."""
    values = finite(drawn["mean"], drawn["low"], drawn["high"])
    return widened(*((float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)), 0.06)


def _response_lines(axes: Axes, part: pd.DataFrame, outcomes: Sequence[str]) -> None:
    """Draw a line with its band for each of ``outcomes``; ``part``: rows of one factor, in order of ``u``."""
    for outcome, style in zip(outcomes, SERIES_STYLES, strict=False):
        one = part[part["outcome"] == outcome]
        axes.fill_between(one["u"], one["low"], one["high"], color=style.colour, alpha=0.18, linewidth=0)
        axes.plot(one["u"], one["mean"], color=style.colour, linestyle=style.dashes, linewidth=1.6)


def _range_ends(axes: Axes, part: pd.DataFrame, factor: str, context: Context) -> None:
    """Write the lowest and the highest value under the ends of the range of ``factor``; ``part``: its rows."""
    ends: Mapping[float, str] = {
        float(part["u"].iloc[at]): _end(part["value"].iloc[at], factor, word, context)
        for at, word in ((0, "sensitivity.lowest"), (-1, "sensitivity.highest"))
    }
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_locator(FixedLocator(list(ends)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: ends.get(float(value), "")))
    for label in axes.get_xticklabels():
        label.set_horizontalalignment("left" if label.get_position()[0] < 0.5 else "right")


def _end(value: object, factor: str, word: str, context: Context) -> str:
    """A ``value`` at an end of the range of ``factor``, or a ``word`` where there is none: of a parameter by kind, all
    kinds at once.
    """
    stem = factor.removeprefix("parameters.")
    together = stem not in PARAMETERS and f"{stem}.{KINDS[0]}" in PARAMETERS
    if isinstance(value, int | float | np.number) and math.isfinite(value) and not together:
        return context.short(float(value))
    return context.words(word)
