"""Following somebody: by name, among namesakes, by a paper."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.documents import Button, Buttons, Document, Menu
from domain.errors import InputError, SourceUnavailable
from domain.messages import sentence
from domain.papers import Author, Paper
from domain.ports import Clock
from domain.topics import Query
from handlers.authors import read_asked_author
from handlers.dispatch import dispatch
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.handlers.greek import HERE, NOW, asked, words_of
from tests.ranking.test_namesakes import LANTERNS, NAME, ROPES

LONE = replace(LANTERNS[0], authors=(Author("Solo Person"),))


class Library(FakeSource):
    """An arXiv that has some papers, whatever is searched for."""

    def __init__(self, clock: Clock, papers: Sequence[Paper]) -> None:
        super().__init__(clock)
        self._has = list(papers)
        self.searched: list[str] = []
        self.is_down = False

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """All of them; none in a span of time."""
        self.searched.append(str(query))
        if self.is_down:
            raise SourceUnavailable(sentence("arXiv does not answer."))
        return [] if submitted else self._has[:limit]

    async def papers(self, ids: object) -> dict[str, Paper]:
        """Those of them."""
        assert isinstance(ids, list)
        return {one.id.base: one for one in self._has if one.id.base in {each.base for each in ids}}


@asynccontextmanager
async def opened(folder: Path, papers: Sequence[Paper]) -> AsyncIterator[tuple[Services, Library]]:
    """A container whose arXiv has some papers."""
    clock = SettableClock(NOW)
    source = Library(clock, papers)
    settings = Settings(database=folder / "papercrier.db", admins="telegram:5")
    async with open_container(settings, source=source, clock=clock) as services:
        yield services, source


async def queries(services: Services) -> list[tuple[str, str]]:
    """Labels and queries that are followed."""
    return [(s.topic.label, str(s.topic.query)) for s in await services.store.subscriptions(HERE)]


def buttons(document: Document) -> list[Button]:
    """What can be picked from."""
    (menu,) = (block for block in document.blocks if isinstance(block, Menu))
    return [button for row in menu.rows for button in row]


async def pressed(services: Services, button: Button) -> Document:
    """What is answered to a press."""
    name, _, argument = button.command.removeprefix("/").partition(" ")
    return await dispatch(services, asked(name, argument))


async def test_of_two_who_bear_the_name_one_is_chosen(tmp_path: Path) -> None:
    """Nothing is followed before; each is told by what, with whom; a press follows that one."""
    async with opened(tmp_path, [*LANTERNS, *ROPES]) as (services, _):
        shown = await dispatch(services, asked("follow", NAME.lower()))
        assert await queries(services) == []
        text = " ".join(words_of(shown))
        assert f"{NAME}: which of these?" in text
        assert "cs.GR · 4 papers · with" in text
        assert "math.GT · 3 papers · with" in text
        first, second, every = buttons(shown)
        said = " ".join(words_of(await pressed(services, second)))
        assert "3 papers · with Brenda Braid and Hank Hemp" in said
        ((label, query),) = await queries(services)
        assert label == NAME
        assert 'au:"Hank Hemp"' in query
        assert "cat:math.GT" in query
        await pressed(services, first)
        await pressed(services, every)
        labels = [label for label, _ in await queries(services)]
        assert len(labels) == 3
        assert (await queries(services))[2][1] == f'au:"{NAME}"'


async def test_who_is_alone_with_a_name_is_followed_at_once(tmp_path: Path) -> None:
    """By the name as it is printed, whatever way it was typed."""
    async with opened(tmp_path, LANTERNS) as (services, source):
        await dispatch(services, asked("follow", "author: lovelace, ADA"))
        assert await queries(services) == [(NAME, f'au:"{NAME}"')]
        assert source.searched[0] == 'au:"ADA lovelace"'


async def test_by_a_paper(tmp_path: Path) -> None:
    """A paper alone asks for which author; one with a single author needs not to."""
    async with opened(tmp_path, [*LANTERNS[1:], *ROPES, LONE]) as (services, _):
        shown = await dispatch(services, asked("follow", f"https://arxiv.org/abs/{ROPES[0].id}"))
        assert [one.label for one in buttons(shown)] == ["Hank Hemp", NAME]
        await pressed(services, buttons(shown)[1])
        assert "math.GT" in (await queries(services))[0][1]
        await dispatch(services, asked("follow", LONE.id.base))
        assert (await queries(services))[1] == ("Solo Person", 'au:"Solo Person"')


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        ("Lovelace", "bears the name “Lovelace”", f"/follow {NAME}"),
        ("A. Lovelace", "bears the name “A. Lovelace”", f"/follow {NAME}"),
        ("Zeno Nobody", "bears the name “Zeno Nobody”", "in full"),
        (f"Zeno Nobody of {ROPES[0].id.base}", "has no author “Zeno Nobody”", "/follow"),
        ("42", "“42” is nobody's name", "/follow"),
        ('"', "is nobody's name", "/follow"),
        *(
            (text, f"“{text}” is the id of an author", f"/follow {NAME} of")
            for text in ("0000-0002-1825-0097", "https://arxiv.org/a/warner_s_1", "warner_s_1")
        ),
    ],
)
async def test_nobody(tmp_path: Path, typed: str, said: str, hint: str) -> None:
    """One sentence says so and how to do it right; nothing is followed."""
    async with opened(tmp_path, [*LANTERNS, *ROPES]) as (services, _):
        with pytest.raises(InputError) as error:
            await dispatch(services, asked("follow", typed))
        assert said in str(error.value)
        assert hint in str(error.value.hint)
        assert await queries(services) == []


async def test_without_arxiv(tmp_path: Path) -> None:
    """Nobody is found, and it is said that arXiv does not answer, not that there is no such."""
    async with opened(tmp_path, LANTERNS) as (services, source):
        source.is_down = True
        with pytest.raises(InputError, match="does not answer"):
            await dispatch(services, asked("follow", NAME))


async def test_somebody_s_own_papers_make_a_profile(tmp_path: Path) -> None:
    """Of several who bear the name one is chosen; nothing is taken in before it is agreed to."""
    async with opened(tmp_path, [*LANTERNS, *ROPES]) as (services, _):
        shown = await dispatch(services, asked("import", f"papers by {NAME}"))
        first, _ = buttons(shown)
        told = await pressed(services, first)
        assert "Those are 4 papers of arXiv." in " ".join(words_of(told))
        (board,) = (block for block in told.blocks if isinstance(block, Buttons))
        taken = await pressed(services, board.rows[0][0])
        assert "4 of 4 papers are new in your profile" in " ".join(words_of(taken))


async def test_what_is_sure_is_taken_in_at_once(tmp_path: Path) -> None:
    """As what is asked before says: the same after ``/import yes``."""
    async with opened(tmp_path, [*LANTERNS, *ROPES]) as (services, _):
        said = f"yes papers by {NAME} of {ROPES[0].id.base}"
        taken = await dispatch(services, asked("import", said))
        assert "3 of 3 papers are new in your profile" in " ".join(words_of(taken))


async def test_nobody_s_own_papers(tmp_path: Path) -> None:
    """A name nobody bears takes nothing in; in company it is not even looked for."""
    async with opened(tmp_path, LANTERNS) as (services, source):
        with pytest.raises(InputError, match="bears the name"):
            await dispatch(services, asked("import", "my papers by Zeno Nobody"))
        with pytest.raises(InputError, match="nobody's name"):
            await dispatch(services, asked("import", "papers by 42"))
        before = len(source.searched)
        request = replace(asked("import", f"papers by {NAME}"), is_private=False)
        with pytest.raises(InputError, match="private chat"):
            await dispatch(services, request)
        assert len(source.searched) == before


@given(st.text(max_size=60))
def test_whatever_is_typed(text: str) -> None:
    """It is read, or refused in a sentence."""
    try:
        read = read_asked_author(text)
    except InputError:
        return
    assert read.paper is not None or any(letter.isalpha() for letter in read.name)
