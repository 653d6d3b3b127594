"""Following topics: /subscribe, /unsubscribe, /subscriptions, /topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.limits import MAX_SUBSCRIPTIONS, SHOWN, is_reserved
from app.services import Services
from domain.chats import Subscription
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Heading,
    Inline,
    Menu,
    Paragraph,
    bold,
    code,
    inline,
)
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from domain.requests import Request
from domain.topics import Query, Topic
from handlers.console_only import shown_when_asked
from handlers.previews import preview
from handlers.values import USUAL_HOURS
from i18n.speech import current, phrase, styled
from topics.catalogue import ReadyTopic, catalogue, search, topic_from
from topics.nearness import nearest

QUERY_AT_A_GLANCE: Final = 120
"""Characters of a query that are shown to somebody who has just followed it."""


async def subscribe(services: Services, request: Request) -> Document:
    """Follow a topic and show what it would have brought lately."""
    topic = topic_from(request.argument)
    chat = await services.chat(request.chat, request.locale)
    followed = await services.store.subscriptions(request.chat)
    same = next((s for s in followed if s.topic.query == topic.query), None)
    if same is not None:
        raise InputError(
            sentence("You follow that already, as “{topic}”.", topic=same.topic.label),
            hint=sentence("See /subscriptions."),
        )
    if len(followed) >= MAX_SUBSCRIPTIONS:
        raise InputError(
            sentence("You follow {number} topics, the most there can be.", number=len(followed)),
            hint=sentence("End one first: /unsubscribe {topic}", topic=followed[0].topic.label),
        )
    topic = _with_own_label(topic, [s.topic.label for s in followed])
    await services.store.save_chat(chat)
    await services.store.subscribe([Subscription(request.chat, topic, services.clock.now())])
    wishes = chat.settings
    after = (
        Button(phrase("See it now"), command=f"/digest {topic.label}"),
        Button(phrase("See more"), command=f"/digest {topic.label} week"),
    )
    change = (
        Button(phrase("Narrow"), command=f"/narrow {topic.label}"),
        Button(phrase("Undo"), command=f"/unsubscribe {topic.label}"),
    )
    hours = tuple(Button(f"{hour:02}:00", command=f"/time {hour:02}:00") for hour in USUAL_HOURS)
    due = phrase(
        "Your digest is due at {time}, {zone} time; another time?",
        time=f"{wishes.time:%H:%M}",
        zone=wishes.zone,
    )
    return Document(
        blocks=(
            Paragraph(
                styled(
                    "Following {topic}: {query}",
                    topic=bold(topic.label),
                    query=code(at_a_glance(topic.query)),
                )
            ),
            *await preview(services, topic, request),
            Paragraph(inline(due)),
            *shown_when_asked(request),
            Buttons((after, change, hours)),
        )
    )


async def unsubscribe(services: Services, request: Request) -> Document:
    """Stop following a topic, named by its label, its number or its query; or all of them."""
    followed = await services.store.subscriptions(request.chat)
    if not followed:
        raise InputError(
            sentence("You follow no topic."), hint=for_example("/subscribe diffusion models")
        )
    wanted = request.argument.strip()
    ended = followed if wanted.lower() in ("all", phrase("all")) else [named(followed, wanted)]
    await services.store.unsubscribe(request.chat, [s.topic.label for s in ended])
    names = ", ".join(s.topic.label for s in ended)
    return Document.say(*styled("No longer following {topics}.", topics=bold(names)))


async def subscriptions(services: Services, request: Request) -> Document:
    """List what the chat follows, numbered as /unsubscribe takes them."""
    followed = await services.store.subscriptions(request.chat)
    if not followed:
        return Document.say(
            *styled(
                "You follow no topic yet. For example: {command}",
                command=code("/subscribe diffusion models"),
            )
        )
    lines = tuple(
        styled("{label}: {text}", label=bold(s.topic.label), text=code(str(s.topic.query)))
        for s in followed
    )
    return Document(phrase("You follow"), (Bullets(lines, numbered=True),))


async def topics(services: Services, request: Request) -> Document:
    """Show the catalogue of ready topics, or those that fit some words."""
    if request.argument:
        in_field = _in_field(request.argument)
        if in_field:
            return _to_choose(in_field)
        found = search(request.argument)
        if not found:
            return Document.say(
                *styled(
                    "No ready topic fits “{words}”, but you can follow any words: {command}",
                    words=excerpt(request.argument, SHOWN),
                    command=code(f"/subscribe {excerpt(request.argument, SHOWN)}"),
                )
            )
        title = phrase("Ready topics for “{words}”", words=excerpt(request.argument, SHOWN))
        return Document(title, (Bullets(_lines(found)),))
    blocks: list[Block] = [
        Paragraph(
            styled(
                "Follow any of these, or words of your own: {command}",
                command=code("/subscribe <topic>"),
            )
        )
    ]
    fields = dict.fromkeys(topic.field for topic in catalogue())
    for field in fields:
        own = [topic for topic in catalogue() if topic.field == field]
        blocks += [Heading(inline(phrase(field)), level=3), Bullets(_lines(own, with_query=False))]
    return Document(phrase("Ready topics"), tuple(blocks))


def field_buttons() -> Buttons:
    """The fields of the catalogue, to choose topics from; two in a row."""
    fields = dict.fromkeys(topic.field for topic in catalogue())
    buttons = [Button(phrase(field), command=f"/topics {field}") for field in fields]
    return Buttons(tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)))


def _in_field(name: str) -> list[ReadyTopic]:
    wanted = name.strip().casefold()
    return [t for t in catalogue() if wanted in (t.field.casefold(), phrase(t.field).casefold())]


def _to_choose(ready: Sequence[ReadyTopic]) -> Document:
    language = current().language
    rows = tuple(
        (Button(topic.called(language), command=f"/subscribe {topic.name}"),) for topic in ready
    )
    return Document(phrase(ready[0].field), (Bullets(_lines(ready)), Menu(rows)))


def _lines(ready: Sequence[ReadyTopic], *, with_query: bool = True) -> tuple[Inline, ...]:
    return tuple(
        styled("{label}: {text}", label=_names(topic), text=code(str(topic.topic.query)))
        if with_query
        else _names(topic)
        for topic in ready
    )


def _names(topic: ReadyTopic) -> Inline:
    """What a topic is called in the language being spoken, and in the other one."""
    name = topic.called(current().language)
    other = topic.name if name != topic.name else next(iter(topic.zh), "")
    return styled("{name} ({other})", name=bold(name), other=other) if other else inline(bold(name))


def at_a_glance(query: Query) -> str:
    """A query as far as it is read at a glance; /subscriptions has the whole of it."""
    return excerpt(str(query), QUERY_AT_A_GLANCE)


def named(followed: Sequence[Subscription], wanted: str) -> Subscription:
    """The subscription that a person means; numbers count from 1."""
    if (
        wanted.isascii()
        and wanted.isdigit()
        and len(wanted) <= 3
        and 1 <= int(wanted) <= len(followed)
    ):
        return followed[int(wanted) - 1]
    by_name = {s.topic.label.casefold(): s for s in followed}
    by_name |= {str(s.topic.query).casefold(): s for s in followed}
    found = by_name.get(wanted.casefold())
    if found is None:
        near = nearest(wanted.casefold(), by_name)
        meant = by_name[near[0]] if near else followed[0]
        raise InputError(
            sentence("You do not follow “{topic}”.", topic=excerpt(wanted, SHOWN)),
            hint=for_example(f"/unsubscribe {meant.topic.label}"),
        )
    return found


def _with_own_label(topic: Topic, taken: Sequence[str]) -> Topic:
    """The topic under a label that no other of the chat has."""
    if topic.label not in taken and not is_reserved(topic.label):
        return topic
    free = next(n for n in range(2, len(taken) + 3) if f"{topic.label} ({n})" not in taken)
    return Topic(f"{topic.label} ({free})", topic.query)
