"""/similar: stored papers that are like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.library import similar as use_case
from app.services import Services
from domain.chats import ChatRef
from domain.deliveries import SentMessage
from domain.documents import Bullets, Document
from domain.errors import NotAPaperId
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Paper
from handlers.dispatch import dispatch
from handlers.library import read_asked_similar
from tests.composing.test_choosing import commands_of
from tests.handlers.greek import HERE, asked, greek_container, words_of
from tests.ranking.invented import some

LANTERNS, ROPES = some("lanterns", 5), some("ropes", 40, 300)


async def announce(services: Services, day: int, *papers: Paper) -> None:
    """Keep papers as announced on a day of March."""
    at = date(2024, 3, day)
    news = tuple(Announcement("cs", at, AnnouncementKind.NEW, one.id.latest) for one in papers)
    batch = Batch(archive="cs", date=at, state=BatchState.COMPLETE, announcements=news)
    now = services.clock.now()
    checked = [replace(one, checked_at=now, published=now) for one in papers]
    await services.library.save_batch(batch, papers)
    await services.library.save_papers(checked)


def lines_of(document: Document) -> list[str]:
    """What is like it, a line each."""
    found = [block for block in document.blocks if isinstance(block, Bullets)]
    return ["".join(s.text for s in item) for block in found for item in block.items]


async def test_the_nearest_come_first_with_what_they_share(tmp_path: Path) -> None:
    """Not the paper itself, and nothing that has none of its words."""
    async with greek_container(tmp_path) as services:
        await announce(services, 6, *LANTERNS, *ROPES)
        answer = await dispatch(services, asked("similar", str(LANTERNS[0].id)))
        lines = lines_of(answer)
        others = {one.id.base for one in LANTERNS[1:]}
        assert {line.rpartition(" ")[2] for line in lines[:4]} == others
        assert all("both have" in line for line in lines[:4])
        assert LANTERNS[0].id.base not in "".join(lines)
        assert "45 announced papers were looked at." in words_of(answer)


async def test_what_this_chat_had_before_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the day on which its digest told it; other chats have had others."""
    async with greek_container(tmp_path) as services:
        await announce(services, 6, *LANTERNS)
        question = asked("similar", LANTERNS[0].id.base)

        async def told(ref: ChatRef) -> list[tuple[str, date]]:
            return [(LANTERNS[1].id.base, date(2024, 3, 7))] if ref == question.chat else []

        monkeypatch.setattr(services.outbox, "delivered_papers", told)
        lines = lines_of(await dispatch(services, question))
        (had,) = (line for line in lines if "you had this on 7 March 2024" in line)
        assert had.endswith(LANTERNS[1].id.base)
        elsewhere = replace(question, chat=ChatRef("telegram", "6"))
        assert "you had" not in "".join(lines_of(await dispatch(services, elsewhere)))


async def test_older_papers_are_a_press_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page looks further back, until there is nothing older."""
    monkeypatch.setattr(use_case, "LOOKED_AT", 20)
    async with greek_container(tmp_path) as services:
        await announce(services, 5, *LANTERNS)
        await announce(services, 6, *ROPES[:20])
        answer = await dispatch(services, asked("similar", LANTERNS[0].id.base))
        assert not any(one.id.base in line for one in LANTERNS for line in lines_of(answer))
        (command,) = commands_of(answer)
        further = await dispatch(services, asked("similar", command.removeprefix("/similar ")))
        assert len(lines_of(further)) == 4
        assert not commands_of(further)


def test_what_is_no_paper_is_told() -> None:
    """With a page or without."""
    assert read_asked_similar("arXiv:2403.00001v2 page 3").page == 3
    for text in ("lanterns", "page 2", "2403.00001 2403.00002"):
        with pytest.raises(NotAPaperId):
            read_asked_similar(text)


async def told(services: Services, paper: Paper, days: int) -> None:
    """Keep that this chat was told a paper so many days ago."""
    at = services.clock.now() - timedelta(days=days, hours=1)
    message = SentMessage(chat=HERE, id=days, papers=(paper.id.base,), at=at)
    await services.store.keep_sent([message])


async def test_a_card_says_what_the_chat_had_before(tmp_path: Path) -> None:
    """Where that is close, and was told on a day before; not itself, and nothing far away."""
    async with greek_container(tmp_path) as services:
        close = replace(LANTERNS[0], id=LANTERNS[1].id, title=f"{LANTERNS[0].title} again")
        far = replace(ROPES[0], title="Tidal basins", abstract="Sediment settles in estuaries.")
        await announce(services, 6, LANTERNS[0], close, far, *some("", 30, 400))
        question = asked("summarize", LANTERNS[0].id.base)
        await told(services, far, 3)
        await told(services, LANTERNS[0], 2)
        assert "You had something close" not in " ".join(
            words_of(await dispatch(services, question))
        )
        await told(services, close, 0)
        assert "You had something close" not in " ".join(
            words_of(await dispatch(services, question))
        )
        await told(services, close, 4)
        card = await dispatch(services, question)
        assert f"You had something close to it on 4 March 2024: {close.title[:40]}" in " ".join(
            words_of(card)
        )
        assert f"/summarize {close.id.base}" in commands_of(card)
