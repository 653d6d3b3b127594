"""Digests of chats, each for whoever has its link."""

from __future__ import annotations

from app.archive.links import digest_behind
from composing.pages import digest_title
from composing.standing import standing
from domain.digests import Digest
from domain.messages import sentence
from web.asked import Asked, NoSuchPage, Page


async def digest(asked: Asked) -> Page:
    """A digest of a chat's, for whoever has its link."""
    name = asked.part("name")
    shown = await digest_behind(asked.services, name)
    if shown is None:
        raise NoSuchPage(sentence("There is no digest here, or no longer."))
    return Page(
        template="digest",
        title=digest_title(shown),
        path=f"/digest/{name}",
        values={"digest": shown, "sentences": standing(shown), "channel": None},
        noun=digest_noun(shown),
        listed=False,
    )


def digest_noun(digest: Digest) -> dict[str, object]:
    """A digest as data."""
    return {
        "date": digest.date,
        "since": digest.since,
        "topics": digest.topics,
        "entries": [{"paper": one.paper, "summary": one.summary} for one in digest.entries],
        "others": digest.others,
        "announced": digest.coverage.announced,
        "matched": digest.coverage.matched,
    }
