"""The course of a scenario: kinds apart, willingness beside behaviour, sharing beside support, and chains seat by seat.

``curves`` is a table of one row a scenario, kind ("all" included) and month: ``scenario``, ``kind``, ``month`` (from 1),
``organisations``; the share of them that shares data: ``mean``, ``p10`` and ``p90`` over worlds; ``willingness``, its
mean over organisations and worlds. All but counts lie in [0, 1]. ``titles`` are of scenarios by name.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator
from matplotlib.typing import LineStyleType

from datadeel.figures.axes import curve_axes, number_axis
from datadeel.figures.labels import outcome_label
from datadeel.figures.numbers import count_of, number
from datadeel.figures.page import Caption, Layout, drawing, inches, page, spread_columns
from datadeel.figures.style import BLUE, FAINT, HALO, INK, QUIET, SERIES, spread
from datadeel.i18n import percent, translate
from datadeel.model.policy import policy_in_force
from datadeel.model.schedule import schedule
from datadeel.registry.parameters import KINDS
from datadeel.scenario.records import Scenario

#: A kind with fewer organisations moves in leaps: its band would tell of its size only.
_FEWEST = 10
#: Most scenarios of one figure: as many as there are lines to tell apart, and the baseline's.
MOST = len(SERIES)
#: Size of labels beside lines and points.
_LABEL = 7.5


# --- By kind -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Look:
    """How the line of a scenario looks, with the mark at its end."""

    colour: str
    line: LineStyleType
    mark: str
    width: float


def kinds_figure(
    curves: pd.DataFrame,
    titles: Mapping[str, str],
    baseline: str,
    language: str,
    *,
    worlds: int,
    digest: str,
    version: str,
) -> Figure:
    """Adoption by kind: a panel a kind and one for all, a line a scenario, with the middle 80 % of worlds as bands.

    baseline: the scenario that is grey and dashed. worlds: how many replicates. digest: of the manifest. Raises
    ValueError for more than ``MOST`` scenarios.
    """
    names = _scenarios(curves)
    if len(names) > MOST:
        raise ValueError(f"{len(names)} scenarios: at most {MOST} can be told apart")
    kinds = [kind for kind in (*KINDS, "all") if (curves["kind"] == kind).any()]
    sizes = {kind: curves.loc[curves["kind"] == kind, "organisations"] for kind in kinds}
    looks = _looks(names, baseline)
    shown = [] if len(names) > 1 else [titles.get(names[0], names[0]) + "."]
    shown.append(
        translate(language, "course.kinds" if worlds > 1 else "course.kinds_one", worlds=number(language, worlds))
    )
    if worlds > 1 and any(int(size.min()) < _FEWEST for size in sizes.values()):
        shown.append(translate(language, "course.kinds_few"))
    if len(names) > 1 and baseline in names:
        shown.append(translate(language, "course.kinds_baseline", baseline=titles.get(baseline, baseline)))
    told = Caption(language, translate(language, "course.kinds_title"), " ".join(shown), "", digest, version)
    legend = [_sample(look, titles.get(name, name)) for name, look in looks.items()]
    columns = spread_columns(len(kinds), 3)
    heads = [_kind_head(language, kind, sizes[kind]) for kind in kinds]
    last = float(curves["month"].max()) / 12.0
    with drawing():
        layout = Layout(
            columns, 1.9, heads, left=0.75, right=0.7, between=0.8, below=0.52, legend=legend if len(names) > 1 else ()
        )
        figure, panels = page(told, layout)
        for at, (axes, kind) in enumerate(zip(panels, kinds, strict=True)):
            _kind_lines(axes, {name: _part(curves, name, kind) for name in names}, looks, worlds > 1)
            curve_axes(axes, language, last, first=at % columns == 0, lowest=at + columns >= len(panels))
            _kind_ends(axes, {name: _part(curves, name, kind) for name in names}, looks, language)
    return figure


def _scenarios(curves: pd.DataFrame) -> list[str]:
    """Names of the scenarios, in order."""
    return [str(name) for name in curves["scenario"].unique()]


def _part(curves: pd.DataFrame, name: str, kind: str = "all") -> pd.DataFrame:
    """The rows of one scenario and kind, month by month."""
    return curves[(curves["scenario"] == name) & (curves["kind"] == kind)].sort_values("month")


def _looks(names: Sequence[str], baseline: str) -> dict[str, _Look]:
    """A line for each scenario; a single one needs no baseline."""
    others = iter(SERIES)
    grey = _Look(QUIET, (0, (4, 2)), "x", 1.3)
    return {
        name: grey if name == baseline and len(names) > 1 else _Look(*next(others), width=1.7) for name in names
    }  # fmt: skip


def _sample(look: _Look, label: str) -> Line2D:
    """A line for a legend. The hard space keeps its name clear of dashes and mark."""
    return Line2D(
        [], [], color=look.colour, linestyle=look.line, linewidth=look.width, marker=look.mark, markersize=4,
        label=f"\u00a0{label}",
    )  # fmt: skip


def _kind_head(language: str, kind: str, size: pd.Series) -> str:
    name = translate(language, f"kind.{kind}")
    return translate(language, "course.kinds_head", kind=name[:1].upper() + name[1:], count=count_of(language, size))


def _kind_lines(axes: Axes, parts: Mapping[str, pd.DataFrame], looks: Mapping[str, _Look], banded: bool) -> None:
    for name, part in parts.items():
        if not len(part):
            continue
        look, years = looks[name], part["month"] / 12.0
        if banded and int(part["organisations"].min()) >= _FEWEST:
            axes.fill_between(years, part["p10"], part["p90"], color=look.colour, alpha=0.1, linewidth=0)
        # Not cut at the edge: a line at 100 % would be half as thick.
        axes.plot(
            years, part["mean"], color=look.colour, linestyle=look.line, linewidth=look.width, clip_on=False
        )  # fmt: skip


def _kind_ends(
    axes: Axes, parts: Mapping[str, pd.DataFrame], looks: Mapping[str, _Look], language: str
) -> None:  # fmt: skip
    """How each line ends, as a mark and a number beside the panel."""
    ends = {name: part.iloc[-1] for name, part in parts.items() if len(part)}
    heights = [float(end["mean"]) for end in ends.values()]
    for (name, end), place in zip(ends.items(), spread(heights, 0.075, 0.03, 0.97), strict=True):
        look, at = looks[name], (float(end["month"]) / 12.0, float(end["mean"]))
        axes.plot(*at, marker=look.mark, markersize=4, color=look.colour, clip_on=False, zorder=3)
        axes.annotate(
            percent(language, at[1]), at, (1.1, place), textcoords=axes.transAxes, va="center", size=8, color=look.colour,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": look.colour, "linewidth": 0.7, "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 3},
        )  # fmt: skip


# --- Paths -------------------------------------------------------------------------------------------------


def willingness_figure(
    curves: pd.DataFrame, titles: Mapping[str, str], language: str, *, worlds: int, digest: str, version: str
) -> Figure:
    """Willingness against behaviour: a panel a scenario with its path over the months, and the diagonal.

    Willingness is the model's (``docs/ODD.md``): to start for organisations that do not share, to go on for those that
    do. worlds: how many replicates. digest: of the manifest.
    """
    parts = {name: _part(curves, name) for name in _scenarios(curves)}
    shown = ("course.willingness", _line(worlds), "course.dots", "course.willingness_diagonal")
    told = Caption(
        language, translate(language, "course.willingness_title"),
        " ".join(translate(language, key, worlds=number(language, worlds)) for key in shown), "", digest, version,
    )  # fmt: skip
    most = _round_up(max(float(part[name].max()) for part in parts.values() for name in ("mean", "willingness")))
    with drawing():
        layout = _square([titles.get(name, name) for name in parts], 3.0)
        if layout.columns == 1:
            layout = replace(layout, height=4.0, right=layout.right + layout.width - 4.0)
        figure, panels = page(told, layout)
        for at, (axes, part) in enumerate(zip(panels, parts.values(), strict=True)):
            path = _Path.of(part, part["willingness"].to_numpy(dtype=float))
            _share_axes(axes, language, (0.0, most), (0.0, most), first=at % layout.columns == 0)
            diagonal = np.array([0.0, most])
            axes.xaxis.set_major_locator(MultipleLocator(0.2))
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(language, value)))
            axes.set_xlabel(outcome_label(language, "willingness").partition(",")[0], size=8)
            axes.plot(diagonal, diagonal, color=QUIET, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
            writing = _Writing(axes, layout, [path, _Path(diagonal, diagonal, diagonal)])
            axes.plot(path.x, path.y, color=BLUE, linewidth=1.8, zorder=2, clip_on=False)
            _years(axes, path, BLUE)
            _from_start_to_end(axes, writing, path, language)
            writing.corner(translate(language, "course.above"), 0.0, 1.0)
            writing.corner(translate(language, "course.below"), 1.0, 0.0)
    return figure


def support_of(scenario: Scenario) -> np.ndarray:
    """Support in force in each month of ``scenario``, shape (months,): the number of measures, each weighted with its
    strength and with how far it has phased in (``model.schedule``).

    An instrument counts once, for the kind for which it is strongest. Laws count too. What is handed over when its
    programme ends counts as far as it is kept. Policy as planned: reversals by chance and spent budgets are left out.
    """
    strength = schedule(policy_in_force(scenario), scenario.months).strength
    support: np.ndarray = strength.max(axis=2).sum(axis=1)
    return support


def loop_figure(
    curves: pd.DataFrame,
    support: Mapping[str, np.ndarray],
    titles: Mapping[str, str],
    language: str,
    *,
    worlds: int,
    digest: str,
    version: str,
) -> Figure | None:
    """Sharing against the support in force: a panel a scenario whose support changes, with its path over the months.

    support: of each scenario as :func:`support_of` gives, (months,). worlds: how many replicates. digest: of the
    manifest. None where no support ever goes, so that there is nothing to remain.
    """
    paths = {
        name: _Path.of(_part(curves, name), support[name])
        for name in _scenarios(curves)
        if name in support and np.ptp(support[name]) > _SAME
    }
    if not any(path.goes for path in paths.values()):
        return None
    shown = ["course.loop", _line(worlds), "course.dots"]
    shown += ["course.loop_remains"] if any(path.remains for path in paths.values()) else []
    told = Caption(
        language, translate(language, "course.loop_title"),
        " ".join(translate(language, key, worlds=number(language, worlds)) for key in shown),
        translate(language, "course.loop_note"), digest, version,
    )  # fmt: skip
    legend = [
        _sample(_Look(colour, line, "", 1.8), translate(language, f"course.loop_{when}"))
        for when, (colour, line, _) in zip(("comes", "goes"), SERIES, strict=False)
    ]
    most = _round_up(max(float(path.y.max()) for path in paths.values()))
    widest = max(float(path.x.max()) for path in paths.values())
    with drawing():
        layout = replace(_square([titles.get(name, name) for name in paths], 2.6), legend=legend)
        figure, panels = page(told, layout)
        for at, (axes, path) in enumerate(zip(panels, paths.values(), strict=True)):
            _share_axes(axes, language, (0.0, 1.05 * widest), (0.0, most), first=at % layout.columns == 0)
            number_axis(axes.xaxis, language)
            axes.xaxis.set_major_locator(MaxNLocator(5, integer=widest > 2.0))
            axes.set_xlabel(translate(language, "course.loop_axis"), size=8)
            _loop(axes, _Writing(axes, layout, [path]), path, language)
    return figure


#: Support that differs less is the same.
_SAME = 1e-9


@dataclass(frozen=True)
class _Path:
    """A path over the months: x, y and ``month``, each (months,)."""

    x: np.ndarray
    y: np.ndarray
    month: np.ndarray

    @classmethod
    def of(cls, part: pd.DataFrame, x: np.ndarray) -> _Path:
        """The share that shares in ``part`` against ``x``, both by month."""
        return cls(x[: len(part)], part["mean"].to_numpy(dtype=float), part["month"].to_numpy())

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


def _loop(axes: Axes, writing: _Writing, path: _Path, language: str) -> None:
    """The path up and back, what remains, and where it starts and ends."""
    for (colour, line, _), months in zip(SERIES, (slice(path.peak + 1), slice(path.peak, None)), strict=False):
        axes.plot(
            path.x[months], path.y[months], color=colour, linestyle=line, linewidth=1.8, zorder=2, clip_on=False
        )  # fmt: skip
        _years(axes, _Path(path.x[months], path.y[months], path.month[months]), colour)
    if path.remains:
        _remains(axes, writing, path, language)
    _from_start_to_end(axes, writing, path, language)
    if not path.goes:
        writing.corner(translate(language, "course.loop_stays"), 1.0, 0.0)


def _remains(axes: Axes, writing: _Writing, path: _Path, language: str) -> None:
    """An arrow from sharing on the way up to sharing at the end, at the same support, with its length."""
    end, before = path.remains or (0.0, 0.0)
    x = float(path.x[-1])
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 3, "mutation_scale": 8}
    axes.annotate("", (x, end), (x, before), arrowprops=arrow, zorder=3.5)
    writing.take(x, min(end, before), x, max(end, before))
    writing.beside(number(language, 100.0 * (end - before), 0, sign=True), x, (end + before) / 2.0, INK, "bold")


def _line(worlds: int) -> str:
    return "course.line" if worlds > 1 else "course.line_one"


def _round_up(most: float) -> float:
    """Where an axis of shares ends: the next fifth."""
    return min(1.0, max(0.4, math.ceil(most / 0.2 - 1e-9) * 0.2))


def _square(heads: Sequence[str], height: float) -> Layout:
    """Panels about as high as wide, in as few rows as stay readable; a single one is as wide as the page."""
    layout = Layout(spread_columns(len(heads), 3), height, heads, left=0.75, right=0.3, between=0.35, below=0.6)
    return replace(layout, height=min(layout.width, height))


def _share_axes(
    axes: Axes, language: str, across: tuple[float, float], up: tuple[float, float], first: bool
) -> None:  # fmt: skip
    axes.set_xlim(*across)
    axes.set_ylim(*up)
    axes.yaxis.set_major_locator(MultipleLocator(0.2))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(language, value)))
    axes.grid(color=FAINT, linewidth=0.5)
    axes.tick_params(labelleft=first)
    if first:
        axes.set_ylabel(translate(language, "comparison.share"), size=8)


def _years(axes: Axes, path: _Path, colour: str) -> None:
    """A dot at the end of each second year."""
    even = path.month % 24 == 0
    axes.plot(
        path.x[even], path.y[even], "o", color=colour, markersize=4.2, markeredgecolor="white", markeredgewidth=0.8, zorder=3
    )  # fmt: skip


def _from_start_to_end(axes: Axes, writing: _Writing, path: _Path, language: str) -> None:
    """An open circle where the path starts, a square where it ends, and their names."""
    for at, mark, face, label in (
        (0, "o", "white", translate(language, "course.start")),
        (-1, "s", INK, _moment(language, int(path.month[-1]))),
    ):
        x, y = float(path.x[at]), float(path.y[at])
        axes.plot(x, y, mark, color=INK, markerfacecolor=face, markersize=5.5, zorder=5, clip_on=False)
        writing.beside(label, x, y)


def _moment(language: str, month: int) -> str:
    """A month as the end of a year, where it is one."""
    if month == 0 or month % 12:
        return translate(language, "course.month", month=month) if month else translate(language, "course.start")
    return translate(language, "course.end_of_year", year=month // 12)


class _Writing:
    """Labels in a panel, each put where it covers least of the paths and nothing of other labels."""

    def __init__(self, axes: Axes, layout: Layout, paths: Sequence[_Path]) -> None:
        """To be made once the limits of ``axes`` are set, for a panel of ``layout``."""
        self.axes = axes
        self.size = np.array([layout.width, layout.height])
        self.drawn = np.concatenate([self._dense(path) for path in paths])
        self.taken: list[tuple[float, float, float, float]] = []

    def _inches(self, x: float, y: float) -> np.ndarray:
        """From the lower left of the panel."""
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        place: np.ndarray = np.array([(x - left) / (right - left), (y - low) / (high - low)]) * self.size
        return place

    def _dense(self, path: _Path) -> np.ndarray:
        """Points of a path, close to each other, in inches."""
        corners = np.array([self._inches(x, y) for x, y in zip(path.x, path.y, strict=True)])
        run = np.append(0.0, np.cumsum(np.hypot(*np.diff(corners, axis=0).T))) if len(corners) > 1 else np.zeros(1)
        steps = np.arange(0.0, run[-1] + 0.02, 0.02)
        points: np.ndarray = np.column_stack([np.interp(steps, run, corners[:, side]) for side in (0, 1)])
        return points

    def take(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Keep a box in units of the data free of labels."""
        (left, low), (right, high) = self._inches(x0, y0), self._inches(x1, y1)
        self.taken.append((left - 0.03, low - 0.03, right + 0.03, high + 0.03))

    def corner(self, text: str, x: float, y: float) -> None:
        """Quiet words in a corner, or above or below it where a path goes through: x and y are 0 or 1."""
        wide, high = inches([text], _LABEL) + 0.1, 0.2
        left = x * (self.size[0] - wide)
        lows = [abs(y - shift) * (self.size[1] - high) for shift in (0.0, 0.1, 0.2, 0.3)]
        box = min(((left, low, left + wide, low + high) for low in lows), key=self._cost)
        self.taken.append(box)
        self.axes.annotate(
            text, (x, (box[1] + high / 2.0) / self.size[1]), (5 if x == 0.0 else -5, 0), xycoords="axes fraction",
            textcoords="offset points", size=_LABEL, color=QUIET, style="italic", ha="left" if x == 0.0 else "right",
            va="center_baseline", path_effects=HALO,
        )  # fmt: skip

    def beside(self, text: str, x: float, y: float, colour: str = INK, weight: str = "normal") -> None:
        """A label near a point of the data."""
        wide, high = inches([text], _LABEL) * (1.08 if weight == "bold" else 1.0), _LABEL * 1.25 / 72.0
        at = self._inches(x, y)
        boxes = [self._box(at, way, away, wide, high) for away in (0.09, 0.16, 0.25, 0.4) for way in _WAYS]
        left, low, right, top = best = min(boxes, key=self._cost)
        self.taken.append(best)
        self.axes.annotate(
            text, (x, y), (72.0 * ((left + right) / 2.0 - at[0]), 72.0 * ((low + top) / 2.0 - at[1])),
            textcoords="offset points", ha="center", va="center_baseline", size=_LABEL, color=colour, weight=weight,
            path_effects=HALO, annotation_clip=False, zorder=6,
        )  # fmt: skip

    @staticmethod
    def _box(
        at: np.ndarray, way: tuple[int, int], away: float, wide: float, high: float
    ) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a label that lies one ``way`` of a point."""
        slant = away if 0 in way else 0.7 * away
        x = at[0] + way[0] * (wide / 2.0 + slant)
        y = at[1] + way[1] * (high / 2.0 + slant)
        return x - wide / 2.0, y - high / 2.0, x + wide / 2.0, y + high / 2.0

    def _cost(self, box: tuple[float, float, float, float]) -> float:
        """How much a label would cover: of the paths, of other labels (never, if it can be helped), and outside."""
        left, low, right, top = box
        x, y = self.drawn.T
        over = np.sum((x > left - 0.03) & (x < right + 0.03) & (y > low - 0.03) & (y < top + 0.03))
        on_labels = sum(left < b[2] and b[0] < right and low < b[3] and b[1] < top for b in self.taken)
        # A little above the panel nothing stands.
        outside = float(max(0.0, -left, right - self.size[0]) + max(0.0, -low, top - self.size[1] - 0.06))
        return float(over) + 1000.0 * on_labels + 2000.0 * outside


#: Sides of a point, those first that read best.
_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


# --- Chains ------------------------------------------------------------------------------------------------

#: Most chains and moments of one figure.
_CHAINS, _MOMENTS = 30, 4
#: Fill and edge of a seat by level: nothing, then one hue, evenly darker, so that grey print keeps the order.
_LEVELS = (("white", "#8A8A8A"), ("#8EC1E0", "#4F8DB5"), (BLUE, "#00507D"), ("#002A43", "#002A43"))
#: Mark of each kind, and its size against that of a circle, so that all look equally large.
_MARKS = {
    "sme": ("o", 1.0),
    "municipality": ("s", 0.9),
    "large_firm": ("D", 0.85),
    "start_up": ("^", 1.1),
    "public_body": ("P", 1.12),
}


def network_figure(snapshot: pd.DataFrame, title: str, language: str, *, digest: str, version: str) -> Figure:
    """Chains at up to four moments: a panel a moment, a block a chain, a mark a seat, darker with the level of sharing.

    snapshot: as ``experiment.snapshot.snapshot`` gives. Of many months and chains some are drawn, evenly chosen; shares
    in the headings are of all. title: of the scenario. digest: of the manifest.
    """
    months = _evenly(np.unique(snapshot["month"]), _MOMENTS)
    everyone = np.unique(snapshot["chain"])
    chains = _evenly(everyone, _CHAINS)
    shown = [translate(language, "course.network")]
    if len(chains) < len(everyone):
        counts = {"shown": number(language, len(chains)), "all": number(language, len(everyone))}
        shown.append(translate(language, "course.network_some", **counts))
    told = Caption(
        language, translate(language, "course.network_title", title=title), " ".join(shown), "", digest, version
    )  # fmt: skip
    columns = min(len(months), 2)
    across = min(len(chains), 10 if columns == 1 else 6)
    parts = [snapshot[snapshot["month"] == month] for month in months]
    heads = [_network_head(language, int(month), part) for month, part in zip(months, parts, strict=True)]
    kinds = [kind for kind in KINDS if (snapshot["kind"] == kind).any()]
    with drawing():
        layout = Layout(columns, 1.0, heads, 0.2, 0.2, 0.35, 0.12, _network_legend(kinds, language))
        blocks = _Blocks.of(snapshot, layout.width / across)
        height = blocks.height * math.ceil(len(chains) / across)
        figure, panels = page(told, replace(layout, height=height))
        for axes, part in zip(panels, parts, strict=True):
            axes.set_xlim(0.0, layout.width)
            axes.set_ylim(height, 0.0)
            axes.set(xticks=[], yticks=[])
            axes.set_axis_off()
            blocks.draw(axes, part[part["chain"].isin(chains)], across)
    return figure


def _evenly(values: np.ndarray, most: int) -> np.ndarray:
    """At most so many of ``values``, the first and last among them."""
    chosen: np.ndarray = values[np.unique(np.linspace(0, len(values) - 1, min(most, len(values))).round().astype(int))]
    return chosen


def _network_head(language: str, month: int, part: pd.DataFrame) -> str:
    """The moment, and the share of organisations that share: each counts once, however many seats it has."""
    levels = part.drop_duplicates("organisation")["level"]
    moment = _moment(language, month)
    told = translate(
        language, "course.network_head", moment=moment, share=percent(language, float((levels > 0).mean()))
    )
    return told[:1].upper() + told[1:]


def _network_legend(kinds: Sequence[str], language: str) -> list[Line2D]:
    """Marks of levels and of kinds; of all kinds in two rows, since a legend is filled column by column."""
    levels = [
        _seat_sample("o", 6.5, *colours, translate(language, f"course.level_{level}"))
        for level, colours in enumerate(_LEVELS)
    ]
    marks = [_seat_sample(_MARKS[kind][0], 6.0 * _MARKS[kind][1], FAINT, INK, translate(language, f"kind.{kind}")) for kind in kinds]  # fmt: skip
    if len(marks) == len(levels) + 1:
        return [one for pair in zip(marks, levels, strict=False) for one in pair] + marks[-1:]
    return levels + marks


def _seat_sample(mark: str, size: float, face: str, edge: str, label: str) -> Line2D:
    return Line2D(
        [], [], linestyle="none", marker=mark, markersize=size, markerfacecolor=face, markeredgecolor=edge, label=label
    )  # fmt: skip


@dataclass(frozen=True)
class _Blocks:
    """How the seats of a chain stand in a block: ``across`` beside each other and ``down``, ``step`` inches apart, in a
    frame of ``width`` by ``height`` inches."""

    across: int
    down: int
    step: float
    width: float
    height: float

    @classmethod
    def of(cls, snapshot: pd.DataFrame, width: float) -> _Blocks:
        """About as wide as high, for the largest chain."""
        seats = int(snapshot["seat"].max()) + 1
        across = math.ceil(math.sqrt(seats))
        down = math.ceil(seats / across)
        width = min(width, 0.95)
        step = 0.84 * width / across
        return cls(across, down, step, width, 0.16 * width + step * down)

    def draw(self, axes: Axes, part: pd.DataFrame, across: int) -> None:
        """The chains of ``part``, so many ``across``; seats kind by kind. Units of ``axes`` are inches."""
        rank = part["kind"].map({kind: at for at, kind in enumerate(KINDS)})
        part = part.assign(rank=rank).sort_values(["chain", "rank", "seat"], kind="stable")
        place = part.groupby("chain").cumcount().to_numpy()
        block = np.unique(part["chain"], return_inverse=True)[1]
        x = block % across * self.width + 0.08 * self.width + self.step * (place % self.across + 0.5)
        y = block // across * self.height + 0.08 * self.width + self.step * (place // self.across + 0.5)
        edge = 0.04 * self.width
        for at in np.unique(block):
            corner = (at % across * self.width + edge, at // across * self.height + edge)
            size = (self.width - 2.0 * edge, self.height - 2.0 * edge)
            axes.add_patch(Rectangle(corner, *size, facecolor="none", edgecolor=FAINT, linewidth=0.8))
        for (kind, (mark, bigger)), (level, (face, rim)) in itertools.product(_MARKS.items(), enumerate(_LEVELS)):
            chosen = ((part["kind"] == kind) & (part["level"] == level)).to_numpy()
            if chosen.any():
                area = (min(8.0, 0.66 * 72.0 * self.step) * bigger) ** 2
                axes.scatter(
                    x[chosen], y[chosen], area, marker=mark, facecolors=face, edgecolors=rim, linewidths=0.6
                )  # fmt: skip
