"""Whether a LaTeXML page has its whole paper: conversions stop, and lose chapters. Pure."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import UnreadablePaper
from domain.fulltext import word_count
from domain.messages import sentence

_FEWEST_BEHIND: Final = 60
_FEWEST_BELOW: Final = 20
_CONTENTS: Final = "nav.ltx_TOC a[href], .ltx_TOC a[href]"
_SECTION_ID = re.compile(r"#((?:[A-Z]{1,3}\d{1,3})(?:\.S\d{1,3})?)$")
_NAMED = re.compile(r"(?:Section|Sect\.|Sec\.|§) ?(\d{1,2})(?![\d.]{0,6} (?:of|in) )")
_NUMBERED = re.compile(r"\s*(\d{1,2})\b")
_SHOWN: Final = "img, object, svg, table, math, .ltx_listing, pre"
_HEADED: Final = "section.ltx_section, section.ltx_chapter"
_MAY_BE_EMPTY = re.compile(
    r"\W*(?:[\dA-Z.]{1,4}\s+)?(?:appendi|supplement|acknowledg)", re.IGNORECASE
)


def check_end(body: bytes, tree: LexborHTMLParser, root: LexborNode) -> None:
    """Turn away a page that breaks off, or that names sections that are not there.

    Raises:
        UnreadablePaper: so it is.
    """
    if b"<article" in body and b"</article" not in body:
        raise UnreadablePaper(sentence("The HTML breaks off in the middle of the paper."))
    if _lacks_sections(tree, root):
        raise UnreadablePaper(sentence("The HTML lacks sections that it names."))


def check_text(root: LexborNode) -> None:
    """Turn away a page that lacks text: all of it, or that of a section.

    Raises:
        UnreadablePaper: it has no text, has the abstract alone, or has nothing below a heading.
    """
    words = word_count(root.text())
    if words < _FEWEST_BEHIND:
        raise UnreadablePaper(sentence("The HTML has hardly any text."))
    if _is_abstract_alone(root):
        raise UnreadablePaper(sentence("The HTML has nothing but the abstract."))
    empty = next((title for node in root.css(_HEADED) if (title := _empty(node))), None)
    if empty is not None:
        raise UnreadablePaper(
            sentence("The HTML has nothing below the heading “{title}”.", title=empty)
        )


def _lacks_sections(tree: LexborHTMLParser, root: LexborNode) -> bool:
    there = {node.attributes.get("id") or "" for node in root.css("section[id]")}
    for link in tree.css(_CONTENTS):
        named = _SECTION_ID.search(link.attributes.get("href") or "")
        if named and there and named[1] not in there:
            return True
    numbers = [
        int(number[1])
        for tag in root.css(".ltx_tag_section")
        if (number := _NUMBERED.match(tag.text()))
    ]
    if not numbers:
        return False
    text = " ".join(root.text().split())
    missing = {int(number) for number in _NAMED.findall(text)} - set(numbers)
    return len({number for number in missing if number > max(numbers)}) > len(set(numbers))


def _is_abstract_alone(root: LexborNode) -> bool:
    abstract = root.css_first(".ltx_abstract")
    if abstract is None:
        return False
    behind = sum(
        word_count(node.text())
        for node in root.css(".ltx_para, .ltx_listing")
        if not _stands_in_abstract(node)
    )
    is_divided = root.css_first("section:not(.ltx_bibliography) .ltx_para") is not None
    return behind < (_FEWEST_BELOW if is_divided else _FEWEST_BEHIND)


def _stands_in_abstract(node: LexborNode) -> bool:
    here = node.parent
    while here is not None:
        classes = here.attributes.get("class") or ""
        if "ltx_abstract" in classes or "ltx_bibliography" in classes:
            return True
        here = here.parent
    return False


def _empty(section: LexborNode) -> str:
    """The title of a numbered section with nothing below it; empty where there is something."""
    title = next((child for child in section.iter() if child.tag in ("h1", "h2", "h3")), None)
    if title is None or title.css_first(".ltx_tag") is None:
        return ""
    told = " ".join(title.text().split())
    is_empty = len("".join(section.text().split())) <= len("".join(told.split()))
    if not is_empty or section.css_first(_SHOWN) is not None or _MAY_BE_EMPTY.match(told):
        return ""
    return told
