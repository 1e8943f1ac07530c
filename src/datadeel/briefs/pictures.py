"""The figures of a brief: each with a text that tells what it shows, and the table behind it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from datadeel.briefs import answer
from datadeel.briefs.cases import Case, interval_of
from datadeel.briefs.document import Picture, Table
from datadeel.briefs.evidence import Evidence, leading_factors, main_index
from datadeel.briefs.phrases import factor_name, outcome_cell, outcome_name, price_cell
from datadeel.experiment.sampling import DUMMY
from datadeel.figures.adoption import adoption_figure
from datadeel.figures.comparison import differences_figure, plane_figure
from datadeel.figures.curves import cases_figure, kinds_figure
from datadeel.figures.labels import outcome_label
from datadeel.figures.of_result import context_of, scenarios_of
from datadeel.figures.page import Context
from datadeel.figures.sensitivity.ranking import bars_figure
from datadeel.figures.style import styled, write_svg
from datadeel.i18n import translate
from datadeel.i18n.numbers import UNKNOWN
from datadeel.registry.outcomes import scale, shown_in
from datadeel.results.reader import Result

#: Packages that have a line each in one panel.
_LINES = 5

#: Years that a table of curves tells of, about.
_YEARS = 5

#: Outcomes whose indices are drawn, and factors that a text names.
_INDEX_OUTCOMES, _INDEX_FACTORS = 3, 5


def _picture(name: str, figure: Figure, alt: str, data: Table, caption: str, digest: str) -> Picture:
    """A drawn ``figure``. alt: what it shows, in words. data: the table behind it. digest: of the manifest."""
    drawn = io.BytesIO()
    with styled():
        write_svg(figure, drawn, caption, f"manifest {digest}")
    return Picture(name, caption, alt, drawn.getvalue().decode(), data)


def _context(evidence: Evidence, case: Case, title: str = "") -> Context:
    """What the figures of a case have in common; ``title``: of one figure."""
    return replace(context_of(case.result, evidence.language), titles=case.titles, title=title)


def _key(case: Case) -> str:
    """What tells a case apart in the names of its figures."""
    return f"{case.result.folder.name}-{case.baseline}-{case.tables['differences'].index[0]}"


# --- Curves ------------------------------------------------------------------------------------------------


def courses(evidence: Evidence) -> Iterator[Picture]:
    """Adoption in each case, a line a package; nothing where results keep no curves, or packages are too many.

    evidence: with cases.
    """
    shown = [case for case in evidence.cases if len(case.curves) and len(case.policies) <= _LINES]
    if not shown:
        return
    first, caption = shown[0], evidence.words("caption_curves")
    curves = {case.title: _totals(case) for case in shown}
    titles = {title: title for case in shown for title in case.titles.values()}
    worlds = max(case.worlds for case in shown)
    figure = cases_figure(curves, replace(_context(evidence, first, caption), titles=titles, replicates=worlds))
    parts = {
        f"{title}, {policy}": part
        for title, table in curves.items()
        for policy, part in table.groupby("policy", sort=False)
    }
    alt = evidence.words("alt_curves", years=_years(evidence, curves[first.title]), ends=_ends(evidence, parts))
    yield _picture("curves", figure, alt, _yearly(evidence, caption, parts), caption, first.result.made["digest"])


def _totals(case: Case) -> pd.DataFrame:
    """The curves of all kinds together, with policies by their titles."""
    return case.curves[case.curves["kind"] == "all"].replace({"policy": case.titles})


def kinds_pictures(evidence: Evidence, case: Case) -> Iterator[Picture]:
    """Adoption by kind under each package of a ``case``; nothing where there are no curves, or packages are too many.

    evidence: that the case is of.
    """
    if not len(case.curves) or len(case.policies) > _LINES:
        return
    curves = case.curves.rename(columns={"policy": "scenario"})
    caption = evidence.words("caption_kinds", case=case.title)
    figure = kinds_figure(curves, _context(evidence, case), case.baseline)
    parts = {
        f"{case.titles[str(name)]}, {evidence.kind(str(kind))}": part
        for (name, kind), part in curves[curves["kind"] != "all"].groupby(["scenario", "kind"], sort=False)
    }
    alt = evidence.words("alt_kinds", years=_years(evidence, curves), ends=_ends(evidence, parts))
    data = _yearly(evidence, caption, parts)
    yield _picture(f"kinds-{_key(case)}", figure, alt, data, caption, case.result.made["digest"])


def adoption_picture(evidence: Evidence, title: str, result: Result) -> Picture:
    """Adoption by kind in a run.

    evidence: that the run is of. title: the scenario's. result: of the run.
    """
    (scenario,), curves = scenarios_of(result), result.tables["curves"]
    caption = evidence.words("caption_adoption", case=title)
    figure = adoption_figure(curves, scenario, context_of(result, evidence.language))
    parts = {evidence.kind(str(kind)): part for kind, part in curves.groupby("kind", sort=False)}
    alt = evidence.words("alt_adoption", years=_years(evidence, curves), ends=_ends(evidence, parts))
    data = _yearly(evidence, caption, parts)
    return _picture(f"adoption-{scenario.name}", figure, alt, data, caption, result.made["digest"])


def _years(evidence: Evidence, curves: pd.DataFrame) -> str:
    """How many years curves go on."""
    return evidence.numbers.number(float(curves["month"].max()) / 12.0)


def _ends(evidence: Evidence, parts: Mapping[str, pd.DataFrame]) -> str:
    """Where curves end, in words."""
    ends = [(name, evidence.numbers.percent(float(part["mean"].iloc[-1]))) for name, part in parts.items()]
    return "; ".join(evidence.words("end_of", name=name, percent=value) for name, value in ends)


def _yearly(evidence: Evidence, caption: str, parts: Mapping[str, pd.DataFrame]) -> Table:
    """Curves at the ends of some years, a row a curve: the mean, and where the middle 80 % of worlds lie."""
    last = max(int(part["month"].max()) for part in parts.values())
    step = 12 * max(1, round(last / 12 / _YEARS))
    months = sorted({*range(step, last + 1, step), last})

    def cell(row: pd.Series) -> str:
        """One month of a curve."""
        mean, low, high = (evidence.numbers.percent(row[name]) for name in ("mean", "p10", "p90"))
        return translate(evidence.language, "number.interval", mean=mean, low=low, high=high)

    years = [evidence.words("year", year=evidence.numbers.number(month / 12.0)) for month in months]
    by_month = {name: part.set_index("month") for name, part in parts.items()}
    rows = tuple((name, *(cell(part.loc[month]) for month in months)) for name, part in by_month.items())
    return Table(f"{caption}. {evidence.words('bands')}", (evidence.words("line"), *years), rows)


# --- Differences and costs ---------------------------------------------------------------------------------


def cost_pictures(evidence: Evidence, case: Case) -> Iterator[Picture]:
    """What packages of a ``case`` cost against what they bring; nothing where the tables do not tell.

    evidence: that the case is of.
    """
    if "cost" not in case.tables:
        return
    caption = evidence.words("caption_cost", case=case.title)
    figure = plane_figure(case.tables["cost"], _context(evidence, case), case.baseline, by="policy")
    alt = evidence.words("alt_cost", costs=" ".join(answer.of_costs(case, evidence.language)))
    rows = tuple((case.titles[policy], *_cost_cells(evidence, case, policy)) for policy in case.policies)
    data = Table(caption, evidence.head("policy", "column_sharers", "column_spending", "column_price"), rows)
    yield _picture(f"cost-{_key(case)}", figure, alt, data, caption, case.result.made["digest"])


def _cost_cells(evidence: Evidence, case: Case, policy: str) -> tuple[str, str, str]:
    """Additional sharers and spending of a package, and the price of a sharer."""
    sharers, spending = case.cost(policy, "sharers"), case.cost(policy, "spending")
    millions = spending and spending.times(scale("public_spending"))
    first, second = (evidence.numbers.interval(one) if one else UNKNOWN for one in (sharers, millions))
    return first, second, price_cell(evidence, case.price(policy))


def differences_pictures(evidence: Evidence, case: Case) -> Iterator[Picture]:
    """What packages of a ``case`` change; nothing where the tables tell of no outcome that is shown.

    evidence: that the case is of.
    """
    table = case.tables["differences"]
    shown = table[table["outcome"].isin(shown_in("sweep"))]
    if not len(shown):
        return
    caption = evidence.words("caption_differences", case=case.title)
    figure = differences_figure(shown, _context(evidence, case), case.baseline, by="policy")
    outcomes = [str(one) for one in shown["outcome"].unique()]
    names = [outcome_label(evidence.language, one, change=True) for one in outcomes]
    rows = []
    for policy in case.policies:
        cells = [outcome_cell(evidence, one, case.change(policy, one), change=True) for one in outcomes]
        rows.append((case.titles[policy], *cells))
    data = Table(caption, (evidence.words("policy"), *names), tuple(rows))
    alt = evidence.words("alt_differences")
    yield _picture(f"differences-{_key(case)}", figure, alt, data, caption, case.result.made["digest"])


# --- Sensitivity -------------------------------------------------------------------------------------------


def indices_pictures(evidence: Evidence, result: Result) -> Iterator[Picture]:
    """Which assumptions move the outcomes under the baseline policy.

    evidence: that the result is of. result: of a sensitivity analysis.
    """
    for scenario, policy, _, rows in leading_factors(result, False, _INDEX_FACTORS):
        table = result.tables["indices"]
        part = table[(table["scenario"] == scenario) & (table["policy"] == policy) & ~table["change"]]
        part = part[part["outcome"].isin(result.manifest["shown"][:_INDEX_OUTCOMES])]
        case = result.titles(evidence.language).get(scenario, scenario)
        caption = evidence.words("caption_indices", case=case)
        figure = bars_figure(part, replace(context_of(result, evidence.language), title=caption))
        outcomes = [outcome_name(str(one), evidence.language) for one in part["outcome"].unique()]
        factors = [factor_name(one, evidence.language) for one in rows["factor"]]
        joined = evidence.numbers.joined
        alt = evidence.words("alt_indices", outcomes=joined(outcomes), factors=joined(factors))
        data = _index_table(evidence, caption, part[part["index"] == main_index(result)])
        name = f"indices-{result.folder.name}-{scenario}"
        yield _picture(name, figure, alt, data, caption, result.made["digest"])


def _index_table(evidence: Evidence, caption: str, rows: pd.DataFrame) -> Table:
    """Indices with their intervals: a row a factor, largest first, and a column an outcome."""
    outcomes = [str(one) for one in rows["outcome"].unique()]
    cells: dict[str, dict[str, str]] = {}
    for _, row in rows.sort_values("value", ascending=False).iterrows():
        text = evidence.numbers.interval(interval_of(row, "value"), 2)
        cells.setdefault(str(row["factor"]), {})[str(row["outcome"])] = text
    head = (evidence.words("factor_title"), *(outcome_name(one, evidence.language) for one in outcomes))
    body = tuple(
        (_factor(evidence, name), *(found.get(one, UNKNOWN) for one in outcomes)) for name, found in cells.items()
    )
    return Table(caption, head, body)


def _factor(evidence: Evidence, path: str) -> str:
    """What a factor is called, the dummy among them."""
    if path == DUMMY:
        return translate(evidence.language, "sensitivity.dummy")
    return factor_name(path, evidence.language)
