"""Experiment files: what they lay out, and what is said of wrong ones."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from conftest import SMALL
from hypothesis import given
from hypothesis import strategies as st

from datadeel.errors import InputError
from datadeel.experiment.experiment import Experiment, compared
from datadeel.experiment.factors import Factor
from datadeel.experiment.loader import load_experiment
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.loader import ScenarioFile

HEAD = 'title = "t"\nquestion = "?"\nsource = "s"\nscenario = "small.toml"\nreplicates = 2\n'
Make = Callable[..., Experiment]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")

    def made(body: str, head: str = HEAD) -> Experiment:
        file = tmp_path / "study.toml"
        file.write_text(head + body, encoding="utf-8")
        return load_experiment(file)

    return made


def test_levers_and_uncertainties_are_crossed_in_full(make: Make) -> None:
    made = make(
        '[levers]\n"policy.subsidy.share" = [0.0, 0.5]\n'
        '"policy.mandate.strength" = {low = 0.0, high = 1.0, steps = 3}\n'
        '[uncertainties]\n"parameters.complementarity" = [1.5, 2.0]\n'
    )
    assert (len(made.levers), len(made.uncertainties), len(made.points), made.runs) == (6, 2, 12, 24)
    values = {
        (s.policy[0].settings["share"], s.policy[1].strength, s.parameters["complementarity"])
        for s in map(made.scenario, made.points)
    }
    assert len(values) == 12
    assert len(set(made.digests)) == 12


def test_one_at_a_time_starts_from_the_base(make: Make) -> None:
    made = make(
        'design = "one_at_a_time"\n[levers]\n"policy.subsidy.share" = [0.2, 0.5]\n"policy.mandate.strength" = [1.0]\n'
    )
    assert [one.name for one in made.levers] == [
        "base",
        "policy.subsidy.share=0.2",
        "policy.subsidy.share=0.5",
        "policy.mandate.strength=1",
    ]
    assert made.scenario(made.points[0]).policy == ()


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol_sequence"])
def test_samples_fill_the_range_of_the_record(make: Make, design: str) -> None:
    body = (
        f'uncertainty_design = "{design}"\nsamples = 64\n'
        '[uncertainties]\n"parameters.trust_gain" = {}\nchains.size = {low = 10, high = 16}\n'
    )
    made = make(body)
    record = PARAMETERS["trust_gain"]
    drawn = np.array([made.scenario(point).parameters["trust_gain"] for point in made.points])
    assert ((drawn >= record.low) & (drawn <= record.high)).all()
    assert len(np.unique(np.floor((drawn - record.low) / (record.high - record.low) * 64))) == 64  # one in each stratum
    assert {type(one.varied["chains.size"]) for one in made.uncertainties} == {int}
    assert [one.varied for one in made.uncertainties] == [one.varied for one in make(body).uncertainties]


def test_packages_are_crossed_with_levers(make: Make) -> None:
    made = make(
        'design = "packages"\nbaseline = "none, policy.predictable_policy.strength=0"\n[set]\nmonths = 12\n'
        '[levers]\n"policy.predictable_policy.strength" = [0.0, 1.0]\n'
        '[packages.none]\n[packages.carrot]\ntitle = "Rewards"\ntitle_nl = "Beloningen"\n'
        'policy.subsidy.share = 0.5\npolicy.subsidy.for = ["sme"]\n'
    )
    assert [one.name.partition(",")[0] for one in made.levers] == ["none", "none", "carrot", "carrot"]
    assert [made.levers[3].titled(language) for language in ("en", "nl")] == ["Rewards", "Beloningen"]
    assert made.levers[0].titled("nl") == "none", "a package without a title is called by its name"
    last = made.scenario(made.points[3])
    assert last.months == 12
    assert {one.instrument: one.kinds for one in last.policy}["subsidy"] == ("sme",)


def test_a_list_of_points(make: Make) -> None:
    made = make('design = "list"\n[[point]]\nname = "a"\n[[point]]\nname = "b"\nparameters.trust_gain = 0.2\n')
    assert [one.name for one in made.levers] == ["a", "b"]
    assert made.scenario(made.points[1]).parameters["trust_gain"] == 0.2


@given(st.floats(0.0, 1.0), st.integers(1, 50), st.integers(1, 50))
def test_whole_factors_stay_within_their_range(u: float, low: int, width: int) -> None:
    value = Factor(("chains", "size"), "", low=low, high=low + width).at(u)
    assert isinstance(value, int)
    assert low <= value <= low + width


WRONG = {
    '[levers]\n"policy.subsidy.share" = []\n': (
        "study.toml:7: levers.policy.subsidy.share: is an empty list: a design without points"
    ),
    '[levers]\ntitle = ["a", "b"]\n': "cannot vary between points",
    '[levers]\n"policy.subsidy.for" = {}\n': "has no range: give a list of values",
    '[levers]\n"policy.subsidy.until" = {}\n': "has no range of its own: give low and high",
    '[levers]\n"policy.subsidy.share" = {low = 0.5, high = 0.5}\n': "has no width",
    '[levers]\n"policy.subsidy.share" = {low = 0.5, hihg = 0.5}\n': 'did you mean "high"',
    '[levers]\n"policy.subsidy.share" = 0.5\n': "what does not vary goes into [set]",
    '[levers]\n"policy.subsidy.share" = [0.1, 7.0]\n': "study.toml:7: policy.subsidy.share: 7.0 is out of range",
    '[levers]\n"policy.subsidi.share" = [0.1]\n': 'unknown instrument "subsidi"; did you mean "subsidy"',
    '[levers]\n"parameters.trust_gain" = {}\n[uncertainties]\n"parameters.trust_gain" = {}\n': "is a lever too",
    'design = "gird"\n': 'did you mean "grid"',
    'design = "packages"\n': "a design without points: add [packages.NAME]",
    'design = "list"\n': "a design without points: add [[point]]",
    'baseline = "x"\n[levers]\n"policy.subsidy.share" = [0.1]\n': 'no lever setting is called "x"',
    '[outcomes]\nshow = ["sharring"]\n': 'unknown outcome "sharring"; did you mean "sharing"',
    'uncertainty_design = "sobol_sequence"\nsamples = 100\n[uncertainties]\n"parameters.trust_gain" = {}\n': (
        "take 64 or 128"
    ),
    "repliactes = 3\n": 'did you mean "replicates"',
    "[packages.a]\npolicy.subsidy.share = 0.5\n": 'go with design = "packages"',
    'design = "list"\n[[point]]\nname = "a"\n[[point]]\nname = "a"\n': "point.1: needs a name of its own",
    "[[point]]\nname = 'a'\n": 'goes with design = "list"',
    "[set]\nseed = 3\n": "set.seed: stands at the top of the file, not in [set]",
    'design = "packages"\n[packages.a]\nseed = 3\n': "packages.a.seed: cannot be set for a point",
    '[levers]\nmonths = {low = "a", high = 3}\n': "levers.months: low: 'a' is not a number",
    "[levers]\nmonths = {low = 1, high = 3, steps = 1}\n": "steps: 1 is not a whole number of at least 2",
    "[levers]\nmonths = {low = 1.1, high = 1.4}\n": "holds one whole number only",
    '[levers]\n"parameters.*" = {low = 0.1}\n': "levers.parameters.*: takes the ranges of the records: write {}",
    '[levers]\n"parameters.attention.sme" = {}\n"parameters.attention" = [{sme = 0.1}]\n': "varies all kinds together",
    'uncertainty_design = "morris"\n': "uncertainties: is empty",
    'uncertainty_design = "morris"\nsamples = 2\n[uncertainties]\n"parameters.trust_gain" = {}\n': (
        "2 is too few for 1 factors and a dummy: take at least 4"
    ),
    'uncertainty_design = "morris"\n[uncertainties]\n"parameters.trust_gain" = [0.1]\n': "has one value",
    'uncertainty_design = "curves"\n[uncertainties]\nmonths = [12, 24]\n[outcomes]\nmonths = ["sharing"]\n': (
        "outcomes.months: takes runs of one length"
    ),
}


@pytest.mark.parametrize("body", WRONG)
def test_wrong_files_are_explained(make: Make, body: str) -> None:
    with pytest.raises(InputError) as error:
        make(body)
    assert WRONG[body] in str(error.value)
    assert "study.toml" in str(error.value)


def test_a_missing_scenario_is_told_with_the_line(make: Make) -> None:
    with pytest.raises(InputError, match=r'study\.toml:4: scenario: .*smal\.toml: no such file; did you mean ".*small'):
        make("", HEAD.replace("small.toml", "smal.toml"))
    with pytest.raises(InputError, match="scenario: is missing"):
        make("", HEAD.replace("scenario", "scenarios"))


def test_an_experiment_cannot_be_changed(make: Make) -> None:
    made = make("[levers]\nmonths = [12, 24]\n", HEAD + 'title_nl = "proef"\n')
    assert (made.titled("en"), made.titled("nl")) == ("t", "proef")
    with pytest.raises(FrozenInstanceError):
        made.replicates = 7  # type: ignore[misc]
    with pytest.raises(TypeError):
        made.levers[0].varied["months"] = 7  # type: ignore[index]
    again = pickle.loads(pickle.dumps(made))
    assert again.digest == made.digest
    assert [again.scenario(point) for point in again.points] == [made.scenario(point) for point in made.points]


def test_scenarios_are_compared_from_files_names_and_mappings(tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    file.write_text(SMALL, encoding="utf-8")
    other = ScenarioFile(tomllib.loads(SMALL) | {"chains": {"count": 12, "size": 12}}, name="other")
    made = compared([file, other], "months=12", 2, 1, name="both")
    assert (made.name, [one.path.stem for one in made.scenario_files]) == ("both", ["small", "other"])
    assert {made.scenario(point).months for point in made.points} == {12}
    assert len(compared(str(file), [], 2, 1).points) == 1, "one path is one file, and not its letters"
    with pytest.raises(InputError, match="small: given twice"):
        compared([file, file], [], None, None)
    with pytest.raises(InputError, match="dil: lasts 120 months, small 24: compare over the same time"):
        compared([file, "dil"], [], None, None)
