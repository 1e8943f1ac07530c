"""What stands beside the data in a results folder: tables, figures, manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datadeel.analysis import summary
from datadeel.experiment.store import write_json
from datadeel.scenario import Scenario


class Gathered:
    """What summaries and figures need of each run, so that no run's full tables are kept or read again."""

    def __init__(self) -> None:
        self._rows: pd.DataFrame | None = None
        self._sharing: list[np.ndarray] = []
        self._kinds: list[pd.DataFrame] = []
        self._spending: list[pd.DataFrame] = []

    def add(self, tables: dict[str, pd.DataFrame]) -> None:
        """Take what is needed of one run's tables."""
        months = tables["months"]
        if self._rows is None:
            self._rows = months[["kind", "month", "organisations"]]
        self._sharing.append(months["sharing"].to_numpy(dtype=np.float32))
        self._kinds.append(summary.kinds_of_run(months))
        self._spending.append(summary.spending_of_run(tables["money"]))

    def bands(self) -> pd.DataFrame:
        """As ``summary.bands``."""
        assert self._rows is not None
        return summary.bands(self._rows, np.array(self._sharing))

    def by_kind(self) -> pd.DataFrame:
        """As ``summary.describe_groups``, by kind and measure."""
        return summary.describe_groups(pd.concat(self._kinds), ["kind", "measure"])

    def spending(self) -> pd.DataFrame:
        """As ``summary.describe_groups``, by instrument, EUR over all months."""
        return summary.describe_groups(pd.concat(self._spending), ["instrument"])


def write(folder: Path, scenario: Scenario, gathered: Gathered, manifest: dict[str, Any]) -> pd.DataFrame:
    """Write ``manifest.json``, ``tables/`` and ``figures/`` beside the data in ``folder``; gives the summary table."""
    runs = pd.read_parquet(folder / "runs.parquet")
    overall = summary.summary(runs)
    write_json(folder / "manifest.json", manifest)
    (folder / "tables").mkdir()
    overall.to_csv(folder / "tables" / "summary.csv", index=False)
    gathered.by_kind().to_csv(folder / "tables" / "kinds.csv", index=False)
    gathered.spending().to_csv(folder / "tables" / "spending.csv", index=False)
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
