"""Policy laid out in time: what each measure moves in each month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from datadeel.model.policy import ended, policy_in_force
from datadeel.model.state import EVENT_DTYPE, POLICY_DTYPE, PRICE_DTYPE, records
from datadeel.registry.instruments import INSTRUMENTS, NATION, POLICY_INPUTS, SLOTS
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Measure, Scenario

#: 1 for slots of policy inputs that a reversal of policy suspends (all but those of laws), else 0.
SUSPENDABLE = np.array(
    [not one.law for one in INSTRUMENTS.values() for _ in one.settings] + [True, False], dtype=float
).repeat(SLOTS)


@dataclass(frozen=True)
class Schedule:
    """What policy does in each month, before reversals.

    policy: (months, inputs x slots), what it puts into mechanisms. lawful: the same with what a reversal suspends at 0.
    running: (months,) strength of the strongest measure on or announced, [0, 1]. strength: (months, instruments,
    kinds), [0, 1], for costs.
    """

    policy: np.ndarray
    lawful: np.ndarray
    running: np.ndarray
    strength: np.ndarray


def intensity(measure: Measure, months: int, handover: np.ndarray, successor: int | None = None) -> np.ndarray:
    """Strength of one measure per month, (months,), [0, 1]: a ramp, a plateau and what was handed over.

    measure: of a scenario. months: of the run. handover: (months,), the part of an ending programme that is kept if it
    ends in that month, [0, 1]; what is kept stays until a successor starts, in that month, if there is one.
    """
    month = np.arange(1, months + 1)
    ramp = np.clip((month - measure.start + 1) / max(measure.phase_in, 1), 0.0, 1.0)
    values: np.ndarray = measure.strength * ramp
    if measure.until is not None and measure.until < months:
        last = values[measure.until - 1] if measure.until >= 1 else 0.0
        kept = handover[measure.until - 1] if INSTRUMENTS[measure.instrument].survives and measure.until >= 1 else 0.0
        values[month > measure.until] = last * kept
        if successor is not None:
            values[month >= successor] = 0.0
    return values


def schedule(measures: Iterable[Measure], months: int) -> Schedule:
    """All measures of a scenario laid out in time. One at zero strength is left out: it is as if it were not there.

    measures: as they last. months: of the run, at least 1.
    Where entries of one instrument overlap, for a kind or in the nation, the strongest counts.
    """
    present = [measure for measure in measures if measure.strength > 0.0]
    handover = np.zeros(months)
    for measure in present:
        if measure.instrument == "maintenance_handover":
            handover = np.maximum(handover, intensity(measure, months, handover) * measure.settings["retained"])
    inputs = np.zeros((months, len(POLICY_INPUTS), SLOTS))
    strength = np.zeros((months, len(INSTRUMENTS), SLOTS))
    silence = np.ones((months, SLOTS))
    running = np.zeros(months)
    for row, instrument in enumerate(INSTRUMENTS.values()):
        own = [measure for measure in present if measure.instrument == instrument.id]
        expected = np.zeros((months, SLOTS))
        for measure in own:
            _add(measure, intensity(measure, months, handover, _successor(measure, own)), inputs, strength[:, row])
            known = _heard_of(measure, months)
            running = np.maximum(running, known * measure.strength)
            heard = _news(measure, months) * measure.strength * _reach(measure)
            for slot in _slots(measure):
                expected[:, slot] = np.maximum(expected[:, slot], heard)
        if instrument.law:
            inputs[:, POLICY_INPUTS.index("announced_law")] = np.maximum(
                inputs[:, POLICY_INPUTS.index("announced_law")], expected
            )
        else:
            silence *= 1.0 - instrument.announced * expected
    inputs[:, POLICY_INPUTS.index("announced")] = 1.0 - silence
    rows = inputs.reshape(months, -1)
    return Schedule(rows, rows * (1.0 - SUSPENDABLE), running, strength[:, :, :NATION])


def _slots(measure: Measure) -> list[int]:
    """The slots of policy inputs that a measure moves: of its kinds, and of the nation."""
    return [*(KINDS.index(kind) for kind in measure.kinds), NATION]


def _successor(measure: Measure, own: list[Measure]) -> int | None:
    """When the next entry of the same instrument starts, after this one has ended."""
    if measure.until is None:
        return None
    return min((other.start for other in own if other.start > measure.until), default=None)


def _heard_of(measure: Measure, months: int) -> np.ndarray:
    """1 in months in which the measure is announced or on."""
    month = np.arange(1, months + 1)
    last = months if measure.until is None else measure.until
    known: np.ndarray = ((month >= measure.announced) & (month <= last)).astype(float)
    return known


def _news(measure: Measure, months: int) -> np.ndarray:
    """1 in months in which an announcement is believed ahead of the facts: until a year after it is in full force."""
    news: np.ndarray = _heard_of(measure, months) * (
        np.arange(1, months + 1) < measure.start + max(measure.phase_in, 1) + 12
    )
    return news


def _reach(measure: Measure) -> float:
    """How large what is announced is, [0, 1]: of a law the coverage, of others the main setting against its default."""
    instrument = INSTRUMENTS[measure.instrument]
    name, main = next(iter(instrument.settings.items()))
    value = measure.settings[name]
    return value if instrument.law else min(1.0, value / main.value)


def _add(measure: Measure, values: np.ndarray, inputs: np.ndarray, strength: np.ndarray) -> None:
    """Put one measure of intensity ``values`` (months,) into the policy inputs, where it is stronger than those before.

    inputs: (months, inputs, slots), changed. strength: of the strongest so far, (months, slots), changed.
    """
    for slot in _slots(measure):
        stronger = values > strength[:, slot]
        for name, setting in INSTRUMENTS[measure.instrument].settings.items():
            at = POLICY_INPUTS.index(setting.input)
            moved = measure.settings[name] * ((values > 0.0) if setting.fixed else values)
            inputs[:, at, slot] = np.where(stronger, moved, inputs[:, at, slot])
        strength[:, slot] = np.where(stronger, values, strength[:, slot])


@dataclass
class Plan:
    """What is known beforehand of every month: the same in every world.

    policy, lawful: records of ``PolicyInputs`` (months,), as planned and of laws alone. events, prices: records of
    ``Events`` and ``Prices``. running: strength of the strongest measure that is on or announced (months,). strength:
    of each instrument (months, instruments, kinds), [0, 1].
    """

    policy: np.ndarray
    lawful: np.ndarray
    events: np.ndarray
    prices: np.ndarray
    running: np.ndarray
    strength: np.ndarray


def plan(scenario: Scenario) -> Plan:
    """The plan of a scenario, aftermath included: the same in every world."""
    months = scenario.months + scenario.aftermath
    laid = schedule(ended(policy_in_force(scenario), scenario.months if scenario.aftermath else None), months)
    counts = np.array([scenario.population[kind] for kind in KINDS])
    prices = np.zeros(months, dtype=PRICE_DTYPE)
    for row, instrument in enumerate(INSTRUMENTS.values()):
        cost = instrument.cost
        strength = laid.strength[:, row]
        prices["fixed"] += strength.max(axis=1) * cost.fixed * counts.sum() / 1000.0
        prices["fixed"] += strength @ counts * cost.per_target
        prices["per_sharer"] += strength * cost.per_sharer
        prices["per_obliged"] += strength * cost.per_obliged
        prices["per_euro"] = np.maximum(prices["per_euro"], (strength.max(axis=1) > 0.0) * cost.per_euro)
    policy, lawful = (records(rows, POLICY_DTYPE) for rows in (laid.policy, laid.lawful))
    return Plan(policy, lawful, _events(scenario), prices, laid.running, laid.strength)


def _events(scenario: Scenario) -> np.ndarray:
    """What strikes in each month, records of ``Events``; where two of a kind meet, the larger counts."""
    events = np.zeros(scenario.months + scenario.aftermath, dtype=EVENT_DTYPE)
    for event in scenario.events:
        if event.month > scenario.months or event.kind == "programme_end":
            continue
        at = event.month - 1
        if event.kind in ("contact_loss", "exit"):
            kinds = [KINDS.index(kind) for kind in event.kinds]
            events[event.kind][at, kinds] = np.maximum(events[event.kind][at, kinds], event.size)
        else:
            name = "reversal" if event.kind == "policy_reversal" else event.kind
            events[name][at] = max(events[name][at], event.size)
    return events
