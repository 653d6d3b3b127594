"""The forms of pages: HTML, data, feeds, files to take along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from xml.sax.saxutils import escape

from app.archive.public import public_channels
from composing.pages import paper_document
from domain.metadata.citations import Citation
from domain.topics import Topic
from rendering.files.bibtex import to_bibtex
from rendering.files.csl import to_csl
from rendering.files.json_nouns import to_json
from rendering.files.markdown import to_markdown
from rendering.files.opml import to_opml
from rendering.files.ris import to_ris
from topics.catalogue import catalogue
from web import channels, mini_app, pages
from web.addresses import channel_path, day_path, slug_of, topic_path
from web.answers import Answer
from web.asked import Asked, Made, NoSuchPage, Page
from web.feeds import as_atom, as_json_feed
from web.templating import page_html

Form = Callable[[Page, Asked], Awaitable[Answer]]

_JSON: Final = "application/json; charset=utf-8"
_A_DAY: Final = 86_400
_MOST_IN_SITEMAP: Final = 5_000
_DAYS_IN_SITEMAP: Final = 60


async def as_html(page: Page, asked: Asked) -> Answer:
    """A page for browsers."""
    policy = mini_app.ENTRANCE if page.template == "app" else mini_app.POLICY
    framed = asked.is_within_telegram or page.template == "app"
    headers = {"content-security-policy": policy} if framed else {}
    return Answer(page_html(page, asked), headers=headers)


async def as_json(page: Page, _: Asked) -> Answer:
    """A page as data."""
    return Answer(to_json(page.noun).encode(), _JSON)


async def _as_markdown(page: Page, _: Asked) -> Answer:
    shown = page.values["shown"]
    document = paper_document(shown.paper, shown.summary, announced=next(iter(shown.days), None))
    return Answer(to_markdown(document).encode(), "text/markdown; charset=utf-8")


def _as_citation(written: Callable[[list[Citation]], str], media_type: str) -> Form:
    async def form(page: Page, _: Asked) -> Answer:
        return Answer(written([Citation(page.values["paper"])]).encode(), media_type)

    return form


async def as_figure(page: Page, asked: Asked) -> Answer:
    """A figure of a paper's, as an image."""
    wanted = asked.part("number")
    for figure in page.values["figures"]:
        if figure.number == wanted:
            return Answer(figure.image, figure.media_type, seconds=_A_DAY)
    raise NoSuchPage


async def _as_opml(_: Page, asked: Asked) -> Answer:
    def feed(topic: Topic) -> str:
        return f"{asked.address}/topic/{slug_of(topic.label)}.atom"

    listed = to_opml((ready.topic for ready in catalogue()), "Papercrier", feed)
    return Answer(listed.encode(), "text/x-opml; charset=utf-8")


async def _as_sitemap(_: Page, asked: Asked) -> Answer:
    worked_out = await asked.days.worked_out(_DAYS_IN_SITEMAP)
    papers = dict.fromkeys(base for day in worked_out for base in day.papers)
    paths = [
        *("/", "/topics", "/status", "/about"),
        *map(topic_path, catalogue()),
        *(day_path(day.day) for day in worked_out),
        *(channel_path(channel.name) for channel in await public_channels(asked.services)),
        *(f"/paper/{base}" for base in list(papers)[:_MOST_IN_SITEMAP]),
    ]
    urls = "".join(f"<url><loc>{escape(asked.address + path)}</loc></url>" for path in paths)
    place = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{place}">{urls}</urlset>'
    return Answer(text.encode(), "application/xml; charset=utf-8", seconds=3_600)


_FEEDS: Final[Mapping[str, Form]] = {".atom": as_atom, ".feed.json": as_json_feed}
_FILES: Final[Mapping[str, Form]] = {
    ".md": _as_markdown,
    ".bib": _as_citation(to_bibtex, "application/x-bibtex; charset=utf-8"),
    ".ris": _as_citation(to_ris, "application/x-research-info-systems; charset=utf-8"),
    ".csl.json": _as_citation(to_csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}
LISTS: Final[Mapping[str, Form]] = {"/topics.opml": _as_opml, "/sitemap.xml": _as_sitemap}
"""What is listed of the whole archive."""


def forms_of(made: Made) -> Mapping[str, Form]:
    """The forms that a page has, by the ending of its path; the longest ending first."""
    more: Mapping[str, Form] = {}
    if made in (pages.topic, pages.author, pages.search, channels.channel):
        more = _FEEDS
    if made is pages.paper:
        more = _FILES
    return {**more, ".json": as_json, "": as_html}
