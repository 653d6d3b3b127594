"""What an answer of arXiv's API must prove before it is believed: pure, from its bytes.

The package ``arxiv`` reads what it can and says nothing of the rest; arXiv does answer, with
status 200, pages that are empty, cut short, or no feed at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

from lxml import etree

from domain.errors import Explained, MalformedAnswer
from domain.messages import Message, sentence

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH: Final = "{http://a9.com/-/spec/opensearch/1.1/}"
_ERRORS: Final = "arxiv.org/api/errors"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a page says of itself: results of the whole query, and entries here."""

    total: int
    entries: int


class _Doubt(Explained):
    """The page does not prove itself; the message says where."""


def check_feed(body: bytes, *, start: int, size: int) -> FeedPage:
    """Check the page of results that begins at `start` and holds up to `size`.

    Raises:
        MalformedAnswer: it is something else, incomplete, or contradicts itself.
    """
    try:
        return _checked(_root(body), start, size)
    except _Doubt as doubt:
        _refuse(doubt.message, body)


def error_of(body: bytes) -> str:
    """What an error entry says, or an empty string where the body is no such entry."""
    try:
        return _error_in(_root(body).iterfind(f"{_ATOM}entry"))
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
    if root.tag != f"{_ATOM}feed":
        raise _Doubt(sentence("it is no Atom feed"))
    return root


def _checked(root: etree._Element, start: int, size: int) -> FeedPage:
    entries = root.findall(f"{_ATOM}entry")
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
    ids = [_whole(entry) for entry in entries]
    if len(set(ids)) < len(ids):
        repeated = next(name for name in ids if ids.count(name) > 1)
        raise _Doubt(sentence("it has {repeated} twice", repeated=repeated))
    return FeedPage(total, len(entries))


def _error_in(entries: Iterable[etree._Element]) -> str:
    for entry in entries:
        if _ERRORS in (entry.findtext(f"{_ATOM}id") or ""):
            return (entry.findtext(f"{_ATOM}summary") or "an error").strip()
    return ""


def _number(root: etree._Element, name: str) -> int:
    try:
        return int(root.findtext(f"{_OPENSEARCH}{name}") or "")
    except ValueError:
        raise _Doubt(sentence("it has no {name}", name=name)) from None


def _whole(entry: etree._Element) -> str:
    """The id of an entry that has all that the package needs in order not to skip it."""
    name = (entry.findtext(f"{_ATOM}id") or "").strip()
    if not name:
        raise _Doubt(sentence("an entry has no id"))
    for part in ("published", "updated"):
        try:
            datetime.fromisoformat((entry.findtext(f"{_ATOM}{part}") or "").strip())
        except ValueError:
            raise _Doubt(sentence("{name} has no <{part}>", name=name, part=part)) from None
    if not (entry.findtext(f"{_ATOM}title") or "").strip():
        raise _Doubt(sentence("{name} has no <title>", name=name))
    return name
