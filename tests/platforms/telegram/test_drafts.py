"""An answer as it is written, on Telegram: what stands of it is shown in its place."""

from __future__ import annotations

import asyncio
from pathlib import Path

from papers.sample import SampleSource
from tests.fakes.telegram_server import FakeTelegram
from tests.handlers.asking.written import ASKED, CLOCK, FALSE, FIRST, LAST, writing
from tests.platforms.telegram_harness import ANN, telegram_harness


async def test_what_stands_is_shown_while_more_is_written(tmp_path: Path) -> None:
    """In one message, never as if it were whole; in the end that message is the answer."""
    go = asyncio.Event()
    async with (
        writing(go) as settings,
        FakeTelegram() as fake,
        telegram_harness(tmp_path, fake, source=SampleSource(CLOCK), **settings) as telegram,
    ):
        number = await fake.say(ANN, f"/ask {ASKED}")
        shown = await fake.next(ANN, after=number, contains=FIRST)
        before = [shown.text]
        go.set()
        await fake.until(lambda: LAST in shown.text and "by quill-1" in shown.text)
        assert FIRST in shown.text
        assert [message.id for message in fake.messages(ANN) if message.id > number] == [shown.id]
        sent = (*fake.called("sendMessage"), *fake.called("editMessageText"))
        texts = [call.get("text", "") for call in sent]
        assert not any(FALSE in str(call) for call in sent)
        assert all(LAST in text or "…</i>" in text for text in texts if FIRST in text)
        assert before[0].endswith("…")
        await telegram.over()
