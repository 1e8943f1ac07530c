"""Records are kept as TOML beside this module, with the texts of all languages side by side.

Files are read where a record is first needed, not by ``import datadeel``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, TypeVar

_Record = TypeVar("_Record")


def toml_tables(name: str) -> dict[str, Any]:
    """The tables of the file ``name``.toml of the registry, as they stand in it."""
    return tomllib.loads(files("datadeel.registry").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def record(kind: type[_Record], row: Mapping[str, object], **given: object) -> _Record:
    """A record from a row of a table.

    kind: of the record, a dataclass. row: its fields by name, with lists for tuples; "label", if there, is a table of
    texts by language and fills the field ``labels``. given: fields that are not taken from it. Raises TypeError for a
    key that is no field, and for a field without value or default.
    """
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    if "label" in fields:
        fields["labels"] = fields.pop("label")
    return kind(**(fields | given))


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The one of ``texts``, by language, that is in ``language``, or else in English. Raises KeyError without both."""
    return texts.get(language) or texts["en"]
