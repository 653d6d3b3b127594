"""One result of arXiv's API, to a paper."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Protocol

from domain.errors import Explained, NotAPaperId
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Author, MetadataOrigin, Paper
from domain.taxonomy import ARCHIVES, RETIRED, archive_of
from papers.text.latex import readable
from papers.withdrawals import is_withdrawn

_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


class ResultAuthor(Protocol):
    """`arxiv.Result.Author`, as far as it is read here."""

    name: str
    affiliation: list[str]


class Result(Protocol):
    """`arxiv.Result`, as far as it is read here."""

    entry_id: str
    updated: datetime
    published: datetime
    title: str
    authors: list[ResultAuthor]
    summary: str
    comment: str | None
    journal_ref: str | None
    doi: str | None
    primary_category: str
    categories: list[str]


class ResultUnreadable(Explained):
    """The result lacks what every result has; the message says what and which."""


def paper_from(result: Result) -> Paper:
    """The paper that a result describes.

    Raises:
        ResultUnreadable: its id is none, or it has no category.
    """
    try:
        paper_id = PaperId.parse(result.entry_id)
    except NotAPaperId as error:
        raise ResultUnreadable(error.message) from error
    categories = _categories(result)
    if not categories:
        raise ResultUnreadable(sentence("{paper_id} has no category.", paper_id=paper_id))
    abstract = readable(result.summary)
    comment = _text(result.comment)
    return Paper(
        id=paper_id,
        title=readable(result.title),
        authors=tuple(_author(author) for author in result.authors),
        abstract=abstract,
        categories=categories,
        primary=categories[0],
        comment=comment,
        journal_ref=_text(result.journal_ref),
        doi=_doi(result.doi),
        published=result.published,
        updated=result.updated,
        withdrawn=is_withdrawn(comment, abstract),
        origin=MetadataOrigin.API,
    )


def _categories(result: Result) -> tuple[str, ...]:
    """The categories that are arXiv's own, the primary one first.

    The API gives ACM and MSC classes of a paper among them ("I.2.7", "68T50").
    """
    named = (result.primary_category, *result.categories)
    own = (name for name in named if archive_of(name) in ARCHIVES or name in RETIRED)
    return tuple(dict.fromkeys(own))


def _author(author: ResultAuthor) -> Author:
    affiliations = (readable(affiliation) for affiliation in author.affiliation)
    return Author(readable(author.name), tuple(name for name in affiliations if name))


def _text(raw: str | None) -> str | None:
    return readable(raw or "") or None


def _doi(raw: str | None) -> str | None:
    """The first DOI of the field, bare; some papers have several."""
    first = next(iter((raw or "").split()), "")
    return _DOI_PREFIX.sub("", first) or None
