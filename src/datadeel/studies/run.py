"""Runs of one scenario: each replicate in a world of its own, in memory or straight into a results folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Unpack

import numpy as np
import pandas as pd

from datadeel.analysis import summary
from datadeel.experiment import tables
from datadeel.experiment.descriptions import of_run
from datadeel.experiment.runner import replicate
from datadeel.experiment.snapshot import snapshot
from datadeel.experiment.tables import Columns
from datadeel.results.folder import replace_atomically
from datadeel.results.parquet import TablesWriter
from datadeel.scenario.loader import ScenarioSource, load
from datadeel.scenario.records import Scenario
from datadeel.studies.execution import Recorded, workers
from datadeel.studies.folder import complete, rounded
from datadeel.studies.result import Results

#: Organisations of which a world can be shown seat by seat: with more it would take long, and nothing could be seen.
_SEEN = 1_000


class RunAccumulator:
    """What summaries and figures need of each run, so that no run's full tables are kept or read again."""

    def __init__(self) -> None:
        self._rows: dict[str, np.ndarray] = {}
        self._sharing: list[np.ndarray] = []
        self._willing: np.ndarray | float = 0.0
        self._kinds: list[dict[str, np.ndarray]] = []
        self._spending: list[dict[str, float]] = []

    def add(self, run: Mapping[str, Columns]) -> None:
        """Take what is needed of one ``run``: its tables by name, as ``experiment.tables`` makes them."""
        months, money = run["months"], run["money"]
        self._rows = self._rows or {name: months[name] for name in ("kind", "month", "organisations")}
        self._sharing.append(months["sharing"].astype(np.float32))
        self._willing = self._willing + months["willingness"]
        self._kinds.append(summary.kinds_of_run(months))
        self._spending.append(summary.spending_of_run(money))

    def curves(self) -> pd.DataFrame:
        """As ``summary.bands``, and mean willingness."""
        table = summary.bands(pd.DataFrame(self._rows), np.array(self._sharing))
        return table.assign(willingness=self._willing / len(self._sharing))

    def by_kind(self) -> pd.DataFrame:
        """How worlds end for each kind: one row a kind and statistic."""
        kinds = self._kinds[0]["kind"]
        rows = [
            {
                "kind": kind,
                "outcome": name,
                "unit": "EUR per organisation" if name.endswith("per year") else "share",
                **summary.describe_signed(pd.Series([one[name][at] for one in self._kinds])),
            }
            for at, kind in enumerate(kinds)
            for name in self._kinds[0]
            if name != "kind"
        ]
        return pd.DataFrame(rows)

    def spending(self) -> pd.DataFrame:
        """Public spending by instrument, EUR over all months: one row an instrument."""
        rows = [
            {"instrument": name, "unit": "EUR", **summary.describe(pd.Series([one[name] for one in self._spending]))}
            for name in self._spending[0]
        ]
        return pd.DataFrame(rows, columns=["instrument", "unit", "mean", "low", "high", "p10", "p90"])


class RunResults(Results):
    """What replicates of a scenario left, as data frames (columns: ``docs/tables.md``).

    ``scenario``, ``replicates`` and ``seed`` are what was run, ``agents`` the classes of agents by kind that were not
    the package's own, ``seconds`` how long it took. ``folder`` holds the results; None if they are in memory only.
    """

    def __init__(
        self, scenario: Scenario, replicates: int, seed: int, agents: Mapping[str, type] | None = None
    ) -> None:
        self.scenario, self.replicates, self.seed = scenario, replicates, seed
        self.agents = dict(agents or {})
        self.folder = None
        self.seconds = 0.0
        self._frames: dict[str, pd.DataFrame] = {}

    @property
    def title(self) -> str:
        """The scenario's title, how long it lasts, and in how many worlds it ran."""
        worlds = "1 world" if self.replicates == 1 else f"{self.replicates} worlds"
        return f"{self.scenario.title}: month {self.scenario.months}, {worlds}"

    @property
    def main(self) -> pd.DataFrame:
        """The summary."""
        return self.summary

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run: how it ended, its peak, and totals."""
        return self._frame("runs")

    @property
    def months(self) -> pd.DataFrame:
        """One row a run, month and kind."""
        return self._frame("months")

    @property
    def chains(self) -> pd.DataFrame:
        """One row a run and month: means over chains."""
        return self._frame("chains")

    @property
    def money(self) -> pd.DataFrame:
        """One row a run, month and instrument: public spending, EUR."""
        return self._frame("money")

    @property
    def summary(self) -> pd.DataFrame:
        """One row an outcome: mean over worlds, its 95 % interval, and the middle 80 % of worlds."""
        return summary.summary(self.runs)

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._frames and self.folder is not None:
            self._frames[name] = pd.read_parquet(self.folder / f"{name}.parquet")
        return self._frames[name]

    def save(self, folder: str | Path, command: str = "datadeel.run") -> Path:
        """Make a results folder of these results, the same that the command line makes; gives it.

        folder: is made, and replaced if it holds an earlier result. command: what the manifest says makes the result
        again. Raises InputError if ``folder`` cannot be written, or holds something that is not a result.
        """
        target = Path(folder)
        for name in tables.TABLES:
            self._frame(name)  # what is saved may replace the folder that it is read from
        _write(self, target, self._runs(), time.monotonic() - self.seconds, command)
        self.folder = target
        return target

    def _runs(self) -> Iterator[dict[str, Columns]]:
        """The tables of one run after another, as they were made: rows of a run stand together, in the order of
        runs."""
        ends = {
            name: np.searchsorted(self._frame(name)["replicate"], range(self.replicates + 1)) for name in tables.TABLES
        }
        for number in range(self.replicates):
            yield {
                name: {
                    str(column): values.to_numpy()
                    for column, values in self._frame(name)[at[number] : at[number + 1]].items()
                }
                for name, at in ends.items()
            }


def run(
    scenario: ScenarioSource,
    replicates: int | None = None,
    seed: int | None = None,
    driver: str = "compiled",
    agents: Mapping[str, type] | None = None,
    out: str | Path | None = None,
    progress: Callable[[int], None] | None = None,
    **execution: Unpack[Recorded],
) -> RunResults:
    """Run replicates of a scenario, each in a world of its own.

    scenario: one that was loaded, or what can be: a file, the name of a shipped one, or a mapping. replicates, at
    least 1, and seed: the scenario's own where None. driver: "compiled", or "mesa" for the readable agents; both give
    the same trajectory, bit for bit. agents: classes by kind, subclasses of ``datadeel.Organisation``; they make the
    Mesa driver run. out: a folder in which the scenario gets a results folder of its name, written as runs are done;
    results stay in memory where None. progress: called with the number of runs done. execution: jobs, threads on which
    nothing depends but time, and command (:class:`Recorded`).

    Raises ValueError for an unknown driver or fewer than one replicate, InputError for a wrong file or an ``out`` that
    holds something else.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load(scenario)
    replicates = scenario.replicates if replicates is None else replicates
    if replicates < 1:
        raise ValueError(f"replicates: {replicates} is out of range: must be at least 1")
    results = RunResults(scenario, replicates, scenario.seed if seed is None else seed, agents)
    began = time.monotonic()
    made = replicate(
        scenario, replicates, results.seed, driver, workers(execution), dict(results.agents) if agents else None
    )
    runs = _counted(made, progress)
    if out is None:
        results._frames = tables.join(list(runs))
    else:
        folder = Path(out) / scenario.name
        _write(results, folder, runs, began, execution.get("command", "datadeel.run"))
        results.folder = folder
    results.seconds = time.monotonic() - began
    return results


def _counted(
    runs: Iterable[dict[str, Columns]], progress: Callable[[int], None] | None
) -> Iterator[dict[str, Columns]]:
    """The same, telling ``progress`` of each that has been taken up."""
    for done, one in enumerate(runs, 1):
        yield one
        if progress:
            progress(done)


def _write(results: RunResults, folder: Path, runs: Iterable[dict[str, Columns]], began: float, command: str) -> None:
    """Write a results folder of ``runs``, one after another: data, tables, figures, manifest; whole, or not at all."""
    scenario, replicates, seed = results.scenario, results.replicates, results.seed
    with replace_atomically(folder) as partial:
        gathered = RunAccumulator()
        with TablesWriter(partial) as writer:
            for one in runs:
                writer.add(one)
                gathered.add(one)
        tables = _run_tables(results, pd.read_parquet(partial / "runs.parquet"), gathered)
        complete(
            partial,
            tables,
            of_run(scenario, replicates, seed, results.agents).manifest(time.monotonic() - began, command),
        )


def _run_tables(results: RunResults, runs: pd.DataFrame, gathered: RunAccumulator) -> dict[str, pd.DataFrame]:
    """The tables beside the data of ``runs``, by name."""
    scenario, curves = results.scenario, gathered.curves()
    curves.insert(0, "scenario", scenario.name)
    found = {
        "summary": summary.summary(runs),
        "kinds": gathered.by_kind(),
        "spending": gathered.spending(),
        "curves": rounded(curves),
    }
    if sum(scenario.population.values()) <= _SEEN:
        last = scenario.months
        months = {0, round(last / 3), round(2 * last / 3), last}
        found["snapshot"] = snapshot(scenario, int(runs["seed"].iloc[0]), months, results.agents)
    return found
