"""Scenarios against a baseline: what each changes, with how sure that is, and what its additional sharers cost.

Scenarios share their worlds, so each difference is one within worlds, and its 95 % interval is of the mean of these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.axes import finite, number_axis, widened
from datadeel.figures.labels import outcome_label
from datadeel.figures.page import (
    EDGE,
    Context,
    Layout,
    balanced,
    drawing,
    inches,
    most_lines,
    page,
    spread_columns,
    wrapped,
)
from datadeel.figures.style import BLUE, FAINT, HALO, INK, QUIET, leader, spread
from datadeel.i18n.numbers import digits_for
from datadeel.registry.outcomes import OUTCOMES, scale, unit

#: Letters of the names of rows, in points, and how wide their lines are at most, in inches.
_NAME, _NAME_WIDE = 8.5, 2.0

# --- Differences -------------------------------------------------------------------------------------------


def differences_figure(table: pd.DataFrame, context: Context, baseline: str, by: str = "scenario") -> Figure:
    """What each value of ``by`` changes against ``baseline``: a panel an outcome, a row a value, with 95 % intervals.

    table: of ``analysis.compare.differences``, of one stratum: a row an outcome and value of ``by`` ("scenario" or
    "policy") with ``difference``, ``low``, ``high`` and ``worlds``; outcomes and values are drawn in its order.
    context: with titles of the values of ``by``, ``baseline`` among them.
    """
    outcomes, values = list(table["outcome"].unique()), list(table[by].unique())
    against = context.name(baseline)
    worlds = context.count(table["worlds"])
    caption = context.caption(
        context.words("comparison.title", baseline=against),
        [context.words("comparison.differences", baseline=against, worlds=worlds)],
    )
    names = [balanced(context.name(value), _NAME_WIDE, _NAME) for value in values]
    left = max(1.0, EDGE + 0.15 + inches(names, _NAME))
    row = 0.24 + 0.14 * most_lines(names)
    columns = spread_columns(len(outcomes), 3)
    heads = [outcome_label(context.language, outcome, change=True) for outcome in outcomes]
    with drawing():
        layout = Layout(columns, row * len(values), heads, left=left, right=0.25, between=0.35, below=0.62)
        figure, panels = page(caption, layout)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            part = table[table["outcome"] == outcome].set_index(by)
            _difference_rows(axes, part.loc[values], outcome, context)
            axes.set_yticks(
                range(len(values)), names if layout.first(at) else [""] * len(values), size=_NAME, color=INK
            )
    return figure


def _difference_rows(axes: Axes, part: pd.DataFrame, outcome: str, context: Context) -> None:
    """Draw one panel: a dot with its interval and number for each row of ``part``; "–" where there is no number.

    part: rows of one ``outcome`` with ``difference``, ``low`` and ``high``, in order. context: for its language.
    """
    shown = part[["difference", "low", "high"]] * scale(outcome)
    values = shown["difference"].to_numpy(dtype=float)
    places = 1 if unit(outcome) == "share" else digits_for(values)
    for row, (value, low, high) in enumerate(shown.itertuples(index=False)):
        if not math.isfinite(value):
            axes.text(0.0, row, "–", ha="center", va="center", size=8.5, color=QUIET)
            continue
        # Filled where zero lies outside the interval; a single world has none.
        sure = low > 0.0 or high < 0.0 or (low == high == value != 0.0)
        if low == low:
            axes.plot([low, high], [row, row], color=BLUE, linewidth=1.6, solid_capstyle="butt")
        axes.plot([value], [row], "o", markersize=5.5, color=BLUE, markerfacecolor=BLUE if sure else "white")
        axes.annotate(
            context.number(value, places, sign=True),
            (value, row),
            (0, 5),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=7.5,
            color=INK,
            path_effects=HALO,
        )
    numbers = np.append(finite(shown["difference"], shown["low"], shown["high"]), 0.0)
    axes.set_xlim(*widened(numbers.min(), numbers.max(), 0.14))
    axes.set_ylim(len(part) - 0.5, -0.65)
    axes.axvline(0.0, color=QUIET, linewidth=0.8, zorder=0)
    axes.hlines(range(len(part)), *axes.get_xlim(), color=FAINT, linewidth=0.5, zorder=-1)
    number_axis(axes.xaxis, context.language, 5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    better = OUTCOMES[outcome].better
    if better:
        way = "comparison.better_more" if better > 0 else "comparison.better_less"
        axes.set_xlabel(context.words(way), size=7.5, color=QUIET)


# --- Cost and effect ---------------------------------------------------------------------------------------


def plane_figure(table: pd.DataFrame, context: Context, baseline: str, by: str = "scenario") -> Figure:
    """The cost-effectiveness plane: additional durable sharers across, additional public spending up, with intervals.

    table: of ``analysis.compare.cost_effectiveness``, of one stratum, a row a value of ``by`` ("scenario" or "policy").
    context: with titles of these values and of ``baseline``, which lies where the axes cross.
    """
    against = context.name(baseline)
    worlds = context.count(table["worlds"])
    caption = context.caption(
        context.words("comparison.plane_title", baseline=against),
        [context.words("comparison.plane", baseline=against, worlds=worlds)],
    )
    money = table[table["sharers"].notna()]
    money = money.assign(
        **{name: money[name] * scale("public_spending") for name in ("spending", "spending_low", "spending_high")}
    )
    labels = [_price_label(context, one, context.name(one[by])) for _, one in money.iterrows()]
    gap = 0.145 * most_lines(labels) + 0.06
    with drawing():
        layout = Layout(1, max(4.2, gap * len(labels)), [""], left=0.85, right=3.1, below=0.6)
        figure, (axes,) = page(caption, layout)
        for name, limit in (("sharers", axes.set_xlim), ("spending", axes.set_ylim)):
            numbers = np.append(finite(*(money[f"{name}{end}"] for end in ("", "_low", "_high"))), 0.0)
            limit(*widened(numbers.min(), numbers.max(), 0.06))
        axes.axhline(0.0, color=QUIET, linewidth=0.8)
        axes.axvline(0.0, color=QUIET, linewidth=0.8)
        axes.grid(color=FAINT, linewidth=0.5)
        _crosses(axes, money, labels, gap / layout.height)
        number_axis(axes.xaxis, context.language, 6)
        number_axis(axes.yaxis, context.language, 6)
        axes.set_xlabel(context.words("comparison.sharers"), size=8)
        axes.set_ylabel(context.words("comparison.spending"), size=8)
    return figure


def _crosses(axes: Axes, money: pd.DataFrame, labels: Sequence[str], gap: float) -> None:
    """Draw means with both intervals, and write what they are beside the panel.

    money: rows with ``sharers`` and ``spending``, each with its ends, the latter in millions of euros. labels: of rows.
    gap: between labels, as a part of the panel.
    """
    low, high = axes.get_ylim()
    ends = [(float(value) - low) / (high - low) for value in money["spending"]]
    line = leader(QUIET, 0.6, (0, (1, 2)), shrink=(1, 3))
    for (_, one), label, place in zip(money.iterrows(), labels, spread(ends, gap, 0.03, 0.97), strict=True):
        axes.plot([one["sharers_low"], one["sharers_high"]], [one["spending"]] * 2, color=BLUE, linewidth=1.2)
        axes.plot([one["sharers"]] * 2, [one["spending_low"], one["spending_high"]], color=BLUE, linewidth=1.2)
        axes.plot([one["sharers"]], [one["spending"]], "o", markersize=5, color=BLUE)
        axes.annotate(
            label,
            (one["sharers"], one["spending"]),
            (1.03, place),
            textcoords=axes.transAxes,
            va="center",
            size=8,
            color=INK,
            annotation_clip=False,
            arrowprops=line,
        )


def _price_label(context: Context, one: pd.Series, name: str) -> str:
    """A scenario by its ``name`` and its price, or why it has none; ``one``: its row."""
    price = context.words(f"comparison.{one['note']}") if one["note"] else _price_range(context, one)
    return wrapped(f"{name}: {price}", 2.75, 8)


def _price_range(context: Context, one: pd.Series) -> str:
    """EUR per additional sharer of the row ``one`` with its interval, in three significant figures."""
    euro, low, high = (context.short(float(f"{one[name]:.3g}")) for name in ("cost_per_sharer", "low", "high"))
    return context.words("comparison.per_sharer", euro=euro, low=low, high=high)
