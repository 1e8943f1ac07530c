"""Sensitivity of a stochastic model: which factor moves what, and how much of it is noise of the seeds.

A row of a design is a setting of all factors, run in several worlds; the response is the mean over them. Rows that are held
against each other (a trajectory of Morris; a pair of Saltelli's base samples) run in the same worlds, other rows in others.
The *dummy* is a factor that nothing in the model reads: it only says which worlds a row runs in. So its index is what an
inert factor would get from noise alone, the noise floor; it falls as worlds are added. On noisy rows of one run each an inert
factor would look as important as the noise share is large.

Levers are never sampled: each policy has indices of its own, for the response and for its *effect*, the difference with the
baseline policy in the same worlds. Samples and indices are SALib's (Herman & Usher 2017; Iwanaga et al. 2022).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datadeel.analysis.statistics import critical
from datadeel.experiment.sampling import DUMMY, problem

if TYPE_CHECKING:
    from datadeel.experiment.sweep import Sweep

#: Methods, each with its design and the index that factors are ranked by.
METHODS: Mapping[str, tuple[str, str]] = {
    "morris": ("morris", "mu_star"),
    "sobol": ("saltelli", "ST"),
    "pawn": ("hypercube", "pawn"),
    "delta": ("hypercube", "delta"),
    "oat": ("curves", ""),
}

#: Bootstrap resamples behind an interval.
RESAMPLES = 100

#: A ranking is settled where that of half the samples agrees with it so far (``top_down``), and total indices have intervals
#: no wider than plus or minus this.
_AGREEMENT, _WIDTH = 0.9, 0.1

#: Indices are told of months in which the variance is at least this part of that of the month with most.
_LITTLE = 0.01

#: Responses that runs do not hold as they are, from those they do.
DERIVED: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
    # A half that is never reached counts as the month after the last.
    "half_month": lambda runs: runs["half_month"].where(runs["half_month"] > 0, runs["months"] + 1),
    "spending_per_durable": lambda runs: (
        runs["public_spending"] / (runs["durable"] * runs["organisations"]).clip(lower=1.0)
    ),
}


@dataclass(frozen=True)
class Response:
    """What one outcome did over the rows of a design: ``values`` (rows,) and the variance of each row's mean due to its
    worlds, ``noise`` (rows,). policy: the lever setting; change: whether it is the difference with the baseline."""

    scenario: str
    policy: str
    change: bool
    outcome: str
    values: np.ndarray
    noise: np.ndarray

    @property
    def labels(self) -> dict[str, Any]:
        """What rows of tables start with."""
        return {"scenario": self.scenario, "policy": self.policy, "change": self.change, "outcome": self.outcome}

    @property
    def constant(self) -> bool:
        """Whether it is the same in all rows, but for rounding: then there is nothing to be explained."""
        return bool(np.ptp(self.values) <= 1e-12 * max(1.0, float(np.abs(self.values).max())))


def responses(result: Sweep) -> Iterator[Response]:
    """All responses of a study: for each scenario and policy its shown outcomes, and their differences with the baseline.

    Raises RuntimeError if runs failed or are missing: a row may not be dropped from a design without a word.
    """
    experiment = result.experiment
    runs = result.runs.sort_values(["point", "replicate"], ignore_index=True)
    failed = int(runs["failed_at"].notna().sum()) + experiment.runs - len(runs)
    if failed:
        told = runs["message"].dropna()
        why = f": {told.iloc[0]}" if len(told) else ""
        raise RuntimeError(
            f"{experiment.name}: {failed} of {experiment.runs} runs failed or are missing, and a design with holes has no indices{why}"
        )
    shape = (
        len(experiment.scenario_files),
        len(experiment.levers),
        len(experiment.uncertainties),
        experiment.replicates,
    )
    names = [scenario_file.path.stem for scenario_file in experiment.scenario_files]
    for outcome in experiment.shown:
        column = DERIVED[outcome](runs) if outcome in DERIVED else runs[outcome]
        values = column.to_numpy(float).reshape(shape)
        for at, scenario in enumerate(names):
            for lever, policy in enumerate(experiment.levers):
                yield _response(scenario, policy.name, False, outcome, values[at, lever])
                if lever != experiment.baseline:
                    change = values[at, lever] - values[at, experiment.baseline]
                    yield _response(scenario, policy.name, True, outcome, change)


def _response(scenario: str, policy: str, change: bool, outcome: str, values: np.ndarray) -> Response:
    """values: (rows, worlds)."""
    worlds = values.shape[1]
    noise = values.var(axis=1, ddof=1) / worlds if worlds > 1 else np.full(len(values), np.nan)
    return Response(scenario, policy, change, outcome, values.mean(axis=1), noise)


@dataclass(frozen=True)
class Study:
    """A sensitivity analysis that was run: tables of indices by name, and notes on what they are worth.

    Tables: ``indices``, ``noise``, and as the method gives them ``pairs``, ``convergence``, ``months``, ``curves``.
    """

    method: str
    tables: dict[str, pd.DataFrame]
    notes: list[str] = field(default_factory=list)


def analyse(result: Sweep, method: str) -> Study:
    """Indices of all responses of a study. Raises RuntimeError if runs failed."""
    return _Analysis(result, method).study()


class _Analysis:
    """One study on its way from runs to tables."""

    def __init__(self, result: Sweep, method: str) -> None:
        self.result, self.method, self.experiment = result, method, result.experiment
        self.factors = list(problem(self.experiment.uncertain)["names"])
        self.problem = problem(self.experiment.uncertain)
        self.notes: list[str] = []
        self.seed = self.experiment.seed or 2**31 - 1  # to SALib, 0 is no seed

    @cached_property
    def rows(self) -> np.ndarray:
        """Places of rows on the unit cube, the dummy last."""
        return np.array([one.at for one in self.experiment.uncertainties])

    def study(self) -> Study:
        found = list(responses(self.result))
        if self.method == "oat":
            return Study(self.method, {"curves": pd.concat([self._curves(one) for one in found], ignore_index=True)})
        moving = [one for one in found if not one.constant]
        for one in found:
            if one.constant:
                what = "its change" if one.change else "it"
                self.notes.append(
                    f"{one.scenario}, {one.policy}: {one.outcome}: {what} is the same in all rows; nothing to explain"
                )
        tables = {
            "indices": self._each(moving, lambda one: self._indices(one.values)),
            "noise": pd.DataFrame([one.labels | self._noise(one) for one in moving]),
        }
        if self.method in ("sobol", "morris"):
            tables["convergence"] = self._each(moving, self._convergence)
        if self.method == "sobol":
            if self.experiment.second_order:
                tables["pairs"] = self._each(moving, lambda one: self._pairs(one.values))
            if self.experiment.measures:
                tables["months"] = self._months()
        for one in moving:
            self._unsettled(one, tables)
        return Study(self.method, tables, self.notes)

    def _each(self, found: list[Response], table: Callable[[Response], pd.DataFrame]) -> pd.DataFrame:
        tables = []
        for one in found:
            try:
                made = table(one)
            except (ValueError, np.linalg.LinAlgError) as error:
                # Densities cannot be told of an outcome that is nearly always the same.
                self.notes.append(f"{_where(one)}: no index: {error}")
                continue
            for at, (name, value) in enumerate(one.labels.items()):
                made.insert(at, name, value)
            tables.append(made)
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    # --- Indices

    def _indices(self, values: np.ndarray, rows: np.ndarray | None = None) -> pd.DataFrame:
        """One row a factor and index: factor, index, value, low, high (95 %)."""
        rows = self.rows if rows is None else rows
        make = {"morris": self._morris, "sobol": self._sobol, "pawn": self._pawn, "delta": self._delta}[self.method]
        told = [
            {"factor": name, "index": index, "value": value, "low": value - half, "high": value + half}
            for index, (found, halves) in make(values, rows).items()
            for name, value, half in zip(self.factors, found, halves, strict=True)
        ]
        return pd.DataFrame(told)

    def _morris(self, values: np.ndarray, rows: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        from SALib.analyze import morris

        found = morris.analyze(self.problem, rows, values, num_levels=4, num_resamples=RESAMPLES, seed=self.seed)
        nothing = np.full(len(self.factors), np.nan)
        return {
            "mu_star": (np.asarray(found["mu_star"], float), np.asarray(found["mu_star_conf"], float)),
            "mu": (np.asarray(found["mu"], float), nothing),
            "sigma": (np.asarray(found["sigma"], float), nothing),
        }

    def _sobol(self, values: np.ndarray, rows: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """First-order and total indices, of the part of the design that they need."""
        found = self._sobol_of(values, second=False)
        return {name: (np.asarray(found[name]), np.asarray(found[f"{name}_conf"])) for name in ("S1", "ST")}

    def _sobol_of(self, values: np.ndarray, second: bool, resamples: int = RESAMPLES) -> Any:
        from SALib.analyze import sobol

        kept = values
        if self.experiment.second_order and not second:  # base sample A, A with each column of B, base sample B
            whole = values.reshape(-1, 2 * len(self.factors) + 2)
            kept = whole[:, [*range(len(self.factors) + 1), -1]].ravel()
        with warnings.catch_warnings():  # of factors that move nothing, which are told as what they are: zero
            warnings.filterwarnings("ignore", message="Constant values", category=UserWarning)
            return sobol.analyze(self.problem, kept, calc_second_order=second, num_resamples=resamples, seed=self.seed)

    def _pawn(self, values: np.ndarray, rows: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        from SALib.analyze import pawn

        def median(chosen: np.ndarray) -> np.ndarray:
            return np.asarray(pawn.analyze(self.problem, rows[chosen], values[chosen], S=10)["median"], float)

        rng = np.random.default_rng(self.experiment.seed)
        again = [median(rng.integers(len(rows), size=len(rows))) for _ in range(RESAMPLES // 5)]
        return {"pawn": (median(np.arange(len(rows))), 1.96 * np.std(again, axis=0, ddof=1))}

    def _delta(self, values: np.ndarray, rows: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        from SALib.analyze import delta

        # SALib warns of raw scores, which are not used, past any filter: it sets its own.
        with warnings.catch_warnings(record=True):
            found = delta.analyze(self.problem, rows, values, num_resamples=RESAMPLES // 5, seed=self.seed)
        return {"delta": (np.asarray(found["delta_balanced"], float), np.asarray(found["delta_balanced_conf"], float))}

    def _pairs(self, values: np.ndarray) -> pd.DataFrame:
        """Second-order indices: factor, other, value, low, high."""
        found = self._sobol_of(values, second=True)
        at = [(i, j) for i in range(len(self.factors) - 1) for j in range(i + 1, len(self.factors) - 1)]
        value = np.array([found["S2"][pair] for pair in at])
        half = np.array([found["S2_conf"][pair] for pair in at])
        named = {
            "factor": [self.factors[i] for i, _ in at],
            "other": [self.factors[j] for _, j in at],
        }
        return pd.DataFrame(named | {"value": value, "low": value - half, "high": value + half})

    # --- What they are worth

    def _noise(self, one: Response) -> dict[str, float]:
        """Variance over rows, the share of it that is noise of the seeds, told from within rows, and rows."""
        variance = float(one.values.var(ddof=1))
        return {
            "rows": len(one.values),
            "mean": float(one.values.mean()),
            "variance": variance,
            "noise_share": float(one.noise.mean()) / variance,
            "worlds": self.experiment.replicates,
        }

    def _convergence(self, one: Response) -> pd.DataFrame:
        """The main index at an eighth, a quarter, half and all of the samples: samples, factor, value, low, high."""
        main = METHODS[self.method][1]
        each = len(self.rows) // self.experiment.samples
        tables = []
        for part in (8, 4, 2, 1):
            samples = self.experiment.samples // part
            if samples < 4:
                continue
            some = slice(0, samples * each)
            made = self._indices(one.values[some], self.rows[some])
            made = made[made["index"] == main].drop(columns="index")
            made.insert(0, "samples", samples)
            tables.append(made)
        return pd.concat(tables, ignore_index=True)

    def _unsettled(self, one: Response, tables: dict[str, pd.DataFrame]) -> None:
        """Note a ranking that more samples might change, and noise that more worlds would lower."""
        main = METHODS[self.method][1]
        mine = _of(tables["indices"], one)
        if not len(mine):
            return
        every = mine[mine["index"] == main].set_index("factor")
        ranked, where = every.drop(index=DUMMY), _where(one)
        if "convergence" in tables and len(ranked) > 2:
            path = _of(tables["convergence"], one)
            half = path[path["samples"] == self.experiment.samples // 2].set_index("factor")["value"]
            agreement = top_down(half.reindex(ranked.index), ranked["value"]) if len(half) else math.nan
            moved = float((half.reindex(ranked.index) - ranked["value"]).abs().max()) if len(half) else math.nan
            if math.isnan(agreement):
                self.notes.append(f"{where}: half the samples give no ranking to compare with; take more samples")
            elif agreement < _AGREEMENT:
                self.notes.append(
                    f"{where}: the ranking is not settled: that of half the samples agrees with it for {agreement:.3f} only; take more samples"
                )
            if main == "ST" and moved > _WIDTH:
                self.notes.append(f"{where}: indices still move, by up to {moved:.2f} from half the samples to all")
        widest = float((ranked["high"] - ranked["low"]).max())
        if main == "ST" and widest > 2 * _WIDTH:
            self.notes.append(
                f"{where}: intervals are up to {widest:.2f} wide; take more samples before ranking what lies close"
            )
        share = float(self._noise(one)["noise_share"])
        if math.isnan(share):
            dummy = float(every["value"].to_numpy(float)[list(every.index).index(DUMMY)])
            floor = f"; the dummy's index is {dummy:.2f}" if main == "ST" else ""
            self.notes.append(f"{where}: one world a row does not tell how much is noise of the seeds{floor}")
        elif share > 0.1:
            self.notes.append(
                f"{where}: {share:.0%} of the variance is noise of the seeds; take more worlds (--replicates)"
            )

    # --- Over time, and alone

    def _months(self) -> pd.DataFrame:
        """First-order and total indices of the measures kept, for all kinds together, at ten months."""
        experiment = self.experiment
        table = pd.read_parquet(self.result.folder / "months.parquet")
        table = table[table["kind"] == "all"].sort_values(["point", "replicate", "month"], kind="stable")
        last = int(table["month"].max())
        shape = (
            len(experiment.scenario_files),
            len(experiment.levers),
            len(experiment.uncertainties),
            experiment.replicates,
            last,
        )
        told = []
        for measure in experiment.measures:
            values = table[measure].to_numpy(float).reshape(shape).mean(axis=3)
            for at, scenario_file in enumerate(experiment.scenario_files):
                for lever, policy in enumerate(experiment.levers):
                    sides = [(False, values[at, lever])]
                    if lever != experiment.baseline:
                        sides.append((True, values[at, lever] - values[at, experiment.baseline]))
                    for change, rows in sides:
                        most = rows.var(axis=0).max()
                        for month in np.unique(np.linspace(max(1, last // 10), last, 10).astype(int)):
                            one = Response(
                                scenario_file.path.stem, policy.name, change, measure, rows[:, month - 1], np.zeros(0)
                            )
                            # Where next to nothing varies yet, such as before a policy starts, parts of it mislead.
                            little = one.constant or one.values.var() < _LITTLE * most
                            told += [] if little else self._at_month(one, int(month))
        return pd.DataFrame(told)

    def _at_month(self, one: Response, month: int) -> list[dict[str, Any]]:
        found = self._sobol_of(one.values, second=False, resamples=2)
        return [
            one.labels | {"month": month, "factor": name, "S1": float(first), "ST": float(total)}
            for name, first, total in zip(self.factors, found["S1"], found["ST"], strict=True)
        ]

    def _curves(self, one: Response) -> pd.DataFrame:
        """Each factor alone over its range: factor, u, value, mean, low, high; the interval is that over worlds."""
        half = critical(self.experiment.replicates) * np.sqrt(one.noise)
        told = []
        for row, setting in enumerate(self.experiment.uncertainties):
            if not setting.at:
                continue
            at = int(np.flatnonzero(~np.isnan(setting.at))[0])
            value = setting.varied[self.factors[at]]
            told.append(
                one.labels
                | {"factor": self.factors[at], "u": setting.at[at], "value": value, "mean": one.values[row]}
                | {"low": one.values[row] - half[row], "high": one.values[row] + half[row]}
            )
        return pd.DataFrame(told)


def above_floor(indices: pd.DataFrame) -> pd.DataFrame:
    """The factors of one response that are told from noise, largest first: the interval of their index lies above that of the
    dummy's. indices: rows of one response and one index. Without intervals (one sample) values are compared."""
    dummy = indices[indices["factor"] == DUMMY]
    floor = float(dummy["high"].fillna(dummy["value"]).max()) if len(dummy) else 0.0
    real = indices[indices["factor"] != DUMMY]
    clear = real["low"].fillna(real["value"]) > floor
    return real[clear].sort_values("value", ascending=False, kind="stable")


def top_down(one: pd.Series, other: pd.Series) -> float:
    """How far two rankings agree, the leading places above all: correlation of Savage scores (Iman & Conover 1987)."""

    def scores(values: pd.Series) -> np.ndarray:
        place = values.rank(ascending=False, method="first").to_numpy(int)
        harmonic = np.cumsum(1.0 / np.arange(len(values), 0, -1))[::-1]  # the sum of 1/j from a place to the last
        score = pd.Series(harmonic[place - 1])
        found: np.ndarray = score.groupby(values.to_numpy()).transform("mean").to_numpy()  # ties share theirs
        return found

    mine, others = scores(one), scores(other)
    if np.ptp(mine) == 0.0 or np.ptp(others) == 0.0:
        return math.nan  # all alike: no ranking
    return float(np.corrcoef(mine, others)[0, 1])


def _where(one: Response) -> str:
    return f"{one.scenario}, {one.policy}: {one.outcome}{' (change)' if one.change else ''}"


def _of(table: pd.DataFrame, one: Response) -> pd.DataFrame:
    """The rows of a table that are about a response."""
    if not len(table):
        return table
    mine = np.logical_and.reduce([table[name] == value for name, value in one.labels.items()])
    return table[mine]


def rank_stability(differences: pd.DataFrame, outcome: str, base: str = "base") -> pd.DataFrame:
    """Whether measures keep their order under other formulations: one row an uncertainty setting.

    differences: of ``analysis.compare.differences``, by lever within uncertainty. Columns: uncertainty_name, baseline_mean (of
    the baseline lever), spearman (rank correlation of effects with those under ``base``) and leading (the five measures with the
    largest effects, in order).
    """
    rows = differences[differences["outcome"] == outcome]
    effects = rows.pivot(index="lever_name", columns="uncertainty_name", values="difference")
    means = rows.groupby("uncertainty_name")["baseline_mean"].first()
    agreement = effects.corr("spearman")[base]
    told = [
        {
            "uncertainty_name": name,
            "baseline_mean": float(means[name]),
            "spearman": float(agreement[name]),
            "leading": ", ".join(effects[name].nlargest(5).index),
        }
        for name in sorted(effects.columns, key=lambda one: one != base)
    ]
    return pd.DataFrame(told)
