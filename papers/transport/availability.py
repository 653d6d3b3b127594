"""Which parts of arXiv answer, which are left alone, and until when."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import NoReturn

import structlog

from domain.concurrency import waits
from domain.errors import SourceUnavailable
from domain.messages import NOTHING, Message, marked, sentence
from papers.transport.breaker import Breaker
from papers.transport.exchange import Answer
from papers.transport.rests import Rest, Rests

log = structlog.get_logger(__name__)


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
        shut_out: for so long all of arXiv is left alone after it has refused us (403): it takes
            those who go on for attackers (https://info.arxiv.org/help/robots.html).
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
    shut_out: float = 3_600.0
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


class Availability:
    """What is known of each part of arXiv's."""

    def __init__(
        self,
        persistence: Persistence,
        now: Callable[[], datetime] | None,
        *,
        rest: Callable[[float], None],
        rests: Rests,
    ) -> None:
        """Prepare.

        Args:
            persistence: how long it is gone on asking.
            now: the clock for times that people are told; the system's if None.
            rest: called with the seconds for which nobody may ask, as a server has asked.
            rests: where longer ones are kept, for other processes and the next start.
        """
        self._persistence = persistence
        self._now = now or partial(datetime.now, UTC)
        self._rest = rest
        self._rests = rests
        fresh = Breaker(threshold=persistence.threshold, cool_down=persistence.cool_down)
        self._breakers = dict.fromkeys(Service, fresh)
        self._why: dict[Service, Message] = {}

    def check(self, service: Service) -> None:
        """See whether it may be asked.

        Raises:
            NoAnswer: there is no use in asking now.
        """
        rest = self._resting(service)
        if rest is not None:
            raise NoAnswer(self._left_alone(service, rest), worth_retrying=False)

    def succeeded(self, service: Service) -> None:
        """It has answered; rests that have ended are forgotten, those of other parts among them."""
        self._breakers[service] = self._breakers[service].succeeded()
        now = self._now()
        known = self._rests.known(now)
        lasting = {name: rest for name, rest in known.items() if rest.lasts(now)}
        if lasting != known:
            self._rests.keep(lasting)

    def shut_out(self, service: Service, answer: Answer) -> NoReturn:
        """Take notice that arXiv refuses this program: all of it is left alone.

        Raises:
            NoAnswer: always.
        """
        now = time.monotonic()
        said = sentence("it refuses our requests ({status})", status=answer.said)
        log.error("arXiv refuses us", service=service, url=answer.url, status=answer.status)
        for every in Service:
            self._breakers[every] = self._breakers[every].failed(
                now, ask_again_after=self._persistence.shut_out
            )
            self._why[every] = said
        self._note(*Service, is_refusal=True)
        self.check(service)
        raise NoAnswer(_silent(service, said), worth_retrying=False)

    def failed(self, service: Service, why: Message, asked: float | None = None) -> NoReturn:
        """Take notice of a failure; `asked` are the seconds of peace that the service asks for.

        Raises:
            NoAnswer: always.
        """
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
            self._rest(pause)
        if pause and too_long:
            self._note(service, is_refusal=False)
        if breaker.allows(now):
            raise NoAnswer(_silent(service, why), worth_retrying=True, pause=pause)
        rest = self._own_rest(service)
        raise NoAnswer(self._left_alone(service, rest), worth_retrying=False)

    def troubles(self) -> list[Message]:
        """A sentence for each part of arXiv that is left alone now, and until when."""
        resting = {service: self._resting(service) for service in Service}
        return [self._left_alone(service, rest) for service, rest in resting.items() if rest]

    def refusal(self) -> Message | None:
        """That arXiv refuses this program, until it answers again; None where it does not."""
        known = self._rests.known(self._now())
        refused = [rest for rest in known.values() if rest.is_refusal]
        if not refused:
            return None
        return sentence(
            "arXiv is not asked any more since {since}: {why}. It takes those who go on for "
            "attackers, so all of it is left alone until {again}, then asked once. Where that "
            "lasts, set {setting} and write to arXiv.",
            since=self._told(refused[0].since),
            why=refused[0].why,
            again=self._told(refused[0].until),
            setting="PAPERCRIER_CONTACT",
        )

    def _resting(self, service: Service) -> Rest | None:
        """Why a part of arXiv is left alone; None where it may be asked."""
        if not self._breakers[service].allows(time.monotonic()):
            return self._own_rest(service)
        return self._rests.heeded(self._now()).get(service)

    def _own_rest(self, service: Service, *, is_refusal: bool = False) -> Rest:
        """What this process itself knows of a part of arXiv that it leaves alone."""
        breaker, now, today = self._breakers[service], time.monotonic(), self._now()

        def moment(of: float | None) -> datetime:
            return today - timedelta(seconds=now - (of or now))

        return Rest(
            since=moment(breaker.since),
            until=moment(breaker.retry_at),
            why=self._why.get(service, NOTHING),
            is_refusal=is_refusal,
        )

    def _note(self, *services: Service, is_refusal: bool) -> None:
        """Keep what some parts of arXiv have asked for."""
        rests = {service: self._own_rest(service, is_refusal=is_refusal) for service in services}
        self._rests.keep(self._rests.known(self._now()) | rests)

    def _left_alone(self, service: Service, rest: Rest) -> Message:
        return sentence(
            "{service} is not answering since {since}: {why}. It is asked again from {again}.",
            service=sentence(service),
            since=self._told(rest.since),
            why=rest.why,
            again=self._told(rest.until),
        )

    def _told(self, then: datetime) -> str:
        """A moment as the time of day, with the date where not today's."""
        is_today = then.date() == self._now().date()
        return f"{then:%H:%M} UTC" if is_today else f"{then:%d %b %H:%M} UTC"


def _silent(service: Service, why: Message) -> Message:
    return sentence("{service} is not answering: {why}.", service=sentence(service), why=why)
