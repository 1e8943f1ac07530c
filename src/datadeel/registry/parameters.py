"""Every number of the model, one record each: value, unit, range, source, strength, expected direction.

The model, the documents, ``datadeel list parameters``, ``--set`` and sensitivity analysis all read these
records; nothing else holds a number. Strength of evidence: A counted or stated by the source itself, B a good
survey or registration, C indirect, D contested or taken from elsewhere, E an assumption. Almost all of them
are D or E: results are for orderings and mechanisms, not for point forecasts.

A name with a dot is a value for one kind of organisation: ``attention.sme``. In the source column "§" and
"I…" are sections and interviews of Van den Boogaart, Leiden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datadeel.registry.kinds import KIND_LABELS, KINDS
from datadeel.registry.reading import in_language, record, toml_tables


@dataclass(frozen=True)
class Parameter:
    """One number. ``low``-``high`` is the plausible range to sweep, ``minimum``-``maximum`` what is admissible.

    ``direction`` is the expected effect on the share that shares: "+", "-", or "±" where theory leaves it open.
    ``neutral`` is the value at which its mechanism is switched off, where there is one. ``distribution`` over the range
    is "uniform", "loguniform", or "form" for a whole number that names one of several formulations: a choice of the
    modeller. ``strength`` of the evidence is "A" to "E"; ``group`` is the section of the documents that it stands in.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    labels: Mapping[str, str]
    source: str
    strength: str
    direction: str
    group: str
    minimum: float = 0.0
    maximum: float = 1.0
    neutral: float | None = None
    distribution: str = "uniform"

    @property
    def stem(self) -> str:
        """The name without the kind."""
        return self.name.partition(".")[0]

    def label(self, language: str) -> str:
        """What it is called in a ``language``; in English where it has no name there."""
        return in_language(self.labels, language)


def _records() -> Iterator[Parameter]:
    """All parameters, in the order of the file; one for each kind where its value is a table by kind."""
    for stem, row in toml_tables("parameters").items():
        if not isinstance(row["value"], dict):
            yield record(Parameter, row, name=stem)
            continue
        for kind in KINDS:
            own = {
                key: value[kind] if isinstance(value, dict) and kind in value else value for key, value in row.items()
            }
            labels = {name: f"{label}: {in_language(KIND_LABELS[kind], name)}" for name, label in row["label"].items()}
            yield record(Parameter, {**own, "label": labels}, name=f"{stem}.{kind}")


#: Every parameter by name, in the order of the documents.
PARAMETERS: dict[str, Parameter] = {record.name: record for record in _records()}

#: Names of those with one value for all kinds, and stems of those with a value per kind.
SCALARS: tuple[str, ...] = tuple(name for name in PARAMETERS if "." not in name)
BY_KIND: tuple[str, ...] = tuple(dict.fromkeys(one.stem for one in PARAMETERS.values() if "." in one.name))


def parameter_label(name: str, language: str) -> str:
    """What a parameter, or all that a stem stands for, is called in ``language``; empty where there is none.

    name: of a parameter, or a stem of which each kind has its own.
    """
    if name in PARAMETERS:
        return PARAMETERS[name].label(language)
    one = PARAMETERS.get(f"{name}.{KINDS[0]}")
    return "" if one is None else one.label(language).rpartition(": ")[0]
