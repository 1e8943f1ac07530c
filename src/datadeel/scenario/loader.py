"""Scenarios: TOML files made into validated, frozen scenarios.

A file may ``extend`` another: tables are merged key by key; entries of ``[[policy]]`` for an instrument
replace the parent's entries for that instrument; ``[[event]]`` entries are added to the parent's. Every
problem is reported with file, line and key, all of them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from datadeel.errors import InputError, nearest
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.scenario.checks import GIVEN, PLACE, checked_scenario
from datadeel.scenario.records import Scenario
from datadeel.scenario.schema import ARCHITECTURES, EVENT_KINDS, STRUCTURES, event_keys
from datadeel.scenario.shipped import by_name
from datadeel.scenario.toml import Content, Diagnostics, KeyPath, SourceMap, read_toml

#: What a scenario can be loaded from: a file, the name of a shipped one, or what a file would hold.
ScenarioSource = str | Path | Mapping[str, object] | Scenario

#: Arrays of tables, and by which key their entries are told apart.
_IDENTITIES = {"policy": "instrument", "event": "kind"}


# --- Assignments -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assignment:
    """A value for a key of a scenario file.

    path: the key's parts. value: as TOML would hold it. where: where it was given, for messages.
    """

    path: KeyPath
    value: object
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
    return Assignment(path, _value(value_text), "--set")


def assignments(texts: Iterable[str] | str) -> tuple[Assignment, ...]:
    """KEY=VALUE texts, or a single one, as assignments. Raises InputError for a text of another form."""
    return tuple(map(assignment, [texts] if isinstance(texts, str) else texts))


def _value(text: str) -> object:
    """A value as TOML reads it; a number such as .5, which TOML refuses, and a text that needs no quotes here."""
    try:
        return tomllib.loads(f"value = {text.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        try:
            return float(text)
        except ValueError:
            return text.strip()


def _apply(content: Content, given: Assignment, sources: SourceMap) -> None:
    """Put one assignment into the content, and where it was given into the sources."""
    section = given.path[0]
    if section in _IDENTITIES:
        if len(given.path) != 3:
            raise InputError(f"{given.where}: {given.key}: write it as {section}.NAME.KEY=VALUE")
        _apply_to_entries(content, given)
        return
    if section == "extends":
        raise InputError(f"{given.where}: extends: can only stand in a file")
    table: object = content
    for part in given.path[:-1]:
        table = table.setdefault(part, {}) if isinstance(table, dict) else table
        if not isinstance(table, dict):
            raise InputError(f"{given.where}: {given.key}: {part} is not a table")
    assert isinstance(table, dict)
    table[given.path[-1]] = given.value
    sources.override(given.path, given.where)


def _apply_to_entries(content: Content, given: Assignment) -> None:
    """Give all entries of an instrument, or of a kind of event, a value; where there is none, make one."""
    section, name, key = given.path
    identity, valid = _IDENTITIES[section], list(INSTRUMENTS if section == "policy" else EVENT_KINDS)
    if name not in valid:
        raise InputError(f'{given.where}: {given.key}: unknown {identity} "{name}"; {nearest(name, valid)}')
    entries = content.setdefault(section, [])
    if not isinstance(entries, list):
        return  # that it is no list is found by the checks
    chosen = [entry for entry in entries if isinstance(entry, dict) and entry.get(identity) == name]
    if not chosen:
        chosen = [{identity: name, "from" if section == "policy" else "month": 1, PLACE: (given.where, None)}]
        entries.extend(chosen)
    for entry in chosen:
        entry[key] = given.value
        entry.setdefault(GIVEN, {})[key] = given.where


# --- Reading and merging -----------------------------------------------------------------------------------


def _read(path: Path, seen: Sequence[Path] = ()) -> tuple[Content, list[tuple[str, str]]]:
    """The merged content of a file and what it extends, and the (name, text) of each, from child to parent.

    path: of the file. seen: files that extend this one, the first one first; a file among them would extend itself.
    """
    if path in seen:
        loop = " → ".join(one.name for one in (*seen[seen.index(path) :], path))
        raise InputError(f"{path}: extends: files extend each other in a circle: {loop}")
    content, text = read_toml(path, file_hint)
    return _extended(content, str(path), text, path.parent, (*seen, path))


def _extended(
    content: Content, name: str, text: str, folder: Path, seen: Sequence[Path]
) -> tuple[Content, list[tuple[str, str]]]:
    """The same for content that has been read.

    name, text: of its file; content without a text may extend a shipped scenario by name.
    folder: from where it names the file that it extends.
    seen: files so far, this one among them.
    """
    _note_places(content, name)
    texts = [(name, text)]
    extends = content.get("extends")
    if isinstance(extends, str):
        parent = (folder / extends).resolve()
        with suppress(ValueError):
            parent = parent.relative_to(Path.cwd())
        if not parent.exists():
            parent = (not text and by_name(extends)) or parent
        if not parent.exists():
            sources = SourceMap(name)
            sources.add(name, text)
            raise InputError(f"{sources.find(('extends',))}: extends: {extends}: no such file; {file_hint(parent)}")
        below, more = _read(parent, seen)
        content = _merge(below, content)
        texts += more
    return content, texts


def _note_places(content: Content, name: str) -> None:
    """Note in each entry of policy and events where it stands: its file's name, and its number there."""
    for section in _IDENTITIES:
        entries = content.get(section)
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, dict):
                entry[PLACE] = (name, index)


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


def _merge(parent: Content, child: Content) -> Content:
    """A parent's content with the child's over it: tables key by key, entries as the module says."""
    merged = dict(parent)
    for name, value in child.items():
        old = merged.get(name)
        if isinstance(old, list) and isinstance(value, list) and name in _IDENTITIES:
            merged[name] = _merge_entries(name, old, value)
        elif isinstance(old, dict) and isinstance(value, dict):
            merged[name] = _merge(old, value)
        else:
            merged[name] = value
    return merged


def _merge_entries(section: str, old: list[object], new: list[object]) -> list[object]:
    """Entries of parent and child: all events; policy of the parent for instruments that the child leaves alone."""
    if section == "event":
        return old + new
    renewed = [entry.get("instrument") for entry in new if isinstance(entry, dict)]
    return [entry for entry in old if not isinstance(entry, dict) or entry.get("instrument") not in renewed] + new


# --- Scenarios ---------------------------------------------------------------------------------------------


class ScenarioFile:
    """A scenario file read and merged with what it extends, to be resolved with assignments once or many times."""

    def __init__(self, source: ScenarioSource, name: str = "") -> None:
        """Read a file, or take what one would hold.

        source: a file, the name of a shipped scenario, a mapping with a file's keys, which may extend a file or a
        shipped scenario, or a scenario that was loaded.
        name: of the scenario that a mapping makes.

        Raises InputError for what cannot be read. What it says is looked at when it is resolved.
        """
        if isinstance(source, Scenario):
            name = source.name
            source = _as_file(source)
        if isinstance(source, Mapping):
            self.path = Path(f"{name or 'scenario'}.toml")
            self._content, texts = _extended(_as_toml(source), self.path.stem, "", Path(), ())
        else:
            self.path = Path(source)
            if self.path.name == str(source) and not self.path.exists():
                self.path = by_name(str(source)) or self.path
            self._content, texts = _read(self.path)
        self._sources = SourceMap()
        self._by_file: dict[str, SourceMap] = {}
        for file, text in texts:
            self._sources.add(file, text)
            self._by_file[file] = SourceMap()
            self._by_file[file].add(file, text)

    def stated(self, given: Iterable[Assignment] = ()) -> set[str]:
        """Names of the parameters that are facts of the case.

        They are those that the file states, or its structure and architecture stand for, or the assignments ``given``.
        """
        content, _ = self._with(given)
        names = set()
        parameters = content.get("parameters", {})
        for name, value in parameters.items() if isinstance(parameters, dict) else ():
            names |= {f"{name}.{kind}" for kind in value} if isinstance(value, dict) else {name}
        network = content.get("network", {})
        for key, presets in (("structure", STRUCTURES), ("architecture", ARCHITECTURES)):
            chosen = network.get(key, "mixed") if isinstance(network, dict) else "mixed"
            names |= presets.get(chosen, {}).keys()
        return names

    def resolve(self, given: Iterable[Assignment] = ()) -> Scenario:
        """The scenario with the assignments ``given``, checked. Raises InputError with every problem found."""
        content, sources = self._with(given)
        return checked_scenario(content, self.path.stem, Diagnostics(sources), self._by_file)

    def _with(self, given: Iterable[Assignment]) -> tuple[Content, SourceMap]:
        """Content and sources with assignments applied, the file's own left as they are."""
        content, sources = deepcopy(self._content), self._sources.copy()
        for one in given:
            _apply(content, one, sources)
        return content, sources


def load(source: ScenarioSource, overrides: Iterable[str] | str = (), name: str = "") -> Scenario:
    """Read, merge, override and check a scenario.

    source: a file, the name of a shipped scenario such as "dil", a mapping with the keys of a file, which may extend
    either, or a scenario that was loaded.
    overrides: "KEY=VALUE" texts, or a single one, for any key of the file; ``policy.INSTRUMENT.KEY`` reaches all
    entries of an instrument, and adds one with its defaults where there is none.
    name: of the scenario; that of the file, and "scenario" of a mapping, if not given.

    Raises InputError with every problem found.
    """
    scenario = ScenarioFile(source, name).resolve(assignments(overrides))
    return replace(scenario, name=name) if name else scenario


def load_all(sources: Iterable[ScenarioSource], overrides: Iterable[str] | str = ()) -> list[Scenario]:
    """The scenarios in ``sources``, each with ``overrides``, both as for :func:`load`.

    Raises InputError with the problems of all.
    """
    given = assignments(overrides)
    loaded: list[Scenario] = []
    problems: list[str] = []
    for source in sources:
        try:
            loaded.append(ScenarioFile(source).resolve(given))
        except InputError as error:
            problems.extend(str(error).splitlines())
    if problems:
        raise InputError("\n".join(dict.fromkeys(problems)))
    return loaded


def _as_file(scenario: Scenario) -> Content:
    """A scenario as a file would hold it, in full, but for keys that an entry has no use for and may not hold."""
    content = scenario.inputs
    for entry in content["policy"]:
        if INSTRUMENTS[entry["instrument"]].national:
            del entry["for"]
    content["event"] = [
        {key: value for key, value in entry.items() if key in event_keys(entry["kind"])} for entry in content["event"]
    ]
    return content


def _as_toml(table: Mapping[str, object]) -> Content:
    """A copy of a mapping as TOML would hold it: dicts and lists to the bottom.

    Keys whose value is None are left out, as TOML has no such value.
    """
    return {str(key): _toml_value(value) for key, value in table.items() if value is not None}


def _toml_value(value: object) -> object:
    if isinstance(value, Mapping):
        return _as_toml(value)
    return list(map(_toml_value, value)) if isinstance(value, list | tuple) else value
