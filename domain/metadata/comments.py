"""Reading arXiv's comments: where a paper is accepted or printed, its pages, what thesis it is.

Authors write what they like; what is not surely understood is left alone. Everything given stands
in the comment, word for word, but for line breaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 1_000
"""Characters of a comment that are looked at."""

_LONGEST_VENUE: Final = 120


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_MEETINGS: Final = _words(
    "AAAI AAMAS ACCV ACL AISTATS ASE ASONAM ASPLOS ASRU AsiaCCS BMVC CASE CAV CCS CDC CHI",
    "CIKM COLING COLM COLT CoLM CoNLL CoRL CSCW CVPR DAC DATE DIS DSN EACL ECAI ECC ECCV ECIR",
    "ECML EMNLP ESEC EUSIPCO FAccT FAST FOCS FSE GECCO GLOBECOM HPCA HRI ICALP ICANN ICASSP",
    "ICC ICCAD ICCV ICDAR ICDE ICDM ICIP ICLR ICME ICML ICPR ICRA ICSE ICWSM IJCAI IJCNN",
    "INFOCOM INTERSPEECH Interspeech IROS ISCA ISIT ISMIR ISSTA ISWC ITSC IUI KDD KR LICS",
    "LREC LREC-COLING MICCAI MICRO MIDL MLSys MMSys MobiCom NAACL NDSS NeurIPS NIPS NSDI",
    "OOPSLA OSDI PLDI PODC PODS POPL PPoPP RecSys RSS SDM SIGCOMM SIGDIAL SIGGRAPH SIGIR",
    "SIGMOD SIGSPATIAL SOCG SODA SOSP STACS STOC TACAS TheWebConf UAI UIST USENIX VLDB WACV",
    "WSDM WWW Siggraph",
)
"""Meetings whose name with a year, alone in a comment, says that a paper is in them."""

_YEAR: Final = r"(?:(?:19|20)\d\d|[’'‘]\d\d|(?<=[A-Z]-)\d\d|(?<=[A-Z])2\d)"
_NAMED: Final = re.compile(
    rf"(?<![\w-])(?P<name>[A-Za-z][A-Za-z-]{{1,14}})(?:[-–/ ]| Findings | Asia | Security )?"
    rf"(?P<year>{_YEAR})"
    r"(?![\w-])(?P<part> (?:\w{1,14} )?(?:Workshops?|Findings|Demo|Spotlight|Oral|Findings Track))?"
)
_OF_ITSELF: Final = (
    r"(?i:proc(?:eedings|\.) of (?:the )?)(?:Science\b|(?:Royal|National Academy|American|London|"
    r"Edinburgh|AMS|LMS)\b|(?:IEEE|ACM)(?:$|[,.;()]))"
)
"""Proceedings that are a journal's name, and not those of a meeting."""

_BEFORE_VENUE: Final = re.compile(
    r"\b(?:(?i:accepted|appears?|appeared|published|in press|forthcoming|presented|presentation)"
    r"(?: \(?(?:[a-z]{1,13}|[A-Z][a-z]{2}/\d{2,4}|Long|Short|Full|Oral|Poster|Paper)\)?){0,4}"
    r" (?:in|by|at|to|for|@):?|(?i:à paraître|acceptée?|aceptado|angenommen|erscheint)"
    r" (?:dans|à|aux?|par|en|in|bei)) (?:the |les? |la |der )?"
    r"(?:(?!" + _OF_ITSELF + r")proceedings of (?:the )?)?"
    r"[\"“]?(?P<venue>(?:npj |eLife|iScience|[A-Z0-9])[^;\n]{1,200})"
)
_ALONE: Final = re.compile(
    r"(?:\d[^,]{1,40}, ?){0,4}(?:(?:(?:I|i)n|(?:C|c)ontribution to):? (?:the )?)?"
    r"(?P<whole>(?:P|p)roc(?:eedings|\.) of (?:the )?(?P<of>[A-Z0-9][^;\n]{1,200}))|"
    r"(?:\d[^,]{1,40}, ?){0,4}(?P<name>(?:The )?(?:20\d\d |IEEE |ACM )?"
    r"(?:\d{1,3}(?:st|nd|rd|th) |First |Second )?"
    r"(?:[A-Z]{2,6} )?(?:International |European |Annual |Joint ){0,3}"
    r"(?:Conference|Symposium|Congress) (?i:on|of|for) [A-Z][^;\n]{1,200})"
)
"""A clause that is but the name of a meeting or its proceedings, and pages or figures before."""

_ACRONYM: Final = re.compile(
    rf"(?:\d[^,]{{1,40}}, ?){{0,4}}(?P<venue>[A-Z][A-Za-z]{{0,9}}[A-Z][A-Za-z]{{0,6}}[ -]?{_YEAR})"
    r"(?: (?:Main|Oral|Poster|Findings|Conference|Demo|Highlight|Spotlight|[aA]ccepted)){0,3}\.?"
)
"""A clause that is but a meeting's initials with a year."""

_IN_PRESS: Final = re.compile(
    r"(?:\d[^,]{1,40}, ?){0,4}(?P<venue>[A-Z][\w.&-]{1,30}(?: [A-Z][\w.&-]{0,30}){0,5})"
    r"(?:,? in press| \(in press\)|"
    r"(?P<is_less>,? to appear|,? accepted| \((?:to appear|accepted)\)))\.?"
)
"""A clause that is but the name of a journal, and that it prints the paper."""

_JOURNAL: Final = re.compile(
    r"(?:[A-Z][a-z]?[A-Z][A-Za-z&]{0,8}|A&A)|(?:J|Adv|Ann|Math|Phys|Proc|Trans|Comm(?:un)?|Nucl|"
    r"Astron|Int|Rev|Nat|Appl|Comput|Chem|Mon|Biol)\. .{1,120}|"
    r"(?:\S{1,30} ){1,6}(?:Journal|Transactions|Letters|Reviews?|Surveys|Annals|Bulletin|"
    r"Magazine)(?: .{1,120})?|"
    r"(?:\S{1,30} ){1,5}(?:J|Lett|Rev|Anal|Phys|Math)\.?"
)
"""What is surely a journal's name, where a clause says less of it than that it is in press."""
_IS_FORM: Final = re.compile(r"\w{0,5}TeX\d?|PDF|DVI|EPS|PhD")

_NOT_YET: Final = re.compile(
    r"\b(?:submitted|submission|(?:for|in|under)(?: peer)?[- ]review\b|withdrawn|"
    r"prepar(?:ed|ation)|"
    r"preprint for|draft for|written for|conditional|if (?:accepted|it|we|this|all)\b|invited to|"
    r"re-?submi|considered for|nominated|candidate for|revised? (?:and|for)|rebuttal|deadline|"
    r"under (?:[a-z]{1,12}[ -]){0,2}(?:review|view|consideration|blind|revision|evaluation)|"
    r"(?:single|double|triple)[- ]blind|blind(?:ed)? (?:review|version)|anonym|major revision)|"
    r"\?(?!\w)",
    re.IGNORECASE,
)
_HOPED: Final = re.compile(
    r"\b(?:targeting|targeted (?:at|to|for)|target (?:venue|journal|conference)|aim(?:ed|ing|s)|"
    r"intend(?:ed|s|ing)?|planned for|plan(?:s|ned|ning)? to|hop(?:e|es|ed|ing|efully)|"
    r"wish(?:es|ed|ing)?|(?:want|like|going|yet|due) to be|would|should|could|might|"
    r"may (?:be|appear)|possibl[ey]|potentially|probably|likely|perhaps|maybe|"
    r"expect(?:ed|s|ing)?|pending|await(?:s|ed|ing)?|tentative(?:ly)?|provisional(?:ly)?|"
    r"subject to|unless|until|whether|attempt(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_REJECTED: Final = re.compile(
    r"\b(?:neither\b|reject|declin(?:ed?|ing)|turned down|refus(?:ed?|al)|unsuccessful|missed|"
    r"fail(?:ed|s|ure)?\b|(?:not|never|cannot)\b|withdrew|without success)|n['’]t\b",
    re.IGNORECASE,
)
_OF_ANOTHER: Final = re.compile(
    r"\b(?:(?:extended|longer|bigger|full|long|journal|expanded|short|shorter|abridged|"
    r"preliminary|earlier|previous|conference(?! papers\b)|first|prior|older|initial) "
    r"(?:\w{1,12} )?(?:version|paper|part|abstract|draft)s?|"
    r"revised (?:\w{1,12} )?(?:version|paper|draft) of|extends|extension|supersede[sd]?|based on|"
    r"follow[- ]?up|builds? on|"
    r"companion|winner|winning|challenge|shared task|competition|leaderboard|track at|dataset of|"
    r"solution|tutorial|part of this|parts of this|code|github|template|style|format|reply|comment "
    r"on|erratum|note|lectures?|talk|lecture notes|notes)\b",
    re.IGNORECASE,
)
_PAGES: Final = re.compile(
    r"(?<![\w.+-])(?P<count>\d{1,4}) ?(?:\+ ?\d{1,3} )?(?:pages?|pp)\b(?! (?:of|each|in the)\b)",
    re.IGNORECASE,
)
_THESIS: Final = re.compile(
    r"\b(?:Ph\.? ?D\.?|doctoral|master'?s?|M\.? ?Sc\.?|bachelor'?s?|B\.? ?Sc\.?|habilitation|"
    r"diploma|licentiate|honou?rs) (?:thesis|dissertation)\b",
    re.IGNORECASE,
)
_NO_THESIS: Final = re.compile(
    r"\b(?:based on|part of|from|chapter|follow|extends|contained in|of my|in my|in the|"
    r"author's|her|his)\b",
    re.IGNORECASE,
)
_STOP: Final = (
    r"(?:(?:(?<=[a-z]{6})|(?<=\d\d)|(?<=[A-Z]{3})|(?<=\))|(?<= Main)|(?<= Oral))\. (?=[A-Z0-9]))"
)
"""The end of a sentence, which that of an abbreviation is not."""

_CLAUSE_ENDS: Final = re.compile(rf"; |\| |{_STOP}")
_ENDS: Final = re.compile(
    rf"[,;(\[:\"“@]| [-–—|] |{_STOP}| (?:and (?:has|is|was)|which|where|code|doi|DOI|https?:|"
    r"see|See|vol|Vol|pp|this|This|\d+ (?:page|figure|table)s?)\b|"
    r" (?:on|as|for|with|under|at) (?![A-Z])"
)
_IS_NO_NAME: Final = re.compile(
    r"(?:\d+ [a-z]|\d+$|(?:A|An|This|Our|My|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|arXiv|ArXiv|Oral|Poster|Main|Publication|Presentation|"
    r"Special Issue|Journal|Conference|Proceedings)(?:$|[ :.]\d|s? track))|"
    r"(?:A|An|This|Our|My|arXiv) "
)
_IS_PART_OR_PERSON: Final = re.compile(
    r"(?:Theorem|Thm|Sec(?:t|tion)?|Subsection|Chap(?:ter)?|Lemma|Fig(?:ure)?|Tab(?:le)?|"
    r"Eqs?|Equation|App(?:endix)?|Part|Prop(?:osition)?|Cor(?:ollary)?|Def(?:inition)?|Remark|"
    r"Example|Algorithm|Alg|Line|Page|Vol(?:ume)?|Issue|Supplement(?:ary)?|Version|Problem|"
    r"Question|Conjecture|Step|Case|Experiment|Paragraph|Footnote|Listing|Exercise|Ref(?:erence)?|"
    r"Item|Row|Column|Box|Scheme|Claim|Task|Panel)s?(?:\.|\b)"
    r"(?: ?\(?(?:\d|[A-Z]\b|[IVX]{1,4}\b)|$)|"
    r"(?:Appendix|Supplementary|Supplement|Reviewers?|Referees?|(?:[A-Z][a-z-]{1,12} )?Editors?|"
    r"Editor-in-Chief|Prof|Professor|Dr|Mr|Mrs|Ms|Author|Co-authors?|Colleagues)\b"
)
_BEFORE_NAMED: Final = _words(
    "pages page pp figures figure tables table of the at on in by and acm ieee international joint",
    "annual european conference symposium meeting main full long short paper track proceedings",
    "findings final version versions early oral poster spotlight highlight appear appearing is has",
    "been was this workshop workshops",
)
_AFTER_NAMED: Final = _words(
    "accepted accept main oral poster spotlight highlight presentation conference survey journal",
    "perspective early paper has on in at as and camera camera-ready long short full findings",
    "industry track demo workshop proceedings version best",
)
_ACCEPTED_WORDS: Final = ("accep", "accp", "accec", "camera")
"""How words begin that say it, also misspelled."""

_WORD: Final = re.compile(r"\b[A-Za-z][\w'’-]{0,40}")
_WORKSHOP: Final = re.compile(r"(?i:workshop)|\b[A-Z]{3,8}W\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFacts:
    """What a comment says for sure.

    Attributes:
        venue: the meeting or journal that has accepted or printed the paper; empty where none is
            told. It stands in the comment so.
        pages: how many; None where it is not told.
        thesis: what kind of thesis it is, in the comment's words; empty where it is none.
    """

    venue: str = ""
    pages: int | None = None
    thesis: str = ""


def read_comment(comment: str | None) -> CommentFacts:
    """Read a comment; of none, nothing."""
    text = " ".join((comment or "")[:_LONGEST].split())
    if not text:
        return CommentFacts()
    clauses = _clauses(text)
    found = (_venue(clause) for clause in clauses)
    pages = _PAGES.search(text)
    return CommentFacts(
        venue=next(filter(None, found), ""),
        pages=int(pages["count"]) if pages and int(pages["count"]) else None,
        thesis=next(filter(None, map(_thesis, clauses)), ""),
    )


def _clauses(text: str) -> list[str]:
    """The parts of a comment that say something of their own."""
    return [part.strip() for part in _CLAUSE_ENDS.split(text) if part.strip()]


def _venue(clause: str) -> str:
    if any(pattern.search(clause) for pattern in (_NOT_YET, _HOPED, _REJECTED)):
        return ""
    taken = _BEFORE_VENUE.search(clause)
    named = next((m for m in _NAMED.finditer(clause) if m["name"] in _MEETINGS), None)
    said = clause[: taken.start()] if taken else _with_name(clause, named)
    if _OF_ANOTHER.search(said):
        return ""
    if taken and _IS_PART_OR_PERSON.match(taken["venue"]):
        return ""
    in_workshop = _WORKSHOP.search(clause) is not None
    if named and not taken and not _stands_alone(clause[: named.start()], clause[named.end() :]):
        return ""
    if named and (named["part"] or not in_workshop):
        return named[0]
    if taken is None and named is None:
        return _alone(clause)
    name = _name_of(taken["venue"]) if taken else ""
    return name if not in_workshop or _WORKSHOP.search(name) else ""


def _with_name(clause: str, named: re.Match[str] | None) -> str:
    """What a clause says up to the comma behind a meeting's name: code and pages may follow."""
    comma = clause.find(",", named.end()) if named else -1
    return clause[:comma] if comma >= 0 else clause


def _alone(clause: str) -> str:
    """The meeting that a clause names and says nothing else of."""
    if initials := _ACRONYM.fullmatch(clause):
        return initials["venue"]
    printed = _IN_PRESS.fullmatch(clause)
    if printed and (not printed["is_less"] or _is_journal(printed["venue"])):
        return printed["venue"]
    named = _ALONE.match(clause)
    if named is None:
        return ""
    is_journal = named["of"] and re.match(_OF_ITSELF, named["whole"])
    return _name_of(named["whole"] if is_journal else named["of"] or named["name"])


def _is_journal(name: str) -> bool:
    return bool(_JOURNAL.fullmatch(name)) and not _IS_FORM.fullmatch(name)


def _stands_alone(before: str, after: str) -> bool:
    """Whether what stands around a meeting's name says no more than that a paper is in it."""
    words = _WORD.findall(before.rpartition(",")[2])
    follows = after[:1] == " " and _WORD.match(after, 1)
    if follows and follows[0][0].islower() and follows[0] not in _AFTER_NAMED:
        return False
    is_told = any(word.lower().startswith(_ACCEPTED_WORDS) for word in words)
    return all(
        word.lower() in _BEFORE_NAMED
        or (
            is_told and (word in ("for", "to", "ready") or word.lower().startswith(_ACCEPTED_WORDS))
        )
        or word.isupper()
        or (word[0].isupper() and place > 0)
        for place, word in enumerate(words)
    )


def _name_of(text: str) -> str:
    """A venue's name as far as it surely goes."""
    end = _ENDS.search(text)
    name = (text[: end.start()] if end else text).strip(" .,'\"“”")
    words = [word for word in name.split() if any(map(str.isupper, word))]
    is_name = words and 2 <= len(name) <= _LONGEST_VENUE and not _IS_NO_NAME.match(name)
    return name if is_name else ""


def _thesis(clause: str) -> str:
    found = _THESIS.search(clause)
    return found[0] if found and not _NO_THESIS.search(clause[: found.start()]) else ""
