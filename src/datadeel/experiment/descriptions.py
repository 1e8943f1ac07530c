"""What a manifest says of a run, a sweep, a comparison or a sensitivity analysis (``results.manifest``)."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from datadeel.i18n import LANGUAGES
from datadeel.results.manifest import Description, SettingFacts
from datadeel.scenario.titles import title_key

if TYPE_CHECKING:
    from datadeel.experiment.experiment import Experiment
    from datadeel.experiment.factors import Factor
    from datadeel.experiment.progress import State
    from datadeel.experiment.sampling import Assignments
    from datadeel.scenario.records import Scenario


def of_run(scenario: Scenario, replicates: int, seed: int, agents: Mapping[str, type] | None = None) -> Description:
    """A run of ``scenario``: how many ``replicates``, and the ``seed`` of their worlds.

    agents: classes by kind in place of the package's own; they are a model of their own, told apart by name and source.
    """
    facts = {
        "scenario": scenario.name,
        "title": scenario.title,
        "scenario_digest": scenario.digest,
        "replicates": replicates,
        "seed": seed,
        "inputs": {**scenario.inputs, "replicates": replicates, "seed": seed},
    }
    instead = ", ".join(f"{kind}: {_class(one)}" for kind, one in sorted((agents or {}).items()))
    return Description("run", (scenario.digest, replicates, seed), facts, instead)


def _class(agent: type) -> str:
    """The name of a class of agents, with a hash of its source where that can be had."""
    try:
        source = inspect.getsource(agent)
    except (OSError, TypeError):
        return agent.__qualname__
    return f"{agent.__qualname__}+{hashlib.sha256(source.encode()).hexdigest()[:8]}"


def of_sweep(experiment: Experiment, state: State) -> Description:
    """A sweep of ``experiment``, as far as it is (``state``): the design in full, and the scenarios it starts from."""
    facts = _common_facts(experiment, state) | {
        "levers": [_setting_facts(one) for one in experiment.levers],
        "uncertainties": [_setting_facts(one) for one in experiment.uncertainties],
    }
    return Description("sweep", (experiment.digest,), facts)


def of_comparison(experiment: Experiment, state: State, baseline: str) -> Description:
    """A comparison, which is a sweep over scenarios.

    experiment: of the scenarios that are compared. state: how far its runs are. baseline: the scenario that others are
    compared with.
    """
    facts = {**of_sweep(experiment, state).facts, "baseline": baseline}
    return Description("comparison", (experiment.digest, baseline), facts)


def of_sensitivity(experiment: Experiment, state: State, method: str, notes: Sequence[str]) -> Description:
    """A sensitivity analysis of ``experiment``: its factors and design instead of every row.

    state: how far its runs are. method: a key of ``analysis.sensitivity.METHODS``. notes: what is to be known of its
    indices, such as those that have not settled.
    """
    facts = _common_facts(experiment, state) | {
        "method": method,
        "design": experiment.uncertainty_design,
        "samples": experiment.samples,
        "rows": len(experiment.uncertainties),
        "policies": [_setting_facts(one) for one in experiment.levers],
        "factors": [_factor_facts(one) for one in experiment.uncertain],
        "notes": list(notes),
    }
    return Description("sensitivity", (experiment.digest, method), facts)


def _common_facts(experiment: Experiment, state: State) -> dict[str, object]:
    """What is said of every result that is made of an experiment's runs."""
    return {
        "experiment": experiment.name,
        **{title_key(language): experiment.titled(language) for language in LANGUAGES},
        "question": experiment.question,
        "source": experiment.source,
        "experiment_digest": experiment.digest,
        "complete": state.done == state.total,
        "runs": state.done,
        "failed": state.failed,
        "points": len(experiment.points),
        "replicates": experiment.replicates,
        "seed": experiment.seed,
        "scenarios": [one.path.stem for one in experiment.scenario_files],
        "titles": {language: titles(experiment, language) for language in LANGUAGES},
        "baseline": experiment.levers[experiment.baseline].name,
        "shown": list(experiment.shown),
        "measures": list(experiment.measures),
        "set": {one.key: one.value for one in experiment.fixed},
        "inputs": [one.resolve(experiment.fixed).inputs for one in experiment.scenario_files],
    }


def titles(experiment: Experiment, language: str) -> dict[str, str]:
    """What scenarios and settings of ``experiment`` are called in ``language``, by name; their names where untitled."""
    found = {one.name: one.titled(language) or one.name for one in experiment.levers}
    for scenario_file in experiment.scenario_files:
        scenario = scenario_file.resolve(experiment.fixed)
        found[scenario.name] = scenario.titled(language)
    return found


def _factor_facts(one: Factor) -> dict[str, object]:
    """A factor over its values, or its range."""
    if one.values:
        return {"name": one.key, "values": list(one.values)}
    scale = "logarithmic" if one.log else "linear"
    return {"name": one.key, "low": one.at(0.0), "high": one.at(1.0), "scale": scale}


def _setting_facts(one: Assignments) -> SettingFacts:
    """A setting of levers or uncertainties, and what it assigns."""
    return {"name": one.name, "sets": {part.key: part.value for part in one.assignments}}
