"""A paper is explained by one rule, wherever it is asked for: chats, command line, inline mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.explaining import explain
from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.errors import InputError, MalformedAnswer
from domain.messages import sentence
from domain.platforms import CONSOLE
from domain.requests import Request
from domain.summaries import Basis
from domain.topics import Topic
from handlers.dispatch import dispatch
from tests.app.test_paper_text import BOATS, FakeReader
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.fakes.telegram_server import FakeTelegram
from tests.handlers.greek import words_of
from tests.platforms.telegram_harness import ANN, TelegramHarness, telegram_harness
from topics.language import parse_query

HERE = ChatRef(CONSOLE, "local")
SAMPLE = "sample/0000001"
SAYS_NONE = "There is no summary"


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """A harness that knows the boats."""
    clock = SettableClock("2024-03-08T06:00:00")
    settings = Settings(database=tmp_path / "p.db")
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        await services.library.save_papers([replace(BOATS, checked_at=clock.now())])
        yield replace(services, reader=FakeReader())


async def test_the_best_summary_there_is_is_given_also_to_whoever_cannot_wait(
    services: Services,
) -> None:
    """Of the abstract, while nobody has read the paper; of the paper itself from then on."""
    context = await services.context(Request(HERE, "local", ""))
    bases = []
    for reads in (False, True, False):
        explained = await explain(services, context, BOATS.id, reads=reads)
        assert explained.summary is not None
        bases.append(explained.summary.provenance.basis)
    assert bases == [Basis.ABSTRACT, Basis.FULL_TEXT, Basis.FULL_TEXT]


async def test_only_who_may_has_it_made_anew(services: Services) -> None:
    """Whoever asks, and by whichever way."""
    member = Request(ChatRef("telegram", "-5"), "7", "", is_admin=False, is_private=False)
    admin = replace(member, is_admin=True)
    alone = Request(ChatRef("telegram", "7"), "7", "")
    for request in (member, alone):
        with pytest.raises(InputError, match="Only admins"):
            await explain(services, await services.context(request), BOATS.id, anew=True)
    for request in (admin, Request(HERE, "local", "")):
        explained = await explain(services, await services.context(request), BOATS.id, anew=True)
        assert explained.summary is not None


async def _follow(services: Services, ref: ChatRef) -> None:
    """Follow all that the sample has."""
    await services.store.save_chat(Chat(ref, ChatSettings()))
    topic = Topic("all of it", parse_query("cat:cs.* OR cat:stat.* OR cat:math.* OR cat:physics.*"))
    await services.store.subscribe([Subscription(ref, topic, services.clock.now())])


@asynccontextmanager
async def _telegram(folder: Path) -> AsyncIterator[TelegramHarness]:
    async with FakeTelegram() as server, telegram_harness(folder, server) as telegram:
        await _follow(telegram.services, ChatRef("telegram", str(ANN)))
        yield telegram


def _card(result: dict[str, dict[str, str]]) -> str:
    return result["input_message_content"]["message_text"]


async def test_inline_a_paper_is_explained_and_nothing_of_whoever_asked_is_told(
    tmp_path: Path,
) -> None:
    """It goes into a chat of others."""
    async with _telegram(tmp_path) as telegram:
        (result,) = await telegram.telegram.type_inline(SAMPLE, user=ANN)
        assert "Key takeaways" in _card(result)
        assert "Why it may matter" not in _card(result)
        shown = await telegram.ask(f"/summarize {SAMPLE}", contains="Key takeaways")
        assert "Why it may matter" in shown.text


async def test_inline_papers_that_nobody_asked_to_have_explained_are_shown_as_they_are(
    tmp_path: Path,
) -> None:
    """Not as if there could be no summary of them."""
    async with _telegram(tmp_path) as telegram:
        results = await telegram.telegram.type_inline("diffusion", user=ANN)
        assert len(results) > 1
        for result in results:
            assert SAYS_NONE not in _card(result)
            assert "Authors" in _card(result)


async def test_a_search_that_arxiv_answers_with_something_else_is_made_at_home(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where it does not answer; it is said also where nothing is found there."""

    async def broken(*args: object, **named: object) -> None:
        raise MalformedAnswer(sentence("Not a feed."))

    monkeypatch.setattr(services.source, "search", broken)
    said = words_of(await dispatch(services, Request(HERE, "local", "search", "boats")))
    assert said[-2:] == ["Not a feed.", "Nothing found for ."]
