"""What is kept of a chat: /export, /import, /forgetme."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from app.limits import MAX_SUBSCRIPTIONS, is_reserved
from app.services import Services
from domain.chats import Chat, Subscription
from domain.concurrency.aside import aside
from domain.documents import Attachment, Block, Bullets, Document, Paragraph, bold, inline
from domain.errors import InputError
from domain.messages import sentence
from domain.requests import Request
from domain.topics import Topic
from handlers.imported import FORMAT, HINT, read_import
from i18n.speech import number, phrase, plural, styled


async def export(services: Services, request: Request) -> Document:
    """All that is kept of the chat, as JSON that /import takes."""
    chat = await services.chat(request.chat, request.locale)
    followed = await services.store.subscriptions(request.chat)
    kept = exported(chat, followed)
    links = await services.store.kept_chats(request.chat)
    kept["links"] = [{"chat": str(link.chat), "title": link.title} for link in links]
    told = await services.outbox.told_papers(request.chat)
    kept["told"] = [{"paper": paper, "day": day.isoformat()} for paper, day in told]
    made = await services.quotas.made(request)
    kept["summaries_today"] = {"for_you": made.for_user, "in_chat": made.in_chat}
    kept["traces"] = await services.store.traces(request.chat)
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return Document(blocks=(Attachment("papercrier.json", text),))


def exported(chat: Chat, followed: list[Subscription]) -> dict[str, Any]:
    """A chat as plain data."""
    wishes = chat.settings
    return {
        "papercrier": FORMAT,
        "chat": str(chat.ref),
        "settings": {
            "time": f"{wishes.time:%H:%M}",
            "days": sorted(wishes.days),
            "zone": wishes.zone,
            "language": wishes.language,
            "detail": wishes.detail.value,
            "limit": wishes.limit,
            "muted": list(wishes.muted),
            "paused": wishes.paused,
            "as_announced": wishes.as_announced,
            "quiet_note": wishes.quiet_note,
        },
        "subscriptions": [
            {
                "label": s.topic.label,
                "query": str(s.topic.query),
                "since": s.since.isoformat(),
            }
            for s in followed
        ],
    }


async def import_(services: Services, request: Request) -> Document:
    """Take over an export, or follow topics given one a line; what is followed stays."""
    text = request.argument.strip()
    chat = await services.chat(request.chat, request.locale)
    given = await aside(read_import, text)
    topics = given.topics
    followed = await services.store.subscriptions(request.chat)
    known = {s.topic.query for s in followed}
    labels = {s.topic.label for s in followed}
    fresh = [topic for topic in dict.fromkeys(topics) if topic.query not in known]
    if len(followed) + len(fresh) > MAX_SUBSCRIPTIONS:
        raise InputError(
            sentence("A chat can follow at most {number} topics.", number=MAX_SUBSCRIPTIONS),
            hint=sentence(HINT),
        )
    await services.store.save_chat(replace(chat, settings=given.settings or chat.settings))
    now = services.clock.now()
    added = await services.store.subscribe(
        [Subscription(request.chat, _relabelled(topic, labels), now) for topic in fresh]
    )
    already = len(topics) - added
    blocks: list[Block] = [
        Paragraph(
            inline(
                plural(
                    "Imported {added} of {number} topic.",
                    "Imported {added} of {number} topics.",
                    len(topics),
                    added=number(added),
                )
                if topics
                else phrase("Settings imported.")
            )
        )
    ]
    if already:
        said = phrase("{number} followed already.", number=number(already))
        blocks.append(Paragraph(inline(said)))
    if fresh:
        blocks.append(Bullets(tuple(inline(bold(topic.label)) for topic in fresh)))
    return Document(blocks=tuple(blocks))


async def forgetme(services: Services, request: Request) -> Document:
    """Delete all that is kept of the chat, at once, and say what it was.

    In a group that is the group's; what is kept of a person is deleted in their private chat.
    """
    counted = await services.quotas.forget(request)
    deleted = await services.store.forget_chat(request.chat)
    what = [_counted(name, count) for name, count in deleted.items() if count]
    if counted:
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


def _relabelled(topic: Topic, taken: set[str]) -> Topic:
    label, number = topic.label, 2
    while label in taken or is_reserved(label):
        label, number = f"{topic.label} ({number})", number + 1
    taken.add(label)
    return Topic(label, topic.query)
