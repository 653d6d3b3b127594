"""What is printed in a paper beside its text: contents, authors, the list of what it cites. Pure.

Told by what lines are made of, as their headings are in every language or missing. Names and
addresses are words with capitals, sentences hold more small ones; entries of a list count up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from papers.fulltext.headings import bare, is_known, is_references
from papers.fulltext.pdf.lines import Line
from papers.fulltext.prose import small_share

_LEADERS = re.compile(r"(?:[.·…] ?){5}")
_PAGE_AT_END = re.compile(r"\D\s(?:\d{1,3}|[ivxl]{1,5})$|^\d{1,3}$")
_CONTENTS: Final = frozenset(
    {
        "contents", "tableofcontents", "listoffigures", "listoftables", "inhaltsverzeichnis",
        "inhalt", "sommaire", "tabledesmatières", "índice", "contenido", "sumário", "indice",
        "содержание", "оглавление", "目录", "目次",
    }
)  # fmt: skip
_ENTRY = re.compile(
    r"\[(?P<inner>\d{1,4})\]|(?P<number>\d{1,3})[.)](?=\s)|\((?P<round>\d{1,3})\)(?=\s)"
)
_NAMED = re.compile(r"([A-Z][\w'’-]{1,30}),? (?:[A-Z]\.[ -]?){1,3},?")
_DATED = re.compile(r"\b(?:1[6-9]|20)\d\d[a-z]?\b|arxiv|doi|preprint|https?:", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:PACS|Key ?words|Index Terms|(?:\d{4} )?(?:MSC\b|Mathematics Subject)|"
    r"(?:Subject|JEL) [Cc]lassification|Subject [Hh]eadings|"
    r"\(?Dated[: ]|\(?Received[: ]|Accepted[: ]|E-?mail|Preprint|Submitted to|"
    r"arXiv:|Palabras clave|Mots[- ]clés|Schlüsselwörter|Palavras-chave|Parole chiave)"
)
_ADDRESS = re.compile(r"\S@\S")
_ADDRESS_ALONE = re.compile(r"^\W{0,3}(?:[A-Z][\w-]+:?\s){0,3}\S++@\S++$|^\S{1,70}@\S++$")
_STUBS: Final = ('This figure "', "http://arxiv.org/ps/")
"""What arXiv prints for figures that it has left out."""
_TITLE_PAGE: Final = 60
"""Lines among which an abstract has its heading."""
_FEW: Final = 5
"""Lines of names from which on they are a list of authors."""
_LONGEST_ENTRY: Final = 12
_MOST_MISSING: Final = 15


def beside(lines: Sequence[Line], body: float, front: int) -> set[int]:
    """The ids of the lines that are no text.

    Args:
        lines: of the paper in reading order.
        body: the size of running text in points.
        front: how many of them are on the first two pages.
    """
    aside = _contents(lines) | _cited(lines) | _by_name(lines) | _rolls(lines) | _behind(lines)
    return aside | _front(lines[:front], body, aside)


def is_prose(lines: Sequence[Line]) -> bool:
    """Whether three lines are of one paragraph of sentences."""
    first = lines[0]
    if len(lines) < 3 or any(abs(line.size - first.size) > 0.35 for line in lines):
        return False
    if any(not 0.6 < (a.middle - b.middle) / first.size < 2.4 for a, b in pairwise(lines)):
        return False
    text = " ".join(line.text for line in lines)
    return len(text) > 90 and small_share(first.text) > 0.42 and small_share(text) > 0.52


def _front(lines: Sequence[Line], body: float, aside: set[int]) -> set[int]:
    """Title, authors and addresses before the first sentences, and what is told beside them."""
    found: set[int] = set()
    if not any(bare(line.text[:12]).startswith("abstract") for line in lines[:_TITLE_PAGE]):
        begin = _first_prose(lines, body)
        while begin and is_known(re.sub(r"^[\dIVX.]+\s+", "", lines[begin - 1].text)):
            begin -= 1
        found.update(map(id, lines[:begin]))
    goes_on = False
    for at, line in enumerate(lines):
        told_beside = bool(_BESIDE.match(line.text) or _ADDRESS.search(line.text))
        more = goes_on and not _opens(line) and not is_prose(lines[at : at + 3])
        goes_on = told_beside or more
        if goes_on:
            found.add(id(line))
        goes_on = goes_on and line.text.endswith((",", ";", "·"))
    return found - aside


def _first_prose(lines: Sequence[Line], body: float) -> int:
    """Where the first sentences begin; 0 where there are none."""
    for at in range(len(lines) - 2):
        three = lines[at : at + 3]
        if three[0].size < 1.12 * body and is_prose(three):
            while at and _leads_to(lines[at - 1], lines[at]):
                at -= 1
            return at
    return 0


def _leads_to(before: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to the next."""
    close = 0 < before.middle - line.middle < 1.7 * line.size
    same = abs(before.size - line.size) < 0.35
    return close and same and line.text[:1].islower() and small_share(before.text) > 0.3


def _contents(lines: Sequence[Line]) -> set[int]:
    """Lists of contents: under their heading, or with dots that lead to the pages."""
    found = {
        id(line)
        for line in lines
        if ("..." in line.text or ". . ." in line.text) and _LEADERS.search(line.text)
    }
    for at, line in enumerate(lines):
        if len(line.text) < 24 and bare(line.text) in _CONTENTS:
            end = _contents_end(lines, at + 1, found)
            if end > at + 1:
                found.update(id(entry) for entry in lines[at:end])
    return found


def _contents_end(lines: Sequence[Line], at: int, dotted: set[int]) -> int:
    end = at
    for number in range(at, len(lines)):
        line = lines[number]
        if id(line) in dotted or _PAGE_AT_END.search(line.text):
            end = number + 1
        elif number - end > 2:
            break
    return end


def _cited(lines: Sequence[Line]) -> set[int]:
    """The entries of numbered lists of references, whose heading may be missing."""
    found: set[int] = set()
    starts: list[int] = []
    last, style = 0, ""
    for at, line in enumerate(lines):
        match = _ENTRY.match(line.text) if line.text[:1] in "[(0123456789" else None
        if match is None or not match.lastgroup:
            continue
        number = int(match[match.lastgroup])
        # Some are taken for the notes of a page: they are small, and at its foot.
        near = bool(starts) and at - starts[-1] <= _LONGEST_ENTRY
        if near and match.lastgroup == style and 0 < number - last <= _MOST_MISSING:
            starts.append(at)
        else:
            found |= _entries(lines, starts)
            starts = [at]
        last, style = number, match.lastgroup
    return found | _entries(lines, starts)


def _entries(lines: Sequence[Line], starts: Sequence[int]) -> set[int]:
    """The lines of entries, if they cite."""
    if len(starts) < 3:
        return set()
    last = starts[-1]
    end = last + 1
    while end < min(last + _LONGEST_ENTRY, len(lines)) and not _ends_entries(lines, end):
        end += 1
    bounds = [*starts, end]
    texts = [
        " ".join(line.text for line in lines[first:second]) for first, second in pairwise(bounds)
    ]
    dated = sum(bool(_DATED.search(text)) for text in texts)
    few_small = sum(small_share(text) < 0.6 for text in texts)
    if dated < 0.5 * len(texts) or few_small < 0.4 * len(texts):
        return set()
    return {
        id(line)
        for first, second in pairwise(bounds)
        for line in lines[first : _entry_end(lines, first, second)]
    }


def _entry_end(lines: Sequence[Line], first: int, second: int) -> int:
    """Where an entry ends: lists at a page's foot go on below the text of the next column."""
    for at in range(first + 1, second):
        jumps = lines[at].middle > lines[at - 1].middle + 3 * lines[at].size
        if jumps and is_prose(lines[at : at + 3]):
            return at
    return second


def _by_name(lines: Sequence[Line]) -> set[int]:
    """The entries of lists of references in the order of names, whose heading may be missing."""
    found: set[int] = set()
    starts: list[int] = []
    last = ""
    for at, line in enumerate(lines):
        match = _NAMED.match(line.text)
        if match is None:
            continue
        near = bool(starts) and at - starts[-1] <= _LONGEST_ENTRY
        if near and last <= match[1].casefold():
            starts.append(at)
        else:
            found |= _entries(lines, starts)
            starts = [at]
        last = match[1].casefold()
    return found | _entries(lines, starts)


def _ends_entries(lines: Sequence[Line], at: int) -> bool:
    """Whether something else begins behind the last entry."""
    before, line = lines[at - 1], lines[at]
    far = before.middle - line.middle > 3 * line.size
    return far or abs(before.size - line.size) > 1.5 or line.is_strong or _opens(line)


def _rolls(lines: Sequence[Line]) -> set[int]:
    """Long lists of people and of where they work."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        if not _names_people(lines[at]):
            at += 1
            continue
        end, missed = at + 1, 0
        while end < len(lines) and missed < 2:
            missed = 0 if _names_people(lines[end]) else missed + 1
            end += 1
        end -= missed
        if end - at >= _FEW:
            end = _roll_end(lines, end)
            found.update(id(line) for line in lines[at:end])
        at = end
    return found


def _roll_end(lines: Sequence[Line], at: int) -> int:
    """Where the addresses end that follow a list of people."""
    while at < len(lines):
        line = lines[at]
        if line.is_strong or is_prose(lines[at : at + 3]) or _opens(line):
            break
        at += 1
    return at


def _opens(line: Line) -> bool:
    """Whether a line is a common heading, maybe with the text running on behind it."""
    known = is_known(line.text) or is_references(line.text)
    return known or bare(line.text[:12]).startswith("abstract")


def _names_people(line: Line) -> bool:
    text = line.text
    if text.count(",") + text.count("·") < 3 or text.count(";") > 1:
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 0.5 * len(text) and small_share(text) < 0.3


def _behind(lines: Sequence[Line]) -> set[int]:
    """Addresses at the paper's end, lines of nothing else, and stubs."""
    found = {id(line) for line in lines if "@" in line.text and _ADDRESS_ALONE.fullmatch(line.text)}
    for at in range(max(len(lines) - 40, 0), len(lines)):
        if _ADDRESS.search(lines[at].text):
            found.add(id(lines[at]))
            for before in reversed(lines[max(at - 4, 0) : at]):
                if small_share(before.text) > 0.4 or before.text.endswith("."):
                    break
                found.add(id(before))
    return found
