"""Trials of patterns: the experiments that tell, run with more worlds until each part is decided, and on drawn
parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from datadeel.analysis.verdicts import (
    DRAW_WORLDS,
    DRAWS,
    SAMPLE_SIZES,
    UNDECIDED,
    Finding,
    Pattern,
    Verdict,
    finding,
    pattern_curve,
    shares_held,
    values_of,
)
from datadeel.analysis.worlds import Worlds
from datadeel.errors import InputError
from datadeel.experiment import executor
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.factors import priors
from datadeel.experiment.sampling import BASE, Assignments, lay_out
from datadeel.experiment.sweep import Sweep, sweep
from datadeel.registry.kinds import KINDS
from datadeel.scenario.loader import ScenarioFile, assignment
from datadeel.scenario.records import Scenario
from datadeel.scenario.shipped import shipped
from datadeel.scenario.titles import TITLE_KEYS

#: What of a scenario changes nothing that is run.
_NOT_RUN = ("seed", "replicates", *TITLE_KEYS, "purpose", "source")


def experiment_of(
    pattern: Pattern, scenario: Path, replicates: int, fixed: Iterable[str] = (), seed: int = 1
) -> Experiment:
    """The experiment of a ``pattern``: its settings as levers on one scenario file.

    scenario: the file. replicates: worlds, at least 2. fixed: "KEY=VALUE" for all settings, over which the settings
    prevail. seed: of all worlds. Raises InputError for a scenario in which the settings cannot be made.
    """
    levers = tuple(Assignments(name, tuple(map(assignment, texts))) for name, texts in pattern.settings.items())
    try:
        return Experiment(
            name=pattern.id,
            titles=dict(pattern.titles),
            question="",
            hypothesis="",
            source=pattern.source,
            scenario_files=(ScenarioFile(scenario),),
            fixed=tuple(map(assignment, fixed)),
            levers=levers,
            uncertainties=(Assignments(BASE),),
            factors=(),
            replicates=replicates,
            seed=seed,
            baseline=0,
            shown=("sharing",),
            measures=pattern.outcomes,
            precision=0.01,
        ).checked()
    except InputError as error:
        raise InputError("\n".join(f"{pattern.id}: {line}" for line in str(error).splitlines())) from None


def worlds_of(result: Sweep) -> Worlds:
    """What the runs of a pattern's experiment gave, from the tables of its sweep."""
    experiment = result.experiment
    states = len(experiment.uncertainties)
    firsts = experiment.points[::states]
    scenarios = {lever.name: experiment.scenario(point) for lever, point in zip(experiment.levers, firsts, strict=True)}
    months = pd.read_parquet(result.folder / "months.parquet") if experiment.measures else pd.DataFrame()
    tables = [_named(one, list(scenarios), states) if len(one) else one for one in (result.runs, months)]
    return Worlds(tables[0], tables[1], {name: _organisations(one) for name, one in scenarios.items()})


def _named(table: pd.DataFrame, names: Sequence[str], states: int) -> pd.DataFrame:
    """The same with a column for the setting, which changes slowest over the points. states: of each setting."""
    codes = table["point"].to_numpy(np.int64) // states
    return table.assign(setting=pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(names))))


def _organisations(scenario: Scenario) -> dict[str, int]:
    """How many organisations there are of each kind, in chains or not."""
    return {kind: scenario.population[kind] + scenario.unattached[kind] for kind in KINDS}


def judge(
    pattern: Pattern,
    experiment: Experiment,
    folder: Path,
    alpha: float,
    sample_sizes: Sequence[int] = SAMPLE_SIZES,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> tuple[tuple[Finding, ...], Worlds]:
    """Findings on the parts of a ``pattern`` and the worlds they rest on.

    There are more worlds at each look, until each part is decided or looks run out. experiment: that of the pattern.
    folder: where runs are kept; none is done twice. alpha: of each interval, two-sided, (0, 1). sample_sizes: worlds at
    each look, ascending. jobs: workers, at least 1. progress: called with the number of worlds before each look. Raises
    RuntimeError if a run failed: a verdict may not rest on the worlds that were left.
    """
    decided: dict[int, Finding] = {}
    for size in sample_sizes:
        if progress:
            progress(size)
        worlds = _run(replace(experiment, replicates=size), folder, jobs)
        for at, part in enumerate(pattern.parts):
            if at not in decided or decided[at].outcome == UNDECIDED:  # what was decided stays so
                decided[at] = finding(part, values_of(pattern, at, worlds), alpha)
        if all(one.outcome != UNDECIDED for one in decided.values()):
            break
    return tuple(decided[at] for at in range(len(pattern.parts))), worlds


def _run(experiment: Experiment, folder: Path, jobs: int) -> Worlds:
    """Run what is missing, and read it. Raises RuntimeError if runs failed."""
    result = sweep(experiment, folder, executor.threads(jobs), jobs)
    if result.state.failed:
        message = result.runs["message"].dropna().iloc[0]
        raise RuntimeError(f"{experiment.name}: {result.state.failed} runs failed: {message}")
    return worlds_of(result)


# --- Robustness --------------------------------------------------------------------------------------------


def draws(experiment: Experiment, number: int) -> tuple[Assignments, ...]:
    """A Latin hypercube of all parameters over their ranges, but for facts of the case: those that the scenario states.

    experiment: of one scenario. number: of draws, at least 1.
    """
    factors = priors(experiment.scenario_files[0].stated(experiment.fixed), together=False)
    return tuple(lay_out("latin_hypercube", factors, number, experiment.seed))


def robustness(
    pattern: Pattern, experiment: Experiment, folder: Path, number: int = DRAWS, jobs: int = 1
) -> tuple[float, tuple[float, ...]]:
    """Share of draws of all parameters in which a ``pattern`` holds, and in which each of its parts does, [0, 1].

    A part holds in a draw where its mean over ``DRAW_WORLDS`` worlds lies on the side that is claimed. What a setting
    itself assigns prevails over the draw. experiment: that of the pattern. folder: where runs are kept. number: of
    draws, at least 1. jobs: workers, at least 1. Raises RuntimeError if a run failed.
    """
    drawn = replace(experiment, uncertainties=draws(experiment, number), replicates=DRAW_WORLDS).checked()
    return shares_held(pattern, _run(drawn, folder, jobs), number)


# --- Trials ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """How patterns are tried.

    scenario: a file in place of their own; None for those. fixed: "KEY=VALUE" changed in all of them. sample_sizes:
    worlds at each look, ascending. draws: for robustness, 0 for none. jobs: workers, at least 1.
    """

    scenario: Path | None = None
    fixed: tuple[str, ...] = ()
    sample_sizes: tuple[int, ...] = SAMPLE_SIZES
    draws: int = DRAWS
    jobs: int = 1

    def of(self, pattern: Pattern) -> Experiment:
        """The experiment of a ``pattern``.

        Raises InputError if it cannot be made, or cannot be what the pattern is about.
        """
        own = shipped(pattern.scenario)
        experiment = experiment_of(pattern, self.scenario or own, self.sample_sizes[0], self.fixed)
        for text in self.fixed:
            _check_change(pattern, text)
        _check_scenarios(pattern, experiment, ScenarioFile(own))
        return experiment

    def verdict(
        self,
        pattern: Pattern,
        experiment: Experiment,
        folder: Path,
        alpha: float,
        progress: Callable[[int], None] | None = None,
    ) -> Verdict:
        """The verdict on a ``pattern`` by its ``experiment``; runs are kept in ``folder`` and not done twice.

        alpha, progress: as of :func:`judge`. Raises RuntimeError if a run failed.
        """
        findings, worlds = judge(pattern, experiment, folder / "worlds", alpha, self.sample_sizes, self.jobs, progress)
        curve = pattern_curve(pattern, worlds)
        central, _ = shares_held(pattern, worlds, min(len(worlds) // DRAW_WORLDS, DRAWS))
        if not self.draws:
            return Verdict(pattern, findings, central, curve=curve)
        whole, shares = robustness(pattern, experiment, folder / "draws", self.draws, self.jobs)
        found = tuple(replace(one, share=share) for one, share in zip(findings, shares, strict=True))
        return Verdict(pattern, found, central, whole, self.draws, curve)


def _check_change(pattern: Pattern, text: str) -> None:
    """Whether a change ("KEY=VALUE") changes anything in some setting."""
    path = assignment(text).key
    if path in _NOT_RUN:
        raise InputError(
            f"--set {text}: does not change what is run; worlds follow from the effect, or from --replicates"
        )
    if all(any(assignment(own).key == path for own in texts) for texts in pattern.settings.values()):
        raise InputError(f"--set {text}: {pattern.id} sets {path} itself in all its settings")


def _check_scenarios(pattern: Pattern, experiment: Experiment, own: ScenarioFile) -> None:
    """Whether scenarios leave what the pattern's statistics read: the months, and the kinds of its ``own`` scenario."""
    for point in experiment.points:
        wanted = own.resolve(experiment.levers[point.lever].assignments)
        found = experiment.scenario(point)
        if found.months != wanted.months:
            raise InputError(f"{pattern.id}: is told of {wanted.months} months, not of {found.months}")
        for kind, number in wanted.population.items():
            if number and not found.population[kind]:
                raise InputError(f"{pattern.id}: needs organisations of kind {kind}, and there are none")
