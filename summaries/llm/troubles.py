"""Trouble with a language model over HTTP: who waits, who is told what, how long it rests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

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

from domain.concurrency.waits import wait_of
from domain.errors import (
    AnswerTooSlow,
    AnswerUnusable,
    ContentRefused,
    KeyRefused,
    ModelError,
    ModelMisconfigured,
    ModelUnavailable,
    QuotaSpent,
    TextTooLong,
)
from domain.messages import Message, as_is, sentence
from summaries.llm.providers import Named
from summaries.llm.refusals import first_line, is_overflow, said
from summaries.llm.rest import AFTER_REFUSAL, AFTER_SILENCE, Rest

TRIES: Final = 3
LONGEST_WAIT: Final = 60.0
"""Seconds to wait at most before asking again; who asks for more is left alone."""
EVERYBODYS: Final = (ModelQuotaExceededError, ModelAuthenticationError, ModelNotFoundError)
"""Refusals that meet whatever is asked, not one paper."""

_FIRST_WAIT: Final = 2.0
_KINDS: Final = ((ModelQuotaExceededError, QuotaSpent), (ModelAuthenticationError, KeyRefused))

Sleep = Callable[[float], Awaitable[None]]


def given_up(error: AgentRunError) -> ModelError:
    """What an error means that no waiting mends."""
    why = as_is(first_line(error))
    if isinstance(error, ContentFilterError):
        return ContentRefused(why)
    return (
        AnswerUnusable(why) if isinstance(error, UnexpectedModelBehavior) else ModelUnavailable(why)
    )


class Troubles:
    """What is done about each failure of one model."""

    def __init__(self, named: Named, sleep: Sleep, rest: Rest) -> None:
        self._named = named
        self._sleep = sleep
        self.rest = rest
        self._has_been_silent = False

    def over(self) -> None:
        """It has answered."""
        self._has_been_silent = False

    async def wait_or_raise(self, error: ModelAPIError, attempt: int) -> None:
        """Wait before the next attempt where there is to be one."""
        if is_overflow(error):
            raise TextTooLong from error
        if isinstance(error, ModelQuotaExceededError | ModelRequestRejectedError):
            of_kind = (told for kind, told in _KINDS if isinstance(error, kind))
            refusal = next(of_kind, ModelMisconfigured)(self._refused(error))
            if isinstance(error, EVERYBODYS):
                self.rest.begin(refusal, AFTER_REFUSAL)
            raise refusal from error
        wait = wait_of(error.retry_after) or _FIRST_WAIT * 2 ** (attempt - 1)
        has_timed_out = isinstance(error, ModelTimeoutError | ModelRequestTimeout)
        if attempt == TRIES or wait > LONGEST_WAIT or has_timed_out:
            silence = ModelUnavailable(self._silent(error, wait))
            # One answer that takes too long may be that paper's; the next one tells.
            if not has_timed_out or self._has_been_silent:
                self.rest.begin(silence, max(wait, AFTER_SILENCE))
            self._has_been_silent = has_timed_out
            raise (AnswerTooSlow(silence.message) if has_timed_out else silence) from error
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
