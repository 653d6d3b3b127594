"""The prompt: lines are kept over starts, Tab knows commands, topics, values and papers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory

from app.services import Services
from bot.command_line.console import Talk
from bot.command_line.greeting import HERE
from bot.command_line.interrupts import Interrupts
from bot.command_line.surface import tell
from bot.platforms.suggestions import Lately, Suggestions
from domain.chats import ChatRef
from handlers.commands import BY_NAME, COMMANDS
from i18n.speech import phrase

LEAVES: Final = "Ctrl-C once more leaves."
_FORGETS: Final = ["/forgetme", "yes"]


async def talk_at_prompt(talk: Talk, kept: Path) -> None:
    """Ask for lines and answer them, until whoever types them leaves.

    Args:
        talk: answers them.
        kept: the file that lines are kept in.
    """
    presses = Interrupts()
    sign = "sample> " if talk.services.sample else "papercrier> "
    prompt = Prompt(sign, Completing(talk.services, talk.lately, HERE), kept, presses)
    while (line := await prompt.line()) is not None and not talk.is_over(line):
        try:
            done = await presses.run(talk.answer(line))
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            tell(f"Stopped. {LEAVES}")
            continue
        if done and line.split()[:2] == _FORGETS:
            prompt.forget()


class Completing(Completer):
    """Completes what is typed: a command, then the value that it takes."""

    def __init__(self, services: Services, lately: Lately, chat: ChatRef) -> None:
        self._suggestions = Suggestions(services, lately)
        self._chat = chat

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Nothing; what is offered is looked up beside the prompt."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """What fits what was typed so far, best first."""
        name, blank, typed = document.text_before_cursor.lstrip().partition(" ")
        if not blank:
            for command in COMMANDS:
                if f"/{command.name}".startswith(name):
                    said = f"/{command.name}" + " " * bool(command.parameters)
                    summary = phrase(command.summary)
                    yield Completion(said, -len(name), display=said.strip(), display_meta=summary)
            return
        known = BY_NAME.get(name.removeprefix("/"))
        if known is None or not known.parameters:
            return
        first = known.parameters[0]
        offered = [(value, value) for value in first.choices if value.startswith(typed)]
        offered += await self._suggestions.of(known.name, first.name, self._chat, typed)
        for shown, value in offered:
            yield Completion(value, -len(typed), display=shown)


class Prompt:
    """Asks for lines."""

    def __init__(self, text: str, completing: Completing, kept: Path, presses: Interrupts) -> None:
        """Args: kept is the file that lines are kept in, for their owner alone."""
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(kept, os.O_CREAT | os.O_APPEND, 0o600))
        self._kept = kept
        self._presses = presses
        self._session: PromptSession[str] = PromptSession(
            text, completer=completing, history=FileHistory(str(kept)), complete_while_typing=False
        )

    async def line(self) -> str | None:
        """The next line, empty where there is none; None when nobody wants to go on."""
        try:
            line = await self._session.prompt_async()
        except KeyboardInterrupt:
            if self._presses.pressed():
                return None
            tell(LEAVES)
            return ""
        except EOFError:
            return None
        self._presses.typed()
        return line

    def forget(self) -> None:
        """Forget all lines."""
        self._kept.write_text("", encoding="utf-8")
        self._session.history = FileHistory(str(self._kept))
