"""What a question costs beside the finding: requests and time of a new paper, memory of a talk.

Only where ``../shared/arxiv_standin`` is present. The stand-in answers at arXiv's pace.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
import tracemalloc
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.asking.asking import ask
from app.services import Services
from bot.command_line.greeting import HERE
from bot.container import open_container
from bot.settings import Settings
from domain.identifiers import PaperId
from domain.requests import Request
from summaries.questions.answering import ExtractiveAnswerer
from tests.corpus.conftest import SHARED, StandIn, standing_in

PAPERS: Final = ("1512.03905", "2304.02623", "2302.07302")
PACE: Final = 3.0
"""Seconds from one request to arXiv to the next."""
_QUESTIONS: Final = ("What is the main result?", "How many are there?", "And why?", "Which data?")
_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Costs:
    """What it cost at most.

    Attributes:
        requests: to arXiv, for a paper that nobody has asked of.
        again: likewise, for one that was asked of before a restart.
        beyond: seconds for its first answer beyond those that arXiv wants between requests.
        megabytes: the most that a talk of twenty questions took at once, on a paper that was read,
            with the paper taken apart for it.
    """

    requests: int
    again: int
    beyond: float
    megabytes: float


def costs() -> Costs:
    """Measure them."""
    files, records = SHARED / "arxiv", sorted((SHARED / "arxiv").glob("records-*.jsonl.gz"))
    with (
        standing_in("--records", *map(str, records), "--files", str(files)) as arxiv,
        tempfile.TemporaryDirectory() as folder,
    ):
        return asyncio.run(_measured(arxiv, Path(folder)))


async def _measured(arxiv: StandIn, folder: Path) -> Costs:
    settings = Settings(
        _env_file=None,
        database=folder / "papercrier.db",
        arxiv_interval=PACE,
        arxiv_api_url=f"{arxiv.url}/api/query",
        arxiv_site_url=arxiv.url,
        arxiv_rss_url=arxiv.url,
    )
    async with open_container(settings) as services:
        requests, beyond = await _asked_of_all(arxiv, services)
    async with open_container(settings) as services:
        again, _ = await _asked_of_all(arxiv, services)
        # One that has taken no paper apart yet.
        services = replace(services, answerer=ExtractiveAnswerer(services.clock))
        tracemalloc.start()
        for _ in range(_ROUNDS):
            for question in _QUESTIONS:
                await _asked(services, PAPERS[-1], question)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return Costs(requests, again, beyond, peak / 1e6)


async def _asked_of_all(arxiv: StandIn, services: Services) -> tuple[int, float]:
    """The most requests that a paper costs, and seconds beyond those between them."""
    requests, beyond = 0, 0.0
    for paper in PAPERS:
        arxiv.control("log", method="DELETE")
        seconds = await _asked(services, paper, _QUESTIONS[0])
        made = len(arxiv.control("log"))
        requests = max(requests, made)
        beyond = max(beyond, seconds - PACE * made)
    return requests, beyond


async def _asked(services: Services, paper: str, question: str) -> float:
    """Seconds that an answer takes."""
    context = await services.context(Request(replace(HERE, chat_id=paper), "somebody", ""))
    begun = time.perf_counter()
    await ask(services, context, PaperId(paper), question)
    return time.perf_counter() - begun
