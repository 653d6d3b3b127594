"""A language model's answer to a question about the sample, held in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from summaries.llm.answers import Reply, Told
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import model_server
from tests.fakes.streamed_answers import Held

CLOCK: Final = SettableClock("2024-03-08T06:00:00Z")
PAPER: Final = "sample/0000001"
ASKED: Final = f"{PAPER} how fast is it?"
FIRST: Final = "Stepwise Mirrors needs 0.2 s for an image on a single accelerator."
FALSE: Final = "Stepwise Mirrors needs 9.7 s for an image on a single accelerator."
LAST: Final = "Four sampling steps reach a Fréchet distance of 3.1."
_REPLY: Final = Reply(
    sentences=[
        Told(text=FALSE, sentences=[7]),
        Told(text=FIRST, sentences=[7]),
        Told(text=LAST, sentences=[5]),
    ]
)
_MENDED: Final = Reply(sentences=[_REPLY.sentences[1], _REPLY.sentences[2]])


@asynccontextmanager
async def writing(go: asyncio.Event) -> AsyncIterator[dict[str, Any]]:
    """Settings for a model that writes two sentences, of which one is false, and then waits."""
    written = _REPLY.model_dump_json()
    parted = written.index("}", written.index("}") + 1) + 1
    mended = Held(_MENDED.model_dump_json(), " ", go)
    async with model_server([Held(written[:parted], written[parted:], go), mended]) as server:
        yield {
            "llm_model": "openai:quill-1",
            "llm_base_url": server.url,
        }
