"""Patterns as data: their words, thresholds and reasons are read from TOML, and joined to the designs that test them.

A file has a table a pattern, by its id: ``title`` by language, ``source``, ``scenario`` and ``outcomes`` (those kept
month by month), and ``parts``, each with its ``claim`` by language, the name of a ``statistic`` of the design, the
threshold that the mean must lie ``above`` or ``below``, ``why``, and the ``unit`` if it is not points.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import NotRequired, TypedDict, cast

from datadeel.analysis.verdicts import Criterion, Pattern
from datadeel.analysis.worlds import PatternStatistic


@dataclass(frozen=True)
class PatternDesign:
    """How a pattern is tested.

    settings: by name what they assign, as "KEY=VALUE". statistics: by name a number for each world.
    """

    settings: Mapping[str, Sequence[str]]
    statistics: Mapping[str, PatternStatistic]


class PartTable(TypedDict):
    """A part as it stands in a file."""

    claim: dict[str, str]
    statistic: str
    above: NotRequired[float]
    below: NotRequired[float]
    unit: NotRequired[str]
    why: str


class PatternTable(TypedDict):
    """A pattern as it stands in a file."""

    title: dict[str, str]
    source: NotRequired[str]
    scenario: str
    outcomes: NotRequired[list[str]]
    parts: list[PartTable]


def pattern_tables(file: str) -> Mapping[str, PatternTable]:
    """The tables of a file of this package by id, in their order. file: its name."""
    text = files("datadeel.analysis").joinpath(file).read_text(encoding="utf-8")
    return cast("Mapping[str, PatternTable]", tomllib.loads(text))


def pattern(name: str, table: PatternTable, design: PatternDesign) -> Pattern:
    """A pattern from its ``table`` and its ``design``.

    name: its id. Raises ValueError if parts and statistics do not fit together: each statistic is the number of one
    part or more.
    """
    asked = {one["statistic"] for one in table["parts"]}
    if asked != set(design.statistics):
        raise ValueError(f"{name}: parts ask for {sorted(asked)}, there are {sorted(design.statistics)}")
    return Pattern(
        name,
        table["title"],
        table.get("source", ""),
        table["scenario"],
        design.settings,
        tuple(_criterion(one, design) for one in table["parts"]),
        tuple(table.get("outcomes", ())),
    )


def _criterion(table: PartTable, design: PatternDesign) -> Criterion:
    """A part of a pattern."""
    less = "below" in table
    return Criterion(
        table["claim"],
        design.statistics[table["statistic"]],
        table["below"] if less else table["above"],
        table["why"],
        table.get("unit", "points"),
        less,
    )
