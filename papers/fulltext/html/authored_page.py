"""From HTML that authors wrote themselves to a paper's text, by its headings. Pure."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import UnreadablePaper
from domain.fulltext import FullText, Section, TextOrigin
from domain.messages import sentence
from papers.fulltext.headings import is_references
from papers.fulltext.html.latexml_page import check_depth
from papers.fulltext.html.page_text import running_text
from papers.fulltext.html.shown import write_formulas
from papers.fulltext.html.tree import outermost, take_out
from papers.fulltext.html.unseen import take_out_unseen
from papers.text.formulas import readable_formula
from papers.text.latex import readable

FEWEST_WORDS: Final = 150
"""A page with fewer is a table of contents, or says that there is no paper."""
_HEADINGS: Final = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_DROPPED: Final = (
    "script, style, nav, header, footer, form, img, head, iframe, object, embed, select, textarea, "
    'button, figure, .MathJax_Preview, [aria-hidden="true"]'
)
_BREAKS: Final = "p, div, li, br, hr, blockquote, dd, dt, tr, center, h1, h2, h3, h4, h5, h6, pre"
_ELEMENT = re.compile(rb"<(?:!doctype|html|head|body|title|h[1-6]|p|div|center)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)]|[A-Z][.)])\s+(?=\S)")
_TEX = re.compile(r"\\[(\[]|\$[^$\s]")
_LISTS: Final = frozenset({"Contents", "CONTENTS", "Table of Contents", "TABLE OF CONTENTS"})
_LEVELS: Final = frozenset("123")
_LONG_CELL: Final = 40
_PARAGRAPH: Final = "\x1e"
_MARK: Final = "\x1f"


def read_authored(body: bytes) -> FullText:
    """A paper's text from its authors' own HTML.

    Raises:
        UnreadablePaper: it has too little text to be a paper.
    """
    check_depth(body)
    if b"\0" in body[:4096] or not _ELEMENT.search(body[:8192]):
        raise UnreadablePaper(sentence("What arXiv has as HTML is something else."))
    text = _decoded(body).replace(_PARAGRAPH, "").replace(_MARK, "")
    tree = LexborHTMLParser(text)
    if tree.body is None:
        raise UnreadablePaper(sentence("The HTML is empty."))
    _write_pictured_formulas(tree.body)
    _write_typeset_formulas(tree.body)
    take_out(tree.body, _DROPPED)
    take_out_unseen(tree.body)
    _open_tables(tree.body)
    write_formulas(tree.body)
    sections = tuple(
        section for section in _sections(_marked(tree.body)) if not is_references(section.title)
    )
    read = FullText(sections, (), TextOrigin.HTML)
    if read.words < FEWEST_WORDS:
        raise UnreadablePaper(sentence("The HTML has no paper on it."))
    return read


def _decoded(body: bytes) -> str:
    """The page's text in the encoding it names, else UTF-8 where that fits, else Latin-1."""
    named = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", body[:4096])
    for encoding in (named[1].decode("ascii") if named else "utf-8", "utf-8"):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError, OSError):
            continue  # OSError: a rare encoding's table cannot be opened in the sandbox
    return body.decode("latin-1")


def _write_pictured_formulas(root: LexborNode) -> None:
    """Formulas that converters of the nineties drew, by the TeX that they left with the image."""
    for node in root.css("img[alt]"):
        written = (node.attributes.get("alt") or "").strip()
        if len(written) > 2 and written.startswith("$") and written.endswith("$"):
            node.insert_after(readable_formula(written.strip("$")))


def _write_typeset_formulas(root: LexborNode) -> None:
    """Formulas of MathJax by the TeX that it leaves in a script, where no MathML is beside it."""
    for node in root.css('script[type^="math/tex"]'):
        before = node.prev
        if before is None or before.tag == "-text" or before.css_first("math") is None:
            node.insert_after(readable_formula(node.text().strip()))


def _open_tables(root: LexborNode) -> None:
    """Tables that lay a page out are opened; others end the paragraph before them."""
    for table in outermost(root, "table"):
        is_layout = table.css_first("h1, h2, h3, h4, p, blockquote") is not None or any(
            len(cell.text().split()) >= _LONG_CELL for cell in table.css("td, th")
        )
        table.insert_before(_PARAGRAPH)
        if is_layout:
            for cell in table.css("td, th"):
                cell.insert_before(_PARAGRAPH)
            table.insert_after(_PARAGRAPH)
        else:
            table.replace_with(_PARAGRAPH)


def _marked(root: LexborNode) -> str:
    """The text with marks where blocks begin and around headings."""
    for node in root.css(_BREAKS):
        level = _HEADINGS.get(node.tag or "")
        if level is None:
            node.insert_before(_PARAGRAPH)
        else:
            node.insert_before(f"{_MARK}{level}")
            node.insert_after(_MARK)
    return root.text()


def _paragraph(part: str) -> str:
    """A paragraph; formulas that a script would have set in the browser are written out."""
    text = running_text(part)
    return running_text(readable(text)) if _TEX.search(text) else text


def _sections(marked: str) -> list[Section]:
    found = [Section("", "")]
    pieces = marked.split(_MARK)
    for number, piece in enumerate(pieces):
        is_heading = number % 2 == 1
        if is_heading and piece[:1] in _LEVELS:
            title = _NUMBER.sub("", running_text(piece[1:].replace(_PARAGRAPH, " ")))
            found.append(Section(title.rstrip(" .:"), "", int(piece[0])))
        else:
            paragraphs = (_paragraph(part) for part in piece.split(_PARAGRAPH))
            text = "\n\n".join(part for part in paragraphs if part)
            last = found.pop()
            joined = "\n\n".join(part for part in (last.text, text) if part)
            found.append(Section(last.title, joined, last.level))
    return [section for section in found if section.text and section.title not in _LISTS]
