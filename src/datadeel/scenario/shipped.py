"""The scenarios that come with the package: where they are, and how to start a scenario of one's own from one."""

from __future__ import annotations

import os
import re
from pathlib import Path

from datadeel.errors import InputError, nearest
from datadeel.scenario.loader import load


def folders() -> list[Path]:
    """Where scenarios are looked for: here, in ``scenarios/`` here, and those shipped with the package."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "scenarios" if (package / "scenarios").is_dir() else package.parents[1] / "scenarios"
    return [Path(), Path("scenarios"), shipped]


def shipped(path: str) -> Path:
    """A shipped file by its path in the project, such as "scenarios/dil.toml"."""
    return folders()[-1].parent / path


def find(name: str) -> Path:
    """The file of a scenario given by name or path. Raises InputError with the nearest name."""
    if Path(name).is_file():
        return Path(name)
    for folder in folders():
        file = folder / f"{name.removesuffix('.toml')}.toml"
        if file.is_file():
            return file
    names = sorted({file.stem for folder in folders()[1:] for file in folder.glob("*.toml")})
    raise InputError(f"--from {name}: no such scenario; {nearest(name, names)}")


def start(name: str, source: str) -> Path:
    """Write NAME.toml that extends ``source``. Raises InputError for a bad name, or a file that is there already."""
    name = name.removesuffix(".toml")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise InputError(f"{name}: use letters, digits, dots, dashes and underscores for a name")
    path = Path(f"{name}.toml")
    if path.exists():
        raise InputError(f"{path}: is there already; choose another name")
    parent = find(source)
    below = load(parent)
    link = Path(os.path.relpath(parent, path.parent)).as_posix()
    text = (
        f'title = "{name}"\n'
        f'purpose = "What this scenario is for."\n'
        f'source = "Where its numbers come from."\n'
        f'extends = "{link}"\n\n'
        f"# months = {below.months}\n"
        f"# replicates = {below.replicates}\n\n"
        "# A measure (see: datadeel list instruments). Uncomment and change:\n"
        "# [[policy]]\n"
        '# instrument = "subsidy"\n'
        "# from = 13\n"
        "# until = 48\n"
        "# share = 0.5\n"
        '# for = ["sme", "municipality"]\n\n'
        "# A parameter (see: datadeel list parameters):\n"
        "# [parameters]\n"
        f"# trust_asymmetry = {below.parameters['trust_asymmetry']:g}\n"
    )
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    return path
