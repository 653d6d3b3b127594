"""A way to the small arXiv, and one question."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from papers.transport.availability import Persistence, Service
from papers.transport.exchange import Answer, Limits
from papers.transport.rate_limiter import RateLimiter
from papers.transport.rests import Rests
from papers.transport.web import ArxivWeb
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, QUICK

PATH = "/list/cs/new"
NINE = datetime(2024, 3, 8, 9, 0, 30, tzinfo=UTC)


def web_of(
    limits: Limits = BRIEF,
    persistence: Persistence = QUICK,
    *,
    rests: Path | None = None,
    heeds_rests: bool = True,
    now: datetime = NINE,
) -> ArxivWeb:
    """A way to arXiv without an interval, whose clock stands still, at about nine."""
    return ArxivWeb(
        limiter=RateLimiter(0.0),
        user_agent="papercrier/test (+https://example.org)",
        limits=limits,
        persistence=persistence,
        now=lambda: now,
        rests=Rests(rests, is_heeded=heeds_rests),
    )


async def ask(web: ArxivWeb, arxiv: FakeArxiv, path: str = PATH) -> Answer:
    """Ask for a page of the small arXiv's site."""
    return await web.read(arxiv.url + path, Service.SITE, lambda answer: answer)
