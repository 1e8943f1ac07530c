"""Sensitivity indices of one response over a design on the unit cube, as SALib works them out (Herman & Usher 2017;
Iwanaga et al. 2022)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from datadeel.experiment.sampling import Problem

#: Bootstrap resamples behind an interval, and where each of them is dear.
RESAMPLES, FEW_RESAMPLES = 100, 20

#: Half of a 95 % interval, in standard deviations of resamples.
_NORMAL = 1.96

#: Levels of the grid that trajectories of Morris move on, and slices of a factor's range for PAWN.
_LEVELS, _SLICES = 4, 10

#: Indices of all factors by name, each with half of its interval: (factors,) each.
Found = dict[str, tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Estimator:
    """Works out indices of responses over one design.

    method: "morris", "sobol", "pawn" or "delta". problem: the factors as SALib names them, the dummy last. rows:
    places of the design's rows on the unit cube, (rows, factors). seed: of resamples. second_order: whether the
    design has the rows that indices of pairs need.
    """

    method: str
    problem: Problem
    rows: np.ndarray
    seed: int
    second_order: bool

    @property
    def factors(self) -> list[str]:
        """The names of the factors, the dummy last."""
        return list(self.problem["names"])

    @property
    def _salib_seed(self) -> int:
        """To SALib, 0 is no seed."""
        return self.seed or 2**31 - 1

    def table(self, values: np.ndarray, rows: int | None = None) -> pd.DataFrame:
        """One row an index and factor: factor, index, value, low, high (95 %).

        values: of the response, (rows,). rows: how many of the design's they are, from the first; all where None.
        Raises ValueError or LinAlgError where the method has no index of such values.
        """
        methods = {"morris": self._morris, "sobol": self._sobol, "pawn": self._pawn, "delta": self._delta}
        found = [
            {"factor": name, "index": index, "value": value, "low": value - half, "high": value + half}
            for index, (indices, halves) in methods[self.method](values, self.rows[:rows]).items()
            for name, value, half in zip(self.factors, indices, halves, strict=True)
        ]
        return pd.DataFrame(found)

    def pairs(self, values: np.ndarray) -> pd.DataFrame:
        """Second-order indices of Sobol: factor, other, value, low, high; the dummy is left out.

        values: of the response, (rows,), of a design with ``second_order``.
        """
        found = self.sobol(values, second=True)
        at = [(i, j) for i in range(len(self.factors) - 1) for j in range(i + 1, len(self.factors) - 1)]
        value = np.array([found["S2"][pair] for pair in at])
        half = np.array([found["S2_conf"][pair] for pair in at])
        named = {"factor": [self.factors[i] for i, _ in at], "other": [self.factors[j] for _, j in at]}
        return pd.DataFrame(named | {"value": value, "low": value - half, "high": value + half})

    def sobol(self, values: np.ndarray, second: bool = False, resamples: int = RESAMPLES) -> Mapping[str, np.ndarray]:
        """Sobol's indices by SALib's names: "S1", "ST" and their "_conf", (factors,) each.

        values: of the response, (rows,). second: with those of pairs, "S2", (factors, factors); without, only the
        part of the design is used that first-order and total indices need. resamples: behind each interval, at least
        2.
        """
        from SALib.analyze import sobol

        kept = values
        if self.second_order and not second:  # base sample A, A with each column of B, base sample B
            whole = values.reshape(-1, 2 * len(self.factors) + 2)
            kept = whole[:, [*range(len(self.factors) + 1), -1]].ravel()
        with warnings.catch_warnings():  # of factors that move nothing, which are shown as what they are: zero
            warnings.filterwarnings("ignore", message="Constant values", category=UserWarning)
            found = sobol.analyze(
                self.problem, kept, calc_second_order=second, num_resamples=resamples, seed=self._salib_seed
            )
        return cast("Mapping[str, np.ndarray]", found)

    def _sobol(self, values: np.ndarray, rows: np.ndarray) -> Found:
        """First-order and total indices."""
        found = self.sobol(values)
        return {name: (np.asarray(found[name]), np.asarray(found[f"{name}_conf"])) for name in ("S1", "ST")}

    def _morris(self, values: np.ndarray, rows: np.ndarray) -> Found:
        """Elementary effects: the mean of their size, their mean, and their deviation."""
        from SALib.analyze import morris

        found = morris.analyze(
            self.problem, rows, values, num_levels=_LEVELS, num_resamples=RESAMPLES, seed=self._salib_seed
        )
        unknown = np.full(len(self.factors), np.nan)
        return {
            "mu_star": (np.asarray(found["mu_star"], float), np.asarray(found["mu_star_conf"], float)),
            "mu": (np.asarray(found["mu"], float), unknown),
            "sigma": (np.asarray(found["sigma"], float), unknown),
        }

    def _pawn(self, values: np.ndarray, rows: np.ndarray) -> Found:
        """Medians of the distances between distributions, with the deviation of resamples."""
        from SALib.analyze import pawn

        def median(chosen: np.ndarray) -> np.ndarray:
            """Of some rows, by number."""
            return np.asarray(pawn.analyze(self.problem, rows[chosen], values[chosen], S=_SLICES)["median"], float)

        rng = np.random.default_rng(self.seed)
        again = [median(rng.integers(len(rows), size=len(rows))) for _ in range(FEW_RESAMPLES)]
        return {"pawn": (median(np.arange(len(rows))), _NORMAL * np.std(again, axis=0, ddof=1))}

    def _delta(self, values: np.ndarray, rows: np.ndarray) -> Found:
        """Shifts of the density, given balanced groups of rows."""
        from SALib.analyze import delta

        # SALib warns of raw scores, which are not used, past any filter: it sets its own.
        with warnings.catch_warnings(record=True):
            found = delta.analyze(self.problem, rows, values, num_resamples=FEW_RESAMPLES, seed=self._salib_seed)
        return {"delta": (np.asarray(found["delta_balanced"], float), np.asarray(found["delta_balanced_conf"], float))}
