"""What the figures of a sensitivity analysis share: names of factors and outcomes, and what is read from tables."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from datadeel.experiment.sampling import DUMMY
from datadeel.figures.axes import finite, widened
from datadeel.figures.labels import factor_label, outcome_label
from datadeel.figures.page import Caption, Context
from datadeel.figures.style import QUIET, SeriesStyle
from datadeel.i18n import translate
from datadeel.registry.outcomes import scale

#: Indices that factors are ranked by, the first that is there.
MAIN_INDICES = ("ST", "mu_star", "pawn", "delta")
#: The dummy's line.
FLOOR = SeriesStyle(QUIET, (0, (4, 3)), width=1.0)
#: Letters of names of factors, in points, and how wide their lines are at most, in inches.
NAME_SIZE, NAME_WIDE = 7.5, 2.7


def short_name(factor: str, language: str) -> str:
    """A ``factor`` as it is called in ``language``, without what is explained between brackets."""
    if factor == DUMMY:
        return translate(language, "sensitivity.dummy")
    return re.sub(r" \([^)]*\)", "", factor_label(factor, language))


def is_change(table: pd.DataFrame) -> bool:
    """Whether all of ``table`` is about the difference with the baseline policy."""
    return "change" in table and bool(table["change"].all())


def caption_of(table: pd.DataFrame, context: Context, title: str, shown: Sequence[str], left: int = 0) -> Caption:
    """The words around panels of ``table``.

    title: key of the title where ``context`` has none. shown: what is shown, in sentences. left: factors left out.
    """
    change = context.words("sensitivity.change") if is_change(table) else ""
    note = context.words("sensitivity.left_out", left=left) if left > 0 else ""
    return context.caption(context.words(title), [*shown, change], note)


def outcomes_of(table: pd.DataFrame) -> list[str]:
    """Outcomes of ``table``, in its order."""
    return [str(one) for one in table["outcome"].unique()]


def outcome_heads(outcomes: Sequence[str], context: Context, sized: bool = False) -> list[str]:
    """Names of ``outcomes`` in the language of ``context``: with the unit of a change if ``sized``, else with none, for
    indices that have none."""
    labels = [outcome_label(context.language, outcome, change=True) for outcome in outcomes]
    return labels if sized else [label.partition(",")[0] for label in labels]


def in_shown_units(table: pd.DataFrame, sized: bool, columns: Sequence[str] = ("value", "low", "high")) -> pd.DataFrame:
    """``table`` with ``columns`` in the units that outcomes are shown in, if they are ``sized`` as an outcome is."""
    by = table["outcome"].map(scale) if sized else 1.0
    return table.assign(**{name: table[name] * by for name in columns})


def leading(table: pd.DataFrame, column: str, most: int) -> list[str]:
    """At most so many factors of ``table`` with the largest ``column`` on average over outcomes, each outcome against
    its own largest. most: how many."""
    real = table[(table["factor"] != DUMMY) & table[column].notna()]
    each = real.groupby(["outcome", "factor"], sort=False)[column].mean()
    whole = each.groupby("outcome").transform(lambda values: max(float(values.max()), 1e-300))
    order = (each / whole).groupby("factor", sort=False).mean().sort_values(ascending=False, kind="stable")
    return [str(one) for one in order.index[:most]]


def count_factors(table: pd.DataFrame) -> int:
    """How many factors ``table`` holds, but for the dummy."""
    return len(set(table["factor"]) - {DUMMY})


def noise_floor(part: pd.DataFrame, column: str = "value") -> float:
    """The dummy's ``column`` in ``part``; its value where it has no interval, and nan where there is no dummy."""
    dummy = part[part["factor"] == DUMMY]
    found = [float(dummy[name].iloc[0]) for name in (column, "value") if len(dummy)]
    return next((one for one in found if math.isfinite(one)), math.nan)


def limits_of(part: pd.DataFrame) -> tuple[float, float]:
    """Limits of an axis for the indices and intervals of ``part``, with zero."""
    values = np.append(finite(part["value"], part["low"], part["high"]), 0.0)
    low, high = widened(float(values.min()), float(values.max()), 0.05)
    return (low if values.min() < 0.0 else 0.0), high


def text_in(axes: Axes, x: float, y: float, text: str, **look: object) -> None:
    """A ``text`` at ``x`` and ``y`` in parts of the panel of ``axes``; ``look``: as matplotlib's texts take."""
    axes.text(x, y, text, None, transform=axes.transAxes, **look)
