"""Questions to several papers: which papers somebody means, and what is asked of them."""

from __future__ import annotations

import re
from typing import Final

from app.asking.across import Among, Asked
from domain.identifiers import PaperId

ALL: Final = ("all", "全部")
"""Words before papers that are all asked."""

_NAMES: Final = {
    **dict.fromkeys(("saved", "收藏"), Among.SAVED),
    **dict.fromkeys(("digest", "日报"), Among.DIGEST),
    **dict.fromkeys(("week", "本周"), Among.WEEK),
}
_NAMED: Final = re.compile(
    rf"(?P<name>{'|'.join(_NAMES)})(?:[\s:,：，。、]|(?=[哪有]))(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A set before what is asked of it; in Chinese nothing need stand between."""
_WHICH: Final = re.compile(
    r"\b(?:which|what|any|some|how many|do any|are any) of (?:these|those|them|my|the|this|last"
    r"|today)\b|\b(?:which|any|what|how many) (?:papers?|ones)\b"
    r"|哪些(?:论文|文章)|哪几篇|哪篇|其中哪",
    re.IGNORECASE,
)
_SETS: Final = (
    (
        Among.SAVED,
        re.compile(
            r"\b(?:of |in |from |on )?(?:my |the )?(?:saved papers|papers (?:that )?I saved"
            r"|reading list)\b|我?收藏的?",
            re.IGNORECASE,
        ),
    ),
    (
        Among.DIGEST,
        re.compile(
            r"\b(?:of |in |from )?(?:the |this |my |today's |last |latest ){1,2}digest\b"
            r"|\b(?:of )?these papers\b|日报[里中]?的?",
            re.IGNORECASE,
        ),
    ),
    (
        Among.WEEK,
        re.compile(
            r"\b(?:of |in |from )?(?:the )?(?:this|last|past) week(?:'s papers)?\b|本周的?",
            re.IGNORECASE,
        ),
    ),
)
_LABEL: Final = re.compile(r"([^:：?？]{1,200})[:：](?!//)")
_MARKS: Final = " :,-–—：，。、"


def across_of(question: str, papers: tuple[PaperId, ...], *, is_all: bool) -> Asked | None:
    """A question to several papers, or None where it is put to one.

    Args:
        question: without the papers that it names.
        papers: those.
        is_all: whether it was said that all of them are meant.
    """
    if papers:
        if len(papers) > 1 and question and (is_all or _WHICH.search(question)):
            return Asked(question, Among.NAMED, papers)
        return None
    named = _NAMED.fullmatch(question)
    if named and (rest := named["rest"].strip(_MARKS)):
        return _of_set(_NAMES[named["name"].casefold()], rest)
    if _WHICH.search(question):
        for among, said in _SETS:
            if said.search(question):
                rest = " ".join(said.sub(" ", question, count=1).split())
                return Asked(rest.strip(_MARKS), among)
    return None


def _of_set(among: Among, question: str) -> Asked:
    """A question after a set's name; of a week, one topic may be named before a colon."""
    label = _LABEL.match(question) if among is Among.WEEK else None
    rest = question[label.end() :].strip(_MARKS) if label else ""
    if label and rest:
        return Asked(rest, among, topic=label[1].strip())
    return Asked(question, among)
