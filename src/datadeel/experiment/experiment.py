"""Experiments: points of levers and uncertainties over scenarios.

Levers (what government chooses) and uncertainties (what nobody knows) are laid out apart and crossed in full, as in
XLRM (Lempert, Popper & Bankes 2003). A point is a scenario file with assignments; every replicate is the same world at
every point. Points are checked all before the first run, and resolved again where they are run: a design of a hundred
thousand runs takes little memory.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from datadeel.errors import InputError
from datadeel.experiment.factors import Factor
from datadeel.experiment.sampling import BASE, Assignments
from datadeel.i18n import LANGUAGES
from datadeel.scenario.loader import Assignment, ScenarioFile, assignments
from datadeel.scenario.records import Scenario
from datadeel.scenario.titles import Titled

#: Outcomes that tables and figures show where an experiment does not say.
SHOWN = ("sharing", "depth", "durable", "innovations", "public_spending")

#: What a comparison of scenarios tells of.
COMPARED = (
    "sharing", "depth", "durable", "voluntary", "willingness", "trust", "knowledge", "control", "chain_value", "innovations",
    "start_ups_lost", "public_spending",
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One point of a design: a scenario file under a setting of levers and one of uncertainties, all by number."""

    number: int
    scenario_file: int
    lever: int
    uncertainty: int


@dataclass
class Experiment(Titled):
    """A design over scenarios: ``points`` are scenarios × levers × uncertainties, in that order, each in ``replicates``
    worlds. ``shown`` are the outcomes that tables and figures tell of, ``measures`` what is kept month by month,
    ``uncertain`` the factors of the uncertainties, of ``factors`` in all."""

    name: str
    titles: Mapping[str, str]
    question: str
    hypothesis: str
    source: str
    scenario_files: tuple[ScenarioFile, ...]
    fixed: tuple[Assignment, ...]
    levers: tuple[Assignments, ...]
    uncertainties: tuple[Assignments, ...]
    factors: tuple[Factor, ...]
    replicates: int
    seed: int
    baseline: int
    shown: tuple[str, ...]
    measures: tuple[str, ...]
    precision: float
    sampled: bool = False
    digests: tuple[str, ...] = ()
    uncertain: tuple[Factor, ...] = ()
    samples: int = 0
    second_order: bool = True
    uncertainty_design: str = "grid"

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """All points, in order."""
        rows = itertools.product(
            range(len(self.scenario_files)), range(len(self.levers)), range(len(self.uncertainties))
        )
        return tuple(Point(number, *row) for number, row in enumerate(rows))

    @property
    def runs(self) -> int:
        """How many runs there are in all."""
        return len(self.points) * self.replicates

    def assignments(self, point: Point) -> tuple[Assignment, ...]:
        """What a point changes in its scenario file; where both say something of a path, what is chosen prevails."""
        return self.fixed + self.uncertainties[point.uncertainty].assignments + self.levers[point.lever].assignments

    def worlds(self, point: Point) -> range:
        """The numbers of the worlds that a point runs in."""
        lot = self.uncertainties[point.uncertainty].worlds
        return range(lot * self.replicates, (lot + 1) * self.replicates)

    def scenario(self, point: Point) -> Scenario:
        """The scenario of a point."""
        return self.scenario_files[point.scenario_file].resolve(self.assignments(point))

    @property
    def digest(self) -> str:
        """SHA-256 of all that determines what the experiment leaves, words in figures included, but for the model."""
        told = [
            *map(self.titled, LANGUAGES), self.digests, self.replicates, self.seed, self.baseline, self.shown, self.measures,
            self.precision, [(one.name, *map(one.titled, LANGUAGES), repr(one.varied)) for one in self.levers + self.uncertainties],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()

    def checked(self) -> Experiment:
        """The same with every point resolved once. Raises InputError with the problems of all points."""
        digests, problems = [], []
        for point in self.points:
            try:
                digests.append(self.scenario(point).digest)
            except InputError as error:
                problems += str(error).splitlines()
        if problems:
            told = list(dict.fromkeys(problems))
            more = [f"… and {len(told) - 20} more problems"] if len(told) > 20 else []
            raise InputError("\n".join(told[:20] + more))
        self.digests = tuple(digests)
        return self


def compared(
    files: Iterable[Path], overrides: Iterable[str], replicates: int | None, seed: int | None, precision: float = 0.01
) -> Experiment:
    """Scenario files side by side, each as it is but for ``overrides`` (KEY=VALUE), as an experiment.

    replicates, seed: those of the first file where None. Raises InputError for scenarios that cannot be compared.
    """
    scenario_files = tuple(ScenarioFile(file) for file in files)
    names = [one.path.stem for one in scenario_files]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{name}: given twice; compare different scenarios, or rename one")
    fixed = assignments(overrides)
    scenarios = [one.resolve(fixed) for one in scenario_files]
    first = scenarios[0]
    for one in scenarios:
        if one.months != first.months:
            raise InputError(
                f"{one.name}: lasts {one.months} months, {first.name} {first.months}: compare over the same time, with --set months=N"
            )
    base = (Assignments(BASE),)
    return Experiment(
        name=" ".join(names), titles={}, question="", hypothesis="", source="", scenario_files=scenario_files, fixed=fixed,
        levers=base, uncertainties=base, factors=(), replicates=first.replicates if replicates is None else replicates,
        seed=first.seed if seed is None else seed, baseline=0, shown=COMPARED, measures=("sharing", "willingness"), precision=precision,
    ).checked()  # fmt: skip
