"""The tables of docs/ODD.md and docs/tables.md: the registry's records as Markdown."""

from __future__ import annotations

from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import OUTCOMES, Outcome, families
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.schema import ARCHITECTURES, STRUCTURES
from tools.generate_docs.markdown import table


def parameters() -> str:
    """All parameters."""
    rows = [
        (
            f"`{one.name}`",
            f"{one.value:g}",
            f"{one.low:g} – {one.high:g}",
            one.distribution,
            one.unit,
            one.direction,
            "" if one.neutral is None else f"{one.neutral:g}",
            one.strength,
            one.label("en"),
            one.source,
        )
        for one in PARAMETERS.values()
    ]
    head = ("name", "value", "range", "distribution", "unit", "direction", "neutral", "strength", "meaning", "source")
    return table(head, rows)


def instruments() -> str:
    """All instruments with their settings."""
    rows = []
    for one in INSTRUMENTS.values():
        keys = "; ".join(
            f"`{key}` {s.value:g} ({s.low:g} – {s.high:g}, {s.unit}): {s.label('en').lower()}"
            for key, s in one.settings.items()
        )
        rows.append((f"`{one.id}`", one.label("en"), one.problem, one.acts_on, keys, one.expects, one.source))
    return table(("id", "measure", "problem", "acts on", "keys", "should show", "source"), rows)


def costs() -> str:
    """What instruments cost the public."""
    rows = [
        (
            f"`{name}`",
            f"{one.cost.fixed:g}",
            f"{one.cost.per_target:g}",
            f"{one.cost.per_sharer:g}",
            f"{one.cost.per_obliged:g}",
            f"{one.cost.per_euro:g}",
            "all" if one.kinds == KINDS else ", ".join(one.kinds),
            one.cost.source,
        )
        for name, one in INSTRUMENTS.items()
    ]
    head = (
        "id",
        "fixed, per 1,000 organisations",
        "per target",
        "per sharer",
        "per obliged",
        "per euro granted",
        "kinds unless `for` says otherwise",
        "source",
    )
    return table(head, rows)


def structures() -> str:
    """Named structures and architectures as values of parameters."""
    rows = [
        (kind, f"`{name}`", ", ".join(f"`{key}` {value:g}" for key, value in values.items()) or "the registry's values")
        for kind, named in (("structure", STRUCTURES), ("architecture", ARCHITECTURES))
        for name, values in named.items()
    ]
    return table(("setting", "name", "sets"), rows)


def month_columns() -> str:
    """The columns of ``months.parquet``, as Markdown."""
    rows = [("organisations", "organisations", "", OUTCOMES["organisations"].meaning)]
    rows += [_column(one) for one in families().values() if one.monthly]
    return table(("column", "unit", "better", "meaning"), [(f"`{name}`", *rest) for name, *rest in rows])


def run_columns() -> str:
    """The outcomes of ``runs.parquet``, families as one, as Markdown."""
    rows = [_column(one) for one in families().values() if one.run and not one.derived]
    return table(("column", "unit", "better", "meaning"), [(f"`{name}`", *rest) for name, *rest in rows])


def _column(one: Outcome) -> tuple[str, str, str, str]:
    """What a reader of tables needs to know of an outcome."""
    return one.id, one.unit, {1: "more", -1: "less", 0: ""}[one.better], one.meaning
