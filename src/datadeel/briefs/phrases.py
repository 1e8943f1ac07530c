"""Names and numbers as they stand in the sentences and cells of a brief."""

from __future__ import annotations

from collections.abc import Iterable

from datadeel.briefs.document import Listing, Paragraph
from datadeel.briefs.evidence import Evidence
from datadeel.figures.labels import factor_label, outcome_label
from datadeel.i18n.numbers import UNKNOWN, Interval
from datadeel.registry.instruments import INSTRUMENTS


def within_sentence(text: str) -> str:
    """A name as it stands within a sentence: ``text`` with a small first letter; EU stays EU."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def factor_name(path: str, language: str) -> str:
    """What a factor is called within a sentence. path: of what it varies."""
    return within_sentence(factor_label(path, language))


def outcome_name(outcome: str, language: str) -> str:
    """What an ``outcome`` is called, without its unit or what it is of."""
    return outcome_label(language, outcome).partition(" (")[0].partition(",")[0]


def instrument_name(instrument: str, language: str) -> str:
    """What an ``instrument`` is called, by its id."""
    return INSTRUMENTS[instrument].label(language)


def index_text(evidence: Evidence, one: Interval, share: bool) -> str:
    """A sensitivity index with its interval, ``one``.

    evidence: whose language is written. share: it is a part of the variance, and stands in per cent.
    """
    text = evidence.numbers.interval(one.times(100.0), 0) if share else evidence.numbers.interval(one, 2)
    mean, _, rest = text.partition(" (")
    return f"{mean}{'%' * share}, {rest.removesuffix(')')}"


def outcome_cell(evidence: Evidence, outcome: str, one: Interval | None, change: bool = False) -> str:
    """An ``outcome`` in a table, with its interval, ``one``; a dash where there is none.

    evidence: whose language is written. change: it is a difference.
    """
    return UNKNOWN if one is None else evidence.numbers.outcome_interval(outcome, one, change)


def price_cell(evidence: Evidence, one: Interval | None) -> str:
    """Euros per organisation in a table, with their interval; a dash where there are none."""
    return UNKNOWN if one is None else evidence.numbers.price(one)


def paragraphs(texts: Iterable[str]) -> Listing:
    """A list of ``texts``."""
    return Listing(tuple(Paragraph(text) for text in texts))
