"""Papers as people name them: several at once, by a title, in a version that there is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.documents import Card, Menu
from domain.errors import InputError, PaperNotFound
from domain.identifiers import PaperId
from domain.papers import Paper
from handlers.arguments import AskedPaper, AskedPapers, AskedTitle, read_to_explain
from handlers.dispatch import dispatch, split_command
from tests.fakes.paper_source import FakeSource
from tests.handlers.greek import GreekSource, asked, greek_container, words_of

BOTH = "https://arxiv.org/abs/2403.00001 and arXiv:2403.00002v1"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (BOTH, AskedPapers((PaperId("2403.00001"), PaperId("2403.00002", 1)), 0)),
        (" ".join(f"2403.0000{n}" for n in range(1, 8)),
         AskedPapers(tuple(PaperId(f"2403.0000{n}") for n in range(1, 6)), 2)),
        ("2403.00001 2403.00001v2", AskedPaper(PaperId("2403.00001", 2))),
        ("“Attention Is All You Need”", AskedTitle("Attention Is All You Need")),
    ],
)  # fmt: skip
def test_what_is_read(text: str, meant: object) -> None:
    """Ids and links, a title."""
    assert read_to_explain(text) == meant


@pytest.mark.parametrize("text", ["cats", "2413.00001 of cats", "https://example.org/a paper"])
def test_what_names_no_paper(text: str) -> None:
    """One word, an id that cannot be, a link to elsewhere."""
    with pytest.raises(InputError):
        read_to_explain(text)


async def test_several_are_explained_one_after_another(tmp_path: Path) -> None:
    """Without a command, too; of what there is not it is said, and the others stay."""
    assert split_command(BOTH) == ("summarize", "2403.00001 2403.00002v1")
    async with greek_container(tmp_path) as services:
        line = "2403.00001 2403.00077 2403.00002 2403.00003 2403.00004 2403.00005"
        document = await dispatch(services, asked("summarize", line))
        cards = [block.about for block in document.blocks if isinstance(block, Card)]
        assert [about.partition("v")[0] for about in cards] == ["2403.00001", "2403.00002"]
        said = " ".join(words_of(document))
        assert "arXiv has no paper 2403.00077" in said
        assert "1 more was named; 5 are explained at once." in said


async def test_a_title_finds_its_paper(tmp_path: Path) -> None:
    """The one that is called so; a choice where no title is just that."""
    async with greek_container(tmp_path) as services:
        document = await dispatch(services, asked("summarize", "Περί φανών 2: αργό φως"))
        assert document.title == "Περί φανών 2: αργό φως"
        document = await dispatch(services, asked("summarize", "Περί φανών"))
        (menu,) = (block for block in document.blocks if isinstance(block, Menu))
        commands = [button.command for row in menu.rows for button in row]
        assert commands == ["/summarize 2403.00001", "/summarize 2403.00002"]


async def test_a_title_that_nobody_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said so."""

    async def nothing(*_: object, **__: object) -> list[Paper]:
        return []

    monkeypatch.setattr(GreekSource, "search", nothing)
    async with greek_container(tmp_path) as services:
        with pytest.raises(PaperNotFound, match="no paper with the title “purring lanterns”"):
            await dispatch(services, asked("summarize", "purring lanterns"))


async def test_a_version_that_there_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest is named."""
    known = FakeSource.papers

    async def only_newest(source: FakeSource, ids: list[PaperId]) -> dict[str, Paper]:
        found = await known(source, ids)
        return {one.base: found[one.base] for one in ids if one.version in (None, 1) and found}

    monkeypatch.setattr(FakeSource, "papers", only_newest)
    async with greek_container(tmp_path) as services:
        with pytest.raises(PaperNotFound, match=r"2403\.00001 has no version 7; the newest is 1\."):
            await dispatch(services, asked("summarize", "2403.00001v7"))
        with pytest.raises(PaperNotFound, match=r"no paper 2403\.00077v7"):
            await dispatch(services, asked("summarize", "2403.00077v7"))
