"""What rose in topics, counted from the announcements that are kept."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.services import Services
from digests.trends import weeks as counting
from domain.documents import Document, Picture, Table
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState
from handlers.dispatch import dispatch
from tests.handlers.greek import asked, greek_container, words_of
from tests.topics.invented import paper

NEWEST = date(2024, 3, 8)
USUAL = "Kites of cloth above the shore"
BURST = "Kites of basalt fibre above the shore"


async def announced(services: Services, weeks: int, *, burst: int = 0) -> None:
    """Ten papers a week, five of them of kites; in the last one some that burst besides."""
    number = 0
    for week in range(weeks):
        titles = [USUAL] * 5 + ["Lamps in the hall"] * 5 + [BURST] * (0 if week else burst)
        papers = []
        for title in titles:
            number += 1
            papers.append(paper(number, title=title, abstract="We look at it."))
        day = NEWEST - timedelta(days=7 * week)
        lines = tuple(Announcement("cs", day, AnnouncementKind.NEW, one.id) for one in papers)
        batch = Batch(archive="cs", date=day, state=BatchState.COMPLETE, announcements=lines)
        await services.library.save_batch(batch, papers)


def table_of(document: Document) -> list[list[str]]:
    """The cells of its table."""
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [["".join(span.text for span in cell) for cell in row] for row in table.rows]


async def test_what_rose_is_told_with_a_plot(tmp_path: Path) -> None:
    """A pair of words that burst, with how much and how sure that is; the rest is usual."""
    async with greek_container(tmp_path) as services:
        await announced(services, 12, burst=8)
        document = await dispatch(services, asked("trends", "cat:cs.CV kites"))
        assert document.title == "Trends in cat:cs.CV kites"
        said = " ".join(words_of(document))
        assert "13 papers in the week up to 8 March 2024, where 9 would be usual" in said
        rows = table_of(document)
        assert "basalt fibre" in [row[0] for row in rows]
        assert not any("cloth" in row[0] or "shore" in row[0] for row in rows)
        (plot,) = (block for block in document.blocks if isinstance(block, Picture))
        assert Image.open(BytesIO(plot.image)).format == "PNG"


async def test_where_nothing_rose_it_is_said(tmp_path: Path) -> None:
    """And nothing is made of chance."""
    async with greek_container(tmp_path) as services:
        await announced(services, 12)
        document = await dispatch(services, asked("trends", "cat:cs.CV kites"))
        said = " ".join(words_of(document))
        assert "No word rose in it beyond chance." in said
        assert "5 papers in the week up to 8 March 2024, where 5 would be usual" in said


async def test_too_few_weeks_are_told_as_that(tmp_path: Path) -> None:
    """Neither a plot nor a number is made of them."""
    async with greek_container(tmp_path) as services:
        await announced(services, 3, burst=8)
        document = await dispatch(services, asked("trends", "cat:cs.CV kites"))
        assert "Too few weeks" in " ".join(words_of(document))
        assert len(document.blocks) == 1


async def test_a_topic_of_hardly_any_paper_is_told_in_words(tmp_path: Path) -> None:
    """Where none came in all weeks, and where the first came now."""
    async with greek_container(tmp_path) as services:
        await announced(services, 8, burst=1)
        document = await dispatch(services, asked("trends", "cat:cs.CV zithers"))
        assert words_of(document)[-1] == "No paper of it was announced in the weeks that are kept."
        said = " ".join(words_of(await dispatch(services, asked("trends", "cat:cs.CV basalt"))))
        assert "1 paper in the week" in said
        assert "to ∞)" in said


async def test_work_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many papers, older weeks are left out, and no paper is counted twice."""
    async with greek_container(tmp_path) as services:
        await announced(services, 12, burst=2)
        monkeypatch.setattr(counting, "MOST_PAPERS", 55)
        document = await dispatch(services, asked("trends", "cat:cs.CV kites"))
        assert "by the 4 weeks before" in " ".join(words_of(document))
