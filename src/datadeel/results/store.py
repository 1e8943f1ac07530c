"""Result folders: written aside, then renamed, so that a folder that is there is whole."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from datadeel.errors import InputError
from datadeel.experiment.tables import Columns
from datadeel.i18n import LANGUAGES
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.records import Scenario
from datadeel.scenario.titles import title_key

if TYPE_CHECKING:
    from datadeel.experiment.experiment import Experiment
    from datadeel.experiment.factors import Factor
    from datadeel.experiment.sampling import Assignments
    from datadeel.experiment.sweep import Sweep

_LIBRARIES = ("datadeel", "mesa", "numba", "numpy", "pandas", "pyarrow", "matplotlib", "pydantic")


@contextmanager
def replace_atomically(folder: Path) -> Iterator[Path]:
    """A new folder to fill; when all went well it takes the place of ``folder``, otherwise it is removed.

    Raises InputError if ``folder`` cannot be written or holds something that is not a result.
    """
    if folder.exists() and not (folder / "manifest.json").is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: holds something that is not a result; choose another --out")
    for above in folder.parents:
        if above.is_file():
            raise InputError(f"{folder}: cannot be written: {above} is a file, not a folder")
    new = not folder.parent.exists()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".partial", dir=folder.parent))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from None
    try:
        yield partial
        partial.chmod(0o755)
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=".old", dir=folder.parent))
            os.replace(folder, old / folder.name)
            os.replace(partial, folder)
            shutil.rmtree(old)
        else:
            os.replace(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if new and not any(folder.parent.iterdir()):
            folder.parent.rmdir()


class Writer:
    """Tables written to Parquet as they come: memory does not grow with the number of runs."""

    #: Rows gathered before they are written as one row group.
    BATCH = 50_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.Table]] = {}

    def add(self, tables: dict[str, Columns]) -> None:
        """Add the tables of one run."""
        for name, columns in tables.items():
            waiting = self._waiting.setdefault(name, [])
            waiting.append(pa.table({column: _typed(column, values) for column, values in columns.items()}))
            if sum(one.num_rows for one in waiting) >= self.BATCH:
                self._flush(name)

    def _flush(self, name: str) -> None:
        if not self._waiting[name]:
            return
        table = pa.concat_tables(self._waiting[name])
        self._waiting[name] = []
        if name not in self._open:
            self._open[name] = pq.ParquetWriter(self._folder / f"{name}.parquet", table.schema, compression="zstd")
        self._open[name].write_table(table)

    def close(self, whole: bool = True) -> None:
        """Write what waits (if ``whole``) and close the files."""
        try:
            if whole:
                for name in self._waiting:
                    self._flush(name)
        finally:
            for one in self._open.values():
                one.close()


def _typed(name: str, values: Any) -> pa.Array:
    """A column for Parquet: texts as texts, also where there are no rows."""
    return pa.array(values, type=pa.string() if name in ("scenario", "kind", "instrument") else None)


@cache
def model_version() -> str:
    """The version of the program and a hash of what makes results: the sources but for comments, and the numbers."""
    package = Path(__file__).resolve().parents[1]
    files = [
        *sorted((package / "model").glob("*.py")),
        package / "registry" / "instruments.py",
        package / "experiment" / "tables.py",
    ]
    digest = hashlib.sha256(repr([(one.name, one.value) for one in PARAMETERS.values()]).encode())
    for file in files:
        digest.update(_without_comments(file.read_text(encoding="utf-8")).encode())
    return f"{version('datadeel')}+{digest.hexdigest()[:8]}"


def _without_comments(source: str) -> str:
    """A source without docstrings, lines of comment and blank lines: what is left is what runs."""
    told: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            told.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = (line for number, line in enumerate(source.splitlines(), 1) if number not in told)
    return "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith("#"))


def manifest(scenario: Scenario, replicates: int, seed: int, seconds: float, command: str) -> dict[str, Any]:
    """What made a result: inputs in full, seeds, versions, duration; ``digest`` is a hash over all that determines it."""
    told = json.dumps([scenario.digest, replicates, seed, version("datadeel")])
    return {
        "kind": "run",
        "scenario": scenario.name,
        "title": scenario.title,
        "digest": hashlib.sha256(told.encode()).hexdigest(),
        "scenario_digest": scenario.digest,
        "replicates": replicates,
        "seed": seed,
        "command": command,
        "inputs": {**scenario.inputs, "replicates": replicates, "seed": seed},
        **_made(seconds),
    }


def sweep_manifest(result: Sweep, seconds: float, command: str) -> dict[str, Any]:
    """The same for a sweep: the design in full, and the scenarios it starts from."""
    experiment, state = result.experiment, result.state
    return {
        "kind": "sweep",
        "experiment": experiment.name,
        **{title_key(language): experiment.titled(language) for language in LANGUAGES},
        "question": experiment.question,
        "source": experiment.source,
        "digest": experiment.digest,
        "complete": result.complete,
        "runs": state.done,
        "failed": state.failed,
        "points": len(experiment.points),
        "replicates": experiment.replicates,
        "seed": experiment.seed,
        "command": command,
        "scenarios": [one.path.stem for one in experiment.scenario_files],
        "titles": {language: titles(experiment, language) for language in LANGUAGES},
        "baseline": experiment.levers[experiment.baseline].name,
        "shown": list(experiment.shown),
        "measures": list(experiment.measures),
        "levers": [_setting(one) for one in experiment.levers],
        "uncertainties": [_setting(one) for one in experiment.uncertainties],
        "set": {one.key: one.value for one in experiment.fixed},
        "inputs": [one.resolve(experiment.fixed).inputs for one in experiment.scenario_files],
        **_made(seconds),
    }


def titles(experiment: Experiment, language: str) -> dict[str, str]:
    """What scenarios and settings of an experiment are called, by name."""
    told = {one.name: one.titled(language) or one.name for one in experiment.levers}
    for scenario_file in experiment.scenario_files:
        scenario = scenario_file.resolve(experiment.fixed)
        told[scenario.name] = scenario.titled(language)
    return told


def patterns_manifest(patterns: dict[str, str], trial: dict[str, Any], seconds: float, command: str) -> dict[str, Any]:
    """The same for a run of patterns: the digest of each one's experiment, and how they were tried."""
    told = json.dumps([patterns, trial, model_version()], sort_keys=True)
    return {
        "kind": "patterns",
        "patterns": patterns,
        "trial": trial,
        "digest": hashlib.sha256(told.encode()).hexdigest(),
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        **_made(seconds),
    }


def sensitivity_manifest(result: Sweep, method: str, notes: list[str], seconds: float, command: str) -> dict[str, Any]:
    """The same for a sensitivity analysis: its factors and design instead of every row."""
    whole = sweep_manifest(result, seconds, command)
    experiment = result.experiment
    kept = {key: value for key, value in whole.items() if key not in ("uncertainties", "levers")}
    factors = [
        {"name": one.key, "values": list(one.values)} if one.values else _range(one) for one in experiment.uncertain
    ]
    return kept | {
        "kind": "sensitivity",
        "method": method,
        "design": experiment.uncertainty_design,
        "samples": experiment.samples,
        "rows": len(experiment.uncertainties),
        "policies": whole["levers"],
        "factors": factors,
        "notes": notes,
    }


def _range(one: Factor) -> dict[str, Any]:
    return {"name": one.key, "low": one.at(0.0), "high": one.at(1.0), "scale": "logarithmic" if one.log else "linear"}


def _setting(one: Assignments) -> dict[str, Any]:
    return {"name": one.name, "sets": {part.key: part.value for part in one.assignments}}


def _made(seconds: float) -> dict[str, Any]:
    return {
        "model": model_version(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
        "machine": {"system": platform.system(), "processor": platform.machine(), "processors": os.cpu_count()},
        "seconds": round(seconds, 2),
        "note": "Most numbers of this model are priors, not measurements: compare scenarios, do not read forecasts.",
    }


def write_json(path: Path, content: Any) -> None:
    """Write ``content`` as readable JSON."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
