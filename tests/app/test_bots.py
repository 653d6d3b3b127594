"""Several bots of one installation: whose is which chat, and what people have with all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from app.fair_use.quotas import Limits, Made, QuotaReached, Quotas
from app.operating.bots import keep_bot_name, known_bots, settle_bots, settled
from app.operating.notices import Notices
from app.services import new_settings
from domain.chats import Chat, ChatRef
from domain.documents import Document
from domain.platforms import kind_of
from domain.requests import Request
from handlers.dispatch import dispatch
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.handlers.greek import HERE, asked, greek_container, words_of

SECOND = "telegram@7004243"
NUMBERS = st.lists(st.sampled_from("1234"), min_size=1, max_size=4, unique=True)
ROOT = Path(app.__file__).parents[1]
PRODUCT = ("app", "bot", "composing", "digests", "handlers", "rendering", "scheduler", "web")
COMPARED = re.compile(r"platform [!=]= \"|platform in \(\"")


@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_a_bot_keeps_its_platform(starts: list[list[str]]) -> None:
    """However the settings list it, and whichever others come and go: and no other has it."""
    known: dict[str, str] = {}
    for numbers in starts:
        before, known = known, settled(known, "telegram", numbers, succeeds=False)
        assert before.items() <= known.items()
        assert set(numbers) <= known.keys()
        assert len(set(known.values())) == len(known)
        assert {kind_of(platform) for platform in known.values()} == {"telegram"}
    assert known[starts[0][0]] == "telegram", "who was alone before there were others"


@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_only_a_new_one_alone_comes_after_one_that_is_gone(starts: list[list[str]]) -> None:
    """As where an operator has had to make a bot anew; further ones keep their chats to them."""
    known: dict[str, str] = {}
    for numbers in starts:
        before, known = known, settled(known, "telegram", numbers, succeeds=True)
        gone = before.items() - known.items()
        if gone:
            assert gone == {(next(n for n, p in before.items() if p == "telegram"), "telegram")}
            assert [known[number] for number in numbers] == ["telegram"]
            assert not before.keys() & set(numbers)


async def test_who_was_served_before_bots_were_kept_goes_first() -> None:
    """Whatever the list begins with; what it is called is kept beside."""
    store = MemoryStore()
    await store.save_note("telegram-menus:7", "told")
    assert await settle_bots(store, "telegram", ["6", "7"], succeeds=True, keeps=False) == (
        await settle_bots(store, "telegram", ["6", "7"], succeeds=True)
    )
    await keep_bot_name(store, "telegram@6", "crier_cs_bot")
    await keep_bot_name(store, "telegram", "crier_bot")
    assert {str(bot): bot.platform for bot in await known_bots(store)} == {
        "telegram @crier_cs_bot": "telegram@6",
        "telegram @crier_bot": "telegram",
    }


async def test_one_quota_for_a_person_of_two_bots() -> None:
    """In a group where both are it is likewise one, and so is whose turn it is."""
    clock = SettableClock("2024-03-08T06:00:00Z")
    quotas = Quotas(store=MemoryStore(), clock=clock, limits=Limits(per_user=2, per_chat=9))
    asking = [Request(ChatRef(one, "-5"), "11", "summarize") for one in ("telegram", SECOND)]
    for request in asking:
        async with quotas.spending(request, "UTC"):
            pass
    assert [await quotas.made(request) for request in asking] == [Made(2, 2)] * 2
    with pytest.raises(QuotaReached):
        await quotas.check(asking[0], "UTC")
    assert {request.person for request in asking} == {"telegram:11"}


async def test_whoever_forgets_one_bot_hears_of_the_other(tmp_path: Path) -> None:
    """Which keeps what it was told, and is named; nobody's bots are named to others."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as services:
        await settle_bots(services.store, "telegram", ["4242", "7004243"], succeeds=True)
        await keep_bot_name(services.store, SECOND, "crier_cs_bot")
        here = replace(HERE, platform="telegram")
        there = replace(here, platform=SECOND)
        for ref in (here, there):
            await services.store.save_chat(Chat(ref, new_settings("en", ref.kind)))
        forgetting = replace(asked("forgetme", "yes", chat=here), user=here.chat_id)
        said = words_of(await dispatch(services, forgetting))
        assert said[1:] == [
            "Deleted: your settings.",
            "What you told @crier_cs_bot is kept: send  there, too.",
        ]
        assert await services.store.chat(here) is None
        assert await services.store.chat(there) is not None
        await dispatch(services, replace(forgetting, chat=there))
        assert words_of(await dispatch(services, forgetting))[1:] == ["Nothing was kept of you."]


async def test_who_is_shut_out_is_so_by_all_bots(tmp_path: Path) -> None:
    """By the kind of platform and an id, as operators write it."""
    async with greek_container(tmp_path, now="2024-03-08T18:00:00", admins="") as services:
        await settle_bots(services.store, "telegram", ["4242", "7004243"], succeeds=True)
        for platform in ("telegram", SECOND):
            await services.store.save_chat(Chat(ChatRef(platform, "12")))
        operator = Request(ChatRef("console", "1"), "", "deny", "telegram:12")
        await dispatch(services, operator)
        absences = [await services.store.absence(ChatRef(p, "12")) for p in ("telegram", SECOND)]
        assert all(absences)
        assert services.admission.shuts_out(ChatRef(SECOND, "12").kind, ("12",))
        await dispatch(services, replace(operator, command="allow"))
        absences = [await services.store.absence(ChatRef(p, "12")) for p in ("telegram", SECOND)]
        assert not any(absences)


async def test_operators_are_told_by_a_bot_that_they_know() -> None:
    """Once, by the first that reaches them."""
    notices, told = Notices(), []

    def way(platform: str, *, reaches: bool) -> None:
        async def tell(user: str, _: Callable[[], Document]) -> bool:
            told.append((platform, user))
            return reaches

        notices.connect(platform, tell)

    way("telegram", reaches=False)
    way(SECOND, reaches=True)
    way("telegram@8", reaches=True)
    assert await notices.tell([("telegram", "12")], Document)
    assert told == [("telegram", "12"), (SECOND, "12")]


def test_nothing_takes_a_platform_for_its_kind() -> None:
    """A comparison with a name is true of the first bot alone; `ChatRef.kind` is of all."""
    files = [file for name in PRODUCT for file in (ROOT / name).rglob("*.*")]
    read = {file: file.read_text() for file in files if file.suffix in (".py", ".html")}
    assert len(read) > 300
    assert [str(file) for file, text in read.items() if COMPARED.search(text)] == []
