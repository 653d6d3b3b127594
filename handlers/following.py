"""Following topics: /subscribe, /unsubscribe, /narrow, /subscriptions, /topics."""

from __future__ import annotations

from app import following
from app.following import named
from app.limits import SHOWN
from app.narrowing import narrowed, offers
from app.previews import preview
from app.readings import other_readings, readings_by_preview, typed_by
from app.services import Services
from app.settings import next_digest
from composing.choosing.confirming import unfollowing_document
from composing.choosing.pickers import hours_row, unsubscribe_document
from composing.choosing.zones import zone_question
from composing.previews import preview_blocks
from composing.readings import readings_blocks
from composing.settings import due, next_blocks
from composing.topics import (
    at_a_glance,
    catalogue_document,
    field_document,
    fields_document,
    fitting_document,
    followed_document,
    following_blocks,
    offers_document,
)
from domain.chats import ChatSettings
from domain.documents import Button, Buttons, Document, Paragraph, bold, code
from domain.excerpts import excerpt
from domain.requests import Context
from domain.topics import Topic
from handlers.arguments import AskedNarrowing, AskedTopic
from handlers.console_only import shown_when_asked
from i18n.speech import phrase, styled
from topics.catalogue import ReadyTopic, catalogue, search


async def subscribe(services: Services, context: Context, asked: AskedTopic) -> Document:
    """Follow a topic, show what it would have brought lately, and ask where it may mean another."""
    is_first = not await context.followed()
    topic = await following.follow(services, context, asked.topic, asked.instead_of)
    typed = "" if asked.instead_of or topic.is_yours else typed_by(context, "topic")
    doubts = await other_readings(services, typed, topic.query)
    seen = await preview(services, context, topic)
    if not topic.is_yours:
        doubts = doubts or await readings_by_preview(services, topic.query, seen)
    coming = await next_digest(services, context, context.settings, follows=True)
    asks_zone = is_first and context.settings.zone == ChatSettings().zone
    return Document(
        blocks=(
            *following_blocks(topic),
            *preview_blocks(seen),
            Paragraph(due(context.settings)),
            *next_blocks(context.settings, coming),
            *shown_when_asked(context),
            *readings_blocks(doubts, f"/subscribe {{}} instead of: {topic.label}"),
            *(zone_question(services.clock.now(), context.locale) if asks_zone else ()),
            _what_next(topic, asks_zone=asks_zone),
        )
    )


def _what_next(topic: Topic, *, asks_zone: bool) -> Buttons:
    """What somebody may want who has just followed a topic."""
    after = (
        Button(phrase("See it now"), command=f"/digest {topic.label}"),
        Button(phrase("See more"), command=f"/digest {topic.label} week"),
    )
    narrow = Button(phrase("Narrow"), command=f"/narrow {topic.label}")
    undo = Button(phrase("Undo"), command=f"/unsubscribe {topic.label}")
    change = (undo,) if topic.is_yours else (narrow, undo)
    zone = () if asks_zone else ((Button(phrase("Timezone ›"), command="/timezone cities"),),)
    return Buttons((after, change, hours_row(), *zone))


async def unsubscribe(services: Services, context: Context, wanted: str | None) -> Document:
    """Stop following a topic, named by its label, its number or its query; or all, asked once."""
    followed = await context.followed()
    if wanted is None:
        return unsubscribe_document(followed)
    asked, _, more = wanted.partition(" ")
    is_all = asked.lower() in ("all", phrase("all")) and more.lower() in ("", "yes")
    if is_all and followed and not more:
        return unfollowing_document(followed)
    labels = await following.unfollow(services, context, None if is_all else wanted)
    return Document.say(*styled("No longer following {topics}.", topics=bold(", ".join(labels))))


async def narrow(services: Services, context: Context, asked: AskedNarrowing) -> Document:
    """Show what would narrow a topic; with ``= query`` after it, have it mean that from now on."""
    topic = named(await context.followed(), asked.topic, "narrow").topic
    if asked.meaning is None:
        return offers_document(topic, await offers(services, topic))
    changed = Topic(topic.label, narrowed(topic.query, asked.meaning))
    await following.change_topic(services, context, topic, changed)
    undo = Button(phrase("Undo"), command=f"/narrow {topic.label} = {topic.query}")
    said = styled(
        "{topic} now means {query}", topic=bold(topic.label), query=code(at_a_glance(changed.query))
    )
    shown = preview_blocks(await preview(services, context, changed))
    return Document(blocks=(Paragraph(said), *shown, Buttons(((undo,),))))


async def subscriptions(services: Services, context: Context) -> Document:
    """List what the chat follows, numbered as /unsubscribe takes them."""
    return followed_document(await context.followed())


async def topics(services: Services, context: Context, words: str | None) -> Document:
    """Show the catalogue of ready topics, those of a field, or those that fit some words."""
    if not words:
        return catalogue_document() if context.is_local else fields_document()
    name, _, page = words.rpartition(" page ")
    in_field = _in_field(name if page.isdecimal() else words)
    return (
        field_document(in_field, int(page) if page.isdecimal() else 1)
        if in_field
        else fitting_document(search(words), excerpt(words, SHOWN))
    )


def _in_field(name: str) -> list[ReadyTopic]:
    wanted = name.strip().casefold()
    return [t for t in catalogue() if wanted in (t.field.casefold(), phrase(t.field).casefold())]
