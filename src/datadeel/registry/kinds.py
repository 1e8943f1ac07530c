"""The kinds of organisation, and the groups that cut across them: codes, and what a reader calls them."""

from __future__ import annotations

from collections.abc import Mapping

from datadeel.registry.reading import toml_tables

_TABLES = toml_tables("kinds")

#: What kinds and groups, and "all" kinds together, are called, by language.
KIND_LABELS: dict[str, Mapping[str, str]] = {name: row["label"] for name, row in _TABLES["kind"].items()}
GROUP_LABELS: dict[str, Mapping[str, str]] = {name: row["label"] for name, row in _TABLES["group"].items()}

#: The five kinds of organisation, in the order of their codes.
KINDS: tuple[str, ...] = tuple(name for name in KIND_LABELS if name != "all")

#: Parties that differ in other ways than by kind: own part of the chain's value below an even one or not, seats in one
#: chain or several, municipalities below the middle size or not.
GROUPS: tuple[str, ...] = tuple(GROUP_LABELS)
