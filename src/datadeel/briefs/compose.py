"""From results to a document: the message, and the annexes behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from datadeel.briefs.annexes import annexes
from datadeel.briefs.document import Document
from datadeel.briefs.evidence import Evidence, gather
from datadeel.briefs.message import message
from datadeel.results.reader import Result

#: With more cases than this, a title names none.
_NAMED_CASES = 2

#: What a rendering says itself.
_RENDERED = ("data", "contents", "annex", "skip", "commands")


def compose(
    results: Sequence[Result],
    language: str,
    title: str = "",
    question: str = "",
    today: date | None = None,
    command: str = "",
) -> Document:
    """The brief on ``results`` in a ``language``.

    title, question: computed ones where empty. today: date on it, that of now where None. command: that makes it again.
    Raises InputError if the results hold nothing that a brief could tell of.
    """
    evidence = gather(results, language)
    day = format_date(today or date.today(), format="long", locale=language)
    return Document(
        language,
        title or _title(evidence),
        evidence.words("about", date=day, version=results[0].made["version"]),
        tuple(message(evidence, question)),
        tuple(annexes(evidence, command)),
        results[0].manifest["digest"],
        {key: evidence.words(key) for key in _RENDERED},
    )


def _title(evidence: Evidence) -> str:
    """A title with the names of the cases or runs, where they are few."""
    names = [case.title for case in evidence.cases] or [name for name, _ in evidence.runs]
    if len(names) > _NAMED_CASES:
        return evidence.words("title")
    return evidence.words("title_cases", cases=", ".join(names))
