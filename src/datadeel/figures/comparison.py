"""Scenarios beside each other: what each changes against a baseline, its adoption curve, and what that costs."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.typing import LineStyleType

from datadeel.analysis.compare import BETTER
from datadeel.figures.axes import curve_axes, finite, number_axis, widened
from datadeel.figures.labels import outcome_label
from datadeel.figures.numbers import count_of, digits, number, scale, short
from datadeel.figures.page import (
    EDGE,
    Caption,
    Layout,
    balanced,
    drawing,
    inches,
    line_count,
    page,
    spread_columns,
    wrapped,
)
from datadeel.figures.style import BLUE, FAINT, HALO, INK, QUIET, SERIES, spread
from datadeel.i18n import percent, translate
from datadeel.registry.outcomes import unit

# --- Differences -------------------------------------------------------------------------------------------


def differences_figure(
    table: pd.DataFrame,
    titles: Mapping[str, str],
    language: str,
    *,
    baseline: str,
    digest: str,
    version: str,
    by: str = "scenario",
    title: str = "",
    note: str = "",
) -> Figure:
    """What each value of ``by`` changes against ``baseline``: a panel an outcome, a row a value, with 95 % intervals.

    table: of ``analysis.compare.differences``, of one stratum; values and outcomes are drawn in its order. titles: of
    the values of ``by``, the baseline among them. title: one of your own. digest: of the manifest. note: a line at the
    foot, before the source.
    """
    outcomes, values = list(table["outcome"].unique()), list(table[by].unique())
    against = titles.get(baseline, baseline)
    told = Caption(
        language,
        title or translate(language, "comparison.title", baseline=against),
        translate(language, "comparison.differences", baseline=against, worlds=count_of(language, table["worlds"])),
        note, digest, version,
    )  # fmt: skip
    names = [balanced(titles.get(str(value), str(value)), 2.0, 8.5) for value in values]
    left = max(1.0, EDGE + 0.15 + inches(names, 8.5))
    row = 0.24 + 0.14 * max(map(line_count, names))
    columns = spread_columns(len(outcomes), 3)
    heads = [outcome_label(language, outcome, change=True) for outcome in outcomes]
    with drawing():
        layout = Layout(columns, row * len(values), heads, left=left, right=0.25, between=0.35, below=0.62)
        figure, panels = page(told, layout)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            part = table[table["outcome"] == outcome].set_index(by)
            _difference_rows(axes, part.loc[values], outcome, language)
            axes.set_yticks(range(len(values)), names if at % columns == 0 else [""] * len(values), size=8.5, color=INK)
    return figure


def _difference_rows(axes: Axes, part: pd.DataFrame, outcome: str, language: str) -> None:
    shown = part[["difference", "low", "high"]] * scale(outcome)
    values = shown["difference"].to_numpy(dtype=float)
    places = 1 if unit(outcome) == "share" else digits(values)
    for row, (value, low, high) in enumerate(shown.itertuples(index=False)):
        if not math.isfinite(value):
            axes.text(0.0, row, "–", ha="center", va="center", size=8.5, color=QUIET)
            continue
        # Filled where zero lies outside the interval; a single world has none.
        sure = low > 0.0 or high < 0.0 or (low == high == value != 0.0)
        if low == low:
            axes.plot([low, high], [row, row], color=BLUE, linewidth=1.6, solid_capstyle="butt")
        axes.plot([value], [row], "o", markersize=5.5, color=BLUE, markerfacecolor=BLUE if sure else "white")
        axes.annotate(
            number(language, value, places, sign=True), (value, row), (0, 5), textcoords="offset points", ha="center",
            va="bottom", size=7.5, color=INK, path_effects=HALO,
        )  # fmt: skip
    numbers = np.append(finite(shown["difference"], shown["low"], shown["high"]), 0.0)
    axes.set_xlim(*widened(numbers.min(), numbers.max(), 0.14))
    axes.set_ylim(len(part) - 0.5, -0.65)
    axes.axvline(0.0, color=QUIET, linewidth=0.8, zorder=0)
    axes.hlines(range(len(part)), *axes.get_xlim(), color=FAINT, linewidth=0.5, zorder=-1)
    number_axis(axes.xaxis, language, 5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    better = BETTER.get(outcome, 0)
    if better:
        way = "comparison.better_more" if better > 0 else "comparison.better_less"
        axes.set_xlabel(translate(language, way), size=7.5, color=QUIET)


# --- Curves ------------------------------------------------------------------------------------------------


def curves_figure(
    bands: Mapping[str, pd.DataFrame],
    baseline: str,
    titles: Mapping[str, str],
    language: str,
    *,
    worlds: int,
    digest: str,
    version: str,
    title: str = "",
    note: str = "",
) -> Figure:
    """The total adoption curve of each scenario in a panel of its own, with the baseline's as a dashed grey line.

    bands: of each scenario as ``analysis.summary.bands`` gives; rows of kind "all" are drawn. worlds: how many
    replicates.
    """
    against = titles.get(baseline, baseline)
    shown = translate(
        language, "comparison.curves" if worlds > 1 else "comparison.curves_one", baseline=against, worlds=number(language, worlds)
    )  # fmt: skip
    told = Caption(
        language,
        title or translate(language, "comparison.curves_title", baseline=against),
        shown,
        note,
        digest,
        version,
    )
    columns = spread_columns(len(bands), 3)
    heads = [titles.get(name, name) for name in bands]
    totals = {name: frame[frame["kind"] == "all"] for name, frame in bands.items()}
    last = max(float(frame["month"].max()) for frame in totals.values()) / 12.0
    with drawing():
        layout = Layout(columns, 1.9 if len(bands) > 1 else 3.6, heads, left=0.75, right=0.65, between=0.75, below=0.52)
        figure, panels = page(told, layout)
        for at, (axes, name) in enumerate(zip(panels, totals, strict=True)):
            _curve(axes, totals[name], None if name == baseline else totals.get(baseline), language)
            curve_axes(axes, language, last, first=at % columns == 0, lowest=at + columns >= len(panels))
    return figure


def _curve(axes: Axes, total: pd.DataFrame, against: pd.DataFrame | None, language: str) -> None:
    years = total["month"] / 12.0
    axes.fill_between(years, total["p10"], total["p90"], color=BLUE, alpha=0.18, linewidth=0)
    drawn: list[tuple[pd.DataFrame, str, LineStyleType, float, str]] = [(total, BLUE, "solid", 2.0, "bold")]
    if against is not None:
        drawn.append((against, QUIET, (0, (4, 2)), 1.3, "normal"))
    for frame, colour, line, width, _ in drawn:
        axes.plot(frame["month"] / 12.0, frame["mean"], color=colour, linestyle=line, linewidth=width)
    ends = [float(frame["mean"].iloc[-1]) for frame, *_ in drawn]
    for (_, colour, _, _, weight), end, place in zip(drawn, ends, spread(ends, 0.1, 0.03, 0.97), strict=True):
        axes.annotate(
            percent(language, end), (1.0, place), (4, 0), xycoords="axes fraction", textcoords="offset points", va="center",
            size=8.5, color=colour, weight=weight, annotation_clip=False,
        )  # fmt: skip


def cases_figure(
    curves: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str],
    language: str,
    *,
    title: str,
    worlds: int,
    digest: str,
    version: str,
) -> Figure:
    """Adoption in several cases: a panel a case, a line a policy, at most six.

    curves: of each case by its title: rows with ``policy``, ``month``, ``mean``, ``p10``, ``p90``; the baseline first. titles:
    of policies. worlds: how many replicates.
    """
    names = list(dict.fromkeys(str(one) for frame in curves.values() for one in frame["policy"].map(titles)))
    looks = dict(zip(names, ((QUIET, (0, (4, 2)), ""), *SERIES), strict=False))
    legend = [Line2D([], [], color=colour, linestyle=line, label=name) for name, (colour, line, _) in looks.items()]
    shown = translate(
        language, "comparison.cases" if worlds > 1 else "comparison.cases_one", worlds=number(language, worlds)
    )
    columns = spread_columns(len(curves), 2)
    with drawing():
        layout = Layout(columns, 2.1, list(curves), left=0.75, right=0.65, between=0.75, below=0.52, legend=legend)
        figure, panels = page(Caption(language, title, shown, "", digest, version), layout)
        for at, (axes, frame) in enumerate(zip(panels, curves.values(), strict=True)):
            _case(axes, frame.assign(name=frame["policy"].map(titles)), looks, language)
            last = float(frame["month"].max()) / 12.0
            curve_axes(axes, language, last, first=at % columns == 0, lowest=at + columns >= len(panels))
    return figure


def _case(axes: Axes, frame: pd.DataFrame, looks: Mapping[str, tuple[str, LineStyleType, str]], language: str) -> None:
    """The lines of one case, with their bands, and where they end."""
    parts = {str(name): part for name, part in frame.groupby("name", sort=False)}
    for name, part in parts.items():
        colour, line, _ = looks[name]
        years = part["month"] / 12.0
        axes.fill_between(years, part["p10"], part["p90"], color=colour, alpha=0.13, linewidth=0)
        axes.plot(years, part["mean"], color=colour, linestyle=line, linewidth=1.7)
    ends = [float(part["mean"].iloc[-1]) for part in parts.values()]
    for name, end, place in zip(parts, ends, spread(ends, 0.09, 0.03, 0.97), strict=True):
        axes.annotate(
            percent(language, end), (1.0, place), (4, 0), xycoords="axes fraction", textcoords="offset points", va="center",
            size=8.5, color=looks[name][0], annotation_clip=False,
        )  # fmt: skip


# --- Cost and effect ---------------------------------------------------------------------------------------


def plane_figure(
    table: pd.DataFrame,
    titles: Mapping[str, str],
    language: str,
    *,
    baseline: str,
    digest: str,
    version: str,
    by: str = "scenario",
    title: str = "",
    note: str = "",
) -> Figure:
    """The cost-effectiveness plane: additional durable sharers across, additional public spending up, with intervals.

    table: of ``analysis.compare.cost_effectiveness``, of one stratum. The rest as in :func:`differences_figure`.
    """
    against = titles.get(baseline, baseline)
    told = Caption(
        language,
        title or translate(language, "comparison.plane_title", baseline=against),
        translate(language, "comparison.plane", baseline=against, worlds=count_of(language, table["worlds"])),
        note, digest, version,
    )  # fmt: skip
    money = table[table["sharers"].notna()]
    money = money.assign(**{name: money[name] * 1e-6 for name in ("spending", "spending_low", "spending_high")})
    labels = [_crossing(language, one, titles.get(str(one[by]), str(one[by]))) for one in money.to_dict("records")]
    gap = 0.145 * max(map(line_count, labels), default=1) + 0.06
    with drawing():
        layout = Layout(1, max(4.2, gap * len(labels)), [""], left=0.85, right=3.1, below=0.6)
        figure, (axes,) = page(told, layout)
        for name, limit in (("sharers", axes.set_xlim), ("spending", axes.set_ylim)):
            numbers = np.append(finite(*(money[f"{name}{end}"] for end in ("", "_low", "_high"))), 0.0)
            limit(*widened(numbers.min(), numbers.max(), 0.06))
        axes.axhline(0.0, color=QUIET, linewidth=0.8)
        axes.axvline(0.0, color=QUIET, linewidth=0.8)
        axes.grid(color=FAINT, linewidth=0.5)
        _crosses(axes, money, labels, gap / layout.height)
        number_axis(axes.xaxis, language, 6)
        number_axis(axes.yaxis, language, 6)
        axes.set_xlabel(translate(language, "comparison.sharers"), size=8)
        axes.set_ylabel(translate(language, "comparison.spending"), size=8)
    return figure


def _crosses(axes: Axes, money: pd.DataFrame, labels: Sequence[str], gap: float) -> None:
    """Means with both intervals, and what they are beside the panel. gap: between labels, as a part of the panel."""
    low, high = axes.get_ylim()
    ends = [(float(value) - low) / (high - low) for value in money["spending"]]
    arrow = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "linestyle": (0, (1, 2)), "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 3}  # fmt: skip
    for one, label, place in zip(money.to_dict("records"), labels, spread(ends, gap, 0.03, 0.97), strict=True):
        axes.plot([one["sharers_low"], one["sharers_high"]], [one["spending"]] * 2, color=BLUE, linewidth=1.2)
        axes.plot([one["sharers"]] * 2, [one["spending_low"], one["spending_high"]], color=BLUE, linewidth=1.2)
        axes.plot([one["sharers"]], [one["spending"]], "o", markersize=5, color=BLUE)
        axes.annotate(
            label, (one["sharers"], one["spending"]), (1.03, place), textcoords=axes.transAxes, va="center", size=8,
            color=INK, annotation_clip=False, arrowprops=arrow,
        )  # fmt: skip


def _crossing(language: str, one: Mapping[Hashable, Any], name: str) -> str:
    """A scenario and its price, or why it has none."""
    price = translate(language, f"comparison.{one['note']}") if one["note"] else _price(language, one)
    return wrapped(f"{name}: {price}", 2.75, 8)


def _price(language: str, one: Mapping[Hashable, Any]) -> str:
    """EUR per sharer with its interval, in three significant figures."""
    euro = (one["cost_per_sharer"], one["low"], one["high"])
    told = ["∞" if math.isinf(value) else short(language, float(f"{value:.3g}")) for value in euro]
    return translate(language, "comparison.per_sharer", **dict(zip(("euro", "low", "high"), told, strict=True)))
