"""What stands after a command, as text front ends have it, read into what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.digesting import AskedDigest, Span
from app.limits import SHOWN
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.messages import for_example, sentence

_ANEW: Final = re.compile(r"(?<!\s)\s+(?:regenerate|anew)\s*$", re.IGNORECASE)
_FIGURES: Final = re.compile(r"(?<!\s)\s+figures\s*$", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"(?:^|\s)(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<word>today|yesterday|week))$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper that is to be explained.

    Attributes:
        anew: whether its summary is to be made anew.
        figures: whether its figures are wanted, and nothing else of it.
    """

    paper: PaperId
    anew: bool = False
    figures: bool = False


@dataclass(frozen=True, slots=True)
class AskedNarrowing:
    """A topic that brings too much, and what it shall mean; None to see what would narrow it."""

    topic: str
    meaning: str | None


def read_asked_paper(text: str) -> AskedPaper:
    """``2403.04634``, ``2403.04634 anew``, ``2403.04634 figures``.

    Raises:
        NotAPaperId: it names no paper, or several.
    """
    wanted = _ANEW.sub("", text)
    paper = _FIGURES.sub("", wanted)
    return AskedPaper(PaperId.parse(paper), anew=wanted != text, figures=paper != wanted)


def read_asked_digest(text: str) -> AskedDigest:
    """A topic, with ``today``, ``yesterday``, ``week`` or a date after it or alone.

    Raises:
        InputError: that is no date.
    """
    match = _SPAN.search(text)
    if match is None:
        return AskedDigest(topic=text.strip())
    topic = text[: match.start()].strip()
    if match["word"]:
        return AskedDigest(topic=topic, when=Span(match["word"].lower()))
    try:
        return AskedDigest(topic=topic, when=date.fromisoformat(match["day"]))
    except ValueError:
        raise InputError(
            sentence("“{text}” is not a date.", text=excerpt(match["day"], SHOWN)),
            hint=for_example("/digest diffusion models 2024-03-08"),
        ) from None


def read_asked_narrowing(text: str) -> AskedNarrowing:
    """``topic`` or ``topic = what it shall mean``."""
    topic, _, meaning = text.partition("=")
    return AskedNarrowing(topic.strip(), meaning.strip() or None)
