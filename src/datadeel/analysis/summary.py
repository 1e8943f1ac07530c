"""A scenario in a few lines: means over worlds, with what they are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Outcomes of a summary, and whether they are shares.
OUTCOMES = {
    "sharing": True,
    "depth": True,
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


def describe(values: pd.Series) -> dict[str, float]:
    """Mean, its 95 % interval, and the range that holds the middle 80 % of worlds."""
    low, high = interval(values)
    return {
        "mean": float(values.mean()),
        "low": low,
        "high": high,
        "p10": float(values.quantile(0.1)),
        "p90": float(values.quantile(0.9)),
    }


def summary(runs: pd.DataFrame) -> pd.DataFrame:
    """One row an outcome, of ``runs`` of one scenario: mean, low, high, p10, p90."""
    rows = [{"outcome": name, **describe(runs[name])} for name in OUTCOMES]
    return pd.DataFrame(rows)


#: What is told of each kind at the end.
KIND_MEASURES = ("sharing", "depth", "voluntary", "willingness", "unable", "trust", "knowledge", "control")


def kinds_of_run(months: pd.DataFrame) -> pd.DataFrame:
    """How one run ends for each kind: columns kind, measure, value. Money is EUR per organisation per year, all months."""
    last = months[months["month"] == months["month"].max()].set_index("kind")
    sizes = last["organisations"] * months["month"].max() / 12.0
    sums = months.groupby("kind", sort=False)[["benefit", "cost", "granted"]].sum().div(sizes, axis=0)
    frame = last[list(KIND_MEASURES)].join(sums.add_suffix(" per year"))
    long: pd.DataFrame = frame.stack().rename_axis(["kind", "measure"]).rename("value").reset_index()
    return long


def spending_of_run(money: pd.DataFrame) -> pd.DataFrame:
    """Public spending of one run by instrument over all months, EUR: columns instrument, value."""
    return money.groupby("instrument", sort=False)["spending"].sum().rename("value").reset_index()


def describe_groups(values: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Runs' values described (see :func:`describe`) for each group of the columns ``by``, in order of appearance."""
    rows = [
        {**dict(zip(by, names, strict=True)), **describe(part["value"])}
        for names, part in values.groupby(by, sort=False)
    ]
    return pd.DataFrame(rows, columns=[*by, "mean", "low", "high", "p10", "p90"])


def bands(rows: pd.DataFrame, sharing: np.ndarray) -> pd.DataFrame:
    """Mean and the middle 80 % of worlds of a measure.

    rows: kind, month, organisations. sharing: (worlds, rows). Gives those columns with mean, p10 and p90.
    """
    low, high = np.quantile(sharing, (0.1, 0.9), axis=0)
    return rows.assign(mean=sharing.mean(axis=0, dtype=float), p10=low, p90=high)
