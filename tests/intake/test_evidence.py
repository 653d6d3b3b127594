"""Answers kept for the operator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.errors import MalformedAnswer, SourceError, SourceUnavailable
from domain.messages import as_is
from intake.evidence import MOST_FILES, EvidenceFolder

NOW = datetime(2024, 3, 8, 1, 45, tzinfo=UTC)
PAGE = MalformedAnswer(as_is("The page is not a listing."), evidence=b"<html>new design")


def answers(folder: Path) -> list[Path]:
    """What is in a folder, but notes; the oldest first."""
    return sorted(path for path in folder.iterdir() if path.suffix != ".txt")


async def test_says_in_which_file(tmp_path: Path) -> None:
    """Named by moment and by what was asked for; the folder is made."""
    told = await EvidenceFolder(tmp_path / "evidence").told(PAGE, "cs-2024-03-08", NOW)
    name = "20240308T014500Z-cs-2024-03-08.html"
    assert str(told) == f"The page is not a listing. The answer is kept in {name}."
    assert (tmp_path / "evidence" / name).read_bytes() == b"<html>new design"


async def test_the_oldest_go_first(tmp_path: Path) -> None:
    """And nothing but what was kept here."""
    other = tmp_path / "notes.txt"
    other.touch()
    for hour in range(MOST_FILES + 3):
        await EvidenceFolder(tmp_path).told(PAGE, "cs-2024-03-08", NOW + timedelta(hours=hour))
    kept = answers(tmp_path)
    assert len(kept) == MOST_FILES
    assert kept[0].name.startswith("20240308T044500Z")
    assert other.exists()


async def test_a_huge_answer_is_cut(tmp_path: Path) -> None:
    """Four megabytes tell enough."""
    huge = MalformedAnswer(evidence=b"x" * (5 * 1024 * 1024))
    await EvidenceFolder(tmp_path).told(huge, "cs-2024-03-08", NOW)
    (kept,) = answers(tmp_path)
    assert kept.stat().st_size == 4 * 1024 * 1024


async def test_nothing_to_keep(tmp_path: Path) -> None:
    """No answer, or none as received, or no folder: the sentence alone."""
    errors: list[SourceError] = [
        SourceUnavailable(as_is("It is down.")),
        MalformedAnswer(as_is("It is odd.")),
    ]
    for error in errors:
        told = await EvidenceFolder(tmp_path).told(error, "cs-2024-03-08", NOW)
        assert told == error.message
    assert await EvidenceFolder(None).told(PAGE, "cs-2024-03-08", NOW) == PAGE.message
    assert answers(tmp_path) == []
