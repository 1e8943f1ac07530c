"""What a brief stands on: results, sorted by what they can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from datadeel.analysis.rankings import above_floor
from datadeel.analysis.sensitivity import METHODS
from datadeel.briefs.cases import Case, cases
from datadeel.errors import InputError
from datadeel.figures.of_result import scenarios_of
from datadeel.i18n import translate
from datadeel.i18n.numbers import Formatter
from datadeel.results.reader import Result

#: Cases that the message tells of; others stand in the annex.
CASES = 4

#: Policies of a case that the message tells of.
ROWS = 8


@dataclass(frozen=True)
class Evidence:
    """What a brief stands on, in a ``language``.

    results: all of them. cases: policies compared, of which the message tells. more: other cases, for the annexes.
    runs: scenarios by themselves, by title. sensitivity, patterns: results of these kinds.
    """

    language: str
    results: Sequence[Result]
    cases: Sequence[Case] = ()
    more: Sequence[Case] = ()
    runs: Sequence[tuple[str, Result]] = ()
    sensitivity: Sequence[Result] = ()
    patterns: Sequence[Result] = ()

    def words(self, key: str, **values: object) -> str:
        """The text ``key`` of the catalogue's section ``brief``, with ``values`` filled in."""
        return translate(self.language, f"brief.{key}", **values)

    def head(self, *keys: str) -> tuple[str, ...]:
        """The names of a table's columns, by their ``keys`` in the same section."""
        return tuple(self.words(key) for key in keys)

    def kind(self, kind: str) -> str:
        """What a ``kind`` of organisation is called."""
        return translate(self.language, f"kind.{kind}")

    @property
    def numbers(self) -> Formatter:
        """Writes numbers."""
        return Formatter(self.language)


def gather(results: Sequence[Result], language: str) -> Evidence:
    """Sort ``results`` by what they can tell, in a ``language``.

    The message is about comparisons; without one about sweeps, else about runs. What is left stands in the annexes.
    Raises InputError if they hold nothing that a brief could tell of.
    """
    compared, swept = (_cases_of(results, kind, language) for kind in ("comparison", "sweep"))
    whole = compared or swept
    runs = [(scenario.titled(language), one) for one in _of("run", results) for scenario in scenarios_of(one)]
    if not (whole or runs):
        folders = ", ".join(str(one.folder) for one in results)
        raise InputError(
            f"{folders}: nothing to tell of: give at least one run, one comparison, "
            "or one sweep over more than one policy"
        )
    return Evidence(
        language,
        results,
        cases=whole[:CASES],
        more=[*whole[CASES:], *(swept if compared else [])],
        runs=runs,
        sensitivity=_of("sensitivity", results),
        patterns=_of("patterns", results),
    )


def _of(kind: str, results: Sequence[Result]) -> list[Result]:
    """The results of one kind."""
    return [one for one in results if one.kind == kind]


def _cases_of(results: Sequence[Result], kind: str, language: str) -> list[Case]:
    """All cases of results of one kind, with titles that differ.

    The folder's name, and if need be a number, stands behind those that do not.
    """
    found = [case for one in _of(kind, results) for case in cases(one, language)]
    titles = [case.title for case in found]
    named = [f"{one.title} ({one.result.folder.name})" if titles.count(one.title) > 1 else one.title for one in found]
    numbered = [f"{one} {named[:at].count(one) + 1}" if named.count(one) > 1 else one for at, one in enumerate(named)]
    return [replace(case, title=title) for case, title in zip(found, numbered, strict=True)]


def most_moved(case: Case) -> list[str]:
    """The policies of a ``case`` with the largest change in lasting sharing, in the order of the tables; ``ROWS`` at
    most."""
    changes = {policy: case.change(policy, "durable") or case.change(policy, "sharing") for policy in case.policies}
    size = {policy: one.value if one else 0.0 for policy, one in changes.items()}
    kept = sorted(size, key=lambda policy: -size[policy])[:ROWS]
    return [policy for policy in case.policies if policy in kept]


def main_index(result: Result) -> str:
    """The index that factors are ranked by in the ``result`` of a sensitivity analysis."""
    return METHODS[result.manifest["method"]][1]


def leading_factors(result: Result, change: bool, most: int) -> Iterator[tuple[str, str, str, pd.DataFrame]]:
    """The factors that lead, clear of the noise floor, for the first outcome of each response.

    result: of a sensitivity analysis. change: of what policies change, instead of what there is under the baseline.
    most: so many factors. Gives scenario, policy, outcome and rows of indices; nothing where the method has no
    indices.
    """
    if "indices" not in result.tables:
        return
    indices = result.tables["indices"]
    base = indices["policy"] == result.manifest["baseline"]
    chosen = indices[(indices["index"] == main_index(result)) & (indices["change"] == change) & (base != change)]
    for (scenario, policy), part in chosen.groupby(["scenario", "policy"], sort=False):
        outcome = str(part["outcome"].iloc[0])
        yield str(scenario), str(policy), outcome, above_floor(part[part["outcome"] == outcome]).head(most)
