"""Verdicts on patterns: how far each claim lies from its threshold, and histories with what was observed.

Claims differ in unit, so distances are in standard deviations between worlds: what lies to the right of zero holds.
What was found is beside it in its own unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from matplotlib.typing import FillStyleType

from datadeel.analysis.histories import SERIES, Series
from datadeel.figures.page import Context, Layout, drawing, inches, page, wrapped
from datadeel.figures.style import BLUE, FAINT, HALO, INK, QUIET, RED
from datadeel.i18n import key_in, translate
from datadeel.i18n.numbers import Formatter, digits_for
from datadeel.registry.reading import in_language


@dataclass(frozen=True)
class _Mark:
    """How a claim of one outcome is drawn: its ``colour``, ``shape`` and ``fill``, which differ for grey print too.

    word: key of what the outcome is called in the legend.
    """

    colour: str
    shape: str
    fill: FillStyleType
    word: str


_MARKS: dict[str, _Mark] = {
    "holds": _Mark(BLUE, "o", "full", "pattern.holds"),
    "fails": _Mark(RED, "X", "full", "pattern.fails"),
    "undecided": _Mark(QUIET, "D", "none", "pattern.part_undecided"),
}
#: Heights of a claim and of the head of a pattern, in inches.
_ROW, _HEAD = 0.24, 0.34
#: Widths of what stands beside the panel, in inches: the claim, what was found, in how many draws it holds.
_CLAIM, _FOUND, _ROBUST = 3.6, 2.35, 0.62
#: Rows of a figure: as many as stay readable on a page.
_MOST = 34


# --- Claims ------------------------------------------------------------------------------------------------


def finding_label(language: str, row: pd.Series) -> str:
    """What was found for a claim, with its interval, what was asked and the unit, in ``language``.

    row: of the table of parts of ``analysis.verdicts``: ``unit``, ``mean``, ``low``, ``high``, ``side``, ``threshold``.
    """
    scale = 100.0 if row["unit"] == "points" else 1.0
    places = max(1, digits_for([scale * row["mean"]])) if row["unit"] != "months" else 0
    if scale * (row["high"] - row["low"]) < 2 * 10.0**-places:
        places += 1  # an interval narrower than the last digit would look like none
    found, low, high = (Formatter(language).number(scale * row[name], places) for name in ("mean", "low", "high"))
    threshold = Formatter(language).short(round(scale * row["threshold"], 6))
    asked = translate(language, "pattern.asked", found=found, low=low, high=high, side=row["side"], threshold=threshold)
    unit = translate(language, f"pattern.{row['unit']}")
    return f"{asked} {unit}"


def forest_figures(verdicts: pd.DataFrame, parts: pd.DataFrame, context: Context) -> Iterator[tuple[str, Figure]]:
    """Figures by name, of some patterns each: a row a claim, its distance from the threshold, what was found in
    numbers.

    verdicts, parts: of ``analysis.verdicts``: a row a pattern, and a row a claim of it. context: language and source.
    """
    pages: list[list[str]] = [[]]
    rows = 0
    for name, count in parts.groupby("pattern", sort=False).size().items():
        rows += count + 1
        if rows > _MOST and pages[-1]:
            pages.append([])
            rows = count + 1
        pages[-1].append(str(name))
    for at, names in enumerate(pages, 1):
        yield f"forest-{at}", _forest(verdicts, parts[parts["pattern"].isin(names)], context)


def _forest(verdicts: pd.DataFrame, parts: pd.DataFrame, context: Context) -> Figure:
    """One figure of all ``parts``, pattern by pattern, with their ``verdicts``."""
    names = list(parts["pattern"].unique())
    caption = context.caption(context.words("pattern.title"), [context.words("pattern.shown")])
    wide = _FOUND + _ROBUST
    height = _HEAD * len(names) + _ROW * len(parts)
    legend = [
        Line2D(
            [],
            [],
            color=mark.colour,
            marker=mark.shape,
            fillstyle=mark.fill,
            linestyle="",
            markersize=5.5,
            label=context.words(mark.word),
        )
        for mark in _MARKS.values()
    ]
    with drawing():
        layout = Layout(1, height, [""], left=_CLAIM + 0.25, right=wide + 0.2, below=0.5, legend=legend)
        figure, (axes,) = page(caption, layout)
        _deviations(axes, parts, context)
        axes.set_ylim(height, 0.0)
        axes.set_yticks([])
        axes.axvline(0.0, color=INK, linewidth=0.8)
        beside = _Beside(axes, layout.width)
        beside.found(-0.06, context.words("pattern.found"), 7.0, color=QUIET, va="bottom")
        beside.robust(-0.06, wrapped(context.words("pattern.robust"), 1.2, 7.0), 7.0, color=QUIET, va="bottom")
        y = 0.0
        for name in names:
            _pattern(beside, verdicts[verdicts["pattern"] == name].iloc[0], y, context)
            y += _HEAD
            for _, row in parts[parts["pattern"] == name].iterrows():
                _claim(beside, row, y + 0.5 * _ROW, context)
                y += _ROW
    return figure


@dataclass(frozen=True)
class _Beside:
    """Words beside the panel, in three columns.

    axes: the panel, in which y counts inches from the top. width: of the panel, in inches.
    """

    axes: Axes
    width: float

    @property
    def left(self) -> float:
        """Where claims begin, in inches from the left edge of the panel."""
        return -(_CLAIM + 0.1)

    @property
    def right(self) -> float:
        """Where shares end, likewise."""
        return self.width + _FOUND + _ROBUST + 0.1

    def claim(self, y: float, text: str, size: float, **more: object) -> None:
        """Words left of the panel: ``text`` at ``y``, its letters of ``size`` points; ``more``: as matplotlib's texts
        take."""
        self._write(self.left, y, text, size, {"ha": "left"} | more)

    def found(self, y: float, text: str, size: float, **more: object) -> None:
        """Words right of the panel: ``text`` at ``y``, letters of ``size`` points; ``more``: likewise."""
        self._write(self.width + 0.12, y, text, size, {"ha": "left"} | more)

    def robust(self, y: float, text: str, size: float, **more: object) -> None:
        """Words at the right edge: ``text`` at ``y``, letters of ``size`` points; ``more``: likewise."""
        self._write(self.right, y, text, size, {"ha": "right"} | more)

    def _write(self, x: float, y: float, text: str, size: float, more: dict[str, object]) -> None:
        look = {"color": INK, "va": "center"} | more
        self.axes.text(x / self.width, y, text, None, size=size, transform=self.axes.get_yaxis_transform(), **look)


def _pattern(beside: _Beside, verdict: pd.Series, y: float, context: Context) -> None:
    """Write the head of a pattern at ``y`` under a line across the page: its title, its ``verdict`` and how robust that
    is.
    """
    head = f"{verdict['pattern']}  {verdict[key_in(context.language, 'title')]}"
    size = min(8.5, 8.5 * (_CLAIM + beside.width) / (1.15 * inches([head], 8.5)))  # bold is wider
    beside.claim(y + 0.2, head, size, weight="bold", path_effects=HALO)
    beside.found(y + 0.2, context.words(f"pattern.{verdict['verdict']}"), 8.0, weight="bold")
    beside.robust(y + 0.2, _share(context, verdict["robust"]), 8.0, weight="bold")
    left, right = beside.left / beside.width, beside.right / beside.width
    beside.axes.axhline(y + 0.02, color=FAINT, linewidth=0.7, clip_on=False, xmin=left, xmax=right)


def _claim(beside: _Beside, row: pd.Series, y: float, context: Context) -> None:
    """Draw a claim at ``y`` with its distance from the threshold, and write what was found, and in how many draws it
    holds.

    row: of the table of parts.
    """
    _distance(beside.axes, row, y)
    beside.claim(y, row[key_in(context.language, "claim")], 6.8)
    beside.found(y, finding_label(context.language, row), 6.6)
    beside.robust(y, _share(context, row["robust"]), 7.0)


def _share(context: Context, value: float) -> str:
    """A share in per cent; empty where ``value`` is nan."""
    return "" if value != value else context.percent(value)


def _deviations(axes: Axes, parts: pd.DataFrame, context: Context) -> None:
    """One compressed scale for all claims of ``parts``, in standard deviations: what is ten deviations off need not be
    told from what is twenty.
    """
    deviation = parts["deviation"].clip(lower=1e-12)
    ends = [((parts[name] - parts["threshold"]) / deviation).abs().max() for name in ("low", "high")]
    most = min(30.0, max(3.0, 1.1 * max(ends)))
    axes.set_xscale("symlog", linthresh=1.0, linscale=1.0)
    axes.set_xlim(-most, most)
    axes.xaxis.set_major_locator(FixedLocator([one for one in (-10, -3, -1, 0, 1, 3, 10) if abs(one) <= most]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: context.short(value)))
    axes.xaxis.set_minor_locator(FixedLocator([]))
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(wrapped(context.words("pattern.axis"), 2.6, 7.0), size=7.0, color=QUIET)


def _distance(axes: Axes, row: pd.Series, y: float) -> None:
    """Draw the mean and interval of a claim at ``y``, in standard deviations from its threshold, positive where it
    holds.

    row: of the table of parts. What lies farther than the panel reaches, or does not vary at all, is drawn at its edge.
    """
    mark, most = _MARKS[row["outcome"]], axes.get_xlim()[1]

    def distance(name: str) -> float:
        """Of a column."""
        away, deviation = float(row[name] - row["threshold"]), float(row["deviation"])
        if deviation > 0.0:
            return max(-most, min(most, away / deviation))
        return math.copysign(most, row["mean"] - row["threshold"])

    mean, low, high = distance("mean"), distance("low"), distance("high")
    if row["side"] == "<":
        mean, low, high = -mean, -high, -low
    axes.plot([low, high], [y, y], color=mark.colour, linewidth=1.5, solid_capstyle="butt")
    axes.plot([mean], [y], marker=mark.shape, color=mark.colour, fillstyle=mark.fill, markersize=5.0, clip_on=False)


# --- Histories ---------------------------------------------------------------------------------------------


def history_figure(curves: pd.DataFrame, context: Context) -> Figure:
    """Each history that was tried: the model's curve with its band, and the observed points with what was counted.

    curves: of ``analysis.verdicts.curves_table``: a row a pattern and month with ``mean``, ``p10``, ``p90``,
    ``worlds``. context: language and source.
    """
    shown = [one for one in SERIES.values() if one.pattern in set(curves["pattern"])]
    language = context.language
    heads = [f"{one.pattern}  {in_language(one.titles, language)}: {in_language(one.units, language)}" for one in shown]
    worlds = context.count(curves["worlds"])
    caption = context.caption(
        context.words("pattern.title_history"), [context.words("pattern.shown_history", worlds=worlds)]
    )
    with drawing():
        figure, panels = page(caption, Layout(2, 1.9, heads, between=0.6, below=0.55))
        for axes, series in zip(panels, shown, strict=True):
            _history_panel(axes, curves[curves["pattern"] == series.pattern], series, context)
    return figure


def _history_panel(axes: Axes, curve: pd.DataFrame, series: Series, context: Context) -> None:
    """Draw one history, in calendar years; ``curve``: the model's rows, by month; ``series``: what was observed."""
    first, last = 0, int(curve["month"].max()) + 1
    calendar = _calendar(series, pd.Series([first, last]))
    years = _calendar(series, curve["month"])
    # Volume is told against its last observed value: before there is any, it has no meaning.
    axes.fill_between(years, curve["p10"], curve["p90"], color=BLUE, alpha=0.18, linewidth=0)
    axes.plot(years, curve["mean"], color=BLUE, linewidth=1.6)
    for point in series.points:
        observed = _calendar(series, pd.Series([point.month]))
        axes.plot(observed, [point.value], "o", color=RED, markersize=5.5, zorder=3, clip_on=False)
    most = max(curve["p90"].max(), *(one.value for one in series.points))
    top = 1.0 if 0.6 < most <= 1.0 else 1.15 * most
    axes.set_ylim(0.0, top)
    axes.set_xlim(*calendar)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    places = 0 if top > 0.1 else 1
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: context.short(value) if series.relative else context.percent(value, places))
    )
    axes.grid(axis="y", color=FAINT, linewidth=0.7)


def _calendar(series: Series, months: pd.Series) -> pd.Series:
    """Calendar years of ``months`` of the scenario that ``series`` is laid beside, at their middle."""
    year, month = map(int, series.start.split("-"))
    return year + (month - 1 + months - 0.5) / 12.0
