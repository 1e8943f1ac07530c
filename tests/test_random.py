"""Keyed randomness: pure, uniform, independent of purpose, entity and month."""

from __future__ import annotations

from enum import IntEnum, unique

import numpy as np
import pytest
from numba import njit

from datadeel.model.purposes import PURPOSES, Purpose
from datadeel.model.random import approx_normal, entity, key, mix, uniform
from datadeel.model.random_arrays import approx_normals, entities, month_keys, uniforms


@njit
def _drawn(key: int, names: np.ndarray) -> np.ndarray:
    result = np.empty((2, len(names)))
    for i in range(len(names)):
        result[0, i] = uniform(key, names[i])
        result[1, i] = approx_normal(key, names[i])
    return result


def test_scalar_vector_and_compiled_are_the_same_bits() -> None:
    names = entities(3, 500)
    one = key(7, Purpose.ACT, 12)
    plain = [uniform(one, int(name)) for name in names]
    bent = [approx_normal(one, int(name)) for name in names]
    assert [entity(3, index) for index in range(500)] == [int(name) for name in names]
    assert np.array_equal(uniforms(one, names), plain)
    assert np.array_equal(approx_normals(one, names), bent)
    assert np.array_equal(_drawn(np.uint64(one), names), np.array([plain, bent]))


def test_keys_table_holds_the_keys() -> None:
    table = month_keys(123, 5)
    assert table.shape == (6, PURPOSES)
    for purpose in Purpose:
        for month in range(6):
            assert int(table[month, purpose]) == key(123, purpose, month)


def test_no_two_purposes_months_or_seeds_share_a_key() -> None:
    tables = np.concatenate([month_keys(seed, 120).ravel() for seed in range(20)])
    assert len(np.unique(tables)) == len(tables)
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose)


def test_a_shared_number_is_refused() -> None:
    with pytest.raises(ValueError, match="duplicate"):
        unique(IntEnum("Clash", [("A", 1), ("B", 1)]))


def test_draws_are_uniform_and_unrelated() -> None:
    names = entities(0, 200_000)
    a = uniforms(key(1, Purpose.ACT, 1), names)
    others = [
        uniforms(key(1, Purpose.LEAVE, 1), names),
        uniforms(key(1, Purpose.ACT, 2), names),
        uniforms(key(2, Purpose.ACT, 1), names),
        np.roll(a, 1),
    ]
    counts = np.histogram(a, 100, (0, 1))[0]
    assert ((counts - 2000) ** 2 / 2000).sum() < 160  # chi-squared, 99 degrees of freedom, p < 1e-4
    for b in others:
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.01
    z = approx_normals(key(1, Purpose.SIZE), names)
    assert abs(z.mean()) < 0.01
    assert abs(z.std() - 1) < 0.01


def test_mixing_is_one_to_one_on_a_sample() -> None:
    assert len({mix(x) for x in range(100_000)}) == 100_000


def test_seeds_of_any_size() -> None:
    assert len({key(seed, Purpose.ACT) for seed in (0, 1, 2**63, 2**64 - 1)}) == 4
