"""Designs: factors laid out as choices of levers or as states of the uncertain world."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from datadeel.experiment.factors import Factor
from datadeel.scenario.loader import Assignment
from datadeel.scenario.titles import Titled

LEVER_DESIGNS = ("grid", "one_at_a_time", "latin_hypercube", "sobol_sequence", "packages", "list")
#: Designs of sensitivity analysis: trajectories (Morris 1991), Saltelli's for Sobol indices, a hypercube with a dummy, and
#: one factor after another over its range.
SENSITIVITY_DESIGNS = ("morris", "saltelli", "hypercube", "curves")
UNCERTAINTY_DESIGNS = (*LEVER_DESIGNS[:4], *SENSITIVITY_DESIGNS)
SAMPLED = ("latin_hypercube", "sobol_sequence", *SENSITIVITY_DESIGNS)
#: Designs whose samples come in powers of two.
POWERS = ("sobol_sequence", "saltelli")

#: A factor that nothing in the model reads. It says only which worlds a row runs in: its index is what seeds alone amount to.
DUMMY = "dummy"


@dataclass(frozen=True)
class Assignments(Titled):
    """One choice of levers, or one state of the uncertain world: assignments under a name, with titles for figures.

    worlds: which lot of worlds it runs in; the same for all but rows of a sensitivity design whose dummy differs. at: where
    it lies in the unit cube, a number a factor and one for the dummy.
    """

    name: str
    assignments: tuple[Assignment, ...] = ()
    varied: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    worlds: int = 0
    at: tuple[float, ...] = ()

    def __add__(self, other: Assignments) -> Assignments:
        """Both together."""
        names = [one.name for one in (self, other) if one.name != BASE] or [BASE]
        return replace(
            self, name=", ".join(names), assignments=self.assignments + other.assignments, varied={**self.varied, **other.varied}
        )  # fmt: skip


#: The name of a setting that assigns nothing.
BASE = "base"


def lay_out(
    design: str, factors: Sequence[Factor], samples: int, seed: int, second_order: bool = True
) -> list[Assignments]:
    """The settings of ``factors`` under a design; one that assigns nothing where there are no factors.

    seed: of the samples, so that the same file always gives the same design. second_order: as for :func:`cube`.
    """
    if not factors:
        return [Assignments(BASE)]
    if design == "one_at_a_time":
        alone = [_setting([one], [level]) for one in factors for level in one.levels]
        return [Assignments(BASE), *alone]
    if design in SENSITIVITY_DESIGNS:
        return _with_dummy(design, factors, samples, seed, second_order)
    if design in SAMPLED:
        from scipy.stats import qmc

        sampler = qmc.LatinHypercube if design == "latin_hypercube" else qmc.Sobol
        cube = sampler(len(factors), rng=np.random.default_rng(seed)).random(samples)
        rows = [[one.at(float(u)) for one, u in zip(factors, row, strict=True)] for row in cube]
        return [_setting(factors, row, f"sample {number}") for number, row in enumerate(rows)]
    return [_setting(factors, row) for row in itertools.product(*(one.levels for one in factors))]


def problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """Factors and the dummy as SALib names them, all on the unit cube: what they are there is ours."""
    names = [*(one.key for one in factors), DUMMY]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def cube(design: str, factors: Sequence[Factor], samples: int, seed: int, second_order: bool = True) -> np.ndarray:
    """Rows of a sensitivity design on the unit cube, the dummy last: (rows, factors + 1).

    ``morris``: samples · (factors + 2) rows; ``saltelli``: samples · (2 · factors + 4), or without indices of second order
    samples · (factors + 3); ``hypercube``: samples.
    """
    from SALib.sample import latin, morris, sobol

    told = problem(factors)
    if design == "morris":
        found = morris.sample(told, samples, num_levels=4, seed=seed)
    elif design == "saltelli":
        found = sobol.sample(told, samples, calc_second_order=second_order, scramble=True, seed=seed)
    else:
        found = latin.sample(told, samples, seed=seed)
    rows: np.ndarray = found
    return rows


def _with_dummy(
    design: str, factors: Sequence[Factor], samples: int, seed: int, second_order: bool
) -> list[Assignments]:
    """Settings of a sensitivity design: rows of one trajectory, or of one pair of base samples, with the same dummy run in
    the same worlds, other rows in others."""
    if design == "curves":
        return [
            Assignments(BASE),
            *(_alone(factors, at, float(u)) for at in range(len(factors)) for u in _steps(factors[at])),
        ]
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


def _alone(factors: Sequence[Factor], at: int, u: float) -> Assignments:
    """One factor at ``u`` of its range, all others as they are."""
    place = tuple(u if number == at else math.nan for number in range(len(factors)))
    return replace(_placed([factors[at]], [u], f"{factors[at].key} at {u:.3g}"), at=place)


def _steps(factor: Factor) -> np.ndarray:
    """Where a factor is tried alone: nine places, or one for each value."""
    if factor.values:
        return (np.arange(len(factor.values)) + 0.5) / len(factor.values)
    return np.linspace(0.0, 1.0, 9)


def _placed(factors: Sequence[Factor], row: Iterable[float], name: str) -> Assignments:
    """Factors at places of the unit cube. Of one that holds several numbers, the place is told in their stead."""
    values = [(one, float(u), one.at(float(u))) for one, u in zip(factors, row, strict=True)]
    varied = {one.key: u if isinstance(value, dict) else value for one, u, value in values}
    return Assignments(name, tuple(one.assign(value) for one, _, value in values), varied)


def _setting(factors: Sequence[Factor], row: Sequence[Any], name: str = "") -> Assignments:
    named = name or ", ".join(f"{one.key}={_short(value)}" for one, value in zip(factors, row, strict=True))
    assigned = tuple(one.assign(value) for one, value in zip(factors, row, strict=True))
    return Assignments(named, assigned, {one.key: value for one, value in zip(factors, row, strict=True)})


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "+".join(map(str, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)
