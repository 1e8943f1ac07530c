"""The package as a user of Python meets it: every study, results that are kept and lead on, and types that can be
seen."""

from __future__ import annotations

import ast
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, SHIPPED, SMALL
from test_cli import call

import datadeel
from datadeel.figures import of_result

STUDY = """
title = "Carrot"
question = "?"
source = "tests"
scenario = "small.toml"
replicates = 2
[levers]
"policy.subsidy.share" = [0.0, 0.6]
"""
SCREENING = """
title = "Screening"
question = "?"
source = "tests"
scenario = "small.toml"
replicates = 1
uncertainty_design = "morris"
samples = 4
[uncertainties]
"parameters.norm" = {}
"parameters.trust_asymmetry" = {}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL + '[[policy]]\ninstrument = "subsidy"\nfrom = 4\n', encoding="utf-8")
    return path


def alone(code: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def undrawn() -> Iterator[None]:
    """Results folders without figures meanwhile, where a test draws them later, or not at all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_result, "draw", lambda *_: None)
        yield


def same_folders(a: Path, b: Path) -> None:
    """Two results folders with the same bytes, but for when and by which command they were made."""
    found = {str(one.relative_to(a)) for one in a.rglob("*") if one.is_file()}
    assert found == {str(one.relative_to(b)) for one in b.rglob("*") if one.is_file()}
    for name in found - {"manifest.json"}:
        assert (a / name).read_bytes() == (b / name).read_bytes(), name
    manifests = [json.loads((one / "manifest.json").read_text(encoding="utf-8")) for one in (a, b)]
    for one in manifests:
        del one["command"], one["seconds"]
    assert manifests[0] == manifests[1]


# --- The door itself ---------------------------------------------------------------------------------------


def test_every_name_can_be_had() -> None:
    assert set(datadeel.__all__) == {*datadeel._HOMES, "__version__"}
    assert dir(datadeel) == sorted(datadeel.__all__)
    for name in datadeel.__all__:
        assert getattr(datadeel, name) is getattr(datadeel, name)
    with pytest.raises(AttributeError, match="nonsense"):
        datadeel.nonsense  # noqa: B018


def test_no_name_is_a_room_too() -> None:
    """A room that is imported would take the place of a function of its name."""
    assert not {one.name for one in pkgutil.iter_modules(datadeel.__path__)} & set(datadeel.__all__)


def test_type_checkers_are_shown_what_is_found() -> None:
    tree = ast.parse((ROOT / "src/datadeel/__init__.py").read_text(encoding="utf-8"))
    shown = {
        name.name: node.module
        for branch in tree.body
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert shown == datadeel._HOMES


@pytest.mark.slow
def test_a_type_checker_sees_signatures(tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    snippet.write_text(
        "import datadeel\n"
        "reveal_type(datadeel.run)\n"
        "reveal_type(datadeel.load('dil'))\n"
        "reveal_type(datadeel.compare(['dil', 'dmi']).differences)\n"
        "reveal_type(datadeel.brief('results/dil'))\n"
        "reveal_type(datadeel.__version__)\n"
        "datadeel.run('dil', replicates='many')\n"
        "datadeel.sweep('study.toml', jbos=2)\n"
        "datadeel.nonsense\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(snippet)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
    )
    lines = [one.partition("snippet.py:")[2] for one in done.stdout.splitlines() if "snippet.py:" in one]
    said = {int(one.partition(":")[0]): one for one in reversed(lines)}  # of several on a line the first
    assert "replicates: int | None" in said[2]
    assert "RunResults" in said[2]
    assert "Scenario" in said[3]
    assert "DataFrame" in said[4]
    assert "list[pathlib.Path]" in said[5]
    assert '"str"' in said[6] or "builtins.str" in said[6]
    assert "incompatible type" in said[7]
    assert "jbos" in said[8]
    assert "nonsense" in said[9]


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(datadeel.__file__).parent / "py.typed").is_file()


def test_functions_stay_functions_when_all_modules_are_loaded() -> None:
    code = (
        "import importlib, pkgutil, datadeel\n"
        "for one in pkgutil.walk_packages(datadeel.__path__, 'datadeel.'):\n"
        "    if not one.name.endswith('__main__'): importlib.import_module(one.name)\n"
        "for _ in range(2):\n"
        "    for name in ('load', 'run', 'compare', 'sweep', 'sensitivity', 'patterns', 'plot', 'brief'):\n"
        "        assert type(getattr(datadeel, name)).__name__ == 'function', name\n"
        "for _ in range(2):\n"
        "    try:\n"
        "        datadeel.brief('nowhere')\n"
        "    except datadeel.InputError as error:\n"
        "        assert 'no such folder' in str(error)\n"
    )
    alone(code)


# --- Runs --------------------------------------------------------------------------------------------------


def test_saved_results_are_those_of_the_command_line(file: Path, tmp_path: Path) -> None:
    assert call("run", file, "--replicates", 3, "--out", tmp_path / "typed").exit_code == 0
    results = datadeel.run(file, replicates=3)
    assert results.save(tmp_path / "saved" / "small") == results.folder
    same_folders(tmp_path / "typed" / "small", tmp_path / "saved" / "small")


@pytest.mark.usefixtures("without_figures")
def test_results_in_a_folder_are_those_in_memory(file: Path, tmp_path: Path) -> None:
    results = datadeel.run(file, replicates=3)
    written = datadeel.run(file, replicates=3, out=tmp_path)
    assert written.folder == tmp_path / "small"
    for name in ("runs", "months", "chains", "money"):
        a, b = getattr(results, name), getattr(written, name)
        assert list(a) == list(b)
        assert (a.to_numpy() == b.to_numpy()).all()
    same_folders(written.folder, results.save(tmp_path / "saved"))
    again = datadeel.run(file, replicates=3, out=tmp_path)
    same_folders(again.save(tmp_path / "small"), tmp_path / "saved")  # onto the folder that it is read from


@pytest.mark.usefixtures("without_figures")
def test_results_without_measures_and_of_one_world_can_be_saved(tmp_path: Path) -> None:
    scenario = datadeel.load({"extends": "baseline", "months": 3, "title": "Bare"}, name="bare")
    results = datadeel.run(scenario, replicates=1)
    assert len(results.money) == 0
    assert datadeel.run(scenario, replicates=1, out=tmp_path).folder == tmp_path / "bare"
    same_folders(tmp_path / "bare", results.save(tmp_path / "other"))


def test_own_agents_reach_figures_and_a_brief(file: Path, tmp_path: Path) -> None:
    class Refuser(datadeel.AGENTS["sme"]):  # type: ignore[misc]
        def intend(self) -> None:
            self.moves = False

    plain = datadeel.run(file, replicates=2)
    results = datadeel.run(file, replicates=2, agents={"sme": Refuser})
    with undrawn():
        folder, other = results.save(tmp_path / "own"), plain.save(tmp_path / "plain")
    made, usual = (json.loads((one / "manifest.json").read_text(encoding="utf-8")) for one in (folder, other))
    assert made["model"].startswith(f"{usual['model']} with sme: ")
    assert "Refuser" in made["model"]
    assert made["digest"] != usual["digest"]
    assert len(results.plot("en", "svg")) == len(plain.plot("en", "svg"))
    (page,) = results.brief("en", "html", out=tmp_path)
    assert "Refuser" in page.read_text(encoding="utf-8")


def test_results_in_memory_say_how_to_keep_them(file: Path) -> None:
    results = datadeel.run(file, replicates=1)
    assert results.folder is None
    for publish in (results.plot, results.brief):
        with pytest.raises(datadeel.InputError, match=r"results\.save"):
            publish()


def test_a_folder_of_something_else_is_left_alone(file: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(datadeel.InputError, match="not a result"):
        datadeel.run(file, replicates=1).save(tmp_path)
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"


def test_what_a_notebook_shows_is_escaped(file: Path) -> None:
    scenario = datadeel.load(file, 'title="<b>small</b> & co"')
    html = datadeel.run(scenario, replicates=2)._repr_html_()
    assert "&lt;b&gt;small&lt;/b&gt; &amp; co" in html
    assert "<b>" not in html
    assert "public_spending" in html
    assert "in memory only" in html


# --- Studies -----------------------------------------------------------------------------------------------


def test_compare_takes_what_can_be_loaded(file: Path, tmp_path: Path) -> None:
    (tmp_path / "bare.toml").write_text(SMALL, encoding="utf-8")
    bare, loaded = tmp_path / "bare.toml", datadeel.load(file)
    seen: list[int] = []
    with undrawn():
        assert call("compare", bare, file, "--replicates", 4, "--out", tmp_path / "typed").exit_code == 0
        results = datadeel.compare(
            [bare, loaded],
            replicates=4,
            out=tmp_path / "called",
            jobs=1,
            progress=lambda state: seen.append(state.done),
        )
    assert seen[-1] == 8
    assert results.folder == tmp_path / "called" / "bare-vs-small"
    folders = [tmp_path / where / "bare-vs-small" / "tables" for where in ("typed", "called")]
    typed, called = ({one.name: one.read_bytes() for one in folder.iterdir()} for folder in folders)
    assert typed == called
    assert set(results.differences["scenario"]) == {"small"}
    assert len(results.runs) == 8
    assert results.complete
    assert "small" in results._repr_html_()
    assert {one.suffix for one in results.plot("nl", "svg")} == {".svg"}
    (page,) = results.brief("en", "html", out=tmp_path)
    assert page.name == "bare-vs-small-en.html"


@pytest.mark.usefixtures("without_figures")
def test_a_variant_is_compared_under_a_name_of_its_own(file: Path, tmp_path: Path) -> None:
    variant = datadeel.load(file, "parameters.norm=0.9", name="stricter")
    assert (variant.name, datadeel.load(variant).name) == ("stricter", "stricter")
    results = datadeel.compare([file, variant], replicates=2, overrides="months=6", out=tmp_path, jobs=1)
    assert results.folder.name == "small-vs-stricter"
    assert {one.months for one in results.scenarios} == {6}
    with pytest.raises(datadeel.InputError, match="given twice"):
        datadeel.compare([file, datadeel.load(file)], out=tmp_path)


def test_every_shipped_scenario_loads_again_as_it_is() -> None:
    for path in SHIPPED:
        scenario = datadeel.load(path)
        assert datadeel.load(scenario) == scenario
        assert datadeel.load(scenario).digest == scenario.digest


def test_one_scenario_is_no_comparison(file: Path) -> None:
    for given in ("dil", file, [file], [], datadeel.load(file), {"extends": "dil"}):
        with pytest.raises(datadeel.InputError, match="at least two"):
            datadeel.compare(given)  # type: ignore[arg-type]


def test_sweep_and_sensitivity_lead_on(file: Path, tmp_path: Path) -> None:
    study, screening = tmp_path / "study.toml", tmp_path / "screening.toml"
    study.write_text(STUDY, encoding="utf-8")
    screening.write_text(SCREENING, encoding="utf-8")
    with undrawn():
        swept = datadeel.sweep(study, tmp_path / "out", jobs=1)
        found = datadeel.sensitivity(screening, tmp_path / "out", jobs=1)
    assert swept.folder == tmp_path / "out" / "study"
    assert not swept.up_to_date
    assert set(swept.summary["point"]) == {0, 1}
    assert "0.6" in repr(list(swept.points["policy.subsidy.share"]))
    again = datadeel.sweep(study, tmp_path / "out", jobs=1)
    assert again.up_to_date
    assert again.complete
    assert list(again.summary["mean"]) == pytest.approx(list(swept.summary["mean"]), rel=1e-5)
    assert found.method == "morris"
    assert "parameters.norm" in set(found.indices["factor"])
    assert "norm" in found._repr_html_()
    for results in (swept, found):
        assert repr(results) == f"<{type(results).__name__}: {results.title}; {results.folder}>"
        assert results.plot("en", "svg")
    (page,) = datadeel.brief([swept, found.folder], "en", "html", out=tmp_path)
    assert page.name == "study-en.html"


@pytest.mark.slow
def test_patterns_lead_on(tmp_path: Path) -> None:
    results = datadeel.patterns("T13", tmp_path / "tried", quick=True, jobs=1)
    assert list(results.verdicts["pattern"]) == ["T13"]
    assert set(results.parts["pattern"]) == {"T13"}
    assert "T13" in results._repr_html_()
    assert results.plot("en", "svg")


# --- Publishing --------------------------------------------------------------------------------------------


def test_publishing_loads_nothing_that_runs(file: Path, tmp_path: Path) -> None:
    """Figures and briefs are made from tables: no compiler, no engine, no agents, on any machine that has the
    folder."""
    with undrawn():
        folder = datadeel.run(file, replicates=2).save(tmp_path / "small")
    code = (
        "import sys, datadeel\n"
        f"folder = {str(folder)!r}\n"
        "datadeel.plot(folder, 'en', 'svg')\n"
        "for _ in range(2):\n"
        f"    print(datadeel.brief(folder, 'en', 'html', out={str(tmp_path / 'briefs')!r}))\n"
        "heavy = {'numba', 'mesa', 'SALib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    assert "small-en.html" in alone(code)
