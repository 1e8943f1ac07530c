"""All patterns, of the thesis (Van den Boogaart, Leiden) and of history, that can fail: one list of what is tested
and how.

Every threshold was written down with its reason before the first run (``patterns.toml``, ``histories.toml``). Levels
of the model are not measured, so thresholds ask for orderings and for differences that a reader of a figure would
see; five points stand for "clearly", two for "visibly".
"""

from __future__ import annotations

from collections.abc import Mapping

from datadeel.analysis.histories import HISTORIES
from datadeel.analysis.pattern_records import pattern, pattern_tables
from datadeel.analysis.thesis import THESIS_DESIGNS
from datadeel.analysis.verdicts import ALPHA, SAMPLE_SIZES, Pattern

#: The patterns of the thesis, in the order of their numbers.
THESIS: tuple[Pattern, ...] = tuple(
    pattern(name, table, THESIS_DESIGNS[name]()) for name, table in pattern_tables("patterns.toml").items()
)

#: All patterns by id, those of the thesis first, then the histories.
PATTERNS: Mapping[str, Pattern] = {one.id: one for one in (*THESIS, *HISTORIES)}

#: The level of each interval: shared out over all parts of all patterns and all looks.
LEVEL = ALPHA / (len(SAMPLE_SIZES) * sum(len(one.parts) for one in PATTERNS.values()))
