"""datadeel: an agent-based laboratory for data sharing in public-private partnerships.

    import datadeel

    scenario = datadeel.load("scenarios/dil.toml", ["policy.subsidy.share=0.5"])
    results = datadeel.run(scenario, replicates=20)
    results.runs["sharing"].mean()

Names are looked up when first used, so that importing the package is quick and sets nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "load": "datadeel.scenario.loader",
    "Scenario": "datadeel.scenario.records",
    "InputError": "datadeel.errors",
    "run": "datadeel.studies.run",
    "RunResults": "datadeel.studies.run",
    "compare": "datadeel.studies.compare",
    "sweep": "datadeel.studies.sweep",
    "patterns": "datadeel.studies.patterns",
    "sensitivity": "datadeel.studies.sensitivity",
    "plot": "datadeel.studies.publish",
    "brief": "datadeel.studies.publish",
    "DataSharingModel": "datadeel.model.agents",
    "Organisation": "datadeel.model.agents",
    "AGENTS": "datadeel.model.agents",
    "PARAMETERS": "datadeel.registry.parameters",
    "INSTRUMENTS": "datadeel.registry.instruments",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("datadeel")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'datadeel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*_HOMES, "__version__"]
