"""Records are kept as TOML beside this module, with the texts of all languages side by side."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def read(name: str) -> dict[str, Any]:
    """The tables of the file ``name``.toml of the registry, as they stand in it."""
    return tomllib.loads(files("datadeel.registry").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
