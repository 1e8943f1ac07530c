"""Verdicts on patterns: what a pattern is, what is found of its parts, and how far that decides.

Pattern-oriented modelling (Grimm et al. 2005): several weak patterns at different levels, stated beforehand, each
judged apart. A pattern is an experiment on common worlds with one or more *criteria*, its parts. Each is a number
that every world gives, and a threshold declared with its reason before the run: it holds where the mean over worlds
lies on the side that is claimed.

Worlds are multiplied by four until the interval of a part lies to one side of its threshold. The level of an interval
is shared out over all parts of all patterns and over all looks (Bonferroni), whatever part of the list is run: the
chance that any verdict of the whole list is wrong, if worlds were many, is at most ``ALPHA``. Looks are the same in a
quick run, which only stops sooner: a part that is decided stays so, so a full run decides it in the same way. What
runs patterns is ``studies.trial``.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datadeel.analysis.statistics import ROUNDING, band, critical, margin
from datadeel.analysis.worlds import PatternStatistic, Worlds
from datadeel.i18n import LANGUAGES, key_in
from datadeel.registry.reading import in_language

#: The chance of any wrong verdict in the whole list, and the power that "needs more worlds" is told for.
ALPHA = 0.01
POWER = 0.95

#: Worlds at each look, in a full run and in a quick one, whose looks are the first of the full one.
SAMPLE_SIZES = (20, 80, 320, 1280)
QUICK = SAMPLE_SIZES[:2]

#: Draws of all parameters for the robustness of a pattern, and worlds in each.
DRAWS, DRAW_WORLDS = 100, 2

REPRODUCED, PARTLY, NOT_REPRODUCED, UNDECIDED = "reproduced", "partly", "not_reproduced", "undecided"
HOLDS, FAILS = "holds", "fails"

#: No search for the worlds needed goes beyond this.
_MOST_WORLDS = 1 << 40


@dataclass(frozen=True)
class Criterion:
    """One claim that can fail: it holds where the mean of ``statistic`` over worlds lies above ``threshold`` (below, if
    ``less``).

    claims: what is claimed, by language. why: the reason for the threshold. unit: ``points`` for shares and
    differences of shares (shown times 100), ``ratio``, ``months`` or ``uses`` (new uses per chain).
    """

    claims: Mapping[str, str]
    statistic: PatternStatistic
    threshold: float
    why: str
    unit: str = "points"
    less: bool = False

    @property
    def side(self) -> float:
        """1 where more is asked, -1 where less is."""
        return -1.0 if self.less else 1.0


@dataclass(frozen=True)
class Pattern:
    """A pattern: what is claimed where, and the experiment that tells.

    titles: by language. source: where it was found. scenario: the file it is tried in. settings: by name what they
    assign, as "KEY=VALUE". parts: what is claimed. outcomes: what is needed month by month. observed: of a history,
    the name of the series that it is held against, and curve: what of the model is drawn beside that, shape (worlds,
    months).
    """

    id: str
    titles: Mapping[str, str]
    source: str
    scenario: str
    settings: Mapping[str, Sequence[str]]
    parts: tuple[Criterion, ...]
    outcomes: tuple[str, ...] = ()
    observed: str = ""
    curve: PatternStatistic | None = None

    def digest(self, experiment: str) -> str:
        """SHA-256 of what is run and what is asked; not of how a statistic is worked out.

        experiment: the digest of the pattern's experiment.
        """
        asked = [(one.claims["en"], one.threshold, one.less) for one in self.parts]
        return hashlib.sha256(repr([experiment, asked]).encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """How a part came out: its mean over ``worlds`` with the interval at the list's level, deviation between worlds,
    and how many worlds would decide with power ``POWER`` if means and deviations stay as they are."""

    part: Criterion
    worlds: int
    mean: float
    low: float
    high: float
    deviation: float
    needed: float
    share: float = math.nan

    @property
    def outcome(self) -> str:
        """Whether the part holds, fails, or is not decided."""
        near, far = sorted(self.part.side * (one - self.part.threshold) for one in (self.low, self.high))
        if near > 0.0:
            return HOLDS
        return FAILS if far <= 0.0 else UNDECIDED


@dataclass(frozen=True)
class Verdict:
    """The verdict on a pattern.

    findings: on its parts. robust: the share of ``draws`` of all parameters in which every part holds, [0, 1]; NaN
    without draws. central: that of as few worlds at a time without any draw: what chance alone makes of it. curve:
    what a history's curve is in the model: month, mean, p10, p90 over worlds.
    """

    pattern: Pattern
    findings: tuple[Finding, ...]
    central: float = math.nan
    robust: float = math.nan
    draws: int = 0
    curve: pd.DataFrame | None = None

    @property
    def verdict(self) -> str:
        """Reproduced where all parts hold, not reproduced where all fail, partly where some hold and some fail."""
        found = {one.outcome for one in self.findings}
        if found == {HOLDS}:
            return REPRODUCED
        if found == {FAILS}:
            return NOT_REPRODUCED
        return PARTLY if {HOLDS, FAILS} <= found else UNDECIDED


def values_of(pattern: Pattern, part: int, worlds: Worlds) -> np.ndarray:
    """What one part of a ``pattern`` gives in each of the ``worlds``, shape (worlds,).

    part: its number, from 0. Raises RuntimeError if some world has no number.
    """
    values = pattern.parts[part].statistic(worlds)
    if not np.isfinite(values).all():
        raise RuntimeError(f"{pattern.id}: part {part + 1} has no number in some worlds of this scenario")
    return values


def finding(part: Criterion, values: np.ndarray, alpha: float) -> Finding:
    """How a part comes out: mean and interval (Student's t) of what worlds gave, and how many would decide.

    values: (worlds,), of at least two. alpha: the chance that the interval misses the mean, (0, 1).
    """
    worlds = len(values)
    mean, deviation = float(values.mean()), float(values.std(ddof=1))
    # Nearly the same number in every world is rounding: no deviation.
    deviation = 0.0 if deviation <= ROUNDING * max(1.0, abs(mean)) else deviation
    half = float(margin(worlds, deviation, alpha))
    away = abs(mean - part.threshold)
    return Finding(part, worlds, mean, mean - half, mean + half, deviation, worlds_needed(deviation, away, alpha))


def worlds_needed(deviation: float, away: float, alpha: float) -> float:
    """Fewest worlds that decide with power ``POWER``; infinite where the mean lies on the threshold.

    deviation: between worlds, at least 0. away: how far the mean lies from the threshold, in the same unit. alpha: as
    of :func:`finding`.
    """
    from scipy.special import nctdtr

    if away <= 0.0:
        return math.inf
    if deviation <= 0.0:
        return 2.0

    def enough(worlds: int) -> bool:
        """Whether so many worlds have the power."""
        beyond = nctdtr(worlds - 1, away * worlds**0.5 / deviation, float(critical(worlds, alpha)))
        return bool(1.0 - beyond >= POWER)

    high = 2
    while not enough(high) and high < _MOST_WORLDS:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return float(high)


def shares_held(pattern: Pattern, worlds: Worlds, lots: int) -> tuple[float, tuple[float, ...]]:
    """Share of lots in which all parts of a ``pattern`` hold by their means, and in which each does, [0, 1].

    worlds: ``DRAW_WORLDS`` for each lot, one lot after another. lots: how many there are, at least 1.
    """
    holds = np.zeros((len(pattern.parts), lots), bool)
    for lot in range(lots):
        some = worlds.only(np.arange(lot * DRAW_WORLDS, (lot + 1) * DRAW_WORLDS))
        for at, one in enumerate(pattern.parts):
            with np.errstate(invalid="ignore"):
                holds[at, lot] = one.side * (float(np.mean(one.statistic(some))) - one.threshold) > 0.0
    return float(holds.all(axis=0).mean()), tuple(map(float, holds.mean(axis=1)))


def pattern_curve(pattern: Pattern, worlds: Worlds) -> pd.DataFrame | None:
    """A history's curve in the model, month by month: "month", and the "mean" and the band ("p10", "p90") over
    ``worlds``.

    None for a ``pattern`` that is no history.
    """
    if pattern.curve is None:
        return None
    curves = pattern.curve(worlds)
    return pd.DataFrame({"month": np.arange(1, curves.shape[1] + 1), **band(curves)})


# --- Tables ------------------------------------------------------------------------------------------------


def parts_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a part of the patterns that ``verdicts`` are on.

    Columns: pattern, part (from 1), claim and a column more for each further language, unit, threshold, side, mean,
    low, high, deviation, worlds, needed, outcome, robust.
    """
    rows = [
        {"pattern": verdict.pattern.id, "part": number, **_in_languages("claim", one.part.claims)} | _found(one)
        for verdict in verdicts
        for number, one in enumerate(verdict.findings, 1)
    ]
    return pd.DataFrame(rows)


def _found(one: Finding) -> dict[str, object]:
    """What was asked of a part, and what was found."""
    asked = {"unit": one.part.unit, "threshold": one.part.threshold, "side": "<" if one.part.less else ">"}
    found = {"mean": one.mean, "low": one.low, "high": one.high, "deviation": one.deviation, "worlds": one.worlds}
    return {**asked, **found, "needed": one.needed, "outcome": one.outcome, "robust": one.share}


def _in_languages(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """A text as columns of a table: ``name`` in the first language, "name_nl" and so on in others."""
    return {key_in(language, name): in_language(texts, language) for language in LANGUAGES}


def verdicts_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a pattern that ``verdicts`` are on.

    Columns: pattern, title and a column more for each further language, scenario, verdict, worlds, central, robust,
    draws.
    """
    rows = [
        {"pattern": one.pattern.id, **_in_languages("title", one.pattern.titles), "scenario": one.pattern.scenario}
        | {"verdict": one.verdict, "worlds": max(part.worlds for part in one.findings)}
        | {"central": one.central, "robust": one.robust, "draws": one.draws}
        for one in verdicts
    ]
    return pd.DataFrame(rows)


def curves_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a month of each history that ``verdicts`` are on; no rows where there is none.

    Columns: pattern, worlds, month (from 1), mean, p10, p90.
    """
    tables = [
        one.curve.assign(pattern=one.pattern.id, worlds=one.findings[0].worlds)
        for one in verdicts
        if one.curve is not None
    ]
    columns = ["pattern", "worlds", "month", "mean", "p10", "p90"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)
