"""/compare: papers side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.asking.comparing import ASPECTS, Compared, compare
from bot.command_line.greeting import HERE
from composing.asking.compared import compared_document
from domain.documents import Bullets, Section, Table
from domain.errors import InputError
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Claim
from handlers.dispatch import dispatch
from tests.handlers.asking.lantern_container import OneReader, lantern_container
from tests.handlers.asking.test_conversations import asked
from tests.handlers.greek import words_of
from tests.summaries.questions.lanterns import PAPER, SECTIONS, TEXT

ROPES = replace(
    PAPER,
    id=PaperId("2403.00009", 1),
    title="Ropes that Sing",
    abstract=(
        "Ropes break without a warning. We propose a microphone that hears how a rope sings. "
        "It warns a day before nine in ten ropes break."
    ),
)
BOTH = f"{PAPER.id.base} {ROPES.id.base}"


class OfLanterns(OneReader):
    """Reads the paper on lanterns, and of the other one nothing more than its abstract."""

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """Its text."""
        return TEXT if paper.id.base == PAPER.id.base else replace(TEXT, sections=(), tables=())


async def test_each_cell_stands_on_a_sentence_of_its_paper(tmp_path: Path) -> None:
    """Word for word; what a paper does not tell is empty."""
    async with lantern_container(tmp_path) as services:
        known = replace(ROPES, published=services.clock.now(), checked_at=services.clock.now())
        await services.library.save_papers([known])
        services = replace(services, reader=OfLanterns())
        context = await services.context(asked(""))
        compared = await compare(services, context, [PaperId.parse(p) for p in BOTH.split()])
    assert tuple(compared.told) == ASPECTS
    wholes = (
        " ".join((PAPER.abstract, *(section.text for section in SECTIONS))),
        ROPES.abstract,
    )
    for told in compared.told.values():
        for claim, whole in zip(told, wholes, strict=True):
            for piece in claim.evidence if claim else ():
                assert piece.quote in whole
    data, limits = compared.told["data"], compared.told["limits"]
    assert "collected on 31 streets" in (data[0].text if data[0] else "")
    assert data[1] is None
    assert limits[1] is None


async def test_the_method_is_what_the_paper_says_it_does(tmp_path: Path) -> None:
    """Not what an abstract begins with, though it may sound like an aim."""
    ropes = replace(
        ROPES,
        abstract=(
            "When climbing, ropes help people discover new walls and find their way. This paper "
            "introduces RopeSong, a microphone that hears how a rope sings."
        ),
    )
    async with lantern_container(tmp_path) as services:
        now = services.clock.now()
        await services.library.save_papers([replace(ropes, published=now, checked_at=now)])
        services = replace(services, reader=OfLanterns())
        context = await services.context(asked(""))
        compared = await compare(services, context, [PaperId.parse(p) for p in BOTH.split()])
    method = compared.told["method"][1]
    assert method is not None
    assert "RopeSong" in method.text


async def test_as_a_table_or_in_parts(tmp_path: Path) -> None:
    """By the room that there is."""
    async with lantern_container(tmp_path) as services:
        known = replace(ROPES, published=services.clock.now(), checked_at=services.clock.now())
        await services.library.save_papers([known])
        narrow = await dispatch(services, asked(BOTH, command="compare"))
        assert any(isinstance(block, Section) for block in narrow.blocks)
        assert "Quiet Lanterns" in " ".join(words_of(narrow))
        wide = await dispatch(services, replace(asked(BOTH, command="compare"), folds=True))
        (table,) = (block for block in wide.blocks if isinstance(block, Table))
        assert len(table.rows) == len(ASPECTS)


async def test_three_are_no_table_where_a_phone_is_read(tmp_path: Path) -> None:
    """A part for each aspect with a line for each paper; a table on a screen."""
    third = replace(ROPES, id=PaperId("2403.00010", 1), title="Bells that Wait")
    request = replace(asked(f"{BOTH} {third.id.base}", command="compare"), folds=True)
    async with lantern_container(tmp_path) as services:
        now = services.clock.now()
        known = [replace(one, published=now, checked_at=now) for one in (ROPES, third)]
        await services.library.save_papers(known)
        chat = await dispatch(services, request)
        local = await dispatch(services, replace(request, chat=HERE))
    parts = [block for block in chat.blocks if isinstance(block, Section)]
    assert len(parts) == len(ASPECTS)
    for part in parts:
        (lines,) = part.blocks
        assert isinstance(lines, Bullets)
        assert len(lines.items) == 3
    assert not any(isinstance(block, Table) for block in chat.blocks)
    (table,) = (block for block in local.blocks if isinstance(block, Table))
    assert len(table.headings) == 4


def test_columns_are_told_apart() -> None:
    """By the names that titles give; where two have the same one, or none, by ids."""
    titles = ("Lamp: Light", "LAMP: More light", "Rope: A song", ": A colon")
    papers = tuple(
        replace(PAPER, id=PaperId(f"2403.0000{number}", 2), title=title)
        for number, title in enumerate(titles)
    )
    nothing: tuple[Claim | None, ...] = (None,) * len(papers)
    told = dict.fromkeys(ASPECTS, nothing)
    page = compared_document(Compared(papers, told))
    (table,) = (block for block in page.blocks if isinstance(block, Table))
    assert table.headings == ("", "2403.00000", "2403.00001", "Rope", "2403.00003")


@pytest.mark.parametrize("text", [PAPER.id.base, f"{BOTH} 2403.1 2403.00001 2403.00002 2403.00003"])
async def test_two_to_four(tmp_path: Path, text: str) -> None:
    """Else it is said how many."""
    async with lantern_container(tmp_path) as services:
        with pytest.raises(InputError, match="2 to 4 papers"):
            await dispatch(services, asked(text, command="compare"))
