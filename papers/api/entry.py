"""One entry of an answer of arXiv's API, to a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from domain.errors import Explained, NotAPaperId
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Author, MetadataOrigin, Paper
from domain.taxonomy import ARCHIVES, RETIRED, archive_of
from papers.text.latex import readable
from papers.text.noted import with_formulas
from papers.text.own_names import with_own_names
from papers.withdrawals import is_withdrawn

ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


class EntryUnreadable(Explained):
    """The entry lacks what every entry has; the message says what and which."""


@with_formulas
def paper_from(entry: etree._Element) -> Paper:
    """The paper that an entry describes.

    Raises:
        EntryUnreadable: it has no id, title, date or category.
    """
    try:
        paper_id = PaperId.parse(_raw(entry, f"{ATOM}id"))
    except NotAPaperId as error:
        raise EntryUnreadable(sentence("an entry has no id")) from error
    title = _text(entry, f"{ATOM}title")
    if title is None:
        raise EntryUnreadable(sentence("{name} has no <title>", name=str(paper_id)))
    categories = _categories(entry)
    if not categories:
        raise EntryUnreadable(sentence("{paper_id} has no category", paper_id=paper_id))
    abstract = with_own_names(_text(entry, f"{ATOM}summary") or "", title)
    comment = _text(entry, f"{_ARXIV}comment")
    return Paper(
        id=paper_id,
        title=title,
        authors=tuple(map(_author, entry.iterfind(f"{ATOM}author"))),
        abstract=abstract,
        categories=categories,
        primary=categories[0],
        comment=comment,
        journal_ref=_text(entry, f"{_ARXIV}journal_ref"),
        doi=first_doi(_raw(entry, f"{_ARXIV}doi")),
        published=_moment(entry, paper_id, "published"),
        updated=_moment(entry, paper_id, "updated"),
        withdrawn=is_withdrawn(comment, abstract, paper_id.version),
        origin=MetadataOrigin.API,
    )


def _raw(entry: etree._Element, tag: str) -> str:
    return (entry.findtext(tag) or "").strip()


def _text(entry: etree._Element, tag: str) -> str | None:
    return readable(_raw(entry, tag)) or None


def _moment(entry: etree._Element, paper_id: PaperId, name: str) -> datetime:
    try:
        return datetime.fromisoformat(_raw(entry, f"{ATOM}{name}")).astimezone(UTC)
    except ValueError:
        raise EntryUnreadable(
            sentence("{name} has no <{part}>", name=str(paper_id), part=name)
        ) from None


def _categories(entry: etree._Element) -> tuple[str, ...]:
    """The categories that are arXiv's own, the primary one first.

    The API gives ACM and MSC classes of a paper among them ("I.2.7", "68T50").
    """
    own = (name for name in _terms(entry) if archive_of(name) in ARCHIVES or name in RETIRED)
    return tuple(dict.fromkeys(own))


def _terms(entry: etree._Element) -> Iterator[str]:
    for tag in (f"{_ARXIV}primary_category", f"{ATOM}category"):
        for node in entry.iterfind(tag):
            yield node.get("term", "")


def _author(author: etree._Element) -> Author:
    affiliations = (node.text or "" for node in author.iterfind(f"{_ARXIV}affiliation"))
    readably = (readable(affiliation) for affiliation in affiliations)
    return Author(_text(author, f"{ATOM}name") or "", tuple(name for name in readably if name))


def first_doi(raw: str) -> str | None:
    """The first DOI of the field, bare; some papers have several."""
    first = next(iter(raw.split()), "")
    return _DOI_PREFIX.sub("", first) or None
