"""A page of results of arXiv's API, and what it must prove before it is believed: pure.

arXiv does answer, with status 200, pages that are empty, cut short, or no feed at all
(https://github.com/lukasschwab/arxiv.py/issues/203 and its neighbours).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NoReturn

from lxml import etree

from domain.errors import Explained, MalformedAnswer
from domain.messages import Message, sentence
from domain.papers import Paper
from papers.api.entry import ATOM, EntryUnreadable, paper_from

_OPENSEARCH: Final = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERRORS: Final = "arxiv.org/api/errors"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a page has: how many results the whole query has, and those here."""

    total: int
    papers: tuple[Paper, ...]


class _Doubt(Explained):
    """The page does not prove itself; the message says where."""


def read_page(body: bytes, *, start: int, size: int) -> FeedPage:
    """Read the page of results that begins at `start` and holds up to `size`.

    Raises:
        MalformedAnswer: it is something else, incomplete, or contradicts itself.
    """
    try:
        return _checked(_root(body), start, size)
    except (_Doubt, EntryUnreadable) as doubt:
        _refuse(doubt.message, body)


def error_of(body: bytes) -> str:
    """What an error entry says, or an empty string where the body is no such entry."""
    try:
        return _error_in(_root(body).iterfind(f"{ATOM}entry"))
    except _Doubt:
        return ""


def _refuse(reason: Message, body: bytes) -> NoReturn:
    raise MalformedAnswer(
        sentence("An answer of arXiv's API cannot be trusted: {reason}.", reason=reason),
        evidence=body,
    )


def _root(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise _Doubt(sentence("it is no well-formed XML")) from error
    if root.tag != f"{ATOM}feed":
        raise _Doubt(sentence("it is no Atom feed"))
    return root


def _checked(root: etree._Element, start: int, size: int) -> FeedPage:
    entries = root.findall(f"{ATOM}entry")
    if error := _error_in(entries):
        raise _Doubt(sentence("it reports “{error}”", error=error[:200]))
    total, first = _number(root, "totalResults"), _number(root, "startIndex")
    if first != start:
        raise _Doubt(sentence("it begins at {first}, not at {start}", first=first, start=start))
    expected = min(size, max(0, total - start))
    if len(entries) != expected:
        raise _Doubt(
            sentence(
                "it has {count} entries where {expected} of {total} should be",
                count=len(entries),
                expected=expected,
                total=total,
            )
        )
    papers = tuple(map(paper_from, entries))
    ids = [str(paper.id) for paper in papers]
    if len(set(ids)) < len(ids):
        repeated = next(name for name in ids if ids.count(name) > 1)
        raise _Doubt(sentence("it has {repeated} twice", repeated=repeated))
    return FeedPage(total, papers)


def _error_in(entries: Iterable[etree._Element]) -> str:
    for entry in entries:
        if _ERRORS in (entry.findtext(f"{ATOM}id") or ""):
            return (entry.findtext(f"{ATOM}summary") or "an error").strip()
    return ""


def _number(root: etree._Element, name: str) -> int:
    try:
        return int(root.findtext(f"{_OPENSEARCH}{name}") or "")
    except ValueError:
        raise _Doubt(sentence("it has no {name}", name=name)) from None
