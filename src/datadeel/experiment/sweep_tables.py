"""The tables of a sweep: ``points.csv``, ``runs.parquet`` and ``months.parquet``, written from the runs that are kept.

Rows are put together some thousand runs at a time, in the order of points and replicates, so that memory does not
grow with a sweep and its tables are the same bytes however often it was stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from datadeel.experiment.experiment import Experiment, Point
from datadeel.experiment.planning import PlannedRun, planned
from datadeel.experiment.run_store import RunStore
from datadeel.experiment.tasks import Failure
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import RUN_OUTCOMES
from datadeel.results.parquet import TableWriter

#: Runs whose rows are put together at a time.
_SLICE = 5_000


def write_all(experiment: Experiment, run_store: RunStore, folder: Path) -> None:
    """Write all tables of ``experiment`` into ``folder``, as far as their runs are in ``run_store``."""
    points = points_table(experiment)
    _write_runs(experiment, run_store, points, folder / "runs.parquet")
    _write_months(experiment, run_store, folder / "months.parquet")
    points.to_csv(folder / "points.csv", index=False)


def points_table(experiment: Experiment) -> pd.DataFrame:
    """One row a point of ``experiment``: number, scenario, names of its settings, and a column a path that varies."""
    rows = []
    for point in experiment.points:
        lever, state = experiment.levers[point.lever], experiment.uncertainties[point.uncertainty]
        rows.append(
            {
                "point": point.number,
                "scenario": experiment.scenario_files[point.scenario_file].path.stem,
                "lever": point.lever,
                "lever_name": lever.name,
                "uncertainty": point.uncertainty,
                "uncertainty_name": state.name,
                **dict.fromkeys(one.key for one in experiment.factors),
                **lever.varied,
                **state.varied,
            }
        )
    table = pd.DataFrame(rows)
    for factor in experiment.factors:
        column = table[factor.key]
        if any(isinstance(value, list | bool | str) for value in column):
            table[factor.key] = [None if value is None else _as_text(value) for value in column]
        else:
            table[factor.key] = column.astype(float)
    return table


def _as_text(value: object) -> str:
    """A value of a factor of texts or lists, as a cell holds it."""
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class _Slice:
    """Some runs that are there, done or failed, by point and replicate: numbers, seeds, and their rows of the store."""

    points: np.ndarray
    replicates: np.ndarray
    seeds: np.ndarray
    rows: pa.Table


def _slices(experiment: Experiment, run_store: RunStore) -> Iterator[_Slice]:
    """What is there of ``experiment``, some thousand runs at a time."""
    waiting: list[PlannedRun] = []
    for run in planned(experiment):
        if run.key in run_store or run_store.failed(run.key):
            waiting.append(run)
        if len(waiting) == _SLICE:
            yield _slice(waiting, run_store)
            waiting = []
    if waiting:
        yield _slice(waiting, run_store)


def _slice(runs: list[PlannedRun], run_store: RunStore) -> _Slice:
    """The slice of ``runs``, all of which are in ``run_store``."""
    points, replicates, seeds, keys = zip(*runs, strict=True)
    return _Slice(np.array(points), np.array(replicates), np.array(seeds, np.uint64), run_store.take(keys))


def _write_runs(experiment: Experiment, run_store: RunStore, points: pd.DataFrame, path: Path) -> None:
    """One row a run: its point, replicate and seed, why it failed if it did, and its outcomes."""
    of_point = pa.Table.from_pandas(points, preserve_index=False)
    of_point = of_point.set_column(0, "point", of_point["point"].cast(pa.int32()))
    for at, name in enumerate(of_point.column_names):
        if pa.types.is_null(of_point[name].type):
            of_point = of_point.set_column(at, name, of_point[name].cast(pa.string()))
    with TableWriter(path) as out:
        for part in _slices(experiment, run_store):
            table = of_point.take(pa.array(part.points))
            table = table.append_column("replicate", pa.array(part.replicates, pa.int32()))
            table = table.append_column("seed", pa.array(part.seeds, pa.uint64()))
            for name in (*Failure._fields, *RUN_OUTCOMES):
                table = table.append_column(name, part.rows[name])
            out.add(table)


def _write_months(experiment: Experiment, run_store: RunStore, path: Path) -> None:
    """What is kept month by month: point, replicate, month, kind, and a column each; rows of kinds that are there."""
    if not experiment.measures:
        path.unlink(missing_ok=True)
        return
    shapes: dict[int, tuple[int, list[str]]] = {}
    with TableWriter(path) as out:
        for part in _slices(experiment, run_store):
            columns = [part.rows[f"months {name}"].combine_chunks() for name in experiment.measures]
            lengths = np.diff(columns[0].offsets.to_numpy())
            for number in map(int, np.unique(part.points)):
                if number not in shapes:
                    shapes[number] = _shape(experiment, experiment.points[number])
            present = [shapes[number] for number in part.points[lengths > 0]]
            if not present:
                continue
            months = [np.repeat(np.arange(1, count + 1), len(kinds)) for count, kinds in present]
            kinds = [np.tile(np.array(kinds), count) for count, kinds in present]
            table = {
                "point": pa.array(np.repeat(part.points, lengths), pa.int32()),
                "replicate": pa.array(np.repeat(part.replicates, lengths), pa.int32()),
                "month": pa.array(np.concatenate(months), pa.int16()),
                "kind": pa.array(np.concatenate(kinds)).dictionary_encode(),
            }
            values = {name: one.flatten() for name, one in zip(experiment.measures, columns, strict=True)}
            out.add(pa.table(table | values))


def _shape(experiment: Experiment, point: Point) -> tuple[int, list[str]]:
    """Months of a point, and the kinds that are there."""
    scenario = experiment.scenario(point)
    present = [kind for kind in KINDS if scenario.population[kind] + scenario.unattached.get(kind, 0) > 0]
    return scenario.months, [*present, "all"]
