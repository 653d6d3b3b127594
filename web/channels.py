"""Public channels: their digests for everybody, as pages and feeds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.archive.public import channel_digest, channel_page
from app.archive.reading import Announced
from composing.pages import digest_title
from composing.standing import standing
from domain.digests import Digest
from domain.messages import sentence
from i18n.speech import phrase
from web.addresses import channel_path
from web.asked import Asked, NoSuchPage, Page
from web.digests import digest_noun
from web.pages import date_of


async def channel(asked: Asked) -> Page:
    """A public channel: its newest digest, the days of the others, and a feed of its papers."""
    shown = await channel_page(asked.services, asked.part("name"))
    if shown is None:
        raise NoSuchPage(sentence("There is no public channel here, or no longer."))
    title = shown.channel.title
    newest = next(iter(shown.digests.items()), None)
    return Page(
        template="channel",
        title=title,
        path=channel_path(shown.channel.name),
        values={
            "channel": shown.channel,
            "newest": newest,
            "sentences": standing(newest[1]) if newest else (),
            "days": shown.days,
        },
        noun={
            "channel": title,
            "days": shown.days,
            "newest": newest and digest_noun(newest[1]),
        },
        about=phrase("What arXiv announced for {channel}.", channel=title),
        papers=_told(shown.digests),
    )


async def channel_day(asked: Asked) -> Page:
    """A digest of a public channel's."""
    day = date_of(asked.part("day"))
    found = await channel_digest(asked.services, asked.part("name"), day) if day else None
    if day is None or found is None:
        raise NoSuchPage(sentence("There is no digest here, or no longer."))
    shown, digest = found
    return Page(
        template="digest",
        title=digest_title(digest),
        path=channel_path(shown.name, day),
        values={"digest": digest, "sentences": standing(digest), "channel": shown},
        noun={"channel": shown.title, **digest_noun(digest)},
        about=phrase("What arXiv announced for {channel}.", channel=shown.title),
    )


def _told(digests: Mapping[date, Digest]) -> tuple[Announced, ...]:
    """The papers of some digests, each once, those of the newest first."""
    told: dict[str, Announced] = {}
    for digest in digests.values():
        days = {entry.paper.id.base: entry.announced for entry in digest.entries}
        for paper in (*(entry.paper for entry in digest.entries), *digest.others):
            day = days.get(paper.id.base, digest.date)
            told.setdefault(paper.id.base, Announced(paper, day))
    return tuple(told.values())
