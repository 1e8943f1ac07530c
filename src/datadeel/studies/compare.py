"""Comparisons: scenarios in the same worlds, so that what differs is the scenario and not the luck of a world."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

import pandas as pd

from datadeel.analysis import summary
from datadeel.analysis.statistics import band_of_groups
from datadeel.errors import InputError, nearest
from datadeel.experiment.descriptions import of_comparison
from datadeel.experiment.experiment import compared
from datadeel.experiment.sweep import Sweep
from datadeel.experiment.sweep import sweep as run_points
from datadeel.scenario.loader import ScenarioSource, load_all
from datadeel.scenario.records import Scenario
from datadeel.studies.execution import Execution, pool_of, workers
from datadeel.studies.folder import complete, rounded
from datadeel.studies.result import SweptResults
from datadeel.studies.sweep import against


@dataclass(repr=False)
class ComparisonResults(SweptResults):
    """What a comparison left (:class:`SweptResults`): of ``scenarios``, against that of the name ``baseline``."""

    scenarios: list[Scenario]
    baseline: str

    MAIN = "differences"

    @property
    def differences(self) -> pd.DataFrame:
        """One row a scenario and outcome: the mean difference with the baseline in the same worlds, and its
        interval."""
        return self.tables["differences"]

    @property
    def cost(self) -> pd.DataFrame:
        """One row a scenario: what additional durable sharers cost, EUR."""
        return self.tables["cost"]

    @property
    def gains(self) -> pd.DataFrame:
        """One row a scenario and kind: who gains and who pays, EUR per organisation per year."""
        return self.tables["gains"]


def compare(
    scenarios: Sequence[ScenarioSource],
    baseline: str | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    overrides: Iterable[str] | str = (),
    precision: float = 0.01,
    out: str | Path = "results",
    name: str | None = None,
    **execution: Unpack[Execution],
) -> ComparisonResults:
    """Compare scenarios in the same worlds: paired differences, cost per durable sharer, who gains and who pays.

    scenarios: two or more that were loaded, or can be: files, names of shipped ones, mappings. baseline: the name of
    the one that others are compared with; the first where None. replicates, at least 2, and seed: the first scenario's
    own where None. overrides: "KEY=VALUE" texts, or a single one, changed in all. precision: the half width of an
    interval that is wanted, which tells how many worlds that takes. out: a folder in which the comparison gets one
    called ``name``, or after its scenarios where None. execution: jobs, pool, progress and command
    (:class:`Execution`); threads are taken where no pool is given, for a comparison is small.

    Raises InputError for wrong files, scenarios that cannot be compared, an unknown baseline or a folder that holds
    something else.
    """
    if isinstance(scenarios, str | Path | Mapping | Scenario) or len(scenarios) < 2:
        raise InputError("compare: give at least two scenario files")
    loaded = load_all(scenarios, overrides)
    experiment = compared(scenarios, overrides, replicates, seed, precision)
    names = [one.name for one in loaded]
    chosen = (baseline or names[0]).removesuffix(".toml").rpartition("/")[2]
    if chosen not in names:
        raise InputError(f"--baseline {baseline}: is not among the scenarios; {nearest(chosen, names)}")
    if name is not None and Path(name).name != name:
        raise InputError(f"--name {name}: is not the name of a folder")
    experiment = replace(experiment, name=name or "-vs-".join(names))
    if experiment.replicates < 2:
        raise InputError("--replicates: a comparison takes at least 2 worlds")
    folder, began = Path(out) / experiment.name, time.monotonic()
    result = run_points(experiment, folder, pool_of(execution), workers(execution), progress=execution.get("progress"))
    tables = _comparison_tables(result, chosen, loaded)
    described = of_comparison(experiment, result.state, chosen)
    command = execution.get("command", "datadeel.compare")
    complete(folder, tables, described.manifest(time.monotonic() - began, command))
    notes = [f"{one.name}: {note}" for one in loaded for note in one.notes]
    notes += [*result.notes, *caveats(loaded)]
    return ComparisonResults(folder, tables, notes, experiment, result.state, loaded, chosen)


def caveats(scenarios: Sequence[Scenario]) -> list[str]:
    """What to keep in mind when ``scenarios`` are compared: those that are built otherwise than the first."""
    first = scenarios[0]
    shape = (first.population, first.unattached, first.chains, first.network)
    return [
        f"{one.name} has another population, chains or network than {first.name}: "
        "the same seed is not the same world for both, and pairing saves little"
        for one in scenarios[1:]
        if (one.population, one.unattached, one.chains, one.network) != shape
    ]


def _comparison_tables(result: Sweep, baseline: str, scenarios: Sequence[Scenario]) -> dict[str, pd.DataFrame]:
    """The tables of a comparison by name."""
    experiment, runs = result.experiment, result.runs
    tables = against(runs, experiment, baseline, "scenario", ())
    tables["summary"] = result.points.merge(summary.by_point(runs, experiment.shown), on="point")
    tables["curves"] = rounded(_curves_of_sweep(result, scenarios))
    return tables


def _curves_of_sweep(result: Sweep, scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """Who shares, and how willing they are, in each scenario: ``scenario``, and the columns of
    ``RunAccumulator.curves``."""
    months = pd.read_parquet(result.folder / "months.parquet")
    names = result.points.set_index("point")["scenario"]
    known = {one.name: one for one in scenarios}
    found = []
    for point, part in months.groupby("point"):
        scenario = known[str(names[point])]
        sizes = {**scenario.population, "all": sum(scenario.population.values())}
        each = part.groupby(["month", "kind"], sort=False)
        band = {name: table["sharing"] for name, table in band_of_groups(each[["sharing"]]).items()}
        table = pd.DataFrame(band | {"willingness": each["willingness"].mean()}).reset_index()
        table.insert(2, "organisations", table["kind"].map(sizes))
        table.insert(0, "scenario", scenario.name)
        found.append(table)
    return pd.concat(found, ignore_index=True)
