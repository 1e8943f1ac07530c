"""What the runs of a pattern gave, world by world, and numbers that are worked out from means over worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy

import numpy as np
import pandas as pd

from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import OUTCOMES

#: Below this, what is divided by is nothing.
_TOO_SMALL = 1e-12


class Worlds:
    """What a pattern's runs gave in each world.

    ``x(setting, outcome)`` is an outcome of a run, shape (worlds,), and ``x.months(setting, outcome, kind)`` one of the
    pattern's outcomes of months, shape (worlds, months). Where parameters were drawn, worlds stand draw by draw.
    """

    def __init__(
        self, runs: pd.DataFrame, months: pd.DataFrame, organisations: Mapping[str, Mapping[str, int]]
    ) -> None:
        """Take what was run.

        runs: a row a run: "setting", "point" and "replicate", by which worlds are told apart, and outcomes of a run.
        months: a row a run, month and kind ("kind", "all" among them), with "setting", "point", "replicate", "month"
        and outcomes of months; without rows where nothing is read month by month. organisations: by setting and kind,
        how many there are.
        """
        self._runs = _rows_by(runs, ["setting"], ["point", "replicate"])
        self._months = _rows_by(months, ["setting", "kind"], ["point", "replicate", "month"]) if len(months) else {}
        self._organisations = organisations
        self._number = len(next(iter(self._runs.values())))
        self._read: dict[tuple[str, str, str], np.ndarray] = {}
        self._chosen: slice | np.ndarray = slice(None)

    def __len__(self) -> int:
        return self._number

    def only(self, rows: np.ndarray) -> Worlds:
        """The same of some worlds.

        rows: their numbers, from 0.
        """
        some = copy(self)
        some._chosen = rows
        return some

    def __call__(self, setting: str, outcome: str) -> np.ndarray:
        """An outcome of a run in each world, in its own unit, shape (worlds,).

        setting: the name of one of the pattern's settings. outcome: the id of an outcome of a run.
        """
        found: np.ndarray = self._runs[setting,][outcome].to_numpy(float)[self._chosen]
        return found

    def months(self, setting: str, outcome: str, kind: str = "all") -> np.ndarray:
        """An outcome month by month in each world, shape (worlds, months).

        setting: the name of one of the pattern's settings. outcome: one that the pattern keeps; what tables give as a
        sum is told per organisation of the kind. kind: of organisations, or "all".
        """
        key = (setting, outcome, kind)
        if key not in self._read:
            found = self._months[setting, kind][outcome].to_numpy(float).reshape(len(self), -1)
            self._read[key] = found / self._count(setting, kind) if OUTCOMES[outcome].monthly == "sum" else found
        return self._read[key][self._chosen]

    def count(self, setting: str, kind: str) -> int:
        """How many organisations of a ``kind`` there are in a ``setting``."""
        return self._organisations[setting][kind]

    def _count(self, setting: str, kind: str) -> int:
        """The same, also of all kinds together."""
        return sum(self.count(setting, one) for one in (KINDS if kind == "all" else (kind,)))


def _rows_by(table: pd.DataFrame, by: list[str], order: list[str]) -> dict[tuple[str, ...], pd.DataFrame]:
    """Rows of a table by what they have in the columns ``by``, sorted by ``order``."""
    rows = table.sort_values(order, kind="stable").groupby(by, observed=True, sort=False)
    return {tuple(map(str, name)): part for name, part in rows}


#: What a criterion judges: a number for each world, shape (worlds,); of a curve, shape (worlds, months).
PatternStatistic = Callable[[Worlds], np.ndarray]


def ratio(above: np.ndarray, under: np.ndarray) -> np.ndarray:
    """``above`` over ``under``, of the same shape; 0 where there is nothing to divide by."""
    return np.divide(above, under, out=np.zeros_like(above, dtype=float), where=np.abs(under) > _TOO_SMALL)


def of_means(number: Callable[[np.ndarray], float], *values: np.ndarray) -> np.ndarray:
    """A number that is worked out from means over worlds, such as a ratio of them, as one number for each world.

    These are jackknife pseudo-values: their mean is the number without most of its bias, their spread tells its
    interval.

    number: of means, which it is given stacked along the first axis, as many as there are values. values: (worlds,) or
    (worlds, …) each.
    """
    stacked = np.stack([np.asarray(one, float) for one in values])
    worlds = stacked.shape[1]
    whole = stacked.mean(axis=1)
    if worlds < 2:
        return np.atleast_1d(np.asarray(number(whole), float))
    without = (worlds * whole[:, None] - stacked) / (worlds - 1)
    left = np.array([float(number(without[:, world])) for world in range(worlds)])
    return worlds * float(number(whole)) - (worlds - 1) * left


def ratio_of_means(above: np.ndarray, under: np.ndarray) -> np.ndarray:
    """:func:`of_means` of the ratio of ``above`` to ``under``, (worlds,) each; 0 where there is nothing to divide
    by."""
    return of_means(lambda means: float(ratio(means[:1], means[1:])[0]), above, under)
