"""What stands beside the data in a results folder: tables, figures, manifest. Of runs, sweeps, comparisons and patterns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datadeel.analysis import compare, summary, verdicts
from datadeel.analysis.patterns import LEVEL, PATTERNS
from datadeel.analysis.sensitivity import METHODS, Study, analyse
from datadeel.analysis.verdicts import Pattern
from datadeel.errors import InputError, nearest
from datadeel.experiment import executor as worker
from datadeel.experiment import runner
from datadeel.experiment import sweep as sweeps
from datadeel.experiment.descriptions import of_sensitivity, of_sweep
from datadeel.experiment.executor import Pool
from datadeel.experiment.experiment import Experiment
from datadeel.experiment.loader import load_experiment
from datadeel.experiment.progress import State
from datadeel.experiment.run_store import locked
from datadeel.experiment.sweep import Sweep
from datadeel.experiment.tables import Columns
from datadeel.i18n import decimal, percent, translate
from datadeel.registry.outcomes import unit
from datadeel.results.folder import finish, guard
from datadeel.results.manifest import Description, Manifest
from datadeel.results.reader import read
from datadeel.scenario.records import Scenario


class RunAccumulator:
    """What summaries and figures need of each run, so that no run's full tables are kept or read again."""

    def __init__(self) -> None:
        self._rows: dict[str, np.ndarray] = {}
        self._sharing: list[np.ndarray] = []
        self._willing: Any = 0.0
        self._kinds: list[dict[str, np.ndarray]] = []
        self._spending: list[dict[str, float]] = []

    def add(self, tables: dict[str, Columns]) -> None:
        """Take what is needed of one run's tables."""
        months, money = tables["months"], tables["money"]
        self._rows = self._rows or {name: months[name] for name in ("kind", "month", "organisations")}
        self._sharing.append(months["sharing"].astype(np.float32))
        self._willing = self._willing + months["willingness"]
        self._kinds.append(summary.kinds_of_run(months))
        self._spending.append(summary.spending_of_run(money))

    def curves(self) -> pd.DataFrame:
        """As ``summary.bands``, and mean willingness."""
        table = summary.bands(pd.DataFrame(self._rows), np.array(self._sharing))
        return table.assign(willingness=self._willing / len(self._sharing))

    def by_kind(self) -> pd.DataFrame:
        """How worlds end for each kind: one row a kind and measure."""
        kinds = self._kinds[0]["kind"]
        rows = [
            {
                "kind": kind,
                "outcome": name,
                "unit": "EUR per organisation" if name.endswith("per year") else "share",
                **summary.describe_signed(pd.Series([one[name][at] for one in self._kinds])),
            }
            for at, kind in enumerate(kinds)
            for name in self._kinds[0]
            if name != "kind"
        ]
        return pd.DataFrame(rows)

    def spending(self) -> pd.DataFrame:
        """Public spending by instrument, EUR over all months: one row an instrument."""
        rows = [
            {"instrument": name, "unit": "EUR", **summary.describe(pd.Series([one[name] for one in self._spending]))}
            for name in self._spending[0]
        ]
        return pd.DataFrame(rows, columns=["instrument", "unit", "mean", "low", "high", "p10", "p90"])


def write(folder: Path, scenario: Scenario, gathered: RunAccumulator, manifest: Manifest) -> pd.DataFrame:
    """Write ``tables/``, ``figures/`` and ``manifest.json`` beside the data in ``folder``; gives the summary table."""
    runs = pd.read_parquet(folder / "runs.parquet")
    overall = summary.summary(runs)
    curves = gathered.curves()
    curves.insert(0, "scenario", scenario.name)
    tables = {
        "summary": overall,
        "kinds": gathered.by_kind(),
        "spending": gathered.spending(),
        "curves": _short(curves),
    }
    if sum(scenario.population.values()) <= _SEEN:
        tables["snapshot"] = _snapshot(scenario, int(runs["seed"].iloc[0]))
    _finish(folder, tables, manifest)
    return overall


#: Organisations of which a world can be shown seat by seat: with more it would take long, and nothing could be seen.
_SEEN = 1_000


def _snapshot(scenario: Scenario, seed: int) -> pd.DataFrame:
    """Every seat of one world at the start, at a third, two thirds and the end."""
    from datadeel.experiment.snapshot import snapshot

    last = scenario.months
    return snapshot(scenario, seed, {0, round(last / 3), round(2 * last / 3), last})


def _finish(folder: Path, tables: dict[str, pd.DataFrame], manifest: Manifest) -> None:
    """Write tables, figures and manifest of a result into its ``folder``."""
    from datadeel.figures.of_result import draw

    finish(folder, manifest, tables, draw)


def _short(curves: pd.DataFrame) -> pd.DataFrame:
    """Curves as far as they can be seen: four digits, for files that are kept."""
    return curves.round(dict.fromkeys(("mean", "p10", "p90", "willingness"), 4))


# --- Sweeps ------------------------------------------------------------------------------------------------


def write_sweep(result: Sweep, manifest: Manifest) -> pd.DataFrame:
    """Write tables, figures and manifest of a sweep into its folder, the manifest last; gives the summary table."""
    folder, experiment, points, runs = result.folder, result.experiment, result.points, result.runs
    overall = points.merge(summary.by_point(runs, experiment.shown), on="point")
    tables = {"points": points, "summary": overall}
    if len(experiment.levers) > 1:
        baseline = experiment.levers[experiment.baseline].name
        tables |= _against(runs, experiment, baseline, "lever_name", ("scenario", "uncertainty_name"))
    _finish(folder, tables, manifest)
    return overall


def _against(
    runs: pd.DataFrame, experiment: Experiment, baseline: str, by: str, within: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """What policies do against a baseline, what that costs, who gains and pays, and policies against each other."""
    chosen: Any = {"by": by, "within": within}
    tables = {
        "differences": compare.differences(
            runs, baseline, outcomes=experiment.shown, precision=experiment.precision, **chosen
        ),
        "cost": compare.cost_effectiveness(runs, baseline, **chosen),
        "gains": compare.gains(runs, baseline, **chosen),
    }
    states = len(runs[list(within)].drop_duplicates()) if within else 1
    told = [one for one in _RANKED if one in experiment.shown]
    if told and runs[by].nunique() * states <= _PAIRED:
        tables["pairs"] = compare.pairs(runs, told, **chosen)
    return tables


#: On what policies are compared with each other, two by two, and with how many of them, over all states, at most.
_RANKED, _PAIRED = ("sharing", "durable", "innovations"), 50


# --- Comparisons -------------------------------------------------------------------------------------------


def caveats(scenarios: list[Scenario]) -> list[str]:
    """What to keep in mind when these are compared."""
    first = scenarios[0]
    shape = (first.population, first.unattached, first.chains, first.network)
    return [
        f"{one.name} has another population, chains or network than {first.name}: the same seed is not the same world for both, "
        "and pairing saves little"
        for one in scenarios[1:]
        if (one.population, one.unattached, one.chains, one.network) != shape
    ]


def write_comparison(
    result: Sweep, baseline: str, scenarios: list[Scenario], manifest: Manifest
) -> dict[str, pd.DataFrame]:
    """Write tables, figures and manifest of a comparison into its folder; gives the tables."""
    folder, experiment, runs = result.folder, result.experiment, result.runs
    tables = _against(runs, experiment, baseline, "scenario", ())
    overall = result.points.merge(summary.by_point(runs, experiment.shown), on="point")
    _finish(folder, tables | {"summary": overall, "curves": _short(_curves(result, scenarios))}, manifest)
    return tables


def _curves(result: Sweep, scenarios: list[Scenario]) -> pd.DataFrame:
    """Who shares, and how willing they are, in each scenario: ``scenario``, and the columns of ``RunAccumulator.curves``."""
    months = pd.read_parquet(result.folder / "months.parquet")
    names = result.points.set_index("point")["scenario"]
    known = {one.name: one for one in scenarios}
    found = []
    for point, part in months.groupby("point"):
        scenario = known[str(names[point])]
        sizes = {**scenario.population, "all": sum(scenario.population.values())}
        each = part.groupby(["month", "kind"], sort=False)
        sharing = each["sharing"]
        told = {"mean": sharing.mean(), "p10": sharing.quantile(0.1), "p90": sharing.quantile(0.9)}
        table = pd.DataFrame(told | {"willingness": each["willingness"].mean()}).reset_index()
        table.insert(2, "organisations", table["kind"].map(sizes))
        table.insert(0, "scenario", scenario.name)
        found.append(table)
    return pd.concat(found, ignore_index=True)


def told_number(language: str, outcome: str, value: float, signed: bool = False) -> str:
    """An outcome as it is read: shares in per cent (differences of them, ``signed``, in points), money in millions of euros."""
    if value != value:
        return "–"
    sign = "+" if signed and value > 0 else ""
    if unit(outcome) == "share":
        return sign + decimal(language, 100.0 * value, 1) if signed else percent(language, value, 1)
    return sign + decimal(language, value / 1e6 if outcome in ("public_spending", "benefit", "cost") else value, 1)


def told_cost(language: str, title: str, row: Mapping[str, Any]) -> str:
    """One sentence on what additional durable sharers cost, with its interval; no number where there is no claim."""
    note = row["note"] or "ratio"
    values = {
        name: decimal(language, row[name], 0)
        for name in ("sharers", "sharers_low", "sharers_high", "cost_per_sharer", "low", "high")
    }
    return translate(language, f"cost.{note}", title=title, **values)


# --- From Python -------------------------------------------------------------------------------------------


def sweep(
    file: str | Path,
    out: str | Path = "results",
    replicates: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    pool: Pool | None = None,
    progress: Callable[[State], None] | None = None,
) -> Sweep:
    """Run the experiment in ``file``, or what is missing of it; results in ``out``/NAME (see ``docs/experiments.md``).

    replicates, seed: the file's own where None. pool: opens a ``concurrent.futures`` executor of ``jobs`` workers; threads
    where None, one for each processor. Results depend on neither. progress: called as runs get done.
    Raises InputError for a wrong file, or a folder that holds something else.
    """
    experiment = load_experiment(file, replicates, seed)
    workers = jobs or runner.processors()
    began = time.monotonic()
    result = sweeps.sweep(
        experiment, Path(out) / experiment.name, pool or worker.threads(workers), workers, None, progress
    )
    write_sweep(result, of_sweep(experiment, result.state).manifest(time.monotonic() - began, "datadeel.sweep"))
    return result


# --- Sensitivity -------------------------------------------------------------------------------------------


def sensitivity(
    file: str | Path,
    out: str | Path = "results/sensitivity",
    method: str | None = None,
    samples: int | None = None,
    replicates: int | None = None,
    jobs: int | None = None,
    pool: Pool | None = None,
    progress: Callable[[State], None] | None = None,
) -> tuple[Sweep, Study]:
    """Run the sensitivity analysis of ``file``, or what is missing of it (see ``docs/sensitivity.md``).

    method: "morris", "sobol", "pawn", "delta" or "oat"; that of the file's design where None. samples, replicates: instead
    of the file's own. Results go to ``out``/NAME, with the method behind the name where it is not the file's own.
    Raises InputError for a wrong file, RuntimeError if runs failed: no row of a design is dropped.
    """
    workers = jobs or runner.processors()
    opened = pool or worker.threads(workers)
    return run_study(
        *study_of(file, method, samples, replicates), Path(out), opened, workers, progress, "datadeel.sensitivity"
    )


def run_study(
    experiment: Experiment,
    method: str,
    out: Path,
    pool: Pool,
    jobs: int,
    progress: Callable[[State], None] | None,
    command: str,
) -> tuple[Sweep, Study]:
    """:func:`sensitivity` of an experiment that was read (:func:`study_of`)."""
    began = time.monotonic()
    folder = out / experiment.name
    result = sweeps.sweep(experiment, folder, pool, jobs, None, progress)
    study = analyse(result, method)
    described = of_sensitivity(experiment, result.state, method, study.notes)
    _finish(folder, study.tables, described.manifest(time.monotonic() - began, command))
    return result, study


def study_of(
    file: str | Path, method: str | None = None, samples: int | None = None, replicates: int | None = None
) -> tuple[Experiment, str]:
    """The experiment of a sensitivity analysis, and its method. Raises InputError for a wrong file or method."""
    if method is not None and method not in METHODS:
        raise InputError(f"--method {method}: unknown method; {nearest(method, METHODS)}")
    design = METHODS[method][0] if method else None
    experiment = load_experiment(file, replicates, None, design, samples)
    own = [name for name, (one, _) in METHODS.items() if one == experiment.uncertainty_design]
    if not own:
        raise InputError(
            f'{file}: uncertainty_design: "{experiment.uncertainty_design}" is no design of sensitivity analysis: '
            f"take one of {', '.join(dict.fromkeys(one for one, _ in METHODS.values()))}, or give --method"
        )
    if method:
        experiment.name = f"{experiment.name}-{method}"
    return experiment, method or own[0]


# --- Patterns ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Patterns:
    """What a run of patterns left in ``folder``: a row a pattern, and a row a part (``docs/patterns.md``)."""

    folder: Path
    verdicts: pd.DataFrame
    parts: pd.DataFrame
    manifest: Manifest


def patterns(
    ids: Sequence[str] = (),
    out: str | Path | None = None,
    scenario: str | Path | None = None,
    overrides: Iterable[str] = (),
    replicates: int | None = None,
    draws: int | None = None,
    quick: bool = False,
    jobs: int | None = None,
    told: Callable[[str, int], None] | None = None,
    command: str = "datadeel.patterns",
) -> Patterns:
    """Judge patterns, all of them where ``ids`` is empty; tables, figures and manifest go into ``out``.

    scenario: a file in place of the patterns' own; histories, which are tied to theirs, are then left out. overrides:
    "KEY=VALUE" changed in all runs, such as a mechanism switched off. replicates: so many worlds instead of as many as the
    effect asks for. draws: of all parameters for robustness, 0 for none. quick: fewer worlds and no draws; what it decides,
    a full run decides in the same way. told: called with a pattern's id and number of worlds before each look.

    Raises InputError for an unknown pattern or a scenario that does not fit, RuntimeError if runs failed.
    """
    chosen = _chosen(ids, scenario is not None)
    trial = verdicts.Trial(
        None if scenario is None else Path(scenario),
        tuple(overrides),
        (replicates,) if replicates else verdicts.QUICK if quick else verdicts.SAMPLE_SIZES,
        (0 if quick else verdicts.DRAWS) if draws is None else draws,
        jobs or runner.processors(),
    )
    experiments = [trial.of(one) for one in chosen]
    folder = Path("results") / _folder_name(trial, quick) if out is None else Path(out)
    guard(folder, "a run of patterns", "runs")
    began = time.monotonic()
    with locked(folder / "runs"):
        return _tried(trial, chosen, experiments, folder, began, told, command)


def _tried(
    trial: verdicts.Trial,
    chosen: list[Pattern],
    experiments: list[Experiment],
    folder: Path,
    began: float,
    told: Callable[[str, int], None] | None,
    command: str,
) -> Patterns:
    """Try patterns and write what was found; ``folder`` is ours meanwhile."""
    found = []
    for pattern, experiment in zip(chosen, experiments, strict=True):
        tell = None if told is None else partial(told, pattern.id)
        found.append(trial.verdict(pattern, experiment, folder / "runs" / pattern.id, LEVEL, tell))
    digests = {one.id: one.digest(experiment) for one, experiment in zip(chosen, experiments, strict=True)}
    facts = _described(digests, _facts_of(trial)).manifest(time.monotonic() - began, command)
    return _write_patterns(folder, found, facts, trial)


def _facts_of(trial: verdicts.Trial) -> dict[str, object]:
    """How patterns were tried, as a manifest says it."""
    scenario = trial.scenario and str(trial.scenario)
    return {"scenario": scenario, "set": list(trial.fixed), "looks": list(trial.sample_sizes), "draws": trial.draws}


def _described(digests: dict[str, str], tried: dict[str, object]) -> Description:
    """A run of patterns: the digest of each one's experiment by its id, and how they were ``tried``."""
    today = datetime.now(UTC).date().isoformat()
    return Description("patterns", (digests, tried), {"patterns": digests, "trial": tried, "date": today})


def _chosen(ids: Sequence[str], elsewhere: bool) -> list[Pattern]:
    ids = [f"{one[:1].upper()}{one[1:].zfill(2)}" for one in ids]
    for one in ids:
        if one not in PATTERNS:
            raise InputError(f'unknown pattern "{one}"; {nearest(one, PATTERNS)}')
        if elsewhere and PATTERNS[one].observed:
            raise InputError(
                f"{one}: a history is judged on its own scenario, {PATTERNS[one].scenario}; leave out --scenario"
            )
    wanted = ids or [name for name, one in PATTERNS.items() if not (elsewhere and one.observed)]
    return [one for name, one in PATTERNS.items() if name in wanted]


def _folder_name(trial: verdicts.Trial, quick: bool) -> str:
    """A folder of its own for what is tried in another way than in full on the patterns' own scenarios."""
    parts = ["patterns"]
    parts += [trial.scenario.stem] if trial.scenario else []
    parts += ["changed"] if trial.fixed else []
    parts += ["quick"] if quick else []
    parts += [] if quick or (trial.sample_sizes, trial.draws) == (verdicts.SAMPLE_SIZES, verdicts.DRAWS) else ["tried"]
    return "-".join(parts)


def _write_patterns(folder: Path, found: list[verdicts.Verdict], manifest: Manifest, trial: verdicts.Trial) -> Patterns:
    """Write what was found. Of patterns that were not tried now, what the folder holds of the same model stays."""
    tables = {
        "verdicts": verdicts.verdicts_table(found),
        "parts": verdicts.parts_table(found),
        "histories": verdicts.curves_table(found),
    }
    manifest, tables = _with_earlier(folder, manifest, tables, trial)
    _finish(folder, tables, manifest)
    return Patterns(folder, tables["verdicts"], tables["parts"], manifest)


def _with_earlier(
    folder: Path, manifest: Manifest, tables: dict[str, pd.DataFrame], trial: verdicts.Trial
) -> tuple[Manifest, dict[str, pd.DataFrame]]:
    """The same with what the folder holds of other patterns, as far as the same model made it, in the same way, of what
    those patterns still are."""
    try:
        before = read(folder, current=True)
        old = {name: digest for name, digest in before.manifest["patterns"].items() if name in PATTERNS}
        same = before.kind == manifest["kind"] and before.manifest["trial"] == manifest["trial"]
    except (InputError, KeyError, AttributeError):
        return manifest, tables  # nothing there that could be used
    kept = before.tables
    whole = all(name in kept and list(kept[name].columns) == list(table.columns) for name, table in tables.items())
    if not (same and whole):
        return manifest, tables
    still = {name for name, digest in old.items() if digest == PATTERNS[name].digest(trial.of(PATTERNS[name]))}
    still -= set(manifest["patterns"])
    order = {name: at for at, name in enumerate(PATTERNS)}
    joined = {}
    for name, table in tables.items():
        rows = [one for one in (kept[name][kept[name]["pattern"].isin(still)], table) if len(one)]
        both = pd.concat(rows, ignore_index=True) if rows else table
        joined[name] = both.sort_values("pattern", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)
    digests = {name: old[name] for name in still} | manifest["patterns"]
    described = _described({name: digests[name] for name in PATTERNS if name in digests}, manifest["trial"])
    return described.manifest(manifest["seconds"], manifest["command"]), joined
