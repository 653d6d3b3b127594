"""A paper's own page at arXiv, ``/abs/<id>``, to a paper and whether there is HTML of it. Pure.

The page tells what the API tells, the licence, and which forms the paper may be had in. What it
tells is taken from the tags that scholarly crawlers read
(https://scholar.google.com/intl/en/scholar/inclusion.html), where there is one, and from where
arXiv's template puts it (arXiv/arxiv-browse, ``browse/templates/abs``, June 2026), and only if the
two agree.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import NotAPaperId
from domain.identifiers import PaperId
from domain.papers import Author, MetadataOrigin, Paper, PaperPage
from papers.api.entry import first_doi
from papers.listings.entry import categories_in, text_of
from papers.text.latex import readable
from papers.text.noted import with_formulas
from papers.text.own_names import with_own_names
from papers.withdrawals import is_withdrawn

_VERSION: Final = re.compile(
    r"\[v(\d{1,3})\] ([A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2}) (?:UTC|GMT)"
    r" \([\d,]{1,12} KB\)( \(withdrawn\))?"
)
_LICENCE: Final = re.compile(r"https?://(?:creativecommons\.org|arxiv\.org/licenses)/\S{1,100}")
_JOURNAL: Final = "Journal reference:"


class PageUnbelieved(ValueError):
    """The page lacks what every such page has, or contradicts itself."""


def read_paper_page(body: bytes, wanted: PaperId) -> PaperPage:
    """What the page that was asked for a paper tells.

    Args:
        body: the page.
        wanted: the paper, without a version where the newest is asked for.

    Raises:
        PageUnbelieved: it is not the page of that paper, or tells something in another form.
    """
    _believe(body.rstrip().endswith(b"</html>"))
    page = LexborHTMLParser(body)
    paper = _paper(page, wanted)
    return PaperPage(paper, has_html=page.css_first("a#latexml-download-link") is not None)


@with_formulas
def _paper(page: LexborHTMLParser, wanted: PaperId) -> Paper:
    paper_id = _id_of(page)
    versions = _versions(page)
    _believe(paper_id.base == wanted.base and paper_id.base == _told(page, "citation_arxiv_id"))
    version = paper_id.version or 0
    _believe(version == (wanted.version or len(versions)) and 1 <= version <= len(versions))
    first, _ = versions[0]
    this, was_withdrawn = versions[version - 1]
    title = readable(_told(page, "citation_title"))
    abstract = with_own_names(readable(_told(page, "citation_abstract")), title)
    subjects = page.css_first("td.subjects")
    categories = categories_in(subjects) if subjects is not None else ()
    _believe(bool(title and abstract and categories))
    comment = _field(page.css_first("td.comments"))
    return Paper(
        id=paper_id,
        title=title,
        authors=_authors(page),
        abstract=abstract,
        categories=categories,
        primary=categories[0],
        comment=comment,
        journal_ref=_journal(page),
        doi=first_doi(_tag(page, "citation_doi")),
        published=first,
        updated=this,
        licence=_licence(page),
        withdrawn=was_withdrawn or is_withdrawn(comment, abstract, version),
        origin=MetadataOrigin.API,
    )


def _believe(holds: bool) -> None:
    if not holds:
        raise PageUnbelieved


def _told(page: LexborHTMLParser, name: str) -> str:
    told = _tag(page, name)
    _believe(bool(told))
    return told


def _tag(page: LexborHTMLParser, name: str) -> str:
    return next(iter(_tags(page, name)), "")


def _tags(page: LexborHTMLParser, name: str) -> list[str]:
    nodes = page.css(f'head meta[name="{name}"]')
    return [(node.attributes.get("content") or "").strip() for node in nodes]


def _id_of(page: LexborHTMLParser) -> PaperId:
    """The paper with the version that the page is of."""
    node = page.css_first("td.arxividv a")
    try:
        return PaperId.parse(node.text() if node is not None else "")
    except NotAPaperId as error:
        raise PageUnbelieved from error


def _versions(page: LexborHTMLParser) -> list[tuple[datetime, bool]]:
    """When each version was submitted, the first one first, and whether it is withdrawn."""
    node = page.css_first("div.submission-history")
    told = _VERSION.findall(" ".join(node.text().split())) if node is not None else []
    _believe(bool(told) and [int(at) for at, _, _ in told] == [*range(1, len(told) + 1)])
    try:
        return [(parsedate_to_datetime(f"{when} +0000"), bool(note)) for _, when, note in told]
    except ValueError as error:
        raise PageUnbelieved from error


def _authors(page: LexborHTMLParser) -> tuple[Author, ...]:
    """The linked names, also those that are folded away; as many as crawlers are told."""
    node = page.css_first("div.authors")
    links = node.css("a") if node is not None else []
    names = [readable(link.text()) for link in links if link.attributes.get("id") != "toggle"]
    _believe(bool(names) and all(names) and len(names) == len(_tags(page, "citation_author")))
    return tuple(map(Author, names))


def _field(node: LexborNode | None) -> str | None:
    return text_of(node) or None if node is not None else None


def _journal(page: LexborHTMLParser) -> str | None:
    rows = page.css("div.metatable tr")
    told = (row.css_first("td.jref") for row in rows if _JOURNAL in " ".join(row.text().split()))
    return _field(next(told, None))


def _licence(page: LexborHTMLParser) -> str | None:
    node = page.css_first("div.abs-license a")
    address = (node.attributes.get("href") or "").strip() if node is not None else ""
    return address if _LICENCE.fullmatch(address) else None
