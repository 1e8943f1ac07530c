"""Titles in all languages: how files and manifests spell their keys, and what has them."""

from __future__ import annotations

from collections.abc import Mapping

from datadeel.i18n import LANGUAGES, key_in


def title_key(language: str) -> str:
    """The key of a title in ``language``, in scenario and experiment files and in manifests: title, title_nl, …"""
    return key_in(language, "title")


#: All keys that hold a title, that of the first language first.
TITLE_KEYS = tuple(map(title_key, LANGUAGES))


def titles_in(table: Mapping[str, object], otherwise: str = "") -> dict[str, str]:
    """Titles by language from the keys of a table; languages without a title are left out, but for the first.

    table: a file's or a manifest's content. otherwise: the title in the first language where the table has none.
    """
    given = {language: table.get(title_key(language)) for language in LANGUAGES}
    titles = {language: title for language, title in given.items() if isinstance(title, str) and title}
    return {LANGUAGES[0]: otherwise} | titles


class Titled:
    """What has ``titles`` by language; the first language's stands in where another has none."""

    titles: Mapping[str, str]

    @property
    def title(self) -> str:
        """The title in the first language, English."""
        return self.titled(LANGUAGES[0])

    def titled(self, language: str) -> str:
        """The title in ``language``, one of ``i18n.LANGUAGES``, or in English where it has none of its own."""
        return self.titles.get(language) or self.titles.get(LANGUAGES[0], "")
