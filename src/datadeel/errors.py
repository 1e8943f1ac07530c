"""Errors that a user can act on: what, where and why, in words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Something in the input is wrong. The message holds one line a problem, each with its place."""


def nearest(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """A hint at the nearest valid name, or at the valid names where none is near and they are few, or ``otherwise``."""
    names = list(names)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if otherwise or len(names) > 25:
        return otherwise or f"there are {len(names)} valid names"
    return f"valid: {', '.join(names)}"
