"""Templates: Jinja with everything escaped, speaking the language being spoken."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from composing import wording
from composing.asking.places import place
from composing.operating.condition import STATES
from composing.paper_blocks import marks_of
from composing.versions.brief import in_a_sentence
from domain.documents import link
from domain.metadata.licences import licence_name
from domain.papers import Batch, Paper
from domain.summaries import Summary
from domain.taxonomy import ARCHIVES, described
from i18n.speech import current, number, phrase, plural, spoken
from rendering.common.plain import UNSEEN, web_address
from web import addresses, markup
from web.asked import Asked, Page
from web.mini_app import within_telegram

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"
AUTHORS_IN_LISTS: Final = 6

KEPT: Final = 500
"""Papers that are set once for all lists, and for all feeds; some 10 KB each with what it is of."""

_UNSEEN: Final = re.compile(f"[{UNSEEN}]")


@cache
def environment() -> Environment:
    """The templates, with what they may call."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_readable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        phrase=phrase,
        plural=plural,
        number=number,
        spoken=spoken,
        day_told=wording.day,
        short_day=lambda on: current().short_day(on),
        spans=wording.spans,
        wording=wording,
        state_told=_state,
        archive_told=lambda name: ARCHIVES.get(name, name),
        category_told=described,
        authors_of=_authors,
        marks_of=marks_of,
        licence_name=licence_name,
        place=place,
        prose=markup.prose,
        title=markup.title,
        address_line=lambda url: markup.html_of((link(url, url),)),
        web_address=web_address,
        at=addresses,
        static=static_path,
        listed_html=listed_html,
        changed=in_a_sentence,
    )
    return made


def page_html(page: Page, asked: Asked) -> bytes:
    """A page as HTML."""
    template = environment().get_template(f"{page.template}.html")
    within = asked.is_within_telegram
    shown = template.render(
        page=page, language=asked.language, address=asked.address, within=within, **page.values
    )
    return (within_telegram(shown, asked.language) if within else shown).encode()


@lru_cache(maxsize=KEPT)
def listed_html(paper: Paper, day: date | None, brief: str, language: str) -> Markup:
    """A paper among others; `language` is the one being spoken."""
    template = environment().get_template("listed.html")
    shown = template.render(paper=paper, day=day, brief=brief, language=language)
    return Markup(shown)  # noqa: S704  (of our own template, which escapes)


@lru_cache(maxsize=KEPT)
def entry_html(paper: Paper, summary: Summary | None, url: str, language: str) -> str:
    """What a feed says of a paper, as HTML that stands anywhere, in the language being spoken."""
    template = environment().get_template("entry.html")
    return template.render(paper=paper, summary=summary, url=url, language=language)


def static_path(name: str) -> str:
    """The address of one of our files, another one whenever the file is."""
    return f"/static/{name}?{_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    return blake2b((STATIC / name).read_bytes(), digest_size=5).hexdigest()


def _readable(value: object) -> object:
    """What is shown, without the signs that turn a line around or are in no document."""
    return _UNSEEN.sub("", value) if type(value) is str else value


def _state(batch: Batch | None) -> str:
    return phrase(STATES[batch.state]) if batch else phrase("unknown")


def _authors(paper: Paper) -> tuple[tuple[str, ...], int]:
    """The names of a paper's first authors, and how many more there are."""
    names = tuple(author.name for author in paper.authors)
    return names[:AUTHORS_IN_LISTS], max(0, len(names) - AUTHORS_IN_LISTS)
