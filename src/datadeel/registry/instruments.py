"""The instruments of government: what each one moves, when, how strongly and for whom.

An instrument never acts on sharing itself. It moves *policy inputs*: numbers that mechanisms read. A policy input has
six slots a month, one for each kind of organisation and one for the nation (the highest of the five). The records stand
in ``instruments.toml``, which explains their fields too. A scenario switches instruments on: each entry of its policy
is a measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datadeel.registry.kinds import KINDS
from datadeel.registry.reading import in_language, record, toml_tables

#: How many slots a policy input has in a month, and which of them is the nation's.
SLOTS, NATION = len(KINDS) + 1, len(KINDS)


@dataclass(frozen=True)
class Setting:
    """One number that a scenario may set for an instrument, from ``minimum`` to ``maximum``, in ``unit``.

    ``labels`` are by language what it is called in full, and ``short`` what it is called after its instrument.
    ``value`` is its default and ``low``-``high`` the plausible range to sweep. ``input`` is the policy input that it
    moves, times the instrument's strength unless ``fixed``.
    """

    labels: Mapping[str, str]
    short: Mapping[str, str]
    input: str
    value: float
    low: float
    high: float
    unit: str
    fixed: bool = False
    minimum: float = 0.0
    maximum: float = 1.0

    def label(self, language: str) -> str:
        """What it is called in a ``language``; in English where it has no name there."""
        return in_language(self.labels, language)

    def short_label(self, language: str) -> str:
        """What it is called in a ``language`` after its instrument's name; in English where it has no name there."""
        return in_language(self.short, language)


@dataclass(frozen=True)
class Cost:
    """Public cost at full strength, EUR a month.

    ``fixed`` is per 1,000 organisations; ``per_target``, ``per_sharer`` and ``per_obliged`` per party that it is for,
    that shares, and that is obliged to; ``per_euro`` for each euro that is granted. ``source`` says where that is from.
    """

    fixed: float = 0.0
    per_target: float = 0.0
    per_sharer: float = 0.0
    per_obliged: float = 0.0
    per_euro: float = 0.0
    source: str = "assumption"


@dataclass(frozen=True)
class Instrument:
    """One instrument. ``kinds`` are its targets unless a scenario says otherwise; a ``national`` one has none.

    ``announced`` is how far its announcement makes others' sharing expected, [0, 1]; ``survives`` says whether it can
    be handed over when its programme ends; ``law`` whether a reversal of policy leaves it alone. ``problem``,
    ``acts_on``, ``source`` and ``expects`` are for readers: what it is against, by what, after whom, with what result.
    """

    id: str
    labels: Mapping[str, str]
    problem: str
    acts_on: str
    source: str
    settings: Mapping[str, Setting]
    cost: Cost
    kinds: tuple[str, ...] = KINDS
    national: bool = False
    announced: float = 0.1
    survives: bool = False
    law: bool = False
    expects: str = ""

    def label(self, language: str) -> str:
        """What it is called in a ``language``; in English where it has no name there."""
        return in_language(self.labels, language)


def _instruments() -> dict[str, Instrument]:
    """The instruments by id, as they stand in the file."""
    found = {}
    for name, row in toml_tables("instruments").items():
        settings = {key: record(Setting, own) for key, own in row["settings"].items()}
        found[name] = record(Instrument, row, id=name, settings=settings, cost=record(Cost, row["cost"]))
    return found


#: The instruments by id, in the order of the thesis table.
INSTRUMENTS: dict[str, Instrument] = _instruments()

#: Names of all policy inputs. The last two are what announcements make parties expect: share of others that a measure
#: will win, and share of chains that a law will cover.
POLICY_INPUTS: tuple[str, ...] = (
    *(setting.input for one in INSTRUMENTS.values() for setting in one.settings.values()),
    "announced",
    "announced_law",
)


def policy_input(name: str) -> int:
    """Offset of the policy input ``name`` in a month's row; add a kind's code, or ``NATION``.

    Raises ValueError for a name that is none.
    """
    return POLICY_INPUTS.index(name) * SLOTS
