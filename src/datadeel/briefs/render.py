"""Documents as files: HTML that needs nothing beside itself, and PDF that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
import typst
from jinja2 import Environment, StrictUndefined

from datadeel.briefs.document import Document
from datadeel.errors import InputError, nearest

FORMATS = ("html", "pdf")

#: The font of a PDF: it stands in Typst itself, so that it is there on every machine.
FONT = "Libertinus Serif"


def html(document: Document) -> str:
    """A ``document`` as one file that needs no network: styles and figures stand in it."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["embedded"] = lambda svg: f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return environment.from_string(_template("brief.html")).render(document=document)


def pdf(document: Document, font: str = FONT) -> bytes:
    """A ``document`` as tagged PDF to the standard PDF/UA-1: title, language, bookmarks, alternative texts.

    font: the name of a font of this machine, or of Typst's own. Raises InputError for a font that is not there.
    """
    fonts = _fonts()
    if font not in fonts.families():
        raise InputError(
            f"--font {font}: no such font here; {nearest(font, fonts.families(), otherwise=f'take {FONT}')}"
        )
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for at, one in enumerate(document.pictures):
            (root / f"{at}.svg").write_text(one.svg, encoding="utf-8")
        # Texts go in as data, so that nothing in them is ever read as Typst.
        (root / "brief.json").write_text(json.dumps(_plain(document) | {"font": font}), encoding="utf-8")
        (root / "brief.typ").write_text(_template("brief.typ"), encoding="utf-8")
        made: bytes = typst.compile(
            root / "brief.typ",
            root=root,
            font_paths=fonts,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        )
        return made


@cache
def _fonts() -> typst.Fonts:
    """What Typst holds, what the machine has, and the font of the figures."""
    return typst.Fonts(font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")])


def _template(name: str) -> str:
    """A template of this package."""
    return files("datadeel.briefs").joinpath(name).read_text(encoding="utf-8")


def _plain(document: Document) -> dict[str, object]:
    """The document without its figures, which get the number of their file."""
    plain = asdict(document)
    blocks = [block for section in (*plain["message"], *plain["annexes"]) for block in section["blocks"]]
    for at, picture in enumerate(one for one in blocks if one["block"] == "picture"):
        del picture["svg"]
        picture["file"] = f"{at}.svg"
    return plain
