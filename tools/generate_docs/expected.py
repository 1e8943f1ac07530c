"""The expected table beside each scenario: a change of the model's output shows in its diff."""

from __future__ import annotations

from pathlib import Path

from datadeel.registry.outcomes import shown_in
from datadeel.scenario.loader import load
from datadeel.studies.run import run

#: Worlds, and the years at whose end the table looks.
REPLICATES = 3
YEARS = (1, 3, 5, 10)

#: From this many organisations on, one year of one world is enough.
_LARGE = 20_000


def expected_table(scenario_file: Path) -> str:
    """What the scenario in ``scenario_file`` gives in a few worlds, as CSV: means by month and kind."""
    scenario = load(scenario_file)
    replicates = REPLICATES
    if sum(scenario.population.values()) > _LARGE:
        scenario, replicates = load(scenario_file, ["months=12"]), 1
    months = run(scenario, replicates=replicates, seed=1).months
    shown = months[months["month"].isin([12 * year for year in YEARS])]
    means = shown.groupby(["month", "kind"], sort=False)[list(shown_in("expected"))].mean().reset_index()
    text: str = means.to_csv(index=False, float_format="%.10g", lineterminator="\n")
    return text
