"""Scenarios beside each other: what each changes against a baseline, its adoption curve, and what that costs.

The first part is what all figures of several panels share: numbers as a language writes them, and a page laid out in
inches, so that words never meet. ``figures.sweep`` uses it too.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, MultipleLocator
from matplotlib.typing import LineStyleType

from datadeel.analysis.compare import BETTER
from datadeel.figures.style import FAINT, INK, QUIET, SERIES, spread, styled
from datadeel.i18n import catalogue, decimal, percent, translate
from datadeel.registry.outcomes import GROUPS, unit
from datadeel.registry.parameters import KINDS

#: Of a page, in inches: as wide as text stays readable on A4.
WIDTH = 9.0
_EDGE = 0.15
_TITLE, _TOLD, _NOTE = 12.0, 8.5, 7.0
#: Of a panel.
HEAD = 8.5
#: White around letters, so that a line under them does not cross them out.
HALO = (withStroke(linewidth=2.5, foreground="white"),)
#: What ends at the same colour for all: the scenario that is told of, in Okabe and Ito's blue.
BLUE = "#0072B2"


# --- Numbers and names -------------------------------------------------------------------------------------


def number(language: str, value: float, digits: int = 0, sign: bool = False) -> str:
    """A number as the language writes it, with a proper minus; with a plus too if ``sign``. What rounds to 0 has
    neither."""
    text = decimal(language, abs(value), digits)
    if not any(figure in text for figure in "123456789"):
        return text
    return ("−" if value < 0 else "+" if sign else "") + text


def short(language: str, value: float) -> str:
    """A number with four significant figures at most, as it stands on an axis or names a setting."""
    if value and (abs(value) >= 1e15 or abs(value) < 1e-6):
        return f"{value:.3g}"
    digits = 0 if value == 0 else max(0, 3 - math.floor(math.log10(abs(value))))
    plain = f"{value:.{digits}f}"
    return number(language, value, len(plain.rstrip("0").partition(".")[2]))


def digits(values: Iterable[float]) -> int:
    """Decimals that tell numbers of this size apart without telling more than there is to know."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return 0 if largest >= 100.0 else 1 if largest >= 10.0 else 2 if largest >= 0.1 or largest == 0.0 else 3


def scale(outcome: str) -> float:
    """By what an outcome is multiplied to be shown: shares in percent, money of a nation in millions of euros."""
    return {"share": 100.0, "EUR": 1e-6}.get(unit(outcome), 1.0)


def outcome_label(language: str, outcome: str, change: bool = False) -> str:
    """The name of an outcome as it is shown, with its unit where the name does not tell: per cent, or points of
    change."""
    words = catalogue(language)
    parties = {one: words[f"group.{one}"] for one in GROUPS} | {one: words[f"kind.{one}"] for one in KINDS}
    party = next((one for one in parties if outcome.endswith(f"_{one}")), None)
    if f"outcome.{outcome}" in words:
        label = words[f"outcome.{outcome}"]
    elif party:
        whole = words.get(f"outcome.{outcome.removesuffix(f'_{party}')}", outcome)
        label = f"{parties[party]}: {whole}"
    else:
        label = outcome
    if change:
        label = label.partition(" (")[0]
    if unit(outcome) == "share":
        label += ",\u00a0" + translate(language, "comparison.points" if change else "comparison.percent")
    return label[:1].upper() + label[1:]


@lru_cache(maxsize=4096)
def _wide(text: str, bold: bool = False) -> float:
    """How wide a line is at most, as a multiple of the size of its letters: a little more on a screen than on paper."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=100.0)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 97.0


def wrapped(text: str, inches: float, size: float, bold: bool = False) -> str:
    """``text`` in lines that fit ``inches`` at a size in points, broken at spaces but not at hard ones, or within a
    word that is too long for a line of its own."""
    most = inches * 72.0 / size
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if _wide(longer, bold) <= most:
            lines[-1] = longer
            continue
        *whole, word = _pieces(word, most, bold)
        lines += [*whole, word]
    return "\n".join(lines[1:] if lines[0] == "" and len(lines) > 1 else lines)


def balanced(text: str, inches: float, size: float) -> str:
    """``wrapped``, with lines of about the same length: as narrow as the same number of lines can be."""
    fitted = wrapped(text, inches, size)
    while "\n" in fitted:
        inches *= 0.95
        narrower = wrapped(text, inches, size)
        if narrower.count("\n") > fitted.count("\n"):
            break
        fitted = narrower
    return fitted


def _pieces(word: str, most: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _wide(pieces[-1] + letter, bold) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def inches(texts: Iterable[str], size: float) -> float:
    """How wide the widest line of ``texts`` is at a size in points."""
    return max((_wide(line) for text in texts for line in text.splitlines()), default=0.0) * size / 72.0


def _lines(text: str) -> int:
    return text.count("\n") + 1 if text else 0


# --- Pages -------------------------------------------------------------------------------------------------


@contextmanager
def drawing() -> Iterator[None]:
    """Our settings, and titles as they are written: a dollar sign is no mathematics."""
    with styled(), matplotlib.rc_context({"text.parse_math": False}):
        yield


@dataclass(frozen=True)
class Caption:
    """The words around the panels: the title above, what is shown under it, and at the foot a ``note`` of the caller's
    and the source: the program's version and the digest of the manifest."""

    language: str
    title: str
    shown: str
    note: str = ""
    digest: str = ""
    version: str = ""

    @property
    def foot(self) -> list[str]:
        """Lines at the foot, not yet wrapped."""
        source = translate(self.language, "adoption.source", version=self.version, digest=self.digest[:12])
        return [line for line in (self.note, source) if line]


@dataclass(frozen=True)
class Layout:
    """Where panels go, in inches. left, right: beside all panels. between: beside each other, for what stands there.
    below: under each, for its axis. heads: titles of panels, not yet wrapped. legend: marks with names, above all
    panels."""

    columns: int
    height: float
    heads: Sequence[str]
    left: float = 0.6
    right: float = 0.2
    between: float = 0.45
    below: float = 0.55
    legend: Sequence[Line2D] = ()

    @property
    def width(self) -> float:
        """Of one panel."""
        return (WIDTH - self.left - self.right - (self.columns - 1) * self.between) / self.columns


def page(told: Caption, layout: Layout) -> tuple[Figure, list[Axes]]:
    """An empty page with its words, and its panels, row by row. To be called within :func:`drawing`."""
    room = WIDTH - 2 * _EDGE
    title, shown = wrapped(told.title, room, _TITLE, bold=True), wrapped(told.shown, room, _TOLD)
    note = "\n".join(wrapped(line, room, _NOTE) for line in told.foot)
    heads = [balanced(head, layout.width + min(layout.between, layout.right) * 0.5, HEAD) for head in layout.heads]
    rows = [heads[at : at + layout.columns] for at in range(0, len(heads), layout.columns)]
    words = 0.17 + 0.22 * _lines(title) + 0.16 * _lines(shown)
    beside = max(1, int(room / (0.4 + inches((str(one.get_label()) for one in layout.legend), _TOLD))))
    above = words + (0.14 + 0.17 * math.ceil(len(layout.legend) / beside) if layout.legend else 0.0)
    tops = [0.18 + 0.15 * max(map(_lines, row)) for row in rows]
    foot = 0.1 + 0.14 * _lines(note)
    height = above + sum(tops) + len(rows) * (layout.height + layout.below) + foot
    figure = Figure(figsize=(WIDTH, height))
    figure.text(_EDGE / WIDTH, 1 - 0.12 / height, title, size=_TITLE, weight="bold", va="top", color=INK)
    under = 1 - (0.17 + 0.22 * _lines(title)) / height
    figure.text(_EDGE / WIDTH, under, shown, size=_TOLD, va="top", color=INK)
    figure.text(_EDGE / WIDTH, 0.08 / height, note, size=_NOTE, va="bottom", color=QUIET)
    if layout.legend:
        figure.legend(
            handles=layout.legend, ncols=beside, loc="upper left", bbox_to_anchor=(_EDGE / WIDTH, 1 - (words + 0.04) / height),
            fontsize=_TOLD, frameon=False, borderpad=0.0, borderaxespad=0.0, handletextpad=0.1, columnspacing=1.2, labelcolor=INK,
        )  # fmt: skip
    panels = []
    y = height - above
    for row, top in zip(rows, tops, strict=True):
        y -= top + layout.height
        for column, head in enumerate(row):
            x = layout.left + column * (layout.width + layout.between)
            axes = figure.add_axes((x / WIDTH, y / height, layout.width / WIDTH, layout.height / height))
            axes.set_title(head, loc="left", size=HEAD, color=INK, pad=5)
            axes.tick_params(length=3, labelsize=7.5)
            axes.set_axisbelow(True)
            panels.append(axes)
        y -= layout.below
    return figure, panels


def number_axis(axis: Axis, language: str, ticks: int = 4) -> None:
    """A few round numbers, as the language writes them."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: short(language, value)))


def widened(low: float, high: float, part: float) -> tuple[float, float]:
    """Limits of an axis with some room on both sides; never without width."""
    width = high - low
    room = part * width if width > 1e-12 * max(abs(low), abs(high), 1e-300) else max(0.1 * abs(high), 0.5)
    return low - room, high + room


def finite(*columns: pd.Series) -> np.ndarray:
    """All numbers of columns that are there."""
    values = np.concatenate([column.to_numpy(dtype=float) for column in columns]) if columns else np.zeros(0)
    found: np.ndarray = values[np.isfinite(values)]
    return found


def count_of(language: str, worlds: pd.Series) -> str:
    """A number of worlds, or the range of it."""
    low, high = int(worlds.min()), int(worlds.max())
    return number(language, high) if low == high else f"{number(language, low)}–{number(language, high)}"


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
    left = max(1.0, _EDGE + 0.15 + inches(names, 8.5))
    row = 0.24 + 0.14 * max(map(_lines, names))
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


def spread_columns(panels: int, most: int) -> int:
    """As many columns as fill their rows best."""
    rows = math.ceil(panels / most)
    return max(1, math.ceil(panels / rows))


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
            axes.set_xlim(0.0, last)
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


def curve_axes(axes: Axes, language: str, last: float, first: bool, lowest: bool) -> None:
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(language, value)))
    axes.xaxis.set_major_locator(MaxNLocator(5 if last >= 5 else 3, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(language, value)))
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.tick_params(labelleft=first)
    if first:
        axes.set_ylabel(translate(language, "comparison.share"), size=8)
    if lowest:
        axes.set_xlabel(translate(language, "adoption.year"), size=8)


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
            axes.set_xlim(0.0, last)
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
    gap = 0.145 * max(map(_lines, labels), default=1) + 0.06
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


def level_ticks(axis: Axis, values: Sequence[float], language: str, room: float) -> None:
    """A tick at each value that was simulated, with its number where there is room on an axis of so many inches."""
    names = {float(value): short(language, value) for value in values}
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
