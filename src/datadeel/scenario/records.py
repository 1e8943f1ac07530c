"""What a scenario is once it has been read and checked: frozen records, nothing left to defaults elsewhere.

Each record has a plain form (``inputs``: what JSON can hold, with the keys of scenario files) and is made again from it
(``from_inputs``): manifests keep the plain form, and the digest of a scenario is a hash of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from datadeel.i18n import LANGUAGES
from datadeel.scenario.frozen import freeze
from datadeel.scenario.titles import TITLE_KEYS, Titled, titles_in

#: Keys of the plain form that do not determine the run of a given world: words, and which worlds are run.
NOT_IN_DIGEST = (*TITLE_KEYS, "purpose", "source", "replicates", "seed")

#: A record as plain data. Values are numbers, texts, lists and tables by key, as in the file.
Inputs = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """One entry of a scenario's policy: an instrument switched on. Months count from 1 and are inclusive.

    instrument: its id in the registry.
    start, until: first and last month (None: to the end).
    announced: the month in which it becomes known, at most ``start``.
    phase_in: months until full strength.
    strength: a share of full strength, [0, 1].
    kinds: of organisations that it is for.
    settings: the instrument's own numbers by key, in the units of its record.
    """

    instrument: str
    start: int
    until: int | None
    announced: int
    phase_in: int
    strength: float
    kinds: tuple[str, ...]
    settings: Mapping[str, float]

    def __post_init__(self) -> None:
        freeze(self, "settings")

    @property
    def inputs(self) -> Inputs:
        """The plain form: an entry of ``[[policy]]`` with all its keys."""
        return {
            "instrument": self.instrument,
            "from": self.start,
            "until": self.until,
            "announced": self.announced,
            "phase_in": self.phase_in,
            "strength": self.strength,
            "for": list(self.kinds),
            **self.settings,
        }

    @classmethod
    def from_inputs(cls, inputs: Mapping[str, Any]) -> Measure:
        """The measure whose plain form ``inputs`` is. Raises KeyError where a key is missing."""
        settings = dict(inputs)
        named = {name: settings.pop(name) for name in ("instrument", "until", "announced", "phase_in", "strength")}
        return cls(start=settings.pop("from"), kinds=tuple(settings.pop("for")), settings=settings, **named)


@dataclass(frozen=True)
class ChainSettings:
    """How many chains there are, of how many parties, and how seats are divided over kinds.

    count: number of chains.
    size: parties in each.
    seats: weights by kind, at least 0; all 0: as the population.
    """

    count: int
    size: int
    seats: Mapping[str, float]

    def __post_init__(self) -> None:
        freeze(self, "seats")

    @property
    def inputs(self) -> Inputs:
        """The plain form: the table ``[chains]``."""
        return {"count": self.count, "size": self.size, "seats": dict(self.seats)}


@dataclass(frozen=True)
class NetworkSettings:
    """Who knows whom, and the named structure and architecture of the partnership.

    known: chance that two parties in a chain know each other, [0, 1].
    association: neighbours on each side whom SMEs and municipalities know in the ring of their association, at least 0.
    structure, architecture: names in ``schema.STRUCTURES`` and ``schema.ARCHITECTURES``.
    """

    known: float
    association: int
    structure: str
    architecture: str


@dataclass(frozen=True)
class Event:
    """Something that happens in a month.

    kind: one of ``schema.EVENT_KINDS``.
    month: when, from 1.
    size: a share of chains or parties, [0, 1], or of a reversal of policy its months.
    kinds: of organisations that it meets, where it does not meet all.
    """

    kind: str
    month: int
    size: float
    kinds: tuple[str, ...]

    @property
    def inputs(self) -> Inputs:
        """The plain form: an entry of ``[[event]]``."""
        return {"kind": self.kind, "month": self.month, "size": self.size, "for": list(self.kinds)}

    @classmethod
    def from_inputs(cls, inputs: Mapping[str, Any]) -> Event:
        """The event whose plain form ``inputs`` is. Raises KeyError where a key is missing."""
        return cls(inputs["kind"], inputs["month"], inputs["size"], tuple(inputs["for"]))


@dataclass(frozen=True)
class Scenario(Titled):
    """A scenario in full. Nothing in it can be changed; ``dataclasses.replace`` makes another.

    name: the file's, without its ending.
    titles: by language.
    purpose, source: what it is for, and where its numbers come from.
    months: how long it lasts.
    aftermath: so many months more are simulated, with all support but laws ended, to see what lasts.
    replicates: in how many worlds it runs.
    seed: which worlds these are.
    population: numbers of organisations in chains, by kind.
    unattached: numbers of organisations outside all chains, by kind; these come on top.
    chains, network: how organisations are put together.
    parameters: values by name, all of them.
    policy: measures as planned, in the order of the file; how long they last is the model's to say.
    events: what happens to all, in the order of the file.
    """

    name: str
    titles: Mapping[str, str]
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

    def __post_init__(self) -> None:
        freeze(self, "titles", "population", "unattached", "parameters")

    @property
    def notes(self) -> tuple[str, ...]:
        """What is valid, but may not be meant: a line each."""
        measures = ((f"policy.{one.instrument} starts", one.start) for one in self.policy)
        events = ((f"event.{one.kind} falls", one.month) for one in self.events)
        return tuple(
            f"{what} in month {month}, after the last of {self.months}"
            for what, month in (*measures, *events)
            if month > self.months
        )

    @property
    def inputs(self) -> Inputs:
        """The plain form, all of it and made anew at each call: for manifests and for the digest."""
        return {
            **{key: self.titles.get(language, "") for key, language in zip(TITLE_KEYS, LANGUAGES, strict=True)},
            "purpose": self.purpose,
            "source": self.source,
            "months": self.months,
            "aftermath": self.aftermath,
            "replicates": self.replicates,
            "seed": self.seed,
            "population": {**self.population, "unattached": dict(self.unattached)},
            "chains": self.chains.inputs,
            "network": asdict(self.network),
            "parameters": dict(self.parameters),
            "policy": [one.inputs for one in self.policy],
            "event": [one.inputs for one in self.events],
        }

    @classmethod
    def from_inputs(cls, name: str, inputs: Mapping[str, Any]) -> Scenario:
        """The scenario whose plain form a manifest holds.

        name: of the scenario. inputs: its plain form; it is not checked again. Raises KeyError or TypeError for what
        never was the plain form of a scenario.
        """
        people = dict(inputs["population"])
        plain = ("purpose", "source", "months", "aftermath", "replicates", "seed", "parameters")
        return cls(
            name=name,
            titles=titles_in(inputs),
            unattached=people.pop("unattached"),
            population=people,
            chains=ChainSettings(**inputs["chains"]),
            network=NetworkSettings(**inputs["network"]),
            policy=tuple(map(Measure.from_inputs, inputs["policy"])),
            events=tuple(map(Event.from_inputs, inputs["event"])),
            **{key: inputs[key] for key in plain},
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what determines the run of a given world: all inputs but words, seed and number of replicates."""
        kept = {key: value for key, value in self.inputs.items() if key not in NOT_IN_DIGEST}
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
