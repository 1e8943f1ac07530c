"""Chains seat by seat: who shares how deeply, at a few moments of one world.

It shows what shares hide: whether those who share sit in the same chains, and which kinds hold a chain back.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from datadeel.figures.labels import capital, moment_label
from datadeel.figures.page import Context, Layout, drawing, page
from datadeel.figures.style import BLUE, FAINT, INK, KIND_STYLES
from datadeel.registry.kinds import KINDS

#: Most chains and moments of one figure.
MOST_CHAINS, _MOST_MOMENTS = 30, 4
#: Fill and edge of a seat by level: nothing, then one hue, evenly darker, so that grey print keeps the order.
LEVEL_COLOURS = (("white", "#8A8A8A"), ("#8EC1E0", "#4F8DB5"), (BLUE, "#00507D"), ("#002A43", "#002A43"))
#: Size of the mark of each kind against that of a circle, so that all look equally large.
_SIZES = {"sme": 1.0, "municipality": 0.9, "large_firm": 0.85, "start_up": 1.1, "public_body": 1.12}


def network_figure(snapshot: pd.DataFrame, scenario: str, context: Context) -> Figure:
    """Chains at up to four moments: a panel a moment, a block a chain, a mark a seat, darker with the level of sharing.

    snapshot: as ``experiment.snapshot.snapshot`` gives: a row a month and seat, with ``month``, ``chain``, ``seat``,
    ``organisation``, ``kind`` and ``level`` (0 to 3). Of many months and chains some are drawn, evenly chosen; shares
    in the headings are of all. scenario: whose title ``context`` holds.
    """
    months = _evenly(np.unique(snapshot["month"]), _MOST_MOMENTS)
    everyone = np.unique(snapshot["chain"])
    chains = _evenly(everyone, MOST_CHAINS)
    shown = [context.words("course.network")]
    if len(chains) < len(everyone):
        counts = {"shown": context.number(len(chains)), "all": context.number(len(everyone))}
        shown.append(context.words("course.network_some", **counts))
    caption = context.caption(context.words("course.network_title", title=context.name(scenario)), shown)
    columns = min(len(months), 2)
    across = min(len(chains), 10 if columns == 1 else 6)
    parts = [snapshot[snapshot["month"] == month] for month in months]
    heads = [_moment_head(context, int(month), part) for month, part in zip(months, parts, strict=True)]
    kinds = [kind for kind in KINDS if (snapshot["kind"] == kind).any()]
    with drawing():
        layout = Layout(columns, 1.0, heads, 0.2, 0.2, 0.35, 0.12, _seat_legend(kinds, context))
        blocks = _Blocks.of(snapshot, layout.width / across)
        height = blocks.height * math.ceil(len(chains) / across)
        figure, panels = page(caption, replace(layout, height=height))
        for axes, part in zip(panels, parts, strict=True):
            axes.set_xlim(0.0, layout.width)
            axes.set_ylim(height, 0.0)
            axes.set(xticks=[], yticks=[])
            axes.set_axis_off()
            blocks.draw(axes, part[part["chain"].isin(chains)], across)
    return figure


def _evenly(values: np.ndarray, most: int) -> np.ndarray:
    """At most ``most`` of ``values``, evenly chosen, the first and last among them."""
    chosen: np.ndarray = values[np.unique(np.linspace(0, len(values) - 1, min(most, len(values))).round().astype(int))]
    return chosen


def _moment_head(context: Context, month: int, part: pd.DataFrame) -> str:
    """The head of a panel: the moment, and the share of organisations that share.

    month: of the snapshot. part: its rows; each organisation counts once, however many seats it has.
    """
    levels = part.drop_duplicates("organisation")["level"]
    share = context.percent(float((levels > 0).mean()))
    return capital(context.words("course.network_head", moment=moment_label(context.language, month), share=share))


def _seat_legend(kinds: Sequence[str], context: Context) -> list[Line2D]:
    """Marks of levels and of ``kinds``; of all kinds in two rows, since a legend is filled column by column."""
    levels = [
        _seat_sample("o", 6.5, *colours, context.words(f"course.level_{level}"))
        for level, colours in enumerate(LEVEL_COLOURS)
    ]
    marks = [
        _seat_sample(KIND_STYLES[kind].mark, 6.0 * _SIZES[kind], FAINT, INK, context.words(f"kind.{kind}"))
        for kind in kinds
    ]
    if len(marks) == len(levels) + 1:
        return [one for pair in zip(marks, levels, strict=False) for one in pair] + marks[-1:]
    return levels + marks


def _seat_sample(mark: str, size: float, face: str, edge: str, label: str) -> Line2D:
    """A seat for a legend: its ``mark`` and ``size`` in points, colours of ``face`` and ``edge``, and its ``label``."""
    return Line2D(
        [], [], linestyle="none", marker=mark, markersize=size, markerfacecolor=face, markeredgecolor=edge, label=label
    )


@dataclass(frozen=True)
class _Blocks:
    """How the seats of a chain stand in a block.

    across, down: seats beside and below each other. step: from one to the next, in inches. width, height: of a block
    with its frame, in inches.
    """

    across: int
    down: int
    step: float
    width: float
    height: float

    @classmethod
    def of(cls, snapshot: pd.DataFrame, width: float) -> _Blocks:
        """About as wide as high, for the largest chain of ``snapshot``; ``width``: inches at most."""
        seats = int(snapshot["seat"].max()) + 1
        across = math.ceil(math.sqrt(seats))
        down = math.ceil(seats / across)
        width = min(width, 0.95)
        step = 0.84 * width / across
        return cls(across, down, step, width, 0.16 * width + step * down)

    def draw(self, axes: Axes, part: pd.DataFrame, across: int) -> None:
        """Draw the chains of ``part``, ``across`` each other so many, seats kind by kind.

        axes: their units are inches. part: rows of one moment.
        """
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
        for (kind, bigger), (level, (face, rim)) in itertools.product(_SIZES.items(), enumerate(LEVEL_COLOURS)):
            chosen = ((part["kind"] == kind) & (part["level"] == level)).to_numpy()
            if chosen.any():
                area = (min(8.0, 0.66 * 72.0 * self.step) * bigger) ** 2
                mark = KIND_STYLES[kind].mark
                axes.scatter(x[chosen], y[chosen], area, marker=mark, facecolors=face, edgecolors=rim, linewidths=0.6)
