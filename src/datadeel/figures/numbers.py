"""Numbers as a language writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from datadeel.i18n import decimal
from datadeel.registry.outcomes import unit


def number(language: str, value: float, digits: int = 0, sign: bool = False) -> str:
    """A ``value`` with so many ``digits`` as ``language`` writes it, with a proper minus; with a plus too if ``sign``.
    What rounds to 0 has neither."""
    text = decimal(language, abs(value), digits)
    if not any(figure in text for figure in "123456789"):
        return text
    return ("−" if value < 0 else "+" if sign else "") + text


def short(language: str, value: float) -> str:
    """A ``value`` in ``language`` with four significant figures at most, as it stands on an axis or names a setting."""
    if value and (abs(value) >= 1e15 or abs(value) < 1e-6):
        return f"{value:.3g}"
    digits = 0 if value == 0 else max(0, 3 - math.floor(math.log10(abs(value))))
    plain = f"{value:.{digits}f}"
    return number(language, value, len(plain.rstrip("0").partition(".")[2]))


def digits(values: Iterable[float]) -> int:
    """Decimals that tell ``values`` of this size apart without telling more than there is to know."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return 0 if largest >= 100.0 else 1 if largest >= 10.0 else 2 if largest >= 0.1 or largest == 0.0 else 3


def count_of(language: str, worlds: pd.Series) -> str:
    """A number of ``worlds`` in ``language``, or the range of it."""
    low, high = int(worlds.min()), int(worlds.max())
    return number(language, high) if low == high else f"{number(language, low)}–{number(language, high)}"


def scale(outcome: str) -> float:
    """By what an ``outcome`` is multiplied to be shown: shares in percent, money of a nation in millions of euros."""
    return {"share": 100.0, "EUR": 1e-6}.get(unit(outcome), 1.0)
