"""What sources do, as one hash: equal for sources that differ in words alone, another where a number could move.

Left out are comments, docstrings, layout, annotations, imports, what errors say, and names of functions, classes,
constants, arguments and local variables. A definition is known by what it does and by the digests of the definitions
that it uses, so it may also change places or move to another module. What is left is data: numbers, texts, operators
and their order, names of attributes and fields.

Fields of syntax nodes are walked here rather than dumped, and those that are empty left out, so that Python versions
that add fields give the same hash: so it was found to be from 3.10 to 3.13.
"""

from __future__ import annotations

import ast
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

#: Fields that say nothing of what a node does.
_SILENT = {"annotation", "returns", "type_comment", "type_params", "type_ignores", "ctx", "kind", "name", "simple"}

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def sources_digest(sources: Mapping[str, str]) -> str:
    """The SHA-256 digest, as hexadecimal text, of what ``sources`` do.

    sources: text of modules by full name; what they import from each other is followed, all else is known by its name.
    Raises SyntaxError for a text that is no Python.
    """
    modules = {name: _Module(name, text, frozenset(sources)) for name, text in sources.items()}
    known = _Digests(modules)
    pieces = {known.of_piece(module, number) for module in modules.values() for number in range(len(module.pieces))}
    return hashlib.sha256("\n".join(sorted(pieces)).encode()).hexdigest()


class _Module:
    """A module's pieces (its statements but for imports and texts), who defines what, and where names come from.

    defined: numbers of the pieces that bind a name. imported: for a name, the module and the name in it that it stands
    for; the name is empty where it stands for the module itself.
    """

    def __init__(self, name: str, text: str, ours: frozenset[str]) -> None:
        self.name = name
        self.pieces: list[ast.stmt] = []
        self.defined: defaultdict[str, list[int]] = defaultdict(list)
        self.imported: dict[str, tuple[str, str]] = {}
        tree = ast.parse(text)
        for node in _statements(tree):
            if isinstance(node, ast.ImportFrom):
                self._import_from(node, ours)
            elif isinstance(node, ast.Import):
                for one in node.names:
                    self.imported[one.asname or one.name.partition(".")[0]] = (one.name if one.asname else "", "")
        for piece in tree.body:
            if not _silent(piece):
                for bound in _binds(piece):
                    self.defined[bound].append(len(self.pieces))
                self.pieces.append(piece)

    def _import_from(self, node: ast.ImportFrom, ours: frozenset[str]) -> None:
        """Note where the names come from that ``node`` imports; some are modules of ``ours``."""
        for one in node.names:
            whole = f"{node.module}.{one.name}"
            self.imported[one.asname or one.name] = (whole, "") if whole in ours else (node.module or "", one.name)


def _statements(node: ast.AST) -> Iterable[ast.stmt]:
    """The statements of a module or of a statement, those inside others too."""
    for field in ("body", "orelse", "handlers", "finalbody"):
        for one in getattr(node, field, ()) if not isinstance(node, ast.expr) else ():
            if isinstance(one, ast.stmt):
                yield one
            yield from _statements(one)


def _children(node: ast.AST) -> Iterable[ast.AST]:
    """The nodes right below ``node``, but for types: quicker than ``ast.iter_child_nodes``."""
    for field in node._fields:
        if field not in _SILENT:
            value = getattr(node, field, None)
            if type(value) is list:
                yield from (one for one in value if isinstance(one, ast.AST))
            elif isinstance(value, ast.AST):
                yield value


def _silent(node: ast.AST) -> bool:
    """Whether a statement does nothing: an import, a text, a bare annotation, ``pass``, or what is for types only."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass))


def _binds(piece: ast.stmt) -> Iterable[str]:
    """The names that a statement of a module binds, in order."""
    if isinstance(piece, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield piece.name
    elif isinstance(piece, (ast.Assign, ast.AnnAssign)):
        waiting: list[ast.AST] = list(piece.targets if isinstance(piece, ast.Assign) else [piece.target])
        for node in waiting:
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, (ast.Tuple, ast.List, ast.Starred)):
                waiting += _children(node)


class _Digests:
    """Digests of the pieces of some modules, each worked out once."""

    def __init__(self, modules: Mapping[str, _Module]) -> None:
        self._modules = modules
        self._done: dict[tuple[str, int], str] = {}
        self._under_way: list[tuple[str, int]] = []

    def of_piece(self, module: _Module, number: int) -> str:
        """The digest of one piece; one that leads back to itself is known there by how many steps back it is."""
        place = (module.name, number)
        if place in self._done:
            return self._done[place]
        if place in self._under_way:
            return f"back {len(self._under_way) - self._under_way.index(place)}"
        self._under_way.append(place)
        words = _Words(self, module).of(module.pieces[number])
        self._under_way.pop()
        digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
        self._done[place] = digest
        return digest

    def of_name(self, module: _Module, name: str) -> str | None:
        """What stands behind a module's name: digests of what binds it, a foreign name, or nothing that is known."""
        if name in module.defined:
            numbers = module.defined[name]
            place = list(_binds(module.pieces[numbers[0]])).index(name)
            return " ".join([*(self.of_piece(module, number) for number in numbers), str(place)])
        if name in module.imported:
            home, origin = module.imported[name]
            if home in self._modules:
                return self.of_name(self._modules[home], origin) if origin else self.of_module(self._modules[home])
            return f"{origin or home or name}"
        return None

    def of_attribute(self, module: _Module, owner: str, name: str) -> str | None:
        """What ``owner.name`` in a ``module`` stands for if ``owner`` is one of the modules, else None."""
        home, origin = module.imported.get(owner, ("", "-"))
        return self.of_name(self._modules[home], name) if not origin and home in self._modules else None

    def of_module(self, module: _Module) -> str:
        """All of a module that is handed on whole."""
        return " ".join(sorted(self.of_piece(module, number) for number in range(len(module.pieces))))

    def arguments(self, module: _Module, function: ast.expr) -> list[str]:
        """Names of the arguments of what is called, if it is a function of the modules, else none."""
        name = ""
        if isinstance(function, ast.Name):
            home, origin = module.imported.get(function.id, (module.name, function.id))
            name = origin
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            home, origin = module.imported.get(function.value.id, ("", "-"))
            name = "" if origin else function.attr
        there = self._modules.get(home) if name else None
        if there is None or name not in there.defined:
            return []
        piece = there.pieces[there.defined[name][-1]]
        return _arguments(piece.args) if isinstance(piece, ast.FunctionDef) else []


def _arguments(arguments: ast.arguments) -> list[str]:
    """Names of a function's arguments, in order."""
    listed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [one.arg for one in [*listed, arguments.vararg, arguments.kwarg] if one is not None]


def _locals(function: ast.AST) -> set[str]:
    """Names that a function or comprehension binds for itself, but for what functions inside it bind for theirs."""
    found: set[str] = set()
    if isinstance(function, _FUNCTIONS):
        found.update(_arguments(function.args))
        body = function.body if isinstance(function.body, list) else [function.body]
    else:
        body = [one.target for one in getattr(function, "generators", [])]
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                found.add(node.id)
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        elif isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
            continue
        waiting += _children(node)
    return found


def _fields_of(node: ast.ClassDef) -> Iterable[str]:
    """The names that a class binds for its fields."""
    for one in node.body:
        if isinstance(one, (ast.Assign, ast.AnnAssign)):
            for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
                if isinstance(target, ast.Name):
                    yield target.id


class _ClassScope(dict[str, "str | None"]):
    """The names that a class binds: fields, known by their names. Methods do not see them without ``self``."""


class _Words:
    """One piece as a list of words, the same whatever its own names are."""

    def __init__(self, digests: _Digests, module: _Module) -> None:
        self._digests = digests
        self._module = module
        self._scopes: list[dict[str, str | None]] = []
        self._named = 0
        self._words: list[str] = []

    def of(self, node: ast.AST) -> list[str]:
        """The words of ``node``."""
        self._node(node)
        return self._words

    def _name(self, name: str) -> str:
        for scope in reversed(self._scopes):
            if name in scope and not (isinstance(scope, _ClassScope) and scope is not self._scopes[-1]):
                known = scope[name]
                if known is None:
                    self._named += 1
                    known = scope[name] = f"local {self._named}"
                return known
        return self._digests.of_name(self._module, name) or name

    def _node(self, node: ast.AST) -> None:
        """Say one node; those that need care first."""
        if isinstance(node, ast.Name):
            self._words.append(self._name(node.id))
        elif isinstance(node, ast.Constant):
            self._words.append(f"{type(node.value).__name__} {node.value!r}")
        elif isinstance(node, (*_FUNCTIONS, *_COMPREHENSIONS)):
            self._scope(node)
        elif isinstance(node, ast.AnnAssign):
            self._annotated(node)
        elif isinstance(node, ast.Attribute) and self._of_module(node):
            return
        elif isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Raise):
            self._words.append("Raise")  # what it says to users moves no number
        elif isinstance(node, ast.arg):
            self._words.append(self._name(node.arg))
        else:
            self._fields(node)

    def _fields(self, node: ast.AST) -> None:
        """A node by its kind and what its fields hold."""
        self._words.append(type(node).__name__)
        if isinstance(node, ast.ClassDef):
            self._scopes.append(_ClassScope((name, f"field {name}") for name in _fields_of(node)))
        for field in node._fields:
            value = getattr(node, field, None)
            if field not in _SILENT and value is not None and value != []:
                self._words.append(field)
                self._value(value)
        if isinstance(node, ast.ClassDef):
            self._scopes.pop()

    def _value(self, value: object) -> None:
        """What a field holds: a node, a word, or a list of them, whose end is marked."""
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, ast.AST):
                self._words.append(str(one))
            elif not _silent(one):
                self._node(one)
        if isinstance(value, list):
            self._words.append("end")

    def _scope(self, node: ast.AST) -> None:
        """A function or comprehension, whose own names are numbered as they come up."""
        if isinstance(node, ast.FunctionDef) and self._scopes:
            # A method keeps its name, which is how it is found; a function inside a function is a local name.
            inside = isinstance(self._scopes[-1], _ClassScope)
            self._words.append(node.name if inside else self._name(node.name))
        self._scopes.append(dict.fromkeys(_locals(node)))
        self._fields(node)
        self._scopes.pop()

    def _annotated(self, node: ast.AnnAssign) -> None:
        """A name or field with its type as one without; in a class, a bare one is a field, in a function nothing."""
        if node.value is not None:
            self._fields(ast.Assign(targets=[node.target], value=node.value))
        elif self._scopes and isinstance(self._scopes[-1], _ClassScope):
            self._node(node.target)

    def _of_module(self, node: ast.Attribute) -> bool:
        """Say ``module.name`` as what it stands for, if it is one of ours; whether it was."""
        owner = node.value
        if not isinstance(owner, ast.Name) or any(owner.id in scope for scope in self._scopes):
            return False
        meant = self._digests.of_attribute(self._module, owner.id, node.attr)
        if meant is not None:
            self._words.append(meant)
        return meant is not None

    def _call(self, node: ast.Call) -> None:
        """A call; arguments by name are known by their place, and ``cast`` is what it is given."""
        if isinstance(node.func, ast.Name) and node.func.id == "cast" and len(node.args) == 2:
            self._node(node.args[1])
            return
        self._words.append("Call")
        self._node(node.func)
        for one in node.args:
            self._node(one)
        names = self._digests.arguments(self._module, node.func) if node.keywords else []
        for keyword in node.keywords:
            place = f"argument {names.index(keyword.arg)}" if keyword.arg in names else f"named {keyword.arg}"
            self._words.append(place)
            self._node(keyword.value)
        self._words.append("end")
