"""What is kept of a chat: /export, /import, /forgetme."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from app import records
from app.at_hand import effort_of_digest
from app.fair_use.effort import Effort
from app.library import exporting, importing
from app.library.exporting import AskedExport, Form
from app.library.importing import Entry, Library
from app.named import authors
from app.named.authors import Person
from app.services import Services
from composing.choosing.authors import which_person_document
from composing.choosing.confirming import (
    counted,
    forgetting_document,
    forgotten_document,
    settings_import_document,
)
from composing.library.exports import exported_document
from composing.library.imports import SURE, feeds_document, library_document, taken_in
from domain.concurrency.aside import aside
from domain.documents import Attachment, Block, Bullets, Document, Paragraph, bold, inline
from domain.identifiers import PaperId
from domain.requests import Context
from handlers.authors import IMPORT_PAPERS, own_papers
from handlers.exchange.imported import Imported, read_import
from i18n.speech import number, phrase, plural

_SHORT: Final = 20_000
"""Code points that are read in no time."""


async def export(services: Services, context: Context, asked: AskedExport | None) -> Document:
    """All that is kept of the chat, as JSON that /import takes; or what is asked for, as a file."""
    if asked is not None:
        return exported_document(asked, await exporting.gather(services, context, asked))
    kept = await records.export(services, context)
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return Document(blocks=(Attachment("papercrier.json", text),))


async def effort_of_export(
    services: Services, context: Context, asked: AskedExport | None
) -> Effort:
    """What it takes to give out papers: those of a digest, or some that arXiv is asked for."""
    if asked is None or asked.has_topics:
        return Effort.QUICK
    if asked.digest is not None:
        return await effort_of_digest(services, context, asked.digest)
    return Effort.ASKING


async def bibtex(services: Services, context: Context, paper: PaperId) -> Document:
    """One paper as BibTeX."""
    asked = AskedExport(form=Form.BIBTEX, papers=(paper,))
    return exported_document(asked, await exporting.gather(services, context, asked))


async def effort_of_import(services: Services, context: Context, text: str) -> Effort:
    """What it takes to read what was given, or to ask arXiv for somebody's papers."""
    if own_papers(text.removeprefix(SURE)) is not None:
        return Effort.ASKING
    return Effort.OWN if len(text) > _SHORT else Effort.QUICK


async def import_(services: Services, context: Context, text: str) -> Document:
    """Take over an export, a library or feeds, or follow topics given one a line.

    What is there stays. Settings that would take the place of others are asked about once, and so
    is what another program has written.
    """
    is_sure = text.startswith(SURE)
    text = text.removeprefix(SURE).strip()
    if (asked := own_papers(text)) is not None:
        importing.check_private(context)
        found = await authors.namesakes(services, context, asked)
        if found.meant is None:
            return which_person_document(found, IMPORT_PAPERS)
        given = Imported(library=_library_of(found.meant))
    else:
        # It may take a second, which nothing else that is typed after a command does.
        given = await aside(read_import, text)
    saved = given.saved
    if given.library is not None:
        understood = await importing.understand(services, context, given.library)
        if not is_sure:
            return library_document(understood, given.topics)
        saved = understood.papers
    if given.feeds is not None:
        if not is_sure:
            return feeds_document(given.feeds)
        given = replace(given, topics=given.feeds.topics)
    # Before anything is done, it is seen that all of it can be.
    await records.not_followed(context, given.topics)
    # Votes are a person's: a group is given what else an export has.
    votes = given.votes if context.is_private else ()
    papers = {one.paper for one in saved} | {one.paper for one in votes}
    added = await importing.take_in(services, context, saved, votes) if papers else 0
    told = await _taken_over(services, context, given, is_sure=is_sure, is_alone=not papers)
    return Document(blocks=(*taken_in(added, len(papers)), *told))


def _library_of(person: Person) -> Library:
    return Library("", tuple(Entry(one.id, one.title, one.abstract) for one in person.papers))


async def _taken_over(
    services: Services, context: Context, given: Imported, *, is_sure: bool, is_alone: bool
) -> list[Block]:
    """Take over settings and topics; what is said of it."""
    is_asked = not is_sure and await records.would_change(services, context, given.settings)
    settings = None if is_asked else given.settings
    taken = await records.take_over(services, context, settings, given.topics)
    blocks: list[Block] = []
    if taken.given:
        said = plural(
            "Imported {added} of {number} topic.",
            "Imported {added} of {number} topics.",
            taken.given,
            added=number(len(taken.added)),
        )
        blocks.append(Paragraph(inline(said)))
    elif settings or is_alone:
        said = phrase("Settings imported.") if settings else phrase("Nothing imported yet.")
        blocks.append(Paragraph(inline(said)))
    if already := taken.given - len(taken.added):
        said = phrase("{number} followed already.", number=number(already))
        blocks.append(Paragraph(inline(said)))
    if taken.added:
        blocks.append(Bullets(tuple(inline(bold(topic.label)) for topic in taken.added)))
    if is_asked and given.settings:
        only = json.dumps({"settings": records.settings_data(given.settings)}, ensure_ascii=False)
        blocks += settings_import_document(f"/import {SURE}{only}").blocks
    return blocks


async def forgetme(services: Services, context: Context, is_sure: bool | None) -> Document:
    """Delete all that is kept of the chat, asked once what that is; and say what it was."""
    if not is_sure:
        return forgetting_document(await records.kept_counts(services, context))
    deleted, was_counted = await records.forget(services, context)
    what = [counted(name, count) for name, count in deleted.items() if count]
    if was_counted:
        what.append(phrase("the count of today's summaries"))
    return forgotten_document(what, await records.kept_by_others(services, context))
