"""The house as docs/architecture.md draws it: rooms in order, imports downwards, no circles, short functions.

Only the sources are read here, nothing is imported, so these tests say what is wrong before anything else breaks.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tools.generate_docs.architecture import ROOMS

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "datadeel"

#: A function of more lines than this is more than one thing.
MOST_LINES = 60
#: Functions that are longer; each has its reason. May only shrink.
STILL_LONG = 4

#: Share of public functions with three arguments or more whose docstring names every one of them. May only grow.
LEAST_NAMED = 0.65
#: Share of the package's lines that are docstrings. May only grow.
LEAST_DOCSTRINGS = 0.155
#: Public functions without a docstring. May only shrink.
MOST_UNDOCUMENTED = 10
#: Uses of ``Any`` per thousand lines. May only shrink.
MOST_ANY = 14.0
#: Top-level names that are defined in two modules or more. May only shrink.
MOST_TWICE = 10


def _name(file: Path) -> str:
    return ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


@cache
def _modules() -> dict[str, ast.Module]:
    """The package's modules by name, parsed."""
    return {_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(SOURCE.rglob("*.py"))}


def _imported(tree: ast.Module) -> Iterable[str]:
    """Modules of the package that a module imports, at the top, inside functions and for types alike."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.split(".")[0] == "datadeel")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            if node.module and node.module.split(".")[0] == "datadeel":
                for one in node.names:
                    full = f"{node.module}.{one.name}"
                    yield full if full in _modules() else node.module


def _room(module: str) -> int:
    """The place of a module's room in the order; the package itself, the Python door, stands above all."""
    parts = module.split(".")
    return ROOMS.index(parts[1]) if len(parts) > 1 else len(ROOMS)


def _functions() -> Iterable[tuple[str, ast.FunctionDef]]:
    for module, tree in _modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", node


def test_every_module_stands_in_a_room() -> None:
    strays = {name for name in _modules() if name.count(".") and name.split(".")[1] not in ROOMS}
    assert not strays


def test_imports_go_downwards_only() -> None:
    up = {
        (module, other)
        for module, tree in _modules().items()
        for other in _imported(tree)
        if _room(other) > _room(module)
    }
    assert sorted(up) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    reached = {module: set(_imported(tree)) for module, tree in _modules().items()}
    for middle in reached:  # Warshall's closure
        for module, others in reached.items():
            if middle in others:
                reached[module] = others | reached[middle]
    assert sorted(module for module, others in reached.items() if module in others) == []


def test_functions_can_be_read_at_one_sight() -> None:
    long = [name for name, node in _functions() if (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES]
    assert len(long) <= STILL_LONG, long


def _arguments(node: ast.FunctionDef) -> list[str]:
    found = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return [one.arg for one in found if one.arg not in ("self", "cls")]


def test_public_functions_say_what_they_do() -> None:
    bare = [name for name, node in _functions() if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert len(bare) <= MOST_UNDOCUMENTED, bare


def test_docstrings_name_the_arguments() -> None:
    """Of public functions with three arguments or more, those whose docstring names them all.

    Commands are left out: their docstring is what ``--help`` prints, and each option has a help text of its own.
    """
    public = [
        (name, node)
        for name, node in _functions()
        if not node.name.startswith("_") and not name.startswith("datadeel.cli.commands")
    ]
    long = [(name, node) for name, node in public if len(_arguments(node)) >= 3]
    unnamed = [
        f"{name}: {one}"
        for name, node in long
        for one in _arguments(node)
        if not re.search(rf"\b{one}\b", ast.get_docstring(node) or "")
    ]
    named = 1 - len({one.partition(":")[0] for one in unnamed}) / len(long)
    assert named >= LEAST_NAMED, "\n".join(unnamed)


def test_docstrings_are_a_fair_part_of_the_text() -> None:
    documented = 0
    for tree in _modules().values():
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
                documented += (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCE.rglob("*.py"))
    assert documented / lines >= LEAST_DOCSTRINGS


def test_types_say_more_than_any() -> None:
    used, lines = 0, 0
    for tree in _modules().values():
        used += sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCE.rglob("*.py"))
    assert 1000 * used / lines <= MOST_ANY


def test_one_name_for_one_thing() -> None:
    """Top-level names that two modules define: commands excepted, which call a function of their own name."""
    homes = defaultdict(set)
    for module, tree in _modules().items():
        for node in tree.body if module != "datadeel.cli.commands" else ():
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                homes[node.name].add(module)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                for one in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(one, ast.Name) and one.id != "__all__":
                        homes[one.id].add(module)
    twice = {name: sorted(modules) for name, modules in homes.items() if len(modules) > 1}
    assert len(twice) <= MOST_TWICE, twice


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is(room: str) -> None:
    """A room's first lines say what it holds; a newcomer reads them before anything else."""
    tree = _modules()[f"datadeel.{room}"]
    assert ast.get_docstring(tree), f"src/datadeel/{room} has no docstring"
