"""Factors that matter together: second-order indices, what two factors do beyond what each does alone.

Of many pairs some would seem to matter by chance, so only those clear of zero for all pairs together have a number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.axes import finite
from datadeel.figures.page import Context, Layout, balanced, drawing, most_lines, page
from datadeel.figures.sensitivity.tables import caption_of, outcome_heads, outcomes_of, short_name
from datadeel.figures.style import INK, PALE_HEAT
from datadeel.i18n.numbers import digits_for

#: Fill of a cell that is not clear of zero.
_BLANK = "#F4F4F4"


def pairs_figure(pairs: pd.DataFrame, context: Context, most: int = 10) -> Figure:
    """Second-order indices: a triangle an outcome, with numbers where the 95 % interval stays clear of zero.

    pairs: rows with ``outcome``, ``factor``, ``other``, ``value``, ``low``, ``high``. context: language, source and
    title. most: factors of an outcome, those of its largest pairs; seven at most of more than three outcomes.
    """
    outcomes = outcomes_of(pairs)
    alone = len(outcomes) <= 3
    chosen = {one: _paired(pairs[pairs["outcome"] == one], most if alone else min(most, 7)) for one in outcomes}
    caption = caption_of(pairs, context, "sensitivity.pairs_title", [context.words("sensitivity.pairs")])
    cell, wide = (0.5, 3.4) if alone else (0.36, 1.8)
    names = {
        one: balanced(short_name(one, context.language), wide, 7.0) for factors in chosen.values() for one in factors
    }
    size = max(len(one) for one in chosen.values())
    high = max(0.28, 0.11 * most_lines(names.values()) + 0.06)
    largest = max(finite(clear_pairs(pairs)["value"]), default=0.0) or 1.0
    with drawing():
        layout = Layout(1 if alone else 2, size * high, outcome_heads(outcomes, context), 0.2, 0.2, 0.2, 0.12)
        figure, panels = page(caption, layout)
        for axes, (outcome, factors) in zip(panels, chosen.items(), strict=True):
            axes.set_xlim(-0.5, layout.width / cell - 0.5)
            axes.set_ylim(size - 0.5, -0.5)
            axes.axis("off")
            _triangle(axes, pairs[pairs["outcome"] == outcome], factors, largest, context)
            for row, factor in enumerate(factors):
                axes.text(row - 0.42, row, names[factor], size=7, color=INK, va="center", linespacing=1.0)
    return figure


def clear_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``pairs`` that are above zero with 95 % confidence for all pairs of their outcome together (Bonferroni):
    of many pairs some would be by chance. A true index is never below zero."""
    # It takes a while to load, and most results have no pairs.
    from scipy.special import ndtri

    half = (pairs["value"] - pairs["low"]) / 1.96
    count = pairs.groupby("outcome")["value"].transform("size")
    sure: pd.DataFrame = pairs[pairs["value"] > half * ndtri(1.0 - 0.05 / count)]
    return sure


def _paired(part: pd.DataFrame, most: int) -> list[str]:
    """At most ``most`` factors of the largest pairs of ``part``, first those that are in most of it: those of pairs
    clear of zero before others.
    """
    clear = clear_pairs(part)
    order = part.assign(sure=part.index.isin(clear.index), size=part["value"])
    order = order[order["size"].notna()].sort_values(["sure", "size"], ascending=False, kind="stable")
    factors: list[str] = []
    for pair in zip(order["factor"], order["other"], strict=True):
        new = [str(one) for one in pair if one not in factors]
        if len(factors) + len(new) > most:
            break
        factors += new
    sums = {one: clear[(clear[["factor", "other"]] == one).any(axis=1)]["value"].sum() for one in factors}
    return sorted(factors, key=lambda one: -sums[one])


def _triangle(axes: Axes, part: pd.DataFrame, factors: Sequence[str], largest: float, context: Context) -> None:
    """Draw cells of pairs, those not clear of zero nearly white, with their numbers.

    part: rows of one outcome. factors: in rows and columns. largest: index of the darkest cell. context: for its
    language.
    """
    clear = set(clear_pairs(part).index)
    known = {frozenset((one["factor"], one["other"])): (at, float(one["value"])) for at, one in part.iterrows()}
    for column, row in combinations(range(len(factors)), 2):
        at, value = known.get(frozenset((factors[row], factors[column])), (None, math.nan))
        sure = at in clear
        share = min(max(value / largest, 0.0), 1.0) if sure else 0.0
        left, right, top, bottom = column - 0.48, column + 0.48, row - 0.46, row + 0.46
        axes.fill(
            [left, right, right, left],
            [top, top, bottom, bottom],
            color=PALE_HEAT(share) if sure else _BLANK,
            linewidth=0,
        )
        if sure:
            text = context.number(value, max(2, digits_for([largest])))
            axes.text(column, row, text, size=6.5, ha="center", va="center", color="white" if share > 0.85 else INK)
