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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from datadeel.errors import InputError
from datadeel.experiment.factors import Factor
from datadeel.experiment.sampling import BASE, Assignments
from datadeel.i18n import LANGUAGES
from datadeel.registry.outcomes import shown_in
from datadeel.scenario.frozen import freeze
from datadeel.scenario.loader import Assignment, ScenarioFile, ScenarioSource, assignments
from datadeel.scenario.records import Scenario
from datadeel.scenario.titles import Titled

#: So many problems of points are written out; of more, their number.
_PROBLEMS = 20


@dataclass(frozen=True)
class Point:
    """One point of a design: a scenario file under a choice of levers and a state of the uncertain world.

    number: of the point. scenario_file, lever, uncertainty: each a number in the experiment's list of these, from 0.
    """

    number: int
    scenario_file: int
    lever: int
    uncertainty: int


@dataclass(frozen=True)
class Experiment(Titled):
    """A design over scenarios: ``points`` are scenarios × levers × uncertainties, in that order.

    name: the file's, without its ending.
    titles: by language.
    question, hypothesis, source: in words.
    scenario_files: over which it goes.
    fixed: what is assigned at all points.
    levers, uncertainties: choices and states, as laid out.
    factors: all that vary; ``uncertain`` are those of the uncertainties.
    replicates: in how many worlds each point runs.
    seed: which worlds these are.
    baseline: the number of the choice of levers that others are compared with.
    shown: outcomes of runs that tables and figures tell of.
    measures: outcomes that are kept month by month.
    precision: half of the width wanted of an interval, in shares as it is, else as a part of the baseline's mean.
    sampled: whether points are samples.
    digests: of the points' scenarios, once they are checked.
    samples, second_order, uncertainty_design: how uncertainties were laid out.
    """

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

    def __post_init__(self) -> None:
        freeze(self, "titles")

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
        """The numbers of the worlds that ``point`` runs in, ``replicates`` of them, from 0."""
        lot = self.uncertainties[point.uncertainty].worlds
        return range(lot * self.replicates, (lot + 1) * self.replicates)

    def scenario(self, point: Point) -> Scenario:
        """The scenario of a point. Raises InputError with every problem of it."""
        return self.scenario_files[point.scenario_file].resolve(self.assignments(point))

    @property
    def digest(self) -> str:
        """SHA-256 of all that determines what the experiment leaves, words in figures included, but for the model."""
        settings = [
            (one.name, *map(one.titled, LANGUAGES), repr(one.varied)) for one in self.levers + self.uncertainties
        ]
        titles = map(self.titled, LANGUAGES)
        worlds = (self.digests, self.replicates, self.seed)
        content = [*titles, *worlds, self.baseline, self.shown, self.measures, self.precision, settings]
        return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()

    def checked(self) -> Experiment:
        """The same with the digests of all points, each of which is resolved once.

        Raises InputError with the problems of all points, the first twenty written out.
        """
        digests, problems = [], []
        for point in self.points:
            try:
                digests.append(self.scenario(point).digest)
            except InputError as error:
                problems += str(error).splitlines()
        if problems:
            each = list(dict.fromkeys(problems))
            more = [f"… and {len(each) - _PROBLEMS} more problems"] if len(each) > _PROBLEMS else []
            raise InputError("\n".join(each[:_PROBLEMS] + more))
        return replace(self, digests=tuple(digests))


def compared(
    files: Iterable[ScenarioSource | ScenarioFile] | str | Path,
    overrides: Iterable[str] | str,
    replicates: int | None,
    seed: int | None,
    precision: float = 0.01,
    name: str = "",
) -> Experiment:
    """Scenarios side by side, each as it is but for overrides, as an experiment.

    files: as for ``ScenarioFile``, or such files that were read.
    overrides: KEY=VALUE texts for all of them.
    replicates, seed: those of the first scenario where None.
    precision: as in ``Experiment``.
    name: of the experiment; the names of the scenarios if not given.

    Raises InputError for scenarios that cannot be compared: of one name, or of different lengths.
    """
    given = [files] if isinstance(files, str | Path) else files
    scenario_files = tuple(one if isinstance(one, ScenarioFile) else ScenarioFile(one) for one in given)
    fixed = assignments(overrides)
    first = _comparable(scenario_files, fixed)
    base = (Assignments(BASE),)
    return Experiment(
        name=name or " ".join(one.path.stem for one in scenario_files),
        titles={},
        question="",
        hypothesis="",
        source="",
        scenario_files=scenario_files,
        fixed=fixed,
        levers=base,
        uncertainties=base,
        factors=(),
        replicates=first.replicates if replicates is None else replicates,
        seed=first.seed if seed is None else seed,
        baseline=0,
        shown=shown_in("comparison"),
        measures=("sharing", "willingness"),
        precision=precision,
    ).checked()


def _comparable(scenario_files: Sequence[ScenarioFile], fixed: Sequence[Assignment]) -> Scenario:
    """The first of scenarios that can be compared. Raises InputError where they have one name, or different lengths."""
    names = [one.path.stem for one in scenario_files]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{name}: given twice; compare different scenarios, or rename one")
    first, *others = (one.resolve(fixed) for one in scenario_files)
    for other in others:
        if other.months != first.months:
            lengths = f"lasts {other.months} months, {first.name} {first.months}"
            raise InputError(f"{other.name}: {lengths}: compare over the same time, with --set months=N")
    return first
