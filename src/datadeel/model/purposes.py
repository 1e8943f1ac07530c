"""What draws are for: names and numbers alone, so that the state can name its keys without the compiler.

Each purpose has a key of its own in each month (``random``), so no draw can shift another.
"""

from __future__ import annotations

from enum import IntEnum, unique


@unique
class Purpose(IntEnum):
    """What a draw is for. ``unique`` refuses two purposes with one number, so none can share a key."""

    # Drawn once, when the world is built
    SIZE = 0
    POSITION = 1
    OPACITY = 2
    KNOWLEDGE = 3
    TRUST = 4
    LEGACY = 5
    SUPERVISION = 6
    EXPOSURE = 7
    START_LEVEL = 8
    PRIOR_COLLABORATION = 9
    SEAT = 10
    TIE = 11
    EVASION = 12
    COVERAGE = 13
    CASH = 14
    # Drawn every month
    ACT = 15
    LEAVE = 16
    ONBOARD = 17
    COMPLY = 18
    BREACH = 19
    CONTACT_LOSS = 20
    REPLACEMENT = 21
    PROCUREMENT = 22
    INNOVATION = 23
    PAYWALL = 24
    REVERSAL = 25
    GOVERNMENT_TRUST = 26
    FOLLOW = 27
    NEW_KNOWLEDGE = 28
    NEW_TRUST = 29
    NEW_CASH = 30
    LEAK = 31


#: One more than the largest purpose: the length of a table of keys.
PURPOSES = max(Purpose) + 1
