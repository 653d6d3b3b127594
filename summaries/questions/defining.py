"""Questions for what a thing is: "What is a paper card?", and the sentences that tell it. Pure."""

from __future__ import annotations

import re
from typing import Final

from topics.english.stems import STOPWORDS

_ASKED: Final = re.compile(
    r"\W*(?:what (?:is|are|does|do)|how (?:is|are)|define) (?:an? |the )?"
    r"([\w-]{1,40}(?: [\w-]{1,40}){0,3}?)"
    r"(?: (?:defined|mean|stand for|refer to))?[?!. ]*",
    re.IGNORECASE,
)


def sentences_defining(question: str) -> re.Pattern[str] | None:
    """What sentences have that say what a question asks to be defined; None if nothing is asked."""
    match = _ASKED.fullmatch(question)
    if match is None or all(word.casefold() in STOPWORDS for word in match[1].split()):
        return None
    term = rf"\b{re.escape(match[1])}s?\b".replace(r"\ ", "[ -]")
    return re.compile(
        rf"{term}(?: \([^()]{{1,40}}\)| of [^.;,]{{1,40}})? (?:is|are|refers?|means?|denotes?)"
        rf" (?:an?|the|to|that|defined|called|given)\b"
        rf"|\b(?:called|termed|denoted|defin\w{{1,8}}|introduc\w{{1,4}}|known as|referred to as)\b"
        rf"[^.;]{{0,40}}{term}"
        rf"|[“‘\"(](?:or )?{term}[”’\")]"
        rf"|{term}\W{{1,3}}\S{{0,14}} ?[=≡≈]",
        re.IGNORECASE,
    )
