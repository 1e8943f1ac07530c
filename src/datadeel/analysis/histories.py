"""Five historical series, as patterns that can fail: the observed points, and what of their shape the model has to give.

Scenarios of histories (``scenarios/history``) set facts only: who took part and how many, when something was announced,
obliged and how it was enforced, how many others a gain depends on, where things stood at the start. No parameter of behaviour is
changed and nothing is fitted to a curve. The series have no control group and count other things than the model does
(documents, domains, uses of a service), so shape is judged, not level. Thresholds were written down from the observed
points before the first run; where a parameter was itself read off a series, the part says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from datadeel.analysis.verdicts import Criterion, Pattern, Statistic, Worlds, ratio

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

    unit, unit_nl: what was counted. kind: the kinds of the model that stand for it, as told. start: calendar month ("2016-01")
    of month 1. curve: what of the model is laid beside it, shape (worlds, months); where ``relative``, points and curve
    are both told against their value in the month of the last point.
    """

    id: str
    pattern: str
    title: str
    title_nl: str
    unit: str
    unit_nl: str
    kind: str
    start: str
    source: str
    points: tuple[Observed, ...]
    curve: Statistic
    relative: bool = False

    def drawn(self, worlds: Worlds) -> np.ndarray:
        """The model's curve as it is to be drawn beside the points, shape (worlds, months)."""
        curve = self.curve(worlds)
        if not self.relative:
            return curve
        last = curve[:, self.points[-1].month - 1][:, None]
        return ratio(curve, np.broadcast_to(last, curve.shape))


def month_of(start: str, date: str) -> int:
    """Month of a scenario (from 1) in which a date ("2016-05", or "2016" for the middle of the year) falls."""
    (year, month), (at, _, within) = map(int, start.split("-")), date.partition("-")
    return 12 * (int(at) - year) + (int(within) if within else _MIDDLE) - month + 1


def _points(start: str, *rows: tuple[str, float, str]) -> tuple[Observed, ...]:
    return tuple(Observed(month_of(start, date), value, label) for date, value, label in rows)


# --- What of the model is laid beside a series -------------------------------------------------------------


def sharing(kind: str = "all", setting: str = AS_WAS) -> Statistic:
    """Share of a kind that shares, month by month."""
    return lambda x: x.months(setting, "sharing", kind)


def on_time(x: Worlds) -> np.ndarray:
    """Share of obliged farms that share, month by month; before the obligation, of all farms.

    Only part of the farms is obliged at first. Farms that comply are counted over the obliged; those that share by choice
    are taken to be as many among the obliged as among all. With all obliged it is the share that shares.
    """
    shared, chosen, obliged = (x.months(AS_WAS, name, "sme") for name in ("sharing", "voluntary", "obliged"))
    complied = ratio(shared - chosen, obliged)
    return np.where(obliged > 0.0, np.minimum(complied + chosen, 1.0), shared)


def uses(x: Worlds) -> np.ndarray:
    """A stand-in for uses of government's services: what public bodies provide (their depth) times the share of all parties
    connected, since a use takes a provider and a user."""
    product: np.ndarray = x.months(AS_WAS, "depth", "public_body") * x.months(AS_WAS, "sharing")
    return product


def firms(x: Worlds) -> np.ndarray:
    """Share of firms that shares in the scenario of X-Road, month by month: SMEs and large firms by their numbers there."""
    smes, large = (float(x.count(AS_WAS, kind)) for kind in ("sme", "large_firm"))
    both = smes * x.months(AS_WAS, "sharing", "sme") + large * x.months(AS_WAS, "sharing", "large_firm")
    return both / (smes + large)


# --- Statistics --------------------------------------------------------------------------------------------


def at(curve: Statistic, month: int) -> Statistic:
    """A curve in one month (from 1)."""
    return lambda x: curve(x)[:, month - 1]


def rise(curve: Statistic, first: int, last: int) -> Statistic:
    """How much a curve is higher in month ``last`` than in month ``first``."""
    return lambda x: at(curve, last)(x) - at(curve, first)(x)


def smallest(statistics: Sequence[Statistic]) -> Statistic:
    """The smallest of several numbers, world by world."""
    return lambda x: np.min([one(x) for one in statistics], axis=0)


def part_of(curve: Statistic, month: int, last: int) -> Statistic:
    """What a curve had reached in a month, as part of its value in month ``last``; 0 where it came to nothing."""

    def value(x: Worlds) -> np.ndarray:
        return ratio(at(curve, month)(x), at(curve, last)(x))

    return value


# --- The series --------------------------------------------------------------------------------------------

_ECMR, _DAIRY, _STANDARDS, _INVOICE, _X_ROAD = "2018-01", "2014-06", "2015-02", "2009-01", "2002-01"

#: Uses of X-Road in the last year told, by which the others are divided (ria.ee/27309).
_USES_2007 = 43_000_000.0


def _x_road() -> tuple[Observed, ...]:
    by_month = (("2003-01", 21_670.0), ("2004-01", 270_466.0))
    by_year = (("2005", 14e6), ("2006", 29e6), ("2007", _USES_2007))
    months = [(date, 12.0 * number / _USES_2007, "a month, times twelve") for date, number in by_month]
    return _points(_X_ROAD, *months, *((date, number / _USES_2007, "a year") for date, number in by_year))


#: The observed series by name, each with the curve of the model that is laid beside it.
SERIES: Mapping[str, Series] = {
    one.id: one
    for one in (
        Series(
            "eCMR_NL", "H01", "Electronic consignment notes", "Elektronische vrachtbrieven",
            "share of consignment notes", "deel van de vrachtbrieven", "all", _ECMR,
            "nt.nl 2021-08-25; nt.nl 2023-08-14 (NIWO); resultatenboek2022.topsectorlogistiek.nl/ecmr",
            _points(_ECMR, ("2021", 0.01, "about"), ("2022", 0.011, "638,852 notes"), ("2022", 0.02, "at most")),
            sharing(),
        ),
        Series(
            "KringloopWijzer", "H02", "KringloopWijzer, handed in on time", "KringloopWijzer, op tijd ingeleverd",
            "share of obliged farms", "deel van de verplichte bedrijven", "sme", _DAIRY,
            "mijnkringloopwijzer.nl 2017-05; mestboete.nl; boerderij.nl 2020-06 (ZuivelNL)",
            _points(
                _DAIRY, ("2016-05", 0.75, "about 9,000 of 12,000"), ("2017-05", 0.95, "of 16,069"),
                ("2020-05", 0.97, "of 14,594"),
            ),
            on_time,
        ),
        Series(
            "GovStandards", "H03", "Standards for web and mail at governments", "Standaarden voor web en mail bij overheden",
            "share of domains, mean of six standards; two groups in 2020",
            "deel van de domeinen, gemiddelde van zes standaarden; in 2020 twee groepen", "all", _STANDARDS,
            "forumstandaardisatie.maglr.nl 2018; 5dok q2n0pege (Forum Standaardisatie, March 2020)",
            _points(
                _STANDARDS, ("2017-12", 0.77, "mean of six, 63-82 %"), ("2020-03", 0.94, "first group"),
                ("2020-03", 0.92, "second group"),
            ),
            sharing(),
        ),
        Series(
            "eInvoice_NL_firms", "H04", "Firms that send e-invoices", "Bedrijven die e-facturen versturen",
            "share of firms of ten and more persons", "deel van de bedrijven vanaf tien personen", "all", _INVOICE,
            "CBS 80712ned, 81523NED, 83871NED, 85736NED (column order inferred)",
            _points(
                _INVOICE, ("2009", 0.12, "machine-readable"), ("2010", 0.11, "machine-readable"),
                ("2017", 0.20, "e-invoice"), ("2023", 0.35, "e-invoice"),
            ),
            sharing(),
        ),
        Series(
            "XRoad_EE", "H05", "Uses of X-Road services", "Gebruik van X-Road-diensten",
            "uses a year, against 2007", "gebruik per jaar, tegenover 2007", "public_body", _X_ROAD,
            "ria.ee/27309", _x_road(), uses, relative=True,
        ),
    )
}  # fmt: skip


# --- The patterns ------------------------------------------------------------------------------------------


def _months(series: str, *dates: str) -> tuple[int, ...]:
    return tuple(month_of(SERIES[series].start, date) for date in dates)


def _consignment_notes() -> Pattern:
    (end,) = _months("eCMR_NL", "2022-12")
    (early,) = _months("eCMR_NL", "2019-12")
    return Pattern(
        "H01",
        "Electronic consignment notes stay rare in spite of a saving on each",
        "Elektronische vrachtbrieven blijven zeldzaam ondanks een besparing op elke",
        SERIES["eCMR_NL"].source,
        "scenarios/history/ecmr-nl.toml",
        {AS_WAS: (), "saved_alone": ("parameters.complementarity=1",)},
        (
            Criterion(
                "after five years fewer than one in ten take part",
                "na vijf jaar doet minder dan een op de tien mee",
                at(sharing(), end), 0.10,
                "observed 1-2 % of notes; parties may be a few times that, since a note takes three of them", less=True,
            ),
            Criterion(
                "no take-off: under three points are added in the last three years",
                "geen doorbraak: in de laatste drie jaar komt er minder dan drie punten bij",
                rise(sharing(), early, end), 0.03,
                "observed between 0.1 and 1 point from one year to the next, so three at most in three years", less=True,
            ),
            Criterion(
                "the same saving, had it alone, would bring in ten points more",
                "dezelfde besparing, alleen te behalen, zou tien punten meer opleveren",
                lambda x: at(sharing(setting="saved_alone"), end)(x) - at(sharing(), end)(x), 0.10,
                "no series: if others' absence holds it back, freed of them it passes the level called rare",
            ),
        ),
        ("sharing",),
        "eCMR_NL",
        SERIES["eCMR_NL"].drawn,
    )  # fmt: skip


def _dairy() -> Pattern:
    first, second, fifth = _months("KringloopWijzer", "2016-05", "2017-05", "2020-05")
    return Pattern(
        "H02",
        "An obligation among small firms: nearly all in two years, never all",
        "Een plicht onder kleine bedrijven: bijna alle in twee jaar, nooit alle",
        SERIES["KringloopWijzer"].source,
        "scenarios/history/kringloopwijzer.toml",
        {AS_WAS: ()},
        (
            Criterion(
                "after a year of obligation at least 60% comply",
                "na een jaar verplichting doet minstens 60% mee",
                at(on_time, first), 0.6,
                "observed 75 %, with the range of the priors; the rate of compliance was read off this very point",
            ),
            Criterion(
                "but fewer than 90% do",
                "maar minder dan 90%",
                at(on_time, first), 0.9,
                "observed 75 %, with the range of the priors; the rate of compliance was read off this very point", less=True,
            ),
            Criterion(
                "after two years nine in ten comply",
                "na twee jaar doen negen op de tien mee",
                at(on_time, second), 0.90,
                "observed 95 %; of what was still missing after a year most had to come",
            ),
            Criterion(
                "from the second to the fifth year less than five points change",
                "van het tweede tot het vijfde jaar verandert er minder dan vijf punten",
                lambda x: np.abs(rise(on_time, second, fifth)(x)), 0.05,
                "observed two points in three years", less=True,
            ),
            Criterion(
                "after five years at least one in a hundred still does not",
                "na vijf jaar doet minstens een op de honderd nog niet mee",
                at(on_time, fifth), 0.99,
                "observed 97 %; the share of evaders was read off this series, but nobody keeps them from sharing by choice", less=True,
            ),
        ),
        ("sharing", "voluntary", "obliged"),
        "KringloopWijzer",
        SERIES["KringloopWijzer"].drawn,
    )  # fmt: skip


def _standards() -> Pattern:
    agreed, deadline, last = _months("GovStandards", "2016-01", "2017-12", "2020-03")
    return Pattern(
        "H03",
        "A date without sanction: a rise towards it, then short of all",
        "Een datum zonder sanctie: stijging ernaartoe, daarna onder de 100%",
        SERIES["GovStandards"].source,
        "scenarios/history/government-standards.toml",
        {AS_WAS: ()},
        (
            Criterion(
                "more is gained in the 23 months up to the date than in the 23 after",
                "in de 23 maanden tot de datum komt er meer bij dan in de 23 erna",
                lambda x: rise(sharing(), agreed, deadline)(x) - rise(sharing(), deadline, 2 * deadline - agreed)(x), 0.0,
                "observed 15-17 points after the date, from 77 %: even half of it gained before is more",
            ),
            Criterion(
                "two years after the date it stagnates: under five points in the last year",
                "twee jaar na de datum stagneert het: minder dan vijf punten in het laatste jaar",
                rise(sharing(), last - 12, last), 0.05,
                "called stagnating at 92-94 %; 17 points in 27 months were 7-8 a year, and the last of them fewer", less=True,
            ),
            Criterion(
                "it ends high: at 85% or more",
                "het eindigt hoog: op 85% of meer",
                at(sharing(), last), 0.85,
                "observed 92-94 %; seven points down",
            ),
            Criterion(
                "but below all: under 98%",
                "maar onder alle: onder 98%",
                at(sharing(), last), 0.98,
                "observed 92-94 %: at least one in fifty does not", less=True,
            ),
        ),
        ("sharing",),
        "GovStandards",
        SERIES["GovStandards"].drawn,
    )  # fmt: skip


def _invoices() -> Pattern:
    first, middle, last = _months("eInvoice_NL_firms", "2009", "2017", "2023")
    return Pattern(
        "H04",
        "E-invoices spread slowly and steadily among firms, the large ahead",
        "E-facturen verspreiden zich langzaam en gestaag onder bedrijven, de grote voorop",
        SERIES["eInvoice_NL_firms"].source,
        "scenarios/history/e-invoice-nl.toml",
        {AS_WAS: ()},
        (
            Criterion(
                "after fourteen years fewer than half of the firms send them",
                "na veertien jaar verstuurt minder dan de helft van de bedrijven ze",
                at(sharing(), last), 0.5,
                "observed 35 %", less=True,
            ),
            Criterion(
                "growth is steady: four points or more both before and after 2017",
                "de groei is gestaag: vier punten of meer, zowel voor als na 2017",
                smallest((rise(sharing(), first, middle), rise(sharing(), middle, last))), 0.04,
                "observed 8 and 15 points: half of the smaller",
            ),
            Criterion(
                "large firms end five points or more ahead of SMEs",
                "grote bedrijven eindigen vijf punten of meer voor op het mkb",
                lambda x: at(sharing("large_firm"), last)(x) - at(sharing("sme"), last)(x), 0.05,
                "larger firms are told to lead; both start at the same share here; five points are clear in a figure",
            ),
        ),
        ("sharing",),
        "eInvoice_NL_firms",
        SERIES["eInvoice_NL_firms"].drawn,
    )  # fmt: skip


def _registers() -> Pattern:
    early, before, last = _months("XRoad_EE", "2004-01", "2005", "2007")
    return Pattern(
        "H05",
        "Government as first provider builds volume, private provision stays small",
        "De overheid als eerste aanbieder bouwt volume op; privaat aanbod blijft klein",
        SERIES["XRoad_EE"].source,
        "scenarios/history/x-road-ee.toml",
        {AS_WAS: ()},
        (
            Criterion(
                "by 2007 most public bodies share",
                "in 2007 delen de meeste publieke organisaties",
                at(sharing("public_body"), last), 0.5,
                "a channel of 43 million uses a year holds most of the registers; they open by order here, so what can fail is that it lasts",
            ),
            Criterion(
                "by 2007 firms share at most half as often as public bodies do",
                "in 2007 delen bedrijven hooguit half zo vaak als publieke organisaties",
                lambda x: 0.5 * at(sharing("public_body"), last)(x) - at(firms, last)(x), 0.0,
                "private provision is told as small beside government's; half is a generous reading of small",
            ),
            Criterion(
                "after two years volume is below a quarter of that of 2007",
                "na twee jaar ligt het volume onder een kwart van dat van 2007",
                part_of(uses, early, last), 0.25,
                "observed 8 % in January 2004: three times that", less=True,
            ),
            Criterion(
                "from 2005 to 2007 more than a quarter of the volume of 2007 is added",
                "van 2005 tot 2007 komt meer dan een kwart van het volume van 2007 erbij",
                part_of(uses, before, last), 0.75,
                "observed a third in 2005", less=True,
            ),
        ),
        ("sharing", "depth"),
        "XRoad_EE",
        SERIES["XRoad_EE"].drawn,
    )  # fmt: skip


#: The patterns of history, in the order of their numbers.
HISTORIES: tuple[Pattern, ...] = (_consignment_notes(), _dairy(), _standards(), _invoices(), _registers())
