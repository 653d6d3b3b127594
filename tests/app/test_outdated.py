"""A summary made anew of a later version says which claims of the earlier one are gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from domain.documents import Bullets, Document, Fold, Style
from domain.identifiers import PaperId
from domain.papers import Paper
from handlers.dispatch import dispatch
from rendering.telegram.rich import to_rich
from tests.handlers.greek import GreekSource, asked, greek_container, words_of

STAYS = "Προτείνουμε έναν αργό φανό με κρύο λάδι."
HALF, THIRD = "Το κόστος πέφτει στο μισό κάθε χρόνο.", "Το κόστος πέφτει στο τρίτο κάθε χρόνο."


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its second version has another result."""
    with_second(monkeypatch, THIRD)


def with_second(monkeypatch: pytest.MonkeyPatch, result: str) -> None:
    """Have it say the result in its second version."""
    known = GreekSource.papers

    async def papers(self: GreekSource, ids: Collection[PaperId]) -> dict[str, Paper]:
        numbers = {one.base: one.version or 1 for one in ids}
        return {
            base: replace(
                paper,
                id=PaperId(base, numbers[base]),
                abstract=paper.abstract.replace(HALF, result if numbers[base] > 1 else HALF),
            )
            for base, paper in (await known(self, [one.latest for one in ids])).items()
        }

    monkeypatch.setattr(GreekSource, "papers", papers)


def struck(document: Document) -> list[str]:
    """What is struck."""
    folds = [block for block in document.blocks if isinstance(block, Fold)]
    return [
        span.text
        for fold in folds
        for block in fold.blocks
        if isinstance(block, Bullets)
        for item in block.items
        for span in item
        if span.style is Style.STRUCK
    ]


@pytest.mark.usefixtures("versions")
async def test_claims_whose_sentence_is_gone_are_struck(tmp_path: Path) -> None:
    """The summary is of the version shown; what only the earlier one says is named as that."""
    async with greek_container(tmp_path) as services:
        first = await dispatch(services, asked("summarize", "2403.00001v1"))
        assert HALF in " ".join(words_of(first))
        assert struck(first) == []
        second = await dispatch(services, asked("summarize", "2403.00001v2"))
        assert THIRD in " ".join(words_of(second))
        assert struck(second) == [HALF]
        assert "Said of version 1, and no longer in the paper" in words_of(second)
        assert f"<s>{HALF}</s>" in "".join(message.html for message in to_rich(second))


@pytest.mark.usefixtures("versions")
async def test_who_asks_for_the_first_version_is_told_nothing_later(tmp_path: Path) -> None:
    """Nor does a summary of the second make one of the first look outdated."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("summarize", "2403.00001v2"))
        first = await dispatch(services, asked("summarize", "2403.00001v1"))
        assert struck(first) == []
        assert STAYS in " ".join(words_of(first))


async def test_words_that_are_joined_otherwise_are_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As "pre-training" and "pretraining"."""
    with_second(monkeypatch, HALF.replace("στο μισό", "στομισό"))
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("summarize", "2403.00001v1"))
        assert struck(await dispatch(services, asked("summarize", "2403.00001v2"))) == []
