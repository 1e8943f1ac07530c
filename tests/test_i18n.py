"""Words and numbers: how each language writes them."""

from __future__ import annotations

import math

import pytest

from datadeel.i18n import LANGUAGES, catalogue, key_in, translate
from datadeel.i18n.numbers import Formatter, Interval, digits_for


@pytest.mark.parametrize(
    ("value", "digits", "en", "nl"),
    [
        (1234567.0, 0, "+1,234,567", "+1.234.567"),
        (-1234.5, 1, "−1,234.5", "−1.234,5"),
        (0.0, 1, "0.0", "0,0"),
        (-0.04, 1, "0.0", "0,0"),
        (0.06, 1, "+0.1", "+0,1"),
        (-0.0004, 1, "0.0", "0,0"),
        (math.nan, 1, "–", "–"),
        (math.inf, 1, "∞", "∞"),
        (-math.inf, 1, "−∞", "−∞"),
    ],
)
def test_numbers(value: float, digits: int, en: str, nl: str) -> None:
    assert [Formatter(one).number(value, digits, sign=True) for one in ("en", "nl")] == [en, nl]


@pytest.mark.parametrize(
    ("value", "nl"),
    [
        (0.0, "0"),
        (0.25, "0,25"),
        (1.0, "1"),
        (0.0051, "0,0051"),
        (12500.0, "12.500"),
        (-2.5, "−2,5"),
        (1 / 3, "0,3333"),
        (9.9999, "10"),
        (-1.234e-8, "−1,23e−08"),
        (math.nan, "–"),
        (math.inf, "∞"),
    ],
)
def test_short_numbers(value: float, nl: str) -> None:
    assert Formatter("nl").short(value) == nl


@pytest.mark.parametrize(
    ("share", "digits", "en", "nl"),
    [
        (0.123, 1, "12.3%", "12,3%"),
        (-0.05, 0, "−5%", "−5%"),
        (-0.0004, 0, "0%", "0%"),
        (12.345, 0, "1,234%", "1.234%"),
        (math.nan, 0, "–", "–"),
    ],
)
def test_shares_are_written_in_per_cent(share: float, digits: int, en: str, nl: str) -> None:
    assert [Formatter(one).percent(share, digits) for one in ("en", "nl")] == [en, nl]


@pytest.mark.parametrize(
    ("value", "en", "nl"),
    [
        (2526.7, "€2,530", "€\u00a02.530"),
        (-9.5, "−€9.50", "−€\u00a09,50"),
        (0.0, "€0", "€\u00a00"),
        (math.nan, "–", "–"),
        (math.inf, "∞", "∞"),
        (-math.inf, "−∞", "−∞"),
    ],
)
def test_euros_are_written_as_the_language_does(value: float, en: str, nl: str) -> None:
    assert [Formatter(one).euros(value) for one in ("en", "nl")] == [en, nl]


@pytest.mark.parametrize(
    ("language", "one", "written"),
    [
        ("nl", Interval(66.03, 63.2, 68.9), "66 (63 tot 69)"),
        ("en", Interval(3.94, 3.81, 4.07), "3.9 (3.8 to 4.1)"),
        ("nl", Interval(-0.06, -0.09, -0.03), "−0,06 (−0,09 tot −0,03)"),
        ("en", Interval(0.004, -0.02, 0.02), "0.00 (−0.02 to 0.02)"),
        ("nl", Interval(12345.0, 11000.0, 13000.0), "12.345 (11.000 tot 13.000)"),
        ("en", Interval(3.0, math.nan, math.nan), "3.0 (one world, no interval)"),
        ("en", Interval(math.nan, math.nan, math.nan), "–"),
    ],
)
def test_intervals_have_the_digits_that_can_be_seen(language: str, one: Interval, written: str) -> None:
    assert Formatter(language).interval(one) == written


def test_prices_have_their_interval() -> None:
    one = Interval(2526.7, 2430.0, 2634.9)
    assert Formatter("nl").price(one) == "€\u00a02.530 (2.430 tot 2.630)"
    assert Formatter("en").price(one) == "€2,530 (2,430 to 2,630)"
    assert Formatter("en").price(Interval(10.0, 9.0, math.inf)) == "€10 (9 to ∞)"


def test_outcomes_are_written_in_the_unit_that_they_are_read_in() -> None:
    english = Formatter("en")
    assert english.outcome("sharing", 0.1234) == "12.3%"
    assert english.outcome("sharing", -0.1234, sign=True) == "−12.3"
    assert english.outcome("public_spending", 2.56e7, sign=True) == "+25.6"
    assert english.outcome("innovations", 1.25) == "1.2"
    assert english.outcome_interval("sharing", Interval(0.66, 0.63, 0.69)) == "66 (63 to 69)"
    assert english.per_cent(Interval(0.66, 0.63, 0.69)) == "66 per cent (63 to 69)"


def test_counts_and_lists() -> None:
    english = Formatter("en")
    assert (english.count([40, 40]), english.count([40, 2000])) == ("40", "40–2,000")
    assert [english.joined(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [digits_for(one) for one in ([120.0, 3.0], [12.0], [0.5], [0.02], [], [math.inf])] == [0, 1, 2, 3, 2, 2]


def test_languages_are_those_with_a_catalogue() -> None:
    assert LANGUAGES[0] == "en"
    assert [key_in(one, "title") for one in ("en", "nl")] == ["title", "title_nl"]
    assert translate("nl", "kind.sme") == "mkb"
    with pytest.raises(ValueError, match='unknown language "xx"'):
        catalogue("xx")
