"""Has each request answered: at once, or when it is its turn; until then it can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from app.fair_use.effort import Effort
from app.services import Services
from bot.platforms.answering import answered, told
from bot.platforms.handling import follow
from bot.platforms.jobs import Jobs
from bot.platforms.telegram.channels import COMMAND as CHANNEL
from bot.platforms.telegram.channels import Channels
from bot.platforms.telegram.replies import Reply
from domain.chats import ChatRef
from domain.concurrency.turns import Place, TooMany
from domain.errors import PapercrierError
from domain.requests import Context
from handlers.dispatch import effort_of

_LAST_WORDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class _Job:
    """A `bot.platforms.jobs.Job` from two functions."""

    work: Callable[[], Awaitable[None]]
    given_up: Callable[[], object] = lambda: None

    async def run(self) -> None:
        """Do it."""
        await self.work()

    def abandon(self) -> None:
        """It will not be done."""
        self.given_up()


class Answers:
    """The answers that are being made and sent."""

    def __init__(self, services: Services, channels: Channels) -> None:
        self._services = services
        self._channels = channels
        self._jobs = Jobs()
        self._making: dict[asyncio.Task[None], tuple[ChatRef, Reply]] = {}
        self._sends: set[asyncio.Task[Any]] = set()

    def give(self, work: Callable[[], Awaitable[None]], place: Place) -> None:
        """Have something done when it is its turn."""
        self._jobs.give(_Job(work), place)

    async def carry_out(self, request: Context, reply: Reply) -> None:
        """Answer a request; what takes long is given a place and answered later."""
        if request.command == CHANNEL and request.is_private:
            answer = await self._channels.answer(request)
            await self.sent(reply.finish(answer.document))
            return
        try:
            effort = await effort_of(self._services, request)
            if effort is Effort.QUICK:
                await self._answer(request, reply)
                return
            place = self._services.lanes.reserve(
                effort,
                person=request.person,
                chat=f"{request.chat.platform}:{request.chat.chat_id}",
            )
        except TooMany as error:
            if error.is_news:
                await self.sent(reply.finish(told(error)))
            return
        except PapercrierError as error:
            await self.sent(reply.finish(told(error)))
            return
        reply.begin(can_be_stopped=True)
        job = _Job(
            partial(self._answer, request, reply, place),
            lambda: self.send_later(reply.interrupt()),
        )
        task = self._jobs.give(job, place)
        self._making[task] = (request.chat, reply)
        task.add_done_callback(self._making.pop)

    def stop(self, ref: ChatRef) -> None:
        """Make no more of the answers that a chat waits for."""
        for task, (chat, reply) in list(self._making.items()):
            if chat == ref:
                reply.stop()
                task.cancel()

    async def _answer(self, request: Context, reply: Reply, place: Place | None = None) -> None:
        reply.work()
        answer = await answered(self._services, request)
        if place is not None:
            # Sending goes at the chat's pace, which is nothing that others should wait for.
            place.leave()
        await self.sent(reply.finish(answer.document))

    async def sent(self, sending: Coroutine[Any, Any, Any]) -> None:
        """Wait for an answer to be sent, which goes on also if the waiting is cancelled."""
        await asyncio.shield(self.send_later(sending))

    def send_later(self, sending: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Send beside what is done now."""
        task = asyncio.create_task(sending)
        self._sends.add(task)
        follow(task)
        task.add_done_callback(self._sends.discard)
        return task

    async def drain(self, seconds: float) -> None:
        """Wait until all that was asked has been worked on, and give up what has not by then."""
        await self._jobs.finish(seconds)

    async def finish(self, seconds: float) -> None:
        """Wait until the messages on their way have arrived, and no longer than that.

        Whose answer is not whole by then is told so.
        """
        if not self._sends:
            return
        _, late = await asyncio.wait(self._sends, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_LAST_WORDS)
