"""The pools that workers come from, and how tasks are given out to them and got back whatever breaks.

Any ``concurrent.futures`` executor will do: processes here, threads, a cluster through dask.distributed.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import suppress
from multiprocessing import get_context, parent_process

from datadeel.errors import InputError
from datadeel.experiment.tasks import Batch, Failure, Task, work

#: How long a scheduler has to answer.
PATIENCE = "10s"

#: A way to open an executor.
Pool = Callable[[], Executor]

#: What is said of a run whose workers died.
_LOST = Failure("worker", "the worker died each time this was run: out of memory, perhaps", "")


# --- Pools -------------------------------------------------------------------------------------------------


def processes(jobs: int) -> Pool:
    """``jobs`` processes on this machine, started anew (``spawn``): the same on Linux, macOS and Windows."""
    return lambda: ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_settle_in)


def threads(jobs: int) -> Pool:
    """``jobs`` threads of this process: there at once, and as quick as processes while there are few."""
    return lambda: ThreadPoolExecutor(jobs)


def _settle_in() -> None:
    """Leave interrupts to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:

        def leave() -> None:
            """Go as the parent goes, however that ends."""
            parent.join()
            os._exit(1)

        threading.Thread(target=leave, daemon=True).start()


def dask(address: str) -> Pool:
    """The workers of a dask scheduler at ``address``. Raises InputError if it cannot be reached."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            '--dask: dask.distributed is not installed; install it with: pip install "datadeel[cluster]"'
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(f"--dask {address}: no scheduler answers: {str(error).splitlines()[0]}") from None
    return lambda: client.get_executor(pure=False)


# --- Tasks given out ---------------------------------------------------------------------------------------


def execute(tasks: Iterator[Task], pool: Pool, width: int) -> Iterator[Batch]:
    """Batches of ``tasks`` as they get done.

    pool: opens the executor that does them, and a new one where it breaks. width: how many tasks are under way at
    most, at least 1. A task whose worker dies is done elsewhere: alone, in a new pool if need be, and if its worker
    dies again, run by run; a run that kills its worker twice more is a failed one. Whatever was under way with it
    goes on.
    """
    crew = _Crew(pool)
    try:
        yield from crew.together(tasks, width)
        for task in crew.suspects:
            yield from crew.apart(task)
    finally:
        crew.leave()


class _Crew:
    """An executor that is replaced when it breaks, what is under way on it, and the tasks that may have broken it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._executor = pool()
        self._pending: dict[Future[Batch], Task] = {}
        self.suspects: deque[Task] = deque()

    def together(self, tasks: Iterator[Task], width: int) -> Iterator[Batch]:
        """Batches of all ``tasks`` but for ``suspects``, with at most ``width`` under way."""
        while True:
            broken = not self._fill(tasks, width)
            if not broken:
                if not self._pending:
                    return
                for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
                    task = self._pending.pop(future)
                    try:
                        batch = future.result()
                    except Exception as error:
                        self.suspects.append(task)
                        broken = broken or isinstance(error, BrokenExecutor)
                        continue
                    yield batch
            if broken:
                self.suspects += self._pending.values()
                self._pending.clear()
                self._replace()

    def _fill(self, tasks: Iterator[Task], width: int) -> bool:
        """Give out ``tasks`` until ``width`` are under way or there are no more; False if the executor is broken."""
        while len(self._pending) < width:
            task = next(tasks, None)
            if task is None:
                return True
            try:
                self._pending[self._executor.submit(work, task)] = task
            except BrokenExecutor:
                self.suspects.append(task)
                return False
        return True

    def apart(self, task: Task) -> Iterator[Batch]:
        """The batch of a suspect, or if its worker dies again, a batch a run; none is left out."""
        whole = self._alone(task, 1)
        if whole:
            yield whole
            return
        for single in task.split():
            yield self._alone(single, 2) or Batch.lost(single, _LOST)

    def _alone(self, task: Task, times: int) -> Batch | None:
        """A task with no other beside it, tried so many ``times``; None if its worker died each time."""
        for _ in range(times):
            try:
                return self._executor.submit(work, task).result()
            except Exception as error:
                if isinstance(error, BrokenExecutor):
                    self._replace()
        return None

    def _replace(self) -> None:
        """Go on with a new executor."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._pool()

    def leave(self) -> None:
        """Give up what is under way, and wait for nothing."""
        for future in self._pending:
            future.cancel()
        with suppress(Exception):
            self._executor.shutdown(wait=False, cancel_futures=True)
