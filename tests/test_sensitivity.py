"""Sensitivity: indices of functions that are known, through the whole pipeline, with noise of the seeds added."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, SMALL
from typer.testing import CliRunner

from datadeel.analysis import rankings
from datadeel.analysis.indices import Estimator
from datadeel.analysis.sensitivity import METHODS
from datadeel.cli.commands import app
from datadeel.errors import InputError
from datadeel.experiment import statistics
from datadeel.experiment.descriptions import of_sensitivity
from datadeel.experiment.factors import Kinds, priors
from datadeel.experiment.loader import load_experiment
from datadeel.experiment.progress import State
from datadeel.experiment.sampling import DUMMY
from datadeel.figures import of_result as gallery
from datadeel.model import engine
from datadeel.model.version import model_version
from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.loader import ScenarioFile
from datadeel.studies.sensitivity import SensitivityResults, study_of
from datadeel.studies.sensitivity import sensitivity as run_study

#: Three parameters with plain ranges that stand for the arguments of a known function.
ARGUMENTS = ("own_control", "caution", "spillover")

STUDY = """
title = "Known"
question = "known"
source = "tests"
scenario = "small.toml"
seed = 1
"""


def _study(folder: Path, more: str, uncertainties: str = "") -> Path:
    (folder / "small.toml").write_text(SMALL, encoding="utf-8")
    factors = uncertainties or "".join(f'"parameters.{name}" = {{}}\n' for name in ARGUMENTS)
    file = folder / "known.toml"
    file.write_text(f"{STUDY}{more}\n[uncertainties]\n{factors}", encoding="utf-8")
    return file


def _pretend(monkeypatch: pytest.MonkeyPatch, function: Callable[[np.ndarray], float], noise: float) -> None:
    """In place of the model: a function of the three arguments on the unit cube, and a bell of the world with deviation
    ``noise``."""

    def run(scenario: Any, seed: int, plan: Any) -> Any:
        records = [PARAMETERS[name] for name in ARGUMENTS]
        u = np.array([(scenario.parameters[one.name] - one.low) / (one.high - one.low) for one in records])
        return SimpleNamespace(value=function(u) + noise * np.random.default_rng(seed).normal())

    monkeypatch.setattr(engine, "run_one", run)
    monkeypatch.setattr(statistics, "outcomes", lambda scenario, run: dict.fromkeys(RUN_OUTCOMES, run.value))


def _ishigami(u: np.ndarray) -> float:
    x = math.pi * (2.0 * u - 1.0)
    return float(np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


#: First-order and total indices of Ishigami's function (a = 7, b = 0.1), and of Sobol's g-function at a = (0, 1, 4.5).
_A, _B = 7.0, 0.1
_V1 = 0.5 * (1 + _B * math.pi**4 / 5) ** 2
_V2 = _A**2 / 8
_V13 = 8 * _B**2 * math.pi**8 / 225
_V = _V1 + _V2 + _V13
ISHIGAMI = {"S1": (_V1 / _V, _V2 / _V, 0.0), "ST": ((_V1 + _V13) / _V, _V2 / _V, _V13 / _V), "V": _V, "S13": _V13 / _V}
_G = (0.0, 1.0, 4.5)


def _g(u: np.ndarray) -> float:
    return float(np.prod([(abs(4.0 * one - 2.0) + a) / (1.0 + a) for one, a in zip(u, _G, strict=True)]))


def _g_indices() -> dict[str, Any]:
    parts = [1.0 / (3.0 * (1.0 + a) ** 2) for a in _G]
    whole = math.prod(1.0 + one for one in parts) - 1.0
    totals = [one * math.prod(1.0 + other for other in parts if other is not one) / whole for one in parts]
    return {"S1": tuple(one / whole for one in parts), "ST": tuple(totals), "V": whole}


def _table(file: Path, out: Path, **more: Any) -> tuple[pd.DataFrame, SensitivityResults]:
    monkey = pytest.MonkeyPatch()
    monkey.setattr(gallery, "draw", lambda *_: None)  # figures have tests of their own
    try:
        study = run_study(file, out, jobs=2, **more)
    finally:
        monkey.undo()
    return study.tables.get("indices", pd.DataFrame()), study


@pytest.mark.slow
@pytest.mark.parametrize(("function", "known"), [(_ishigami, ISHIGAMI), (_g, _g_indices())], ids=["ishigami", "g"])
def test_indices_of_known_functions_come_out(
    function: Any, known: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within their intervals, with seed noise that is a tenth of the variance of a run; the dummy finds that noise."""
    noise, worlds = math.sqrt(0.1 * known["V"]), 2
    _pretend(monkeypatch, function, noise)
    file = _study(
        tmp_path,
        f'replicates = {worlds}\nuncertainty_design = "saltelli"\nsamples = 1024\n[outcomes]\nshow = ["sharing"]\n',
    )
    indices, study = _table(file, tmp_path / "out")
    floor = noise**2 / worlds / (known["V"] + noise**2 / worlds)
    for index in ("S1", "ST"):
        rows = indices[indices["index"] == index].set_index("factor")
        for name, true in zip(ARGUMENTS, known[index], strict=True):
            one = rows.loc[f"parameters.{name}"]
            # Noise takes its part of the variance; intervals are of 95 %, and six are looked at.
            half = 1.35 * (one["high"] - one["value"])
            assert one["value"] == pytest.approx(true * (1.0 - floor), abs=max(half, 0.005)), (index, name)
        dummy = rows.loc[DUMMY]
        assert dummy["low"] - 0.02 < floor < dummy["high"] + 0.02
    assert study.tables["noise"]["noise_share"].iloc[0] == pytest.approx(floor, rel=0.15)
    if function is _ishigami:
        pairs = study.tables["pairs"].set_index(["factor", "other"])
        row = pairs.loc[("parameters.own_control", "parameters.spillover")]
        assert row["low"] < known["S13"] * (1.0 - floor) < row["high"]


def test_without_second_order_the_same_indices_cost_fewer_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, _ishigami, 0.5)
    indices, studies, rows = {}, {}, {}
    for asked in ("true", "false"):
        folder = tmp_path / asked
        folder.mkdir()
        file = _study(
            folder,
            f'replicates = 2\nuncertainty_design = "saltelli"\nsamples = 32\nsecond_order = {asked}\n'
            '[outcomes]\nshow = ["sharing"]\n',
        )
        indices[asked], studies[asked] = _table(file, folder / "out")
        rows[asked] = len(load_experiment(file).uncertainties)
    pd.testing.assert_frame_equal(indices["true"], indices["false"])
    assert "pairs" in studies["true"].tables
    assert "pairs" not in studies["false"].tables
    factors = len(ARGUMENTS) + 1
    assert list(rows.values()) == [32 * (2 * factors + 2), 32 * (factors + 2)]


def test_the_dummy_is_nothing_without_noise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, _ishigami, 0.0)
    file = _study(
        tmp_path, 'replicates = 1\nuncertainty_design = "saltelli"\nsamples = 64\n[outcomes]\nshow = ["sharing"]\n'
    )
    indices, _ = _table(file, tmp_path / "out")
    assert indices[indices["factor"] == DUMMY]["value"].abs().max() < 1e-12


def test_an_inert_factor_stays_at_the_noise_floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where half of the variance is noise of the seeds, an inert factor gets none of it: only the dummy does."""
    _pretend(monkeypatch, lambda u: u[0], math.sqrt(1.0 / 12.0))
    file = _study(
        tmp_path, 'replicates = 1\nuncertainty_design = "saltelli"\nsamples = 256\n[outcomes]\nshow = ["sharing"]\n'
    )
    indices, _ = _table(file, tmp_path / "out")
    totals = indices[indices["index"] == "ST"].set_index("factor")["value"]
    assert totals["parameters.spillover"] == pytest.approx(0.0, abs=1e-12)
    assert totals[DUMMY] == pytest.approx(0.5, abs=0.1)
    assert totals["parameters.own_control"] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("method", "samples"), [("morris", 16), ("pawn", 200), ("delta", 200)])
def test_other_methods_rank_a_known_function(
    method: str, samples: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend(monkeypatch, lambda u: 4.0 * u[0] + 2.0 * u[1], 0.1)
    file = _study(tmp_path, 'replicates = 2\n[outcomes]\nshow = ["sharing"]\n')
    indices, _ = _table(file, tmp_path / "out", method=method, samples=samples)
    main = indices[indices["index"] == METHODS[method][1]].set_index("factor")["value"]
    order = list(main.sort_values(ascending=False).index)
    assert order[:2] == ["parameters.own_control", "parameters.caution"]
    if method == "morris":
        assert main["parameters.own_control"] == pytest.approx(4.0, abs=1e-9), (
            "elementary effects of a line, in common worlds"
        )
        assert main["parameters.spillover"] == pytest.approx(0.0, abs=1e-9)
        assert 0.0 < main[DUMMY] < 0.5


def test_one_at_a_time_gives_the_curve_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, lambda u: u[0] ** 2 + u[1], 0.0)
    file = _study(tmp_path, 'replicates = 2\n[outcomes]\nshow = ["sharing"]\n')
    _, study = _table(file, tmp_path / "out", method="oat")
    curves = study.tables["curves"]
    own = curves[curves["factor"] == "parameters.own_control"]
    middle = [
        (PARAMETERS[name].value - PARAMETERS[name].low) / (PARAMETERS[name].high - PARAMETERS[name].low)
        for name in ARGUMENTS
    ]
    assert own["mean"].to_numpy() == pytest.approx(own["u"].to_numpy() ** 2 + middle[1])
    assert own["value"].iloc[[0, -1]].tolist() == [PARAMETERS["own_control"].low, PARAMETERS["own_control"].high]
    assert len(curves) == 27


def test_rank_stability_is_spearmans() -> None:
    effects = {"base": (3.0, 2.0, 1.0), "swapped": (2.0, 3.0, 1.0), "turned": (1.0, 2.0, 3.0)}
    rows = [
        {"outcome": "sharing", "lever_name": lever, "uncertainty_name": name, "difference": value, "baseline_mean": 0.1}
        for name, values in effects.items()
        for lever, value in zip("abc", values, strict=True)
    ]
    found = rankings.rank_stability(pd.DataFrame(rows), "sharing").set_index("uncertainty_name")
    assert found["spearman"].to_dict() == pytest.approx({"base": 1.0, "swapped": 0.5, "turned": -1.0})
    assert found.loc["turned", "leading"] == "c, b, a"


def test_agreement_of_rankings_counts_the_leading_places() -> None:
    order = pd.Series([5.0, 4.0, 3.0, 2.0, 1.0])
    assert rankings.top_down(order, order * 2.0) == pytest.approx(1.0)
    last = rankings.top_down(order, pd.Series([5.0, 4.0, 3.0, 1.0, 2.0]))
    first = rankings.top_down(order, pd.Series([4.0, 5.0, 3.0, 2.0, 1.0]))
    assert first < last < 1.0
    # Savage scores of five: 137/60, 77/60, 47/60, 27/60, 12/60.
    mine = np.array([137.0, 77.0, 47.0, 27.0, 12.0])
    assert first == pytest.approx(np.corrcoef(mine, mine[[1, 0, 2, 3, 4]])[0, 1])


# --- What is shipped ---------------------------------------------------------------------------------------

SHIPPED_STUDIES = sorted((ROOT / "experiments" / "sensitivity").glob("*.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("file", SHIPPED_STUDIES, ids=lambda file: file.stem)
def test_shipped_studies_are_of_this_model(file: Path) -> None:
    experiment, method = study_of(file)
    manifest = json.loads((ROOT / "results" / "sensitivity" / file.stem / "manifest.json").read_text(encoding="utf-8"))
    hint = f"stale: datadeel sensitivity experiments/sensitivity/{file.name}"
    described = of_sensitivity(experiment, State(0, 0, experiment.runs), method, ())
    assert (manifest["model"], manifest["digest"], manifest["method"]) == (model_version(), described.digest, method), (
        hint
    )
    assert manifest["complete"], hint
    assert not [
        note for note in manifest["notes"] if "not settled" in note and ": sharing" in note and "change" not in note
    ], "what is shipped of sharing is said to have settled"


# --- Designs -----------------------------------------------------------------------------------------------


def test_rows_that_are_held_against_each_other_share_their_worlds(tmp_path: Path) -> None:
    file = _study(tmp_path, 'replicates = 3\nuncertainty_design = "saltelli"\nsamples = 16\n')
    experiment = load_experiment(file)
    each = len(experiment.uncertainties) // 16
    assert each == 2 * 4 + 2
    first = [one.worlds for one in experiment.uncertainties[:each]]
    # Base sample A, A with each factor of B, A with the dummy of B, B with each of A, B with the dummy of A, B.
    assert first == [0, 0, 0, 0, 1, 1, 1, 1, 0, 1]
    worlds = [experiment.worlds(point) for point in experiment.points]
    assert [worlds[0], worlds[4], worlds[each]] == [range(3), range(3, 6), range(6, 9)]


def test_all_parameters_but_facts_of_the_case_are_factors() -> None:
    factors = {one.key: one for one in priors(ScenarioFile(ROOT / "scenarios" / "dil.toml").stated())}
    assert "parameters.prior_collaboration" not in factors, "the case sets it"
    assert "parameters.crowding_form" not in factors
    assert isinstance(factors["parameters.attention"], Kinds)
    low, high = factors["parameters.attention"].at(0.0), factors["parameters.attention"].at(1.0)
    assert (low["sme"], high["sme"]) == (PARAMETERS["attention.sme"].low, PARAMETERS["attention.sme"].high)
    assert factors["parameters.entry_cost"].at(0.5)["sme"] == pytest.approx(math.sqrt(500.0 * 50000.0))


def test_forms_are_categories(tmp_path: Path) -> None:
    file = _study(
        tmp_path,
        'replicates = 1\nuncertainty_design = "hypercube"\nsamples = 60\n',
        '"parameters.crowding_form" = [0.0, 1.0, 2.0]\n"parameters.own_control" = {}\n',
    )
    experiment = load_experiment(file)
    forms = [experiment.scenario(point).parameters["crowding_form"] for point in experiment.points]
    assert {one: forms.count(one) for one in set(forms)} == {0.0: 20, 1.0: 20, 2.0: 20}


# --- Wrong input -------------------------------------------------------------------------------------------


MORRIS = 'uncertainty_design = "morris"\nsamples = 8'
SALTELLI = 'uncertainty_design = "saltelli"\nsamples = 16'
HYPERCUBE = 'uncertainty_design = "hypercube"\nsamples = 30'


@pytest.mark.parametrize(
    ("more", "uncertainties", "message"),
    [
        ('uncertainty_design = "saltelli"\nsamples = 100', "", "100 is not a power of two"),
        (HYPERCUBE, "", "30 is too few for 3 factors and a dummy: take at least 40"),
        ('uncertainty_design = "morris"\nsamples = 2', "", "2 is too few"),
        (MORRIS, '"parameters.spillover" = {low = 0.2, high = 0.2}\n', "has no width"),
        ('uncertainty_design = "moris"', "", 'did you mean "morris"'),
        ('uncertainty_design = "grid"', "", "is no design of sensitivity analysis"),
        ('uncertainty_design = "morris"\nsamples = 8\n[outcomes]\nshow = ["sharin"]', "", 'unknown outcome "sharin"'),
        (MORRIS, '"parameters.*" = {low = 0.1}\n', "takes the ranges of the records"),
        (MORRIS, '"parameters.spillover" = [0.2]\n', "has one value"),
        (MORRIS, '"parameters.spillover" = [0.1, 0.2, 0.3, 0.4, 0.5]\n', "reaches four"),
        (MORRIS, '"policy.subsidy.from" = {low = 3.1, high = 3.4}\n', "one whole number only"),
        (MORRIS, '"parameters.attention" = {}\n"parameters.attention.sme" = {}\n', "varies all kinds together"),
        (SALTELLI + '\n[outcomes]\nmonths = ["sharing"]', '"months" = [12, 24]\n', "of one length"),
    ],
)  # fmt: skip
def test_wrong_studies_are_explained(more: str, uncertainties: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        study_of(_study(tmp_path, more, uncertainties))


def test_entries_of_their_own_replace_all_parameters_wherever_they_stand(tmp_path: Path) -> None:
    own, every = '"parameters.spillover" = {low = 0.1, high = 0.3}\n', '"parameters.*" = {}\n'
    for lines in (own + every, every + own):
        experiment, _ = study_of(_study(tmp_path, 'uncertainty_design = "morris"\nsamples = 8', lines))
        (one,) = [factor for factor in experiment.uncertain if factor.key == "parameters.spillover"]
        assert (one.low, one.high) == (0.1, 0.3)


def test_a_form_by_itself_is_a_category(tmp_path: Path) -> None:
    experiment, _ = study_of(
        _study(tmp_path, 'uncertainty_design = "saltelli"\nsamples = 16', '"parameters.crowding_form" = {}\n')
    )
    assert experiment.uncertain[0].values == (0.0, 1.0, 2.0)


def test_all_parameters_in_a_sweep_vary_by_kind(tmp_path: Path) -> None:
    file = _study(tmp_path, 'uncertainty_design = "one_at_a_time"', '"parameters.*" = {}\n')
    keys = {one.key for one in load_experiment(file).uncertain}
    assert "parameters.attention.sme" in keys
    assert "parameters.attention" not in keys


def test_a_study_in_which_nothing_varies_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = 'replicates = 2\nuncertainty_design = "saltelli"\nsamples = 16\n[outcomes]\nshow = ["months"]\n'
    answer = CliRunner().invoke(app, ["sensitivity", str(_study(tmp_path, more)), "--out", str(tmp_path / "out")])
    assert answer.exit_code == 0, answer.output
    assert "no outcome varies" in answer.output


def test_an_outcome_that_defeats_a_method_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an outcome that is nearly always the same there is no density: a method may fail on it."""
    _pretend(monkeypatch, lambda u: float(u[0]), 0.0)
    first = iter([True])
    usual = Estimator._delta

    def failing(self: Any, values: np.ndarray, rows: np.ndarray) -> Any:
        if next(first, False):
            raise np.linalg.LinAlgError("Singular matrix")
        return usual(self, values, rows)

    monkeypatch.setattr(Estimator, "_delta", failing)
    design = 'uncertainty_design = "hypercube"\nsamples = 60\n'
    more = "replicates = 2\n" + design + '[outcomes]\nshow = ["innovations", "sharing"]\n'
    found, study = _table(_study(tmp_path, more), tmp_path / "out", method="delta")
    assert set(found["outcome"]) == {"sharing"}
    assert study.notes == ["small, base: innovations: no index: Singular matrix"]


def test_one_world_a_row_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, _ishigami, 3.0)
    more = 'replicates = 1\nuncertainty_design = "saltelli"\nsamples = 16\n[outcomes]\nshow = ["sharing"]\n'
    _, study = _table(_study(tmp_path, more), tmp_path / "out")
    assert any("one world a row does not tell how much is noise" in one for one in study.notes)


def test_only_what_is_clear_of_the_floor_is_named() -> None:
    rows = [("a", 0.5, 0.4, 0.6), ("b", 0.3, 0.15, 0.45), ("c", 0.4, 0.25, 0.55), (DUMMY, 0.1, 0.0, 0.2)]
    table = pd.DataFrame(rows, columns=["factor", "value", "low", "high"])
    assert list(rankings.above_floor(table)["factor"]) == ["a", "c"]


def test_rankings_of_what_is_all_alike_are_none() -> None:
    assert math.isnan(rankings.top_down(pd.Series([0.0, 0.0, 0.0]), pd.Series([3.0, 2.0, 1.0])))
    tied = pd.Series([2.0, 1.0, 1.0])
    assert rankings.top_down(tied, tied) == pytest.approx(1.0)


def test_an_unknown_method_is_refused(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["sensitivity", str(_study(tmp_path, "")), "--method", "sobel"])
    assert answer.exit_code == 2
    assert 'did you mean "sobol"' in answer.output


def test_sweep_sends_a_study_to_its_own_command(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["sweep", str(_study(tmp_path, 'uncertainty_design = "morris"\nsamples = 8'))])
    assert answer.exit_code == 2
    assert "run datadeel sensitivity" in answer.output


def test_a_constant_outcome_is_told_not_divided_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, lambda u: 0.5, 0.0)
    file = _study(
        tmp_path, 'replicates = 2\nuncertainty_design = "saltelli"\nsamples = 16\n[outcomes]\nshow = ["sharing"]\n'
    )
    _, study = _table(file, tmp_path / "out")
    assert study.notes == ["small, base: sharing: it is the same in all rows; nothing to explain"]
    assert len(study.tables["indices"]) == 0


def test_a_design_with_holes_has_no_indices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def some(u: np.ndarray) -> float:
        if u[0] > 0.9:
            raise ValueError("out of cheese")
        return float(u[0])

    _pretend(monkeypatch, some, 0.0)
    file = _study(tmp_path, 'replicates = 1\nuncertainty_design = "saltelli"\nsamples = 16\n')
    with pytest.raises(RuntimeError, match=r"known: \d+ of 160 runs failed or are missing.*out of cheese"):
        _table(file, tmp_path / "out")
    answer = CliRunner().invoke(app, ["sensitivity", str(tmp_path / "nothing.toml")])
    assert answer.exit_code == 2


def test_an_unsettled_ranking_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(monkeypatch, _ishigami, 3.0)
    file = _study(
        tmp_path, 'replicates = 2\nuncertainty_design = "saltelli"\nsamples = 16\n[outcomes]\nshow = ["sharing"]\n'
    )
    _, study = _table(file, tmp_path / "out")
    assert any("take more samples" in one for one in study.notes)
    assert any("noise of the seeds; take more worlds" in one for one in study.notes)


@pytest.mark.slow
def test_the_command_leaves_tables_figures_and_a_manifest(tmp_path: Path) -> None:
    """Of the model itself: two policies, so that there are effects, and months."""
    file = _study(
        tmp_path,
        'replicates = 2\nuncertainty_design = "saltelli"\nsamples = 16\ndesign = "list"\nbaseline = "none"\n'
        '[[point]]\nname = "none"\n[[point]]\nname = "subsidy"\n"policy.subsidy.from" = 3\n'
        '[outcomes]\nshow = ["sharing", "spending_per_durable"]\nmonths = ["sharing"]\n',
    )
    answer = CliRunner().invoke(app, ["sensitivity", str(file), "--out", str(tmp_path / "out"), "--jobs", "2"])
    assert answer.exit_code == 0, answer.output
    folder = tmp_path / "out" / "known"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["method"], manifest["samples"], manifest["rows"]) == ("sobol", 16, 160)
    assert [one["name"] for one in manifest["factors"]] == [f"parameters.{name}" for name in ARGUMENTS]
    for name in ("indices", "noise", "convergence", "pairs", "months"):
        assert len(pd.read_csv(folder / "tables" / f"{name}.csv"))
    indices = pd.read_csv(folder / "tables" / "indices.csv")
    assert set(indices[indices["policy"] == "subsidy"]["change"]) == {True, False}
    assert list((folder / "figures").glob("*-nl.png"))
