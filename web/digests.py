"""Digests of chats, each for whoever has its link."""

from __future__ import annotations

from app.archive.links import digest_behind
from composing.pages import digest_title
from composing.standing import standing
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
        values={"digest": shown, "sentences": standing(shown)},
        noun={
            "date": shown.date,
            "since": shown.since,
            "topics": shown.topics,
            "entries": [{"paper": one.paper, "summary": one.summary} for one in shown.entries],
            "others": shown.others,
            "announced": shown.coverage.announced,
            "matched": shown.coverage.matched,
        },
        listed=False,
    )
