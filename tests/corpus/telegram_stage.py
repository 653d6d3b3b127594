"""The whole process on the strict Telegram beside this folder, with the recorded arXiv."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.corpus.chat_kit import NOW, REPOSITORY, RUN, SETTINGS, hang_up, kit

Message = dict[str, Any]

PAPER: Final = "2403.04634"
TITLE: Final = "Pix2Gif"


@contextmanager
def staged(shared: Path, **options: Any) -> Iterator[Any]:
    """A stage with Telegram and arXiv on it, and nobody yet."""
    with kit(shared).Stage(discord=False, **options) as stage:
        stage.arxiv.tell("now", now=NOW)
        try:
            yield stage
        finally:
            hang_up(stage.telegram)


class Harness:
    """A running process on its stage."""

    def __init__(self, stage: Any, *, wait_ready: float | None = 30.0, **settings: str) -> None:
        """Start it with settings, and wait that long for it to ask for updates."""
        self.stage = stage
        self.telegram = stage.telegram
        env = {**SETTINGS, **settings}
        self.bot = stage.start_bot(RUN, cwd=REPOSITORY, env=env, wait_ready=wait_ready)

    def ask(self, chat: int, text: str, contains: str = "", **more: Any) -> Message:
        """Say something and wait for the answer."""
        self.telegram.say(chat, text, **more)
        return self.answer(chat, contains)

    def press(
        self, chat: int, message: Message, label: str, contains: str = "", **more: Any
    ) -> Any:
        """Press a button and wait for what it brings."""
        pressed = self.telegram.press(chat, message, label, **more)
        self.telegram.wait_answer(pressed)
        return self.answer(chat, contains)

    def answer(self, chat: int, contains: str = "") -> Message:
        """The first message since that is no progress."""

        def is_answer(message: Message) -> bool:
            text = said(message)
            return contains in text and not text.endswith(" …")

        found: Message = self.telegram.wait_message(chat, is_answer, timeout=30)
        return found


def said(message: Message) -> str:
    """What a message says, rich or classic."""
    words: str = message["kit"].get("rich", message).get("text", "")
    return words


def labels(message: Message) -> list[str]:
    """The buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]
