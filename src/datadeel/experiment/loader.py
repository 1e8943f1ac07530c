"""Experiment files: TOML made into experiments, with every problem reported by file, line and key."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from datadeel.errors import InputError, nearest
from datadeel.experiment.experiment import SHOWN, Experiment
from datadeel.experiment.factors import Factor, Kinds, prior, priors
from datadeel.experiment.sampling import (
    LEVER_DESIGNS,
    POWERS,
    SAMPLED,
    SENSITIVITY_DESIGNS,
    UNCERTAINTY_DESIGNS,
    Assignments,
    lay_out,
)
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.outcomes import DERIVED, MONTH_OUTCOMES, RUN_OUTCOMES
from datadeel.registry.parameters import BY_KIND, PARAMETERS
from datadeel.scenario.loader import Assignment, ScenarioFile
from datadeel.scenario.schema import Table, TitledTable
from datadeel.scenario.titles import TITLE_KEYS, titles_in
from datadeel.scenario.toml import Diagnostics, SourceMap, explain, read_toml, written

#: What tells of a file or of how often it is run, and cannot vary between points.
_FIXED = (*TITLE_KEYS, "purpose", "source", "extends", "replicates", "seed")
#: Keys that hold texts or lists: values can be listed, but there is no range.
_TEXTS = ("for", "structure", "architecture")


class _Outcomes(Table):
    show: list[str] = Field(list(SHOWN), min_length=1)
    months: list[str] = Field(default_factory=list)
    precision: float = Field(0.01, gt=0.0, le=1.0)


class _File(TitledTable):
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
    outcomes: _Outcomes = _Outcomes()


def _hint(path: Path) -> str:
    names = sorted(str(one) for one in Path("experiments").glob("*.toml"))
    stems = {Path(one).name: one for one in names}
    close = nearest(
        path.name, sorted(stems), otherwise="experiments are TOML files, see experiments/ in the repository"
    )
    for stem, one in stems.items():
        close = close.replace(f'"{stem}"', f'"{one}"')
    return close


def load_experiment(
    path: str | Path,
    replicates: int | None = None,
    seed: int | None = None,
    design: str | None = None,
    samples: int | None = None,
) -> Experiment:
    """Read an experiment and check every point of it. Raises InputError with every problem found.

    replicates, seed, design (of the uncertainties), samples: instead of the file's own.
    """
    path = Path(path)
    content, text = read_toml(path, _hint)
    places = SourceMap()
    places.add(str(path), text)
    problems = Diagnostics(places)
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        fields = {"": tuple(_File.model_fields), "outcomes": tuple(_Outcomes.model_fields)}
        for one in error.errors():
            if one["loc"][0] == "scenario":
                problems.add(
                    ("scenario",),
                    f"{'is missing' if one['type'] == 'missing' else 'is not a file name'}: name a scenario file, or a list of them",
                )
            else:
                problems.add(one["loc"], explain(one, fields))
        problems.raise_if_any()
        raise
    file.uncertainty_design = design or file.uncertainty_design
    file.samples = samples or file.samples
    experiment = _Reader(path, file, titles_in(content), places, problems).experiment()
    problems.raise_if_any()
    experiment.replicates = experiment.replicates if replicates is None else replicates
    experiment.seed = experiment.seed if seed is None else seed
    return experiment.checked()


class _Reader:
    """One file on its way to an experiment."""

    def __init__(
        self, path: Path, file: _File, titles: dict[str, str], places: SourceMap, problems: Diagnostics
    ) -> None:
        self.titles = titles
        self.path, self.file, self.places, self.problems = path, file, places, problems

    def experiment(self) -> Experiment:
        """The experiment, as far as it can be made; what is wrong goes to the problems."""
        file = self.file
        self._one_of("design", file.design, LEVER_DESIGNS)
        self._one_of("uncertainty_design", file.uncertainty_design, UNCERTAINTY_DESIGNS)
        levers = self._factors("levers", file.levers)
        uncertainties = self._factors("uncertainties", file.uncertainties)
        for key in {one.key for one in levers} & {one.key for one in uncertainties}:
            self.problems.add(
                ("uncertainties", *key.split(".")),
                "is a lever too: what government chooses is not uncertain; keep one of the two",
            )
        derived = DERIVED if file.uncertainty_design in SENSITIVITY_DESIGNS else ()
        for name, table, known in (
            ("show", file.outcomes.show, (*RUN_OUTCOMES, *derived)),
            ("months", file.outcomes.months, MONTH_OUTCOMES),
        ):
            for one in table:
                if one not in known:
                    self.problems.add(("outcomes", name), f'unknown outcome "{one}"; {nearest(one, known)}')
        scenario_files = self._scenario_files()
        fixed = tuple(self._assignments("set", file.set))
        designs = (file.design if levers else "", file.uncertainty_design if uncertainties else "")
        if any(one in POWERS for one in designs) and file.samples & (file.samples - 1):
            self.problems.add(
                ("samples",),
                f"{file.samples} is not a power of two, as a Sobol sequence needs: take {_power_near(file.samples)}",
            )
        if file.uncertainty_design in SENSITIVITY_DESIGNS:
            self._enough(uncertainties)
            self._same_months(scenario_files, fixed, (*levers, *uncertainties))
        self.problems.raise_if_any()
        choices = self._choices(levers)
        states = lay_out(file.uncertainty_design, uncertainties, file.samples, file.seed + 1, file.second_order)
        self.problems.raise_if_any()
        sampled = (file.design in SAMPLED and bool(levers)) or (
            file.uncertainty_design in SAMPLED and bool(uncertainties)
        )
        return Experiment(
            self.path.stem, self.titles, file.question, file.hypothesis, file.source, scenario_files, fixed,
            tuple(choices), tuple(states), (*levers, *uncertainties), file.replicates, file.seed, self._baseline(choices),
            tuple(file.outcomes.show), tuple(file.outcomes.months), file.outcomes.precision, sampled,
            uncertain=tuple(uncertainties), samples=file.samples, uncertainty_design=file.uncertainty_design,
            second_order=file.second_order,
        )  # fmt: skip

    def _enough(self, factors: Sequence[Factor]) -> None:
        """Whether a sensitivity design has factors, and samples enough for them."""
        least = {"morris": 4, "saltelli": 16, "hypercube": 10 * (len(factors) + 1), "curves": 1}
        wanted = least[self.file.uncertainty_design]
        if not factors:
            self.problems.add(("uncertainties",), 'is empty: name what nobody knows, or write "parameters.*" = {}')
        for one in factors:
            many = len(one.values)
            if many == 1:
                self.problems.add(("uncertainties", *one.path), "has one value: nothing varies")
            elif many > 4 and self.file.uncertainty_design == "morris":
                text = f"has {many} values, and a design of Morris reaches four: take saltelli or hypercube"
                self.problems.add(("uncertainties", *one.path), text)
        if factors and self.file.samples < wanted:
            told = f"{self.file.samples} is too few for {len(factors)} factors and a dummy: take at least {wanted}"
            self.problems.add(("samples",), told)

    def _same_months(
        self, scenario_files: Sequence[ScenarioFile], fixed: tuple[Assignment, ...], factors: Sequence[Factor]
    ) -> None:
        """Indices over time take runs of one length."""
        if not self.file.outcomes.months or self.problems.problems:
            return
        lengths = {scenario_file.resolve(fixed).months for scenario_file in scenario_files}
        if len(lengths) > 1 or any(one.path == ("months",) for one in factors):
            self.problems.add(
                ("outcomes", "months"), "takes runs of one length: scenarios, or a factor, differ in months"
            )

    def _one_of(self, key: str, value: str, valid: Sequence[str]) -> None:
        if value not in valid:
            self.problems.add((key,), f'unknown design "{value}"; {nearest(value, valid)}')

    def _scenario_files(self) -> tuple[ScenarioFile, ...]:
        names = [self.file.scenario] if isinstance(self.file.scenario, str) else self.file.scenario
        if not names:
            self.problems.add(("scenario",), "is an empty list: name at least one scenario file")
        scenario_files = []
        for name in names:
            try:
                scenario_files.append(ScenarioFile(_relative(self.path.parent / name)))
            except InputError as error:
                self.problems.problems.append(f"{self.places.find(('scenario',))}: scenario: {error}")
        stems = [one.path.stem for one in scenario_files]
        for stem in dict.fromkeys(stems):
            if stems.count(stem) > 1:
                self.problems.add(("scenario",), f'two files are called "{stem}": rename one')
        return tuple(scenario_files)

    def _factors(self, section: str, table: Mapping[str, Any]) -> list[Factor]:
        found: dict[str, Factor] = {}
        # All parameters first, wherever that stands, so that entries of their own replace theirs.
        entries = sorted(_flat(table, ranges=True), key=lambda entry: entry[0] != ("parameters", "*"))
        for path, value in entries:
            if path == ("parameters", "*"):
                found |= {one.key: one for one in self._all_parameters(section, value)}
                continue
            factor = self._factor(section, path, value)
            if factor:
                found[factor.key] = factor
        for one in found.values():
            stem = ".".join(one.path[:2])
            if one.path[0] == "parameters" and len(one.path) == 3 and stem in found:
                self.problems.add((section, *one.path), f"{stem} varies all kinds together: name that, or each kind")
        return list(found.values())

    def _all_parameters(self, section: str, value: Any) -> list[Factor]:
        """All parameters that no scenario of the file sets, over their own ranges; an entry of its own replaces one of them."""
        where = self.places.find((section, "parameters", "*"))
        if value != {}:
            self.problems.add((section, "parameters", "*"), "takes the ranges of the records: write {}")
            return []
        fixed = tuple(self._assignments("set", self.file.set))
        together = self.file.uncertainty_design in SENSITIVITY_DESIGNS
        lists = [priors(one.stated(fixed), together, where) for one in self._scenario_files()]
        common = set.intersection(*({one.key for one in factors} for factors in lists)) if lists else set()
        return [one for one in lists[0] if one.key in common] if lists else []

    def _factor(self, section: str, path: tuple[str, ...], value: Any) -> Factor | None:
        at, where = (section, *path), self.places.find((section, *path))
        if path[0] in _FIXED:
            self.problems.add(
                at, "cannot vary between points; vary what a scenario holds, such as parameters or policy"
            )
            return None
        if isinstance(value, list):
            if value:
                return Factor(path, where, tuple(value))
            self.problems.add(at, "is an empty list: a design without points")
            return None
        if not isinstance(value, dict):
            self.problems.add(
                at,
                f"{written(value)} is neither a list of values nor a range such as {{low = 0.0, high = 1.0}}; what does not vary goes into [set]",
            )
            return None
        return self._range(at, path, where, value)

    def _range(self, at: tuple[str, ...], path: tuple[str, ...], where: str, given: Mapping[str, Any]) -> Factor | None:
        for key in given:
            if key not in ("low", "high", "steps"):
                self.problems.add(at, f'unknown key "{key}" of a range; {nearest(key, ("low", "high", "steps"))}')
                return None
        if path[-1] in _TEXTS:
            self.problems.add(at, "has no range: give a list of values")
            return None
        of_kinds = path[0] == "parameters" and path[1:] and path[1] in BY_KIND and len(path) == 2
        if of_kinds and not given and self.file.uncertainty_design in SENSITIVITY_DESIGNS:
            return Kinds(path, where)
        record = PARAMETERS.get(".".join(path[1:])) if path[0] == "parameters" else None
        if record is not None and record.distribution == "form" and not given:
            return prior(record, where)
        usual = _usual_range(path)
        low, high = given.get("low", usual[0]), given.get("high", usual[1])
        steps = given.get("steps", 5)
        if low is None or high is None:
            self.problems.add(at, "has no range of its own: give low and high, or a list of values")
            return None
        for name, number in (("low", low), ("high", high)):
            if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
                self.problems.add(at, f"{name}: {written(number)} is not a number")
                return None
        if isinstance(steps, bool) or not isinstance(steps, int) or steps < 2:
            self.problems.add(at, f"steps: {written(steps)} is not a whole number of at least 2")
            return None
        if not low < high:
            self.problems.add(at, f"a range from {low} to {high} has no width: low must lie below high")
            return None
        made = Factor(path, where, (), float(low), float(high), steps, usual[2] and low > 0.0)
        if made.at(0.0) == made.at(1.0):
            self.problems.add(at, f"a range from {low} to {high} holds one whole number only: nothing varies")
            return None
        return made

    def _assignments(self, section: str, table: Mapping[str, Any]) -> Iterator[Assignment]:
        for path, value in _flat(table):
            at = tuple(section.split(".")) + path
            if path[0] in _FIXED:
                self.problems.add(
                    at,
                    "cannot be set for a point" if section != "set" else "stands at the top of the file, not in [set]",
                )
            else:
                yield Assignment(path, value, self.places.find(at))

    def _choices(self, levers: list[Factor]) -> list[Assignments]:
        """The settings of levers: of packages or listed points, crossed with a grid of levers, or laid out by the design."""
        file = self.file
        named: dict[str, tuple[str, Mapping[str, Any]]] = {
            name: (f"packages.{name}", table) for name, table in file.packages.items()
        }
        if file.design == "list":
            named = {}
            for number, entry in enumerate(file.point):
                name = entry.get("name")
                if not isinstance(name, str) or not name or name in named:
                    self.problems.add(("point", str(number)), "needs a name of its own")
                else:
                    named[name] = (f"point.{number}", {key: one for key, one in entry.items() if key != "name"})
        elif file.point:
            self.problems.add(("point",), 'goes with design = "list"')
        if file.packages and file.design != "packages":
            self.problems.add(("packages",), 'go with design = "packages"')
        if file.design not in ("packages", "list"):
            return lay_out(file.design, levers, file.samples, file.seed)
        if not named:
            wanted = "[packages.NAME] tables" if file.design == "packages" else "[[point]] entries"
            self.problems.add(("design",), f"a design without points: add {wanted}")
        settings = [self._named(name, section, table) for name, (section, table) in named.items()]
        return [one + other for one in settings for other in lay_out("grid", levers, 0, 0)]

    def _named(self, name: str, section: str, table: Mapping[str, Any]) -> Assignments:
        rest = {key: value for key, value in table.items() if not (key in TITLE_KEYS and isinstance(value, str))}
        return Assignments(name, tuple(self._assignments(section, rest)), {}, titles_in(table, otherwise=name))

    def _baseline(self, choices: Sequence[Assignments]) -> int:
        if self.file.baseline is None:
            return 0
        names = [one.name for one in choices]
        if self.file.baseline not in names:
            self.problems.add(
                ("baseline",),
                f'no lever setting is called "{self.file.baseline}"; {nearest(self.file.baseline, names)}',
            )
            self.problems.raise_if_any()
        return names.index(self.file.baseline)


def _relative(path: Path) -> Path:
    resolved = path.resolve()
    return resolved.relative_to(Path.cwd()) if resolved.is_relative_to(Path.cwd()) else resolved


def _flat(
    table: Mapping[str, Any], before: tuple[str, ...] = (), ranges: bool = False
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths and values of a table, whether keys are dotted, quoted or tables. ranges: {low, high, steps} and {} are values."""
    for key, value in table.items():
        path = (*before, *key.split("."))
        is_range = ranges and isinstance(value, dict) and (not value or bool({"low", "high", "steps"} & value.keys()))
        if isinstance(value, dict) and not is_range:
            yield from _flat(value, path, ranges)
        else:
            yield path, value


def _usual_range(path: tuple[str, ...]) -> tuple[float | None, float | None, bool]:
    """Low, high and whether the scale is logarithmic, from the records of parameters and instruments."""
    if path[0] == "parameters" and ".".join(path[1:]) in PARAMETERS:
        record = PARAMETERS[".".join(path[1:])]
        return record.low, record.high, record.distribution == "loguniform"
    if path[0] == "policy" and len(path) == 3:
        if path[2] == "strength":
            return 0.0, 1.0, False
        instrument = INSTRUMENTS.get(path[1])
        if instrument and path[2] in instrument.settings:
            setting = instrument.settings[path[2]]
            return setting.low, setting.high, False
    return None, None, False


def _power_near(number: int) -> str:
    below = 1 << (number.bit_length() - 1)
    return f"{below} or {2 * below}"
