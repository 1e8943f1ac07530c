"""What a brief stands on: policies compared in one case, with the differences that can be told from chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from datadeel.experiment.sampling import BASE
from datadeel.i18n import translate
from datadeel.i18n.numbers import Interval
from datadeel.results.reader import Result

#: What tells cases of one result apart, and what holds the name of a policy.
_WITHIN, _SETTING = ("scenario", "uncertainty_name"), "lever_name"


@dataclass(frozen=True)
class Case:
    """Policies against a baseline in the same worlds: a comparison, or one scenario of a sweep.

    result: that it is of. title: what the case is called. baseline: the name of the policy that others are compared
    with. titles: what policies are called, by name. tables: those of the result, only rows of this case, with the
    policy's name in a column ``policy``.
    """

    result: Result
    title: str
    baseline: str
    titles: dict[str, str]
    tables: dict[str, pd.DataFrame]

    @property
    def policies(self) -> list[str]:
        """Names of the policies that are compared with the baseline, in the order of the tables."""
        return [str(one) for one in self.tables["differences"]["policy"].unique()]

    @property
    def outcomes(self) -> list[str]:
        """Outcomes that the tables tell of."""
        return [str(one) for one in self.tables["differences"]["outcome"].unique()]

    @property
    def worlds(self) -> int:
        """How many worlds the differences rest on."""
        return int(self.tables["differences"]["worlds"].max())

    def change(self, policy: str, outcome: str) -> Interval | None:
        """What a ``policy`` changes in an ``outcome``, in its unit; None where the table does not tell."""
        return _interval(self.tables["differences"], "difference", policy=policy, outcome=outcome)

    def changes(self, outcome: str) -> dict[str, Interval]:
        """What each policy changes in an ``outcome``, as far as the table tells."""
        return {policy: one for policy in self.policies if (one := self.change(policy, outcome)) is not None}

    def level(self, policy: str, outcome: str) -> Interval | None:
        """How an ``outcome`` ends under a ``policy``, or the baseline, in its unit; None where the table does not
        tell."""
        return _interval(self.tables["summary"], "mean", policy=policy, outcome=outcome)

    def against(self, policy: str, other: str, outcome: str) -> Interval | None:
        """What a ``policy`` changes in an ``outcome`` compared with the ``other`` one."""
        return _interval(self.tables["pairs"], "difference", policy=policy, against=other, outcome=outcome)

    def price(self, policy: str) -> Interval | None:
        """Public euros per additional organisation that goes on sharing under a ``policy``.

        None where there is no ratio to be had.
        """
        return _interval(self.tables["cost"], "cost_per_sharer", policy=policy)

    def saves(self, policy: str) -> bool:
        """Whether a ``policy`` brings more durable sharers for no more public money, so that it has no price."""
        table = self.tables["cost"]
        return bool(((table["policy"] == policy) & (table["note"] == "cheaper")).any())

    def cost(self, policy: str, name: str) -> Interval | None:
        """What a ``policy`` adds over the baseline. name: "sharers", durable organisations, or "spending", public
        EUR."""
        return _interval(self.tables["cost"], name, f"{name}_low", f"{name}_high", policy=policy)

    def gain(self, policy: str, kind: str) -> Interval | None:
        """What a ``policy`` changes in what a ``kind``, or "government", gains, EUR per organisation per year."""
        return _interval(self.tables["gains"], "difference", policy=policy, kind=kind)

    @cached_property
    def curves(self) -> pd.DataFrame:
        """Adoption curves by policy and kind; empty where the result keeps none."""
        return self.tables.get("curves", pd.DataFrame())


def apart(titles: Mapping[str, str]) -> dict[str, str]:
    """Titles that differ: the name stands behind those that several have.

    titles: by name.
    """
    every = list(titles.values())
    return {name: title if every.count(title) == 1 else f"{title} ({name})" for name, title in titles.items()}


@dataclass(frozen=True)
class Standing:
    """How policies stand on one outcome: "lead" (one is ahead of all others), "tie" (``policies`` lie too close) or
    "none" (none is better than the baseline), or "worse" (all are worse than it)."""

    kind: str
    policies: tuple[str, ...] = ()


def standing(case: Case, outcome: str) -> Standing | None:
    """Who leads in a ``case`` as far as intervals tell; None where the tables do not tell.

    outcome: of which more is better.
    """
    changes = case.changes(outcome)
    if not changes or "pairs" not in case.tables:
        return None
    better = [policy for policy, one in changes.items() if one.sign > 0]
    if not better:
        return Standing("worse" if {one.sign for one in changes.values()} == {-1} else "none")
    best = max(better, key=lambda policy: changes[policy].value)
    near = [policy for policy in better if policy != best and not _ahead(case, best, policy, outcome)]
    return Standing("tie", (best, *near)) if near else Standing("lead", (best,))


def _ahead(case: Case, policy: str, other: str, outcome: str) -> bool:
    """Whether a policy is ahead of another one, clear of chance."""
    between = case.against(policy, other, outcome)
    return between is not None and between.sign > 0


def cheapest(case: Case) -> str | None:
    """The policy of a ``case`` whose price of an additional durable sharer lies clear below all others'.

    None where none does, where there are fewer than two prices, or where a policy costs nothing more.
    """
    prices = {policy: one for policy in case.policies if (one := case.price(policy)) is not None}
    if len(prices) < 2 or any(case.saves(policy) for policy in case.policies):
        return None
    first = min(prices, key=lambda policy: prices[policy].value)
    return first if prices[first].high < min(one.low for name, one in prices.items() if name != first) else None


def interval_of(row: pd.Series, value: str, low: str = "low", high: str = "high") -> Interval:
    """A number of a table with its interval, in the table's unit.

    row: of the table. value, low, high: names of its columns.
    """
    return Interval(float(row[value]), float(row[low]), float(row[high]))


def _interval(table: pd.DataFrame, column: str, low: str = "low", high: str = "high", **keys: str) -> Interval | None:
    """The number in the one row of a table with these ``keys``; None where there is no such row, or no number in it."""
    for name, value in keys.items():
        table = table[table[name] == value]
    if len(table) != 1 or pd.isna(table[column].iloc[0]):
        return None
    return interval_of(table.iloc[0], column, low, high)


def cases(result: Result, language: str) -> Iterator[Case]:
    """The cases of a comparison, or of a sweep over policies; none of any other ``result``.

    language: of their titles.
    """
    if result.kind == "comparison":
        yield _comparison(result, language)
    elif result.kind == "sweep" and "differences" in result.tables:
        yield from _sweep(result, language)


def _comparison(result: Result, language: str) -> Case:
    """The one case of a comparison: its scenarios are the policies, named by what they add to the baseline's title."""
    baseline = result.manifest["baseline"]
    titles = result.titles(language)
    whole = titles[baseline]
    own = {name: _own(titles[name], whole) for name in result.manifest["scenarios"]}
    own[baseline] = translate(language, "brief.start_title")
    kept = {
        name: table.rename(columns={"scenario": "policy"})
        for name, table in result.tables.items()
        if "scenario" in table
    }
    return Case(result, whole, baseline, apart(own), kept)


def _own(title: str, whole: str) -> str:
    """What a scenario's title adds to that of the baseline: «Chains, rewards only» to «Chains» adds «Rewards only»."""
    rest = title.removeprefix(whole).lstrip(" ,:–-")
    return rest[:1].upper() + rest[1:] if rest and rest != title else title


def _sweep(result: Result, language: str) -> Iterator[Case]:
    """The cases of a sweep over policies: one for each scenario and state of the world."""
    titles, differences = result.titles(language), result.tables["differences"]
    baseline = result.manifest["baseline"]
    for labels in differences[list(_WITHIN)].drop_duplicates().itertuples(index=False):
        kept = {}
        for name, table in result.tables.items():
            if {*_WITHIN, _SETTING} <= set(table):
                rows = (table[_WITHIN[0]] == labels[0]) & (table[_WITHIN[1]] == labels[1])
                kept[name] = table[rows].rename(columns={_SETTING: "policy"})
        state = "" if labels[1] == BASE else f", {titles.get(labels[1], labels[1])}"
        policies = {
            str(name): titles.get(str(name), str(name)) for name in (baseline, *kept["differences"]["policy"].unique())
        }
        yield Case(result, titles.get(labels[0], labels[0]) + state, baseline, apart(policies), kept)
