"""What a scenario file must mean: kinds, instruments and parameters that exist, and numbers that hold together.

All of a file is looked at, so that all problems are reported at once; to go on, what is wrong is replaced by its
default, which no one gets to see, since a file with a problem makes no scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from datadeel.errors import nearest
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import BY_KIND, PARAMETERS
from datadeel.scenario.records import ChainSettings, Event, Measure, NetworkSettings, Scenario
from datadeel.scenario.schema import (
    ARCHITECTURES,
    EVENT_KINDS,
    EVENT_SIZES,
    SCENARIO_KEYS,
    STRUCTURES,
    ScenarioTable,
    event_keys,
)
from datadeel.scenario.titles import titles_in
from datadeel.scenario.toml import Content, Diagnostics, SourceMap, checked_number, explain, written

#: Keys that loading puts into entries of policy and events, and no file can hold: where an entry stands, as
#: (file, number), and for each of its keys that was given elsewhere, where.
PLACE, GIVEN = "\0place", "\0set"

_TIMES = ("from", "until", "announced", "phase_in")
_EXITING_KINDS = ("sme", "large_firm", "start_up")
_LONGEST_REVERSAL = 240.0

Read = TypeVar("Read", Measure, Event)


def checked_scenario(
    content: Content, name: str, diagnostics: Diagnostics, sources: Mapping[str, SourceMap]
) -> Scenario:
    """The scenario that a file's content makes.

    content: merged with what it extends, and with assignments.
    name: of the scenario.
    diagnostics: where problems go; it knows where keys of tables stand.
    sources: where keys stand in each file by itself, for entries of policy and events, which are not merged by key.

    Raises InputError with every problem found.
    """
    table = _tables_of(content, diagnostics, sources)
    values = _parameters(table.parameters, diagnostics, _named_values(table, diagnostics))
    policy = _entries(table.policy, _measure_of, "policy", diagnostics, sources)
    events = _entries(table.event, _event_of, "event", diagnostics, sources)
    chains = _chains(table, diagnostics)
    diagnostics.raise_if_any()
    network = table.network
    return Scenario(
        name=name,
        titles=titles_in(content),
        purpose=table.purpose,
        source=table.source,
        months=table.months,
        aftermath=table.aftermath,
        replicates=table.replicates,
        seed=table.seed,
        population=table.population.by_kind(),
        unattached=table.population.unattached.by_kind(),
        chains=chains,
        network=NetworkSettings(network.known, network.association, network.structure, network.architecture),
        parameters=values,
        policy=tuple(policy),
        events=tuple(events),
    )


def _tables_of(content: Content, diagnostics: Diagnostics, sources: Mapping[str, SourceMap]) -> ScenarioTable:
    """The content as tables of the right types.

    Where it is not, parameters, policy and events are looked at too, and InputError is raised with the problems of all.
    """
    try:
        return ScenarioTable.model_validate(content)
    except ValidationError as error:
        for one in error.errors():
            diagnostics.add(one["loc"], explain(one, SCENARIO_KEYS))
        _check_rest(content, diagnostics, sources)
        diagnostics.raise_if_any()
        raise


def _check_rest(content: Content, diagnostics: Diagnostics, sources: Mapping[str, SourceMap]) -> None:
    """Look at parameters, policy and events where other tables of a file are wrong."""
    parameters = content.get("parameters")
    if isinstance(parameters, dict):
        _parameters(parameters, diagnostics, {})
    _entries(_tables(content.get("policy")), _measure_of, "policy", diagnostics, sources)
    _entries(_tables(content.get("event")), _event_of, "event", diagnostics, sources)


def _tables(value: object) -> list[Content]:
    """What of a value are tables in a list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _named_values(table: ScenarioTable, diagnostics: Diagnostics) -> dict[str, float]:
    """Values of parameters that the named structure and architecture stand for."""
    values: dict[str, float] = {}
    for key, presets in (("structure", STRUCTURES), ("architecture", ARCHITECTURES)):
        given = getattr(table.network, key)
        if given not in presets:
            diagnostics.add(("network", key), f'unknown {key} "{given}"; {nearest(given, presets)}')
        values |= presets.get(given, {})
    return values


def _chains(table: ScenarioTable, diagnostics: Diagnostics) -> ChainSettings:
    """Chains that the population can fill, with a seat for each party at least.

    Where no count is given, there are as many as make one and a half seats for each party.
    """
    population, size = table.population.by_kind(), table.chains.size
    total = sum(population.values())
    if total == 0:
        diagnostics.add(("population",), "is empty: give at least one kind a number above zero")
    elif size > total:
        diagnostics.add(("chains", "size"), f"{size} is larger than the population of {total}")
    count = table.chains.count or max(1, round(1.5 * total / size))
    if size <= total and count * size < total:
        seats = f"{count} chains of {size} have {count * size} seats for {total} organisations"
        diagnostics.add(("chains", "count"), f"{seats}: raise count or size, or leave count out")
    weights = table.chains.seats.by_kind()
    if any(weights.values()) and not any(weights[kind] for kind in KINDS if population[kind]):
        diagnostics.add(("chains", "seats"), "gives seats only to kinds that the population lacks")
    return ChainSettings(count, size, weights)


# --- Parameters --------------------------------------------------------------------------------------------


def _parameters(
    content: Mapping[str, object], diagnostics: Diagnostics, presets: Mapping[str, float]
) -> dict[str, float]:
    """Parameter values by name: the records', then those of structure and architecture, then the file's.

    content: the file's, a number a parameter, or a table by kind. presets: what structure and architecture stand for.
    """
    values = {name: record.value for name, record in PARAMETERS.items()} | dict(presets)
    for name, given in content.items():
        entries = {f"{name}.{kind}": one for kind, one in given.items()} if isinstance(given, dict) else {name: given}
        for full, one in entries.items():
            path = ("parameters", *full.split("."))
            if full not in PARAMETERS:
                diagnostics.add(path, _unknown_parameter(name, full, isinstance(given, dict)))
                continue
            value = _parameter_value(full, one, path, diagnostics)
            if value is not None:
                values[full] = value
    return values


def _unknown_parameter(name: str, full: str, by_kind: bool) -> str:
    """What is said of a parameter that does not exist.

    name: as the file has it. full: the same with its kind. by_kind: whether it is given by kind.
    """
    if name in BY_KIND and not by_kind:
        return f"has a value for each kind; write {name}.sme = … (kinds: {', '.join(KINDS)})"
    if name in BY_KIND:
        return f"unknown kind; {nearest(full.partition('.')[2], KINDS)}"
    names = [*(one for one in PARAMETERS if "." not in one), *BY_KIND]
    return f"unknown parameter; {nearest(name, names, 'see: datadeel list parameters')}"


def _parameter_value(name: str, given: object, path: tuple[str, ...], diagnostics: Diagnostics) -> float | None:
    """The value of a parameter; None, with a problem noted, where it is none or out of the range that makes sense.

    name: of the record. given: by the file. path: of its key. The plausible range, which is narrower, is for samples.
    """
    record = PARAMETERS[name]
    value = checked_number(given, path, diagnostics, record.minimum, record.maximum, record.unit)
    if value is not None and record.distribution == "form" and value != int(value):
        diagnostics.add(path, f"{written(given)} is not a whole number: it names one of several formulations")
        return None
    return value


# --- Entries of policy and events --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Entry:
    """One entry of an array of tables, with where its keys stand; what is wrong with it goes to ``diagnostics``.

    section: policy or event. content: its keys and values, and what loading noted of it. sources: where keys stand, by
    file. name: of its instrument or kind of event, once that is known; problems are reported under it.
    """

    section: str
    content: Mapping[str, object]
    diagnostics: Diagnostics
    sources: Mapping[str, SourceMap]
    name: str = ""

    def where(self, key: str) -> str:
        """The place of a key, or of the entry where it lacks that."""
        given = self.content.get(GIVEN, {})
        if isinstance(given, dict) and key in given:
            return str(given[key])
        place = self.content.get(PLACE)
        file, index = place if isinstance(place, tuple) else ("--set", None)
        return str(file) if index is None else self.sources[file].find((self.section, str(index), key))

    def add(self, key: str, text: str, at: str = "") -> None:
        """Note a problem with a key.

        key: of the entry. text: what is wrong with it. at: the key whose place the problem gets, if not its own.
        """
        path = (self.section, self.name, key) if self.name else (self.section, key)
        self.diagnostics.add(path, text, self.where(at or key))

    def choice(self, key: str, valid: Iterable[str], what: str) -> str | None:
        """The value of the key that names the entry; None, with a problem noted, where it is not valid.

        key: that names it. valid: values. what: the key's values are called in a problem.
        """
        given = self.content.get(key)
        if isinstance(given, str) and given in valid:
            return given
        problem = "is missing" if given is None else f'unknown {what} "{given}"'
        self.add(key, f"{problem}; {nearest(str(given), valid)}")
        return None

    def named(self, name: str) -> _Entry:
        """The same, with the name under which its problems are reported."""
        return _Entry(self.section, self.content, self.diagnostics, self.sources, name)

    def only(self, known: Iterable[str], hints: Iterable[str]) -> None:
        """Note a problem with each key other than the ``known``. hints: the same, in the order of a list of them."""
        for key in self.content:
            if key not in (*known, PLACE, GIVEN):
                self.add(key, f"unknown key; {nearest(key, hints)}")

    def whole(self, key: str, default: int, low: int) -> int:
        """The value of ``key``: a whole number of at least ``low``; ``default`` where it lacks, or is none."""
        given = self.content.get(key, default)
        if isinstance(given, bool) or not isinstance(given, int):
            self.add(key, f"{written(given)} is not a whole number")
            return default
        if given < low:
            self.add(key, f"{given} is out of range: must be at least {low}")
            return default
        return given

    def number(self, key: str, default: float, low: float, high: float, unit: str = "") -> float:
        """The value of ``key``: a number between ``low`` and ``high``, both included, in ``unit``.

        ``default`` where it lacks, or is none.
        """
        path = (self.section, self.name, key)
        value = checked_number(self.content.get(key, default), path, self.diagnostics, low, high, unit, self.where(key))
        return default if value is None else value

    def kinds(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """Kinds of organisations that it is for, in the order of the registry; ``default`` where they are none."""
        given = self.content.get("for", list(default))
        if not isinstance(given, list) or not given:
            self.add("for", f'{given!r} is not a list of kinds, such as ["sme", "municipality"]')
            return default
        for one in given:
            if one not in KINDS:
                self.add("for", f'unknown kind "{one}"; {nearest(str(one), KINDS)}')
                return default
        return tuple(kind for kind in KINDS if kind in given)


def _entries(
    tables: Iterable[Mapping[str, object]],
    read: Callable[[_Entry], Read | None],
    section: str,
    diagnostics: Diagnostics,
    sources: Mapping[str, SourceMap],
) -> list[Read]:
    """What entries of ``section`` make, in their order; those that make nothing are left out.

    tables: the entries. read: makes a measure or an event of one, or notes its problems. The rest as in ``_Entry``.
    """
    made = (read(_Entry(section, table, diagnostics, sources)) for table in tables)
    return [one for one in made if one is not None]


def _measure_of(entry: _Entry) -> Measure | None:
    """The measure of a ``[[policy]]`` entry; None for an instrument that does not exist."""
    name = entry.choice("instrument", INSTRUMENTS, "instrument")
    if name is None:
        return None
    entry, instrument = entry.named(name), INSTRUMENTS[name]
    known = ("instrument", "strength", "for", *_TIMES, *instrument.settings)
    entry.only(known, sorted(known))
    start, until, announced, phase_in = _times(entry)
    strength = entry.number("strength", 1.0, 0.0, 1.0)
    settings = {
        key: entry.number(key, one.value, one.minimum, one.maximum, one.unit)
        for key, one in instrument.settings.items()
    }
    return Measure(name, start, until, announced, phase_in, strength, _targets(entry, instrument), settings)


def _times(entry: _Entry) -> tuple[int, int | None, int, int]:
    """From which month, until which (None: the end), announced when, and phased in over how many months."""
    start = entry.whole("from", 1, 1)
    until = entry.whole("until", 0, 1) or None if "until" in entry.content else None
    announced = entry.whole("announced", start, 1)
    phase_in = entry.whole("phase_in", 6, 0)
    if until is not None and until < start:
        entry.add("until", f"{until} lies before from = {start}")
    if announced > start:
        entry.add("announced", f"{announced} lies after from = {start}; announce before or at the start")
    return start, until, announced, phase_in


def _targets(entry: _Entry, instrument: Instrument) -> tuple[str, ...]:
    """The kinds that a measure is for: the instrument's own if it does not say; a national one cannot say."""
    kinds = entry.kinds(instrument.kinds)
    if instrument.national and "for" in entry.content:
        entry.add("for", "acts on the nation as a whole and has no target kinds; leave it out")
    return kinds


def _event_of(entry: _Entry) -> Event | None:
    """The event of an ``[[event]]`` entry; None for a kind that does not exist."""
    kind = entry.choice("kind", EVENT_KINDS, "event")
    if kind is None:
        return None
    entry = entry.named(kind)
    known = event_keys(kind)
    entry.only(known, known)
    if "month" not in entry.content:
        entry.add("month", "is missing", at="kind")
    month = entry.whole("month", 1, 1)
    size = entry.number("size", EVENT_SIZES[kind], 0.0, _LONGEST_REVERSAL if kind == "policy_reversal" else 1.0)
    return Event(kind, month, size, entry.kinds(_EXITING_KINDS if kind == "exit" else KINDS))
