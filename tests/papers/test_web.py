"""HTTP towards arXiv, over a real connection to a small server."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.concurrency.asker import in_background
from domain.errors import MalformedAnswer, SourceUnavailable
from domain.messages import as_is
from papers.transport.exchange import Answer, Limits, Refused
from papers.transport.gate import Gate
from papers.transport.web import ArxivWeb, Persistence, Service
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, FRIDAY, QUICK, invented
from tests.patience import PATIENCE

PATH = "/list/cs/new"

DATES = st.from_regex(
    r"(Fri, )?[0-9]{1,3} (Mar|Dec|Feb) [0-9]{1,6} [0-9]{1,3}:[0-9]{1,2}(:[0-9]{1,2})? "
    r"(GMT|[+-][0-9]{1,18}|-0000)",
    fullmatch=True,
)
NINE = datetime(2024, 3, 8, 9, 0, 30, tzinfo=UTC)


def web_of(limits: Limits = BRIEF, persistence: Persistence = QUICK) -> ArxivWeb:
    """A way to arXiv without an interval, whose clock stands at about nine."""
    return ArxivWeb(
        gate=Gate(0.0),
        user_agent="papercrier/test (+https://example.org)",
        limits=limits,
        persistence=persistence,
        now=lambda: NINE,
    )


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """A small arXiv with one paper."""
    with FakeArxiv() as server:
        server.announce(FRIDAY, invented(1))
        yield server


@pytest.fixture
async def web() -> AsyncIterator[ArxivWeb]:
    """A way to it."""
    web = web_of()
    yield web
    await web.close()


def asking(web: ArxivWeb, arxiv: FakeArxiv, path: str = PATH) -> Callable[[], Answer]:
    """A job that asks for a page of the small arXiv's site."""
    return partial(web.fetch, arxiv.url + path, Service.SITE)


async def test_it_says_who_asks(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Every request carries our name and contact."""
    answer = await web.call(asking(web, arxiv))
    assert answer.status == 200
    assert b"Paper Boats" in answer.content()
    assert arxiv.seen[0].headers["user-agent"] == "papercrier/test (+https://example.org)"


async def test_never_two_requests_at_once(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """However many ask together, one request follows the other."""
    arxiv.plan(PATH, "slow:0.02 ...")
    await asyncio.gather(*(web.call(asking(web, arxiv)) for _ in range(8)))
    assert len(arxiv.seen) == 8
    assert arxiv.most_at_once == 1


@pytest.mark.parametrize(
    "fault",
    ["429", "429:0.01", "500", "502", "503", "503:0", "reset", "drop", "cut", "hang:1", "slow:60"],
)
async def test_what_may_pass_is_asked_again(arxiv: FakeArxiv, fault: str) -> None:
    """Refusals for now, cut and slow answers: the second attempt succeeds."""
    web = web_of(replace(BRIEF, total=0.5))
    arxiv.plan(PATH, f"{fault} ok")
    answer = await web.call(asking(web, arxiv))
    await web.close()
    assert b"Paper Boats" in answer.body
    assert len(arxiv.seen) == 2


@pytest.mark.parametrize("fault", ["400", "403", "404", "410"])
async def test_a_refusal_for_good_is_not_asked_again(
    arxiv: FakeArxiv, web: ArxivWeb, fault: str
) -> None:
    """The answer is the answer; who wants its content is told why there is none."""
    arxiv.plan(PATH, f"{fault} ...")
    with pytest.raises(Refused, match=fault) as caught:
        await web.call(lambda: asking(web, arxiv)().content())
    assert caught.value.status == int(fault)
    assert caught.value.evidence
    assert len(arxiv.seen) == 1


@pytest.mark.parametrize("fault", ["503", "429", "reset", "drop", "cut"])
async def test_what_does_not_pass_ends_in_a_sentence(
    arxiv: FakeArxiv, web: ArxivWeb, fault: str
) -> None:
    """After all attempts the error says which part of arXiv, and what it did."""
    arxiv.plan(PATH, f"{fault} ...")
    with pytest.raises(SourceUnavailable, match=r"^arXiv's site is not answering: it .*\.$"):
        await web.call(asking(web, arxiv))
    assert len(arxiv.seen) == QUICK.attempts


async def test_a_refused_connection_is_unavailable(web: ArxivWeb) -> None:
    """Where nobody listens, the error is ours and not a library's."""
    with pytest.raises(SourceUnavailable, match="dropped or refused the connection"):
        await web.call(partial(web.fetch, "http://127.0.0.1:9/", Service.SITE))


async def test_a_long_retry_after_is_given_up_and_remembered(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """Nobody waits an hour; until it is over the service is not asked at all."""
    arxiv.plan(PATH, "429:3600 ...")
    with pytest.raises(SourceUnavailable, match="asked again from 10:00 UTC"):
        await web.call(asking(web, arxiv))
    with pytest.raises(SourceUnavailable, match="not answering since 09:00 UTC"):
        await web.call(asking(web, arxiv))
    assert len(arxiv.seen) == 1


def test_both_forms_of_retry_after_are_read() -> None:
    """Seconds, or a date, which is measured from the answer's own."""

    def wait(value: str) -> float | None:
        headers = {"retry-after": value, "date": "Fri, 08 Mar 2024 06:00:00 GMT"}
        return Answer("", 503, headers, b"").asked_to_wait()

    assert wait("7") == 7.0
    assert wait("0.5") == 0.5
    assert wait("Fri, 08 Mar 2024 06:01:30 GMT") == 90.0
    assert wait("Fri, 08 Mar 2024 05:00:00 GMT") == 0.0
    assert [wait(nonsense) for nonsense in ("", "soon", "nan", "inf")] == [None] * 4


@given(st.text() | DATES)
def test_no_retry_after_is_too_much_to_read(value: str) -> None:
    """Whatever stands there, it is some seconds or none."""
    asked = Answer("", 503, {"retry-after": value}, b"").asked_to_wait()
    assert asked is None or 0 <= asked < math.inf


@pytest.mark.parametrize(
    "asked",
    [
        "86400",
        "1000000000000",
        "1e300",
        "Fri,_31_Dec_9999_23:59:59_GMT",
        "Thu,_08_Mar_2027_0:0:0_GMT",
    ],
)
async def test_nobody_silences_it_for_longer_than_an_hour(
    arxiv: FakeArxiv, web: ArxivWeb, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said, also to those who ask later; what is asked for is in the log."""
    arxiv.plan(PATH, f"429:{asked} ...")
    said = (
        r"it says 429 .* asks not to be asked for [\d,]+ h, which is too long\. .* from 10:00 UTC"
    )
    for _ in range(2):
        with pytest.raises(SourceUnavailable, match=said):
            await web.call(asking(web, arxiv))
    assert len(arxiv.seen) == 1
    (told,) = web.troubles()
    assert "asked again from 10:00 UTC" in str(told)
    assert "asked to wait for too long" in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["-5", "nan", "inf", "Fri,_08_Mar_2024_05:00:00_GMT", "1e999"])
async def test_a_pause_that_is_none_is_none(arxiv: FakeArxiv, web: ArxivWeb, asked: str) -> None:
    """It is asked again as where nothing was said."""
    arxiv.plan(PATH, f"503:{asked} ok")
    assert b"Paper Boats" in (await web.call(asking(web, arxiv))).body
    assert not web.troubles()


async def test_the_breaker_opens_and_closes(arxiv: FakeArxiv) -> None:
    """After enough failures in a row nothing is asked; another service is not concerned."""
    web = web_of(persistence=replace(QUICK, threshold=3, cool_down=3600.0))
    arxiv.plan(PATH, "503 503 503")
    with pytest.raises(SourceUnavailable, match=r"since 09:00 UTC: it says 503.* 10:00 UTC"):
        await web.call(asking(web, arxiv))
    with pytest.raises(SourceUnavailable, match="not answering since"):
        await web.call(asking(web, arxiv))
    assert len(arxiv.seen) == 3
    assert (await web.call(partial(web.fetch, arxiv.url + PATH, Service.FEED))).status == 200
    await web.close()


async def test_after_the_cool_down_all_is_as_before(arxiv: FakeArxiv) -> None:
    """With no cool-down the next call is the trial, and its success forgets the failures."""
    web = web_of(persistence=replace(QUICK, threshold=3, cool_down=0.0, attempts=3))
    arxiv.plan(PATH, "503 503 503 ok 503 503 ok")
    with pytest.raises(SourceUnavailable):
        await web.call(asking(web, arxiv))
    assert (await web.call(asking(web, arxiv))).status == 200
    assert (await web.call(asking(web, arxiv))).status == 200
    await web.close()


async def test_a_body_without_end_is_left(arxiv: FakeArxiv) -> None:
    """A page larger than the limit is not read into memory."""
    arxiv.announce(FRIDAY, invented(2, abstract="boats " * 50_000))
    web = web_of(replace(BRIEF, size=10_000))
    with pytest.raises(SourceUnavailable, match="more than 10,000 bytes"):
        await web.call(asking(web, arxiv))
    await web.close()


async def test_a_fault_found_by_a_job_is_asked_about_again(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """A job that cannot believe its answer is run anew, as often as any other."""
    answers: list[int] = []

    def job() -> int:
        answers.append(asking(web, arxiv)().status)
        if len(answers) < 3:
            raise MalformedAnswer(as_is("This is no listing."))
        return len(answers)

    assert await web.call(job) == 3
    assert len(arxiv.seen) == 3


async def test_a_bug_in_a_job_is_let_through(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """What is no fault of arXiv's is neither wrapped nor tried again."""
    calls: list[int] = []

    def job() -> None:
        calls.append(1)
        raise KeyError("bug")

    with pytest.raises(KeyError):
        await web.call(job)
    assert len(calls) == 1


async def test_redirects_are_followed_each_in_its_turn(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Within the same server; every hop is a request of its own."""
    arxiv.plan("/old", f"301:{PATH}")
    answer = await web.call(asking(web, arxiv, "/old"))
    assert answer.url == arxiv.url + PATH
    assert [seen.path for seen in arxiv.seen] == ["/old", PATH]


async def test_redirects_elsewhere_or_in_a_circle_are_not_followed(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """Another host is none of the gate's business, and a circle has no end."""
    arxiv.plan("/away", "302:http://127.0.0.2:9/ ...")
    with pytest.raises(MalformedAnswer, match="elsewhere"):
        await web.call(asking(web, arxiv, "/away"))
    arxiv.plan("/round", "302:/round ...")
    with pytest.raises(MalformedAnswer, match="without end"):
        await web.call(asking(web, arxiv, "/round"))


async def test_a_person_overtakes_bulk_work_between_its_requests(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """Someone who asks while a bulk is under way waits for one request at most."""

    async def bulk() -> None:
        with in_background():
            await asyncio.gather(*(web.call(asking(web, arxiv)) for _ in range(6)))

    arxiv.plan(PATH, "slow:0.1 ...")
    work = asyncio.create_task(bulk())
    await arxiv.asked()
    await web.call(asking(web, arxiv, "/abs/2403.00001"))
    await work
    assert [seen.path for seen in arxiv.seen].index("/abs/2403.00001") == 1


async def test_cancelling_a_call_leaves_the_way_open(arxiv: FakeArxiv) -> None:
    """A person who gives up does not take the others' answers with them."""
    web = web_of(replace(BRIEF, silence=30.0))
    arxiv.plan(PATH, "hang:0.2 ok")
    task = asyncio.create_task(web.call(asking(web, arxiv)))
    await arxiv.asked()
    task.cancel()
    assert (await web.call(asking(web, arxiv))).status == 200
    assert task.cancelled()
    await web.close()


async def test_closing_does_not_wait_for_a_server_that_hangs(arxiv: FakeArxiv) -> None:
    """The process ends although an answer never comes."""
    web = web_of(replace(BRIEF, silence=3000.0))
    arxiv.plan(PATH, "hang:3000")
    task = asyncio.create_task(web.call(asking(web, arxiv)))
    await arxiv.asked()
    async with asyncio.timeout(PATIENCE):
        await web.close()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_first_answer_can_be_given_a_time(arxiv: FakeArxiv) -> None:
    """A server that takes the connection and says nothing is found out in that time."""
    web = web_of(replace(BRIEF, silence=3000.0, total=3000.0))
    arxiv.plan(PATH, "hang:3000 ok")
    web.expect_answer_within(0.2)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(SourceUnavailable, match="takes connections but does not answer"):
            await web.call(asking(web, arxiv))
        assert (await web.call(asking(web, arxiv))).status == 200
    await web.close()


async def test_within_its_time_the_first_answer_may_take_several_attempts(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """One passing refusal is no reason to believe that arXiv is away."""
    arxiv.plan(PATH, "503 ok")
    web.expect_answer_within(10.0)
    assert (await web.call(asking(web, arxiv))).status == 200


async def test_the_limit_on_the_first_answer_lapses(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Who asks long after arXiv was reached has all the usual time."""
    web.expect_answer_within(-1.0)
    assert (await web.call(asking(web, arxiv))).status == 200
