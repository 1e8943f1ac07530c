"""What stands beside the data in a results folder: tables, figures, manifest. Of runs, sweeps and comparisons."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datadeel.analysis import compare, summary
from datadeel.experiment.store import write_json
from datadeel.experiment.sweep import Sweep
from datadeel.experiment.tables import Columns
from datadeel.scenario import Scenario


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


def _write_tables(folder: Path, tables: dict[str, pd.DataFrame]) -> None:
    (folder / "tables").mkdir(exist_ok=True)
    for name, table in tables.items():
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, float_format="%.6g")
