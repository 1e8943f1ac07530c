"""What comes out of a run, one record an outcome: unit, better or worse, words, and where it is shown.

Tables, the store of runs, figures, briefs and documents all read these records (``outcomes.toml``); nothing else knows
an outcome's name but the statistic that computes it (``experiment.statistics``). To add one takes a record and a
statistic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from datadeel.registry.kinds import GROUP_LABELS, GROUPS, KIND_LABELS, KINDS
from datadeel.registry.reading import in_language, record, toml_tables


@dataclass(frozen=True)
class Outcome:
    """One outcome.

    - ``unit``: "share" for a part of organisations or an index in [0, 1]; "EUR"; any other unit as it is written
    - ``better``: 1 if more is better, -1 if less is, 0 for what is neither good nor bad in itself
    - ``labels``: what a reader sees, by language; ``meaning``: what a user of the tables reads
    - ``run``: whether it is a column of ``runs.parquet``; ``derived``: worked out by sensitivity analysis instead
    - ``monthly``: its column of ``months.parquet`` as a "mean" or "sum" over the organisations of a kind, or "" for
      none; ``counted``: the statistic that the model sums for it, then divided by ``divided_by``
    - ``family``: the record that a member of a family (one a kind or group) comes from; its own id else
    - ``given``: it describes a run rather than how it went; ``signed``: it may lie below zero
    - ``adoption``: a share of organisations that share, of which figures mark the half
    - ``shown``: the tables and figures that hold it without being asked, each with its rank there
    """

    id: str
    unit: str
    better: int
    meaning: str
    labels: Mapping[str, str] = field(default_factory=dict)
    run: bool = True
    derived: bool = False
    monthly: str = ""
    counted: str = ""
    divided_by: float = 1.0
    family: str = ""
    given: bool = False
    signed: bool = False
    adoption: bool = False
    shown: Mapping[str, int] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """What it is called in a ``language``; in English where it has no name there, by its id where it has none."""
        return self.labels.get(language) or self.labels.get("en") or self.id

    @property
    def is_share(self) -> bool:
        """Whether it lies in [0, 1], and is read in per cent."""
        return self.unit == "share"

    @property
    def scale(self) -> float:
        """By what it is multiplied to be read: a share in per cent, money of all together in millions of euros."""
        return 100.0 if self.is_share else 1e-6 if self.unit == "EUR" else 1.0

    @property
    def least(self) -> float:
        """The lowest value that it can have."""
        return -float("inf") if self.signed else 0.0

    @property
    def most(self) -> float:
        """The highest value that it can have."""
        return 1.0 if self.is_share else float("inf")


#: What a member of a family is called after: a kind or a group of organisations.
_FAMILIES = {"kinds": ("KIND", KINDS, KIND_LABELS), "groups": ("GROUP", GROUPS, GROUP_LABELS)}


def _members(one: Outcome, of: str, whole: Mapping[str, str]) -> Iterator[Outcome]:
    """The outcomes of a family: its record for each kind or group. whole: labels of what each member is a part of."""
    place, parties, labels = _FAMILIES[of]
    for party in parties:
        named = {
            language: f"{label}: {whole[language]}" for language, label in labels[party].items() if language in whole
        }
        yield replace(one, id=one.id.replace(place, party), labels=named)


def families() -> dict[str, Outcome]:
    """Every record as it is written, a family as one: what documents list."""
    return {name: _record(name, row) for name, row in toml_tables("outcomes").items()}


def _record(name: str, row: Mapping[str, object]) -> Outcome:
    fields = {key: value for key, value in row.items() if key not in ("label_of", "of")}
    return record(Outcome, {"counted": name, **fields}, id=name, family=name)


def _outcomes() -> Iterator[Outcome]:
    table = toml_tables("outcomes")
    for name, row in table.items():
        one = _record(name, row)
        if "of" in row:
            yield from _members(one, row["of"], one.labels or table[row["label_of"]]["label"])
        else:
            yield one


#: Every outcome by id, in the order of columns.
OUTCOMES: dict[str, Outcome] = {one.id: one for one in _outcomes()}

#: Outcomes of a run as a whole, those that each kind has month by month, and what sensitivity analysis works out.
RUN_OUTCOMES: tuple[str, ...] = tuple(one.id for one in OUTCOMES.values() if one.run and not one.derived)
MONTH_OUTCOMES: tuple[str, ...] = tuple(one.id for one in OUTCOMES.values() if one.monthly)
DERIVED: tuple[str, ...] = tuple(one.id for one in OUTCOMES.values() if one.derived)


def shown_in(place: str) -> tuple[str, ...]:
    """The outcomes that a table or figure shows without being asked, in its order.

    place: "summary" and "kinds" (and "kinds_money") of a run, "comparison", "sweep", "ranked" (policies two by two),
    "expected" (the table beside a scenario), "brief_levels", "brief_changes".
    """
    found = [one for one in OUTCOMES.values() if place in one.shown]
    return tuple(one.id for one in sorted(found, key=lambda one: one.shown[place]))


def unit(outcome: str) -> str:
    """The unit of ``outcome``, an id: "share", "EUR", … Raises KeyError for one that there is not."""
    return OUTCOMES[outcome].unit


def scale(outcome: str) -> float:
    """By what ``outcome``, an id, is multiplied to be read. Raises KeyError for one that there is not."""
    return OUTCOMES[outcome].scale


def texts(language: str) -> dict[str, str]:
    """What kinds, groups and outcomes are called in a ``language``, or in English where they have no name there.

    Their keys are "kind.ID", "group.ID" and "outcome.ID".
    """
    tables: dict[str, Mapping[str, Mapping[str, str]]] = {
        "kind": KIND_LABELS,
        "group": GROUP_LABELS,
        "outcome": {one.id: one.labels for one in OUTCOMES.values()},
    }
    return {
        f"{table}.{name}": in_language(labels, language)
        for table, rows in tables.items()
        for name, labels in rows.items()
        if labels
    }
