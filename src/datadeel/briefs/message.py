"""The message of a brief: what a reader needs, on two pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from datadeel.briefs import answer
from datadeel.briefs.cases import Case, interval_of
from datadeel.briefs.document import Listing, Paragraph, Section, Table
from datadeel.briefs.evidence import CASES, ROWS, Evidence, leading_factors, main_index, most_moved
from datadeel.briefs.phrases import (
    factor_name,
    index_text,
    instrument_name,
    outcome_cell,
    outcome_name,
    paragraphs,
    price_cell,
    within_sentence,
)
from datadeel.briefs.pictures import adoption_picture, courses
from datadeel.figures.of_result import scenarios_of
from datadeel.i18n.numbers import Interval
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import shown_in
from datadeel.results.reader import Result

#: With more policies than this, a question names none.
_NAMED_POLICIES = 5

#: Factors that a sentence on what results hang on names.
_DRIVERS = 3

#: Sentences on what the model is and is not.
_IS = range(1, 6)


def message(evidence: Evidence, question: str) -> Iterator[Section]:
    """The sections of the message. question: that the brief answers; a computed one where empty."""
    yield Section("question", evidence.words("question_title"), (Paragraph(question or _question(evidence)),))
    if evidence.cases:
        sentences = answer.of_cases(evidence.cases, evidence.language)
    else:
        sentences = answer.of_runs(evidence.runs, evidence.language)
    yield Section("answer", evidence.words("answer_title"), (_answers(sentences), *_sure(evidence)))
    if evidence.cases:
        yield Section("compared", evidence.words("compared_title"), tuple(_compared(evidence)))
    yield from _course(evidence)
    money = tuple(_money(evidence))
    if money:
        blocks = (Paragraph(evidence.words("gains_about")), paragraphs(money))
        yield Section("money", evidence.words("gains_title"), blocks)
    yield Section("uncertain", evidence.words("uncertain_title"), (paragraphs(_uncertain(evidence)),))
    yield Section("model", evidence.words("is_title"), (paragraphs(evidence.words(f"is_{at}") for at in _IS),))


def _course(evidence: Evidence) -> Iterator[Section]:
    """How sharing goes over the years, in pictures; nothing where no result keeps curves."""
    if evidence.cases:
        pictures = tuple(courses(evidence))
    else:
        pictures = tuple(adoption_picture(evidence, title, one) for title, one in evidence.runs[:CASES])
    if pictures:
        yield Section("course", evidence.words("course_title"), pictures)


def _answers(sentences: Iterable[answer.Sentence]) -> Listing:
    """Claims, each with the numbers that bear it out."""
    return Listing(tuple(Paragraph(one.evidence, one.claim) for one in sentences), ordered=True)


def _question(evidence: Evidence) -> str:
    """The question that these results answer."""
    if not evidence.cases:
        return evidence.words("question_run")
    names = list(dict.fromkeys(case.titles[policy] for case in evidence.cases for policy in case.policies))
    if len(names) > _NAMED_POLICIES:
        return evidence.words("question_many", count=evidence.numbers.number(len(names)))
    key = "question" if len(names) > 1 else "question_one"
    return evidence.words(
        key, policies=evidence.numbers.joined([evidence.words("quoted", text=name) for name in names])
    )


def _sure(evidence: Evidence) -> Iterator[Paragraph]:
    """How sure the answer is: over how many worlds, and against what."""
    counts = [case.worlds for case in evidence.cases]
    counts = counts or [int(one.manifest["replicates"]) for _, one in evidence.runs]
    one_world = max(counts) == 1
    worlds = evidence.words("sure_one") if one_world else evidence.words("sure", worlds=evidence.numbers.count(counts))
    yield Paragraph(f"{worlds} {evidence.words('sure_assumed')}", evidence.words("sure_strong"))
    if evidence.cases:
        baselines = "; ".join(_baseline(evidence, case) for case in evidence.cases)
        yield Paragraph(evidence.words("baselines", baselines=baselines))


def _baseline(evidence: Evidence, case: Case) -> str:
    """What the baseline of a case is: the measures that are in it already."""
    if case.result.kind != "comparison":
        return evidence.words("baseline_of", case=case.title, baseline=case.titles[case.baseline])
    (scenario,) = [one for one in scenarios_of(case.result) if one.name == case.baseline]
    instruments = dict.fromkeys(instrument_name(one.instrument, evidence.language) for one in scenario.policy)
    names = [within_sentence(one) for one in instruments]
    key = "baseline_with" if names else "baseline_without"
    return evidence.words(key, case=case.title, measures=evidence.numbers.joined(names))


# --- What is compared --------------------------------------------------------------------------------------


def _compared(evidence: Evidence) -> Iterator[Table | Paragraph]:
    """A table of each case, and what is left out of them."""
    for case in evidence.cases:
        yield _packages(evidence, case, most_moved(case))
        if len(case.policies) > ROWS:
            yield Paragraph(evidence.words("some_of", all=len(case.policies), shown=ROWS))
    same = evidence.more and evidence.more[0].result.kind == evidence.cases[0].result.kind
    if same:
        count = len(evidence.cases) + len(evidence.more)
        yield Paragraph(evidence.words("more_cases", all=count, shown=len(evidence.cases)))
    yield Paragraph(evidence.words("compared_note"))


def _packages(evidence: Evidence, case: Case, policies: Sequence[str]) -> Table:
    """How packages end and what they change: a row a package, the baseline first."""
    levels = [name for name in shown_in("brief_levels") if name in case.outcomes]
    changes = [name for name in shown_in("brief_changes") if name in case.outcomes]
    priced = ["column_price"] if "cost" in case.tables else []
    columns = [*(f"level_{name}" for name in levels), *(f"column_{name}" for name in changes), *priced]
    rows = []
    for policy in (case.baseline, *policies):
        cells = [outcome_cell(evidence, name, case.level(policy, name)) for name in levels]
        cells += [outcome_cell(evidence, name, case.change(policy, name), change=True) for name in changes]
        cells += [price_cell(evidence, case.price(policy)) for _ in priced]
        rows.append((case.titles[policy], *cells))
    return Table(evidence.words("compared", case=case.title), evidence.head("policy", *columns), tuple(rows))


# --- Who gains and who pays --------------------------------------------------------------------------------


def _money(evidence: Evidence) -> Iterator[str]:
    """Of each case who gains most, who is worse off and what government pays under each package."""
    for case in evidence.cases:
        if "gains" in case.tables:
            pieces = [_package_gains(evidence, case, policy) for policy in most_moved(case)]
            yield evidence.words("case", case=case.title, text=" ".join(pieces))


def _package_gains(evidence: Evidence, case: Case, policy: str) -> str:
    """One package: only what intervals bear out."""
    gains = {kind: one for kind in KINDS if (one := case.gain(policy, kind)) is not None}
    texts = [*_winners(evidence, gains), *_losers(evidence, gains), *_paid(evidence, case.gain(policy, "government"))]
    found = "; ".join(texts) or evidence.words("gains_none")
    return evidence.words("gains_with", policy=case.titles[policy], texts=found)


def _winners(evidence: Evidence, gains: dict[str, Interval]) -> Iterator[str]:
    """The kind that gains most, where its interval lies above all others; else the kinds that gain."""
    first, *others = sorted(gains, key=lambda kind: -gains[kind].value)
    won = [kind for kind, gain in gains.items() if gain.sign > 0]
    if won and all(gains[first].low > gains[kind].high for kind in others):
        yield evidence.words("gains_most", kind=_kind_amount(evidence, first, gains[first]))
    elif won:
        names = [_kind_amount(evidence, kind, gains[kind]) for kind in won]
        yield evidence.words("gains_more", kinds=evidence.numbers.joined(names))


def _losers(evidence: Evidence, gains: dict[str, Interval]) -> Iterator[str]:
    """The kinds that lose."""
    names = [_kind_amount(evidence, kind, gain) for kind, gain in gains.items() if gain.sign < 0]
    if names:
        yield evidence.words("gains_less", kinds=evidence.numbers.joined(names))


def _paid(evidence: Evidence, paid: Interval | None) -> Iterator[str]:
    """What government pays, or saves."""
    if paid is not None and paid.sign:
        key = "gains_paid" if paid.sign < 0 else "gains_saved"
        yield evidence.words(key, amount=evidence.numbers.price(paid.size))


def _kind_amount(evidence: Evidence, kind: str, gain: Interval) -> str:
    """A kind with what it gains or loses, whatever the direction."""
    return evidence.words("amount", kind=evidence.kind(kind), amount=evidence.numbers.price(gain.size))


# --- What is uncertain -------------------------------------------------------------------------------------


def _uncertain(evidence: Evidence) -> Iterator[str]:
    """On which unknown numbers results hang, and how far the model can be trusted."""
    for result in evidence.sensitivity:
        yield from _drives(evidence, result)
    if any(main_index(result) == "ST" for result in evidence.sensitivity):
        yield evidence.words("factors")
    if not evidence.sensitivity:
        yield evidence.words("no_sensitivity")
    for result in evidence.patterns:
        yield from _reproduced(evidence, result)
    if not evidence.patterns:
        yield evidence.words("no_patterns")


def _reproduced(evidence: Evidence, result: Result) -> Iterator[str]:
    """How many patterns the model reproduces, and in how many draws of its parameters."""
    verdicts = result.tables["verdicts"]
    counts = {name: int((verdicts["verdict"] == name).sum()) for name in ("reproduced", "partly", "not_reproduced")}
    rest = len(verdicts) - sum(counts.values())
    more = evidence.words("undecided", undecided=rest) if rest else ""
    yield evidence.words("reproduced", all=len(verdicts), more=more, **counts)
    robust = verdicts["robust"].dropna()
    if len(robust):
        ends = {"mean": robust.mean(), "low": robust.min(), "high": robust.max()}
        yield evidence.words("robust", **{name: evidence.numbers.percent(float(one)) for name, one in ends.items()})


def _drives(evidence: Evidence, result: Result) -> Iterator[str]:
    """The factors that move outcomes most, and those that move what policies change."""
    titles = result.titles(evidence.language)
    for change in (False, True):
        for scenario, policy, outcome, rows in leading_factors(result, change, _DRIVERS):
            if not len(rows):
                continue
            names = [_driver(evidence, result, row) for _, row in rows.iterrows()]
            values = {"case": titles.get(scenario, scenario), "factors": evidence.numbers.joined(names)}
            if change:
                yield evidence.words("drives_effect", policy=titles.get(policy, policy), **values)
            else:
                yield evidence.words("drives", outcome=outcome_name(outcome, evidence.language), **values)


def _driver(evidence: Evidence, result: Result, row: pd.Series) -> str:
    """A factor with its index. row: of the table of indices."""
    index = index_text(evidence, interval_of(row, "value"), main_index(result) != "mu_star")
    return evidence.words("factor", factor=factor_name(str(row["factor"]), evidence.language), range=index)
