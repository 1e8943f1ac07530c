"""The README's picture."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from datadeel.experiment import runner
from datadeel.experiment.descriptions import of_run
from datadeel.figures.adoption import adoption_figure, adoption_title
from datadeel.figures.page import Context
from datadeel.figures.style import save
from datadeel.scenario.loader import load
from datadeel.studies.run import RunAccumulator

#: The scenario of the picture.
PICTURED = "dil-thesis-advice"


def picture() -> bytes:
    """The README's picture: the adoption curve of the advice, as PNG."""
    scenario = load(Path("scenarios") / f"{PICTURED}.toml")
    gathered = RunAccumulator()
    for tables in runner.replicate(scenario, scenario.replicates, scenario.seed):
        gathered.add(tables)
    facts = of_run(scenario, scenario.replicates, scenario.seed).manifest(0.0, "")
    version = facts["versions"]["datadeel"]
    figure = adoption_figure(
        gathered.curves(), scenario, Context("en", facts["digest"], version, replicates=scenario.replicates)
    )
    with TemporaryDirectory() as folder:
        (file,) = save(figure, Path(folder) / "adoption", adoption_title(scenario, "en"), facts["digest"], ["png"])
        return file.read_bytes()
