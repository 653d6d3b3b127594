"""What arXiv's news feed says: pure, from the bytes of ``rss.arxiv.org/atom/…`` to a `Feed`.

The feed holds the announcements of the current date, new and cross-listed ones with abstract, and
is the one place that gives licences in bulk (https://info.arxiv.org/help/rss_specifications.html).
Its own dates say nothing about its content, which has been seen stale under a fresh date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from lxml import etree

from domain.errors import Explained, MalformedAnswer, NotAPaperId
from domain.identifiers import PaperId
from domain.messages import Message, sentence
from domain.papers import AnnouncementKind, Author, MetadataOrigin, Paper
from papers.text.latex import readable
from papers.text.noted import with_formulas
from papers.text.own_names import with_own_names
from papers.withdrawals import is_withdrawn

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_KINDS: Final = {
    "new": AnnouncementKind.NEW,
    "cross": AnnouncementKind.CROSS,
    "replace": AnnouncementKind.REPLACE,
    "replace-cross": AnnouncementKind.REPLACE,
}
_PREAMBLE = re.compile(
    r"(?:(?<!\s)\s+)?arXiv:\S{1,60}\s+Announce Type:\s*[\w-]+\s+Abstract:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One announcement with the metadata that the feed gives.

    Attributes:
        paper: with the version announced and the licence; its authors' names are as the feed has
            them, in one string cut at the commas.
    """

    kind: AnnouncementKind
    paper: Paper


@dataclass(frozen=True, slots=True)
class Feed:
    """The announcements of a date, in the feed's order, each paper once."""

    entries: tuple[FeedEntry, ...]


class _Doubt(Explained):
    """The feed is not what it should be; the message says where."""


def parse_feed(body: bytes) -> Feed:
    """Read an Atom feed of arXiv's announcements.

    Raises:
        MalformedAnswer: it is no such feed, breaks off, reports an error of arXiv's, or an entry
            lacks its id, kind, title or categories.
    """
    if b"<!DOCTYPE" in body:
        _refuse(sentence("it declares a document type"), body)
    try:
        root = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        _refuse(sentence("it is not well-formed XML ({why})", why=error.msg), body)
    if root.tag != f"{_ATOM}feed":
        _refuse(sentence("it is not an Atom feed"), body)
    title = _text(root, f"{_ATOM}title")
    if title.startswith("Feed error"):
        _refuse(
            sentence("arXiv answers “{said}”", said=_text(root, f"{_ATOM}subtitle")[:200]), body
        )
    try:
        return Feed(_unique([_entry(node) for node in root.iterfind(f"{_ATOM}entry")]))
    except _Doubt as doubt:
        _refuse(doubt.message, body)


def _parser() -> etree.XMLParser:
    """Without entities, document types or network: a feed needs none of them."""
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True
    )


def _refuse(reason: Message, body: bytes) -> NoReturn:
    raise MalformedAnswer(
        sentence("arXiv's feed cannot be trusted: {reason}.", reason=reason), evidence=body
    )


def _entry(node: etree._Element) -> FeedEntry:
    shown = _text(node, f"{_ATOM}id")
    try:
        paper_id = PaperId.parse(shown)
    except NotAPaperId as error:
        raise _Doubt(
            sentence("an entry has no arXiv id but “{shown}”", shown=shown[:60])
        ) from error
    announced = _text(node, f"{_ARXIV}announce_type")
    if announced not in _KINDS:
        raise _Doubt(
            sentence(
                "{paper_id} is announced as “{announced}”",
                paper_id=paper_id,
                announced=announced[:30],
            )
        )
    return FeedEntry(_KINDS[announced], _paper(node, paper_id))


@with_formulas
def _paper(node: etree._Element, paper_id: PaperId) -> Paper:
    title = readable(_text(node, f"{_ATOM}title"))
    terms = (part.get("term", "") for part in node.iterfind(f"{_ATOM}category"))
    categories = tuple(dict.fromkeys(term for term in terms if term))
    if not title or not categories:
        raise _Doubt(
            sentence(
                "{paper_id} has no {missing}",
                paper_id=paper_id,
                missing=sentence("title") if not title else sentence("categories"),
            )
        )
    abstract = with_own_names(_abstract(node), title)
    return Paper(
        id=paper_id,
        title=title,
        authors=_authors(_text(node, f"{_DC}creator")),
        abstract=abstract,
        categories=categories,
        primary=categories[0],
        journal_ref=readable(_text(node, f"{_ARXIV}journal_reference")) or None,
        doi=_text(node, f"{_ARXIV}DOI") or None,
        licence=_text(node, f"{_DC}rights") or None,
        withdrawn=is_withdrawn(None, abstract),
        origin=MetadataOrigin.FEED,
    )


def _text(node: etree._Element, tag: str) -> str:
    """The text of a child, stripped; empty if there is none."""
    return (node.findtext(tag) or "").strip()


def _abstract(node: etree._Element) -> str:
    return readable(_PREAMBLE.sub("", _text(node, f"{_ATOM}summary"), count=1))


def _authors(creators: str) -> tuple[Author, ...]:
    """Names with their affiliations in parentheses, from one string with commas between."""
    authors: list[Author] = []
    for piece in _between_commas(creators):
        name, opened, affiliation = piece.partition("(")
        affiliation = affiliation.rstrip().removesuffix(")") if opened else ""
        if name.strip():
            authors.append(Author(readable(name), tuple(filter(None, [readable(affiliation)]))))
    return tuple(authors)


def _between_commas(text: str) -> Iterator[str]:
    """The parts of a text between the commas that stand outside parentheses."""
    start = depth = 0
    for place, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == "," and not depth:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _unique(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    seen: set[str] = set()
    for entry in entries:
        if entry.paper.id.base in seen:
            raise _Doubt(sentence("it has {repeated} twice", repeated=entry.paper.id.base))
        seen.add(entry.paper.id.base)
    return tuple(entries)
