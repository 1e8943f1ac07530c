"""Sweeps: the same tables whatever the executor, however often stopped, whatever breaks."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow.parquet as pq
import pytest
from conftest import SMALL

from datadeel.errors import InputError
from datadeel.experiment import executor, planning
from datadeel.experiment import sweep as sweeps
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.loader import load_experiment
from datadeel.experiment.progress import State
from datadeel.experiment.run_store import RunStore
from datadeel.experiment.sweep import sweep
from datadeel.experiment.tasks import Task
from datadeel.model import engine, ensemble
from datadeel.registry.kinds import KINDS
from datadeel.results.lock import locked

STUDY = """
title = "Study"
question = "?"
source = "tests"
scenario = "small.toml"
replicates = 6
[levers]
"policy.subsidy.share" = [0.0, 0.3, 0.6]
[uncertainties]
"parameters.complementarity" = [1.5, 3.0]
[outcomes]
show = ["sharing"]
months = ["sharing", "granted"]
"""
TABLES = ("runs.parquet", "months.parquet", "points.csv")

Make = Callable[..., Experiment]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """The study, with small tasks so that there are several."""
    monkeypatch.setattr(planning, "_TASK", 4 * 96 * 36)
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")

    def make(text: str = STUDY) -> Experiment:
        file = tmp_path / "study.toml"
        file.write_text(text, encoding="utf-8")
        return load_experiment(file)

    return make


def threads(jobs: int = 2) -> Executor:
    return ThreadPoolExecutor(jobs)


def bytes_of(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in TABLES]


def test_rows_are_those_of_single_runs(study: Make, tmp_path: Path) -> None:
    """Produced in tasks, with worlds shared, a row is what one run at a time gives, bit for bit."""
    from datadeel.experiment import statistics

    experiment = study()
    done = sweep(experiment, tmp_path / "out", threads)
    runs = done.runs.set_index(["point", "replicate"])
    assert len(runs) == 36
    assert done.complete
    for number in (0, 3, 5):
        scenario = experiment.scenario(experiment.points[number])
        for replicate in (0, 5):
            alone = statistics.outcomes(
                scenario, engine.run_one(scenario, ensemble.world_seed(experiment.seed, replicate))
            )
            row = runs.loc[(number, replicate)]
            assert all(row[name] == value for name, value in alone.items())


def test_replicates_are_the_same_worlds_at_every_point(study: Make, tmp_path: Path) -> None:
    runs = sweep(study(), tmp_path / "out", threads).runs
    assert (runs.groupby("replicate")["seed"].nunique() == 1).all()
    assert runs["seed"].nunique() == 6


def test_months_agree_with_the_runs(study: Make, tmp_path: Path) -> None:
    import pandas as pd

    done = sweep(study(), tmp_path / "out", threads)
    months = pd.read_parquet(done.folder / "months.parquet")
    assert len(months) == 36 * 24 * (len(KINDS) + 1)
    last = months[(months["month"] == 24) & (months["kind"] == "all")].set_index(["point", "replicate"])["sharing"]
    assert np.allclose(last, done.runs.set_index(["point", "replicate"])["sharing"], atol=1e-7)


@pytest.mark.slow
def test_executors_and_workers_change_nothing(study: Make, tmp_path: Path) -> None:
    experiment = study()
    one = sweep(experiment, tmp_path / "one", lambda: ThreadPoolExecutor(1), 1)
    three = sweep(experiment, tmp_path / "three", lambda: ThreadPoolExecutor(3), 3)
    many = sweep(experiment, tmp_path / "processes", executor.processes(2), 2)
    assert bytes_of(one.folder) == bytes_of(three.folder) == bytes_of(many.folder)


def test_stopped_and_resumed_is_the_same(study: Make, tmp_path: Path) -> None:
    experiment = study()
    whole = sweep(experiment, tmp_path / "whole", threads)
    for total in (7, 14, 21, 28, 35, 36):
        part = sweep(experiment, tmp_path / "parts", threads, most=7)
        assert part.state.done == total
        assert part.complete == (total == 36)
        assert len(part.runs) == total
    assert bytes_of(whole.folder) == bytes_of(part.folder)
    assert sweep(experiment, tmp_path / "parts", threads).state.now == 0


def test_a_changed_file_reuses_what_it_can(study: Make, tmp_path: Path) -> None:
    sweep(study(), tmp_path / "out", threads)
    more = sweep(
        study(STUDY.replace("0.3, 0.6", "0.6, 0.8").replace('"Study"', '"Another"')), tmp_path / "out", threads
    )
    assert more.state.now == 12  # only the new share, under both uncertainties
    assert list(more.runs["policy.subsidy.share"].unique()) == [0.0, 0.6, 0.8]
    wider = study(STUDY.replace("replicates = 6", "replicates = 8"))
    assert sweep(wider, tmp_path / "out", threads).state.now == 12  # two more worlds; what was left out is still there
    fresh = sweep(wider, tmp_path / "fresh", threads)
    assert bytes_of(fresh.folder) == bytes_of(tmp_path / "out")


def test_a_failed_run_is_a_row(study: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = study()
    bad = ensemble.world_seed(experiment.seed, 2)
    usual = engine.run_one

    def run(scenario: Any, seed: int, plan: Any) -> Any:
        if seed == bad and scenario.parameters["complementarity"] == 3.0:
            raise ZeroDivisionError("no luck")
        return usual(scenario, seed, plan)

    monkeypatch.setattr(engine, "run_one", run)
    done = sweep(experiment, tmp_path / "out", threads)
    assert (done.state.done, done.state.failed) == (36, 3)
    failed = done.runs[done.runs["failed_at"].notna()]
    assert (failed["replicate"] == 2).all()
    assert list(failed["message"].unique()) == ["ZeroDivisionError: no luck"]
    assert failed["traceback"].str.contains("Traceback").all()
    assert failed["sharing"].isna().all()
    monkeypatch.undo()
    monkeypatch.setattr(planning, "_TASK", 4 * 96 * 36)
    again = sweep(experiment, tmp_path / "out", threads)  # what failed is tried again
    assert (again.state.now, again.state.failed) == (3, 0)
    assert bytes_of(again.folder) == bytes_of(sweep(experiment, tmp_path / "fresh", threads).folder)


def test_no_more_tasks_are_made_than_are_under_way(study: Make) -> None:
    """However large a sweep, what waits in memory does not grow: tasks are made as others come back."""
    experiment, width = study(), 3
    made = back = 0

    def counted() -> Iterator[Task]:
        nonlocal made
        for task in planning.missing_tasks(experiment, ()):
            made += 1
            assert made - back <= width
            yield task

    for batch in executor.execute(counted(), threads, width):
        back += 1
        assert batch.keys
    assert made == back > 2 * width


class _Fragile(ThreadPoolExecutor):
    """A pool that breaks whenever a run of one key is among its work."""

    key = ""
    opened = 0

    def __init__(self) -> None:
        super().__init__(1)
        type(self).opened += 1
        self.broken = False

    def submit(self, work: Any, task: Any) -> Future[Any]:  # type: ignore[override]
        if self.broken:
            raise BrokenExecutor("gone")
        if any(job.key == self.key for job in task.jobs):
            self.broken = True
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("gone"))
            return future
        return super().submit(work, task)


def test_a_run_that_kills_its_workers_takes_no_other_along(study: Make, tmp_path: Path) -> None:
    experiment = study()
    _Fragile.key = list(planning.planned(experiment))[13].key
    done = sweep(experiment, tmp_path / "out", _Fragile, 2)
    assert (done.state.done, done.state.failed) == (36, 1)
    row = done.runs[done.runs["failed_at"].notna()].iloc[0]
    assert (row["point"], row["replicate"], row["failed_at"]) == (2, 1, "worker")
    assert _Fragile.opened > 2


@pytest.mark.slow
def test_a_killed_worker_is_replaced(study: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = study()
    whole = sweep(experiment, tmp_path / "whole", threads)
    killed = []

    def kill(state: State) -> None:
        if state.now and not killed:
            children = [
                one for one in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(one.cmdline())
            ]
            killed.append(children[0].pid)
            children[0].kill()

    done = sweep(experiment, tmp_path / "out", executor.processes(2), 2, progress=kill)
    assert killed
    assert done.state.failed == 0
    assert bytes_of(done.folder) == bytes_of(whole.folder)


def _start(folder: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "datadeel.cli", "sweep", "study.toml", "--out", str(out), "--jobs", "2", "--json"]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def _events(running: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """What a running sweep tells, until it ends."""
    assert running.stdout is not None
    for line in running.stdout:
        yield json.loads(line)


def _rows(folder: Path) -> int:
    """Runs that are kept on disk."""
    return sum(pq.read_metadata(part).num_rows for part in folder.rglob("part-*.parquet"))


@pytest.mark.slow
def test_killed_at_random_moments_it_goes_on(tmp_path: Path) -> None:
    """kill -9 of the whole group, again and again; in the end the tables are those of an undisturbed sweep.

    Every other time it is killed once it has kept more than there was, and in between at any moment: as it starts, as
    workers do, or a while later.
    """
    (tmp_path / "small.toml").write_text(SMALL.replace("months = 24", "months = 120"), encoding="utf-8")
    study = STUDY.replace("replicates = 6", "replicates = 300")
    (tmp_path / "study.toml").write_text(study, encoding="utf-8")
    chance = random.Random(5)
    kept, ends = [0], []
    for attempt in range(6):
        running = _start(tmp_path, tmp_path / "out")
        moment = chance.uniform(0.0, 3.0)
        began = time.monotonic()
        while running.poll() is None and (
            _rows(tmp_path / "out") <= kept[-1] if attempt % 2 else time.monotonic() - began < moment
        ):
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        ends.append(running.returncode)
        kept.append(_rows(tmp_path / "out"))
    assert ends.count(-signal.SIGKILL) >= 2, "it ended before it was killed"
    assert sorted(kept) == kept  # nothing that was kept is lost again
    assert kept[-1] > 0
    for out in ("out", "whole"):
        running = _start(tmp_path, tmp_path / out)
        _, errors = running.communicate()
        assert running.returncode == 0, errors
    assert bytes_of(tmp_path / "whole" / "study") == bytes_of(tmp_path / "out" / "study")


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_sweep(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL.replace("months = 24", "months = 1200"), encoding="utf-8")
    (tmp_path / "study.toml").write_text(STUDY.replace("replicates = 6", "replicates = 500"), encoding="utf-8")
    running = _start(tmp_path, tmp_path / "out")
    assert any(event["done"] for event in _events(running)), "workers never got to work"
    children = psutil.Process(running.pid).children(recursive=True)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    assert len(children) >= 2
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive


def test_a_damaged_part_is_done_again(study: Make, tmp_path: Path) -> None:
    experiment = study()
    whole = bytes_of(sweep(experiment, tmp_path / "out", threads).folder)
    part = next((tmp_path / "out" / "store").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-1000])
    again = sweep(experiment, tmp_path / "out", threads)
    assert again.state.now == 36
    assert "damaged; its runs are done again" in again.notes[0]
    assert bytes_of(again.folder) == whole


def test_another_model_version_is_not_mixed(study: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = study()
    sweep(experiment, tmp_path / "out", threads)
    for module in (planning, sweeps):
        monkeypatch.setattr(module, "model_version", lambda: "9.9")
    again = sweep(experiment, tmp_path / "out", threads)
    assert again.state.now == 36
    assert "another model version" in again.notes[0]


def test_other_folders_are_left_alone(study: Make, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="holds something that is not a sweep"):
        sweep(study(), tmp_path / "mine", threads)
    with locked(tmp_path / "out" / "store"), pytest.raises(InputError, match="another sweep"):
        sweep(study(), tmp_path / "out", threads)


def test_small_parts_are_put_together(study: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunStore, "SECONDS", 0.0)
    sweep(study(), tmp_path / "out", threads)
    assert len(list((tmp_path / "out" / "store").glob("part-*.parquet"))) == 1


@pytest.mark.slow
def test_a_dask_scheduler_with_a_killed_worker(study: Make, tmp_path: Path) -> None:
    """Two worker processes, one of which is killed: the same bytes."""
    distributed = pytest.importorskip("distributed")
    experiment = study(STUDY.replace("replicates = 6", "replicates = 30"))
    whole = sweep(experiment, tmp_path / "whole", threads)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        victims = [int(one.process.pid) for one in cluster.workers.values()]
        killed: list[int] = []

        def kill(state: State) -> None:
            if state.now and not killed:
                killed.append(victims[0])
                os.kill(victims[0], signal.SIGKILL)

        done = sweep(experiment, tmp_path / "out", executor.dask(cluster.scheduler_address), 2, progress=kill)
    assert killed
    assert done.state.failed == 0
    assert bytes_of(done.folder) == bytes_of(whole.folder)


def test_an_unreachable_scheduler_is_wrong_input(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(executor, "PATIENCE", "1s")
    with pytest.raises(InputError, match="no scheduler answers"):
        executor.dask("tcp://127.0.0.1:9")
