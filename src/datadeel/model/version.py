"""The version of the model: of the program, with a hash over what makes results."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from datadeel.registry.parameters import PARAMETERS


@cache
def model_version() -> str:
    """The version of the program and a hash of what makes results: the sources but for comments, and the numbers."""
    package = Path(__file__).resolve().parents[1]
    files = [
        *sorted((package / "model").glob("*.py")),
        package / "registry" / "instruments.py",
        package / "experiment" / "tables.py",
    ]
    digest = hashlib.sha256(repr([(one.name, one.value) for one in PARAMETERS.values()]).encode())
    for file in files:
        digest.update(_without_comments(file.read_text(encoding="utf-8")).encode())
    return f"{version('datadeel')}+{digest.hexdigest()[:8]}"


def _without_comments(source: str) -> str:
    """A source without docstrings, lines of comment and blank lines: what is left is what runs."""
    told: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            told.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = (line for number, line in enumerate(source.splitlines(), 1) if number not in told)
    return "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith("#"))
