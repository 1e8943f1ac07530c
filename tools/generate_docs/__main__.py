"""The command ``python -m tools.generate_docs [--fix]``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.generate_docs import files


def main(arguments: list[str]) -> int:
    """Say what is stale, or refresh it; gives the exit code.

    arguments: none, or ``--fix``. 0: all is fresh, or was refreshed; 1: something is stale; 2: unknown arguments.
    """
    if arguments not in ([], ["--fix"]):
        print("usage: python -m tools.generate_docs [--fix]", file=sys.stderr)
        return 2
    found = list(files.stale(Path()))
    for one in found:
        if arguments:
            one.path.write_bytes(one.wanted)
            print(f"refreshed {one.path}")
        else:
            print(one.difference)
    return 1 if found and not arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
