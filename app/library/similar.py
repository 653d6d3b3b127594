"""Papers like one: among those announced lately, and further back on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app import tastes
from app.fair_use.effort import Effort
from app.services import Services
from domain.digests import Near
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Paper
from domain.requests import Context

LOOKED_AT: Final = 2_000
"""Papers that are looked at for one answer: a second or two, where none was looked at before."""

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class AskedSimilar:
    """A paper, and how far back others are looked for: each page has older ones, from 1."""

    paper: PaperId
    page: int = 1


@dataclass(frozen=True, slots=True)
class Similar:
    """What is like a paper.

    Attributes:
        near: the nearest first.
        looked_at: how many papers were looked at.
        back_to: the month in which the oldest of them was submitted; None where there is none.
        has_more: whether there are older ones.
        told: on which day this chat had one of them, by base id.
    """

    paper: Paper
    near: tuple[Near, ...]
    looked_at: int
    back_to: date | None
    page: int
    has_more: bool
    told: Mapping[str, date]


async def similar(services: Services, context: Context, asked: AskedSimilar) -> Similar:
    """Stored papers that are like one.

    Raises:
        PaperNotFound: arXiv does not have that one.
        SourceError: arXiv cannot be asked for it.
    """
    paper = await tastes.known_paper(services, context, asked.paper)
    context.progress(sentence("Looking for papers like it"))
    skip = (asked.page - 1) * LOOKED_AT
    some = await services.library.recent_papers(LOOKED_AT + 1, skip)
    among = some[:LOOKED_AT]
    near = await services.like_papers.nearest(paper, among, _SHOWN)
    dates = [one.published.date() for one in among if one.published is not None]
    back_to = min(dates) if dates else None
    told = dict(await services.outbox.delivered_papers(context.chat))
    has_more = len(some) > LOOKED_AT
    return Similar(paper, tuple(near), len(among), back_to, asked.page, has_more, told)


async def effort_of_similar(services: Services, context: Context, asked: AskedSimilar) -> Effort:
    """What it takes: this machine's processor, and arXiv where the paper is not at hand."""
    known = await tastes.effort(services, context, asked.paper)
    return Effort.OWN if known is Effort.QUICK else known
