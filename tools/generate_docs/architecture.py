"""The table of rooms in docs/architecture.md: what each room says of itself, in the order of the data."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.generate_docs.markdown import table

#: The rooms of the package in the order of the data; each may import those before it, and itself.
ROOMS = (
    "errors",
    "registry",
    "i18n",
    "scenario",
    "model",
    "results",
    "experiment",
    "analysis",
    "figures",
    "briefs",
    "studies",
    "cli",
)

_SOURCE = Path("src") / "datadeel"


def _first_sentence(file: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split())


def rooms() -> str:
    """The rooms with what they say of themselves, and the modules and subpackages of each."""
    rows = []
    for name in ROOMS:
        folder = _SOURCE / name
        if not folder.is_dir():
            rows.append((f"`{name}`", _first_sentence(folder.with_suffix(".py")), ""))
            continue
        parts = sorted(
            one.stem
            for one in folder.iterdir()
            if one.suffix == ".py" or (one.is_dir() and (one / "__init__.py").exists())
        )
        modules = ", ".join(f"`{one}`" for one in parts if not one.startswith("__"))
        rows.append((f"`{name}`", _first_sentence(folder / "__init__.py"), modules))
    return table(("room", "is for", "modules"), rows)
