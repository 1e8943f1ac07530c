"""The command line as a user meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import typer
from conftest import ROOT, SCENARIOS, SHARES_BY_MONTH, SHIPPED, SMALL
from typer.testing import CliRunner, Result

from datadeel.cli.commands import app
from datadeel.results.parquet import TablesWriter

COLUMNS = ["scenario", "replicate", "seed", "month", "kind", "organisations", *SHARES_BY_MONTH]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL + '[[policy]]\ninstrument = "subsidy"\nfrom = 4\n', encoding="utf-8")
    return path


def test_run_leaves_a_whole_folder(file: Path, tmp_path: Path) -> None:
    result = call("run", file, "--replicates", 3, "--seed", 5, "--out", tmp_path / "out", "--jobs", 2)
    assert result.exit_code == 0, result.output
    assert "share data" in result.output
    assert "95% interval" in result.output
    folder = tmp_path / "out" / "small"
    found = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert found == {
        "manifest.json",
        "runs.parquet",
        "months.parquet",
        "chains.parquet",
        "money.parquet",
        *(f"tables/{name}.csv" for name in ("summary", "kinds", "spending", "curves", "snapshot")),
        *(
            f"figures/{name}-{language}.{kind}"
            for name in ("adoption", "willingness", "network")
            for language in ("nl", "en")
            for kind in ("svg", "png")
        ),
    }
    months = pd.read_parquet(folder / "months.parquet")
    assert set(COLUMNS) <= set(months.columns)
    assert set(months["kind"]) == {"sme", "municipality", "large_firm", "start_up", "public_body", "all"}
    assert len(months) == 3 * 24 * 6
    whole = months[months["kind"] == "all"]
    parts = months[months["kind"] != "all"]
    assert (parts["sharing"] * parts["organisations"]).sum() == pytest.approx(
        (whole["sharing"] * whole["organisations"]).sum()
    )
    runs = pd.read_parquet(folder / "runs.parquet")
    assert list(runs["replicate"]) == [0, 1, 2]
    last = whole[whole["month"] == 24]
    assert list(runs["sharing"]) == pytest.approx(list(last["sharing"]))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["policy"][0]["instrument"] == "subsidy"
    assert manifest["seed"] == 5
    source = f"manifest {manifest['digest']}, model {manifest['model']}"
    assert source in (folder / "figures" / "adoption-nl.svg").read_text(encoding="utf-8")
    assert source.encode() in (folder / "figures" / "adoption-nl.png").read_bytes()
    assert not list((tmp_path / "out").glob(".*"))


def test_run_twice_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    for name, jobs in (("a", 1), ("b", 2)):
        assert call("run", file, "--out", tmp_path / name, "--jobs", jobs).exit_code == 0
    for table in ("runs", "months", "chains", "money"):
        a, b = (tmp_path / name / "small" / f"{table}.parquet" for name in "ab")
        assert a.read_bytes() == b.read_bytes()
    for figure in ("adoption-en.svg", "adoption-nl.png"):
        assert (tmp_path / "a/small/figures" / figure).read_bytes() == (
            tmp_path / "b/small/figures" / figure
        ).read_bytes()


@pytest.mark.usefixtures("without_figures")
def test_a_new_run_replaces_the_old(file: Path, tmp_path: Path) -> None:
    for seed in (1, 2):
        assert call("run", file, "--seed", seed, "--out", tmp_path).exit_code == 0
    assert json.loads((tmp_path / "small" / "manifest.json").read_text(encoding="utf-8"))["seed"] == 2
    assert not list(tmp_path.glob(".*"))


@pytest.mark.usefixtures("without_figures")
def test_json(file: Path, tmp_path: Path) -> None:
    result = call("run", file, "--replicates", 1, "--json", "--out", tmp_path, "--months", 6)
    (answer,) = json.loads(result.stdout)
    assert answer["scenario"] == "small"
    assert {row["outcome"] for row in answer["summary"]} >= {"sharing", "depth", "public_spending"}
    assert "NaN" not in result.stdout
    assert answer["summary"][0]["low"] is None  # one world has no interval


@pytest.mark.usefixtures("without_figures")
def test_the_manifest_tells_runs_apart(file: Path, tmp_path: Path) -> None:
    digests = set()
    for more in ((), ("--seed", 7), ("--replicates", 3), ("--set", "parameters.norm=0.9")):
        assert call("run", file, "--months", 3, "--out", tmp_path, *more).exit_code == 0
        digests.add(json.loads((tmp_path / "small" / "manifest.json").read_text(encoding="utf-8"))["digest"])
    assert len(digests) == 4


@pytest.mark.usefixtures("without_figures")
def test_intervals_stay_where_values_can_be(file: Path, tmp_path: Path) -> None:
    assert call("run", file, "--replicates", 2, "--months", 6, "--out", tmp_path).exit_code == 0
    table = pd.read_csv(tmp_path / "small" / "tables" / "summary.csv")
    assert (table["low"] >= 0).all()
    assert (table.loc[table["unit"] == "share", "high"] <= 1).all()


@pytest.mark.usefixtures("without_figures")
def test_set_and_months(file: Path, tmp_path: Path) -> None:
    result = call(
        "run", file, "--set", "policy.mandate.from=2", "--set", "parameters.norm=0.9", "--months", 12, "--out", tmp_path
    )
    assert result.exit_code == 0, result.output
    manifest = json.loads((tmp_path / "small" / "manifest.json").read_text(encoding="utf-8"))
    assert [one["instrument"] for one in manifest["inputs"]["policy"]] == ["subsidy", "mandate"]
    assert (manifest["inputs"]["months"], manifest["inputs"]["parameters"]["norm"]) == (12, 0.9)


def test_wrong_input_is_told_and_exits_with_2(tmp_path: Path, file: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(SMALL.replace("sme = 60", "smes = 60"), encoding="utf-8")
    for command in (
        ("check", bad),
        ("run", bad),
        ("run", tmp_path / "missing.toml"),
        ("list", "foo"),
        ("new", "x", "--from", "dill"),
    ):
        result = call(*command)
        assert result.exit_code == 2, command
        assert "Traceback" not in result.output
        assert result.stderr.startswith("error: ")
    both = call("check", bad, tmp_path / "missing.toml", file)
    assert "smes" in both.stderr
    assert "missing.toml" in both.stderr
    twins = tmp_path / "other"
    twins.mkdir()
    (twins / "small.toml").write_text(SMALL, encoding="utf-8")
    assert call("run", file, twins / "small.toml").exit_code == 2


def test_a_folder_of_something_else_is_left_alone(file: Path, tmp_path: Path) -> None:
    precious = tmp_path / "out" / "small" / "precious.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("mine", encoding="utf-8")
    result = call("run", file, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "not a result" in result.stderr
    assert precious.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(file: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert call("run", file, "--out", locked / "out").exit_code == 2


def test_a_file_in_the_way(file: Path) -> None:
    result = call("run", file, "--out", file)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "no space left"),
        (MemoryError(), "memory"),
        (KeyboardInterrupt(), "interrupted"),
    ],
)
@pytest.mark.usefixtures("without_figures")
def test_what_stops_a_run_leaves_nothing_half(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str
) -> None:
    before = call("run", file, "--out", tmp_path)
    assert before.exit_code == 0
    old = (tmp_path / "small" / "manifest.json").read_bytes()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(TablesWriter, "add", fail)
    result = call("run", file, "--seed", 9, "--out", tmp_path)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert (tmp_path / "small" / "manifest.json").read_bytes() == old
    assert not list(tmp_path.glob(".*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_control_c(tmp_path: Path) -> None:
    program = [
        sys.executable,
        "-m",
        "datadeel.cli",
        "run",
        str(SCENARIOS[0]),
        "--replicates",
        "100000",
        "--out",
        str(tmp_path),
    ]
    process = subprocess.Popen(
        program, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while (
        not list(tmp_path.glob(".*.partial/runs.parquet"))
        and not list(tmp_path.glob(".*.partial"))
        and time.monotonic() < deadline
    ):
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "interrupted" in errors
    assert "Traceback" not in errors
    assert not list(tmp_path.iterdir())


def test_check_and_list() -> None:
    result = call("check", *SHIPPED)
    assert result.exit_code == 0
    assert result.stdout.count("fine") == len(SHIPPED)
    for what, name in (
        ("scenarios", "dil-carrot"),
        ("instruments", "agreement_framework"),
        ("parameters", "trust_asymmetry"),
    ):
        assert name in call("list", what).stdout
        assert any(row["name"] == name for row in json.loads(call("list", what, "--json").stdout))


def test_new_makes_a_file_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("new", "mine", "--from", "dil").exit_code == 0
    assert call("check", "mine.toml").exit_code == 0
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        text.replace("# [[policy]]", "[[policy]]").replace("# instrument", "instrument").replace("# share", "share"),
        encoding="utf-8",
    )
    assert "subsidy: month 1 " in call("check", "mine.toml").stdout
    again = call("new", "mine")
    assert again.exit_code == 2
    assert "there already" in again.stderr
    assert call("new", "../mine").exit_code == 2


def _seconds(*arguments: str) -> float:
    best = 99.0
    for _ in range(3):
        began = time.monotonic()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
        best = min(best, time.monotonic() - began)
    return best


def test_every_option_says_what_it_does() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == {
        *("run", "sweep", "compare", "check", "sensitivity", "patterns"),
        *("plot", "brief", "new", "list"),
    }
    for command in commands.values():
        assert command.help
        assert all(one.help for one in command.params if one.name != "help"), command.name


def test_starting_is_quick() -> None:
    bare = _seconds("-c", "pass")
    assert _seconds("-c", "import datadeel") < bare + 0.4
    assert _seconds("-m", "datadeel.cli", "--help") < bare + 0.6  # 0.25 s on an idle machine; tests run beside it
    assert _seconds("-m", "datadeel.cli", "check", "scenarios/dil.toml") < bare + 0.6


def test_importing_sets_nothing_and_loads_little() -> None:
    code = (
        "import sys, datadeel, datadeel.cli\n"
        "heavy = {'numba', 'numpy', 'pandas', 'matplotlib', 'mesa', 'pyarrow', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "import numba, matplotlib\n"
        "before = numba.config.CACHE_DIR, dict(matplotlib.rcParams)\n"
        "datadeel.run(datadeel.load('scenarios/baseline.toml', ['months=2']), replicates=1)\n"
        "assert before == (numba.config.CACHE_DIR, dict(matplotlib.rcParams))\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, cwd=ROOT)


def test_a_cache_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    code = "from datadeel.model.cache import cache_folder; assert cache_folder() is None"
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, env={**os.environ, "XDG_CACHE_HOME": str(blocked)}
    )
