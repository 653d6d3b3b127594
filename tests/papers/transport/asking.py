"""A way to the small arXiv, and one question."""

from __future__ import annotations

from datetime import UTC, datetime

from papers.transport.availability import Persistence, Service
from papers.transport.exchange import Answer, Limits
from papers.transport.rate_limiter import RateLimiter
from papers.transport.web import ArxivWeb
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, QUICK

PATH = "/list/cs/new"
NINE = datetime(2024, 3, 8, 9, 0, 30, tzinfo=UTC)


def web_of(limits: Limits = BRIEF, persistence: Persistence = QUICK) -> ArxivWeb:
    """A way to arXiv without an interval, whose clock stands at about nine."""
    return ArxivWeb(
        limiter=RateLimiter(0.0),
        user_agent="papercrier/test (+https://example.org)",
        limits=limits,
        persistence=persistence,
        now=lambda: NINE,
    )


async def ask(web: ArxivWeb, arxiv: FakeArxiv, path: str = PATH) -> Answer:
    """Ask for a page of the small arXiv's site."""
    return await web.read(arxiv.url + path, Service.SITE, lambda answer: answer)
