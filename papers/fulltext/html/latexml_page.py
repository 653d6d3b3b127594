"""From the HTML that LaTeXML makes (arXiv's own and ar5iv's) to a paper's text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import UnreadablePaper
from domain.fulltext import FullText, Section, TextOrigin
from domain.messages import sentence
from papers.fulltext.front_matter import from_abstract
from papers.fulltext.html.page_floats import page_floats
from papers.fulltext.html.page_text import running_text
from papers.fulltext.html.shown import PARAGRAPH, simplify, without_supplements, write_names
from papers.fulltext.html.tree import outermost, take_out
from papers.fulltext.html.whole import check_end, check_text

_LEVELS: Final = {
    "ltx_part": 1, "ltx_chapter": 1, "ltx_section": 1, "ltx_appendix": 1, "ltx_subsection": 2,
    "ltx_subsubsection": 3, "ltx_paragraph": 4, "ltx_subparagraph": 4,
}  # fmt: skip
_MOST_NODES: Final = 400_000
_DEEPEST: Final = 400
_PART: Final = "\x1f"
_BORDER = re.compile(f"{_PART}(\\d{{1,6}}){_PART}")
_PARTS: Final = ", ".join(
    (*(f".{name}" for name in _LEVELS), ".ltx_abstract", ".ltx_acknowledgements")
)
_BEGINS: Final = ".ltx_para, li, dt, blockquote, .ltx_td, .ltx_th, .ltx_block, :not(.ltx_para) > p"
_ENDS: Final = ".ltx_para, li, dd, blockquote, .ltx_td, .ltx_th, .ltx_block, :not(.ltx_para) > p"
_TITLES: Final = "h1, h2, h3, h4, h5, h6"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read.

    Attributes:
        addresses: where the images of each figure are, relative to the page.
        base: what the page says that its addresses are relative to; empty if it does not.
        unknown: how many names of the text are missing; a macro that makes them stands there.
    """

    text: FullText
    addresses: dict[str, tuple[str, ...]]
    base: str
    unknown: int = 0


def is_latexml(body: bytes) -> bool:
    """Whether a page is LaTeXML's work."""
    return b"ltx_document" in body or b"ltx_abstract" in body or b'class="ltx_' in body


def read_latexml(body: bytes) -> Page:
    """A paper's text from LaTeXML's HTML; its figures are captions without images.

    Raises:
        UnreadablePaper: it has no text, or less than the whole paper.
    """
    tree, root = _root(body)
    base = tree.css_first("base[href]")
    check_end(body, tree, root)
    without_supplements(root)
    check_text(root)
    unknown = write_names(root)
    shown = page_floats(root)
    simplify(root)
    sections = tuple(from_abstract(_sections(root)))
    text = FullText(sections, shown.figures, TextOrigin.HTML, tables=shown.tables)
    if not text.words:
        raise UnreadablePaper(sentence("The HTML has no text."))
    address = (base.attributes.get("href") or "") if base is not None else ""
    return Page(text, shown.addresses, address, unknown)


def _root(body: bytes) -> tuple[LexborHTMLParser, LexborNode]:
    if not body.strip():
        raise UnreadablePaper(sentence("The HTML is empty."))
    check_depth(body)
    tree = LexborHTMLParser(body)
    root = tree.css_first("article.ltx_document") or tree.css_first(".ltx_page_content")
    root = root or tree.body
    if root is None or not is_latexml(body):
        raise UnreadablePaper(sentence("The HTML is not that of a paper."))
    return tree, root


def check_depth(body: bytes) -> None:
    """Turn away pages made to exhaust whoever walks their tree.

    Raises:
        UnreadablePaper: it has too many elements, or nests them too deeply.
    """
    if body.count(b"<") > _MOST_NODES:
        raise UnreadablePaper(sentence("The HTML has too many elements."))
    opened = closed = deepest = 0
    for match in re.finditer(
        rb"<(/?)(?:div|span|section|em|b|i|p|math|mrow|figure|ul|li|a)\b", body
    ):
        if match[1]:
            closed += 1
        else:
            opened += 1
        deepest = max(deepest, opened - closed)
    if deepest > 50 * _DEEPEST:
        raise UnreadablePaper(sentence("The HTML is nested too deeply."))


def _sections(root: LexborNode) -> list[Section]:
    """Sections in order: their borders and those of paragraphs are written into the tree's text."""
    titles: list[tuple[str, int]] = [("", 1)]
    places = {root.mem_id: 0}
    for node in root.css(_PARTS):
        part = _part_of(node)
        if part is not None:
            around = _around(node, places)
            places[node.mem_id] = len(titles)
            node.insert_before(f"{_PART}{len(titles)}{_PART}")
            node.insert_after(f"{_PART}{around}{_PART}")
            titles.append(part)
    take_out(root, _TITLES)
    for node in root.css(_BEGINS):
        node.insert_before(" " if _begins_item(node) else PARAGRAPH)
    for node in root.css(_ENDS):
        node.insert_after(PARAGRAPH)
    return _divided(root.text(), titles)


def _around(node: LexborNode, places: dict[int, int]) -> int:
    """The part that another stands in."""
    here = node.parent
    while here is not None and here.mem_id not in places:
        here = here.parent
    return places[here.mem_id] if here is not None else 0


def _begins_item(node: LexborNode) -> bool:
    """Whether a paragraph is the first of a list's item, and goes on behind its mark or term."""
    parent, before = node.parent, node.prev
    while before is not None and before.tag == "-text" and not before.text().strip():
        before = before.prev
    if parent is None or parent.tag not in ("li", "dd"):
        return False
    return before is None or "ltx_tag" in _classes(before)


def _divided(marked: str, titles: list[tuple[str, int]]) -> list[Section]:
    """The text at its marks, as sections; what belongs to none goes on without a title."""
    found = [Section("", "")]
    places: dict[int, int] = {}
    pieces = [f"{_PART}0{_PART}", *_BORDER.split(marked)]
    for told, piece in zip(("0", *pieces[2::2]), pieces[1::2], strict=True):
        number = int(told) if int(told) < len(titles) else 0
        paragraphs = (running_text(part) for part in piece.split(PARAGRAPH) if part.strip())
        text = "\n\n".join(filter(None, paragraphs))
        if number not in places or (number == 0 and text and found[-1].title):
            places[number] = len(found)
            found.append(Section(titles[number][0], "", titles[number][1]))
        last = found[places[number]]
        joined = "\n\n".join(filter(None, (last.text, text)))
        found[places[number]] = Section(last.title, joined, last.level)
    return [section for section in found if section.title or section.text]


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _part_of(node: LexborNode) -> tuple[str, int] | None:
    """The title and level of the section that an element begins."""
    classes = _classes(node)
    if "ltx_acknowledgements" in classes:
        return "Acknowledgements", 1
    title = next((child for child in node.iter() if "ltx_title" in _classes(child)), None)
    if title is not None:
        for tag in outermost(title, ".ltx_tag"):
            tag.decompose()
    told = running_text(title.text()).strip(" .:—–") if title is not None else ""
    if "ltx_abstract" in classes:
        return told if told and not told.casefold().startswith("abstract") else "Abstract", 1
    level = next((_LEVELS[name] for name in classes if name in _LEVELS), None)
    if level is None or node.tag not in ("section", "div") or title is None:
        return None
    return told, level
