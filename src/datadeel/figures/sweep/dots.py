"""Dots with intervals: a row for each setting, whatever the design.

The dot of the baseline is marked by a dashed line, against which all others can be held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.axes import number_axis, row_axis, widened
from datadeel.figures.labels import lower, outcome_label
from datadeel.figures.page import Layout, balanced, inches, most_lines
from datadeel.figures.style import INK, SERIES_STYLES
from datadeel.figures.sweep.design import SweepDesign, cut_interval, other_side
from datadeel.figures.sweep.panels import even_chunks, mark_legend
from datadeel.figures.sweep.settings import setting_label, shared_paths, values_label

#: Most rows of one figure.
_MOST_DOT_ROWS = 40
#: Most panels of one figure.
_MOST_PANELS = 4
#: Up to so many states of what nobody knows have a panel each beside rows of dots; beyond, dots are means over states.
_MOST_STATES = 4


@dataclass(frozen=True)
class _Panel:
    """One panel: its outcome, its title, and the state of the other side (None: over all of them)."""

    outcome: str
    head: str
    state: int | None = None


def dot_figures(design: SweepDesign, baseline: str) -> dict[str, Figure]:
    """Figures of dots of ``design`` by name: a row for each setting, in its order, and a panel for each outcome, or for
    each state of what nobody knows. baseline: the name of the setting that is marked; the first where there is none."""
    side = "lever" if design.settings("lever") > 1 or design.settings("uncertainty") == 1 else "uncertainty"
    rows = _Rows.of(design, side, baseline)
    if 1 < design.settings(rows.other) <= _MOST_STATES:
        return {f"dots-{outcome}": _states_page(design, rows, outcome) for outcome in design.outcomes}
    chunks = even_chunks(design.outcomes, _MOST_PANELS)
    figures = {}
    for at, outcomes in enumerate(chunks, 1):
        panels = [_Panel(outcome, outcome_label(design.language, outcome)) for outcome in outcomes]
        figures[f"dots-{at}" if len(chunks) > 1 else "dots"] = _dot_page(design, rows, panels)
    return figures


def _states_page(design: SweepDesign, rows: _Rows, outcome: str) -> Figure:
    """One figure of ``outcome``, with ``rows``, and a panel for each state of the other side of ``design``."""
    states = list(
        dict.fromkeys(zip(design.frame[rows.other], design.frame[f"{rows.other}_name"].astype(str), strict=True))
    )
    panels = [_Panel(outcome, setting_label(design, name), number) for number, name in states]
    return _dot_page(design, rows, panels, outcome_label(design.language, outcome) + ".")


# --- Rows --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """Rows of dots.

    side: of their settings. numbers: of settings, in order. labels: of rows. baseline: number of the setting that is
    marked, and its label. all: how many settings there are. values_of: factors whose values name rows, if these do.
    """

    side: str
    numbers: tuple[int, ...]
    labels: tuple[str, ...]
    baseline: int
    baseline_label: str
    all: int
    values_of: str = ""

    @property
    def other(self) -> str:
        """The side that is not in rows."""
        return other_side(self.side)

    @classmethod
    def of(cls, design: SweepDesign, side: str, baseline: str) -> _Rows:
        """All settings of a ``side`` of ``design``, or the most telling ones where they are too many for a page; the
        one named ``baseline`` is among them, the first where none is."""
        names = design.names(side).sort_index()
        first = int(names.index[names == baseline][0]) if (names == baseline).any() else int(names.index[0])
        kept = list(names.index)
        if len(kept) > _MOST_DOT_ROWS:
            kept = _extremes(design, side, first)
        numbers = tuple(int(one) for one in kept)
        shared = shared_paths(design, list(names))
        if shared:
            labels = {number: values_label(design, name, shared) for number, name in names.items()}
        else:
            labels = {number: setting_label(design, name) for number, name in names.items()}
        values_of = " · ".join(design.factor(path).plain for path in shared)
        rows = tuple(labels[one] for one in numbers)
        return cls(side, numbers, rows, first, labels[first], len(names), values_of)


def _extremes(design: SweepDesign, side: str, baseline: int) -> list[int]:
    """The settings of a ``side`` of ``design`` with the lowest and the highest mean of the first outcome, and the
    ``baseline``.
    """
    main = design.results[design.results["outcome"] == design.outcomes[0]]
    order = main.groupby(side)["mean"].mean().drop(baseline).sort_values(kind="stable").index
    few = _MOST_DOT_ROWS // 2
    return sorted({baseline, *order[: few - 1], *order[-few:]})


# --- Pages -------------------------------------------------------------------------------------------------


def _dot_page(design: SweepDesign, rows: _Rows, panels: Sequence[_Panel], about: str = "") -> Figure:
    """One figure of dots of ``design``: ``rows`` by ``panels``; ``about``: the first sentence under the title."""
    labels = [balanced(label, 2.9 if len(panels) < _MOST_PANELS else 2.5, 7.5) for label in rows.labels]
    left = max(1.0, 0.3 + inches(labels, 7.5))
    row = max(0.1 + 0.13 * most_lines(labels), 0.08 + 0.11 * len(design.scenarios.values))
    height = max(row * len(labels), 0.6) + 0.1
    layout = Layout(
        len(panels), height, [one.head for one in panels], left, 0.25, 0.25, 0.32, mark_legend(design.whole)
    )
    by_state = panels[0].state is not None
    shown = [about, *_dot_sentences(design, rows, by_state), _some(design, rows)]
    key = design.uncertain_key(design.factors) if by_state or rows.side == "uncertainty" else ""
    figure, axes = design.page([*shown, key], layout)
    for at, (one, panel) in enumerate(zip(axes, panels, strict=True)):
        _dots(one, design, rows, panel)
        one.set_yticks(range(len(labels)), labels if at == 0 else [""] * len(labels), size=7.5, color=INK)
    return figure


def _dot_sentences(design: SweepDesign, rows: _Rows, by_state: bool) -> list[str]:
    """Sentences under the title: what ``rows``, dots, lines and dashes are; ``by_state``: whether panels are."""
    words, states = design.context.words, design.settings(rows.other)
    averaged = not by_state and states > 1
    return [
        words("sweep.rows", factors=lower(rows.values_of)) if rows.values_of else "",
        design.worlds,
        "" if design.simulated_once or averaged else words("sweep.interval"),
        words("sweep.states", states=states) if averaged else "",
        words("sweep.dashed", baseline=lower(rows.baseline_label)),
    ]


def _some(design: SweepDesign, rows: _Rows) -> str:
    """A sentence on which settings ``rows`` show, where these are not all."""
    if len(rows.labels) == rows.all:
        return ""
    outcome = lower(outcome_label(design.language, design.outcomes[0]))
    return design.context.words("sweep.some", shown=len(rows.labels), all=rows.all, outcome=outcome)


def _dots(axes: Axes, design: SweepDesign, rows: _Rows, panel: _Panel) -> None:
    """Draw dots with their intervals, scenarios just above each other; a dashed line at the baseline of each.

    design: whose results. rows: of which settings. panel: of which outcome and state.
    """
    part = design.results[design.results["outcome"] == panel.outcome]
    if panel.state is not None:
        part = part[part[rows.other] == panel.state]
    scenarios = design.scenarios.values
    for at, scenario in enumerate(scenarios):
        style = SERIES_STYLES[at]
        dots = _spans(part[part["scenario"] == scenario], rows).reindex(list(rows.numbers))
        y = np.arange(len(dots)) + (0.0 if len(scenarios) == 1 else 0.5 * (at / (len(scenarios) - 1) - 0.5))
        axes.hlines(y, *cut_interval(panel.outcome, dots), color=style.colour, linewidth=1.3)
        axes.plot(dots["mean"], y, style.mark, color=style.colour, markersize=4.5, linestyle="none")
        for mean in dots.loc[dots.index == rows.baseline, "mean"].dropna():
            axes.axvline(mean, color=style.colour, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    axes.set_xlim(*widened(*design.limits(panel.outcome, "mean", "low", "high"), 0.06))
    row_axis(axes, len(rows.numbers))
    number_axis(axes.xaxis, design.language)


def _spans(part: pd.DataFrame, rows: _Rows) -> pd.DataFrame:
    """Mean, low and high by setting of ``rows``: over worlds, or over the states of the other side where there are
    several.

    part: results of one scenario and panel.
    """
    if part[rows.other].nunique() <= 1:
        return part.set_index(rows.side)[["mean", "low", "high"]]
    means = part.groupby(rows.side)["mean"]
    return pd.DataFrame({"mean": means.mean(), "low": means.min(), "high": means.max()})
