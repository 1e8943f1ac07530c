"""How the work of a study is done and recorded: keyword arguments that every study takes, and none of which moves a
result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from datadeel.experiment import executor
from datadeel.experiment.executor import Pool
from datadeel.experiment.progress import State
from datadeel.experiment.runner import processors


class Recorded(TypedDict, total=False):
    """Keyword arguments of a study that runs on threads of this process.

    jobs: threads, at least 1; one for each processor where None or left out. command: what the manifest says makes the
    result again; the name of the Python function where left out.
    """

    jobs: int | None
    command: str


class Execution(Recorded, total=False):
    """Keyword arguments of a study of many points: those of :class:`Recorded`, and two more.

    pool: opens the ``concurrent.futures`` executor that runs are given to; threads where None or left out. progress:
    called with the :class:`State` of the sweep before the first run and whenever some are done.
    """

    pool: Pool | None
    progress: Callable[[State], None] | None


def workers(execution: Recorded) -> int:
    """How many workers ``execution`` asks for: its jobs, or one for each processor."""
    return execution.get("jobs") or processors()


def pool_of(execution: Execution) -> Pool:
    """What opens the workers of ``execution``: its own pool, or threads, which are there at once."""
    return execution.get("pool") or executor.threads(workers(execution))
