"""Verdicts on patterns: what a pattern is, how many worlds a verdict takes, and how far it holds among plausible numbers.

Pattern-oriented modelling (Grimm et al. 2005): several weak patterns at different levels, stated beforehand, each judged
apart. A pattern is an experiment on common worlds with one or more *parts*. A part is a number that every world gives,
and a threshold declared with its reason before the run: it holds where the mean over worlds lies on the side that is claimed.

Worlds are multiplied by four until the interval of a part lies to one side of its threshold. The level of an interval is shared out
over all parts of all patterns and over all looks (Bonferroni), whatever part of the list is run: the chance that any verdict
of the whole list is wrong, if worlds were many, is at most ``ALPHA``. Looks are the same in a quick run, which only stops
sooner: a part that is decided stays so, so a full run decides it in the same way.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datadeel.analysis.statistics import band, critical, margin
from datadeel.errors import InputError
from datadeel.experiment import executor as worker
from datadeel.experiment.experiment import Experiment, Point
from datadeel.experiment.factors import priors
from datadeel.experiment.sampling import BASE, Assignments, lay_out
from datadeel.experiment.sweep import Sweep, sweep
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import OUTCOMES
from datadeel.scenario.loader import ScenarioFile, assignment
from datadeel.scenario.shipped import shipped

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


class Worlds:
    """What a pattern's runs gave: ``x(setting, outcome)`` is one of ``RUN_OUTCOMES`` in each world, shape (worlds,), and
    ``x.months(setting, measure, kind)`` one of the pattern's measures month by month, shape (worlds, months)."""

    def __init__(self, result: Sweep) -> None:
        experiment = result.experiment
        self._at = {one.name: number for number, one in enumerate(experiment.levers)}
        self._states, self._worlds = len(experiment.uncertainties), experiment.replicates
        self._folder, self._measures = result.folder, experiment.measures
        self._scenarios = {
            one.name: experiment.scenario(point)
            for one, point in zip(experiment.levers, self._firsts(experiment), strict=True)
        }
        self._runs = result.runs.sort_values(["point", "replicate"], ignore_index=True)
        self._read: dict[tuple[str, str, str], np.ndarray] = {}
        self._chosen: Any = slice(None)

    @staticmethod
    def _firsts(experiment: Experiment) -> list[Point]:
        """The first point of each setting."""
        return list(experiment.points[:: len(experiment.uncertainties)])

    def __len__(self) -> int:
        return self._states * self._worlds

    def only(self, rows: np.ndarray) -> Worlds:
        """The same of some worlds, by number."""
        some = copy(self)
        some._chosen = rows
        return some

    def __call__(self, setting: str, outcome: str) -> np.ndarray:
        """An outcome in each world (of each draw, draw by draw)."""
        rows = self._states * self._worlds
        at = self._at[setting] * rows
        found: np.ndarray = self._runs[outcome].to_numpy(float)[at : at + rows]
        return found[self._chosen]

    def months(self, setting: str, measure: str, kind: str = "all") -> np.ndarray:
        """A measure month by month in each world; what tables give as sums, per organisation of the kind."""
        key = (setting, measure, kind)
        if key not in self._read:
            rows, last = self._states * self._worlds, self._scenarios[setting].months
            found = self._tables[setting, kind][measure].to_numpy(float).reshape(rows, last)
            self._read[key] = found / self._count(setting, kind) if OUTCOMES[measure].monthly == "sum" else found
        return self._read[key][self._chosen]

    def count(self, setting: str, kind: str) -> int:
        """How many organisations of a kind there are."""
        scenario = self._scenarios[setting]
        return scenario.population[kind] + scenario.unattached[kind]

    def _count(self, setting: str, kind: str) -> int:
        return sum(self.count(setting, one) for one in (KINDS if kind == "all" else (kind,)))

    @cached_property
    def _tables(self) -> dict[tuple[str, str], pd.DataFrame]:
        """Months by setting and kind, by point, replicate and month."""
        table = pd.read_parquet(self._folder / "months.parquet")
        table = table.sort_values(["point", "replicate", "month"], kind="stable")
        names = list(self._at)
        return {
            (name, str(kind)): rows
            for number, name in enumerate(names)
            for kind, rows in table[table["point"] // self._states == number].groupby("kind", observed=True)
        }


def ratio(above: np.ndarray, under: np.ndarray) -> np.ndarray:
    """One over the other; 0 where there is nothing to divide by."""
    return np.divide(above, under, out=np.zeros_like(above, dtype=float), where=np.abs(under) > 1e-12)


def of_means(number: Callable[[np.ndarray], Any], *values: np.ndarray) -> np.ndarray:
    """A number that is worked out from means over worlds, such as a ratio of them, as one number for each world (jackknife
    pseudo-values): their mean is the number without most of its bias, their spread tells its interval.

    values: (worlds,) or (worlds, …) each; number: of their means, stacked along the first axis.
    """
    stacked = np.stack([np.asarray(one, float) for one in values])
    worlds = stacked.shape[1]
    whole = stacked.mean(axis=1)
    if worlds < 2:
        return np.atleast_1d(np.asarray(number(whole), float))
    without = (worlds * whole[:, None] - stacked) / (worlds - 1)
    left = np.array([float(number(without[:, world])) for world in range(worlds)])
    return worlds * float(number(whole)) - (worlds - 1) * left


def ratio_of_means(above: np.ndarray, under: np.ndarray) -> np.ndarray:
    """:func:`of_means` of a ratio; 0 where there is nothing to divide by."""
    return of_means(lambda means: ratio(means[:1], means[1:])[0], above, under)


#: What a part measures: a number for each world.
Statistic = Callable[[Worlds], np.ndarray]


@dataclass(frozen=True)
class Criterion:
    """One claim that can fail: it holds where the mean of ``statistic`` over worlds lies above ``threshold`` (below, if
    ``less``).

    unit: ``points`` for shares and differences of shares (told times 100), ``ratio``, ``months`` or ``uses`` (new uses per
    chain).
    """

    claim: str
    claim_nl: str
    statistic: Statistic
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
    """A pattern: what is claimed where, and the experiment that tells. ``settings`` are by name what they assign, as
    "KEY=VALUE"; ``measures`` what is needed month by month. Of a history, ``observed`` is the name of the series that it is
    held against, and ``curve`` what of the model is drawn beside it, shape (worlds, months)."""

    id: str
    title: str
    title_nl: str
    source: str
    scenario: str
    settings: Mapping[str, Sequence[str]]
    parts: tuple[Criterion, ...]
    measures: tuple[str, ...] = ()
    observed: str = ""
    curve: Statistic | None = None

    def digest(self, experiment: Experiment) -> str:
        """SHA-256 of what is run and what is asked; not of how a statistic is worked out."""
        asked = [(one.claim, one.threshold, one.less) for one in self.parts]
        return hashlib.sha256(repr([experiment.digest, asked]).encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """How a part came out: its mean over ``worlds`` with the interval at the list's level, deviation between worlds, and
    how many worlds would decide with power ``POWER`` if means and deviations stay as they are."""

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
    """The verdict on a pattern. ``robust`` is the share of ``draws`` of all parameters in which every part holds, ``central``
    that of as few worlds at a time without any draw: what chance alone makes of it. ``curve`` is what a history's curve is in the model: month, mean, p10, p90 over worlds."""

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


def experiment_of(
    pattern: Pattern, scenario: Path, replicates: int, fixed: Iterable[str] = (), seed: int = 1
) -> Experiment:
    """The experiment of a pattern: its settings as levers on one scenario file.

    fixed: "KEY=VALUE" for all settings, over which the settings prevail. Raises InputError for a scenario in which the
    settings cannot be made.
    """
    levers = tuple(Assignments(name, tuple(map(assignment, texts))) for name, texts in pattern.settings.items())
    try:
        return Experiment(
            name=pattern.id, titles={"en": pattern.title, "nl": pattern.title_nl}, question="", hypothesis="", source=pattern.source,
            scenario_files=(ScenarioFile(scenario),), fixed=tuple(map(assignment, fixed)), levers=levers, uncertainties=(Assignments(BASE),),
            factors=(), replicates=replicates, seed=seed, baseline=0, shown=("sharing",), measures=pattern.measures,
            precision=0.01,
        ).checked()  # fmt: skip
    except InputError as error:
        raise InputError("\n".join(f"{pattern.id}: {line}" for line in str(error).splitlines())) from None


def judge(
    pattern: Pattern,
    experiment: Experiment,
    folder: Path,
    alpha: float,
    sample_sizes: Sequence[int] = SAMPLE_SIZES,
    jobs: int = 1,
    told: Callable[[int], None] | None = None,
) -> tuple[tuple[Finding, ...], Worlds]:
    """Findings on a pattern's parts and the worlds they rest on, with more worlds at each look until each is decided or looks run out.

    alpha: of each interval, two-sided. told: called with the number of worlds before each look.
    Raises RuntimeError if a run failed: a verdict may not rest on the worlds that were left.
    """
    decided: dict[int, Finding] = {}
    for worlds in sample_sizes:
        if told:
            told(worlds)
        found = _run(replace(experiment, replicates=worlds), folder, jobs)
        for at, part in enumerate(pattern.parts):
            if at not in decided or decided[at].outcome == UNDECIDED:  # what was decided stays so
                decided[at] = _finding(part, _values(pattern, at, found), alpha)
        if all(one.outcome != UNDECIDED for one in decided.values()):
            break
    return tuple(decided[at] for at in range(len(pattern.parts))), found


def _values(pattern: Pattern, at: int, found: Worlds) -> np.ndarray:
    """A part's number in each world. Raises RuntimeError if some world has none."""
    values = pattern.parts[at].statistic(found)
    if not np.isfinite(values).all():
        raise RuntimeError(f"{pattern.id}: part {at + 1} has no number in some worlds of this scenario")
    return values


def _run(experiment: Experiment, folder: Path, jobs: int) -> Worlds:
    result = sweep(experiment, folder, worker.threads(jobs), jobs)
    if result.state.failed:
        message = result.runs["message"].dropna().iloc[0]
        raise RuntimeError(f"{experiment.name}: {result.state.failed} runs failed: {message}")
    return Worlds(result)


def _finding(part: Criterion, values: np.ndarray, alpha: float) -> Finding:
    """Mean and interval (Student's t) of what worlds gave."""
    worlds = len(values)
    mean, deviation = float(values.mean()), float(values.std(ddof=1))
    # Nearly the same number in every world is rounding: no deviation.
    deviation = 0.0 if deviation <= 1e-12 * max(1.0, abs(mean)) else deviation
    half = float(margin(worlds, deviation, alpha))
    away = abs(mean - part.threshold)
    return Finding(part, worlds, mean, mean - half, mean + half, deviation, _needed(deviation, away, alpha))


def _needed(deviation: float, away: float, alpha: float) -> float:
    """Fewest worlds that decide with power ``POWER`` if the mean lies ``away`` from the threshold; infinite if it does not."""
    from scipy.special import nctdtr

    if away <= 0.0:
        return math.inf
    if deviation <= 0.0:
        return 2.0

    def enough(worlds: int) -> bool:
        beyond = nctdtr(worlds - 1, away * worlds**0.5 / deviation, float(critical(worlds, alpha)))
        return bool(1.0 - beyond >= POWER)

    high = 2
    while not enough(high) and high < 1 << 40:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return float(high)


# --- Robustness --------------------------------------------------------------------------------------------


def draws(experiment: Experiment, number: int) -> tuple[Assignments, ...]:
    """A Latin hypercube of all parameters over their ranges, but for those that the scenario itself states: facts of the case."""
    factors = priors(experiment.scenario_files[0].stated(experiment.fixed), together=False)
    return tuple(lay_out("latin_hypercube", factors, number, experiment.seed))


def robustness(
    pattern: Pattern, experiment: Experiment, folder: Path, number: int = DRAWS, jobs: int = 1
) -> tuple[float, tuple[float, ...]]:
    """Share of ``number`` draws of all parameters in which a pattern holds, and in which each of its parts does.

    A part holds in a draw where its mean over ``DRAW_WORLDS`` worlds lies above the threshold. What a setting itself assigns
    prevails over the draw.
    """
    drawn = replace(experiment, uncertainties=draws(experiment, number), replicates=DRAW_WORLDS).checked()
    return _held(pattern, _run(drawn, folder, jobs), number)


def _held(pattern: Pattern, found: Worlds, lots: int) -> tuple[float, tuple[float, ...]]:
    """Share of lots of ``DRAW_WORLDS`` worlds in which all parts hold by their means, and in which each does."""
    holds = np.zeros((len(pattern.parts), lots), bool)
    for lot in range(lots):
        some = found.only(np.arange(lot * DRAW_WORLDS, (lot + 1) * DRAW_WORLDS))
        for at, one in enumerate(pattern.parts):
            with np.errstate(invalid="ignore"):
                holds[at, lot] = one.side * (float(np.mean(one.statistic(some))) - one.threshold) > 0.0
    return float(holds.all(axis=0).mean()), tuple(map(float, holds.mean(axis=1)))


@dataclass(frozen=True)
class Trial:
    """How patterns are tried: ``scenario`` in place of their own, ``fixed`` ("KEY=VALUE") changed in all of them, worlds at
    each look, draws for robustness (0: none), and workers."""

    scenario: Path | None = None
    fixed: tuple[str, ...] = ()
    sample_sizes: tuple[int, ...] = SAMPLE_SIZES
    draws: int = DRAWS
    jobs: int = 1

    def of(self, pattern: Pattern) -> Experiment:
        """The experiment of a pattern. Raises InputError if it cannot be made, or cannot be what the pattern is about."""
        own = shipped(pattern.scenario)
        experiment = experiment_of(pattern, self.scenario or own, self.sample_sizes[0], self.fixed)
        self._check(pattern, experiment, own)
        return experiment

    def _check(self, pattern: Pattern, experiment: Experiment, own: Path) -> None:
        """Whether what is changed leaves what the pattern's statistics read: the months, and the kinds of its own scenario."""
        for one in self.fixed:
            path = assignment(one).key
            if path in ("seed", "replicates", "title", "title_nl", "purpose", "source"):
                raise InputError(
                    f"--set {one}: does not change what is run; worlds follow from the effect, or from --replicates"
                )
            if all(any(assignment(text).key == path for text in texts) for texts in pattern.settings.values()):
                raise InputError(f"--set {one}: {pattern.id} sets {path} itself in all its settings")
        scenario_file = ScenarioFile(own)
        for point in experiment.points:
            wanted = scenario_file.resolve(experiment.levers[point.lever].assignments)
            found = experiment.scenario(point)
            if found.months != wanted.months:
                raise InputError(f"{pattern.id}: is told of {wanted.months} months, not of {found.months}")
            for kind, number in wanted.population.items():
                if number and not found.population[kind]:
                    raise InputError(f"{pattern.id}: needs organisations of kind {kind}, and there are none")

    def verdict(
        self,
        pattern: Pattern,
        experiment: Experiment,
        folder: Path,
        alpha: float,
        told: Callable[[int], None] | None = None,
    ) -> Verdict:
        """The verdict on a pattern; runs are kept in ``folder`` and not done twice."""
        findings, worlds = judge(pattern, experiment, folder / "worlds", alpha, self.sample_sizes, self.jobs, told)
        curve = None if pattern.curve is None else _band(pattern.curve(worlds))
        central, _ = _held(pattern, worlds, min(len(worlds) // DRAW_WORLDS, DRAWS))
        if not self.draws:
            return Verdict(pattern, findings, central, curve=curve)
        whole, shares = robustness(pattern, experiment, folder / "draws", self.draws, self.jobs)
        found = tuple(replace(one, share=share) for one, share in zip(findings, shares, strict=True))
        return Verdict(pattern, found, central, whole, self.draws, curve)


def _band(curves: np.ndarray) -> pd.DataFrame:
    """Mean and the middle 80 % of worlds of a curve, month by month. curves: (worlds, months)."""
    return pd.DataFrame({"month": np.arange(1, curves.shape[1] + 1), **band(curves)})


# --- Tables ------------------------------------------------------------------------------------------------


def parts_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a part: pattern, part (from 1), claim, unit, threshold, side, mean, low, high, deviation, worlds, needed, outcome, robust."""
    rows = [
        {
            "pattern": verdict.pattern.id, "part": number, "claim": one.part.claim, "claim_nl": one.part.claim_nl,
            "unit": one.part.unit, "threshold": one.part.threshold, "side": "<" if one.part.less else ">", "mean": one.mean, "low": one.low, "high": one.high,
            "deviation": one.deviation, "worlds": one.worlds, "needed": one.needed, "outcome": one.outcome, "robust": one.share,
        }
        for verdict in verdicts
        for number, one in enumerate(verdict.findings, 1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def verdicts_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a pattern: pattern, title, title_nl, scenario, verdict, worlds, central, robust, draws."""
    rows: list[dict[str, Any]] = [
        {
            "pattern": one.pattern.id, "title": one.pattern.title, "title_nl": one.pattern.title_nl, "scenario": one.pattern.scenario,
            "verdict": one.verdict, "worlds": max(part.worlds for part in one.findings), "central": one.central, "robust": one.robust, "draws": one.draws,
        }
        for one in verdicts
    ]  # fmt: skip
    return pd.DataFrame(rows)


def curves_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """One row a month of a history: pattern, worlds, month, mean, p10, p90; no rows where no history was tried."""
    tables = [
        one.curve.assign(pattern=one.pattern.id, worlds=one.findings[0].worlds)
        for one in verdicts
        if one.curve is not None
    ]
    columns = ["pattern", "worlds", "month", "mean", "p10", "p90"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)
