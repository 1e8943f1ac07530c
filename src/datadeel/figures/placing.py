"""Labels within a panel, each put where it covers nothing that matters.

Places are in inches from the lower left of a panel, so that the size of letters is known in the same unit. A label is
tried in a fixed order of places, and the first good one is taken: the same figure always has the same labels in the
same places.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes

from datadeel.figures.page import Layout, inches
from datadeel.figures.style import HALO, INK, QUIET

#: Left, low, right and top.
Box = tuple[float, float, float, float]
Place = tuple[float, float]

#: Letters of labels beside paths and beside dots, in points.
_BESIDE_PATH, _BESIDE_DOT = 7.5, 7.0


def overlap(one: Box, other: Box) -> bool:
    """Whether ``one`` box covers some of the ``other``."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# --- Beside dots -------------------------------------------------------------------------------------------


@dataclass
class DotLabels:
    """Names near dots of a panel, with a thin line where a name is not beside its dot.

    axes, layout: the panel. taken: boxes that nothing may cover, to which each name adds its own. spans: boxes that no
    name, but the line of a name may cross.
    """

    axes: Axes
    layout: Layout
    taken: list[Box] = field(default_factory=list)
    spans: list[Box] = field(default_factory=list)

    def write(self, text: str, dot: Place) -> None:
        """Write ``text`` near its ``dot`` where nothing is taken yet; nothing if there is no room.

        What it takes, its line included, is taken for all that follow: the most important names are to be written
        first.
        """
        wide, tall = inches([text], _BESIDE_DOT) + 0.03, 0.115 * (text.count("\n") + 1) + 0.02
        for far, (x, y) in _around(dot, wide, tall):
            box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
            if not self._free(box):
                continue
            end = (min(max(dot[0], box[0]), box[2]), min(max(dot[1], box[1]), box[3]))
            line = _steps(dot, end)
            if any(overlap((*step, *step), other) for step in line for other in self.taken):
                continue
            self._draw(text, (x, y), (dot, end) if far > 0.1 else None)
            self.taken += [box, *((x - 0.01, y - 0.01, x + 0.01, y + 0.01) for x, y in line)]
            return

    def _free(self, box: Box) -> bool:
        """Whether a ``box`` lies within the panel, or just beyond its right and upper edge, and covers nothing."""
        wide, high = self.layout.width + 0.1, self.layout.height + 0.05
        inside = box[0] >= 0.03 and box[1] >= 0.03 and box[2] <= wide and box[3] <= high
        return inside and not any(overlap(box, one) for one in (*self.taken, *self.spans))

    def _draw(self, text: str, place: Place, line: tuple[Place, Place] | None) -> None:
        """Draw ``text`` with its middle in ``place``, and ``line`` from its dot to it, if there is to be one."""
        wide, high = self.layout.width, self.layout.height
        if line:
            across, up = zip(*((x / wide, y / high) for x, y in line), strict=True)
            self.axes.plot(across, up, color=QUIET, linewidth=0.5, transform=self.axes.transAxes, zorder=1)
        self.axes.text(
            place[0] / wide,
            place[1] / high,
            text,
            size=_BESIDE_DOT,
            color=INK,
            ha="center",
            va="center",
            linespacing=1.05,
            transform=self.axes.transAxes,
            path_effects=HALO,
        )


def _around(dot: Place, wide: float, tall: float) -> Iterator[tuple[float, Place]]:
    """Middles of a box ``wide`` and ``tall`` around a ``dot``, the best ones first, with how far the box stays from the
    dot, in inches.
    """
    for far in (0.08, 0.16, 0.28, 0.42, 0.6, 0.8, 1.05):
        for angle in (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180):
            sideways, above = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            yield far, (dot[0] + sideways * (far + wide / 2), dot[1] + above * (far + tall / 2))


def _steps(dot: Place, end: Place) -> list[Place]:
    """Points along a line from a ``dot`` to the ``end`` at its name, as soon as they are clear of the dot."""
    parts = np.linspace(0.0, 1.0, 24)
    steps = [(dot[0] + part * (end[0] - dot[0]), dot[1] + part * (end[1] - dot[1])) for part in parts]
    return [step for step in steps if math.dist(step, dot) > 0.075]


# --- Beside paths ------------------------------------------------------------------------------------------

#: Sides of a point, those first that read best.
_WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


class PathLabels:
    """Labels in a panel, each put where it covers least of the paths and nothing of other labels."""

    def __init__(self, axes: Axes, layout: Layout, paths: Sequence[np.ndarray]) -> None:
        """To be made once the limits of ``axes`` are set.

        layout: of which the axes are a panel. paths: each of shape (points, 2), in units of the data.
        """
        self.axes = axes
        self.size = np.array([layout.width, layout.height])
        self.drawn = np.concatenate([self._dense(path) for path in paths])
        self.taken: list[Box] = []

    def _inches(self, x: float, y: float) -> np.ndarray:
        """The place, shape (2,), of a point at ``x`` and ``y`` in units of the data."""
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        place: np.ndarray = np.array([(x - left) / (right - left), (y - low) / (high - low)]) * self.size
        return place

    def _dense(self, path: np.ndarray) -> np.ndarray:
        """Points of a ``path`` (points, 2), a fiftieth of an inch from each other, shape (more points, 2)."""
        corners = np.array([self._inches(x, y) for x, y in path])
        run = np.append(0.0, np.cumsum(np.hypot(*np.diff(corners, axis=0).T))) if len(corners) > 1 else np.zeros(1)
        steps = np.arange(0.0, run[-1] + 0.02, 0.02)
        points: np.ndarray = np.column_stack([np.interp(steps, run, corners[:, side]) for side in (0, 1)])
        return points

    def take(self, one: Place, other: Place) -> None:
        """Keep a box free of labels: its lower left corner ``one`` and upper right ``other``, in units of the data."""
        (left, low), (right, high) = self._inches(*one), self._inches(*other)
        self.taken.append((left - 0.03, low - 0.03, right + 0.03, high + 0.03))

    def corner(self, text: str, x: float, y: float) -> None:
        """A quiet ``text`` in a corner, or above or below it where a path goes through: ``x`` and ``y`` are 0 or 1."""
        wide, high = inches([text], _BESIDE_PATH) + 0.1, 0.2
        left = x * (self.size[0] - wide)
        lows = [abs(y - shift) * (self.size[1] - high) for shift in (0.0, 0.1, 0.2, 0.3)]
        box = min(((left, low, left + wide, low + high) for low in lows), key=self._cost)
        self.taken.append(box)
        self.axes.annotate(
            text,
            (x, (box[1] + high / 2.0) / self.size[1]),
            (5 if x == 0.0 else -5, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            size=_BESIDE_PATH,
            color=QUIET,
            style="italic",
            ha="left" if x == 0.0 else "right",
            va="center_baseline",
            path_effects=HALO,
        )

    def beside(self, text: str, point: Place, bold: bool = False) -> None:
        """A ``text`` near a ``point`` in units of the data; ``bold``: its letters."""
        wide, high = inches([text], _BESIDE_PATH) * (1.08 if bold else 1.0), _BESIDE_PATH * 1.25 / 72.0
        at = self._inches(*point)
        boxes = [_box(at, way, away, wide, high) for away in (0.09, 0.16, 0.25, 0.4) for way in _WAYS]
        left, low, right, top = best = min(boxes, key=self._cost)
        self.taken.append(best)
        self.axes.annotate(
            text,
            point,
            (72.0 * ((left + right) / 2.0 - at[0]), 72.0 * ((low + top) / 2.0 - at[1])),
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            size=_BESIDE_PATH,
            color=INK,
            weight="bold" if bold else "normal",
            path_effects=HALO,
            annotation_clip=False,
            zorder=6,
        )

    def _cost(self, box: Box) -> float:
        """How much a label in ``box`` would cover: of the paths, of other labels (never, if it can be helped), and
        outside.
        """
        left, low, right, top = box
        x, y = self.drawn.T
        over = np.sum((x > left - 0.03) & (x < right + 0.03) & (y > low - 0.03) & (y < top + 0.03))
        on_labels = sum(overlap(box, other) for other in self.taken)
        # A little above the panel nothing stands.
        outside = float(max(0.0, -left, right - self.size[0]) + max(0.0, -low, top - self.size[1] - 0.06))
        return float(over) + 1000.0 * on_labels + 2000.0 * outside


def _box(at: np.ndarray, way: tuple[int, int], away: float, wide: float, high: float) -> Box:
    """The box of a label ``wide`` and ``high``, that lies one ``way`` (-1, 0 or 1 across and up) of a point ``at``,
    ``away`` from it.
    """
    slant = away if 0 in way else 0.7 * away
    x = at[0] + way[0] * (wide / 2.0 + slant)
    y = at[1] + way[1] * (high / 2.0 + slant)
    return x - wide / 2.0, y - high / 2.0, x + wide / 2.0, y + high / 2.0
