"""Draws for whole columns: loops, compiled, over the functions of ``random``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from datadeel.model.purposes import PURPOSES
from datadeel.model.random import approx_normal, scramble, uniform

_NUMBER_OF_PURPOSES = PURPOSES
_whole: Any = np.uint64


def month_keys(seed: int, months: int) -> np.ndarray:
    """Keys of shape (months + 1, PURPOSES), uint64; row 0 belongs to the building of the world."""
    keys: np.ndarray = _keys(np.uint64(seed & 0xFFFFFFFFFFFFFFFF), months + 1)
    return keys


def entities(group: int, count: int) -> np.ndarray:
    """Names of the members 0 … count - 1 of a group, uint64."""
    names: np.ndarray = _names(np.uint64(group), count)
    return names


def uniforms(key: int, entities: np.ndarray) -> np.ndarray:
    """``uniform`` for a column of entities, float64."""
    drawn: np.ndarray = _uniforms(np.uint64(key), entities)
    return drawn


def approx_normals(key: int, entities: np.ndarray) -> np.ndarray:
    """``approx_normal`` for a column of entities, float64."""
    drawn: np.ndarray = _bells(np.uint64(key), entities)
    return drawn


@njit(cache=True, nogil=True)
def _keys(seed: Any, rows: int) -> Any:
    keys = np.empty((rows, _NUMBER_OF_PURPOSES), np.uint64)
    for purpose in range(_NUMBER_OF_PURPOSES):
        of_purpose = scramble(scramble(seed) ^ _whole(purpose))
        for row in range(rows):
            keys[row, purpose] = scramble(of_purpose ^ _whole(row))
    return keys


@njit(cache=True, nogil=True)
def _names(group: Any, count: int) -> Any:
    names = np.empty(count, np.uint64)
    for index in range(count):
        names[index] = scramble(scramble(group) ^ _whole(index))
    return names


@njit(cache=True, nogil=True)
def _uniforms(key: Any, entities: Any) -> Any:
    drawn = np.empty(len(entities))
    for i in range(len(entities)):
        drawn[i] = uniform(key, entities[i])
    return drawn


@njit(cache=True, nogil=True)
def _bells(key: Any, entities: Any) -> Any:
    drawn = np.empty(len(entities))
    for i in range(len(entities)):
        drawn[i] = approx_normal(key, entities[i])
    return drawn
