"""What a notice of a new version tells of it, and when it rather tells nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from app.versions.told import told_changes
from domain.identifiers import PaperId
from domain.metadata.changes import ChangeKind
from domain.metadata.updates import Notice, PaperUpdate, UpdateKind
from domain.papers import Author, Paper
from tests.storage.invented import a_paper

BASE = "3103.00001"
ANNOUNCED = "2031-03-12"
"""A Wednesday; what was submitted from Monday 14:00 in New York to Tuesday 14:00 is listed."""
IN_TIME = datetime(2031, 3, 11, 9, tzinfo=UTC)
BEFORE = a_paper(
    BASE, 1, title="On rivers", authors=(Author("Ada Example"),), abstract="It gains 42.1 percent."
)
AFTER = replace(
    BEFORE,
    id=PaperId(BASE, 2),
    title="On lakes",
    authors=(Author("Ada Example"), Author("Bo Example")),
    abstract="It gains 39.8 percent.",
    updated=IN_TIME,
)


def notice(number: int, words: str = ANNOUNCED, kind: UpdateKind = UpdateKind.REPLACED) -> Notice:
    """Of a new version, or of something else."""
    update = PaperUpdate(paper=BASE, title="On lakes", kind=kind, key=words, words=words)
    return Notice(number, update)


def library(after: Paper, before: Paper | None = BEFORE) -> Any:
    """What is known of the paper now, and before."""

    async def papers(ids: Any) -> dict[str, Paper]:
        return {one.base: after for one in ids}

    async def earlier_records(bases: Any) -> dict[str, Paper]:
        return {base: before for base in bases if before}

    return SimpleNamespace(papers=papers, earlier_records=earlier_records)


async def test_title_authors_and_abstract() -> None:
    """In the words of both records."""
    found = await told_changes(library(AFTER), [notice(7)])
    kinds = [one.kind for one in found[7]]
    assert kinds == [ChangeKind.TITLE, ChangeKind.AUTHOR_ADDED, ChangeKind.NUMBER]
    assert found[7][-1].numbers == (("42.1", "39.8"),)


async def test_what_may_be_of_another_version_is_not_told() -> None:
    """The API is behind; the notice is of an earlier version, or of something else."""
    late = replace(AFTER, updated=datetime(2031, 3, 6, 9, tzinfo=UTC))
    unknown = replace(AFTER, updated=None)
    assert await told_changes(library(late), [notice(7)]) == {}
    assert await told_changes(library(unknown), [notice(7)]) == {}
    assert await told_changes(library(AFTER, None), [notice(7)]) == {}
    assert await told_changes(library(AFTER), [notice(7, kind=UpdateKind.RETURNED)]) == {}
    assert list(await told_changes(library(AFTER), [notice(7), notice(6, "2031-03-10")])) == [7]


async def test_a_new_version_that_says_the_same_is_told_as_it_was() -> None:
    """Nor is a comment that says it is withdrawn a change of this kind."""
    assert await told_changes(library(replace(BEFORE, updated=IN_TIME)), [notice(7)]) == {}
    gone = replace(AFTER, withdrawn=True, comment="Withdrawn")
    assert await told_changes(library(gone), [notice(7)]) == {}
