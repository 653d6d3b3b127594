"""What `papercrier check` says of messages that may not have arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from bot.operations import check
from domain.chats import ChatRef
from domain.deliveries import OutboxFigures
from domain.ports import Outbox
from rendering.common.plain import inline_text


class Figures:
    """An outbox that has sent to two platforms, and is in doubt on one of them."""

    async def outbox_figures(self) -> list[OutboxFigures]:
        """Ever since the beginning."""
        first = OutboxFigures(
            platform="discord",
            queued=0,
            oldest=None,
            sent=9,
            unknown=3,
            refused=0,
            gone=0,
            plain=0,
            limited=0,
        )
        return [first, replace(first, platform="telegram")]

    async def unknown_parts(self, limit: int) -> list[tuple[ChatRef, date, int, str]]:
        """Of the last month, the newest first."""
        chat, day = ChatRef("telegram", "4242"), date(2031, 3, 7)
        return [(chat, day, 0, "unknown: no answer."), (chat, day, 1, "unknown: cut off.")][:limit]


async def test_what_is_in_doubt_is_told_with_what_follows() -> None:
    """What went wrong long ago is counted, and in doubt no more."""
    rows = await check._digests(cast("Outbox", Figures()))
    discord, telegram = ([inline_text(cell) for cell in row] for row in rows)
    assert discord[1] == "works"
    assert telegram[1] == "unknown or refused"
    assert telegram[2].endswith(
        "; the last unknown: no answer; chats are told with their next digest"
    )
