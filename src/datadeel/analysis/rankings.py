"""Rankings of factors, and of policies: what is clear of noise, whether orders agree, and whether they have settled."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from datadeel.experiment.sampling import DUMMY

#: How many leading policies are named.
_NAMED = 5


def above_floor(indices: pd.DataFrame) -> pd.DataFrame:
    """The factors of one response that can be told from noise, largest first.

    The interval of their index lies above that of the dummy's. indices: rows of one response and one index, with
    "factor", "value", "low" and "high". Without intervals (one sample) values are compared.
    """
    dummy = indices[indices["factor"] == DUMMY]
    floor = float(dummy["high"].fillna(dummy["value"]).max()) if len(dummy) else 0.0
    real = indices[indices["factor"] != DUMMY]
    clear = real["low"].fillna(real["value"]) > floor
    return real[clear].sort_values("value", ascending=False, kind="stable")


def top_down(one: pd.Series, other: pd.Series) -> float:
    """How far two rankings agree, the leading places above all: correlation of Savage scores (Iman & Conover 1987),
    [-1, 1].

    one, other: values of the same items in the same order. NaN where either has no ranking.
    """
    mine, others = _savage_scores(one), _savage_scores(other)
    if np.ptp(mine) == 0.0 or np.ptp(others) == 0.0:
        return math.nan  # all alike: no ranking
    return float(np.corrcoef(mine, others)[0, 1])


def _savage_scores(values: pd.Series) -> np.ndarray:
    """The sum of 1/j from the place of each to the last."""
    place = values.rank(ascending=False, method="first").to_numpy(int)
    harmonic = np.cumsum(1.0 / np.arange(len(values), 0, -1))[::-1]
    score = pd.Series(harmonic[place - 1])
    found: np.ndarray = score.groupby(values.to_numpy()).transform("mean").to_numpy()  # ties share theirs
    return found


def rank_stability(differences: pd.DataFrame, outcome: str, base: str = "base") -> pd.DataFrame:
    """Whether policies keep their order under other formulations: one row an uncertainty setting.

    differences: of ``analysis.compare.differences``, by lever within uncertainty. outcome: whose differences are
    ranked. base: the formulation that others are held against. Columns: uncertainty_name, baseline_mean (of the
    baseline lever, in the outcome's unit), spearman (rank correlation of effects with those under ``base``) and
    leading (the five policies with the largest effects, in order).
    """
    rows = differences[differences["outcome"] == outcome]
    effects = rows.pivot(index="lever_name", columns="uncertainty_name", values="difference")
    means = rows.groupby("uncertainty_name")["baseline_mean"].first()
    agreement = effects.corr("spearman")[base]
    found = [
        {
            "uncertainty_name": name,
            "baseline_mean": float(means[name]),
            "spearman": float(agreement[name]),
            "leading": ", ".join(effects[name].nlargest(_NAMED).index),
        }
        for name in sorted(effects.columns, key=lambda one: one != base)
    ]
    return pd.DataFrame(found)
