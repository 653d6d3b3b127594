"""Weekly look backs: when each comes, once, and what it says of the chat's week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.trends.past_week import LookingBack
from domain.chats import ChatRef, Press, SavedPaper, Vote
from domain.documents import Picture
from domain.errors import StoreError
from domain.messages import as_is
from domain.papers import BatchState
from rendering.common.document_json import document_of
from scheduler.by_chat.look_back_watch import LookBackWatch
from tests.scheduler.stage import FRIDAY, HERE, ONE, THREE, TWO, WAVES, Stage, paper

SATURDAY = "2024-03-09"
FRIDAYS = 4
MONDAY_BEFORE = date(2024, 3, 4)
GROUP = ChatRef("telegram", "-7")


class Weeks:
    """The stage with its look backs."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.begin()

    def begin(self) -> None:
        """A new process."""
        stage = self.stage
        looking = LookingBack(stage.store, stage.store, stage.intake, stage.maker)
        self.watch = LookBackWatch(
            stage.store, looking, stage.clock, ("telegram", "discord"), lambda: None
        )

    async def look(self, at: str = "") -> list[Any]:
        """What is sent at a moment: digests first, then look backs."""
        stage = self.stage
        before = len(stage.sent)
        await stage.look(at)
        await self.watch.look()
        await stage.deliver()
        return stage.sent[before:]


async def followed(stage: Stage, ref: ChatRef = HERE, **chat_settings: Any) -> Weeks:
    """A chat that wishes for a look back on Fridays, before anything was announced."""
    stage.clock.set("2024-03-04T09:00")
    for number in range(22):
        await stage.announce(MONDAY_BEFORE + timedelta(days=number))
    await stage.chat(ref, WAVES, **{"weekly": FRIDAYS, **chat_settings})
    weeks = Weeks(stage)
    await weeks.look()
    return weeks


def back(sent: list[Any]) -> list[Any]:
    """Of what was sent, the look backs."""
    return [one for one in sent if one.part.at_once is not None]


async def test_it_comes_after_the_digest_of_its_day_once(stage: Stage) -> None:
    """What that digest tells is not missed; and nothing comes again, nor after a restart."""
    weeks = await followed(stage)
    await stage.announce("2024-03-05", paper(ONE))
    await stage.announce("2024-03-06", paper(TWO))
    await stage.announce(FRIDAY, paper(THREE))
    assert back(await weeks.look(f"{FRIDAY}T07:59:59")) == []
    stage.clock.set(f"{FRIDAY}T08:00")
    # Whoever looks first.
    await weeks.watch.look()
    sent = await weeks.look(f"{FRIDAY}T08:00")
    assert [one.part.at_once is None for one in sent] == [True, False]
    assert "The week up to 8 March 2024" in sent[-1].text
    assert "Not in a digest" not in sent[-1].text
    weeks.begin()
    assert back(await weeks.look(f"{FRIDAY}T09:00")) == []
    assert len(back(await weeks.look("2024-03-15T08:00"))) == 1


async def test_a_digest_that_waits_is_waited_for(stage: Stage) -> None:
    """Else its papers would be told as missed."""
    weeks = await followed(stage)
    await stage.announce(FRIDAY, state=BatchState.PARTIAL)
    assert back(await weeks.look(f"{FRIDAY}T08:00")) == []
    await stage.announce(FRIDAY, paper(ONE))
    sent = await weeks.look(f"{FRIDAY}T08:30")
    assert len(sent) == 2
    assert "Not in a digest" not in back(sent)[0].text


async def test_what_no_digest_told_is_missed(stage: Stage) -> None:
    """As after days without digests; muted words and withdrawn papers are left out."""
    weeks = await followed(stage, days=frozenset({0}), muted=("kites",))
    gone = replace(paper(THREE), withdrawn=True)
    kites = paper("2403.10004", about="waves of kites")
    await stage.announce("2024-03-06", paper(ONE), gone, kites)
    await stage.announce("2024-03-07", paper(TWO))
    await stage.announce(FRIDAY)
    (sent,) = back(await weeks.look(f"{FRIDAY}T08:00"))
    assert "Not in a digest of yours: 2" in sent.text
    assert {ONE, TWO} <= sent.papers
    assert not {THREE, "2403.10004"} & sent.papers
    assert "/digest week" in sent.commands


async def test_days_that_are_not_in_are_waited_for_a_while(stage: Stage) -> None:
    """Where no digest comes on that day; after three hours it is told by what is known."""
    weeks = await followed(stage, days=frozenset({0}))
    await stage.announce(FRIDAY, state=BatchState.PARTIAL)
    assert await weeks.look(f"{FRIDAY}T08:00") == []
    assert await weeks.look(f"{FRIDAY}T08:05") == []
    await stage.announce(FRIDAY, paper(ONE))
    assert await weeks.look(f"{FRIDAY}T08:09") == []
    assert len(await weeks.look(f"{FRIDAY}T08:11")) == 1
    await stage.announce("2024-03-15", state=BatchState.PARTIAL)
    assert await weeks.look("2024-03-15T10:59") == []
    assert len(await weeks.look("2024-03-15T11:10")) == 1


async def test_it_goes_by_the_zone_and_its_clocks(stage: Stage) -> None:
    """At the chat's time on its day, where the clocks are set forward too."""
    weeks = await followed(stage, zone="Europe/Berlin", weekly=6)
    assert back(await weeks.look("2024-03-10T06:59")) == []
    assert len(back(await weeks.look("2024-03-10T07:00"))) == 1
    await stage.chat(HERE, zone="America/New_York")
    await weeks.look()
    assert back(await weeks.look("2024-03-17T11:59")) == []
    assert len(back(await weeks.look("2024-03-17T12:00"))) == 1


async def test_another_wish_counts_at_once(stage: Stage) -> None:
    """Another day, none, a pause; and no day has two."""
    weeks = await followed(stage)
    await stage.chat(HERE, weekly=5)
    await weeks.look(f"{FRIDAY}T07:00")
    assert back(await weeks.look(f"{FRIDAY}T08:00")) == []
    assert len(back(await weeks.look(f"{SATURDAY}T08:00"))) == 1
    later = datetime.fromisoformat(f"{SATURDAY}T09:00").time()
    await stage.chat(HERE, time=later)
    await weeks.look(f"{SATURDAY}T08:10")
    assert back(await weeks.look(f"{SATURDAY}T09:00")) == []
    await stage.chat(HERE, paused=True)
    assert back(await weeks.look("2024-03-16T09:00")) == []
    await stage.chat(HERE, paused=False)
    assert back(await weeks.look("2024-03-18T09:00")) == []
    await stage.chat(HERE, weekly=None)
    assert back(await weeks.look("2024-03-23T09:00")) == []


async def test_one_that_is_missed_by_half_a_day_is_left_out(stage: Stage) -> None:
    """After a night without the process the next week's comes."""
    weeks = await followed(stage)
    assert len(back(await weeks.look(f"{FRIDAY}T19:59"))) == 1
    assert back(await weeks.look("2024-03-15T20:01")) == []
    assert len(back(await weeks.look("2024-03-22T08:00"))) == 1


async def test_a_clock_set_back_costs_no_week(stage: Stage) -> None:
    """What was worked out under a clock that was ahead is worked out anew."""
    weeks = await followed(stage)
    assert len(back(await weeks.look("2024-06-07T14:30"))) == 1
    stage.clock.set("2024-03-20T09:00")
    await weeks.look()
    assert len(back(await weeks.look("2024-03-22T14:30"))) == 1


async def test_what_was_liked_most(stage: Stage) -> None:
    """Of the chat's topics, by three readers at least; in a group by its members, though one."""
    weeks = await followed(stage)
    await stage.announce("2024-03-06", paper(ONE), paper(TWO), paper(THREE, about="lamps"))
    now = datetime(2024, 3, 7, tzinfo=UTC)
    for number, reader in enumerate("abc"):
        owner = ChatRef("telegram", reader)
        await stage.store.keep_vote(owner, Vote(ONE, is_more=True, at=now))
        await stage.store.keep_paper(owner, SavedPaper(THREE, "On lamps", now))
        if number < 2:
            await stage.store.keep_paper(owner, SavedPaper(TWO, "On waves", now))
    await stage.chat(GROUP, WAVES, weekly=FRIDAYS)
    await weeks.look()
    await stage.store.keep_press(GROUP, Press("b", TWO, is_more=True, at=now))
    await stage.announce(FRIDAY)
    sent = {one.part.chat: one for one in back(await weeks.look(f"{FRIDAY}T08:00"))}
    assert "3 readers" in sent[HERE].text
    assert sent[HERE].text.index(ONE) > sent[HERE].text.index("Liked most")
    assert sent[HERE].text.count("reader") == 1
    assert "1 member" in sent[GROUP].text
    assert sent[GROUP].text.index(TWO) > sent[GROUP].text.index("Liked most")
    assert ONE not in sent[GROUP].text


async def test_what_is_saved_and_not_read(stage: Stage) -> None:
    """Of the reader whose chat it is."""
    weeks = await followed(stage)
    await stage.store.set_owner(HERE, HERE)
    now = datetime(2024, 2, 1, tzinfo=UTC)
    papers = [SavedPaper(f"2401.0000{n}", f"Title {n}", now + timedelta(n)) for n in range(7)]
    papers[6] = replace(papers[6], read_at=now + timedelta(8))
    await stage.store.keep_papers(HERE, papers)
    await stage.announce(FRIDAY)
    (sent,) = back(await weeks.look(f"{FRIDAY}T08:00"))
    assert "Saved and not read: 6" in sent.text
    assert "Title 5" in sent.text
    assert "Title 0" not in sent.text
    assert "and 1 more" in sent.text


async def test_what_rose_comes_with_its_plot(stage: Stage) -> None:
    """Against the weeks before, where enough are kept."""
    weeks = await followed(stage)
    number = 0
    for week in range(8):
        day = date.fromisoformat(FRIDAY) - timedelta(weeks=week)
        about = ["waves", "waves of kelp"][not week]
        papers = []
        for _ in range(6):
            number += 1
            papers.append(paper(f"2403.2{number:04}", about=about))
        await stage.announce(day, *papers)
    stage.clock.set(f"{FRIDAY}T08:00")
    await stage.look()
    await weeks.watch.look()
    (part,) = (one for one in await stage.store.claim_parts("telegram", stage.clock.now(), 9))
    document, _ = document_of(part.document)
    assert any(isinstance(block, Picture) for block in document.walk())
    assert "kelp" in part.document


async def test_each_in_its_language(stage: Stage) -> None:
    """And it says when the next comes."""
    weeks = await followed(stage, language="zh")
    await stage.announce(FRIDAY)
    (sent,) = back(await weeks.look(f"{FRIDAY}T08:00"))
    assert "weekly off" in sent.text
    assert "截至" in sent.text


async def test_a_store_in_trouble_is_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is lost."""
    weeks = await followed(stage)
    await stage.announce(FRIDAY)

    async def broken(*_: object) -> int:
        raise StoreError(as_is("The disk is full."))

    monkeypatch.setattr(stage.store, "take_look_backs", broken)
    assert back(await weeks.look(f"{FRIDAY}T08:00")) == []
    monkeypatch.undo()
    assert len(back(await weeks.look(f"{FRIDAY}T08:01"))) == 1
