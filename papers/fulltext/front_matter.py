"""Which paragraphs around an abstract are no text of the paper: dates, keywords, notices. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from domain.fulltext import Section

_SHORT: Final = 7
_LISTS = re.compile(
    r"(?:key ?words?|index terms|pacs|msc|mathematics subject|subject class|ccs concepts|"
    r"acm reference|jel|categories and subject|general terms|additional key|mots[- ]cl|"
    r"palabras clave|schl.sselw|arxiv ?:|doi ?:|preprint|e-?mails? ?:|corresponding author|"
    r"\\W*(?:these )?authors? contributed)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"permission to make digital|hereby grants? permission|proper attribution is |"
    r"all rights reserved|copyright (?:19|20)\d\d|©|\(c\) (?:19|20)\d\d|licensed under|"
    r"personal use of this material|this work has been submitted to the ieee|"
    r"accepted (?:for publication|to|at|by|in) |under review|to appear in ",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@[\w-]{1,60}\.\w|\}@")
_DATED: Final = re.compile(
    r"\W{0,3}(?:(?:dated?|draft|version|received|accepted|submitted|revised|published|compiled|"
    r"typeset|last (?:updated|modified)|this draft)\b[\w ]{0,20}[:,]?\s)?(?:\w{3,10},? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th|er|\.)?,? (?:de |of )?[^\W\d]{3,12}\.?,? (?:de )?\d{4}"
    r"|[^\W\d]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}年\d{1,2}月\d{1,2}日|[^\W\d]{3,12}\.? \d{4})\W{0,3}$",
    re.IGNORECASE,
)


def is_date(paragraph: str) -> bool:
    """Whether a paragraph is a date and nothing else, as that on which a page was made."""
    return len(paragraph) < 60 and _DATED.match(paragraph) is not None


def is_front_matter(paragraph: str) -> bool:
    """Whether a paragraph before the first heading is no text: dates, keywords, notices, names."""
    words = paragraph.split()
    if len(words) < _SHORT and not paragraph.rstrip().endswith((".", "!", "?", "。")):
        return True
    if is_date(paragraph) or _LISTS.match(paragraph):
        return True
    if len(words) < 25 and _ADDRESS.search(paragraph):
        return True
    commands = sum(word.startswith("\\") for word in words)
    return len(words) < 120 and (commands > 1 or _NOTICE.search(paragraph) is not None)


def from_abstract(sections: Sequence[Section]) -> list[Section]:
    """A paper's sections without what is no text of it around the abstract.

    What stands before the abstract is title page; behind it, and in papers without one, a paper
    may begin without a heading.
    """
    titles = [section.title.casefold() for section in sections]
    first = titles.index("abstract") if "abstract" in titles else -1
    kept: list[Section] = []
    is_front = True
    for at, section in enumerate(sections):
        if section.title:
            is_front = is_front and at <= first
        elif at < first and is_front:
            continue
        paragraphs = section.text.split("\n\n")
        if is_front and not section.title:
            paragraphs = [part for part in paragraphs if not is_front_matter(part)]
        text = "\n\n".join(part for part in paragraphs if not is_date(part))
        if section.title or text:
            kept.append(Section(section.title, text, section.level))
    return kept
