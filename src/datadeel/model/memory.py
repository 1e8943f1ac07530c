"""What worlds take of memory, so that those which would not fit are refused before they are built."""

from __future__ import annotations

import psutil

from datadeel.errors import InputError
from datadeel.scenario.records import Scenario

#: Memory an organisation takes while its world is built, bytes: its record and the columns that go into it (measured).
_BYTES_EACH = 1000


def memory_needed(scenario: Scenario) -> int:
    """Bytes that one world of ``scenario`` takes at most, ties included."""
    organisations = sum(scenario.population.values()) + sum(scenario.unattached.values())
    seats = max(scenario.chains.count * scenario.chains.size, organisations)
    ties = seats * scenario.chains.size * scenario.network.known + 2 * organisations * scenario.network.association
    return int(organisations * _BYTES_EACH + 40 * seats + 16 * ties)


def check_memory(scenario: Scenario, worlds: int) -> None:
    """Raise InputError if so many ``worlds`` of ``scenario`` at once would not fit into the memory that is free."""
    needed, free = memory_needed(scenario) * worlds, psutil.virtual_memory().available
    if needed > 0.9 * free:
        raise InputError(
            f"{scenario.name}: needs about {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB is free: "
            "take a smaller population" + (", or fewer --jobs" if worlds > 1 else "")
        )
