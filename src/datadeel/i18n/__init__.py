"""One catalogue per language, for everything a reader sees."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from datadeel.errors import nearest
from datadeel.registry import outcomes

#: English, in which every text is there, and then all others that have a catalogue beside this module.
LANGUAGES: tuple[str, ...] = tuple(
    sorted(
        (file.name.removesuffix(".toml") for file in files("datadeel.i18n").iterdir() if file.name.endswith(".toml")),
        key=lambda language: (language != "en", language),
    )
)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a ``language`` by key, "table.name", what records of the registry are called among them.

    Raises ValueError for a language without a catalogue.
    """
    if language not in LANGUAGES:
        raise ValueError(f'unknown language "{language}"; {nearest(language, LANGUAGES)}')
    text = files("datadeel.i18n").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    own = {f"{table}.{key}": value for table, rows in tomllib.loads(text).items() for key, value in rows.items()}
    return own | outcomes.texts(language)


def translate(language: str, key: str, **values: object) -> str:
    """The text of ``key``, with ``values`` filled in. Raises KeyError for a key that the catalogue lacks."""
    return catalogue(language)[key].format(**values)


def key_in(language: str, name: str) -> str:
    """Under which key or in which column a text called ``name`` is found in a ``language``.

    The name itself in the first language, and in others with the language behind it: title, title_nl, ….
    """
    return name if language == LANGUAGES[0] else f"{name}_{language}"
