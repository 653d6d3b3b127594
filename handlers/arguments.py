"""What stands after a command, as text front ends have it, read into what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.days import Span
from app.digesting import AskedDigest
from app.limits import SHOWN
from app.versions.comparing import AskedChanges
from domain.errors import InputError, NotAPaperId
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.topics import Query, Topic
from handlers.days import split_days
from topics.catalogue import topic_from
from topics.language import parse_query

_ANEW: Final = re.compile(r"(?<!\s)\s+(?:regenerate|anew)(?:,? please)?[.!]?\s*$", re.IGNORECASE)
_TITLE_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LIKE_AN_ID: Final = re.compile(r"\d{4}\.\d|/\d{7}|://")
MOST_AT_ONCE: Final = 5
"""Papers that are explained one after another."""
_FIGURES: Final = re.compile(r"(?<!\s)\s+figures\s*$", re.IGNORECASE)
_VERSION: Final = re.compile(r"(?:v|version )?(\d{1,3})", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"(?P<asked>.*?) ?(?:sent (?P<sent>20\d\d-(?:0\d|1[0-2])-[0-2]\d) )?page (?P<page>\d{1,3})",
    re.DOTALL,
)
_INSTEAD: Final = re.compile(r"(?P<topic>.*\S)\s+instead of:\s*(?P<other>\S.*)", re.IGNORECASE)


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
class AskedPapers:
    """Several papers that are to be explained, and how many more were named."""

    papers: tuple[PaperId, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class AskedTitle:
    """A paper that is to be explained, by its title."""

    title: str


@dataclass(frozen=True, slots=True)
class AskedNarrowing:
    """A topic that brings too much, and what it shall mean; None to see what would narrow it."""

    topic: str
    meaning: str | None


@dataclass(frozen=True, slots=True)
class AskedTopic:
    """A topic to follow, and the label of one that it takes the place of, if any."""

    topic: Topic
    instead_of: str = ""


def read_asked_topic(text: str) -> AskedTopic:
    """``topic``, or ``topic instead of: other``.

    Raises:
        InputError: the topic cannot be understood, or is a paper or a mistyped id.
    """
    if (mistyped := PaperId.mistyped(text)) is not None:
        raise mistyped
    match = _INSTEAD.fullmatch(text.strip())
    papers = PaperId.find(text)
    if papers and len(text.split()) == 1:
        raise InputError(
            sentence("“{text}” is a paper, not a topic.", text=excerpt(text.strip(), SHOWN)),
            hint=for_example(f"/summarize {papers[0]}"),
        )
    if match is None:
        return AskedTopic(topic_from(text))
    return AskedTopic(topic_from(match["topic"]), match["other"])


def read_asked_paper(text: str) -> AskedPaper:
    """``2403.04634``, ``2403.04634 anew``, ``2403.04634 figures``.

    Raises:
        NotAPaperId: it names no paper, or several.
    """
    wanted = _ANEW.sub("", text)
    paper = _FIGURES.sub("", wanted)
    return AskedPaper(PaperId.parse(paper), anew=wanted != text, figures=paper != wanted)


def read_to_explain(text: str) -> AskedPaper | AskedPapers | AskedTitle:
    """What `read_asked_paper` takes, several ids or links, or a title of two words or more.

    Raises:
        NotAPaperId: it is none of these.
    """
    each = {paper.base: paper for paper in PaperId.find(text)}
    if len(each) > 1:
        papers = tuple(each.values())
        return AskedPapers(papers[:MOST_AT_ONCE], len(papers[MOST_AT_ONCE:]))
    try:
        return read_asked_paper(text)
    except NotAPaperId:
        title = text.strip().strip("\"“”„«»'").strip()
        if len(_TITLE_WORD.findall(title)) < 2 or _LIKE_AN_ID.search(title):
            raise
    return AskedTitle(title)


def read_changes(text: str) -> AskedChanges:
    """``2403.04634``, ``2403.04634 v1 v3``, ``2403.04634v2``; with ``figures`` behind.

    Raises:
        InputError: it names no paper, several, or more versions than two.
    """
    wanted = _FIGURES.sub("", text)
    papers = PaperId.find(wanted)
    paper = PaperId.parse(wanted) if len({one.base for one in papers}) != 1 else papers[0]
    words = wanted.replace(",", " ").split()
    behind = [word for word in words[1:] if not PaperId.find(word)]
    numbers = [match for word in behind if (match := _VERSION.fullmatch(word))]
    versions = sorted(
        {one.version for one in papers if one.version} | {int(match[1]) for match in numbers}
    )
    if len(versions) > 2 or 0 in versions:
        raise InputError(
            sentence("Two versions of a paper are compared, the earlier one first."),
            hint=for_example(f"/changes {paper.latest} v1 v2"),
        )
    # One version alone is what is asked about; there is none before the first.
    before = versions[0] if len(versions) == 2 or versions == [1] else None
    after = versions[-1] if versions and versions != [1] else None
    return AskedChanges(paper.latest, before, after, figures=wanted != text)


def read_asked_digest(text: str) -> AskedDigest:
    """A topic with days as `split_days` takes them, or either alone.

    What the buttons of a digest's pages add stands last: ``sent 2024-03-08 page 2``.

    Raises:
        InputError: that is no date.
    """
    asked = _PAGE.fullmatch(text)
    sent = asked["sent"] if asked else None
    topic, when = split_days(asked["asked"] if asked else text)
    if (mistyped := PaperId.mistyped(topic)) is not None:
        raise mistyped
    return AskedDigest(
        topic=topic,
        when=when or Span.TODAY,
        page=int(asked["page"]) if asked else None,
        sent=date.fromisoformat(sent) if sent else None,
    )


def read_search(text: str) -> Query:
    """What to search for.

    Raises:
        InputError: it is an id that cannot be, or cannot be understood.
    """
    if (mistyped := PaperId.mistyped(text)) is not None:
        raise mistyped
    return parse_query(text)


def read_asked_narrowing(text: str) -> AskedNarrowing:
    """``topic`` or ``topic = what it shall mean``."""
    topic, _, meaning = text.partition("=")
    return AskedNarrowing(topic.strip(), meaning.strip() or None)
