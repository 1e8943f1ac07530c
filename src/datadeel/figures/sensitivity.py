"""What a sensitivity analysis found: which factors move outcomes, when, together with which, and how sure that is.

Tables are those of ``analysis.sensitivity``, of one scenario and policy. Outcomes are drawn in their order. Where a column
``change`` is true throughout, they are about the difference with the baseline policy, and said to be.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from matplotlib.typing import LineStyleType

from datadeel.analysis.sensitivity import above_floor
from datadeel.experiment.sampling import DUMMY
from datadeel.figures.axes import finite, level_ticks, number_axis, widened
from datadeel.figures.labels import factor_label, outcome_label
from datadeel.figures.numbers import digits, number, scale, short
from datadeel.figures.page import Caption, Layout, balanced, drawing, inches, page, spread_columns
from datadeel.figures.style import BLUE, FAINT, HALO, INK, QUIET, spread
from datadeel.i18n import translate
from datadeel.registry.outcomes import unit
from datadeel.registry.parameters import KINDS, PARAMETERS

#: Indices that factors are ranked by, the first that is there.
_MAIN = ("ST", "mu_star", "pawn", "delta")

#: Okabe and Ito's colours, those too light for a line on white darkened, each with a dash and a mark for grey print.
_LINES: tuple[tuple[str, LineStyleType, str], ...] = (
    (BLUE, "solid", "o"),
    ("#D55E00", (0, (6, 2)), "s"),
    ("#009E73", (0, (4, 1.5, 1, 1.5)), "D"),
    ("#CC79A7", (0, (1.2, 1.4)), "^"),
    ("#A06A00", (0, (8, 2, 1, 2, 1, 2)), "v"),
    ("#000000", (0, (2, 2)), "P"),
    ("#3D9BD0", (0, (10, 3)), "X"),
    ("#5B4A8A", (0, (3, 1, 1, 1, 1, 1)), "<"),
)
#: The dummy's line and mark.
_FLOOR: tuple[str, LineStyleType, str] = (QUIET, (0, (4, 3)), "")
#: Grey of the noise floor, and of dots that do not rise above it.
_BAND, _LOW = "#E4E4E4", "#9A9A9A"

_HEAT = LinearSegmentedColormap.from_list("datadeel-pairs", ("#F3F8FC", "#8EC1E0", BLUE))

#: Letters of names of factors, in points, and how wide their lines are at most, in inches.
_SIZE, _WIDE = 7.5, 2.7

Box = tuple[float, float, float, float]


# --- What figures share ------------------------------------------------------------------------------------


def _name(factor: str, language: str) -> str:
    """A factor as it is called, without what is explained between brackets."""
    if factor == DUMMY:
        return translate(language, "sensitivity.dummy")
    return re.sub(r" \([^)]*\)", "", factor_label(factor, language))


def _change(table: pd.DataFrame) -> bool:
    return "change" in table and bool(table["change"].all())


def _told(
    table: pd.DataFrame, language: str, shown: Sequence[str], title: str, digest: str, version: str, left: int = 0
) -> Caption:
    """What is written around the panels. left: factors that are left out."""
    change = translate(language, "sensitivity.change") if _change(table) else ""
    note = translate(language, "sensitivity.left_out", left=left) if left > 0 else ""
    return Caption(language, title, " ".join(text for text in (*shown, change) if text), note, digest, version)


def _outcomes(table: pd.DataFrame) -> list[str]:
    return [str(one) for one in table["outcome"].unique()]


def _heads(outcomes: Sequence[str], language: str, size: bool = False) -> list[str]:
    """Names of outcomes: with the unit of a change if ``size``, else with none, for indices that have none."""
    labels = [outcome_label(language, outcome, change=True) for outcome in outcomes]
    return labels if size else [label.partition(",")[0] for label in labels]


def _scaled(table: pd.DataFrame, size: bool, columns: Sequence[str] = ("value", "low", "high")) -> pd.DataFrame:
    """``columns`` in the units that outcomes are shown in, if they have the size of an outcome."""
    by = table["outcome"].map(scale) if size else 1.0
    return table.assign(**{name: table[name] * by for name in columns})


def _leading(table: pd.DataFrame, column: str, most: int) -> list[str]:
    """Factors with the largest ``column`` on average over outcomes, each outcome against its own largest."""
    real = table[(table["factor"] != DUMMY) & table[column].notna()]
    each = real.groupby(["outcome", "factor"], sort=False)[column].mean()
    whole = each.groupby("outcome").transform(lambda values: max(float(values.max()), 1e-300))
    order = (each / whole).groupby("factor", sort=False).mean().sort_values(ascending=False, kind="stable")
    return [str(one) for one in order.index[:most]]


def _all(table: pd.DataFrame) -> int:
    """How many factors there are, but for the dummy."""
    return len(set(table["factor"]) - {DUMMY})


def _floor(part: pd.DataFrame, column: str = "value") -> float:
    """Of the dummy; its value where it has no interval, and nan where there is no dummy."""
    dummy = part[part["factor"] == DUMMY]
    found = [float(dummy[name].iloc[0]) for name in (column, "value") if len(dummy)]
    return next((one for one in found if math.isfinite(one)), math.nan)


def _upper_row(at: int, columns: int, panels: int) -> bool:
    """Whether another panel stands below."""
    return at + columns < panels


# --- Elementary effects ------------------------------------------------------------------------------------


def morris_figure(
    indices: pd.DataFrame, language: str, *, digest: str, version: str, title: str = "", most: int = 25
) -> Figure:
    """μ* of each factor across and σ up, a panel an outcome, both in units of the outcome; the dummy's μ* as noise floor.

    indices: rows with ``outcome``, ``factor``, ``index`` ("mu_star" and "sigma"; others are left), ``value``, ``low``,
    ``high``. most: of the factors above the floor, so many are named at most, the largest first, as far as there is room.
    """
    outcomes = _outcomes(indices)
    told = _told(
        indices, language, [translate(language, "sensitivity.morris")], title or translate(language, "sensitivity.morris_title"), digest, version
    )  # fmt: skip
    columns = 1 if len(outcomes) <= 3 else 2
    table = _scaled(indices, size=True)
    with drawing():
        heads = _heads(outcomes, language, size=True)
        layout = Layout(columns, 2.9 if columns == 1 else 3.3, heads, left=0.75, between=0.7, below=0.5)
        figure, panels = page(told, layout)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            _effects(axes, table[table["outcome"] == outcome], language, layout, most)
            if at % columns == 0:
                axes.set_ylabel(translate(language, "sensitivity.sigma"), size=8)
            if not _upper_row(at, columns, len(outcomes)):
                axes.set_xlabel(translate(language, "sensitivity.index_mu_star"), size=8)
    return figure


def _effects(axes: Axes, part: pd.DataFrame, language: str, layout: Layout, most: int) -> None:
    """One panel of elementary effects."""
    means = part[part["index"] == "mu_star"].set_index("factor")
    dots = means.assign(sigma=part[part["index"] == "sigma"].set_index("factor")["value"])
    floor = _floor(dots.reset_index())
    dots = dots[(dots.index != DUMMY) & dots["value"].notna()].sort_values("value", ascending=False, kind="stable")
    clear = set(above_floor(means.reset_index())["factor"])
    leading = [str(one) for one in dots.index if one in clear][:most]
    x = 1.1 * max(finite(dots["value"], dots["high"], pd.Series([floor])), default=0.0) or 1.0
    y = 1.1 * max(finite(dots["sigma"]), default=0.0) or 1.0
    axes.set_xlim(0.0, x)
    axes.set_ylim(0.0, y)
    end = min(x, y)
    axes.plot([0.0, end], [0.0, end], color="#BBBBBB", linewidth=0.8, zorder=0)
    across, up = layout.width / x, layout.height / y
    boxes = [_diagonal(axes, "σ = μ*", end * across, up / across, layout)]
    spans: list[Box] = []
    if floor == floor:
        axes.axvline(floor, color=_FLOOR[0], linestyle=_FLOOR[1], linewidth=1.0, zorder=0)
        boxes += [(floor * across - 0.02, 0.0, floor * across + 0.02, layout.height)]
        boxes += [_standing(axes, translate(language, "sensitivity.dummy"), floor * across, layout)]
    for factor, one in dots.iterrows():
        named = factor in clear
        low, high = (one["low"], one["high"]) if math.isfinite(one["low"]) else (one["value"], one["value"])
        colour = BLUE if named else "#BBBBBB"
        axes.plot([max(low, 0.0), high], [one["sigma"]] * 2, color=colour, linewidth=1.2 if named else 0.7, zorder=1)
        axes.plot(
            [one["value"]], [one["sigma"]], "o", markersize=5 if named else 3.5, color=colour, zorder=2, clip_on=False
        )
        place = (one["value"] * across, one["sigma"] * up)
        boxes.append((place[0] - 0.05, place[1] - 0.05, place[0] + 0.05, place[1] + 0.05))
        if named:
            spans.append((low * across, place[1] - 0.015, high * across, place[1] + 0.015))
    for factor in leading:
        value, sigma = dots.loc[factor, ["value", "sigma"]].to_numpy(float)
        place = (value * across, sigma * up)
        _label(axes, balanced(_name(factor, language), 1.9, 7.0), place, boxes, spans, layout)
    number_axis(axes.xaxis, language, 6)
    number_axis(axes.yaxis, language, 5)


def _diagonal(axes: Axes, text: str, end: float, slope: float, layout: Layout) -> Box:
    """Words above a line from the origin, near its upper end; the box that they take. All in inches."""
    wide = inches([text], 7.0)
    right = min(end, (layout.height - 0.16) / slope)
    low = slope * right + 0.03
    axes.text(
        right / layout.width, low / layout.height, text, size=7, color=QUIET, ha="right", va="bottom", transform=axes.transAxes
    )  # fmt: skip
    return (right - wide, low, right, low + 0.13)


def _standing(axes: Axes, text: str, x: float, layout: Layout) -> Box:
    """Words along the upper end of an upright line, to its right; the box that they take."""
    long = inches([text], 7.0)
    axes.text(
        (x + 0.04) / layout.width, 0.99, text, size=7, color=QUIET, rotation=90, ha="left", va="top",
        transform=axes.transAxes,
    )  # fmt: skip
    return (x, layout.height - long - 0.08, x + 0.2, layout.height)


def _label(
    axes: Axes, text: str, dot: tuple[float, float], taken: list[Box], spans: Sequence[Box], layout: Layout
) -> None:
    """A name near its dot where nothing is taken yet, with a thin line to it if it is not beside it; none if there is no
    room. Places in inches from the lower left of the panel. taken: what it takes is added. spans: what only its line may
    cross."""
    wide, tall = inches([text], 7.0) + 0.03, 0.115 * (text.count("\n") + 1) + 0.02
    for far in (0.08, 0.16, 0.28, 0.42, 0.6, 0.8, 1.05):
        for angle in (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180):
            sideways, above = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            x, y = dot[0] + sideways * (far + wide / 2), dot[1] + above * (far + tall / 2)
            box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
            inside = (
                box[0] >= 0.03 and box[1] >= 0.03 and box[2] <= layout.width + 0.1 and box[3] <= layout.height + 0.05
            )
            if not inside or any(_over(box, one) for one in (*taken, *spans)):
                continue
            end = (min(max(dot[0], box[0]), box[2]), min(max(dot[1], box[1]), box[3]))
            steps = [tuple(dot[i] + part * (end[i] - dot[i]) for i in (0, 1)) for part in np.linspace(0.0, 1.0, 24)]
            path = [(x, y, x, y) for x, y in steps if math.dist((x, y), dot) > 0.075]
            if any(_over(one, other) for one in path for other in taken):
                continue
            if far > 0.1:
                axes.plot(
                    *zip(*((x / layout.width, y / layout.height) for x, y in (dot, end)), strict=True), color=QUIET,
                    linewidth=0.5, transform=axes.transAxes, zorder=1,
                )  # fmt: skip
            axes.text(
                x / layout.width, y / layout.height, text, size=7, color=INK, ha="center", va="center", linespacing=1.05,
                transform=axes.transAxes, path_effects=HALO,
            )  # fmt: skip
            taken += [box, *((x - 0.01, y - 0.01, x + 0.01, y + 0.01) for x, y, *_ in path)]
            return


def _over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- Ranking -----------------------------------------------------------------------------------------------


def bars_figure(
    indices: pd.DataFrame, language: str, *, digest: str, version: str, title: str = "", most: int = 20
) -> Figure:
    """Indices with 95 % intervals: a panel an outcome, a row a factor, the noise floor as a band.

    indices: rows with ``outcome``, ``factor``, ``index``, ``value``, ``low``, ``high``. The main index is "ST" (with "S1"
    beside it), else "mu_star", "pawn" or "delta". most: rows; factors with the largest main index on average.
    """
    main = next(name for name in _MAIN if (indices["index"] == name).any())
    table = _scaled(indices[indices["index"].isin([main, "S1"])], size=main == "mu_star")
    outcomes = _outcomes(table)
    shown = [
        translate(language, f"sensitivity.{'sobol' if main == 'ST' else main}"),
        translate(language, "sensitivity.bars"),
    ]
    factors = _leading(table[table["index"] == main], "value", most)
    title = title or translate(language, "sensitivity.bars_title")
    told = _told(table, language, shown, title, digest, version, _all(table) - len(factors))
    names = [balanced(_name(factor, language), _WIDE, _SIZE) for factor in factors]
    height = (0.07 + 0.115 * max(name.count("\n") + 1 for name in names)) * len(names) + 0.1
    columns = spread_columns(len(outcomes), 4)
    with drawing():
        heads = _heads(outcomes, language, size=main == "mu_star")
        left = max(1.0, 0.3 + inches(names, _SIZE))
        layout = Layout(columns, height, heads, left, 0.2, 0.25, 0.5, _bars_legend(table, language))
        figure, panels = page(told, layout)
        whole = None if main == "mu_star" else _span(table[table["factor"].isin([*factors, DUMMY])])
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            part = table[table["outcome"] == outcome]
            axes.set_xlim(*(whole or _span(part[part["factor"].isin([*factors, DUMMY])])))
            _rows(axes, part, factors, main)
            number_axis(axes.xaxis, language, 4)
            axes.set_yticks(range(len(names)), names if at % columns == 0 else [""] * len(names), size=_SIZE, color=INK)
            if not _upper_row(at, columns, len(outcomes)):
                label = translate(language, "sensitivity.variance" if main == "ST" else f"sensitivity.index_{main}")
                label = balanced(label, layout.width + 0.1, 7.5)
                axes.set_xlabel(label, size=7.5, color=QUIET)
    return figure


def _bars_legend(table: pd.DataFrame, language: str) -> list[Line2D]:
    """What dots of two indices are, and the band, as far as they are drawn."""
    text = "\u2002" + translate(language, "sensitivity.floor")
    band = (
        [Line2D([], [], color=_BAND, linewidth=7, solid_capstyle="butt", label=text)]
        if DUMMY in set(table["factor"])
        else []
    )
    if not (table["index"] == "ST").any():
        return band
    marks = {"ST": ("o", BLUE), "S1": ("D", "white")}
    dots = [
        Line2D([], [], color=BLUE, marker=mark, markerfacecolor=fill, markersize=4.5, linestyle="none",
               label=translate(language, f"sensitivity.legend_{name}"))
        for name, (mark, fill) in marks.items()
    ]  # fmt: skip
    return [*dots, *band]


def _span(part: pd.DataFrame) -> tuple[float, float]:
    """Limits of an axis of indices, with zero."""
    values = np.append(finite(part["value"], part["low"], part["high"]), 0.0)
    low, high = widened(float(values.min()), float(values.max()), 0.05)
    return (low if values.min() < 0.0 else 0.0), high


def _rows(axes: Axes, part: pd.DataFrame, factors: Sequence[str], main: str) -> None:
    """Dots with intervals; grey where the interval of the main index reaches into the noise floor."""
    floor = _floor(part[part["index"] == main], "high")
    if floor == floor:
        axes.axvspan(axes.get_xlim()[0], floor, color=_BAND, linewidth=0, zorder=-2)
    both = main == "ST"
    found = {(str(one["factor"]), str(one["index"])): one for one in part.to_dict("records")}
    for row, factor in enumerate(factors):
        if (factor, main) not in found:
            continue
        one = found[factor, main]
        colour = _LOW if (one["low"] if math.isfinite(one["low"]) else one["value"]) <= floor else BLUE
        _dot(axes, one, row - 0.14 * both, colour, colour, "o", 1.6)
        if both and (factor, "S1") in found:
            _dot(axes, found[factor, "S1"], row + 0.2, colour, "white", "D", 0.9)
    axes.set_ylim(len(factors) - 0.5, -0.5)
    axes.hlines(np.arange(len(factors) - 1) + 0.5, *axes.get_xlim(), color=FAINT, linewidth=0.5, zorder=-1)
    axes.axvline(0.0, color=QUIET, linewidth=0.8, zorder=0)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _dot(axes: Axes, one: Mapping[Hashable, Any], row: float, colour: str, fill: str, mark: str, width: float) -> None:
    if math.isfinite(one["low"]):
        axes.plot([one["low"], one["high"]], [row, row], color=colour, linewidth=width, solid_capstyle="butt")
    size = 4.5 if mark == "o" else 3.5
    axes.plot([one["value"]], [row], mark, color=colour, markerfacecolor=fill, markersize=size, markeredgewidth=0.9)


# --- Lines with names at their ends ------------------------------------------------------------------------


def months_figure(
    months: pd.DataFrame, language: str, *, digest: str, version: str, title: str = "", most: int = 6
) -> Figure:
    """Total indices over time: a panel an outcome, a line for each of the factors that lead on average, at most eight.

    months: rows with ``outcome``, ``month``, ``factor``, ``ST``.
    """
    outcomes = _outcomes(months)
    factors = _leading(months, "ST", min(most, len(_LINES)))
    shown = [translate(language, "sensitivity.months")]
    title = title or translate(language, "sensitivity.months_title")
    told = _told(months, language, shown, title, digest, version, _all(months) - len(factors))
    table = months.assign(x=months["month"] / 12.0, value=months["ST"], low=np.nan, high=np.nan)
    with drawing():
        figure, panels, layout = _line_panels(told, outcomes, _heads(outcomes, language), factors)
        limits = _span(table[table["factor"].isin([*factors, DUMMY])])
        last = float(table["x"].max())
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            axes.set_xlim(0.0, last)
            axes.set_ylim(*limits)
            _lines(axes, table[table["outcome"] == outcome], factors, language, layout)
            axes.xaxis.set_major_locator(MaxNLocator(5 if last >= 5 else 3, integer=last >= 2))
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(language, value)))
            _line_words(axes, at, layout, language, "ST", translate(language, "adoption.year"))
    return figure


def convergence_figure(
    convergence: pd.DataFrame, language: str, *, digest: str, version: str, title: str = "", most: int = 8, index: str = "ST"
) -> Figure:  # fmt: skip
    """The main index at growing numbers of samples, with 95 % intervals: a panel an outcome, a line for each of the factors
    that lead with all samples, at most eight, and the dummy's dashed.

    convergence: rows with ``outcome``, ``samples``, ``factor``, ``value``, ``low``, ``high``. index: "ST" or "mu_star".
    """
    table = _scaled(convergence, size=index == "mu_star")
    outcomes = _outcomes(table)
    final = table[table["samples"] == table.groupby("outcome")["samples"].transform("max")]
    factors = _leading(final, "value", min(most, len(_LINES)))
    shown = [
        translate(language, "sensitivity.convergence"),
        translate(language, f"sensitivity.{'sobol_total' if index == 'ST' else index}"),
    ]
    title = title or translate(language, "sensitivity.convergence_title")
    told = _told(table, language, shown, title, digest, version, _all(table) - len(factors))
    table = table.assign(x=table["samples"])
    with drawing():
        heads = _heads(outcomes, language, size=index == "mu_star")
        figure, panels, layout = _line_panels(told, outcomes, heads, factors)
        drawn = table[table["factor"].isin([*factors, DUMMY])]
        whole = None if index == "mu_star" else _span(drawn)
        for at, (axes, outcome) in enumerate(zip(panels, outcomes, strict=True)):
            part = drawn[drawn["outcome"] == outcome]
            sizes = sorted(float(one) for one in part["samples"].unique())
            axes.set_xscale("log", base=2)
            axes.set_xlim(sizes[0] / 1.1, sizes[-1] * (1.0 if len(sizes) > 1 else 1.1))
            axes.set_ylim(*(whole or _span(part)))
            _lines(axes, part, factors, language, layout)
            level_ticks(axes.xaxis, sizes, language, layout.width)
            _line_words(axes, at, layout, language, index, translate(language, "sensitivity.samples"))
    return figure


def _line_panels(
    told: Caption, outcomes: Sequence[str], heads: Sequence[str], factors: Sequence[str]
) -> tuple[Figure, list[Axes], Layout]:
    """Panels with room at the right for the names of factors: below each other as long as they fit a page."""
    columns = 1 if len(outcomes) <= 4 else 2
    wide = _WIDE if columns == 1 else 1.5
    names = [balanced(_name(factor, told.language), wide, _SIZE) for factor in [*factors, DUMMY]]
    room = 0.5 + inches(names, _SIZE)
    height = max(2.1, sum(map(_tall, names)))
    layout = Layout(columns, height, heads, 0.7, room, room + 0.4, 0.45)
    figure, panels = page(told, layout)
    return figure, panels, layout


def _tall(name: str) -> float:
    """Inches that a name takes beside a panel."""
    return 0.133 * (name.count("\n") + 1) + 0.04


def _lines(axes: Axes, part: pd.DataFrame, factors: Sequence[str], language: str, layout: Layout) -> None:
    """Lines with bands, and names at their right ends."""
    low, high = axes.get_ylim()
    looks = dict(zip([*factors, DUMMY], [*_LINES[: len(factors)], _FLOOR], strict=True))
    wide = _WIDE if layout.columns == 1 else 1.5
    ends: list[tuple[float, str, tuple[str, LineStyleType, str]]] = []
    for factor, (colour, dashes, mark) in looks.items():
        one = part[(part["factor"] == factor) & part["value"].notna()].sort_values("x")
        if one.empty:
            continue
        x, y = one["x"].to_numpy(dtype=float), one["value"].to_numpy(dtype=float)
        if factor != DUMMY:
            axes.fill_between(x, one["low"], one["high"], color=colour, alpha=0.16, linewidth=0, zorder=0)
        axes.plot(x, y, color=colour, linestyle=dashes, marker=mark, markersize=3.5, linewidth=1.5, clip_on=False)
        ends.append(
            (
                (float(y[-1]) - low) / (high - low),
                balanced(_name(factor, language), wide, _SIZE),
                (colour, dashes, mark),
            )
        )
    places = _apart([end for end, *_ in ends], [_tall(name) / layout.height for _, name, _ in ends])
    beside = 1.0 + 0.32 / layout.width
    for (end, name, (colour, _, mark)), place in zip(ends, places, strict=True):
        axes.plot(
            [1.0 + 0.05 / layout.width, beside], [end, place], color=colour, linewidth=0.7, transform=axes.transAxes, clip_on=False
        )  # fmt: skip
        axes.plot([beside], [place], mark or "_", color=colour, markersize=3.5, transform=axes.transAxes, clip_on=False)
        axes.text(
            beside + 0.07 / layout.width, place, name, size=_SIZE, color=INK if mark else QUIET, va="center", linespacing=1.12,
            transform=axes.transAxes,
        )  # fmt: skip
    number_axis(axes.yaxis, language, 5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)


def _apart(ends: Sequence[float], talls: Sequence[float]) -> list[float]:
    """Places of names next to ends of lines, in parts of the panel, that do not meet, for names of different heights."""
    # Spread with the room that the highest takes where all fit so, else one after another from the top.
    gap = max(talls, default=0.0)
    if gap * len(ends) <= 1.0:
        return spread(list(ends), gap, gap / 2, 1.0 - gap / 2)
    order = sorted(range(len(ends)), key=lambda at: -ends[at])
    places, top = [0.0] * len(ends), 1.0
    for at in order:
        places[at] = top - talls[at] / 2
        top -= talls[at]
    return places


def _line_words(axes: Axes, at: int, layout: Layout, language: str, index: str, across: str) -> None:
    """Labels of axes, where they are not those of a neighbour."""
    if at % layout.columns == 0:
        axes.set_ylabel(balanced(translate(language, f"sensitivity.index_{index}"), layout.height, 7.5), size=7.5)
    if not _upper_row(at, layout.columns, len(layout.heads)):
        axes.set_xlabel(across, size=7.5)


# --- Pairs -------------------------------------------------------------------------------------------------


def pairs_figure(
    pairs: pd.DataFrame, language: str, *, digest: str, version: str, title: str = "", most: int = 10
) -> Figure:
    """Second-order indices: a triangle an outcome, with numbers where the 95 % interval stays clear of zero.

    pairs: rows with ``outcome``, ``factor``, ``other``, ``value``, ``low``, ``high``. most: factors of an outcome, those of
    its largest pairs; seven at most of more than three outcomes.
    """
    outcomes = _outcomes(pairs)
    columns = 1 if len(outcomes) <= 3 else 2
    most = most if columns == 1 else min(most, 7)
    chosen = {outcome: _paired(pairs[pairs["outcome"] == outcome], most) for outcome in outcomes}
    told = _told(
        pairs, language, [translate(language, "sensitivity.pairs")], title or translate(language, "sensitivity.pairs_title"), digest, version
    )  # fmt: skip
    cell, wide = (0.5, 3.4) if columns == 1 else (0.36, 1.8)
    names = {one: balanced(_name(one, language), wide, 7.0) for factors in chosen.values() for one in factors}
    size = max(len(one) for one in chosen.values())
    high = max(0.28, 0.11 * max(name.count("\n") + 1 for name in names.values()) + 0.06)
    largest = max(finite(clear_pairs(pairs)["value"]), default=0.0) or 1.0
    with drawing():
        layout = Layout(columns, size * high, _heads(outcomes, language), 0.2, 0.2, 0.2, 0.12)
        figure, panels = page(told, layout)
        for axes, (outcome, factors) in zip(panels, chosen.items(), strict=True):
            axes.set_xlim(-0.5, layout.width / cell - 0.5)
            axes.set_ylim(size - 0.5, -0.5)
            axes.axis("off")
            _triangle(axes, pairs[pairs["outcome"] == outcome], factors, largest, language)
            for row, factor in enumerate(factors):
                axes.text(row - 0.42, row, names[factor], size=7, color=INK, va="center", linespacing=1.0)
    return figure


def clear_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs that are above zero with 95 % confidence for all pairs of their outcome together (Bonferroni): of many pairs some
    would be by chance. A true index is never below zero."""
    from scipy.special import ndtri

    half = (pairs["value"] - pairs["low"]) / 1.96
    count = pairs.groupby("outcome")["value"].transform("size")
    sure: pd.DataFrame = pairs[pairs["value"] > half * ndtri(1.0 - 0.05 / count)]
    return sure


def _paired(part: pd.DataFrame, most: int) -> list[str]:
    """Factors of the largest pairs, first those that are in most of it: those clear of zero before others."""
    clear = clear_pairs(part).index
    order = part.assign(sure=part.index.isin(clear), size=part["value"])
    order = order[order["size"].notna()].sort_values(["sure", "size"], ascending=False, kind="stable")
    factors: list[str] = []
    for pair in zip(order["factor"], order["other"], strict=True):
        new = [str(one) for one in pair if one not in factors]
        if len(factors) + len(new) > most:
            break
        factors += new
    sums = {
        one: part.loc[clear][(part.loc[clear, ["factor", "other"]] == one).any(axis=1)]["value"].sum()
        for one in factors
    }
    return sorted(factors, key=lambda one: -sums[one])


def _triangle(axes: Axes, part: pd.DataFrame, factors: Sequence[str], largest: float, language: str) -> None:
    """Cells of pairs, those not clear of zero nearly white, with their numbers."""
    clear = set(clear_pairs(part).index)
    known = {frozenset((one["factor"], one["other"])): (at, float(one["value"])) for at, one in part.iterrows()}
    for column, row in combinations(range(len(factors)), 2):
        at, value = known.get(frozenset((factors[row], factors[column])), (None, math.nan))
        sure = at in clear
        share = min(max(value / largest, 0.0), 1.0) if sure else 0.0
        axes.fill(
            [column - 0.48, column + 0.48, column + 0.48, column - 0.48], [row - 0.46, row - 0.46, row + 0.46, row + 0.46],
            color=_HEAT(share) if sure else "#F4F4F4", linewidth=0,
        )  # fmt: skip
        if sure:
            told = number(language, value, max(2, digits([largest])))
            axes.text(column, row, told, size=6.5, ha="center", va="center", color="white" if share > 0.85 else INK)


# --- One at a time -----------------------------------------------------------------------------------------


def curves_figure(
    curves: pd.DataFrame, language: str, *, digest: str, version: str, title: str = "", most: int = 12
) -> Figure:
    """Each factor alone over its range, with the 95 % interval of the mean: a panel a factor, the largest range first.

    curves: rows with ``outcome``, ``factor``, ``u``, ``value``, ``mean``, ``low``, ``high``. The first outcome says which
    factors are shown; others have lines of their own if they are in the same unit, else they are left out.
    """
    outcomes = _outcomes(curves)
    outcomes = [one for one in outcomes if unit(one) == unit(outcomes[0])][: len(_LINES)]
    table = _scaled(curves[curves["outcome"].isin(outcomes)], size=True, columns=("mean", "low", "high"))
    means = table[(table["outcome"] == outcomes[0]) & (table["factor"] != DUMMY)].groupby("factor", sort=False)["mean"]
    ranges = (means.max() - means.min()).sort_values(ascending=False, kind="stable")
    factors = [str(one) for one in ranges.index[:most]]
    labels = [outcome_label(language, one, change=_change(curves)) for one in outcomes]
    shown = [translate(language, "sensitivity.curves")]
    shown += [translate(language, "sensitivity.upwards", outcome=labels[0])] if len(outcomes) == 1 else []
    title = title or translate(language, "sensitivity.curves_title")
    told = _told(curves, language, shown, title, digest, version, len(ranges) - len(factors))
    legend = [
        Line2D([], [], color=colour, linestyle=dashes, linewidth=1.8, label="\u2002" + label)
        for label, (colour, dashes, _) in zip(labels, _LINES, strict=False)
    ]
    columns = spread_columns(len(factors), 4 if len(factors) > 9 else 3)
    drawn = table[table["factor"].isin(factors)]
    limits = widened(*_ends(finite(drawn["mean"], drawn["low"], drawn["high"])), 0.06)
    with drawing():
        heads = [_name(factor, language) for factor in factors]
        height = 1.35 if len(factors) > 3 else 2.2
        layout = Layout(columns, height, heads, 0.65, 0.25, 0.3, 0.42, legend if len(outcomes) > 1 else ())
        figure, panels = page(told, layout)
        for at, (axes, factor) in enumerate(zip(panels, factors, strict=True)):
            axes.set_ylim(*limits)
            for outcome, (colour, dashes, _) in zip(outcomes, _LINES, strict=False):
                one = drawn[(drawn["factor"] == factor) & (drawn["outcome"] == outcome)].sort_values("u")
                axes.fill_between(one["u"], one["low"], one["high"], color=colour, alpha=0.18, linewidth=0)
                axes.plot(one["u"], one["mean"], color=colour, linestyle=dashes, linewidth=1.6)
            _range(axes, drawn[drawn["factor"] == factor], factor, language)
            number_axis(axes.yaxis, language, 4)
            axes.tick_params(labelleft=at % columns == 0)
            axes.grid(axis="y", color=FAINT, linewidth=0.6)
    return figure


def _ends(values: np.ndarray) -> tuple[float, float]:
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)


def _range(axes: Axes, part: pd.DataFrame, factor: str, language: str) -> None:
    """The lowest and the highest value under the ends of a range."""
    part = part.sort_values("u")
    ends: Mapping[float, str] = {
        float(part["u"].iloc[at]): _end(part["value"].iloc[at], factor, word, language)
        for at, word in ((0, "sensitivity.lowest"), (-1, "sensitivity.highest"))
    }
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_locator(FixedLocator(list(ends)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: ends.get(float(value), "")))
    for label in axes.get_xticklabels():
        label.set_horizontalalignment("left" if label.get_position()[0] < 0.5 else "right")


def _end(value: Any, factor: str, word: str, language: str) -> str:
    """A value, or a word where there is none: of a parameter by kind, all kinds at once."""
    stem = factor.removeprefix("parameters.")
    together = stem not in PARAMETERS and f"{stem}.{KINDS[0]}" in PARAMETERS
    known = isinstance(value, int | float | np.number) and math.isfinite(value) and not together
    return short(language, float(value)) if known else translate(language, word)
