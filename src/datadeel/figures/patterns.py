"""Verdicts on patterns: how far each claim lies from its threshold, and histories with what was observed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from datadeel.analysis.histories import SERIES, Series
from datadeel.figures.numbers import count_of, digits, number, short
from datadeel.figures.page import Caption, Layout, drawing, inches, page, wrapped
from datadeel.figures.style import BLUE, FAINT, HALO, INK, QUIET
from datadeel.i18n import percent, translate

#: How a claim that holds, fails or is not decided is drawn: colours of Okabe and Ito, and shapes for grey print.
_LOOKS: dict[str, tuple[str, str, Any]] = {
    "holds": (BLUE, "o", "full"),
    "fails": ("#D55E00", "X", "full"),
    "undecided": (QUIET, "D", "none"),
}
_ROW, _HEAD = 0.24, 0.34
_CLAIM, _FOUND, _ROBUST = 3.6, 2.35, 0.62
#: Rows of a figure: as many as stay readable on a page.
_MOST = 34


def told_value(language: str, unit: str, value: float, places: int | None = None) -> str:
    """A statistic as it is read: shares in points, others as they are."""
    shown = 100.0 * value if unit == "points" else value
    return number(language, shown, (1 if unit == "points" else 2) if places is None else places)


def told_finding(language: str, row: pd.Series) -> str:
    """What was found for a part, with its interval and what was asked."""
    scale = 100.0 if row["unit"] == "points" else 1.0
    places = max(1, digits([scale * row["mean"]])) if row["unit"] != "months" else 0
    if scale * (row["high"] - row["low"]) < 2 * 10.0**-places:
        places += 1  # an interval narrower than the last digit would look like none
    found, low, high = (told_value(language, row["unit"], row[name], places) for name in ("mean", "low", "high"))
    threshold = short(language, round(scale * row["threshold"], 6))
    told = translate(language, "pattern.asked", found=found, low=low, high=high, side=row["side"], threshold=threshold)
    unit = translate(language, f"pattern.{row['unit']}")
    return f"{told} {unit}"


def forest_figures(
    verdicts: pd.DataFrame, parts: pd.DataFrame, language: str, *, digest: str, version: str
) -> Iterator[tuple[str, Figure]]:
    """Figures by name, of some patterns each: a row a claim, its distance from the threshold, what was found in numbers.

    verdicts, parts: of ``analysis.verdicts``. digest: of the manifest.
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
        yield f"forest-{at}", _forest(verdicts, parts[parts["pattern"].isin(names)], language, digest, version)


def _forest(verdicts: pd.DataFrame, parts: pd.DataFrame, language: str, digest: str, version: str) -> Figure:
    names = list(parts["pattern"].unique())
    claim = "claim_nl" if language == "nl" else "claim"
    title = "title_nl" if language == "nl" else "title"
    told = Caption(
        language, translate(language, "pattern.title"), translate(language, "pattern.shown"), "", digest, version
    )
    wide = _FOUND + _ROBUST
    height = _HEAD * len(names) + _ROW * len(parts)
    legend = [
        Line2D([], [], color=colour, marker=marker, fillstyle=fill, linestyle="", markersize=5.5,
               label=translate(language, f"pattern.{'part_undecided' if name == 'undecided' else name}"))
        for name, (colour, marker, fill) in _LOOKS.items()
    ]  # fmt: skip
    with drawing():
        layout = Layout(1, height, [""], left=_CLAIM + 0.25, right=wide + 0.2, below=0.5, legend=legend)
        figure, (axes,) = page(told, layout)
        _scale(axes, parts, language)
        axes.set_ylim(height, 0.0)
        axes.set_yticks([])
        axes.axvline(0.0, color=INK, linewidth=0.8)
        left, found, right = -(_CLAIM + 0.1), layout.width + 0.12, layout.width + wide + 0.1

        def write(x: float, y: float, text: str, size: float, **more: Any) -> None:
            """Words beside the panel, at inches from its left edge and rows from its top."""
            more = {"color": INK, "va": "center", "ha": "right" if x == right else "left"} | more
            axes.text(x / layout.width, y, text, size=size, transform=axes.get_yaxis_transform(), **more)

        write(found, -0.06, translate(language, "pattern.found"), 7.0, color=QUIET, va="bottom")
        write(right, -0.06, wrapped(translate(language, "pattern.robust"), 1.2, 7.0), 7.0, color=QUIET, va="bottom")
        y = 0.0
        for name in names:
            verdict = verdicts[verdicts["pattern"] == name].iloc[0]
            head = f"{name}  {verdict[title]}"
            size = min(8.5, 8.5 * (_CLAIM + layout.width) / (1.15 * inches([head], 8.5)))  # bold is wider
            write(left, y + 0.2, head, size, weight="bold", path_effects=HALO)
            write(found, y + 0.2, translate(language, f"pattern.{verdict['verdict']}"), 8.0, weight="bold")
            write(right, y + 0.2, _share(language, verdict["robust"]), 8.0, weight="bold")
            across = {"xmin": left / layout.width, "xmax": right / layout.width}
            axes.axhline(y + 0.02, color=FAINT, linewidth=0.7, clip_on=False, **across)
            y += _HEAD
            for _, row in parts[parts["pattern"] == name].iterrows():
                middle = y + 0.5 * _ROW
                _row(axes, row, middle)
                write(left, middle, row[claim], 6.8)
                write(found, middle, told_finding(language, row), 6.6)
                write(right, middle, _share(language, row["robust"]), 7.0)
                y += _ROW
    return figure


def _share(language: str, value: float) -> str:
    return "" if value != value else percent(language, value)


def _scale(axes: Axes, parts: pd.DataFrame, language: str) -> None:
    """One compressed scale for all claims: what is ten deviations off need not be told from what is twenty."""
    deviation = parts["deviation"].clip(lower=1e-12)
    ends = [((parts[name] - parts["threshold"]) / deviation).abs().max() for name in ("low", "high")]
    most = min(30.0, max(3.0, 1.1 * max(ends)))
    axes.set_xscale("symlog", linthresh=1.0, linscale=1.0)
    axes.set_xlim(-most, most)
    axes.xaxis.set_major_locator(FixedLocator([one for one in (-10, -3, -1, 0, 1, 3, 10) if abs(one) <= most]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(language, value)))
    axes.xaxis.set_minor_locator(FixedLocator([]))
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(wrapped(translate(language, "pattern.axis"), 2.6, 7.0), size=7.0, color=QUIET)


def _row(axes: Axes, row: pd.Series, y: float) -> None:
    colour, marker, fill = _LOOKS[row["outcome"]]
    scale = row["deviation"] if row["deviation"] > 0.0 else math.inf
    most = axes.get_xlim()[1]
    mean, low, high = (
        max(-most, min(most, (row[name] - row["threshold"]) / scale)) if scale < math.inf else math.copysign(most, row["mean"] - row["threshold"])
        for name in ("mean", "low", "high")
    )  # fmt: skip
    if row["side"] == "<":
        mean, low, high = -mean, -high, -low
    axes.plot([low, high], [y, y], color=colour, linewidth=1.5, solid_capstyle="butt")
    axes.plot([mean], [y], marker=marker, color=colour, fillstyle=fill, markersize=5.0, clip_on=False)


def history_figure(curves: pd.DataFrame, language: str, *, digest: str, version: str) -> Figure:
    """Each history that was tried: the model's curve with its band, and the observed points with what was counted.

    curves: of ``analysis.verdicts.curves_table``. digest: of the manifest.
    """
    shown = [one for one in SERIES.values() if one.pattern in set(curves["pattern"])]
    dutch = language == "nl"
    heads = [
        f"{one.pattern}  {one.title_nl if dutch else one.title}: {one.unit_nl if dutch else one.unit}" for one in shown
    ]
    worlds = count_of(language, curves["worlds"])
    told = Caption(
        language, translate(language, "pattern.title_history"), translate(language, "pattern.shown_history", worlds=worlds), "", digest, version
    )  # fmt: skip
    with drawing():
        figure, panels = page(told, Layout(2, 1.9, heads, between=0.6, below=0.55))
        for axes, series in zip(panels, shown, strict=True):
            _history(axes, curves[curves["pattern"] == series.pattern], series, language)
    return figure


def _history(axes: Axes, curve: pd.DataFrame, series: Series, language: str) -> None:
    year, month = map(int, series.start.split("-"))

    def at(months: Any) -> Any:
        """Calendar years of months of the scenario, at their middle."""
        return year + (month - 1 + months - 0.5) / 12.0

    # Volume is told against its last observed value: before there is any, it has no meaning.
    axes.fill_between(at(curve["month"]), curve["p10"], curve["p90"], color=BLUE, alpha=0.18, linewidth=0)
    axes.plot(at(curve["month"]), curve["mean"], color=BLUE, linewidth=1.6)
    for point in series.points:
        axes.plot([at(point.month)], [point.value], "o", color="#D55E00", markersize=5.5, zorder=3, clip_on=False)
    most = max(curve["p90"].max(), *(one.value for one in series.points))
    top = 1.0 if 0.6 < most <= 1.0 else 1.15 * most
    axes.set_ylim(0.0, top)
    axes.set_xlim(at(0), at(int(curve["month"].max()) + 1))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(
            lambda value, _: (
                short(language, value) if series.relative else percent(language, value, 0 if top > 0.1 else 1)
            )
        )
    )
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
