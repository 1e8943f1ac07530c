"""What the tables of a scenario file must mean: kinds, instruments and parameters that exist, in ranges that hold."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from datadeel.errors import nearest
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import BY_KIND, KINDS, PARAMETERS
from datadeel.scenario.records import ChainSettings, Event, Measure, NetworkSettings, Scenario, _plain
from datadeel.scenario.schema import ARCHITECTURES, EVENT_KINDS, EVENT_SIZES, FIELDS, STRUCTURES, ScenarioTable
from datadeel.scenario.toml import Diagnostics, SourceMap, explain, number, written


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
    size = number(entry.get("size", EVENT_SIZES[kind]), (*path, "size"), problems, 0.0, most, where=place("size"))
    firms = ("sme", "large_firm", "start_up")
    kinds = _kinds(entry, firms if kind == "exit" else KINDS, path, place("for"), problems)
    return Event(kind, month, 0.0 if size is None else size, kinds)


def check(content: dict[str, Any], name: str, problems: Diagnostics, lines: dict[str, SourceMap]) -> Scenario:
    try:
        file = ScenarioTable.model_validate(content)
    except ValidationError as error:
        for one in error.errors():
            problems.add(one["loc"], explain(one, FIELDS))
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
    policy = tuple(one for one in measures if one is not None)
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
