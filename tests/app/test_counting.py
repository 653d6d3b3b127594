"""What quotas keep, when they keep it, and what is counted of a day that ends meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest

from app.fair_use.quotas import Limits, Made, QuotaReached, Quotas
from domain.chats import ChatRef
from domain.errors import PaperNotFound, StoreError
from domain.requests import Request
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock

GROUP = ChatRef("telegram", "-100", "7")
REQUEST = Request(GROUP, "5", "summarize")
USER_NOTE = "quota:2024-03-08:user:telegram:5;"
CHAT_NOTE = "quota:2024-03-08:chat:telegram:-100;"


class Notes(MemoryStore):
    """A store that counts what it is asked, and for a time cannot be written.

    Attributes:
        saved: names of the notes that were to be kept.
        forgotten: what was to be deleted, and what to be spared.
        elsewhere: what another process counts just before.
    """

    is_full = False

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[str] = []
        self.forgotten: list[tuple[str, str]] = []
        self.elsewhere: dict[str, int] = {}

    async def add(self, amounts: Mapping[str, int]) -> dict[str, int]:
        """Count where there is room."""
        self.saved.extend(amounts)
        if self.is_full:
            raise StoreError
        return await super().add(amounts)

    async def add_within(
        self, amounts: Mapping[str, int], most: Mapping[str, int]
    ) -> tuple[bool, dict[str, int]]:
        """What another process has counted just before is counted already."""
        await super().add(self.elsewhere)
        return await super().add_within(amounts, most)

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Likewise."""
        self.forgotten.append((prefix, keeping))
        if self.is_full:
            raise StoreError
        return await super().forget_notes(prefix, keeping=keeping)


@pytest.fixture
def clock() -> SettableClock:
    """A Friday morning."""
    return SettableClock("2024-03-08T06:00:00")


@pytest.fixture
def notes() -> Notes:
    """Empty."""
    return Notes()


class Passing:
    """Seconds that pass when told to."""

    now = 1_000.0

    def __call__(self) -> float:
        """The seconds."""
        return self.now


@pytest.fixture
def passing() -> Passing:
    """A clock that nobody sets."""
    return Passing()


@pytest.fixture
def quotas(notes: Notes, clock: SettableClock, passing: Passing) -> Quotas:
    """Nine summaries for a person, twelve in a chat."""
    return Quotas(store=notes, clock=clock, limits=Limits(9, 12), seconds=passing)


async def make(quotas: Quotas, request: Request = REQUEST) -> None:
    """Have a summary made."""
    async with quotas.spending(request, "UTC"):
        ...


async def fail(quotas: Quotas, meanwhile: Callable[[], object]) -> None:
    """Have a summary made that fails, after something has happened meanwhile."""
    async with quotas.spending(REQUEST, "UTC"):
        meanwhile()
        raise PaperNotFound


async def test_each_is_kept_under_its_name(quotas: Quotas, notes: Notes) -> None:
    """For the person and for the chat, whose threads are one."""
    for _ in range(3):
        await make(quotas)
    await make(quotas, Request(ChatRef("telegram", "-100"), "6", "summarize"))
    assert (await notes.note(USER_NOTE), await notes.note(CHAT_NOTE)) == ("3", "4")
    assert await quotas.made(REQUEST) == Made(3, 4)
    assert notes.saved.count(USER_NOTE) == 3


@pytest.mark.parametrize(("note", "most"), [(USER_NOTE, 9), (CHAT_NOTE, 12)])
async def test_another_process_may_have_been_faster(
    quotas: Quotas, notes: Notes, note: str, most: int
) -> None:
    """Then it is refused, and nothing of it stays counted."""
    await make(quotas)
    notes.elsewhere = {note: most - 1}
    with pytest.raises(QuotaReached, match=f"had {most} new summaries"):
        await make(quotas)
    counts = {USER_NOTE: "1", CHAT_NOTE: "1", note: str(most)}
    assert {each: await notes.note(each) for each in counts} == counts


async def test_what_fails_is_given_back(quotas: Quotas, notes: Notes) -> None:
    """One of it, for both."""
    counted: list[int] = []
    for _ in range(3):
        await make(quotas)
    with pytest.raises(PaperNotFound):
        await fail(quotas, lambda: counted.append(len(notes.saved)))
    assert counted == [8], "both were counted while it was made"
    assert (await notes.note(USER_NOTE), await notes.note(CHAT_NOTE)) == ("3", "3")


async def test_what_fails_after_midnight_is_no_credit(
    quotas: Quotas, clock: SettableClock, notes: Notes
) -> None:
    """The new day begins with nothing made, and not with less."""
    with pytest.raises(PaperNotFound):
        await fail(quotas, lambda: clock.set("2024-03-09T00:00:00"))
    assert await quotas.made(REQUEST) == Made(0, 0)
    await make(quotas)
    assert await quotas.made(REQUEST) == Made(1, 1)
    assert await notes.note(USER_NOTE) is None


async def test_a_check_counts_nothing(quotas: Quotas, notes: Notes) -> None:
    """It is refused as the summary would be, in the same words."""
    await quotas.check(REQUEST, "UTC")
    assert await quotas.made(REQUEST) == Made(0, 0)
    await notes.save_note(USER_NOTE, "9")
    for asked in (quotas.check(REQUEST, "Asia/Tokyo"), make(quotas)):
        with pytest.raises(QuotaReached, match="9 new summaries today") as refused:
            await asked
        assert "There are more from " in str(refused.value.hint)
    with pytest.raises(QuotaReached) as refused:
        await quotas.check(REQUEST, "Asia/Tokyo")
    assert "from 09:00, Asia/Tokyo time" in str(refused.value.hint)
    await quotas.check(Request(ChatRef("console", "local"), "5", "summarize"), "UTC")
    assert await quotas.made(REQUEST) == Made(9, 0)


async def test_a_store_that_is_full_is_asked_every_half_minute(
    quotas: Quotas, notes: Notes, passing: Passing
) -> None:
    """And not for every summary; then all that was counted meanwhile is kept."""
    notes.is_full = True
    for after in (0.0, 1.0, 29.0):
        passing.now = 1_000 + after
        await make(quotas)
    assert len(notes.saved) == 2
    assert await quotas.made(REQUEST) == Made(3, 3)
    passing.now = 1_030
    await make(quotas)
    assert len(notes.saved) == 4
    notes.is_full = False
    passing.now = 1_060
    await make(quotas)
    assert (await notes.note(USER_NOTE), await notes.note(CHAT_NOTE)) == ("5", "5")
    await make(quotas)
    assert (await notes.note(USER_NOTE), await notes.note(CHAT_NOTE)) == ("6", "6")


async def test_what_could_not_be_kept_ends_with_its_day(
    quotas: Quotas, clock: SettableClock, notes: Notes
) -> None:
    """Nobody is told of it any more, and it is not kept later."""
    notes.is_full = True
    await make(quotas)
    clock.set("2024-03-09T06:00:00")
    notes.saved.clear()
    assert await quotas.made(REQUEST) == Made(0, 0)
    notes.is_full = False
    passing = quotas._seconds
    assert isinstance(passing, Passing)
    passing.now += 60
    await make(quotas)
    assert notes.saved == [
        "quota:2024-03-09:user:telegram:5;",
        "quota:2024-03-09:chat:telegram:-100;",
    ]


async def test_other_days_are_deleted_once_a_day(
    quotas: Quotas, clock: SettableClock, notes: Notes
) -> None:
    """With the first summary; whatever is no count stays."""
    await notes.save_note("button:1", "/help")
    await notes.save_note("quota:2024-03-07:user:telegram:5;", "9")
    for _ in range(3):
        await make(quotas)
    assert notes.forgotten == [("quota:", "quota:2024-03-08:")]
    assert await notes.note("quota:2024-03-07:user:telegram:5;") is None
    assert await notes.note("button:1") == "/help"
    assert await notes.note(USER_NOTE) == "3"
    clock.set("2024-03-09T00:00:00")
    await make(quotas)
    assert notes.forgotten[1:] == [("quota:", "quota:2024-03-09:")]


async def test_who_is_forgotten_is_known_until_the_day_is_over(
    quotas: Quotas, clock: SettableClock, notes: Notes
) -> None:
    """Of what was never kept, too; and what is made after it counts on."""
    mine = Request(ChatRef("telegram", "5"), "5", "forgetme", is_private=True)
    assert not await quotas.forget(mine)
    notes.is_full = True
    await make(quotas, mine)
    notes.is_full = False
    assert await quotas.forget(mine)
    assert await quotas.made(mine) == Made(1, 1)
    passing = quotas._seconds
    assert isinstance(passing, Passing)
    passing.now += 60
    await make(quotas, mine)
    assert await quotas.made(mine) == Made(2, 2)
    assert await quotas.forget(mine)
    assert await quotas.made(mine) == Made(2, 2)
    assert await notes.note(USER_NOTE) is None
    clock.set("2024-03-09T00:00:00")
    assert not await quotas.forget(mine)
    assert await quotas.made(mine) == Made(0, 0)


async def test_a_chat_that_is_forgotten_is_not_its_people(quotas: Quotas, notes: Notes) -> None:
    """Nor is anybody forgotten where nobody in particular asks."""
    await make(quotas)
    assert await quotas.forget(Request(GROUP, "5", "forgetme", is_private=False))
    assert await notes.note(USER_NOTE) == "1"
    assert await quotas.made(REQUEST) == Made(1, 1)
    nobody = Request(ChatRef("telegram", "9"), "", "forgetme", is_private=True)
    assert not await quotas.forget(nobody)
    assert await notes.note(USER_NOTE) == "1"


async def test_of_several_who_are_forgotten_each_stays_counted(quotas: Quotas) -> None:
    """Until the day is over."""
    several = [
        Request(ChatRef("telegram", user), user, "forgetme", is_private=True) for user in "56"
    ]
    for one in several:
        await make(quotas, one)
    for one in several:
        assert await quotas.forget(one)
    assert [await quotas.made(one) for one in several] == [Made(1, 1)] * 2


async def test_nobody_in_particular_has_had_none(quotas: Quotas) -> None:
    """Whatever is made for them counts for the chat."""
    nobody = Request(GROUP, "", "summarize")
    for _ in range(2):
        await make(quotas, nobody)
    assert await quotas.made(nobody) == Made(0, 2)


@pytest.mark.parametrize(("day", "hour"), [("2024-03-09", "19:00"), ("2024-03-10", "20:00")])
async def test_when_there_is_more_is_told_by_the_clock_of_then(
    quotas: Quotas, clock: SettableClock, monkeypatch: pytest.MonkeyPatch, day: str, hour: str
) -> None:
    """At the next midnight of UTC, wherever this runs, though clocks are set until then."""
    clock.set(f"{day}T06:00:00")
    for _ in range(9):
        await make(quotas)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        with pytest.raises(QuotaReached) as refused:
            await quotas.check(REQUEST, "America/New_York")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert f"from {hour}, America/New_York time" in str(refused.value.hint)
