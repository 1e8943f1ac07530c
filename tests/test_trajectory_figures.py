"""The course of scenarios: what is drawn, that it can be read in both languages, and that figures look as they did.

Images in ``tests/images`` hold what key figures look like, letters left out. After a change that is meant:

    DATADEEL_RENEW_IMAGES=1 pytest tests/test_trajectory_figures.py -k looks

makes them anew; look at each before it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import RICH, ROOT, Write
from figure_checks import DIGEST, bands, check_readable, context_in, words_of
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images
from matplotlib.text import Text
from PIL import Image, ImageFilter

from datadeel.experiment.snapshot import snapshot
from datadeel.experiment.tables import months_table
from datadeel.figures.adoption import adoption_figure
from datadeel.figures.comparison import differences_figure, plane_figure
from datadeel.figures.curves import MOST, kinds_figure
from datadeel.figures.network import LEVEL_COLOURS, MOST_CHAINS, network_figure
from datadeel.figures.paths import loop_figure, support_of, willingness_figure
from datadeel.figures.style import BLUE, KIND_STYLES, QUIET, save
from datadeel.figures.sweep.figures import sweep_figures
from datadeel.i18n import LANGUAGES, translate
from datadeel.model import engine, ensemble
from datadeel.registry.kinds import KINDS
from datadeel.scenario.loader import load

SIZES = {"sme": 387, "municipality": 4, "large_firm": 57, "start_up": 24, "public_body": 20, "all": 492}
MONTHS = np.arange(1, 121)
TITLES = {
    "base": "Logistieke ketens (DIL)",
    "carrot": "Logistieke ketens (DIL), alle beloningen tegelijk en half zo sterk, zoals in het plan van de sector",
    "stick": "Logistieke ketens (DIL), alleen verplichten",
    "advice": "Logistieke ketens (DIL), advies van de scriptie",
    "$x^2$": "Kost $5, of {6} $ <b>",
    "last": "Nog een",
}


def _curves(count: int = 4, months: int = 120) -> pd.DataFrame:
    """Scenarios that end at different heights, some of them the same; the second falls back from month 84 on."""
    frames = []
    for at, name in enumerate(list(TITLES)[:count]):
        for step, (kind, size) in enumerate(SIZES.items()):
            rise = np.minimum(MONTHS / 84.0, 1.0) * min(0.2 * at, 0.6)
            mean = 0.2 + 0.04 * step + rise - (0.15 * np.maximum(MONTHS - 84, 0) / 36.0 if at == 1 else 0.0)
            frames.append(
                pd.DataFrame(
                    {
                        "scenario": name,
                        "kind": kind,
                        "month": MONTHS,
                        "organisations": size,
                        "mean": mean,
                        "p10": mean - 0.05,
                        "p90": np.minimum(mean + 0.05, 1.0),
                        "willingness": 0.15 + (0.7 if at % 2 else 1.2) * rise,
                    }
                )
            )
    table = pd.concat(frames, ignore_index=True)
    return table[table["month"] <= months]


def _support(count: int = 4) -> dict[str, np.ndarray]:
    """None in the first; up and back in the second; up and staying in the third; half of it back in others."""
    ramp = np.clip((MONTHS - 12) / 6.0, 0.0, 1.0)
    found = [np.zeros(120), 3.0 * ramp * (MONTHS <= 84), 2.0 * ramp]
    found += [4.0 * ramp * np.where(MONTHS <= 84, 1.0, 0.5)] * 3
    return dict(zip(list(TITLES)[:count], found, strict=False))


def _seats(chains: int = 36, size: int = 10, months: tuple[int, ...] = (12, 48, 84, 120)) -> pd.DataFrame:
    """Levels that rise with time."""
    seat, chain = np.tile(np.arange(size), chains), np.repeat(np.arange(chains), size)
    kinds = np.array(KINDS, dtype=object)[seat % 5]
    frames = [
        pd.DataFrame(
            {
                "month": month,
                "chain": chain,
                "seat": seat,
                "organisation": chain * size + seat,
                "kind": kinds,
                "level": (seat * 7 + chain * 3) % 4 * (at + 1) // len(months),
            }
        )
        for at, month in enumerate(months)
    ]
    return pd.concat(frames, ignore_index=True)


def _figures(
    curves: pd.DataFrame, support: dict[str, np.ndarray], language: str, worlds: int = 20
) -> dict[str, Figure]:
    """All figures of curves; that of the loop only where there is one."""
    drawn = {
        "kinds": kinds_figure(curves, context_in(language, TITLES, replicates=worlds), "base"),
        "willingness": willingness_figure(curves, context_in(language, TITLES, replicates=worlds)),
        "loop": loop_figure(curves, support, context_in(language, TITLES, replicates=worlds)),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


# --- By kind -----------------------------------------------------------------------------------------------


def test_a_line_for_each_kind_and_scenario() -> None:
    curves = _curves()
    figure = kinds_figure(curves, context_in("en", TITLES), "base")
    assert len(figure.axes) == len(SIZES)
    for axes, kind in zip(figure.axes, SIZES, strict=True):
        lines = [line for line in axes.lines if len(line.get_xdata()) == 120]
        for line, name in zip(lines, list(TITLES)[:4], strict=True):
            part = curves[(curves["scenario"] == name) & (curves["kind"] == kind)]
            assert np.array_equal(line.get_xdata(), part["month"] / 12.0)
            assert np.array_equal(line.get_ydata(), part["mean"])
        assert lines[0].get_color() == QUIET
        assert lines[0].get_linestyle() == "--"
        assert len({line.get_color() for line in lines}) == len(lines)
        # Four municipalities have no bands.
        assert len(axes.collections) == (0 if SIZES[kind] < 10 else 4)
        ends = curves[(curves["kind"] == kind) & (curves["month"] == 120)]["mean"]
        assert [text.get_text() for text in axes.texts] == [f"{100 * end:.0f}%" for end in ends]


def test_order_of_rows_is_all_the_same() -> None:
    curves = _curves()
    mixed = curves.sample(frac=1.0, random_state=1)
    mixed = mixed.iloc[np.argsort(mixed["scenario"].map(list(TITLES).index), kind="stable")]
    for one, other in zip(
        *(kinds_figure(table, context_in("en", TITLES), "base").axes for table in (curves, mixed)), strict=True
    ):
        for line, same in zip(one.lines, other.lines, strict=True):
            assert np.array_equal(line.get_ydata(), same.get_ydata())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Who shares data, by kind of organisation",
                "SMEs: 387 organisations",
                "mean of 20 simulations",
                "No band for kinds of fewer than ten",
                "Grey dashes: “Logistieke ketens (DIL)”",
                "years after the start",
                "Total: 492",
                TITLES["advice"],
            ],
        ),
        (
            "nl",
            [
                "Wie deelt data, per soort organisatie",
                "Mkb: 387 organisaties",
                "gemiddelde van 20 simulaties",
                "Geen band bij soorten met minder dan tien",
                "Grijs gestreept: “Logistieke ketens (DIL)”",
                "jaren na de start",
                "Totaal: 492",
                TITLES["advice"],
            ],
        ),
    ],
)
def test_words_of_kinds(language: str, words: list[str]) -> None:
    figure = kinds_figure(_curves(), context_in(language, TITLES), "base")
    for word in [*words, "ffffffffffff"]:
        assert word in words_of(figure), word
    (legend,) = figure.legends
    names = [text.get_text().strip() for text in legend.get_texts()]
    assert names == list(TITLES.values())[:4]


def test_one_scenario_needs_no_legend_and_no_baseline() -> None:
    figure = kinds_figure(_curves(1), context_in("en", TITLES, replicates=1), "base")
    assert not figure.legends
    assert {line.get_color() for axes in figure.axes for line in axes.lines} == {BLUE}
    assert not any(axes.collections for axes in figure.axes), "no bands over one world"
    assert "Grey dashes" not in words_of(figure)
    assert "Logistieke ketens (DIL). One simulation." in words_of(figure)


def test_no_more_scenarios_than_can_be_told_apart() -> None:
    curves = pd.concat([_curves(1).assign(scenario=f"s{at}") for at in range(MOST + 1)])
    with pytest.raises(ValueError, match="7 scenarios: at most 6"):
        kinds_figure(curves, context_in("en", {}), "s0")


# --- Paths -------------------------------------------------------------------------------------------------


def test_willingness_against_sharing() -> None:
    curves = _curves()
    figure = willingness_figure(curves, context_in("en", TITLES))
    assert len(figure.axes) == 4
    for axes, name in zip(figure.axes, TITLES, strict=False):
        part = curves[(curves["scenario"] == name) & (curves["kind"] == "all")]
        diagonal, path, years, start, end = axes.lines
        assert np.array_equal(diagonal.get_xdata(), diagonal.get_ydata())
        assert np.array_equal(path.get_xydata(), part[["willingness", "mean"]].to_numpy())
        even = part[part["month"] % 24 == 0]
        assert len(even) == 5
        assert np.array_equal(years.get_xydata(), even[["willingness", "mean"]].to_numpy())
        assert start.get_xydata().tolist() == part.iloc[:1][["willingness", "mean"]].to_numpy().tolist()
        assert end.get_xydata().tolist() == part.iloc[-1:][["willingness", "mean"]].to_numpy().tolist()
        assert axes.get_xlim() == axes.get_ylim()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Willingness",
                "share data",
                "start",
                "end of year 10",
                "more sharing than willingness",
                "more willingness than sharing",
                "every two years",
            ],
        ),
        (
            "nl",
            [
                "Deelbereidheid",
                "delen data",
                "start",
                "eind jaar 10",
                "meer delen dan bereidheid",
                "meer bereidheid dan delen",
                "om de twee jaar",
            ],
        ),
    ],
)
def test_words_of_willingness(language: str, words: list[str]) -> None:
    figure = willingness_figure(_curves(), context_in(language, TITLES))
    for word in [*words, "ffffffffffff"]:
        assert word in words_of(figure), word


def test_willingness_is_what_the_words_say_it_is(scenario: Write) -> None:
    """Of organisations that share it is willingness to stay, of others willingness to start."""
    from datadeel.model.agents import DataSharingModel

    model = DataSharingModel(scenario(), 1)
    for _ in range(6):
        before = [one.level for one in model.organisations]
        model.step()
        told = [
            one.willingness_to_stay if level else one.willingness
            for one, level in zip(model.organisations, before, strict=True)
        ]
        # Who closes and is followed by a newcomer is counted as it was before that.
        assert np.mean(told) == pytest.approx(model.mean("willingness"), abs=1e-12)


def test_support_counts_measures_as_far_as_they_are_in_force(scenario: Write) -> None:
    policy = """
    [[policy]]
    instrument = "subsidy"
    from = 3
    until = 12
    phase_in = 4
    strength = 0.5
    for = ["sme"]
    [[policy]]
    instrument = "mandate"
    announced = 1
    from = 13
    phase_in = 0
    [[policy]]
    instrument = "neutral_party"
    from = 1
    until = 12
    phase_in = 0
    [[policy]]
    instrument = "maintenance_handover"
    from = 1
    until = 12
    phase_in = 0
    retained = 0.25
    """
    found = support_of(scenario(policy))
    assert found.shape == (24,)
    # Two measures in full from the start, and an eighth of a subsidy more in each of four months.
    assert found[:7] == pytest.approx([2.0, 2.0, 2.125, 2.25, 2.375, 2.5, 2.5])
    # A law, and a quarter of the neutral party that is kept.
    assert found[12:] == pytest.approx([1.25] * 12)
    assert support_of(scenario()) == pytest.approx([0.0] * 24)


def test_what_ends_after_the_last_month_stays_in_force(scenario: Write) -> None:
    """A year without support follows in the model; it is not part of the months."""
    found = support_of(scenario('[[policy]]\ninstrument = "steering"\n'))
    assert found[-1] == pytest.approx(1.0)


def test_sharing_against_support() -> None:
    curves, support = _curves(), _support()
    figure = loop_figure(curves, support, context_in("en", TITLES))
    assert figure is not None
    # Support of the first never changes.
    assert [axes.get_title("left").split(",")[0] for axes in figure.axes] == ["Logistieke ketens (DIL)"] * 3
    for axes, name in zip(figure.axes, list(TITLES)[1:4], strict=True):
        part = curves[(curves["scenario"] == name) & (curves["kind"] == "all")]
        up, _, back, _, start, end = axes.lines
        joined = np.concatenate((up.get_xydata(), back.get_xydata()[1:]))
        assert np.array_equal(joined, np.column_stack([support[name], part["mean"]]))
        assert len(up.get_xydata()) == (84 if name != "stick" else 120)
        assert (start.get_xydata() == joined[0]).all()
        assert (end.get_xydata() == joined[-1]).all()
    carrot, stick, advice = ([text.get_text() for text in axes.texts] for axes in figure.axes)
    # In the end and in month 12 there is no support: sharing is 0.4 + 0.2 - 0.15, and was 0.4 + 0.2 / 7.
    assert f"+{100 * (0.45 - 0.4 - 0.2 / 7):.0f}" in carrot
    assert "support stays" in stick
    # Half of the support remains, as there was in month 15.
    assert f"+{100 * (1.0 - 0.4 - 0.6 * 15 / 84):.0f}" in advice
    assert "laws included" in words_of(figure)


def test_sharing_below_where_it_was_is_told_with_a_minus() -> None:
    curves = _curves(2)
    curves.loc[(curves["scenario"] == "carrot") & (curves["month"] == 120), "mean"] = 0.1
    figure = loop_figure(curves, _support(2), context_in("nl", TITLES))
    assert figure is not None
    assert f"−{100 * (0.4 + 0.2 / 7 - 0.1):.0f}" in [text.get_text() for text in figure.axes[0].texts]


def test_no_loop_without_support_that_goes() -> None:
    curves = _curves(3)
    for chosen in ({}, {"base": np.zeros(120)}, {"base": np.full(120, 2.0)}, {"stick": _support()["stick"]}):
        assert loop_figure(curves, chosen, context_in("en", TITLES)) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "What remains when support goes?",
                "support in force, number of measures",
                "while support comes and stays",
                "once support goes",
                "Arrow: what remains, in percentage points",
                "Support: the number of measures",
            ],
        ),
        (
            "nl",
            [
                "Wat blijft er als de steun stopt?",
                "steun van kracht, aantal maatregelen",
                "zolang de steun komt en blijft",
                "vanaf het weggaan van steun",
                "Pijl: wat blijft, in procentpunten",
                "Steun: het aantal maatregelen",
            ],
        ),
    ],
)
def test_words_of_the_loop(language: str, words: list[str]) -> None:
    figure = loop_figure(_curves(), _support(), context_in(language, TITLES))
    assert figure is not None
    for word in [*words, "ffffffffffff"]:
        assert word in words_of(figure), word


# --- Reading -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 4, MOST])
def test_all_can_be_read(count: int, language: str) -> None:
    figures = _figures(_curves(count), _support(count), language)
    assert set(figures) == ({"kinds", "willingness"} | ({"loop"} if count > 1 else set()))
    for name, figure in figures.items():
        check_readable(figure, f"{name}, {count}, {language}")


@pytest.mark.parametrize("months", [1, 7, 31])
def test_short_runs_can_be_read(months: int) -> None:
    support = {name: values[:months] for name, values in _support().items()}
    for name, figure in _figures(_curves(4, months), support, "nl", worlds=1).items():
        check_readable(figure, f"{name}, {months}")


def test_lines_that_end_together_have_numbers_apart() -> None:
    curves = _curves(MOST)
    curves["mean"] = 0.99
    figure = kinds_figure(curves, context_in("nl", TITLES), "base")
    assert [len(axes.texts) for axes in figure.axes] == [MOST] * len(SIZES)
    check_readable(figure, "kinds")


def test_paths_that_stay_in_one_place_can_be_read() -> None:
    for at in (0.0, 0.02, 0.5, 0.97, 1.0):
        curves = _curves(3).assign(mean=at, willingness=at)
        for name, figure in _figures(curves, _support(3), "nl").items():
            check_readable(figure, f"{name}, {at}")


def test_titles_that_look_like_markup_stay_text(tmp_path: Path) -> None:
    figures = _figures(_curves(MOST), _support(MOST), "nl") | {
        "network": network_figure(_seats(), r"$\foo$ {a} $", context_in("nl"))
    }
    for name, figure in figures.items():
        assert ("Kost $5, of {6} $ <b>" if name != "network" else r"$\foo$ {a} $") in words_of(figure), name
        save(figure, tmp_path / name, "title", DIGEST)
        assert "<b>" not in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")


def test_same_figure_same_bytes(tmp_path: Path) -> None:
    for folder in "ab":
        figures = _figures(_curves(), _support(), "nl") | {"network": network_figure(_seats(), "t", context_in("nl"))}
        for name, figure in figures.items():
            save(figure, tmp_path / f"{folder}-{name}", "title", DIGEST)
    files = sorted(tmp_path.glob("a-*"))
    assert len(files) == 8
    for one in files:
        assert one.read_bytes() == (tmp_path / one.name.replace("a-", "b-", 1)).read_bytes(), one.name


# --- Chains ------------------------------------------------------------------------------------------------


def _marks(figure: Figure) -> Iterator[list[PathCollection]]:
    """The marks of each panel."""
    for axes in figure.axes:
        yield [one for one in axes.collections if isinstance(one, PathCollection)]


def test_each_seat_has_the_colour_of_its_level() -> None:
    seats = _seats(chains=12)
    figure = network_figure(seats, "DIL", context_in("en"))
    for marks, (_, part) in zip(_marks(figure), seats.groupby("month"), strict=True):
        for level, (face, _) in enumerate(LEVEL_COLOURS):
            drawn = sum(len(one.get_offsets()) for one in marks if to_hex(one.get_facecolor()[0]) == to_hex(face))
            assert drawn == (part["level"] == level).sum()
        assert len(np.unique(np.concatenate([one.get_offsets() for one in marks]), axis=0)) == len(part)


def test_a_seat_keeps_its_place() -> None:
    figure = network_figure(_seats(chains=12), "DIL", context_in("en"))
    places = [np.unique(np.concatenate([one.get_offsets() for one in marks]), axis=0) for marks in _marks(figure)]
    assert all(np.array_equal(one, places[0]) for one in places)


def test_marks_stay_within_their_panel() -> None:
    for chains, size, months in ((1, 2, (0,)), (5, 40, (1, 2)), (36, 10, (12, 24, 36))):
        figure = network_figure(_seats(chains, size, months), "DIL", context_in("nl"))
        check_readable(figure, f"{chains} chains of {size}")
        for axes, marks in zip(figure.axes, _marks(figure), strict=True):
            places = np.concatenate([one.get_offsets() for one in marks])
            assert (places > 0.0).all()
            assert (places < [axes.get_xlim()[1], axes.get_ylim()[0]]).all()


def test_thirty_chains_and_four_moments_at_most() -> None:
    months = tuple(range(12, 121, 12))
    figure = network_figure(_seats(85, 4, months), "DMI", context_in("nl"))
    assert len(figure.axes) == 4
    assert all(sum(len(one.get_offsets()) for one in marks) == 4 * MOST_CHAINS for marks in _marks(figure))
    assert "Getoond: 30 van 85 ketens" in words_of(figure)
    heads = [axes.get_title("left") for axes in figure.axes]
    assert [head.split(":")[0] for head in heads] == ["Eind jaar 1", "Eind jaar 4", "Eind jaar 7", "Eind jaar 10"]


def test_an_organisation_counts_once_in_the_heading() -> None:
    seats = pd.DataFrame(
        {
            "month": 5,
            "chain": [0, 0, 1, 1],
            "seat": [0, 1, 0, 1],
            "organisation": [0, 1, 0, 2],
            "kind": "sme",
            "level": [1, 0, 1, 0],
        }
    )
    figure = network_figure(seats, "DIL", context_in("en"))
    assert figure.axes[0].get_title("left") == "Month 5: 33% of organisations share data"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_chains(language: str) -> None:
    figure = network_figure(_seats(), TITLES["carrot"], context_in(language))
    check_readable(figure, language)
    for key in ("course.level_0", "course.level_3", *(f"kind.{kind}" for kind in KINDS)):
        assert translate(language, key) in words_of(figure), key
    # Kinds in one row of the legend, levels in the other.
    (legend,) = figure.legends
    heights = {text.get_text(): text.get_window_extent().y1 for text in legend.get_texts()}
    levels = [heights[translate(language, f"course.level_{level}")] for level in range(4)]
    kinds = [heights[translate(language, f"kind.{kind}")] for kind in KINDS]
    assert np.ptp(levels) < 4.0
    assert np.ptp(kinds) < 4.0
    assert min(kinds) > max(levels) + 8.0


def test_levels_and_kinds_differ_in_grey() -> None:
    greys = [float(np.dot(to_rgb(face), (0.2126, 0.7152, 0.0722))) for face, _ in LEVEL_COLOURS]
    assert (np.diff(greys) < -0.15).all()
    assert len({KIND_STYLES[kind].mark for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("file", [RICH, ROOT / "scenarios/dmi-thesis-advice.toml"])
def test_a_snapshot_is_of_the_world_that_runs(file: Path) -> None:
    chosen = load(file, ["months=60", "population.unattached.sme=5"])
    seed = ensemble.world_seed(chosen.seed, 3)
    run = pd.DataFrame(months_table(chosen, 3, seed, engine.run_one(chosen, seed)))
    seats = snapshot(chosen, seed, [60, 1, 24])
    assert list(seats.columns) == ["month", "chain", "seat", "organisation", "kind", "level"]
    assert sorted(seats["month"].unique()) == [1, 24, 60]
    for month, part in seats.groupby("month"):
        assert len(part) == chosen.chains.count * chosen.chains.size
        assert not part.duplicated(["chain", "organisation"]).any()
        people = part.drop_duplicates("organisation")
        attached = run[(run["month"] == month) & (run["kind"] != "all")].set_index("kind")
        loose = chosen.unattached
        for kind, row in attached.iterrows():
            levels = people[people["kind"] == kind]["level"]
            # Those without a chain have no seat, and never share.
            assert len(levels) + loose[kind] * (row["organisations"] != len(levels)) == row["organisations"]
            for name, count in (("sharing", levels > 0), ("level_2", levels == 2), ("level_3", levels == 3)):
                assert count.sum() == round(row[name] * row["organisations"]), (month, kind, name)
    assert seats["level"].max() == 3


def test_the_start_is_a_moment_too(scenario: Write) -> None:
    seats = snapshot(scenario(), 1, [0, 2])
    assert set(seats[seats["month"] == 0]["level"]) == {0, 1}
    assert "At the start" not in words_of(network_figure(seats, "t", context_in("en")))
    assert "Start:" in words_of(network_figure(seats, "t", context_in("en")))


@pytest.mark.parametrize("months", [[], [-1], [3, 25]])
def test_months_that_are_not_there(scenario: Write, months: list[int]) -> None:
    with pytest.raises(ValueError, match="give some of 0 to 24"):
        snapshot(scenario(), 1, months)


# --- Looks -------------------------------------------------------------------------------------------------

IMAGES = Path(__file__).parent / "images"
#: How far two images may differ: root mean square over pixels and colours of 255. Edges smoothed otherwise come to
#: less; a line that moves by some percentage points to more (tests below).
TOLERANCE = 1.8


def _adoption(more: float = 0.0) -> Figure:
    chosen = load(ROOT / "tests/rich.toml")
    rise = np.arange(1, chosen.months + 1) / chosen.months
    means = {kind: 0.1 + (0.4 + 0.08 * at) * rise for at, kind in enumerate((*KINDS, "all"))}
    means["municipality"] += more
    return adoption_figure(pd.concat([bands(*one) for one in means.items()]), chosen, context_in("en"))


def _differences(more: float = 0.0) -> Figure:
    rows = [
        {
            "scenario": name,
            "outcome": outcome,
            "worlds": 20,
            "difference": value,
            "low": value - 0.04,
            "high": value + 0.03,
        }
        for outcome, size in (("sharing", 1.0), ("depth", 0.4), ("durable", -0.5))
        for name, value in (("carrot", 0.3 * size), ("stick", 0.6 * size + more), ("advice", 0.01))
    ]
    return differences_figure(pd.DataFrame(rows), context_in("en", TITLES), "base")


def _plane(more: float = 0.0) -> Figure:
    rows = [
        {
            "scenario": name,
            "worlds": 20,
            "sharers": sharers,
            "sharers_low": sharers - 20.0,
            "sharers_high": sharers + 20.0,
            "spending": euro,
            "spending_low": euro - 4e5,
            "spending_high": euro + 4e5,
            "cost_per_sharer": euro / sharers,
            "low": 0.8 * euro / sharers,
            "high": 1.3 * euro / sharers,
            "note": "",
        }
        for name, sharers, euro in (("carrot", 120.0, 2e6), ("stick", 260.0 + more, 3e6), ("advice", 330.0, 9e6))
    ]
    return plane_figure(pd.DataFrame(rows), context_in("en", TITLES), "base")


def _heat(more: float = 0.0) -> Figure:
    share, strength = "policy.subsidy.share", "policy.mandate.strength"
    grid = [(one, other) for one in (0.0, 0.25, 0.5) for other in (0.0, 0.5, 0.75, 1.0)]
    names = [f"{share}={one:.4g}, {strength}={other:.4g}" for one, other in grid]
    points = pd.DataFrame(
        {
            "point": range(12),
            "scenario": "base",
            "lever": range(12),
            "lever_name": names,
            "uncertainty": 0,
            "uncertainty_name": "base",
            share: [one for one, _ in grid],
            strength: [other for _, other in grid],
        }
    )
    mean = np.linspace(0.1, 0.9, 12) + more * (np.arange(12) == 6)
    summary = points.assign(outcome="sharing", worlds=20, mean=mean, low=mean - 0.03, high=mean + 0.03)
    return sweep_figures(points, summary, ["sharing"], context_in("en", TITLES, title="Sweep"))["heat"]


def _moved(more: float) -> pd.DataFrame:
    """The curves with one line of all higher."""
    curves = _curves()
    chosen = (curves["scenario"] == "stick") & (curves["kind"] == "all")
    return curves.assign(mean=curves["mean"] + more * chosen)


def _of_curves(name: str, more: float = 0.0) -> Figure:
    return _figures(_moved(more), _support(), "en")[name]


def _network(more: float = 0.0) -> Figure:
    seats = _seats(chains=12, months=(12, 120))
    chosen = (seats["month"] == 120) & (seats["chain"] < 12 * more)
    return network_figure(seats.assign(level=seats["level"].mask(chosen, 3)), "DIL", context_in("en"))


#: Each figure with a number in it moved by so much; and what moves: a share, or a number of sharers.
FIGURES: dict[str, tuple[Callable[[float], Figure], float]] = {
    "adoption": (_adoption, 0.03),
    "differences": (_differences, 0.05),
    "plane": (_plane, 30.0),
    "heat": (_heat, 0.1),
    "kinds": (lambda more: _of_curves("kinds", more), 0.05),
    "willingness": (lambda more: _of_curves("willingness", more), 0.05),
    "loop": (lambda more: _of_curves("loop", more), 0.05),
    "network": (_network, 0.1),
}


def _drawn(figure: Figure, file: Path) -> None:
    """The figure as a small, somewhat blurred image, made from one three times as large, so that how edges are smoothed
    matters little. Letters differ between machines, and are tested by what they say: they are left out, but keep their
    room."""
    for text in figure.findobj(Text):
        text.set_alpha(0.0)
        text.set_path_effects([])
    large = BytesIO()
    figure.savefig(large, format="png", dpi=180)
    Image.open(large).convert("RGB").reduce(3).filter(ImageFilter.GaussianBlur(1)).save(file, optimize=True)


def _difference(name: str, figure: Figure, folder: Path) -> str | None:
    """How ``figure`` differs from its baseline image beyond the tolerance."""
    drawn = folder / f"{name}.png"
    _drawn(figure, drawn)
    found: str | None = compare_images(str(IMAGES / f"{name}.png"), str(drawn), TOLERANCE)
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_it_looks_as_it_did(name: str, tmp_path: Path) -> None:
    draw, _ = FIGURES[name]
    if os.environ.get("DATADEEL_RENEW_IMAGES"):
        IMAGES.mkdir(exist_ok=True)
        _drawn(draw(0.0), IMAGES / f"{name}.png")
    assert _difference(name, draw(0.0), tmp_path) is None


@pytest.mark.parametrize("name", FIGURES)
def test_a_change_is_seen_in_its_looks(name: str, tmp_path: Path) -> None:
    draw, more = FIGURES[name]
    assert "Error: Image files did not match." in (_difference(name, draw(more), tmp_path) or "")


@pytest.mark.parametrize("name", FIGURES)
def test_edges_smoothed_otherwise_are_no_change(name: str, tmp_path: Path) -> None:
    figure = FIGURES[name][0](0.0)
    # Edges are no longer rounded to whole pixels.
    for artist in figure.findobj():
        artist.set_snap(False)
    assert _difference(name, figure, tmp_path) is None


def test_letters_are_left_out_of_looks(tmp_path: Path) -> None:
    """An image does not depend on what is written, as long as it takes as much room."""
    english, other = (
        kinds_figure(_curves(1), context_in("en", {"base": title}), "base") for title in ("Logistics", "Scitsigol")
    )
    for name, figure in (("a", english), ("b", other)):
        _drawn(figure, tmp_path / f"{name}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
