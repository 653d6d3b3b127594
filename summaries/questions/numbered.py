"""What a question names by number: "What does Figure 3 show?", "What does Lemma 2 say?". Pure.

Such a thing is answered by its caption or statement, though few words of the question stand there.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final, NamedTuple

from summaries.questions.asked import LONGEST, says_nothing, searched
from summaries.questions.searchable import SearchablePaper

MOST: Final = 4
"""Passages of it that are told."""

_NAMED: Final = re.compile(
    r"\b(?:(fig(?:ure|\.)|table|tab\.)|(theorem|lemma|proposition|corollary|definition|conjecture))"
    r" ?(\d+(?:\.\d+){0,3}[a-z]?|[IVX]{1,5})\b",
    re.IGNORECASE,
)
_ASKING: Final = frozenset(
    searched(
        "caption contain contained contains depict depicted depicts describe describes display"
        " displayed illustrate illustrated illustrates list listed lists mean means plotted present"
        " presented see seen state stated states summarize summarized visualize visualized"
    )
)
"""Words, besides those that tell nothing, by which no more than the thing is asked for."""


class Numbered(NamedTuple):
    """A figure, table, or statement: the name of its kind in full, and its number as printed."""

    kind: str
    number: str


def numbered(question: str) -> Numbered | None:
    """What a question asks for by its number and nothing besides; None where it asks for more."""
    question = question[:LONGEST]
    match = _NAMED.search(question)
    if match is None:
        return None
    rest = question[: match.start()] + question[match.end() :]
    if any(not says_nothing(word) and word not in _ASKING for word in searched(rest)):
        return None
    name = match[2] or ("figure" if match[1][0] in "fF" else "table")
    return Numbered(name.capitalize(), match[3])


def places_of_numbered(paper: SearchablePaper, wanted: Numbered) -> list[int]:
    """Where it stands: its caption and rows, or its statement; else what speaks of it."""
    title = f"{wanted.kind} {wanted.number}"
    begun = re.compile(rf"{title}(?![\w]|\.\d)", re.IGNORECASE)
    for at, passage in enumerate(paper.passages):
        if title.casefold() == passage.section.casefold():
            own = enumerate(paper.passages[at : at + MOST], at)
            return [place for place, one in own if one.section == passage.section]
        if begun.match(passage.text):
            return _statement(paper, at)
    short = wanted.kind[:3] if wanted.kind == "Figure" else wanted.kind
    spoken = re.compile(rf"\b{short}(?:ure|s|\.)* ?{wanted.number}(?![\w]|\.\d)", re.IGNORECASE)
    return [at for at, one in enumerate(paper.passages) if spoken.search(one.text)][:MOST]


def _statement(paper: SearchablePaper, at: int) -> list[int]:
    """A statement with the sentences after it in its paragraph."""
    here = paper.passages[at]
    after = enumerate(paper.passages[at : at + MOST], at)
    same = takewhile(lambda one: one[1].paragraph == here.paragraph, after)
    return [place for place, _ in same]
