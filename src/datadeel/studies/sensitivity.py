"""Sensitivity analyses: which of the numbers that nobody knows moves what."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

import pandas as pd

from datadeel.analysis.sensitivity import METHODS, analyse
from datadeel.errors import InputError, nearest
from datadeel.experiment.descriptions import of_sensitivity
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.loader import load_experiment
from datadeel.experiment.sweep import sweep as run_points
from datadeel.studies.execution import Execution, pool_of, workers
from datadeel.studies.folder import complete
from datadeel.studies.result import SweptResults


@dataclass(repr=False)
class SensitivityResults(SweptResults):
    """What a sensitivity analysis left (:class:`SweptResults`), by ``method``.

    Tables: ``indices``, ``noise``, and as the method gives them ``pairs``, ``convergence``, ``months``, ``curves``.
    """

    method: str

    MAIN = "indices"

    @property
    def indices(self) -> pd.DataFrame:
        """One row a response, index and factor, with its interval; without rows where the method has none."""
        return self.tables.get("indices", pd.DataFrame())


def sensitivity(
    experiment: Experiment | str | Path,
    out: str | Path = "results/sensitivity",
    method: str | None = None,
    samples: int | None = None,
    replicates: int | None = None,
    **execution: Unpack[Execution],
) -> SensitivityResults:
    """Run a sensitivity analysis, or what is missing of it (see ``docs/sensitivity.md``).

    experiment: a file, or what :func:`study_of` gave; of that, samples and replicates are its own. method: "morris",
    "sobol", "pawn", "delta" or "oat"; that of the experiment's design where None. samples, at least 1, and replicates,
    at least 1: instead of the file's own. Results go to ``out``/NAME, with the method behind the name where it is not
    the file's own. execution: jobs, pool, progress and command (:class:`Execution`), on none of which results depend.

    Raises InputError for a wrong file or method, RuntimeError if runs failed: no row of a design is dropped.
    """
    if isinstance(experiment, Experiment):
        study, chosen = experiment, method or _method_of(experiment, experiment.name)
    else:
        study, chosen = study_of(experiment, method, samples, replicates)
    folder, began = Path(out) / study.name, time.monotonic()
    result = run_points(study, folder, pool_of(execution), workers(execution), progress=execution.get("progress"))
    months = pd.read_parquet(folder / "months.parquet") if study.measures else None
    found = analyse(study, chosen, result.runs, months)
    command = execution.get("command", "datadeel.sensitivity")
    described = of_sensitivity(study, result.state, chosen, found.notes)
    complete(folder, found.tables, described.manifest(time.monotonic() - began, command))
    return SensitivityResults(folder, found.tables, found.notes, study, result.state, chosen)


def study_of(
    file: str | Path, method: str | None = None, samples: int | None = None, replicates: int | None = None
) -> tuple[Experiment, str]:
    """The experiment of a sensitivity analysis, and its method.

    file: the experiment's. method, samples, replicates: instead of the file's own. Raises InputError for a wrong file
    or method, or a design that is not one of sensitivity analysis.
    """
    if method is not None and method not in METHODS:
        raise InputError(f"--method {method}: unknown method; {nearest(method, METHODS)}")
    design = METHODS[method][0] if method else None
    experiment = load_experiment(file, replicates, None, design, samples)
    own = _method_of(experiment, file)
    if method:
        experiment = replace(experiment, name=f"{experiment.name}-{method}")
    return experiment, method or own


def _method_of(experiment: Experiment, where: str | Path) -> str:
    """The first method for the experiment's design. Raises InputError for a design that has none."""
    own = [name for name, (design, _) in METHODS.items() if design == experiment.uncertainty_design]
    if not own:
        raise InputError(
            f'{where}: uncertainty_design: "{experiment.uncertainty_design}" is no design of sensitivity analysis: '
            f"take one of {', '.join(dict.fromkeys(design for design, _ in METHODS.values()))}, or give --method"
        )
    return own[0]
