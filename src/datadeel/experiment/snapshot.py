"""One world as it stands in a few months: every seat of every chain, and how deeply its organisation shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from datadeel.model.agents import DataSharingModel
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Scenario


def snapshot(
    scenario: Scenario, seed: int, months: Iterable[int], agents: Mapping[str, type] | None = None
) -> pd.DataFrame:
    """The seats of one world at the end of each of ``months``; 0 is the start, before anyone has decided.

    seed: of the world, as the column ``seed`` of a run's tables tells. Gives one row a month and seat: ``month``;
    ``chain`` and ``seat`` (within its chain), both from 0; ``organisation``, a number of its own, of which one in
    several chains has several seats; ``kind``; ``level`` of sharing, 0 to 3. Organisations without a chain have no
    seat. agents: classes by kind in place of the package's own. Raises ValueError for a month that the scenario does
    not have.

    Made with Mesa agents: they can be looked at in any month and give the same bits as the compiled driver, which keeps
    no levels by organisation. 500 organisations take some 2 seconds for 120 months; time goes with both numbers.
    """
    wanted = sorted(set(months))
    if not wanted or wanted[0] < 0 or wanted[-1] > scenario.months:
        raise ValueError(f"months: {wanted}: give some of 0 to {scenario.months}")
    return pd.concat(_snapshots(DataSharingModel(scenario, seed, agents), wanted), ignore_index=True)


def _snapshots(model: DataSharingModel, wanted: list[int]) -> Iterator[pd.DataFrame]:
    """The seats in each of the months ``wanted``, in order."""
    first_seats, last_seats = (np.array([vars(chain)[end] for chain in model.chains]) for end in ("first", "last"))
    sizes = last_seats - first_seats
    organisation = np.array(model.seats)
    seats = {
        "chain": np.repeat(np.arange(len(sizes)), sizes),
        "seat": np.concatenate([np.arange(size) for size in sizes]),
        "organisation": organisation,
        "kind": np.array(KINDS, dtype=object)[[one.kind for one in model.organisations]][organisation],
    }
    for month in wanted:
        while model.steps < month:
            model.step()
        level = np.array([one.level for one in model.organisations])[organisation]
        yield pd.DataFrame({"month": month, **seats, "level": level})
