"""Patterns: which of those in the thesis and in history the model reproduces, tried and kept with what was tried
before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Unpack

import pandas as pd

from datadeel.analysis.patterns import LEVEL, PATTERNS
from datadeel.analysis.verdicts import (
    DRAWS,
    QUICK,
    SAMPLE_SIZES,
    Pattern,
    Verdict,
    curves_table,
    parts_table,
    verdicts_table,
)
from datadeel.errors import InputError, nearest
from datadeel.experiment.experiment import Experiment
from datadeel.results.folder import guard
from datadeel.results.lock import locked
from datadeel.results.manifest import Description, Manifest
from datadeel.results.reader import read
from datadeel.studies.execution import Recorded, workers
from datadeel.studies.folder import complete
from datadeel.studies.result import FolderResults
from datadeel.studies.trial import Trial


class PatternsExecution(Recorded, total=False):
    """Keyword arguments of patterns: those of :class:`Recorded`, and ``progress``, called with a pattern's id and
    number of worlds before each look."""

    progress: Callable[[str, int], None] | None


@dataclass(repr=False)
class PatternsResults(FolderResults):
    """What a run of patterns left (:class:`FolderResults`), now and before, with its ``manifest``
    (``docs/patterns.md``)."""

    manifest: Manifest

    MAIN = "verdicts"

    @property
    def verdicts(self) -> pd.DataFrame:
        """One row a pattern."""
        return self.tables["verdicts"]

    @property
    def parts(self) -> pd.DataFrame:
        """One row a part of a pattern: what was claimed and what was found."""
        return self.tables["parts"]


def patterns(
    ids: str | Sequence[str] = (),
    out: str | Path | None = None,
    scenario: str | Path | None = None,
    overrides: Iterable[str] | str = (),
    replicates: int | None = None,
    draws: int | None = None,
    quick: bool = False,
    **execution: Unpack[PatternsExecution],
) -> PatternsResults:
    """Judge patterns; tables, figures and manifest go into ``out``, or results/patterns (or patterns-…) where None.

    ids: such as "T04", or a list of them; all patterns where empty. scenario: a file in place of the patterns' own;
    histories, which are tied to theirs, are then left out. overrides: "KEY=VALUE" texts, or a single one, changed in
    all runs, such as a mechanism switched off. replicates: so many worlds, at least 2, instead of as many as the
    effect asks for. draws: of all parameters for robustness, 0 for none. quick: fewer worlds and no draws; what it
    decides, a full run decides in the same way. execution: jobs, progress and command (:class:`PatternsExecution`).

    Raises InputError for an unknown pattern or a scenario that does not fit, RuntimeError if runs failed.
    """
    chosen = selected([ids] if isinstance(ids, str) else ids, scenario is not None)
    trial = Trial(
        None if scenario is None else Path(scenario),
        (overrides,) if isinstance(overrides, str) else tuple(overrides),
        (replicates,) if replicates else QUICK if quick else SAMPLE_SIZES,
        (0 if quick else DRAWS) if draws is None else draws,
        workers(execution),
    )
    experiments = [trial.of(one) for one in chosen]
    folder = Path("results") / _folder_name(trial, quick) if out is None else Path(out)
    guard(folder, "a run of patterns", "runs")
    began = time.monotonic()
    with locked(folder / "runs"):
        found = _tried(trial, list(zip(chosen, experiments, strict=True)), folder, execution.get("progress"))
        digests = {one.id: one.digest(experiment.digest) for one, experiment in zip(chosen, experiments, strict=True)}
        command = execution.get("command", "datadeel.patterns")
        facts = _described(digests, _facts_of(trial)).manifest(time.monotonic() - began, command)
        return _kept(folder, found, facts, trial)


def selected(ids: Sequence[str] = (), elsewhere: bool = False) -> list[Pattern]:
    """Patterns by ``ids`` ("T04", "t4"), all of them where it is empty, in the order of the list.

    elsewhere: whether they are tried in another scenario than their own; then histories are left out. Raises
    InputError for an unknown pattern, or a history elsewhere.
    """
    wanted = [f"{one[:1].upper()}{one[1:].zfill(2)}" for one in ids]
    for one in wanted:
        if one not in PATTERNS:
            raise InputError(f'unknown pattern "{one}"; {nearest(one, PATTERNS)}')
        if elsewhere and PATTERNS[one].observed:
            raise InputError(
                f"{one}: a history is judged on its own scenario, {PATTERNS[one].scenario}; leave out --scenario"
            )
    wanted = wanted or [name for name, one in PATTERNS.items() if not (elsewhere and one.observed)]
    return [one for name, one in PATTERNS.items() if name in wanted]


def _tried(
    trial: Trial,
    chosen: Sequence[tuple[Pattern, Experiment]],
    folder: Path,
    progress: Callable[[str, int], None] | None,
) -> list[Verdict]:
    """The verdicts on patterns, each with its experiment; ``folder`` is ours meanwhile."""
    found = []
    for pattern, experiment in chosen:
        looked = None if progress is None else partial(progress, pattern.id)
        found.append(trial.verdict(pattern, experiment, folder / "runs" / pattern.id, LEVEL, looked))
    return found


def _facts_of(trial: Trial) -> dict[str, object]:
    """How patterns were tried, as a manifest says it."""
    scenario = trial.scenario and str(trial.scenario)
    return {"scenario": scenario, "set": list(trial.fixed), "looks": list(trial.sample_sizes), "draws": trial.draws}


def _described(digests: dict[str, str], tried: dict[str, object]) -> Description:
    """A run of patterns: the digest of each one's experiment by its id, and how they were ``tried``."""
    today = datetime.now(UTC).date().isoformat()
    return Description("patterns", (digests, tried), {"patterns": digests, "trial": tried, "date": today})


def _folder_name(trial: Trial, quick: bool) -> str:
    """A folder of its own for what is tried in another way than in full on the patterns' own scenarios."""
    parts = ["patterns"]
    parts += [trial.scenario.stem] if trial.scenario else []
    parts += ["changed"] if trial.fixed else []
    parts += ["quick"] if quick else []
    parts += [] if quick or (trial.sample_sizes, trial.draws) == (SAMPLE_SIZES, DRAWS) else ["tried"]
    return "-".join(parts)


def _kept(folder: Path, found: Sequence[Verdict], manifest: Manifest, trial: Trial) -> PatternsResults:
    """Write what was found. Of patterns that were not tried now, what the folder holds of the same model stays."""
    tables = {"verdicts": verdicts_table(found), "parts": parts_table(found), "histories": curves_table(found)}
    manifest, tables = _with_earlier(folder, manifest, tables, trial)
    complete(folder, tables, manifest)
    return PatternsResults(folder, tables, [], manifest)


def _with_earlier(
    folder: Path, manifest: Manifest, tables: dict[str, pd.DataFrame], trial: Trial
) -> tuple[Manifest, dict[str, pd.DataFrame]]:
    """The same with what the folder holds of other patterns, as far as the same model made it, in the same way, of what
    those patterns still are."""
    earlier = _earlier(folder, manifest, tables)
    if earlier is None:
        return manifest, tables
    old, kept = earlier
    still = {name for name, digest in old.items() if digest == PATTERNS[name].digest(trial.of(PATTERNS[name]).digest)}
    still -= set(manifest["patterns"])
    order = {name: at for at, name in enumerate(PATTERNS)}
    joined = {}
    for name, table in tables.items():
        rows = [one for one in (kept[name][kept[name]["pattern"].isin(still)], table) if len(one)]
        both = pd.concat(rows, ignore_index=True) if rows else table
        joined[name] = both.sort_values("pattern", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)
    digests = {name: old[name] for name in still} | manifest["patterns"]
    ordered = {name: digests[name] for name in PATTERNS if name in digests}
    return _described(ordered, manifest["trial"]).manifest(manifest["seconds"], manifest["command"]), joined


def _earlier(
    folder: Path, manifest: Manifest, tables: dict[str, pd.DataFrame]
) -> tuple[dict[str, str], dict[str, pd.DataFrame]] | None:
    """What ``folder`` holds of before, by the same model and in the same way: digests of its patterns, and its tables.
    None where there is nothing that could be used."""
    try:
        before = read(folder, current=True)
        old = {name: digest for name, digest in before.manifest["patterns"].items() if name in PATTERNS}
        same = before.kind == manifest["kind"] and before.manifest["trial"] == manifest["trial"]
    except (InputError, KeyError, AttributeError):
        return None
    kept = before.tables
    whole = all(name in kept and list(kept[name].columns) == list(table.columns) for name, table in tables.items())
    return (old, kept) if same and whole else None
