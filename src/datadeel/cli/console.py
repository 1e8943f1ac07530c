"""What every command shares: errors in words and exit codes, progress, JSON, and the line that was typed."""

from __future__ import annotations

import errno
import json
import math
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from datadeel.experiment.progress import State


class Failed(Exception):
    """Something went wrong while running."""


class Advance(Protocol):
    """Called with how many are done, a text to stand behind the bar, and how many there are where that was not
    known."""

    def __call__(self, done: int, note: str = "", total: int | None = None) -> None:
        """Show it."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn what can go wrong into one clear message and an exit code: 2 for input, 1 for running."""
    from datadeel.errors import InputError

    try:
        yield
    except InputError as error:
        for line in str(error).splitlines():
            print(f"error: {line}", file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        print("interrupted: nothing of the unfinished scenario was kept", file=sys.stderr)
        raise typer.Exit(1) from None
    except Failed as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the reader has gone; nothing is left to be said
        raise typer.Exit(0) from None
    except MemoryError:
        print("error: out of memory: run fewer organisations, or fewer --jobs", file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"error: {_of_system(error)}", file=sys.stderr)
        raise typer.Exit(1) from None


def _of_system(error: OSError) -> str:
    """What the system refused, and where."""
    where = f"{error.filename}: " if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"{where}no space left on the disk; nothing of the unfinished scenario was kept"
    return f"{where}{error.strerror or error}"


@contextmanager
def failures_explained() -> Iterator[None]:
    """Runs that failed are no fault of the program: one message instead of a traceback."""
    try:
        yield
    except RuntimeError as error:
        raise Failed(str(error)) from None


def typed() -> str:
    """The command as it was typed, for manifests: what makes a result again."""
    return shlex.join(["datadeel", *sys.argv[1:]])


def note(texts: Sequence[str], where: str = "") -> None:
    """Print notes to standard error. texts: one a line; where: what stands before each."""
    for text in texts:
        print(f"note: {where}{text}", file=sys.stderr)


def json_safe(value: object) -> object:
    """The same with null for what is no finite number, as JSON asks. value: of dicts, lists, numbers and texts."""
    if isinstance(value, dict):
        return {key: json_safe(one) for key, one in value.items()}
    if isinstance(value, list):
        return [json_safe(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def print_json(content: object) -> None:
    """Print ``content`` as readable JSON, with null for what is no finite number."""
    print(json.dumps(json_safe(content), indent=2, allow_nan=False))


def say(as_json: bool, event: Mapping[str, object], text: str) -> None:
    """Print ``event`` as a line of JSON, if ``as_json``, or else ``text``."""
    print(json.dumps(event) if as_json else text, flush=True)


@contextmanager
def progress(title: str, total: int, quiet: bool) -> Iterator[Advance]:
    """A progress bar with time left on standard error, where that is a terminal and ``quiet`` is false.

    title: stands before the bar. total: how many there are to be done; 0 where it is not known yet.
    """

    def _still(done: int, note: str = "", total: int | None = None) -> None:
        """Where nobody looks."""

    if quiet or not sys.stderr.isatty():
        yield _still
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total or None, note="")

        def _move(done: int, note: str = "", total: int | None = None) -> None:
            """Move the bar."""
            bar.update(task, completed=done, note=note, total=total)

        yield _move


@contextmanager
def sweeping(name: str, title: str, runs: int, as_json: bool, quiet: bool = False) -> Iterator[Callable[[State], None]]:
    """Progress of a sweep: a line of JSON a second if ``as_json``, or a bar on a terminal unless ``quiet``.

    name, title: of the experiment. runs: how many it has; 0 where it is not known yet. An interrupt says what was kept.
    """
    from datadeel.experiment.progress import State

    last = State(0, 0, runs)
    try:
        if as_json:
            said = 0.0

            def _tell(state: State) -> None:
                """A line of JSON, at most one a second."""
                nonlocal said, last
                last = state
                if time.monotonic() - said >= 1.0:
                    said = time.monotonic()
                    say(True, {"event": "progress", "experiment": name, **_fields(state)}, "")

            yield _tell
        else:
            with progress(title, runs, quiet) as advance:

                def _show(state: State) -> None:
                    """Move the bar, with the pace behind it."""
                    nonlocal last
                    last = state
                    failed = f", {state.failed} failed" if state.failed else ""
                    advance(state.done, f"{state.per_second:.0f} runs/s{failed}", state.total)

                yield _show
    except KeyboardInterrupt:
        raise Failed(f"interrupted: {last.done:,} of {last.total:,} runs are kept; the same command goes on") from None


def _fields(state: State) -> dict[str, object]:
    """How far a sweep is, for a line of JSON."""
    left = None if math.isinf(state.seconds_left) else round(state.seconds_left, 1)
    done = {"done": state.done, "failed": state.failed, "total": state.total}
    return {**done, "per_second": round(state.per_second, 1), "seconds_left": left}
