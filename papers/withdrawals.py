"""Withdrawals: how arXiv and authors say that a paper has been taken back.

arXiv keeps no such field in its listings, feeds or API. The author says so in the comment or in
place of the abstract, arXiv's administrators in the comment
(https://info.arxiv.org/help/withdraw.html).
"""

from __future__ import annotations

import re
from typing import Final

_SUBJECT: Final = (
    r"(?:paper|article|submission|manuscript|preprint|work|note|version|draft|e-?print|this)"
)
_ADVERB: Final = r"(?:(?:now|being|since|hereby|\w{1,14}ly) )?"
_TAKEN_BACK: Final = (
    r"(?:withdrawn|retracted|"
    r"removed (?:by (?:the )?(?:arxiv|authors?|moderat)|from (?:the )?arxiv))\b"
)
_SAID = re.compile(
    rf"(?:^|[.;:,(] ?|\b(?:this|the|our) (?:arxiv )?){_SUBJECT}(?: \([^()]{{0,40}}\))?"
    r" (?:is no longer (?:valid|correct),? and )?"
    rf"(?:(?:has been|have been|was|is|had to be|must be) {_ADVERB})?{_TAKEN_BACK}",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:^|[.;:,(] ?|\b(?:that|as|because|and) )(?:we|i|(?:the )?(?:author|submitter)s?|"
    rf"(?:the )?arxiv(?: administrat(?:ors?|ion))?)(?: \([^()]{{0,40}}\))? "
    rf"(?:(?:have|has|had|are|is|am|do|would like to|wish to|wishes to|decided to|want to|need to|"
    rf"must|will|chose to|are forced to|have decided to|has decided to|request to) )?{_ADVERB}"
    rf"(?:withdr[ae]w(?:n|s|ing)?|retract(?:ed|s|ing)?|removed?) "
    rf"(?:it\b|(?:this|the|our|my|their|his|her)(?: \w{{1,20}})? ?{_SUBJECT}\b|this\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"[\[(*]*+(?:temporarily )?(?:withdrawn|retracted|withdrawal|retraction)"
    r"(?:$| ?[.,;:(]|[\])*]|"
    r" (?:by|due|because|since|from (?:the )?arxiv|for|as|in order|notice)\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"(?:withdrawn|retracted) from (?!(?:the )?arxiv)", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:previous|earlier|former|prior|first|old|original|other|another|preceding|initial|"
    rf"companion) (?:\w{{1,12}} )?{_SUBJECT}|\bversions? ?\d|\bv\d|"
    r"\b(?:replac|supersed|updat|correct)(?:es|ing|ed) (?:the|a|our) (?:\w{1,12} )?"
    rf"{_SUBJECT}(?: that| which)?(?: was| has been| is)? (?:withdrawn|retracted)|"
    r"\b(?:overlap|duplicat|same as|identical|similar)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:is|are|was|were|been|now) (?:now )?(?:fixed|corrected|resolved|repaired|mended|"
    r"reinstated|restored|closed|filled|rectified|addressed)\b"
    r"(?! in (?:a|the) (?:new|next|future|later))|"
    r"\b(?:this|here) (?:is|version is) (?:a|the|our) (?:new|corrected|revised|fixed|repaired)|"
    r"\bno longer (?:withdrawn|retracted)\b|\breinstated\b|\b(?:this|the present|the current|new) "
    r"version (?:fixes|corrects|repairs|resolves|replaces|contains)\b",
    re.IGNORECASE,
)
_WORDS: Final = ("withdr", "retract", "removed")
_CLAUSE = re.compile(r"(?<=[.;!?]) ")


def is_withdrawn(comment: str | None, abstract: str) -> bool:
    """Whether a paper's comment, or its abstract's opening words, say that it is withdrawn.

    Neither a paper withdrawn from a journal or conference only is meant, nor an earlier version,
    nor one that was withdrawn and is back.
    """
    if not any(word in f"{comment or ''} {abstract[:400]}".casefold() for word in _WORDS):
        return False
    opening = " ".join(abstract[:400].split())
    if _BARE.match(opening) or _SAID.match(opening) or _DONE.match(opening):
        return _ANOTHER.match(opening) is None
    said = " ".join((comment or "").split())
    if _BACK.search(said):
        return False
    return any(_says_so(clause) for clause in _CLAUSE.split(said))


def _says_so(clause: str) -> bool:
    told = _BARE.match(clause) or _SAID.search(clause) or _DONE.search(clause)
    if told is None or _ELSEWHERE.search(clause):
        return False
    other = _ANOTHER.search(clause)
    return other is None or other.start() > told.end()
