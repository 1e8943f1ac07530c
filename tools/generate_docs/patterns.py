"""The blocks of docs/patterns.md that tell of the latest run of ``datadeel patterns``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from datadeel.analysis.patterns import PATTERNS
from datadeel.analysis.verdicts import Pattern
from datadeel.figures.patterns import finding_label
from datadeel.i18n import translate
from datadeel.results.reader import Result, read
from tools.generate_docs.markdown import table

#: A pattern with more settings than this has them folded away.
_MOST_SETTINGS = 6


@cache
def _latest() -> Result:
    """The latest full run of the patterns."""
    return read(Path("results") / "patterns")


def _robust(share: float) -> str:
    """A share of draws in per cent; nothing where there were none."""
    return "" if share != share else f"{share:.0%}"


def verdicts() -> str:
    """The verdicts of the latest run."""
    latest = _latest()
    found, parts = latest.tables["verdicts"], latest.tables["parts"]
    rows = []
    for row in found.to_dict("records"):
        mine = parts[parts["pattern"] == row["pattern"]]
        worlds = f"{row['worlds']:,}"
        if row["verdict"] == "undecided":
            worlds += f" (needs {mine[mine['outcome'] == 'undecided']['needed'].max():,.0f})"
        rows.append(
            (
                f"[{row['pattern']}](#{row['pattern'].lower()})",
                row["title"],
                f"**{translate('en', 'pattern.' + row['verdict'])}**",
                f"{(mine['outcome'] == 'holds').sum()} of {len(mine)}",
                worlds,
                _robust(row["central"]),
                _robust(row["robust"]),
            )
        )
    counts = ", ".join(
        f"{number} {translate('en', f'pattern.{name}')}"
        for name, number in found["verdict"].value_counts(sort=False).items()
    )
    made = f"Run on {latest.manifest['date']}, model {latest.manifest['model']}: {counts}."
    head = ("", "pattern", "verdict", "parts that hold", "worlds", "holds in pairs of worlds", "in draws")
    return f"{made}\n\n{table(head, rows)}"


def patterns() -> str:
    """Every pattern with its experiment, what it asks and what was found."""
    return "\n\n".join(_section(pattern) for pattern in PATTERNS.values())


def _section(pattern: Pattern) -> str:
    """One pattern: its verdict, its parts as a table, its settings."""
    latest = _latest()
    every, parts = latest.tables["verdicts"], latest.tables["parts"]
    (verdict,) = every[every["pattern"] == pattern.id].to_dict("records")
    found = parts[parts["pattern"] == pattern.id].reset_index(drop=True)
    robust = f"; holds in {_robust(verdict['robust'])} of {verdict['draws']} draws" if verdict["draws"] else ""
    rows = [
        (
            f"{at}", one.claims["en"], one.why, finding_label("en", row), _outcome(row), f"{row['worlds']:,}",
            _robust(row["robust"]),
        )
        for at, (one, (_, row)) in enumerate(zip(pattern.parts, found.iterrows(), strict=True), 1)
    ]  # fmt: skip
    head = f'### <a id="{pattern.id.lower()}"></a>{pattern.id} {pattern.titles["en"]}'
    judged = f"**{translate('en', 'pattern.' + verdict['verdict'])}**{robust}"
    line = f"{pattern.source} · `{pattern.scenario}` · {judged}"
    columns = ("part", "claim", "why this threshold", "found (interval), asked", "", "worlds", "in draws")
    return f"{head}\n\n{line}\n\n{table(columns, rows)}\n\nSettings:\n\n{_settings(pattern)}"


def _outcome(row: pd.Series) -> str:
    """Whether a part holds, in words."""
    outcome = "part_undecided" if row["outcome"] == "undecided" else row["outcome"]
    return translate("en", f"pattern.{outcome}")


def _settings(pattern: Pattern) -> str:
    """What a pattern's experiment sets, as a list, folded away where it is long."""
    settings = [
        f"- *{name}*: {', '.join(f'`{one}`' for one in keys) or 'as it is'}" for name, keys in pattern.settings.items()
    ]
    text = "\n".join(settings)
    if len(settings) > _MOST_SETTINGS:
        return f"<details><summary>{len(settings)} settings</summary>\n\n{text}\n\n</details>"
    return text
