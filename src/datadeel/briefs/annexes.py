"""The annexes of a brief: what stands behind the message, in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from datadeel.briefs.cases import Case
from datadeel.briefs.document import Block, Command, Paragraph, Picture, Section, Table
from datadeel.briefs.evidence import Evidence, leading_factors, most_moved
from datadeel.briefs.phrases import instrument_name, outcome_cell
from datadeel.briefs.pictures import cost_pictures, differences_pictures, indices_pictures, kinds_pictures
from datadeel.figures.labels import outcome_label
from datadeel.figures.of_result import scenarios_of
from datadeel.i18n import key_in, translate
from datadeel.i18n.numbers import UNKNOWN
from datadeel.model.policy import policy_in_force
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS, Parameter
from datadeel.results.reader import Result
from datadeel.scenario.records import Scenario

#: Assumptions that are listed.
_ASSUMPTIONS = 12

#: Classes of evidence that count as strong, and as weak.
_STRONG, _WEAK = "AB", "DE"

#: Parts of the public cost of an instrument, in the order in which they are told.
_COST_PARTS = ("fixed", "per_target", "per_sharer", "per_obliged", "per_euro")

#: From this size on, a number has no decimals.
_LARGE = 100.0

#: Digits of a digest that tell it apart for a reader.
_SHORT = 12

#: Libraries whose versions are told.
_VERSIONS = ("python", "mesa", "numba", "numpy")

#: The figures of each case.
_FIGURES: tuple[Callable[[Evidence, Case], Iterator[Picture]], ...] = (
    kinds_pictures,
    differences_pictures,
    cost_pictures,
)


def annexes(evidence: Evidence, command: str) -> Iterator[Section]:
    """The annexes that there is something to tell in. evidence: what they stand on. command: that makes the brief
    again."""
    every = [*evidence.cases, *evidence.more]
    yield from _section(evidence, "figures", "figures_title", _pictures(evidence))
    gains = [table for case in evidence.cases for table in _gains(evidence, case)]
    note = [Paragraph(evidence.words("gains_note"))] if gains else []
    yield from _section(evidence, "gains", "full_gains_title", [*note, *gains])
    yield from _section(evidence, "full", "full_title", (_full(evidence, case) for case in every))
    yield from _section(evidence, "settings", "settings_title", (one for one in _settings(evidence) if one.rows))
    yield from _section(evidence, "patterns", "robust_title", (_patterns(evidence, one) for one in evidence.patterns))
    yield from _section(evidence, "assumptions", "assumptions_title", _assumptions(evidence))
    yield from _section(evidence, "origin", "origin_title", _origin(evidence, command))


def _section(evidence: Evidence, key: str, title: str, blocks: Iterable[Block]) -> Iterator[Section]:
    """A section, where there is anything in it. title: the key of its text."""
    found = tuple(blocks)
    if found:
        yield Section(key, evidence.words(title), found)


def _pictures(evidence: Evidence) -> Iterator[Picture]:
    """The figures of all cases, and of sensitivity."""
    for case in evidence.cases:
        for pictures in _FIGURES:
            yield from pictures(evidence, case)
    for result in evidence.sensitivity:
        yield from indices_pictures(evidence, result)


# --- Tables in full ----------------------------------------------------------------------------------------


def _gains(evidence: Evidence, case: Case) -> Iterator[Table]:
    """Who gains and who pays: a row a kind, a column a package."""
    if "gains" not in case.tables:
        return
    policies = most_moved(case)
    rows = []
    for kind in (*KINDS, "government"):
        found = [case.gain(policy, kind) for policy in policies]
        if any(found):
            name = evidence.words("government") if kind == "government" else evidence.kind(kind)
            cells = [UNKNOWN if one is None else evidence.numbers.interval(one, 0, sign=True) for one in found]
            rows.append((name, *cells))
    head = (evidence.words("kind"), *(case.titles[policy] for policy in policies))
    yield Table(evidence.words("gains", case=case.title), head, tuple(rows))


def _full(evidence: Evidence, case: Case) -> Table:
    """All differences of a case: a row a package and outcome."""
    rows = []
    for policy in case.policies:
        for outcome in case.outcomes:
            ends = [case.level(case.baseline, outcome), case.level(policy, outcome)]
            cells = [outcome_cell(evidence, outcome, one) for one in ends]
            cells.append(outcome_cell(evidence, outcome, case.change(policy, outcome), change=True))
            rows.append((case.titles[policy], outcome_label(evidence.language, outcome), *cells))
    head = evidence.head("policy", "outcome", "start", "with", "difference")
    return Table(evidence.words("full", case=case.title, result=case.result.folder.name), head, tuple(rows))


def _settings(evidence: Evidence) -> Iterator[Table]:
    """When which measure is in force, of comparisons and runs."""
    head = evidence.head("policy", "measure", "from_to", "strength_share")
    for case in evidence.cases:
        if case.result.kind == "comparison":
            every = scenarios_of(case.result)
            rows = [(case.titles[one.name], *row) for one in every for row in _in_force(evidence, one)]
            yield Table(evidence.words("settings", case=case.title), head, tuple(rows))
    for title, result in evidence.runs:
        rows = [(title, *row) for one in scenarios_of(result) for row in _in_force(evidence, one)]
        yield Table(evidence.words("settings", case=title), head, tuple(rows))


def _in_force(evidence: Evidence, scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Each measure of a scenario: its name, from when to when, and how strong."""
    write = evidence.numbers.number
    for one in policy_in_force(scenario):
        if one.until is None:
            span = evidence.words("to_end", start=write(one.start))
        else:
            span = evidence.words("to_month", start=write(one.start), until=write(one.until))
        yield instrument_name(one.instrument, evidence.language), span, write(one.strength, 2)


def _patterns(evidence: Evidence, result: Result) -> Table:
    """The verdict on each pattern, and in what share of draws it holds."""
    title = key_in(evidence.language, "title")
    rows = []
    for row in result.tables["verdicts"].to_dict("records"):
        verdict = translate(evidence.language, f"pattern.{row['verdict']}")
        rows.append(
            (
                f"{row['pattern']} {row.get(title, row['title'])}",
                verdict,
                evidence.numbers.percent(float(row["robust"])),
            )
        )
    return Table(evidence.words("robust_table"), evidence.head("pattern", "verdict", "holds_in"), tuple(rows))


# --- Assumptions -------------------------------------------------------------------------------------------


def _assumptions(evidence: Evidence) -> Iterator[Paragraph | Table]:
    """The numbers that matter most here, with source and strength, and what the measures in use cost."""
    weak, strong = (sum(one.strength in classes for one in PARAMETERS.values()) for classes in (_WEAK, _STRONG))
    yield Paragraph(evidence.words("assumptions_all", all=len(PARAMETERS), weak=weak, strong=strong))
    rows = tuple(_assumption(evidence, one) for one in _weighty(evidence))
    if rows:
        head = evidence.head("assumption", "value", "span", "strength", "source")
        yield Table(evidence.words("assumptions", count=len(rows)), head, rows, foreign=_last(head))
    yield Paragraph(evidence.words("strengths"))
    instruments = sorted(_in_use(evidence), key=list(INSTRUMENTS).index)
    if instruments:
        priced = tuple(_priced(evidence, INSTRUMENTS[name]) for name in instruments)
        columns = evidence.head("measure", "price", "source")
        yield Table(evidence.words("assumptions_prices"), columns, priced, foreign=_last(columns))


def _last(head: tuple[str, ...]) -> tuple[int]:
    """The number of the last column, that of the sources, which are in English."""
    return (len(head) - 1,)


def _in_use(evidence: Evidence) -> set[str]:
    """Instruments that any of the results sets."""
    found = set()
    for result in evidence.results:
        for one in result.inputs().values():
            found |= {entry["instrument"] for entry in one["policy"]}
        for lever in result.manifest.get("levers", []):
            found |= {path.split(".")[1] for path in lever["sets"] if path.startswith("policy.")}
    return found & INSTRUMENTS.keys()


def _priced(evidence: Evidence, one: Instrument) -> tuple[str, str, str]:
    """What a measure costs the public, in words, and the source of that."""
    parts = {name: getattr(one.cost, name) for name in _COST_PARTS}
    texts = [
        evidence.words(f"price_{name}", amount=_cost_amount(evidence, name, value))
        for name, value in parts.items()
        if value
    ]
    price = evidence.numbers.joined(texts) or evidence.words("price_none")
    return instrument_name(one.id, evidence.language), price, one.cost.source


def _cost_amount(evidence: Evidence, part: str, value: float) -> str:
    """One part of a cost: euros, or a part of each euro that is granted."""
    return evidence.numbers.number(value, 2) if part == "per_euro" else evidence.numbers.euros(value)


def _weighty(evidence: Evidence) -> list[Parameter]:
    """Parameters that lead in the sensitivity analyses, the weightiest first."""
    found: dict[str, float] = {}
    for result in evidence.sensitivity:
        for change in (False, True):
            for *_, rows in leading_factors(result, change, _ASSUMPTIONS):
                for factor, value in zip(rows["factor"], rows["value"], strict=True):
                    found[factor] = max(found.get(factor, 0.0), float(value))
    chosen: list[Parameter] = []
    for path in sorted(found, key=lambda one: -found[one])[:_ASSUMPTIONS]:
        stem = path.removeprefix("parameters.")
        chosen += [one for one in PARAMETERS.values() if one.name == stem or (one.stem == stem and one.name != stem)]
    return chosen


def _assumption(evidence: Evidence, one: Parameter) -> tuple[str, ...]:
    """A parameter: its name, value, range, and how strong the evidence for it is and where it is from."""
    value, low, high = (
        evidence.numbers.number(number, 0 if abs(number) >= _LARGE else 2) for number in (one.value, one.low, one.high)
    )
    return one.label(evidence.language), f"{value} {one.unit}", f"{low} – {high}", one.strength, one.source


# --- Origin ------------------------------------------------------------------------------------------------


def _origin(evidence: Evidence, command: str) -> Iterator[Paragraph | Table | Command]:
    """What made the results, and the commands that make them again."""
    yield Paragraph(evidence.words("origin"))
    head = evidence.head("result", "manifest", "model", "worlds", "seed", "machine")
    yield Table(evidence.words("origin_table"), head, tuple(_made(one) for one in evidence.results))
    yield Paragraph("", evidence.words("again"))
    lines = [*(one.manifest.get("command", "") for one in evidence.results), command]
    yield Command("\n".join(dict.fromkeys(line for line in lines if line)))


def _made(one: Result) -> tuple[str, ...]:
    """What made a result: digest, model, worlds, seed and libraries."""
    facts, versions = one.manifest, one.manifest["versions"]
    libraries = ", ".join(f"{name} {versions[name]}" for name in _VERSIONS if name in versions)
    worlds, seed = (str(facts.get(key, UNKNOWN)) for key in ("replicates", "seed"))
    return one.folder.name, facts["digest"][:_SHORT], facts["model"], worlds, seed, libraries
