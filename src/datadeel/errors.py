"""Errors that a user can act on: what, where and why, in words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Something in the input is wrong. The message holds one line a problem, each with its place."""


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint at the nearest valid name, or at the valid names where none is near."""
    names = list(names)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f'did you mean "{close[0]}"?'
    if len(names) <= 25:
        return f"valid: {', '.join(names)}"
    return "see: datadeel list parameters"
