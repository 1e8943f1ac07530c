"""The answer in three sentences, from templates that are filled only where the numbers bear them out.

No claim where an interval holds zero, none on an order that intervals do not settle, and never a number without its
range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from datadeel.analysis.wording import cost_sentence
from datadeel.briefs.cases import Case, Standing, cheapest, interval_of, standing
from datadeel.i18n import translate
from datadeel.i18n.numbers import Formatter, Interval
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import scale, unit
from datadeel.results.reader import Result


@dataclass(frozen=True)
class Sentence:
    """A claim, and the numbers that bear it out."""

    claim: str
    evidence: str


def of_cases(found: Sequence[Case], language: str) -> list[Sentence]:
    """Three sentences on policies compared: what lasts, what brings new uses, what it costs.

    found: the cases. language: one of ``LANGUAGES``.
    """
    lasting = [(case, one) for case in found if (one := standing(case, "durable")) is not None]
    uses = [(case, one) for case in found if (one := standing(case, "innovations")) is not None]
    sentences = [
        _led(lasting, "durable", language) if lasting else _shared(found, language),
        _led(uses, "innovations", language, _common(lasting)) if uses else None,
        _costs(found, uses, language),
    ]
    return [one for one in sentences if one is not None]


def _shared(found: Sequence[Case], language: str) -> Sentence | None:
    """Who leads in sharing at the end, where results do not tell what lasts."""
    stands = [(case, one) for case in found if (one := standing(case, "sharing")) is not None]
    return _led(stands, "sharing", language) if stands else None


def _common(stands: Sequence[tuple[Case, Standing]]) -> str:
    """The title of the policy that leads in all cases; empty where none does."""
    titles = {case.titles[one.policies[0]] if one.kind == "lead" else "" for case, one in stands}
    return titles.pop() if len(titles) == 1 else ""


def _led(stands: Sequence[tuple[Case, Standing]], outcome: str, language: str, before: str = "") -> Sentence:
    """Who leads on an outcome. before: who led on the one that was told just before."""
    leader = _common(stands)
    pieces = "; ".join(_piece(case, one, outcome, language, named=not leader) for case, one in stands)
    if all(one.kind in ("none", "worse") for _, one in stands):
        return Sentence(translate(language, f"answer.{outcome}_none"), f"{pieces}.")
    if not leader:
        return Sentence(translate(language, f"answer.{outcome}_differs"), f"{pieces}.")
    alone = all(len(case.policies) == 1 for case, _ in stands)
    found = [case for case, _ in stands]
    key = f"answer.{outcome}_{'more' if alone else 'but' if before and before != leader else 'lead'}"
    more = _fewer(found, before, outcome, language) if outcome == "innovations" else _unfree(found, leader, language)
    return Sentence(translate(language, key, policy=leader), f"{pieces}. {more}".rstrip())


def _unfree(found: Sequence[Case], title: str, language: str) -> str:
    """That few share of their own will under a policy, where fewer than half of those who share do."""
    numbers, pieces = Formatter(language), []
    for case in found:
        policy = next(one for one in case.policies if case.titles[one] == title)
        sharing, free = case.level(policy, "sharing"), case.level(policy, "voluntary")
        if sharing is None or free is None:
            return translate(language, "answer.unknown_free")
        if not free.high < sharing.low / 2.0:
            return ""
        text, start = numbers.per_cent(free), case.level(case.baseline, "voluntary")
        if start is not None:
            text = translate(language, "answer.free_start", share=text, start=numbers.per_cent(start))
        pieces.append(translate(language, "answer.piece", case=case.title, text=text))
    return translate(language, "answer.unfree", pieces="; ".join(pieces))


def _piece(case: Case, one: Standing, outcome: str, language: str, named: bool) -> str:
    """One case: by how much the leader is ahead of the baseline, or that nobody leads. named: with the leader's
    name."""
    names = [translate(language, "brief.quoted", text=case.titles[policy]) for policy in one.policies]
    if one.kind == "none":
        return translate(language, "answer.piece_none", case=case.title)
    if one.kind == "worse":
        return translate(language, "answer.piece_worse", case=case.title)
    change = case.change(one.policies[0], outcome)
    assert change is not None  # a leader has one
    text = _more(change, outcome, language)
    if one.kind == "tie":
        policies = Formatter(language).joined(names)
        return translate(language, "answer.piece_tie", case=case.title, policies=policies, text=text)
    if named:
        return translate(language, "answer.piece_named", case=case.title, policy=names[0], text=text)
    return translate(language, "answer.piece", case=case.title, text=text)


def _more(change: Interval, outcome: str, language: str) -> str:
    """«66 percentage points more (63 to 69)», or «less»: a change that can be told from chance."""
    shown = change.size.times(scale(outcome))
    kind = "points" if unit(outcome) == "share" else "count"
    way = "more" if change.value > 0 else "less"
    mean, _, rest = Formatter(language).interval(shown).partition(" (")
    return translate(language, f"answer.{kind}_{way}", mean=mean, range=f" ({rest}" if rest else "")


def _fewer(found: Sequence[Case], title: str, outcome: str, language: str) -> str:
    """That the policy which led before makes this outcome worse, where it does."""
    pieces = []
    for case in found:
        for policy in case.policies:
            change = case.change(policy, outcome)
            if title and case.titles[policy] == title and change is not None and change.sign < 0:
                text = _more(change, outcome, language)
                pieces.append(translate(language, "answer.piece", case=case.title, text=text))
    return translate(language, "answer.fewer", policy=title, pieces="; ".join(pieces)) if pieces else ""


def _costs(found: Sequence[Case], uses: Sequence[tuple[Case, Standing]], language: str) -> Sentence | None:
    """What an additional organisation that goes on sharing costs: the cheapest policy, against the one with most new
    uses."""
    if not all("cost" in case.tables for case in found):
        return None
    best = {case.titles[one] if (one := cheapest(case)) is not None else "" for case in found}
    leader = best.pop() if len(best) == 1 else ""
    if not leader:
        return Sentence(translate(language, "answer.costs"), f"{'; '.join(_prices(case, language) for case in found)}.")
    rival = _common(uses)
    pieces = [_price_piece(case, leader, rival, language) for case in found]
    return Sentence(translate(language, "answer.cheapest", policy=leader), f"{'; '.join(pieces)}.")


def _prices(case: Case, language: str) -> str:
    """Prices of all policies of a case, cheapest first; a word where there is none."""
    numbers = Formatter(language)
    known = {policy: one for policy in case.policies if (one := case.price(policy)) is not None}
    free = [translate(language, "answer.saves", policy=case.titles[one]) for one in case.policies if case.saves(one)]
    if not known and not free:
        return translate(language, "answer.no_price", case=case.title)
    order = sorted(known, key=lambda policy: known[policy].value)[:3]
    priced = [
        f"{translate(language, 'brief.quoted', text=case.titles[one])} {numbers.price(known[one])}" for one in order
    ]
    return translate(language, "answer.piece", case=case.title, text=numbers.joined([*free, *priced]))


def _price_piece(case: Case, leader: str, rival: str, language: str) -> str:
    """The price of the cheapest policy of a case, and that of its rival, both by title."""
    numbers = Formatter(language)
    prices = {case.titles[policy]: case.price(policy) for policy in case.policies}
    first, other = prices[leader], prices.get(rival)
    assert first is not None  # the cheapest has a price
    text = numbers.price(first)
    if rival != leader and other is not None:
        text = translate(language, "answer.price_against", price=text, other=numbers.price(other), policy=rival)
    return translate(language, "answer.piece", case=case.title, text=text)


def of_runs(found: Sequence[tuple[str, Result]], language: str) -> list[Sentence]:
    """Three sentences on scenarios by themselves: how many share, how many go on, and which kinds.

    found: title and result of each run. language: one of ``LANGUAGES``.
    """
    numbers = Formatter(language)

    def pieces(outcome: str) -> str:
        """The share of an outcome in each scenario."""
        texts = []
        for title, result in found:
            table = result.tables["summary"]
            share = numbers.per_cent(interval_of(table[table["outcome"] == outcome].iloc[0], "mean"))
            texts.append(translate(language, "answer.piece", case=title, text=share))
        return "; ".join(texts)

    lengths = {result.manifest["inputs"]["months"] for _, result in found}
    years = numbers.joined([numbers.number(months / 12.0) for months in sorted(lengths)])
    kinds = "; ".join(_kinds(title, one, language) for title, one in found)
    return [
        Sentence(translate(language, "answer.run_sharing", years=years), f"{pieces('sharing')}."),
        Sentence(translate(language, "answer.run_durable"), f"{pieces('durable')}."),
        Sentence(translate(language, "answer.run_kinds"), f"{kinds}."),
    ]


def _kinds(title: str, result: Result, language: str) -> str:
    """Which kinds share most and least, where their intervals lie apart."""
    numbers, table = Formatter(language), result.tables["kinds"]
    rows = table[(table["outcome"] == "sharing") & table["kind"].isin(KINDS)].dropna(subset=["mean"])
    rows = rows.sort_values("mean", ascending=False)
    most, least = rows.iloc[0], rows.iloc[-1]
    if len(rows) < 2 or not most["low"] > least["high"]:
        return translate(language, "answer.kinds_same", case=title)

    def text(row: pd.Series) -> str:
        """A kind and its share."""
        kind, share = translate(language, f"kind.{row['kind']}"), numbers.per_cent(interval_of(row, "mean"))
        return translate(language, "answer.kind", kind=kind, share=share)

    return translate(language, "answer.kinds", case=title, most=text(most), least=text(least))


def of_costs(case: Case, language: str) -> list[str]:
    """For each policy of a ``case`` what additional durable sharers cost, or why there is no such number.

    language: one of ``LANGUAGES``.
    """
    rows = case.tables["cost"].iterrows()
    return [cost_sentence(language, case.titles[str(row["policy"])], row) for _, row in rows]
