"""What worlds tell of a number, each defined once: the interval of a mean, its cut where numbers end, the band of
worlds.

A *world* is one replicate: a run of its own, independent of the others. An *interval* says how well the mean over
worlds is known, and narrows as worlds are added; a *band* says how much worlds differ, and does not. Single numbers,
arrays and groups of rows go through the same few lines.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from pandas.api.typing import DataFrameGroupBy

#: A number, or an array of them.
Numbers = float | npt.NDArray[np.float64]

#: The chance that an interval misses the mean, both sides together, where nothing else is said: intervals of 95 %.
_ALPHA = 0.05

#: Less than this part of the numbers themselves is rounding, and counts as nothing.
ROUNDING = 1e-12

#: The ends of a band, which holds the middle 80 % of worlds.
BAND = {"p10": 0.1, "p90": 0.9}


def critical(worlds: npt.ArrayLike, alpha: float = _ALPHA) -> npt.NDArray[np.float64]:
    """Student's t: how many standard errors an interval reaches to either side of a mean.

    worlds: how many numbers the mean is of, of any shape; below two there is no interval, and NaN is given. alpha: the
    chance that the interval misses the mean, (0, 1).
    """
    from scipy.special import stdtrit

    count = np.asarray(worlds, float)
    t: npt.NDArray[np.float64] = stdtrit(np.where(count > 1.0, count - 1.0, np.nan), 1.0 - alpha / 2.0)
    return t


def margin(worlds: npt.ArrayLike, deviation: npt.ArrayLike, alpha: float = _ALPHA) -> npt.NDArray[np.float64]:
    """Half the width of the interval of a mean, in the unit of ``deviation``.

    worlds: how many numbers the mean is of; NaN is given below two. deviation: their standard deviation (ddof 1), of
    the same shape or one that fits it. alpha: as of :func:`critical`.
    """
    count = np.asarray(worlds, float)
    with np.errstate(divide="ignore", invalid="ignore"):  # no worlds, no margin
        half: npt.NDArray[np.float64] = critical(count, alpha) * np.asarray(deviation, float) / np.sqrt(count)
    return half


def interval(values: pd.Series, alpha: float = _ALPHA) -> tuple[float, float]:
    """Low and high end of the interval of a mean; NaN for a single value.

    values: one number a world. alpha: as of :func:`critical`.
    """
    mean, half = float(values.mean()), float(margin(len(values), float(values.std(ddof=1)), alpha))
    return mean - half, mean + half


def cut(end: npt.ArrayLike, least: npt.ArrayLike = 0.0, most: npt.ArrayLike = math.inf) -> npt.NDArray[np.float64]:
    """An end of an interval, cut where numbers cannot go: a share has no interval beyond 0 or 1.

    end: of any shape; NaN stays NaN. least, most: what the number cannot be below and above, in its unit.
    """
    within: npt.NDArray[np.float64] = np.clip(np.asarray(end, float), least, most)
    return within


def band(values: npt.ArrayLike) -> dict[str, npt.NDArray[np.float64]]:
    """ "mean" over worlds, and "p10" and "p90", between which the middle 80 % of worlds lie.

    values: (worlds, …) of any number of further axes, which what is given has too.
    """
    worlds = np.asarray(values)
    ends = np.quantile(worlds, list(BAND.values()), axis=0)
    return {"mean": worlds.mean(axis=0, dtype=float), **dict(zip(BAND, ends, strict=True))}


def band_of_groups(groups: DataFrameGroupBy) -> dict[str, pd.DataFrame]:
    """:func:`band` of each group of rows, a row a world: "mean", "p10" and "p90", each with a row a group.

    groups: of the columns that are wanted.
    """
    return {"mean": groups.mean(), **{name: groups.quantile(at) for name, at in BAND.items()}}
