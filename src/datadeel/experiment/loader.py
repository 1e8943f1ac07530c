"""Experiment files: TOML made into experiments, with every problem reported by file, line and key.

First the file alone is looked at, its designs, factors and outcomes; then each point, as the scenario that it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from datadeel.errors import InputError, nearest
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.factors import Factor, priors
from datadeel.experiment.ranges import FIXED_KEYS, Entry, factor_of, flat
from datadeel.experiment.sampling import (
    LEVER_DESIGNS,
    POWERS_OF_TWO,
    SAMPLED,
    SENSITIVITY_DESIGNS,
    UNCERTAINTY_DESIGNS,
    Assignments,
    lay_out,
)
from datadeel.experiment.schema import EXPERIMENT_KEYS, ExperimentTable
from datadeel.registry.outcomes import DERIVED, MONTH_OUTCOMES, RUN_OUTCOMES
from datadeel.scenario.loader import Assignment, ScenarioFile
from datadeel.scenario.titles import TITLE_KEYS, titles_in
from datadeel.scenario.toml import Content, Diagnostics, SourceMap, explain, read_toml

#: The fewest samples of a sensitivity design, but for hypercubes, which take ten a factor.
_FEWEST_SAMPLES = {"morris": 4, "saltelli": 16, "curves": 1}
#: So many levels a design of Morris reaches.
_MORRIS_LEVELS = 4


def load_experiment(
    path: str | Path,
    replicates: int | None = None,
    seed: int | None = None,
    design: str | None = None,
    samples: int | None = None,
) -> Experiment:
    """Read an experiment and check every point of it.

    path: the file.
    replicates, seed, samples: instead of the file's own, which hold where None.
    design: of the uncertainties, likewise.

    Raises InputError with every problem found.
    """
    path = Path(path)
    content, text = read_toml(path, _file_hint)
    sources = SourceMap()
    sources.add(str(path), text)
    diagnostics = Diagnostics(sources)
    table = _table_of(content, diagnostics)
    table.uncertainty_design = design or table.uncertainty_design
    table.samples = samples or table.samples
    experiment = _Reader(path, table, content, diagnostics).experiment()
    diagnostics.raise_if_any()
    return replace(
        experiment,
        replicates=experiment.replicates if replicates is None else replicates,
        seed=experiment.seed if seed is None else seed,
    ).checked()


def _file_hint(path: Path) -> str:
    """What may have been meant by a file that is not there."""
    names = sorted(str(one) for one in Path("experiments").glob("*.toml"))
    stems = {Path(one).name: one for one in names}
    otherwise = "experiments are TOML files, see experiments/ in the repository"
    close = nearest(path.name, sorted(stems), otherwise=otherwise)
    for stem, one in stems.items():
        close = close.replace(f'"{stem}"', f'"{one}"')
    return close


def _table_of(content: Content, diagnostics: Diagnostics) -> ExperimentTable:
    """The content as tables of the right types. Raises InputError with every problem where it is not."""
    try:
        return ExperimentTable.model_validate(content)
    except ValidationError as error:
        for one in error.errors():
            if one["loc"][0] == "scenario":
                problem = "is missing" if one["type"] == "missing" else "is not a file name"
                diagnostics.add(("scenario",), f"{problem}: name a scenario file, or a list of them")
            else:
                diagnostics.add(one["loc"], explain(one, EXPERIMENT_KEYS))
        diagnostics.raise_if_any()
        raise


@dataclass(frozen=True)
class _Reader:
    """One file on its way to an experiment; what is wrong with it goes to ``diagnostics``.

    path, content: of the file. table: its content, checked for types, with what was given instead of the file's own.
    """

    path: Path
    table: ExperimentTable
    content: Content
    diagnostics: Diagnostics

    def experiment(self) -> Experiment:
        """The experiment. Raises InputError with all problems, as far as one does not hide another."""
        table = self.table
        self._check_designs()
        levers = self._factors("levers", table.levers)
        uncertainties = self._factors("uncertainties", table.uncertainties)
        self._check_apart(levers, uncertainties)
        self._check_outcomes()
        files, fixed = self.scenario_files, self.fixed
        designs = [design for design, some in self._designs(levers, uncertainties) if some]
        self._check_powers_of_two(designs)
        if self.is_sensitivity:
            self._check_enough(uncertainties)
            self._check_same_months((*levers, *uncertainties))
        self.diagnostics.raise_if_any()
        choices = self._choices(levers)
        states = lay_out(table.uncertainty_design, uncertainties, table.samples, table.seed + 1, table.second_order)
        self.diagnostics.raise_if_any()
        return Experiment(
            name=self.path.stem,
            titles=titles_in(self.content),
            question=table.question,
            hypothesis=table.hypothesis,
            source=table.source,
            scenario_files=files,
            fixed=fixed,
            levers=tuple(choices),
            uncertainties=tuple(states),
            factors=(*levers, *uncertainties),
            replicates=table.replicates,
            seed=table.seed,
            baseline=self._baseline(choices),
            shown=tuple(table.outcomes.show),
            measures=tuple(table.outcomes.months),
            precision=table.outcomes.precision,
            sampled=any(design in SAMPLED for design in designs),
            uncertain=tuple(uncertainties),
            samples=table.samples,
            second_order=table.second_order,
            uncertainty_design=table.uncertainty_design,
        )

    @property
    def is_sensitivity(self) -> bool:
        """Whether the uncertainties are laid out for sensitivity analysis."""
        return self.table.uncertainty_design in SENSITIVITY_DESIGNS

    @cached_property
    def scenario_files(self) -> tuple[ScenarioFile, ...]:
        """The scenario files that can be read, each under a name of its own."""
        given = self.table.scenario
        names = [given] if isinstance(given, str) else given
        if not names:
            self.diagnostics.add(("scenario",), "is an empty list: name at least one scenario file")
        files = []
        for name in names:
            try:
                files.append(ScenarioFile(_relative(self.path.parent / name)))
            except InputError as error:
                self.diagnostics.add(("scenario",), str(error))
        stems = [one.path.stem for one in files]
        for stem in dict.fromkeys(stems):
            if stems.count(stem) > 1:
                self.diagnostics.add(("scenario",), f'two files are called "{stem}": rename one')
        return tuple(files)

    @cached_property
    def fixed(self) -> tuple[Assignment, ...]:
        """What ``[set]`` assigns at all points."""
        return tuple(self._assignments("set", self.table.set))

    # --- Checks ---

    def _check_designs(self) -> None:
        """Whether the designs exist."""
        for key, valid in (("design", LEVER_DESIGNS), ("uncertainty_design", UNCERTAINTY_DESIGNS)):
            design = getattr(self.table, key)
            if design not in valid:
                self.diagnostics.add((key,), f'unknown design "{design}"; {nearest(design, valid)}')

    def _check_apart(self, levers: Sequence[Factor], uncertainties: Sequence[Factor]) -> None:
        """Whether nothing is a lever and an uncertainty."""
        for key in {one.key for one in levers} & {one.key for one in uncertainties}:
            problem = "is a lever too: what government chooses is not uncertain; keep one of the two"
            self.diagnostics.add(("uncertainties", *key.split(".")), problem)

    def _check_outcomes(self) -> None:
        """Whether all outcomes exist."""
        outcomes = self.table.outcomes
        runs = (*RUN_OUTCOMES, *(DERIVED if self.is_sensitivity else ()))
        for key, names, valid in (("show", outcomes.show, runs), ("months", outcomes.months, MONTH_OUTCOMES)):
            for name in names:
                if name not in valid:
                    self.diagnostics.add(("outcomes", key), f'unknown outcome "{name}"; {nearest(name, valid)}')

    def _check_powers_of_two(self, designs: Sequence[str]) -> None:
        """Whether Sobol sequences get samples as they need them."""
        samples = self.table.samples
        if samples & (samples - 1) and any(design in POWERS_OF_TWO for design in designs):
            below = 1 << (samples.bit_length() - 1)
            problem = f"{samples} is not a power of two, as a Sobol sequence needs: take {below} or {2 * below}"
            self.diagnostics.add(("samples",), problem)

    def _check_enough(self, factors: Sequence[Factor]) -> None:
        """Whether a sensitivity design has factors, and samples enough for them."""
        design, samples = self.table.uncertainty_design, self.table.samples
        if not factors:
            self.diagnostics.add(("uncertainties",), 'is empty: name what nobody knows, or write "parameters.*" = {}')
        for one in factors:
            many = len(one.values)
            if many == 1:
                self.diagnostics.add(("uncertainties", *one.path), "has one value: nothing varies")
            elif many > _MORRIS_LEVELS and design == "morris":
                problem = f"has {many} values, and a design of Morris reaches four: take saltelli or hypercube"
                self.diagnostics.add(("uncertainties", *one.path), problem)
        least = _FEWEST_SAMPLES.get(design, 10 * (len(factors) + 1))
        if factors and samples < least:
            problem = f"{samples} is too few for {len(factors)} factors and a dummy: take at least {least}"
            self.diagnostics.add(("samples",), problem)

    def _check_same_months(self, factors: Sequence[Factor]) -> None:
        """Whether runs are of one length where indices are asked over time; not looked at beside other problems."""
        if not self.table.outcomes.months or self.diagnostics.problems:
            return
        lengths = {file.resolve(self.fixed).months for file in self.scenario_files}
        if len(lengths) > 1 or any(one.path == ("months",) for one in factors):
            problem = "takes runs of one length: scenarios, or a factor, differ in months"
            self.diagnostics.add(("outcomes", "months"), problem)

    # --- Parts ---

    def _designs(
        self, levers: Sequence[Factor], uncertainties: Sequence[Factor]
    ) -> Iterator[tuple[str, Sequence[Factor]]]:
        """Each side's design with what it lays out."""
        yield self.table.design, levers
        yield self.table.uncertainty_design, uncertainties

    def _factors(self, section: str, table: Mapping[str, object]) -> list[Factor]:
        """The factors of a section, levers or uncertainties.

        All parameters come first, wherever in the section they stand, so that an entry of its own prevails over them.
        """
        found: dict[str, Factor] = {}
        entries = sorted(flat(table, ranges=True), key=lambda entry: entry[0] != ("parameters", "*"))
        for path, value in entries:
            if path == ("parameters", "*"):
                found |= {one.key: one for one in self._all_parameters(section, value)}
                continue
            where = self.diagnostics.sources.find((section, *path))
            factor = factor_of(Entry(section, path, value, where), self.is_sensitivity, self.diagnostics)
            if factor:
                found[factor.key] = factor
        for one in found.values():
            stem = ".".join(one.path[:2])
            if one.path[0] == "parameters" and len(one.path) == 3 and stem in found:
                problem = f"{stem} varies all kinds together: name that, or each kind"
                self.diagnostics.add((section, *one.path), problem)
        return list(found.values())

    def _all_parameters(self, section: str, value: object) -> list[Factor]:
        """All parameters that no scenario of the file states, over their own ranges.

        section: that asks for them. value: what it says of them, which must be nothing.
        """
        path = (section, "parameters", "*")
        if value != {}:
            self.diagnostics.add(path, "takes the ranges of the records: write {}")
            return []
        fixed, where = self.fixed, self.diagnostics.sources.find(path)
        lists = [priors(file.stated(fixed), self.is_sensitivity, where) for file in self.scenario_files]
        common = set.intersection(*({one.key for one in factors} for factors in lists)) if lists else set()
        return [one for one in lists[0] if one.key in common] if lists else []

    def _assignments(self, section: str, table: Mapping[str, object]) -> Iterator[Assignment]:
        """What a table of the file assigns, but for keys that cannot be assigned.

        section: the path of the table, dotted. table: its keys, dotted, quoted or tables themselves.
        """
        for path, value in flat(table):
            at = (*section.split("."), *path)
            if path[0] not in FIXED_KEYS:
                yield Assignment(path, value, self.diagnostics.sources.find(at))
            elif section == "set":
                self.diagnostics.add(at, "stands at the top of the file, not in [set]")
            else:
                self.diagnostics.add(at, "cannot be set for a point")

    def _choices(self, levers: Sequence[Factor]) -> list[Assignments]:
        """Choices of levers: laid out by the design, or packages or listed points, crossed with a grid of levers."""
        table = self.table
        named = self._points() if table.design == "list" else self._packages()
        if table.point and table.design != "list":
            self.diagnostics.add(("point",), 'goes with design = "list"')
        if table.packages and table.design != "packages":
            self.diagnostics.add(("packages",), 'go with design = "packages"')
        if table.design not in ("packages", "list"):
            return lay_out(table.design, levers, table.samples, table.seed)
        if not named:
            wanted = "[packages.NAME] tables" if table.design == "packages" else "[[point]] entries"
            self.diagnostics.add(("design",), f"a design without points: add {wanted}")
        chosen = [self._named(name, section, content) for name, (section, content) in named.items()]
        return [one + other for one in chosen for other in lay_out("grid", levers, 0, 0)]

    def _packages(self) -> dict[str, tuple[str, Mapping[str, object]]]:
        """Packages by name: the path of each one's table, and what it assigns."""
        return {name: (f"packages.{name}", package) for name, package in self.table.packages.items()}

    def _points(self) -> dict[str, tuple[str, Mapping[str, object]]]:
        """Listed points by name, likewise; each needs a name of its own."""
        named: dict[str, tuple[str, Mapping[str, object]]] = {}
        for number, entry in enumerate(self.table.point):
            name = entry.get("name")
            if not isinstance(name, str) or not name or name in named:
                self.diagnostics.add(("point", str(number)), "needs a name of its own")
            else:
                named[name] = (f"point.{number}", {key: value for key, value in entry.items() if key != "name"})
        return named

    def _named(self, name: str, section: str, table: Mapping[str, object]) -> Assignments:
        """A package or a point as a choice of levers.

        section: the path of its table. table: its titles, and what it sets.
        """
        rest = {key: value for key, value in table.items() if not (key in TITLE_KEYS and isinstance(value, str))}
        return Assignments(name, tuple(self._assignments(section, rest)), {}, titles_in(table, otherwise=name))

    def _baseline(self, choices: Sequence[Assignments]) -> int:
        """The number of the choice that others are compared with: the first one if the file names none."""
        named, names = self.table.baseline, [one.name for one in choices]
        if named is None:
            return 0
        if named not in names:
            problem = f'no lever setting is called "{named}"; {nearest(named, names)}'
            self.diagnostics.add(("baseline",), problem)
            self.diagnostics.raise_if_any()
        return names.index(named)


def _relative(path: Path) -> Path:
    """A path from the working folder, where it lies in that."""
    resolved = path.resolve()
    return resolved.relative_to(Path.cwd()) if resolved.is_relative_to(Path.cwd()) else resolved
