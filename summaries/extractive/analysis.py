"""The structured part of a summary, filled from what each sentence is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from summaries.extractive.compression import brief
from summaries.extractive.leaning import Lean
from summaries.extractive.passages import Part, Passage
from summaries.extractive.roles import Role
from summaries.extractive.takeaways import Point, repeats, similarity
from summaries.text.findings import is_aim
from summaries.text.understanding import Line

_ALIKE: Final = 0.75
_FIRST_HAND: Final = 0.15
"""How much more the abstract's word counts than that of a section."""

_PRIOR: Final = re.compile(
    r"\b(?:existing|previous(?:ly)?|prior|recent|current|conventional|traditional|earlier|classical|"
    r"standard|common|most|other|state-of-the-art)\s+(?:\w+[\s-]+){0,3}?(?:methods?|works?|"
    r"approaches|studies|techniques|models?|algorithms?|systems|solutions|efforts|schemes|"
    r"research|literature|results|bounds?|limits?|analys[ei]s|datasets|benchmarks|practices?)\b"
    r"|\bet al\b|\bha(?:s|ve) been (?:proposed|studied|developed|used|shown|introduced|explored)",
    re.IGNORECASE,
)
_LIMIT: Final = re.compile(
    r"\blimitations?\b|\b(?:is|are) (?:still )?limited to\b|\b(?:methods?|approach|models?|agents?|"
    r"algorithms?|rules?|systems?|frameworks?|it) (?:\w+ )?fails?\b|\bremains? (?:open|unclear|"
    r"unknown|challenging|an open|difficult|to be|the main)|\b(?:does|do) not (?:yet )?(?:handle|"
    r"support|cover|apply|hold|generali[sz]e|scale|address|account)|\b(?:calculations?|analys[ei]s|"
    r"models?|estimates?|methods?|results?) (?:\w+ )?(?:neglect|ignore)s?\b|\b(?:bounds?|results?|"
    r"methods?|analys[ei]s|approach|model|theory|calculations?|estimates?) (?:\w+ )?(?:assumes?|"
    r"is restricted|are restricted)\b|\b(?:gain|advantage|effect|benefit|improvement)s? (?:\w+ )?"
    r"(?:vanish|disappear)\w*|\bstill (?:struggle|fail|lack|underestimat|lag|suffer)\w*|"
    r"\bwe caution\b|\bcaveats?\b|\bnone of the\b|\bcovers? (?:only\b|.*\bonly\W*$)|"
    r"\bcannot be distinguished\b|\b(?:stops?|remains?|is|are) too \w+ ",
    re.IGNORECASE,
)
_LIMIT_OF_OTHERS: Final = re.compile(
    r"\b(?:overcom|address|robust|mitigat|alleviat|tackl|unlike|existing|previous|prior|circumvent|"
    r"resolv|remov|without|lifts?\b)\w*",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(
    r"\bwe\s+(?:plan|intend|hope|will|leave)\b|\bin\s+(?:the\s+)?future\b|\bfuture\s+(?:\w+\s+)?(?:work|"
    r"stud\w+|research|directions?)\b",
    re.IGNORECASE,
)
"""What is to come is no limit, although it stands beside one."""

_NEW: Final = re.compile(
    r"\b(?:novel|new|for the first time|the first (?:[\w-]+ ){0,4}(?:to|of its|on|for)|unlike|"
    r"in contrast to|pioneer\w*|original|never (?:before|been)|"
    r"(?:we|paper|work|study|article|letter) (?:(?!the\b)\w+ ){0,2}?(?:introduc|propos)\w+)\b",
    re.IGNORECASE,
)
_MATTERS: Final = re.compile(
    r"\b(?:implications?|significance|important(?:ly)?|enabl(?:es?|ing)|pav(?:es?|ing) the way|"
    r"(?:results?|findings?|work|study|this|these) suggests?|opens? (?:up|new|the way|an?)\b|"
    r"insights?|the potential (?:of|for|to)|potential (?:applications?|uses?)|promising|"
    r"could be (?:used|applied)|can be (?:applied|used|extended)|applicable|practical|sheds?|"
    r"understanding|may be of (?:independent )?interest|foundations?(?! models?)|contribut\w+ to|"
    r"highlights?|conclude|valuable)\b",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(
    r"\d\s?%|\bper\s?cent\b|\b\d+(?:\.\d+)?\s?(?:×|x\b|times\b(?! of)|-fold\b)|\bfactor of\b|"
    r"\borders? of magnitude\b|\b\d+\.\d+\b|\b(?:halv|doubl|tripl)\w+|\btwice\b|"
    r"\b(?:ten|hundred)fold\b|"
    r"\b\d+(?:\.\d+)?\s?(?:dB|ms|seconds|points|hours|minutes|K|eV|meV|GHz|MB|GB|sigma|σ)\b"
)
_EFFORT: Final = re.compile(
    r"\A(?=.*\d).*?(?:\bwe (?:\w+ ){0,3}?(?:collect|annotat|label|recruit|survey|interview|record|"
    r"curat|gather|compil|transcrib|digiti[sz])(?:e|e?d|led)?\b|\bwe\b.*\bmanually\b|"
    r"\bGPU[- ](?:hours|days)\b)",
    re.IGNORECASE,
)
"""What it took: something gathered by hand, in numbers."""


@dataclass(frozen=True)
class _Rule:
    """How one part is filled: which sentences belong, how many, and from which sections first."""

    name: str
    belongs: Callable[[Passage], bool]
    most: int
    home: frozenset[Part] = frozenset()


def _has(pattern: re.Pattern[str], *roles: Role) -> Callable[[Passage], bool]:
    return lambda passage: (
        passage.role in roles and pattern.search(passage.line.text) is not None and _own(passage)
    )


def _is(*roles: Role) -> Callable[[Passage], bool]:
    return lambda passage: (
        passage.role in roles
        and _own(passage)
        and not (passage.praises or is_aim(passage.line.text))
    )


def _own(passage: Passage) -> bool:
    """Whether a sentence of a section speaks of this paper, as far as its role asks for that."""
    if passage.part is Part.ABSTRACT or passage.role is Role.BACKGROUND:
        return True
    return "cites" not in passage.line.cues


def _of_others(passage: Passage) -> bool:
    if passage.role is not Role.BACKGROUND or passage.line.cues & {"we", "this paper"}:
        return False
    return _PRIOR.search(passage.line.text) is not None


def _limits(passage: Passage) -> bool:
    late = passage.role in (Role.RESULT, Role.OTHER, Role.METHOD)
    return (late or passage.part is Part.LIMITATIONS) and states_limit(
        passage.line.text, passage.part
    )


def states_limit(text: str, part: Part | None) -> bool:
    """Whether a sentence tells a limit of the paper's own work; in a section of them, each does."""
    if part is Part.LIMITATIONS:
        return not _PLANNED.search(text)
    return _LIMIT.search(text) is not None and not _LIMIT_OF_OTHERS.search(text)


def states_use(text: str) -> bool:
    """Whether a sentence tells what something is good for, or why it counts."""
    return _MATTERS.search(text) is not None


_matters: Final = _has(_MATTERS, Role.RESULT, Role.OTHER)
_BEFORE: Final = Role.BACKGROUND

_CLAIMED: Final = frozenset((Part.ABSTRACT, Part.INTRODUCTION, Part.CONCLUSION))
"""Where a paper says what is new in it."""

_CORE: Final = (
    _Rule(
        "background",
        lambda passage: passage.role is Role.BACKGROUND or is_aim(passage.line.text),
        2,
        frozenset((Part.ABSTRACT, Part.INTRODUCTION)),
    ),
    _Rule(
        "method",
        _is(Role.METHOD, Role.OBJECTIVE),
        3,
        frozenset((Part.ABSTRACT, Part.METHOD)),
    ),
    _Rule("results", _is(Role.RESULT), 3, frozenset((Part.ABSTRACT, Part.RESULTS))),
)
_SPECIAL: Final = (
    _Rule("limitations", _limits, 2, frozenset((Part.LIMITATIONS,))),
    _Rule("prior_work", _of_others, 2, frozenset((Part.RELATED,))),
    _Rule("workload", _has(_EFFORT, Role.METHOD, Role.OBJECTIVE), 1),
    _Rule("performance", _has(_FIGURES, Role.RESULT), 2, frozenset((Part.RESULTS,))),
    _Rule(
        "innovation",
        lambda passage: (
            passage.role in (Role.OBJECTIVE, Role.METHOD, Role.RESULT)
            and passage.part in _CLAIMED
            and bool(passage.line.cues & {"we", "this paper"})
            and _NEW.search(passage.line.text) is not None
            and not passage.praises
        ),
        1,
    ),
    _Rule(
        "significance",
        lambda passage: _matters(passage) or (passage.praises and passage.role is not _BEFORE),
        1,
        frozenset((Part.CONCLUSION,)),
    ),
)
_KEPT_FOR: Final = {
    "prior_work": _CORE[0],
    "workload": _CORE[1],
    "performance": _CORE[2],
    "innovation": _CORE[1],
    "significance": _CORE[2],
}
"""The core part whose only sentence a special part may not take."""


def analysed(
    passages: Sequence[Passage], shown: Sequence[Passage], room: int
) -> dict[str, list[Point]]:
    """The parts of the analysis by name: what is not shown already, each sentence in one part.

    Args:
        passages: of the abstract and then of the text.
        shown: those that the one sentence and the takeaways are made of.
        room: words that all parts may have together.
    """
    told = [p.line for p in passages if p.part is Part.ABSTRACT or p in shown]
    free = [
        passage
        for passage in _different(passages)
        if passage.is_told and _is_new(passage, shown, told)
    ]
    parts: dict[str, list[Passage]] = {}
    for rule in _SPECIAL:
        parts[rule.name] = []
        for passage in _best(rule, free, alone=True):
            others = [other for other in free if other is not passage]
            taken = [*shown, *(other for found in parts.values() for other in found)]
            core = _KEPT_FOR.get(rule.name)
            if core is None or not core.belongs(passage) or _told(core, others, taken):
                free = others
                parts[rule.name].append(passage)
    for rule in _CORE:
        parts[rule.name] = list(_best(rule, free))
        free = [passage for passage in free if passage not in parts[rule.name]]
    return _in_room(parts, room)


def _is_new(passage: Passage, shown: Sequence[Passage], told: Sequence[Line]) -> bool:
    if passage.part is Part.ABSTRACT or passage.role is not Role.RESULT:
        return all(passage.line.text != other.line.text for other in shown)
    return not repeats(passage.line, told)


def _in_room(parts: Mapping[str, Sequence[Passage]], room: int) -> dict[str, list[Point]]:
    """The first sentences of each part that fit, then the second ones, and so on."""
    points: dict[str, list[Point]] = {}
    for rank in range(max(map(len, parts.values()), default=0)):
        for name, found in parts.items():
            if rank < len(found):
                point = Point(found[rank], brief(found[rank].line.text))
                if point.words <= room:
                    points.setdefault(name, []).append(point)
                    room -= point.words
    return {name: sorted(found, key=lambda p: p.passage.place) for name, found in points.items()}


def _told(core: _Rule, free: Sequence[Passage], taken: Sequence[Passage]) -> bool:
    """Whether what a core part is about is told without one more sentence."""
    return any(map(core.belongs, free)) or any(map(core.belongs, taken))


def _different(passages: Sequence[Passage]) -> list[Passage]:
    """The passages without those whose very words another one before them has."""
    first = {passage.line.text: passage for passage in reversed(passages)}
    return [passage for passage in passages if first[passage.line.text] is passage]


def _best(rule: _Rule, passages: Sequence[Passage], *, alone: bool = False) -> Iterator[Passage]:
    """The best sentences of a part that say different things.

    One that leans on the sentence before it belongs to a part only beside that sentence, or where
    there is no other; if all must stand alone, it does not belong at all.
    """
    fitting = [passage for passage in passages if rule.belongs(passage)]
    fitting.sort(
        key=lambda p: (p.part in rule.home) + p.likeness + _FIRST_HAND * (p.part is Part.ABSTRACT),
        reverse=True,
    )
    chosen: list[Passage] = []
    for leans in (False,) if alone else (False, True):
        for passage in fitting:
            if len(chosen) == rule.most:
                return
            if (passage.lean is Lean.ON_THE_SENTENCE_BEFORE) is not leans:
                continue
            if leans and chosen and passage.place - 1 not in {p.place for p in chosen}:
                continue
            if all(similarity(passage.line, other.line) < _ALIKE for other in chosen):
                chosen.append(passage)
                yield passage
