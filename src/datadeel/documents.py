"""What is generated: tables in the documents, and the expected table beside each scenario.

``python -m datadeel.documents`` says what is stale, with a diff, and exits with 1 if anything is;
``python -m datadeel.documents --fix`` refreshes it. Both work in the folder of the project.
"""

from __future__ import annotations

import difflib
import math
import re
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from datadeel.instruments import INSTRUMENTS
from datadeel.parameters import KINDS, PARAMETERS
from datadeel.scenario import ARCHITECTURES, STRUCTURES

if TYPE_CHECKING:
    import pandas as pd

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


#: Worlds behind each row of the tables of findings.
FINDINGS_REPLICATES = 20


def _runs(name: str, *overrides: str) -> pd.DataFrame:
    """Runs of a shipped scenario with overrides, on the worlds of all findings."""
    from datadeel.experiment.runner import run
    from datadeel.scenario import load

    return run(load(Path("scenarios") / f"{name}.toml", overrides), replicates=FINDINGS_REPLICATES, seed=1).runs


def _cell(values: pd.Series, scale: float = 100.0, digits: int = 0) -> str:
    """A mean with its 95 % interval."""
    from datadeel.analysis.summary import describe

    told = describe(values * scale, scale if digits == 0 else math.inf)
    return f"{told['mean']:.{digits}f} ({told['low']:.{digits}f} – {told['high']:.{digits}f})"


@cache
def findings_table() -> str:
    """What the shipped scenarios show at their end."""
    rows = []
    for name in (
        "baseline",
        *(f"{case}{variant}" for case in ("dil", "dmi") for variant in ("", "-thesis-advice", "-carrot", "-stick")),
    ):
        runs = _runs(name)
        shares = [_cell(runs[outcome]) for outcome in ("sharing", "depth", "voluntary", "willingness")]
        rows.append((f"`{name}`", *shares, _cell(runs["innovations"], 1, 1), _cell(runs["public_spending"], 1e-6, 1)))
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


_MIX = ("neutral_party", "agreement_framework", "knowledge_infrastructure", "standardisation", "subsidy")


@cache
def exit_table() -> str:
    """What is left of a mix of support that stops, after fifteen years."""
    rows = []
    for gamma in (2, 4):
        for until in (0, 24, 36, 60, 96, 180):
            sets = [f"parameters.complementarity={gamma}", "months=180"]
            for name in _MIX if until else ():
                sets += [f"policy.{name}.from=13", f"policy.{name}.until={until}"]
            runs = _runs("baseline", *sets)
            label = (
                "never given"
                if not until
                else "never stopped"
                if until == 180
                else f"stopped after {until - 12} months"
            )
            rows.append((f"{gamma}", label, _cell(runs["sharing"]), _cell(runs["peak_sharing"]), _cell(runs["depth"])))
    return _table(("γ", "support", "share data after 15 years, %", "at the peak, %", "depth, %"), rows)


@cache
def loop_table() -> str:
    """The trust loop on and off."""
    off = ("parameters.trust_gain=0", "parameters.institution_weight=0")
    rows = []
    for name in ("dil", "dil-thesis-advice", "dil-carrot", "dil-stick"):
        on, without = _runs(name), _runs(name, *off)
        rows.append(
            (f"`{name}`", *(_cell(runs[outcome]) for outcome in ("sharing", "depth") for runs in (on, without)))
        )
    return _table(("scenario", "share data, loop on, %", "loop off, %", "depth, loop on, %", "loop off, %"), rows)


@cache
def strictness_table() -> str:
    """New uses by strictness of the framework, for three rates of misuse."""
    rows = []
    for strictness in (0.0, 0.1, 0.25, 0.5, 0.75, 1.0):
        told = [
            _cell(
                _runs(
                    "dil-thesis-advice",
                    f"policy.agreement_framework.strictness={strictness}",
                    f"parameters.breach_rate={rate}",
                )["innovations"],
                1,
                1,
            )
            for rate in (0.005, 0.02, 0.08)
        ]
        rows.append((f"{strictness:g}", *told))
    return _table(("strictness z", "misuse 0.005 a partner-year", "0.02 (central)", "0.08"), rows)


#: Generated blocks by name; a document holds one between ``<!-- generated: NAME -->`` and ``<!-- end -->``.
BLOCKS: dict[str, Callable[[], str]] = {
    "parameters": parameter_table,
    "instruments": instrument_table,
    "costs": cost_table,
    "structures": structure_table,
    "findings": findings_table,
    "exit": exit_table,
    "loop": loop_table,
    "strictness": strictness_table,
}


def renewed(text: str) -> str:
    """``text`` with its generated blocks made anew. Raises KeyError for a block that nothing generates."""

    def block(match: re.Match[str]) -> str:
        return f"<!-- generated: {match[1]} -->\n\n{BLOCKS[match[1]]()}\n\n<!-- end -->"

    return re.sub(r"<!-- generated: (\w+) -->\n.*?<!-- end -->", block, text, flags=re.DOTALL)


#: A number in a text that is taken from a study: <!--=study|scenario|lever|outcome|uncertainty-->…<!--/-->, the last
#: where there are several. An outcome that starts with "+" is the difference from the study's baseline.
_QUOTED = re.compile(r"<!--=(.*?)-->.*?<!--/-->", re.DOTALL)


def quoted(text: str, results: Path) -> str:
    """``text`` with the numbers it quotes from studies in ``results`` put in anew. Raises KeyError for one that is not there."""

    def number(match: re.Match[str]) -> str:
        study, scenario, lever, outcome, *state = match[1].split("|")
        against = outcome.startswith("+")
        table = _study_table(results / study / "tables" / ("differences.csv" if against else "summary.csv"))
        found = table[
            (table["scenario"] == scenario)
            & (table["lever_name"] == lever)
            & (table["uncertainty_name"] == (state[0] if state else "base"))
            & (table["outcome"] == outcome.removeprefix("+"))
        ]
        if len(found) != 1:
            raise KeyError(f"{match[1]}: {len(found)} rows in the tables of {study}")
        row = found.iloc[0]
        mean = row["difference"] if against else row["mean"]
        return f"<!--={match[1]}-->{_with_interval(row['unit'], mean, row['low'], row['high'], against)}<!--/-->"

    return _QUOTED.sub(number, text)


@cache
def _study_table(path: Path) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(path, dtype={"lever_name": str, "uncertainty_name": str, "scenario": str})


def _with_interval(unit: str, mean: float, low: float, high: float, signed: bool) -> str:
    """A number with its 95% interval, as it stands in a text."""
    scale, digits, name = {"share": (100.0, 0, " points" if signed else "%"), "EUR": (1e-6, 1, " million")}.get(
        unit, (1.0, 1, "")
    )
    sign = "+" if signed else ""
    if unit == "share" and scale * (high - low) < 3.0:
        digits = 1  # rounded to whole points, an interval this narrow would look like none
    mean, low, high = (round(scale * one, digits) + 0.0 for one in (mean, low, high))
    return f"{mean:{sign},.{digits}f}{name} ({low:{sign},.{digits}f} to {high:{sign},.{digits}f})".replace("-", "−")


def expected_table(scenario_file: Path) -> str:
    """What a scenario gives in a few worlds, as CSV: a change of the model's output shows here."""
    from datadeel.experiment.runner import run
    from datadeel.scenario import load

    scenario = load(scenario_file)
    replicates = EXPECTED_REPLICATES
    if sum(scenario.population.values()) > 20_000:  # one to one: a year of one world
        scenario, replicates = load(scenario_file, ["months=12"]), 1
    months = run(scenario, replicates=replicates, seed=1).months
    shown = months[months["month"].isin([12 * year for year in EXPECTED_YEARS])]
    means = shown.groupby(["month", "kind"], sort=False)[list(_EXPECTED_MEASURES)].mean().reset_index()
    text: str = means.to_csv(index=False, float_format="%.10g", lineterminator="\n")
    return text


#: The scenario of the README's picture.
_PICTURED = "dil-thesis-advice"


def picture() -> bytes:
    """The README's picture: the adoption curve of the advice, as PNG."""
    from tempfile import TemporaryDirectory

    from datadeel import report
    from datadeel.experiment import runner, store
    from datadeel.scenario import load

    scenario = load(Path("scenarios") / f"{_PICTURED}.toml")
    gathered = report.Gathered()
    for tables in runner.replicate(scenario, scenario.replicates, scenario.seed):
        gathered.add(tables)
    facts = store.manifest(scenario, scenario.replicates, scenario.seed, 0.0, "")
    with TemporaryDirectory() as folder:
        report.draw(Path(folder) / "figures", gathered.bands(), scenario, scenario.replicates, facts)
        return (Path(folder) / "figures" / "adoption-en.png").read_bytes()


def generated(root: Path) -> Iterable[tuple[Path, str]]:
    """Every generated file with what it should hold."""
    for document in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        yield document, renewed(document.read_text(encoding="utf-8"))
    studies = root / "results" / "README.md"
    if studies.exists():
        yield studies, quoted(studies.read_text(encoding="utf-8"), root / "results")
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
    image, drawn = Path("docs/images/adoption-en.png"), picture()
    if not image.exists() or image.read_bytes() != drawn:
        print(f"refreshed {image}" if arguments else f"{image}: not the picture that the model gives now")
        if arguments:
            image.write_bytes(drawn)
        elif not found:
            return 1
    for path, wanted, difference in found:
        if arguments:
            path.write_text(wanted, encoding="utf-8")
            print(f"refreshed {path}")
        else:
            print(difference)
    return 0 if arguments or not found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
