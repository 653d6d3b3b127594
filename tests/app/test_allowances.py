"""Allowances: what one person may have in an hour, and when there is more."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fair_use.allowances import DIGESTS, INLINE, SEARCHES, Allowance, Allowances, UsedUp
from app.fair_use.quotas import Limits, Made, Quotas
from bot.container import open_container
from bot.settings import Settings
from domain.chats import ChatRef, ChatSettings
from domain.requests import Context, Request
from handlers.dispatch import dispatch
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.handlers.greek import asked, greek_container

GROUP = ChatRef("telegram", "-100")
ALL = (DIGESTS, INLINE, SEARCHES)


class Time:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def taken(allowances: Allowances, person: str, allowance: Allowance, times: int) -> int:
    """How many of so many a person was given."""
    given_ = 0
    for _ in range(times):
        try:
            allowances.take(person, allowance)
        except UsedUp:
            continue
        given_ += 1
    return given_


@pytest.mark.parametrize("allowance", ALL)
def test_so_many_at_once_and_of_each_kind(allowance: Allowance) -> None:
    """For each person of their own, whatever else they have used up."""
    allowances = Allowances(Time())
    for other in ALL:
        if other is not allowance:
            taken(allowances, "ann", other, 500)
    assert taken(allowances, "ann", allowance, 500) == allowance.most
    assert taken(allowances, "ben", allowance, 500) == allowance.most


def test_it_says_when_there_is_more_and_then_there_is() -> None:
    """In whole minutes, and not before."""
    time = Time()
    allowances = Allowances(time)
    taken(allowances, "ann", DIGESTS, DIGESTS.most)
    with pytest.raises(UsedUp) as caught:
        allowances.take("ann", DIGESTS)
    assert str(caught.value) == (
        "You have asked for digests as often as one person may, 40 times an hour. "
        "There will be another in 2 minutes."
    )
    time.now += 89
    assert taken(allowances, "ann", DIGESTS, 3) == 0
    time.now += 2
    assert taken(allowances, "ann", DIGESTS, 3) == 1


def test_a_chat_has_one_too() -> None:
    """Whoever of it asks; what is refused for the chat is not taken from the person."""
    allowances = Allowances(Time(), most={SEARCHES.name: (4, 6)})
    for person in ("ann", "ben"):
        for _ in range(3):
            allowances.take(person, SEARCHES, chat="telegram:-5")
    with pytest.raises(UsedUp, match="one chat may, 6 times an hour"):
        allowances.take("ann", SEARCHES, chat="telegram:-5")
    allowances.take("ann", SEARCHES)
    with pytest.raises(UsedUp, match="one person may, 4 times an hour"):
        allowances.take("ann", SEARCHES, chat="telegram:-6")
    allowances.take("eve", SEARCHES, chat="telegram:-6")


async def test_commands_of_any_kind_count_as_they_are_set(tmp_path: Path) -> None:
    """For a person, and for all of a group; not for those who run it, who are sent on."""
    clock = SettableClock("2031-03-07T12:00:00Z")
    settings = Settings(
        _env_file=None,
        database=tmp_path / "papercrier.db",
        admins="telegram:1",
        commands_per_user=2,
        commands_per_chat=3,
    )

    async def help_in_group(user: str) -> None:
        await dispatch(services, Request(GROUP, user, "help", is_private=False))

    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        for user in ("7", "7", "8"):
            await help_in_group(user)
        for user, refusal in (("7", "one person may, 2 an hour"), ("9", "one chat may, 3 an hour")):
            with pytest.raises(UsedUp, match=refusal) as caught:
                await help_in_group(user)
            assert "There will be another in" in str(caught.value.hint)
        for _ in range(5):
            await help_in_group("1")
        await dispatch(services, Request(ChatRef("telegram", "9"), "9", "help"))


@given(st.lists(st.floats(0, 2_000), max_size=200))
def test_never_more_than_what_fills_up_again(pauses: list[float]) -> None:
    """Over any time: the whole, and what came back meanwhile."""
    time = Time()
    allowances, began, given_ = Allowances(time), time.now, 0
    for pause in pauses:
        time.now += pause
        given_ += taken(allowances, "ann", SEARCHES, 20)
        back = (time.now - began) * SEARCHES.most / 3600
        assert given_ <= math.floor(SEARCHES.most + back + 1e-6)


def test_many_people_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who asked longest ago are forgotten."""
    monkeypatch.setattr("app.fair_use.allowances._REMEMBERED", 10)
    allowances = Allowances(Time())
    for person in range(100):
        allowances.take(str(person), SEARCHES)
    assert len(allowances._used) == 10


@pytest.mark.parametrize(
    ("command", "argument", "allowance"), [("search", "φανός", SEARCHES), ("digest", "", DIGESTS)]
)
async def test_commands_count_and_the_console_does_not(
    tmp_path: Path, command: str, argument: str, allowance: Allowance
) -> None:
    """Searches and digests of a person, over all their chats."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00") as open_services:
        limits = Allowances(Time())
        services = replace(open_services, allowances=limits, operators=frozenset())
        taken(services.allowances, "telegram:5", allowance, allowance.most - 1)
        await dispatch(services, asked(command, argument))
        with pytest.raises(UsedUp):
            await dispatch(services, asked(command, argument, chat=ChatRef("telegram", "9")))
        await dispatch(services, replace(asked(command, argument), user="6"))
        console = ChatRef("console", "local")
        await dispatch(services, asked(command, argument, chat=console))
        await dispatch(services, asked("help"))


async def test_those_who_run_it_have_as_many_as_they_like() -> None:
    """They pay for them; neither they nor their chat are counted."""
    clock = SettableClock("2031-03-07T12:00:00Z")
    quotas = Quotas(store=MemoryStore(), clock=clock, limits=Limits(1, 1))
    request = Request(GROUP, "1", "summarize")
    operator = Context(
        *(GROUP, "1", "summarize"),
        settings=ChatSettings(),
        is_operator=True,
        followed=lambda: asyncio.sleep(0, ()),
    )
    for _ in range(5):
        async with quotas.spending(operator, "UTC"):
            pass
        await quotas.check(operator, "UTC")
    assert await quotas.made(request) == Made()
