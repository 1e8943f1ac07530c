"""What tests of figures share: a context to draw them in, and whether all that is written can be read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import BboxBase

from datadeel.figures.page import Context

#: Digest of the manifest that figures of tests name.
DIGEST = "f" * 64


def context_in(
    language: str, titles: Mapping[str, str] | None = None, replicates: int = 20, title: str = "", note: str = ""
) -> Context:
    """What figures of a test have in common, of version 1.0; the arguments are those of ``Context``."""
    return Context(language, DIGEST, "1.0", titles or {}, replicates, title, note)


def bands(kind: str, mean: np.ndarray, organisations: int = 40) -> pd.DataFrame:
    """Rows of an adoption curve: the share of a kind that shares, month by month from the first, within a band."""
    return pd.DataFrame(
        {
            "kind": kind,
            "month": np.arange(1, len(mean) + 1),
            "organisations": organisations,
            "mean": mean,
            "p10": mean - 0.05,
            "p90": mean + 0.05,
        }
    )


def words_of(figure: Figure) -> str:
    """Everything that is written in a figure, on one line."""
    texts = [text.get_text() for text in figure.findobj(Text)]
    return " ".join(" ".join(texts).split())


def _texts(figure: Figure) -> Iterator[tuple[Axes | None, Text]]:
    """Everything that is written, and where; ticks beyond the ends of an axis are not."""
    for axes in figure.axes:
        yield from ((axes, text) for text in _ticks(axes))
        for text in (axes.xaxis.label, axes.yaxis.label, *axes.texts, axes.title, axes._left_title):
            if text.get_text():
                yield axes, text
    for legend in figure.legends:
        yield from ((None, text) for text in legend.get_texts())
    yield from ((None, text) for text in figure.texts)


def _ticks(axes: Axes) -> Iterator[Text]:
    """Labels of ticks that can be seen."""
    across = [(text, text.get_position()[0], axes.get_xlim()) for text in axes.get_xticklabels()]
    up = [(text, text.get_position()[1], axes.get_ylim()) for text in axes.get_yticklabels()]
    for text, value, limits in (*across, *up):
        if text.get_visible() and text.get_text() and min(limits) - 1e-9 <= value <= max(limits) + 1e-9:
            yield text


def _extent(text: Text) -> BboxBase:
    """The letters alone, without the arrow of an annotation."""
    return Text.get_window_extent(text) if isinstance(text, Annotation) else text.get_window_extent()


def check_readable(figure: Figure, where: str) -> None:
    """No text leaves the figure, and texts do not lie over each other."""
    FigureCanvasAgg(figure).draw()
    page = figure.bbox
    boxes = [(f"{where}: {text.get_text()!r}", _extent(text)) for _, text in _texts(figure)]
    for known, box in boxes:
        assert box.x0 >= page.x0 - 1, known
        assert box.x1 <= page.x1 + 1, known
        assert box.y0 >= page.y0 - 1, known
        assert box.y1 <= page.y1 + 1, known
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 2.0 or up <= 2.5, f"{one} over {other}"
