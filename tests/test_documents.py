"""Documents and expected tables are what the code gives now."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from conftest import HISTORIES, ROOT, SHIPPED

from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import PARAMETERS
from tools.generate_docs import files
from tools.generate_docs.expected import expected_table
from tools.generate_docs.picture import picture

TEXTS = files.documents(ROOT)


#: Pages and expected tables that take many runs to make.
_SIMULATED = {"README.md", "findings.md", "patterns.md", "netherlands.toml"}


def _marked(files: Sequence[Path]) -> list[ParameterSet]:
    """Files as parameters of a test, named, and marked slow where they take long."""
    slow = [one.name in _SIMULATED and one.parent.name != "results" for one in files]
    return [
        pytest.param(one, id=one.relative_to(ROOT).as_posix(), marks=[pytest.mark.slow] if long else [])
        for one, long in zip(files, slow, strict=True)
    ]


@pytest.mark.parametrize("file", _marked(TEXTS))
def test_generated_blocks_are_fresh(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text == files.fresh(file, ROOT), "stale: python -m tools.generate_docs --fix"


@pytest.mark.parametrize("file", _marked([*SHIPPED, *HISTORIES]))
def test_expected_tables_hold(file: Path) -> None:
    expected = file.with_suffix(".expected.csv")
    assert expected.exists(), "no expected table: python -m tools.generate_docs --fix"
    assert expected.read_text(encoding="utf-8") == expected_table(file)


def test_staleness_is_told_with_a_diff(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("<!-- generated: structures -->\nold\n<!-- end -->\n", encoding="utf-8")
    (found,) = files.stale(tmp_path)
    assert found.path.name == "README.md"
    assert "-old" in found.difference
    assert b"keystone" in found.wanted


def test_the_picture_is_what_the_model_gives() -> None:
    assert (ROOT / "docs/images/adoption-en.png").read_bytes() == picture(), (
        "stale: python -m tools.generate_docs --fix"
    )


def test_every_parameter_and_instrument_is_documented() -> None:
    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    for name in (*PARAMETERS, *INSTRUMENTS):
        assert f"`{name}`" in text, name
    trace = (ROOT / "docs" / "traceability.md").read_text(encoding="utf-8")
    for name in INSTRUMENTS:
        assert f"`{name}`" in trace, name


def test_names_of_code_in_documents_are_names_of_the_model() -> None:
    """Names in code marks such as `rules.gate` or `month.assess` are functions, classes or constants of that module."""
    source = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "src/datadeel/model").glob("*.py")}
    keys_of_scenarios = {"network.known", "network.association", "population.KIND"}
    examples = {"rules.x", "month.x"}
    marks = re.compile(rf"`(?:model\.)?((?:{'|'.join(source)})\.\w+)[`(]")
    named = {
        name
        for file in TEXTS
        for name in marks.findall(file.read_text(encoding="utf-8"))
        if not name.startswith("policy.") and not name.endswith(".py")
    }
    assert len(named) > 60
    for name in named - keys_of_scenarios - examples:
        module, _, own = name.partition(".")
        assert re.search(rf"^\s*(?:def|class) {own}\b|^{own}\b\s*[:=]", source[module], re.MULTILINE), name


def test_files_named_in_the_traceability_table_exist() -> None:
    trace = (ROOT / "docs" / "traceability.md").read_text(encoding="utf-8")
    missing = [name for name in re.findall(r"tests/test_\w+\.py", trace) if not (ROOT / name).exists()]
    assert missing == []


def _links(file: Path) -> list[Path]:
    """Where the relative links of a text lead."""
    found = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
    return [(file.parent / target).resolve() for target in found if "://" not in target]


#: Every text of the project.
PAGES = [*TEXTS, *sorted((ROOT / "results").glob("*/README.md"))]


def test_links_lead_somewhere() -> None:
    assert [(file.name, target) for file in PAGES for target in _links(file) if not target.exists()] == []


def _listed() -> list[Path]:
    """The files of the project: what git keeps."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_figures_that_are_kept_are_figures_that_a_page_shows() -> None:
    results = ROOT / "results"
    kept = {file for file in _listed() if file.is_relative_to(results) and file.suffix in (".png", ".svg")}
    shown = {target for page in PAGES for target in _links(page) if target.suffix in (".png", ".svg")}
    assert kept == {file for file in shown if file.is_relative_to(results)}


def test_the_project_is_small() -> None:
    """Ten megabytes at most: what can be made again by one command is not kept (results/README.md)."""
    assert sum(file.stat().st_size for file in _listed() if file.exists()) < 10_000_000


def test_no_registry_or_machine_in_the_project() -> None:
    for file in _listed():
        if file.suffix in (".py", ".md", ".toml", ".txt", ".cff") and file != Path(__file__) and file.exists():
            text = file.read_text(encoding="utf-8")
            assert "index-url" not in text, file
            assert "/home/" not in text, file


def test_pins_cover_the_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        line.partition("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    for need in (*project["dependencies"], *project["optional-dependencies"]["test"]):
        assert re.split(r"[<>=]", need)[0].lower() in pinned, need
