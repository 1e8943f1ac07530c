"""Designs: factors laid out as choices of levers or as states of the uncertain world."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

import numpy as np

from datadeel.experiment.factors import Factor
from datadeel.scenario.frozen import freeze
from datadeel.scenario.loader import Assignment
from datadeel.scenario.titles import Titled

#: Designs of levers; packages and lists are named in the file, others are laid out here.
LEVER_DESIGNS = ("grid", "one_at_a_time", "latin_hypercube", "sobol_sequence", "packages", "list")
#: Designs of sensitivity analysis: trajectories (Morris 1991), Saltelli's for Sobol indices, a hypercube with a dummy,
#: and one factor after another over its range.
SENSITIVITY_DESIGNS = ("morris", "saltelli", "hypercube", "curves")
UNCERTAINTY_DESIGNS = (*LEVER_DESIGNS[:4], *SENSITIVITY_DESIGNS)
#: Designs whose rows are samples, or places of their own, rather than combinations of levels.
SAMPLED = ("latin_hypercube", "sobol_sequence", *SENSITIVITY_DESIGNS)
#: Designs whose samples come in powers of two.
POWERS_OF_TWO = ("sobol_sequence", "saltelli")

#: A factor that nothing in the model reads. It says only which worlds a row runs in: its index is what seeds alone
#: amount to.
DUMMY = "dummy"

#: The name of the assignments that assign nothing.
BASE = "base"

#: Where a factor is tried alone in a design of curves: so many places of its range.
_CURVE_PLACES = 9


@dataclass(frozen=True)
class Assignments(Titled):
    """One choice of levers, or one state of the uncertain world: assignments under a name, with titles for figures.

    name: as tables have it.
    assignments: what it changes in a scenario file.
    varied: values of the factors by key; of a factor that holds several numbers, its place in [0, 1].
    titles: by language; none where its name says it.
    worlds: which lot of worlds it runs in; the same for all but rows of a sensitivity design whose dummy differs.
    at: where it lies in the unit cube, a number a factor and one for the dummy; NaN for factors left as they are.
    """

    name: str
    assignments: tuple[Assignment, ...] = ()
    varied: Mapping[str, object] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    worlds: int = 0
    at: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "varied", "titles")

    def __add__(self, other: Assignments) -> Assignments:
        """Both together, under both names and the titles of the first; the other's prevail."""
        names = [one.name for one in (self, other) if one.name != BASE] or [BASE]
        assigned, varied = self.assignments + other.assignments, {**self.varied, **other.varied}
        return replace(self, name=", ".join(names), assignments=assigned, varied=varied)


class Problem(TypedDict):
    """What SALib calls a problem: factors by name, and their bounds."""

    num_vars: int
    names: list[str]
    bounds: list[list[float]]


def lay_out(
    design: str, factors: Sequence[Factor], samples: int, seed: int, second_order: bool = True
) -> list[Assignments]:
    """The assignments that a design makes of factors, in its order; without factors one that assigns nothing.

    design: one of ``LEVER_DESIGNS`` or ``UNCERTAINTY_DESIGNS``; packages and lists, which are named and not laid out,
    make a grid of the factors beside them.
    factors: what varies.
    samples: their number, at least 1, where the design takes any; for ``POWERS_OF_TWO`` such a power.
    seed: of the samples, so that the same file always gives the same design.
    second_order: as for :func:`cube`.
    """
    if not factors:
        return [Assignments(BASE)]
    if design == "one_at_a_time":
        return [Assignments(BASE), *(_assigned([one], [level]) for one in factors for level in one.levels)]
    if design == "curves":
        return [Assignments(BASE), *_one_by_one(factors)]
    if design in SENSITIVITY_DESIGNS:
        return _with_dummy(design, factors, samples, seed, second_order)
    if design in SAMPLED:
        return _sampled_rows(design, factors, samples, seed)
    return [_assigned(factors, row) for row in itertools.product(*(one.levels for one in factors))]


def _sampled_rows(design: str, factors: Sequence[Factor], samples: int, seed: int) -> list[Assignments]:
    """Factors at places of a Latin hypercube, or of a scrambled Sobol sequence."""
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube if design == "latin_hypercube" else qmc.Sobol
    rows = sampler(len(factors), rng=np.random.default_rng(seed)).random(samples)
    levels = ([one.at(float(u)) for one, u in zip(factors, row, strict=True)] for row in rows)
    return [_assigned(factors, row, f"sample {number}") for number, row in enumerate(levels)]


def _one_by_one(factors: Sequence[Factor]) -> Iterator[Assignments]:
    """Each factor alone over its range, all others as they are."""
    for at, factor in enumerate(factors):
        for u in map(float, _curve_places(factor)):
            place = tuple(u if number == at else math.nan for number in range(len(factors)))
            yield replace(_placed([factor], [u], f"{factor.key} at {u:.3g}"), at=place)


def problem(factors: Sequence[Factor]) -> Problem:
    """Factors and the dummy as SALib names them, all on the unit cube: what they are there is ours."""
    names = [*(one.key for one in factors), DUMMY]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def cube(design: str, factors: Sequence[Factor], samples: int, seed: int, second_order: bool = True) -> np.ndarray:
    """Rows of a sensitivity design on the unit cube, the dummy last: (rows, factors + 1), each in [0, 1].

    design: ``morris`` has samples · (factors + 2) rows; ``saltelli`` samples · (2 · factors + 4), or without
    ``second_order`` samples · (factors + 3); ``hypercube`` samples.
    factors: what varies, the dummy not among them.
    samples: at least 1, for saltelli a power of two.
    seed: of the samples.
    second_order: whether indices of pairs of factors will be asked for, which takes more rows.
    """
    from SALib.sample import latin, morris, sobol

    if design == "morris":
        found = morris.sample(problem(factors), samples, num_levels=4, seed=seed)
    elif design == "saltelli":
        found = sobol.sample(problem(factors), samples, calc_second_order=second_order, scramble=True, seed=seed)
    else:
        found = latin.sample(problem(factors), samples, seed=seed)
    rows: np.ndarray = found
    return rows


def _with_dummy(
    design: str, factors: Sequence[Factor], samples: int, seed: int, second_order: bool
) -> list[Assignments]:
    """Rows of a sensitivity design, the dummy among them.

    Rows of one trajectory, or of one pair of base samples, run in the same worlds if they have the same dummy, other
    rows in others: so what the dummy moves is what other seeds move.
    """
    rows = cube(design, factors, samples, seed, second_order)
    each = len(rows) // samples
    lots: dict[tuple[int, float], int] = {}
    return [
        replace(
            _placed(factors, row[:-1], f"row {number}"),
            worlds=lots.setdefault((number // each, float(row[-1])), len(lots)),
            at=tuple(map(float, row)),
        )
        for number, row in enumerate(rows)
    ]


def _curve_places(factor: Factor) -> np.ndarray:
    """Where a factor is tried alone, in [0, 1]: at places over its range, or at each of its values."""
    if factor.values:
        return (np.arange(len(factor.values)) + 0.5) / len(factor.values)
    return np.linspace(0.0, 1.0, _CURVE_PLACES)


def _placed(factors: Sequence[Factor], row: Iterable[float], name: str) -> Assignments:
    """Factors at places of the unit cube, under a name. row: a place in [0, 1] a factor."""
    values = [(one, float(u), one.at(float(u))) for one, u in zip(factors, row, strict=True)]
    varied = {one.key: u if isinstance(value, dict) else value for one, u, value in values}
    return Assignments(name, tuple(one.assign(value) for one, _, value in values), varied)


def _assigned(factors: Sequence[Factor], row: Sequence[object], name: str = "") -> Assignments:
    """Factors at values. row: a value a factor. name: if none is given, keys and values make one."""
    pairs = list(zip(factors, row, strict=True))
    named = name or ", ".join(f"{one.key}={_short(value)}" for one, value in pairs)
    return Assignments(
        named, tuple(one.assign(value) for one, value in pairs), {one.key: value for one, value in pairs}
    )


def _short(value: object) -> str:
    """A value as it stands in names, which are in tables and on axes."""
    if isinstance(value, list):
        return "+".join(map(str, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
