"""Documents as Markdown: CommonMark with the tables of GitHub's.

One block a line, so that pages compare well; the same document gives the same bytes. Text comes
out as it stands, whatever it holds: all that Markdown or HTML would read into it is escaped. So
are bare addresses, which GitHub's Markdown would link together with any markup beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as escape_html
from itertools import pairwise
from typing import Final

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Style,
    Table,
    code,
    italic,
    joined,
    link,
)
from rendering.common.classic import classic
from rendering.common.maths import split_maths
from rendering.common.plain import (
    inline_text,
    preformatted,
    sanitise,
    tidied,
    web_address,
)

_DOLLAR: Final = "\x00"
"""Stands for a dollar sign that is no maths while the rest is escaped; no text holds it."""

_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_ESCAPES: Final = (
    (re.compile(r"\\(?=[\x00!-/:-@\[-`{-~]|$)"), r"\\\\"),
    (re.compile(r"([`*\[\]~])|(?<![^\W_])(_)"), r"\\\1\2"),
    (_ENTITY, "&amp;"),
    (re.compile(r"<"), "&lt;"),
    (re.compile(r"!$"), r"\!"),
)
"""In this order. An underscore after a letter or digit can open no emphasis, so it stays."""

_BARE_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_NOTHING: Final = "<!-- -->"
"""Parts what must not stand together, and shows nothing."""

_BRACKETS: Final = ((r"\[", "&#91;"), (r"\]", "&#93;"))
"""In the text of a link, where some parsers (Hexo's marked) undo the backslashes too early."""

_BLOCK_START = re.compile(r"^(?=#|>|[-+](?:[ -]|$))|^(\d{1,9})(?=[.)](?: |$))")
_CLOSING_HASHES = re.compile(r"(?<![^ ])(?=#+$)")
_MARKS: Final = {Style.BOLD: ("**", "strong"), Style.ITALIC: ("*", "em"), Style.STRUCK: ("", "del")}
_MARK_AFTER: Final = ("", *" ([“‘—–/")
_MARK_BEFORE: Final = ("", *" )]”’.,;:?—–/")
_NOT_IN_BACKTICKS: Final = re.compile(r"[`|{$\\\[\]]")
_NOT_IN_FENCE: Final = re.compile(r"\{[{%#]|\\\$")


def to_markdown(document: Document) -> str:
    """A document as a Markdown page; ends in one line break."""
    parts = [f"# {_heading(title)}"] if (title := _title(document)) else []
    parts += blocks_markdown(part.block for part in classic(document, maths=True))
    return "\n\n".join(parts) + "\n"


def _title(document: Document) -> str:
    line = Document(blocks=(Paragraph(document.heading),))
    return "".join(blocks_markdown(part.block for part in classic(line, maths=True)))


def blocks_markdown(blocks: Iterable[Block]) -> list[str]:
    """Classic blocks that show something, as Markdown, to be parted by an empty line.

    Two lists in a row have a comment between them, as they would become one otherwise.
    """
    shown = [(block, text) for block in blocks if (text := _block(block))]
    parts = [text for _, text in shown[:1]]
    for (before, _), (block, text) in pairwise(shown):
        if isinstance(before, Bullets) and isinstance(block, Bullets):
            parts.append(_NOTHING)
        parts.append(text)
    return parts


def inline_markdown(spans: Inline) -> str:
    """A line as Markdown, for within a line: what would start a block is not escaped."""
    kept = tidied(spans)
    line = ""
    for index, span in enumerate(kept):
        following = kept[index + 1].text[0] if index + 1 < len(kept) else ""
        line += _span(span, line[-1:], following)
    return line


def _block(block: Block) -> str:
    match block:
        case Heading():
            line = _heading(inline_markdown(block.spans))
            return f"{'#' * min(max(block.level, 2), 6)} {line}" if line else ""
        case Paragraph():
            return _line(block.spans)
        case Bullets():
            return _bullets(block)
        case Quote() | Fold():
            return _quote(block)
        case Picture():
            return _picture(block)
        case Buttons():
            rows = (_line(joined(map(_button, row))) for row in block.rows)
            return "\n\n".join(filter(None, rows))
        case Rule():
            return "***"
        case Table():
            return _table(block)
        case Attachment():
            return _attachment(block)
    raise TypeError(f"{type(block).__name__} is no classic block")


def _line(spans: Inline) -> str:
    return _BLOCK_START.sub(r"\1\\", inline_markdown(spans))


def _heading(line: str) -> str:
    return _CLOSING_HASHES.sub(r"\\", line)


def _bullets(bullets: Bullets) -> str:
    lines = filter(None, map(_line, bullets.items))
    if bullets.numbered:
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return "\n".join(f"- {line}" for line in lines)


def _quote(quote: Quote | Fold) -> str:
    body = "\n\n".join(blocks_markdown(quote.blocks))
    title = inline_text((Span(quote.title),))
    if not body and not title:
        return ""
    if isinstance(quote, Fold):
        summary = escape_html(title, quote=False).replace("\\", "&#92;")
        lines = ("<details>", f"<summary>{summary}</summary>", "", body, "", "</details>")
        return "\n".join(lines if body else (*lines[:3], *lines[5:]))
    heading = inline_markdown((Span(title, Style.BOLD),))
    text = "\n\n".join(filter(None, (heading, body)))
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _picture(picture: Picture) -> str:
    caption = tidied(picture.caption)
    plain = all(span.style is Style.PLAIN and not span.link for span in caption)
    below = _line((italic(inline_text(caption)),) if plain else caption)
    url = web_address(picture.url)
    if not url:
        return below
    # Braces and dollars would reach the page as commands of a template or as maths.
    described = picture.described or inline_text(caption)
    described = re.sub(r"[{}$]", "", described)
    image = f"![{_escaped(sanitise(described).strip())}]({url})"
    return f"{image}\n\n{below}" if below else image


def _button(button: Button) -> Inline:
    label = sanitise(button.label).strip()
    if button.command:
        return (Span(f"{label}: "), code(button.command))
    return (link(label, button.url),)


def _table(table: Table) -> str:
    columns = len(table.headings) or max(map(len, table.rows), default=0)
    if not columns:
        return ""
    headings = [inline_markdown((Span(heading),)) for heading in table.headings]
    rows = [[inline_markdown(cell) for cell in row] for row in table.rows]
    lines = (headings, ["---"] * columns, *rows)
    return "\n".join(_row(line, columns) for line in lines)


def _row(cells: list[str], columns: int) -> str:
    padded = (cells + [""] * columns)[:columns]
    return "|" + "|".join(f" {cell.replace('|', '&#124;')} " for cell in padded) + "|"


def _attachment(attachment: Attachment) -> str:
    text = "\n".join(preformatted(attachment.text))
    if _NOT_IN_FENCE.search(text):
        shown = escape_html(text, quote=False).replace("{", "&#123;").replace("\\", "&#92;")
        return f"<pre>\n{shown}\n</pre>"
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+|$", text)))
    return f"{fence}\n{text}\n{fence}"


def _span(span: Span, before: str, following: str) -> str:
    core = span.text.strip(" ")
    lead, _, trail = span.text.partition(core) if core else (span.text, "", "")
    escaped = _escaped(core)
    if span.link and core:
        for bracket, entity in _BRACKETS:
            escaped = escaped.replace(bracket, entity)
        destination = _ENTITY.sub("&amp;", span.link)
        return f"{lead}[{_styled(core, escaped, span.style)}]({destination}){trail}"
    escaped = _BARE_ADDRESS.sub(_NOTHING, escaped)
    text = _styled(core, escaped, span.style, lead[-1:] or before, trail[:1] or following)
    return lead + text + trail


def _styled(text: str, escaped: str, style: Style, before: str = "", following: str = "") -> str:
    if style is Style.PLAIN or not text:
        return escaped
    if style is Style.CODE:
        return f"<code>{escaped}</code>" if _NOT_IN_BACKTICKS.search(text) else f"`{text}`"
    mark, tag = _MARKS[style]
    # Beside a letter, asterisks may mean nothing to CommonMark, and beside others too much.
    if mark and before in _MARK_AFTER and following in _MARK_BEFORE:
        return f"{mark}{escaped}{mark}"
    return f"<{tag}>{escaped}</{tag}>"


def _escaped(text: str) -> str:
    text = "".join(
        part if is_maths else part.replace("$", _DOLLAR) for part, is_maths in split_maths(text)
    )
    for pattern, replacement in _ESCAPES:
        text = pattern.sub(replacement, text)
    return text.replace(_DOLLAR, r"\$")
