"""Subjects: whether a claim says of one thing what its sentences say of another.

A baseline's result is not the method's, and who evaluates is not who is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summaries.grounding.clauses.groups import filled_texts
from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

_ACTS: Final = """
    achieve attain reach obtain score outperform surpass beat exceed match yield produce deliver
    evaluate assess generate predict detect classify allow enable require
    exclude assume ask fail preserve retain keep win take prove combine annotate
    compare prefer favor teach judge
"""
"""Verbs whose subject does what their object does not."""
_TURNS: Final = """
    increase decrease improve reduce raise lower rise fall drop grow shrink change double halve
    accelerate degrade enhance boost
"""
"""Verbs of which the same may be subject or object: errors increase, silencing increases errors."""


_EVALUATING: Final = frozenset(map(stem, word_set("evaluate assess judge score")))
_TOLD_TO: Final = re.compile(
    r"\b(?:ask|prompt|instruct|train|let|have|use|teach|allow|enable|require)\w*\s(.{1,60})\sto\s$",
    re.IGNORECASE,
)


TURNS: Final = frozenset(map(stem, word_set(_TURNS)))
"""Their stems."""


def _forms(verbs: str) -> str:
    bases = [verb.removesuffix("e") for verb in verbs.split()]
    return "|".join(sorted(bases, key=len, reverse=True))


_IRREGULAR: Final = "beat|won|taught|took|taken|kept|fell|rose|grew"
_VERB: Final = re.compile(
    rf"\b(?:(?P<act>(?:{_forms(_ACTS)})(?:e|es|ed|s|t?ted)?|{_IRREGULAR})"
    rf"|(?P<turn>(?:{_forms(_TURNS)})(?:e|es|ed|s|p?ped|bled)?))\b",
    re.IGNORECASE,
)
_BE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)(?:n't|\s+not)?\s+(?:(?:\w+ly|also)\s+)?$",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    r"\b(?:to|that|which|who|can|could|may|might|will|would|must|not)\s+$", re.IGNORECASE
)
_BY: Final = re.compile(r"\bby\s+(?!\d)([^,;.]*)")
_BY_NEXT: Final = re.compile(r"\s+by\s+(?!\d)", re.IGNORECASE)
_THAN: Final = re.compile(
    r"\b(?P<how>more|less|fewer|better|worse|[a-z]{3,12}er)\b(?P<what>[^,;.]{0,60}?)\bthan\b",
    re.IGNORECASE,
)
_COMPARATIVE: Final = re.compile(r"\b(?:more|less|fewer|better|worse|[a-z]{3,12}er)\b")
_OBJECT_ENDS: Final = re.compile(
    r"\b(?:by|using|when|if|as|on|in|with|for|at|from|under|over|to|than|while|after|during)\b|[,;.]",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[;:]\s|,?\s\b(?:while|whereas|but|although|though)\b\s|,\s(?=(?:and|the|our|its|ours)\b)"
    r"|\s\b(?:compared\s(?:to|with)|versus|vs\.?|against|up\sfrom|ahead\sof)\s"
)
_NAME: Final = re.compile(r"\b(?:[A-Z][\w+-]*[A-Z0-9][\w+-]*|[A-Z][a-z]{2,}[\w-]*(?=\W)|[A-Z]{2,})")
_FIRM: Final = re.compile(r"[\w-]*(?:[a-z][A-Z]|[A-Z]-?[A-Z]|[A-Za-z]-?\d)[\w-]*")
_GENERIC: Final = word_set(
    """
    we our us it its they their this that these those method methods approach model models framework
    algorithm system paper work study result results analysis technique one ones proposed new novel
    authors experiment experiments evaluation accuracy precision recall error errors score scores
    performance speed rate time value values
    """
)
_OTHERS: Final = word_set(
    "baseline baselines existing previous prior earlier conventional traditional standard others"
)
_RELATIVE: Final = re.compile(r"\b(?:that|which|who|whose|where)\b", re.IGNORECASE)
_METRIC: Final = re.compile(r"[\w-]+\s(?:of|from|by|at|to|is|was)\s\d\S*$|\d\S*$|^On\s[^,]{1,60},")
"""What a number is of, "an IoU of 71", and where: whose it is stands elsewhere."""
_NUMBER: Final = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*+(?![\w-]*[A-Za-z]{2})")
_WORD: Final = re.compile(r"[^\W_][\w+-]*")


@dataclass(frozen=True, slots=True)
class _Clause:
    """Who does what to what: stems of the subject, the verb, the rest, and the object alone."""

    subject: frozenset[str]
    verb: str
    rest: frozenset[str]
    object: frozenset[str]
    is_act: bool


def strange_subjects(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """Who does in a claim what another does in the sentences that it cites, in a few words.

    Of who has what, and of numbers, `clauses.pairings` knows.
    """
    said = _clauses(claim)
    if said:
        texts = [text for sentence in cited for text in filled_texts(sentence)]
        yield from _swapped(said, [clause for text in texts for clause in _clauses(text)])


def _swapped(said: Sequence[_Clause], given: Sequence[_Clause]) -> Iterator[str]:
    for clause in said:
        same = [
            other for other in given if other.verb == clause.verb and other.subject | other.rest
        ]
        if _is_undergone_by_another(clause, same):
            yield f"who is {clause.verb}: {min(clause.object)}"
            return
        if not clause.subject or not same:
            continue
        if any(clause.subject & other.subject or not other.subject for other in same):
            continue
        for other in same:
            is_crossed = clause.subject & other.object and clause.object & other.subject
            is_other = clause.is_act and clause.subject & other.rest
            if is_crossed or is_other:
                yield f"who {clause.verb}: {min(clause.subject)}"
                return


def _is_undergone_by_another(clause: _Clause, same: Sequence[_Clause]) -> bool:
    """Whether "engineers are evaluated" stands for "models are evaluated by engineers"."""
    if clause.subject or clause.rest or not (clause.object and clause.is_act):
        return False
    of = [other for other in same if other.object]
    if any(clause.object & other.object for other in of):
        return False
    return any(clause.object <= (other.subject | other.rest) - other.object for other in of)


@lru_cache(maxsize=2_000)
def _clauses(text: str) -> tuple[_Clause, ...]:
    found: list[_Clause] = []
    for part in _CLAUSE.split(folded(text)):
        for verb in _VERB.finditer(part):
            before, after = part[: verb.start()], part[verb.end() :]
            if told := _TOLD_TO.search(before):
                found.append(_active(told[1], after, verb))
                continue
            if _TO.search(before) and not re.search(r"\b(?:can|may|will|not)\s+$", before):
                continue
            is_passive = _BE.search(before) or (verb[0].endswith("ed") and _BY_NEXT.match(after))
            clause = _passive(before, after, verb) if is_passive else None
            if clause is None and not is_passive:
                clause = _active(before, after, verb)
            if clause is not None:
                found.append(clause)
                if not _TOLD_TO.search(f"{verb[0]}{after[: after.find(' to ') + 4]}"):
                    break
    return tuple(found)


def _active(before: str, after: str, verb: re.Match[str]) -> _Clause:
    subject = re.sub(r"^[^,]{0,60},\s", "", before) if "," in before else before
    ends = _OBJECT_ENDS.search(after)
    of = after[: ends.start()] if ends else after
    named = _telling(_RELATIVE.split(subject)[0])
    rest = _telling(after) | _stems(after)
    return _Clause(named, _kind(verb[0]), rest, _telling(of), bool(verb["act"]))


def _passive(before: str, after: str, verb: re.Match[str]) -> _Clause | None:
    by = _BY.search(after)
    of = _telling(before)
    if by is None:
        return _Clause(frozenset(), _kind(verb[0]), frozenset(), of, bool(verb["act"]))
    return _Clause(_telling(by[1]), _kind(verb[0]), of, of, bool(verb["act"]))


def _kind(verb: str) -> str:
    """A verb's stem; who evaluates may be said to judge or to score as well."""
    found = stem(verb.lower())
    return "evaluate" if found in _EVALUATING else found


def _telling(text: str) -> frozenset[str]:
    """The names of a phrase; where it has none, the stems of what it is about."""
    names = frozenset(match[0].casefold() for match in _FIRM.finditer(text))
    if names:
        return names
    return _stems(text)


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(text))
    kept = (word for word in words if word not in STOPWORDS and word not in _GENERIC)
    return frozenset(stem(word) for word in kept if not word[0].isdigit())


def is_said_of_the_other(claim: str, sentence: str) -> bool:
    """Whether "B is slower than A" has become "A is fast": it is said of the other of two."""
    given = _compared(sentence)
    if given is None:
        return False
    above, below = given[1] - given[2], given[2] - given[1]
    said = _compared(claim)
    more = said[1] if said else _telling(_before_comparing(folded(claim)))
    less = said[2] if said else frozenset[str]()
    return bool(more & below and (less & above or not more & above))


def _before_comparing(text: str) -> str:
    found = _COMPARATIVE.search(text)
    return text[: found.start()] if found else text


def _compared(text: str) -> tuple[str, frozenset[str], frozenset[str]] | None:
    text = folded(text)
    found = _THAN.search(text)
    if found is None:
        return None
    start = max(text.rfind(sign, 0, found.start()) for sign in (";", ". ", ": "))
    return (
        found["how"].lower(),
        _telling(re.sub(r"^On [^,]*, ", "", text[start + 1 : found.start()].strip())),
        _telling(re.split(r"[,;.]", text[found.end() :])[0]),
    )


_HAN: Final = re.compile("[\u4e00-\u9fff]")
_PLAIN: Final = re.compile(r"\b[a-z]{4,}\b")


def numbers_of_others(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """Numbers that a claim gives to one name, and its sentences to another.

    Args:
        claim: in any language.
        cited: the sentences that it cites, in English.
    """
    given = _parts(cited)
    for part in _parts([claim]):
        for number in _NUMBER.finditer(part):
            names = _FIRM.findall(_METRIC.sub("", part[: number.end()]))
            having = [other for other in given if number[0] in _NUMBER.findall(other)]
            if not names or not having:
                continue
            said = {name.casefold() for name in names}
            if _HAN.search(part) and any(
                word in other for word in _PLAIN.findall(part) for other in having
            ):
                continue  # "稠密注意力（dense attention）", beside a name of what is measured
            if any(
                said & {n.casefold() for n in _FIRM.findall(_METRIC.sub("", other))}
                for other in having
            ):
                continue
            others = [_owner_of(other, number[0]) for other in having]
            if all(others) and not said & {other.casefold() for other in others}:
                yield f"{number[0]} of {names[-1]}"
                return


def _parts(cited: Sequence[str]) -> list[str]:
    return [part for sentence in cited for part in _CLAUSE.split(folded(sentence))]


def _owner_of(part: str, number: str) -> str:
    """Whose a number is in a clause: a name or one of the others before it; empty if nobody's."""
    before = _METRIC.sub("", part[: part.index(number) + len(number)])
    words = {word.lower() for word in _WORD.findall(before)}
    is_called = re.search(r"\bour [\w-]+, ", before, re.IGNORECASE)  # "our estimator, FengriFlow,"
    if words & {"we", "our", "ours", "it", "its"} and not is_called:
        return ""
    named = _FIRM.search(before)
    if named:
        return named[0]
    return next(iter(words & _OTHERS), "")
