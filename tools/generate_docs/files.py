"""Which files are generated, wholly or in part, and what each should hold now."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.generate_docs import sensitivity
from tools.generate_docs.blocks import renewed
from tools.generate_docs.expected import expected_table
from tools.generate_docs.picture import picture
from tools.generate_docs.quotes import quoted

#: The README's picture, from the top of the project.
PICTURE = Path("docs") / "images" / "adoption-en.png"


@dataclass(frozen=True)
class Stale:
    """A file that is not what it should be: the bytes it should hold, and a unified diff (of a picture: a sentence)."""

    path: Path
    wanted: bytes
    difference: str


def documents(root: Path) -> list[Path]:
    """The texts under ``root`` that may hold generated blocks and quoted numbers, whether or not they do."""
    texts = [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").glob("*.md"))]
    return [file for file in (*texts, root / "results" / "README.md") if file.exists()]


def fresh(document: Path, root: Path) -> str:
    """What ``document`` should hold: its blocks made anew, its numbers quoted anew from ``root``'s results."""
    return quoted(renewed(document.read_text(encoding="utf-8")), root / "results")


def generated(root: Path) -> Iterator[tuple[Path, str]]:
    """Every generated text under ``root`` with what it should hold."""
    excerpt = sensitivity.excerpt(root / "results")
    if excerpt is not None:  # first: a block of a document is made from it
        yield root / "results" / sensitivity.EXCERPT, excerpt
    for document in documents(root):
        yield document, fresh(document, root)
    for scenario in sorted((root / "scenarios").rglob("*.toml")):
        yield scenario.with_suffix(".expected.csv"), expected_table(scenario)


def stale(root: Path) -> Iterable[Stale]:
    """The files under ``root`` that are not what they should be, the picture last."""
    for path, wanted in generated(root):
        found = path.read_text(encoding="utf-8") if path.exists() else ""
        if found != wanted:
            lines = difflib.unified_diff(
                found.splitlines(), wanted.splitlines(), str(path), "as generated", lineterm="", n=1
            )
            yield Stale(path, wanted.encode(), "\n".join(lines))
    image = root / PICTURE
    if image.parent.is_dir():
        drawn = picture()
        if not image.exists() or image.read_bytes() != drawn:
            yield Stale(image, drawn, f"{image}: not the picture that the model gives now")
