"""Randomness as a pure function of (seed, what the draw is for, entity, month).

There is no stream and no state, so no draw can shift another: the same seed is the same world under any
policy, in any order, on any number of threads. This is what makes paired comparison exact until the first
causal difference (Klein et al. 2024, arXiv 2409.02086; Pearson et al. 2026, arXiv 2603.11084).

The mixer is the finaliser of SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
generators", OOPSLA), a bijection of 64-bit integers with full avalanche; a key and an entity are combined
by exclusive or before mixing.
"""

from __future__ import annotations

from datadeel.model.arithmetic import rule
from datadeel.model.purposes import Purpose

_MASK = 0xFFFFFFFFFFFFFFFF
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_GOLDEN = 0x9E3779B97F4A7C15
#: The name of the one government. Above 2**63, so that compiled code takes it for unsigned.
GOVERNMENT = 0xF39CC0605CEDC834
_UNIT = 1.1102230246251565e-16  # 2**-53


@rule
def mix(x: int) -> int:
    """A 64-bit integer scrambled: every bit of ``x`` moves every bit of the result. A bijection."""
    x = ((x ^ (x >> 30)) * _FIRST) & _MASK
    x = ((x ^ (x >> 27)) * _SECOND) & _MASK
    return x ^ (x >> 31)


@rule
def uniform(key: int, entity: int) -> float:
    """The draw of ``entity`` under ``key``: one of 2**53 equally likely values in [0, 1)."""
    return (mix(key ^ entity) >> 11) * _UNIT


@rule
def approx_normal(key: int, entity: int) -> float:
    """A draw close to a standard normal one: three uniforms summed, mean 0, deviation 1, within [-3, 3]."""
    second = mix(entity)
    return 2.0 * (uniform(key, entity) + uniform(key, second) + uniform(key, mix(second)) - 1.5)


@rule
def scramble(x: int) -> int:
    """The same for the parts of a key: 0 does not stay 0."""
    return mix((x + _GOLDEN) & _MASK)


def key(seed: int, purpose: Purpose, month: int = 0) -> int:
    """The 64-bit key of one purpose in one month of one seed; month 0 is the building of the world."""
    return scramble(scramble(scramble(seed & _MASK) ^ int(purpose)) ^ month)


def entity(group: int, index: int) -> int:
    """The 64-bit name of the ``index``-th member of a group: it does not change when others are added."""
    return scramble(scramble(group) ^ index)
