"""Settings of a sweep in words: from the names that the design gave them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datadeel.figures.labels import value_label
from datadeel.figures.sweep.design import PACKAGE, DesignFactor, SweepDesign, own_title, package_of


def _split(design: SweepDesign, name: str) -> tuple[str, dict[str, str], str]:
    """The ``name`` of a setting of ``design`` in parts: its package, the paths that it sets with their values, and
    whatever is left.
    """
    paths = [one.column for one in design.factors]
    package = package_of(name, paths)
    rest = name.removeprefix(package).removeprefix(", ")
    keys = "|".join(re.escape(path) for path in paths)
    found, left = {}, []
    for part in re.split(rf", (?=(?:{keys})=)", rest) if rest else ():
        path, equals, value = part.partition("=")
        if equals and path in paths:
            found[path] = value
        else:
            left.append(part)
    return package, found, ", ".join(left)


def shared_paths(design: SweepDesign, names: Sequence[str]) -> list[str]:
    """The paths that settings of ``design`` with these ``names`` set, where all set the same ones and they are several:
    then values alone name a row."""
    sets = {tuple(_split(design, name)[1]) for name in names}
    only = sets.pop()
    return list(only) if not sets and len(only) > 1 else []


def values_label(design: SweepDesign, name: str, paths: Sequence[str]) -> str:
    """A setting of ``design`` by its ``name``, as its package and its values of ``paths``."""
    package, found, _ = _split(design, name)
    values = [_written(design.factor(path), found[path], design.language) for path in paths]
    return " · ".join([*([_package_label(design, package)] if package else []), *values])


def setting_label(design: SweepDesign, name: str) -> str:
    """A setting of ``design`` by its ``name``, in words: its title, or its package and what it sets."""
    title = own_title(design.context, name)
    package, found, left = _split(design, name)
    if title and not (package and found):
        return title
    parts = [_package_label(design, package)] if package else []
    for path, value in found.items():
        factor = design.factor(path)
        parts.append(f"{factor.plain}:\u00a0{_written(factor, value, design.language)}")
    if left:
        parts.append(design.context.words("sweep.base") if left == "base" else left)
    return ", ".join(parts)


def _package_label(design: SweepDesign, package: str) -> str:
    """What a ``package`` of ``design`` is called."""
    known = [one.names[package] for one in design.factors if one.column == PACKAGE]
    return known[0] if known else own_title(design.context, package) or package


def _written(factor: DesignFactor, value: str, language: str) -> str:
    """A ``value`` of ``factor`` from the name of a setting, as the reader of ``language`` sees it."""
    try:
        return value_label(float(value) if factor.numeric else value, language)
    except ValueError:
        return value
