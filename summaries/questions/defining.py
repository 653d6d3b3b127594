"""Questions for what a thing is: "What is a paper card?", and the sentences that tell it. Pure."""

from __future__ import annotations

import re
from typing import Final

from topics.english.stems import STOPWORDS

_ASKED: Final = re.compile(
    r"\W*(?:what(?:’s|'s| is| are| does| do| exactly is| exactly are)|how (?:is|are)|define"
    r"|(?:what is )?(?:the )?(?:definition|meaning) of"
    r"|what (?:do|does) (?:they|the (?:authors?|paper)) mean by)"
    r" (?:meant by )?(?:an? |the |a term )?[“‘\"']?([\w-]{1,40}(?: [\w-]{1,40}){0,3}?)[”’\"']?"
    r"(?: (?:defined|means?|stands? for|refers? to))?(?: (?:here|in (?:this|the) paper))?[?!. ]*",
    re.IGNORECASE,
)


_ABBREVIATION: Final = re.compile(r"(?=(?:.*[A-Z]){2})[\w-]{2,10}")


def sentences_expanding(question: str) -> re.Pattern[str] | None:
    """What sentences have that write out an abbreviation which a question asks for."""
    match = _ASKED.fullmatch(question)
    if match is None or _ABBREVIATION.fullmatch(match[1]) is None:
        return None
    return re.compile(rf"[^\W\d_][\w-]* \((?:[^()]{{1,20}} )?{re.escape(match[1])}s?[);,]")


def sentences_defining(question: str) -> re.Pattern[str] | None:
    """What sentences have that say what a question asks to be defined; None if nothing is asked."""
    match = _ASKED.fullmatch(question)
    if match is None or all(word.casefold() in STOPWORDS for word in match[1].split()):
        return None
    term = rf"\b{re.escape(match[1])}s?\b".replace(r"\ ", "[ -]")
    return re.compile(
        rf"{term}(?: \([^()]{{1,40}}\)| of [^.;,]{{1,40}})? (?:is|are|refers?|means?|denotes?)"
        rf" (?:an?|the|to|that|defined|called|given)\b"
        rf"|{term}(?: \([^()]{{1,40}}\))? (?:seeks|aims|consists?|involves?|measures?|describes?)\b"
        rf"|\b(?:called|termed|denoted|defin\w{{1,8}}|introduc\w{{1,4}}|known as|referred to as)\b"
        rf"[^.;]{{0,40}}{term}"
        rf"|[“‘\"(](?:or )?{term}[”’\")]"
        rf"|{term}[ ,:]{{1,2}}[^\s(]{{0,14}} ?[=≡≈]"
        rf"|{term},? (?:which|that) (?:is|are) (?:an?|the|defined)\b|{term},? (?:i\.e\.|namely)"
        rf"|\b(?:we say|is said|are said|is|are) (?:that )?[^.;]{{0,40}}{term} if\b"
        rf"|^in an? {term},",
        re.IGNORECASE,
    )
