"""The adoption curve: who shares, month by month, with policy on the time axis."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from datadeel.figures.style import FAINT, INK, KIND_COLOURS, KIND_LINES, QUIET, spread, styled
from datadeel.i18n import percent, translate
from datadeel.model.policy import policy_in_force
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.scenario.records import Event, Measure, Scenario

#: A kind with fewer organisations moves in leaps: its band would tell of its size only.
_FEWEST = 10


def heading(scenario: Scenario, language: str) -> str:
    """The title of the figure."""
    return translate(language, "adoption.title", title=scenario.titled(language))


def adoption(bands: pd.DataFrame, scenario: Scenario, language: str, worlds: int, digest: str, version: str) -> Figure:
    """Share that shares, by kind, with the middle 80 % of worlds as bands and the measures beneath.

    bands: as ``analysis.summary.bands`` gives. worlds: how many replicates. digest: of the manifest.
    """
    rows = len(_rows(scenario))
    strip = 0.45 + 0.2 * max(rows, 1)
    height = 4.3 + strip + 1.0
    with styled():
        figure = Figure(figsize=(8.6, height))
        top = figure.add_axes((0.09, (strip + 1.1) / height, 0.66, 3.9 / height - 0.02))
        low = figure.add_axes((0.09, 0.95 / height, 0.66, (strip - 0.35) / height), sharex=top)
        _curves(top, bands, language)
        _policy(low, scenario, language)
        title = textwrap.fill(heading(scenario, language), 84)
        figure.text(0.02, 1 - 0.12 / height, title, size=12, weight="bold", va="top", color=INK)
        how = (
            translate(language, "adoption.band", worlds=worlds)
            if worlds > 1
            else translate(language, "adoption.band_one")
        )
        told = translate(language, "adoption.source", version=version, digest=digest[:12])
        key = translate(language, "adoption.policy_key") if scenario.policy else ""
        for line, text in enumerate(one for one in (told, key, how) if one):
            figure.text(0.02, (0.08 + 0.14 * line) / height, text, size=7, color=QUIET, va="bottom")
    return figure


def _curves(axes: Axes, bands: pd.DataFrame, language: str) -> None:
    ends, labels, kinds = [], [], []
    for kind, part in bands.groupby("kind", sort=False):
        name = str(kind)
        years = part["month"] / 12.0
        colour = KIND_COLOURS[name]
        if part["organisations"].iloc[0] >= _FEWEST:
            axes.fill_between(years, part["p10"], part["p90"], color=colour, alpha=0.13, linewidth=0)
        axes.plot(
            years, part["mean"], color=colour, linestyle=KIND_LINES[name], linewidth=2.6 if name == "all" else 1.7
        )
        ends.append(float(part["mean"].iloc[-1]))
        labels.append(translate(language, f"kind.{name}"))
        kinds.append(name)
    last = float(bands["month"].max()) / 12.0
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_locator(MultipleLocator(0.2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(language, value)))
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylabel(translate(language, "adoption.share"))
    axes.tick_params(labelbottom=False, length=3)
    for kind, label, end, place in zip(kinds, labels, ends, spread(ends, 0.055, 0.02, 0.98), strict=True):
        axes.annotate(
            f"{label} {percent(language, end)}",
            (last, end), (1.045, place), xycoords="data", textcoords=axes.transAxes, va="center", size=8.5, annotation_clip=False,
            color=KIND_COLOURS[kind], weight="bold" if kind == "all" else "normal",
            arrowprops={"arrowstyle": "-", "color": KIND_COLOURS[kind], "linestyle": KIND_LINES[kind], "linewidth": 0.8, "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 0},
        )  # fmt: skip


def _policy(axes: Axes, scenario: Scenario, language: str) -> None:
    """Measures as bars from start to end, paler while they phase in; announcements as open circles; events as crosses."""
    last = scenario.months / 12.0
    rows = _rows(scenario)
    for at, (instrument, what) in enumerate(rows.items()):
        for one in sorted(what, key=lambda one: getattr(one, "strength", 0.0)):
            if isinstance(one, Measure):
                _bar(axes, at, one, last)
            else:
                _event(axes, at, one, language)
        known = INSTRUMENTS.get(instrument)
        label = translate(language, "adoption.event") if known is None else known.nl if language == "nl" else known.en
        axes.annotate(
            label,
            (1.02, at),
            xycoords=("axes fraction", "data"),
            va="center",
            size=7.5,
            color=INK,
            annotation_clip=False,
        )
    if not rows:
        axes.text(
            0.5,
            0.5,
            translate(language, "adoption.no_policy"),
            transform=axes.transAxes,
            ha="center",
            va="center",
            size=8,
            color=QUIET,
        )
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_ylabel(translate(language, "adoption.policy"))
    axes.set_xlabel(translate(language, "adoption.year"))
    axes.xaxis.set_major_locator(MultipleLocator(1 if last <= 20 else 5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _bar(axes: Axes, row: int, one: Measure, last: float) -> None:
    start = (one.start - 1) / 12.0
    end = last if one.until is None else min(one.until / 12.0, last)
    full = min(start + max(one.phase_in, 1) / 12.0, end)
    # Solid greys, so that bars of one row do not darken each other; never lighter than can be seen on white.
    shade = 0.75 - 0.35 * one.strength
    axes.barh(row, full - start, left=start, height=0.6, color=str(shade + 0.6 * (0.95 - shade)), linewidth=0)
    axes.barh(row, end - full, left=full, height=0.6, color=str(shade), linewidth=0)
    if one.announced < one.start:
        told = (one.announced - 1) / 12.0
        axes.plot([told, start], [row, row], color=QUIET, linewidth=0.9, linestyle=(0, (2, 2)))
        axes.plot([told], [row], marker="o", markersize=4, markerfacecolor="white", markeredgecolor=QUIET)


def _event(axes: Axes, row: int, event: Event, language: str) -> None:
    when = event.month / 12.0
    axes.plot([when], [row], marker="x", markersize=5, color=INK)
    label = translate(language, f"event.{event.kind}")
    axes.annotate(label, (when, row), (4, 0), textcoords="offset points", va="center", size=6.5, color=QUIET)


def _rows(scenario: Scenario) -> dict[str, list[Measure | Event]]:
    """What stands in each row of the strip: a row for each instrument, and one for events."""
    rows: dict[str, list[Measure | Event]] = {}
    for one in policy_in_force(scenario):
        rows.setdefault(one.instrument, []).append(one)
    if scenario.events:
        rows["event"] = list(scenario.events)
    return rows
