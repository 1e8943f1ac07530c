"""A page laid out in inches, so that words never meet: what is written around panels, and where the panels go.

Every figure of several panels is made in the same order. Its words and the heads of its panels are known first; from
them follows how much room each takes, and so how high the page is (:func:`page`). Only then is anything drawn. Nothing
is left to automatic layout: it would depend on the fonts and the version of Matplotlib, and the same figure has to have
the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import text_to_path

from datadeel.figures.style import INK, QUIET, styled
from datadeel.i18n import translate
from datadeel.i18n.numbers import Formatter

#: Of a page, in inches: as wide as text stays readable on A4.
WIDTH = 9.0
#: Between words and the edge of a page, in inches.
EDGE = 0.15
#: Letters, in points: of the title, of what is shown, of the foot, and above a panel.
_TITLE, _SHOWN, _NOTE, HEAD = 12.0, 8.5, 7.0, 8.5


# --- Text that fits ----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _wide(text: str, bold: bool = False) -> float:
    """How wide a line of ``text`` is at most, as a multiple of the size of its letters: a little more on a screen than
    on paper. bold: whether its letters are.
    """
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=100.0)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 97.0


def wrapped(text: str, inches: float, size: float, bold: bool = False) -> str:
    """``text`` in lines that fit, broken at spaces but not at hard ones, or within a word that is too long for a line.

    inches: room for a line. size: of its letters, in points. bold: whether they are.
    """
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
    """``text`` in lines of about the same length: as narrow as the same number of lines can be.

    inches: room for a line at most. size: of its letters, in points.
    """
    fitted = wrapped(text, inches, size)
    while "\n" in fitted:
        inches *= 0.95
        narrower = wrapped(text, inches, size)
        if line_count(narrower) > line_count(fitted):
            break
        fitted = narrower
    return fitted


def _pieces(word: str, most: float, bold: bool) -> list[str]:
    """A ``word`` in pieces that each fit a line.

    most: how wide a line is, as a multiple of the size of letters. bold: whether letters are.
    """
    pieces = [""]
    for letter in word:
        if pieces[-1] and _wide(pieces[-1] + letter, bold) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def inches(texts: Iterable[str], size: float) -> float:
    """How wide the widest line of ``texts`` is, in inches, with letters of ``size`` points; 0 where there are none."""
    return max((_wide(line) for text in texts for line in text.splitlines()), default=0.0) * size / 72.0


def line_count(text: str) -> int:
    """Lines of ``text``, 0 if it is empty."""
    return text.count("\n") + 1 if text else 0


def most_lines(texts: Iterable[str]) -> int:
    """Lines of the text that has most of them; 1 where there are no texts."""
    return max((text.count("\n") + 1 for text in texts), default=1)


# --- Words around panels -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Context:
    """What all figures of one result have in common, and how they write words and numbers.

    language: of all words, one of ``i18n.LANGUAGES``. digest, version: of the manifest and of the program, for the
    foot. titles: of scenarios and policies by name; what has none goes by its name. replicates: how many runs stand
    behind a curve, at least 1. title: above a figure in place of its own. note: of the caller, a line at the foot
    before the source.
    """

    language: str
    digest: str
    version: str
    titles: Mapping[str, str] = field(default_factory=dict)
    replicates: int = 1
    title: str = ""
    note: str = ""

    def name(self, name: object) -> str:
        """The title of a scenario or policy of this ``name``, or the name where it has no title."""
        return self.titles.get(str(name), str(name))

    def words(self, key: str, **values: object) -> str:
        """The text of ``key`` in the language of the figure, with ``values`` filled in.

        Raises KeyError for a key that the catalogue lacks.
        """
        return translate(self.language, key, **values)

    @cached_property
    def formatter(self) -> Formatter:
        """Writes numbers in the language of the figure."""
        return Formatter(self.language)

    def number(self, value: float, digits: int = 0, sign: bool = False) -> str:
        """A ``value`` with so many ``digits`` after the point, with a plus too if ``sign``."""
        return self.formatter.number(value, digits, sign)

    def short(self, value: float) -> str:
        """A ``value`` with four significant figures at most."""
        return self.formatter.short(value)

    def percent(self, share: float, digits: int = 0) -> str:
        """A ``share`` of 0 to 1 as a percentage with so many ``digits`` after the point."""
        return self.formatter.percent(share, digits)

    def count(self, counts: Iterable[float]) -> str:
        """A whole number where ``counts`` are all the same, and else from the least to the most."""
        return self.formatter.count(counts)

    @property
    def source(self) -> str:
        """The last line of a figure: the version of the program and the digest of the manifest."""
        return self.words("adoption.source", version=self.version, digest=self.digest[:12])

    def caption(self, title: str, shown: Iterable[str], note: str = "") -> Caption:
        """The words around panels.

        title: unless the context has its own. shown: sentences on what is shown; empty ones are left out. note: a line
        at the foot before that of the context; none if empty.
        """
        notes = tuple(line for line in (note, self.note) if line)
        return Caption(self, self.title or title, " ".join(text for text in shown if text), notes)


@dataclass(frozen=True)
class Caption:
    """The words around panels.

    context: in whose language they are, and what they name as their source. title: above, in bold. shown: under the
    title. notes: at the foot, each on a line of its own, before the source.
    """

    context: Context
    title: str
    shown: str
    notes: tuple[str, ...] = ()

    @property
    def foot(self) -> list[str]:
        """Lines at the foot, not yet wrapped."""
        return [*self.notes, self.context.source]


# --- Panels ------------------------------------------------------------------------------------------------


@contextmanager
def drawing() -> Iterator[None]:
    """Our settings, and titles as they are written: a dollar sign is no mathematics."""
    with styled(), matplotlib.rc_context({"text.parse_math": False}):
        yield


@dataclass(frozen=True)
class Layout:
    """Where panels go, in inches.

    columns: panels beside each other. height: of one panel. heads: titles of panels, not yet wrapped, as many as there
    are panels. left, right: beside all panels. between: beside each other, for what stands there. below: under each,
    for its axis. legend: marks with names, above all panels.
    """

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

    def first(self, panel: int) -> bool:
        """Whether a ``panel``, counted from 0 row by row, is the first of its row."""
        return panel % self.columns == 0

    def lowest(self, panel: int) -> bool:
        """Whether nothing stands below a ``panel``, counted from 0 row by row."""
        return panel + self.columns >= len(self.heads)


def spread_columns(panels: int, most: int) -> int:
    """As many columns, at most ``most``, as fill the rows of ``panels`` best."""
    rows = math.ceil(panels / most)
    return max(1, math.ceil(panels / rows))


def page(caption: Caption, layout: Layout) -> tuple[Figure, list[Axes]]:
    """An empty page and its panels, row by row; to be called within :func:`drawing`.

    caption: what is written around them. layout: where they go. Each panel has its head, quiet ticks and no content.
    """
    room = WIDTH - 2 * EDGE
    title, shown = wrapped(caption.title, room, _TITLE, bold=True), wrapped(caption.shown, room, _SHOWN)
    note = "\n".join(wrapped(line, room, _NOTE) for line in caption.foot)
    heads = [balanced(head, layout.width + min(layout.between, layout.right) * 0.5, HEAD) for head in layout.heads]
    rows = [heads[at : at + layout.columns] for at in range(0, len(heads), layout.columns)]
    words = 0.17 + 0.22 * line_count(title) + 0.16 * line_count(shown)
    beside = max(1, int(room / (0.4 + inches((str(one.get_label()) for one in layout.legend), _SHOWN))))
    above = words + (0.14 + 0.17 * math.ceil(len(layout.legend) / beside) if layout.legend else 0.0)
    tops = [0.18 + 0.15 * max(map(line_count, row)) for row in rows]
    foot = 0.1 + 0.14 * line_count(note)
    height = above + sum(tops) + len(rows) * (layout.height + layout.below) + foot
    figure = Figure(figsize=(WIDTH, height))
    figure.text(EDGE / WIDTH, 1 - 0.12 / height, title, size=_TITLE, weight="bold", va="top", color=INK)
    under = 1 - (0.17 + 0.22 * line_count(title)) / height
    figure.text(EDGE / WIDTH, under, shown, size=_SHOWN, va="top", color=INK)
    figure.text(EDGE / WIDTH, 0.08 / height, note, size=_NOTE, va="bottom", color=QUIET)
    if layout.legend:
        _hang_legend(figure, layout.legend, beside, 1 - (words + 0.04) / height)
    return figure, list(_add_panels(figure, layout, rows, tops, height - above))


def _hang_legend(figure: Figure, marks: Sequence[Line2D], beside: int, top: float) -> None:
    """Put ``marks`` with their names on ``figure``, ``beside`` each other so many; ``top``: where they hang from, as a
    part of the height of the figure.
    """
    figure.legend(
        handles=marks,
        ncols=beside,
        loc="upper left",
        bbox_to_anchor=(EDGE / WIDTH, top),
        fontsize=_SHOWN,
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
        handletextpad=0.1,
        columnspacing=1.2,
        labelcolor=INK,
    )


def _add_panels(
    figure: Figure, layout: Layout, rows: Sequence[Sequence[str]], tops: Sequence[float], y: float
) -> Iterator[Axes]:
    """Panels with their heads, row by row.

    figure: to which they are added. layout: where they go. rows: heads, wrapped. tops: room above each row, in inches.
    y: where the first row begins, in inches from the bottom.
    """
    wide, high = figure.get_size_inches()
    for row, top in zip(rows, tops, strict=True):
        y -= top + layout.height
        for column, head in enumerate(row):
            x = layout.left + column * (layout.width + layout.between)
            axes = figure.add_axes((x / wide, y / high, layout.width / wide, layout.height / high))
            axes.set_title(head, loc="left", size=HEAD, color=INK, pad=5)
            axes.tick_params(length=3, labelsize=7.5)
            axes.set_axisbelow(True)
            yield axes
        y -= layout.below
