"""Withdrawals: how arXiv and authors say that a paper has been taken back.

arXiv keeps no such field in its listings, feeds or API. The author says so in the comment or in
place of the abstract, arXiv's administrators in the comment
(https://info.arxiv.org/help/withdraw.html).
"""

from __future__ import annotations

import re
from typing import Final

_SUBJECT: Final = (
    r"(?:(?:present|current|research|whole|entire|short|above|arxiv) )?"
    r"(?:paper|article|submission|manuscript|preprint|work|note|version|draft|e-?print|letter|"
    r"report|thesis|dissertation|chapter|essay|survey|contribution|document|posting|this)"
)
_ADVERB: Final = r"(?:(?:now|being|since|hereby|therefore|thus|hence|\w{1,14}ly) )?"
_SO_ENDS: Final = (
    r"(?:$| ?[.,;:()]| (?:by (?:the |its )?(?:arxiv|authors?|submitter|moderat)|"
    r"(?:due|because|since|as|for|from (?:the )?arxiv|at the request|until)\b))"
)
_TAKEN_BACK: Final = (
    r"(?:(?:withdrawn|retracted)\b|"
    rf"(?:removed|deleted|recalled|pulled|taken down|taken back){_SO_ENDS})"
)
_IS: Final = (
    rf"(?:(?:has|have) {_ADVERB}been|was|is|(?:had|has|needs|is) to be|must be|should be|"
    r"will be|be considered)"
)
_NAMED: Final = (
    r"(?:(?: \([^()]{0,40}\)| \[[^\[\]]{0,40}\]| [\"\u201c][^\"\u201c\u201d]{0,120}[\"\u201d]|"
    r",? arXiv:[\w./-]{5,20}))?"
)
_SAID = re.compile(
    rf"(?:^|[.;:,(] ?|\b(?:this|the|our) ){_SUBJECT}{_NAMED}"
    r"(?:,(?: [^,.;]{1,60},)?)?(?: [^.;:]{1,80} and)? "
    rf"(?:{_IS} {_ADVERB})?{_TAKEN_BACK}|"
    rf"\b(?:this|the|our) {_SUBJECT}[,:] it (?:has been|was|is) {_ADVERB}{_TAKEN_BACK}|"
    rf"\bthis is a (?:withdrawn|retracted) {_SUBJECT}\b",
    re.IGNORECASE,
)
_OURS: Final = rf"(?:(?:this|the|our|my|their|his|her)(?: \w{{1,20}})? ?{_SUBJECT}\b|this\b)"
_WISH: Final = (
    r"(?:(?:have|has|had) (?:been (?:forced|asked) )?(?:to )?|are |is |am |do |would like to |"
    r"(?:wish(?:es)?|decided|wants?|needs?|chose|regret|request(?:s|ed)?|ask(?:ed)?|agreed?) to |"
    r"(?:have|has) (?:decided|chosen|requested|asked|agreed) to |must |will |should |"
    r"(?:are|is|am|were|was) (?:forced|obliged|asked) to )?"
)
_ASKED: Final = r"(?:request|requests|requested|ask|asks|asked)"
_DONE = re.compile(
    r"(?:^|[.;:,(] ?|\b(?:that|as|because|and|the|us) )"
    r"(?:we|i|(?:all )?(?:the )?(?:(?:first|second|third|last|corresponding|senior|submitting) )?"
    r"(?:author|submitter)s?|(?:the )?arxiv(?: admin(?:s|istrators?|istration)?)?)"
    rf"(?: \([^()]{{0,40}}\))?(?: [^.;:]{{1,60}} and)? (?:{_WISH}{_ADVERB}"
    rf"(?:(?:withdr[ae]w(?:n|s|ing)?|retract(?:ed|s|ing)?) (?:it\b|{_OURS})|"
    r"removed? (?:this|the|our) (?:paper|article|submission|manuscript|preprint)\b)|"
    rf"(?:have |has )?{_ASKED} (?:for )?(?:the |a )?(?:withdrawal|retraction) of {_OURS}|"
    rf"(?:have |has )?{_ASKED} (?:that|for) {_OURS} (?:to )?be (?:withdrawn|retracted)\b)|"
    rf"(?:^|[.;:,(] ?)(?:the )?(?:request|decision)s? to (?:withdraw|retract) {_OURS}|"
    rf"\bthe (?:withdrawal|retraction) of {_OURS} (?:is|was) (?:due|because)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:arxiv )?(?:admin(?:istrat(?:or|ion|ive))? )?(?:notes?|comments?|status|notice)"
    r"(?: added)?[:.] ?|this version[:,]? (?:is )?|"
    r"notice of |reasons? (?:for|of) (?:the )?)?"
    r"[\[(*]*+(?:temporarily |permanently |voluntarily |to be |has been |now )?"
    r"(?:withdrawn|retracted|withdrawal|retraction)"
    r"(?:$| ?[.,;:(/]|[\])*]| [-\u2013\u2014] |"
    rf" {_SUBJECT}(?:$| ?[.,;:)\]])|"
    r" (?:by|due|because|since|from (?:the )?arxiv|for|as|in order|notice|upon|on request|"
    r"at the request|until|in this version|in favou?r of|pending|owing|after|following|"
    r"and (?:replaced|superseded|merged))\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"\b(?:withdr[ae]wn?|retracted)(?: (?:it|{_OURS}))? from "
    r"(?!(?:the |this )?(?:arxiv|archive|repository|public))",
    re.IGNORECASE,
)
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
    r"version (?:fixes|corrects|repairs|resolves|replaces|contains|closes|fills|mends|settles|"
    r"removes|avoids|restores|reinstates)\b|"
    r"\b(?:withdrawn|retracted|removed) (?:by (?:mistake|accident)|in error|accidentally|"
    r"erroneously|mistakenly)\b|\b(?:mistakenly|erroneously|accidentally|wrongly) "
    r"(?:withdrawn|retracted|removed)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"withdrawn|retracted|\b(?:withdr[ae]w|retract)\b|arxiv", re.IGNORECASE)
"""What must be said in an abstract: papers are about retractions and removals, too."""
_NOT_YET = re.compile(
    r"\b(?:until|till|once|unless|when|before|as soon as) [^.;]{1,80}", re.IGNORECASE
)
"""What is said to be done some day is not done."""
_WORDS: Final = (
    "withdr",
    "with-dr",
    "retract",
    "removed",
    "deleted",
    "recalled",
    "pulled",
    "taken ",
)
_CLAUSE = re.compile(r"(?<=[.;!?]) ")
_COUNTED = re.compile(r"\b(pages?|pp|figures?|figs?|tables?)\b\.?(?:[,.] | (?=\())", re.IGNORECASE)
"""After how long a paper is, another thing is said of it."""
_NUMBERED = re.compile(r"\b(?:this )?(?:version |v)(\d{1,2})\b", re.IGNORECASE)


def is_withdrawn(comment: str | None, abstract: str, version: int | None = None) -> bool:
    """Whether a paper's comment, or its abstract's opening words, say that it is withdrawn.

    Neither a paper withdrawn from a journal or conference only is meant, nor an earlier version,
    nor one that was withdrawn and is back.

    Args:
        comment: arXiv's, of this version.
        abstract: likewise.
        version: its number, where that is known.
    """
    if not any(word in f"{comment or ''} {abstract[:400]}".casefold() for word in _WORDS):
        return False
    opening = _smooth(abstract[:400], version)
    told = _BARE.match(opening) or _SAID.match(opening) or _DONE.match(opening)
    if told and _PLAIN.search(told[0]):
        return _ANOTHER.match(opening) is None
    said = _smooth(comment or "", version)
    if _BACK.search(_NOT_YET.sub("", said)):
        return False
    return any(_says_so(clause) for clause in _CLAUSE.split(_COUNTED.sub(r"\1; ", said)))


def _smooth(text: str, version: int | None) -> str:
    """A text in one line, in which this version goes by no number."""

    def named(found: re.Match[str]) -> str:
        return "this version" if int(found[1]) == version else found[0]

    line = " ".join(text.split()).replace("ith-drawn", "ithdrawn")
    return line if version is None else _NUMBERED.sub(named, line)


def _says_so(clause: str) -> bool:
    told = _BARE.match(clause) or _SAID.search(clause) or _DONE.search(clause)
    if told is None or _ELSEWHERE.search(clause):
        return False
    other = _ANOTHER.search(clause)
    return other is None or other.start() > told.end()
