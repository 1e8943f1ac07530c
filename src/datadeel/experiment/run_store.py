"""Finished runs by key, in a few Parquet files that are whole or not there: what a killed sweep goes on from.

A part (``part-00001.parquet``) holds a row a run: its key, why it failed if it did, its outcomes, and what is kept
month by month as lists. Its metadata say which model ran it and what it keeps. Parts are written aside and renamed;
small ones are put together when a sweep ends.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from datadeel.experiment.tasks import Batch, Failure
from datadeel.registry.outcomes import RUN_OUTCOMES

#: Where a part's metadata stand.
_METADATA = b"datadeel"


class RunStore:
    """The runs of a folder, which is made if need be.

    folder: of the parts. version: of the model; runs of another one are left alone. measures: what must be there
    month by month. ``notes`` tells what was found and could not be used.
    """

    #: A part is written when it holds this many bytes, or has waited for a second and a twentieth of the time so far,
    #: but no longer than these seconds: a kill loses little, and parts stay few.
    SECONDS = 15.0
    BYTES = 64_000_000

    def __init__(self, folder: Path, version: str, measures: Sequence[str]) -> None:
        self.folder, self.version, self.measures = folder, version, tuple(measures)
        self.notes: list[str] = []
        self._waiting: list[Batch] = []
        self._bytes = 0
        self._opened = self._written = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.partial"):
            left.unlink()
        self._take_stock()

    # --- What is there ---

    def _take_stock(self) -> None:
        """Look through the parts that are there: which runs are where."""
        self._parts: list[Path] = []
        self._done: dict[bytes, tuple[int, int]] = {}
        self._failed: dict[bytes, tuple[int, int]] = {}
        self._read = lru_cache(maxsize=3)(self._read_part)
        for part in sorted(self.folder.glob("*.parquet")):
            self._take_up(part)

    def _take_up(self, part: Path) -> None:
        """Take up a part that is there, or note why not."""
        try:
            kept = json.loads((pq.read_schema(part).metadata or {}).get(_METADATA, b"{}"))
            if kept.get("version") == self.version and set(self.measures) <= set(kept["measures"]):
                table = pq.read_table(part)  # in full: a part that is damaged anywhere is not used
                self._index(part, table)
            elif kept.get("version") != self.version:
                self.notes.append(
                    f"{part.name}: runs of another model version ({kept.get('version', 'unknown')}), not used"
                )
        except (OSError, pa.ArrowException, ValueError, KeyError):
            self.notes.append(f"{part.name}: damaged; its runs are done again")
            part.unlink()

    def _index(self, part: Path, table: pa.Table) -> None:
        """Note in which part and row each run of ``table`` is."""
        number = len(self._parts)
        self._parts.append(part)
        for row, (key, failed) in enumerate(zip(table["key"].to_pylist(), table["failed_at"].to_pylist(), strict=True)):
            if failed is None:
                self._done[key] = (number, row)
            else:
                self._failed[key] = (number, row)

    def _read_part(self, number: int) -> pa.Table:
        """A part in full; the last few are kept in memory (``_read``)."""
        return pq.read_table(self._parts[number])

    def __contains__(self, key: object) -> bool:
        """Whether the run of this key was done, and did not fail."""
        return isinstance(key, str) and bytes.fromhex(key) in self._done

    def failed(self, key: str) -> bool:
        """Whether the run of this ``key`` was tried, and failed."""
        return key not in self and bytes.fromhex(key) in self._failed

    def take(self, keys: Iterable[str]) -> pa.Table:
        """The rows of ``keys`` in that order; all must be there, done or failed."""
        places = [self._done.get(key) or self._failed[key] for key in map(bytes.fromhex, keys)]
        parts, rows = np.array(places, dtype=np.int64).reshape(-1, 2).T
        pieces, order = [], []
        for number in np.unique(parts):
            here = np.flatnonzero(parts == number)
            pieces.append(self._read(int(number)).take(pa.array(rows[here])))
            order.append(here)
        back = np.empty(len(places), np.int64)
        back[np.concatenate(order)] = np.arange(len(places))
        return pa.concat_tables(pieces, promote_options="default").take(pa.array(back))

    # --- What comes ---

    def add(self, batch: Batch) -> None:
        """Take up a ``batch`` that was done; it is on disk within seconds."""
        self._waiting.append(batch)
        self._bytes += batch.nbytes
        now = time.monotonic()
        patience = min(self.SECONDS, 1.0 + (now - self._opened) / 20.0)
        if self._bytes > self.BYTES or now - self._written > patience:
            self.flush()

    def flush(self) -> None:
        """Write what waits as one more part."""
        self._written = time.monotonic()
        if not self._waiting:
            return
        table = pa.concat_tables([self._table(batch) for batch in self._waiting]).combine_chunks()
        self._waiting, self._bytes = [], 0
        self._index(self._write(table), table)

    def _table(self, batch: Batch) -> pa.Table:
        """A batch as rows of a part."""
        columns: dict[str, pa.Array] = {"key": pa.array([bytes.fromhex(key) for key in batch.keys], pa.binary())}
        for at, name in enumerate(Failure._fields):
            texts = [batch.failures[row][at] if row in batch.failures else None for row in range(len(batch.keys))]
            columns[name] = pa.array(texts, pa.string())
        for at, name in enumerate(RUN_OUTCOMES):
            columns[name] = pa.array(np.ascontiguousarray(batch.outcomes[:, at]))
        for name, rows in batch.months.items():
            offsets = np.concatenate(([0], np.cumsum([len(one) for one in rows])))
            columns[f"months {name}"] = pa.ListArray.from_arrays(
                pa.array(offsets, pa.int32()), pa.array(np.concatenate(rows))
            )
        return pa.table(columns).replace_schema_metadata(self._metadata(self.measures))

    def _metadata(self, measures: Sequence[str]) -> dict[bytes, str]:
        """What a part says of itself: the model, and what is kept month by month."""
        return {_METADATA: json.dumps({"version": self.version, "measures": list(measures)})}

    def _write(self, table: pa.Table) -> Path:
        """Write one more part, aside and then in its place; gives the file."""
        number = 1 + max((int(one.stem.split("-")[1]) for one in self.folder.glob("part-*.parquet")), default=0)
        part = self.folder / f"part-{number:05d}.parquet"
        partial = part.with_suffix(".partial")
        pq.write_table(table, partial, compression="zstd", use_dictionary=list(Failure._fields))
        os.replace(partial, part)
        return part

    # --- Fewer parts ---

    def compact(self) -> None:
        """Put small parts together: a kill in between leaves runs twice, never none."""
        self.flush()
        small = [part for part in self._parts if part.stat().st_size < self.BYTES // 8]
        if len(small) < 3:
            return
        notes = list(self.notes)
        while small:
            some, size = [], 0
            while small and size < self.BYTES:
                size += small[-1].stat().st_size
                some.append(small.pop())
            self._write(self._joined(some))
            for part in some:
                part.unlink()
        self._take_stock()
        self.notes = notes  # what is there was noted before

    def _joined(self, parts: Sequence[Path]) -> pa.Table:
        """Parts in one table, without what only some of them keep month by month."""
        tables = [pq.read_table(part) for part in parts]
        shared = [name for name in tables[0].column_names if all(name in one.column_names for one in tables)]
        table = pa.concat_tables([one.select(shared) for one in tables]).combine_chunks()
        measures = [name.removeprefix("months ") for name in shared if name.startswith("months ")]
        return table.replace_schema_metadata(self._metadata(measures))
