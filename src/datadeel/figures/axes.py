"""Axes: their limits, their ticks, and numbers along them as a language writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, MultipleLocator

from datadeel.figures.page import inches
from datadeel.figures.style import FAINT
from datadeel.i18n import translate
from datadeel.i18n.numbers import Formatter


def number_axis(axis: Axis, language: str, ticks: int = 4) -> None:
    """Round numbers along ``axis``, at most ``ticks`` + 1 of them, as ``language`` writes them."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: Formatter(language).short(value)))


def share_axis(axis: Axis, language: str, step: float) -> None:
    """Percentages along ``axis``, one each ``step`` of the share, as ``language`` writes them."""
    axis.set_major_locator(MultipleLocator(step))
    axis.set_major_formatter(FuncFormatter(lambda value, _: Formatter(language).percent(value)))


def year_axis(axis: Axis, language: str, last: float, whole: bool = True) -> None:
    """Years along ``axis``, which ends at ``last``; ``whole``: whole years only, as ``language`` writes them."""
    axis.set_major_locator(MaxNLocator(5 if last >= 5 else 3, integer=whole))
    axis.set_major_formatter(FuncFormatter(lambda value, _: Formatter(language).short(value)))


def curve_axes(axes: Axes, language: str, last: float, first: bool, lowest: bool) -> None:
    """Axes of an adoption curve: shares up, years across, in ``language``.

    last: of the years. first: whether ``axes`` are the first of a row, so that shares have numbers and a label; lowest:
    whether nothing stands below, so that years have a label.
    """
    axes.set_xlim(0.0, last)
    axes.set_ylim(0.0, 1.0)
    share_axis(axes.yaxis, language, 0.25)
    year_axis(axes.xaxis, language, last)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.tick_params(labelleft=first)
    if first:
        axes.set_ylabel(translate(language, "comparison.share"), size=8)
    if lowest:
        axes.set_xlabel(translate(language, "adoption.year"), size=8)


def level_ticks(axis: Axis, values: Sequence[float], language: str, room: float) -> None:
    """A tick along ``axis`` at each of ``values``, with its number, as ``language`` writes it, where there is room.

    room: length of the axis, in inches; its limits and scale are to be set before.
    """
    names = {float(value): Formatter(language).short(value) for value in values}
    low, high = axis.get_transform().transform(np.array(axis.get_view_interval()))
    places = (axis.get_transform().transform(np.array(list(names))) - low) / (high - low) * room
    kept: set[float] = set()
    # The ends first, then from low to high whatever keeps clear of what is there.
    order = dict.fromkeys([0, len(places) - 1, *range(len(places))])
    taken: list[tuple[float, float]] = []
    for at in order:
        half = inches([list(names.values())[at]], 7.5) / 2 + 0.03
        span = (places[at] - half, places[at] + half)
        if all(span[0] >= one[1] or span[1] <= one[0] for one in taken):
            taken.append(span)
            kept.add(list(names)[at])
    axis.set_major_locator(FixedLocator(list(names)))
    axis.set_minor_locator(FixedLocator([]))
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: names.get(float(value), "") if float(value) in kept else "")
    )


def row_axis(axes: Axes, rows: int) -> None:
    """Rows of dots with quiet lines between them, the first row on top; limits across are to be set before.

    rows: how many stand in ``axes``.
    """
    axes.set_ylim(rows - 0.5, -0.5)
    axes.hlines(np.arange(rows - 1) + 0.5, *axes.get_xlim(), color=FAINT, linewidth=0.5, zorder=-1)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def widened(low: float, high: float, part: float) -> tuple[float, float]:
    """Limits of an axis from ``low`` to ``high`` with a ``part`` of that as room on both sides; never without width."""
    width = high - low
    room = part * width if width > 1e-12 * max(abs(low), abs(high), 1e-300) else max(0.1 * abs(high), 0.5)
    return low - room, high + room


def finite(*columns: pd.Series) -> np.ndarray:
    """All numbers of ``columns`` that are there, shape (numbers,)."""
    values = np.concatenate([column.to_numpy(dtype=float) for column in columns]) if columns else np.zeros(0)
    found: np.ndarray = values[np.isfinite(values)]
    return found
