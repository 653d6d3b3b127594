"""Versions of a paper compared, as somebody asks for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from app.services import Services
from app.versions.comparing import AskedChanges
from domain.documents import Document
from domain.errors import InputError, PaperNotFound, UnreadablePaper
from domain.fulltext import Figure, FullText, Section, TextOrigin
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Paper
from domain.ports import FullTextReader
from handlers.arguments import read_changes
from handlers.dispatch import dispatch
from tests.handlers.greek import GreekSource, asked, greek_container, words_of

PAPER = PaperId("2403.00001")
WITHDRAWN = "This paper has been withdrawn by the author"
TEXTS = {1: "The gain is 42.1 points. It rains.", 2: "The gain is 39.8 points.", 4: "It rains."}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2403.00001", AskedChanges(PAPER)),
        ("2403.00001 v1 v3", AskedChanges(PAPER, 1, 3)),
        ("2403.00001 3 1", AskedChanges(PAPER, 1, 3)),
        ("2403.00001, version 2", AskedChanges(PAPER, None, 2)),
        ("2403.00001 v2", AskedChanges(PAPER, None, 2)),
        ("2403.00001 v1", AskedChanges(PAPER, 1, None)),
        ("2403.00001v1 2403.00001v2", AskedChanges(PAPER, 1, 2)),
        ("https://arxiv.org/abs/2403.00001v3 figures", AskedChanges(PAPER, None, 3, figures=True)),
    ],
)
def test_what_is_read(text: str, meant: AskedChanges) -> None:
    """A paper, one version or two, in the forms in which people write them."""
    assert read_changes(text) == meant


@pytest.mark.parametrize("text", ["2403.00001 v1 v2 v3", "2403.00001 2403.00002", "lamps"])
def test_what_cannot_be_compared(text: str) -> None:
    """Three versions, two papers, none."""
    with pytest.raises(InputError):
        read_changes(text)


class Reader:
    """Papers with a sentence or two, whose images are fetched only for whoever wants them."""

    def __init__(self) -> None:
        self.asked: list[tuple[int | None, bool]] = []

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """The text of a version."""
        self.asked.append((paper.id.version, figures))
        number = paper.id.version or 0
        if number not in TEXTS:
            raise UnreadablePaper(sentence("It is a scan."))
        image = b"%d" % number if figures else b""
        figure = Figure("1", "A lamp.", image)
        return FullText((Section("Results", TEXTS[number]),), (figure,), TextOrigin.HTML)


async def changes(
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    argument: str,
    *,
    newest: int = 2,
    withdrawn: frozenset[int] = frozenset(),
) -> tuple[Document, Reader]:
    """What is told of a paper in some versions, and what was read for it."""
    known = GreekSource.papers

    async def papers(self: GreekSource, ids: Collection[PaperId]) -> dict[str, Paper]:
        found = await known(self, [one.latest for one in ids])
        numbers = {one.base: one.version or newest for one in ids}
        return {
            base: replace(
                paper,
                id=PaperId(base, numbers[base]),
                comment=WITHDRAWN if numbers[base] in withdrawn else paper.comment,
                withdrawn=numbers[base] in withdrawn,
            )
            for base, paper in found.items()
            if numbers[base] <= newest
        }

    monkeypatch.setattr(GreekSource, "papers", papers)
    reader = Reader()
    served = replace(services, reader=cast("FullTextReader", reader))
    return await dispatch(served, asked("changes", argument)), reader


async def test_numbers_and_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence, then each in the words of both versions; no image is fetched for it."""
    async with greek_container(tmp_path) as services:
        document, reader = await changes(services, monkeypatch, str(PAPER))
        said = " ".join(words_of(document))
        assert "From version 1 to version 2: 42.1 became 39.8; 1 sentence is gone." in said
        assert "Results: “It rains.”" in said
        assert document.title == "Περί φανών 1: αργό φως"
        assert reader.asked == [(1, False), (2, False)]


async def test_images_where_all_else_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are looked at then, and only then."""
    async with greek_container(tmp_path) as services:
        monkeypatch.setitem(TEXTS, 2, TEXTS[1])
        document, reader = await changes(services, monkeypatch, str(PAPER))
        assert "Figure 1: a new image under the same caption" in " ".join(words_of(document))
        assert reader.asked[-1] == (2, True)


async def test_withdrawals_between_are_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paper that is back is compared with what was withdrawn; nothing is read of a withdrawal."""
    async with greek_container(tmp_path) as services:
        document, reader = await changes(
            services, monkeypatch, str(PAPER), newest=4, withdrawn=frozenset({3})
        )
        assert "From version 2 to version 4" in " ".join(words_of(document))
        document, reader = await changes(
            services, monkeypatch, f"{PAPER} v3", newest=4, withdrawn=frozenset({3})
        )
        said = " ".join(words_of(document))
        assert f"withdrawn, and arXiv says: “{WITHDRAWN}”" in said
        assert reader.asked == []


async def test_a_first_version_has_none_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said so, and nothing is read."""
    async with greek_container(tmp_path) as services:
        document, reader = await changes(services, monkeypatch, str(PAPER), newest=1)
        assert f"{PAPER}v1 has no version before this one." in words_of(document)
        assert reader.asked == []


async def test_a_text_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What arXiv says is compared, and that it is no more than that is told."""
    async with greek_container(tmp_path) as services:
        document, _ = await changes(services, monkeypatch, str(PAPER), newest=3)
        assert "not their texts: It is a scan." in " ".join(words_of(document))


@pytest.mark.parametrize(
    ("argument", "error", "said"),
    [
        (f"{PAPER} v7", PaperNotFound, "no version 7"),
    ],
)
async def test_what_there_is_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argument: str,
    error: type[Exception],
    said: str,
) -> None:
    """It is said so."""
    async with greek_container(tmp_path) as services:
        with pytest.raises(error, match=said):
            await changes(services, monkeypatch, argument, newest=3)
