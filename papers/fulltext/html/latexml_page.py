"""From the HTML that LaTeXML makes (arXiv's own and ar5iv's) to a paper's text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, FullText, Section, Table, TextOrigin
from domain.messages import sentence
from papers.fulltext.html.formulas import readable_formula
from papers.fulltext.html.page_text import running_text

_LEVELS: Final = {
    "ltx_part": 1, "ltx_chapter": 1, "ltx_section": 1, "ltx_appendix": 1, "ltx_subsection": 2,
    "ltx_subsubsection": 3, "ltx_paragraph": 4, "ltx_subparagraph": 4,
}  # fmt: skip
_DROPPED: Final = (
    "nav, header, footer, script, style, svg, button, .ltx_bibliography, .ltx_note, .ltx_authors, "
    ".ltx_dates, .ltx_TOC, .ltx_classification, .ltx_keywords, .ltx_tag_equation, .ltx_ERROR, "
    ".ltx_rule, .ltx_page_footer, .ltx_page_header, .ltx_pagination, .ltx_index, .ltx_listing, "
    ".ltx_role_footnotemark, .ltx_transformed_outer > .ltx_tabular"
)
_MOST_NODES: Final = 400_000
_DEEPEST: Final = 400
_NUMBER = re.compile(
    r"((?:[A-Z]\.?|\.|(?<!\d))\d++(?:\.\d++){0,9}[a-z]?|(?<![IVXLC])[IVXLC]++)\W*$"
)


def is_latexml(body: bytes) -> bool:
    """Whether a page is LaTeXML's work."""
    return b"ltx_document" in body or b"ltx_abstract" in body or b'class="ltx_' in body


def read_latexml(body: bytes) -> FullText:
    """A paper's text from LaTeXML's HTML; its figures are captions without images.

    Raises:
        UnreadablePaper: it has no text.
    """
    root = _root(body)
    figures, tables = _figures(root), _tables(root)
    _simplify(root)
    sections = tuple(_sections(root))
    text = FullText(
        sections, tuple(figure for figure, _ in figures), TextOrigin.HTML, tables=tables
    )
    if not text.words:
        raise UnreadablePaper(sentence("The HTML has no text."))
    return text


def figure_addresses(body: bytes) -> dict[str, tuple[str, ...]]:
    """Where the images of each figure are, relative to the page; sub-figures in one entry.

    Raises:
        UnreadablePaper: the page has no text.
    """
    return {figure.number: sources for figure, sources in _figures(_root(body)) if sources}


def base_address(body: bytes) -> str:
    """What the page says its addresses are relative to; empty if it does not."""
    node = LexborHTMLParser(body).css_first("base[href]")
    return (node.attributes.get("href") or "") if node else ""


def _root(body: bytes) -> LexborNode:
    if not body.strip():
        raise UnreadablePaper(sentence("The HTML is empty."))
    check_depth(body)
    tree = LexborHTMLParser(body)
    root = tree.css_first("article.ltx_document") or tree.css_first(".ltx_page_content")
    root = root or tree.body
    if root is None or not is_latexml(body):
        raise UnreadablePaper(sentence("The HTML is not that of a paper."))
    return root


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


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _figures(root: LexborNode) -> list[tuple[Figure, tuple[str, ...]]]:
    """Figures that stand by themselves, each with its images."""
    found: dict[str, tuple[Figure, tuple[str, ...]]] = {}
    for node in root.css("figure.ltx_figure"):
        parent = node.parent
        if parent is not None and "ltx_figure" in _classes(parent) and _own_caption(parent):
            continue
        caption = _own_caption(node)
        if caption is None:
            continue
        number, words = _caption(caption)
        sources = tuple(
            source
            for image in node.css("img")
            if (source := image.attributes.get("src") or "") and not _is_icon(image)
        )
        if number:
            found.setdefault(number, (Figure(number, words), sources))
    return list(found.values())


def _tables(root: LexborNode) -> tuple[Table, ...]:
    found: dict[str, Table] = {}
    for node in root.css("figure.ltx_table"):
        caption = _own_caption(node)
        if caption is not None:
            number, words = _caption(caption)
            if number:
                found.setdefault(number, Table(number, words))
    return tuple(found.values())


def _own_caption(node: LexborNode) -> LexborNode | None:
    """The caption of a figure itself, not of a part of it."""
    captions = [child for child in node.iter() if child.tag == "figcaption"]
    if captions:
        return captions[-1]
    nested = node.css("figcaption")
    return nested[-1] if nested else None


def _caption(node: LexborNode) -> tuple[str, str]:
    """A caption's number and words."""
    copy = LexborHTMLParser(node.html or "")
    root = copy.body
    if root is None:
        return "", ""
    tag = root.css_first(".ltx_tag")
    label = running_text(tag.text()) if tag else ""
    for part in root.css(".ltx_tag, .ltx_note"):
        part.decompose()
    _write_formulas(root)
    number = _NUMBER.search(label.rstrip(" :.|"))
    return (number[1] if number else ""), running_text(root.text())


def _is_icon(image: LexborNode) -> bool:
    """Whether an image is too small to show anything, by what the page says."""
    size = image.attributes.get("width") or ""
    name = (image.attributes.get("src") or "").lower()
    return (size.isdigit() and int(size) < 60) or "orcid" in name


def _simplify(root: LexborNode) -> None:
    """Take out what is no running text, and write formulas as text."""
    for node in root.css(_DROPPED):
        node.decompose()
    for node in root.css("figure"):
        node.decompose()
    _write_formulas(root)


def _write_formulas(root: LexborNode) -> None:
    for node in root.css("math"):
        written = (node.attributes.get("alttext") or "").replace("%\n", "").strip()
        node.replace_with(readable_formula(written or node.text()))


def _sections(root: LexborNode) -> Iterator[Section]:
    """Sections in order; a stack in place of recursion, for pages may nest as they like."""
    front = _Part("", 1)
    parts = [front]
    stack: list[tuple[LexborNode, _Part]] = [(root, front)]
    while stack:
        node, part = stack.pop()
        here = _part_of(node)
        if here is not None:
            part = here
            parts.append(part)
        elif node.tag in ("p", "li", "dd", "blockquote", "td", "th") or _is_block(node):
            part.add(running_text(node.text()))
            continue
        elif node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            continue
        stack.extend((child, part) for child in reversed(list(node.iter())))
    for part in parts:
        if part.title or part.text:
            yield Section(part.title, part.text, part.level)


class _Part:
    """A section being read."""

    def __init__(self, title: str, level: int) -> None:
        self.title = title
        self.level = level
        self._paragraphs: list[str] = []

    @property
    def text(self) -> str:
        """Its paragraphs."""
        return "\n\n".join(self._paragraphs)

    def add(self, paragraph: str) -> None:
        """Add a paragraph, if it has any words."""
        if paragraph:
            self._paragraphs.append(paragraph)


def _is_block(node: LexborNode) -> bool:
    """Whether an element is a paragraph with the formulas displayed in it."""
    classes = _classes(node)
    if "ltx_para" not in classes:
        return False
    return node.css_first("li, section, .ltx_theorem, .ltx_item") is None


def _part_of(node: LexborNode) -> _Part | None:
    """The section that an element begins."""
    classes = _classes(node)
    if "ltx_abstract" in classes:
        return _Part("Abstract", 1)
    if "ltx_acknowledgements" in classes:
        return _Part("Acknowledgements", 1)
    level = next((_LEVELS[name] for name in classes if name in _LEVELS), None)
    if level is None or node.tag not in ("section", "div"):
        return None
    title = next((child for child in node.iter() if "ltx_title" in _classes(child)), None)
    if title is None:
        return None
    tag = title.css_first(".ltx_tag")
    if tag is not None:
        tag.decompose()
    return _Part(running_text(title.text()).rstrip(".:"), level)
