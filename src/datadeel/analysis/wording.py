"""What comparisons found, in words: for the terminal, and for a brief."""

from __future__ import annotations

import pandas as pd

from datadeel.i18n import translate
from datadeel.i18n.numbers import Formatter


def cost_sentence(language: str, title: str, row: pd.Series) -> str:
    """One sentence on what additional durable sharers cost, with its interval; no number where there is no claim.

    language: one of ``i18n.LANGUAGES``. title: of the policy. row: of the table of costs, whose "note" says what can
    be claimed.
    """
    note = row["note"] or "ratio"
    values = {
        name: Formatter(language).number(row[name])
        for name in ("sharers", "sharers_low", "sharers_high", "cost_per_sharer", "low", "high")
    }
    return translate(language, f"cost.{note}", title=title, **values)
