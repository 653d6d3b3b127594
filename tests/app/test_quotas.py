"""Tests of `app.fair_use.quotas`: what counts, for whom, and until when."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fair_use.quotas import Limits, Made, QuotaReached, Quotas
from app.fair_use.spending import counted_summary
from app.services import Services
from domain.chats import ChatRef
from domain.errors import PaperNotFound, StoreError, UnreadablePaper
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Request
from handlers.dispatch import dispatch
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.handlers.greek import HERE, asked, greek_container, words_of
from tests.patience import PATIENCE

GROUP = ChatRef("telegram", "-100")


@pytest.fixture
def clock() -> SettableClock:
    """A Friday morning."""
    return SettableClock("2024-03-08T06:00:00")


@pytest.fixture
def store() -> MemoryStore:
    """A store that nothing was left in."""
    return MemoryStore()


@pytest.fixture
def quotas(store: MemoryStore, clock: SettableClock) -> Quotas:
    """Two summaries for a person, three in a chat."""
    return Quotas(store=store, clock=clock, limits=Limits(per_user=2, per_chat=3))


async def make(quotas: Quotas, user: str, chat: ChatRef = GROUP, zone: str = "UTC") -> None:
    """Have a summary made."""
    async with quotas.spending(Request(chat, user, "summarize"), zone):
        await asyncio.sleep(0)


class FullStore(MemoryStore):
    """A store that can be read, and for a time not be written."""

    is_full, tries = True, 0

    async def add(self, amounts: Mapping[str, int]) -> dict[str, int]:
        """Count where there is room."""
        self.tries += 1
        if self.is_full:
            raise StoreError
        return await super().add(amounts)

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Likewise."""
        if self.is_full:
            raise StoreError
        return await super().forget_notes(prefix, keeping=keeping)


async def test_counting_goes_on_while_the_store_cannot_be_written(clock: SettableClock) -> None:
    """Who asks is answered, within the limits; what was counted is kept once there is room."""
    store, passed = FullStore(), [0.0]
    limits = Limits(per_user=2, per_chat=3)
    quotas = Quotas(store=store, clock=clock, limits=limits, seconds=lambda: passed[0])
    await make(quotas, "5")
    await make(quotas, "5")
    assert store.tries == 1, "each try may take as long as a writer's patience"
    with pytest.raises(QuotaReached):
        await make(quotas, "5")
    store.is_full, passed[0] = False, 31.0
    await make(quotas, "6")
    again = Quotas(store=store, clock=clock, limits=limits)
    with pytest.raises(QuotaReached):
        await make(again, "5")
    with pytest.raises(QuotaReached, match="chat"):
        await make(again, "7")


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(1, 9))
def test_refused_is_who_has_had_enough(user: int, chat: int, per_user: int, per_chat: int) -> None:
    """A person or a chat at its limit, and nobody else."""
    refusal = Made(user, chat).refusal(Limits(per_user, per_chat))
    assert bool(refusal) is (user >= per_user or chat >= per_chat)


async def test_a_person_has_a_quota_over_all_chats(quotas: Quotas) -> None:
    """The next one is refused kindly, and told when there is more in the chat's own time."""
    await make(quotas, "5")
    await make(quotas, "5", HERE)
    with pytest.raises(QuotaReached) as caught:
        await make(quotas, "5", ChatRef("telegram", "7"), "Asia/Shanghai")
    assert "2 new summaries today" in str(caught.value.message)
    assert "from 08:00, Asia/Shanghai time" in str(caught.value.hint)
    await make(quotas, "6")


async def test_a_chat_has_a_quota_over_all_its_people_and_threads(quotas: Quotas) -> None:
    """A thread is no way round it; another chat has its own, also one of a longer number."""
    for user in ("1", "2", "3"):
        await make(quotas, user, replace(GROUP, thread_id=user))
    with pytest.raises(QuotaReached, match="This chat has had 3"):
        await make(quotas, "4")
    await make(quotas, "4", ChatRef("telegram", "-1001"))
    await make(quotas, "1", ChatRef("discord", "-100"))


async def test_a_new_day_begins_anew(
    quotas: Quotas, clock: SettableClock, store: MemoryStore
) -> None:
    """At midnight UTC; what was counted before is kept no longer than needed."""
    await store.save_note("button:1", "/help")
    for user in ("1", "2", "3"):
        await make(quotas, user)
    clock.set("2024-03-08T23:59:59")
    with pytest.raises(QuotaReached):
        await make(quotas, "4")
    clock.set("2024-03-09T00:00:00")
    await make(quotas, "4")
    assert await quotas.made(Request(GROUP, "1", "export")) == Made(0, 1)
    assert await store.forget_notes("quota:2024-03-08:") == 0
    assert await store.note("button:1") == "/help"


async def test_what_fails_is_not_counted(quotas: Quotas) -> None:
    """Nor what was cancelled."""
    request = Request(GROUP, "5", "summarize")
    with pytest.raises(PaperNotFound):
        async with quotas.spending(request, "UTC"):
            raise PaperNotFound
    with pytest.raises(asyncio.CancelledError):
        async with quotas.spending(request, "UTC"):
            raise asyncio.CancelledError
    assert await quotas.made(request) == Made(0, 0)


async def test_many_at_once_are_counted_each(quotas: Quotas) -> None:
    """Nobody slips through while another is being counted."""
    results = await asyncio.gather(
        *(make(quotas, str(number)) for number in range(20)), return_exceptions=True
    )
    assert sum(isinstance(result, QuotaReached) for result in results) == 17
    assert await quotas.made(Request(GROUP, "0", "export")) == Made(1, 3)


async def test_a_restart_forgets_nothing(
    quotas: Quotas, clock: SettableClock, store: MemoryStore
) -> None:
    """The counts are in the store."""
    await make(quotas, "5")
    again = Quotas(store=store, clock=clock, limits=Limits())
    assert await again.made(Request(GROUP, "5", "export")) == Made(1, 1)


async def test_the_console_has_no_quota(quotas: Quotas) -> None:
    """Whoever sits there runs the container."""
    console = ChatRef("console", "local")
    for _ in range(9):
        await make(quotas, "local", console)
    assert await quotas.made(Request(console, "local", "export")) == Made(0, 0)


async def test_being_forgotten_makes_nobody_new(
    quotas: Quotas, clock: SettableClock, store: MemoryStore
) -> None:
    """The day's counts are kept in mind, and in no database, until the day is over."""
    mine = Request(ChatRef("telegram", "5"), "5", "forgetme", is_private=True)
    for _ in range(2):
        await make(quotas, "5", mine.chat)
    assert await quotas.forget(mine)
    assert await store.forget_notes("quota:") == 0
    assert await quotas.made(mine) == Made(2, 2)
    with pytest.raises(QuotaReached):
        await make(quotas, "5", mine.chat)
    assert not await quotas.forget(mine), "there is nothing kept"
    clock.set("2024-03-09T00:00:00")
    await make(quotas, "5", mine.chat)
    assert await quotas.made(mine) == Made(1, 1)


async def test_a_groups_counts_are_the_groups_and_a_persons_the_persons(
    quotas: Quotas, store: MemoryStore
) -> None:
    """An admin who has a group forgotten stays counted, until they ask for it in private."""
    await make(quotas, "5")
    assert await quotas.forget(Request(GROUP, "5", "forgetme", is_private=False))
    assert await store.note("quota:2024-03-08:user:telegram:5;") == "1"
    assert await store.note("quota:2024-03-08:chat:telegram:-100;") is None
    assert await quotas.forget(Request(ChatRef("telegram", "5"), "5", "forgetme", is_private=True))
    assert await store.forget_notes("quota:") == 0


async def test_nobody_in_particular_counts_for_the_chat_alone(
    quotas: Quotas, store: MemoryStore
) -> None:
    """Many people write as a channel, or as a group's anonymous admins."""
    for _ in range(3):
        await make(quotas, "")
    with pytest.raises(QuotaReached, match="This chat has had 3"):
        await make(quotas, "")
    assert await store.forget_notes("quota:2024-03-08:user:") == 0


# Within the container.


class Unreadable:
    """A `FullTextReader` that can read nothing, and counts how often it was asked to."""

    tried = 0

    async def read(self, paper: Paper, *, figures: bool = True) -> FullText:
        """Not this one."""
        self.tried += 1
        raise UnreadablePaper

    async def at_hand(self, *_: object) -> None:
        """Nothing, nor why."""

    refusal = close = lacks_html = at_hand

    def could_show(self, text: FullText) -> bool:
        """No figure."""
        return False


def _limited(services: Services, limits: Limits) -> Services:
    quotas = Quotas(store=services.store, clock=services.clock, limits=limits)
    return replace(services, quotas=quotas)


async def test_summaries_made_before_are_free(tmp_path: Path) -> None:
    """For everybody, as is their evidence; a paper that cannot be found costs nothing."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as open_services:
        services = _limited(open_services, Limits(per_user=1))
        with pytest.raises(PaperNotFound):
            await dispatch(services, asked("summarize", "2403.09999"))
        first = await dispatch(services, asked("summarize", "2403.00001"))
        again = await dispatch(services, asked("summarize", "2403.00001"))
        assert words_of(again) == words_of(first)
        await dispatch(services, asked("evidence", "2403.00001"))
        for command in ("summarize", "evidence"):
            with pytest.raises(QuotaReached):
                await dispatch(services, asked(command, "2403.00002"))
        assert await services.quotas.made(asked("export")) == Made(1, 1)


async def test_a_digest_that_is_asked_for_counts_too(tmp_path: Path) -> None:
    """Each summary that has to be made for it; what the quota does not cover comes without."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as open_services:
        services = _limited(open_services, Limits(per_user=1))
        said = words_of(await dispatch(services, asked("digest", "cat:cs.* OR cat:math.*")))
        assert await services.quotas.made(asked("export")) == Made(1, 1)
        (refusal,) = [line for line in said if "1 new summary today" in line]
        assert "There are more from 00:00, UTC time" in refusal
        again = words_of(await dispatch(open_services, asked("digest", "cat:cs.* OR cat:math.*")))
        assert "1 new summary today" not in str(again)
        assert await services.quotas.made(asked("export")) == Made(2, 2)
        free = words_of(await dispatch(services, asked("digest", "cat:cs.* OR cat:math.*")))
        assert free == again, "what was made before is free"


async def test_whoever_goes_away_is_counted_for_what_is_made_all_the_same(tmp_path: Path) -> None:
    """Or asking and leaving would be free."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as services:
        (paper,) = (await services.source.papers([PaperId("2403.00001")])).values()
        context = await services.context(asked("summarize"))
        task = asyncio.create_task(counted_summary(services, context, paper))
        async with asyncio.timeout(PATIENCE):
            while not (await services.quotas.made(asked("export"))).in_chat:  # noqa: ASYNC110
                await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        async with asyncio.timeout(PATIENCE):
            while not await services.summary_cache.has(paper, "en"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert await services.quotas.made(asked("export")) == Made(1, 1)


async def test_anew_the_quota_comes_first(tmp_path: Path) -> None:
    """Whoever may have it made anew may not without end; refused, nothing has changed."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as open_services:
        reader = Unreadable()
        services = replace(_limited(open_services, Limits(per_user=2)), reader=reader)
        line = "2403.00001 regenerate, please"
        await dispatch(services, asked("summarize", "2403.00001"))
        made = services.summary_cache.made
        anew = replace(asked("summarize", line, chat=GROUP), is_private=False)
        await dispatch(services, anew)
        assert services.summary_cache.made == made + 1
        tried = reader.tried
        with pytest.raises(QuotaReached):
            await dispatch(services, anew)
        assert services.summary_cache.made == made + 1
        assert reader.tried == tried, "nor is the paper fetched for nothing"
        await dispatch(services, asked("summarize", "2403.00001"))
        assert services.summary_cache.made == made + 1, "the one from before is still there"


async def test_forgetting_takes_the_counts_along(tmp_path: Path) -> None:
    """And says so; an export shows them before."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as services:
        await dispatch(services, asked("summarize", "2403.00001"))
        (export,) = (await dispatch(services, asked("export"))).blocks
        assert '"summaries_today": {\n    "for_you": 1,\n    "in_chat": 1\n  }' in str(
            getattr(export, "text", "")
        )
        said = words_of(await dispatch(services, asked("forgetme", "yes")))
        assert "Deleted: the count of today's summaries. Nothing else was kept of you." in said
        assert await services.store.forget_notes("quota:") == 0
        said = words_of(await dispatch(services, asked("forgetme", "yes")))
        assert "Nothing was kept of you." in said
