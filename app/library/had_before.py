"""What a chat had before that is close to a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from app.services import Services
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Context
from ranking.bars import CLOSE

LOOKED_AT: Final = 60
"""Papers told last that are looked at."""


@dataclass(frozen=True, slots=True)
class HadBefore:
    """A paper that a chat had, and on which day."""

    paper: Paper
    on: date


async def had_before(services: Services, context: Context, paper: Paper) -> HadBefore | None:
    """What is closest to a paper of all that this chat was told on days before, if it is close."""
    zone = ZoneInfo(context.settings.zone)
    today = services.clock.now().astimezone(zone).date()
    midnight = datetime.combine(today, time(), zone)
    told = dict(await services.store.told_before(context.chat, midnight, LOOKED_AT))
    others = [PaperId(base) for base in told if base != paper.id.base]
    if not others:
        return None
    known = await services.library.papers(others)
    near = await services.like_papers.nearest(paper, list(known.values()), 1, bars=CLOSE)
    if not near:
        return None
    found = near[0].paper
    return HadBefore(found, told[found.id.base].astimezone(zone).date())
