"""A scenario file of one's own to start from: it extends another, and shows what can be changed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from datadeel.errors import InputError
from datadeel.scenario.loader import load
from datadeel.scenario.shipped import find

_TEMPLATE = """title = "{name}"
purpose = "What this scenario is for."
source = "Where its numbers come from."
extends = "{link}"

# months = {months}
# replicates = {replicates}

# A measure (see: datadeel list instruments). Uncomment and change:
# [[policy]]
# instrument = "subsidy"
# from = 13
# until = 48
# share = 0.5
# for = ["sme", "municipality"]

# A parameter (see: datadeel list parameters):
# [parameters]
# trust_asymmetry = {trust_asymmetry:g}
"""


def start(name: str, source: str) -> Path:
    """Write NAME.toml in this folder, that extends another scenario.

    name: letters, digits, dots, dashes and underscores, with or without .toml. source: a scenario by name or path.
    Raises InputError for a bad name, for a file that is there already or cannot be written, and for a wrong source.
    """
    name = name.removesuffix(".toml")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise InputError(f"{name}: use letters, digits, dots, dashes and underscores for a name")
    path = Path(f"{name}.toml")
    if path.exists():
        raise InputError(f"{path}: is there already; choose another name")
    parent = find(source)
    below = load(parent)
    text = _TEMPLATE.format(
        name=name,
        link=Path(os.path.relpath(parent, path.parent)).as_posix(),
        months=below.months,
        replicates=below.replicates,
        trust_asymmetry=below.parameters["trust_asymmetry"],
    )
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    return path
