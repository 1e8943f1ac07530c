"""Our own exponential and logarithm: accuracy, limits, and the same bits compiled."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from datadeel.model.arithmetic import clip, either, exponential, logarithm, logistic, power, toward


@njit
def _all(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    result = np.empty((4, len(x)))
    for i in range(len(x)):
        result[0, i] = exponential(x[i])
        result[1, i] = logarithm(y[i])
        result[2, i] = logistic(x[i])
        result[3, i] = power(y[i], 1.7)
    return result


def test_compiled_gives_the_same_bits() -> None:
    x = np.random.default_rng(1).uniform(-750, 750, 20_000)
    y = np.exp(np.random.default_rng(2).uniform(-300, 300, 20_000))
    plain = [[f(float(v)) for v in values] for f, values in ((exponential, x), (logarithm, y), (logistic, x))]
    plain.append([power(float(v), 1.7) for v in y])
    assert np.array_equal(_all(x, y), np.array(plain))


@given(st.floats(-700, 700))
def test_exponential_is_within_three_ulp(x: float) -> None:
    assert abs(exponential(x) - math.exp(x)) <= 3 * math.ulp(math.exp(x))


@given(st.floats(1e-300, 1e300))
def test_logarithm_is_close(x: float) -> None:
    assert abs(logarithm(x) - math.log(x)) <= 4 * math.ulp(math.log(x)) + 2e-16


@given(st.floats(allow_nan=False))
def test_exponential_never_fails(x: float) -> None:
    assert 0.0 < exponential(x) < math.inf


@given(st.floats(0, 1), st.floats(0, 12))
def test_power(base: float, exponent: float) -> None:
    assert power(base, exponent) == pytest.approx(base**exponent, rel=1e-12, abs=1e-300)


def test_power_at_its_limits() -> None:
    assert power(0.0, 0.0) == 1.0
    assert power(0.0, 1.0) == 0.0
    assert power(0.3, 1.0) == 0.3


@given(st.floats(-1e300, 1e300))
def test_logistic_is_symmetric_and_bounded(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0)


@given(st.floats(0, 1), st.floats(0, 1))
def test_small_ones(a: float, b: float) -> None:
    assert max(a, b) - 1e-12 <= either(a, b) <= 1.0
    assert clip(2.0 * a, 0.0, 1.0) == min(2.0 * a, 1.0)
    assert min(a, b) - 1e-12 <= toward(a, b, 0.5) <= max(a, b) + 1e-12
