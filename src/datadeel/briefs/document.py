"""A document as a tree of plain blocks, which does not know how it will be rendered. All texts are texts, never
markup."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """``head`` names the columns; the first cell of a row is its name. ``foreign``: columns in English, whatever the
    document's language."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foreign: tuple[int, ...] = ()
    block: str = "table"


@dataclass(frozen=True)
class Paragraph:
    """Text; ``strong`` stands before it."""

    text: str
    strong: str = ""
    block: str = "paragraph"


@dataclass(frozen=True)
class Listing:
    """Items, numbered if ``ordered``."""

    items: tuple[Paragraph, ...]
    ordered: bool = False
    block: str = "listing"


@dataclass(frozen=True)
class Command:
    """What one types at a prompt."""

    text: str
    block: str = "command"


@dataclass(frozen=True)
class Picture:
    """A figure. ``alt`` tells what it shows, with its main numbers; ``data`` is the table behind it."""

    name: str
    caption: str
    alt: str
    svg: str = field(repr=False)
    data: Table
    block: str = "picture"


Block = Table | Paragraph | Listing | Command | Picture


@dataclass(frozen=True)
class Section:
    """``key`` is its place in links."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """``message``: what a reader needs, two pages; ``annexes``: what stands behind it. ``about``: a line under the
    title. ``words``: the words that a rendering adds itself, by name."""

    language: str
    title: str
    about: str
    message: tuple[Section, ...]
    annexes: tuple[Section, ...]
    digest: str
    words: dict[str, str]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All figures, in order."""
        sections = (*self.message, *self.annexes)
        return tuple(one for section in sections for one in section.blocks if isinstance(one, Picture))
