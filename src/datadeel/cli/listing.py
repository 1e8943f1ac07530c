"""What there is to list: scenarios, instruments and parameters, as rows and as tables to be read."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from typing import Any

from datadeel.errors import InputError, nearest
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.shipped import folders

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
