"""Results folders as they are written: guarded, put in place whole, the manifest last.

A folder holds data (Parquet) and beside it ``tables/`` (CSV), ``figures/`` and ``manifest.json``; what is in them,
and what it is called, is known to those who call this, and written in ``docs/tables.md``.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from datadeel.errors import InputError
from datadeel.results.manifest import Manifest
from datadeel.results.reader import MANIFEST, TABLES, Result, tables_in

#: Numbers in tables: six digits that count.
_FLOATS = "%.6g"


def guard(folder: Path, what: str = "a result", *marks: str) -> None:
    """Leave alone what is not ours: raise InputError if ``folder`` is a file, or holds something that is not ``what``.

    A folder that does not exist or is empty will do; so will one that holds a manifest, or a folder called as one of
    ``marks``, which is there while a result of this kind is being made.
    """
    if not folder.exists() or (folder / MANIFEST).is_file() or any((folder / mark).is_dir() for mark in marks):
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise InputError(f"{folder}: holds something that is not {what}; choose another --out")


@contextmanager
def replace_atomically(folder: Path) -> Iterator[Path]:
    """A new folder to fill; when all went well it takes the place of ``folder``, otherwise it is removed.

    Raises InputError if ``folder`` cannot be written or holds something that is not a result.
    """
    guard(folder)
    for above in folder.parents:
        if above.is_file():
            raise InputError(f"{folder}: cannot be written: {above} is a file, not a folder")
    new = not folder.parent.exists()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".partial", dir=folder.parent))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from None
    try:
        yield partial
        partial.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".old", dir=folder.parent))
            os.replace(folder, old / folder.name)
            os.replace(partial, folder)
            shutil.rmtree(old)
        else:
            os.replace(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if new and not any(folder.parent.iterdir()):
            folder.parent.rmdir()


def emptied(folder: Path) -> Path:
    """``folder``, there and empty: what it held goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_json(path: Path, content: object) -> None:
    """Write ``content`` to ``path`` as readable JSON."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write ``table`` to ``path`` as CSV, numbers with six digits that count."""
    table.to_csv(path, index=False, float_format=_FLOATS)


def finish(
    folder: Path,
    manifest: Manifest,
    tables: Mapping[str, pd.DataFrame],
    draw: Callable[[Result], object] | None = None,
) -> Result:
    """Write what stands beside the data in ``folder``: tables, what is drawn from them, and last of all the manifest.

    manifest: what made the result. tables: data frames by name; they take the place of all tables that were there.
    draw: called with the result as it is read again, to draw its figures; nothing is drawn where None. Gives the
    result. Until the end there is no manifest, so that a folder that was left half is not taken for a result.
    """
    (folder / MANIFEST).unlink(missing_ok=True)
    written = emptied(folder / TABLES)
    for name, table in tables.items():
        write_table(written / f"{name}.csv", table)
    result = Result(folder, manifest["kind"], manifest, tables_in(folder))
    if draw is not None:
        draw(result)
    write_json(folder / MANIFEST, manifest)
    return result
