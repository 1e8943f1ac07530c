"""Reading TOML so that every problem can be told with file, line, key and what to do."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from datadeel.errors import InputError, nearest


def read_toml(path: Path, hint: Callable[[Path], str]) -> tuple[dict[str, Any], str]:
    """Content and text of a file. hint: what may have been meant by a file that is not there. Raises InputError."""
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
        what, _, place = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", place)
        where = f"{path}:{line[1]}" if line else f"{path}:{len(text.splitlines())}"
        wrong = text.splitlines()[int(line[1]) - 1] if line and text.strip() else ""
        comma = "; write numbers with a point: 0.5" if re.search(r"=\s*-?\d+,\d", wrong) else ""
        raise InputError(f"{where}: not valid TOML: {what}{comma}") from None
    return content, text


def is_experiment(path: Path) -> bool:
    """Whether a file looks like an experiment rather than a scenario; False where it cannot be read."""
    try:
        content, _ = read_toml(path, lambda _: "")
    except InputError:
        return False
    return "scenario" in content or "design" in content


class SourceMap:
    """Where keys stand: (path) → "file:line". Later files are looked in last."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, ...], str] = {}
        self._file = ""

    def add(self, file: str, text: str) -> None:
        """Note the lines of a file's keys, unless a file that extends it has the same key."""
        self._file = self._file or file
        for path, line in key_lines(text):
            self._lines.setdefault(path, f"{file}:{line}")

    def copy(self) -> SourceMap:
        """The same, to be changed apart."""
        other = SourceMap()
        other._lines, other._file = dict(self._lines), self._file
        return other

    def override(self, path: tuple[str, ...], where: str) -> None:
        """Note that a key was given elsewhere, such as on the command line."""
        self._lines[path] = where
        for length in range(1, len(path)):
            self._lines.setdefault(path[:length], where)

    def find(self, path: tuple[str, ...]) -> str:
        """The place of ``path`` or of the nearest table around it."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return self._file


def key_lines(text: str) -> Iterable[tuple[tuple[str, ...], int]]:
    """Paths of keys and tables in a TOML text with their line, from 1. Entries of arrays of tables are numbered."""
    table: tuple[str, ...] = ()
    numbers: dict[str, int] = {}
    quote = ""
    depth = 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        inside = bool(quote) or depth > 0
        if not inside:
            if line.startswith("[["):
                name = line.strip("[] \t").partition("]")[0]
                numbers[name] = numbers.get(name, -1) + 1
                table = (name, str(numbers[name]))
                yield table, number
            elif line.startswith("["):
                table = tuple(part.strip(" \"'") for part in line.strip("[").partition("]")[0].split("."))
                yield table, number
            elif "=" in line and not line.startswith("#"):
                name = line.partition("=")[0]
                yield (*table, *(part.strip(" \"'\t") for part in name.split("."))), number
        for mark in ('"""', "'''"):
            if (not quote or quote == mark) and line.count(mark) % 2:
                quote = "" if quote else mark
        if (not quote and not line.startswith("[")) or depth:
            value = line.partition("#")[0]
            depth = max(0, depth + value.count("[") + value.count("{") - value.count("]") - value.count("}"))


class Diagnostics:
    """Problems found so far; ``raise_if_any`` reports them together."""

    def __init__(self, places: SourceMap) -> None:
        self.places = places
        self.lines: list[str] = []

    def add(self, path: tuple[Any, ...], text: str, where: str | None = None) -> None:
        named = ".".join(str(part) for part in path)
        self.lines.append(f"{where or self.places.find(tuple(str(part) for part in path))}: {named}: {text}")

    def raise_if_any(self) -> None:
        if self.lines:
            raise InputError("\n".join(dict.fromkeys(self.lines)))


def explain(error: Any, fields: Mapping[str, Iterable[str]]) -> str:
    """A pydantic problem in our words. fields: valid names by table."""
    kind = error["type"]
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        table = str(error["loc"][-2]) if len(error["loc"]) > 1 else ""
        what = "kind" if table in ("population", "unattached", "seats") else "key"
        return f"unknown {what}; {nearest(str(error['loc'][-1]), [n for n in fields.get(table, ()) if n != 'unattached' or table == 'population'])}"
    if kind == "missing":
        return "is missing"
    bounds = {
        "greater_than_equal": ("ge", "at least"),
        "less_than_equal": ("le", "at most"),
        "less_than": ("lt", "less than"),
    }
    if kind in bounds:
        name, words = bounds[kind]
        return f"{error['input']} is out of range: must be {words} {context[name]}"
    types = {
        "int_type": "a whole number",
        "float_type": "a number",
        "string_type": "a text in quotes",
        "list_type": "a list of tables",
    }
    types |= {
        "dict_type": "a table",
        "model_type": "a table",
        "model_attributes_type": "a table",
        "int_from_float": "a whole number",
    }
    if kind in types:
        hint = ""
        if kind == "list_type" and str(error["loc"][-1]) in ("policy", "event"):
            hint = f"; write [[{error['loc'][-1]}]], in double brackets"
        return f"{written(error['input'])} is not {types[kind]}{hint}"
    if kind == "string_too_short":
        return "is empty"
    return str(error["msg"])


def number(
    value: Any,
    path: tuple[Any, ...],
    problems: Diagnostics,
    low: float,
    high: float,
    unit: str = "",
    where: str | None = None,
) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        hint = ""
        if isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value.strip()):
            hint = f"; use a point: {value.strip().replace(',', '.')}"
        elif isinstance(value, str) and re.fullmatch(r"-?[\d.]+ ?%", value.strip()):
            hint = "; write 50 % as 0.5"
        problems.add(path, f"{written(value)} is not a number{hint}", where)
        return None
    if not low <= value <= high:
        of = f" ({unit})" if unit else ""
        problems.add(path, f"{value} is out of range: must be between {low:.10g} and {high:.10g}{of}", where)
        return None
    return float(value)


def written(value: Any) -> str:
    """A value as it stands in TOML."""
    return str(value).lower() if isinstance(value, bool) else repr(value)
