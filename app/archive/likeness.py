"""Papers like one, among those that days announced on its topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.archive.days import ArchiveDays
from app.archive.papers import paper_page
from app.services import Services
from domain.digests import Near
from domain.identifiers import PaperId
from domain.papers import Paper

LOOKED_AT: Final = 300
"""Papers that are looked at for one: a tenth of a second or two."""

SHOWN: Final = 10
_DAYS: Final = 20


@dataclass(frozen=True, slots=True)
class LikePage:
    """What is like a paper, the nearest first, and how many papers were looked at."""

    paper: Paper
    near: tuple[Near, ...]
    looked_at: int


async def like_page(
    services: Services, days: ArchiveDays, wanted: PaperId, language: str
) -> LikePage:
    """Announced papers that are like one that was announced.

    Raises:
        PaperNotFound: it was not.
    """
    shown = await paper_page(services, days, wanted, language)
    bases: dict[str, None] = {}
    for day in await days.worked_out(_DAYS):
        on_topic = [day.by_topic.get(ready.name, ()) for ready in shown.topics]
        near_by = on_topic if shown.topics else [day.papers]
        bases |= dict.fromkeys(base for topic in near_by for base in topic)
    bases.pop(shown.paper.id.base, None)
    wanted_ids = [PaperId(base) for base in list(bases)[:LOOKED_AT]]
    among = list((await services.library.papers(wanted_ids)).values())
    near = await services.like_papers.nearest(shown.paper, among, SHOWN)
    return LikePage(shown.paper, tuple(near), len(among))
