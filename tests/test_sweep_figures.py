"""Figures of comparisons and sweeps: what is chosen, what is drawn, and that it can be read in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from figure_checks import DIGEST, bands, check_readable, context_in
from matplotlib.figure import Figure

from datadeel.analysis.compare import cost_effectiveness, differences
from datadeel.figures.comparison import differences_figure, plane_figure
from datadeel.figures.curves import scenarios_figure
from datadeel.figures.labels import factor_label, outcome_label
from datadeel.figures.style import BLUE, save
from datadeel.figures.sweep.figures import sweep_figures
from datadeel.i18n import LANGUAGES, catalogue
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.registry.parameters import PARAMETERS

TITLES = {
    "dil": "Logistieke ketens (DIL)",
    "dmi": "Steden en mobiliteit (DMI)",
    "none": "Geen pakket",
    "carrot": "Alle beloningen, half zo sterk",
    "stick": "Verplichten",
    "b": "Een scenario met een lange naam, zoals in het echt",
}


# --- Sweeps to draw ----------------------------------------------------------------------------------------


def _settings(factors: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """All combinations."""
    return [dict(zip(factors, row, strict=True)) for row in itertools.product(*factors.values())]


def _named(setting: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{path}={value:.4g}" if isinstance(value, float) else f"{path}={value}" for path, value in setting.items()
    )


def _points(
    levers: Sequence[tuple[str, Mapping[str, Any]]],
    states: Sequence[tuple[str, Mapping[str, Any]]] = (("base", {}),),
    scenarios: Sequence[str] = ("dil",),
) -> pd.DataFrame:
    rows = [
        {
            "point": 0,
            "scenario": scenario,
            "lever": lever,
            "lever_name": lever_name,
            "uncertainty": state,
            "uncertainty_name": state_name,
            **dict.fromkeys(path for _, setting in [*levers, *states] for path in setting),
            **setting,
            **known,
        }
        for scenario in scenarios
        for lever, (lever_name, setting) in enumerate(levers)
        for state, (state_name, known) in enumerate(states)
    ]
    table = pd.DataFrame(rows)
    table["point"] = range(len(table))
    for path in {path for _, setting in (*levers, *states) for path in setting}:
        if all(isinstance(value, float | int | None) for value in table[path]):
            table[path] = table[path].astype(float)
    return table


def _grid(factors: Mapping[str, Sequence[Any]], packages: Sequence[str] = ("",)) -> list[tuple[str, dict[str, Any]]]:
    return [
        (", ".join(part for part in (package, _named(setting)) if part), setting)
        for package in packages
        for setting in _settings(factors)
    ]


def _summary(points: pd.DataFrame, outcomes: Sequence[str], worlds: int = 20) -> pd.DataFrame:
    """Results that rise with the point's number, between 0.1 and 0.9 for shares."""
    rows = []
    for outcome in outcomes:
        size = {"public_spending": 3e6, "innovations": 4.0, "gain_sme": -1200.0}.get(outcome, 1.0)
        for point in points["point"]:
            mean = size * (0.1 + 0.8 * point / max(len(points) - 1, 1))
            low, high = (mean - 0.03 * abs(size), mean + 0.03 * abs(size)) if worlds > 1 else (np.nan, np.nan)
            rows.append(
                {
                    "point": point,
                    "outcome": outcome,
                    "unit": "",
                    "worlds": worlds,
                    "mean": mean,
                    "low": low,
                    "high": high,
                }
            )
    return points.merge(pd.DataFrame(rows), on="point")


def _draw(
    points: pd.DataFrame,
    outcomes: Sequence[str] = ("sharing",),
    language: str = "nl",
    worlds: int = 20,
    baseline: str = "",
) -> dict[str, Figure]:
    summary = _summary(points, outcomes, worlds)
    return sweep_figures(
        points, summary, outcomes, context_in(language, TITLES, title="Belonen of verplichten"), baseline
    )


SHARE, STRENGTH, COACHING = (
    "policy.subsidy.share",
    "policy.mandate.strength",
    "policy.knowledge_infrastructure.coaching",
)
GAMMA, BREACH = "parameters.complementarity", "parameters.breach_rate"
TWO = {SHARE: [0.0, 0.25, 0.5], STRENGTH: [0.0, 0.5, 0.75, 1.0]}


def _samples(count: int, *paths: str) -> list[tuple[str, dict[str, float]]]:
    rng = np.random.default_rng(1)
    return [
        (
            f"sample {number}",
            {path: float(value) for path, value in zip(paths, rng.random(len(paths)) + 0.1, strict=True)},
        )
        for number in range(count)
    ]


DESIGNS: dict[str, tuple[pd.DataFrame, dict[str, int]]] = {
    # Two levers on a grid; the smaller as lines too.
    "grid": (_points(_grid(TWO)), {"heat": 1, "lines": 1}),
    "grid of scenarios": (_points(_grid(TWO), scenarios=("dil", "dmi")), {"heat": 2, "lines": 2}),
    "a lever and an uncertainty": (
        _points(_grid({STRENGTH: [0.0, 0.5, 1.0]}), _grid({GAMMA: [1.5, 2.0, 3.0]})),
        {"heat": 1, "lines": 1},
    ),
    # What is not on the axes has a panel each.
    "two levers and an uncertainty": (
        _points(_grid(TWO), _grid({BREACH: [0.005, 0.02, 0.08]}), scenarios=("dil", "dmi")),
        {"heat": 6, "lines": 6},
    ),
    "packages along an uncertainty": (
        _points([("none", {}), ("carrot", {}), ("stick", {})], _grid({GAMMA: [1.5, 2.0, 3.0]}), ("dil", "dmi")),
        {"lines": 2},
    ),
    "packages along a lever": (_points(_grid({STRENGTH: [0.0, 0.5, 1.0]}, ("none", "carrot"))), {"lines": 1}),
    "one lever": (_points(_grid({STRENGTH: [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]})), {"lines": 1}),
    "texts": (_points(_grid({"policy.subsidy.for": ["sme", "sme+municipality"]})), {"dots": 1}),
    "packages": (_points([("none", {}), ("carrot", {}), ("stick", {})], scenarios=("dil", "dmi")), {"dots": 1}),
    # A few states of what nobody knows: a panel each.
    "packages in two states": (
        _points([("none", {}), ("carrot", {}), ("stick", {})], _grid({GAMMA: [2.0, 4.0]})),
        {"dots-sharing": 2},
    ),
    "one at a time": (
        _points([("base", {}), *_grid({SHARE: [0.2, 0.8]}), *_grid({STRENGTH: [0.0, 0.5, 1.0]})]),
        {"dots": 1},
    ),
    "uncertainties one at a time": (
        _points([("base", {})], [("base", {}), *_grid({GAMMA: [1.5, 3.0]}), *_grid({BREACH: [0.005, 0.08]})]),
        {"dots": 1},
    ),
    "four factors": (
        _points(_grid({**TWO, COACHING: [0.0, 0.4, 0.8], "policy.agreement_framework.strictness": [0.0, 0.5, 1.0]})),
        {"heat-sharing": 9, "lines-sharing": 9},
    ),
    "too many to show all": (
        _points(_grid({**TWO, COACHING: [0.0, 0.4, 0.8], GAMMA: [1.0, 2.0, 4.0], BREACH: [0.1, 0.2]})),
        {"dots": 1},
    ),
    "samples": (_points([("base", {})], _samples(40, GAMMA, BREACH)), {"samples-sharing": 2}),
    "samples of levers": (_points(_samples(16, SHARE, STRENGTH), scenarios=("dil", "dmi")), {"samples-sharing": 2}),
    "packages under samples": (
        _points([("none", {}), ("carrot", {})], _samples(40, GAMMA, BREACH), ("dil", "dmi")),
        {"samples-sharing-dil": 2, "samples-sharing-dmi": 2, "dots": 1},
    ),
    "many sampled": (
        _points([("base", {})], _samples(40, *[f"parameters.{name}" for name in list(PARAMETERS)[:14]])),
        {"samples-sharing": 9},
    ),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_the_figure_suits_the_design(name: str) -> None:
    points, panels = DESIGNS[name]
    figures = _draw(points)
    assert {key: len(figure.axes) for key, figure in figures.items()} == panels
    for language in LANGUAGES:
        for key, figure in _draw(points, language=language).items():
            check_readable(figure, f"{name}, {key}, {language}")


def test_outcomes_share_a_figure_while_that_stays_readable() -> None:
    points, _ = DESIGNS["grid"]
    outcomes = ["sharing", "depth", "durable", "innovations", "public_spending"]
    figures = _draw(points, outcomes)
    assert {name: len(figure.axes) for name, figure in figures.items()} == {"heat": 5, "lines": 5}
    many, _ = DESIGNS["grid of scenarios"]
    assert set(_draw(many, outcomes)) == {f"{kind}-{one}" for kind in ("heat", "lines") for one in outcomes}
    rows, _ = DESIGNS["packages"]
    figures = _draw(rows, [*outcomes, "gain_sme", "start_ups_lost"])
    assert {name: len(figure.axes) for name, figure in figures.items()} == {"dots-1": 4, "dots-2": 3}
    for figure in figures.values():
        check_readable(figure, "dots")


def test_what_is_not_in_the_summary_is_not_drawn() -> None:
    points, _ = DESIGNS["grid"]
    figures = sweep_figures(points, _summary(points, ["depth"]), ["sharing", "depth"], context_in("en", title="t"))
    assert [len(figure.axes) for figure in figures.values()] == [1, 1]
    assert sweep_figures(points, _summary(points, ["depth"]), ["sharing"], context_in("en", title="t")) == {}


def test_more_than_six_scenarios_have_figures_apart() -> None:
    scenarios = [f"scenario {number}" for number in range(7)]
    figures = _draw(_points([("none", {}), ("carrot", {})], scenarios=scenarios))
    assert set(figures) == {f"dots-{name}" for name in scenarios}


def test_values_in_cells_and_where_half_is_reached() -> None:
    points, _ = DESIGNS["grid"]
    figure = _draw(points)["heat"]
    (axes,) = figure.axes
    # Values run evenly from 10 to 90 % in the order of points: shares first, so along the axis of strength.
    expected = np.array([0.1 + 0.8 * point / 11 for point in range(12)]).reshape(3, 4)
    told = {(text.get_position()[1], text.get_position()[0]): text.get_text() for text in axes.texts}
    assert told == {(row, column): f"{100 * expected[row, column]:.0f}" for row, column in np.ndindex(3, 4)}
    assert np.allclose(axes.images[0].get_array(), 100 * expected)
    # 50 % lies between the second and third of the middle row: its own side, and half of the sides above and below.
    more = expected >= 0.5
    sides = int((more[1:] != more[:-1]).sum() + (more[:, 1:] != more[:, :-1]).sum())
    assert len(axes.lines) == 2 * sides
    assert any("helft" in text.get_text() for text in figure.texts)


def test_panels_of_an_outcome_share_one_scale() -> None:
    points, _ = DESIGNS["grid of scenarios"]
    scales = {axes.images[0].get_clim() for axes in _draw(points)["heat"].axes}
    assert [pytest.approx((10.0, 90.0))] == list(scales)
    limits = {axes.get_ylim() for axes in _draw(points)["lines"].axes}
    assert len(limits) == 1


def test_lines_have_intervals_and_names() -> None:
    points, _ = DESIGNS["packages along an uncertainty"]
    axes, _ = _draw(points)["lines"].axes
    assert len(axes.lines) == len(axes.collections) == 3
    assert {text.get_text().replace("\n", " ") for text in axes.texts} == {
        TITLES["none"],
        TITLES["carrot"],
        TITLES["stick"],
    }
    assert "onzeker" in axes.get_xlabel()
    segment = axes.collections[0].get_segments()[0]
    assert segment[:, 1].tolist() == pytest.approx([7.0, 13.0])


def test_crowded_lines_and_ticks_stay_readable() -> None:
    """All lines end in one place, and values lie close together."""
    points = _points(
        _grid({STRENGTH: [0.0, 0.04, 0.1, 0.2, 0.6, 0.8, 1.0]}, ("none", "carrot", "stick", "b")),
        _grid({GAMMA: [1.0, 2.0, 4.0]}),
    )
    for outcome in ("sharing", "public_spending"):
        summary = _summary(points, [outcome])
        summary["mean"] = summary["low"] = summary["high"] = 0.5
        figures = sweep_figures(points, summary, [outcome], context_in("nl", TITLES, title="t"))
        figure = figures["lines"]
        assert len(figure.axes) == 3
        check_readable(figure, outcome)
        shown = [label.get_text() for label in figure.axes[0].get_xticklabels()]
        assert shown[0] == "0"
        assert shown[-1] == "1"
        assert "" in shown
        assert len(shown) == 7


def test_rows_in_the_order_of_the_design_with_the_baseline_dashed() -> None:
    points, _ = DESIGNS["packages"]
    figure = _draw(points, baseline="stick")["dots"]
    (axes,) = figure.axes
    assert [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()] == [
        TITLES["none"],
        TITLES["carrot"],
        TITLES["stick"],
    ]
    # Of both scenarios the dots, and a line at the third of their settings.
    upright = [
        line.get_xdata()[0] for line in axes.lines if len(set(line.get_xdata())) == 1 and len(line.get_xdata()) == 2
    ]
    assert upright == pytest.approx([100 * (0.1 + 0.8 * 2 / 5), 90.0])
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [TITLES["dil"], TITLES["dmi"]]
    assert any("verplichten" in text.get_text() for text in figure.texts)


def test_forty_rows_at_most_and_said_so() -> None:
    points, _ = DESIGNS["too many to show all"]
    figure = _draw(points)["dots"]
    assert len(figure.axes[0].get_yticks()) == 40
    assert any("40 van 216" in text.get_text().replace("\n", " ") for text in figure.texts)


def test_states_of_what_nobody_knows_as_a_range() -> None:
    points = _points(
        [("none", {}), ("carrot", {})], [("base", {}), *_grid({GAMMA: [1.0, 2.0, 3.0, 4.0]}), *_grid({BREACH: [0.1]})]
    )
    (axes,) = _draw(points)["dots"].axes
    shares = [0.1 + 0.8 * point / 11 for point in range(12)]
    dots = axes.lines[0].get_xdata()
    assert list(dots) == pytest.approx([100 * np.mean(shares[:6]), 100 * np.mean(shares[6:])])
    first, second = axes.collections[0].get_segments()
    assert first[:, 0].tolist() == pytest.approx([100 * shares[0], 100 * shares[5]])
    assert second[:, 0].tolist() == pytest.approx([100 * shares[6], 100 * shares[11]])


def test_samples_that_matter_most_come_first() -> None:
    points = _points([("base", {})], _samples(40, GAMMA, BREACH))
    summary = _summary(points, ["sharing"])
    summary["mean"] = 0.2 + 0.3 * summary[BREACH]
    figure = sweep_figures(points, summary, ["sharing"], context_in("en", title="t"))["samples-sharing"]
    assert figure.axes[0].get_title("left").startswith("Chance of misuse")


@pytest.mark.parametrize("name", ["grid", "packages", "one lever", "samples", "packages in two states"])
def test_one_world_and_points_where_all_runs_failed(name: str) -> None:
    points, panels = DESIGNS[name]
    figures = _draw(points, worlds=1)
    assert set(figures) == set(panels)
    told = " ".join(text.get_text() for figure in figures.values() for text in figure.texts)
    assert "interval" not in told
    assert "één simulatie" in told.lower()
    summary = _summary(points, ["sharing"])
    failed = summary["point"].isin([0, 2])
    summary.loc[failed, ["mean", "low", "high"]] = np.nan
    summary.loc[failed, "worlds"] = 0
    for figure in sweep_figures(points, summary, ["sharing"], context_in("nl", TITLES, title="t")).values():
        check_readable(figure, name)
    summary[["mean", "low", "high"]] = np.nan
    for figure in sweep_figures(points, summary, ["sharing"], context_in("nl", TITLES, title="t")).values():
        check_readable(figure, name)


# --- Comparisons -------------------------------------------------------------------------------------------

OUTCOMES = ("sharing", "depth", "durable", "innovations", "public_spending")


def _runs(scenarios: Sequence[str] = ("dil", "dmi", "b"), worlds: int = 12) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    luck = rng.normal(0.0, 0.02, worlds)
    frames = []
    for at, name in enumerate(scenarios):
        frame = pd.DataFrame({"scenario": name, "replicate": range(worlds), "organisations": 500, "months": 120})
        for outcome in OUTCOMES:
            size = {"public_spending": 3e6, "innovations": 2.0}.get(outcome, 0.7)
            frame[outcome] = size * (0.2 + 0.25 * at + luck + rng.normal(0.0, 0.01, worlds))
        frames.append(frame)
    return pd.concat(frames)


def _bands(top: float) -> pd.DataFrame:
    rise = 0.2 + (top - 0.2) * np.arange(1, 121) / 120
    return pd.concat([bands(kind, rise if kind == "all" else rise - 0.3, 100) for kind in (*KINDS, "all")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences(language: str) -> None:
    table = differences(_runs(), "dil", outcomes=OUTCOMES)
    figure = differences_figure(table, context_in(language, TITLES, note="Een opmerking."), "dil")
    assert len(figure.axes) == 5
    check_readable(figure, language)
    first = figure.axes[0]
    labels = [text.get_text() for text in first.texts]
    point = "," if language == "nl" else "."
    expected = 100.0 * table[table["outcome"] == "sharing"]["difference"]
    assert labels == [f"+{value:.1f}".replace(".", point) for value in expected]
    names = [label.get_text().replace("\n", " ") for label in first.get_yticklabels()]
    assert names == [TITLES["dmi"], TITLES["b"]]
    words = [text.get_text() for text in figure.texts] + [axes.get_xlabel() for axes in figure.axes]
    assert any("12" in text for text in words)
    assert any("Een opmerking." in text and "ffffffffffff" in text for text in words)
    assert ("← minder is beter" if language == "nl" else "← less is better") in words


def test_open_dots_where_chance_may_have_done_it() -> None:
    runs = _runs(("dil", "dmi"))
    runs["same"] = runs["sharing"]
    runs.loc[runs["scenario"] == "dmi", "sharing"] = list(runs.loc[runs["scenario"] == "dil", "sharing"][::-1])
    figure = differences_figure(
        differences(runs, "dil", outcomes=("sharing", "depth")), context_in("en", TITLES), "dil"
    )
    fills = [line.get_markerfacecolor() for axes in figure.axes for line in axes.lines if line.get_marker() == "o"]
    assert fills == ["white", BLUE]


def test_differences_without_interval_or_number() -> None:
    runs = _runs(worlds=1)
    runs.loc[runs["scenario"] == "b", list(OUTCOMES)] = np.nan
    figure = differences_figure(differences(runs, "dil", outcomes=OUTCOMES), context_in("nl", TITLES), "dil")
    check_readable(figure, "one world")
    assert [text.get_text() for text in figure.axes[0].texts][-1] == "–"


@pytest.mark.parametrize("language", LANGUAGES)
def test_curves(language: str) -> None:
    shown = {"dil": _bands(0.3), "dmi": _bands(0.62), "b": _bands(0.31)}
    figure = scenarios_figure(shown, context_in(language, TITLES), "dil")
    assert [len(axes.lines) for axes in figure.axes] == [1, 2, 2]
    assert all(len(axes.collections) == 1 for axes in figure.axes)
    against = figure.axes[1].lines[1]
    assert against.get_linestyle() == "--"
    assert list(against.get_ydata()) == pytest.approx(list(0.2 + 0.1 * np.arange(1, 121) / 120))
    assert [text.get_text() for text in figure.axes[1].texts] == ["62%", "30%"]
    check_readable(figure, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plane(language: str) -> None:
    runs = _runs(("dil", "dmi", "b", "none"))
    runs.loc[runs["scenario"] == "none", "durable"] = 0.01
    table = cost_effectiveness(runs, "dil")
    figure = plane_figure(table, context_in(language, TITLES), "dil")
    check_readable(figure, language)
    labels = [text.get_text().replace("\n", " ") for text in figure.axes[0].texts]
    assert len(labels) == 3
    assert ("minder delers" if language == "nl" else "fewer sharers") in labels[-1]


def test_a_crowded_plane() -> None:
    names = [f"Een van de vele scenario's die bijna hetzelfde doen: {number}" for number in range(14)]
    table = cost_effectiveness(_runs(("dil", *names)).assign(durable=0.4), "dil")
    check_readable(plane_figure(table, context_in("nl", TITLES), "dil"), "plane")


def test_titles_that_look_like_markup_stay_text(tmp_path: Path) -> None:
    points, _ = DESIGNS["packages"]
    titles = TITLES | {"carrot": r"$\foo$ {a} <script>alert(1)</script>", "dil": "$x^2$ en $y$"}
    figures = sweep_figures(points, _summary(points, OUTCOMES), OUTCOMES, context_in("nl", titles, title=r"$\bar$ $"))
    for name, figure in figures.items():
        save(figure, tmp_path / name, "title", DIGEST)
        assert "<script>" not in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")


def test_same_figure_same_bytes(tmp_path: Path) -> None:
    points, _ = DESIGNS["packages under samples"]
    for folder in "ab":
        for name, figure in _draw(points).items():
            save(figure, tmp_path / f"{folder}-{name}", "title", DIGEST)
    files = sorted(tmp_path.glob("a-*"))
    assert len(files) == 6
    for one in files:
        assert one.read_bytes() == (tmp_path / one.name.replace("a-", "b-", 1)).read_bytes(), one.name


# --- Words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_shown_or_varied_has_words(language: str) -> None:
    words = catalogue(language)
    assert set(words) == set(catalogue("en"))
    for outcome in RUN_OUTCOMES:
        if outcome not in ("months", "organisations"):
            assert not outcome_label(language, outcome).lower().startswith(outcome.lower() + "_"), outcome
            assert "_" not in outcome_label(language, outcome), outcome
    settings = [(f"{name}.{key}", own) for name, one in INSTRUMENTS.items() for key, own in one.settings.items()]
    assert [name for name, own in settings if not own.short.get(language)] == [], f"no short words in {language}"
    for key in ("strength", "from", "until", "announced", "phase_in", "for"):
        assert f"sweep.key_{key}" in words, key
    paths = [f"parameters.{name}" for name in PARAMETERS] + ["parameters.attention", "chains.size", "chains.seats.sme"]
    paths += ["population.sme", "network.known", "event.leak.month", "event.leak.size", "months", "aftermath"]
    for path in paths:
        assert "." not in factor_label(path, language) or "(" in factor_label(path, language), path
        assert "_" not in factor_label(path, language), path
    assert factor_label("something.else", language) == "Something.else"
