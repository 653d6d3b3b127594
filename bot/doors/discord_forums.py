"""Posts in forum channels: their names and tags."""

from __future__ import annotations

import re
from typing import Final

import discord

from domain.documents import Document
from rendering.plain import sanitise
from rendering.splitting import shortened

LONGEST_NAME: Final = 100
MOST_TAGS: Final = 5


def post_name(document: Document) -> str:
    """What a post of a document is called."""
    return shortened(" ".join(sanitise(document.title).split()), LONGEST_NAME) or "Papercrier"


def tags_for(forum: discord.ForumChannel, document: Document) -> tuple[discord.ForumTag, ...]:
    """The tags that a post gets: those the document speaks of.

    Where the forum wants a tag and none fits, the first one that everybody may use. Moderated tags
    are for moderators.
    """
    usable = [tag for tag in forum.available_tags if not tag.moderated]
    spoken = set(_words(document.title))
    if document.meta:
        for name in (*document.meta.categories, *document.meta.tags):
            spoken |= {name.casefold(), *_words(name)}
    fitting = [
        tag
        for tag in usable
        if tag.name.casefold() in spoken or ((words := _words(tag.name)) and words <= spoken)
    ]
    if not fitting and forum.flags.require_tag:
        fitting = usable[:1]
    return tuple(fitting[:MOST_TAGS])


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w.-]+", text.casefold()))
