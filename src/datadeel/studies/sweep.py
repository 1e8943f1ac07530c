"""Sweeps: every point of an experiment in the same worlds, with what policies do against a baseline."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

import pandas as pd

from datadeel.analysis import compare, summary
from datadeel.experiment.descriptions import of_sweep
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.loader import load_experiment
from datadeel.experiment.progress import State
from datadeel.experiment.sweep import sweep as run_points
from datadeel.experiment.sweep import up_to_date
from datadeel.registry.outcomes import shown_in
from datadeel.results.reader import read
from datadeel.studies.execution import Execution, pool_of, workers
from datadeel.studies.folder import complete
from datadeel.studies.result import SweptResults

#: So many policies, over all states, are compared with each other two by two at most.
_PAIRED = 50


@dataclass(repr=False)
class SweepResults(SweptResults):
    """What a sweep left (:class:`SweptResults`). ``up_to_date``: whether it was all there before, and nothing was
    done."""

    up_to_date: bool = False

    @property
    def summary(self) -> pd.DataFrame:
        """One row a point and outcome: mean over worlds, its 95 % interval, and the middle 80 % of worlds."""
        return self.tables["summary"]


def sweep(
    experiment: Experiment | str | Path,
    out: str | Path = "results",
    replicates: int | None = None,
    seed: int | None = None,
    max_runs: int | None = None,
    **execution: Unpack[Execution],
) -> SweepResults:
    """Run an experiment, or what is missing of it; results in ``out``/NAME (see ``docs/experiments.md``).

    experiment: a file, or one that was loaded. replicates, at least 1, and seed: the experiment's own where None.
    max_runs: stop after so many new runs, where not None; the same call goes on later. execution: jobs, pool, progress
    and command (:class:`Execution`), on none of which results depend.

    Raises InputError for a wrong file, or a folder that is in use or holds something else.
    """
    experiment = _loaded(experiment, replicates, seed)
    folder = Path(out) / experiment.name
    if up_to_date(experiment, folder):
        there = read(folder)
        state = State(experiment.runs, there.manifest["failed"], experiment.runs)
        return SweepResults(folder, there.tables, [], experiment, state, up_to_date=True)
    began = time.monotonic()
    result = run_points(experiment, folder, pool_of(execution), workers(execution), max_runs, execution.get("progress"))
    tables = {"points": result.points, **tables_of(result.runs, experiment, result.points)}
    command = execution.get("command", "datadeel.sweep")
    complete(folder, tables, of_sweep(experiment, result.state).manifest(time.monotonic() - began, command))
    return SweepResults(folder, tables, result.notes, experiment, result.state)


def _loaded(experiment: Experiment | str | Path, replicates: int | None, seed: int | None) -> Experiment:
    """The experiment, with other replicates and seed where they are given."""
    if not isinstance(experiment, Experiment):
        return load_experiment(experiment, replicates, seed)
    if replicates is None and seed is None:
        return experiment
    return replace(
        experiment,
        replicates=experiment.replicates if replicates is None else replicates,
        seed=experiment.seed if seed is None else seed,
    ).checked()


def tables_of(runs: pd.DataFrame, experiment: Experiment, points: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of a sweep by name: its summary, and where there is more than one policy what they do.

    runs: one row a run. experiment: whose levers are the policies. points: one row a point.
    """
    tables = {"summary": points.merge(summary.by_point(runs, experiment.shown), on="point")}
    if len(experiment.levers) > 1:
        baseline = experiment.levers[experiment.baseline].name
        tables |= against(runs, experiment, baseline, "lever_name", ("scenario", "uncertainty_name"))
    return tables


def against(
    runs: pd.DataFrame, experiment: Experiment, baseline: str, by: str, within: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """What policies do against a baseline, what that costs, who gains and pays, and policies against each other.

    runs: one row a run. experiment: whose shown outcomes and precision are taken. baseline: a value of the column
    ``by``, which names the policies. within: columns whose values stay the same in what is compared. Gives the tables
    differences, cost, gains, and pairs where there are few enough to be read.
    """
    shown, precision = experiment.shown, experiment.precision
    tables = {
        "differences": compare.differences(runs, baseline, by=by, within=within, outcomes=shown, precision=precision),
        "cost": compare.cost_effectiveness(runs, baseline, by=by, within=within),
        "gains": compare.gains(runs, baseline, by=by, within=within),
    }
    states = len(runs[list(within)].drop_duplicates()) if within else 1
    ranked = [one for one in shown_in("ranked") if one in shown]
    if ranked and runs[by].nunique() * states <= _PAIRED:
        tables["pairs"] = compare.pairs(runs, ranked, by=by, within=within)
    return tables
