"""Entries of ``[levers]`` and ``[uncertainties]`` made into factors.

An entry is a list of values, a range, or empty: the range of the record of a parameter or of an instrument's setting.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datadeel.errors import nearest
from datadeel.experiment.factors import Factor, Kinds, prior
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import BY_KIND, PARAMETERS
from datadeel.scenario.titles import TITLE_KEYS
from datadeel.scenario.toml import Diagnostics, KeyPath, written

#: What tells of a file or of how often it is run, and cannot vary between points.
FIXED_KEYS = (*TITLE_KEYS, "purpose", "source", "extends", "replicates", "seed")
#: Keys that hold texts or lists: values can be listed, but there is no range.
_TEXT_KEYS = ("for", "structure", "architecture")
_RANGE_KEYS = ("low", "high", "steps")


@dataclass(frozen=True)
class Entry:
    """One entry of a table of factors.

    section: levers or uncertainties.
    path: of the key that varies.
    value: what the file says of it.
    where: its place, for messages.
    """

    section: str
    path: KeyPath
    value: object
    where: str


class _RefusedError(Exception):
    """What is wrong with an entry."""


def factor_of(entry: Entry, together: bool, diagnostics: Diagnostics) -> Factor | None:
    """The factor that an entry makes; None, with a problem noted, where it makes none.

    entry: of a table of factors.
    together: whether a parameter that goes by kind is one factor if no range is given.
    diagnostics: where a problem goes; of an entry the first is reported.
    """
    try:
        return _made_of(entry, together)
    except _RefusedError as problem:
        diagnostics.add((entry.section, *entry.path), str(problem))
        return None


def _made_of(entry: Entry, together: bool) -> Factor:
    """The factor that an entry makes. Raises _RefusedError with what is wrong where it makes none."""
    path, value = entry.path, entry.value
    if path[0] in FIXED_KEYS:
        raise _RefusedError("cannot vary between points; vary what a scenario holds, such as parameters or policy")
    if isinstance(value, list):
        if not value:
            raise _RefusedError("is an empty list: a design without points")
        return Factor(path, entry.where, tuple(value))
    if not isinstance(value, dict):
        raise _RefusedError(
            f"{written(value)} is neither a list of values nor a range such as {{low = 0.0, high = 1.0}}; "
            "what does not vary goes into [set]"
        )
    for key in value:
        if key not in _RANGE_KEYS:
            raise _RefusedError(f'unknown key "{key}" of a range; {nearest(key, _RANGE_KEYS)}')
    if path[-1] in _TEXT_KEYS:
        raise _RefusedError("has no range: give a list of values")
    return (None if value else _of_record(entry, together)) or _over_range(entry, value)


def _of_record(entry: Entry, together: bool) -> Factor | None:
    """The factor of an entry without a range: a parameter over all its kinds, or over its forms; None for others."""
    if entry.path[0] != "parameters":
        return None
    if together and len(entry.path) == 2 and entry.path[1] in BY_KIND:
        return Kinds(entry.path, entry.where)
    record = PARAMETERS.get(".".join(entry.path[1:]))
    return prior(record, entry.where) if record is not None and record.distribution == "form" else None


def _over_range(entry: Entry, given: Mapping[str, object]) -> Factor:
    """A factor over a range. given: low, high and steps, as far as the file says; the record's own range else."""
    usual = _usual_range(entry.path)
    low, high, log = given.get("low", usual[0]), given.get("high", usual[1]), usual[2]
    steps = given.get("steps", 5)
    if low is None or high is None:
        raise _RefusedError("has no range of its own: give low and high, or a list of values")
    bottom, top = _range_end("low", low), _range_end("high", high)
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 2:
        raise _RefusedError(f"steps: {written(steps)} is not a whole number of at least 2")
    if not bottom < top:
        raise _RefusedError(f"a range from {low} to {high} has no width: low must lie below high")
    made = Factor(entry.path, entry.where, (), float(bottom), float(top), steps, log and bottom > 0.0)
    if made.at(0.0) == made.at(1.0):
        raise _RefusedError(f"a range from {low} to {high} holds one whole number only: nothing varies")
    return made


def _range_end(name: str, value: object) -> float:
    """An end of a range, as it was given."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _RefusedError(f"{name}: {written(value)} is not a number")
    return value


def _usual_range(path: KeyPath) -> tuple[float | None, float | None, bool]:
    """Low, high and whether the scale is logarithmic, from the records of parameters and instruments."""
    if path[0] == "parameters" and ".".join(path[1:]) in PARAMETERS:
        record = PARAMETERS[".".join(path[1:])]
        return record.low, record.high, record.distribution == "loguniform"
    if path[0] == "policy" and len(path) == 3:
        if path[2] == "strength":
            return 0.0, 1.0, False
        instrument = INSTRUMENTS.get(path[1])
        if instrument and path[2] in instrument.settings:
            setting = instrument.settings[path[2]]
            return setting.low, setting.high, False
    return None, None, False


def flat(table: Mapping[str, object], before: KeyPath = (), ranges: bool = False) -> Iterator[tuple[KeyPath, object]]:
    """Paths and values of a table, whether keys are dotted, quoted or tables.

    table: of a file.
    before: the path of the table itself.
    ranges: whether {low, high, steps}, some of them or none, is a value.
    """
    for key, value in table.items():
        path = (*before, *key.split("."))
        if isinstance(value, dict) and not (ranges and _is_range(value)):
            yield from flat(value, path, ranges)
        else:
            yield path, value


def _is_range(table: Mapping[str, object]) -> bool:
    """Whether a table is a range, and no table of keys that vary."""
    return not table or not table.keys().isdisjoint(_RANGE_KEYS)
