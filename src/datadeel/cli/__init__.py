"""The command line: it parses, has the same studies run that Python calls, and prints what they give."""

from __future__ import annotations

from datadeel.cli.commands import app


def main() -> None:
    """The entry point of the command ``datadeel``."""
    app(prog_name="datadeel")
