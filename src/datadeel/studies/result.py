"""What studies give back: data frames, the folder that holds them, and the way on to figures and a brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Unpack

import pandas as pd

from datadeel.experiment.experiment import Experiment
from datadeel.experiment.progress import State
from datadeel.experiment.sweep_tables import points_table
from datadeel.i18n import LANGUAGES
from datadeel.studies import publish
from datadeel.studies.publish import BriefDetails

#: Rows of a table that a notebook shows.
_MOST_ROWS = 30


def shown_as_html(title: str, table: pd.DataFrame, folder: Path | None) -> str:
    """A table under its title as HTML for a notebook, with all texts escaped.

    title: of the study. table: its first rows are shown. folder: where the rest is; None if results are in memory only.
    """
    where = "in memory only: <code>save</code> keeps them" if folder is None else f"<code>{escape(str(folder))}</code>"
    rows = table.to_html(
        index=False, escape=True, max_rows=_MOST_ROWS, na_rep="–", border=0, float_format="{:.4g}".format
    )
    return f"<div><p><strong>{escape(title)}</strong></p>{rows}<p>Results: {where}</p></div>"


@dataclass
class FolderResults:
    """What a study left in ``folder``. ``tables``: its tables by name, as in ``folder``/tables (``docs/tables.md``).
    ``notes``: what to keep in mind when they are read, in words."""

    folder: Path
    tables: dict[str, pd.DataFrame]
    notes: list[str]

    #: The table that a notebook shows.
    SHOWN = "summary"

    def plot(
        self,
        lang: str | Sequence[str] = LANGUAGES,
        formats: str | Sequence[str] = ("svg", "png"),
        out: str | Path | None = None,
    ) -> list[Path]:
        """Draw all figures of these results again; gives the files. lang, formats, out: as of ``datadeel.plot``."""
        return publish.plot(self.folder, lang, formats, out)

    def brief(
        self,
        lang: str | Sequence[str] = LANGUAGES,
        formats: str | Sequence[str] = ("html", "pdf"),
        title: str = "",
        question: str = "",
        out: str | Path = "results/briefs",
        **details: Unpack[BriefDetails],
    ) -> list[Path]:
        """Write a policy brief on these results; gives the files.

        lang, formats, title, question, out and details: as of ``datadeel.brief``.
        """
        return publish.brief(self.folder, lang, formats, title, question, out, **details)

    def _repr_html_(self) -> str:
        """The main table, for a notebook."""
        return shown_as_html(self.folder.name, self.tables.get(self.SHOWN, pd.DataFrame()), self.folder)


@dataclass
class SweptResults(FolderResults):
    """The same of a study whose runs are points of an ``experiment`` in worlds. ``state``: how many of them were done."""

    experiment: Experiment
    state: State

    @property
    def complete(self) -> bool:
        """Whether every run was done, or tried and failed."""
        return self.state.done == self.state.total

    @property
    def runs(self) -> pd.DataFrame:
        """One row a run (``docs/tables.md``)."""
        return pd.read_parquet(self.folder / "runs.parquet")

    @property
    def points(self) -> pd.DataFrame:
        """One row a point: its scenario, and what was set (``docs/tables.md``)."""
        return points_table(self.experiment)
