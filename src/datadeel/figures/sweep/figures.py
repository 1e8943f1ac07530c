"""The figures of a sweep: which of them suit its design."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from datadeel.figures.page import Context, drawing
from datadeel.figures.sweep.design import MOST_SERIES, SweepDesign
from datadeel.figures.sweep.dots import dot_figures
from datadeel.figures.sweep.heat import heat_figures
from datadeel.figures.sweep.lines import line_figures
from datadeel.figures.sweep.samples import sample_figures


def sweep_figures(
    points: pd.DataFrame, summary: pd.DataFrame, outcomes: Sequence[str], context: Context, baseline: str = ""
) -> dict[str, Figure]:
    """Figures of an experiment by name, such as "heat-sharing": what suits its design, for each of ``outcomes``.

    points: one row a point: ``point``, ``scenario``, ``lever``, ``lever_name``, ``uncertainty``, ``uncertainty_name``
    and a column for each path that varies, empty where a point does not set it. summary: one row a point and outcome:
    ``point``, ``outcome``, ``worlds``, ``mean``, ``low``, ``high``. context: with the title of the experiment, and
    titles of scenarios, packages and listed points by name; what has none goes by its own name, or by what it sets.
    baseline: the ``lever_name`` that others are compared with, marked among dots; the first where empty.

    - two numeric factors of one side (levers or uncertainties), or one of each, on a full grid: heat maps (``heat``);
    - a numeric factor of at least three values on a full grid: lines with 95 % intervals (``lines``), one line for each
      package or value of a second factor, at most six;
    - samples (Latin hypercube, Sobol sequence): scatter against each factor, the nine that matter most (``samples``);
    - all else, such as packages and one at a time: dots with 95 % intervals, a row for each setting (``dots``).

    What is not on the axes has panels of its own. Outcomes share a figure as long as that stays readable. More than six
    scenarios have figures apart.
    """
    known = [name for name in outcomes if (summary["outcome"] == name).any()]
    if not known:
        return {}
    names = points["scenario"].unique()
    apart = len(names) > MOST_SERIES
    parts = {f"-{name}": points[points["scenario"] == name] for name in names} if apart else {"": points}
    figures: dict[str, Figure] = {}
    with drawing():
        for end, part in parts.items():
            design = SweepDesign.of(part, summary, known, context)
            figures |= {name + end: figure for name, figure in _suiting(design, baseline).items()}
    return figures


def _suiting(design: SweepDesign, baseline: str) -> dict[str, Figure]:
    """The figures that suit a design, by name."""
    if design.sampled:
        figures = dict(sample_figures(design))
        beside = design.settings("lever") > 1 and "lever" not in design.sampled
        return figures | (dot_figures(design, baseline) if beside or not figures else {})
    return dict(heat_figures(design)) | dict(line_figures(design)) or dot_figures(design, baseline)
