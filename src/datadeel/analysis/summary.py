"""A scenario in a few lines: means over worlds, with what they are worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from datadeel.registry.outcomes import unit

#: Outcomes of a summary, and whether they are shares.
OUTCOMES = {
    "sharing": True,
    "depth": True,
    "durable": True,
    "voluntary": True,
    "willingness": True,
    "unable": True,
    "trust": True,
    "knowledge": True,
    "control": True,
    "chain_value": True,
    "innovations": False,
    "start_ups_lost": False,
    "public_spending": False,
}


def interval(values: pd.Series) -> tuple[float, float]:
    """95 % confidence interval of a mean (Student's t); NaN for a single value."""
    from scipy.special import stdtrit

    if len(values) < 2:
        return float("nan"), float("nan")
    half = float(stdtrit(len(values) - 1, 0.975)) * float(values.std(ddof=1)) / len(values) ** 0.5
    return float(values.mean()) - half, float(values.mean()) + half


def describe(values: pd.Series, most: float = math.inf) -> dict[str, float]:
    """Mean, its 95 % interval, and the range that holds the middle 80 % of worlds. Of what cannot be below 0 or above
    ``most``, intervals are cut there."""
    low, high = (min(max(bound, 0.0), most) if bound == bound else bound for bound in interval(values))
    return {
        "mean": float(values.mean()),
        "low": low,
        "high": high,
        "p10": float(values.quantile(0.1)),
        "p90": float(values.quantile(0.9)),
    }


def describe_signed(values: pd.Series) -> dict[str, float]:
    """:func:`describe` for what may be below zero, such as the benefit of those that gain from opacity."""
    low, high = interval(values)
    return describe(values) | {"low": low, "high": high}


def summary(runs: pd.DataFrame) -> pd.DataFrame:
    """One row an outcome, of ``runs`` of one scenario: mean, low, high, p10, p90."""
    rows = [
        {"outcome": name, "unit": unit(name), **describe(runs[name], 1.0 if share else math.inf)}
        for name, share in OUTCOMES.items()
    ]
    return pd.DataFrame(rows)


def by_point(runs: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """One row a point and outcome, of the runs that did not fail: worlds, mean, 95% interval, middle 80% of worlds.

    Columns: point, outcome, unit, worlds, mean, low, high, p10, p90. Intervals are NaN where there is one world only; of shares
    they are cut at 0 and 1, of what cannot be below zero at 0.
    """
    from scipy.special import stdtrit

    grouped = runs.groupby("point", sort=True)[list(outcomes)]
    worlds = grouped.count()
    half = stdtrit(worlds.where(worlds > 1) - 1, 0.975) * grouped.std(ddof=1) / np.sqrt(worlds)
    mean = grouped.mean()
    least = pd.Series({name: -math.inf if name.startswith("gain_") else 0.0 for name in outcomes})
    most = pd.Series({name: 1.0 if unit(name) == "share" else math.inf for name in outcomes})
    low, high = ((mean + side * half).clip(least, most, axis=1) for side in (-1, 1))
    told = {"worlds": worlds, "mean": mean, "low": low, "high": high}
    told |= {name: grouped.quantile(at) for name, at in (("p10", 0.1), ("p90", 0.9))}
    long = pd.concat({name: table.stack(future_stack=True) for name, table in told.items()}, axis=1)
    long = long.rename_axis(["point", "outcome"]).reset_index()
    long.insert(2, "unit", [unit(name) for name in long["outcome"]])
    table: pd.DataFrame = long
    return table


#: What is told of each kind at the end.
KIND_MEASURES = ("sharing", "depth", "voluntary", "willingness", "unable", "trust", "knowledge", "control")


def kinds_of_run(months: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """How one run ends for each kind: "kind" and a column a measure. Money is EUR per organisation per year."""
    kinds = int((months["month"] == 1).sum())
    end = {name: months[name][-kinds:] for name in ("kind", *KIND_MEASURES)}
    years = months["month"][-1] / 12.0
    for name in ("benefit", "cost", "granted"):
        total = months[name].reshape(-1, kinds).sum(axis=0)
        end[f"{name} per year"] = total / months["organisations"][-kinds:] / years
    return end


def spending_of_run(money: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Public spending of one run by instrument over all months, EUR."""
    names = list(dict.fromkeys(money["instrument"]))
    totals = money["spending"].reshape(-1, len(names)).sum(axis=0) if names else []
    return dict(zip(names, map(float, totals), strict=True))


def bands(rows: pd.DataFrame, sharing: np.ndarray) -> pd.DataFrame:
    """Mean and the middle 80 % of worlds of a measure.

    rows: kind, month, organisations. sharing: (worlds, rows). Gives those columns with mean, p10 and p90.
    """
    low, high = np.quantile(sharing, (0.1, 0.9), axis=0)
    return rows.assign(mean=sharing.mean(axis=0, dtype=float), p10=low, p90=high)
