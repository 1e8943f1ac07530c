"""Sweeps and comparisons as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, SMALL
from test_cli import call

import datadeel
from datadeel.experiment.descriptions import of_sweep
from datadeel.experiment.loader import load_experiment
from datadeel.experiment.progress import State
from datadeel.model.version import model_version
from datadeel.results.reader import read

STUDY = """
title = "Carrot"
title_nl = "Wortel"
question = "?"
source = "tests"
scenario = "small.toml"
replicates = 3
[levers]
"policy.subsidy.share" = [0.0, 0.6]
"policy.mandate.strength" = [0.0, 1.0]
"""
STUDIES = sorted((ROOT / "experiments").glob("*.toml"))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    return tmp_path / "study.toml"


@pytest.mark.slow
def test_sweep_leaves_a_whole_folder_and_then_has_nothing_to_do(study: Path, tmp_path: Path) -> None:
    result = call("sweep", study, "--out", tmp_path / "out", "--jobs", 1, "--max-runs", 5)
    assert result.exit_code == 0, result.output
    assert "5 runs of 12; the same command goes on" in result.output
    assert not json.loads((tmp_path / "out" / "study" / "manifest.json").read_text())["complete"]
    result = call("sweep", study, "--out", tmp_path / "out", "--jobs", 2, "--json")
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[0]["event"] == "progress"
    assert (lines[-1]["done"], lines[-1]["failed"], lines[-1]["total"]) == (12, 0, 12)
    folder = tmp_path / "out" / "study"
    for name in ("manifest.json", "points.csv", "runs.parquet", "tables/summary.csv", "tables/differences.csv"):
        assert (folder / name).is_file()
    names = {one.name for one in (folder / "figures").iterdir()}
    assert {one.rpartition("-")[0] for one in names if one.endswith("nl.svg")} == {
        one.rpartition("-")[0] for one in names if one.endswith("en.png")
    }
    assert names
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["complete"]
    assert manifest["model"] == model_version()
    assert f"manifest {manifest['digest']}" in next(folder.glob("figures/*-en.svg")).read_text(encoding="utf-8")
    assert "up to date" in call("sweep", study, "--out", tmp_path / "out").output


def test_dry_run_runs_nothing(study: Path, tmp_path: Path) -> None:
    result = call("sweep", study, "--dry-run", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "4 points × 3 worlds = 12 runs, 12 to be done" in " ".join(result.output.split())
    assert not (tmp_path / "out").exists()


def test_check_knows_experiments(study: Path, tmp_path: Path) -> None:
    result = call("check", study, tmp_path / "small.toml")
    assert "1 scenarios × 4 lever settings × 1 uncertainty settings × 3 worlds = 12 runs" in " ".join(
        result.output.split()
    )
    assert "small: fine" in result.output
    study.write_text(STUDY.replace("0.6", "6.0"), encoding="utf-8")
    result = call("check", study)
    assert result.exit_code == 2
    assert "policy.subsidy.share: 6.0 is out of range" in result.output


@pytest.mark.parametrize("file", STUDIES, ids=lambda file: file.stem)
def test_shipped_studies_are_fine(file: Path) -> None:
    experiment = load_experiment(file)
    assert len(set(experiment.digests)) == len(experiment.points), "two points are the same"
    assert experiment.hypothesis
    assert "Van den Boogaart, Leiden" in experiment.source


@pytest.mark.parametrize("file", STUDIES, ids=lambda file: file.stem)
def test_shipped_results_are_of_this_model(file: Path) -> None:
    """Rebuild them: datadeel sweep experiments/*.toml."""
    manifest = read(ROOT / "results" / file.stem).manifest
    experiment = load_experiment(file)
    assert manifest["model"] == model_version()
    assert manifest["digest"] == of_sweep(experiment, State(0, 0, experiment.runs)).digest
    assert manifest["complete"]
    assert manifest["failed"] == 0


def test_fifteen_studies() -> None:
    assert [int(file.stem[:2]) for file in STUDIES] == list(range(1, 16))


def test_compare_tells_differences_in_the_same_worlds(study: Path, tmp_path: Path) -> None:
    (tmp_path / "rewarded.toml").write_text(
        'title = "Rewarded"\npurpose = "t"\nsource = "t"\nextends = "small.toml"\n'
        '[[policy]]\ninstrument = "subsidy"\nfrom = 1\n',
        encoding="utf-8",
    )
    small, rewarded = tmp_path / "small.toml", tmp_path / "rewarded.toml"
    result = call("compare", small, rewarded, "--replicates", 6, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "in the same 6 worlds" in result.output
    folder = tmp_path / "out" / "small-vs-rewarded"
    table = pd.read_csv(folder / "tables" / "differences.csv").set_index("outcome")
    apart = [datadeel.run(datadeel.load(one), replicates=6).runs["sharing"] for one in (small, rewarded)]
    assert table.loc["sharing", "difference"] == pytest.approx((apart[1] - apart[0]).mean(), abs=1e-6)
    assert {one.name for one in (folder / "figures").iterdir()} == {
        f"{name}-{language}.{kind}"
        for name in ("differences", "curves", "cost", "kinds", "willingness")
        for language in ("en", "nl")
        for kind in ("svg", "png")
    }
    other = call(
        "compare",
        small,
        rewarded,
        "--replicates",
        6,
        "--out",
        tmp_path / "out",
        "--baseline",
        "rewarded",
        "--name",
        "back",
        "--json",
    )
    told = json.loads(other.stdout)
    back = next(row for row in told["differences"] if row["outcome"] == "sharing")
    assert back["difference"] == pytest.approx(-table.loc["sharing", "difference"], abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("small.toml",), "give at least two"),
        (("small.toml", "small.toml"), "given twice"),
        (("small.toml", "other.toml", "--baseline", "smal"), 'did you mean "small"'),
        (("small.toml", "longer.toml"), "lasts 36 months"),
        (("small.toml", "other.toml", "--name", "a/b"), "is not the name of a folder"),
    ],
)
def test_wrong_comparisons_are_explained(study: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "other.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "longer.toml").write_text(SMALL.replace("months = 24", "months = 36"), encoding="utf-8")
    result = call("compare", *(tmp_path / one if one.endswith(".toml") else one for one in arguments))
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("without_figures")
def test_worlds_that_are_not_the_same_are_told(study: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(SMALL.replace("sme = 60", "sme = 80"), encoding="utf-8")
    result = call(
        "compare", tmp_path / "small.toml", tmp_path / "other.toml", "--replicates", 3, "--out", tmp_path / "out"
    )
    assert result.exit_code == 0
    assert "another population" in result.output


@pytest.mark.usefixtures("without_figures")
def test_sweep_from_python(study: Path, tmp_path: Path) -> None:
    result = datadeel.sweep(study, tmp_path / "out", jobs=2)
    assert len(result.runs) == 12
    assert result.complete
    assert list(result.points["policy.subsidy.share"]) == [0.0, 0.0, 0.6, 0.6]


def test_an_unknown_study_is_told(tmp_path: Path) -> None:
    result = call("sweep", tmp_path / "nothing.toml")
    assert result.exit_code == 2
    assert "no such file" in result.output
