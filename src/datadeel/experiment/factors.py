"""Factors: what varies between the points of an experiment, and over which values."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from datadeel.registry.parameters import PARAMETERS, Parameter
from datadeel.scenario.loader import Assignment
from datadeel.scenario.toml import KeyPath

_WHOLE = ("from", "until", "announced", "phase_in", "month", "months", "aftermath", "count", "association")

#: What government chooses, and what only reports read: no uncertainties of the model.
NOT_UNCERTAIN = ("government_budget", "efficiency_gain")


@dataclass(frozen=True)
class Factor:
    """One key of a scenario file that varies, over values or over a range.

    path: of the key.
    where: its place, for messages.
    values: what it takes; if none are given, it goes over a range.
    low, high: the ends of the range, both included, in the unit of the key.
    steps: how many levels of the range a grid takes, at least 2.
    log: whether the range is on a logarithmic scale; ``low`` lies above 0 then.
    """

    path: KeyPath
    where: str
    values: tuple[object, ...] = ()
    low: float = 0.0
    high: float = 1.0
    steps: int = 5
    log: bool = False

    @property
    def key(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers will do."""
        counted = self.path[0] == "population" or self.path == ("chains", "size")
        return counted or self.path[-1] in _WHOLE

    @property
    def levels(self) -> list[object]:
        """Values for a grid, or for varying this factor alone."""
        if self.values:
            return list(self.values)
        return list(dict.fromkeys(self.at(u) for u in np.linspace(0.0, 1.0, self.steps)))

    def at(self, u: float) -> object:
        """The value at ``u`` in [0, 1] of the unit cube."""
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.log:
            value = math.exp(math.log(self.low) + u * (math.log(self.high) - math.log(self.low)))
        else:
            value = self.low + u * (self.high - self.low)
        return round(value) if self.whole else float(value)

    def assign(self, value: object) -> Assignment:
        """The factor at ``value``, as an assignment."""
        return Assignment(self.path, value, self.where)


class Kinds(Factor):
    """A parameter that goes by kind, as one factor: all kinds at the same part of their own ranges.

    So a study over all parameters has a factor a parameter and not five, and kinds keep their order.
    """

    def at(self, u: float) -> dict[str, object]:
        """Values by kind at ``u`` in [0, 1] of each range."""
        records = [one for one in PARAMETERS.values() if one.stem == self.path[-1]]
        return {one.name.partition(".")[2]: prior(one, self.where).at(u) for one in records}


def prior(record: Parameter, where: str = "") -> Factor:
    """A parameter over its plausible range.

    record: of the parameter; a form takes each whole number of its range. where: for messages, what named it.
    """
    path = ("parameters", *record.name.split("."))
    if record.distribution == "form":
        return Factor(path, where, tuple(map(float, range(int(record.low), int(record.high) + 1))))
    return Factor(path, where, (), record.low, record.high, log=record.distribution == "loguniform")


def priors(stated: Collection[str], together: bool = True, where: str = "") -> list[Factor]:
    """All parameters over their plausible ranges, but for forms and facts of the case.

    stated: names of parameters that a scenario states, which are left out.
    together: whether kinds of a parameter are one factor; they are not where some of them are stated.
    where: for messages, what named them.
    """
    free = [
        one
        for one in PARAMETERS.values()
        if one.low < one.high
        and one.distribution != "form"
        and one.stem not in NOT_UNCERTAIN
        and one.name not in stated
    ]
    apart = {name.partition(".")[0] for name in stated}
    factors: dict[str, Factor] = {}
    for one in free:
        whole = together and "." in one.name and one.stem not in apart
        name = one.stem if whole else one.name
        factors[name] = Kinds(("parameters", one.stem), where) if whole else prior(one, where)
    return list(factors.values())
