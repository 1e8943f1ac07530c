"""What a scenario is once it has been read and checked: frozen records, nothing left to defaults elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NEEDLESS = ("title", "title_nl", "purpose", "source", "replicates", "seed")


@dataclass(frozen=True)
class Measure:
    """One entry of a scenario's policy: an instrument switched on. Months count from 1 and are inclusive."""

    instrument: str
    start: int
    until: int | None
    announced: int
    phase_in: int
    strength: float
    kinds: tuple[str, ...]
    settings: Mapping[str, float]


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
