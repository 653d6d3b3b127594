"""Reading: /digest, /summarize, /evidence, /changes, /search, /why, what one makes of it."""

from __future__ import annotations

from dataclasses import replace

from app import explaining, reasons, searching
from app.archive.papers import shown_in_archive
from app.at_hand import effort_of_explaining
from app.digesting import AskedDigest, make_digest, topics_wanted
from app.fair_use.allowances import SEARCHES
from app.fair_use.effort import Effort
from app.library.had_before import had_before
from app.named.titles import papers_titled
from app.readings import other_readings, typed_by
from app.services import Services
from app.versions import comparing
from app.versions.comparing import AskedChanges
from composing.asked_digest import asked_digest_document
from composing.explained import (
    explanation_document,
    explanations_document,
    next_buttons,
    title_choice,
)
from composing.found import found_document, why_document
from composing.library.similar import had_before_blocks
from composing.pages import evidence_document, figures_document
from composing.readings import readings_blocks
from composing.versions.page import changes_document
from domain.documents import Document
from domain.identifiers import PaperId
from domain.requests import Context
from domain.topics import Query
from handlers.arguments import AskedPaper, AskedPapers, AskedTitle


async def digest(services: Services, context: Context, asked: AskedDigest | None) -> Document:
    """The digest of a topic, or of all that the chat follows."""
    asked = asked or AskedDigest()
    made = await make_digest(services, context, asked)
    document = asked_digest_document(made, context, asked)
    if made.digest.entries or not asked.topic or asked.page or asked.sent:
        return document
    (topic,) = await topics_wanted(context, asked.topic)
    doubts = await other_readings(services, asked.topic, topic.query)
    first, last = made.digest.since or made.digest.date, made.digest.date
    days = f"{first}..{last}" if first < last else str(last)
    return replace(
        document, blocks=(*document.blocks, *readings_blocks(doubts, f"/digest {{}} {days}"))
    )


async def summarize(
    services: Services, context: Context, asked: AskedPaper | AskedPapers | AskedTitle
) -> Document:
    """One paper told in full, or its figures; several one after another; one by its title."""
    if isinstance(asked, AskedPapers):
        told = await explaining.explain_each(services, context, asked.papers)
        return explanations_document(told, asked.left_out)
    if isinstance(asked, AskedTitle):
        await services.allowances.charge(context, SEARCHES)
        found = await papers_titled(services, context, asked.title)
        if len(found) > 1:
            return title_choice(asked.title, found)
        asked = AskedPaper(found[0].id.latest)
    if asked.figures:
        explaining.check_renewal(context, asked.paper, anew=asked.anew)
        return figures_document(*await explaining.figures(services, context, asked.paper))
    explained = await explaining.explain(services, context, asked.paper, anew=asked.anew)
    page = explanation_document(explained, with_notes=context.folds)
    archive = await shown_in_archive(services, context, explained.paper)
    before = had_before_blocks(await had_before(services, context, explained.paper))
    return replace(page, blocks=(*page.blocks, *before, next_buttons(explained, archive)))


async def effort_of_summary(
    services: Services, context: Context, asked: AskedPaper | AskedPapers | AskedTitle
) -> Effort:
    """What it takes to tell a paper."""
    if not isinstance(asked, AskedPaper) or asked.anew or asked.figures:
        return Effort.ASKING
    return await effort_of_explaining(services, context, asked.paper)


async def evidence(services: Services, context: Context, paper: PaperId) -> Document:
    """Each claim of a paper's summary with the sentence it stands on."""
    return evidence_document(*await explaining.evidence(services, context, paper))


async def changes(services: Services, context: Context, asked: AskedChanges) -> Document:
    """What is different from one version of a paper to another."""
    return changes_document(await comparing.changes(services, context, asked))


async def search(services: Services, context: Context, query: Query) -> Document:
    """Papers of all times that match a query, the most relevant first."""
    found = found_document(await searching.search(services, query, context.progress))
    doubts = await other_readings(services, typed_by(context, "query"), query)
    return replace(found, blocks=(*found.blocks, *readings_blocks(doubts, "/search {}")))


async def effort_of_search(services: Services, context: Context, query: Query) -> Effort:
    """What it takes to search arXiv."""
    return Effort.ASKING


async def why(services: Services, context: Context, paper: PaperId) -> Document:
    """Which of the chat's topics a paper matches, and by what."""
    return why_document(await reasons.why(services, context, paper))
