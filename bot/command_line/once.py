"""Commands that do one thing and print it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.digesting import make_digest
from app.explaining import explain
from app.services import Services
from bot.command_line.greeting import HERE
from bot.command_line.sampling import sampled
from bot.command_line.surface import Format, rendered, show, tell, watched
from bot.container import open_container
from bot.settings import Settings
from composing.asked_digest import asked_digest_document
from composing.explained import explanation_document
from domain.documents import Document, Table, inline
from domain.errors import SourceUnavailable
from domain.excerpts import legible
from domain.papers import Batch, BatchState
from domain.requests import Request
from domain.taxonomy import ARCHIVES
from handlers.arguments import read_asked_digest, read_asked_paper
from handlers.dispatch import dispatch
from handlers.languages import speaking_for
from intake.status import StatusRow, status_rows
from rendering.files.json_nouns import to_json
from storage.sqlite.files.inspection import require
from topics.archives import archives_of


async def print_digest(
    settings: Settings,
    wanted: str,
    day: date | None,
    form: Format,
    *,
    limit: int,
    sample: bool,
) -> None:
    """Print the digest of a topic, or of those that the console follows."""
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        context = await services.context(Request(HERE, "local", ""))
        context = replace(context, settings=replace(context.settings, limit=limit))
        asked = read_asked_digest(legible(wanted).strip())
        asked = replace(asked, when=day) if day else asked
        with watched() as progress:
            made = await make_digest(services, replace(context, progress=progress), asked)
        batches = made.digest.batches
        unread = [b for b in batches if b.state is BatchState.FAILED]
        if unread and len(unread) == len(batches):
            raise SourceUnavailable(unread[0].reason)
        if form is Format.JSON:
            show(to_json(made.digest))
        else:
            with speaking_for(context):
                show(rendered(asked_digest_document(made, context, asked), form))


async def print_summary(settings: Settings, text: str, form: Format, *, sample: bool) -> None:
    """Print one paper in brief."""
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        context = await services.context(Request(HERE, "local", ""))
        asked = read_asked_paper(legible(text).strip())
        with watched() as progress:
            asking = replace(context, progress=progress)
            explained = await explain(services, asking, asked.paper, anew=asked.anew)
        if form is Format.JSON:
            show(to_json({"paper": explained.paper, "summary": explained.summary}))
        else:
            with speaking_for(context):
                show(rendered(explanation_document(explained), form))


async def take_in(settings: Settings, form: Format, *, ids: bool) -> int:
    """Take in what arXiv has announced; exit status 1 where some of it could not be read."""
    require(settings.database)
    async with open_container(settings, may_change=False) as services:
        archives = frozenset[str]().union(
            *(archives_of(query) for query in await services.store.all_queries())
        )
        if not archives:
            archives = frozenset(ARCHIVES)
        with watched() as progress:
            batches = await services.intake.take(archives, progress=progress)
        _show_status(await _rows(services, batches), form, ids=ids)
        return int(any(batch.state is BatchState.FAILED for batch in batches))


async def print_status(settings: Settings, form: Format, *, ids: bool) -> None:
    """Print how the announcements stand, per archive and date."""
    require(settings.database)
    async with open_container(settings, may_change=False) as services:
        _show_status(await _rows(services, None), form, ids=ids)


async def _rows(services: Services, batches: list[Batch] | None) -> list[StatusRow]:
    if batches is None:
        batches = await services.intake.known()
    return status_rows(batches)


def _show_status(rows: list[StatusRow], form: Format, *, ids: bool) -> None:
    if form is Format.JSON:
        show(to_json([row.as_dict(with_ids=ids) for row in rows]))
        return
    if not rows:
        tell("No announcement has been read yet; `papercrier intake` reads them.")
        return
    headings = ("Archive", "Date", "State", "arXiv's counts", "Ours", "Reason")
    cells = tuple(tuple(inline(cell) for cell in row.cells()) for row in rows)
    show(rendered(Document("Announcements", (Table(headings, cells),)), form))


async def print_export(settings: Settings) -> None:
    """Print what is kept of the console's chat."""
    require(settings.database)
    async with open_container(settings, may_change=False) as services:
        show(rendered(await dispatch(services, Request(HERE, "local", "export"))))
