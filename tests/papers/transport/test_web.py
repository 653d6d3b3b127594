"""HTTP towards arXiv, over a real connection to a small server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from domain.concurrency.asker import in_background
from domain.errors import MalformedAnswer, SourceUnavailable
from domain.messages import as_is
from papers.transport.availability import Service
from papers.transport.exchange import Answer, Refused
from papers.transport.web import ArxivWeb
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, FRIDAY, QUICK, invented
from tests.papers.transport.asking import PATH, ask, web_of
from tests.patience import PATIENCE


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


async def test_it_says_who_asks(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Every request carries our name and contact."""
    answer = await ask(web, arxiv)
    assert answer.status == 200
    assert b"Paper Boats" in answer.content()
    assert arxiv.seen[0].headers["user-agent"] == "papercrier/test (+https://example.org)"


async def test_never_two_requests_at_once(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """However many ask together, one request follows the other."""
    arxiv.plan(PATH, "slow:0.02 ...")
    await asyncio.gather(*(ask(web, arxiv) for _ in range(8)))
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
    answer = await ask(web, arxiv)
    await web.close()
    assert b"Paper Boats" in answer.body
    assert len(arxiv.seen) == 2


@pytest.mark.parametrize("fault", ["400", "404", "410", "451"])
async def test_a_refusal_for_good_is_not_asked_again(
    arxiv: FakeArxiv, web: ArxivWeb, fault: str
) -> None:
    """The answer is the answer; who wants its content is told why there is none."""
    arxiv.plan(PATH, f"{fault} ...")
    with pytest.raises(Refused, match=fault) as caught:
        await web.read(arxiv.url + PATH, Service.SITE, Answer.content)
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
        await ask(web, arxiv)
    assert len(arxiv.seen) == QUICK.attempts


async def test_a_refused_connection_is_unavailable(web: ArxivWeb) -> None:
    """Where nobody listens, the error is ours and not a library's."""
    with pytest.raises(SourceUnavailable, match="dropped or refused the connection"):
        await web.fetch("http://127.0.0.1:9/", Service.SITE)


@pytest.mark.parametrize("port", ["99999", "eighty"])
async def test_an_address_that_cannot_be_used_ends_in_a_sentence(web: ArxivWeb, port: str) -> None:
    """As an operator may have mistyped it."""
    with pytest.raises(SourceUnavailable, match="its address cannot be used"):
        await web.fetch(f"http://127.0.0.1:{port}/", Service.SITE)


async def test_what_is_packed_several_times_over_is_left(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Each time it may grow a thousandfold, within one chunk."""
    arxiv.files["/packed"] = Reply("", headers={"Content-Encoding": "gzip, gzip"})
    with pytest.raises(SourceUnavailable, match="cannot be unpacked"):
        await ask(web, arxiv, "/packed")


async def test_a_body_without_end_is_left(arxiv: FakeArxiv) -> None:
    """A page larger than the limit is not read into memory."""
    arxiv.announce(FRIDAY, invented(2, abstract="boats " * 50_000))
    web = web_of(replace(BRIEF, size=10_000))
    with pytest.raises(SourceUnavailable, match="more than 10,000 bytes"):
        await ask(web, arxiv)
    await web.close()


async def test_a_fault_found_in_an_answer_is_asked_about_again(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """What cannot be believed is asked for anew, as often as any other."""
    answers: list[int] = []

    def understand(answer: Answer) -> int:
        answers.append(answer.status)
        if len(answers) < 3:
            raise MalformedAnswer(as_is("This is no listing."))
        return len(answers)

    assert await web.read(arxiv.url + PATH, Service.SITE, understand) == 3
    assert len(arxiv.seen) == 3


async def test_a_bug_in_reading_is_let_through(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """What is no fault of arXiv's is neither wrapped nor tried again."""

    def understand(answer: Answer) -> None:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        await web.read(arxiv.url + PATH, Service.SITE, understand)
    assert len(arxiv.seen) == 1


async def test_redirects_are_followed_each_in_its_turn(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Within the same server; every hop is a request of its own."""
    arxiv.plan("/old", f"301:{PATH}")
    answer = await ask(web, arxiv, "/old")
    assert answer.url == arxiv.url + PATH
    assert [seen.path for seen in arxiv.seen] == ["/old", PATH]


async def test_redirects_elsewhere_or_in_a_circle_are_not_followed(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """Another host is none of the gate's business, and a circle has no end."""
    arxiv.plan("/away", "302:http://127.0.0.2:9/ ...")
    with pytest.raises(MalformedAnswer, match="elsewhere"):
        await ask(web, arxiv, "/away")
    arxiv.plan("/round", "302:/round ...")
    with pytest.raises(MalformedAnswer, match="without end"):
        await ask(web, arxiv, "/round")


async def test_a_person_overtakes_bulk_work_between_its_requests(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """Someone who asks while a bulk is under way waits for one request at most."""

    async def bulk() -> None:
        with in_background():
            await asyncio.gather(*(ask(web, arxiv) for _ in range(6)))

    arxiv.plan(PATH, "slow:0.1 ...")
    work = asyncio.create_task(bulk())
    await arxiv.asked()
    await ask(web, arxiv, "/abs/2403.00001")
    await work
    assert [seen.path for seen in arxiv.seen].index("/abs/2403.00001") == 1


async def test_cancelling_a_call_leaves_the_way_open(arxiv: FakeArxiv) -> None:
    """A person who gives up does not take the others' answers with them."""
    web = web_of(replace(BRIEF, silence=30.0))
    arxiv.plan(PATH, "hang:0.2 ok")
    task = asyncio.create_task(ask(web, arxiv))
    await arxiv.asked()
    task.cancel()
    assert (await ask(web, arxiv)).status == 200
    assert task.cancelled()
    await web.close()


async def test_closing_does_not_wait_for_a_server_that_hangs(arxiv: FakeArxiv) -> None:
    """The process ends although an answer never comes."""
    web = web_of(replace(BRIEF, silence=3000.0))
    arxiv.plan(PATH, "hang:3000")
    task = asyncio.create_task(ask(web, arxiv))
    await arxiv.asked()
    async with asyncio.timeout(PATIENCE):
        await web.close()
    with pytest.raises(SourceUnavailable, match="closed"):
        await task
    with pytest.raises(SourceUnavailable, match="closed"):
        await ask(web, arxiv)


async def test_the_first_answer_can_be_given_a_time(arxiv: FakeArxiv) -> None:
    """A server that takes the connection and says nothing is found out in that time."""
    web = web_of(replace(BRIEF, silence=3000.0, total=3000.0))
    arxiv.plan(PATH, "hang:3000 ...")
    web.expect_answer_within(1.0)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(SourceUnavailable, match="takes connections but does not answer"):
            await ask(web, arxiv)
        assert (await ask(web, arxiv, "/list/math/new")).status == 200
    await web.close()


async def test_within_its_time_the_first_answer_may_take_several_attempts(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """One passing refusal is no reason to believe that arXiv is away."""
    arxiv.plan(PATH, "503 ok")
    web.expect_answer_within(10.0)
    assert (await ask(web, arxiv)).status == 200


async def test_the_limit_on_the_first_answer_lapses(arxiv: FakeArxiv, web: ArxivWeb) -> None:
    """Who asks long after arXiv was reached has all the usual time."""
    web.expect_answer_within(-1.0)
    assert (await ask(web, arxiv)).status == 200
