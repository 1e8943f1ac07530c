"""Figures of a sensitivity analysis: what is drawn of the tables, and that it can be read in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from figure_checks import DIGEST, check_readable, context_in
from matplotlib.figure import Figure

from datadeel.experiment.sampling import DUMMY
from datadeel.figures.labels import factor_label
from datadeel.figures.sensitivity.effects import morris_figure
from datadeel.figures.sensitivity.lines import convergence_figure, months_figure
from datadeel.figures.sensitivity.pairs import pairs_figure
from datadeel.figures.sensitivity.ranking import LOW, bars_figure
from datadeel.figures.sensitivity.responses import responses_figure
from datadeel.figures.sensitivity.tables import leading, short_name
from datadeel.figures.style import BLUE, save
from datadeel.i18n import LANGUAGES
from datadeel.registry.parameters import PARAMETERS

OUTCOMES = ("sharing", "durable", "public_spending")
MANY = (*OUTCOMES, "gain_sme", "trust", "knowledge")
#: The longest names there are, and parameters of kinds taken together.
FACTORS = [
    *sorted((f"parameters.{name}" for name in PARAMETERS), key=lambda path: -len(factor_label(path, "nl")))[:24],
    "parameters.benefit_factor",
    "parameters.attention",
]
FIRST, SECOND = FACTORS[0], FACTORS[1]
SIZES = {"public_spending": 4e7, "gain_sme": 9000.0}


def _weights(outcome: str) -> dict[str, float]:
    """How much each factor matters: the first most, on the whole the earlier ones more, the dummy hardly."""
    rng = np.random.default_rng(len(outcome))
    weights = 0.3 * 0.8 ** np.arange(len(FACTORS)) * rng.uniform(0.7, 1.0, len(FACTORS))
    weights[0] = 0.4
    return dict(zip([*FACTORS, DUMMY], [*weights, 0.01], strict=True))


def _indices(*names: str, outcomes: Sequence[str] = OUTCOMES) -> pd.DataFrame:
    parts = {"S1": 0.6, "sigma": 0.9}
    return pd.DataFrame(
        [
            {
                "outcome": outcome,
                "factor": factor,
                "index": name,
                "value": value,
                "low": value - half,
                "high": value + half,
            }
            for outcome in outcomes
            for factor, weight in _weights(outcome).items()
            for name in names
            for size in [SIZES.get(outcome, 1.0) if name in ("mu_star", "mu", "sigma") else 1.0]
            for value in [size * weight * parts.get(name, 1.0)]
            for half in [np.nan if name in ("sigma", "mu") else 0.01 * size + 0.1 * value]
        ]
    )


def _pairs(outcomes: Sequence[str] = OUTCOMES) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "outcome": outcome,
                "factor": one,
                "other": other,
                "value": value,
                "low": value - 0.01,
                "high": value + 0.01,
            }
            for outcome in outcomes
            for one, other in itertools.combinations(FACTORS, 2)
            for value in [_weights(outcome)[one] * _weights(outcome)[other] * 2.0]
        ]
    )


def _months(outcomes: Sequence[str] = ("sharing", "trust", "willingness")) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"outcome": outcome, "month": month, "factor": factor, "S1": weight / 2, "ST": weight * (1 + month / 240)}
            for outcome in outcomes
            for month in range(12, 121, 12)
            for factor, weight in _weights(outcome).items()
        ]
    )


def _convergence(outcomes: Sequence[str] = OUTCOMES) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "outcome": outcome,
                "samples": samples,
                "factor": factor,
                "value": value,
                "low": value - half,
                "high": value + half,
            }
            for outcome in outcomes
            for samples in (32, 64, 128, 256)
            for half in [0.5 / samples**0.5]
            for factor, weight in _weights(outcome).items()
            for value in [weight + half / 4]
        ]
    )


def _curves(outcomes: Sequence[str] = OUTCOMES) -> pd.DataFrame:
    rows = []
    for outcome, factor, u in itertools.product(outcomes, FACTORS, np.linspace(0.0, 1.0, 5)):
        size = SIZES.get(outcome, 1.0)
        known = PARAMETERS.get(factor.removeprefix("parameters."))
        value = known.low + u * (known.high - known.low) if known else u
        mean = size * (0.3 + _weights(outcome)[factor] * u)
        rows.append(
            {
                "outcome": outcome,
                "factor": factor,
                "u": u,
                "value": value,
                "mean": mean,
                "low": mean - 0.02 * size,
                "high": mean + 0.02 * size,
            }
        )
    return pd.DataFrame(rows)


DRAWN: dict[str, tuple[Callable[..., Figure], pd.DataFrame, int]] = {
    "morris": (morris_figure, _indices("mu_star", "mu", "sigma"), 3),
    "sobol": (bars_figure, _indices("S1", "ST"), 3),
    "ranking of morris": (bars_figure, _indices("mu_star", "mu", "sigma"), 3),
    "pawn": (bars_figure, _indices("pawn"), 3),
    "delta": (bars_figure, _indices("delta", outcomes=OUTCOMES[:1]), 1),
    "months": (months_figure, _months(), 3),
    "pairs": (pairs_figure, _pairs(), 3),
    "curves": (responses_figure, _curves(), 12),
    "convergence": (convergence_figure, _convergence(), 3),
}
CROWDED: dict[str, tuple[Callable[..., Figure], pd.DataFrame, int]] = {
    "morris": (morris_figure, _indices("mu_star", "sigma", outcomes=MANY), 6),
    "sobol": (bars_figure, _indices("S1", "ST", outcomes=MANY), 6),
    "months": (months_figure, _months(MANY), 6),
    "pairs": (pairs_figure, _pairs(MANY), 6),
    "convergence": (convergence_figure, _convergence(MANY), 6),
}


def _words(figure: Figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.texts)


def _labels(figure: Figure, panel: int = 0) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in figure.axes[panel].texts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAWN)
def test_everything_can_be_read(name: str, language: str) -> None:
    draw, table, panels = DRAWN[name]
    figure = draw(table, context_in(language, title="Een eigen titel, $x$ {a}"))
    assert len(figure.axes) == panels
    check_readable(figure, f"{name}, {language}")
    assert figure.texts[0].get_text() == "Een eigen titel, $x$ {a}"
    assert "ffffffffffff" in _words(figure)
    assert figure.get_figwidth() == pytest.approx(9.0)
    assert figure.get_figheight() < 13.0
    assert "verschil met het basisbeleid" not in _words(figure)


@pytest.mark.parametrize("name", CROWDED)
def test_six_outcomes_with_the_longest_names(name: str) -> None:
    draw, table, panels = CROWDED[name]
    figure = draw(table, context_in("nl"))
    assert len(figure.axes) == panels
    check_readable(figure, name)


@pytest.mark.parametrize("name", DRAWN)
def test_differences_are_said_to_be(name: str) -> None:
    draw, table, _ = DRAWN[name]
    few = table[table["factor"].isin([*FACTORS[:4], DUMMY])]
    words = _words(draw(few.assign(change=True), context_in("nl")))
    assert "verschil met het basisbeleid" in words
    assert "weggelaten" not in words


def test_effects_in_units_of_the_outcome_with_the_floor_dashed() -> None:
    table = _indices("mu_star", "sigma")
    figure = morris_figure(table, context_in("en"), most=5)
    axes = figure.axes[0]
    assert axes.get_title("left") == "Share data,\u00a0percentage points"
    dots = {(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in axes.lines if line.get_marker() == "o"}
    weights = _weights("sharing")
    assert len(dots) == len(FACTORS)
    assert any(one == pytest.approx((100 * weights[FIRST], 90 * weights[FIRST])) for one in dots)
    dashed = [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "--"]
    assert dashed == [pytest.approx(1.0)]
    named = [text for text in _labels(figure) if text not in ("σ = μ*", "dummy (seed noise)")]
    assert 3 <= len(named) <= 5
    assert factor_label(FIRST, "en") in named
    assert len({line.get_color() for line in axes.lines if line.get_marker() == "o"}) == 2


def test_no_name_for_what_is_below_the_floor() -> None:
    table = _indices("mu_star", "sigma", outcomes=["sharing"])
    table.loc[table["factor"] == DUMMY, ["value", "low", "high"]] = 0.34
    named = _labels(morris_figure(table, context_in("en")))
    assert set(named) == {"σ = μ*", "dummy (seed noise)", factor_label(FIRST, "en")}


def test_rows_by_the_mean_of_the_main_index_over_outcomes() -> None:
    table = _indices("S1", "ST")
    figure = bars_figure(table, context_in("en"), most=8)
    mean = table[table["index"].eq("ST") & table["factor"].ne(DUMMY)].groupby("factor")["value"].mean()
    in_shown_units = {
        one: np.mean([_weights(o)[one] / max(_weights(o).values()) for o in OUTCOMES]) for one in mean.index
    }
    expected = sorted(in_shown_units, key=lambda one: -in_shown_units[one])[:8]
    rows = [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
    assert rows == [short_name(one, "en") for one in expected]
    assert f"left out: {len(FACTORS) - 8}." in _words(figure)
    (legend,) = figure.legends
    assert [text.get_text().strip() for text in legend.get_texts()] == [
        "ST: interactions included",
        "S1: alone",
        "noise floor",
    ]
    # Two dots a row, filled for ST, open for S1; the band ends at the upper bound of the dummy's ST.
    dots = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "D")]
    assert [line.get_markerfacecolor() == "white" for line in dots] == [False, True] * 8
    (band,) = figure.axes[0].patches
    assert band.get_x() + band.get_width() == pytest.approx(0.01 + 0.01 + 0.001)


def test_grey_where_it_cannot_be_told_from_noise() -> None:
    table = _indices("pawn", outcomes=["sharing"])
    table = table[table["factor"].isin([FIRST, SECOND, DUMMY])]
    table.loc[table["factor"] == SECOND, ["value", "low", "high"]] = 0.03, 0.01, 0.05
    (axes,) = bars_figure(table, context_in("nl")).axes
    assert [line.get_color() for line in axes.lines if line.get_marker() == "o"] == [BLUE, LOW]
    assert axes.get_xlabel() == "PAWN-index"


def test_outcomes_of_other_sizes_weigh_the_same() -> None:
    table = _indices("mu_star", outcomes=["sharing", "public_spending"])
    few = table[table["factor"].isin([FIRST, SECOND])].set_index(["outcome", "factor"])
    # In euros the second matters a little more, in shares much less: on average it comes after the first.
    few.loc[("sharing", FIRST), "value"], few.loc[("sharing", SECOND), "value"] = 0.4, 0.1
    few.loc[("public_spending", FIRST), "value"], few.loc[("public_spending", SECOND), "value"] = 3e7, 4e7
    assert leading(few.reset_index(), "value", 2) == [FIRST, SECOND]


@pytest.mark.parametrize(("draw", "table"), [(months_figure, _months()), (convergence_figure, _convergence())])
def test_lines_have_names_and_looks_of_their_own(draw: Callable[..., Figure], table: pd.DataFrame) -> None:
    figure = draw(table, context_in("nl"), most=4)
    for panel in range(3):
        names = _labels(figure, panel)
        assert len(names) == 5
        assert "dummy (toeval)" in names
        assert short_name(FIRST, "nl") in names
        data = figure.axes[panel].transData
        lines = [line for line in figure.axes[panel].lines if line.get_transform() == data]
        assert len(lines) == 5
        assert len({(line.get_color(), line.get_marker()) for line in lines}) == 5
    assert f"weggelaten: {len(FACTORS) - 4}." in _words(figure)


def test_months_in_years_and_samples_by_doubling() -> None:
    months = months_figure(_months(), context_in("nl")).axes[-1]
    assert months.get_xlim() == (0.0, 10.0)
    assert months.get_xlabel() == "jaren na de start"
    samples = convergence_figure(_convergence(), context_in("en")).axes[-1]
    assert samples.get_xscale() == "log"
    assert [label.get_text() for label in samples.get_xticklabels()] == ["32", "64", "128", "256"]
    effects = convergence_figure(_convergence(["sharing"]), context_in("en"), index="mu_star").axes[0]
    assert effects.get_title("left").endswith("percentage points")
    assert effects.get_ylim()[1] > 40.0
    one = _convergence()
    check_readable(convergence_figure(one[one["samples"] == 32], context_in("nl")), "one size")


def test_numbers_of_pairs_that_are_clear_of_zero() -> None:
    table = _pairs(["sharing"])
    figure = pairs_figure(table, context_in("nl"), most=5)
    told = [text for text in _labels(figure) if text[0].isdigit()]
    names = [text for text in _labels(figure) if not text[0].isdigit()]
    assert len(names) == 5
    assert names[0] == short_name(FIRST, "nl")
    assert len(figure.axes[0].patches) == 10
    chosen = [one for one in FACTORS if short_name(one, "nl") in names]
    part = table[table["factor"].isin(chosen) & table["other"].isin(chosen)]
    expected = part.loc[part["low"] > 0.0, "value"]
    assert sorted(told) == sorted(f"{value:.2f}".replace(".", ",") for value in expected)
    nothing = table.assign(low=-0.1, high=0.1)
    figure = pairs_figure(nothing, context_in("nl"), most=5)
    assert not [text for text in _labels(figure) if text[0].isdigit()]
    check_readable(figure, "nothing clear of zero")


def test_curves_of_outcomes_in_the_same_unit() -> None:
    figure = responses_figure(_curves(), context_in("en"), most=3)
    assert [len(axes.lines) for axes in figure.axes] == [2, 2, 2]
    (legend,) = figure.legends
    assert [text.get_text().strip() for text in legend.get_texts()] == [
        "Share data,\u00a0%",
        "Go on sharing without support,\u00a0%",
    ]
    assert figure.axes[0].get_title("left").replace("\n", " ") == factor_label(FIRST, "en")
    assert list(figure.axes[0].lines[0].get_ydata()) == pytest.approx(list(100 * (0.3 + 0.4 * np.linspace(0, 1, 5))))
    alone = responses_figure(_curves(["public_spending"]), context_in("nl"), most=3)
    assert not alone.legends
    assert "Verticaal: Publieke uitgaven, miljoen euro." in _words(alone)


def test_ends_of_ranges_in_numbers_or_words() -> None:
    few = _curves(["sharing"])
    few = few[few["factor"].isin(["parameters.complementarity", "parameters.benefit_factor", FIRST])]
    few.loc[few["factor"] == FIRST, "value"] = np.nan
    figure = responses_figure(few, context_in("nl"))
    ends = {
        axes.get_title("left").partition("\n")[0]: [label.get_text() for label in axes.get_xticklabels()]
        for axes in figure.axes
    }
    known = PARAMETERS["complementarity"]
    assert sorted(ends.values()) == sorted(
        [[f"{known.low:g}", f"{known.high:g}"], ["laagst", "hoogst"], ["laagst", "hoogst"]]
    )


def test_without_intervals_or_a_dummy() -> None:
    for name, (draw, table, _) in DRAWN.items():
        bare = table[(table["factor"] != DUMMY) & table["factor"].isin(FACTORS[:5])]
        if name not in ("pairs", "months"):
            bare = bare.assign(low=np.nan, high=np.nan)
        check_readable(draw(bare, context_in("en")), name)


def test_same_figure_same_bytes_with_the_manifest(tmp_path: Path) -> None:
    for name in ("morris", "curves"):
        draw, table, _ = DRAWN[name]
        table = table[(table["outcome"] == "sharing") & table["factor"].isin([*FACTORS[:3], DUMMY])]
        for folder in "ab":
            save(draw(table, context_in("nl")), tmp_path / f"{folder}-{name}", "title", DIGEST)
        for suffix in ("svg", "png"):
            written = (tmp_path / f"a-{name}.{suffix}").read_bytes()
            assert written == (tmp_path / f"b-{name}.{suffix}").read_bytes()
            assert b"manifest " + DIGEST.encode() in written
