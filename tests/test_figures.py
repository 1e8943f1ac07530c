"""The adoption figure: what is drawn, in both languages, and that it can be told apart in grey."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from figure_checks import DIGEST, bands, context_in
from matplotlib.colors import to_rgb

from datadeel.figures.adoption import adoption_figure
from datadeel.figures.style import KIND_STYLES, save, spread
from datadeel.registry.kinds import KINDS
from datadeel.scenario.loader import load


def _bands(months: int) -> pd.DataFrame:
    parties = (*KINDS, "all")
    return pd.concat([bands(kind, np.linspace(0.1, 0.5 + 0.08 * at, months)) for at, kind in enumerate(parties)])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["SMEs", "Oblige sharing", "years after the start"]),
        ("nl", ["mkb", "Delen verplichten", "jaren na de start"]),
    ],
)
def test_words_and_marks(language: str, words: list[str]) -> None:
    scenario = load(ROOT / "scenarios/dil-thesis-advice.toml", ["event.leak.month=30"])
    figure = adoption_figure(_bands(120), scenario, context_in(language))
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    texts += [axes.get_xlabel() for axes in figure.axes] + [text.get_text() for text in figure.texts]
    for word in words:
        assert any(word in text for text in texts), word
    top, low = figure.axes
    assert len(top.lines) == 6
    assert len(low.patches) == 2 * len(scenario.policy)
    named = [text.get_text() for text in low.texts]
    assert len(named) == len(set(named)), "a row for each measure"
    assert any("20" in text.get_text() for text in figure.texts)


def test_no_label_leaves_the_figure() -> None:
    scenario = load(ROOT / "scenarios/dmi-stick.toml", ["event.leak.month=30"])
    for language in ("en", "nl"):
        figure = adoption_figure(_bands(120), scenario, context_in(language))
        figure.canvas.draw()
        box = figure.bbox
        for text in [text for axes in figure.axes for text in axes.texts] + list(figure.texts):
            extent = text.get_window_extent()
            assert extent.x1 <= box.x1 + 1, text.get_text()
            assert extent.x0 >= box.x0 - 1, text.get_text()


def test_kinds_differ_in_line_as_well_as_colour() -> None:
    lines = {str(KIND_STYLES[kind].dashes) for kind in KINDS}
    assert len(lines) == len(KINDS)
    greys = {kind: np.dot(to_rgb(KIND_STYLES[kind].colour), (0.2126, 0.7152, 0.0722)) for kind in KINDS}
    assert max(greys.values()) < 0.6  # dark enough on white


def test_same_figure_same_bytes(tmp_path: Path) -> None:
    scenario = load(ROOT / "scenarios/baseline.toml")
    for name in "ab":
        save(adoption_figure(_bands(120), scenario, context_in("en", replicates=1)), tmp_path / name, "title", DIGEST)
    for suffix in (".svg", ".png"):
        assert (tmp_path / "a").with_suffix(suffix).read_bytes() == (tmp_path / "b").with_suffix(suffix).read_bytes()


def test_titles_that_look_like_markup_stay_text(tmp_path: Path) -> None:
    scenario = load(ROOT / "scenarios/baseline.toml", ["title=<script>alert(1)</script> $x^2$ {a}", 'title_nl=""'])
    figure = adoption_figure(_bands(120), scenario, context_in("nl", replicates=1))
    save(figure, tmp_path / "x", scenario.title, DIGEST)
    assert "<script>" not in (tmp_path / "x.svg").read_text(encoding="utf-8")


def test_labels_are_moved_apart() -> None:
    moved = spread([0.5, 0.5, 0.51, 0.99], 0.05, 0.02, 0.98)
    assert np.diff(sorted(moved)).min() >= 0.05 - 1e-6
    assert max(moved) <= 0.98 + 1e-6


def test_figures_need_no_compiler() -> None:
    """They are drawn from tables: what compiles the model takes seconds to load."""
    code = "import datadeel.figures.of_result, sys; print(*{'numba', 'scipy', 'mesa'} & sys.modules.keys())"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []
