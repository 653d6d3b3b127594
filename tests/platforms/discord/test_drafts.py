"""An answer as it is written, on Discord: what stands of it is shown in its place."""

from __future__ import annotations

import asyncio
from pathlib import Path

from papers.sample import SampleSource
from tests.fakes.discord_objects import DM, text_of
from tests.fakes.discord_server import FakeDiscord
from tests.handlers.asking.written import ASKED, CLOCK, FALSE, FIRST, LAST, PAPER, writing
from tests.platforms.discord_harness import harness


async def test_what_stands_is_shown_while_more_is_written(tmp_path: Path) -> None:
    """By edits of what will be the answer, each with a sign that more is to come."""
    go = asyncio.Event()
    async with (
        writing(go) as settings,
        FakeDiscord() as discord,
        harness(tmp_path, discord, source=SampleSource(CLOCK), **settings) as served,
    ):
        await served.serve()
        asked = await discord.slash("ask", question=ASKED)
        await discord.until(lambda: FIRST in asked.text)
        go.set()
        await discord.until(lambda: LAST in asked.text and "by quill" in asked.text)
        assert len(asked.shown) == 1
        assert all(change.startswith("⏳") for change in asked.changes[:-1])
        assert not any(FALSE in change for change in asked.changes)


async def test_in_private_it_is_a_message_that_goes(tmp_path: Path) -> None:
    """When the answer has come; nothing of it was false."""
    go = asyncio.Event()
    async with (
        writing(go) as settings,
        FakeDiscord() as discord,
        harness(tmp_path, discord, source=SampleSource(CLOCK), **settings) as served,
    ):
        await served.serve()
        await discord.say(f"/ask {PAPER} how fast is it?")
        await discord.until(lambda: discord.sent.get(DM))
        (draft,) = discord.sent[DM]
        assert FIRST in text_of(draft)
        assert text_of(draft).startswith("⏳")
        go.set()
        await discord.until(
            lambda: (
                [one["id"] for one in discord.sent[DM]] not in ([], [draft["id"]])
                and draft["id"] not in {one["id"] for one in discord.sent[DM]}
            )
        )
        (answer,) = discord.sent[DM]
        assert LAST in text_of(answer)
        assert not any(FALSE in str(call.body) for call in discord.calls)
