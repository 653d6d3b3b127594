"""What arXiv has asked not to be asked holds over restarts, and for other processes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import SourceUnavailable
from papers.transport.availability import Service
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import FRIDAY, invented
from tests.papers.transport.asking import NINE, PATH, ask, web_of

LATER = NINE + timedelta(minutes=59)
OVER = NINE + timedelta(minutes=61)


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """A small arXiv with one paper."""
    with FakeArxiv() as server:
        server.announce(FRIDAY, invented(1))
        yield server


async def _asked(
    arxiv: FakeArxiv, file: Path, now: datetime = NINE, *, heeds_rests: bool = True
) -> tuple[str, str]:
    """What a new process is answered, and what it tells its operator."""
    web = web_of(rests=file, now=now, heeds_rests=heeds_rests)
    try:
        told = str((await ask(web, arxiv)).status)
    except SourceUnavailable as error:
        told = str(error)
    refusal = web.refusal()
    await web.close()
    return told, str(refusal or "")


async def test_a_refusal_holds_over_restarts(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """For its hour; the operator hears of it until arXiv answers again."""
    file = tmp_path / "rests"
    arxiv.plan(PATH, "403 ...")
    told, refusal = await _asked(arxiv, file)
    assert "refuses our requests (403 Forbidden). It is asked again from 10:00 UTC" in told
    assert "since 09:00 UTC: it refuses our requests (403 Forbidden)" in refusal
    for _ in range(2):
        assert await _asked(arxiv, file, LATER) == (told, refusal)
    assert len(arxiv.seen) == 1
    arxiv.plan(PATH, "ok ...")
    assert await _asked(arxiv, file, OVER) == ("200", "")
    assert await _asked(arxiv, file, LATER) == ("200", "")


async def test_of_all_parts_of_arxiv(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """As in the process that was refused."""
    arxiv.plan(PATH, "403 ...")
    await _asked(arxiv, tmp_path / "rests")
    web = web_of(rests=tmp_path / "rests")
    assert len(web.troubles()) == len(Service)
    await web.close()


async def test_a_long_retry_after_holds_over_restarts(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """Of the part that asked for it; it is no refusal that an operator is told of."""
    arxiv.plan(PATH, "429:1800 ...")
    await _asked(arxiv, tmp_path / "rests")
    told, refusal = await _asked(arxiv, tmp_path / "rests", NINE + timedelta(minutes=29))
    assert "429 Too Many Requests. It is asked again from 09:30 UTC" in told
    assert not refusal
    assert len(arxiv.seen) == 1
    web = web_of(rests=tmp_path / "rests")
    assert len(web.troubles()) == 1
    await web.close()


async def test_whoever_is_asked_to_try_tries(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """A command that somebody types; its success does not end the hour of what is served."""
    file = tmp_path / "rests"
    arxiv.plan(PATH, "403 ok ...")
    told, _ = await _asked(arxiv, file)
    assert (await _asked(arxiv, file, heeds_rests=False))[0] == "200"
    assert (await _asked(arxiv, file))[0] == told


@pytest.mark.parametrize("text", ["", "{", "[]", '{"x": 1}', '{"x": {"since": "never"}}', "null"])
async def test_a_file_that_makes_no_sense_is_nothing(
    arxiv: FakeArxiv, tmp_path: Path, text: str
) -> None:
    """It is asked, and the file written anew when there is something to keep."""
    (tmp_path / "rests").write_text(text, encoding="utf-8")
    assert await _asked(arxiv, tmp_path / "rests") == ("200", "")


async def test_a_clock_that_was_ahead_silences_nobody(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """What was noted then is of no time that there has been."""
    arxiv.plan(PATH, "403 ok ...")
    await _asked(arxiv, tmp_path / "rests", NINE + timedelta(days=400))
    assert await _asked(arxiv, tmp_path / "rests") == ("200", "")
