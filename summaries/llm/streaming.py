"""An answer read as it is written: silence has a limit, the whole has none but its length.

A server of one's own may take many minutes over an answer and still be at work; one that is silent
is not. What keeps a connection open and says nothing, as the comments of a stream, is silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Final

from httpx import Timeout
from pydantic_ai import ModelSettings
from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.exceptions import (
    ModelConnectionError,
    ModelRequestTimeout,
    UnexpectedModelBehavior,
)
from pydantic_ai.messages import (
    ModelRequest,
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
)
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse

TIMEOUT: Final = 180.0
"""Seconds that a provider's answer may take; who takes longer is not asked again."""
FIRST_WORD: Final = 900.0
"""Seconds until a server of one's own says its first word: it reads the paper before."""
SILENCE: Final = 300.0
"""Seconds between two of its words; it may be reading another paper meanwhile."""

_CONNECTING: Final = 10.0
_PIECES_A_TOKEN: Final = 2
"""Pieces that come for a token of the most that was asked for; who sends more knows no limit."""
_MORE: Final = 100
_ENDS: Final = ("}", "`")
_PIECES: Final = ("content", "content_delta", "args", "args_delta")
"""Where a part of an answer, or what comes to it, has its letters."""


class NotStreamed(Exception):
    """A server answered otherwise than by a stream."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer is waited for, in seconds.

    Attributes:
        first: for its first word, or for all of one that is not streamed.
        between: for each word after that.
    """

    first: float
    between: float

    @classmethod
    def of(cls, seconds: float, *, is_own: bool) -> Patience:
        """As set up; 0 is what is usual."""
        if is_own:
            return cls(seconds or FIRST_WORD, seconds or SILENCE)
        return cls(seconds or TIMEOUT, seconds or TIMEOUT)


async def whole(
    model: Model,
    request: ModelRequest,
    settings: ModelSettings,
    parameters: ModelRequestParameters,
    patience: Patience,
) -> ModelResponse:
    """An answer that comes all at once.

    Raises:
        AgentRunError: as the library does.
    """
    # Of silence, and of the whole answer: one that trickles is none either.
    settings["timeout"] = Timeout(patience.first, connect=_CONNECTING)
    settings["request_timeout"] = patience.first
    return await model_request(
        model, [request], model_settings=settings, model_request_parameters=parameters
    )


async def streamed(
    model: Model,
    request: ModelRequest,
    settings: ModelSettings,
    parameters: ModelRequestParameters,
    patience: Patience,
    most: int,
    heard: Callable[[ModelResponse], Awaitable[None]] | None = None,
) -> ModelResponse:
    """An answer read a piece at a time, and heard whenever an object in it may have ended.

    One that outgrows the most tokens it may have is cut there.

    Raises:
        NotStreamed: it came as a whole, or not in the form of a stream.
        AgentRunError: as the library does; `ModelConnectionError` also where it breaks off.
    """
    begun = _begun(model, request, settings, parameters)
    most, pieces = most * _PIECES_A_TOKEN + _MORE, 0
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(patience.first) as limit, begun as stream:
            async for event in stream:
                limit.reschedule(loop.time() + patience.between)
                pieces += 1
                if heard and _ends_object(event):
                    await heard(stream.get())
                if pieces > most:
                    break
            response = stream.get()
    except TimeoutError as error:
        waited = patience.between if pieces else patience.first
        raise ModelRequestTimeout(model.model_name, waited) from error
    except UnexpectedModelBehavior as error:
        if pieces:
            raise
        raise NotStreamed from error
    return replace(response, finish_reason="length") if pieces > most else _ended(response)


def _begun(
    model: Model,
    request: ModelRequest,
    settings: ModelSettings,
    parameters: ModelRequestParameters,
) -> AbstractAsyncContextManager[StreamedResponse]:
    """A request whose answer is sent as it is written; its silence is measured elsewhere."""
    settings["timeout"] = Timeout(None, connect=_CONNECTING)
    return model_request_stream(
        model, [request], model_settings=settings, model_request_parameters=parameters
    )


def _ends_object(event: ModelResponseStreamEvent) -> bool:
    """Whether an object may end in a piece of an answer."""
    if isinstance(event, PartDeltaEvent):
        piece: object = event.delta
    else:
        piece = event.part if isinstance(event, PartStartEvent) else None
    said = (getattr(piece, name, None) for name in _PIECES)
    return any(isinstance(letters, str) and "}" in letters for letters in said)


def _ended(response: ModelResponse) -> ModelResponse:
    """A response whose stream said that it ends; the library takes any end for that.

    Raises:
        ModelConnectionError: it did not.
    """
    said_why = "finish_reason" in (response.provider_details or {})
    text = (response.text or "").rstrip()
    if said_why or response.finish_reason == "content_filter" or text.endswith(_ENDS):
        return response
    raise ModelConnectionError(response.model_name or "", "The answer broke off.")
