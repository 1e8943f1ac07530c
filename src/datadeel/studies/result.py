"""What studies give back: data frames, the folder that holds them, and the way on to figures and a brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


class Results:
    """What a study gives back. ``folder`` holds it; None if it is in memory only, and then it cannot be published
    yet."""

    folder: Path | None

    @property
    def title(self) -> str:
        """What these results are of, in a few words."""
        raise NotImplementedError

    @property
    def main(self) -> pd.DataFrame:
        """The table that says most: what a notebook shows."""
        raise NotImplementedError

    def plot(
        self,
        lang: str | Sequence[str] = LANGUAGES,
        formats: str | Sequence[str] = ("svg", "png"),
        out: str | Path | None = None,
    ) -> list[Path]:
        """Draw all figures of these results again; gives the files.

        lang, formats, out: as of ``datadeel.plot``. Raises InputError for results that are in memory only.
        """
        return publish.plot(self, lang, formats, out)

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

        lang, formats, title, question, out and details: as of ``datadeel.brief``. Raises InputError for results that
        are in memory only.
        """
        return publish.brief(self, lang, formats, title, question, out, **details)

    def __repr__(self) -> str:
        """Title and folder: tables would fill the screen."""
        return f"<{type(self).__name__}: {self.title}; {self.folder or 'in memory only'}>"

    def _repr_html_(self) -> str:
        """The main table under the title, as HTML for a notebook; all texts are escaped."""
        rows = self.main.to_html(
            index=False, escape=True, max_rows=_MOST_ROWS, na_rep="–", border=0, float_format="{:.4g}".format
        )
        where = "in memory only" if self.folder is None else f"<code>{escape(str(self.folder))}</code>"
        return f"<div><p><strong>{escape(self.title)}</strong></p>{rows}<p>Results: {where}</p></div>"


@dataclass(repr=False)
class FolderResults(Results):
    """What a study left in ``folder``. ``tables``: its tables by name, as in ``folder``/tables (``docs/tables.md``).
    ``notes``: what to keep in mind when they are read, in words."""

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    notes: list[str]

    #: The table that says most.
    MAIN = "summary"

    @property
    def title(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def main(self) -> pd.DataFrame:
        """The table that says most; without rows where the study has none."""
        return self.tables.get(self.MAIN, pd.DataFrame())


@dataclass(repr=False)
class SweptResults(FolderResults):
    """The same of a study whose runs are points of an ``experiment`` in worlds. ``state``: how many of them were
    done."""

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
    def months(self) -> pd.DataFrame:
        """One row a run, month and kind, of what the experiment keeps month by month; without rows if it keeps
        nothing."""
        path = self.folder / "months.parquet"
        return pd.read_parquet(path) if path.exists() else pd.DataFrame()

    @property
    def points(self) -> pd.DataFrame:
        """One row a point: its scenario, and what was set (``docs/tables.md``)."""
        return points_table(self.experiment)
