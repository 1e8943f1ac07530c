"""The adoption curve of one scenario: who shares, month by month, with policy and events on the time axis.

Curves above and policy below share their years, so that a bend can be held against what began or ended at that time.
"""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from datadeel.figures.axes import share_axis
from datadeel.figures.labels import instrument_label
from datadeel.figures.page import Context
from datadeel.figures.style import FAINT, FEWEST_BANDED, INK, KIND_STYLES, QUIET, leader, spread, styled
from datadeel.i18n import translate
from datadeel.model.policy import policy_in_force
from datadeel.scenario.records import Event, Measure, Scenario


def adoption_title(scenario: Scenario, language: str) -> str:
    """The title of the figure of ``scenario`` in ``language``."""
    return translate(language, "adoption.title", title=scenario.titled(language))


def adoption_figure(curves: pd.DataFrame, scenario: Scenario, context: Context) -> Figure:
    """Share that shares, by kind, with the middle 80 % of worlds as bands and the measures of policy beneath.

    curves: as ``analysis.summary.bands`` gives, of ``scenario``: a row a kind and month. context: with the number of
    replicates.
    """
    strip = 0.45 + 0.2 * max(len(_policy_rows(scenario)), 1)
    height = 4.3 + strip + 1.0
    with styled():
        figure = Figure(figsize=(8.6, height))
        top = figure.add_axes((0.09, (strip + 1.1) / height, 0.66, 3.9 / height - 0.02))
        low = figure.add_axes((0.09, 0.95 / height, 0.66, (strip - 0.35) / height), sharex=top)
        _kind_curves(top, curves, context)
        _policy(low, scenario, context)
        title = textwrap.fill(adoption_title(scenario, context.language), 84)
        figure.text(0.02, 1 - 0.12 / height, title, size=12, weight="bold", va="top", color=INK)
        band = "adoption.band" if context.replicates > 1 else "adoption.band_one"
        shown = context.words(band, worlds=context.replicates)
        key = context.words("adoption.policy_key") if scenario.policy else ""
        for line, text in enumerate(one for one in (context.source, key, shown) if one):
            figure.text(0.02, (0.08 + 0.14 * line) / height, text, size=7, color=QUIET, va="bottom")
    return figure


def _kind_curves(axes: Axes, curves: pd.DataFrame, context: Context) -> None:
    """Draw a line a kind of ``curves`` on ``axes``, and write its name and where it ends beside the panel."""
    ends = {}
    for name, part in curves.groupby("kind", sort=False):
        kind, years = str(name), part["month"] / 12.0
        style = KIND_STYLES[kind]
        if part["organisations"].iloc[0] >= FEWEST_BANDED:
            axes.fill_between(years, part["p10"], part["p90"], color=style.colour, alpha=0.13, linewidth=0)
        axes.plot(years, part["mean"], color=style.colour, linestyle=style.dashes, linewidth=style.width)
        ends[kind] = float(part["mean"].iloc[-1])
    last = float(curves["month"].max()) / 12.0
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1)
    share_axis(axes.yaxis, context.language, 0.2)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylabel(context.words("adoption.share"))
    axes.tick_params(labelbottom=False, length=3)
    for (kind, end), place in zip(ends.items(), spread(list(ends.values()), 0.055, 0.02, 0.98), strict=True):
        style = KIND_STYLES[kind]
        axes.annotate(
            f"{context.words(f'kind.{kind}')} {context.percent(end)}",
            (last, end),
            (1.045, place),
            xycoords="data",
            textcoords=axes.transAxes,
            va="center",
            size=8.5,
            annotation_clip=False,
            color=style.colour,
            weight="bold" if kind == "all" else "normal",
            arrowprops=leader(style.colour, 0.8, style.dashes, shrink=(1, 0)),
        )


def _policy(axes: Axes, scenario: Scenario, context: Context) -> None:
    """Draw the policy of ``scenario`` on ``axes``, a row an instrument.

    Measures are bars from start to end, paler while they phase in; announcements are open circles; events are crosses.
    """
    last = scenario.months / 12.0
    rows = _policy_rows(scenario)
    for at, (instrument, entries) in enumerate(rows.items()):
        for one in sorted(entries, key=lambda one: getattr(one, "strength", 0.0)):
            if isinstance(one, Measure):
                _bar(axes, at, one, last)
            else:
                _event(axes, at, one, context)
        axes.annotate(
            instrument_label(instrument, context.language) or context.words("adoption.event"),
            (1.02, at),
            xycoords=("axes fraction", "data"),
            va="center",
            size=7.5,
            color=INK,
            annotation_clip=False,
        )
    if not rows:
        none = context.words("adoption.no_policy")
        axes.text(0.5, 0.5, none, transform=axes.transAxes, ha="center", va="center", size=8, color=QUIET)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_ylabel(context.words("adoption.policy"))
    axes.set_xlabel(context.words("adoption.year"))
    axes.xaxis.set_major_locator(MultipleLocator(1 if last <= 20 else 5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _bar(axes: Axes, row: int, one: Measure, last: float) -> None:
    """Draw a measure ``one`` in its ``row``, from its announcement on; ``last``: the end of the axis, in years."""
    start = (one.start - 1) / 12.0
    end = last if one.until is None else min(one.until / 12.0, last)
    full = min(start + max(one.phase_in, 1) / 12.0, end)
    # Solid greys, so that bars of one row do not darken each other; never lighter than can be seen on white.
    shade = 0.75 - 0.35 * one.strength
    axes.barh(row, full - start, left=start, height=0.6, color=str(shade + 0.6 * (0.95 - shade)), linewidth=0)
    axes.barh(row, end - full, left=full, height=0.6, color=str(shade), linewidth=0)
    if one.announced < one.start:
        announced = (one.announced - 1) / 12.0
        axes.plot([announced, start], [row, row], color=QUIET, linewidth=0.9, linestyle=(0, (2, 2)))
        axes.plot([announced], [row], marker="o", markersize=4, markerfacecolor="white", markeredgecolor=QUIET)


def _event(axes: Axes, row: int, event: Event, context: Context) -> None:
    """Draw ``event`` as a cross in its ``row``, and write what happens beside it."""
    when = event.month / 12.0
    axes.plot([when], [row], marker="x", markersize=5, color=INK)
    label = context.words(f"event.{event.kind}")
    axes.annotate(label, (when, row), (4, 0), textcoords="offset points", va="center", size=6.5, color=QUIET)


def _policy_rows(scenario: Scenario) -> dict[str, list[Measure | Event]]:
    """What stands in each row of the strip: a row for each instrument, and one for events."""
    rows: dict[str, list[Measure | Event]] = {}
    for one in policy_in_force(scenario):
        rows.setdefault(one.instrument, []).append(one)
    if scenario.events:
        rows["event"] = list(scenario.events)
    return rows
