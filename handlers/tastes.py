"""What somebody makes of papers: /save, /saved, /more, /less."""

from __future__ import annotations

from app import tastes
from app.services import Services
from composing.tastes import saved_document, saved_papers_document, voted_document
from domain.documents import Document
from domain.identifiers import PaperId
from domain.requests import Context


async def save(services: Services, context: Context, wanted: PaperId) -> Document:
    """Save a paper; the same again takes it back."""
    paper, is_saved = await tastes.save(services, context, wanted)
    return saved_document(paper, is_saved=is_saved)


async def saved(services: Services, context: Context) -> Document:
    """List what somebody has saved, the newest first."""
    return saved_papers_document(await tastes.saved(services, context))


async def more(services: Services, context: Context, wanted: PaperId) -> Document:
    """Wish for more papers like one; the same again takes it back."""
    return await _voted(services, context, wanted, is_more=True)


async def less(services: Services, context: Context, wanted: PaperId) -> Document:
    """Wish for fewer papers like one; the same again takes it back."""
    return await _voted(services, context, wanted, is_more=False)


async def _voted(
    services: Services, context: Context, wanted: PaperId, *, is_more: bool
) -> Document:
    paper, is_kept = await tastes.vote(services, context, wanted, is_more=is_more)
    return voted_document(paper, is_more=is_more, is_kept=is_kept)
