"""Asking several papers at once: which of them tell of it, each by a sentence of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.asking.asking import at_hand
from app.digesting import topics_wanted
from app.fair_use.allowances import QUESTIONS
from app.lately import announced_lately
from app.services import Services
from app.tastes import saved
from digests import records
from domain.concurrency.slices import in_slices
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.requests import Context
from summaries.questions.among import Telling, can_be_looked_for, telling_papers
from topics.archives import archives_of
from topics.yours import told_apart

MOST: Final = 500
"""Papers that are looked through for one question."""
READ: Final = 20
"""Papers of which what was read is looked through as well: a larger set by abstracts alone."""

_DAY: Final = timedelta(days=1)
_BACK: Final = 10
"""Days on which a digest may have come last, from that which has begun where it begins first: to
those who have one a week on a Saturday, too.
"""
_TOLD: Final = 30
"""Papers told lately, where no digest is known."""


class Among(StrEnum):
    """Which papers a question is put to."""

    NAMED = "named"
    SAVED = "saved"
    DIGEST = "digest"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to several papers.

    Attributes:
        named: the papers, where they are named.
        topic: of a week, the topic; empty for all that are followed.
    """

    question: str
    among: Among
    named: tuple[PaperId, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Across:
    """What some papers tell.

    Attributes:
        telling: those that tell of it, the surest first.
        looked_at: how many were looked through.
        whole: of how many of them the whole text was.
        left_out: how many more there are, which were not.
    """

    asked: Asked
    telling: tuple[Telling, ...]
    looked_at: int
    whole: int
    left_out: int


async def ask_across(services: Services, context: Context, asked: Asked) -> Across:
    """Which of some papers tell of what is asked; none is read for it.

    Raises:
        InputError: there is no such paper, or nothing to look for in what is asked.
        SourceError: arXiv does not tell of a paper that is named and not known here.
        UsedUp: whoever asks has asked as much as one may.
    """
    if not can_be_looked_for(asked.question):
        raise InputError(
            sentence("Say what to look for in these papers."),
            hint=for_example("/ask saved which use diffusion for audio?"),
        )
    await services.allowances.charge(context, QUESTIONS)
    papers = await _papers(services, context, asked)
    if not papers:
        raise _nothing(asked.among)
    looked = papers[:MOST]
    texts = [
        (paper, await at_hand(services, paper) if len(looked) <= READ else None) for paper in looked
    ]
    telling = await in_slices(telling_papers(texts, asked.question))
    services.daily.count("questions")
    whole = sum(text is not None for _, text in texts)
    return Across(asked, tuple(telling), len(looked), whole, len(papers) - len(looked))


async def _papers(services: Services, context: Context, asked: Asked) -> list[Paper]:
    """The papers of a set, in its order; those that arXiv does not have are none of it."""
    if asked.among is Among.WEEK:
        return await _of_week(services, context, asked.topic)
    if asked.among is Among.DIGEST:
        return await _of_digest(services, context)
    if asked.among is Among.SAVED:
        if not context.is_private:
            raise InputError(sentence("What you saved is yours alone: ask in our private chat."))
        return await _known(
            services, [PaperId(one.paper) for one in await saved(services, context)]
        )
    papers = await _known(services, asked.named)
    stored = {paper.id.base for paper in papers}
    missing = [paper for paper in asked.named if paper.base not in stored]
    if missing:
        context.progress(sentence("Asking arXiv"))
        papers += (await services.source.papers(missing)).values()
    return papers


async def _known(services: Services, wanted: Sequence[PaperId]) -> list[Paper]:
    """Those of some papers that are stored, each once."""
    known = await services.library.papers(wanted)
    return [known[base] for base in dict.fromkeys(one.base for one in wanted) if base in known]


async def _of_week(services: Services, context: Context, topic: str) -> list[Paper]:
    topics, _ = told_apart(await topics_wanted(context, topic))
    archives = frozenset[str]().union(*(archives_of(one.query) for one in topics))
    lately = await announced_lately(services, archives or None)
    return [match.paper for match in await lately.matching(topics)] if lately else []


async def _of_digest(services: Services, context: Context) -> list[Paper]:
    """The last digest that came by itself, whole; else what was told here lately."""
    tomorrow = services.clock.now().date() + _DAY
    for day in (tomorrow - back * _DAY for back in range(_BACK)):
        if record := await services.store.digest_record(context.chat, day):
            try:
                made = await records.read(record, context.chat, services.library)
            except ValueError:
                break
            return [*(entry.paper for entry in made.entries), *made.others]
    told = await services.store.told_lately(context.chat, _TOLD)
    return await _known(services, [PaperId(base) for base in told])


def _nothing(among: Among) -> InputError:
    said = {
        Among.NAMED: sentence("None of these papers is known here yet."),
        Among.SAVED: sentence("You have saved no paper yet."),
        Among.DIGEST: sentence("No digest has come here yet."),
        Among.WEEK: sentence("Nothing was announced in it within a week."),
    }
    return InputError(said[among], hint=for_example("/ask 2403.04634 how many parameters?"))
