"""Panels of a grid: an outcome each, with a value of each factor that is on no axis.

They share one page as long as they are few; else each outcome has a page of its own; beyond that a grid is not drawn.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.lines import Line2D

from datadeel.figures.labels import outcome_label
from datadeel.figures.style import SERIES_STYLES, SeriesStyle
from datadeel.figures.sweep.design import DesignFactor, FactorValue, SweepDesign

#: Most panels of one figure.
_MOST_FACETS = 12
#: Outcomes share a figure up to so many panels; then each has its own.
_TOGETHER = 6


@dataclass(frozen=True)
class Facet:
    """One panel: an ``outcome``, and the values that factors have in it."""

    outcome: str
    fixed: tuple[tuple[DesignFactor, FactorValue], ...]

    def of(self, results: pd.DataFrame) -> pd.DataFrame:
        """The rows of this panel among ``results`` of a design."""
        chosen = results["outcome"] == self.outcome
        for factor, value in self.fixed:
            chosen &= results[factor.column] == value
        return results[chosen]


@dataclass(frozen=True)
class FacetGroup:
    """The panels of one figure. end: of its name. facets: its panels. inner: how many columns belong together."""

    end: str
    facets: list[Facet]
    inner: int

    @property
    def several(self) -> bool:
        """Whether there are several outcomes."""
        return len({one.outcome for one in self.facets}) > 1

    def heads(self, language: str) -> list[str]:
        """Titles of panels in ``language``: whatever differs between figures and panels."""
        heads = []
        for facet in self.facets:
            fixed = [factor.head(value) for factor, value in facet.fixed]
            label = [outcome_label(language, facet.outcome)] if self.several or not fixed else []
            heads.append(" · ".join([*label, *fixed]))
        return heads

    def about(self, language: str) -> str:
        """The outcome, in ``language``, of a figure that is about one only, in panels that do not name it."""
        first = self.facets[0]
        return "" if self.several or not first.fixed else outcome_label(language, first.outcome) + "."


def facet_groups(design: SweepDesign, apart: Sequence[DesignFactor]) -> list[FacetGroup]:
    """Figures of panels for ``design``, none where the panels are too many.

    apart: factors that are on no axis, each combination of their values in a panel.
    """
    dimensions = [*design.whole, *apart]
    combinations = [
        tuple(zip(dimensions, values, strict=True)) for values in itertools.product(*(one.values for one in dimensions))
    ]
    if len(combinations) > _MOST_FACETS:
        return []
    together = [Facet(outcome, combination) for outcome in design.outcomes for combination in combinations]
    if len(together) <= _TOGETHER:
        return [FacetGroup("", together, len(combinations))]
    inner = len(dimensions[-1].values) if dimensions else 1
    return [
        FacetGroup(f"-{outcome}", [one for one in together if one.outcome == outcome], inner)
        for outcome in design.outcomes
    ]


def styled_parts(part: pd.DataFrame, series: DesignFactor | None) -> Iterator[tuple[pd.DataFrame, SeriesStyle]]:
    """The rows of ``part`` for each value of ``series``, with its style; all of them where there is no series."""
    for at, value in enumerate(series.values if series else (None,)):
        yield part if series is None else part[part[series.column] == value], SERIES_STYLES[at]


def mark_legend(factors: Iterable[DesignFactor]) -> list[Line2D]:
    """A mark and a name for each value of ``factors``, of which there is one at most."""
    return [
        Line2D(
            [],
            [],
            color=style.colour,
            marker=style.mark,
            markersize=4.5,
            linestyle="none",
            label=factor.names[value],
        )
        for factor in factors
        for value, style in zip(factor.values, SERIES_STYLES, strict=False)
    ]


def below_axis(labels: str) -> float:
    """Inches under panels for numbers and the ``labels`` of an axis."""
    return 0.42 + 0.14 * (labels.count("\n") + 1)


def even_chunks(items: Sequence[str], most: int) -> list[Sequence[str]]:
    """``items`` in as few parts of at most ``most`` as there can be, of about the same size."""
    chunks = math.ceil(len(items) / max(1, min(most, len(items))))
    size = math.ceil(len(items) / chunks)
    return [items[at * size : (at + 1) * size] for at in range(chunks)]
