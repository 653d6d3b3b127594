"""The part that each sentence of an abstract plays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from enum import StrEnum
from functools import cache
from operator import add
from typing import Final

from summaries.extractive.weights import Features, KnownWording, Weights, weights, wording
from summaries.text.findings import is_aim, is_criticism, is_problem
from summaries.text.headings import heading
from summaries.text.outcomes import is_shown
from summaries.text.understanding import Line


class Role(StrEnum):
    """What a sentence is about, as CSAbstruct tells them apart."""

    BACKGROUND = "background"
    OBJECTIVE = "objective"
    METHOD = "method"
    RESULT = "result"
    OTHER = "other"


_ACTS: Final = frozenset(("proposes", "studies", "shows"))
_OPENS: Final = frozenset(("we first", "here we"))
_EARLIER: Final = frozenset(("background", "cites"))
_BEFORE: Final = _EARLIER | {"trouble"}
_ANYBODY: Final = re.compile(
    r"\bwe\s+(?:can|could|may|might|often|already|know|need|live|tend|usually|humans|must|have\s+to)\b",
    re.IGNORECASE,
)
"""What people do, rather than the authors."""

_THIS_STUDY: Final = re.compile(
    r"\bthis\s+(?!is\b|was\b)\w+\s+(?:paper|study|work|article|review|report|survey|note)\b",
    re.IGNORECASE,
)
_TO_DO_THIS: Final = re.compile(
    r"\W*(?:in\s+order\s+)?to\s+\w+\s+(?:\w+\s+)?(?:this|these|such)\b[^,]{0,60},\s+we\s",
    re.IGNORECASE,
)
_I: Final = re.compile(r"\bI\s+[a-z]")

_PRESENTED: Final = re.compile(
    r"\b(?:is|are)\s+(?:\w+ly\s+|also\s+)?(?:presented|proposed|introduced|developed|derived|given|"
    r"constructed|studied|investigated|analy[sz]ed|described|discussed|established|obtained|reported|"
    r"computed|calculated|examined|reviewed|extended|generali[sz]ed|considered|determined|identified|"
    r"classified|characteri[sz]ed|substantiated|solved|answered|explored|introduced)\b[^,;:]{0,60}\Z"
    r"|\A\W*(?:an?|the|new|first|two|three|several|results?|measurements?)\s[^,;:]{0,120}?\b(?:is|are)\s+(?:\w+ly\s+|"
    r"here\s+)?(?:presented|proposed|reported|introduced|developed|performed|carried\s+out|constructed|"
    r"described(?!\s+by)|outlined|investigated|examined|measured|synthesi[sz]ed|"
    r"(?:considered|studied|analy[sz]ed|derived)\s+(?:for|in|on|by|using|via|with|under))\b"
    r"|\b(?:was|were)\s+(?:\w+ly\s+)?(?:synthesi[sz]ed|fabricated|prepared|grown|deposited|performed|"
    r"carried\s+out|conducted|trained|recruited|collected|made|taken|recorded|compared|analy[sz]ed)\b"
)
"""What says in the passive voice what a paper does: mostly the end of a sentence, or its verb."""

_MADE: Final = re.compile(
    r"\b(?:is|are|was|were|ha(?:s|ve)\s+been)\s+(?:\w+ly\s+|then\s+)?(?:developed|proposed|introduced|designed|built|constructed|devised)\b"
)
"""What was made, said after what it was made for."""

_MEASURED: Final = re.compile(
    r"\d\s?%|\bper\s?cent\b|\d\s?(?:×|x\b|times\b(?!\s+of)|-fold\b)|\b(?:factor|orders?) of\b|"
    r"\b(?:compared (?:with|to)|than)\b.*\d|\d.*\b(?:compared (?:with|to)|than|against)\b|"
    r"\b(?:outperform|surpass|exceed|halv|doubl|improv|reduc|degrad|widen|increas|decreas)(?:e?s|ed)\b|"
    r"\btimes\s+(?:fewer|less|more|faster|slower|larger|smaller|better|higher|lower)\b|"
    r"\b(?:reach|achiev|attain|scor)(?:e?s|ed)\b[^;:]{0,60}?(?<![\w-])\d"
)
_TURNED_OUT: Final = re.compile(
    r"\bha(?:s|ve)\s+(?:\w+ly\s+)?(?:extracted|identified|achieved|detected|produced|yielded|reached)\b.*\d|"
    r"\b(?:weak|strong|high|low|larg|small|fast|slow|great|bright|faint|short|long)e?r\s+(?:in|for|at|than)\b|\bexhibits?\b|\bconverges?\s+to\b"
    r"|\b(?:was|were|is|are)\s+(?:highly|strongly|mostly|largely|significantly|substantially|accurately|closely)\b"
    r"|\A\W*(?:this|these)\s+(?:[\w-]+\s+){1,2}?(?:limit|enhance|boost|lead|indicate|impl|result|explain|confirm|lower|raise)(?:s|d|y|ies|ed)?\b"
)
_DONE: Final = re.compile(
    r"\W*(?:(?:finally|moreover|furthermore|additionally|next|then),?\s+)?we\s+(?:\w+ly\s+|then\s+|also\s+)?"
    r"(?:perform|conduct|run|carr|use|compare|leverage|apply|employ|train|test|evaluate|investigate|examine|analy[sz]e)(?:d|ed|ied|y)?\b"
    r"(?!.*\b(?:and|,)\s+(?:\w+\s+)?(?:show|find|found|demonstrat|observ|achiev|obtain|outperform|prov|reveal)\w*)",
    re.IGNORECASE,
)
_UNSURE: Final = (Role.METHOD, Role.OTHER)
"""Roles of which what came out is told by its numbers and comparisons."""

_STEPS: Final = 5
_BEGIN: Final = "begin"


def roles(lines: Sequence[Line]) -> list[Role]:
    """The most likely roles of the sentences of an abstract, taken together in their order."""
    trained = weights("roles")
    rows = zip(_of_places(lines), lines, strict=True)
    scores = [scored(row, _known().of(line.words)) for row, line in rows]
    return most_likely(scores, trained["follows"])


def settled(lines: Sequence[Line], told: Sequence[Role], name: str = "") -> list[Role]:
    """Roles put right where the wording leaves no doubt.

    Args:
        lines: the sentences of an abstract.
        told: their roles, as far as the weights tell.
        name: what the title calls the paper's own; a sentence that begins with it is of the paper.

    The people who told the roles of the training data mostly called an abstract's first sentence
    its background, even "We prove …"; most abstracts of mathematics begin like that. What stands
    before the first sentence of the paper's own is its background, whatever it speaks of.
    """
    parts = [heading(line.text)[0] for line in lines]
    if any(parts):
        return _by_headings(parts, told, lines)
    own = (p for p, line in enumerate(lines) if _is_own(line) or _opens_with(line, name))
    start = next(own, len(lines))
    if start == len(lines):
        return list(told)
    before = zip(told[:start], lines[:start], strict=True)
    return [
        *(_before(role, line) for role, line in before),
        *(_right(role, line) for role, line in zip(told[start:], lines[start:], strict=True)),
    ]


def _by_headings(parts: Sequence[str], told: Sequence[Role], lines: Sequence[Line]) -> list[Role]:
    """Every sentence plays the part that the last heading names."""
    found: list[Role] = []
    current = ""
    for place, (part, role) in enumerate(zip(parts, told, strict=True)):
        current = part or current
        found.append(Role(current) if current else role)
        if (
            current == Role.OBJECTIVE
            and not _is_own(lines[place])
            and not is_aim(lines[place].text)
        ):
            found[-1] = Role.BACKGROUND if _acts_next(parts, lines, place) else found[-1]
    return found


def _acts_next(parts: Sequence[str], lines: Sequence[Line], place: int) -> bool:
    """Whether the next sentence under the same heading says what the paper does."""
    after = lines[place + 1 : place + 2]
    return bool(after) and not parts[place + 1] and _is_own(after[0])


def _opens_with(line: Line, name: str) -> bool:
    return bool(name) and line.text.lower().startswith((f"{name} ", f"the {name} "))


def _is_own(line: Line) -> bool:
    """Whether a sentence is where a paper begins to speak of itself."""
    if "we" in line.cues and _TO_DO_THIS.match(line.text):
        return True
    return bool(line.cues & _OPENS and not _ANYBODY.search(line.text)) or acts(line)


def acts(line: Line) -> bool:
    """Whether a sentence says what the paper or its authors do."""
    if line.cues & _ACTS or "this paper" in line.cues or is_shown(line.text):
        return True
    if "this" in line.words and _THIS_STUDY.search(line.text):
        return True
    if "to that end" in line.cues and _MADE.search(line.text.lower()):
        return True
    if line.cues & _EARLIER or ("trouble" in line.cues and "contrast" in line.cues):
        return False
    return _PRESENTED.search(line.text.lower()) is not None


def _before(role: Role, line: Line) -> Role:
    """What stands before all that the paper does is background, but where its authors speak."""
    speak = "we" in line.cues and not _ANYBODY.search(line.text)
    return role if speak or _I.search(line.text) else Role.BACKGROUND


def _right(role: Role, line: Line) -> Role:
    if is_criticism(line.text) or is_problem(line.text):
        return Role.BACKGROUND
    if role is not Role.RESULT and is_shown(line.text):
        return Role.RESULT
    if role is Role.BACKGROUND and acts(line):
        return Role.OBJECTIVE
    if role is Role.BACKGROUND and not line.cues & _BEFORE:
        return Role.METHOD if "we" in line.cues else Role.OTHER
    if role in _UNSURE and not line.cues & _ACTS and _came_out(line):
        return Role.RESULT
    if role is Role.RESULT and not line.cues & {"shows"} and _DONE.match(line.text):
        return role if _came_out(line) else Role.METHOD
    return role


def _came_out(line: Line) -> bool:
    """Whether a sentence tells how something turned out, in numbers or by comparing."""
    small = line.text.lower()
    if _MEASURED.search(small):
        return True
    return "we" not in line.cues and _TURNED_OUT.search(small) is not None


def scored(features: Features, said: Sequence[tuple[float, ...]] = ()) -> dict[Role, float]:
    """The log-odds of each role of a sentence, as far as its features and wording tell."""
    table = _by_feature()
    known = ((table[name], value) for name, value in features if name in table)
    rows = (row if value == 1.0 else [value * weight for weight in row] for row, value in known)
    totals = map(sum, zip([0.0] * len(Role), *rows, *said, strict=True))
    return dict(zip(Role, totals, strict=True))


@cache
def _known() -> KnownWording[tuple[float, ...]]:
    return KnownWording(_by_feature())


@cache
def _by_feature() -> dict[str, tuple[float, ...]]:
    """For each feature its weights for the roles in their order."""
    trained = [weights("roles")[role] for role in Role]
    names = {name for model in trained for name in model}
    return {name: tuple(model.get(name, 0.0) for model in trained) for name in names}


def most_likely(scores: Sequence[dict[Role, float]], follows: Weights) -> list[Role]:
    """The sequence of roles with the highest sum of scores and of scores of neighbours (Viterbi).

    Args:
        scores: for each sentence the log-odds of its roles.
        follows: log-odds of "role role" side by side and of "begin role".
    """
    if not scores:
        return []
    every = tuple(Role)
    after = [[follows.get(f"{old} {role}", 0.0) for old in every] for role in every]
    best = [scores[0][role] + follows.get(f"{_BEGIN} {role}", 0.0) for role in every]
    came_from: list[list[int]] = []
    for row in scores[1:]:
        reached = [list(map(add, best, before)) for before in after]
        highest = list(map(max, reached))
        came_from.append(list(map(list.index, reached, highest)))
        best = [high + row[role] for high, role in zip(highest, every, strict=True)]
    path = [best.index(max(best))]
    for sources in reversed(came_from):
        path.append(sources[path[-1]])
    return [every[place] for place in reversed(path)]


def role_features(lines: Sequence[Line]) -> Iterator[Features]:
    """The features of each sentence by name."""
    for row, line in zip(_of_places(lines), lines, strict=True):
        yield [*row, *wording(line.words)]


def _of_places(lines: Sequence[Line]) -> Iterator[Iterator[tuple[str, float]]]:
    """The features of each sentence beside those of its wording, each row to be read in turn."""
    before: set[str] = set()
    for place, line in enumerate(lines):
        yield _of_place(lines, place, line, before & _TURNS)
        before |= line.cues


def _of_place(
    lines: Sequence[Line], place: int, line: Line, before: Set[str]
) -> Iterator[tuple[str, float]]:
    last = len(lines) - 1
    relative = place / max(1, last)
    yield "bias", 1.0
    yield "place", min(place, 12) / 12
    yield "relative place", relative
    yield f"step {int(relative * (_STEPS - 1) + 0.5)}", 1.0
    if place == 0:
        yield "first", 1.0
    if place == last:
        yield "last", 1.0
    yield "length", min(len(line.words), 60) / 60
    yield from ((cue, 1.0) for cue in line.cues)
    yield from ((_beside("earlier", cue), 1.0) for cue in before)
    if place > 0:
        yield from ((_beside("after", cue), 1.0) for cue in lines[place - 1].cues)
    if place < last:
        yield from ((_beside("before", cue), 1.0) for cue in lines[place + 1].cues)


@cache
def _beside(where: str, cue: str) -> str:
    return f"{where} {cue}"


_TURNS: Final = frozenset(("proposes", "studies", "shows", "we", "evaluates"))
