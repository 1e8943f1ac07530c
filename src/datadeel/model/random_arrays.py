"""Draws for whole columns: loops, compiled, over the functions of ``random``."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from numba import njit

from datadeel.model.purposes import PURPOSES
from datadeel.model.random import approx_normal, scramble, uniform

# Numba takes module-level integers for constants.
_NUMBER_OF_PURPOSES = PURPOSES

#: A whole number as compiled code must have it for draws: 64 bits without a sign.
unsigned = cast("Callable[[int], int]", np.uint64)


def month_keys(seed: int, months: int) -> np.ndarray:
    """Keys of shape (months + 1, PURPOSES), uint64; row 0 belongs to the building of the world of a ``seed``."""
    return _keys(unsigned(seed & 0xFFFFFFFFFFFFFFFF), months + 1)


def entities(group: int, count: int) -> np.ndarray:
    """Names of the members 0 … ``count`` - 1 of a ``group``, uint64."""
    return _names(unsigned(group), count)


def uniforms(key: int, entities: np.ndarray) -> np.ndarray:
    """``uniform`` under a ``key`` for a column of ``entities``, float64."""
    return _uniforms(unsigned(key), entities)


def approx_normals(key: int, entities: np.ndarray) -> np.ndarray:
    """``approx_normal`` under a ``key`` for a column of ``entities``, float64."""
    return _approx_normals(unsigned(key), entities)


@njit(cache=True, nogil=True)
def _keys(seed: int, rows: int) -> np.ndarray:
    """Keys of all purposes in so many months, 0 included."""
    keys = np.empty((rows, _NUMBER_OF_PURPOSES), np.uint64)
    for purpose in range(_NUMBER_OF_PURPOSES):
        of_purpose = scramble(scramble(seed) ^ unsigned(purpose))
        for row in range(rows):
            keys[row, purpose] = scramble(of_purpose ^ unsigned(row))
    return keys


@njit(cache=True, nogil=True)
def _names(group: int, count: int) -> np.ndarray:
    """Names of members of a group."""
    names = np.empty(count, np.uint64)
    for index in range(count):
        names[index] = scramble(scramble(group) ^ unsigned(index))
    return names


@njit(cache=True, nogil=True)
def _uniforms(key: int, entities: np.ndarray) -> np.ndarray:
    """A uniform draw for each of ``entities``."""
    drawn = np.empty(len(entities))
    for index in range(len(entities)):
        drawn[index] = uniform(key, entities[index])
    return drawn


@njit(cache=True, nogil=True)
def _approx_normals(key: int, entities: np.ndarray) -> np.ndarray:
    """A draw close to a normal one for each of ``entities``."""
    drawn = np.empty(len(entities))
    for index in range(len(entities)):
        drawn[index] = approx_normal(key, entities[index])
    return drawn
