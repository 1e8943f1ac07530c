"""Figures of a sweep, chosen by what varied: heat maps, lines, dots or scattered samples."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from datadeel.figures.axes import finite, level_ticks, number_axis, widened
from datadeel.figures.labels import factor_label, lower, outcome_label, value_label
from datadeel.figures.numbers import count_of, digits, number, scale
from datadeel.figures.page import Caption, Layout, balanced, drawing, inches, page, spread_columns
from datadeel.figures.style import BLUE, FAINT, HALO, INK, SERIES, spread
from datadeel.i18n import translate
from datadeel.registry.outcomes import unit
from datadeel.registry.parameters import KINDS, PARAMETERS

#: Most panels of one figure, most lines or colours of one panel, most rows of dots, most factors of samples.
_PANELS, _SERIES, _ROWS, _FACTORS = 12, 6, 40, 9
#: Outcomes share a figure up to so many panels; then each has its own.
_TOGETHER = 6
#: Up to so many states of what nobody knows have a panel each beside rows of dots; beyond, dots are means over states.
_STATES = 4

#: From nearly white to dark blue: one hue, evenly darker, so that grey print keeps the order.
_HEAT = LinearSegmentedColormap.from_list("datadeel", ("#F3F8FC", "#8EC1E0", BLUE, "#003A5C"))
_HALF = "#D55E00"

#: What ends in a share of organisations that share: their figures show where half is reached.
_SHARING = ("sharing", "durable", "peak_sharing")

_POINT = ("point", "scenario", "lever", "lever_name", "uncertainty", "uncertainty_name")
_SAMPLE = re.compile(r"(?:^|, )sample \d+$")
_PACKAGE = " package"


def sweep_figures(
    points: pd.DataFrame,
    summary: pd.DataFrame,
    outcomes: Sequence[str],
    title: str,
    language: str,
    titles: Mapping[str, str],
    *,
    digest: str,
    version: str,
    baseline: str = "",
    note: str = "",
) -> dict[str, Figure]:
    """Figures of an experiment by name, such as "heat-sharing": what suits its design, for each of ``outcomes``.

    points: one row a point: ``point``, ``scenario``, ``lever``, ``lever_name``, ``uncertainty``, ``uncertainty_name``
    and a column for each path that varies, empty where a point does not set it. summary: one row a point and outcome:
    ``point``, ``outcome``, ``worlds``, ``mean``, ``low``, ``high``. title: of the experiment. titles: of scenarios,
    packages and listed points by name; what has none goes by its own name, or by what it sets. digest: of the manifest.
    baseline: the ``lever_name`` that others are compared with, marked among dots; the first where empty. note: a line
    at the foot, before the source.

    - two numeric factors of one side (levers or uncertainties), or one of each, on a full grid: heat maps (``heat``);
    - a numeric factor of at least three values on a full grid: lines with 95 % intervals (``lines``), one line for each
      package or value of a second factor, at most six;
    - samples (Latin hypercube, Sobol sequence): scatter against each factor, the nine that matter most (``samples``);
    - all else, such as packages and one at a time: dots with 95 % intervals, a row for each setting (``dots``).

    What is not on the axes has panels of its own. Outcomes share a figure as long as that stays readable. More than six
    scenarios have figures apart.
    """
    told = Caption(language, title, "", note, digest, version)
    known = [name for name in outcomes if (summary["outcome"] == name).any()]
    if not known:
        return {}
    names = points["scenario"].unique()
    parts = {f"-{name}": points[points["scenario"] == name] for name in names} if len(names) > _SERIES else {"": points}
    figures: dict[str, Figure] = {}
    with drawing():
        for end, part in parts.items():
            design = _Design.of(part, summary, known, told, titles)
            figures |= {name + end: figure for name, figure in _figures(design, baseline).items()}
    return figures


def _figures(design: _Design, baseline: str) -> dict[str, Figure]:
    """What suits the design."""
    if design.sampled:
        figures = dict(_samples(design))
        beside = design.settings("lever") > 1 and "lever" not in design.sampled
        return figures | (_dots(design, baseline) if beside or not figures else {})
    return dict(_heat(design)) | dict(_curves(design)) or _dots(design, baseline)


# --- What varied -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Factor:
    """Something that takes several values over the points: a column, its values in order, and what they are called."""

    column: str
    label: str
    values: tuple[Any, ...]
    names: Mapping[Any, str]
    numeric: bool = False
    uncertain: bool = False
    mark: str = ""

    @property
    def axis(self) -> str:
        """The label of an axis."""
        return self.label + self.mark

    @property
    def plain(self) -> str:
        """The label without what is explained between brackets."""
        return re.sub(r" \([^)]*\)", "", self.label) + self.mark

    def told(self, value: Any) -> str:
        """A value with what it is of, as the title of a panel."""
        return self.names[value] if self.column in (_PACKAGE, "scenario") else f"{self.plain}:\u00a0{self.names[value]}"


@dataclass(frozen=True)
class _Design:
    """What varied, and the results by point and outcome. ``sampled``: sides that are random samples."""

    frame: pd.DataFrame
    results: pd.DataFrame
    outcomes: Sequence[str]
    words: Caption
    titles: Mapping[str, str]
    scenarios: Factor
    factors: tuple[Factor, ...]
    sampled: tuple[str, ...]

    @classmethod
    def of(
        cls, points: pd.DataFrame, summary: pd.DataFrame, outcomes: list[str], words: Caption, titles: Mapping[str, str]
    ) -> _Design:
        """Read what varied from the points and the names of their settings."""
        paths = [str(name) for name in points.columns if name not in _POINT]
        frame = points.assign(**{_PACKAGE: [_package(str(name), paths) for name in points["lever_name"]]})
        sampled = tuple(
            side for side in ("lever", "uncertainty") if points[f"{side}_name"].astype(str).str.contains(_SAMPLE).all()
        )
        names = {str(one): titles.get(str(one), str(one)) for one in points["scenario"].unique()}
        scenarios = Factor("scenario", "", tuple(names), names)
        found = [_factor(frame, path, words.language) for path in paths]
        packages = _packages(frame, titles, words.language)
        factors = tuple(one for one in (packages, *found) if one is not None)
        results = summary.loc[summary["outcome"].isin(outcomes), ["point", "outcome", "worlds", "mean", "low", "high"]]
        for column in ("mean", "low", "high"):
            results = results.assign(**{column: results[column] * results["outcome"].map(scale)})
        results = results.merge(frame, on="point")
        return cls(frame, results, outcomes, words, titles, scenarios, factors, sampled)

    @property
    def language(self) -> str:
        """Of the words."""
        return self.words.language

    @property
    def full(self) -> bool:
        """Whether every combination of values is there, once for each scenario."""
        columns = [one.column for one in self.factors]
        settings = self.settings("lever") * self.settings("uncertainty")
        if not columns or self.frame[columns].isna().any(axis=None):
            return False
        different = len(self.frame.drop_duplicates(["scenario", *columns]))
        return math.prod(len(one.values) for one in self.factors) == settings == different // len(self.scenarios.values)

    def factor(self, path: str) -> Factor:
        """The factor of a path that varies."""
        return next(one for one in self.factors if one.column == path)

    @property
    def worlds(self) -> str:
        """How many simulations stand behind each number: a sentence."""
        if self.results.empty or self.results["worlds"].max() <= 1:
            return translate(self.language, "sweep.worlds_one")
        return translate(self.language, "sweep.worlds", worlds=count_of(self.language, self.results["worlds"]))

    @property
    def simulated_once(self) -> bool:
        """Whether there are no intervals."""
        return bool(self.results.empty or self.results["worlds"].max() <= 1)

    def settings(self, side: str) -> int:
        """How many settings of "lever" or "uncertainty" there are."""
        return int(self.frame[side].nunique())

    def page(self, shown: Sequence[str], layout: Layout) -> tuple[Figure, list[Axes]]:
        """A page with what is shown in so many sentences."""
        one = "" if len(self.scenarios.values) > 1 else self.scenarios.names[self.scenarios.values[0]] + ". "
        return page(replace(self.words, shown=one + " ".join(text for text in shown if text)), layout)


def _package(name: str, paths: Sequence[str]) -> str:
    """The part of a setting's name that names a package or a listed point; empty where there is none."""
    keys = "|".join(re.escape(path) for path in paths)
    bare = re.split(rf"(?:^|, )(?=(?:{keys})=)", name)[0] if keys else name
    return "" if bare == "base" else _SAMPLE.sub("", bare)


def _packages(frame: pd.DataFrame, titles: Mapping[str, str], language: str) -> Factor | None:
    """Packages as a factor. Their titles may be given under the name of a package or of a setting that holds it."""
    names: dict[Any, str] = {}
    for package, setting in zip(frame[_PACKAGE], frame["lever_name"].astype(str), strict=True):
        names.setdefault(
            package, _title(titles, package) or _title(titles, setting) or package or translate(language, "sweep.base")
        )
    return Factor(_PACKAGE, translate(language, "sweep.package"), tuple(names), names) if len(names) > 1 else None


def _title(titles: Mapping[str, str], name: str) -> str:
    """The title of a name, empty where it has none but itself."""
    title = titles.get(name, "")
    return "" if title == name else title


def _factor(frame: pd.DataFrame, path: str, language: str) -> Factor | None:
    """A path as a factor; None where it never varies."""
    column = frame[path]
    values = list(pd.unique(column.dropna()))
    if not values or (len(values) == 1 and not column.isna().any()):
        return None
    numeric = bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))
    values = sorted(values) if numeric else values
    uncertain = bool((frame.groupby("uncertainty")[path].nunique(dropna=False) == 1).all()) and bool(
        frame["uncertainty"].nunique() > 1
    )
    mark = f" ({translate(language, 'sweep.uncertain')})" if uncertain else ""
    names = {value: value_label(value, language) for value in values}
    return Factor(path, factor_label(path, language), tuple(values), names, numeric, uncertain, mark)


# --- Panels of a grid --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Facet:
    """One panel: an outcome, and the values that factors have in it."""

    outcome: str
    fixed: tuple[tuple[Factor, Any], ...]

    def of(self, results: pd.DataFrame) -> pd.DataFrame:
        """The rows of this panel."""
        chosen = results["outcome"] == self.outcome
        for factor, value in self.fixed:
            chosen &= results[factor.column] == value
        return results[chosen]


def _facets(design: _Design, apart: Sequence[Factor]) -> list[tuple[str, list[_Facet], int]]:
    """Figures of panels: an end for the name, the panels, and how many columns belong together.

    apart: factors that are on no axis, each combination of their values in a panel. Empty where those are too many.
    """
    scenarios = [design.scenarios] if len(design.scenarios.values) > 1 else []
    dimensions = [*scenarios, *apart]
    combinations = [
        tuple(zip(dimensions, values, strict=True)) for values in itertools.product(*(one.values for one in dimensions))
    ]
    if len(combinations) > _PANELS:
        return []
    together = [_Facet(outcome, combination) for outcome in design.outcomes for combination in combinations]
    if len(together) <= _TOGETHER:
        return [("", together, len(combinations))]
    inner = len(dimensions[-1].values) if dimensions else 1
    return [(f"-{outcome}", [one for one in together if one.outcome == outcome], inner) for outcome in design.outcomes]


def _heads(design: _Design, facets: Sequence[_Facet]) -> list[str]:
    """Titles of panels: whatever differs between figures and panels."""
    told = []
    for facet in facets:
        fixed = [factor.told(value) for factor, value in facet.fixed]
        several = len({one.outcome for one in facets}) > 1
        label = [outcome_label(design.language, facet.outcome)] if several or not fixed else []
        told.append(" · ".join([*label, *fixed]))
    return told


def _about(design: _Design, facets: Sequence[_Facet]) -> str:
    """The outcome of a figure that tells of one only in panels that do not name it."""
    names = {one.outcome for one in facets}
    return outcome_label(design.language, names.pop()) + "." if len(names) == 1 and facets[0].fixed else ""


def _key(design: _Design, factors: Sequence[Factor]) -> str:
    """What "uncertain" means, where it is said."""
    return translate(design.language, "sweep.uncertain_key") if any(one.uncertain for one in factors) else ""


def _limits(design: _Design, outcome: str, *columns: str) -> tuple[float, float]:
    """Lowest and highest of an outcome in all panels; intervals of shares are cut at 0 and 100 %."""
    part = design.results[design.results["outcome"] == outcome]
    values = finite(*(part[column] for column in columns))
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if unit(outcome) == "share":
        low, high = max(low, 0.0), min(high, 100.0)
    return low, high


# --- Heat maps ---------------------------------------------------------------------------------------------


def _heat(design: _Design) -> Iterator[tuple[str, Figure]]:
    pair = _pair(design)
    if not pair:
        return
    across, up = pair
    for end, facets, inner in _facets(design, [one for one in design.factors if one not in pair]):
        columns = inner if 2 <= inner <= 4 else spread_columns(len(facets), 3)
        height = min(3.6, max(1.1, len(up.values) * (0.34 if columns > 2 else 0.42)))
        rows = balanced(up.axis, height + 0.3, 8)
        left = 0.55 + 0.14 * (rows.count("\n") + 1) + inches(up.names.values(), 7.5)
        between = 0.3
        layout = Layout(columns, height, _heads(design, facets), left, 0.2, between, 0.0)
        labels = balanced(across.axis, layout.width + between / 2, 8)
        layout = replace(layout, below=0.42 + 0.14 * (labels.count("\n") + 1))
        half = translate(design.language, "sweep.half") if any(_halved(design, one.outcome) for one in facets) else ""
        shown = [_about(design, facets), design.worlds, half, _key(design, design.factors)]
        figure, panels = design.page(shown, layout)
        for at, (axes, facet) in enumerate(zip(panels, facets, strict=True)):
            _cells(axes, design, facet, across, up, layout)
            if at % columns == 0:
                axes.set_ylabel(rows, size=8)
            else:
                axes.tick_params(labelleft=False)
            axes.set_xlabel(labels, size=8)
        yield f"heat{end}", figure


def _pair(design: _Design) -> tuple[Factor, Factor] | None:
    """The two factors of a heat map: both levers, or both uncertain, or just one of each; most values across."""
    if not design.full:
        return None
    numeric = [one for one in design.factors if one.numeric]
    for side in (False, True):
        same = sorted((one for one in numeric if one.uncertain is side), key=lambda one: -len(one.values))
        if len(same) >= 2:
            return same[0], same[1]
    if len(numeric) == len(design.factors) == 2:
        first, second = sorted(numeric, key=lambda one: -len(one.values))
        return first, second
    return None


def _cells(axes: Axes, design: _Design, facet: _Facet, across: Factor, up: Factor, layout: Layout) -> None:
    """One heat map: values in cells, on a scale that all panels of the outcome share."""
    part = facet.of(design.results)
    table = part.pivot(index=up.column, columns=across.column, values="mean")
    values = table.reindex(index=list(up.values), columns=list(across.values)).to_numpy(dtype=float)
    low, high = _limits(design, facet.outcome, "mean")
    high = high if high > low else low + 1.0
    axes.imshow(values, cmap=_HEAT, vmin=low, vmax=high, origin="lower", aspect="auto")
    wide = layout.width / (inches(across.names.values(), 7.5) + 0.08)
    for axis, factor, room in ((axes.xaxis, across, wide), (axes.yaxis, up, layout.height / 0.15)):
        step = math.ceil(len(factor.values) / max(room, 1.0))
        axis.set_ticks(range(0, len(factor.values), step), [factor.names[value] for value in factor.values[::step]])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if layout.width / len(across.values) >= 0.24 and layout.height / len(up.values) >= 0.14:
        _numbers(axes, design, facet, values, (low, high), layout.width / len(across.values))
    if _halved(design, facet.outcome):
        _half(axes, values)


def _numbers(
    axes: Axes, design: _Design, facet: _Facet, values: np.ndarray, ends: tuple[float, float], room: float
) -> None:
    """Values in cells, white on dark."""
    places = (0 if ends[1] - ends[0] >= 10.0 else 1) if unit(facet.outcome) == "share" else digits(ends)
    for (row, column), value in np.ndenumerate(values):
        told = number(design.language, value, places) if math.isfinite(value) else "–"
        dark = math.isfinite(value) and _dark((value - ends[0]) / (ends[1] - ends[0]))
        size = min(8.0, room * 72.0 / (0.7 * max(len(told), 2)))
        axes.text(column, row, told, ha="center", va="center", size=size, color="white" if dark else INK)


def _dark(part: float) -> bool:
    """Whether white can be read better than ink on the colour at this part of the scale (by the contrast of WCAG 2)."""
    channels = np.array(_HEAT(part)[:3])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return bool(linear @ (0.2126, 0.7152, 0.0722) < 0.21)


def _halved(design: _Design, outcome: str) -> bool:
    """Whether an outcome is a share of organisations that is above half in some places and below in others."""
    low, high = _limits(design, outcome, "mean")
    return outcome.startswith(_SHARING) and low < 50.0 <= high


def _half(axes: Axes, values: np.ndarray) -> None:
    """A line along the cells where half is reached."""
    more, known = values >= 50.0, np.isfinite(values)
    lines = []
    for row, column in np.ndindex(values.shape):
        for before, ends in (
            ((row - 1, column), ([column - 0.5, column + 0.5], [row - 0.5] * 2)),
            ((row, column - 1), ([column - 0.5] * 2, [row - 0.5, row + 0.5])),
        ):
            inside = min(before) >= 0 and known[row, column] and known[before]
            if inside and more[row, column] != more[before]:
                lines.append(ends)
    for x, y in lines:
        axes.plot(x, y, color="white", linewidth=4.0, solid_capstyle="projecting")
    for x, y in lines:
        axes.plot(x, y, color=_HALF, linewidth=2.2, solid_capstyle="projecting")


# --- Lines -------------------------------------------------------------------------------------------------


def _curves(design: _Design) -> Iterator[tuple[str, Figure]]:
    chosen = _axis_and_series(design)
    if not chosen:
        return
    across, series = chosen
    for end, facets, inner in _facets(design, [one for one in design.factors if one not in chosen]):
        columns = inner if inner in (2, 3) else spread_columns(len(facets), 2)
        wide = 1.25 if columns < 3 else 0.9
        names = [balanced(series.names[value], wide, 7.5) for value in series.values] if series else []
        room = 0.25 + inches(names, 7.5)
        several = len({one.outcome for one in facets}) > 1
        between = room + (0.4 if several else 0.1)
        height = max(2.0 if len(facets) > 1 else 3.4, _gap(names) * len(names))
        layout = Layout(columns, height, _heads(design, facets), 0.7, room, between)
        labels = balanced(across.axis, layout.width + 0.3, 8)
        layout = replace(layout, below=0.42 + 0.14 * (labels.count("\n") + 1))
        lines = ""
        if series and series.column != _PACKAGE:
            lines = translate(design.language, "sweep.series", factor=lower(series.axis))
        bars = "" if design.simulated_once else translate(design.language, "sweep.bars")
        shown = [_about(design, facets), lines, design.worlds, bars, _key(design, design.factors)]
        figure, panels = design.page(shown, layout)
        for at, (axes, facet) in enumerate(zip(panels, facets, strict=True)):
            _lines(axes, design, facet, across, series, names, layout)
            axes.set_xlabel(labels, size=8)
            axes.tick_params(labelleft=several or at % columns == 0)
        yield f"lines{end}", figure


def _axis_and_series(design: _Design) -> tuple[Factor, Factor | None] | None:
    """What lines run along, and what tells them apart: packages first, then the other levers, then what is
    uncertain."""
    numeric = [one for one in design.factors if one.numeric and len(one.values) >= 3]
    if not design.full or not numeric:
        return None
    across = min(numeric, key=lambda one: (one.uncertain, -len(one.values)))
    others = [one for one in design.factors if one is not across and len(one.values) <= _SERIES]
    others.sort(key=lambda one: (one.column != _PACKAGE, one.uncertain, not one.numeric))
    return across, others[0] if others else None


def _lines(
    axes: Axes, design: _Design, facet: _Facet, across: Factor, series: Factor | None, names: Sequence[str], layout: Layout
) -> None:  # fmt: skip
    """Lines along a factor with their intervals, each with its name at its end."""
    part = facet.of(design.results).sort_values(across.column)
    drawn = []
    for at, value in enumerate(series.values if series else (None,)):
        one = part if series is None else part[part[series.column] == value]
        colour, dashes, mark = SERIES[at]
        x, y = one[across.column].to_numpy(dtype=float), one["mean"].to_numpy(dtype=float)
        axes.vlines(x, *_cut(facet.outcome, one), color=colour, linewidth=1.1)
        axes.plot(x, y, color=colour, linestyle=dashes, marker=mark, markersize=4, linewidth=1.6)
        drawn.append((float(y[-1]), colour))
    low, high = widened(*_limits(design, facet.outcome, "mean", "low", "high"), 0.06)
    axes.set_ylim(low, high)
    if _geometric(across.values):
        axes.set_xscale("log")
    level_ticks(axes.xaxis, across.values, design.language, layout.width)
    number_axis(axes.yaxis, design.language, 5)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    known = [(end, colour, name) for (end, colour), name in zip(drawn, names, strict=False) if math.isfinite(end)]
    ends = [(end - low) / (high - low) for end, _, _ in known]
    places = spread(ends, _gap(names) / layout.height, 0.0, 1.0)
    for (_, colour, name), end, place in zip(known, ends, places, strict=True):
        axes.annotate(
            name, (1.0, end), (1.0 + 0.14 / layout.width, place), xycoords="axes fraction", textcoords="axes fraction", va="center",
            size=7.5, color=colour, annotation_clip=False, linespacing=1.0,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.7, "relpos": (0, 0.5), "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _gap(names: Sequence[str]) -> float:
    """Inches from one name beside a panel to the next."""
    return 0.13 * max((name.count("\n") + 1 for name in names), default=1) + 0.03


def _cut(outcome: str, part: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Ends of intervals, those of shares within 0 and 100 %."""
    low, high = part["low"].to_numpy(dtype=float), part["high"].to_numpy(dtype=float)
    return (np.clip(low, 0.0, 100.0), np.clip(high, 0.0, 100.0)) if unit(outcome) == "share" else (low, high)


def _geometric(values: Sequence[float]) -> bool:
    """Whether values rise by about the same factor each, so that they belong on a logarithmic axis."""
    if len(values) < 3 or min(values) <= 0.0 or max(values) / min(values) < 8.0:
        return False
    factors = np.array(values[1:]) / np.array(values[:-1])
    return bool(factors.max() <= 1.3 * factors.min())


# --- Dots --------------------------------------------------------------------------------------------------


def _dots(design: _Design, baseline: str) -> dict[str, Figure]:
    """A row for each setting, in the order of the design, and a panel for each outcome (or state of what nobody
    knows)."""
    side = "lever" if design.settings("lever") > 1 or design.settings("uncertainty") == 1 else "uncertainty"
    other = "uncertainty" if side == "lever" else "lever"
    rows = _Rows.of(design, side, baseline)
    states = design.settings(other)
    figures = {}
    if 1 < states <= _STATES:
        columns = list(dict.fromkeys(zip(design.frame[other], design.frame[f"{other}_name"].astype(str), strict=True)))
        for outcome in design.outcomes:
            panels = [(outcome, number, _setting_label(design, name)) for number, name in columns]
            figures[f"dots-{outcome}"] = _dot_page(design, rows, panels, outcome_label(design.language, outcome) + ".")
        return figures
    together = max(1, min(4, len(design.outcomes)))
    chunks = math.ceil(len(design.outcomes) / together)
    size = math.ceil(len(design.outcomes) / chunks)
    for chunk in range(chunks):
        part = design.outcomes[chunk * size : (chunk + 1) * size]
        panels = [(outcome, None, outcome_label(design.language, outcome)) for outcome in part]
        figures[f"dots-{chunk + 1}" if chunks > 1 else "dots"] = _dot_page(design, rows, panels, "")
    return figures


@dataclass(frozen=True)
class _Rows:
    """Rows of dots: numbers of settings in order, their labels, the number of the baseline, how many settings there
    are."""

    side: str
    numbers: tuple[int, ...]
    labels: tuple[str, ...]
    baseline: int
    baseline_label: str
    all: int
    told: str = ""

    @property
    def other(self) -> str:
        """The side that is not in rows."""
        return "uncertainty" if self.side == "lever" else "lever"

    @classmethod
    def of(cls, design: _Design, side: str, baseline: str) -> _Rows:
        """All settings, or the most telling ones where they are too many for a page."""
        names = design.frame.drop_duplicates(side).set_index(side)[f"{side}_name"].astype(str).sort_index()
        first = int(names.index[names == baseline][0]) if (names == baseline).any() else int(names.index[0])
        kept = list(names.index)
        if len(kept) > _ROWS:
            main = design.results[design.results["outcome"] == design.outcomes[0]]
            order = main.groupby(side)["mean"].mean().drop(first).sort_values(kind="stable").index
            few = _ROWS // 2
            kept = sorted({first, *order[: few - 1], *order[-few:]})
        numbers = tuple(int(one) for one in kept)
        shared = _shared(design, list(names))
        if shared:
            labels = {number: _values_label(design, name, shared) for number, name in names.items()}
            told = " · ".join(design.factor(path).plain for path in shared)
        else:
            labels = {number: _setting_label(design, name) for number, name in names.items()}
            told = ""
        return cls(side, numbers, tuple(labels[one] for one in numbers), first, labels[first], len(names), told)


def _split(design: _Design, name: str) -> tuple[str, dict[str, str], str]:
    """The name of a setting in parts: its package, the paths that it sets with their values, and whatever is left."""
    paths = [one.column for one in design.factors]
    package = _package(name, paths)
    rest = name.removeprefix(package).removeprefix(", ")
    keys = "|".join(re.escape(path) for path in paths)
    found, left = {}, []
    for part in re.split(rf", (?=(?:{keys})=)", rest) if rest else ():
        path, equals, value = part.partition("=")
        if equals and path in paths:
            found[path] = value
        else:
            left.append(part)
    return package, found, ", ".join(left)


def _shared(design: _Design, names: Sequence[str]) -> list[str]:
    """The paths that settings set, where all set the same ones and they are several: then values alone name a row."""
    sets = {tuple(_split(design, name)[1]) for name in names}
    only = sets.pop()
    return list(only) if not sets and len(only) > 1 else []


def _values_label(design: _Design, name: str, paths: Sequence[str]) -> str:
    """A setting as its package and values."""
    package, found, _ = _split(design, name)
    values = [_written(design.factor(path), found[path], design.language) for path in paths]
    return " · ".join([*([_package_label(design, package)] if package else []), *values])


def _setting_label(design: _Design, name: str) -> str:
    """A setting in words: its title, or its package and what it sets."""
    title = _title(design.titles, name)
    package, found, left = _split(design, name)
    if title and not (package and found):
        return title
    parts = [_package_label(design, package)] if package else []
    for path, value in found.items():
        factor = design.factor(path)
        parts.append(f"{factor.plain}:\u00a0{_written(factor, value, design.language)}")
    if left:
        parts.append(translate(design.language, "sweep.base") if left == "base" else left)
    return ", ".join(parts)


def _package_label(design: _Design, package: str) -> str:
    known = [one.names[package] for one in design.factors if one.column == _PACKAGE]
    return known[0] if known else _title(design.titles, package) or package


def _written(factor: Factor, value: str, language: str) -> str:
    """A value from the name of a setting, as the reader sees it."""
    try:
        return value_label(float(value) if factor.numeric else value, language)
    except ValueError:
        return value


def _dot_page(design: _Design, rows: _Rows, panels: Sequence[tuple[str, int | None, str]], about: str) -> Figure:
    """One figure of dots. panels: outcome, state of the other side (None for all of them), title."""
    labels = [balanced(label, 2.9 if len(panels) < 4 else 2.5, 7.5) for label in rows.labels]
    left = max(1.0, 0.3 + inches(labels, 7.5))
    tall = max(label.count("\n") + 1 for label in labels)
    height = max(0.1 + 0.13 * tall, 0.08 + 0.11 * len(design.scenarios.values)) * len(labels)
    legend = _legend(design.scenarios) if len(design.scenarios.values) > 1 else ()
    heads = [label for *_, label in panels]
    layout = Layout(len(panels), max(height, 0.6) + 0.1, heads, left, 0.25, 0.25, 0.32, legend)
    averaged = panels[0][1] is None and design.settings(rows.other) > 1
    interval = "" if design.simulated_once or averaged else translate(design.language, "sweep.interval")
    states = translate(design.language, "sweep.states", states=design.settings(rows.other)) if averaged else ""
    some = ""
    if len(labels) < rows.all:
        outcome = lower(outcome_label(design.language, design.outcomes[0]))
        some = translate(design.language, "sweep.some", shown=len(labels), all=rows.all, outcome=outcome)
    dashed = translate(design.language, "sweep.dashed", baseline=lower(rows.baseline_label))
    paths = translate(design.language, "sweep.rows", factors=lower(rows.told)) if rows.told else ""
    told_uncertain = panels[0][1] is not None or rows.side == "uncertainty"
    key = _key(design, design.factors) if told_uncertain else ""
    figure, axes = design.page([about, paths, design.worlds, interval, states, dashed, some, key], layout)
    for at, (one, (outcome, state, _)) in enumerate(zip(axes, panels, strict=True)):
        _dot_rows(one, design, rows, outcome, state)
        one.set_yticks(range(len(labels)), labels if at == 0 else [""] * len(labels), size=7.5, color=INK)
    return figure


def _dot_rows(axes: Axes, design: _Design, rows: _Rows, outcome: str, state: int | None) -> None:
    """Dots with their intervals, scenarios just above each other; a dashed line at the baseline of each."""
    scenarios = design.scenarios.values
    chosen = (design.results["outcome"] == outcome) & (state is None or design.results[rows.other] == state)
    part = design.results[chosen]
    for at, scenario in enumerate(scenarios):
        colour, _, mark = SERIES[at % len(SERIES)]
        dots = _spans(part[part["scenario"] == scenario], rows).reindex(list(rows.numbers))
        y = np.arange(len(dots)) + (0.0 if len(scenarios) == 1 else 0.5 * (at / (len(scenarios) - 1) - 0.5))
        axes.hlines(y, *_cut(outcome, dots), color=colour, linewidth=1.3)
        axes.plot(dots["mean"], y, mark, color=colour, markersize=4.5, linestyle="none")
        for mean in dots.loc[dots.index == rows.baseline, "mean"].dropna():
            axes.axvline(mean, color=colour, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    axes.set_xlim(*widened(*_limits(design, outcome, "mean", "low", "high"), 0.06))
    axes.set_ylim(len(rows.numbers) - 0.5, -0.5)
    axes.hlines(np.arange(len(rows.numbers) - 1) + 0.5, *axes.get_xlim(), color=FAINT, linewidth=0.5, zorder=-1)
    number_axis(axes.xaxis, design.language)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _spans(part: pd.DataFrame, rows: _Rows) -> pd.DataFrame:
    """Mean, low and high by setting: over worlds, or over the states of the other side where there are several."""
    if part[rows.other].nunique() <= 1:
        return part.set_index(rows.side)[["mean", "low", "high"]]
    means = part.groupby(rows.side)["mean"]
    return pd.DataFrame({"mean": means.mean(), "low": means.min(), "high": means.max()})


def _legend(factor: Factor) -> list[Line2D]:
    """A mark and a name for each value."""
    return [
        Line2D([], [], color=colour, marker=mark, markersize=4.5, linestyle="none", label=factor.names[value])
        for value, (colour, _, mark) in zip(factor.values, itertools.cycle(SERIES))
    ]


# --- Samples -----------------------------------------------------------------------------------------------


def _samples(design: _Design) -> Iterator[tuple[str, Figure]]:
    """Outcomes against each sampled number: a figure an outcome, the numbers that go most with it first."""
    sampled = [one for one in design.factors if one.numeric and _side(design, one) in design.sampled]
    if not sampled:
        return
    whole = [design.scenarios] if len(design.scenarios.values) > 1 else []
    series = [*whole, *_settings_beside(design)]
    apart = [series[0]] if len(series) == 2 else []
    marked = series[-1] if series else None
    for value in apart[0].values if apart else (None,):
        results = design.results if value is None else design.results[design.results["scenario"] == value]
        about = "" if value is None else f"{design.scenarios.names[value]}. "
        for outcome in design.outcomes:
            name = f"samples-{outcome}" if value is None else f"samples-{outcome}-{value}"
            yield name, _sample_page(design, results[results["outcome"] == outcome], outcome, sampled, marked, about)


def _side(design: _Design, factor: Factor) -> str:
    return "uncertainty" if factor.uncertain else "lever"


def _settings_beside(design: _Design) -> list[Factor]:
    """The settings of the side that is not sampled, as a factor, if they are few enough to tell apart by colour."""
    for side in ("lever", "uncertainty"):
        if side not in design.sampled and 1 < design.settings(side) <= _SERIES:
            names = design.frame.drop_duplicates(side).set_index(side)[f"{side}_name"].astype(str)
            return [
                Factor(side, "", tuple(names.index), {one: _setting_label(design, name) for one, name in names.items()})
            ]
    return []


def _sample_page(
    design: _Design, part: pd.DataFrame, outcome: str, sampled: Sequence[Factor], marked: Factor | None, about: str
) -> Figure:
    """Scatter of one outcome."""
    strength = {one.column: _strength(part, one, marked) for one in sampled}
    shown = sorted(sampled, key=lambda one: -strength[one.column])[:_FACTORS]
    columns = spread_columns(len(shown), 3)
    legend = _legend(marked) if marked else ()
    layout = Layout(columns, 1.8 if len(shown) > 1 else 3.4, [one.axis for one in shown], 0.7, 0.25, 0.3, 0.42, legend)
    language = design.language
    some = (
        translate(language, "sweep.some_factors", shown=len(shown), all=len(sampled))
        if len(shown) < len(sampled)
        else ""
    )
    many = len(part) // len(marked.values if marked else (None,)) >= _ENOUGH
    dots = "sweep.samples_one" if design.simulated_once else "sweep.samples"
    told = [
        f"{about}{outcome_label(language, outcome)}.", translate(language, dots, worlds=count_of(language, part["worlds"])),
        translate(language, "sweep.trend") if many else "", some, _key(design, shown),
    ]  # fmt: skip
    figure, panels = design.page(told, layout)
    limits = widened(*_limits(design, outcome, "mean"), 0.05)
    for at, (axes, factor) in enumerate(zip(panels, shown, strict=True)):
        _scatter(axes, part, factor, marked, many)
        axes.set_ylim(*limits)
        number_axis(axes.yaxis, language, 5)
        if axes.get_xscale() == "linear":
            number_axis(axes.xaxis, language, 5)
        else:
            level_ticks(axes.xaxis, _decades(factor.values), language, layout.width)
        axes.tick_params(labelleft=at % columns == 0)
        axes.grid(axis="y", color=FAINT, linewidth=0.6)
    return figure


#: Fewest samples for a line of group means, and how many groups.
_ENOUGH, _GROUPS = 32, 8


def _strength(part: pd.DataFrame, factor: Factor, marked: Factor | None) -> float:
    """How far an outcome rises or falls with a factor: absolute rank correlation, within what is told apart by
    colour."""
    part = part[part["mean"].notna()]
    table = part[[factor.column, "mean"]].astype(float)
    ranks = table.groupby(part[marked.column]).rank() if marked else table.rank()
    spreads = ranks.std()
    if not (spreads > 0.0).all():
        return 0.0
    return abs(float(np.corrcoef(ranks.to_numpy().T)[0, 1]))


def _scatter(axes: Axes, part: pd.DataFrame, factor: Factor, marked: Factor | None, many: bool) -> None:
    """Samples as dots, with means of groups of equal size as a line."""
    if factor.column.startswith("parameters.") and _logarithmic(factor):
        axes.set_xscale("log")
    for at, value in enumerate(marked.values if marked else (None,)):
        one = part if marked is None else part[part[marked.column] == value]
        one = one[one["mean"].notna()].sort_values(factor.column, kind="stable")
        colour, dashes, mark = SERIES[at % len(SERIES)]
        x, y = one[factor.column].to_numpy(dtype=float), one["mean"].to_numpy(dtype=float)
        axes.plot(x, y, mark, color=colour, markersize=3.0 if len(x) <= 200 else 2.0, alpha=0.45, markeredgewidth=0)
        if many and len(x) >= _GROUPS:
            groups = np.array_split(np.arange(len(x)), _GROUPS)
            line = [(np.median(x[group]), y[group].mean()) for group in groups]
            axes.plot(*zip(*line, strict=True), color=colour, linestyle=dashes, linewidth=1.8, path_effects=HALO)


def _logarithmic(factor: Factor) -> bool:
    """Whether the range of a parameter was sampled on a logarithmic scale."""
    name = factor.column.removeprefix("parameters.")
    known = PARAMETERS.get(name) or PARAMETERS.get(f"{name}.{KINDS[0]}")
    return known is not None and known.distribution == "loguniform" and min(factor.values) > 0.0


def _decades(values: Sequence[float]) -> list[float]:
    """Round numbers on a logarithmic axis: 1, 2 and 5 in each decade, fewer over many decades."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    steps = (1, 2, 5) if high - low <= 2 else (1, 3) if high - low <= 3 else (1,)
    marks = [step * 10.0**power for power in range(low, high + 1) for step in steps]
    return [mark for mark in marks if min(values) <= mark <= max(values)] or [min(values), max(values)]
