"""What stands beside the data in a results folder: tables, figures, manifest. Of runs, sweeps and comparisons."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datadeel.analysis import compare, summary
from datadeel.experiment import runner, worker
from datadeel.experiment import sweep as sweeps
from datadeel.experiment.design import SHOWN, Experiment, load_experiment
from datadeel.experiment.outcomes import unit
from datadeel.experiment.store import sweep_manifest, write_json
from datadeel.experiment.sweep import State, Sweep
from datadeel.experiment.tables import Columns
from datadeel.experiment.worker import Pool
from datadeel.scenario import Scenario
from datadeel.words import decimal, percent, say


class Gathered:
    """What summaries and figures need of each run, so that no run's full tables are kept or read again."""

    def __init__(self) -> None:
        self._rows: dict[str, np.ndarray] = {}
        self._sharing: list[np.ndarray] = []
        self._kinds: list[dict[str, np.ndarray]] = []
        self._spending: list[dict[str, float]] = []

    def add(self, tables: dict[str, Columns]) -> None:
        """Take what is needed of one run's tables."""
        months, money = tables["months"], tables["money"]
        self._rows = self._rows or {name: months[name] for name in ("kind", "month", "organisations")}
        self._sharing.append(months["sharing"].astype(np.float32))
        self._kinds.append(summary.kinds_of_run(months))
        self._spending.append(summary.spending_of_run(money))

    def bands(self) -> pd.DataFrame:
        """As ``summary.bands``."""
        return summary.bands(pd.DataFrame(self._rows), np.array(self._sharing))

    def by_kind(self) -> pd.DataFrame:
        """How worlds end for each kind: one row a kind and measure."""
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


def write(folder: Path, scenario: Scenario, gathered: Gathered, manifest: dict[str, Any]) -> pd.DataFrame:
    """Write ``manifest.json``, ``tables/`` and ``figures/`` beside the data in ``folder``; gives the summary table."""
    runs = pd.read_parquet(folder / "runs.parquet")
    overall = summary.summary(runs)
    write_json(folder / "manifest.json", manifest)
    (folder / "tables").mkdir()
    for name, table in (("summary", overall), ("kinds", gathered.by_kind()), ("spending", gathered.spending())):
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, float_format="%.6g")
    draw(folder / "figures", gathered.bands(), scenario, len(runs), manifest)
    return overall


def draw(folder: Path, bands: pd.DataFrame, scenario: Scenario, worlds: int, manifest: dict[str, Any]) -> None:
    """The adoption curves in both languages."""
    from datadeel.figures.adoption import adoption, heading
    from datadeel.figures.style import save
    from datadeel.words import LANGUAGES

    folder.mkdir()
    for language in LANGUAGES:
        figure = adoption(bands, scenario, language, worlds, manifest["digest"], manifest["versions"]["datadeel"])
        save(figure, folder / f"adoption-{language}", heading(scenario, language), manifest["digest"])


# --- Sweeps ------------------------------------------------------------------------------------------------


def write_sweep(result: Sweep, manifest: dict[str, Any]) -> pd.DataFrame:
    """Write tables, figures and manifest of a sweep into its folder, the manifest last; gives the summary table."""
    folder, experiment, points, runs = result.folder, result.experiment, result.points, result.runs
    overall = points.merge(summary.by_point(runs, experiment.shown), on="point")
    tables = {"points": points, "summary": overall}
    if len(experiment.levers) > 1:
        baseline = experiment.levers[experiment.baseline].name
        tables["differences"] = compare.differences(
            runs, baseline, by="lever_name", within=("scenario", "uncertainty_name"), outcomes=experiment.shown, precision=experiment.precision
        )  # fmt: skip
    _write_tables(folder, tables)
    figures = folder / "figures"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir()
    _draw_sweep(figures, result, points, overall, manifest)
    write_json(folder / "manifest.json", manifest)
    return overall


def _draw_sweep(
    folder: Path, result: Sweep, points: pd.DataFrame, overall: pd.DataFrame, manifest: dict[str, Any]
) -> None:
    """The figures that suit what varied, in both languages."""
    from datadeel.figures.style import save
    from datadeel.figures.sweep import sweep_figures
    from datadeel.words import LANGUAGES

    experiment = result.experiment
    for language in LANGUAGES:
        title = experiment.title_nl if language == "nl" else experiment.title
        figures = sweep_figures(
            points, overall, experiment.shown, title, language, _titles(experiment, language),
            digest=manifest["digest"], version=manifest["versions"]["datadeel"],
            baseline=experiment.levers[experiment.baseline].name,
        )  # fmt: skip
        for name, figure in figures.items():
            save(figure, folder / f"{name}-{language}", title, manifest["digest"])


def _titles(experiment: Experiment, language: str) -> dict[str, str]:
    """What scenarios and settings are called in a figure."""
    dutch = language == "nl"
    titles = {one.name: (one.title_nl if dutch else one.title) or one.name for one in experiment.levers}
    for draft in experiment.drafts:
        scenario = draft.resolve(experiment.fixed)
        titles[scenario.name] = (scenario.title_nl if dutch else "") or scenario.title
    return titles


def _write_tables(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    (folder / "tables").mkdir(exist_ok=True)
    for name, table in tables.items():
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, float_format="%.6g")


# --- Comparisons -------------------------------------------------------------------------------------------


def caveats(scenarios: list[Scenario]) -> list[str]:
    """What to keep in mind when these are compared."""
    first = scenarios[0]
    shape = (first.population, first.unattached, first.chains, first.network)
    return [
        f"{one.name} has another population, chains or network than {first.name}: the same seed is not the same world for both, "
        "and pairing saves little"
        for one in scenarios[1:]
        if (one.population, one.unattached, one.chains, one.network) != shape
    ]


def write_comparison(
    result: Sweep, baseline: str, scenarios: list[Scenario], manifest: dict[str, Any]
) -> dict[str, pd.DataFrame]:
    """Write tables, figures and manifest of a comparison into its folder; gives the tables."""
    folder, experiment, runs = result.folder, result.experiment, result.runs
    tables = {
        "differences": compare.differences(runs, baseline, outcomes=experiment.shown, precision=experiment.precision),
        "cost": compare.cost_effectiveness(runs, baseline),
        "gains": compare.gains(runs, baseline),
    }
    _write_tables(
        folder, tables | {"summary": result.points.merge(summary.by_point(runs, experiment.shown), on="point")}
    )
    figures = folder / "figures"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir()
    _draw_comparison(figures, result, baseline, scenarios, tables, manifest)
    write_json(folder / "manifest.json", manifest | {"baseline": baseline})
    return tables


def _draw_comparison(
    folder: Path,
    result: Sweep,
    baseline: str,
    scenarios: list[Scenario],
    tables: dict[str, pd.DataFrame],
    manifest: dict[str, Any],
) -> None:
    from datadeel.figures.comparison import curves_figure, differences_figure, plane_figure
    from datadeel.figures.style import save
    from datadeel.words import LANGUAGES

    made: Any = {"baseline": baseline, "digest": manifest["digest"], "version": manifest["versions"]["datadeel"]}
    bands, worlds = _total_bands(result), result.experiment.replicates
    shown = tables["differences"][tables["differences"]["outcome"].isin(SHOWN)]
    for language in LANGUAGES:
        titles = {one.name: (one.title_nl if language == "nl" else "") or one.title for one in scenarios}
        figures = {
            "differences": differences_figure(shown, titles, language, **made),
            "curves": curves_figure(bands, titles=titles, language=language, worlds=worlds, **made),
            "cost": plane_figure(tables["cost"], titles, language, **made),
        }
        for name, figure in figures.items():
            save(figure, folder / f"{name}-{language}", f"{name}: {', '.join(titles.values())}", manifest["digest"])


def _total_bands(result: Sweep) -> dict[str, pd.DataFrame]:
    """Of each scenario the share that shares over all kinds: month, mean, p10, p90."""
    months = pd.read_parquet(result.folder / "months.parquet", columns=["point", "month", "kind", "sharing"])
    months = months[months["kind"] == "all"]
    names = result.points.set_index("point")["scenario"]
    found = {}
    for point, part in months.groupby("point"):
        sharing = part.groupby("month")["sharing"]
        told = {"mean": sharing.mean(), "p10": sharing.quantile(0.1), "p90": sharing.quantile(0.9)}
        found[str(names[point])] = pd.DataFrame(told).reset_index().assign(kind="all")
    return found


def told_number(language: str, outcome: str, value: float, signed: bool = False) -> str:
    """An outcome as it is read: shares in per cent (differences of them, ``signed``, in points), money in millions of euros."""
    if value != value:
        return "–"
    sign = "+" if signed and value > 0 else ""
    if unit(outcome) == "share":
        return sign + decimal(language, 100.0 * value, 1) if signed else percent(language, value, 1)
    return sign + decimal(language, value / 1e6 if outcome in ("public_spending", "benefit", "cost") else value, 1)


def told_cost(language: str, title: str, row: Mapping[str, Any]) -> str:
    """One sentence on what additional durable sharers cost, with its interval; no number where there is no claim."""
    note = row["note"] or "ratio"
    values = {
        name: decimal(language, row[name], 0)
        for name in ("sharers", "sharers_low", "sharers_high", "cost_per_sharer", "low", "high")
    }
    return say(language, f"cost.{note}", title=title, **values)


# --- From Python -------------------------------------------------------------------------------------------


def sweep(
    file: str | Path,
    out: str | Path = "results",
    replicates: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    pool: Pool | None = None,
    progress: Callable[[State], None] | None = None,
) -> Sweep:
    """Run the experiment in ``file``, or what is missing of it; results in ``out``/NAME (see ``docs/experiments.md``).

    replicates, seed: the file's own where None. pool: opens a ``concurrent.futures`` executor of ``jobs`` workers; threads
    where None, one for each processor. Results depend on neither. progress: called as runs get done.
    Raises InputError for a wrong file, or a folder that holds something else.
    """
    experiment = load_experiment(file, replicates, seed)
    workers = jobs or runner.processors()
    began = time.monotonic()
    result = sweeps.sweep(
        experiment, Path(out) / experiment.name, pool or worker.threads(workers), workers, None, progress
    )
    write_sweep(result, sweep_manifest(result, time.monotonic() - began, "datadeel.sweep"))
    return result
