"""Words and numbers: every text of the catalogues is used and none is missing, and how numbers are written."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import product
from pathlib import Path
from string import Formatter as Fields

import pytest
from conftest import ROOT

from datadeel.analysis.patterns import PATTERNS
from datadeel.figures.sensitivity.tables import MAIN_INDICES
from datadeel.i18n import LANGUAGES, catalogue, key_in, translate
from datadeel.i18n.numbers import Formatter, Interval, digits_for
from datadeel.registry import outcomes
from datadeel.registry.instruments import Cost
from datadeel.registry.outcomes import shown_in
from datadeel.scenario.schema import EVENT_KINDS

#: Why there is no price of a sharer (``analysis.compare.cost``).
NOTES = ("no_more_sharers", "fewer_sharers", "cheaper", "too_few_worlds")

#: Outcomes that a brief answers by, and those on which few say how far they differ.
ANSWERED = ("durable", "innovations", "sharing")

#: Keys that the code puts together, as f-strings with "{}" for each part: everything that stands in for the parts.
PUT_TOGETHER: dict[str, list[tuple[str, ...]]] = {
    "answer.{}_none": [(one,) for one in ANSWERED],
    "answer.{}_differs": [(one,) for one in ANSWERED],
    "answer.{}_{}": [
        *product(ANSWERED, ("more", "lead")),
        ("innovations", "but"),
        *product(("points", "count"), ("more", "less")),
    ],
    "brief.is_{}": [(str(at),) for at in range(1, 6)],
    "brief.level_{}": [(one,) for one in shown_in("brief_levels")],
    "brief.column_{}": [(one,) for one in shown_in("brief_changes")],
    "brief.price_{}": [(one.name,) for one in fields(Cost) if one.name != "source"],
    "comparison.{}": [(one,) for one in NOTES],
    "cost.{}": [(one,) for one in (*NOTES, "ratio")],
    "course.level_{}": [(str(level),) for level in range(4)],
    "course.loop_{}": [("comes",), ("goes",)],
    "event.{}": [(one,) for one in EVENT_KINDS],
    "pattern.{}": [
        *((one,) for one in ("reproduced", "partly", "not_reproduced", "undecided", "holds", "fails")),
        *{(part.unit,) for pattern in PATTERNS.values() for part in pattern.parts},
    ],
    "sensitivity.{}": [*((one,) for one in MAIN_INDICES if one != "ST"), ("sobol",), ("sobol_total",)],
    "sensitivity.index_{}": [(one,) for one in MAIN_INDICES],
    "sensitivity.legend_{}": [("S1",), ("ST",)],
    "sweep.event_{}": [("month",), ("size",)],
    "sweep.key_{}": [(one,) for one in ("strength", "from", "until", "announced", "phase_in", "for")],
    "sweep.{}": [
        *((one,) for one in ("months", "aftermath", "chains_count", "chains_size")),
        *((f"network_{one}",) for one in ("structure", "architecture", "association", "known")),
    ],
}

#: Tables whose texts stand with the records of the registry.
OF_RECORDS = ("kind", "group", "outcome")


def _own(language: str) -> dict[str, str]:
    """The texts of a language's catalogue, without those of records."""
    return {key: text for key, text in catalogue(language).items() if key not in outcomes.texts(language)}


def _strings(file: Path) -> Iterator[tuple[str, int]]:
    """Every string that a module's code holds, and how many parts it is filled with: f-strings with "{}" for a part."""
    within = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            within |= {id(one) for one in node.values}
            parts = [one.value if isinstance(one, ast.Constant) else "{}" for one in node.values]
            yield "".join(map(str, parts)), parts.count("{}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield node.value, 0


def _asked_for(keys: set[str]) -> Iterator[tuple[str, int]]:
    """The keys that code asks for, and how many parts they are put together from.

    keys: those that there are, which tell what is a key among strings. The sentences of a brief, in one table, are
    asked for without its name.
    """
    tables = {key.partition(".")[0] for key in keys}
    briefs = {file: file.read_text(encoding="utf-8") for file in (ROOT / "src/datadeel/briefs").glob("*.py")}
    for text in briefs.values():
        yield from ((f"brief.{key}", 0) for key in re.findall(r"told\.translate\(\s*\"(\w+)\"", text))
    for file in sorted((ROOT / "src/datadeel").rglob("*.py")):
        for text, parts in _strings(file):
            if re.fullmatch(r"\w+\.[\w{}]+", text) and text.partition(".")[0] in tables:
                yield text, parts
            elif file.parent.name == "briefs" and (f"brief.{text}" in keys or f"brief.{text}" in PUT_TOGETHER):
                yield f"brief.{text}", parts


def test_every_text_is_used_and_none_is_missing() -> None:
    keys = set(_own("en"))
    asked = set(_asked_for(keys))
    patterns = {
        text for text, parts in asked if parts and text != "brief.{}" and text.partition(".")[0] not in OF_RECORDS
    }
    assert patterns == set(PUT_TOGETHER), "keys that the code puts together"
    plain = {text for text, parts in asked if not parts and text.partition(".")[2] not in ("typ", "html", "json")}
    filled = {text.format(*parts) for text, values in PUT_TOGETHER.items() for parts in values}
    assert keys - plain - filled == set(), "unused"
    assert plain | filled <= keys, "missing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    english, own = catalogue("en"), catalogue(language)
    assert set(own) == set(english)
    for key, text in own.items():
        named = [{name for _, name, _, _ in Fields().parse(one) if name} for one in (text, english[key])]
        assert named[0] == named[1], key


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
