"""The tests under every supported Python: ``make pythons``, or ``nox`` (pip install nox); one: ``nox -s tests-3.12``.

Each runs in a virtual environment of its own with the pinned packages; a Python that is not on this machine is skipped.
"""

from __future__ import annotations

import nox

PYTHONS = ["3.11", "3.12", "3.13"]

nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The quick tests; with ``-- all`` every test."""
    session.install("-q", "-c", "constraints.txt", "-e", ".[test]")
    session.run("pytest", "-q", "-n", "2", *([] if "all" in session.posargs else ["-m", "not slow"]))


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    """Format, lint and types, under the oldest Python."""
    session.install("-q", "-c", "constraints.txt", "-e", ".[test]")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")
    session.run("mypy")
