"""Results folders as they are read again: manifest and tables, checked for being whole and of this model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd
from pandas.errors import EmptyDataError, ParserError

from datadeel.errors import InputError, nearest
from datadeel.i18n import LANGUAGES
from datadeel.model.version import model_version
from datadeel.results.manifest import Manifest

#: The file that vouches for a folder, and the folder of its tables.
MANIFEST, TABLES = "manifest.json", "tables"

#: What a folder can hold, and the tables that stand in each (``docs/tables.md``).
NEEDED: Mapping[str, tuple[str, ...]] = {
    "run": ("summary", "kinds", "spending", "curves"),
    "comparison": ("summary", "differences", "cost", "gains", "pairs", "curves"),
    "sweep": ("points", "summary"),
    "sensitivity": (),
    "patterns": ("verdicts", "parts"),
}


@dataclass(frozen=True)
class Result:
    """What one folder holds. ``kind``: a key of ``NEEDED``; ``tables`` by name, without suffix."""

    folder: Path
    kind: str
    manifest: Manifest
    tables: dict[str, pd.DataFrame]

    @property
    def made(self) -> dict[str, str]:
        """What a figure says of where it comes from: ``digest`` of the manifest and ``version`` of the program."""
        return {"digest": self.manifest["digest"], "version": self.manifest["versions"]["datadeel"]}

    @property
    def source(self) -> str:
        """What a figure's file says in its metadata of where it comes from: the manifest's digest, and the model."""
        return f"{self.manifest['digest']}, model {self.manifest['model']}"

    def titles(self, language: str) -> dict[str, str]:
        """Titles of scenarios and policies by name, in ``language``, or in English where there are none in it."""
        titles = self.manifest.get("titles", {})
        return titles.get(language, titles.get(LANGUAGES[0], {}))

    def inputs(self) -> dict[str, Mapping[str, Any]]:
        """``Scenario.inputs`` of the scenarios that the result is of, by name; none of patterns."""
        if self.kind == "run":
            return {self.manifest["scenario"]: self.manifest["inputs"]}
        return dict(zip(self.manifest.get("scenarios", ()), self.manifest.get("inputs", ()), strict=True))


def tables_in(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of a results ``folder`` by name; one without rows or columns is an empty frame.

    Names are texts whatever they look like (:data:`_NAMES`); an empty cell is NaN, but in ``note``, where it is no
    note. Raises InputError for a file that is no table.
    """
    found = {}
    for path in sorted((folder / TABLES).glob("*.csv")):
        try:
            # Names stay texts: a scenario may be called "none" or "2024". An empty cell of numbers is none.
            table = pd.read_csv(path, keep_default_na=False, na_values=[""], dtype=_NAMES)
            found[path.stem] = table.fillna({"note": ""}) if "note" in table else table
        except EmptyDataError:
            found[path.stem] = pd.DataFrame()
        except (ParserError, ValueError) as error:
            raise InputError(f"{path}: is no table: {error}") from None
    return found


#: Columns that hold names, whatever they look like.
_NAMES = dict.fromkeys(
    ("scenario", "lever_name", "uncertainty_name", "policy", "against", "kind", "outcome", "note"), str
)


def read(folder: str | Path, current: bool = False) -> Result:
    """The result in ``folder``: its manifest, and all its tables.

    current: only if this model made it. Raises InputError for what is no result, or one that is unfinished, of another
    model where it must be ``current``, or without a table that its kind has (``NEEDED``); with the command that makes
    it.
    """
    folder = Path(folder)
    manifest = _manifest(folder)
    kind = manifest["kind"]
    again = f"make it again: {manifest.get('command', f'datadeel {kind}')}"
    if not manifest.get("complete", True):
        raise InputError(f"{folder}: is not finished: {manifest.get('runs')} runs are there; {again}")
    if current and manifest["model"].partition(" with ")[0] != model_version():
        raise InputError(f"{folder}: was made by model {manifest['model']}, this is {model_version()}; {again}")
    tables = tables_in(folder)
    missing = [f"{folder / TABLES / name}.csv" for name in NEEDED[kind] if name not in tables]
    if kind == "sensitivity" and not ({"indices", "curves"} & tables.keys()):
        missing = [f"{folder / TABLES / 'indices'}.csv"]
    if missing:
        raise InputError(f"{', '.join(missing)}: missing; {again}")
    return Result(folder, kind, manifest, tables)


def _manifest(folder: Path) -> Manifest:
    """The manifest of ``folder``. Raises InputError that says what stands there instead of a result."""
    path = folder / MANIFEST
    if not folder.is_dir():
        near = [str(one.parent) for one in folder.parent.glob(f"*/{MANIFEST}")] if folder.parent.is_dir() else []
        hint = nearest(str(folder), near, otherwise="results are folders that datadeel run, compare, sweep … make")
        raise InputError(f"{folder}: no such folder; {hint}")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{folder}: holds no manifest.json: it is no result, or one that is not finished; run its command again"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None
    if not (isinstance(found, dict) and {"digest", "versions", "model"} <= found.keys()):
        raise InputError(f"{path}: is no manifest of datadeel")
    if found.get("kind") not in NEEDED:
        raise InputError(f"{path}: is of an older version; make it again: {found.get('command', 'datadeel run')}")
    return cast("Manifest", found)
