"""Language models by name, through pydantic-ai; imported only where one is set up.

No streams: an answer comes whole or not at all. Waiting and asking again is done here and not by
the providers' libraries, so that each failure has one behaviour whatever the provider.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from genai_prices import Usage as PricedUsage
from genai_prices import calc_price
from httpx import Timeout
from pydantic_ai import Agent, PromptedOutput
from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import (
    AgentRunError,
    ContentFilterError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelRequestRejectedError,
    ModelRequestTimeout,
    ModelTimeoutError,
    UnexpectedModelBehavior,
)
from pydantic_ai.messages import ModelRequest
from pydantic_ai.models import Model
from pydantic_ai.usage import RunUsage

from domain.concurrency.waits import wait_of
from domain.errors import (
    AnswerUnusable,
    ModelMisconfigured,
    ModelUnavailable,
    SettingsError,
    TextTooLong,
)
from domain.messages import Message, as_is, sentence
from summaries.llm.answers import Answer, Excerpt, Overview
from summaries.llm.providers import PROVIDERS, Close, Named
from summaries.llm.refusals import first_line, is_overflow, said
from summaries.llm.rest import AFTER_REFUSAL, AFTER_SILENCE, Rest
from summaries.llm.usage import Meter, Usage
from summaries.text.portions import Room

TIMEOUT: Final = 180.0
"""Seconds that one answer may take; who takes longer is not asked again."""
TRIES: Final = 3
LONGEST_WAIT: Final = 60.0
"""Seconds to wait at most before asking again; who asks for more is left alone."""
FEWER_ANSWERED: Final = 2_000
"""Tokens that are left for an answer where those usual do not fit in beside the question."""

_FIRST_WAIT: Final = 2.0
_CONNECTING: Final = 10.0
_FEW_TOKENS: Final = 64

_EVERYBODYS: Final = (ModelQuotaExceededError, ModelAuthenticationError, ModelNotFoundError)
"""Refusals that meet whatever is asked, not one paper."""

_A = TypeVar("_A", Answer, Overview, Excerpt)
Sleep = Callable[[float], Awaitable[None]]


def open_model(
    name: str,
    *,
    key: str,
    address: str = "",
    room: Room | None = None,
    sleep: Sleep = asyncio.sleep,
    rest: Rest | None = None,
) -> OpenModel:
    """A language model, ready to be asked; to be closed in the end.

    Args:
        name: ``provider:model``.
        key: the provider's API key; a server of one's own may want none.
        address: of an OpenAI-compatible server in the provider's place, with its ``/v1``.
        room: how much it answers at most.
        sleep: given by tests.
        rest: likewise.

    Raises:
        SettingsError: the name names no provider that is known, or there is no key.
    """
    named = Named.parse(name, has_address=bool(address))
    if not key and not address:
        raise SettingsError(
            sentence("{name} needs a key.", name=name),
            hint=sentence("Set PAPERCRIER_LLM_API_KEY."),
        )
    is_openai = named.provider == "openai"
    model, close = PROVIDERS[named.provider](named.model, key or "none", address, TIMEOUT)
    is_own = bool(address) and is_openai
    return OpenModel(model, named, room or Room(), sleep, rest or Rest(), close, is_own=is_own)


class OpenModel:
    """A `summaries.llm.answers.LanguageModel` over an agent of pydantic-ai."""

    def __init__(
        self,
        model: Model,
        named: Named,
        room: Room,
        sleep: Sleep,
        rest: Rest,
        close: Close,
        *,
        is_own: bool,
    ) -> None:
        """Made by `open_model`."""
        self._model = model
        self._named = named
        self._room = room
        self._sleep = sleep
        self._rest = rest
        self._is_own = is_own
        self.close = close

    @property
    def name(self) -> str:
        """The model's name, without its provider."""
        return self._named.model

    @property
    def address(self) -> str:
        """Where it is asked."""
        return str(self._model.base_url)

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """What so many tokens cost in US dollars; None where no price is known."""
        usage = PricedUsage(input_tokens=tokens_in, output_tokens=tokens_out)
        try:
            found = calc_price(usage, model_ref=self._named.model, provider_id=self._named.provider)
        except LookupError:
            return 0.0 if self._is_own else None
        return float(found.total_price)

    async def answer(self, instructions: str, text: str, meter: Meter) -> Answer:
        """A summary; see `summaries.llm.answers.LanguageModel`."""
        return await self._asked(Answer, instructions, text, meter)

    async def overview(self, instructions: str, text: str, meter: Meter) -> Overview:
        """An overview of several summaries; see `summaries.llm.answers.LanguageModel`."""
        return await self._asked(Overview, instructions, text, meter)

    async def excerpt(self, instructions: str, text: str, meter: Meter) -> Excerpt:
        """The sentences that tell most; see `summaries.llm.answers.LanguageModel`."""
        return await self._asked(Excerpt, instructions, text, meter)

    async def _asked(self, kind: type[_A], instructions: str, text: str, meter: Meter) -> _A:
        """An answer of a kind; a context that is too small is tried with a shorter answer too.

        Question and answer share the context: what is left for the answer may be what overflows.
        """
        most = self._room.answered
        try:
            return await self._tried(self._agent(kind, most), instructions, text, meter)
        except TextTooLong:
            if most <= FEWER_ANSWERED:
                raise
        return await self._tried(self._agent(kind, FEWER_ANSWERED), instructions, text, meter)

    async def _tried(
        self, agent: Agent[object, _A], instructions: str, text: str, meter: Meter
    ) -> _A:
        self._rest.check()
        for attempt in range(1, TRIES + 1):
            usage = RunUsage()
            try:
                run = await agent.run(text, instructions=instructions, usage=usage)
            except ModelAPIError as error:
                await self._wait_or_raise(error, attempt)
            except (ContentFilterError, UnexpectedModelBehavior) as error:
                raise AnswerUnusable(as_is(first_line(error))) from error
            except AgentRunError as error:
                raise ModelUnavailable(as_is(first_line(error))) from error
            else:
                return run.output
            finally:
                meter.add(self._measured(usage))
        raise ModelUnavailable

    def _agent(self, kind: type[_A], most: int) -> Agent[object, _A]:
        return Agent(
            self._model,
            # A server of one's own may know nothing of tools; any model can be asked for JSON.
            output_type=PromptedOutput(kind) if self._is_own else kind,
            retries={"output": 1},
            model_settings={
                "max_tokens": most,
                # Of silence, and of the whole answer: one that trickles is none either.
                "timeout": Timeout(TIMEOUT, connect=_CONNECTING),
                "request_timeout": TIMEOUT,
            },
        )

    async def reach(self) -> None:
        """Ask for a word, to see whether it answers.

        Raises:
            ModelUnavailable: it does not answer now.
            ModelMisconfigured: it never will, as it is set up.
        """
        word = ModelRequest.user_text_prompt("Say yes.")
        try:
            await model_request(self._model, [word], model_settings={"max_tokens": _FEW_TOKENS})
        except ModelAPIError as error:
            await self._wait_or_raise(error, TRIES)
        except AgentRunError as error:
            raise ModelUnavailable(as_is(first_line(error))) from error

    def _measured(self, usage: RunUsage) -> Usage:
        tokens_in, tokens_out = usage.input_tokens, usage.output_tokens
        if not tokens_in + tokens_out:
            return Usage()
        return Usage(tokens_in + tokens_out, self.price(tokens_in, tokens_out), usage.requests)

    async def _wait_or_raise(self, error: ModelAPIError, attempt: int) -> None:
        """Wait before the next attempt where there is to be one."""
        if is_overflow(error):
            raise TextTooLong from error
        if isinstance(error, ModelQuotaExceededError | ModelRequestRejectedError):
            refusal = ModelMisconfigured(self._refused(error))
            if isinstance(error, _EVERYBODYS):
                self._rest.begin(refusal, AFTER_REFUSAL)
            raise refusal from error
        wait = wait_of(error.retry_after) or _FIRST_WAIT * 2 ** (attempt - 1)
        has_timed_out = isinstance(error, ModelTimeoutError | ModelRequestTimeout)
        if attempt == TRIES or wait > LONGEST_WAIT or has_timed_out:
            silence = ModelUnavailable(self._silent(error, wait))
            self._rest.begin(silence, max(wait, AFTER_SILENCE))
            raise silence from error
        await self._sleep(wait)

    def _refused(self, error: ModelAPIError) -> Message:
        return sentence(
            "{provider} refused {model}: {why}",
            provider=self._named.provider,
            model=self._named.model,
            why=said(error),
        )

    def _silent(self, error: ModelAPIError, wait: float) -> Message:
        name = self._named.model
        if isinstance(error, ModelRateLimitError):
            return sentence("{model} asks to wait {seconds} s.", model=name, seconds=f"{wait:.0f}")
        return sentence("{model} does not answer ({why}).", model=name, why=said(error))
