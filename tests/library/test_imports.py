"""/import of libraries and feeds, as people use it: told first, done at a press."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.library.importing import MOST
from app.limits import MAX_SUBSCRIPTIONS
from app.services import Services
from app.tastes import owner
from domain.chats import ChatRef, SavedPaper
from domain.documents import Document
from domain.errors import InputError
from domain.metadata.citations import Citation
from handlers.dispatch import dispatch
from rendering.files.bibtex import to_bibtex
from rendering.files.opml import to_opml
from tests.composing.test_choosing import commands_of
from tests.handlers.greek import asked, greek_container, words_of
from tests.library.records import RECORDS, paper
from tests.library.test_exports import file_of
from topics.catalogue import topic_from

LIBRARY = to_bibtex(map(Citation, RECORDS)) + "@misc{x, title={Περί φανών 1: αργό φως}}\n@book{y}\n"


async def kept(services: Services) -> list[SavedPaper]:
    """What is kept of whoever asks."""
    return await services.store.kept_papers(owner(await services.context(asked("start"))))


async def give(services: Services, text: str) -> Document:
    """The answer to an import."""
    return await dispatch(services, asked("import", text))


async def test_a_library_goes_into_the_profile_at_a_press(tmp_path: Path) -> None:
    """Told first what it is; a paper without id is found by its title; again, nothing is new."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("bibtex", "2403.00001"))
        await dispatch(services, asked("save", "2403.00002"))
        told = await give(services, LIBRARY)
        said = " ".join(words_of(told))
        assert "This BibTeX names 8 papers of arXiv." in said
        assert "1 of them was found by its title." in said
        assert "1 of them is in your profile already." in said
        assert "1 entry names no paper of arXiv" in said
        assert len(await kept(services)) == 1
        command = commands_of(told)[0].removeprefix("/import ")
        assert "7 of 8 papers are new" in " ".join(words_of(await give(services, command)))
        papers = {one.paper: one for one in await kept(services)}
        assert set(papers) == {one.id.base for one in RECORDS}
        assert not papers["2403.00002"].is_imported
        assert papers["hep-th/9901001"].at.year == 1999
        assert "0 of 8 papers are new" in " ".join(words_of(await give(services, f"yes {LIBRARY}")))
        shown = " ".join(words_of(await dispatch(services, asked("saved"))))
        assert "Strings" not in shown
        profile = " ".join(words_of(await dispatch(services, asked("profile"))))
        assert "from your library" in profile
        out = await dispatch(services, asked("profile", "hep-th/9901001"))
        assert "No longer in your profile" in " ".join(words_of(out))


async def test_what_is_saved_comes_back_with_an_export(tmp_path: Path) -> None:
    """All of it: forgotten, and taken in again as it was."""
    async with greek_container(tmp_path) as services:
        await give(services, f"yes {LIBRARY}")
        await dispatch(services, asked("save", "2403.00001"))
        await dispatch(services, asked("less", "2403.00001"))
        whose = owner(await services.context(asked("start")))
        before, votes = await kept(services), await services.store.votes(whose)
        assert [vote.is_more for vote in votes] == [False]
        exported = file_of(await dispatch(services, asked("export"))).text
        await dispatch(services, asked("forgetme", "yes"))
        assert not await kept(services)
        await give(services, exported)
        assert await kept(services) == before
        assert await services.store.votes(whose) == votes
        assert "0 of" in " ".join(words_of(await give(services, exported)))
        for worse in ('{"paper": "x"}', '{"paper": "2403.00001", "is_more": 1}', "7"):
            with pytest.raises(InputError, match=r"votes\[1\]"):
                await give(services, f'{{"saved": [], "votes": [{worse}]}}')


async def test_an_export_brings_back_what_a_library_had_brought_before(tmp_path: Path) -> None:
    """Saved, read and noted upon; what nobody can read in a library stands in no one's way."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("note", "2403.00001 for the talk"))
        before = await kept(services)
        exported = file_of(await dispatch(services, asked("export"))).text
        await dispatch(services, asked("forgetme", "yes"))
        odd = json.dumps([{"title": "Slow\ud800 \x02light", "DOI": "10.48550/arXiv.2403.00001"}])
        pressed = commands_of(await give(services, odd))[0].removeprefix("/import ")
        await give(services, pressed)
        assert [one.title for one in await kept(services)] == ["Slow light"]
        assert "0 of 1 paper" in " ".join(words_of(await give(services, exported)))
        assert await kept(services) == before


async def test_feeds_are_followed_at_a_press(tmp_path: Path) -> None:
    """And told before."""
    feeds = to_opml([topic_from("φανοί"), topic_from("λάδι")], "Topics")
    async with greek_container(tmp_path) as services:
        chat = asked("start").chat
        told = await give(services, feeds)
        assert "It has 2 topics." in " ".join(words_of(told))
        assert not await services.store.subscriptions(chat)
        await give(services, commands_of(told)[0].removeprefix("/import "))
        assert len(await services.store.subscriptions(chat)) == 2


async def test_a_feed_called_as_a_topic_gets_a_name_of_its_own(tmp_path: Path) -> None:
    """Whatever its capitals, so that what is exported can be taken in again."""
    address = "https://rss.arxiv.org/rss/cs.CL"
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "robot ropes"))
        feeds = f"<opml><body><outline text='Robot ROPES' xmlUrl='{address}'/></body></opml>"
        await give(services, f"yes {feeds}")
        followed = await services.store.subscriptions(asked("start").chat)
        assert [one.topic.label for one in followed] == ["robot ropes", "Robot ROPES (2)"]
        exported = file_of(await dispatch(services, asked("export"))).text
        await dispatch(services, asked("forgetme", "yes"))
        await give(services, exported)
        assert len(await services.store.subscriptions(asked("start").chat)) == 2


async def test_what_cannot_be_taken_in_whole_is_not_taken_in(tmp_path: Path) -> None:
    """Papers neither, where the topics are too many."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "robot ropes"))
        topics = [{"label": f"w{n}", "query": f"word{n}x"} for n in range(MAX_SUBSCRIPTIONS)]
        saved = [{"paper": "2403.00001", "at": "2024-03-01"}]
        with pytest.raises(InputError, match="at most"):
            await give(services, json.dumps({"subscriptions": topics, "saved": saved}))
        assert not await kept(services)


async def test_a_library_is_nobody_elses(tmp_path: Path) -> None:
    """In a group it is refused; so is one without a paper of arXiv, and nothing is done."""
    async with greek_container(tmp_path) as services:
        group = replace(asked("import", LIBRARY), is_private=False, chat=ChatRef("telegram", "-7"))
        for text in (LIBRARY, f"yes {LIBRARY}"):
            with pytest.raises(InputError, match="yours alone"):
                await dispatch(services, replace(group, argument=text))
        with pytest.raises(InputError, match="names a paper of arXiv"):
            await give(services, "@book{y, title={A book}}")
        assert not await kept(services)


async def test_of_a_large_library_the_newest_papers_are_taken(tmp_path: Path) -> None:
    """As many as a profile has room for, and an export can be taken in again."""
    many = [
        Citation(paper(f"{2001 + n // 500:04}.{n % 500 + 1:05}", "Ropes", "Ada Lovelace"))
        for n in range(MOST + 3)
    ]
    async with greek_container(tmp_path) as services:
        told = await give(services, to_bibtex(many))
        assert "3 older papers are too many" in " ".join(words_of(told))
        data = json.loads(commands_of(told)[0].removeprefix("/import yes "))
        assert len(data["saved"]) == MOST
        assert "2001.00001" not in {one["paper"] for one in data["saved"]}
