"""What is left alone, for how long, and what is said of it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import SourceUnavailable
from papers.transport.availability import Service
from papers.transport.exchange import Answer
from papers.transport.web import ArxivWeb
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import FRIDAY, QUICK, invented
from tests.papers.transport.asking import PATH, ask, web_of

DATES = st.from_regex(
    r"(Fri, )?[0-9]{1,3} (Mar|Dec|Feb) [0-9]{1,6} [0-9]{1,3}:[0-9]{1,2}(:[0-9]{1,2})? "
    r"(GMT|[+-][0-9]{1,18}|-0000)",
    fullmatch=True,
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


async def test_a_long_retry_after_is_given_up_and_remembered(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """Nobody waits an hour; until it is over the service is not asked at all."""
    arxiv.plan(PATH, "429:3600 ...")
    with pytest.raises(SourceUnavailable, match="asked again from 10:00 UTC"):
        await ask(web, arxiv)
    with pytest.raises(SourceUnavailable, match="not answering since 09:00 UTC"):
        await ask(web, arxiv)
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
            await ask(web, arxiv)
    assert len(arxiv.seen) == 1
    (told,) = web.troubles()
    assert "asked again from 10:00 UTC" in str(told)
    assert "asked to wait for too long" in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["-5", "nan", "inf", "Fri,_08_Mar_2024_05:00:00_GMT", "1e999"])
async def test_a_pause_that_is_none_is_none(arxiv: FakeArxiv, web: ArxivWeb, asked: str) -> None:
    """It is asked again as where nothing was said."""
    arxiv.plan(PATH, f"503:{asked} ok")
    assert b"Paper Boats" in (await ask(web, arxiv)).body
    assert not web.troubles()


async def test_once_shut_out_all_of_arxiv_is_left_alone_for_an_hour(
    arxiv: FakeArxiv, web: ArxivWeb, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also by those who wait already; it is told as what it is, and the operator reads it."""
    arxiv.plan(PATH, "403 ...")
    asked = [ask(web, arxiv), ask(web, arxiv), web.fetch(arxiv.url + "/atom/cs", Service.FEED)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    for outcome in outcomes:
        assert isinstance(outcome, SourceUnavailable)
        assert "refuses our requests (403 Forbidden)" in str(outcome)
        assert "asked again from 10:00 UTC" in str(outcome)
    assert len(arxiv.seen) == 1
    assert len(web.troubles()) == len(Service)
    assert "arXiv refuses us" in capsys.readouterr().out


async def test_after_that_hour_it_is_asked_again(arxiv: FakeArxiv) -> None:
    """With an hour of no length the next answer is good."""
    web = web_of(persistence=replace(QUICK, shut_out=0.0))
    arxiv.plan(PATH, "403 ok")
    with pytest.raises(SourceUnavailable):
        await ask(web, arxiv)
    assert (await ask(web, arxiv)).status == 200
    assert not web.troubles()
    await web.close()


async def test_the_breaker_opens_and_closes(arxiv: FakeArxiv) -> None:
    """After enough failures in a row nothing is asked; another service is not concerned."""
    web = web_of(persistence=replace(QUICK, threshold=3, cool_down=3600.0))
    arxiv.plan(PATH, "503 503 503")
    with pytest.raises(SourceUnavailable, match=r"since 09:00 UTC: it says 503.* 10:00 UTC"):
        await ask(web, arxiv)
    with pytest.raises(SourceUnavailable, match="not answering since"):
        await ask(web, arxiv)
    assert len(arxiv.seen) == 3
    assert (await web.fetch(arxiv.url + PATH, Service.FEED)).status == 200
    await web.close()


async def test_after_the_cool_down_all_is_as_before(arxiv: FakeArxiv) -> None:
    """With no cool-down the next call is the trial, and its success forgets the failures."""
    web = web_of(persistence=replace(QUICK, threshold=3, cool_down=0.0, attempts=3))
    arxiv.plan(PATH, "503 503 503 ok 503 503 ok")
    with pytest.raises(SourceUnavailable):
        await ask(web, arxiv)
    assert (await ask(web, arxiv)).status == 200
    assert (await ask(web, arxiv)).status == 200
    await web.close()
