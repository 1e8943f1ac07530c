"""What outcomes, parameters, instruments and their values are called in figures: names, not numbers.

Names come from the registry and the catalogues; here they are put as a figure needs them: with a unit, short, or within
a sentence.
"""

from __future__ import annotations

from datadeel.i18n import catalogue, translate
from datadeel.i18n.numbers import Formatter
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.outcomes import OUTCOMES, unit
from datadeel.registry.parameters import parameter_label


def outcome_label(language: str, outcome: str, change: bool = False) -> str:
    """The name of an ``outcome`` in ``language``, with its unit where the name does not tell.

    change: whether a difference is shown, so that shares are in points instead of per cent.
    """
    name = OUTCOMES[outcome].label(language)
    if change:
        name = name.partition(" (")[0]
    if unit(outcome) == "share":
        name += ",\u00a0" + translate(language, "comparison.points" if change else "comparison.percent")
    return capital(name)


def value_label(value: str | float, language: str) -> str:
    """A ``value`` of a path as a reader of ``language`` sees it; kinds of organisations by their names."""
    if isinstance(value, str):
        words = catalogue(language)
        return ", ".join(words.get(f"kind.{part}", part) for part in value.split("+"))
    return Formatter(language).short(float(value))


def factor_label(path: str, language: str) -> str:
    """What a ``path`` of a scenario is called in ``language``: the words of its parameter or instrument; the path
    itself where there are none."""
    section, _, rest = path.partition(".")
    words = catalogue(language)
    if section == "parameters":
        label = parameter_label(rest, language) or rest
    elif section == "policy":
        label = _setting_label(*rest.partition(".")[::2], language)
    elif section == "event":
        name, _, key = rest.partition(".")
        what = words.get(f"sweep.event_{key}", words.get(f"sweep.key_{key}", key))
        label = f"{words.get(f'event.{name}', name)}, {what}"
    elif section == "population":
        label = translate(language, "sweep.number_of", what=words.get(f"kind.{rest}", rest))
    elif path.startswith("chains.seats."):
        kind = path.removeprefix("chains.seats.")
        label = translate(language, "sweep.chains_seats", what=words.get(f"kind.{kind}", kind))
    else:
        label = words.get(f"sweep.{path.replace('.', '_')}", "")
    return capital(label or path)


def instrument_label(instrument: str, language: str) -> str:
    """What an ``instrument`` is called in ``language``; empty where there is none of that name."""
    known = INSTRUMENTS.get(instrument)
    return "" if known is None else known.label(language)


def _setting_label(instrument: str, key: str, language: str) -> str:
    """A setting in ``language``: the name of its ``instrument`` and what its ``key`` stands for; empty where there is
    no such instrument.
    """
    known = INSTRUMENTS.get(instrument)
    if known is None:
        return ""
    own = known.settings.get(key)
    what = own.short_label(language) if own else catalogue(language).get(f"sweep.key_{key}", key)
    return f"{known.label(language)}, {what}"


def moment_label(language: str, month: int) -> str:
    """A moment of a run in ``language``.

    month: so many months after the start, 0 for the start itself. What ends a year is called so.
    """
    if month == 0:
        return translate(language, "course.start")
    if month % 12:
        return translate(language, "course.month", month=month)
    return translate(language, "course.end_of_year", year=month // 12)


def capital(label: str) -> str:
    """``label`` as it begins a line."""
    return label[:1].upper() + label[1:]


def lower(label: str) -> str:
    """``label`` within a sentence; what starts with capitals, such as an abbreviation, keeps them."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
