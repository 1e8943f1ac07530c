"""One at a time: a folder that is being written is held against others meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from datadeel.errors import InputError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second sweep out of ``folder``, which is made if need be, meanwhile.

    Whoever holds it is known by process and time of start: one that died holds nothing. Raises InputError if there is
    another at work.
    """
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
