"""/ask over a reading list, a digest, a week, or papers that are named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.asking.across import Among, Asked
from app.fair_use.allowances import QUESTIONS, UsedUp
from app.services import Services
from digests import records
from domain.digests import Coverage, Digest
from domain.documents import Document, Paragraph, Style
from domain.errors import InputError
from domain.identifiers import PaperId
from handlers.asking.questions import about_papers, read_question
from handlers.dispatch import dispatch
from tests.handlers.asking.lantern_container import lantern_container
from tests.handlers.asking.test_conversations import asked, buttons
from tests.handlers.greek import words_of as pieces_of
from tests.storage.queueing import DAY as FRIDAY
from tests.storage.queueing import due, follow, turn
from tests.summaries.questions.lanterns import PAPER
from tests.summaries.questions.test_among import PAPERS, SINGING, STONES

NAMED = " ".join(one.id.base for one in PAPERS)


def across(question: str, among: Among, topic: str = "") -> Asked:
    """A question to a set."""
    return Asked(question, among, topic=topic)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("saved which use diffusion?", across("which use diffusion?", Among.SAVED)),
        ("which of my saved papers use diffusion?", across("which use diffusion?", Among.SAVED)),
        ("any papers on audio in my reading list", across("any papers on audio", Among.SAVED)),
        ("digest: which use gravel?", across("which use gravel?", Among.DIGEST)),
        ("which of these papers use gravel", across("which use gravel", Among.DIGEST)),
        ("week which use gravel?", across("which use gravel?", Among.WEEK)),
        ("week λ paint: any gravel?", across("any gravel?", Among.WEEK, "λ paint")),
        ("week 2：有砂砾吗？", across("有砂砾吗？", Among.WEEK, "2")),
        ("which papers of this week use gravel?",
         across("which papers use gravel?", Among.WEEK)),
        ("收藏 哪些用了扩散模型？", across("哪些用了扩散模型？", Among.SAVED)),
        ("收藏：哪些用了扩散模型？", across("哪些用了扩散模型？", Among.SAVED)),
        ("日报哪些用了扩散模型？", across("哪些用了扩散模型？", Among.DIGEST)),
        ("saved,gravel?", across("gravel?", Among.SAVED)),
        ("本周的哪些论文用了扩散模型？", across("哪些论文用了扩散模型？", Among.WEEK)),
    ],
)  # fmt: skip
def test_which_papers_are_meant(text: str, meant: Asked) -> None:
    """By the first word, or as people say it."""
    assert read_question(text).across == meant


@pytest.mark.parametrize(
    "text",
    ["saved", "week", "week-long training?", "日报", "dıgest which?",
     "which of them is best?", "which papers do they compare with?",
     "how many of the patients died?", "2403.00001 which of these layers is trained?",
     "all that glitters 2403.00001", "saved 2403.00001 how much energy?"],
)  # fmt: skip
def test_a_question_to_one_paper_stays_one(text: str) -> None:
    """Although it has such words."""
    assert read_question(text).across is None


@pytest.mark.parametrize("text", [f"all {NAMED} gravel?", f"{NAMED} which of these use gravel?"])
def test_papers_that_are_named_are_all_meant(text: str) -> None:
    """Where that is said, or asked."""
    meant = read_question(text).across
    assert meant is not None
    assert [one.base for one in meant.named] == NAMED.split()


async def test_the_reading_list_is_asked(tmp_path: Path) -> None:
    """Each paper that tells of it, with a sentence of its own and a way to ask it."""
    async with _kept(tmp_path) as services:
        for one in PAPERS:
            await dispatch(services, asked(one.id.base, command="save"))
        page = await dispatch(services, asked("saved which use diffusion for audio?"))
        assert _titles(page) == [SINGING.title]
        assert "We train a diffusion model that makes audio" in words_of(page)
        assert "1 of the 3 papers that you saved tell" in words_of(page)
        assert "more paper" not in words_of(page)
        (button,) = buttons(page)
        assert button.command == f"/ask {SINGING.id.base} which use diffusion for audio?"


async def test_what_is_saved_is_told_to_nobody_else(tmp_path: Path) -> None:
    """In a group it is not looked through."""
    async with _kept(tmp_path) as services:
        request = replace(asked("saved which use diffusion?"), is_private=False)
        with pytest.raises(InputError, match="yours alone"):
            await dispatch(services, request)


async def test_a_reply_to_a_digest_is_put_to_its_papers(tmp_path: Path) -> None:
    """To all of them, where it asks which; else they are offered, and all of them together."""
    async with _kept(tmp_path) as services:
        papers = [one.id.base for one in (*PAPERS, PAPER)]
        page = await dispatch(services, asked(about_papers(papers, "which of these use gravel?")))
        assert _titles(page) == [STONES.title]
        offered = buttons(await dispatch(services, asked(about_papers(papers, "any gravel?"))))
        assert offered[-1].label == "All of them"
        page = await dispatch(services, asked(offered[-1].command.removeprefix("/ask ")))
        assert _titles(page) == [STONES.title]


@pytest.mark.parametrize("day", [9, 3, 11])
async def test_the_last_digest_is_asked_whatever_day_it_came(tmp_path: Path, day: int) -> None:
    """Also on a Saturday, a week ago, or where it is tomorrow already."""
    async with _kept(tmp_path, now="2024-03-10T12:00:00") as services:
        ref, store = asked("").chat, services.store
        digest = Digest(
            chat=ref, date=FRIDAY, topics=(), entries=(), others=(STONES,),
            coverage=Coverage(1, 1, 0), batches=(),
        )  # fmt: skip
        await follow(store, ref)
        (chat,) = await due(store)
        written = turn(chat, "a digest", day=date(2024, 3, day), digest=records.written(digest))
        await store.take_turns([written], services.clock.now())
        page = await dispatch(services, asked("digest which use diffusion?"))
        assert "1 of the 1 papers of the last digest" in words_of(page)
        assert _titles(page) == [STONES.title]


async def test_many_are_told_by_title_and_the_rest_is_counted(tmp_path: Path) -> None:
    """Ten with a sentence, twenty by title."""
    async with _kept(tmp_path) as services:
        many = [replace(STONES, id=PaperId(f"2403.2{number:04}", 1)) for number in range(32)]
        await services.library.save_papers(many)
        named = [one.id.base for one in many]
        page = await dispatch(services, asked(about_papers(named, "which of these use gravel?")))
        assert len(_titles(page)) == 30
        assert "32 of 32 papers" in words_of(page)
        assert "2 more papers." in words_of(page)


async def test_what_was_withdrawn_is_struck(tmp_path: Path) -> None:
    """As in every list, whatever its abstract still says."""
    async with _kept(tmp_path) as services:
        await services.library.save_papers([replace(STONES, withdrawn=True)])
        page = await dispatch(services, asked(f"all {NAMED} diffusion"))
        struck = {span.text for block in page.blocks if isinstance(block, Paragraph)
                  for span in block.spans if span.style is Style.STRUCK}  # fmt: skip
        assert struck == {STONES.title}
        assert SINGING.title in _titles(page)


async def test_none_is_said_and_nothing_is_made_up(tmp_path: Path) -> None:
    """With how many were looked at, and by what."""
    async with _kept(tmp_path) as services:
        page = words_of(await dispatch(services, asked(f"all {NAMED} quantum gravity?")))
        assert "None of 3 papers" in page
        assert "By title and abstract." in page
        assert not any(one.title in page for one in PAPERS)


async def test_what_cannot_be_looked_for_is_said(tmp_path: Path) -> None:
    """And costs no question."""
    async with _kept(tmp_path) as services:
        with pytest.raises(InputError, match="what to look for"):
            await dispatch(services, asked(f"{NAMED} which of these?"))
        with pytest.raises(InputError, match="No digest has come here"):
            await dispatch(services, asked("digest which use gravel?"))
        with pytest.raises(InputError, match="Nothing was announced"):
            await dispatch(services, asked("week which use gravel?"))


async def test_it_counts_as_a_question(tmp_path: Path) -> None:
    """One, however many papers there are."""
    async with _kept(tmp_path) as services:
        for _ in range(QUESTIONS.most):
            await dispatch(services, asked(f"all {NAMED} gravel?"))
        with pytest.raises(UsedUp):
            await dispatch(services, asked(f"all {NAMED} gravel?"))


@asynccontextmanager
async def _kept(folder: Path, now: str = "") -> AsyncIterator[Services]:
    """The harness, with the papers of the set stored."""
    async with lantern_container(folder, now=now) as services:
        await services.library.save_papers(PAPERS)
        yield services


def words_of(page: Document) -> str:
    """All that is read, in a line."""
    return " ".join(pieces_of(page))


def _titles(page: Document) -> list[str]:
    """The titles of the papers that are told, in order."""
    return [text.removesuffix(" · ") for text in pieces_of(page) if text.endswith(" · ")]
