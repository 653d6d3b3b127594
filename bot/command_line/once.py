"""Commands that do one thing and print it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.digesting import make_digest
from app.explaining import Explanation, Failed, explain, explain_each
from app.library.similar import similar
from app.named.titles import papers_titled
from app.services import Services
from app.versions.comparing import changes
from bot.command_line.greeting import HERE
from bot.command_line.sampling import sampled
from bot.command_line.surface import Format, rendered, show, tell, watched
from bot.container import open_container
from bot.settings import Settings
from composing.asked_digest import asked_digest_document
from composing.explained import explanation_document, explanations_document, title_choice
from composing.library.similar import similar_document
from composing.versions.page import changes_document
from domain.documents import Document, Table, inline
from domain.errors import SourceUnavailable
from domain.excerpts import legible
from domain.papers import Batch, BatchState
from domain.requests import Context, Request
from domain.taxonomy import ARCHIVES
from handlers.arguments import (
    AskedPaper,
    AskedPapers,
    AskedTitle,
    read_asked_digest,
    read_changes,
    read_to_explain,
)
from handlers.dispatch import dispatch
from handlers.languages import speaking_for
from handlers.library import read_asked_similar
from intake.status import StatusRow, status_rows
from rendering.files.json_nouns import to_json
from storage.opening import require
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


async def print_summary(settings: Settings, text: str, form: Format, *, sample: bool) -> int:
    """Print a paper in brief, several, or those that a title may be of.

    Of several, exit status 1 where one of them cannot be explained.
    """
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        context = await services.context(Request(HERE, "local", ""))
        asked = read_to_explain(legible(text).strip())
        with watched() as progress:
            told, document = await _explained(services, replace(context, progress=progress), asked)
        if form is Format.JSON:
            show(to_json(told))
        else:
            with speaking_for(context):
                show(rendered(document(), form))
    return int(isinstance(told, list) and any("failed" in one for one in told))


async def _explained(
    services: Services, context: Context, asked: AskedPaper | AskedPapers | AskedTitle
) -> tuple[list[dict[str, object]] | dict[str, object], Callable[[], Document]]:
    """What was asked for, as data, and how it is shown."""
    if isinstance(asked, AskedPapers):
        each = await explain_each(services, context, asked.papers)
        return [_as_data(one) for one in each], lambda: explanations_document(each, asked.left_out)
    if isinstance(asked, AskedTitle):
        title = asked.title
        found = await papers_titled(services, context, title)
        if len(found) > 1:
            return {"papers": found}, lambda: title_choice(title, found)
        asked = AskedPaper(found[0].id.latest)
    explained = await explain(services, context, asked.paper, anew=asked.anew)
    return _as_data(explained), lambda: explanation_document(explained)


def _as_data(told: Explanation | Failed) -> dict[str, object]:
    if isinstance(told, Failed):
        return {"id": told.paper, "failed": told.why}
    return {"paper": told.paper, "summary": told.summary}


async def print_changes(settings: Settings, text: str, form: Format) -> None:
    """Print what changed in a paper from one version to another."""
    asked = read_changes(legible(text).strip())
    async with open_container(settings, may_change=False) as services:
        context = await services.context(Request(HERE, "local", ""))
        with watched() as progress:
            told = await changes(services, replace(context, progress=progress), asked)
        if form is Format.JSON:
            show(to_json(told.changes))
        else:
            with speaking_for(context):
                show(rendered(changes_document(told), form))


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


async def print_export(settings: Settings, what: str, *, sample: bool) -> None:
    """Print what is kept of the console's chat, or what is asked for as a file."""
    if not what and not sample:
        require(settings.database)
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        with watched() as progress:
            asked = Request(HERE, "local", "export", legible(what), progress=progress)
            document = await dispatch(services, asked)
        show(rendered(document))


async def print_similar(settings: Settings, paper: str, form: Format, *, sample: bool) -> None:
    """Print what is like a paper."""
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        context = await services.context(Request(HERE, "local", ""))
        asked = read_asked_similar(legible(paper).strip())
        with watched() as progress:
            told = await similar(services, replace(context, progress=progress), asked)
        if form is Format.JSON:
            show(to_json({"paper": told.paper, "similar": told.near}))
        else:
            with speaking_for(context):
                show(rendered(similar_document(told), form))
