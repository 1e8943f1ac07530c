"""Five historical series, as patterns that can fail: the observed points, and what of their shape the model has to
give.

Scenarios of histories (``scenarios/history``) set facts only: who took part and how many, when something was announced,
obliged and how it was enforced, how many others a gain depends on, where things stood at the start. No parameter of
behaviour is changed and nothing is fitted to a curve. The series have no control group and count other things than the
model does (documents, domains, uses of a service), so shape is judged, not level. Thresholds were written down from the
observed points before the first run; where a parameter was itself read off a series, the part says so.

Series and claims stand in ``histories.toml``: each pattern has, besides what ``pattern_records`` tells, the
``months`` that its claims are about, and a ``series``. Statistics are here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NotRequired, TypedDict, cast

import numpy as np

from datadeel.analysis.pattern_records import PatternDesign, PatternTable, pattern, pattern_tables
from datadeel.analysis.verdicts import Pattern
from datadeel.analysis.worlds import PatternStatistic, Worlds, ratio

#: The setting in which a history runs as it was.
AS_WAS = "as_was"

#: The month that stands for a year of which no month is known: the middle one.
_MIDDLE = 6


@dataclass(frozen=True)
class Observed:
    """One observed point: month of the scenario (from 1), share in [0, 1], and what was counted."""

    month: int
    value: float
    label: str


@dataclass(frozen=True)
class Series:
    """An observed series beside what it is held against.

    pattern: its id. titles, units: by language; units are what was counted. kind: the kinds of the model that stand
    for it. start: calendar month ("2016-01") of month 1. curve: what of the model is laid beside it, shape (worlds,
    months); where ``relative``, points and curve are both taken against their value in the month of the last point.
    """

    id: str
    pattern: str
    titles: Mapping[str, str]
    units: Mapping[str, str]
    kind: str
    start: str
    source: str
    points: tuple[Observed, ...]
    curve: PatternStatistic
    relative: bool = False

    def drawn(self, worlds: Worlds) -> np.ndarray:
        """The model's curve in ``worlds`` as it is to be drawn beside the points, shape (worlds, months)."""
        curve = self.curve(worlds)
        if not self.relative:
            return curve
        last = curve[:, self.points[-1].month - 1][:, None]
        return ratio(curve, np.broadcast_to(last, curve.shape))


def month_of(start: str, date: str) -> int:
    """Month of a scenario (from 1) in which a date falls.

    start: calendar month of its first ("2015-02"). date: "2016-05", or "2016" for the middle of the year.
    """
    (year, month), (at, _, within) = map(int, start.split("-")), date.partition("-")
    return 12 * (int(at) - year) + (int(within) if within else _MIDDLE) - month + 1


# --- What of the model is laid beside a series -------------------------------------------------------------


def sharing(kind: str = "all", setting: str = AS_WAS) -> PatternStatistic:
    """Share of a ``kind`` that shares in a ``setting``, month by month."""
    return lambda x: x.months(setting, "sharing", kind)


def on_time(x: Worlds) -> np.ndarray:
    """Share of obliged farms that share, month by month; before the obligation, of all farms.

    Only part of the farms is obliged at first. Farms that comply are counted over the obliged; those that share by
    choice are taken to be as many among the obliged as among all. With all obliged it is the share that shares.
    """
    shared, chosen, obliged = (x.months(AS_WAS, name, "sme") for name in ("sharing", "voluntary", "obliged"))
    complied = ratio(shared - chosen, obliged)
    return np.where(obliged > 0.0, np.minimum(complied + chosen, 1.0), shared)


def uses(x: Worlds) -> np.ndarray:
    """A stand-in for uses of government's services: what public bodies provide (their depth) times the share of all
    parties connected, since a use takes a provider and a user."""
    product: np.ndarray = x.months(AS_WAS, "depth", "public_body") * x.months(AS_WAS, "sharing")
    return product


def firms(x: Worlds) -> np.ndarray:
    """Share of firms that shares in the scenario of X-Road, month by month: SMEs and large firms by their numbers
    there."""
    smes, large = (float(x.count(AS_WAS, kind)) for kind in ("sme", "large_firm"))
    both = smes * x.months(AS_WAS, "sharing", "sme") + large * x.months(AS_WAS, "sharing", "large_firm")
    return both / (smes + large)


#: What a series may name as its curve.
CURVES: Mapping[str, PatternStatistic] = {"sharing": sharing(), "on_time": on_time, "uses": uses}


# --- Statistics --------------------------------------------------------------------------------------------


def at(curve: PatternStatistic, month: int) -> PatternStatistic:
    """A ``curve`` in one ``month`` (from 1)."""
    return lambda x: curve(x)[:, month - 1]


def rise(curve: PatternStatistic, first: int, last: int) -> PatternStatistic:
    """How much a ``curve`` is higher in month ``last`` than in month ``first``."""
    return lambda x: at(curve, last)(x) - at(curve, first)(x)


def smallest(statistics: Sequence[PatternStatistic]) -> PatternStatistic:
    """The smallest of several ``statistics``, world by world."""
    return lambda x: np.min([one(x) for one in statistics], axis=0)


def part_of(curve: PatternStatistic, month: int, last: int) -> PatternStatistic:
    """What a ``curve`` had reached in a ``month``, as part of its value in month ``last``; 0 where it came to
    nothing."""
    return lambda x: ratio(at(curve, month)(x), at(curve, last)(x))


# --- The designs -------------------------------------------------------------------------------------------


def _consignment_notes(months: Mapping[str, int]) -> PatternDesign:
    """As it was, and where the saving does not hang on others."""
    early, end = months["early"], months["end"]

    def held_back(x: Worlds) -> np.ndarray:
        """How many more share at the end where the saving does not hang on others."""
        return at(sharing(setting="saved_alone"), end)(x) - at(sharing(), end)(x)

    return PatternDesign(
        {AS_WAS: (), "saved_alone": ("parameters.complementarity=1",)},
        {"end": at(sharing(), end), "late_rise": rise(sharing(), early, end), "held_back": held_back},
    )


def _dairy(months: Mapping[str, int]) -> PatternDesign:
    """As it was: one, two and five years of obligation."""
    second, fifth = months["second"], months["fifth"]
    return PatternDesign(
        {AS_WAS: ()},
        {
            "first_year": at(on_time, months["first"]),
            "second_year": at(on_time, second),
            "later_change": lambda x: np.abs(rise(on_time, second, fifth)(x)),
            "fifth_year": at(on_time, fifth),
        },
    )


def _standards(months: Mapping[str, int]) -> PatternDesign:
    """As it was: up to the date and after it."""
    agreed, deadline, last = months["agreed"], months["deadline"], months["last"]

    def towards_the_date(x: Worlds) -> np.ndarray:
        """What is gained from the agreement to the date, above what is in as many months after it."""
        return rise(sharing(), agreed, deadline)(x) - rise(sharing(), deadline, 2 * deadline - agreed)(x)

    return PatternDesign(
        {AS_WAS: ()},
        {
            "towards_the_date": towards_the_date,
            "last_year": rise(sharing(), last - 12, last),
            "end": at(sharing(), last),
        },
    )


def _invoices(months: Mapping[str, int]) -> PatternDesign:
    """As it was: before and after 2017, and by size."""
    first, middle, last = months["first"], months["middle"], months["last"]

    def large_ahead(x: Worlds) -> np.ndarray:
        """How many more large firms than SMEs share at the end."""
        return at(sharing("large_firm"), last)(x) - at(sharing("sme"), last)(x)

    return PatternDesign(
        {AS_WAS: ()},
        {
            "end": at(sharing(), last),
            "smaller_rise": smallest((rise(sharing(), first, middle), rise(sharing(), middle, last))),
            "large_ahead": large_ahead,
        },
    )


def _registers(months: Mapping[str, int]) -> PatternDesign:
    """As it was: who shares, and the volume of uses."""
    last = months["last"]

    def firms_behind(x: Worlds) -> np.ndarray:
        """Half of the share of public bodies, above that of firms."""
        return 0.5 * at(sharing("public_body"), last)(x) - at(firms, last)(x)

    return PatternDesign(
        {AS_WAS: ()},
        {
            "public_bodies": at(sharing("public_body"), last),
            "firms_behind": firms_behind,
            "early_volume": part_of(uses, months["early"], last),
            "volume_before": part_of(uses, months["before"], last),
        },
    )


#: What makes the design of each history from the months that it is about, by its id.
HISTORY_DESIGNS: Mapping[str, Callable[[Mapping[str, int]], PatternDesign]] = {
    "H01": _consignment_notes,
    "H02": _dairy,
    "H03": _standards,
    "H04": _invoices,
    "H05": _registers,
}


# --- From the file -----------------------------------------------------------------------------------------


class PointTable(TypedDict):
    """An observed point as it stands in the file: a ``value``, or a ``count``, of which ``times`` make a year."""

    date: str
    label: str
    value: NotRequired[float]
    count: NotRequired[int]
    times: NotRequired[int]


class SeriesTable(TypedDict):
    """A series as it stands in the file. whole: what counts are divided by, where the series is told against one."""

    id: str
    title: dict[str, str]
    unit: dict[str, str]
    kind: str
    start: str
    source: str
    curve: str
    whole: NotRequired[int]
    points: list[PointTable]


class HistoryTable(PatternTable):
    """A history as it stands in the file."""

    months: dict[str, str]
    series: SeriesTable


def _point(table: PointTable, series: SeriesTable) -> Observed:
    """A point; counts as part of the whole."""
    month = month_of(series["start"], table["date"])
    if "value" in table:
        return Observed(month, table["value"], table["label"])
    return Observed(month, table.get("times", 1) * float(table["count"]) / series["whole"], table["label"])


def _series(name: str, table: SeriesTable) -> Series:
    """The series of the history of that name."""
    points = tuple(_point(one, table) for one in table["points"])
    return Series(
        table["id"],
        name,
        table["title"],
        table["unit"],
        table["kind"],
        table["start"],
        table["source"],
        points,
        CURVES[table["curve"]],
        "whole" in table,
    )


def _pattern_of(name: str, table: HistoryTable) -> Pattern:
    """The pattern of a history, held against its series."""
    series = SERIES[table["series"]["id"]]
    months = {month: month_of(series.start, date) for month, date in table["months"].items()}
    made = pattern(name, table, HISTORY_DESIGNS[name](months))
    return replace(made, source=series.source, observed=series.id, curve=series.drawn)


_HISTORY_TABLES = cast("Mapping[str, HistoryTable]", pattern_tables("histories.toml"))

#: The observed series by id, each with the curve of the model that is laid beside it.
SERIES: Mapping[str, Series] = {
    table["series"]["id"]: _series(name, table["series"]) for name, table in _HISTORY_TABLES.items()
}

#: The patterns of history, in the order of their numbers.
HISTORIES: tuple[Pattern, ...] = tuple(_pattern_of(name, table) for name, table in _HISTORY_TABLES.items())
