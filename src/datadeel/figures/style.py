"""One visual language for all figures: colours, lines, fonts, and how a figure is saved.

Colours are Okabe and Ito's, which people who see colours otherwise can tell apart. What differs in colour differs in
dashes or in its mark too, for grey print. What a figure is about is blue; what it is compared with is grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.typing import LineStyleType, RcKeyType
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo


@dataclass(frozen=True)
class SeriesStyle:
    """How one series is drawn.

    colour: as "#RRGGBB", dark enough to be seen on white. dashes: of its line, in Matplotlib's terms. mark: of its
    points, empty for none. width: of its line, in points.
    """

    colour: str
    dashes: LineStyleType
    mark: str = ""
    width: float = 1.7


#: Of words, of what is less important, and of lines behind all.
INK, QUIET, FAINT = "#222222", "#6B6B6B", "#DDDDDD"
#: What a figure is about, where there is one thing: Okabe and Ito's blue. And what is against it: their vermilion.
BLUE, RED = "#0072B2", "#D55E00"

#: Of series in order: Okabe and Ito's palette (safe for colour blindness), colours too light for a line on white
#: darkened.
SERIES_STYLES: tuple[SeriesStyle, ...] = (
    SeriesStyle(BLUE, "solid", "o"),
    SeriesStyle(RED, (0, (6, 2)), "s"),
    SeriesStyle("#009E73", (0, (4, 1.5, 1, 1.5)), "D"),
    SeriesStyle("#CC79A7", (0, (1.2, 1.4)), "^"),
    SeriesStyle("#A06A00", (0, (8, 2, 1, 2, 1, 2)), "v"),
    SeriesStyle("#000000", (0, (2, 2)), "P"),
    SeriesStyle("#3D9BD0", (0, (10, 3)), "X"),
    SeriesStyle("#5B4A8A", (0, (3, 1, 1, 1, 1, 1)), "<"),
)
#: Of what others are compared with.
BASELINE = SeriesStyle(QUIET, (0, (4, 2)), "x", 1.3)

#: Of kinds of organisations, and of all together.
KIND_STYLES: dict[str, SeriesStyle] = {
    "sme": SeriesStyle(BLUE, "solid", "o"),
    "municipality": SeriesStyle(RED, (0, (6, 2)), "s"),
    "large_firm": SeriesStyle("#009E73", (0, (4, 1.5, 1, 1.5)), "D"),
    "start_up": SeriesStyle("#CC79A7", (0, (1.2, 1.4)), "^"),
    "public_body": SeriesStyle("#A06A00", (0, (8, 2, 1, 2, 1, 2)), "P"),
    "all": SeriesStyle("#000000", "solid", "", 2.6),
}

#: From nearly white to dark blue: one hue, evenly darker, so that grey print keeps the order. The paler one has room
#: for dark numbers nearly throughout.
HEAT = LinearSegmentedColormap.from_list("datadeel", ("#F3F8FC", "#8EC1E0", BLUE, "#003A5C"))
PALE_HEAT = LinearSegmentedColormap.from_list("datadeel-pairs", ("#F3F8FC", "#8EC1E0", BLUE))

#: White around letters, so that a line under them does not cross them out.
HALO = (withStroke(linewidth=2.5, foreground="white"),)

#: A kind with fewer organisations moves in leaps: its band would tell of its size only.
FEWEST_BANDED = 10

_SETTINGS: dict[RcKeyType, object] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "svg.fonttype": "path",
    "svg.hashsalt": "datadeel",
}


@contextmanager
def styled() -> Iterator[None]:
    """Our settings for a moment; nothing global stays changed."""
    with matplotlib.rc_context(_SETTINGS):
        yield


def leader(
    colour: str, width: float = 0.7, dashes: LineStyleType = "solid", shrink: tuple[float, float] = (0.0, 0.0)
) -> dict[str, object]:
    """A thin line from the left edge of a label to what it names, as ``arrowprops`` of an annotation.

    colour, width, dashes: of the line, the width in points. shrink: left free at the label and at what it names,
    points.
    """
    return {
        "arrowstyle": "-",
        "color": colour,
        "linewidth": width,
        "linestyle": dashes,
        "relpos": (0, 0.5),
        "shrinkA": shrink[0],
        "shrinkB": shrink[1],
    }


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """``positions`` moved apart to at least ``gap``, keeping their order and staying from ``low`` to ``high`` where
    they fit; all in the same unit."""
    order = sorted(range(len(positions)), key=lambda at: positions[at])
    moved = [positions[at] for at in order]
    for _ in range(200):
        for at in range(1, len(moved)):
            overlap = gap - (moved[at] - moved[at - 1])
            if overlap > 1e-9:
                moved[at - 1] -= overlap / 2
                moved[at] += overlap / 2
        if moved and moved[0] < low:
            moved[0] = low
        if moved and moved[-1] > high:
            moved[-1] = high
    result = [0.0] * len(positions)
    for at, value in zip(order, moved, strict=True):
        result[at] = value
    return result


def save(figure: Figure, path: Path, title: str, manifest: str, formats: Sequence[str] = ("svg", "png")) -> list[Path]:
    """Write ``figure`` beside each other in ``formats`` ("svg", "png", "pdf"); gives the files.

    path: without suffix. title: for readers of the file's metadata, which names the ``manifest`` too, by its digest and
    what else is said of it. Same figure, same bytes: no date is written.
    """
    write = {"svg": write_svg, "png": _write_png, "pdf": _write_pdf}
    files = []
    for one in formats:
        # Not with_suffix, which would cut a name at its last dot.
        files.append(path.with_name(f"{path.name}.{one}"))
        with styled():
            write[one](figure, files[-1], title, f"manifest {manifest}")
    return files


def write_svg(figure: Figure, path: Path | BytesIO, title: str, source: str) -> None:
    """Write ``figure`` as SVG to ``path``, letters as shapes, so that it looks the same everywhere; within
    :func:`styled`.

    title, source: for its metadata.
    """
    metadata = {"Title": title, "Source": source, "Creator": "datadeel", "Date": None}
    figure.savefig(path, format="svg", metadata=metadata)


def _write_pdf(figure: Figure, path: Path, title: str, source: str) -> None:
    """As :func:`write_svg`, as PDF."""
    metadata = {"Title": title, "Subject": source, "Creator": "datadeel", "CreationDate": None}
    figure.savefig(path, format="pdf", metadata=metadata)


#: So little of 255 may a palette change a colour: nobody sees it.
_UNSEEN = 4


def _write_png(figure: Figure, path: Path, title: str, source: str) -> None:
    """As :func:`write_svg`, as PNG of few colours, 160 dots an inch."""
    drawn = BytesIO()
    figure.savefig(drawn, format="png", dpi=160)
    metadata = PngInfo()
    for key, text in (("Title", title), ("Source", source), ("Software", "datadeel")):
        metadata.add_text(key, text)
    whole = Image.open(drawn).convert("RGB")
    few = whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    # A palette makes the file a third as large, where no colour is changed by it to the eye: else a band takes on the
    # colour of another kind's.
    moved = int(np.asarray(ImageChops.difference(whole, few.convert("RGB"))).max())
    (few if moved <= _UNSEEN else whole).save(path, pnginfo=metadata, dpi=(160, 160), optimize=True)
