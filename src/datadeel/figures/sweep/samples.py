"""Scattered samples: an outcome against each sampled number.

Of many numbers those come first that go most with the outcome, by rank, so that a curved relation counts too. With
enough samples, means of groups of equal size are drawn as a line through them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.axes import level_ticks, number_axis, widened
from datadeel.figures.labels import outcome_label
from datadeel.figures.page import Layout, spread_columns
from datadeel.figures.style import FAINT, HALO
from datadeel.figures.sweep.design import MOST_SERIES, DesignFactor, FactorValue, SweepDesign
from datadeel.figures.sweep.panels import mark_legend, styled_parts
from datadeel.figures.sweep.settings import setting_label
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS

#: Most factors of one figure.
_MOST_FACTORS = 9
#: Fewest samples for a line of group means, and how many groups.
_ENOUGH, _GROUPS = 32, 8


def sample_figures(design: SweepDesign) -> Iterator[tuple[str, Figure]]:
    """Outcomes of ``design`` against each sampled number, by name: a figure an outcome, the numbers that go most with
    it first; colours tell scenarios or settings apart, and where both are several, scenarios have figures apart."""
    sampled = [one for one in design.factors if one.numeric and one.side in design.sampled]
    if not sampled:
        return
    series = [*design.whole, *_settings_beside(design)]
    marked = series[-1] if series else None
    for scenario in design.scenarios.values if len(series) == 2 else (None,):
        for outcome in design.outcomes:
            part = design.results[design.results["outcome"] == outcome]
            about, end = outcome_label(design.language, outcome) + ".", outcome
            if scenario is not None:
                part = part[part["scenario"] == scenario]
                about, end = f"{design.scenarios.names[scenario]}. {about}", f"{outcome}-{scenario}"
            yield f"samples-{end}", _sample_page(design, part, outcome, sampled, marked, about)


def _settings_beside(design: SweepDesign) -> list[DesignFactor]:
    """The settings of the side that is not sampled, as a factor, if they are few enough to tell apart by colour."""
    for side in ("lever", "uncertainty"):
        if side not in design.sampled and 1 < design.settings(side) <= MOST_SERIES:
            names = design.names(side)
            numbers = tuple(int(number) for number in names.index)
            labels: dict[FactorValue, str] = {
                number: setting_label(design, name) for number, name in zip(numbers, names, strict=True)
            }
            return [DesignFactor(side, "", numbers, labels)]
    return []


def _sample_page(
    design: SweepDesign,
    part: pd.DataFrame,
    outcome: str,
    sampled: Sequence[DesignFactor],
    marked: DesignFactor | None,
    about: str,
) -> Figure:
    """One figure: scatter of one ``outcome`` of ``design``.

    part: its results. sampled: factors, of which the strongest are shown. marked: told apart by colour. about: the
    first sentence under the title.
    """
    strength = {one.column: _strength(part, one, marked) for one in sampled}
    shown = sorted(sampled, key=lambda one: -strength[one.column])[:_MOST_FACTORS]
    columns = spread_columns(len(shown), 3)
    legend = mark_legend([marked] if marked else [])
    layout = Layout(columns, 1.8 if len(shown) > 1 else 3.4, [one.axis for one in shown], 0.7, 0.25, 0.3, 0.42, legend)
    trend = len(part) // (len(marked.values) if marked else 1) >= _ENOUGH
    figure, panels = design.page([about, *_sample_sentences(design, part, shown, len(sampled), trend)], layout)
    limits = widened(*design.limits(outcome, "mean"), 0.05)
    for at, (axes, factor) in enumerate(zip(panels, shown, strict=True)):
        _scatter(axes, part, factor, marked, trend)
        axes.set_ylim(*limits)
        number_axis(axes.yaxis, design.language, 5)
        if axes.get_xscale() == "linear":
            number_axis(axes.xaxis, design.language, 5)
        else:
            level_ticks(axes.xaxis, _decades(factor.numbers), design.language, layout.width)
        axes.tick_params(labelleft=layout.first(at))
        axes.grid(axis="y", color=FAINT, linewidth=0.6)
    return figure


def _sample_sentences(
    design: SweepDesign, part: pd.DataFrame, shown: Sequence[DesignFactor], sampled: int, trend: bool
) -> list[str]:
    """Sentences under the title.

    design, part: whose results. shown: factors, of so many ``sampled``. trend: whether there are lines of means.
    """
    words = design.context.words
    dots = "sweep.samples_one" if design.simulated_once else "sweep.samples"
    return [
        words(dots, worlds=design.context.count(part["worlds"])),
        words("sweep.trend") if trend else "",
        words("sweep.some_factors", shown=len(shown), all=sampled) if len(shown) < sampled else "",
        design.uncertain_key(shown),
    ]


def _strength(part: pd.DataFrame, factor: DesignFactor, marked: DesignFactor | None) -> float:
    """How far an outcome rises or falls with ``factor``: absolute rank correlation, 0 to 1, within what is told apart
    by colour (``marked``); ``part``: the results.
    """
    part = part[part["mean"].notna()]
    table = part[[factor.column, "mean"]].astype(float)
    ranks = table.groupby(part[marked.column]).rank() if marked else table.rank()
    spreads = ranks.std()
    if not (spreads > 0.0).all():
        return 0.0
    return abs(float(np.corrcoef(ranks.to_numpy().T)[0, 1]))


def _scatter(axes: Axes, part: pd.DataFrame, factor: DesignFactor, marked: DesignFactor | None, trend: bool) -> None:
    """Draw samples of ``part`` against ``factor`` as dots in the colours of ``marked``; ``trend``: with means of groups
    of equal size as a line.
    """
    if factor.column.startswith("parameters.") and _logarithmic(factor):
        axes.set_xscale("log")
    for rows, style in styled_parts(part, marked):
        one = rows[rows["mean"].notna()].sort_values(factor.column, kind="stable")
        x, y = one[factor.column].to_numpy(dtype=float), one["mean"].to_numpy(dtype=float)
        size = 3.0 if len(x) <= 200 else 2.0
        axes.plot(x, y, style.mark, color=style.colour, markersize=size, alpha=0.45, markeredgewidth=0)
        if trend and len(x) >= _GROUPS:
            groups = np.array_split(np.arange(len(x)), _GROUPS)
            across = [np.median(x[group]) for group in groups]
            means = [y[group].mean() for group in groups]
            axes.plot(across, means, color=style.colour, linestyle=style.dashes, linewidth=1.8, path_effects=HALO)


def _logarithmic(factor: DesignFactor) -> bool:
    """Whether the range of a parameter was sampled on a logarithmic scale."""
    name = factor.column.removeprefix("parameters.")
    known = PARAMETERS.get(name) or PARAMETERS.get(f"{name}.{KINDS[0]}")
    return known is not None and known.distribution == "loguniform" and min(factor.numbers) > 0.0


def _decades(values: Sequence[float]) -> list[float]:
    """Round numbers on a logarithmic axis: 1, 2 and 5 in each decade, fewer over many decades."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    steps = (1, 2, 5) if high - low <= 2 else (1, 3) if high - low <= 3 else (1,)
    marks = [step * 10.0**power for power in range(low, high + 1) for step in steps]
    return [mark for mark in marks if min(values) <= mark <= max(values)] or [min(values), max(values)]
