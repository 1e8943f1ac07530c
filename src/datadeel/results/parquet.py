"""Tables written to Parquet as they come: memory does not grow with the number of runs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

#: Columns that hold texts, also in a table without rows.
_TEXTS = ("scenario", "kind", "instrument")


class TableWriter:
    """One Parquet file, written piece by piece beside its place, and put there when all of it was written.

    path: of the file. rows: pieces wait until they hold so many rows, and become one row group then; with 1, each
    piece is written as it comes. A context: left by an exception, what stood at ``path`` before stays.
    """

    def __init__(self, path: Path, rows: int = 1) -> None:
        self._path, self._partial = path, path.with_suffix(".partial")
        self._rows = rows
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def add(self, table: pa.Table) -> None:
        """Add the rows of ``table``; its columns are those of the first that was added."""
        self._waiting.append(table)
        if sum(one.num_rows for one in self._waiting) >= self._rows:
            self._flush()

    def _flush(self) -> None:
        """Write what waits as one row group, or several where it is large."""
        if not self._waiting:
            return
        table = self._waiting[0] if len(self._waiting) == 1 else pa.concat_tables(self._waiting)
        self._waiting = []
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._partial, table.schema, compression="zstd")
        self._writer.write_table(table)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits and put the file in its place; after an exception, remove it instead.

        kind, error, trace: of the exception, None where there was none.
        """
        whole = kind is None
        try:
            if whole:
                self._flush()
        except BaseException:
            whole = False
            raise
        finally:
            if self._writer is not None:
                self._writer.close()
                if whole:
                    self._partial.replace(self._path)
                else:
                    self._partial.unlink()


class TablesWriter:
    """Several tables of one folder, each in a file of its name, from columns that come run by run.

    folder: where the files go. A context, as :class:`TableWriter` is.
    """

    #: Rows gathered before they are written as one row group.
    ROWS = 50_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()
        self._open: dict[str, TableWriter] = {}

    def __enter__(self) -> Self:
        return self

    def add(self, tables: Mapping[str, Mapping[str, np.ndarray]]) -> None:
        """Add the ``tables`` of one run: columns of one length by name, by the table's name."""
        for name, columns in tables.items():
            if name not in self._open:
                path = self._folder / f"{name}.parquet"
                self._open[name] = self._files.enter_context(TableWriter(path, self.ROWS))
            self._open[name].add(pa.table({column: _typed(column, values) for column, values in columns.items()}))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish all files, each as :class:`TableWriter` does. kind, error, trace: of the exception, if any."""
        self._files.__exit__(kind, error, trace)


def _typed(name: str, values: np.ndarray) -> pa.Array:
    """A column for Parquet: texts as texts, also where there are no rows."""
    return pa.array(values, type=pa.string() if name in _TEXTS else None)
