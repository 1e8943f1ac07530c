"""Scenarios: TOML files made into validated, frozen scenarios.

A file may ``extend`` another: tables are merged key by key; entries of ``[[policy]]`` for an instrument
replace the parent's entries for that instrument; ``[[event]]`` entries are added to the parent's. Every
problem is reported with file, line and key, all of them at once.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from datadeel.errors import InputError, nearest
from datadeel.registry.instruments import INSTRUMENTS, Measure
from datadeel.registry.parameters import BY_KIND, KINDS, PARAMETERS
from datadeel.scenario.toml import Diagnostics, SourceMap, explain, number, read_toml, written

EVENT_KINDS = ("leak", "paywall", "policy_reversal", "programme_end", "contact_loss", "exit")
_EVENT_SIZES = {
    "leak": 0.1,
    "paywall": 0.1,
    "policy_reversal": 9.0,
    "programme_end": 1.0,
    "contact_loss": 0.2,
    "exit": 0.1,
}

#: Partnership structure (§2.3.2, Susha 2023): who assures, decides and holds power, as values of existing parameters.
STRUCTURES: dict[str, dict[str, float]] = {
    "mixed": {},
    "keystone": {"pressure_attention": 2.0, "pressure_value": 0.3, "own_control": 0.2, "paywall_rate": 0.02},
    "marketplace": {"own_control": 0.35, "intermediary_presence": 0.1, "spillover": 0.1},
    "intermediary": {"intermediary_presence": 0.6, "paywall_rate": 0.005},
    "platform": {"intermediary_presence": 0.3, "own_control": 0.15, "paywall_rate": 0.03, "framework_cost": 0.05},
}

#: Where data live: with their source, or in one place (§2.3.3, §4.2.3).
ARCHITECTURES: dict[str, dict[str, float]] = {
    "mixed": {},
    "federated": {"own_control": 0.35, "exposure_3": 3.0, "framework_cost": 0.12},
    "central": {"own_control": 0.15, "exposure_3": 6.0, "framework_cost": 0.08},
}

_NEEDLESS = ("title", "title_nl", "purpose", "source", "replicates", "seed")


@dataclass(frozen=True)
class ChainSettings:
    """How many chains, of how many parties, and how seats are divided over kinds (weights; none: as the population)."""

    count: int
    size: int
    seats: Mapping[str, float]


@dataclass(frozen=True)
class NetworkSettings:
    """Who knows whom, and the named structure and architecture of the partnership."""

    known: float
    association: int
    structure: str
    architecture: str


@dataclass(frozen=True)
class Event:
    """Something that happens in ``month``: ``size`` is a share of chains or parties, or months for a reversal."""

    kind: str
    month: int
    size: float
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """A scenario in full: nothing is left to defaults elsewhere. ``inputs`` is its plain form, ``digest`` its hash.

    ``aftermath`` is how many months are simulated after the last one, with all support but laws ended, to see what lasts.
    """

    name: str
    title: str
    title_nl: str
    purpose: str
    source: str
    months: int
    aftermath: int
    replicates: int
    seed: int
    population: Mapping[str, int]
    unattached: Mapping[str, int]
    chains: ChainSettings
    network: NetworkSettings
    parameters: Mapping[str, float]
    policy: tuple[Measure, ...]
    events: tuple[Event, ...]
    inputs: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is valid, but may not be meant."""
        late = [one for one in self.policy if one.start > self.months]
        return tuple(
            f"policy.{one.instrument} starts in month {one.start}, after the last of {self.months}" for one in late
        ) + tuple(
            f"event.{one.kind} falls in month {one.month}, after the last of {self.months}"
            for one in self.events
            if one.month > self.months
        )

    @property
    def digest(self) -> str:
        """SHA-256 of what determines the run of a given world: all inputs but words, seed and number of replicates."""
        kept = {key: value for key, value in self.inputs.items() if key not in _NEEDLESS}
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


# --- The schema --------------------------------------------------------------------------------------------


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Counts(_Table):
    sme: int = Field(0, ge=0)
    municipality: int = Field(0, ge=0)
    large_firm: int = Field(0, ge=0)
    start_up: int = Field(0, ge=0)
    public_body: int = Field(0, ge=0)


class _Population(_Counts):
    unattached: _Counts = _Counts()


class _Weights(_Table):
    sme: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    municipality: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    large_firm: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    start_up: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    public_body: float = Field(0.0, ge=0.0, allow_inf_nan=False)


class _Chains(_Table):
    count: int | None = Field(None, ge=1)
    size: int = Field(25, ge=2)
    seats: _Weights = _Weights()


class _Network(_Table):
    known: float = Field(0.2, ge=0.0, le=1.0)
    association: int = Field(2, ge=0, le=50)
    structure: str = "mixed"
    architecture: str = "mixed"


class _File(_Table):
    title: str = Field(min_length=1)
    title_nl: str = ""
    purpose: str = Field(min_length=1)
    source: str = Field(min_length=1)
    extends: str | None = None
    months: int = Field(120, ge=1, le=1200)
    aftermath: int = Field(12, ge=0, le=240)
    replicates: int = Field(20, ge=1, le=1_000_000)
    seed: int = Field(1, ge=0, lt=2**63)
    population: _Population
    chains: _Chains = _Chains()
    network: _Network = _Network()
    parameters: dict[str, Any] = {}
    policy: list[dict[str, Any]] = []
    event: list[dict[str, Any]] = []


_FIELDS: dict[str, Iterable[str]] = {
    "": _File.model_fields,
    "population": _Population.model_fields,
    "unattached": KINDS,
    "chains": _Chains.model_fields,
    "seats": KINDS,
    "network": _Network.model_fields,
}


# --- Reading -----------------------------------------------------------------------------------------------


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


# --- Checking ----------------------------------------------------------------------------------------------


def _parameters(content: dict[str, Any], problems: Diagnostics, chosen: dict[str, float]) -> dict[str, float]:
    """Parameter values by name: the records', then those of structure and architecture, then the file's."""
    values = {name: record.value for name, record in PARAMETERS.items()} | chosen
    for name, value in content.items():
        entries = {f"{name}.{kind}": one for kind, one in value.items()} if isinstance(value, dict) else {name: value}
        for full, one in entries.items():
            path = ("parameters", *full.split("."))
            if full not in PARAMETERS:
                names = [*(n for n in PARAMETERS if "." not in n), *BY_KIND]
                if name in BY_KIND and not isinstance(value, dict):
                    problems.add(path, f"has a value for each kind; write {name}.sme = … (kinds: {', '.join(KINDS)})")
                elif name in BY_KIND:
                    problems.add(path, f"unknown kind; {nearest(full.partition('.')[2], KINDS)}")
                else:
                    problems.add(path, f"unknown parameter; {nearest(name, names, 'see: datadeel list parameters')}")
                continue
            checked = number(
                one, path, problems, PARAMETERS[full].minimum, PARAMETERS[full].maximum, PARAMETERS[full].unit
            )
            if checked is not None and PARAMETERS[full].distribution == "form" and checked != int(checked):
                problems.add(path, f"{written(one)} is not a whole number: it names one of several formulations")
            elif checked is not None:
                values[full] = checked
    return values


_TIMES = ("from", "until", "announced", "phase_in")


def _entry_place(
    entry: dict[str, Any], section: str, key: str, problems: Diagnostics, lines: dict[str, SourceMap]
) -> str:
    file, index = entry.get("\0place", ("--set", None))
    where: str = entry.get("\0set", {}).get(key, file if index is None else "")
    return where or lines[file].find((section, str(index), key))


def _whole(
    entry: dict[str, Any], key: str, default: Any, low: int, path: tuple[str, ...], where: str, problems: Diagnostics
) -> Any:
    value = entry.get(key, default)
    if key in entry and (isinstance(value, bool) or not isinstance(value, int)):
        problems.add((*path, key), f"{written(value)} is not a whole number", where)
        return default
    if value is not None and value < low:
        problems.add((*path, key), f"{value} is out of range: must be at least {low}", where)
        return default
    return value


def _kinds(
    entry: dict[str, Any], default: tuple[str, ...], path: tuple[str, ...], where: str, problems: Diagnostics
) -> tuple[str, ...]:
    value = entry.get("for", list(default))
    if not isinstance(value, list) or not value:
        problems.add((*path, "for"), f'{value!r} is not a list of kinds, such as ["sme", "municipality"]', where)
        return default
    for one in value:
        if one not in KINDS:
            problems.add((*path, "for"), f'unknown kind "{one}"; {nearest(str(one), KINDS)}', where)
            return default
    return tuple(kind for kind in KINDS if kind in value)


def _measure(entry: dict[str, Any], problems: Diagnostics, lines: dict[str, SourceMap]) -> Measure | None:
    """One [[policy]] entry."""

    def place(key: str) -> str:
        return _entry_place(entry, "policy", key, problems, lines)

    name = entry.get("instrument")
    if name not in INSTRUMENTS:
        what = "is missing" if name is None else f'unknown instrument "{name}"'
        problems.add(("policy", "instrument"), f"{what}; {nearest(str(name), INSTRUMENTS)}", place("instrument"))
        return None
    path = ("policy", name)
    instrument = INSTRUMENTS[name]
    known = {"instrument", "strength", "for", *_TIMES, *instrument.settings, "\0place", "\0set"}
    for key in entry:
        if key not in known:
            names = [one for one in known if not one.startswith("\0")]
            problems.add((*path, key), f"unknown key; {nearest(key, sorted(names))}", place(key))
    start = _whole(entry, "from", 1, 1, path, place("from"), problems)
    until = _whole(entry, "until", None, 1, path, place("until"), problems)
    announced = _whole(entry, "announced", start, 1, path, place("announced"), problems)
    phase_in = _whole(entry, "phase_in", 6, 0, path, place("phase_in"), problems)
    if until is not None and until < start:
        problems.add((*path, "until"), f"{until} lies before from = {start}", place("until"))
    if announced > start:
        problems.add(
            (*path, "announced"),
            f"{announced} lies after from = {start}; announce before or at the start",
            place("announced"),
        )
    strength = number(entry.get("strength", 1.0), (*path, "strength"), problems, 0.0, 1.0, where=place("strength"))
    settings = {}
    for key, setting in instrument.settings.items():
        value = number(
            entry.get(key, setting.value),
            (*path, key),
            problems,
            setting.minimum,
            setting.maximum,
            setting.unit,
            place(key),
        )
        settings[key] = setting.value if value is None else value
    kinds = _kinds(entry, instrument.kinds, path, place("for"), problems)
    if instrument.national and "for" in entry:
        problems.add(
            (*path, "for"), "acts on the nation as a whole and has no target kinds; leave it out", place("for")
        )
    return Measure(name, start, until, announced, phase_in, 1.0 if strength is None else strength, kinds, settings)


def _event(entry: dict[str, Any], problems: Diagnostics, lines: dict[str, SourceMap]) -> Event | None:
    """One [[event]] entry."""

    def place(key: str) -> str:
        return _entry_place(entry, "event", key, problems, lines)

    kind = entry.get("kind")
    if kind not in EVENT_KINDS:
        what = "is missing" if kind is None else f'unknown event "{kind}"'
        problems.add(("event", "kind"), f"{what}; {nearest(str(kind), EVENT_KINDS)}", place("kind"))
        return None
    path = ("event", kind)
    known = ["kind", "month"]
    known += ["size"] if kind != "programme_end" else []
    known += ["for"] if kind in ("contact_loss", "exit") else []
    for key in entry:
        if key not in known and not key.startswith("\0"):
            problems.add((*path, key), f"unknown key; {nearest(key, known)}", place(key))
    if "month" not in entry:
        problems.add((*path, "month"), "is missing", place("kind"))
    month = _whole(entry, "month", 1, 1, path, place("month"), problems)
    most = 240.0 if kind == "policy_reversal" else 1.0
    size = number(entry.get("size", _EVENT_SIZES[kind]), (*path, "size"), problems, 0.0, most, where=place("size"))
    firms = ("sme", "large_firm", "start_up")
    kinds = _kinds(entry, firms if kind == "exit" else KINDS, path, place("for"), problems)
    return Event(kind, month, 0.0 if size is None else size, kinds)


def ended(policy: Iterable[Measure], last: int | None) -> tuple[Measure, ...]:
    """The measures, cut off after month ``last`` (None: not at all); laws stay, and what was announced was heard until then."""
    if last is None:
        return tuple(policy)
    return tuple(
        one
        if INSTRUMENTS[one.instrument].law
        else replace(one, until=last if one.until is None else min(one.until, last))
        for one in policy
    )


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
        return _check(content, self.path.stem, Diagnostics(places), self._lines)


def load(path: str | Path, overrides: Iterable[str] | str = ()) -> Scenario:
    """Read, merge, override and check a scenario.

    overrides: "KEY=VALUE" texts, any path of the file; ``policy.INSTRUMENT.KEY`` reaches all entries of an
    instrument and adds one with its defaults where there is none. Raises InputError with every problem found.
    """
    texts = [overrides] if isinstance(overrides, str) else overrides
    return ScenarioFile(path).resolve(map(assignment, texts))


def _check(content: dict[str, Any], name: str, problems: Diagnostics, lines: dict[str, SourceMap]) -> Scenario:
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        for one in error.errors():
            problems.add(one["loc"], explain(one, _FIELDS))
        _check_rest(content, problems, lines)
        problems.raise_if_any()
        raise
    for key, table in (("structure", STRUCTURES), ("architecture", ARCHITECTURES)):
        given = getattr(file.network, key)
        if given not in table:
            problems.add(("network", key), f'unknown {key} "{given}"; {nearest(given, table)}')
    chosen = STRUCTURES.get(file.network.structure, {}) | ARCHITECTURES.get(file.network.architecture, {})
    values = _parameters(file.parameters, problems, chosen)
    measures = [_measure(entry, problems, lines) for entry in file.policy]
    events = [_event(entry, problems, lines) for entry in file.event]
    population = {kind: getattr(file.population, kind) for kind in KINDS}
    unattached = {kind: getattr(file.population.unattached, kind) for kind in KINDS}
    total = sum(population.values())
    if total == 0:
        problems.add(("population",), "is empty: give at least one kind a number above zero")
    elif file.chains.size > total:
        problems.add(("chains", "size"), f"{file.chains.size} is larger than the population of {total}")
    count = file.chains.count or max(1, round(1.5 * total / file.chains.size))
    if file.chains.size <= total and count * file.chains.size < total:
        seats = f"{count} chains of {file.chains.size} have {count * file.chains.size} seats for {total} organisations"
        problems.add(("chains", "count"), f"{seats}: raise count or size, or leave count out")
    weights = {kind: getattr(file.chains.seats, kind) for kind in KINDS}
    if any(weights.values()) and not any(weights[kind] for kind in KINDS if population[kind]):
        problems.add(("chains", "seats"), "gives seats only to kinds that the population lacks")
    problems.raise_if_any()
    ends = [one.month for one in events if one is not None and one.kind == "programme_end"]
    policy = ended([one for one in measures if one is not None], min(ends) - 1 if ends else None)
    scenario = Scenario(
        name, file.title, file.title_nl, file.purpose, file.source, file.months, file.aftermath, file.replicates, file.seed, population, unattached,
        ChainSettings(count, file.chains.size, weights),
        NetworkSettings(file.network.known, file.network.association, file.network.structure, file.network.architecture),
        values, policy, tuple(one for one in events if one is not None),
    )  # fmt: skip
    scenario.inputs.update(_plain(scenario))  # type: ignore[attr-defined]
    return scenario


def _check_rest(content: dict[str, Any], problems: Diagnostics, lines: dict[str, SourceMap]) -> None:
    """Look at parameters and policy too where the rest of a file is wrong, so that all problems are told at once."""
    if isinstance(content.get("parameters"), dict):
        _parameters(content["parameters"], problems, {})
    for section, read in (("policy", _measure), ("event", _event)):
        entries = content.get(section)
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                read(entry, problems, lines)


def _plain(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain data, all of it: for manifests and for its hash."""
    return {
        "title": scenario.title,
        "title_nl": scenario.title_nl,
        "purpose": scenario.purpose,
        "source": scenario.source,
        "months": scenario.months,
        "aftermath": scenario.aftermath,
        "replicates": scenario.replicates,
        "seed": scenario.seed,
        "population": {**scenario.population, "unattached": dict(scenario.unattached)},
        "chains": {"count": scenario.chains.count, "size": scenario.chains.size, "seats": dict(scenario.chains.seats)},
        "network": vars(scenario.network) if hasattr(scenario.network, "__dict__") else {},
        "parameters": dict(scenario.parameters),
        "policy": [
            {
                "instrument": one.instrument,
                "from": one.start,
                "until": one.until,
                "announced": one.announced,
                "phase_in": one.phase_in,
                "strength": one.strength,
                "for": list(one.kinds),
                **one.settings,
            }
            for one in scenario.policy
        ],
        "event": [
            {"kind": one.kind, "month": one.month, "size": one.size, "for": list(one.kinds)} for one in scenario.events
        ],
    }


def restored(name: str, inputs: Mapping[str, Any]) -> Scenario:
    """The scenario whose ``inputs`` a manifest holds. Raises KeyError or TypeError for what never was one's inputs."""
    people = dict(inputs["population"])
    unattached = people.pop("unattached")
    policy = []
    for entry in inputs["policy"]:
        given = dict(entry)
        named = {name: given.pop(name) for name in ("instrument", "until", "announced", "phase_in", "strength")}
        policy.append(Measure(start=given.pop("from"), kinds=tuple(given.pop("for")), settings=given, **named))
    events = tuple(Event(one["kind"], one["month"], one["size"], tuple(one["for"])) for one in inputs["event"])
    plain = ("title", "title_nl", "purpose", "source", "months", "aftermath", "replicates", "seed", "parameters")
    return Scenario(
        name=name, population=people, unattached=unattached, chains=ChainSettings(**inputs["chains"]),
        network=NetworkSettings(**inputs["network"]), policy=tuple(policy), events=events, inputs=inputs,
        **{key: inputs[key] for key in plain},
    )  # fmt: skip
