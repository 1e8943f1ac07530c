"""One visual language for all figures: colours, lines, fonts, and how a figure is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.typing import LineStyleType
from PIL import Image
from PIL.PngImagePlugin import PngInfo

#: A colour and a line for each kind: Okabe and Ito's palette (safe for colour blindness), with lines that differ in
#: dashes too, so that they can be told apart in grey print.
KIND_COLOURS = {
    "sme": "#0072B2",
    "municipality": "#D55E00",
    "large_firm": "#009E73",
    "start_up": "#CC79A7",
    "public_body": "#A06A00",
    "all": "#000000",
}
KIND_LINES = {
    "sme": "solid",
    "municipality": (0, (6, 2)),
    "large_firm": (0, (4, 1.5, 1, 1.5)),
    "start_up": (0, (1.2, 1.4)),
    "public_body": (0, (8, 2, 1, 2, 1, 2)),
    "all": "solid",
}
#: Okabe and Ito's palette, with a dash and a mark of its own for each, so that they differ in grey print too.
SERIES: tuple[tuple[str, LineStyleType, str], ...] = (
    ("#0072B2", "solid", "o"),
    ("#D55E00", (0, (6, 2)), "s"),
    ("#009E73", (0, (4, 1.5, 1, 1.5)), "D"),
    ("#CC79A7", (0, (1.2, 1.4)), "^"),
    ("#A06A00", (0, (8, 2, 1, 2, 1, 2)), "v"),
    ("#000000", (0, (2, 2)), "P"),
)
INK = "#222222"
QUIET = "#6B6B6B"
FAINT = "#DDDDDD"
#: What ends at the same colour for all: the scenario that is told of, in Okabe and Ito's blue.
BLUE = "#0072B2"
#: White around letters, so that a line under them does not cross them out.
HALO = (withStroke(linewidth=2.5, foreground="white"),)

_SETTINGS: Any = {
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


def spread(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """``positions`` moved apart to at least ``gap``, keeping their order and staying within bounds where they fit."""
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
    """Write ``figure`` in ``formats`` (svg, png, pdf) beside each other; all name the manifest they came from in their metadata.

    path: without suffix. Same figure, same bytes: no date is written. Gives the files.
    """
    write = {"svg": write_svg, "png": _png, "pdf": _pdf}
    files = []
    for one in formats:
        # Not with_suffix, which would cut a name at its last dot.
        files.append(path.with_name(f"{path.name}.{one}"))
        with styled():
            write[one](figure, files[-1], title, f"manifest {manifest}")
    return files


def write_svg(figure: Figure, path: Path | BytesIO, title: str, source: str) -> None:
    """Write ``figure`` as SVG, with letters as shapes, so that it looks the same everywhere. To be called as it is drawn."""
    told = {"Title": title, "Source": source, "Creator": "datadeel", "Date": None}
    figure.savefig(path, format="svg", metadata=told)


def _pdf(figure: Figure, path: Path, title: str, source: str) -> None:
    told = {"Title": title, "Subject": source, "Creator": "datadeel", "CreationDate": None}
    figure.savefig(path, format="pdf", metadata=told)


def _png(figure: Figure, path: Path, title: str, source: str) -> None:
    drawn = BytesIO()
    figure.savefig(drawn, format="png", dpi=160)
    told = PngInfo()
    for key, text in (("Title", title), ("Source", source), ("Software", "datadeel")):
        told.add_text(key, text)
    # A few colours are enough for a figure, and make the file three times as small; rare ones, such as a few marks, are kept.
    few = Image.open(drawn).convert("RGB").quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, pnginfo=told, dpi=(160, 160))
