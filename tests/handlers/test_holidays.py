"""arXiv's holidays, as those are told who ask: until when there is no announcement."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.chats import ChatRef
from domain.requests import Request
from handlers.dispatch import dispatch
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.handlers.greek import words_of

HERE = ChatRef("telegram", "5")
UNTIL_TUESDAY = (
    "By arXiv's list of holidays there is no announcement until Tuesday, 29 December 2026."
)


@asynccontextmanager
async def harness(folder: Path, now: str, *, listed_all_the_same: bool) -> AsyncIterator[Services]:
    """One where arXiv announced papers up to Christmas Day of 2026, and perhaps on Monday."""
    clock = SettableClock(now)
    source = FakeSource(clock)
    source.announces("2026-12-11", "2612.00009 cs.CV")
    source.announces("2026-12-24", "2612.00001 cs.CV")
    source.announces("2026-12-25", "2612.00002 cs.CV")
    if listed_all_the_same:
        source.announces("2026-12-28", "2612.00003 cs.CV")
    source.announces("2026-12-29", "2612.00004 cs.CV")
    settings = Settings(database=folder / "papercrier.db", admins="telegram:5")
    async with open_container(settings, source=source, clock=clock) as services:
        yield services


async def said(services: Services, command: str, argument: str = "") -> str:
    """What somebody reads who gives a command."""
    document = await dispatch(services, Request(HERE, "5", command, argument, locale="en-GB"))
    return "\n".join(words_of(document))


@pytest.mark.parametrize("now", ["2026-12-25T06:00", "2026-12-27T12:00", "2026-12-28T06:00"])
async def test_between_the_last_announcement_and_the_next(tmp_path: Path, now: str) -> None:
    """A Friday's holiday takes Sunday's announcement: told, and nothing is late."""
    async with harness(tmp_path, now, listed_all_the_same=False) as services:
        digest = await said(services, "digest", "cat:cs.CV")
        assert "25 December 2026" in digest.splitlines()[0]
        assert "matched 1, shown 1" in digest
        assert UNTIL_TUESDAY in digest
        assert "late" not in digest
        assert UNTIL_TUESDAY in await said(services, "about")


async def test_on_the_holidays_own_date_it_is_quiet(tmp_path: Path) -> None:
    """Asked for by its date, once the next one is out."""
    async with harness(tmp_path, "2026-12-29T06:00", listed_all_the_same=False) as services:
        digest = await said(services, "digest", "cat:cs.CV 2026-12-28")
        assert "arXiv announced nothing on 28 December 2026" in digest
        assert "no announcement until" not in digest


@pytest.mark.parametrize("now", ["2026-12-24T06:00", "2026-12-12T12:00"])
async def test_of_any_other_night_nothing_is_said(tmp_path: Path, now: str) -> None:
    """Nor of a weekend without a holiday, which everybody knows."""
    async with harness(tmp_path, now, listed_all_the_same=False) as services:
        assert "holiday" not in await said(services, "about")
        assert "holiday" not in await said(services, "digest", "cat:cs.CV")


async def test_what_arxiv_lists_all_the_same_has_the_last_word(tmp_path: Path) -> None:
    """The list of holidays is a hint."""
    async with harness(tmp_path, "2026-12-28T06:00", listed_all_the_same=True) as services:
        await services.intake.take(["cs"])
        assert "no announcement until" not in await said(services, "about")
        assert "no announcement until" not in await said(services, "digest", "cat:cs.CV")
