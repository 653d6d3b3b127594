"""Reads Markdown back with a parser of its own, as the oracle of what a reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from domain.documents import Style

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_SUMMARY = re.compile(r"<details>\n<summary>(.*)</summary>\n?")
_OURS = re.compile(r"</details>\n?|<!-- (?:more )?-->\n?")
_STYLES = {"strong": Style.BOLD, "em": Style.ITALIC, "code": Style.CODE, "del": Style.STRUCK}


@dataclass(frozen=True)
class Letter:
    """One visible character with its looks and the address it is linked to."""

    text: str
    style: Style = Style.PLAIN
    link: str = ""


def lines_of(markdown: str) -> list[list[Letter]]:
    """The visible lines of a page, without blanks; fails on markup that we do not write."""
    lines: list[list[Letter]] = []
    for token in _PARSER.parse(markdown):
        if token.type == "inline":
            lines.append(_letters(token.children or []))
        elif token.type == "html_block":
            content, found = _OURS.sub("", token.content), _SUMMARY.fullmatch(token.content)
            assert found or not content, f"unexpected HTML: {token.content!r}"
            if found:
                lines.append([Letter(c) for c in _visible(found[1])])
        else:
            assert token.type not in ("fence", "code_block"), token.content
    return [line for line in lines if line]


def text_of(line: list[Letter]) -> str:
    """The characters of a line."""
    return "".join(letter.text for letter in line)


def html_of(markdown: str) -> str:
    """The page as HTML."""
    return str(_PARSER.render(markdown))


def normal_address(url: str) -> str:
    """An address as the parser writes it."""
    return _PARSER.normalizeLink(url)


def _letters(tokens: list[Token]) -> list[Letter]:
    letters: list[Letter] = []
    style, link = Style.PLAIN, ""
    for token in tokens:
        name, _, end = token.type.partition("_")
        if token.type == "html_inline":
            if token.content in ("<!-- -->", "<span>", "</span>"):
                continue
            tag = token.content.strip("</>")
            assert tag in _STYLES, f"unexpected HTML: {token.content!r}"
            style = Style.PLAIN if token.content.startswith("</") else _STYLES[tag]
        elif name in _STYLES and end in ("open", "close"):
            style = _STYLES[name] if end == "open" else Style.PLAIN
        elif name == "link":
            link = str(token.attrs["href"]) if end == "open" else ""
        else:
            assert token.type in ("text", "code_inline"), token.type
            own = Style.CODE if token.type == "code_inline" else style
            letters += [Letter(c, own, link) for c in _visible(token.content, is_html=False)]
    return letters


def _visible(text: str, *, is_html: bool = True) -> str:
    shown = unescape(text.replace("<!-- -->", "")) if is_html else text
    return "".join(shown.split())
