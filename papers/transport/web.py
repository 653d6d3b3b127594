"""HTTP towards arXiv: one queue for all of it, retries where they can help, and a breaker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit

import stamina

from domain.concurrency import asker
from domain.concurrency.aside import aside
from domain.errors import MalformedAnswer
from domain.messages import Message, sentence
from papers.transport.availability import (
    Availability,
    NoAnswer,
    Oversized,
    Persistence,
    Service,
)
from papers.transport.exchange import Answer, Limits, Line, Refused, TooLarge, Unanswered
from papers.transport.rate_limiter import RateLimiter
from papers.transport.request_queue import RequestQueue
from papers.transport.rests import Rests

T = TypeVar("T")

# A request that is tried again is told as an error in the end, not line by line.
stamina.instrumentation.set_on_retry_hooks([])

_MOST_REDIRECTS: Final = 5
_OTHERS_DONE_IN: Final = 150.0
"""Seconds in which another process's request should be over."""
_REDIRECTS: Final = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)


class ArxivWeb:
    """The way to arXiv for everything in this process."""

    def __init__(
        self,
        *,
        limiter: RateLimiter,
        user_agent: str,
        limits: Limits | None = None,
        persistence: Persistence | None = None,
        now: Callable[[], datetime] | None = None,
        rests: Rests | None = None,
    ) -> None:
        """Prepare; nothing is asked.

        Args:
            limiter: how far requests are apart.
            user_agent: who asks, with a contact.
            limits: what an answer may cost.
            persistence: how long to go on asking.
            now: the clock for times that people are told; the system's if not given.
            rests: which parts of arXiv are left alone, as far as processes before this one know.
        """
        self.requests = 0
        self._limiter = limiter
        self._line = Line(user_agent, limits or Limits())
        self._persistence = persistence or Persistence()
        self._availability = Availability(
            self._persistence,
            now,
            rest=limiter.rest,
            rests=rests or Rests(),
        )
        self._queue = RequestQueue(limiter)
        self._first_answer_by: float | None = None

    def expect_answer_within(self, seconds: float) -> None:
        """Give the next `read` no more time than this, retries and all.

        For the first request after a connection was taken: a server that then stays silent is
        found out as early as one that cannot be reached. Once the time is over, nothing is
        limited any more.
        """
        self._first_answer_by = time.monotonic() + seconds

    async def read(
        self,
        url: str,
        service: Service,
        understand: Callable[[Answer], T],
        *,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """What an answer is understood to say; asked for again after failures that may pass.

        Where and what is asked is as for `fetch`. `understand` is called beside the event loop; it
        raises MalformedAnswer where it finds a fault in the answer, which is then asked for again.

        Raises:
            SourceUnavailable: there was no answer, or there is no use in asking now.
            MalformedAnswer: `understand` said so at every attempt.
        """
        deadline, self._first_answer_by = self._first_answer_by, None
        left = (deadline or 0.0) - time.monotonic()
        try:
            async with asyncio.timeout(left if left > 0 else None):
                return await self._persist(url, service, understand, headers)
        except TimeoutError:
            raise NoAnswer(
                sentence("arXiv takes connections but does not answer."), worth_retrying=False
            ) from None

    async def fetch(
        self, url: str, service: Service, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask once, in one's turn. Redirects are followed, each in a turn of its own.

        Returns the answer whatever its status, unless that is 403, 429 or 5xx.

        Raises:
            NoAnswer: there was none.
            MalformedAnswer: redirects lead out of the service or nowhere.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._ask(url, service, headers or {})
            if answer.status not in _REDIRECTS:
                return answer
            url = _next_stop(answer)
        raise MalformedAnswer(
            sentence("{service} redirects without end: {url}", service=sentence(service), url=url),
            evidence=answer.body,
        )

    def troubles(self) -> list[Message]:
        """A sentence for each part of arXiv that is left alone now, and until when."""
        return self._availability.troubles()

    def refusal(self) -> Message | None:
        """That arXiv refuses this program, until it answers again; None where it does not."""
        return self._availability.refusal()

    async def close(self) -> None:
        """Stop asking and hang up."""
        self._queue.close()
        await self._line.close()

    async def _persist(
        self,
        url: str,
        service: Service,
        understand: Callable[[Answer], T],
        headers: Mapping[str, str] | None,
    ) -> T:
        keep = self._persistence
        async for attempt in stamina.retry_context(
            on=_what_next,
            attempts=keep.attempts,
            timeout=keep.total,
            wait_initial=keep.first_pause,
            wait_max=keep.longest_pause,
            wait_jitter=keep.jitter,
        ):
            with attempt:
                return await aside(understand, await self.fetch(url, service, headers))
        raise AssertionError  # stamina raises the last error

    async def _ask(self, url: str, service: Service, headers: Mapping[str, str]) -> Answer:
        to_site = service is Service.SITE
        crawls = to_site and asker.is_background()
        self._availability.check(service)
        async with self._queue.turn(crawls=crawls):
            self._availability.check(service)
            async with self._limiter.turn(_OTHERS_DONE_IN, to_site=to_site, crawls=crawls):
                # Whoever was there before may have told what they met with.
                self._availability.check(service)
                return await self._ask_now(url, service, headers)

    async def _ask_now(self, url: str, service: Service, headers: Mapping[str, str]) -> Answer:
        """Ask; what comes of it is known before the next one can ask, in whatever process."""
        self.requests += 1
        try:
            answer = await self._line.ask(url, headers)
        except TooLarge as error:
            said = sentence(
                "{service} is no use here: {why}.", service=sentence(service), why=error.message
            )
            raise Oversized(said, worth_retrying=False) from error
        except Unanswered as error:
            self._availability.failed(service, error.message)
        if answer.status == HTTPStatus.FORBIDDEN:
            self._availability.shut_out(service, answer)
        if answer.is_passing_trouble:
            said = sentence("it says {status}", status=answer.said)
            self._availability.failed(service, said, answer.asked_to_wait())
        self._availability.succeeded(service)
        return answer


def _what_next(error: Exception) -> bool | float:
    """Whether a failed job is run again, or after how many seconds."""
    if isinstance(error, NoAnswer):
        if error.worth_retrying and error.pause is not None:
            return error.pause
        return error.worth_retrying
    return isinstance(error, MalformedAnswer) and not isinstance(error, Refused)


def _next_stop(answer: Answer) -> str:
    """Where a redirect leads; only arXiv's own hosts are trusted to send us to each other."""
    target = urljoin(answer.url, answer.headers.get("location", ""))
    here, there = urlsplit(answer.url), urlsplit(target)
    is_arxiv = all(
        f".{part.hostname or ''}".endswith(".arxiv.org") and part.scheme == "https"
        for part in (here, there)
    )
    if (here.scheme, here.netloc) != (there.scheme, there.netloc) and not is_arxiv:
        raise MalformedAnswer(
            sentence("arXiv sends us elsewhere, to {target}", target=target[:200]),
            evidence=answer.body,
        )
    return target
