"""The sentences of a paper that a summary may be made of, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Final

from domain.fulltext import Section
from summaries.extractive.compression import plain, points_elsewhere
from summaries.extractive.cuts import MATH
from summaries.extractive.leaning import Lean, leaning
from summaries.extractive.roles import Role, roles, settled
from summaries.grounding.templates import instruction_in
from summaries.text.boilerplate import is_hollow, is_notice
from summaries.text.findings import is_aim, is_announcement, is_aside
from summaries.text.language import length
from summaries.text.outcomes import is_outcome, is_success
from summaries.text.praise import is_praise
from summaries.text.sentences import sentences
from summaries.text.understanding import Line, Reading

ABSTRACT: Final = "Abstract"


class Part(StrEnum):
    """What kind of section a passage stands in."""

    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    RELATED = "related work"
    METHOD = "method"
    RESULTS = "results"
    CONCLUSION = "conclusion"
    LIMITATIONS = "limitations"


@dataclass(frozen=True)
class Passage:
    """A sentence.

    Attributes:
        place: its number in the order of reading.
        section: the title of the section it stands in.
        hollow: whether it could stand in any paper.
        likeness: how much of what the abstract is about it speaks of, 0 to 1.
    """

    place: int
    section: str
    part: Part
    line: Line
    role: Role
    likeness: float
    hollow: bool

    @property
    def is_of_text(self) -> bool:
        """Whether it stands in the full text rather than in the abstract."""
        return self.part is not Part.ABSTRACT

    @cached_property
    def lean(self) -> Lean:
        """How much it needs the sentence before it."""
        return leaning(self.line.text)

    @cached_property
    def is_told(self) -> bool:
        """Whether it says something of the paper's subject, done, found or wished."""
        text = plain(self.line.text)
        if not (self.hollow or is_announcement(text) or is_aside(text)):
            return True
        return is_outcome(self.line.text) or self.is_vague

    @cached_property
    def is_vague(self) -> bool:
        """Whether it says of what came out only that it is good."""
        text = self.line.text
        return self.hollow and is_success(text) and not is_outcome(text)

    @cached_property
    def praises(self) -> bool:
        """Whether it says what the paper is good for rather than what is in it."""
        return is_praise(self.line.text)

    @cached_property
    def is_finding(self) -> bool:
        """Whether it says what the paper did or found."""
        if self.role is Role.BACKGROUND or not self.is_told:
            return False
        return not (self.praises or is_aim(self.line.text))


_TITLES: Final[dict[Part | None, str]] = {
    None: r"references|bibliography|acknowledg|appendi|supplement|funding|contributions?$|author|"
    r"conflict|availab|ethic|impact statement|checklist|notation|declaration|orcid|key ?words|"
    r"index terms|ccs concepts|subject class",
    Part.ABSTRACT: r"^abstract|^summary$",
    Part.LIMITATIONS: r"limitation",
    Part.CONCLUSION: r"conclu|discussion|outlook|summary|closing|future|final remarks",
    Part.RELATED: r"related|prior|previous|literature|background|state of the art",
    Part.INTRODUCTION: r"introduction|motivation|overview",
    Part.RESULTS: r"result|experiment|evaluation|ablation|finding|performance|simulation|"
    r"observation|application|case stud|main theorem|comparison|numerical",
    Part.METHOD: r"method|approach|model|algorithm|framework|architecture|design|theory|system|"
    r"proposed|preliminar|formulation|setup|training|dataset|data|proof|procedure",
}
_PARTS: Final = tuple((part, re.compile(pattern)) for part, pattern in _TITLES.items())
_ROLES: Final = {
    Part.INTRODUCTION: Role.BACKGROUND,
    Part.RELATED: Role.BACKGROUND,
    Part.METHOD: Role.METHOD,
    Part.RESULTS: Role.RESULT,
    Part.CONCLUSION: Role.RESULT,
    Part.LIMITATIONS: Role.OTHER,
}
_OWN_ACTS: Final = frozenset(("proposes", "studies", "shows", "this paper", "is done"))
_MOST_OF_SECTION: Final = 40
"""Sentences read of a section: what matters stands near its beginning."""

_UNFIT: Final = re.compile(
    r"\b(?:fig(?:ure|s)?|tables?|tab|eq(?:uation|s|n)?|(?:sub)?sec(?:tion|s)?|appendix|alg(?:orithm)?|"
    r"theorem|lemma|proposition|corollary|definition|remark|refs?|chapter)\b[.\s~]*[\d(A-Z[]|[\\{}_$]|"
    r"\b(?:above|below|following|as follows)\b|\ufffd|\bchar\d",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS: Final = 4
_SHORTEST: Final = 8
_LONGEST: Final = 45
_PROSE: Final = 0.8
"""The least share of letters and blanks in a sentence that is prose rather than formulas."""


def of_opening(section: str, reading: Reading, likely: dict[str, float]) -> list[Passage]:
    """The sentences of an abstract, or of what stands for one, notices left out."""
    told = settled(reading.lines, roles(reading.lines), reading.title_name)
    return [
        _passage(
            place,
            section,
            Part.ABSTRACT,
            line,
            Role.BACKGROUND if reading.is_denied(place) else role,
            likely,
        )
        for place, (line, role) in enumerate(zip(reading.lines, told, strict=True))
        if not is_notice(line.text) and _is_prose(line.text) and not instruction_in(line.text)
    ]


def _is_prose(text: str) -> bool:
    """Whether there are words enough beside the formulas."""
    words = _WORD.finditer(MATH.sub("", text) if "$" in text else text)
    if len(tuple(islice(words, _FEWEST_WORDS))) == _FEWEST_WORDS:
        return True
    return not text.isascii() and length(text) >= len(text.split()) + _FEWEST_WORDS


def _passage(
    place: int, section: str, part: Part, line: Line, role: Role, likely: dict[str, float]
) -> Passage:
    alike, hollow = likeness(line, likely), is_hollow(line.text)
    return Passage(place, section, part, line, role, alike, hollow)


def of_text(sections: Iterable[Section], likely: dict[str, float], after: int) -> list[Passage]:
    """Sentences of a paper's sections that can stand alone, numbered on from `after`."""
    found: list[Passage] = []
    current: Part | None = Part.INTRODUCTION
    for section in sections:
        current = part_of(section, current)
        if current is None or current is Part.ABSTRACT:
            continue
        for line in _lines(section):
            role = _ROLES[current]
            if current is Part.INTRODUCTION and line.cues & _OWN_ACTS:
                role = Role.OBJECTIVE
            place = after + len(found)
            found.append(_passage(place, section.title, current, line, role, likely))
    return found


def likeness(line: Line, likely: dict[str, float]) -> float:
    """How likely the content of a sentence is to stand in a summary, on the whole."""
    expected = sum(likely[word] for word in line.content if word in likely)
    return expected / (len(line.content) + 4)


def part_of(section: Section, before: Part | None) -> Part | None:
    """The kind of a section; an unknown subsection belongs to the section before it."""
    title = section.title.lower().strip(" .0123456789")
    for part, pattern in _PARTS:
        if pattern.search(title):
            return part
    return before if section.level > 1 else Part.METHOD


def _lines(section: Section) -> Iterator[Line]:
    for sentence in sentences(section.text)[:_MOST_OF_SECTION]:
        text = sentence.text
        if (
            _SHORTEST <= len(text.split()) <= _LONGEST
            and text[0].isupper()
            and text[-1] in ".!"
            and not _UNFIT.search(text)
            and not is_notice(text)
            and not points_elsewhere(text)
            and sum(c.isalpha() or c.isspace() for c in text) >= _PROSE * len(text)
            and not instruction_in(text)
        ):
            yield Line.of(text)
