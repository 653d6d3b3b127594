"""Tests of /stats: who may use it, and what it tells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.operating.daily import DAYS
from app.operating.serving import PlatformState, Serving, keep_platform_state
from app.operating.status import own_condition
from app.services import Services
from domain.chats import ChatRef
from domain.documents import Table
from domain.errors import InputError, SourceUnavailable, StoreError
from domain.messages import as_is
from domain.requests import Request
from handlers.dispatch import dispatch
from storage.memory import MemoryStore
from summaries.llm.budget import Budget, Limits
from summaries.llm.usage import Usage
from tests.fakes.arxiv_server import FakeArxiv
from tests.handlers.greek import asked, greek_container, words_of
from tests.papers.invented import source_of

CONSOLE = ChatRef("console", "local")
PRIVATE = ChatRef("telegram", "4242")


async def told_by(services: Services, command: str, argument: str = "") -> str:
    """All words of an answer."""
    return " ".join(words_of(await dispatch(services, asked(command, argument))))


async def test_only_those_who_run_it_may_ask(tmp_path: Path) -> None:
    """Wherever they ask; others are told what to do, if it is theirs to do."""
    async with greek_container(tmp_path) as services:
        services = replace(services, operators=frozenset({("telegram", "4242")}))
        for chat in (PRIVATE, ChatRef("telegram", "-100")):
            assert (await dispatch(services, Request(chat, "4242", "stats"))).title
        for other in (Request(PRIVATE, "4243", "stats"), Request(PRIVATE, "", "stats")):
            with pytest.raises(InputError, match="Only those who run Papercrier"):
                await dispatch(services, other)
        elsewhere = Request(ChatRef("discord", "1"), "4242", "stats", is_admin=True)
        with pytest.raises(InputError, match="discord:4242") as caught:
            await dispatch(services, elsewhere)
        assert "PAPERCRIER_ADMINS" in str(caught.value.hint)


async def test_it_tells_how_matters_stand(tmp_path: Path) -> None:
    """Platforms, announcements, summaries and spending, as far as there are any."""
    async with greek_container(tmp_path) as services:
        empty = await told_by(services, "stats")
        assert "No platform has been served yet." in empty
        assert "No announcement has been read lately." in empty
        trouble = PlatformState(state=Serving.TROUBLE, since="2024-03-08T05:00:00Z", why="Gone.")
        await keep_platform_state(services.store, "telegram", trouble)
        await told_by(services, "digest", "φανοί")
        await told_by(services, "summarize", "2403.00001")
        budget = Budget(limits=Limits(), notes=services.store, clock=services.clock)
        await budget.spend(Usage(1_200, 0.25, 3))
        told = await told_by(replace(services, model="a-model"), "stats")
        for words in ("in trouble", "Gone.", "0.25 USD", "1,200 tokens", "complete", "made"):
            assert words in told
        seen = await own_condition(services)
        assert seen.process is not None
        assert seen.process.summaries.made
        assert seen.announced["cs"].complete == seen.announced["cs"].newest.date
        assert seen.announced["astro-ph"].complete is None


async def test_the_last_days(tmp_path: Path) -> None:
    """A week, or as many as are wished for and kept."""
    async with greek_container(tmp_path) as services:
        today = services.clock.now().date()
        counts = {str(today - timedelta(days=n)): {"commands": 1} for n in range(DAYS)}
        await services.store.save_note("daily", json.dumps(counts))
        for asked_for, days in (("", 7), ("9", 9), ("month", 31), ("31", 31)):
            document = await dispatch(services, asked("stats", asked_for))
            *_, table = (block for block in document.blocks if isinstance(block, Table))
            assert len(table.rows) == days
        for wrong in ("32", "0", "a year", "1" * 40, "²"):
            with pytest.raises(InputError, match="31 days"):
                await dispatch(services, asked("stats", wrong))


async def test_a_store_in_trouble(tmp_path: Path) -> None:
    """It is told in a sentence."""
    async with greek_container(tmp_path) as services:
        store = MemoryStore()
        store.trouble = StoreError(as_is("The disk is full."))
        with pytest.raises(StoreError, match="full"):
            await dispatch(replace(services, store=store), Request(CONSOLE, "local", "stats"))


async def test_everybody_may_know_that_arxiv_is_left_alone(tmp_path: Path) -> None:
    """Which part of it, since when and until when; a pause of years is one of an hour."""
    with FakeArxiv() as arxiv:
        arxiv.plan("/", "429:1e12 ...")
        source = source_of(arxiv)
        async with greek_container(tmp_path) as services:
            services = replace(services, source=source)
            assert "not answering" not in await told_by(services, "about")
            with pytest.raises(SourceUnavailable):
                await source.newest("cs")
            told = await told_by(services, "about")
            assert "arXiv's site is not answering since" in await told_by(services, "stats")
        await source.close()
    assert "arXiv's site is not answering since" in told
    assert "asks not to be asked for 277,777,778 h, which is too long" in told
