"""Manifests: what made a result, in full. A manifest is written last and vouches for all that stands beside it.

What is said of each kind of result is described where that kind is made (:class:`Description`); what is the same for
all, such as versions and the digest, is added here.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, TypedDict, cast

from datadeel.model.version import model_version

#: Libraries whose versions a manifest names.
_LIBRARIES = ("datadeel", "mesa", "numba", "numpy", "pandas", "pyarrow", "matplotlib", "pydantic")

_NOTE = "Most numbers of this model are priors, not measurements: compare scenarios, do not read forecasts."


class SettingFacts(TypedDict):
    """A setting of levers or uncertainties: its name, and values by the path that each is assigned to."""

    name: str
    sets: dict[str, object]


class Manifest(TypedDict, total=False):
    """What ``manifest.json`` holds (``docs/tables.md``). The first block stands in all, the others where they apply."""

    #: A key of ``reader.NEEDED``.
    kind: str
    #: SHA-256 over all that determines the result, the model among it: equal digests, equal results.
    digest: str
    #: What was typed, or called from Python.
    command: str
    #: ``model.version.model_version`` of the model that made it, and behind " with " what was put in place of parts
    #: of it.
    model: str
    #: Of Python and of libraries, by name.
    versions: dict[str, str]
    #: Operating system, processor, number of processors.
    machine: dict[str, str | int | None]
    #: How long it took.
    seconds: float
    #: How it is to be read.
    note: str

    #: Inputs in full: ``Scenario.inputs`` of a run; a list of them, one a scenario, for all that has several.
    inputs: Any
    replicates: int
    seed: int
    title: str

    #: Of a run.
    scenario: str
    scenario_digest: str

    #: Of a sweep, and of comparisons and sensitivity analyses, which are sweeps too.
    experiment: str
    experiment_digest: str
    question: str
    source: str
    complete: bool
    runs: int
    failed: int
    points: int
    scenarios: list[str]
    #: What scenarios and settings are called: by language, then by name.
    titles: dict[str, dict[str, str]]
    baseline: str
    #: Outcomes that tables and figures show, and those kept month by month.
    shown: list[str]
    measures: list[str]
    levers: list[SettingFacts]
    uncertainties: list[SettingFacts]
    set: dict[str, object]

    #: Of a sensitivity analysis.
    method: str
    design: str
    samples: int
    rows: int
    policies: list[SettingFacts]
    factors: list[dict[str, object]]
    notes: list[str]

    #: Of patterns: the digest of each one's experiment by its id, and how they were tried.
    patterns: dict[str, str]
    trial: dict[str, object]
    date: str


@dataclass(frozen=True)
class Description:
    """What a result is of.

    kind: a key of ``reader.NEEDED``. determines: all that determines what the result holds, but for the model;
    anything that JSON can hold. facts: what its manifest says beside what all manifests say, keys of
    :class:`Manifest`. instead: what was put in place of parts of the model, such as agents of one's own; empty where
    nothing was.
    """

    kind: str
    determines: Sequence[object]
    facts: Mapping[str, object] = field(default_factory=dict)
    instead: str = ""

    @property
    def model(self) -> str:
        """The version of the model that makes the result, and what was put in place of parts of it."""
        return f"{model_version()} with {self.instead}" if self.instead else model_version()

    @property
    def digest(self) -> str:
        """SHA-256 over the kind, all that determines the result, and the model that makes it."""
        parts = json.dumps([self.kind, *self.determines, self.model], sort_keys=True)
        return hashlib.sha256(parts.encode()).hexdigest()

    def manifest(self, seconds: float, command: str) -> Manifest:
        """The manifest of a result of this description, made now, here, by this model.

        seconds: how long it took. command: what was typed or called.
        """
        common = {
            "model": self.model,
            "versions": {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
            "machine": {"system": platform.system(), "processor": platform.machine(), "processors": os.cpu_count()},
            "seconds": round(seconds, 2),
            "note": _NOTE,
        }
        return cast("Manifest", {"kind": self.kind, "digest": self.digest, "command": command, **self.facts, **common})
