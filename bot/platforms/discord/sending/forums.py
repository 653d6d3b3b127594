"""Posts in forum channels: their names and tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import discord

from rendering.common.plain import sanitise
from rendering.common.splitting import shortened

LONGEST_NAME: Final = 100
MOST_TAGS: Final = 5


def post_name(title: str) -> str:
    """What a post of a document with this title is called."""
    return shortened(" ".join(sanitise(title).split()), LONGEST_NAME) or "Papercrier"


def tags_for(
    forum: discord.ForumChannel, title: str, names: Iterable[str]
) -> tuple[discord.ForumTag, ...]:
    """The tags that a post gets: those the document speaks of in its title, or is named by.

    Where the forum wants a tag and none fits, the first one that everybody may use. Moderated tags
    are for moderators.
    """
    usable = [tag for tag in forum.available_tags if not tag.moderated]
    spoken = set(_words(title))
    for name in names:
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
