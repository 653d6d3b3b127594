"""Feeds of papers: Atom 1.0 (RFC 4287) and JSON Feed 1.1, with all that is said of each paper.

An entry's id is the paper's at arXiv, wherever the archive is. When it was updated is when it was
announced, or its version was submitted, or a language model's summary of it was made, whichever
was last; a feed's is the last of its entries'. So nothing moves that has not changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from app.archive.papers import summaries_for
from app.archive.reading import Announced
from composing.formulas import without_formulas
from domain.papers import Paper
from domain.summaries import Summary
from intake import calendar
from rendering.common.plain import sanitise
from rendering.files.json_nouns import written
from web.addresses import paper_path
from web.answers import Answer
from web.asked import Asked, NoSuchPage, NotYet, Page
from web.templating import entry_html

ENTRIES: Final = 30
RIGHTS: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of arXiv's metadata: https://info.arxiv.org/help/api/tou.html."""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_SECONDS: Final = 900
_BEGINNING: Final = datetime(1991, 8, 14, tzinfo=UTC)
"""Of arXiv, for a feed that has nothing yet."""


@dataclass(frozen=True, slots=True)
class _Entry:
    paper: Paper
    id: str
    url: str
    published: datetime
    updated: datetime
    brief: str
    html: str


async def as_atom(page: Page, asked: Asked) -> Answer:
    """A page's papers as an Atom feed."""
    entries = await _entries(page, asked)
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}"/>')
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", asked.language)
    _add(feed, "id", asked.address + page.path)
    _add(feed, "title", f"{page.title} · Papercrier")
    _add(feed, "updated", _moment(max((one.updated for one in entries), default=_BEGINNING)))
    _add(_add(feed, "author"), "name", "Papercrier")
    _add(feed, "rights", RIGHTS)
    _link(feed, "self", asked.address + page.at(".atom"), "application/atom+xml")
    _link(feed, "alternate", asked.address + page.path, "text/html")
    for one in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", without_formulas(one.paper.title))
        _add(entry, "published", _moment(one.published))
        _add(entry, "updated", _moment(one.updated))
        for author in one.paper.authors:
            _add(_add(entry, "author"), "name", author.name)
        for category in one.paper.categories:
            _add(entry, "category").set("term", category)
        _link(entry, "alternate", one.url, "text/html")
        if one.paper.id.abs_url:
            _link(entry, "related", one.paper.id.abs_url, "text/html")
        if one.brief:
            _add(entry, "summary", one.brief)
        _add(entry, "content", one.html).set("type", "html")
    body = etree.tostring(feed, encoding="UTF-8", xml_declaration=True)
    return Answer(body, "application/atom+xml; charset=utf-8", seconds=_SECONDS)


async def as_json_feed(page: Page, asked: Asked) -> Answer:
    """A page's papers as a JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{page.title} · Papercrier",
        "home_page_url": asked.address + page.path,
        "feed_url": asked.address + page.at(".feed.json"),
        "language": asked.language,
        "items": [
            {
                "id": one.id,
                "url": one.url,
                **({"external_url": one.paper.id.abs_url} if one.paper.id.abs_url else {}),
                "title": sanitise(without_formulas(one.paper.title)),
                "content_html": one.html,
                **({"summary": one.brief} if one.brief else {}),
                "date_published": _moment(one.published),
                "date_modified": _moment(one.updated),
                "authors": [{"name": sanitise(author.name)} for author in one.paper.authors],
                "tags": list(one.paper.categories),
            }
            for one in await _entries(page, asked)
        ],
    }
    body = written(feed).encode()
    return Answer(body, "application/feed+json; charset=utf-8", seconds=_SECONDS)


async def _entries(page: Page, asked: Asked) -> list[_Entry]:
    if page.papers is None:
        raise NoSuchPage
    if page.is_partial:
        raise NotYet
    shown = page.papers[:ENTRIES]
    papers = [one.paper for one in shown]
    made = await summaries_for(asked.services, asked.days.extracts, papers, asked.language)
    return [_entry(one, made[one.paper.id.base], asked) for one in shown]


def _entry(announced: Announced, summary: Summary | None, asked: Asked) -> _Entry:
    paper = announced.paper
    url = asked.address + paper_path(paper)
    day = calendar.due_at(announced.day) if announced.day else None
    published = day or paper.published or _BEGINNING
    made = summary.provenance if summary else None
    changes = (paper.updated, made.made_at if made and not made.is_extractive else None)
    return _Entry(
        paper=paper,
        id=paper.id.latest.abs_url or url,
        url=url,
        published=published,
        updated=max([published, *(moment for moment in changes if moment)]),
        brief=sanitise(without_formulas(summary.tldr.text)) if summary else "",
        html=entry_html(paper, summary, url, asked.language),
    )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = sanitise(text) or None
    return element


def _link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    element = _add(parent, "link")
    element.set("rel", relation)
    element.set("href", address)
    element.set("type", media_type)
