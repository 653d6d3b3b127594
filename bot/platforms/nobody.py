"""Who is a user of a platform and nobody in particular."""

from __future__ import annotations

from typing import Final

from domain.platforms import Kind

SHARED_IDS: Final[frozenset[tuple[Kind, str]]] = frozenset(
    {("telegram", "136817688"), ("telegram", "1087968824"), ("telegram", "777000")}
)
"""Users of a platform as whom many people write: on Telegram whoever speaks as a channel, a group's
anonymous admins, and Telegram itself, which passes on what a channel posts
(https://core.telegram.org/bots/api#message). None of them is a person."""
