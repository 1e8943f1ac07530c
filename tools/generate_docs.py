"""What is generated: tables in the documents, and the expected table beside each scenario.

``python -m tools.generate_docs`` says what is stale, with a diff, and exits with 1 if anything is;
``python -m tools.generate_docs --fix`` refreshes it. Both work in the folder of the project.
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

from datadeel.i18n import translate
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import KINDS, PARAMETERS
from datadeel.scenario.schema import ARCHITECTURES, STRUCTURES

if TYPE_CHECKING:
    import pandas as pd

    from datadeel.results.manifest import Manifest

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
    from datadeel.scenario.loader import load
    from datadeel.studies.run import run

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
        *(
            f"{case}{variant}"
            for case in ("dil", "dmi")
            for variant in ("", "-thesis-advice", "-carrot", "-stick", "-facilitate")
        ),
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


# --- Patterns ----------------------------------------------------------------------------------------------


@cache
def _tried() -> tuple[pd.DataFrame, pd.DataFrame, Manifest]:
    """Verdicts, parts and manifest of the latest full run of the patterns."""
    from datadeel.results.reader import read

    found = read(Path("results") / "patterns")
    return found.tables["verdicts"], found.tables["parts"], found.manifest


def _robust(share: float) -> str:
    return "" if share != share else f"{share:.0%}"


def verdicts_block() -> str:
    """The verdicts of the latest run, as Markdown."""

    verdicts, parts, manifest = _tried()
    rows = []
    for row in verdicts.to_dict("records"):
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
        for name, number in verdicts["verdict"].value_counts(sort=False).items()
    )
    made = f"Run on {manifest['date']}, model {manifest['model']}: {counts}."
    head = ("", "pattern", "verdict", "parts that hold", "worlds", "holds in pairs of worlds", "in draws")
    return f"{made}\n\n{_table(head, rows)}"


def patterns_block() -> str:
    """Every pattern with its experiment, what it asks and what was found, as Markdown."""
    from datadeel.analysis.patterns import PATTERNS
    from datadeel.figures.patterns import told_finding

    verdicts, parts, _ = _tried()
    sections = []
    for pattern in PATTERNS.values():
        (verdict,) = verdicts[verdicts["pattern"] == pattern.id].to_dict("records")
        found = parts[parts["pattern"] == pattern.id].reset_index(drop=True)
        robust = f"; holds in {_robust(verdict['robust'])} of {verdict['draws']} draws" if verdict["draws"] else ""
        rows = [
            (f"{at}", one.claim, one.why, told_finding("en", row), translate("en", f"pattern.{'part_undecided' if row['outcome'] == 'undecided' else row['outcome']}"), f"{row['worlds']:,}", _robust(row["robust"]))
            for at, (one, (_, row)) in enumerate(zip(pattern.parts, found.iterrows(), strict=True), 1)
        ]  # fmt: skip
        settings = [
            f"- *{name}*: {', '.join(f'`{one}`' for one in keys) or 'as it is'}"
            for name, keys in pattern.settings.items()
        ]
        told = "\n".join(settings)
        if len(settings) > 6:
            told = f"<details><summary>{len(settings)} settings</summary>\n\n{told}\n\n</details>"
        head = f'### <a id="{pattern.id.lower()}"></a>{pattern.id} {pattern.title}'
        line = (
            f"{pattern.source} · `{pattern.scenario}` · **{translate('en', 'pattern.' + verdict['verdict'])}**{robust}"
        )
        table = _table(
            ("part", "claim", "why this threshold", "found (interval), asked", "", "worlds", "in draws"), rows
        )
        sections.append(f"{head}\n\n{line}\n\n{table}\n\nSettings:\n\n{told}")
    return "\n\n".join(sections)


#: Worlds behind each row of the variants.
VARIANT_WORLDS = 40

#: Parts of patterns that fail, with what would have to be otherwise: pattern, part, what is changed, in words.
_VARIANTS = (
    ("T03", 2, (), "as it is"),
    ("T03", 2, ("parameters.initial_sharing.start_up=0.15",), "start-ups share no more at the start than SMEs"),
    ("T03", 2, ("parameters.initial_sharing.start_up=0.15", "parameters.attention.start_up=0.03"), "nor get round to it sooner than SMEs"),
    ("T05", 1, (), "as it is"),
    ("T05", 1, ("parameters.institution_weight=0",), "institutional trust adds nothing"),
    ("T05", 1, ("parameters.institution_weight=0", "parameters.intermediary_presence=0", "parameters.prior_trust=0"), "nor an intermediary, nor tradition"),
    ("T09", 2, (), "as it is"),
    ("T09", 2, ("parameters.newcomer_follow=0.3",), "new firms take over less of what was there"),
    ("T11", 2, (), "as it is (γ = 2)"),
    ("T11", 2, ("parameters.complementarity=4",), "value needs nearly everybody (γ = 4)"),
    ("T11", 1, ("parameters.complementarity=4",), "the same, six years of support"),
    ("T18", 2, ("parameters.hearsay=0",), "nobody hears of it"),
    ("T18", 2, (), "as it is"),
    ("T18", 2, ("parameters.hearsay=0.4",), "word of mouth at the high end"),
    ("T21", 1, (), "as it is"),
    ("T21", 1, ("parameters.success_attention=3",), "success draws twice the attention (high end)"),
    ("H01", 3, (), "as it is"),
    ("H01", 3, ("parameters.threshold_1=0.15", "parameters.sensitivity_1=0.05"), "a note asks little trust (low ends)"),
    ("H02", 3, (), "as it is"),
    ("H02", 3, ("parameters.compliance_rate=0.2",), "compliance as quick as the high end"),
    ("H03", 3, (), "as it is (enforcement 0.3)"),
    ("H03", 3, ("policy.mandate.enforcement=0.6",), "publishing who lags counts as twice the enforcement"),
    ("H04", 2, (), "as it is"),
    ("H04", 2, ("parameters.complementarity=1",), "an invoice pays off without the others (γ = 1)"),
    ("H04", 2, ("parameters.bilateral_value=0.15", "parameters.benefit_cost_ratio=10"), "it pays off with each partner alone, and twice as much"),
)  # fmt: skip


@cache
def variants_block() -> str:
    """What failing parts give where a number is otherwise, as Markdown."""
    from tempfile import TemporaryDirectory

    from datadeel.analysis import verdicts
    from datadeel.analysis.patterns import PATTERNS
    from datadeel.figures.patterns import told_finding

    rows = []
    with TemporaryDirectory() as folder:
        for number, (name, part, changes, words) in enumerate(_VARIANTS):
            pattern = PATTERNS[name]
            trial = verdicts.Trial(fixed=changes, sample_sizes=(VARIANT_WORLDS,), draws=0, jobs=2)
            verdict = trial.verdict(pattern, trial.of(pattern), Path(folder) / str(number), 0.05)
            row = verdicts.parts_table([verdict]).iloc[part - 1]
            rows.append(
                (
                    f"{name}.{part}",
                    row["claim"],
                    words,
                    ", ".join(f"`{one}`" for one in changes),
                    told_finding("en", row),
                )
            )
    ending = f"\n\nMeans over {VARIANT_WORLDS} worlds with 95% intervals."
    return _table(("part", "claim", "changed", "how", "found (interval), asked"), rows) + ending


# --- Sensitivity -------------------------------------------------------------------------------------------

_CASES = ("dil", "dmi")


def _leading_rows(kind: str, index: str, most: int) -> list[tuple[str, ...]]:
    """The leading factors of what is shown of a study of each case that are clear of the noise floor, how many are, and the floor."""
    import pandas as pd

    from datadeel.analysis.sensitivity import above_floor

    rows: list[tuple[str, ...]] = []
    for case in _CASES:
        table = pd.read_csv(Path("results") / "sensitivity" / f"{kind}-{case}" / "tables" / "indices.csv")
        table["response"] = table["outcome"].where(~table["change"], "what support adds to " + table["outcome"])
        shown = table[
            table["outcome"].isin(("sharing", "depth", "innovations")) & (table["change"] | (table["policy"] == "none"))
        ]
        for response, part in shown.groupby("response", sort=False):
            values = {name: one.set_index("factor") for name, one in part.groupby("index")}
            main = values[index]
            floor = float(main["high"].to_numpy(float)[list(main.index).index("dummy")])
            clear = above_floor(main.reset_index())
            best = clear.head(most).set_index("factor")["value"]
            told = [_index_told(str(name), float(value), values.get("S1")) for name, value in best.items()]
            rows.append(
                (
                    case.upper(),
                    f"{response!s}",
                    ", ".join(told) or "none clear of the floor",
                    str(len(clear)),
                    f"{floor:.2g}",
                )
            )
    return rows


def _index_told(name: str, value: float, first: pd.DataFrame | None) -> str:
    beside = "" if first is None else f" ({dict(zip(first.index, first['value'], strict=True))[name]:.2f})"
    return f"{name.removeprefix('parameters.')} {value:.2f}{beside}"


def screening_block() -> str:
    """The leading factors of the screenings, as Markdown."""
    head = ("case", "response", "leading factors, μ*", "clear of the floor", "noise floor")
    return _table(head, _leading_rows("screening", "mu_star", 10))


def sobol_block() -> str:
    """The leading factors of the Sobol studies, as Markdown."""
    head = ("case", "response", "leading factors, total index (first-order index)", "clear of the floor", "noise floor")
    return _table(head, _leading_rows("sobol", "ST", 8))


def unsettled_block() -> str:
    """What the manifests of the Sobol studies say has not settled, as Markdown."""
    from datadeel.results.reader import read

    lines = []
    for case in _CASES:
        folder = Path("results") / "sensitivity" / f"sobol-{case}"
        notes = read(folder).manifest["notes"]
        kept = [one for one in notes if not one.endswith("nothing to explain")]
        lines += [f"- {one}" for one in kept] or [f"- {case}: nothing to note"]
    return "\n".join(lines)


def forms_block() -> str:
    """Rank stability of measures under other formulations, as Markdown."""
    import pandas as pd

    from datadeel.analysis.sensitivity import rank_stability

    names = {
        "base": "as it is", "parameters.willingness_form=1": "trust and value as a sum", "parameters.trust_asymmetry=1": "symmetric trust",
        "parameters.complementarity=1": "additive value", "parameters.complementarity=30": "value as weakest link",
        "parameters.crowding_form=1": "hierarchy takes value", "parameters.crowding_form=2": "hierarchy takes trust",
    }  # fmt: skip
    table = pd.read_csv(Path("results") / "15-forms" / "tables" / "differences.csv")
    sharing, uses = (
        {one["uncertainty_name"]: one for one in rank_stability(table, outcome).to_dict("records")}
        for outcome in ("sharing", "innovations")
    )
    rows = [
        (
            words,
            f"{sharing[name]['baseline_mean']:.0%}",
            f"{sharing[name]['spearman']:.2f}",
            f"{uses[name]['spearman']:.2f}",
            sharing[name]["leading"],
        )
        for name, words in names.items()
    ]
    head = (
        "formulation",
        "share data without measure",
        "rank correlation, sharing",
        "rank correlation, new uses",
        "leading five, sharing",
    )
    return _table(head, rows)


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
    "verdicts": verdicts_block,
    "patterns": patterns_block,
    "variants": variants_block,
    "screening": screening_block,
    "sobol": sobol_block,
    "unsettled": unsettled_block,
    "forms": forms_block,
}


def renewed(text: str) -> str:
    """``text`` with its generated blocks made anew. Raises KeyError for a block that nothing generates."""

    def block(match: re.Match[str]) -> str:
        return f"<!-- generated: {match[1]} -->\n\n{BLOCKS[match[1]]()}\n\n<!-- end -->"

    return re.sub(r"<!-- generated: (\w+) -->\n.*?<!-- end -->", block, text, flags=re.DOTALL)


#: A number in a text that is taken from a study: <!--=study|scenario|lever|outcome|uncertainty-->…<!--/-->, the last
#: where there are several, or <!--=patterns|T04|1-->…<!--/--> for a part of a pattern. An outcome that starts with "+" is
#: the difference from the study's baseline.
_QUOTED = re.compile(r"<!--=(.*?)-->.*?<!--/-->", re.DOTALL)


def quoted(text: str, results: Path) -> str:
    """``text`` with the numbers it quotes from studies in ``results`` put in anew. Raises KeyError for one that is not there."""

    def number(match: re.Match[str]) -> str:
        if match[1].startswith("patterns|"):
            return f"<!--={match[1]}-->{_pattern_number(results, *match[1].split('|')[1:])}<!--/-->"
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


def _pattern_number(results: Path, pattern: str, part: str) -> str:
    """What was found for a part of a pattern, with its interval."""
    table = _study_table(results / "patterns" / "tables" / "parts.csv")
    found = table[(table["pattern"] == pattern) & (table["part"] == int(part))]
    if len(found) != 1:
        raise KeyError(f"patterns|{pattern}|{part}: {len(found)} rows in the tables of the patterns")
    row = found.iloc[0]
    unit = "share" if row["unit"] == "points" else row["unit"]
    return _with_interval(unit, row["mean"], row["low"], row["high"], row["unit"] == "points")


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
    most = 1 if unit == "share" else 3
    while digits < most and scale * (high - low) < 3.0 * 10.0**-digits:
        digits += 1  # rounded more, an interval this narrow would look like none
    mean, low, high = (round(scale * one, digits) + 0.0 for one in (mean, low, high))
    return f"{mean:{sign},.{digits}f}{name} ({low:{sign},.{digits}f} to {high:{sign},.{digits}f})".replace("-", "−")


def expected_table(scenario_file: Path) -> str:
    """What a scenario gives in a few worlds, as CSV: a change of the model's output shows here."""
    from datadeel.scenario.loader import load
    from datadeel.studies.run import run

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

    from datadeel.experiment import runner
    from datadeel.experiment.descriptions import of_run
    from datadeel.figures.adoption import adoption, heading
    from datadeel.figures.style import save
    from datadeel.scenario.loader import load
    from datadeel.studies.run import RunAccumulator

    scenario = load(Path("scenarios") / f"{_PICTURED}.toml")
    gathered = RunAccumulator()
    for tables in runner.replicate(scenario, scenario.replicates, scenario.seed):
        gathered.add(tables)
    facts = of_run(scenario, scenario.replicates, scenario.seed).manifest(0.0, "")
    figure = adoption(
        gathered.curves(), scenario, "en", scenario.replicates, facts["digest"], facts["versions"]["datadeel"]
    )
    with TemporaryDirectory() as folder:
        (file,) = save(figure, Path(folder) / "adoption", heading(scenario, "en"), facts["digest"], ["png"])
        return file.read_bytes()


def generated(root: Path) -> Iterable[tuple[Path, str]]:
    """Every generated file with what it should hold."""
    for document in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        yield document, quoted(renewed(document.read_text(encoding="utf-8")), root / "results")
    studies = root / "results" / "README.md"
    if studies.exists():
        yield studies, quoted(studies.read_text(encoding="utf-8"), root / "results")
    for scenario in sorted((root / "scenarios").rglob("*.toml")):
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
        print("usage: python -m tools.generate_docs [--fix]", file=sys.stderr)
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
