"""Invented papers, and a source that asks the small arXiv without wasting time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from papers.source import ArxivSource, open_source
from papers.transport.availability import Persistence
from papers.transport.exchange import Limits
from tests.fakes.arxiv_server import FakeArxiv

FRIDAY: Final = date(2024, 3, 8)
NOON: Final = datetime(2024, 3, 7, 12, 0, tzinfo=UTC)

QUICK: Final = Persistence(first_pause=0.01, longest_pause=0.05, jitter=0.01, cool_down=0.0)
"""As persistent as ever, but in a hurry."""

BRIEF: Final = Limits(connect=1.0, silence=0.7, total=3.0, size=1_000_000)


def invented(number: int, **changes: Any) -> Paper:
    """An invented paper, first submitted so many minutes after noon."""
    values: dict[str, Any] = {
        "id": PaperId(f"2403.{number:05}", 1),
        "title": f"On the Folding of Paper Boats, Part {number}",
        "authors": (Author("Ada Beispiel"), Author(f"Bo Ejemplo {number}")),
        "abstract": f"We fold {number} boats and set them afloat.",
        "categories": ("cs.CV",),
        "primary": "cs.CV",
        "published": NOON.replace(hour=12 + number // 60 % 12, minute=number % 60),
    }
    return Paper(**{**values, **changes})


def several(count: int, **changes: Any) -> list[Paper]:
    """So many invented papers, numbered from 1."""
    return [invented(number, **changes) for number in range(1, count + 1)]


def source_of(
    arxiv: FakeArxiv,
    *,
    interval: float = 0.0,
    stamp: Path | None = None,
    limits: Limits = BRIEF,
    persistence: Persistence = QUICK,
) -> ArxivSource:
    """A source that takes the small arXiv for the great one."""
    return open_source(
        api_url=arxiv.api_url,
        site_url=arxiv.url,
        rss_url=arxiv.url,
        interval=interval,
        stamp=stamp,
        user_agent="papercrier/test",
        limits=limits,
        persistence=persistence,
    )
