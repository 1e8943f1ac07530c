"""Who there is: the traits of organisations, drawn once for a world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numba import njit

from datadeel.model.arithmetic import exponential
from datadeel.model.purposes import Purpose
from datadeel.model.random import key
from datadeel.model.random_arrays import approx_normals, uniforms
from datadeel.model.state import MUNICIPALITY, SME, START_UP
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import BY_KIND, PARAMETERS


def kind_table(values: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Parameters by kind as arrays of five."""
    return {stem: np.array([values[f"{stem}.{kind}"] for kind in KINDS]) for stem in BY_KIND}


def skewed(deviation: float, seed: int, purpose: Purpose, names: np.ndarray) -> np.ndarray:
    """Positive draws with mean close to 1 and the given standard deviation of their logarithm."""
    drawn: np.ndarray = _exponentials(
        deviation * approx_normals(key(seed, purpose), names) - 0.5 * deviation * deviation
    )
    return drawn


@njit(cache=True, nogil=True)
def _exponentials(x: Any) -> Any:
    """Our own exponential over a column: NumPy's depends on the processor."""
    result = np.empty_like(x)
    for i in range(len(x)):
        result[i] = exponential(x[i])
    return result


def traits(
    seed: int,
    kind: np.ndarray,
    names: np.ndarray,
    prior: np.ndarray,
    attached: np.ndarray,
    p: Any,
    values: Mapping[str, float],
) -> dict[str, np.ndarray]:
    """Fixed traits and the first state, one column each, for organisations of ``kind`` (codes) called ``names``.

    prior: prior collaboration in an organisation's chain, [0, 1]. attached: whether it is in any chain.
    """
    table = kind_table(values)

    def drawn(purpose: Purpose) -> np.ndarray:
        return uniforms(key(seed, purpose), names)

    def started(stem: str, purpose: Purpose, lift: float, shift: Any = 0.0) -> tuple[np.ndarray, np.ndarray]:
        base = np.clip(table[stem][kind] + p.start_spread * (2.0 * drawn(purpose) - 1.0) + shift, 0.01, 0.99)
        return base, base + lift * prior * (1.0 - base)

    size = skewed(p.size_spread, seed, Purpose.SIZE, names)
    head_start = p.size_knowledge * approx_normals(key(seed, Purpose.SIZE), names)
    entry = table["entry_cost"][kind] * size
    small = (kind == SME) | (kind == START_UP) | ((kind == MUNICIPALITY) & (size < 1.0))
    running = (entry * p.running_part + p.platform_fee * small) / 12.0
    # The unit of value and cost goes with size, not with prices: were sharing dearer, its benefit would be no higher.
    usual = kind_table({name: record.value for name, record in PARAMETERS.items()})["entry_cost"][kind] * size
    part = 1.0 / PARAMETERS["planning_horizon"].value + PARAMETERS["running_part"].value / 12.0
    scale = usual * part + PARAMETERS["platform_fee"].value * small / 12.0
    opaque = drawn(Purpose.OPACITY) < table["opaque_share"][kind]
    position = np.where(opaque, -p.opaque_loss, skewed(p.position_spread, seed, Purpose.POSITION, names))
    base_knowledge, knowledge = started("initial_knowledge", Purpose.KNOWLEDGE, p.prior_knowledge, head_start)
    base_trust, trust = started("initial_trust", Purpose.TRUST, p.prior_trust)
    chance = np.clip(table["initial_sharing"][kind] * 2.0 * prior, 0.0, 1.0)
    return {
        "entry": entry,
        "upkeep": running / scale,
        "scale": scale,
        "position": position,
        "legacy": table["legacy"][kind] * 2.0 * drawn(Purpose.LEGACY),
        "supervised": (drawn(Purpose.SUPERVISION) < table["supervised"][kind]).astype(np.int64),
        "exposure": np.where((kind == SME) | (kind == START_UP), drawn(Purpose.EXPOSURE), 0.0),
        "evader": (drawn(Purpose.EVASION) < p.evasion).astype(np.int64),
        "small": small.astype(np.int64),
        "level": (attached & (drawn(Purpose.START_LEVEL) < chance)).astype(np.int64),
        "base_knowledge": base_knowledge,
        "base_trust": base_trust,
        "knowledge": knowledge,
        "trust": trust,
        "benefit_factor": table["benefit_factor"][kind],
        "attention": table["attention"][kind],
        "replacement": table["replacement"][kind],
        "kind_knowledge": table["initial_knowledge"][kind],
        "kind_trust": table["initial_trust"][kind],
        "outlook": np.ones(len(kind)),
        "cash": p.start_up_cash * (0.5 + drawn(Purpose.CASH)),
    }
