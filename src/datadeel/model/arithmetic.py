"""Arithmetic that gives the same bits everywhere: CPython, Numba at any vector width, any platform.

The platform's ``exp`` and ``log`` differ between C libraries, and a call to them keeps a loop from
being vectorised. These are made of ``+``, ``-``, ``*``, ``/`` and bit moves only, all of which IEEE 754
defines to the last bit. They are written once; :func:`rule` lets the compiled month inline them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

from numba import types
from numba.extending import intrinsic, overload, register_jitable

Function = TypeVar("Function", bound=Callable[..., Any])


def rule(function: Function) -> Function:
    """Mark a plain Python ``function`` as usable from compiled code, into which it is copied where it is called; from
    Python it stays itself. Small rules cost nothing this way: the compiled month is a fifth quicker than with calls."""
    marked: Function = register_jitable(forceinline=True)(function)
    return marked


#: 1.5 * 2**52: adding it to a double rounds the double to an integer, kept in the low bits.
_ROUNDER = 6755399441055744.0
_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # ln 2 in two parts: n * high is exact for |n| < 2**20
_LN2_LOW = 1.90821492927058770002e-10
_LN2 = 0.6931471805599453
_SQRT_HALF = 0.7071067811865476


def _power_of_two(rounded: float) -> float:
    """2**n for the integer n that ``rounded`` (n + _ROUNDER) holds, -1022 <= n <= 1023."""
    return math.ldexp(1.0, int(rounded - _ROUNDER))


@intrinsic
def _exponent_bits(typing_context: Any, rounded: Any) -> Any:
    """The same in machine code: n + 1023 moved into a double's exponent field."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        """The instructions: context, builder, signature and arguments are Numba's."""
        integer = context.get_value_type(types.int64)
        double = context.get_value_type(types.float64)
        bits = builder.bitcast(arguments[0], integer)
        biased = builder.add(bits, integer(1023))
        return builder.bitcast(builder.shl(biased, integer(52)), double)

    return types.float64(types.float64), generate


@overload(_power_of_two, inline="always")
def _power_of_two_compiled(rounded: float) -> Any:
    def implementation(rounded: float) -> float:
        """What compiled code runs in place of the Python function."""
        return _exponent_bits(rounded)  # type: ignore[call-arg]

    return implementation


@rule
def clip(x: float, low: float, high: float) -> float:
    """``x`` held between ``low`` and ``high``, which is not below it."""
    if x < low:
        return low
    if x > high:
        return high
    return x


@rule
def exponential(x: float) -> float:
    """e**x for a finite x, held to [-700, 700]; within 3 units in the last place of the true value."""
    x = clip(x, -700.0, 700.0)
    rounded = x * _LOG2_E + _ROUNDER
    n = rounded - _ROUNDER
    r = (x - n * _LN2_HIGH) - n * _LN2_LOW
    # Taylor's series to the twelfth power on |r| <= ln(2)/2: the remainder is below 2**-56.
    series = 1.0 / 479001600.0
    series = series * r + 1.0 / 39916800.0
    series = series * r + 1.0 / 3628800.0
    series = series * r + 1.0 / 362880.0
    series = series * r + 1.0 / 40320.0
    series = series * r + 1.0 / 5040.0
    series = series * r + 1.0 / 720.0
    series = series * r + 1.0 / 120.0
    series = series * r + 1.0 / 24.0
    series = series * r + 1.0 / 6.0
    series = series * r + 0.5
    series = series * r + 1.0
    series = series * r + 1.0
    return series * _power_of_two(rounded)


@rule
def logarithm(x: float) -> float:
    """ln x for a positive, finite, normal x; within 4 units in the last place, near 1 by absolute error."""
    mantissa, exponent = math.frexp(x)
    if mantissa < _SQRT_HALF:
        mantissa = mantissa * 2.0
        exponent = exponent - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    # 2 artanh(s) on |s| <= 0.1716: nine odd terms after the first leave less than 2**-53.
    series = 2.0 / 21.0
    series = series * square + 2.0 / 19.0
    series = series * square + 2.0 / 17.0
    series = series * square + 2.0 / 15.0
    series = series * square + 2.0 / 13.0
    series = series * square + 2.0 / 11.0
    series = series * square + 2.0 / 9.0
    series = series * square + 2.0 / 7.0
    series = series * square + 2.0 / 5.0
    series = series * square + 2.0 / 3.0
    series = series * square + 2.0
    return series * s + exponent * _LN2


@rule
def logistic(x: float) -> float:
    """1 / (1 + e**-x), in (0, 1)."""
    return 1.0 / (1.0 + exponential(-x))


@rule
def power(base: float, exponent: float) -> float:
    """``base`` in [0, inf) to any ``exponent`` >= 0; 0**0 is 1, as the additive limit of a convex value asks."""
    if exponent == 0.0:
        return 1.0
    if base <= 0.0:
        return 0.0
    if exponent == 1.0:
        return base
    return exponential(exponent * logarithm(base))


@rule
def quotient(part: float, whole: float, otherwise: float) -> float:
    """``part`` over ``whole``, or ``otherwise`` where there is no whole (0 or less)."""
    return part / whole if whole > 0.0 else otherwise


@rule
def either(a: float, b: float) -> float:
    """The probability (or assurance) that at least one of two independent sources gives."""
    return 1.0 - (1.0 - a) * (1.0 - b)


@rule
def toward(x: float, target: float, rate: float) -> float:
    """``x`` moved a share ``rate`` of the way to ``target``."""
    return x + rate * (target - x)
