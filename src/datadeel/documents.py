"""What is generated: tables in the documents, and the expected table beside each scenario.

``python -m datadeel.documents`` says what is stale, with a diff, and exits with 1 if anything is;
``python -m datadeel.documents --fix`` refreshes it. Both work in the folder of the project.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from datadeel.instruments import INSTRUMENTS
from datadeel.parameters import KINDS, PARAMETERS
from datadeel.scenario import ARCHITECTURES, STRUCTURES

#: Worlds and months that an expected table shows.
EXPECTED_REPLICATES = 3
EXPECTED_YEARS = (1, 3, 5, 10)
_EXPECTED_MEASURES = (
    "sharing",
    "depth",
    "voluntary",
    "willingness",
    "knowledge",
    "trust",
    "control",
    "benefit",
    "cost",
)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def parameter_table() -> str:
    """All parameters, as Markdown."""
    rows = [
        (
            f"`{one.name}`",
            f"{one.value:g}",
            f"{one.low:g} – {one.high:g}",
            one.distribution,
            one.unit,
            one.direction,
            "" if one.neutral is None else f"{one.neutral:g}",
            one.strength,
            one.en,
            one.source,
        )
        for one in PARAMETERS.values()
    ]
    head = ("name", "value", "range", "distribution", "unit", "direction", "neutral", "strength", "meaning", "source")
    return _table(head, rows)


def instrument_table() -> str:
    """All instruments with their settings, as Markdown."""
    rows = []
    for one in INSTRUMENTS.values():
        keys = "; ".join(
            f"`{key}` {s.value:g} ({s.low:g} – {s.high:g}, {s.unit}): {s.en.lower()}" for key, s in one.settings.items()
        )
        rows.append((f"`{one.id}`", one.en, one.problem, one.acts_on, keys, one.expects, one.source))
    return _table(("id", "measure", "problem", "acts on", "keys", "should show", "source"), rows)


def cost_table() -> str:
    """What instruments cost the public, as Markdown."""
    rows = [
        (
            f"`{name}`",
            f"{one.cost.fixed:g}",
            f"{one.cost.per_target:g}",
            f"{one.cost.per_sharer:g}",
            f"{one.cost.per_obliged:g}",
            f"{one.cost.per_euro:g}",
            "all" if one.kinds == KINDS else ", ".join(one.kinds),
            one.cost.source,
        )
        for name, one in INSTRUMENTS.items()
    ]
    head = (
        "id",
        "fixed, per 1,000 organisations",
        "per target",
        "per sharer",
        "per obliged",
        "per euro granted",
        "kinds unless `for` says otherwise",
        "source",
    )
    return _table(head, rows)


def structure_table() -> str:
    """Named structures and architectures as values of parameters, as Markdown."""
    rows = [
        (kind, f"`{name}`", ", ".join(f"`{key}` {value:g}" for key, value in values.items()) or "the registry's values")
        for kind, table in (("structure", STRUCTURES), ("architecture", ARCHITECTURES))
        for name, values in table.items()
    ]
    return _table(("setting", "name", "sets"), rows)


#: Worlds behind the table of findings.
FINDINGS_REPLICATES = 20


@cache
def findings_table(root: Path = Path()) -> str:
    """What the shipped scenarios show at their end, as Markdown: means over worlds with 95 % intervals."""
    from datadeel.analysis.summary import describe
    from datadeel.experiment.runner import run
    from datadeel.scenario import load

    def cell(values: Any, scale: float, digits: int) -> str:
        told = describe(values * scale)
        return f"{told['mean']:.{digits}f} ({told['low']:.{digits}f} – {told['high']:.{digits}f})"

    rows = []
    for file in sorted((root / "scenarios").glob("*.toml")):
        scenario = load(file)
        if scenario.months > 240 or sum(scenario.population.values()) > 2000:
            continue
        runs = run(scenario, replicates=FINDINGS_REPLICATES, seed=1).runs
        shares = [cell(runs[name], 100, 0) for name in ("sharing", "depth", "voluntary", "willingness")]
        money = cell(runs["public_spending"], 1e-6, 1)
        rows.append((f"`{scenario.name}`", *shares, cell(runs["innovations"], 1, 1), money))
    head = (
        "scenario",
        "share data, %",
        "depth, %",
        "voluntarily, %",
        "willingness, %",
        "new uses per chain",
        "public spending, EUR million",
    )
    ending = f"\n\nAfter ten years; means over {FINDINGS_REPLICATES} worlds with 95% intervals, seed 1."
    return _table(head, rows) + ending


#: Generated blocks by name; a document holds one between ``<!-- generated: NAME -->`` and ``<!-- end -->``.
BLOCKS: dict[str, Callable[[], str]] = {
    "parameters": parameter_table,
    "instruments": instrument_table,
    "costs": cost_table,
    "structures": structure_table,
    "findings": findings_table,
}


def renewed(text: str) -> str:
    """``text`` with its generated blocks made anew. Raises KeyError for a block that nothing generates."""

    def block(match: re.Match[str]) -> str:
        return f"<!-- generated: {match[1]} -->\n\n{BLOCKS[match[1]]()}\n\n<!-- end -->"

    return re.sub(r"<!-- generated: (\w+) -->\n.*?<!-- end -->", block, text, flags=re.DOTALL)


def expected_table(scenario_file: Path) -> str:
    """What a scenario gives in a few worlds, as CSV: a change of the model's output shows here."""
    from datadeel.experiment.runner import run
    from datadeel.scenario import load

    scenario = load(scenario_file)
    months = run(scenario, replicates=EXPECTED_REPLICATES, seed=1).months
    shown = months[months["month"].isin([12 * year for year in EXPECTED_YEARS])]
    means = shown.groupby(["month", "kind"], sort=False)[list(_EXPECTED_MEASURES)].mean().reset_index()
    text: str = means.to_csv(index=False, float_format="%.10g", lineterminator="\n")
    return text


def generated(root: Path) -> Iterable[tuple[Path, str]]:
    """Every generated file with what it should hold."""
    for document in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        yield document, renewed(document.read_text(encoding="utf-8"))
    for scenario in sorted((root / "scenarios").glob("*.toml")):
        yield scenario.with_suffix(".expected.csv"), expected_table(scenario)


def stale(root: Path) -> Iterable[tuple[Path, str, str]]:
    """Files that are not what they should be: path, what it should hold, and a diff."""
    for path, wanted in generated(root):
        found = path.read_text(encoding="utf-8") if path.exists() else ""
        if found != wanted:
            lines = difflib.unified_diff(
                found.splitlines(), wanted.splitlines(), str(path), "as generated", lineterm="", n=1
            )
            yield path, wanted, "\n".join(lines)


def main(arguments: list[str]) -> int:
    """The command; gives its exit code."""
    if arguments not in ([], ["--fix"]):
        print("usage: python -m datadeel.documents [--fix]", file=sys.stderr)
        return 2
    found = list(stale(Path()))
    for path, wanted, difference in found:
        if arguments:
            path.write_text(wanted, encoding="utf-8")
            print(f"refreshed {path}")
        else:
            print(difference)
    return 0 if arguments or not found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
