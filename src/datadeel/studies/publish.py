"""What is made of results that are there: figures again, and briefs. Nothing is run, and nothing that runs is
loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypedDict, Unpack

from datadeel.errors import InputError, nearest
from datadeel.i18n import LANGUAGES
from datadeel.results.reader import read

#: What figures can be written as.
FIGURE_FORMATS = ("svg", "png", "pdf")


class InFolder(Protocol):
    """Results that know where they are kept."""

    @property
    def folder(self) -> Path | None:
        """The results folder; None for results that are in memory only."""


#: A results folder, or what a study gave back.
Publishable = str | Path | InFolder


class BriefDetails(TypedDict, total=False):
    """Keyword arguments of a brief that are seldom needed.

    name: of the files; that of the first folder where empty. font: of the PDF, one that this machine has. today: the
    date on the brief; that of today where None. command: what the brief says makes it again.
    """

    name: str
    font: str
    today: date | None
    command: str


def chosen(given: str | Sequence[str], known: Sequence[str], option: str) -> list[str]:
    """The names in ``given``, each once.

    given: a list or "a,b". known: the names that there are. option: what an error calls the argument. Raises
    InputError for a name that is not ``known``, with the nearest.
    """
    names = [one.strip() for one in given.split(",")] if isinstance(given, str) else list(given)
    for one in names:
        if one not in known:
            raise InputError(f"{option} {one}: unknown; {nearest(one, known)}")
    return list(dict.fromkeys(names))


def folder_of(result: Publishable) -> Path:
    """The folder of ``result``. Raises InputError for results that are in memory only."""
    folder = Path(result) if isinstance(result, str | Path) else result.folder
    if folder is None:
        raise InputError('these results are in memory only; keep them first: results.save("results/NAME")')
    return folder


def plot(
    result: Publishable,
    lang: str | Sequence[str] = LANGUAGES,
    formats: str | Sequence[str] = ("svg", "png"),
    out: str | Path | None = None,
) -> list[Path]:
    """Draw all figures of a results folder again, from its tables; gives the files.

    result: the folder, or what a study gave back. lang: of "en" and "nl"; formats: of "svg", "png" and "pdf"; both a
    list or "a,b". out: a folder in place of that of the result. Raises InputError for a folder that lacks what figures
    need, with the command that makes it, and for an unknown language or format.
    """
    from datadeel.figures.of_result import draw

    languages, kinds = chosen(lang, LANGUAGES, "--lang"), chosen(formats, FIGURE_FORMATS, "--format")
    return draw(read(folder_of(result)), languages, kinds, None if out is None else Path(out))


def brief(
    results: Publishable | Sequence[Publishable],
    lang: str | Sequence[str] = LANGUAGES,
    formats: str | Sequence[str] = ("html", "pdf"),
    title: str = "",
    question: str = "",
    out: str | Path = "results/briefs",
    **details: Unpack[BriefDetails],
) -> list[Path]:
    """Write a policy brief on results: ``out``/NAME-LANGUAGE.html and .pdf; gives the files.

    results: a results folder, what a study gave back, or a list of these: runs, comparisons and sweeps, and
    sensitivity and patterns for what is uncertain. lang, formats: of "en" and "nl", of "html" and "pdf"; both a list
    or "a,b". title, question: computed ones where empty. details: name, font, today and command
    (:class:`BriefDetails`). Raises InputError for results that are incomplete, made by another model, or hold nothing
    that a brief could tell of, and for an unknown language, format or font.
    """
    from datadeel.briefs import render
    from datadeel.briefs.compose import compose

    languages, kinds = chosen(lang, LANGUAGES, "--lang"), chosen(formats, render.FORMATS, "--format")
    name, font = details.get("name", ""), details.get("font", "") or render.FONT
    folders = _folders_of(results)
    if name and Path(name).name != name:
        raise InputError(f"--name {name}: is not the name of a file")
    found = [read(one, current=True) for one in folders]
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for language in languages:
        document = compose(found, language, title, question, details.get("today"), details.get("command", ""))
        for kind in kinds:
            path = folder / f"{name or found[0].folder.resolve().name}-{language}.{kind}"
            path.write_bytes(render.html(document).encode() if kind == "html" else render.pdf(document, font))
            files.append(path)
    return files


def _folders_of(results: Publishable | Sequence[Publishable]) -> list[Path]:
    """The folders of one result or several. Raises InputError where there are none."""
    if isinstance(results, str) or not isinstance(results, Sequence):
        return [folder_of(results)]
    if not results:
        raise InputError("brief: give at least one results folder")
    return list(map(folder_of, results))
