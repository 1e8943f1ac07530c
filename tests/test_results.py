"""Results folders: what is left alone, what is whole, and what a digest promises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import SMALL

from datadeel.errors import InputError
from datadeel.experiment import descriptions
from datadeel.experiment.experiment import Experiment, compared
from datadeel.experiment.progress import State
from datadeel.results import manifest
from datadeel.results.folder import finish, guard, replace_atomically
from datadeel.results.manifest import Description
from datadeel.results.parquet import TablesWriter, TableWriter
from datadeel.results.reader import Result, read


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(SMALL, encoding="utf-8")
    return compared([tmp_path / "one.toml", tmp_path / "two.toml"], [], 2, 1).checked()


# --- Digests -----------------------------------------------------------------------------------------------

_DONE = State(4, 0, 4)
_DESCRIBED: dict[str, Callable[[Experiment], Description]] = {
    "run": lambda one: descriptions.of_run(one.scenario(one.points[0]), 2, 1),
    "sweep": lambda one: descriptions.of_sweep(one, _DONE),
    "comparison": lambda one: descriptions.of_comparison(one, _DONE, "one"),
    "sensitivity": lambda one: descriptions.of_sensitivity(one, _DONE, "oat", ()),
    "patterns": lambda one: Description("patterns", ({"T01": one.digest}, {"draws": 0})),
}


@pytest.mark.parametrize("kind", _DESCRIBED)
def test_another_model_is_another_digest(kind: str, experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal digests promise equal results, so a rule that changed changes the digest of every kind of result."""
    described = _DESCRIBED[kind](experiment)
    before = described.manifest(1.0, "before")
    assert (before["kind"], before["digest"]) == (kind, described.digest)
    monkeypatch.setattr(manifest, "model_version", lambda: "9.9.9+another")
    after = described.manifest(2.0, "after")
    assert after["model"] == "9.9.9+another"
    assert after["digest"] != before["digest"]


def test_what_took_longer_or_was_typed_otherwise_has_the_same_digest(experiment: Experiment) -> None:
    described = descriptions.of_sweep(experiment, _DONE)
    assert described.manifest(1.0, "a")["digest"] == described.manifest(2.0, "b")["digest"]


def test_results_of_one_experiment_have_digests_of_their_own(experiment: Experiment) -> None:
    """The same runs, another analysis: other results."""
    found = [describe(experiment).digest for describe in _DESCRIBED.values()]
    found.append(descriptions.of_comparison(experiment, _DONE, "two").digest)
    found.append(descriptions.of_sensitivity(experiment, _DONE, "pawn", ()).digest)
    scenario = experiment.scenario(experiment.points[0])
    found += [descriptions.of_run(scenario, *one).digest for one in ((3, 1), (2, 4))]
    assert len(set(found)) == len(found)


# --- Folders -----------------------------------------------------------------------------------------------


def test_the_guard_knows_ours_from_what_is_not(tmp_path: Path) -> None:
    guard(tmp_path / "none")
    guard(tmp_path)
    (tmp_path / "store").mkdir()
    guard(tmp_path, "a sweep", "store")
    with pytest.raises(InputError, match="holds something that is not a result; choose another --out"):
        guard(tmp_path)
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    guard(tmp_path)
    with pytest.raises(InputError, match="holds something that is not a sweep"):
        guard(tmp_path / "manifest.json", "a sweep", "store")


def test_a_folder_takes_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with replace_atomically(place) as folder:
        (folder / "manifest.json").write_text("1", encoding="utf-8")
        assert not place.exists()

    def fail() -> None:
        with replace_atomically(place) as folder:
            (folder / "manifest.json").write_text("2", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (place / "manifest.json").read_text(encoding="utf-8") == "1"
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_what_was_finished_is_read_again(experiment: Experiment, tmp_path: Path) -> None:
    """Tables of before go, figures are drawn of what is read again, and the manifest comes last."""
    folder = tmp_path / "out"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "old.csv").write_text("a\n1\n", encoding="utf-8")
    table = pd.DataFrame({"scenario": ["none", "2024"], "mean": [1 / 3, np.nan]})
    drawn: list[Result] = []

    def draw(result: Result) -> None:
        assert not (folder / "manifest.json").exists()
        drawn.append(result)

    made = descriptions.of_sweep(experiment, _DONE).manifest(1.0, "datadeel sweep")
    finish(folder, made, {"points": table, "summary": table}, draw)
    found = read(folder, current=True)
    assert found.manifest == made
    assert found.tables.keys() == drawn[0].tables.keys() == {"points", "summary"}
    assert list(found.tables["summary"]["scenario"]) == ["none", "2024"]
    assert found.tables["summary"]["mean"].iloc[0] == 0.333333
    assert list(found.inputs()) == ["one", "two"]


def test_a_figure_that_fails_leaves_no_manifest(experiment: Experiment, tmp_path: Path) -> None:
    def draw(_: Result) -> None:
        raise ZeroDivisionError

    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        finish(tmp_path, descriptions.of_sweep(experiment, _DONE).manifest(1.0, ""), {}, draw)
    assert not (tmp_path / "manifest.json").exists()


# --- Parquet -----------------------------------------------------------------------------------------------


def test_a_table_left_by_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    with TableWriter(path) as writer:
        writer.add(pa.table({"a": [1, 2]}))

    def fail() -> None:
        with TableWriter(path) as writer:
            writer.add(pa.table({"a": [3]}))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert pq.read_table(path)["a"].to_pylist() == [1, 2]
    assert [one.name for one in tmp_path.iterdir()] == ["one.parquet"]


def test_pieces_wait_for_a_row_group(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    with TableWriter(path, rows=5) as writer:
        for number in range(4):
            writer.add(pa.table({"a": [number] * 2}))
    file = pq.ParquetFile(path)
    assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [6, 2]


def test_memory_does_not_grow_with_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TablesWriter, "ROWS", 5_000)
    piece = {"months": {"sharing": np.random.default_rng(1).random(1_000)}}
    before, held = pa.total_allocated_bytes(), []
    with TablesWriter(tmp_path) as writer:
        for _ in range(300):
            writer.add(piece)
            held.append(pa.total_allocated_bytes() - before)
    assert pq.read_metadata(tmp_path / "months.parquet").num_rows == 300_000
    assert max(held[150:]) <= max(held[:150]) + 8 * 1_000, "more waits than before"


def test_texts_stay_texts_without_rows(tmp_path: Path) -> None:
    with TablesWriter(tmp_path) as writer:
        writer.add({"money": {"instrument": np.array([], dtype=object), "spending": np.array([])}})
    assert pq.read_schema(tmp_path / "money.parquet").field("instrument").type == pa.string()
