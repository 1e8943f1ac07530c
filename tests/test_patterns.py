"""Patterns: verdicts are statistics that can go either way, and a broken model fails the right ones."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, SMALL
from typer.testing import CliRunner

from datadeel.analysis import verdicts
from datadeel.analysis.pattern_records import PatternDesign, pattern, pattern_tables
from datadeel.analysis.patterns import LEVEL, PATTERNS
from datadeel.analysis.thesis import half_time, level, on, start_rate
from datadeel.analysis.verdicts import Criterion, Finding, Pattern, Verdict
from datadeel.analysis.worlds import PatternStatistic, of_means, ratio, ratio_of_means
from datadeel.cli.commands import app
from datadeel.i18n import LANGUAGES
from datadeel.model.version import model_version
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import PARAMETERS
from datadeel.studies import trial as trials
from datadeel.studies.patterns import patterns as judge_patterns
from datadeel.studies.run import run
from datadeel.studies.trial import Trial

RESULTS = ROOT / "results" / "patterns"

#: Words of made-up claims and patterns.
WORDS = {"en": "claim", "nl": "bewering"}

by_pattern = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=list(PATTERNS))


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns name their scenarios from the project's folder."""
    monkeypatch.chdir(ROOT)


# --- The list ----------------------------------------------------------------------------------------------


def test_every_pattern_of_thesis_and_history_is_there() -> None:
    assert list(PATTERNS) == [f"T{number:02d}" for number in range(1, 24)] + [
        f"H{number:02d}" for number in range(1, 6)
    ]


@by_pattern
def test_a_pattern_can_be_run_and_read(pattern: Pattern) -> None:
    experiment = Trial().of(pattern)
    assert len(experiment.points) == len(pattern.settings)
    assert len(set(experiment.digests)) == len(experiment.digests), "two settings are the same"
    assert all((*pattern.titles.values(), pattern.source, pattern.parts))
    assert set(pattern.titles) == set(LANGUAGES)
    for part in pattern.parts:
        assert part.why
        assert set(part.claims) == set(LANGUAGES)
        assert len(set(part.claims.values())) == len(LANGUAGES)
        assert all(0 < len(claim) <= 95 for claim in part.claims.values()), "too long for a row of the figure"
        assert part.unit in ("points", "ratio", "months", "uses")


def test_parts_and_statistics_have_to_fit_together() -> None:
    """A part that names no statistic of its design, or a statistic that no part asks for, is a mistake in the list."""
    table, own = pattern_tables("patterns.toml")["T14"], PATTERNS["T14"]
    names = [one["statistic"] for one in table["parts"]]
    statistics = {name: part.statistic for name, part in zip(names, own.parts, strict=True)}
    assert pattern("T14", table, PatternDesign(own.settings, statistics)) == own
    wrong: list[dict[str, PatternStatistic]] = [{}, statistics | {"more": own.parts[0].statistic}]
    for other in wrong:
        with pytest.raises(ValueError, match="T14: parts ask for"):
            pattern("T14", table, PatternDesign(own.settings, other))


def test_the_level_is_shared_out_over_all_parts_and_looks() -> None:
    parts = sum(len(one.parts) for one in PATTERNS.values())
    assert pytest.approx(verdicts.ALPHA / (4 * parts)) == LEVEL
    assert len(verdicts.SAMPLE_SIZES) == 4
    assert verdicts.SAMPLE_SIZES[: len(verdicts.QUICK)] == verdicts.QUICK


def test_settings_are_made_as_they_are_named() -> None:
    assert on("subsidy", start=5, until=9, strength=0.5) == (
        "policy.subsidy.from=5",
        "policy.subsidy.strength=0.5",
        "policy.subsidy.until=9",
    )
    assert level("own_control", 0.25) == ("parameters.own_control=0.175",)
    assert level("benefit_cost_ratio", 0.5) == (f"parameters.benefit_cost_ratio={20**0.5:.6g}",)
    assert len(level("initial_trust", 0.75)) == 5
    singles = set(PATTERNS["T20"].settings) & set(INSTRUMENTS)
    assert singles == set(INSTRUMENTS)


# --- Statistics by hand ------------------------------------------------------------------------------------


class Stub:
    """Worlds made up: outcomes by "setting outcome", months by "setting measure"."""

    def __init__(self, **values: Any) -> None:
        self._values = {name.replace("__", " "): np.asarray(value, float) for name, value in values.items()}

    def __call__(self, setting: str, outcome: str) -> np.ndarray:
        return self._values[f"{setting} {outcome}"]

    def months(self, setting: str, measure: str, kind: str = "all") -> np.ndarray:
        return self._values[f"{setting} {measure}"]


def test_ratio_of_nothing_is_zero() -> None:
    assert ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist() == [0.5, 0.0]


def test_half_time_is_the_first_month_at_half_of_the_most() -> None:
    assert half_time(np.array([[0.0, 0.1, 0.5, 1.0, 0.9], [0.0, 0.3, 0.2, 0.4, 0.4]])).tolist() == [3.0, 2.0]


def test_start_rate_counts_over_those_that_do_not_share() -> None:
    x: Any = Stub(a__sharing=[[0.5, 0.75]], a__starts=[[0.01, 0.02]])
    assert start_rate(x, "a", last=2)[0] == pytest.approx(12 * 0.03 / 0.75)
    assert start_rate(x, "a", first=2, last=2)[0] == pytest.approx(12 * 0.02 / 0.25)


def test_variance_is_told_to_the_factor_that_makes_it() -> None:
    """In a made-up world of value twice as strong as trust, value explains four fifths."""
    values = {}
    for bits in np.ndindex(2, 2, 2, 2):
        values["".join(map(str, bits)) + "__sharing"] = [0.2 * bits[0] + 0.1 * bits[1]]
    x: Any = Stub(**values)
    assert PATTERNS["T04"].parts[0].statistic(x)[0] == pytest.approx(0.8 - 0.2)


def test_a_mix_is_held_against_singles_at_their_cost() -> None:
    values = {"nothing__public_spending": [0.0], "nothing__sharing": [0.1]}
    for strength, cost, effect in ((0.25, 1.0, 0.2), (0.5, 2.0, 0.4), (0.75, 3.0, 0.5), (1, 4.0, 0.5)):
        values |= {f"mix {strength:g}__public_spending": [cost], f"mix {strength:g}__sharing": [effect]}
    for name in INSTRUMENTS:
        values |= {f"{name}__public_spending": [1.5], f"{name}__sharing": [0.1]}
    values |= {"subsidy__public_spending": [9.0], "subsidy__sharing": [0.45], "mandate__sharing": [0.9]}
    x: Any = Stub(**values)
    # The subsidy costs more than the whole mix, which is then taken in full: 0.5 - 0.45; the mandate does not count
    # here.
    assert PATTERNS["T20"].parts[0].statistic(x)[0] == pytest.approx(0.05)


@pytest.mark.parametrize("settings", [("a",), ("a", "b")])
def test_worlds_are_those_of_a_plain_run(tmp_path: Path, settings: tuple[str, ...]) -> None:
    """What a pattern reads of a setting is what ``run`` gives for it, month by month and kind by kind."""
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    keys = {"a": ("months=18",), "b": on("subsidy", start=3)}
    seen: list[Any] = []

    def keep(x: Any) -> np.ndarray:
        seen.append(x)
        return x("a", "sharing")  # type: ignore[no-any-return]

    pattern = Pattern(
        "T00",
        WORDS,
        "s",
        str(file),
        {name: keys[name] for name in settings},
        (Criterion(WORDS, keep, 9.0, "w"),),
        ("sharing", "starts"),
    )
    experiment = Trial().of(pattern)
    trials.judge(pattern, experiment, tmp_path / "out", 0.01, (4,))
    from datadeel.scenario.loader import load

    for name in settings:
        scenario = load(file, keys[name])
        plain = run(scenario, replicates=4, seed=1)
        assert seen[0](name, "sharing") == pytest.approx(plain.runs["sharing"].to_numpy())
        for kind in ("all", "start_up"):
            months = plain.months[plain.months["kind"] == kind]
            shape = (4, scenario.months)
            assert seen[0].months(name, "sharing", kind) == pytest.approx(
                months["sharing"].to_numpy().reshape(shape), abs=1e-6
            )
            each = months["starts"] / months["organisations"]
            assert seen[0].months(name, "starts", kind) == pytest.approx(each.to_numpy().reshape(shape), abs=1e-6)


# --- Verdicts ----------------------------------------------------------------------------------------------


def _part(threshold: float = 0.0, less: bool = False, statistic: Any = None) -> Criterion:
    return Criterion(WORDS, statistic or (lambda x: x), threshold, "why", less=less)


def test_an_interval_is_students() -> None:
    from scipy.stats import ttest_1samp

    values = np.random.default_rng(1).normal(0.3, 1.0, 25)
    found = verdicts.finding(_part(), values, 0.02)
    low, high = ttest_1samp(values, 0.0).confidence_interval(0.98)
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("low", "high", "less", "outcome"),
    [
        (0.1, 0.2, False, "holds"), (-0.2, -0.1, False, "fails"),
        (-0.1, 0.1, False, "undecided"), (0.0, 0.0, False, "fails"),
        (0.1, 0.2, True, "fails"), (-0.2, -0.1, True, "holds"),
        (-0.1, 0.1, True, "undecided"), (0.0, 0.0, True, "fails"),
    ],
)  # fmt: skip
def test_a_part_holds_on_its_own_side(low: float, high: float, less: bool, outcome: str) -> None:
    assert Finding(_part(less=less), 20, (low + high) / 2, low, high, 1.0, 2.0).outcome == outcome


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ("hh", "reproduced"), ("ff", "not_reproduced"), ("hf", "partly"), ("hfu", "partly"), ("hu", "undecided"),
        ("fu", "undecided"), ("u", "undecided"),
    ],
)  # fmt: skip
def test_a_verdict_follows_from_its_parts(outcomes: str, verdict: str) -> None:
    at = {"h": (1.0, 2.0), "f": (-2.0, -1.0), "u": (-1.0, 1.0)}
    findings = tuple(Finding(_part(), 20, 0.0, *at[one], 1.0, 2.0) for one in outcomes)
    assert Verdict(PATTERNS["T01"], findings).verdict == verdict


def _judged(values: np.ndarray, alpha: float, monkeypatch: pytest.MonkeyPatch) -> tuple[Finding, ...]:
    """Findings on a made-up statistic of so many worlds as are asked for."""
    monkeypatch.setattr(trials, "_run", lambda experiment, folder, jobs: values[: experiment.replicates])
    monkeypatch.setattr(trials, "replace", lambda one, replicates: SimpleNamespace(replicates=replicates))
    pattern = Pattern("T00", WORDS, "s", "", {}, (_part(),))
    return trials.judge(pattern, None, Path(), alpha)[0]  # type: ignore[arg-type]


def test_worlds_follow_from_the_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(2).normal(0.0, 1.0, verdicts.SAMPLE_SIZES[-1])
    worlds = [_judged(noise + effect, LEVEL, monkeypatch)[0].worlds for effect in (3.0, 0.8, 0.35, 0.18)]
    assert worlds == list(verdicts.SAMPLE_SIZES)


def test_wrong_verdicts_are_as_rare_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the threshold itself any decision is wrong: over all looks no oftener than looks × alpha."""
    rng, alpha, trials = np.random.default_rng(3), 0.01, 2000
    decided = sum(
        _judged(rng.normal(0.0, 1.0, verdicts.SAMPLE_SIZES[-1]), alpha, monkeypatch)[0].outcome != "undecided"
        for _ in range(trials)
    )
    assert 0 < decided / trials < len(verdicts.SAMPLE_SIZES) * alpha + 3 * (0.04 / trials) ** 0.5


@pytest.mark.parametrize("effect", [0.4, 1.5, 3.0])
def test_needed_worlds_give_the_power_promised(effect: float) -> None:
    rng, alpha = np.random.default_rng(4), 0.001
    needed = verdicts.worlds_needed(1.0, effect, alpha)
    draws = rng.normal(effect, 1.0, (4000, int(needed)))
    held = [verdicts.finding(_part(), row, alpha).outcome == "holds" for row in draws]
    assert verdicts.POWER - 0.012 < np.mean(held) < (0.97 if effect < 1.0 else 1.0)
    assert verdicts.worlds_needed(1.0, 0.0, alpha) == math.inf


def test_numbers_of_means_lose_their_bias() -> None:
    """The largest of five equal noisy means is not larger than they are, and a ratio of means is no mean of ratios."""
    rng = np.random.default_rng(5)
    noisy = rng.normal(1.0, 1.0, (5, 400))
    steps = of_means(lambda means: float(means[0]), noisy[0])
    assert steps == pytest.approx(noisy[0]), "of a mean itself, pseudo-values are the values"
    above, under = rng.normal(2.0, 0.5, 400), rng.normal(1.0, 0.5, 400)
    found = ratio_of_means(above, under)
    assert found.mean() == pytest.approx(above.mean() / under.mean(), rel=0.01)
    expected = np.std(above - 2.0 * under, ddof=1) / under.mean()
    assert found.std(ddof=1) == pytest.approx(expected, rel=0.05)


def test_what_is_decided_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.concatenate((np.random.default_rng(6).normal(5.0, 1.0, 20), np.full(1260, -1.0)))
    pattern = Pattern("T00", WORDS, "s", "", {}, (_part(), _part(-100.0, statistic=lambda x: 1e4 * (x - x.mean()))))
    monkeypatch.setattr(trials, "_run", lambda experiment, folder, jobs: values[: experiment.replicates])
    monkeypatch.setattr(trials, "replace", lambda one, replicates: SimpleNamespace(replicates=replicates))
    findings, _ = trials.judge(pattern, None, Path(), LEVEL)  # type: ignore[arg-type]
    assert (findings[0].outcome, findings[0].worlds) == ("holds", 20)
    assert findings[1].worlds > 20


def test_the_same_number_in_every_world_is_decided() -> None:
    found = verdicts.finding(_part(0.5), np.full(20, 0.7), LEVEL)
    assert (found.outcome, found.deviation) == ("holds", 0.0)


# --- Robustness --------------------------------------------------------------------------------------------


def test_draws_take_all_parameters_but_facts_of_the_case() -> None:
    experiment = Trial().of(PATTERNS["T12"])
    drawn = trials.draws(experiment, 16)
    names = set(drawn[0].varied)
    assert {"parameters.trust_gain", "parameters.entry_cost.sme"} <= names
    assert "parameters.prior_collaboration" not in names, "a fact of DIL"
    assert "parameters.government_budget" not in names, "a choice"
    ratios = np.sort([one.varied["parameters.benefit_cost_ratio"] for one in drawn])
    assert ratios[8] == pytest.approx(20**0.5, rel=0.25), (
        "half of the draws lie below the middle of a logarithmic range"
    )
    at = {name: PARAMETERS[name.removeprefix("parameters.")] for name in names}
    assert all(at[name].low <= value <= at[name].high for one in drawn for name, value in one.varied.items())


def test_robustness_is_a_share_of_draws(tmp_path: Path) -> None:
    """A claim that always holds does so in all draws, one that never does in none; settings prevail over draws."""
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    off = ("parameters.start_spread=0.1", "months=6")

    lots = iter(range(10))

    def some(x: Any) -> np.ndarray:
        assert len(x("off", "sharing")) == verdicts.DRAW_WORLDS
        return np.full(verdicts.DRAW_WORLDS, float(next(lots)))

    parts = (
        _part(-1.0, statistic=lambda x: x("off", "sharing")),
        _part(-1.0, less=True, statistic=lambda x: x("off", "sharing")),
        _part(6.5, statistic=some),
    )
    pattern = Pattern("T00", WORDS, "s", str(file), {"off": off}, parts)
    experiment = Trial().of(pattern)
    whole, shares = trials.robustness(pattern, experiment, tmp_path / "draws", 10)
    assert (whole, shares) == (0.0, (1.0, 0.0, 0.3))
    drawn = replace(experiment, uncertainties=trials.draws(experiment, 10)).checked()
    values = [drawn.scenario(point).parameters for point in drawn.points]
    assert {one["start_spread"] for one in values} == {0.1}
    assert len({one["trust_gain"] for one in values}) == 10


# --- A broken model ----------------------------------------------------------------------------------------


def _verdicts(tmp_path: Path, ids: list[str], *changes: str) -> dict[str, list[str]]:
    """Outcomes of the parts of patterns in a model with changes."""
    found = judge_patterns(ids, tmp_path / "out", overrides=changes, quick=True, jobs=2)
    return {name: list(rows["outcome"]) for name, rows in found.parts.groupby("pattern")}


@pytest.mark.slow
def test_without_the_trust_loop_its_pattern_fails(tmp_path: Path) -> None:
    whole = _verdicts(tmp_path / "whole", ["T10", "T13"])
    broken = _verdicts(
        tmp_path / "broken", ["T10", "T13"], "parameters.trust_gain=0", "parameters.institution_weight=0"
    )
    assert whole == {"T10": ["holds", "holds"], "T13": ["holds", "holds"]}
    assert broken == {"T10": ["fails", "fails"], "T13": ["holds", "holds"]}


@pytest.mark.slow
def test_mandates_that_build_trust_and_wishes_fail_theirs(tmp_path: Path) -> None:
    kind = ("parameters.mandated_trust=1", "parameters.hierarchy_control=0", "parameters.crowding_out=0")
    whole = _verdicts(tmp_path / "whole", ["T12", "T13"])
    broken = _verdicts(tmp_path / "broken", ["T12", "T13"], *kind)
    assert whole == {"T12": ["holds", "holds", "holds"], "T13": ["holds", "holds"]}
    assert broken["T12"][0] == "holds"
    assert "fails" in broken["T12"]
    assert broken["T13"] == whole["T13"]


@pytest.mark.slow
def test_additive_value_fails_the_patterns_of_complements(tmp_path: Path) -> None:
    whole = _verdicts(tmp_path / "whole", ["T08", "T13"])
    broken = _verdicts(tmp_path / "broken", ["T08", "T13"], "parameters.complementarity=1")
    assert whole == {"T08": ["holds", "holds"], "T13": ["holds", "holds"]}
    assert broken == {"T08": ["fails", "fails"], "T13": ["holds", "holds"]}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("T01", "--set", "months=48"), "T01: is told of 120 months, not of 48"),
        (("T03", "--set", "population.start_up=0"), "T03: needs organisations of kind start_up"),
        (("T12", "--set", "seed=3"), "does not change what is run"),
        (("T07", "--set", "parameters.prior_collaboration=0.5"), "T07 sets parameters.prior_collaboration itself"),
    ],
)
def test_changes_that_patterns_cannot_bear_are_refused(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    answer = _run(*arguments, "--quick", "--out", str(tmp_path / "out"))
    assert answer.exit_code == 2, answer.output
    assert message in answer.output


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "mine.txt").write_text("mine", encoding="utf-8")
    answer = _run("T12", "--quick", "--out", str(tmp_path))
    assert answer.exit_code == 2
    assert "holds something that is not a run of patterns" in answer.output
    assert (tmp_path / "figures" / "mine.txt").exists()


@pytest.mark.parametrize("damage", ["[]", "{}", '{"model": 1, "trial": 2, "patterns": []}', "nonsense"])
def test_a_damaged_folder_counts_as_empty(damage: str, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"), "--replicates", "3", "--draws", "0")
    assert _run("T13", *out).exit_code == 0
    (tmp_path / "out" / "manifest.json").write_text(damage, encoding="utf-8")
    answer = _run("T12", *out)
    assert answer.exit_code == 0, answer.output
    assert "T13" not in answer.output


# --- The command -------------------------------------------------------------------------------------------


def _run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["patterns", *arguments])


def test_an_unknown_pattern_is_refused() -> None:
    answer = _run("t4", "T31")
    assert answer.exit_code == 2
    assert answer.output.startswith('error: unknown pattern "T31"; did you mean "T')


def test_a_history_has_its_own_scenario() -> None:
    answer = _run("H01", "--scenario", "scenarios/dmi.toml")
    assert answer.exit_code == 2
    assert "scenarios/history/ecmr-nl.toml" in answer.output


def test_a_setting_that_a_scenario_lacks_is_told_with_the_pattern(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(SMALL, encoding="utf-8")
    answer = _run("T01", "--scenario", str(file), "--set", "parameters.trust_gian=0")
    assert answer.exit_code == 2
    assert "T01" in answer.output
    assert "trust_gain" in answer.output


def test_patterns_tried_apart_join_those_before(tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"), "--quick", "--jobs", "2")
    first = _run("T13", "H01", *out)
    assert first.exit_code == 0, first.output
    second = _run("T01", *out, "--json")
    found = json.loads(second.output)
    assert [one["pattern"] for one in found["verdicts"]] == ["T01", "T13", "H01"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["patterns"]) == ["T01", "T13", "H01"]
    assert (manifest["trial"]["looks"], manifest["trial"]["draws"]) == (list(verdicts.QUICK), 0)
    for name in ("forest-1-en.png", "forest-1-nl.svg", "histories-nl.png"):
        assert (tmp_path / "out" / "figures" / name).stat().st_size > 1000
    again = _run("T13", *out, "--replicates", "4")
    assert again.exit_code == 0
    assert "H01" not in again.output, "tried in another way: what was there is not mixed in"


def test_failed_runs_are_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datadeel.experiment import statistics

    def broken(*_: Any) -> dict[str, float]:
        raise ValueError("out of cheese")

    monkeypatch.setattr(statistics, "outcomes", broken)
    answer = _run("T01", "--quick", "--out", str(tmp_path / "out"))
    assert answer.exit_code == 1
    assert "T01: 20 runs failed: ValueError: out of cheese" in answer.output
    assert not (tmp_path / "out" / "tables").exists()


# --- What is shipped ---------------------------------------------------------------------------------------


def test_shipped_verdicts_are_of_this_model_and_these_patterns() -> None:
    manifest = json.loads((RESULTS / "manifest.json").read_text(encoding="utf-8"))
    hint = "run: datadeel patterns, then python -m tools.generate_docs --fix"
    assert manifest["model"] == model_version(), hint
    assert manifest["patterns"] == {name: one.digest(Trial().of(one).digest) for name, one in PATTERNS.items()}, hint
    assert manifest["trial"] == {
        "scenario": None,
        "set": [],
        "looks": list(verdicts.SAMPLE_SIZES),
        "draws": verdicts.DRAWS,
    }
    parts = pd.read_csv(RESULTS / "tables" / "parts.csv")
    asked = [(one.id, part.claims["en"], part.threshold) for one in PATTERNS.values() for part in one.parts]
    assert list(zip(parts["pattern"], parts["claim"], parts["threshold"].round(9), strict=True)) == asked, hint


@pytest.mark.slow
def test_a_quick_run_contradicts_nothing_shipped(tmp_path: Path) -> None:
    found = judge_patterns(out=tmp_path / "out", quick=True, jobs=2)
    shipped = pd.read_csv(RESULTS / "tables" / "parts.csv")
    both = found.parts.merge(shipped, on=["pattern", "part"], suffixes=("", "_shipped"))
    assert len(both) == len(shipped)
    decided = both[both["outcome"] != "undecided"]
    assert (decided["outcome"] == decided["outcome_shipped"]).all()
    assert len(decided) > 0.6 * len(both), "a quick run that decides little is of no use"


def test_the_page_tells_every_pattern() -> None:
    page = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
    for name in PATTERNS:
        assert re.search(rf'<a id="{name.lower()}"></a>{name} ', page), name
