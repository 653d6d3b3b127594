"""What is kept of a chat: /export, /import, /forgetme."""

from __future__ import annotations

import json

from app import records
from app.services import Services
from domain.concurrency.aside import aside
from domain.documents import Attachment, Block, Bullets, Document, Paragraph, bold, inline
from domain.requests import Context
from handlers.imported import read_import
from i18n.speech import number, phrase, plural, styled


async def export(services: Services, context: Context) -> Document:
    """All that is kept of the chat, as JSON that /import takes."""
    kept = await records.export(services, context)
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return Document(blocks=(Attachment("papercrier.json", text),))


async def import_(services: Services, context: Context, text: str) -> Document:
    """Take over an export, or follow topics given one a line; what is followed stays."""
    # It may take a second, which nothing else that is typed after a command does.
    given = await aside(read_import, text.strip())
    taken = await records.take_over(services, context, given.settings, given.topics)
    said = phrase("Settings imported.")
    if taken.given:
        said = plural(
            "Imported {added} of {number} topic.",
            "Imported {added} of {number} topics.",
            taken.given,
            added=number(len(taken.added)),
        )
    blocks: list[Block] = [Paragraph(inline(said))]
    if already := taken.given - len(taken.added):
        said = phrase("{number} followed already.", number=number(already))
        blocks.append(Paragraph(inline(said)))
    if taken.added:
        blocks.append(Bullets(tuple(inline(bold(topic.label)) for topic in taken.added)))
    return Document(blocks=tuple(blocks))


async def forgetme(services: Services, context: Context) -> Document:
    """Delete all that is kept of the chat, at once, and say what it was."""
    deleted, was_counted = await records.forget(services, context)
    what = [_counted(name, count) for name, count in deleted.items() if count]
    if was_counted:
        what.append(phrase("the count of today's summaries"))
    if not what:
        return Document.say(phrase("Nothing was kept of you."))
    return Document.say(
        *styled(
            "Deleted: {what}. Nothing else was kept of you.", what=bold(phrase(", ").join(what))
        )
    )


def _counted(name: str, count: int) -> str:
    match name:
        case "settings":
            return phrase("your settings")
        case "subscriptions":
            return plural("{number} subscription", "{number} subscriptions", count)
        case "told":
            return plural(
                "the note of {number} paper told", "the note of {number} papers told", count
            )
        case "digests":
            return plural("{number} digest", "{number} digests", count)
        case "buttons":
            return plural("what {number} button did", "what {number} buttons did", count)
        case "links":
            return plural("{number} link to another chat", "{number} links to other chats", count)
    return f"{number(count)} {name}"
