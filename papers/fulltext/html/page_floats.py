"""Figures and tables of a LaTeXML page: printed numbers, captions, where images are. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.fulltext import Figure, Table
from papers.fulltext.html.page_text import running_text
from papers.fulltext.html.shown import write_formulas
from papers.fulltext.html.table_rows import table_rows
from papers.fulltext.html.tree import outermost, take_out
from papers.fulltext.html.unseen import take_out_unseen

_NUMBER = re.compile(
    r"((?:[A-Z]\.?|\.|(?<!\d))\d++(?:[.–-]\d++){0,9}[a-z]?|(?<![IVXLC])[IVXLC]++)\W*$"
)
_TABLE = re.compile(
    r"(?:extended data |supplementa\w+ )?(?:tab|quadro|cuadro|таб|表)", re.IGNORECASE
)
_FIGURE = re.compile(
    r"(?:extended data |supplementa\w+ )?(?:fig|abb|bild|рис|图|圖|図|그림|rys|obr)", re.IGNORECASE
)
_OTHER = re.compile(
    r"(?:algorithm|listing|algorithme|scheme|plate|box|code|map|chart)", re.IGNORECASE
)
_BESIDE = re.compile(r"(extended data|supplementa\w+) ", re.IGNORECASE)
_TYPED = re.compile(r"((?:Figure|Fig\.|Table|Tab\.) [A-Z]?\.?\d{1,3}(?:\.\d{1,3})?)[.:|] ?")
_SHOWN: Final = "img, object, embed, figcaption"
_ICON: Final = 60


@dataclass(slots=True)
class _Float:
    """A numbered figure or table being gathered."""

    number: str
    caption: str
    is_figure: bool
    images: list[str] = field(default_factory=list)
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PageFloats:
    """What a page has of them, each once.

    Attributes:
        addresses: where the images of each figure are, relative to the page.
    """

    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    addresses: dict[str, tuple[str, ...]]


def page_floats(root: LexborNode) -> PageFloats:
    """The figures and tables of a page, several of which may stand in one float."""
    found: dict[tuple[bool, str], _Float] = {}
    for node in outermost(root, "figure"):
        for item in _in(node):
            found.setdefault((item.is_figure, item.number), item)
    figures = [item for item in found.values() if item.is_figure]
    return PageFloats(
        tuple(Figure(item.number, item.caption) for item in figures),
        tuple(
            Table(item.number, item.caption, item.rows)
            for item in found.values()
            if not item.is_figure
        ),
        {item.number: tuple(item.images) for item in figures if item.images},
    )


def _in(node: LexborNode) -> list[_Float]:
    """What one float holds: a caption has the images of its own panel, or of the whole float."""
    classes = (node.attributes.get("class") or "").split()
    kind = False if "ltx_table" in classes else True if "ltx_figure" in classes else None
    parts = node.css(_SHOWN)
    images = [(part, at) for part in parts if part.tag != "figcaption" and (at := _address(part))]
    found: dict[tuple[bool, str], _Float] = {}
    for part in parts:
        item = _captioned(part, kind) if part.tag == "figcaption" else None
        if item is None:
            continue
        item = found.setdefault((item.is_figure, item.number), item)
        panel = _panel(part, node)
        if panel is not None:
            item.images += [address for image, address in images if _stands_in(image, panel)]
            images = [pair for pair in images if not _stands_in(pair[0], panel)]
    without = [item for item in found.values() if not item.images]
    _share([address for _, address in images], without or list(found.values()))
    tables = [item for item in found.values() if not item.is_figure]
    if tables:
        shown = table_rows(node)
        if len(shown) == len(tables):
            for item, rows in zip(tables, shown, strict=True):
                item.rows = rows
        elif len(tables) == 1:
            tables[0].rows = tuple(chain.from_iterable(shown))
    return list(found.values())


def _share(images: list[str], items: list[_Float]) -> None:
    """Images that stand in no panel of their own, given to the captions in turn."""
    figures = [item for item in items if item.is_figure] or items
    if len(figures) > 1 and len(images) % len(figures) == 0:
        each = len(images) // len(figures)
        for at, item in enumerate(figures):
            item.images += images[at * each : (at + 1) * each]
    elif figures:
        figures[-1].images += images


def _panel(caption: LexborNode, whole: LexborNode) -> LexborNode | None:
    """The innermost figure that a caption belongs to, if that is a part of the float."""
    here = caption.parent
    while here is not None and here.mem_id != whole.mem_id:
        if here.tag == "figure":
            return here
        here = here.parent
    return None


def _stands_in(node: LexborNode, panel: LexborNode) -> bool:
    here = node.parent
    while here is not None:
        if here.mem_id == panel.mem_id:
            return True
        here = here.parent
    return False


def _captioned(node: LexborNode, is_figure: bool | None) -> _Float | None:
    """What a caption numbers; None where it numbers neither a figure nor a table.

    Args:
        node: the caption.
        is_figure: what the float is by its class, where its class says so; its label goes before.
    """
    root = LexborHTMLParser(node.html or "").body
    if root is None:
        return None
    tag = root.css_first(".ltx_tag")
    label = running_text(tag.text()) if tag is not None else ""
    take_out(root, ".ltx_tag, .ltx_note")
    take_out_unseen(root)
    write_formulas(root)
    words = running_text(root.text())
    typed = None if label else _TYPED.match(words)
    if typed is not None:
        label, words = typed[1], words[typed.end() :]
    number = _NUMBER.search(label.rstrip(" :.|"))
    if _FIGURE.match(label) or _TABLE.match(label):
        is_figure = _TABLE.match(label) is None
    if number is None or is_figure is None or _OTHER.match(label):
        return None
    beside = _BESIDE.match(label)
    told = f"{beside[1].capitalize()} {number[1]}" if beside else number[1]
    return _Float(told, words, is_figure)


def _address(image: LexborNode) -> str:
    """Where an image is; empty for an icon, and for what is no image."""
    told = image.attributes
    kind = told.get("type") or ""
    if image.tag != "img" and kind and not kind.startswith("image/"):
        return ""
    address = (told.get("src") if image.tag != "object" else told.get("data")) or ""
    size = told.get("width") or ""
    is_icon = (size.isdigit() and int(size) < _ICON) or "orcid" in address.lower()
    return "" if is_icon else address
