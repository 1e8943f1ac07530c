"""Heat maps: an outcome over two numeric factors, its value in each cell.

All panels of an outcome share one scale, so that colours can be compared. Where half of the organisations is reached, a
line runs along the cells: the threshold that studies of critical mass are about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datadeel.figures.page import Layout, balanced, inches, line_count, spread_columns
from datadeel.figures.style import HEAT, INK, RED
from datadeel.figures.sweep.design import DesignFactor, SweepDesign
from datadeel.figures.sweep.panels import Facet, FacetGroup, below_axis, facet_groups
from datadeel.i18n.numbers import digits_for
from datadeel.registry.outcomes import OUTCOMES, unit


def heat_figures(design: SweepDesign) -> Iterator[tuple[str, Figure]]:
    """Heat maps of ``design`` by name, none where it has no two numeric factors of one side (or one of each) on a full
    grid."""
    pair = _axes_pair(design)
    if not pair:
        return
    for group in facet_groups(design, [one for one in design.factors if one not in pair]):
        yield f"heat{group.end}", _heat_page(design, group, *pair)


def _axes_pair(design: SweepDesign) -> tuple[DesignFactor, DesignFactor] | None:
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


def _heat_page(design: SweepDesign, group: FacetGroup, across: DesignFactor, up: DesignFactor) -> Figure:
    """One figure of heat maps: the panels of ``group``, of ``design``, with factors ``across`` and ``up`` on their
    axes.
    """
    facets = group.facets
    columns = group.inner if 2 <= group.inner <= 4 else spread_columns(len(facets), 3)
    height = min(3.6, max(1.1, len(up.values) * (0.34 if columns > 2 else 0.42)))
    rows = balanced(up.axis, height + 0.3, 8)
    left = 0.55 + 0.14 * line_count(rows) + inches(up.names.values(), 7.5)
    layout = Layout(columns, height, group.heads(design.language), left, right=0.2, between=0.3)
    labels = balanced(across.axis, layout.width + layout.between / 2, 8)
    layout = replace(layout, below=below_axis(labels))
    half = design.context.words("sweep.half") if any(_halved(design, one.outcome) for one in facets) else ""
    shown = [group.about(design.language), design.worlds, half, design.uncertain_key(design.factors)]
    figure, panels = design.page(shown, layout)
    for at, (axes, facet) in enumerate(zip(panels, facets, strict=True)):
        _Map(design, facet, across, up).draw(axes, layout)
        if layout.first(at):
            axes.set_ylabel(rows, size=8)
        else:
            axes.tick_params(labelleft=False)
        axes.set_xlabel(labels, size=8)
    return figure


@dataclass(frozen=True)
class _Map:
    """One heat map.

    design, facet: whose results it shows. across, up: factors on its axes.
    """

    design: SweepDesign
    facet: Facet
    across: DesignFactor
    up: DesignFactor

    @property
    def values(self) -> np.ndarray:
        """Means, shape (values up, values across), nan where there is none."""
        part = self.facet.of(self.design.results)
        table = part.pivot(index=self.up.column, columns=self.across.column, values="mean")
        cells = table.reindex(index=list(self.up.values), columns=list(self.across.values))
        return cells.to_numpy(dtype=float)

    @property
    def ends(self) -> tuple[float, float]:
        """Of the scale."""
        low, high = self.design.limits(self.facet.outcome, "mean")
        return low, high if high > low else low + 1.0

    def draw(self, axes: Axes, layout: Layout) -> None:
        """Draw the map on ``axes``, a panel of ``layout``: colours, numbers where there is room, and the line along
        which half is reached.
        """
        values, (low, high), across, up = self.values, self.ends, self.across, self.up
        axes.imshow(values, cmap=HEAT, vmin=low, vmax=high, origin="lower", aspect="auto")
        wide = layout.width / (inches(across.names.values(), 7.5) + 0.08)
        for axis, factor, room in ((axes.xaxis, across, wide), (axes.yaxis, up, layout.height / 0.15)):
            step = math.ceil(len(factor.values) / max(room, 1.0))
            axis.set_ticks(range(0, len(factor.values), step), [factor.names[value] for value in factor.values[::step]])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        if layout.width / len(across.values) >= 0.24 and layout.height / len(up.values) >= 0.14:
            self._numbers(axes, values, layout.width / len(across.values))
        if _halved(self.design, self.facet.outcome):
            _half(axes, values)

    def _numbers(self, axes: Axes, values: np.ndarray, room: float) -> None:
        """Write ``values`` in cells ``room`` inches wide, white on dark."""
        low, high = self.ends
        places = (0 if high - low >= 10.0 else 1) if unit(self.facet.outcome) == "share" else digits_for((low, high))
        for (row, column), value in np.ndenumerate(values):
            text = self.design.context.number(value, places) if math.isfinite(value) else "–"
            dark = math.isfinite(value) and _dark((value - low) / (high - low))
            size = min(8.0, room * 72.0 / (0.7 * max(len(text), 2)))
            axes.text(column, row, text, ha="center", va="center", size=size, color="white" if dark else INK)


def _dark(part: float) -> bool:
    """Whether white can be read better than ink on the colour at this ``part`` of the scale, 0 to 1 (by the contrast of
    WCAG 2).
    """
    channels = np.array(HEAT(part)[:3])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return bool(linear @ (0.2126, 0.7152, 0.0722) < 0.21)


def _halved(design: SweepDesign, outcome: str) -> bool:
    """Whether ``outcome`` is a share of organisations that is above half in some places of ``design`` and below in
    others.
    """
    low, high = design.limits(outcome, "mean")
    return OUTCOMES[outcome].adoption and low < 50.0 <= high


def _half(axes: Axes, values: np.ndarray) -> None:
    """Draw a line along the cells where half is reached; ``values``: in per cent, (rows, columns), nan for none."""
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
        axes.plot(x, y, color=RED, linewidth=2.2, solid_capstyle="projecting")
