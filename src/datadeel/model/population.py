"""Who there is: the traits of organisations, drawn once for a world."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numba import njit

from datadeel.model.arithmetic import exponential
from datadeel.model.purposes import Purpose
from datadeel.model.random import key
from datadeel.model.random_arrays import approx_normals, uniforms
from datadeel.model.state import MUNICIPALITY, SME, START_UP, Parameters
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import BY_KIND, PARAMETERS


def kind_table(values: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Parameters by kind as arrays of five. values: by name, ``stem.kind``."""
    return {stem: np.array([values[f"{stem}.{kind}"] for kind in KINDS]) for stem in BY_KIND}


def skewed(deviation: float, seed: int, purpose: Purpose, names: np.ndarray) -> np.ndarray:
    """Positive draws with mean close to 1, one for each of ``names``.

    deviation: standard deviation of their logarithm, 0 or more. seed, purpose: what the draws hang on.
    """
    return _exponentials(deviation * approx_normals(key(seed, purpose), names) - 0.5 * deviation * deviation)


@njit(cache=True, nogil=True)
def _exponentials(powers: np.ndarray) -> np.ndarray:
    """Our own exponential over a column: NumPy's depends on the processor."""
    result = np.empty_like(powers)
    for index in range(len(powers)):
        result[index] = exponential(powers[index])
    return result


def traits(
    seed: int,
    kind: np.ndarray,
    names: np.ndarray,
    prior: np.ndarray,
    attached: np.ndarray,
    parameters: Parameters,
    values: Mapping[str, float],
) -> dict[str, np.ndarray]:
    """Fixed traits and the first state, one column each by field of ``OrganisationState``.

    seed: of the world. kind: codes of organisations; names: theirs in draws. prior: prior collaboration in an
    organisation's chain, [0, 1]. attached: whether it is in any chain. parameters: of the scenario; values: the same by
    name, those by kind included.
    """
    table = kind_table(values)

    def drawn(purpose: Purpose) -> np.ndarray:
        """A uniform draw for each."""
        return uniforms(key(seed, purpose), names)

    chance = np.clip(table["initial_sharing"][kind] * 2.0 * prior, 0.0, 1.0)
    return _economics(seed, kind, names, parameters, table) | {
        "legacy": table["legacy"][kind] * 2.0 * drawn(Purpose.LEGACY),
        "supervised": (drawn(Purpose.SUPERVISION) < table["supervised"][kind]).astype(np.int64),
        "exposure": np.where((kind == SME) | (kind == START_UP), drawn(Purpose.EXPOSURE), 0.0),
        "evader": (drawn(Purpose.EVASION) < parameters.evasion).astype(np.int64),
        "level": (attached & (drawn(Purpose.START_LEVEL) < chance)).astype(np.int64),
        **_minds(seed, kind, names, prior, parameters, table),
        "benefit_factor": table["benefit_factor"][kind],
        "attention": table["attention"][kind],
        "replacement": table["replacement"][kind],
        "kind_knowledge": table["initial_knowledge"][kind],
        "kind_trust": table["initial_trust"][kind],
        "outlook": np.ones(len(kind)),
        "cash": parameters.start_up_cash * (0.5 + drawn(Purpose.CASH)),
    }


def _economics(
    seed: int, kind: np.ndarray, names: np.ndarray, parameters: Parameters, table: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """What sharing costs and brings an organisation, by its size, and whether it counts as small."""
    size = skewed(parameters.size_spread, seed, Purpose.SIZE, names)
    entry = table["entry_cost"][kind] * size
    small = (kind == SME) | (kind == START_UP) | ((kind == MUNICIPALITY) & (size < 1.0))
    running = (entry * parameters.running_part + parameters.platform_fee * small) / 12.0
    # The unit of value and cost goes with size, not with prices: were sharing dearer, its benefit would be no higher.
    usual = kind_table({name: record.value for name, record in PARAMETERS.items()})["entry_cost"][kind] * size
    part = 1.0 / PARAMETERS["planning_horizon"].value + PARAMETERS["running_part"].value / 12.0
    scale = usual * part + PARAMETERS["platform_fee"].value * small / 12.0
    opaque = uniforms(key(seed, Purpose.OPACITY), names) < table["opaque_share"][kind]
    own = skewed(parameters.position_spread, seed, Purpose.POSITION, names)
    return {
        "entry": entry,
        "upkeep": running / scale,
        "scale": scale,
        "position": np.where(opaque, -parameters.opaque_loss, own),
        "small": small.astype(np.int64),
    }


def _minds(
    seed: int,
    kind: np.ndarray,
    names: np.ndarray,
    prior: np.ndarray,
    parameters: Parameters,
    table: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Knowledge and trust: that of its kind, spread, and lifted by prior collaboration; larger ones know more."""

    def base(stem: str, purpose: Purpose, shift: np.ndarray | float = 0.0) -> np.ndarray:
        """What an organisation has without prior collaboration. stem: of the parameter; purpose: of the spread's
        draw; shift: added to it."""
        spread = parameters.start_spread * (2.0 * uniforms(key(seed, purpose), names) - 1.0)
        held: np.ndarray = np.clip(table[stem][kind] + spread + shift, 0.01, 0.99)
        return held

    head_start = parameters.size_knowledge * approx_normals(key(seed, Purpose.SIZE), names)
    knowledge = base("initial_knowledge", Purpose.KNOWLEDGE, head_start)
    trust = base("initial_trust", Purpose.TRUST)
    return {
        "base_knowledge": knowledge,
        "base_trust": trust,
        "knowledge": knowledge + parameters.prior_knowledge * prior * (1.0 - knowledge),
        "trust": trust + parameters.prior_trust * prior * (1.0 - trust),
    }
