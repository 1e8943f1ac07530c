"""Numbers in texts that are taken from studies, and put in anew when these are made again.

``<!--=study|scenario|lever|outcome|uncertainty-->…<!--/-->`` quotes a study, the last part only where it has several
settings of uncertainties; an outcome that starts with "+" is the difference from the study's baseline.
``<!--=patterns|T04|1-->…<!--/-->`` quotes what was found for a part of a pattern.
``<!--=registry|instruments-->…<!--/-->`` says how many there are of what ``COUNTED`` names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from datadeel.analysis.patterns import PATTERNS
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import PARAMETERS

#: What texts tell the number of: patterns of the thesis apart from those of histories.
COUNTED: dict[str, Sequence[str]] = {
    "instruments": list(INSTRUMENTS),
    "parameters": list(PARAMETERS),
    "patterns": [name for name in PATTERNS if name.startswith("T")],
    "histories": [name for name in PATTERNS if name.startswith("H")],
}

_QUOTED = re.compile(r"<!--=(.*?)-->.*?<!--/-->", re.DOTALL)


def quoted(text: str, results: Path) -> str:
    """``text`` with the numbers it quotes from studies in ``results`` put in anew. Raises KeyError for one that is not
    there."""

    def number(match: re.Match[str]) -> str:
        source, *parts = match[1].split("|")
        if source == "registry":
            found = str(len(COUNTED[parts[0]]))
        elif source == "patterns":
            found = _pattern_number(results, *parts)
        else:
            found = _study_number(results, source, *parts)
        return f"<!--={match[1]}-->{found}<!--/-->"

    return _QUOTED.sub(number, text)


def _study_number(results: Path, study: str, scenario: str, lever: str, outcome: str, state: str = "base") -> str:
    """An outcome of one point of a study, with its interval."""
    against = outcome.startswith("+")
    table = _table(results / study / "tables" / ("differences.csv" if against else "summary.csv"))
    found = table[
        (table["scenario"] == scenario)
        & (table["lever_name"] == lever)
        & (table["uncertainty_name"] == state)
        & (table["outcome"] == outcome.removeprefix("+"))
    ]
    if len(found) != 1:
        raise KeyError(f"{study}|{scenario}|{lever}|{outcome}|{state}: {len(found)} rows in the tables of {study}")
    row = found.iloc[0]
    mean = row["difference"] if against else row["mean"]
    return _with_interval(row["unit"], mean, row["low"], row["high"], against)


def _pattern_number(results: Path, pattern: str, part: str) -> str:
    """What was found for a part of a pattern, with its interval."""
    table = _table(results / "patterns" / "tables" / "parts.csv")
    found = table[(table["pattern"] == pattern) & (table["part"] == int(part))]
    if len(found) != 1:
        raise KeyError(f"patterns|{pattern}|{part}: {len(found)} rows in the tables of the patterns")
    row = found.iloc[0]
    unit = "share" if row["unit"] == "points" else row["unit"]
    return _with_interval(unit, row["mean"], row["low"], row["high"], row["unit"] == "points")


@cache
def _table(path: Path) -> pd.DataFrame:
    """A table of a study; names stay texts, whatever they look like."""
    return pd.read_csv(path, dtype={"lever_name": str, "uncertainty_name": str, "scenario": str})


#: Scale, digits and name of a unit in a text; of a difference a share is told in points.
_UNITS = {"share": (100.0, 0, "%"), "EUR": (1e-6, 1, " million")}


def _with_interval(unit: str, mean: float, low: float, high: float, signed: bool) -> str:
    """A number with its 95% interval, as it stands in a text."""
    scale, digits, name = _UNITS.get(unit, (1.0, 1, ""))
    if signed and unit == "share":
        name = " points"
    sign = "+" if signed else ""
    most = 1 if unit == "share" else 3
    while digits < most and scale * (high - low) < 3.0 * 10.0**-digits:
        digits += 1  # rounded more, an interval this narrow would look like none
    mean, low, high = (round(scale * one, digits) + 0.0 for one in (mean, low, high))
    return f"{mean:{sign},.{digits}f}{name} ({low:{sign},.{digits}f} to {high:{sign},.{digits}f})".replace("-", "−")
