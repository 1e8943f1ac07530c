"""Findings of comparisons in words: for the terminal, and for a brief."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from datadeel.i18n import decimal, percent, translate
from datadeel.registry.outcomes import unit


def outcome_text(language: str, outcome: str, value: float, signed: bool = False) -> str:
    """An outcome as it is read: shares in per cent, money in millions of euros.

    language: "en" or "nl". outcome: its id. value: in the outcome's unit; a dash where NaN. signed: it is a difference,
    which has a sign, and of shares is in points.
    """
    if value != value:
        return "–"
    sign = "+" if signed and value > 0 else ""
    if unit(outcome) == "share":
        return sign + decimal(language, 100.0 * value, 1) if signed else percent(language, value, 1)
    return sign + decimal(language, value / 1e6 if outcome in ("public_spending", "benefit", "cost") else value, 1)


def cost_sentence(language: str, title: str, row: Mapping[Hashable, Any]) -> str:
    """One sentence on what additional durable sharers cost, with its interval; no number where there is no claim.

    language: "en" or "nl". title: of the policy. row: of the table of costs, whose "note" says what can be claimed.
    """
    note = row["note"] or "ratio"
    values = {
        name: decimal(language, row[name], 0)
        for name in ("sharers", "sharers_low", "sharers_high", "cost_per_sharer", "low", "high")
    }
    return translate(language, f"cost.{note}", title=title, **values)
