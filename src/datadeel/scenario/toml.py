"""Reading TOML so that every problem is reported with file, line, key and what to do."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datadeel.errors import InputError, nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

#: What a file or a table in it holds; nothing is known of values before they have been looked at.
Content = dict[str, object]
#: A path of keys; entries of an array of tables are numbered from 0, in digits.
KeyPath = tuple[str, ...]


def read_toml(path: Path, hint: Callable[[Path], str]) -> tuple[Content, str]:
    """Content and text of a file.

    path: the file; a byte order mark is read over.
    hint: gives what may have been meant by a file that is not there.

    Raises InputError for a file that cannot be read, is not text or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; {hint(path)}") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder, not a scenario file") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not a text file in UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_not_toml(path, text, str(error))) from None
    return content, text


def _not_toml(path: Path, text: str, message: str) -> str:
    """What is wrong with a file that is not TOML, with its place.

    path, text: of the file. message: the parser's, which ends with the place, or says that the file ended.
    """
    what, _, place = message.partition(" (at ")
    lines = text.splitlines()
    found = re.search(r"line (\d+)", place)
    wrong = lines[int(found[1]) - 1] if found and text.strip() else ""
    comma = "; write numbers with a point: 0.5" if re.search(r"=\s*-?\d+,\d", wrong) else ""
    return f"{path}:{found[1] if found else len(lines)}: not valid TOML: {what}{comma}"


def is_experiment(path: Path) -> bool:
    """Whether a file looks like an experiment rather than a scenario; False where it cannot be read."""
    try:
        content, _ = read_toml(path, lambda _: "")
    except InputError:
        return False
    return "scenario" in content or "design" in content


class SourceMap:
    """Where keys stand: by path, "file:line".

    Of files that extend each other the child is added first, and prevails. A key that is looked for and has no place,
    since it is missing, is said to be where the nearest table around it is.
    """

    def __init__(self, name: str = "") -> None:
        """name: where all is that has no place of its own; the first file that is added if not given."""
        self._places: dict[KeyPath, str] = {}
        self._name = name

    def add(self, file: str, text: str) -> None:
        """Note the lines of the keys in ``text`` of ``file``, but for keys that have a place already."""
        self._name = self._name or file
        for path, line in key_lines(text):
            self._places.setdefault(path, f"{file}:{line}")

    def copy(self) -> SourceMap:
        """The same, to be changed apart."""
        other = SourceMap(self._name)
        other._places = dict(self._places)
        return other

    def override(self, path: KeyPath, where: str) -> None:
        """Note that the key ``path`` was given elsewhere: ``where`` says so, such as "--set"."""
        self._places[path] = where
        for length in range(1, len(path)):
            self._places.setdefault(path[:length], where)

    def find(self, path: KeyPath) -> str:
        """The place of ``path``, or of the nearest table around it."""
        while path:
            if path in self._places:
                return self._places[path]
            path = path[:-1]
        return self._name


def key_lines(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Paths of keys and tables in a TOML text with their line, from 1, in the order of the text.

    Entries of arrays of tables are numbered from 0. The parser of the standard library tells no lines, so the text is
    scanned again; it is valid TOML by then.
    """
    table: KeyPath = ()
    entries: dict[str, int] = {}
    value = _OpenValue()
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not value.is_open:
            if line.startswith("["):
                table = _table_path(line, entries)
                yield table, number
            elif "=" in line and not line.startswith("#"):
                yield (*table, *_parts(line.partition("=")[0])), number
        value.read(line)


def _table_path(line: str, entries: dict[str, int]) -> KeyPath:
    """The path of the table whose head ``line`` is. entries: the last number of each array of tables so far."""
    if not line.startswith("[["):
        return _parts(line.strip("[").partition("]")[0])
    name = line.strip("[] \t").partition("]")[0]
    entries[name] = entries.get(name, -1) + 1
    return name, str(entries[name])


def _parts(key: str) -> KeyPath:
    """The parts of a dotted key, without quotes."""
    return tuple(part.strip(" \"'\t") for part in key.split("."))


class _OpenValue:
    """Whether a value goes on in the next line: a text in three quotes, a list or an inline table."""

    def __init__(self) -> None:
        self._quotes = ""
        self._brackets = 0

    @property
    def is_open(self) -> bool:
        """Whether the next line still belongs to a value."""
        return bool(self._quotes) or self._brackets > 0

    def read(self, line: str) -> None:
        """Take in the next line, stripped. A head of a table opens nothing."""
        for quotes in ('"""', "'''"):
            if self._quotes in ("", quotes) and line.count(quotes) % 2:
                self._quotes = "" if self._quotes else quotes
        if (not self._quotes and not line.startswith("[")) or self._brackets:
            code = line.partition("#")[0]
            opened = sum(code.count(bracket) for bracket in "[{") - sum(code.count(bracket) for bracket in "]}")
            self._brackets = max(0, self._brackets + opened)


class Diagnostics:
    """Problems found so far, each a line: place, key, what is wrong and what to do.

    They are collected, so that all of a file are reported together (``raise_if_any``) and not one after another.
    """

    def __init__(self, sources: SourceMap) -> None:
        """sources: where keys stand."""
        self.sources = sources
        self.problems: list[str] = []

    def add(self, path: Sequence[str | int], text: str, where: str | None = None) -> None:
        """Note a problem. path: the key it is about. text: what is wrong. where: its place, if sources do not tell."""
        parts = tuple(map(str, path))
        self.problems.append(f"{where or self.sources.find(parts)}: {'.'.join(parts)}: {text}")

    def raise_if_any(self) -> None:
        """Raise InputError with all problems, each once, if there are any."""
        if self.problems:
            raise InputError("\n".join(dict.fromkeys(self.problems)))


#: How pydantic's bounds are named in a problem's context, and in our words.
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
#: What a value should have been, by pydantic's kind of problem.
_TYPES = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "a text in quotes",
    "list_type": "a list of tables",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def explain(error: ErrorDetails, valid_keys: Mapping[str, Sequence[str]]) -> str:
    """A problem that pydantic found, in our words: what is wrong, without its place.

    error: pydantic's, with the path, the kind of problem and what was given.
    valid_keys: by table, "" for the file itself, for hints at unknown ones.
    """
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"], valid_keys)
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"{given} is out of range: must be {words} {error['ctx'][name]}"
    if kind in _TYPES:
        key = str(error["loc"][-1])
        hint = f"; write [[{key}]], in double brackets" if kind == "list_type" and key in ("policy", "event") else ""
        return f"{written(given)} is not {_TYPES[kind]}{hint}"
    return {"missing": "is missing", "string_too_short": "is empty"}.get(kind, str(error["msg"]))


def _unknown_key(path: Sequence[str | int], valid_keys: Mapping[str, Sequence[str]]) -> str:
    """What is said of a key that does not exist, of whatever is nearest to it. valid_keys: as for ``explain``."""
    table = str(path[-2]) if len(path) > 1 else ""
    what = "kind" if table in ("population", "unattached", "seats") else "key"
    names = [name for name in valid_keys.get(table, ()) if name != "unattached" or table == "population"]
    return f"unknown {what}; {nearest(str(path[-1]), names)}"


def checked_number(
    value: object,
    path: KeyPath,
    diagnostics: Diagnostics,
    low: float,
    high: float,
    unit: str = "",
    where: str | None = None,
) -> float | None:
    """A value as a number, or None with a problem noted where it is none, or out of range.

    value: as it was read; True and False are no numbers.
    path: its key.
    diagnostics: where a problem goes.
    low, high: the ends of its range, both included.
    unit: of all three, said with a problem.
    where: the value's place, if the sources of ``diagnostics`` do not know it.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        diagnostics.add(path, f"{written(value)} is not a number{_number_hint(value)}", where)
        return None
    if not low <= value <= high:
        of = f" ({unit})" if unit else ""
        diagnostics.add(path, f"{value} is out of range: must be between {low:.10g} and {high:.10g}{of}", where)
        return None
    return float(value)


def _number_hint(value: object) -> str:
    """How to write a number that was written as a text, with a comma or as a percentage."""
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"-?\d+,\d+", text):
        return f"; use a point: {text.replace(',', '.')}"
    return "; write 50 % as 0.5" if re.fullmatch(r"-?[\d.]+ ?%", text) else ""


def written(value: object) -> str:
    """A value as it stands in TOML."""
    return str(value).lower() if isinstance(value, bool) else repr(value)
