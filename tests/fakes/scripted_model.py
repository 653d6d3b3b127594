"""A language model that answers from a script."""

from __future__ import annotations

import asyncio

from domain.errors import ModelError
from summaries.llm.answers import Answer, Excerpt, Heard, Overview, Reply
from summaries.llm.usage import Meter, Usage
from summaries.text.portions import Room

Scripted = Answer | Overview | Excerpt | Reply | ModelError
"""What a scripted model does at a call: give an answer, or raise."""


class ScriptedModel:
    """A `LanguageModel` that answers from a script, the last line for ever."""

    name = "scripted-1"
    is_own = False

    def __init__(self, *script: Scripted, each: Usage | None = None) -> None:
        """Args: each is what a call takes; by default 1,000 tokens and a tenth of a cent."""
        self._script = list(script)
        self._each = each or Usage(1_000, 0.001, 1)
        self.asked: list[str] = []
        self.told: list[str] = []

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """What a call takes, whatever its length."""
        return self._each.money

    async def answer(self, instructions: str, text: str, meter: Meter) -> Answer:
        """The next line of the script."""
        line = await self._next(instructions, text, meter)
        assert isinstance(line, Answer)
        return line

    async def brief(self, instructions: str, text: str, meter: Meter) -> Answer:
        """The next line of the script, as for the whole question."""
        return await self.answer(instructions, text, meter)

    async def room(self) -> Room:
        """As much as there is."""
        return Room()

    async def overview(self, instructions: str, text: str, meter: Meter) -> Overview:
        """The next line of the script, which is one."""
        line = await self._next(instructions, text, meter)
        assert isinstance(line, Overview)
        return line

    async def reply(
        self, instructions: str, text: str, meter: Meter, heard: Heard | None = None
    ) -> Reply:
        """The next line of the script, which is one; it is heard a sentence at a time."""
        line = await self._next(instructions, text, meter)
        assert isinstance(line, Reply)
        for end in range(1, len(line.sentences) + 1):
            if heard is not None:
                await heard(Reply(sentences=line.sentences[:end]))
        return line

    async def excerpt(self, instructions: str, text: str, meter: Meter) -> Excerpt:
        """The next line of the script, which is one."""
        line = await self._next(instructions, text, meter)
        assert isinstance(line, Excerpt)
        return line

    async def _next(self, instructions: str, text: str, meter: Meter) -> Scripted:
        self.told.append(instructions)
        self.asked.append(text)
        await asyncio.sleep(0)
        line = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        meter.add(self._each)
        if isinstance(line, ModelError):
            raise line
        return line
