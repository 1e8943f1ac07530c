"""Scenarios: TOML files made into validated, frozen scenarios.

A file may ``extend`` another: tables are merged key by key; entries of ``[[policy]]`` for an instrument
replace the parent's entries for that instrument; ``[[event]]`` entries are added to the parent's. Every
problem is reported with file, line and key, all of them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datadeel.errors import InputError, nearest
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.scenario.checks import check
from datadeel.scenario.records import Scenario
from datadeel.scenario.schema import ARCHITECTURES, EVENT_KINDS, STRUCTURES
from datadeel.scenario.toml import Diagnostics, SourceMap, read_toml


def _read(path: Path, seen: tuple[Path, ...]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The merged content of a file and what it extends, and their (name, text) from child to parent."""
    if path in seen:
        loop = " → ".join(one.name for one in (*seen[seen.index(path) :], path))
        raise InputError(f"{path}: extends: files extend each other in a circle: {loop}")
    content, text = read_toml(path, file_hint)
    texts = [(str(path), text)]
    for entry_key in ("policy", "event"):
        for index, entry in enumerate(content.get(entry_key, []) if isinstance(content.get(entry_key), list) else []):
            if isinstance(entry, dict):
                entry["\0place"] = (str(path), index)
    if isinstance(content.get("extends"), str):
        parent = (path.parent / content["extends"]).resolve()
        with suppress(ValueError):
            parent = parent.relative_to(Path.cwd())
        if not parent.exists():
            places = SourceMap()
            places.add(str(path), text)
            raise InputError(
                f"{places.find(('extends',))}: extends: {content['extends']}: no such file; {file_hint(parent)}"
            )
        below, more = _read(parent, (*seen, path))
        content = _merge(below, content)
        texts += more
    return content, texts


def file_hint(path: Path) -> str:
    """What may have been meant by a file that is not there."""
    if "=" in path.name:
        return "to set a value, put --set before each KEY=VALUE"
    folder = path.parent if path.parent.is_dir() else Path()
    here = [str(one) for one in (*Path("scenarios").glob("*.toml"), *folder.glob("*.toml"))]
    stems = {Path(one).stem: one for one in here} | {Path(one).name: one for one in here}
    close = nearest(path.name, sorted(stems), otherwise="see: datadeel list scenarios")
    for stem, one in stems.items():
        close = close.replace(f'"{stem}"', f'"{one}"')
    return close


def _merge(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    merged = dict(parent)
    for name, value in child.items():
        old = merged.get(name)
        if name == "policy" and isinstance(old, list) and isinstance(value, list):
            renewed = {entry.get("instrument") for entry in value if isinstance(entry, dict)}
            merged[name] = [entry for entry in old if entry.get("instrument") not in renewed] + value
        elif name == "event" and isinstance(old, list) and isinstance(value, list):
            merged[name] = old + value
        elif isinstance(old, dict) and isinstance(value, dict):
            merged[name] = _merge(old, value)
        else:
            merged[name] = value
    return merged


@dataclass(frozen=True)
class Assignment:
    """A value for a path of a scenario file, and where it was given, for messages."""

    path: tuple[str, ...]
    value: Any
    where: str

    @property
    def key(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)


def assignment(text: str) -> Assignment:
    """One KEY=VALUE of ``--set``. Raises InputError for a text of another form."""
    key, equals, value_text = text.partition("=")
    path = tuple(part.strip() for part in key.strip().split("."))
    if not equals or not all(path):
        raise InputError(f"--set {text}: write it as KEY=VALUE, such as parameters.trust_asymmetry=5")
    try:
        value = tomllib.loads(f"value = {value_text.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        try:
            value = float(value_text)  # TOML itself refuses .5
        except ValueError:
            value = value_text.strip()
    return Assignment(path, value, "--set")


def _apply(content: dict[str, Any], one: Assignment, places: SourceMap) -> None:
    """Put one assignment into the content."""
    section = one.path[0]
    if section in ("policy", "event"):
        if len(one.path) != 3:
            raise InputError(f"{one.where}: {one.key}: write it as {section}.NAME.KEY=VALUE")
        _apply_to_entries(content, one)
        return
    if section == "extends":
        raise InputError(f"{one.where}: extends: can only stand in a file")
    table = content
    for part in one.path[:-1]:
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            raise InputError(f"{one.where}: {one.key}: {part} is not a table")
    table[one.path[-1]] = one.value
    places.override(one.path, one.where)


def _apply_to_entries(content: dict[str, Any], one: Assignment) -> None:
    section, name, setting = one.path
    identity, valid = ("instrument", list(INSTRUMENTS)) if section == "policy" else ("kind", list(EVENT_KINDS))
    if name not in valid:
        raise InputError(f'{one.where}: {one.key}: unknown {identity} "{name}"; {nearest(name, valid)}')
    entries = content.setdefault(section, [])
    chosen = [entry for entry in entries if isinstance(entry, dict) and entry.get(identity) == name]
    if not chosen:
        chosen = [{identity: name, "from" if section == "policy" else "month": 1, "\0place": (one.where, None)}]
        entries.extend(chosen)
    for entry in chosen:
        entry[setting] = one.value
        entry.setdefault("\0set", {})[setting] = one.where


class ScenarioFile:
    """A scenario file read and merged with what it extends, to be resolved with assignments once or many times."""

    def __init__(self, path: str | Path) -> None:
        """Raises InputError for a file that cannot be read."""
        self.path = Path(path)
        self._content, texts = _read(self.path, ())
        self._places = SourceMap()
        self._lines: dict[str, SourceMap] = {}
        for file, text in texts:
            self._places.add(file, text)
            self._lines[file] = SourceMap()
            self._lines[file].add(file, text)

    def stated(self, assignments: Iterable[Assignment] = ()) -> set[str]:
        """Names of the parameters that the file states, or its structure and architecture, or ``assignments``: facts of the case."""
        given = list(assignments)
        content = deepcopy(self._content)
        for one in given:
            _apply(content, one, self._places.copy())
        names = set()
        for name, value in content.get("parameters", {}).items():
            names |= {f"{name}.{kind}" for kind in value} if isinstance(value, dict) else {name}
        network = content.get("network", {})
        for key, table in (("structure", STRUCTURES), ("architecture", ARCHITECTURES)):
            names |= table.get(network.get(key, "mixed"), {}).keys()
        return names

    def resolve(self, assignments: Iterable[Assignment] = ()) -> Scenario:
        """The scenario, checked. Raises InputError with every problem found."""
        content, places = deepcopy(self._content), self._places.copy()
        for one in assignments:
            _apply(content, one, places)
        return check(content, self.path.stem, Diagnostics(places), self._lines)


def load(path: str | Path, overrides: Iterable[str] | str = ()) -> Scenario:
    """Read, merge, override and check a scenario.

    overrides: "KEY=VALUE" texts, any path of the file; ``policy.INSTRUMENT.KEY`` reaches all entries of an
    instrument and adds one with its defaults where there is none. Raises InputError with every problem found.
    """
    texts = [overrides] if isinstance(overrides, str) else overrides
    return ScenarioFile(path).resolve(map(assignment, texts))
