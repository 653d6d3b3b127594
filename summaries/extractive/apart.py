"""Whether a sentence can be all that is said of a paper: whole, of the paper's own, not empty."""

from __future__ import annotations

import re
from typing import Final

from summaries.extractive.leaning import has_empty_subject
from summaries.text.boilerplate import is_hollow, is_notice
from summaries.text.findings import is_aim, is_announcement
from summaries.text.outcomes import is_shown
from summaries.text.praise import is_praise
from summaries.text.understanding import Line
from topics.english.stems import stem

_FEWEST: Final = 8
"""Words that a shorter form must have to say enough."""

_FEWEST_TELLING: Final = 3
"""Words of content that it must have beside those of any paper."""

_EMPTY: Final = frozenset(
    map(
        stem,
        (
            "propose", "proposed", "present", "introduce", "develop", "study", "investigate",
            "consider", "address", "show", "demonstrate", "incorporate", "new", "novel", "simple",
            "method", "approach", "model", "framework", "technique", "algorithm", "paper", "work",
            "problem", "results",
        ),
    )
)  # fmt: skip
_FEWEST_OF_AIM: Final = 12
"""Words from which an aim says enough: "This paper aims to bridge this gap" does not."""

_DANGLES: Final = re.compile(
    r"\W*(?:the|its|this|these|such)\s+(?:\w+\s+){1,3}(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"\w+(?:ed|en|wn|nd|de)\W*$"
    r"|\W*the\s+(?:connection|relation|link|equivalence|correspondence|proof|construction|technique)s?\s+"
    r"(?:is|are|rests?|uses?|relies)\b",
    re.IGNORECASE,
)
"""A definite subject of which no more is said than that something was done with it."""

_ADDS: Final = re.compile(
    r"\W*(?:previously|earlier|additionally|furthermore|moreover|besides|ultimately|lastly|in\s+(?:addition|conjunction|the\s+process)"
    r"|along\s+the\s+way|the\s+results?\s+(?:is|are|was|were)\s+also"
    r"|we\s+(?:also|further|first|then)|(?:second|next|then)(?:ly)?(?=,)"
    r"|the\s+(?:first|second|third)\s+\w+|the\s+(?:model|method|algorithm|approach|framework|procedure|technique)s?\s+(?:is|are|was|can|has))\b"
    r"|\W*in\s+(?:a|the|our)\s+(?:companion|subsequent|forthcoming|future|separate|previous|earlier)\s+(?:paper|work|article|study)\b"
    r"|(?:[^,;]{1,40},?\s+)?we\s+(?:have\s+)?(?:started|began)\b|\W*examples?\s+(?:of\s+\w+\s+)?(?:include|are|is)\b|[^,;]*\b(?:is|are)\s+(?:\w+ed\s+first\W*$|also\s+(?:\w+\s+)?\w+ed\b)"
    r"|\W*we\s+\w+\s+(?:this|these)\s+(?:results?|theorems?|bounds?|findings?|estimates?|claims?)\b"
    r"|\W*(?:(?:therefore|thus|hence),?\s+)?we\s+\w+\s+that\s+(?:it|they)\b|\W*(?:our|this)\s+(?:\w+\s+){1,4}?also\b",
    re.IGNORECASE,
)
"""What comes on top of the main point, or speaks of what stood before."""

_TOO_LONG: Final = 60
OF_THE_PAPER: Final = frozenset(("proposes", "studies", "shows", "this paper", "is done"))
_OWN: Final = OF_THE_PAPER | {"we", "our thing", "evaluates", "number", "past"}


def says_enough(line: Line) -> bool:
    """Whether a shorter form still says what is proposed or found, and not only that."""
    return len(line.words) >= _FEWEST and len(line.content - _EMPTY) >= _FEWEST_TELLING


def stands_alone(line: Line) -> bool:
    """Whether a sentence is no notice, no question and no pointer to the one before it."""
    if len(line.words) > _TOO_LONG or is_notice(line.text):
        return False
    if "points back" in line.cues and not has_empty_subject(line.text):
        return False
    return "asks" not in line.cues or bool(line.cues & OF_THE_PAPER)


def is_beside(line: Line) -> bool:
    """Whether a sentence, as it stands in its abstract, only leads or adds to the main point."""
    if "background" in line.cues and not line.cues & _OWN and not is_shown(line.text):
        return True
    return _ADDS.match(line.text) is not None


def is_telling(line: Line) -> bool:
    """Whether a sentence says something of its paper rather than of papers."""
    if (
        _DANGLES.match(line.text)
        or is_praise(line.text)
        or is_hollow(line.text)
        or is_announcement(line.text)
    ):
        return False
    return len(line.words) >= _FEWEST_OF_AIM or not is_aim(line.text)
