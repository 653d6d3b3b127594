"""Language models by name, through pydantic-ai; imported only where one is set up.

Waiting and asking again is done here and not by the providers' libraries, so that each failure has
one behaviour whatever the provider.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
)
from pydantic_ai.messages import ModelRequest, ModelResponse
from pydantic_ai.models import Model

from domain.errors import (
    FormatRefused,
    SettingsError,
    TextTooLong,
)
from domain.messages import sentence
from summaries.llm.answers import Answer, Brief, Excerpt, Heard, Overview, Reply
from summaries.llm.batch.model import BatchModel
from summaries.llm.forms import Form, Manner, Manners, Remembered
from summaries.llm.prices import Prices, is_providers
from summaries.llm.providers import PROVIDERS, Close, Named, batched
from summaries.llm.reading import Readable, answer_of, begun
from summaries.llm.refusals import is_failure
from summaries.llm.rest import Rest
from summaries.llm.servers import Limits, Told, told_by
from summaries.llm.streaming import NotStreamed, Patience, streamed, whole
from summaries.llm.troubles import Sleep, Troubles, given_up
from summaries.llm.usage import Meter
from summaries.text.portions import Room

AT_ONCE: Final = 8
FEWER_ANSWERED: Final = 2_000
"""Tokens that are left for an answer where those usual do not fit in beside the question."""

_UNREADABLE: Final = (
    "Your last answer to this could not be read. Answer with the JSON object alone, whole and "
    "by the schema."
)

_A = TypeVar("_A", Answer, Brief, Overview, Reply, Excerpt)


@dataclass(frozen=True, slots=True)
class _Asked(Generic[_A]):
    """What is asked; `written` is told how far the answer has come, where that matters."""

    kind: type[_A]
    instructions: str
    text: str
    written: Callable[[ModelResponse], Awaitable[None]] | None = None


def open_model(
    name: str,
    *,
    key: str,
    address: str = "",
    limits: Limits | None = None,
    readable: Readable = str,
    kept: Remembered | None = None,
    sleep: Sleep = asyncio.sleep,
    rest: Rest | None = None,
) -> OpenModel:
    """A language model, ready to be asked; to be closed in the end.

    Args:
        name: ``provider:model``.
        key: the provider's API key; a server of one's own may want none.
        address: of an OpenAI-compatible server in the provider's place, with its ``/v1``.
        limits: how it is to be asked.
        readable: makes TeX in an answer readable.
        kept: in which form it answers.
        sleep: given by tests.
        rest: likewise.

    Raises:
        SettingsError: the name names no provider that is known, or there is no key.
    """
    named = Named.parse(name, has_address=bool(address))
    if not key and not address:
        lacking = sentence("{name} needs a key.", name=name)
        raise SettingsError(lacking, hint=sentence("Set PAPERCRIER_LLM_API_KEY."))
    limits = limits or Limits()
    is_own = bool(address) and not is_providers(address)
    patience = Patience.of(limits.timeout, is_own=is_own)
    model, close = PROVIDERS[named.provider](named.model, key or "none", address, patience.first)
    best = Manner.best(model, named.speaks_openai, is_own=bool(address), is_streamed=is_own)
    troubles = Troubles(named, sleep, rest or Rest())
    prices, manners = Prices(named, address), Manners(best, kept)
    return OpenModel(
        model, named, prices, manners, troubles, key, limits, patience, readable, close
    )


class OpenModel:
    """A `summaries.llm.answers.LanguageModel` over one of pydantic-ai."""

    def __init__(
        self,
        model: Model,
        named: Named,
        prices: Prices,
        manners: Manners,
        troubles: Troubles,
        key: str,
        limits: Limits,
        patience: Patience,
        readable: Readable,
        close: Close,
    ) -> None:
        """Made by `open_model`."""
        self._model = model
        self.named = named
        self._manners = manners
        self._troubles = troubles
        self._key = key
        self._limits = limits
        self._patience = patience
        self._readable = readable
        self._is_streamed = manners.usual.is_streamed
        self._has_answered = False
        self._told: Told | None = None
        self._asking = asyncio.Lock()
        self._slots = asyncio.Semaphore(limits.at_once or AT_ONCE)
        self.price = prices.of
        self._prices = prices
        self.close = close

    @property
    def name(self) -> str:
        """The model's name, without its provider."""
        return self.named.model

    @property
    def address(self) -> str:
        """Where it is asked."""
        return str(self._model.base_url)

    @property
    def is_own(self) -> bool:
        """Whether it is asked at an address of one's own, and may be small."""
        return self._manners.usual.is_own

    @property
    def form(self) -> Form:
        """The form of answer that it takes, as far as that was found."""
        return self._manners.usual.form

    def in_batches(self) -> BatchModel | None:
        """The same model through its provider's batch interface; None where there is none."""
        found = batched(self.named, self._model) if self._prices.is_of_provider else None
        if found is None:
            return None
        model, client = found
        manner = Manner.best(model, self.named.speaks_openai, is_own=False, is_streamed=False)
        return BatchModel(model, client, manner, self._prices, self._readable)

    async def told(self) -> Told:
        """What its server says of itself; asked once, and only of who speaks as OpenAI does.

        Some know their context once a model is loaded: where it was not told before the first
        answer, it is asked for again after it. So is who was not there.
        """
        async with self._asking:
            known = self._told
            is_new = known is None or not known.is_there
            if known is None or is_new or (known.tells_later and self._has_answered):
                asks = self.named.speaks_openai
                told = await told_by(self.address, self.name, self._key) if asks else Told()
                if is_new and self._is_streamed and not self._limits.at_once:
                    self._slots = asyncio.Semaphore(max(1, told.slots))
                known = replace(told, tells_later=told.tells_later and not self._has_answered)
                self._told = known
            return known

    async def room(self) -> Room:
        """How much it takes in and gives at once: as set up, else as its server says."""
        if self._limits.context or not self.is_own:
            return Room.of(self._limits.context)
        return Room.of((await self.told()).context)

    async def answer(self, instructions: str, text: str, meter: Meter) -> Answer:
        """A summary; see `summaries.llm.answers.LanguageModel`."""
        return await self._asked(_Asked(Answer, instructions, text), meter)

    async def brief(self, instructions: str, text: str, meter: Meter) -> Answer:
        """A short summary; see `summaries.llm.answers.LanguageModel`."""
        return (await self._asked(_Asked(Brief, instructions, text), meter)).whole()

    async def overview(self, instructions: str, text: str, meter: Meter) -> Overview:
        """An overview of several summaries; see `summaries.llm.answers.LanguageModel`."""
        return await self._asked(_Asked(Overview, instructions, text), meter)

    async def reply(
        self, instructions: str, text: str, meter: Meter, heard: Heard | None = None
    ) -> Reply:
        """An answer to a question; see `summaries.llm.answers.LanguageModel`."""

        async def written(response: ModelResponse) -> None:
            so_far = begun(Reply, response, self._readable)
            if heard is not None and so_far is not None:
                await heard(so_far)

        asked = _Asked(Reply, instructions, text, written if heard else None)
        return await self._asked(asked, meter)

    async def excerpt(self, instructions: str, text: str, meter: Meter) -> Excerpt:
        """The sentences that tell most; see `summaries.llm.answers.LanguageModel`."""
        return await self._asked(_Asked(Excerpt, instructions, text), meter)

    async def _asked(self, asked: _Asked[_A], meter: Meter) -> _A:
        """An answer of a kind; a context that is too small is tried with a shorter answer too.

        Question and answer share the context: what is left for the answer may be what overflows.
        """
        most = (await self.room()).answered
        try:
            return await self._read(asked, most, meter)
        except TextTooLong:
            if most <= FEWER_ANSWERED:
                raise
        return await self._read(asked, FEWER_ANSWERED, meter)

    async def _read(self, asked: _Asked[_A], most: int, meter: Meter) -> _A:
        """An answer; one that cannot be read is asked for once more, unless it was cut.

        So it is in each form in which a server of one's own never gave one.
        """
        manner = await self._manners.first()
        now, times = asked, 0
        while True:
            response, manner = await self._tried(manner, now, most, meter)
            times += 1
            try:
                answer = answer_of(asked.kind, response, self._readable)
                break
            except FormatRefused:
                lower = self._manners.below(manner)
                if response.finish_reason == "length" or (times > 1 and lower is None):
                    raise
            manner = lower or manner
            now = replace(asked, text=f"{_UNREADABLE}\n\n{asked.text}")
        await self._manners.answered(manner)
        return answer

    async def _tried(
        self, manner: Manner, asked: _Asked[_A], most: int, meter: Meter
    ) -> tuple[ModelResponse, Manner]:
        """A response, and the manner in which it was asked for in the end."""
        self._troubles.rest.check()
        attempt = 1
        while True:
            try:
                return await self._requested(manner, asked, most, meter), manner
            except ModelAPIError as error:
                other = self._manners.after(manner, error)
                if other is None:
                    await self._troubles.wait_or_raise(error, attempt)
                    attempt += 1
                    other = self._manners.below(manner) if is_failure(error) else None
                manner = other or manner
            except NotStreamed:
                manner = self._manners.instead(manner, manner.whole())
            except AgentRunError as error:
                raise given_up(error) from error

    async def _requested(
        self, manner: Manner, asked: _Asked[_A], most: int, meter: Meter
    ) -> ModelResponse:
        """One request: one system message and one of a user, which every chat template takes."""
        if self._is_streamed and not self._limits.at_once:
            await self.told()
        told = asked.instructions + manner.told(asked.kind)
        settings = manner.settings(self._model, asked.kind, most)
        request = ModelRequest.user_text_prompt(asked.text, instructions=told)
        form = (self._model, request, settings, manner.parameters(asked.kind), self._patience)
        async with self._slots:
            if manner.is_streamed or (asked.written is not None and manner.can_stream):
                response = await streamed(*form, most, asked.written)
            else:
                response = await whole(*form)
        self._troubles.over()
        self._has_answered = True
        sent = len(told) + len(asked.text)
        meter.add(self._prices.measured(response.usage, sent, len(response.text or "")))
        return response
