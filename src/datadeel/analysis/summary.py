"""A scenario in a few lines: means over worlds, with what they are worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from datadeel.analysis.statistics import BAND, band, band_of_groups, cut, interval, margin
from datadeel.registry.outcomes import OUTCOMES, shown_in, unit


def describe(values: pd.Series, most: float = math.inf) -> dict[str, float]:
    """Mean, its 95 % interval ("low", "high"), and the range that holds the middle 80 % of worlds ("p10", "p90").

    values: one number a world, of what cannot be below 0. most: what it cannot be above. Intervals are cut at both.
    """
    low, high = (float(cut(end, 0.0, most)) for end in interval(values))
    return {"mean": float(values.mean()), "low": low, "high": high, **_band_ends(values)}


def describe_signed(values: pd.Series) -> dict[str, float]:
    """:func:`describe` for what may be below zero, such as the benefit of those that gain from opacity.

    values: one number a world.
    """
    low, high = interval(values)
    return describe(values) | {"low": low, "high": high}


def _band_ends(values: pd.Series) -> dict[str, float]:
    """The ends of the band of a number, over the worlds that have it."""
    known = values.dropna()
    found = band(known if len(known) else values)
    return {name: float(found[name]) for name in BAND}


def summary(runs: pd.DataFrame) -> pd.DataFrame:
    """One row an outcome, of ``runs`` of one scenario: mean, low, high, p10, p90."""
    rows = [
        {"outcome": name, "unit": unit(name), **describe(runs[name], OUTCOMES[name].most)}
        for name in shown_in("summary")
    ]
    return pd.DataFrame(rows)


def by_point(runs: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row a point and outcome, of the runs that did not fail: worlds, mean, 95% interval, middle 80% of worlds.

    Columns: point, outcome, unit, worlds, mean, low, high, p10, p90. Intervals are NaN where there is one world only;
    of shares they are cut at 0 and 1, of what cannot be below zero at 0.
    """
    grouped = runs.groupby("point", sort=True)[list(outcomes)]
    worlds, spread = grouped.count(), band_of_groups(grouped)
    mean = spread["mean"]
    half = margin(worlds, grouped.std(ddof=1))
    least = [OUTCOMES[name].least for name in outcomes]
    most = [OUTCOMES[name].most for name in outcomes]
    low, high = (mean + side * half for side in (-1, 1))
    ends = {
        name: pd.DataFrame(cut(end, least, most), mean.index, mean.columns)
        for name, end in (("low", low), ("high", high))
    }
    found = {"worlds": worlds, "mean": mean, **ends, **{name: spread[name] for name in BAND}}
    long = pd.concat({name: table.stack(future_stack=True) for name, table in found.items()}, axis=1)
    long = long.rename_axis(["point", "outcome"]).reset_index()
    long.insert(2, "unit", [unit(name) for name in long["outcome"]])
    table: pd.DataFrame = long
    return table


def kinds_of_run(months: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """How one run ends for each kind: "kind" and a column a measure. Money is EUR per organisation per year."""
    kinds = int((months["month"] == 1).sum())
    end = {name: months[name][-kinds:] for name in ("kind", *shown_in("kinds"))}
    years = months["month"][-1] / 12.0
    for name in shown_in("kinds_money"):
        total = months[name].reshape(-1, kinds).sum(axis=0)
        end[f"{name} per year"] = total / months["organisations"][-kinds:] / years
    return end


def spending_of_run(money: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Public spending of one run by instrument over all months, EUR."""
    names = list(dict.fromkeys(money["instrument"]))
    totals = money["spending"].reshape(-1, len(names)).sum(axis=0) if names else []
    return dict(zip(names, map(float, totals), strict=True))


def bands(rows: pd.DataFrame, sharing: np.ndarray) -> pd.DataFrame:
    """Mean and the middle 80 % of worlds of what was counted month by month.

    rows: kind, month, organisations. sharing: (worlds, rows). Gives those columns with mean, p10 and p90.
    """
    return rows.assign(**band(sharing))
