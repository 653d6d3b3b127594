"""Where sentences begin and end in scientific English; every sentence is an exact substring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABBREVIATIONS: Final = _words(
    """
    e.g i.e cf c.f vs viz fig figs eq eqs eqn eqns sec secs sect tab tabs ref refs alg algs thm thms
    lem prop props cor def defs ex app apps ch chap vol vols no nos p pp ca approx resp max min avg
    std incl excl esp wrt w.r.t s.t a.k.a i.i.d a.e a.s dr mr mrs ms prof st dept univ assoc gen rev
    ibid op et ed eds fn ver var temp obs exp conf proc trans rec v math phys stat sci lett comm
    commun quant stoch probab ann invent soc ser bull bzw vgl evtl ggf abb kap см рис табл стр напр
    """
)
"""Words that keep their full stop within a sentence."""

_SHORT_WORDS: Final = _words(
    """
    app apps cor def ed ex exp gen max math min ms no op p prop props ref rec rev sci sec ser st
    stat std tab temp v var
    """
)
"""Abbreviations that are words or symbols too: an opener after them begins a sentence."""

_LABELS: Final = _words(
    """
    fig figs eq eqs eqn eqns sec secs sect tab tabs ref refs alg algs thm thms lem prop props cor
    def
    """
)
"""What names a numbered thing of the paper: "Fig. 3", but also "as shown in the fig. We …"."""

_NUMBERS: Final = _words("a i one two three first second third")
"""Openers that may be the number of such a thing: "Fig. A"."""

_ARTICLES: Final = _words("a an the this that our each every teaser same last next first")
"""Words after which such a name stands without a number."""

_ABBREVIATIONS_AT_END: Final = _words(
    "al inc ltd co corp jr sr ph.d u.s u.k e.u d.c a.m p.m b.c a.s a.e i.i.d ver obs"
)
"""Abbreviations that end a sentence as often as not; an opener must follow."""

_OPENERS: Final = _words(
    """
    a additionally after all although an and another any as at based because besides both building
    but by code compared consequently considering contrary conversely crucially despite does due
    during each empirically even every evaluations existing experiments extensive few finally first
    firstly following for from furthermore given hence here how however i if importantly in indeed
    inspired instead interestingly it its lastly later many more moreover most motivated moving much
    my nevertheless next no nonetheless not notably now numerical on one only other our overall
    previous prior proofs recent recently remarkably results second secondly several she he
    similarly simulations since so some specifically still such surprisingly than that the their
    then there thereby therefore these they third this those though three through thus to together
    traditionally two under unfortunately unlike until using we what when where whereas whether
    which while who why with within without yet you
    """
)
"""Words, in lower case, that open sentences; names and symbols do not stand here."""

_LOWERCASE_OPENERS: Final = _words(
    "we our this these however moreover furthermore the it there here finally additionally"
)
"""Openers that begin a sentence even where its author forgot the capital."""

_BREAK: Final = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"'”’»)\]}]*+)(?:(?P<gap>\s+)(?=(?P<next>\S+))"
    r"|(?<=[a-z]{3}\.)(?=(?P<glued>(?:The|This|These|We|Our|In|It|However|To|For)\s)))"
    r"|(?P<wide>[。！？]++[”」』）]*+)"
)
_PROTECTED: Final = re.compile(
    r"\$\$?(?=\S)[^$]{1,400}?(?<=\S)\$\$?(?!\d)|\((?:[^()]|\([^()]{0,200}\)){1,400}\)"
    r"|\[[^\[\]]{1,300}\]"
)
_INITIAL: Final = re.compile(r"(?:[A-ZА-ЯЁ]\.-?)*[A-ZА-ЯЁ]\Z")
_SPACED: Final = re.compile(r"[^\W\d_]\.")
"""The next letter of an abbreviation like "z. B."."""

_DOTTED: Final = re.compile(r"(?:[a-z]\.)+[a-z]\Z")
_LIST_NUMBER: Final = re.compile(r"\s*\(?(?:\d{1,2}|[ivx]{1,4}|[A-Za-z])\Z")
_MIXED: Final = re.compile(r"[a-z]+[A-Z0-9]|[a-z]{1,2}-[A-Za-z]")
_ITEM: Final = re.compile(r"\(?(?:[ivx]{1,4}|[a-h])\)")
_ITEM_NUMBER: Final = re.compile(r"(?:(?<!\d)[:;,]|(?<!\d )\b(?:and|or))\s+\(?\d{1,2}\Z")
_WORD_IN_BRACKETS: Final = re.compile(r"\(\w+\Z")
"""An abbreviation alone: "0.21 (stat.) GeV"."""

_FIGURE: Final = re.compile(r"\d\Z")
_ADDRESS: Final = re.compile(r"[(\[]?https?:")
_SHOUTED: Final = re.compile(r"\b(?:Yahoo|Jeopardy|WHAMR?|CheckThat|FAME)\Z")
"""Names that end with a mark of exclamation."""

_CITED: Final = re.compile(r"[(\[]\s*\d")
_OPENING_MARKS: Final = "\"'“‘«([{$\\*_`<"
_DASHES: Final = "-–—±+×≈∼≤≥"
_FAR: Final = 200
"""Characters before a stop that are looked back at: each stop costs as many steps."""


LONGEST: Final = 1_500
"""Characters of a sentence; what goes on longer is parted between words."""


class Sentence(NamedTuple):
    """A sentence and where it stands: ``text == source[start:end]``."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; together they hold everything but the blanks between.

    None is longer than `LONGEST`.
    """
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    protected = [match.span() for match in _PROTECTED.finditer(text)]
    start = upcoming = 0
    for match in _BREAK.finditer(text):
        end = match.end("wide" if match["wide"] else "close")
        while upcoming < len(protected) and protected[upcoming][1] <= end:
            upcoming += 1
        if upcoming < len(protected) and protected[upcoming][0] < end:
            continue
        if (
            match["glued"]
            or match["wide"]
            or _ends_sentence(text[max(start, end - _FAR) : match.start()], match)
        ):
            yield from _stripped(text, start, end)
            start = end
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end].lstrip()
    start = end - len(piece)
    while len(piece) > LONGEST:
        # Nobody writes so long a sentence; what makes one of it must not make all else slow.
        blank = max(piece.rfind(" ", 0, LONGEST + 1), 0) or LONGEST
        yield Sentence(inner := piece[:blank].rstrip(), start, start + len(inner))
        piece = piece[blank:].lstrip()
        start = end - len(piece)
    if inner := piece.rstrip():
        yield Sentence(inner, start, start + len(inner))


def _ends_sentence(before: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends at a stop; before is the sentence up to it."""
    following = match["next"]
    head = following.lstrip(_OPENING_MARKS)
    opener = head.rstrip(",:;").lower() if head[:1].isupper() else ""
    if opener not in _OPENERS:
        opener = ""
        numbered = _FIGURE if following[0].islower() else _ITEM_NUMBER
        if not _may_begin(following, head) or numbered.search(before):
            return False
    if match["close"] and _WORD_IN_BRACKETS.search(before):
        return bool(opener)
    if match["stop"] != "." or match["close"]:
        return bool(opener) or not (match["stop"] == "!" and _SHOUTED.search(before))
    return _full_stop_ends(before, following, opener)


def _may_begin(following: str, head: str) -> bool:
    """Whether a word can be the first of a sentence."""
    if not head:
        return False
    first = head[0]
    if _ITEM.match(following) or _ADDRESS.match(following):
        return True
    if first.islower() and (first.isascii() or "а" <= first <= "ё"):
        plain = following[0] == first
        word = head.rstrip(",")
        named = plain and (_MIXED.match(word) is not None or word in _LOWERCASE_OPENERS)
        return named or following[0] in "$\\"
    if first in _DASHES or following.startswith("[..."):
        return False
    return first.isalnum() or following[0] in '$\\"“‘«([' or not first.isascii()


def _full_stop_ends(before: str, following: str, opener: str) -> bool:
    """Whether a lone full stop is more than the mark of an abbreviation or an initial."""
    words = before.rsplit(maxsplit=1) if before[-1:].strip() else []
    word = words[-1].lstrip("([{\"'“‘«") if words else ""
    lower = word.lower()
    if _LIST_NUMBER.fullmatch(before):
        return False
    if len(word) == 1 and word.islower() and _SPACED.fullmatch(following):
        return False
    if opener and len(word) > 1 and word.isupper() and word.isalpha():
        return True
    if lower in _ABBREVIATIONS_AT_END:
        return bool(opener) and not _CITED.match(following)
    if lower in _LABELS:
        return _is_a_noun(before) if opener in _NUMBERS else bool(opener)
    if lower in _ABBREVIATIONS:
        return bool(opener) and lower in _SHORT_WORDS
    if _INITIAL.fullmatch(word) or _DOTTED.fullmatch(word):
        return bool(opener)
    return True


def _is_a_noun(before: str) -> bool:
    """Whether an abbreviation at the end stands like a noun, as in "the fig."."""
    words = before.rsplit(maxsplit=2)
    return len(words) > 2 and words[-2].lower() in _ARTICLES
