"""What a digest says at its end of papers that are not read yet: counted, and named once more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from domain.chats import Chat, ChatRef, Profile, Unread
from domain.digests import CarriedOver, NotRead
from domain.identifiers import PaperId
from domain.ports import Clock, Papers, SentMessages, Tastes

LONGEST: Final = timedelta(days=5)
"""For how long after the digest that told it a paper is named once more."""

_BEST: Final = 3
"""Of each digest so many papers are good enough for that; all that is saved is."""

_NAMED: Final = 5
"""Papers that one digest names once more."""


class UnreadPapers:
    """Finds what is not read of what chats were told, and what their readers saved."""

    def __init__(self, tastes: Tastes, sent: SentMessages, papers: Papers, clock: Clock) -> None:
        self._tastes = tastes
        self._sent = sent
        self._papers = papers
        self._clock = clock

    async def of(self, chats: Mapping[ChatRef, tuple[Chat, date]]) -> dict[ChatRef, NotRead]:
        """What the digests of some chats say of it, each of the day of its turn.

        Chats that do not want any are missing.
        """
        wanted = {
            ref: one for ref, one in chats.items() if one[0].settings.unread is not Unread.OFF
        }
        if not wanted:
            return {}
        profiles = await self._tastes.profiles(list(wanted))
        return {
            ref: await self._of(chat, day, profiles.get(ref, Profile()))
            for ref, (chat, day) in wanted.items()
        }

    async def _of(self, chat: Chat, day: date, profile: Profile) -> NotRead:
        wish = chat.settings.unread
        saved, oldest = waiting(profile, self._clock.now()) if wish.reminds else (0, 0)
        carried: Sequence[CarriedOver] = ()
        if wish.carries:
            first, last = day - LONGEST, day - timedelta(days=1)
            records = await self._sent.digest_records(chat.ref, first, last)
            carried = await self._carried(to_carry(records, profile))
        return NotRead(saved, oldest, tuple(carried))

    async def _carried(self, named: Mapping[str, tuple[date, bool]]) -> list[CarriedOver]:
        known = await self._papers.papers([PaperId(base) for base in named])
        return [
            CarriedOver(known[base], told, is_saved)
            for base, (told, is_saved) in named.items()
            if base in known and not known[base].withdrawn
        ]


def waiting(profile: Profile, now: datetime) -> tuple[int, int]:
    """How many saved papers are not read yet, and for how many days the oldest of them is saved."""
    unread = [one.at for one in profile.saved if one.read_at is None and not one.is_imported]
    return len(unread), (now - min(unread)).days if unread else 0


def to_carry(records: Sequence[tuple[date, str]], profile: Profile) -> dict[str, tuple[date, bool]]:
    """Base ids of the papers that are named once more, with the day of their digest.

    And whether they are saved: these come first, then the best of each digest that nobody made
    anything of, the newest digest first.

    Args:
        records: of digests, as they are kept, the newest first.
        profile: what the chat's reader, or a group's members, made of papers.
    """
    saved = {one.paper for one in profile.saved if one.read_at is None and not one.is_imported}
    done = _pressed(profile) | {one.paper for one in profile.saved} - saved
    told: dict[str, tuple[date, bool]] = {}
    for day, record in records:
        entries = [PaperId.parse(one["paper"]).base for one in json.loads(record)["entries"]]
        good = [*entries[:_BEST], *(base for base in entries[_BEST:] if base in saved)]
        for base in good:
            if base in saved or base not in done:
                told.setdefault(base, (day, base in saved))
    in_order = sorted(told.items(), key=lambda one: not one[1][1])
    return dict(in_order[:_NAMED])


def _pressed(profile: Profile) -> set[str]:
    return {one.paper for one in profile.votes} | {one.paper for one in profile.presses}
