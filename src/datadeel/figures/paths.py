"""Paths of a scenario over its months: sharing against willingness, and against the support that comes and goes.

A path shows what two curves hide: whether behaviour runs behind willingness, and whether sharing goes back the way it
came once support goes (a loop, of which a part remains). ``curves`` is a table of one row a scenario, kind and month:
``scenario``, ``kind`` (rows of "all" are drawn), ``month`` (from 1), ``mean``, the share of organisations that share
data, and ``willingness``, its mean over organisations and worlds, both in [0, 1].
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from datadeel.figures.axes import number_axis, share_axis
from datadeel.figures.curves import curve_rows
from datadeel.figures.labels import moment_label, outcome_label
from datadeel.figures.page import Context, Layout, drawing, page, spread_columns
from datadeel.figures.placing import PathLabels
from datadeel.figures.style import BLUE, FAINT, INK, QUIET, SERIES_STYLES
from datadeel.model.policy import policy_in_force
from datadeel.model.schedule import schedule
from datadeel.scenario.records import Scenario

#: Support that differs less is the same.
_SAME = 1e-9


@dataclass(frozen=True)
class _Path:
    """A path over the months.

    x: willingness or support. y: the share that shares. month: from 1. Each of shape (months,).
    """

    x: np.ndarray
    y: np.ndarray
    month: np.ndarray

    @classmethod
    def of(cls, part: pd.DataFrame, x: np.ndarray) -> _Path:
        """The share that shares in ``part`` against ``x``, both by month."""
        return cls(x[: len(part)], part["mean"].to_numpy(dtype=float), part["month"].to_numpy())

    @property
    def points(self) -> np.ndarray:
        """x and y beside each other, (months, 2)."""
        return np.column_stack([self.x, self.y])

    def between(self, months: slice) -> _Path:
        """The part of it over some ``months``."""
        return _Path(self.x[months], self.y[months], self.month[months])

    @property
    def peak(self) -> int:
        """Row of the last month in which x is at its highest."""
        return int(np.flatnonzero(self.x >= self.x.max() - _SAME)[-1])

    @property
    def goes(self) -> bool:
        """Whether x comes down from its highest."""
        return self.peak < len(self.x) - 1

    @property
    def remains(self) -> tuple[float, float] | None:
        """y at the end, and y on the way up where x was last what it is at the end; none where it never was."""
        before = np.flatnonzero(self.x[: self.peak] <= self.x[-1] + _SAME)
        if not self.goes or not len(before):
            return None
        at = before[-1]
        part = (self.x[-1] - self.x[at]) / (self.x[at + 1] - self.x[at])
        return float(self.y[-1]), float(self.y[at] + max(0.0, part) * (self.y[at + 1] - self.y[at]))


# --- Willingness -------------------------------------------------------------------------------------------


def willingness_figure(curves: pd.DataFrame, context: Context) -> Figure:
    """Willingness against behaviour: a panel a scenario with its path over the months, and the diagonal.

    Willingness is the model's (``docs/ODD.md``): to start for organisations that do not share, to go on for those that
    do. curves: as above. context: with titles of scenarios and the number of replicates.
    """
    parts = {str(name): curve_rows(curves, str(name)) for name in curves["scenario"].unique()}
    shown = ("course.willingness", _line_key(context), "course.dots", "course.willingness_diagonal")
    caption = context.caption(context.words("course.willingness_title"), _sentences(context, shown))
    most = _round_up(max(float(part[name].max()) for part in parts.values() for name in ("mean", "willingness")))
    with drawing():
        layout = _square([context.name(name) for name in parts], 3.0)
        if layout.columns == 1:
            layout = replace(layout, height=4.0, right=layout.right + layout.width - 4.0)
        figure, panels = page(caption, layout)
        for at, (axes, part) in enumerate(zip(panels, parts.values(), strict=True)):
            _share_axes(axes, context, (most, most), first=layout.first(at))
            share_axis(axes.xaxis, context.language, 0.2)
            axes.set_xlabel(outcome_label(context.language, "willingness").partition(",")[0], size=8)
            _willingness_path(axes, layout, _Path.of(part, part["willingness"].to_numpy(dtype=float)), most, context)
    return figure


def _willingness_path(axes: Axes, layout: Layout, path: _Path, most: float, context: Context) -> None:
    """Draw one ``path`` on ``axes``, the diagonal, and write what lies on either side of it.

    layout: of which the axes are a panel. most: the end of both axes. context: for its language.
    """
    diagonal = np.array([0.0, most])
    axes.plot(diagonal, diagonal, color=QUIET, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
    labels = PathLabels(axes, layout, [path.points, np.column_stack([diagonal, diagonal])])
    axes.plot(path.x, path.y, color=BLUE, linewidth=1.8, zorder=2, clip_on=False)
    _year_dots(axes, path, BLUE)
    _from_start_to_end(axes, labels, path, context)
    labels.corner(context.words("course.above"), 0.0, 1.0)
    labels.corner(context.words("course.below"), 1.0, 0.0)


# --- Support -----------------------------------------------------------------------------------------------


def support_of(scenario: Scenario) -> np.ndarray:
    """Support in force in each month of ``scenario``, shape (months,): the number of measures, each weighted with its
    strength and with how far it has phased in (``model.schedule``).

    An instrument counts once, for the kind for which it is strongest. Laws count too. What is handed over when its
    programme ends counts as far as it is kept. Policy as planned: reversals by chance and spent budgets are left out.
    """
    strength = schedule(policy_in_force(scenario), scenario.months).strength
    support: np.ndarray = strength.max(axis=2).sum(axis=1)
    return support


def loop_figure(curves: pd.DataFrame, support: Mapping[str, np.ndarray], context: Context) -> Figure | None:
    """Sharing against the support in force: a panel a scenario whose support changes, with its path over the months.

    curves: as above. support: of each scenario as :func:`support_of` gives, (months,). context: with titles of
    scenarios and the number of replicates. None where no support ever goes, so that there is nothing to remain.
    """
    paths = {
        str(name): _Path.of(curve_rows(curves, str(name)), support[name])
        for name in curves["scenario"].unique()
        if name in support and np.ptp(support[name]) > _SAME
    }
    if not any(path.goes for path in paths.values()):
        return None
    shown = ["course.loop", _line_key(context), "course.dots"]
    shown += ["course.loop_remains"] if any(path.remains for path in paths.values()) else []
    caption = context.caption(
        context.words("course.loop_title"), _sentences(context, shown), note=context.words("course.loop_note")
    )
    most = _round_up(max(float(path.y.max()) for path in paths.values()))
    widest = max(float(path.x.max()) for path in paths.values())
    with drawing():
        layout = _square([context.name(name) for name in paths], 2.6)
        layout = replace(layout, legend=_loop_legend(context))
        figure, panels = page(caption, layout)
        for at, (axes, path) in enumerate(zip(panels, paths.values(), strict=True)):
            _share_axes(axes, context, (1.05 * widest, most), first=layout.first(at))
            number_axis(axes.xaxis, context.language)
            axes.xaxis.set_major_locator(MaxNLocator(5, integer=widest > 2.0))
            axes.set_xlabel(context.words("course.loop_axis"), size=8)
            _loop_path(axes, PathLabels(axes, layout, [path.points]), path, context)
    return figure


def _loop_legend(context: Context) -> list[Line2D]:
    """The line while support comes and stays, and once it goes. The hard space keeps names clear of dashes."""
    return [
        Line2D(
            [],
            [],
            color=style.colour,
            linestyle=style.dashes,
            linewidth=1.8,
            marker="",
            markersize=4,
            label="\u00a0" + context.words(f"course.loop_{when}"),
        )
        for when, style in zip(("comes", "goes"), SERIES_STYLES, strict=False)
    ]


def _loop_path(axes: Axes, labels: PathLabels, path: _Path, context: Context) -> None:
    """Draw ``path`` up and back on ``axes``, what remains, and where it starts and ends.

    labels: of the panel. context: for its language.
    """
    for style, months in zip(SERIES_STYLES, (slice(path.peak + 1), slice(path.peak, None)), strict=False):
        part = path.between(months)
        axes.plot(part.x, part.y, color=style.colour, linestyle=style.dashes, linewidth=1.8, zorder=2, clip_on=False)
        _year_dots(axes, part, style.colour)
    if path.remains:
        _remains(axes, labels, path, context)
    _from_start_to_end(axes, labels, path, context)
    if not path.goes:
        labels.corner(context.words("course.loop_stays"), 1.0, 0.0)


def _remains(axes: Axes, labels: PathLabels, path: _Path, context: Context) -> None:
    """Draw an arrow from sharing on the way up to sharing at the end, at the same support, with its length."""
    end, before = path.remains or (0.0, 0.0)
    x = float(path.x[-1])
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 3, "mutation_scale": 8}
    axes.annotate("", (x, end), (x, before), arrowprops=arrow, zorder=3.5)
    labels.take((x, min(end, before)), (x, max(end, before)))
    labels.beside(context.number(100.0 * (end - before), 0, sign=True), (x, (end + before) / 2.0), bold=True)


# --- What both share ---------------------------------------------------------------------------------------


def _line_key(context: Context) -> str:
    """Key of what a line is."""
    return "course.line" if context.replicates > 1 else "course.line_one"


def _sentences(context: Context, keys: Sequence[str]) -> list[str]:
    """The texts of some keys, with the number of worlds where they tell it."""
    return [context.words(key, worlds=context.number(context.replicates)) for key in keys]


def _round_up(most: float) -> float:
    """Where an axis of shares ends: the next fifth."""
    return min(1.0, max(0.4, math.ceil(most / 0.2 - 1e-9) * 0.2))


def _square(heads: Sequence[str], height: float) -> Layout:
    """Panels with ``heads`` about as high as wide, ``height`` inches at most, in as few rows as stay readable; a single
    one is as wide as the page.
    """
    layout = Layout(spread_columns(len(heads), 3), height, heads, left=0.75, right=0.3, between=0.35, below=0.6)
    return replace(layout, height=min(layout.width, height))


def _share_axes(axes: Axes, context: Context, most: tuple[float, float], first: bool) -> None:
    """Axes from zero to the ``most`` across and up, with shares up; ``first``: of a row, so that these have numbers and
    a label.
    """
    axes.set_xlim(0.0, most[0])
    axes.set_ylim(0.0, most[1])
    share_axis(axes.yaxis, context.language, 0.2)
    axes.grid(color=FAINT, linewidth=0.5)
    axes.tick_params(labelleft=first)
    if first:
        axes.set_ylabel(context.words("comparison.share"), size=8)


def _year_dots(axes: Axes, path: _Path, colour: str) -> None:
    """Draw a dot of a ``colour`` at the end of each second year of ``path``."""
    even = path.month % 24 == 0
    axes.plot(
        path.x[even],
        path.y[even],
        "o",
        color=colour,
        markersize=4.2,
        markeredgecolor="white",
        markeredgewidth=0.8,
        zorder=3,
    )


def _from_start_to_end(axes: Axes, labels: PathLabels, path: _Path, context: Context) -> None:
    """Draw an open circle where ``path`` starts, a square where it ends, and write when that is."""
    for at, mark, face, label in (
        (0, "o", "white", context.words("course.start")),
        (-1, "s", INK, moment_label(context.language, int(path.month[-1]))),
    ):
        x, y = float(path.x[at]), float(path.y[at])
        axes.plot(x, y, mark, color=INK, markerfacecolor=face, markersize=5.5, zorder=5, clip_on=False)
        labels.beside(label, (x, y))
