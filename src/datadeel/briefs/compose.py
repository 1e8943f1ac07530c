"""From results to a document: which sections, tables and figures a brief has."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from babel.dates import format_date
from matplotlib.figure import Figure

from datadeel.analysis.rankings import above_floor
from datadeel.analysis.sensitivity import METHODS
from datadeel.briefs import answer
from datadeel.briefs.cases import Case, cases
from datadeel.briefs.document import Command, Document, Listing, Paragraph, Picture, Section, Table
from datadeel.errors import InputError
from datadeel.experiment.sampling import DUMMY
from datadeel.figures.adoption import adoption_figure
from datadeel.figures.comparison import differences_figure, plane_figure
from datadeel.figures.curves import cases_figure, kinds_figure
from datadeel.figures.labels import factor_label, outcome_label
from datadeel.figures.of_result import context_of, scenarios_of
from datadeel.figures.page import Context
from datadeel.figures.sensitivity.ranking import bars_figure
from datadeel.figures.style import styled, write_svg
from datadeel.i18n import key_in, translate
from datadeel.i18n.numbers import Formatter, Interval
from datadeel.model.policy import policy_in_force
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import scale, shown_in
from datadeel.registry.parameters import PARAMETERS, Parameter
from datadeel.results.reader import Result
from datadeel.scenario.records import Scenario

#: Rows of the table of packages that a message holds.
_ROWS = 8
#: Cases that the message tells of; others stand in the annex.
_CASES = 4
#: Packages that have a line each in one panel.
_LINES = 5
#: Years that a table of curves tells of, about.
_YEARS = 5
#: Assumptions that are listed.
_ASSUMPTIONS = 12


@dataclass(frozen=True)
class Evidence:
    """What a brief stands on. ``cases``: policies compared; ``runs``: scenarios by themselves, by title."""

    language: str
    results: Sequence[Result]
    cases: Sequence[Case] = ()
    more: Sequence[Case] = ()
    runs: Sequence[tuple[str, Result]] = ()
    sensitivity: Sequence[Result] = ()
    patterns: Sequence[Result] = ()

    def translate(self, key: str, **values: object) -> str:
        """A text of the catalogue's section ``brief``."""
        return translate(self.language, f"brief.{key}", **values)

    @property
    def writer(self) -> Formatter:
        """Writes numbers."""
        return Formatter(self.language)


def gather(results: Sequence[Result], language: str) -> Evidence:
    """Sort results by what they can tell. Raises InputError if they hold nothing that a brief could tell of.

    The message is about comparisons; without one about sweeps, else about runs. What is left stands in the annexes.
    """
    found = {kind: [one for one in results if one.kind == kind] for kind in ("comparison", "sweep", "sensitivity", "patterns")}  # fmt: skip
    compared = [case for one in found["comparison"] for case in cases(one, language)]
    swept = [case for one in found["sweep"] for case in cases(one, language)]
    compared, swept = _named_apart(compared), _named_apart(swept)
    whole = compared or swept
    runs = [(scenario.titled(language), one) for one in results if one.kind == "run" for scenario in scenarios_of(one)]
    if not (whole or runs):
        told = ", ".join(str(one.folder) for one in results)
        raise InputError(
            f"{told}: nothing to tell of: give at least one run, one comparison, or one sweep over more than one policy"
        )
    return Evidence(
        language, results, whole[:_CASES], [*whole[_CASES:], *(swept if compared else [])], runs, found["sensitivity"], found["patterns"]
    )  # fmt: skip


def _named_apart(found: list[Case]) -> list[Case]:
    """Cases with titles that differ: the folder's name, and if need be a number, stands behind those that do not."""
    titles = [case.title for case in found]
    named = [f"{one.title} ({one.result.folder.name})" if titles.count(one.title) > 1 else one.title for one in found]
    numbered = [f"{one} {named[:at].count(one) + 1}" if named.count(one) > 1 else one for at, one in enumerate(named)]
    return [replace(case, title=title) for case, title in zip(found, numbered, strict=True)]


def compose(
    results: Sequence[Result], language: str, title: str = "", question: str = "", today: date | None = None, command: str = ""
) -> Document:  # fmt: skip
    """The brief on ``results``. title, question: computed ones where empty. today: date on it. command: that makes it again.

    Raises InputError if the results hold nothing that a brief could tell of.
    """
    told = gather(results, language)
    names = [case.title for case in told.cases] or [name for name, _ in told.runs]
    version = results[0].made["version"]
    day = format_date(today or date.today(), format="long", locale=language)
    short = ", ".join(names) if len(names) <= 2 else ""
    return Document(
        language,
        title or (told.translate("title_cases", cases=short) if short else told.translate("title")),
        told.translate("about", date=day, version=version),
        tuple(_message(told, question)),
        tuple(_annexes(told, command)),
        results[0].manifest["digest"],
        {key: told.translate(key) for key in ("data", "contents", "annex", "skip", "commands")},
    )


# --- The message -------------------------------------------------------------------------------------------


def _message(told: Evidence, question: str) -> Iterator[Section]:
    yield Section("question", told.translate("question_title"), (Paragraph(question or _question(told)),))
    sentences = answer.of_cases(told.cases, told.language) if told.cases else answer.of_runs(told.runs, told.language)
    yield Section("answer", told.translate("answer_title"), (_answers(sentences), *_sure(told)))
    if told.cases:
        yield Section("compared", told.translate("compared_title"), tuple(_compared(told)))
        pictures = tuple(_courses(told))
    else:
        pictures = tuple(_adoption(told, title, one) for title, one in told.runs[:_CASES])
    if pictures:
        yield Section("course", told.translate("course_title"), pictures)
    money = tuple(_money(told))
    if money:
        yield Section(
            "money", told.translate("gains_title"), (Paragraph(told.translate("gains_about")), _listing(money))
        )
    yield Section("uncertain", told.translate("uncertain_title"), (_listing(_uncertain(told)),))
    yield Section("model", told.translate("is_title"), (_listing(told.translate(f"is_{at}") for at in range(1, 6)),))


def _listing(texts: Iterable[str]) -> Listing:
    return Listing(tuple(Paragraph(text) for text in texts))


def _answers(sentences: Iterable[answer.Sentence]) -> Listing:
    return Listing(tuple(Paragraph(one.evidence, one.claim) for one in sentences), ordered=True)


def _question(told: Evidence) -> str:
    if not told.cases:
        return told.translate("question_run")
    names = list(dict.fromkeys(case.titles[policy] for case in told.cases for policy in case.policies))
    if len(names) > 5:
        return told.translate("question_many", count=told.writer.number(len(names)))
    key = "question" if len(names) > 1 else "question_one"
    return told.translate(key, policies=told.writer.joined([told.translate("quoted", text=name) for name in names]))


def _sure(told: Evidence) -> Iterator[Paragraph]:
    counts = [case.worlds for case in told.cases] or [int(one.manifest["replicates"]) for _, one in told.runs]
    low, high = (told.writer.number(end(counts)) for end in (min, max))
    worlds = (
        told.translate("sure_one")
        if max(counts) == 1
        else told.translate("sure", worlds=low if low == high else f"{low}–{high}")
    )
    yield Paragraph(f"{worlds} {told.translate('sure_assumed')}", told.translate("sure_strong"))
    if told.cases:
        yield Paragraph(told.translate("baselines", baselines="; ".join(_started(told, case) for case in told.cases)))


def _started(told: Evidence, case: Case) -> str:
    """What the baseline of a case is: the measures that are in it already."""
    if case.result.kind != "comparison":
        return told.translate("baseline_of", case=case.title, baseline=case.titles[case.baseline])
    (scenario,) = [one for one in scenarios_of(case.result) if one.name == case.baseline]
    names = [_lower(one) for one in dict.fromkeys(_measure(told, one.instrument) for one in scenario.policy)]
    key = "baseline_with" if names else "baseline_without"
    return told.translate(key, case=case.title, measures=told.writer.joined(names))


def _measure(told: Evidence, name: str) -> str:
    known = INSTRUMENTS[name]
    return known.label(told.language)


def _compared(told: Evidence) -> Iterator[Table | Paragraph]:
    for case in told.cases:
        yield _packages(told, case, _most(case, _ROWS))
        if len(case.policies) > _ROWS:
            yield Paragraph(told.translate("some_of", all=len(case.policies), shown=_ROWS))
    left = len(told.more) if told.more and told.more[0].result.kind == told.cases[0].result.kind else 0
    if left:
        yield Paragraph(told.translate("more_cases", all=len(told.cases) + left, shown=len(told.cases)))
    yield Paragraph(told.translate("compared_note"))


def _most(case: Case, rows: int) -> list[str]:
    """The policies with the largest change in lasting sharing, in the order of the tables."""
    changes = {policy: case.change(policy, "durable") or case.change(policy, "sharing") for policy in case.policies}
    size = {policy: one.value if one else 0.0 for policy, one in changes.items()}
    kept = sorted(size, key=lambda policy: -size[policy])[:rows]
    return [policy for policy in case.policies if policy in kept]


def _packages(told: Evidence, case: Case, policies: Sequence[str]) -> Table:
    """How packages end and what they change: a row a package, the baseline first."""
    levels = [name for name in shown_in("brief_levels") if name in case.outcomes]
    changes = [name for name in shown_in("brief_changes") if name in case.outcomes]
    priced = "cost" in case.tables
    head = [told.translate("policy"), *(told.translate(f"level_{name}") for name in levels)]
    head += [*(told.translate(f"column_{name}") for name in changes), *([told.translate("column_price")] * priced)]
    rows = []
    for policy in (case.baseline, *policies):
        ends = [(name, case.level(policy, name), False) for name in levels]
        moved = [(name, case.change(policy, name), True) for name in changes]
        cells = [
            "–" if one is None else told.writer.outcome_interval(name, one, sign) for name, one, sign in (*ends, *moved)
        ]
        price = case.price(policy) if priced else None
        cells += ["–" if price is None else told.writer.price(price)] * priced
        rows.append((case.titles[policy], *cells))
    return Table(told.translate("compared", case=case.title), tuple(head), tuple(rows))


def _money(told: Evidence) -> Iterator[str]:
    """Of each case who gains most, who is worse off and what government pays under each package."""
    for case in told.cases:
        if "gains" in case.tables:
            pieces = [_gained(told, case, policy) for policy in _most(case, _ROWS)]
            yield told.translate("case", case=case.title, text=" ".join(pieces))


def _gained(told: Evidence, case: Case, policy: str) -> str:
    """One package: only what intervals bear out."""
    gains = {kind: one for kind in KINDS if (one := case.gain(policy, kind)) is not None}
    first, *others = sorted(gains, key=lambda kind: -gains[kind].value)

    def named(kind: str) -> str:
        kind_told = translate(told.language, f"kind.{kind}")
        return told.translate("amount", kind=kind_told, amount=told.writer.price(gains[kind].size))

    won = [kind for kind in gains if gains[kind].sign > 0]
    lost = [kind for kind in gains if gains[kind].sign < 0]
    texts = []
    if won and all(gains[first].low > gains[kind].high for kind in others):
        texts.append(told.translate("gains_most", kind=named(first)))
    elif won:
        texts.append(told.translate("gains_more", kinds=told.writer.joined([named(kind) for kind in won])))
    if lost:
        texts.append(told.translate("gains_less", kinds=told.writer.joined([named(kind) for kind in lost])))
    paid = case.gain(policy, "government")
    if paid is not None and paid.sign:
        texts.append(
            told.translate("gains_paid" if paid.sign < 0 else "gains_saved", amount=told.writer.price(paid.size))
        )
    return told.translate(
        "gains_with", policy=case.titles[policy], texts="; ".join(texts) or told.translate("gains_none")
    )


def _uncertain(told: Evidence) -> Iterator[str]:
    """On which unknown numbers results hang, and how far the model can be trusted."""
    for result in told.sensitivity:
        yield from _drives(told, result)
    if any(METHODS[result.manifest["method"]][1] == "ST" for result in told.sensitivity):
        yield told.translate("factors")
    if not told.sensitivity:
        yield told.translate("no_sensitivity")
    for result in told.patterns:
        verdicts = result.tables["verdicts"]
        counts = {name: int((verdicts["verdict"] == name).sum()) for name in ("reproduced", "partly", "not_reproduced")}
        rest = len(verdicts) - sum(counts.values())
        more = told.translate("undecided", undecided=rest) if rest else ""
        yield told.translate("reproduced", all=len(verdicts), more=more, **counts)
        robust = verdicts["robust"].dropna()
        if len(robust):
            ends = {"mean": robust.mean(), "low": robust.min(), "high": robust.max()}
            yield told.translate("robust", **{name: told.writer.percent(float(one)) for name, one in ends.items()})
    if not told.patterns:
        yield told.translate("no_patterns")


def _leading(result: Result, change: bool, most: int) -> Iterator[tuple[str, str, str, pd.DataFrame]]:
    """The factors that lead, clear of the noise floor, for the first outcome: scenario, policy, outcome and rows of indices."""
    main = METHODS[result.manifest["method"]][1]
    if "indices" not in result.tables:
        return
    indices = result.tables["indices"]
    base = indices["policy"] == result.manifest["baseline"]
    chosen = indices[(indices["index"] == main) & (indices["change"] == change) & (base != change)]
    for (scenario, policy), part in chosen.groupby(["scenario", "policy"], sort=False):
        outcome = str(part["outcome"].iloc[0])
        part = part[part["outcome"] == outcome]
        yield str(scenario), str(policy), outcome, above_floor(part).head(most)


def _drives(told: Evidence, result: Result) -> Iterator[str]:
    titles = result.titles(told.language)
    shares = METHODS[result.manifest["method"]][1] != "mu_star"
    for change in (False, True):
        for scenario, policy, outcome, rows in _leading(result, change, 3):
            if not len(rows):
                continue
            names = [
                told.translate(
                    "factor",
                    factor=_factor(row["factor"], told.language),
                    range=_index(told, Interval(row["value"], row["low"], row["high"]), shares),
                )
                for row in rows.to_dict("records")
            ]
            values = {"case": titles.get(scenario, scenario), "factors": told.writer.joined(names)}
            if change:
                yield told.translate("drives_effect", policy=titles.get(policy, policy), **values)
            else:
                yield told.translate("drives", outcome=_outcome(outcome, told.language), **values)


def _index(told: Evidence, one: Interval, share: bool) -> str:
    """An index with its interval: in per cent where it is a part of the variance."""
    text = told.writer.interval(one.times(100.0), 0) if share else told.writer.interval(one, 2)
    mean, _, rest = text.partition(" (")
    return f"{mean}{'%' * share}, {rest.removesuffix(')')}"


def _factor(path: str, language: str) -> str:
    return _lower(factor_label(path, language))


def _lower(text: str) -> str:
    """As it stands within a sentence; EU stays EU."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _outcome(name: str, language: str) -> str:
    return outcome_label(language, name).partition(" (")[0].partition(",")[0]


# --- Figures -----------------------------------------------------------------------------------------------


def _picture(name: str, caption: str, alt: str, figure: Figure, data: Table, digest: str) -> Picture:
    drawn = io.BytesIO()
    with styled():
        write_svg(figure, drawn, caption, f"manifest {digest}")
    return Picture(name, caption, alt, drawn.getvalue().decode(), data)


def _context(told: Evidence, case: Case, title: str = "") -> Context:
    """What the figures of a case have in common; ``title``: of one figure."""
    return replace(context_of(case.result, told.language), titles=case.titles, title=title)


def _courses(told: Evidence) -> Iterator[Picture]:
    """Adoption in each case, a line a package, where results keep curves."""
    shown = [case for case in told.cases if len(case.curves) and len(case.policies) <= _LINES]
    if not shown:
        return
    curves = {case.title: case.curves[case.curves["kind"] == "all"] for case in shown}
    caption = told.translate("caption_curves")
    worlds = max(case.worlds for case in shown)
    first = shown[0]
    curves = {case.title: curves[case.title].replace({"policy": case.titles}) for case in shown}
    titles = {title: title for case in shown for title in case.titles.values()}
    context = replace(_context(told, first, caption), titles=titles, replicates=worlds)
    figure = cases_figure(curves, context)
    parts = {
        f"{case.title}, {policy}": part
        for case in shown
        for policy, part in curves[case.title].groupby("policy", sort=False)
    }
    alt = told.translate("alt_curves", years=_years(told, next(iter(curves.values()))), ends=_ends(told, parts))
    yield _picture("curves", caption, alt, figure, _yearly(told, caption, parts), first.result.made["digest"])


def _kinds(told: Evidence, case: Case) -> Iterator[Picture]:
    """Adoption by kind under each package."""
    if not len(case.curves) or len(case.policies) > _LINES:
        return
    curves = case.curves.rename(columns={"policy": "scenario"})
    made = case.result.made
    caption = told.translate("caption_kinds", case=case.title)
    figure = kinds_figure(curves, _context(told, case), case.baseline)
    parts = {
        f"{case.titles[str(name)]}, {translate(told.language, f'kind.{kind}')}": part
        for (name, kind), part in curves[curves["kind"] != "all"].groupby(["scenario", "kind"], sort=False)
    }
    alt = told.translate("alt_kinds", years=_years(told, curves), ends=_ends(told, parts))
    yield _picture(f"kinds-{_key(case)}", caption, alt, figure, _yearly(told, caption, parts), made["digest"])


def _adoption(told: Evidence, title: str, result: Result) -> Picture:
    (scenario,), curves, made = scenarios_of(result), result.tables["curves"], result.made
    caption = told.translate("caption_adoption", case=title)
    figure = adoption_figure(curves, scenario, context_of(result, told.language))
    parts = {translate(told.language, f"kind.{kind}"): part for kind, part in curves.groupby("kind", sort=False)}
    alt = told.translate("alt_adoption", years=_years(told, curves), ends=_ends(told, parts))
    return _picture(f"adoption-{scenario.name}", caption, alt, figure, _yearly(told, caption, parts), made["digest"])


def _cost_plane(told: Evidence, case: Case) -> Iterator[Picture]:
    if "cost" not in case.tables:
        return
    made = case.result.made
    caption = told.translate("caption_cost", case=case.title)
    table = case.tables["cost"]
    figure = plane_figure(table, _context(told, case), case.baseline, by="policy")
    sentences = answer.of_costs(case, told.language)
    alt = told.translate("alt_cost", costs=" ".join(sentences))
    columns = ("policy", "column_sharers", "column_spending", "column_price")
    rows = []
    for policy in case.policies:
        ranges = [case.cost(policy, "sharers"), case.cost(policy, "spending")]
        cells = [
            told.writer.interval(one) if one else "–"
            for one in (ranges[0], ranges[1] and ranges[1].times(scale("public_spending")))
        ]
        price = case.price(policy)
        rows.append((case.titles[policy], *cells, "–" if price is None else told.writer.price(price)))
    data = Table(caption, tuple(told.translate(one) for one in columns), tuple(rows))
    yield _picture(f"cost-{_key(case)}", caption, alt, figure, data, made["digest"])


def _differences(told: Evidence, case: Case) -> Iterator[Picture]:
    made, table = case.result.made, case.tables["differences"]
    shown = table[table["outcome"].isin(shown_in("sweep"))]
    if not len(shown):
        return
    caption = told.translate("caption_differences", case=case.title)
    figure = differences_figure(shown, _context(told, case), case.baseline, by="policy")
    alt = told.translate("alt_differences")
    outcomes = [str(one) for one in shown["outcome"].unique()]
    head = (told.translate("policy"), *(outcome_label(told.language, one, change=True) for one in outcomes))
    changes = [[case.change(policy, one) for one in outcomes] for policy in case.policies]
    rows = tuple(
        (
            case.titles[policy],
            *(
                "–" if one is None else told.writer.outcome_interval(name, one, True)
                for name, one in zip(outcomes, found, strict=True)
            ),
        )
        for policy, found in zip(case.policies, changes, strict=True)
    )
    yield _picture(f"differences-{_key(case)}", caption, alt, figure, Table(caption, head, rows), made["digest"])


def _indices(told: Evidence, result: Result) -> Iterator[Picture]:
    """Which assumptions move the outcomes under the baseline policy."""
    for scenario, policy, _, rows in _leading(result, False, 5):
        table = result.tables["indices"]
        part = table[(table["scenario"] == scenario) & (table["policy"] == policy) & ~table["change"]]
        part = part[part["outcome"].isin(result.manifest["shown"][:3])]
        case = result.titles(told.language).get(scenario, scenario)
        caption = told.translate("caption_indices", case=case)
        figure = bars_figure(part, replace(context_of(result, told.language), title=caption))
        outcomes = told.writer.joined([_outcome(str(one), told.language) for one in part["outcome"].unique()])
        factors = told.writer.joined([_factor(one, told.language) for one in rows["factor"]])
        alt = told.translate("alt_indices", outcomes=outcomes, factors=factors)
        data = _index_table(told, caption, part, METHODS[result.manifest["method"]][1])
        yield _picture(f"indices-{result.folder.name}-{scenario}", caption, alt, figure, data, result.made["digest"])


def _index_table(told: Evidence, caption: str, part: pd.DataFrame, main: str) -> Table:
    rows = part[part["index"] == main]
    outcomes = [str(one) for one in rows["outcome"].unique()]
    cells: dict[str, dict[str, str]] = {}
    for row in rows.sort_values("value", ascending=False).to_dict("records"):
        text = told.writer.interval(Interval(row["value"], row["low"], row["high"]), 2)
        cells.setdefault(row["factor"], {})[row["outcome"]] = text
    head = (told.translate("factor_title"), *(_outcome(one, told.language) for one in outcomes))
    named = {
        name: translate(told.language, "sensitivity.dummy") if name == DUMMY else _factor(name, told.language)
        for name in cells
    }
    return Table(
        caption, head, tuple((named[name], *(of.get(one, "–") for one in outcomes)) for name, of in cells.items())
    )


def _key(case: Case) -> str:
    return f"{case.result.folder.name}-{case.baseline}-{case.tables['differences'].index[0]}"


def _years(told: Evidence, curves: pd.DataFrame) -> str:
    return told.writer.number(float(curves["month"].max()) / 12.0)


def _ends(told: Evidence, parts: dict[str, pd.DataFrame]) -> str:
    """Where curves end, in words."""
    ends = [(name, told.writer.percent(float(part["mean"].iloc[-1]))) for name, part in parts.items()]
    return "; ".join(told.translate("end_of", name=name, percent=value) for name, value in ends)


def _yearly(told: Evidence, caption: str, parts: dict[str, pd.DataFrame]) -> Table:
    """Curves at the ends of some years, a row a curve: the mean, and where the middle 80 % of worlds lie."""
    last = max(int(part["month"].max()) for part in parts.values())
    step = 12 * max(1, round(last / 12 / _YEARS))
    months = sorted({*range(step, last + 1, step), last})

    def cell(row: pd.Series) -> str:
        mean, low, high = (told.writer.percent(row[name]) for name in ("mean", "p10", "p90"))
        return translate(told.language, "number.interval", mean=mean, low=low, high=high)

    head = (
        told.translate("line"),
        *(told.translate("year", year=told.writer.number(month / 12.0)) for month in months),
    )
    by_month = {name: part.set_index("month") for name, part in parts.items()}
    rows = tuple((name, *(cell(part.loc[month]) for month in months)) for name, part in by_month.items())
    return Table(f"{caption}. {told.translate('bands')}", head, rows)


# --- Annexes -----------------------------------------------------------------------------------------------


def _annexes(told: Evidence, command: str) -> Iterator[Section]:
    every = [*told.cases, *told.more]
    figures: list[Callable[[Evidence, Case], Iterator[Picture]]] = [_kinds, _differences, _cost_plane]
    pictures = [one for case in told.cases for figure in figures for one in figure(told, case)]
    pictures += [one for result in told.sensitivity for one in _indices(told, result)]
    if pictures:
        yield Section("figures", told.translate("figures_title"), tuple(pictures))
    gains = tuple(table for case in told.cases for table in _gains(told, case))
    if gains:
        yield Section("gains", told.translate("full_gains_title"), (Paragraph(told.translate("gains_note")), *gains))
    if every:
        yield Section("full", told.translate("full_title"), tuple(_full(told, case) for case in every))
    settings = tuple(table for table in _settings(told) if table.rows)
    if settings:
        yield Section("settings", told.translate("settings_title"), settings)
    if told.patterns:
        yield Section("patterns", told.translate("robust_title"), tuple(_patterns(told, one) for one in told.patterns))
    yield Section("assumptions", told.translate("assumptions_title"), tuple(_assumptions(told)))
    yield Section("origin", told.translate("origin_title"), tuple(_origin(told, command)))


def _gains(told: Evidence, case: Case) -> Iterator[Table]:
    """Who gains and who pays: a row a kind, a column a package."""
    if "gains" not in case.tables:
        return
    policies = _most(case, _ROWS)
    rows = []
    for kind in (*KINDS, "government"):
        found = [case.gain(policy, kind) for policy in policies]
        if any(found):
            name = told.translate("government") if kind == "government" else translate(told.language, f"kind.{kind}")
            rows.append((name, *("–" if one is None else told.writer.interval(one, 0, sign=True) for one in found)))
    head = (told.translate("kind"), *(case.titles[policy] for policy in policies))
    yield Table(told.translate("gains", case=case.title), head, tuple(rows))


def _full(told: Evidence, case: Case) -> Table:
    """All differences of a case: a row a package and outcome."""
    rows = []
    for policy in case.policies:
        for outcome in case.outcomes:
            change, level, start = (
                case.change(policy, outcome),
                case.level(policy, outcome),
                case.level(case.baseline, outcome),
            )
            cells = [(start, False), (level, False), (change, True)]
            told_by = ["–" if one is None else told.writer.outcome_interval(outcome, one, sign) for one, sign in cells]
            rows.append((case.titles[policy], outcome_label(told.language, outcome), *told_by))
    head = tuple(told.translate(key) for key in ("policy", "outcome", "start", "with", "difference"))
    return Table(told.translate("full", case=case.title, result=case.result.folder.name), head, tuple(rows))


def _settings(told: Evidence) -> Iterator[Table]:
    """When which measure is in force, of comparisons and runs."""
    head = tuple(told.translate(key) for key in ("policy", "measure", "from_to", "strength_share"))
    for case in told.cases:
        if case.result.kind == "comparison":
            every = scenarios_of(case.result)
            rows = [(case.titles[one.name], *row) for one in every for row in _measures(told, one)]
            yield Table(told.translate("settings", case=case.title), head, tuple(rows))
    for title, result in told.runs:
        rows = [(title, *row) for one in scenarios_of(result) for row in _measures(told, one)]
        yield Table(told.translate("settings", case=title), head, tuple(rows))


def _measures(told: Evidence, scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    for one in policy_in_force(scenario):
        start, until = told.writer.number(one.start), told.writer.number(one.until or 0)
        span = (
            told.translate("to_end", start=start)
            if one.until is None
            else told.translate("to_month", start=start, until=until)
        )
        yield _measure(told, one.instrument), span, told.writer.number(one.strength, 2)


def _patterns(told: Evidence, result: Result) -> Table:
    head = tuple(told.translate(key) for key in ("pattern", "verdict", "holds_in"))
    title = key_in(told.language, "title")
    rows = []
    for row in result.tables["verdicts"].to_dict("records"):
        robust = told.writer.percent(float(row["robust"]))
        rows.append((f"{row['pattern']} {row[title]}", translate(told.language, f"pattern.{row['verdict']}"), robust))
    return Table(told.translate("robust_table"), head, tuple(rows))


def _assumptions(told: Evidence) -> Iterator[Paragraph | Table]:
    """The numbers that matter most here, with source and strength, and what the measures in use cost."""
    weak = sum(one.strength in "DE" for one in PARAMETERS.values())
    strong = sum(one.strength in "AB" for one in PARAMETERS.values())
    yield Paragraph(told.translate("assumptions_all", all=len(PARAMETERS), weak=weak, strong=strong))
    chosen = _weighty(told)
    head = tuple(told.translate(key) for key in ("assumption", "value", "span", "strength", "source"))
    if chosen:
        rows = [_assumption(told, one) for one in chosen]
        yield Table(told.translate("assumptions", count=len(rows)), head, tuple(rows), foreign=(4,))
    yield Paragraph(told.translate("strengths"))
    measures = sorted(_in_use(told), key=list(INSTRUMENTS).index)
    if measures:
        priced = [_priced(told, INSTRUMENTS[name]) for name in measures]
        columns = tuple(told.translate(key) for key in ("measure", "price", "source"))
        yield Table(told.translate("assumptions_prices"), columns, tuple(priced), foreign=(2,))


def _in_use(told: Evidence) -> set[str]:
    """Measures that any of the results sets."""
    found = set()
    for result in told.results:
        for one in result.inputs().values():
            found |= {entry["instrument"] for entry in one["policy"]}
        for lever in result.manifest.get("levers", []):
            found |= {path.split(".")[1] for path in lever["sets"] if path.startswith("policy.")}
    return found & INSTRUMENTS.keys()


def _priced(told: Evidence, one: Instrument) -> tuple[str, str, str]:
    """What a measure costs the public, in words, and the source of that."""
    parts = {name: getattr(one.cost, name) for name in ("fixed", "per_target", "per_sharer", "per_obliged", "per_euro")}
    texts = [
        told.translate(f"price_{name}", amount=_amount(told, name, value)) for name, value in parts.items() if value
    ]
    return _measure(told, one.id), told.writer.joined(texts) or told.translate("price_none"), one.cost.source


def _amount(told: Evidence, part: str, value: float) -> str:
    return told.writer.number(value, 2) if part == "per_euro" else told.writer.euros(value)


def _weighty(told: Evidence) -> list[Parameter]:
    """Parameters that lead in the sensitivity analyses, the weightiest first."""
    found: dict[str, float] = {}
    for result in told.sensitivity:
        for change in (False, True):
            for *_, rows in _leading(result, change, _ASSUMPTIONS):
                for factor, value in zip(rows["factor"], rows["value"], strict=True):
                    found[factor] = max(found.get(factor, 0.0), float(value))
    chosen: list[Parameter] = []
    for path in sorted(found, key=lambda one: -found[one])[:_ASSUMPTIONS]:
        stem = path.removeprefix("parameters.")
        chosen += [one for one in PARAMETERS.values() if one.name == stem or (one.stem == stem and one.name != stem)]
    return chosen


def _assumption(told: Evidence, one: Parameter) -> tuple[str, ...]:
    def number(value: float) -> str:
        return told.writer.number(value, 0 if abs(value) >= 100.0 else 2)

    name = one.label(told.language)
    return name, f"{number(one.value)} {one.unit}", f"{number(one.low)} – {number(one.high)}", one.strength, one.source


def _origin(told: Evidence, command: str) -> Iterator[Paragraph | Table | Command]:
    yield Paragraph(told.translate("origin"))
    head = tuple(told.translate(key) for key in ("result", "manifest", "model", "worlds", "seed", "machine"))
    rows = []
    for one in told.results:
        facts, versions = one.manifest, one.manifest["versions"]
        libraries = ", ".join(
            f"{name} {versions[name]}" for name in ("python", "mesa", "numba", "numpy") if name in versions
        )
        worlds, seed = (str(facts.get(key, "–")) for key in ("replicates", "seed"))
        rows.append((one.folder.name, facts["digest"][:12], facts["model"], worlds, seed, libraries))
    yield Table(told.translate("origin_table"), head, tuple(rows))
    yield Paragraph("", told.translate("again"))
    lines = [*(one.manifest.get("command", "") for one in told.results), command]
    yield Command("\n".join(dict.fromkeys(line for line in lines if line)))
