"""datadeel: an agent-based laboratory for data sharing in public-private partnerships.

    import datadeel

    scenario = datadeel.load("dil", ["policy.subsidy.share=0.5"])  # a shipped scenario, a file or a dict
    results = datadeel.run(scenario, replicates=20)
    results.runs["sharing"].mean()
    results.save("results/dil")
    results.plot()
    results.brief()

``run``, ``compare``, ``sweep``, ``sensitivity`` and ``patterns`` do what the commands of the same names do, and so do
``plot`` and ``brief``; what the former give holds data frames, knows its folder and leads on to the latter.

Names are looked up when first used, so that importing the package is quick and sets nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what a type checker sees is what __getattr__ finds
    from datadeel.errors import InputError
    from datadeel.model.agents import AGENTS, DataSharingModel, Organisation
    from datadeel.registry.instruments import INSTRUMENTS
    from datadeel.registry.parameters import PARAMETERS
    from datadeel.scenario.loader import load
    from datadeel.scenario.records import Scenario
    from datadeel.studies.compare import ComparisonResults, compare
    from datadeel.studies.patterns import PatternsResults, patterns
    from datadeel.studies.publish import brief, plot
    from datadeel.studies.run import RunResults, run
    from datadeel.studies.sensitivity import SensitivityResults, sensitivity
    from datadeel.studies.sweep import SweepResults, sweep

    __version__: str

__all__ = [
    "AGENTS",
    "INSTRUMENTS",
    "PARAMETERS",
    "ComparisonResults",
    "DataSharingModel",
    "InputError",
    "Organisation",
    "PatternsResults",
    "RunResults",
    "Scenario",
    "SensitivityResults",
    "SweepResults",
    "__version__",
    "brief",
    "compare",
    "load",
    "patterns",
    "plot",
    "run",
    "sensitivity",
    "sweep",
]

#: The module in which each name is found.
_HOMES = {
    "AGENTS": "datadeel.model.agents",
    "INSTRUMENTS": "datadeel.registry.instruments",
    "PARAMETERS": "datadeel.registry.parameters",
    "ComparisonResults": "datadeel.studies.compare",
    "DataSharingModel": "datadeel.model.agents",
    "InputError": "datadeel.errors",
    "Organisation": "datadeel.model.agents",
    "PatternsResults": "datadeel.studies.patterns",
    "RunResults": "datadeel.studies.run",
    "Scenario": "datadeel.scenario.records",
    "SensitivityResults": "datadeel.studies.sensitivity",
    "SweepResults": "datadeel.studies.sweep",
    "brief": "datadeel.studies.publish",
    "compare": "datadeel.studies.compare",
    "load": "datadeel.scenario.loader",
    "patterns": "datadeel.studies.patterns",
    "plot": "datadeel.studies.publish",
    "run": "datadeel.studies.run",
    "sensitivity": "datadeel.studies.sensitivity",
    "sweep": "datadeel.studies.sweep",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A name of ``__all__``, looked up when first used and kept."""
        if name == "__version__":
            found = import_module("importlib.metadata").version("datadeel")
        elif name in _HOMES:
            found = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'datadeel' has no attribute {name!r}")
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """What there is, loaded or not."""
    return __all__
