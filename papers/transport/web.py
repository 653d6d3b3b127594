"""HTTP towards arXiv: one gate for all of it, retries where they can help, and a breaker."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import Final, NoReturn, TypeVar
from urllib.parse import urljoin, urlsplit

import stamina
import structlog

from domain.concurrency import waits
from domain.errors import MalformedAnswer, SourceUnavailable
from domain.messages import NOTHING, Message, marked, sentence
from papers.transport.breaker import Breaker
from papers.transport.exchange import Answer, Limits, Line, Refused, TooLarge, Unanswered
from papers.transport.gate import Gate
from papers.transport.worker import Worker

log = structlog.get_logger(__name__)

T = TypeVar("T")

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


class Service(StrEnum):
    """The parts of arXiv that fail apart from each other."""

    API = marked("arXiv's API")
    SITE = marked("arXiv's site")
    FEED = marked("arXiv's feed")
    OAI = marked("arXiv's OAI-PMH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Persistence:
    """How long to go on asking. All times in seconds.

    Attributes:
        attempts: for one job.
        total: after this no further attempt is begun.
        first_pause: before the second attempt; it doubles from one to the next.
        longest_pause: up to here.
        jitter: at most so much is added to a pause, by chance.
        longest_rest: a Retry-After up to this is waited for; at a longer one the request is given
            up, and the service left alone until then.
        longest_peace: but not for longer than this, whatever it asks for.
        threshold: failures in a row after which a service is left alone.
        cool_down: for how long.
    """

    attempts: int = 4
    total: float = 90.0
    first_pause: float = 2.0
    longest_pause: float = 30.0
    jitter: float = 1.0
    longest_rest: float = 60.0
    longest_peace: float = waits.LONGEST
    threshold: int = 6
    cool_down: float = 60.0


class NoAnswer(SourceUnavailable):
    """arXiv is not answering."""

    def __init__(
        self, message: Message, *, worth_retrying: bool, pause: float | None = None
    ) -> None:
        """Args: pause is the time in seconds that the server asked for, if it did."""
        super().__init__(message)
        self.worth_retrying = worth_retrying
        self.pause = pause


class Oversized(NoAnswer):
    """arXiv's answer is larger than it may be."""


class ArxivWeb:
    """The way to arXiv for everything in this process.

    Work is done in *jobs*: plain functions that `call` runs on one thread, and that ask by
    `fetch`. A job that finds a fault in an answer raises MalformedAnswer and is run again.
    """

    def __init__(
        self,
        *,
        gate: Gate,
        user_agent: str,
        limits: Limits | None = None,
        persistence: Persistence | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Args: now is the clock for times that people are told; the system's if not given."""
        self._gate = gate
        self._line = Line(user_agent, limits or Limits())
        self._persistence = persistence or Persistence()
        self._now = now or partial(datetime.now, UTC)
        fresh = Breaker(
            threshold=self._persistence.threshold, cool_down=self._persistence.cool_down
        )
        self._breakers = dict.fromkeys(Service, fresh)
        self._why: dict[Service, Message] = {}
        self._worker = Worker(ready=gate.wait, finish=self._line.close)
        self._first_answer_by: float | None = None
        self._deadline = math.inf

    def expect_answer_within(self, seconds: float) -> None:
        """Give the next job no more time than this, retries and all.

        For the first request after a connection was taken: a server that then stays silent is
        found out as early as one that cannot be reached. Once the time is over, nothing is
        limited any more.
        """
        self._first_answer_by = time.monotonic() + seconds

    async def call(self, job: Callable[[], T]) -> T:
        """Run a job in its turn, again after failures that may pass.

        Raises:
            SourceUnavailable: there was no answer, or there is no use in asking now.
            MalformedAnswer: the job said so at every attempt.
        """
        deadline, self._first_answer_by = self._first_answer_by, None
        if deadline is None or deadline <= time.monotonic():
            return await self._persist(job)
        try:
            async with asyncio.timeout(deadline - time.monotonic()):
                return await self._persist(lambda: self._until(deadline, job))
        except TimeoutError:
            raise NoAnswer(
                sentence("arXiv takes connections but does not answer."), worth_retrying=False
            ) from None

    def fetch(self, url: str, service: Service, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask, through the gate; only for jobs. Redirects are followed, each in its own turn.

        Returns the answer whatever its status, unless that is 429 or 5xx.

        Raises:
            NoAnswer: there was none.
            MalformedAnswer: redirects lead out of the service or nowhere.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(url, service, headers or {})
            if answer.status not in _REDIRECTS:
                return answer
            url = _next_stop(answer)
        raise MalformedAnswer(
            sentence("{service} redirects without end: {url}", service=sentence(service), url=url),
            evidence=answer.body,
        )

    def troubles(self) -> list[Message]:
        """A sentence for each part of arXiv that is left alone now, and until when."""
        now = time.monotonic()
        return [
            self._left_alone(service, now)
            for service, breaker in self._breakers.items()
            if not breaker.allows(now)
        ]

    async def close(self) -> None:
        """Stop asking and hang up."""
        await self._worker.close()

    async def _persist(self, job: Callable[[], T]) -> T:
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
                return await self._worker.run(job)
        raise AssertionError  # stamina raises the last error

    def _until(self, deadline: float, job: Callable[[], T]) -> T:
        """Run a job whose requests must be over by then."""
        self._deadline = deadline
        try:
            return job()
        finally:
            self._deadline = math.inf

    def _ask(self, url: str, service: Service, headers: Mapping[str, str]) -> Answer:
        now = time.monotonic()
        if not self._breakers[service].allows(now):
            raise NoAnswer(self._left_alone(service, now), worth_retrying=False)
        try:
            with self._gate.turn(min(_OTHERS_DONE_IN, max(0.0, self._deadline - now))):
                if time.monotonic() >= self._deadline:
                    raise NoAnswer(
                        sentence("There is no time left to ask arXiv."), worth_retrying=False
                    )
                answer = self._line.ask(url, headers, self._deadline)
        except TooLarge as error:
            said = sentence(
                "{service} is no use here: {why}.", service=sentence(service), why=error.message
            )
            raise Oversized(said, worth_retrying=False) from error
        except Unanswered as error:
            self._fail(service, error.message)
        if answer.is_passing_trouble:
            said = sentence("it says {status}", status=answer.said)
            self._fail(service, said, answer.asked_to_wait())
        self._breakers[service] = self._breakers[service].succeeded()
        return answer

    def _fail(self, service: Service, why: Message, asked: float | None = None) -> NoReturn:
        """Take notice of a failure; `asked` are the seconds of peace that the service asks for."""
        now = time.monotonic()
        pause = waits.wait_of(asked, longest=self._persistence.longest_peace)
        too_long = pause is not None and pause > self._persistence.longest_rest
        if asked is not None and pause is not None and asked > pause:
            why = sentence(
                "{why} and asks not to be asked for {asked} h, which is too long",
                why=why,
                asked=f"{asked / 3_600:,.0f}",
            )
            log.warning("asked to wait for too long", service=service, asked=asked, waits=pause)
        breaker = self._breakers[service].failed(
            now, ask_again_after=pause if pause and too_long else 0.0
        )
        self._breakers[service] = breaker
        self._why[service] = why
        if pause and not too_long:
            self._gate.rest(pause)
        if breaker.allows(now):
            raise NoAnswer(_silent(service, why), worth_retrying=True, pause=pause)
        raise NoAnswer(self._left_alone(service, now), worth_retrying=False)

    def _left_alone(self, service: Service, now: float) -> Message:
        breaker = self._breakers[service]
        return sentence(
            "{service} is not answering since {since}: {why}. It is asked again from {again}.",
            service=sentence(service),
            since=self._told(breaker.since, now),
            why=self._why.get(service, NOTHING),
            again=self._told(breaker.retry_at, now),
        )

    def _told(self, moment: float | None, now: float) -> str:
        """A moment of the monotonic clock as the time of day, with the date where not today's."""
        today = self._now()
        then = today - timedelta(seconds=now - (moment or now))
        return f"{then:%H:%M} UTC" if then.date() == today.date() else f"{then:%d %b %H:%M} UTC"


def _silent(service: Service, why: Message) -> Message:
    return sentence("{service} is not answering: {why}.", service=sentence(service), why=why)


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
