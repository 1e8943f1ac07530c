"""The tables and keys of an experiment file, their types and ranges.

What they must mean beyond that stands in ``loader`` and ``ranges``.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from datadeel.registry.outcomes import shown_in
from datadeel.scenario.schema import StrictTable, TitledTable


class OutcomesTable(StrictTable):
    """Which outcomes of runs are shown, which are kept month by month, and how narrow intervals should be.

    precision: half of the width wanted, in shares as it is, else as a part of the baseline's mean.
    """

    show: list[str] = Field(list(shown_in("sweep")), min_length=1)
    months: list[str] = Field(default_factory=list)
    precision: float = Field(0.01, gt=0.0, le=1.0)


class ExperimentTable(TitledTable):
    """An experiment file as a whole.

    Levers, uncertainties, packages, points and what is set take any key here: a scenario file says what they may hold,
    and every point is checked against it.
    """

    question: str = Field(min_length=1)
    hypothesis: str = ""
    source: str = Field(min_length=1)
    scenario: str | list[str]
    replicates: int = Field(20, ge=1, le=1_000_000)
    seed: int = Field(1, ge=0, lt=2**63)
    design: str = "grid"
    uncertainty_design: str = "grid"
    samples: int = Field(64, ge=1, le=1_000_000)
    second_order: bool = True
    baseline: str | None = None
    set: dict[str, object] = Field(default_factory=dict)
    levers: dict[str, object] = Field(default_factory=dict)
    uncertainties: dict[str, object] = Field(default_factory=dict)
    packages: dict[str, dict[str, object]] = Field(default_factory=dict)
    point: list[dict[str, object]] = Field(default_factory=list)
    outcomes: OutcomesTable = OutcomesTable()


#: Valid keys by table, for hints at unknown ones; "" is the file itself.
EXPERIMENT_KEYS: dict[str, Sequence[str]] = {
    "": tuple(ExperimentTable.model_fields),
    "outcomes": tuple(OutcomesTable.model_fields),
}
