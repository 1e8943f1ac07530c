"""Policy laid out in time: what each measure moves in each month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from datadeel.instruments import INSTRUMENTS, LEVERS, NATION, SLOTS, Measure
from datadeel.parameters import KINDS

#: 1 for lever slots that a reversal of policy suspends (all but those of laws), else 0.
SUSPENDABLE = np.array(
    [not one.law for one in INSTRUMENTS.values() for _ in one.settings] + [True], dtype=float
).repeat(SLOTS)


@dataclass(frozen=True)
class Schedule:
    """What policy does in each month, before reversals.

    levers: (months, levers x 6). running: (months,) 1 where some measure is on or announced.
    strength: (months, instruments, kinds), for costs.
    """

    levers: np.ndarray
    running: np.ndarray
    strength: np.ndarray


def intensity(measure: Measure, months: int, handover: np.ndarray) -> np.ndarray:
    """Strength of one measure per month, shape (months,): a ramp, a plateau and what was handed over.

    ``handover`` (months,) is the part of an ending programme that is kept if it ends in that month.
    """
    month = np.arange(1, months + 1)
    ramp = np.clip((month - measure.start + 1) / max(measure.phase_in, 1), 0.0, 1.0)
    values = measure.strength * ramp
    if measure.until is not None and measure.until < months:
        last = values[measure.until - 1] if measure.until >= 1 else 0.0
        kept = handover[measure.until - 1] if INSTRUMENTS[measure.instrument].survives and measure.until >= 1 else 0.0
        values[month > measure.until] = last * kept
    return values


def schedule(measures: Iterable[Measure], months: int) -> Schedule:
    """All measures of a scenario laid out in time. One at zero strength is left out: it is as if it were not there.

    Where entries of one instrument overlap for a kind, the strongest counts.
    """
    present = [measure for measure in measures if measure.strength > 0.0]
    handover = np.zeros(months)
    for measure in present:
        if measure.instrument == "maintenance_handover":
            handover = np.maximum(handover, intensity(measure, months, handover) * measure.settings["retained"])
    levers = np.zeros((months, len(LEVERS), SLOTS))
    strength = np.zeros((months, len(INSTRUMENTS), len(KINDS)))
    running = np.zeros(months)
    silence = np.ones((months, len(KINDS)))
    order = list(INSTRUMENTS)
    for measure in present:
        instrument = INSTRUMENTS[measure.instrument]
        values = intensity(measure, months, handover)
        columns = [KINDS.index(kind) for kind in measure.kinds]
        row = order.index(measure.instrument)
        for name, setting in instrument.settings.items():
            at = LEVERS.index(setting.lever)
            moved = measure.settings[name] * ((values > 0.0) if setting.fixed else values)
            for kind in columns:
                # A fixed setting belongs to the strongest entry, so that two entries never mix.
                stronger = values > strength[:, row, kind] if setting.fixed else moved > levers[:, at, kind]
                levers[:, at, kind] = np.where(stronger, moved, levers[:, at, kind])
        for kind in columns:
            strength[:, row, kind] = np.maximum(strength[:, row, kind], values)
        month = np.arange(1, months + 1)
        last = months if measure.until is None else measure.until
        known = (month >= measure.announced) & (month <= last)
        running = np.maximum(running, known)
        for kind in columns:
            silence[:, kind] *= 1.0 - instrument.announced * measure.strength * known
    levers[:, LEVERS.index("announced"), : len(KINDS)] = 1.0 - silence
    levers[:, :, NATION] = levers[:, :, : len(KINDS)].max(axis=2)
    return Schedule(levers.reshape(months, -1), running, strength)
