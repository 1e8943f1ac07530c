"""The tables of docs/findings.md, of experiments in experiments/documents/.

Every table is one experiment file, which ``datadeel sweep experiments/documents/*.toml`` runs as well. Here the points
are run in memory, in a few seconds, so that a test can tell whether the pages are what the model gives now.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pandas as pd

from datadeel.analysis.summary import describe
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.loader import load_experiment
from datadeel.registry.outcomes import scale
from datadeel.studies.run import run
from tools.generate_docs.markdown import table

#: Where the experiments lie, from the top of the project.
EXPERIMENTS = Path("experiments") / "documents"


@cache
def _study(name: str) -> tuple[Experiment, dict[tuple[str, str, str], pd.DataFrame]]:
    """An experiment, and its runs by names of scenario, lever setting and uncertainty setting, point by point."""
    experiment = load_experiment(EXPERIMENTS / f"{name}.toml")
    found = {}
    for point in experiment.points:
        scenario = experiment.scenario(point)
        labels = (
            experiment.scenario_files[point.scenario_file].path.stem,
            experiment.levers[point.lever].name,
            experiment.uncertainties[point.uncertainty].name,
        )
        found[labels] = run(scenario, replicates=experiment.replicates, seed=experiment.seed).runs
    return experiment, found


def _cell(values: pd.Series, scale: float = 100.0, digits: int = 0) -> str:
    """A mean with its 95 % interval. scale: a share is shown in per cent, a sum of euros in millions."""
    found = describe(values * scale, scale if digits == 0 else math.inf)
    return f"{found['mean']:.{digits}f} ({found['low']:.{digits}f} – {found['high']:.{digits}f})"


@cache
def findings() -> str:
    """What the shipped scenarios show at their end."""
    experiment, study = _study("findings")
    rows = []
    for (scenario, _, _), runs in study.items():
        shares = [_cell(runs[outcome]) for outcome in ("sharing", "depth", "voluntary", "willingness")]
        uses, spending = _cell(runs["innovations"], 1, 1), _cell(runs["public_spending"], scale("public_spending"), 1)
        rows.append((f"`{scenario}`", *shares, uses, spending))
    head = (
        "scenario",
        "share data, %",
        "depth, %",
        "voluntarily, %",
        "willingness, %",
        "new uses per chain",
        "public spending, EUR million",
    )
    worlds, seed = experiment.replicates, experiment.seed
    ending = f"\n\nAfter ten years; means over {worlds} worlds with 95% intervals, seed {seed}."
    return table(head, rows) + ending


@cache
def support_that_stops() -> str:
    """What is left of a mix of support that stops, after fifteen years."""
    experiment, study = _study("support-that-stops")
    rows = []
    for uncertainty in experiment.uncertainties:
        for lever in experiment.levers:
            runs = study["baseline", lever.name, uncertainty.name]
            shown = [_cell(runs[outcome]) for outcome in ("sharing", "peak_sharing", "depth")]
            rows.append((_value(uncertainty.name), lever.titled("en").lower(), *shown))
    return table(("γ", "support", "share data after 15 years, %", "at the peak, %", "depth, %"), rows)


@cache
def trust_loop() -> str:
    """The trust loop on and off."""
    experiment, study = _study("trust-loop")
    on, off = (one.name for one in experiment.levers)
    rows = [
        (f"`{scenario}`", *(_cell(study[scenario, state, _BASE][outcome]) for outcome in _LOOP for state in (on, off)))
        for scenario, lever, _ in study
        if lever == on
    ]
    return table(("scenario", "share data, loop on, %", "loop off, %", "depth, loop on, %", "loop off, %"), rows)


#: What the table of the loop tells of, and the name of the one setting of an experiment without uncertainties.
_LOOP, _BASE = ("sharing", "depth"), "base"


@cache
def strictness() -> str:
    """New uses by strictness of the framework, for three rates of misuse."""
    experiment, study = _study("strictness")
    rows = [
        (
            _value(lever.name),
            *(
                _cell(study["dil-thesis-advice", lever.name, uncertainty.name]["innovations"], 1, 1)
                for uncertainty in experiment.uncertainties
            ),
        )
        for lever in experiment.levers
    ]
    return table(("strictness z", "misuse 0.005 a partner-year", "0.02 (central)", "0.08"), rows)


def _value(setting: str) -> str:
    """The number in the name of a setting such as ``parameters.complementarity=2``."""
    return f"{float(setting.rpartition('=')[2]):g}"
