"""What there is to start from: the shipped scenarios, instruments and parameters."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from datadeel.errors import InputError, nearest
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.parameters import PARAMETERS
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


#: What stands beneath a list.
FOOTERS = {
    "scenarios": "Run one: datadeel run scenarios/NAME.toml",
    "instruments": (
        "Every measure also takes from (month, 1), until (month), announced (month), phase_in (months, 6) and strength "
        "(0 to 1, 1); those that are not national take for (list of kinds)."
    ),
    "parameters": (
        "±: expected effect on sharing. ev: strength of evidence: A counted or stated by the source, B good survey or "
        "registration, C indirect, D contested or from elsewhere, E assumption. Sources and Dutch labels: --json."
    ),
}


def listing(what: str) -> list[dict[str, Any]]:
    """Rows of what can be listed. Raises InputError for anything but scenarios, instruments or parameters."""
    if what == "scenarios":
        return _scenarios()
    if what == "instruments":
        return [_instrument(one) for one in INSTRUMENTS.values()]
    if what == "parameters":
        return [asdict(one) for one in PARAMETERS.values()]
    raise InputError(f"list {what}: cannot be listed; {nearest(what, tuple(FOOTERS))}")


def _instrument(one: Instrument) -> dict[str, Any]:
    keys = {
        key: {"value": s.value, "low": s.low, "high": s.high, "unit": s.unit, "meaning": s.en}
        for key, s in one.settings.items()
    }
    return {
        "name": one.id,
        "en": one.en,
        "nl": one.nl,
        "acts_on": one.acts_on,
        "national": one.national,
        "kinds": list(one.kinds),
        "keys": keys,
        "cost": asdict(one.cost),
        "source": one.source,
    }


def shown(what: str) -> tuple[list[str], list[list[str]]]:
    """The same as a table to be read: heads and rows."""
    rows = listing(what)
    if what == "instruments":
        keys = [
            "\n".join(
                f"{k} {s['value']:g} ({s['low']:g} to {s['high']:g}, {s['unit']})" for k, s in row["keys"].items()
            )
            for row in rows
        ]
        return ["name", "measure", "keys: default (range, unit)"], [
            [row["name"], row["en"], text] for row, text in zip(rows, keys, strict=True)
        ]
    if what == "parameters":
        heads = ["name", "value", "range", "±", "ev", "meaning (unit)"]
        return heads, [
            [
                row["name"],
                f"{row['value']:g}",
                f"{row['low']:g} – {row['high']:g}",
                row["direction"],
                row["strength"],
                f"{row['en']} ({row['unit']})",
            ]
            for row in rows
        ]
    return ["name", "title", "purpose"], [[row["name"], row["title"], row["purpose"]] for row in rows]


def _scenarios() -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for folder in folders()[1:]:
        for file in sorted(folder.glob("*.toml")):
            try:
                content = tomllib.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            rows.setdefault(
                file.stem, {"name": file.stem, "title": content.get("title", ""), "purpose": content.get("purpose", "")}
            )
    return list(rows.values())
