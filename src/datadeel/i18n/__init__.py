"""One catalogue per language, for everything a reader sees."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from datadeel.errors import nearest
from datadeel.registry import outcomes

LANGUAGES = ("en", "nl")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a ``language`` by key, the names of records among them. Raises ValueError for a language without a catalogue."""
    if language not in LANGUAGES:
        raise ValueError(f'unknown language "{language}"; {nearest(language, LANGUAGES)}')
    text = files("datadeel.i18n").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    own = {f"{table}.{key}": value for table, rows in tomllib.loads(text).items() for key, value in rows.items()}
    return own | outcomes.texts(language)


def translate(language: str, key: str, **values: object) -> str:
    """The text of ``key``, with ``values`` filled in. Raises KeyError for a key that the catalogue lacks."""
    return catalogue(language)[key].format(**values)


def percent(language: str, share: float, digits: int = 0) -> str:
    """A share as a percentage, written as the language does."""
    text = f"{100.0 * share:.{digits}f}"
    return (text.replace(".", ",") if language == "nl" else text) + "%"


def decimal(language: str, value: float, digits: int = 0) -> str:
    """A number with so many digits and with marks between thousands, written as the language does."""
    if value != value:
        return "–"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "-∞"
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text
