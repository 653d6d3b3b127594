"""Questions on a strict Telegram and a strict Discord at once, answered by a model that is slow."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summaries.llm.answers import Reply, Told
from tests.corpus import discord_stage
from tests.corpus.chat_kit import NOW, hang_up, kit, wait_for
from tests.corpus.telegram_stage import Harness, said
from tests.fakes.language_model import model_server
from tests.fakes.streamed_answers import Held

PAPER = "2302.07302"
ASKED = "How many participants took part in the field deployment?"
FIRST = Told(
    text="CiteSee is a paper reading tool that leverages a user's activities.", sentences=[3]
)
FALSE = Told(text="CiteSee was tried by 9,871 astronauts on the Moon.", sentences=[3])


class Slow:
    """A server of a model that writes a true and a false sentence and then waits.

    Attributes:
        url: where it is.
    """

    def __init__(self) -> None:
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._is_ready = threading.Event()
        self._go = asyncio.Event()
        self._end = asyncio.Event()

    def run(self) -> None:
        """Serve, in a thread of its own."""
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        written = Reply(sentences=[FALSE, FIRST]).model_dump_json()
        async with model_server([Held(written[:-2], written[-2:], self._go)]) as at:
            self.url = at.url
            self._is_ready.set()
            await self._end.wait()

    def wait(self) -> None:
        """Wait until it serves."""
        assert self._is_ready.wait(30)

    def go_on(self, *, go: bool) -> None:
        """Let its answers end, or have the next ones wait."""
        self._loop.call_soon_threadsafe(self._go.set if go else self._go.clear)

    def end(self) -> None:
        """Serve no more."""
        self._loop.call_soon_threadsafe(self._end.set)


@contextmanager
def slow_model() -> Iterator[Slow]:
    """A model on a free port."""
    slow = Slow()
    thread = threading.Thread(target=slow.run)
    thread.start()
    slow.wait()
    try:
        yield slow
    finally:
        slow.end()
        thread.join(30)


def test_what_stands_is_shown_while_it_is_written(shared: Path) -> None:
    """In a draft on Telegram, by edits on Discord; what is false never is, and no draft is left."""
    records = sorted((shared / "arxiv").glob("records-*.jsonl.gz"))
    options = ("--now", NOW, "--records", *map(str, records))
    with slow_model() as slow, kit(shared).Stage(arxiv_options=options) as stage:
        try:
            harness = Harness(
                stage,
                wait_ready=120,
                PAPERCRIER_LLM_MODEL="openai:quill-1",
                PAPERCRIER_LLM_BASE_URL=slow.url,
                # The trial that is made of every model waits, too.
                PAPERCRIER_LLM_PARALLEL="4",
            )
            _on_telegram(harness, slow)
            slow.go_on(go=False)
            _on_discord(stage, slow)
            assert stage.complaints() == {}
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def _on_telegram(harness: Harness, slow: Slow) -> None:
    telegram, chat = harness.telegram, harness.telegram.new_private()
    telegram.say(chat, f"/ask {PAPER} {ASKED}")
    wait_for(lambda: any(FIRST.text in str(frame) for frame in telegram.drafts(chat)))
    slow.go_on(go=True)
    answer = harness.answer(chat, FIRST.text)
    assert "by quill-1" in said(answer)
    assert len(telegram.messages(chat)) == 1
    assert not any(frame["shown"] for frame in telegram.drafts(chat))
    assert "9,871" not in str(telegram.drafts(chat))


def _on_discord(stage: Any, slow: Slow) -> None:
    asked = stage.discord.slash("general", "alice", "ask", question=f"{PAPER} {ASKED}")
    begun = stage.discord.wait_reply(asked, lambda one: FIRST.text in one["content"], timeout=30)
    assert begun["content"].startswith("⏳")
    slow.go_on(go=True)
    answer = discord_stage.answer(stage, asked)
    assert FIRST.text in discord_stage.text_of(answer)
    assert "by quill" in discord_stage.text_of(answer)
    assert "9,871" not in str((begun, answer))
