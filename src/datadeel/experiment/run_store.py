"""Finished runs by key, in a few Parquet files that are whole or not there: what a killed sweep goes on from."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from datadeel.errors import InputError
from datadeel.experiment.executor import Batch
from datadeel.registry.outcomes import RUN_OUTCOMES

_FAILURE = ("failed_at", "message", "traceback")


class RunStore:
    """The runs of a folder. ``notes`` tells what was found and could not be used.

    version: of the model; runs of another one are left alone. measures: what must be there month by month.
    """

    #: A part is written when it holds this much, or has waited for a second and a twentieth of the time so far, but no longer
    #: than this: a kill loses little, and parts stay few.
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
        self._look()

    def _look(self) -> None:
        """Take stock of the parts that are there."""
        self._parts: list[Path] = []
        self._done: dict[bytes, tuple[int, int]] = {}
        self._failed: dict[bytes, tuple[int, int]] = {}
        self._read = lru_cache(maxsize=3)(self._read_part)
        for part in sorted(self.folder.glob("*.parquet")):
            self._open(part)

    def _open(self, part: Path) -> None:
        """Take up a part that is there, or note why not."""
        try:
            told = json.loads((pq.read_schema(part).metadata or {}).get(b"datadeel", b"{}"))
            if told.get("version") == self.version and set(self.measures) <= set(told["measures"]):
                table = pq.read_table(part)  # in full: a part that is damaged anywhere is not used
                self._index(part, table)
            elif told.get("version") != self.version:
                self.notes.append(
                    f"{part.name}: runs of another model version ({told.get('version', 'unknown')}), not used"
                )
        except (OSError, pa.ArrowException, ValueError, KeyError):
            self.notes.append(f"{part.name}: damaged; its runs are done again")
            part.unlink()

    def _index(self, part: Path, table: pa.Table) -> None:
        number = len(self._parts)
        self._parts.append(part)
        for row, (key, failed) in enumerate(zip(table["key"].to_pylist(), table["failed_at"].to_pylist(), strict=True)):
            if failed is None:
                self._done[key] = (number, row)
            else:
                self._failed[key] = (number, row)

    def __contains__(self, key: str) -> bool:
        """Whether the run was done, and did not fail."""
        return bytes.fromhex(key) in self._done

    def failed(self, key: str) -> bool:
        """Whether the run was tried, and failed."""
        return key not in self and bytes.fromhex(key) in self._failed

    def add(self, batch: Batch) -> None:
        """Take up what was done; it is on disk within seconds."""
        self._waiting.append(batch)
        self._bytes += batch.outcomes.nbytes + sum(one.nbytes for rows in batch.months.values() for one in rows)
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
        columns: dict[str, pa.Array] = {"key": pa.array([bytes.fromhex(key) for key in batch.keys], pa.binary())}
        for at, name in enumerate(_FAILURE):
            told = [batch.failures[row][at] if row in batch.failures else None for row in range(len(batch.keys))]
            columns[name] = pa.array(told, pa.string())
        for at, name in enumerate(RUN_OUTCOMES):
            columns[name] = pa.array(np.ascontiguousarray(batch.outcomes[:, at]))
        for name, rows in batch.months.items():
            offsets = np.concatenate(([0], np.cumsum([len(one) for one in rows])))
            columns[f"months {name}"] = pa.ListArray.from_arrays(
                pa.array(offsets, pa.int32()), pa.array(np.concatenate(rows))
            )
        return pa.table(columns).replace_schema_metadata({"datadeel": self._told(self.measures)})

    def _write(self, table: pa.Table) -> Path:
        number = 1 + max((int(one.stem.split("-")[1]) for one in self.folder.glob("part-*.parquet")), default=0)
        part = self.folder / f"part-{number:05d}.parquet"
        partial = part.with_suffix(".partial")
        pq.write_table(table, partial, compression="zstd", use_dictionary=list(_FAILURE))
        os.replace(partial, part)
        return part

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
        self._look()
        self.notes = notes  # what is there was told of before

    def _joined(self, parts: list[Path]) -> pa.Table:
        """Parts in one table, without measures that only some of them have."""
        tables = [pq.read_table(part) for part in parts]
        shared = [name for name in tables[0].column_names if all(name in one.column_names for one in tables)]
        table = pa.concat_tables([one.select(shared) for one in tables]).combine_chunks()
        measures = [name.removeprefix("months ") for name in shared if name.startswith("months ")]
        return table.replace_schema_metadata({"datadeel": self._told(measures)})

    def _told(self, measures: Sequence[str]) -> str:
        return json.dumps({"version": self.version, "measures": list(measures)})

    def _read_part(self, number: int) -> pa.Table:
        return pq.read_table(self._parts[number])

    def take(self, keys: Sequence[str]) -> pa.Table:
        """The rows of ``keys`` in that order; all must be there, done or failed."""
        places = [self._done.get(key) or self._failed[key] for key in map(bytes.fromhex, keys)]
        parts, rows = np.array(places, dtype=np.int64).reshape(-1, 2).T
        pieces, order = [], []
        for number in np.unique(parts):
            here = np.flatnonzero(parts == number)
            pieces.append(self._read(int(number)).take(pa.array(rows[here])))
            order.append(here)
        back = np.empty(len(keys), np.int64)
        back[np.concatenate(order)] = np.arange(len(keys))
        return pa.concat_tables(pieces, promote_options="default").take(pa.array(back))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second sweep out of ``folder`` meanwhile. Raises InputError if there is one at work."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / "lock.json"
    try:
        holder = json.loads(lock.read_text(encoding="utf-8"))
        alive = psutil.pid_exists(holder["pid"]) and psutil.Process(holder["pid"]).create_time() == holder["since"]
    except (OSError, ValueError, KeyError, psutil.Error):
        alive = False
    if alive:
        raise InputError(
            f"{folder}: another sweep (process {holder['pid']}) is writing there; wait for it, or choose another --out"
        )
    me = psutil.Process()
    lock.write_text(json.dumps({"pid": me.pid, "since": me.create_time()}), encoding="utf-8")
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
