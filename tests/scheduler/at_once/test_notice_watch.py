"""Notices at once: what is queued where a paper is withdrawn that a chat was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.chats import ChatRef, Updates
from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import AnnouncementKind, MetadataOrigin
from rendering.common.parcels import discord_parcel, discord_words, rendered, telegram_parcel
from scheduler.notice_watch import NoticeWatch
from tests.scheduler.stage import FRIDAY, HERE, MONDAY, ONE, TUESDAY, TWO, WAVES, Stage, paper
from tests.storage.invented import a_batch

CHANNEL = ChatRef("discord", "5")
WHY = "Withdrawn: the proof of Lemma 2 is wrong"
AT_ONCE: dict[str, Any] = {"updates": Updates.AT_ONCE}


class Desk:
    """The stage with its notices, and messages that get ids."""

    def __init__(self, stage: Stage, platforms: tuple[str, ...] = ("telegram", "discord")) -> None:
        self.stage = stage
        self.woken = 0
        self.number = 100
        self.watch = NoticeWatch(stage.store, stage.clock, platforms, self.wake)

    def wake(self) -> None:
        """Something was queued."""
        self.woken += 1

    async def sent(self) -> list[OutboxPart]:
        """All that is queued, sent one after another."""
        store, now, found = self.stage.store, self.stage.clock.now(), []
        for platform in ("telegram", "discord"):
            while parts := await store.claim_parts(platform, now, 100):
                fresh = {p.id: rendered(platform, p.document) for p in parts if p.document}
                known = {part.id: part for part in await store.keep_rendered(fresh)}
                for part in (known.get(part.id, part) for part in parts):
                    self.number += 1
                    edits = part.at_once is not None and part.at_once.edits
                    ids = () if edits else (self.number,)
                    decision = DeliveryDecision(state=PartState.SENT, messages=ids)
                    await store.settle_parts({part.id: decision}, now)
                    found.append(part)
        return found

    async def digest(self, at: str) -> list[OutboxPart]:
        """The digests of a moment."""
        self.stage.clock.set(at)
        await self.stage.watch.look()
        return await self.sent()

    async def notices(self) -> list[OutboxPart]:
        """What is told at once."""
        await self.watch.look()
        return await self.sent()

    async def withdraw(self, base: str = ONE, day: str = MONDAY, comment: str = WHY) -> None:
        """A listing says that a paper is withdrawn."""
        gone = replace(paper(base), withdrawn=True, comment=comment)
        day_of = self.stage.clock.now().date().fromisoformat(day)
        batch = a_batch(base, archive="cs", day=day_of, kind=AnnouncementKind.REPLACE)
        await self.stage.store.save_batch(batch, [gone])


def words(part: OutboxPart) -> str:
    """What a message says."""
    if part.chat.platform == "discord":
        return discord_words(discord_parcel(part.payload).message)
    forms = telegram_parcel(part.payload)
    return forms.rich.html if forms.rich else forms.classic[0].html


async def told(stage: Stage, ref: ChatRef = HERE, **chat_settings: Any) -> tuple[Desk, int]:
    """A chat that was told of a paper; the message that tells it."""
    desk = Desk(stage)
    await stage.chat(ref, WAVES, **(AT_ONCE | chat_settings))
    await stage.look()
    parts = await desk.digest(f"{FRIDAY}T08:00")
    assert ONE in parts[-1].payload
    return desk, desk.number


@pytest.mark.parametrize("ref", [HERE, CHANNEL])
async def test_a_withdrawal_is_told_at_once_where_the_paper_was_told(
    stage: Stage, ref: ChatRef
) -> None:
    """In arXiv's words; and there the paper is struck, with these words, and all else stays."""
    desk, number = await told(stage, ref)
    assert await desk.notices() == []
    await desk.withdraw()
    notice, edit = await desk.notices()
    assert desk.woken == 1
    assert notice.at_once is not None
    assert edit.at_once is not None
    assert (notice.at_once.message, notice.at_once.edits) == (number, False)
    assert (edit.at_once.message, edit.at_once.edits) == (number, True)
    assert f"withdrawn, and arXiv says: “{WHY}”" in words(notice)
    assert ONE in words(notice)
    struck = {"telegram": "<s>", "discord": "~~"}[ref.platform]
    assert struck in words(edit)
    assert WHY in words(edit)
    assert await desk.notices() == []
    assert all("withdrawn" not in words(one) for one in await desk.digest(f"{MONDAY}T08:00"))


async def test_each_chat_in_its_language(stage: Stage) -> None:
    """Also what is struck."""
    desk, _ = await told(stage, language="zh")
    await desk.withdraw()
    notice, edit = await desk.notices()
    assert "已撤回" in words(notice)
    assert "已撤回" in words(edit)


async def test_a_digest_that_would_be_another_now_is_not_edited(stage: Stage) -> None:
    """As where its chat wishes for other things since, or it is kept no more; the reply comes."""
    await stage.announce(FRIDAY, paper(ONE), paper(TWO))
    desk, _ = await told(stage)
    await stage.store._writer.run(
        lambda database: database.execute("DELETE FROM papers WHERE base = ?", [TWO])
    )
    await desk.withdraw()
    assert [one.at_once and one.at_once.edits for one in await desk.notices()] == [False]
    await stage.store._writer.run(
        lambda database: database.execute("UPDATE digests SET record = NULL")
    )
    await desk.withdraw(TWO, TUESDAY)
    assert [one.at_once and one.at_once.edits for one in await desk.notices()] == [False]


async def test_what_was_told_below_a_digest_stays_there(stage: Stage) -> None:
    """Where a paper of that digest is withdrawn in its turn."""
    desk, _ = await told(stage, updates=Updates.IMPORTANT)
    await desk.withdraw(comment="The first")
    await stage.announce(MONDAY, paper(TWO))
    digest = await desk.digest(f"{MONDAY}T08:00")
    assert "The first" in words(digest[-1])
    await stage.chat(HERE, **AT_ONCE)
    await desk.withdraw(TWO, TUESDAY, "The second")
    _, edit = await desk.notices()
    assert "The first" in words(edit)
    assert "The second" in words(edit)


async def test_what_was_struck_stays_struck_while_the_api_is_behind(stage: Stage) -> None:
    """Where another paper of the same message is withdrawn in its turn; what is back is not."""
    await stage.announce(FRIDAY, paper(ONE), paper(TWO))
    desk, _ = await told(stage)
    await desk.withdraw(comment="The first")
    await desk.notices()
    behind = replace(paper(ONE), id=PaperId(ONE, 1), origin=MetadataOrigin.API)
    await stage.store.save_papers([behind])
    await desk.withdraw(TWO, TUESDAY, "The second")
    _, edit = await desk.notices()
    assert words(edit).count("<s>") == 2
    assert "The first" in words(edit)
    later = stage.clock.now() + timedelta(days=9)
    back = replace(behind, id=PaperId(ONE, 3), updated=later, checked_at=later)
    await stage.store.save_papers([back])
    _, edit = await desk.notices()
    assert words(edit).count("<s>") == 1
    assert "The second" in words(edit)


async def test_trouble_with_the_store_is_waited_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notice comes with the next look."""
    desk, _ = await told(stage)
    await desk.withdraw()

    async def full(*_: object) -> int:
        raise StoreError(as_is("The disk is full."))

    with monkeypatch.context() as patched:
        patched.setattr(stage.store, "queue_notices", full)
        assert await desk.notices() == []
    assert len(await desk.notices()) == 2
