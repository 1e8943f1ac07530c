"""Sensitivity of a stochastic model: which factor moves what, and how much of it is noise of the seeds.

A row of a design is a setting of all factors, run in several worlds; the response is the mean over them. Rows that
are held against each other (a trajectory of Morris; a pair of Saltelli's base samples) run in the same worlds, other
rows in others. The *dummy* is a factor that nothing in the model reads: it only says which worlds a row runs in. So
its index is what an inert factor would get from noise alone, the noise floor; it falls as worlds are added. On noisy
rows of one run each an inert factor would look as important as the noise share is large.

Levers are never sampled: each policy has indices of its own, for the response and for its *effect*, the difference
with the baseline policy in the same worlds. Indices are worked out in ``analysis.indices``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from datadeel.analysis.indices import Estimator
from datadeel.analysis.rankings import top_down
from datadeel.analysis.statistics import ROUNDING, critical
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.sampling import DUMMY, problem

#: Methods, each with its design and the index that factors are ranked by.
METHODS: Mapping[str, tuple[str, str]] = {
    "morris": ("morris", "mu_star"),
    "sobol": ("saltelli", "ST"),
    "pawn": ("hypercube", "pawn"),
    "delta": ("hypercube", "delta"),
    "oat": ("curves", ""),
}

#: A ranking is settled where that of half the samples agrees with it so far (``top_down``), and total indices have
#: intervals no wider than plus or minus this.
_AGREEMENT, _WIDTH = 0.9, 0.1

#: More than this part of the variance is called much noise.
_MUCH_NOISE = 0.1

#: Indices are given of months in which the variance is at least this part of that of the month with most.
_LITTLE = 0.01

#: How many months indices are given of.
_MONTHS = 10

#: Parts of the samples at which the main index is told, and fewest samples that are worth it.
_SHARES, _FEWEST = (8, 4, 2, 1), 4

#: Responses that runs do not hold as they are, from those they do.
_WORKED_OUT: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
    # A half that is never reached counts as the month after the last.
    "half_month": lambda runs: runs["half_month"].where(runs["half_month"] > 0, runs["months"] + 1),
    "spending_per_durable": lambda runs: (
        runs["public_spending"] / (runs["durable"] * runs["organisations"]).clip(lower=1.0)
    ),
}


@dataclass(frozen=True)
class Response:
    """What one outcome did over the rows of a design.

    scenario: its name. policy: that of the choice of levers. change: whether it is the difference with the baseline.
    outcome: its id. values: means over worlds in the outcome's unit, (rows,). noise: the variance of each of these
    that is due to its worlds, (rows,); NaN with one world.
    """

    scenario: str
    policy: str
    change: bool
    outcome: str
    values: np.ndarray
    noise: np.ndarray

    @property
    def labels(self) -> dict[str, str | bool]:
        """What rows of tables start with."""
        return {"scenario": self.scenario, "policy": self.policy, "change": self.change, "outcome": self.outcome}

    @property
    def where(self) -> str:
        """The same as it stands in notes."""
        return f"{self.scenario}, {self.policy}: {self.outcome}{' (change)' if self.change else ''}"

    @property
    def constant(self) -> bool:
        """Whether it is the same in all rows, but for rounding: then there is nothing to be explained."""
        return bool(np.ptp(self.values) <= ROUNDING * max(1.0, float(np.abs(self.values).max())))

    def of(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of a ``table`` that are about it."""
        if not len(table):
            return table
        mine = np.logical_and.reduce([table[name] == value for name, value in self.labels.items()])
        return table[mine]


def responses(experiment: Experiment, runs: pd.DataFrame) -> Iterator[Response]:
    """All responses of a study: for each scenario and policy its shown outcomes, and their differences with the
    baseline.

    experiment: with a design of sensitivity analysis. runs: one row a run, with "point", "replicate", outcomes, and
    "failed_at" and "message" of those that failed. Raises RuntimeError if runs failed or are missing: a row may not be
    dropped from a design without a word.
    """
    runs = runs.sort_values(["point", "replicate"], ignore_index=True)
    _check_whole(experiment, runs)
    for outcome in experiment.shown:
        column = _WORKED_OUT[outcome](runs) if outcome in _WORKED_OUT else runs[outcome]
        values = column.to_numpy(float).reshape(*_design_shape(experiment), experiment.replicates)
        for scenario, policy, change, each in _sides(experiment, values):
            yield _response(scenario, policy, change, outcome, each)


def _check_whole(experiment: Experiment, runs: pd.DataFrame) -> None:
    """Raises RuntimeError if runs failed or are missing."""
    failed = int(runs["failed_at"].notna().sum()) + experiment.runs - len(runs)
    if failed:
        messages = runs["message"].dropna()
        why = f": {messages.iloc[0]}" if len(messages) else ""
        raise RuntimeError(
            f"{experiment.name}: {failed} of {experiment.runs} runs failed or are missing, "
            f"and a design with holes has no indices{why}"
        )


def _design_shape(experiment: Experiment) -> tuple[int, int, int]:
    """Scenarios, policies and rows of a study."""
    return len(experiment.scenario_files), len(experiment.levers), len(experiment.uncertainties)


def _sides(experiment: Experiment, values: np.ndarray) -> Iterator[tuple[str, str, bool, np.ndarray]]:
    """Of each scenario and policy what is looked at: its values, and their change against the baseline's.

    values: (scenarios, policies, rows, …). Gives the names of scenario and policy, whether it is the change, and
    (rows, …).
    """
    for at, scenario_file in enumerate(experiment.scenario_files):
        for lever, policy in enumerate(experiment.levers):
            yield scenario_file.path.stem, policy.name, False, values[at, lever]
            if lever != experiment.baseline:
                change = values[at, lever] - values[at, experiment.baseline]
                yield scenario_file.path.stem, policy.name, True, change


def _response(scenario: str, policy: str, change: bool, outcome: str, values: np.ndarray) -> Response:
    """A response from its ``values`` in each world, (rows, worlds)."""
    worlds = values.shape[1]
    noise = values.var(axis=1, ddof=1) / worlds if worlds > 1 else np.full(len(values), np.nan)
    return Response(scenario, policy, change, outcome, values.mean(axis=1), noise)


@dataclass(frozen=True)
class Study:
    """A sensitivity analysis: tables of indices by name, and notes on what they are worth.

    Tables: ``indices``, ``noise``, and as the method gives them ``pairs``, ``convergence``, ``months``, ``curves``.
    """

    method: str
    tables: dict[str, pd.DataFrame]
    notes: list[str] = field(default_factory=list)


def analyse(experiment: Experiment, method: str, runs: pd.DataFrame, months: pd.DataFrame | None = None) -> Study:
    """Indices of all responses of a study.

    experiment: with the design of the method. method: one of ``METHODS``. runs: as of :func:`responses`. months: one
    row a run, kind and month, with "point", "replicate", "kind", "month" and outcomes; needed by "sobol" where the
    experiment keeps outcomes of months. Raises RuntimeError if runs failed or are missing.
    """
    found = list(responses(experiment, runs))
    analysis = _Analysis(experiment, method)
    if method == "oat":
        return Study(method, {"curves": pd.concat([analysis.curves(one) for one in found], ignore_index=True)})
    moving = [one for one in found if not one.constant]
    analysis.notes += map(_constant_note, (one for one in found if one.constant))
    tables = analysis.tables(moving, months)
    for one in moving:
        analysis.notes += _Unsettled(experiment, method, one, tables).notes()
    return Study(method, tables, analysis.notes)


def _constant_note(one: Response) -> str:
    """That there is nothing to be explained of a response."""
    what = "its change" if one.change else "it"
    return f"{one.scenario}, {one.policy}: {one.outcome}: {what} is the same in all rows; nothing to explain"


class _Analysis:
    """One study on its way from responses to tables; ``notes`` tell of responses without an index."""

    def __init__(self, experiment: Experiment, method: str) -> None:
        self.experiment, self.method = experiment, method
        self.notes: list[str] = []

    @cached_property
    def estimator(self) -> Estimator:
        """Works out indices of this design."""
        one = self.experiment
        rows = np.array([uncertainty.at for uncertainty in one.uncertainties])
        return Estimator(self.method, problem(one.uncertain), rows, one.seed, one.second_order)

    def tables(self, moving: list[Response], months: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
        """All tables of responses that move, as the method gives them."""
        tables = {
            "indices": self._each(moving, lambda one: self.estimator.table(one.values)),
            "noise": pd.DataFrame([one.labels | noise(one, self.experiment.replicates) for one in moving]),
        }
        if self.method in ("sobol", "morris"):
            tables["convergence"] = self._each(moving, self._convergence)
        if self.method == "sobol" and self.experiment.second_order:
            tables["pairs"] = self._each(moving, lambda one: self.estimator.pairs(one.values))
        if self.method == "sobol" and self.experiment.measures and months is not None:
            tables["months"] = self._months(months)
        return tables

    def _each(self, found: list[Response], table: Callable[[Response], pd.DataFrame]) -> pd.DataFrame:
        """The tables of all responses under each other, with their labels."""
        tables = []
        for one in found:
            try:
                made = table(one)
            except (ValueError, np.linalg.LinAlgError) as error:
                # There is no density of an outcome that is nearly always the same.
                self.notes.append(f"{one.where}: no index: {error}")
                continue
            for at, (name, value) in enumerate(one.labels.items()):
                made.insert(at, name, value)
            tables.append(made)
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    def _convergence(self, one: Response) -> pd.DataFrame:
        """The main index at an eighth, a quarter, half and all of the samples: samples, factor, value, low, high."""
        main = METHODS[self.method][1]
        each = len(one.values) // self.experiment.samples
        tables = []
        for samples in (self.experiment.samples // part for part in _SHARES):
            if samples < _FEWEST:
                continue
            made = self.estimator.table(one.values[: samples * each], samples * each)
            made = made[made["index"] == main].drop(columns="index")
            made.insert(0, "samples", samples)
            tables.append(made)
        return pd.concat(tables, ignore_index=True)

    # --- Over time, and alone

    def _months(self, table: pd.DataFrame) -> pd.DataFrame:
        """First-order and total indices of the outcomes kept, for all kinds together, at ten months."""
        experiment = self.experiment
        table = table[table["kind"] == "all"].sort_values(["point", "replicate", "month"], kind="stable")
        last = int(table["month"].max())
        months = np.unique(np.linspace(max(1, last // _MONTHS), last, _MONTHS).astype(int))
        found = []
        for outcome in experiment.measures:
            values = (
                table[outcome]
                .to_numpy(float)
                .reshape(*_design_shape(experiment), experiment.replicates, last)
                .mean(axis=3)
            )
            for scenario, policy, change, rows in _sides(experiment, values):
                most = rows.var(axis=0).max()
                for month in months:
                    one = Response(scenario, policy, change, outcome, rows[:, month - 1], np.zeros(0))
                    # Where next to nothing varies yet, such as before a policy starts, parts of it mislead.
                    little = one.constant or one.values.var() < _LITTLE * most
                    found += [] if little else self._at_month(one, int(month))
        return pd.DataFrame(found)

    def _at_month(self, one: Response, month: int) -> list[dict[str, object]]:
        """The indices of a response in a month: a row a factor."""
        found = self.estimator.sobol(one.values, resamples=2)
        return [
            one.labels | {"month": month, "factor": name, "S1": float(first), "ST": float(total)}
            for name, first, total in zip(self.estimator.factors, found["S1"], found["ST"], strict=True)
        ]

    def curves(self, one: Response) -> pd.DataFrame:
        """Each factor alone over its range: factor, u, value, mean, low, high; the interval is that over worlds."""
        factors = problem(self.experiment.uncertain)["names"]
        half = critical(self.experiment.replicates) * np.sqrt(one.noise)
        found = []
        for row, setting in enumerate(self.experiment.uncertainties):
            if not setting.at:
                continue
            at = int(np.flatnonzero(~np.isnan(setting.at))[0])
            mean = one.values[row]
            place = {"factor": factors[at], "u": setting.at[at], "value": setting.varied[factors[at]]}
            found.append(one.labels | place | {"mean": mean, "low": mean - half[row], "high": mean + half[row]})
        return pd.DataFrame(found)


def noise(one: Response, worlds: int) -> dict[str, float]:
    """Variance over the rows of a response, and the share of it that is noise of the seeds, which shows within rows.

    one: that moves. worlds: of each row. Gives "rows", "mean", "variance", "noise_share" (NaN with one world) and
    "worlds".
    """
    variance = float(one.values.var(ddof=1))
    return {
        "rows": len(one.values),
        "mean": float(one.values.mean()),
        "variance": variance,
        "noise_share": float(one.noise.mean()) / variance,
        "worlds": worlds,
    }


@dataclass(frozen=True)
class _Unsettled:
    """Whether more samples might change a ranking, and more worlds lower its noise."""

    experiment: Experiment
    method: str
    response: Response
    tables: Mapping[str, pd.DataFrame]

    @property
    def main(self) -> str:
        """The index that factors are ranked by."""
        return METHODS[self.method][1]

    def notes(self) -> Iterator[str]:
        """All that is to be said of a response; nothing where it has no index."""
        mine = self.response.of(self.tables["indices"])
        if not len(mine):
            return
        every = mine[mine["index"] == self.main].set_index("factor")
        ranked = every.drop(index=DUMMY)
        if "convergence" in self.tables and len(ranked) > 2:
            yield from self._settled(ranked["value"])
        yield from self._width(ranked)
        yield from self._noise(every)

    def _settled(self, ranked: pd.Series) -> Iterator[str]:
        """Whether half of the samples give the same ranking."""
        path = self.response.of(self.tables["convergence"])
        half = path[path["samples"] == self.experiment.samples // 2].set_index("factor")["value"]
        agreement = top_down(half.reindex(ranked.index), ranked) if len(half) else math.nan
        moved = float((half.reindex(ranked.index) - ranked).abs().max()) if len(half) else math.nan
        where = self.response.where
        if math.isnan(agreement):
            yield f"{where}: half the samples give no ranking to compare with; take more samples"
        elif agreement < _AGREEMENT:
            yield (
                f"{where}: the ranking is not settled: that of half the samples agrees with it for {agreement:.3f} "
                "only; take more samples"
            )
        if self.main == "ST" and moved > _WIDTH:
            yield f"{where}: indices still move, by up to {moved:.2f} from half the samples to all"

    def _width(self, ranked: pd.DataFrame) -> Iterator[str]:
        """Whether intervals are narrow enough to rank by."""
        widest = float((ranked["high"] - ranked["low"]).max())
        if self.main == "ST" and widest > 2 * _WIDTH:
            yield (
                f"{self.response.where}: intervals are up to {widest:.2f} wide; "
                "take more samples before ranking what lies close"
            )

    def _noise(self, every: pd.DataFrame) -> Iterator[str]:
        """How much is noise of the seeds."""
        share, where = noise(self.response, self.experiment.replicates)["noise_share"], self.response.where
        if math.isnan(share):
            dummy = float(every["value"].to_numpy(float)[list(every.index).index(DUMMY)])
            floor = f"; the dummy's index is {dummy:.2f}" if self.main == "ST" else ""
            yield f"{where}: one world a row does not tell how much is noise of the seeds{floor}"
        elif share > _MUCH_NOISE:
            yield f"{where}: {share:.0%} of the variance is noise of the seeds; take more worlds (--replicates)"
