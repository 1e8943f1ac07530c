"""The version of the model changes with all that can move a number, and with nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from datadeel.model import state, version
from datadeel.model.digest import sources_digest
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.parameters import PARAMETERS

BASE = {
    "room.rules": '''
"""Rules."""
from __future__ import annotations
import numpy as np

#: A half.
HALF = 0.5

def grown(value: float, rate: float) -> float:
    """More."""
    # not less
    more = value + rate * HALF
    return more - value / 2.0

class Party:
    """One."""
    level: int
    trust: float = 0.5

    def step(self, others):
        """A step."""
        return [one.level for one in others if one.level > self.level]
''',
    "room.world": """
from room import rules
from room.rules import HALF, grown

def run(n):
    total = 0.0
    for i in range(n):
        total += rules.grown(total, rate=HALF)
    if total < 0.0:
        raise ValueError("too low")
    return grown(total, 1.0)
""",
}

#: Changes of words: (module, what stands there, what stands there instead).
SAME = {
    "comment": ("rules", "# not less", "# never less, at whatever rate"),
    "docstring": ("rules", '"""More."""', '"""More of it, and\n    much more."""'),
    "docstring left out": ("rules", '    """One."""\n', ""),
    "comment on a constant": ("rules", "#: A half.\n", ""),
    "annotation": ("rules", "(value: float, rate: float) -> float", "(value, rate)"),
    "annotation of a field": ("rules", "trust: float = 0.5", "trust = 0.5"),
    "local": ("rules", "    more = value + rate * HALF\n    return more", "    x = value + rate * HALF\n    return x"),
    "loop": ("world", "for i in range(n)", "for number in range(n)"),
    "comprehension": ("rules", "[one.level for one in others if one.level", "[i.level for i in others if i.level"),
    "layout": ("rules", "more - value / 2.0", "(\n        more - (value / 2.0)\n    )"),
    "import": ("rules", "import numpy as np\n", "import math\n"),
    "what an error says": ("world", '"too low"', 'f"{total}: too low"'),
    "order of definitions": ("world", "from room import rules\n", "from room import rules\n\n"),
}

#: Changes that can move a number.
OTHER = {
    "constant": ("rules", "HALF = 0.5", "HALF = 0.25"),
    "whole number for a real one": ("rules", "/ 2.0", "/ 2"),
    "operator": ("rules", "more - value", "more + value"),
    "order of operands": ("rules", "value + rate * HALF", "rate * HALF + value"),
    "grouping": ("rules", "more - value / 2.0", "(more - value) / 2.0"),
    "other local": ("rules", "return more - value", "return value - value"),
    "attribute": ("rules", "one.level for", "one.trust for"),
    "comparison": ("rules", "one.level > self", "one.level >= self"),
    "field": ("rules", "level: int", "depth: int"),
    "order of fields": (
        "rules",
        "    level: int\n    trust: float = 0.5\n",
        "    trust: float = 0.5\n    level: int\n",
    ),
    "default": ("rules", "trust: float = 0.5", "trust: float = 0.6"),
    "method": ("rules", "def step(", "def leap("),
    "argument": ("world", "rate=HALF", "value=HALF"),
    "when an error is raised": ("world", "total < 0.0", "total < 1.0"),
    "statement": ("world", "    return grown(total, 1.0)", "    total = 0.0\n    return grown(total, 1.0)"),
}


def _changed(where: str, old: str, new: str) -> dict[str, str]:
    name = f"room.{where}"
    assert old in BASE[name]
    return BASE | {name: BASE[name].replace(old, new)}


@pytest.mark.parametrize("change", SAME)
def test_words_move_nothing(change: str) -> None:
    assert sources_digest(_changed(*SAME[change])) == sources_digest(BASE)


@pytest.mark.parametrize("change", OTHER)
def test_numbers_move_it(change: str) -> None:
    assert sources_digest(_changed(*OTHER[change])) != sources_digest(BASE)


def test_names_of_functions_constants_arguments_and_modules_move_nothing() -> None:
    text = {name: source.replace("grown", "larger").replace("HALF", "PART") for name, source in BASE.items()}
    text = {name: source.replace("rate", "speed").replace("Party", "One") for name, source in text.items()}
    assert sources_digest(text) == sources_digest(BASE)
    moved = {name.replace("rules", "laws"): source.replace("rules", "laws") for name, source in text.items()}
    assert sources_digest(moved) == sources_digest(BASE)


def test_two_names_that_change_places_move_it() -> None:
    """The names do not count, but what stands behind them does."""
    two = {"m": "def a(x):\n    return x\ndef b(x):\n    return -x\ndef c(x):\n    return a(x)\n"}
    assert sources_digest(two) != sources_digest({"m": two["m"].replace("return a(x)", "return b(x)")})


def test_the_models_own_sources_without_a_word() -> None:
    """All of the model written anew from its syntax, and so without a comment, gives the same."""
    sources = version.sources()
    bare = {name: ast.unparse(ast.parse(text)) for name, text in sources.items()}
    assert sources_digest(bare) == sources_digest(sources)
    assert {name.rpartition(".")[2] for name in sources} >= {
        "rules",
        "month",
        "schedule",
        "policy",
        "world",
        "tables",
        "statistics",
    }


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("model.rules", "reliability * (alone", "reliability * (0.9 * alone"),
        ("model.schedule", "start + 1) /", "start + 2) /"),
        ("model.policy", ".law\n", ".survives\n"),
        ("experiment.statistics", "sharing >= 0.5", "sharing > 0.5"),
        ("model.population", "- 0.5 * deviation", "- 0.25 * deviation"),
        ("model.purposes", "LEAK = 31", "LEAK = 32"),
    ],
)
def test_a_rule_anywhere_in_the_model_moves_it(module: str, old: str, new: str) -> None:
    sources = version.sources()
    text = sources[f"datadeel.{module}"]
    assert old in text
    changed = sources | {f"datadeel.{module}": text.replace(old, new, 1)}
    assert sources_digest(changed) != sources_digest(sources)


def test_registered_numbers_move_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = repr(version.registry_numbers())
    parameter, instrument = PARAMETERS["norm"], INSTRUMENTS["subsidy"]
    for record, name, changed in (
        (PARAMETERS, "norm", replace(parameter, value=parameter.value * 1.5)),
        (INSTRUMENTS, "subsidy", replace(instrument, cost=replace(instrument.cost, per_euro=9.0))),
        (INSTRUMENTS, "subsidy", replace(instrument, kinds=("sme",))),
        (INSTRUMENTS, "subsidy", replace(instrument, announced=0.99)),
    ):
        with monkeypatch.context() as patched:
            patched.setitem(record, name, changed)  # type: ignore[arg-type]
            assert repr(version.registry_numbers()) != before, changed
    with monkeypatch.context() as patched:
        patched.setitem(PARAMETERS, "norm", replace(parameter, high=parameter.high * 2.0))
        assert repr(version.registry_numbers()) == before, "a range moves no number"


def test_types_of_fields_move_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.layouts()
    monkeypatch.setattr(state, "VISIBLE_DTYPE", state.CHAIN_SUMS_DTYPE)
    assert version.layouts() != before


def test_it_is_quick_and_loads_no_compiler() -> None:
    code = (
        "from datadeel.model.version import model_version as v; import sys; "
        "print(v()); assert 'numba' not in sys.modules"
    )
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    assert made == version.model_version()
    spent = []
    for _ in range(3):
        began = time.process_time()
        sources_digest(version.sources())
        spent.append(time.process_time() - began)
    assert min(spent) < 0.3  # 0.1 s on an idle machine
