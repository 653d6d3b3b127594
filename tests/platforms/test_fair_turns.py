"""Nobody can use up what all share: turns are taken by persons, the same on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.fair_use.lanes import SLOTS
from app.services import Services
from bot.platforms.telegram import adapter as telegram_adapter
from domain.documents import Document
from domain.requests import Request
from domain.topics import Term
from handlers import commands
from tests.fakes.discord_objects import DM, OWNER
from tests.platforms.discord_harness import Served
from tests.platforms.telegram_harness import ANN, BEN, TelegramHarness

ANOTHER = "4711"
MANY = max(SLOTS.values())
A_PAPER = "sample/0000004"
GROUPS = range(-2030, -2000)


class SlowSearch:
    """A search that ends only when it is let go of; who has begun one, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun: list[str] = []
        self._going: list[asyncio.Event] = []
        self._is_over = False
        known = next(command for command in commands.COMMANDS if command.name == "search")
        monkeypatch.setitem(commands.BY_NAME, "search", replace(known, run=self._run))

    async def _run(self, services: Services, request: Request, query: Term) -> Document:
        self.begun.append(request.user)
        going = asyncio.Event()
        self._going.append(going)
        if self._is_over:
            going.set()
        await going.wait()
        return Document.say(f"found {query.text}")

    async def over(self, until: Callable[[], object]) -> int:
        """Let searches end one after another until something is so; how many did."""
        for count in range(100):
            for _ in range(200):
                if until():
                    return count
                await asyncio.sleep(0.001)
            if self._going:
                self._going.pop(0).set()
        raise AssertionError

    def end(self) -> None:
        """Let all end that are going, and those that come."""
        self._is_over = True
        for going in self._going:
            going.set()


# One person's sixty searches, and another's one.


async def test_sixty_searches_on_discord(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for one waits for none of the sixty."""
    search, discord = SlowSearch(monkeypatch), served.discord
    many = [await discord.slash("search", query=f"q{number}") for number in range(60)]
    await discord.until(lambda: search.begun)
    one = await discord.ask("search", {"query": "mine"}, who=ANOTHER)
    assert await search.over(lambda: ANOTHER in search.begun) == 0
    await discord.until(lambda: all(asked.kind for asked in many))
    refused = [asked for asked in many if "are waiting" in asked.text]
    assert len(refused) == 60 - 6
    search.end()
    await discord.until(lambda: "found mine" in one.text)


async def test_searches_all_over_telegram(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One person in thirty groups takes no more than in one."""
    search = SlowSearch(monkeypatch)
    for group in GROUPS:
        await telegram.telegram.say(group, "/search everywhere", user=ANN)
    await telegram.telegram.until(lambda: search.begun)
    await telegram.telegram.say(BEN, "/search mine")
    assert await search.over(lambda: str(BEN) in search.begun) == 0
    search.end()


async def test_one_sentence_for_whoever_asks_too_much(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many questions beyond, the first is told so; what was taken is answered all the same."""
    search = SlowSearch(monkeypatch)
    for number in range(20):
        await telegram.telegram.say(ANN, f"/search q{number}")
    await telegram.telegram.next(ANN, contains="are waiting")
    await telegram.settled()
    told = [m for m in telegram.telegram.messages(ANN) if "are waiting" in m.text]
    assert len(told) == 1

    def answered() -> int:
        return sum("found" in message.text for message in telegram.telegram.messages(ANN))

    await search.over(lambda: answered() == 6)


async def test_what_is_being_sent_takes_nobodys_place(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages go at each chat's own pace, which may be slow; others are answered meanwhile."""
    monkeypatch.setattr(telegram_adapter, "FAREWELL", 0.1)
    monkeypatch.setattr(telegram_adapter, "LAST_SENDS", 0.1)
    await telegram.ask("/digest", contains="2024")
    telegram.telegram.fail("sendMessage", "hang", times=MANY)
    people = {str(person) for person in range(100, 100 + MANY)}
    for person in people:
        await telegram.telegram.say(int(person), "/digest")

    def all_are_sent_something() -> bool:
        sent = telegram.telegram.called("sendMessage")
        return people <= {str(call["chat_id"]) for call in sent}

    await telegram.telegram.until(all_are_sent_something)
    # Sooner than those messages are given up.
    async with asyncio.timeout(15):
        await telegram.ask("/digest", chat=BEN, contains="2024")


# What is at hand waits for nothing.


async def _busy_telegram(telegram: TelegramHarness, search: SlowSearch) -> None:
    """More searches going on than there are places, of as many people."""
    for person in range(100, 140):
        await telegram.telegram.say(person, "/search something")
    await telegram.telegram.until(lambda: search.begun)
    await telegram.settled()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"/summarize {A_PAPER}", "Key takeaways"),
        (f"/evidence {A_PAPER}", "sentence"),
        ("/help", "/unsubscribe"),
    ],
)
async def test_what_is_at_hand_on_telegram(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    """It is answered while everybody else's searches go on, one's own as well."""
    await telegram.ask(f"/summarize {A_PAPER}", contains="Key takeaways")
    search = SlowSearch(monkeypatch)
    await _busy_telegram(telegram, search)
    await telegram.telegram.say(ANN, "/search mine")
    begun = len(search.begun)
    await telegram.ask(line, contains=said)
    assert len(search.begun) == begun
    search.end()


async def test_a_digest_waits_for_no_search(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes this machine's time, which searches leave alone."""
    await telegram.ask("/digest", contains="2024")
    search = SlowSearch(monkeypatch)
    await _busy_telegram(telegram, search)
    await telegram.ask("/digest", contains="2024")
    search.end()


async def test_what_is_at_hand_on_discord(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Likewise."""
    discord = served.discord
    first = await discord.slash("summarize", paper=A_PAPER)
    await discord.until(lambda: "Key takeaways" in first.text)
    search = SlowSearch(monkeypatch)
    for person in range(100, 140):
        await discord.ask("search", {"query": "x"}, who=str(person))
    await discord.until(lambda: search.begun)
    await discord.slash("search", query="mine")
    asked = await discord.ask("summarize", {"paper": A_PAPER}, where=DM, who=OWNER)
    await discord.until(lambda: "Key takeaways" in asked.text)
    assert asked.kind == 4
    search.end()
