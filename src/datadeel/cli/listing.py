"""What there is to list: scenarios, instruments and parameters, as rows and as tables to be read."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass

from datadeel.errors import InputError, nearest
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.parameters import PARAMETERS, Parameter
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


#: A row of a list, as JSON has it.
Row = dict[str, object]


def listing(what: str) -> list[Row]:
    """Rows of what can be listed, as JSON.

    what: "scenarios", "instruments" or "parameters". Raises InputError for anything else, with the nearest.
    """
    if what == "scenarios":
        return list(map(asdict, _shipped()))
    if what == "instruments":
        return [_instrument(one) for one in INSTRUMENTS.values()]
    if what == "parameters":
        return [_fields_of_parameter(one) for one in PARAMETERS.values()]
    raise InputError(f"list {what}: cannot be listed; {nearest(what, tuple(FOOTERS))}")


def shown(what: str) -> tuple[list[str], list[list[str]]]:
    """The same as a table to be read: heads, and rows of cells. what: as of :func:`listing`, and so are errors."""
    if what == "scenarios":
        return ["name", "title", "purpose"], [[one.name, one.title, one.purpose] for one in _shipped()]
    if what == "instruments":
        heads = ["name", "measure", "keys: default (range, unit)"]
        return heads, [[one.id, one.label("en"), _keys_in_words(one)] for one in INSTRUMENTS.values()]
    if what == "parameters":
        heads = ["name", "value", "range", "±", "ev", "meaning (unit)"]
        return heads, [_cells_of_parameter(one) for one in PARAMETERS.values()]
    raise InputError(f"list {what}: cannot be listed; {nearest(what, tuple(FOOTERS))}")


def _instrument(one: Instrument) -> Row:
    """An instrument with its keys and costs, as JSON."""
    keys = {
        key: {"value": s.value, "low": s.low, "high": s.high, "unit": s.unit, "meaning": s.label("en")}
        for key, s in one.settings.items()
    }
    return {
        "name": one.id,
        **one.labels,
        "acts_on": one.acts_on,
        "national": one.national,
        "kinds": list(one.kinds),
        "keys": keys,
        "cost": asdict(one.cost),
        "source": one.source,
    }


def _keys_in_words(one: Instrument) -> str:
    """The keys of an instrument, a line each: default, range and unit."""
    lines = (f"{key} {s.value:g} ({s.low:g} to {s.high:g}, {s.unit})" for key, s in one.settings.items())
    return "\n".join(lines)


def _fields_of_parameter(one: Parameter) -> Row:
    """A parameter as JSON: its fields, with its labels by language among them."""
    fields = asdict(one).items()
    return {key: text for name, value in fields for key, text in (value if name == "labels" else {name: value}).items()}


def _cells_of_parameter(one: Parameter) -> list[str]:
    """The cells of a parameter."""
    bounds = f"{one.low:g} – {one.high:g}"
    return [one.name, f"{one.value:g}", bounds, one.direction, one.strength, f"{one.label('en')} ({one.unit})"]


@dataclass(frozen=True)
class _Shipped:
    """A scenario that can be run by name, as its file describes it."""

    name: str
    title: str
    purpose: str


def _shipped() -> list[_Shipped]:
    """The scenarios that are found by name, each once; files that cannot be read are left out."""
    found: dict[str, _Shipped] = {}
    for folder in folders()[1:]:
        for file in sorted(folder.glob("*.toml")):
            try:
                content = tomllib.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            words = (str(content.get(key, "")) for key in ("title", "purpose"))
            found.setdefault(file.stem, _Shipped(file.stem, *words))
    return list(found.values())
