"""What varied in a sweep, read from the table of its points: scenarios, packages, and paths as factors with values.

Nothing but the tables is needed, so that figures can be drawn again from a results folder alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.axes import finite
from datadeel.figures.labels import factor_label, value_label
from datadeel.figures.page import Context, Layout, page
from datadeel.registry.outcomes import scale, unit

#: A value of a factor: a number, or a text such as the name of a package.
FactorValue = str | float

#: Most lines or colours of one panel.
MOST_SERIES = 6
#: The column of packages. No path starts with a space.
PACKAGE = " package"

_POINT = ("point", "scenario", "lever", "lever_name", "uncertainty", "uncertainty_name")
_SAMPLE = re.compile(r"(?:^|, )sample \d+$")


def other_side(side: str) -> str:
    """The other one of "lever" and "uncertainty", the ``side`` that is given."""
    return "uncertainty" if side == "lever" else "lever"


@dataclass(frozen=True)
class DesignFactor:
    """Something that takes several values over the points.

    column: of the frame. label: what it is called. values: in order. names: what values are called. numeric: whether
    they are numbers. uncertain: whether nobody knows its value, as against a lever. mark: after the label, says so.
    """

    column: str
    label: str
    values: tuple[FactorValue, ...]
    names: Mapping[FactorValue, str]
    numeric: bool = False
    uncertain: bool = False
    mark: str = ""

    @property
    def axis(self) -> str:
        """The label of an axis."""
        return self.label + self.mark

    @property
    def plain(self) -> str:
        """The label without what is explained between brackets."""
        return re.sub(r" \([^)]*\)", "", self.label) + self.mark

    @property
    def numbers(self) -> list[float]:
        """The values of a numeric factor."""
        return [float(value) for value in self.values]

    @property
    def side(self) -> str:
        """Whose settings set it: "lever" or "uncertainty"."""
        return "uncertainty" if self.uncertain else "lever"

    def head(self, value: FactorValue) -> str:
        """A ``value`` with what it is of, as the title of a panel."""
        return self.names[value] if self.column in (PACKAGE, "scenario") else f"{self.plain}:\u00a0{self.names[value]}"


@dataclass(frozen=True)
class SweepDesign:
    """What varied, and the results by point and outcome.

    frame: the points, with a column of packages. results: a row a point and outcome: those of the frame and
    ``outcome``, ``worlds``, ``mean``, ``low``, ``high`` in the units that outcomes are shown in. outcomes: in order.
    context: with titles of scenarios, packages and settings, and that of the figures. scenarios: as a factor. factors:
    all others. sampled: sides that are random samples.
    """

    frame: pd.DataFrame
    results: pd.DataFrame
    outcomes: Sequence[str]
    context: Context
    scenarios: DesignFactor
    factors: tuple[DesignFactor, ...]
    sampled: tuple[str, ...]

    @classmethod
    def of(cls, points: pd.DataFrame, summary: pd.DataFrame, outcomes: Sequence[str], context: Context) -> SweepDesign:
        """Read what varied from ``points`` and the names of their settings, and the results of ``outcomes`` from
        ``summary``; ``context``: as above."""
        paths = [str(name) for name in points.columns if name not in _POINT]
        frame = points.assign(**{PACKAGE: [package_of(str(name), paths) for name in points["lever_name"]]})
        sampled = tuple(
            side for side in ("lever", "uncertainty") if points[f"{side}_name"].astype(str).str.contains(_SAMPLE).all()
        )
        names: dict[FactorValue, str] = {str(one): context.name(one) for one in points["scenario"].unique()}
        scenarios = DesignFactor("scenario", "", tuple(names), names)
        found = [_path_factor(frame, path, context) for path in paths]
        factors = tuple(one for one in (_package_factor(frame, context), *found) if one is not None)
        results = summary.loc[summary["outcome"].isin(outcomes), ["point", "outcome", "worlds", "mean", "low", "high"]]
        for column in ("mean", "low", "high"):
            results = results.assign(**{column: results[column] * results["outcome"].map(scale)})
        return cls(frame, results.merge(frame, on="point"), outcomes, context, scenarios, factors, sampled)

    @property
    def language(self) -> str:
        """Of the words."""
        return self.context.language

    @property
    def full(self) -> bool:
        """Whether every combination of values is there, once for each scenario."""
        columns = [one.column for one in self.factors]
        settings = self.settings("lever") * self.settings("uncertainty")
        if not columns or self.frame[columns].isna().any(axis=None):
            return False
        different = len(self.frame.drop_duplicates(["scenario", *columns]))
        return math.prod(len(one.values) for one in self.factors) == settings == different // len(self.scenarios.values)

    @property
    def whole(self) -> list[DesignFactor]:
        """Scenarios, where there are several to tell apart."""
        return [self.scenarios] if len(self.scenarios.values) > 1 else []

    @property
    def simulated_once(self) -> bool:
        """Whether there are no intervals."""
        return bool(self.results.empty or self.results["worlds"].max() <= 1)

    @property
    def worlds(self) -> str:
        """How many simulations stand behind each number: a sentence."""
        if self.simulated_once:
            return self.context.words("sweep.worlds_one")
        return self.context.words("sweep.worlds", worlds=self.context.count(self.results["worlds"]))

    def factor(self, path: str) -> DesignFactor:
        """The factor of a ``path`` that varies."""
        return next(one for one in self.factors if one.column == path)

    def settings(self, side: str) -> int:
        """How many settings of a ``side``, "lever" or "uncertainty", there are."""
        return int(self.frame[side].nunique())

    def names(self, side: str) -> pd.Series:
        """The name of each setting of a ``side``, by its number."""
        return self.frame.drop_duplicates(side).set_index(side)[f"{side}_name"].astype(str)

    def limits(self, outcome: str, *columns: str) -> tuple[float, float]:
        """Lowest and highest of ``columns`` of an ``outcome`` in all panels; intervals of shares are cut at 0 and 100
        %."""
        part = self.results[self.results["outcome"] == outcome]
        values = finite(*(part[column] for column in columns))
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        if unit(outcome) == "share":
            low, high = max(low, 0.0), min(high, 100.0)
        return low, high

    def uncertain_key(self, factors: Sequence[DesignFactor]) -> str:
        """What "uncertain" means, where it is said of one of ``factors``."""
        return self.context.words("sweep.uncertain_key") if any(one.uncertain for one in factors) else ""

    def page(self, shown: Sequence[str], layout: Layout) -> tuple[Figure, list[Axes]]:
        """A page of ``layout`` with what is ``shown`` in so many sentences, after the scenario if there is just one."""
        one = "" if self.whole else self.scenarios.names[self.scenarios.values[0]] + "."
        return page(self.context.caption("", [one, *shown]), layout)


def cut_interval(outcome: str, part: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Ends of intervals of ``part``, each of shape (rows,); those of an ``outcome`` that is a share within 0 and 100
    %."""
    low, high = part["low"].to_numpy(dtype=float), part["high"].to_numpy(dtype=float)
    return (np.clip(low, 0.0, 100.0), np.clip(high, 0.0, 100.0)) if unit(outcome) == "share" else (low, high)


# --- Factors -----------------------------------------------------------------------------------------------


def package_of(name: str, paths: Sequence[str]) -> str:
    """The part of the ``name`` of a setting that names a package or a listed point, empty where there is none. paths:
    all that vary; what sets one of them is not part of a package."""
    keys = "|".join(re.escape(path) for path in paths)
    bare = re.split(rf"(?:^|, )(?=(?:{keys})=)", name)[0] if keys else name
    return "" if bare == "base" else _SAMPLE.sub("", bare)


def own_title(context: Context, name: str) -> str:
    """The title of a ``name`` in ``context``, empty where it has none but itself."""
    title = context.titles.get(name, "")
    return "" if title == name else title


def _package_factor(frame: pd.DataFrame, context: Context) -> DesignFactor | None:
    """Packages of the ``frame`` as a factor, None where there is just one.

    Their titles may be given in ``context`` under the name of a package or of a setting that holds it.
    """
    names: dict[FactorValue, str] = {}
    for package, setting in zip(frame[PACKAGE], frame["lever_name"].astype(str), strict=True):
        title = own_title(context, package) or own_title(context, setting)
        names.setdefault(package, title or package or context.words("sweep.base"))
    return DesignFactor(PACKAGE, context.words("sweep.package"), tuple(names), names) if len(names) > 1 else None


def _path_factor(frame: pd.DataFrame, path: str, context: Context) -> DesignFactor | None:
    """A ``path`` of the ``frame`` as a factor, named in the language of ``context``; None where it never varies."""
    column = frame[path]
    values = list(pd.unique(column.dropna()))
    if not values or (len(values) == 1 and not column.isna().any()):
        return None
    numeric = bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))
    values = sorted(values) if numeric else values
    # Settings of what is uncertain set it, and there are several of them.
    alone = bool((frame.groupby("uncertainty")[path].nunique(dropna=False) == 1).all())
    uncertain = alone and bool(frame["uncertainty"].nunique() > 1)
    mark = f" ({context.words('sweep.uncertain')})" if uncertain else ""
    names = {value: value_label(value, context.language) for value in values}
    return DesignFactor(path, factor_label(path, context.language), tuple(values), names, numeric, uncertain, mark)
