"""Lines in Discord's Markdown, in which a text can do nothing but be read.

Discord documents what its Markdown does (https://support.discord.com/hc/en-us/articles/210298617)
but not its grammar. These rules hold for the grammar of its clients as others have taken it
apart, which is simple-markdown (https://github.com/ariabuckles/simple-markdown) with additions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from domain.documents import Inline, Span, Style
from rendering.common.chat_text import NOT_FIXED
from rendering.common.lines import Frame, Line

_MARKS: Final = {Style.ITALIC: "*", Style.STRUCK: "~~"}

WORD_JOINER: Final = "\u2060"
"""Parts what must not touch; shows nothing."""

_ESCAPED = re.compile(
    r"""
      [\\*_~`|<>\[\]#]          # styles, spoilers, mentions, times, emoji, links, headings
    | :(?=\S)                   # addresses, emoji by name
    | (?<=\S)\.(?=[^\W\d])      # invitations, which need no https://
    | ^[-+]                     # points
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d+(?=[.)])")
_PARTED = re.compile(r"(?<=@)(?=\w)|(?<=\])(?=\()")
"""A ping is told by its characters alone, and an address in brackets ends a link begun before."""

_NO_BRACKET = re.compile(r"[^\[\]]+")
_LINKABLE = re.compile(r"(?:\[+\]|\](?!\[))*")
"""The brackets of a text that may stand in those of a link; the escaped ones count."""

_LOOKALIKES: Final = str.maketrans("[]", "［］")


def markdown(lines: Sequence[Line]) -> str:
    """Lines as the text of a message or the description of an embed."""
    if not lines:
        return ""
    parts = [_framed(list(run)) for _, run in groupby(lines, _frame)]
    pairs = pairwise(lines)
    seams = [
        _seam(line, following) for line, following in pairs if _frame(line) != _frame(following)
    ]
    return "".join(part + seam for part, seam in zip(parts, [*seams, ""], strict=True))


def escaped(text: str) -> str:
    """A text that Discord shows as it stands."""
    return inline((Span(text),))


@lru_cache(maxsize=256)
def inline(spans: Inline, *, bold: bool = False) -> str:
    """A line's spans; all but code in bold where asked for."""
    places = _places("".join(span.text for span in spans))
    pieces: list[tuple[str, str]] = []
    offset = 0
    for span in spans:
        is_code = _is_code(span)
        text = f"`{span.text}`" if is_code else _with(places, span.text, offset)
        is_bold = (bold or span.style is Style.BOLD) and not is_code
        pieces.append(("**" * is_bold + _MARKS.get(span.style, ""), _linked(text, span)))
        offset += len(span.text)
    result = ""
    marked = False
    for mark, run in groupby(pieces, lambda piece: piece[0]):
        text = "".join(text for _, text in run)
        core = text.strip(" ")
        before, _, after = text.partition(core) if core else (text, "", "")
        if mark and core:
            joiner = WORD_JOINER if marked and not before else ""
            result += f"{before}{joiner}{mark}{core}{mark[::-1]}{after}"
        else:
            result += before + core + after
        marked = bool(mark and core and not after)
    return result


def _frame(line: Line) -> tuple[Frame, int]:
    return line.frame, line.frame_number


def _seam(line: Line, following: Line) -> str:
    """What parts two frames; quotes in a row would run together, and small text with any other."""
    frames = (line.frame, following.frame)
    is_apart = frames == (Frame.QUOTE, Frame.QUOTE) or Frame.FOLD in frames
    return "\n\n" if is_apart or following.gap else "\n"


def _framed(lines: Sequence[Line]) -> str:
    frame = lines[0].frame
    if frame is Frame.TABLE:
        return "\n".join(("```", *(line.text for line in lines), "```"))
    if frame is not Frame.NONE:
        # Discord folds nothing, but it has text that is small and grey.
        mark = "-# " if frame is Frame.FOLD else "> "
        return "\n".join(mark + _set(line) for line in lines)
    return _set(lines[0]) + "".join(
        ("\n\n" if line.gap else "\n") + _set(line) for line in lines[1:]
    )


def _set(line: Line) -> str:
    if line.heading and line.heading <= 2 and line.frame is Frame.NONE:
        text = inline(line.spans)
        # A heading's last signs are taken for its end, escaped or not.
        return "#" * (line.heading + 1) + " " + text + WORD_JOINER * text.endswith("#")
    return line.lead.replace(".", "\\.") + inline(line.spans, bold=line.heading > 0)


def _places(text: str) -> list[tuple[int, str]]:
    """What has to be put where into a text, in order."""
    found = {(match.start(), WORD_JOINER) for match in _PARTED.finditer(text)}
    found.update((match.start(), "\\") for match in _ESCAPED.finditer(text))
    if number := _NUMBER.match(text):
        found.add((number.end(), "\\"))
    return sorted(found, key=lambda place: (place[0], place[1] == "\\"))


def _with(places: list[tuple[int, str]], text: str, offset: int) -> str:
    """A piece of a text with what falls into it."""
    parts, done = [], 0
    for place, mark in places[bisect_left(places, (offset, "")) :]:
        if place >= offset + len(text):
            break
        parts += [text[done : place - offset], mark]
        done = place - offset
    return "".join((*parts, text[done:]))


def _is_code(span: Span) -> bool:
    return span.style is Style.CODE and not span.link and not NOT_FIXED.search(span.text)


def _linked(text: str, span: Span) -> str:
    if not span.link:
        return text
    if not _LINKABLE.fullmatch(_NO_BRACKET.sub("", text)):
        text = re.sub(r"\\(?=[\[\]])", "", text).translate(_LOOKALIKES)
    return f"[{text}]({span.link})"
