"""The version of the model: of the program, with a hash over all that can move a number, and nothing else.

That is what the sources of this room and of the statistics do (``digest``), the types of the state's fields, and the
registry's numbers: values of parameters, and what each instrument moves, costs and aims at. Ranges and bounds are left
out, since what is drawn from them stands in a scenario's own digest; texts too.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from datadeel.model import state
from datadeel.model.digest import sources_digest
from datadeel.registry.instruments import INSTRUMENTS, Instrument
from datadeel.registry.kinds import GROUPS
from datadeel.registry.outcomes import OUTCOMES
from datadeel.registry.parameters import PARAMETERS

_PACKAGE = Path(__file__).resolve().parents[1]

#: Modules of this room that no number passes through: they name the model, or see to memory and to compiled code.
_ASIDE = {"version", "digest", "memory", "cache"}


@cache
def model_version() -> str:
    """The program's version, "+", and eight hexadecimal digits of the hash of what makes numbers."""
    digest = hashlib.sha256(repr([registry_numbers(), layouts()]).encode())
    digest.update(sources_digest(sources()).encode())
    return f"{version('datadeel')}+{digest.hexdigest()[:8]}"


def sources() -> dict[str, str]:
    """The text of each module that makes numbers, by its full name."""
    files = [file for file in sorted((_PACKAGE / "model").glob("*.py")) if file.stem not in _ASIDE]
    files += [_PACKAGE / "experiment" / f"{name}.py" for name in ("statistics", "tables")]
    return {
        ".".join(("datadeel", *file.relative_to(_PACKAGE).with_suffix("").parts)): file.read_text(encoding="utf-8")
        for file in files
    }


def layouts() -> list[str]:
    """Fields and types of all records of the state, as text."""
    return sorted(repr(one.descr) for one in vars(state).values() if isinstance(one, np.dtype))


def registry_numbers() -> list[object]:
    """What the model reads from the registry: names in their order, and numbers."""
    parameters = [(one.name, float(one.value)) for one in PARAMETERS.values()]
    computed = [(one.id, one.run, one.monthly, one.counted, float(one.divided_by)) for one in OUTCOMES.values()]
    return [parameters, [_instrument_numbers(one) for one in INSTRUMENTS.values()], computed, GROUPS]


def _instrument_numbers(one: Instrument) -> list[object]:
    """What an instrument moves and by how much, when it is heard of and lasts, whom it aims at, and what it costs."""
    settings = [(name, own.input, float(own.value), own.fixed) for name, own in one.settings.items()]
    cost = one.cost
    costs = [cost.fixed, cost.per_target, cost.per_sharer, cost.per_obliged, cost.per_euro]
    return [one.id, settings, one.kinds, one.national, float(one.announced), one.survives, one.law, costs]
