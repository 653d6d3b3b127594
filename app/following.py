"""Following topics, and no longer."""

from __future__ import annotations

from collections.abc import Sequence

from app.limits import MAX_SUBSCRIPTIONS, SHOWN, is_reserved
from app.reasons import nothing_followed
from app.services import Services
from domain.chats import Subscription
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from domain.requests import Context
from domain.topics import YOURS, Topic
from topics.catalogue import topic_from
from topics.nearness import nearest


async def follow(services: Services, context: Context, topic: Topic, instead_of: str = "") -> Topic:
    """Follow a topic, under a label that no other of the chat has; as it is followed.

    One that is named by its label, and still followed, is no longer, and this is in its place.

    Raises:
        InputError: it is followed already and no other is, or as many are as may be.
    """
    followed = await context.followed()
    old = next((s for s in followed if s.topic.label.casefold() == instead_of.casefold()), None)
    if old is None:
        return await _follow(services, context, topic, followed)
    same = next((s for s in followed if s.topic.query == topic.query), None)
    if same is not None and same != old:
        await services.store.unsubscribe(context.chat, [old.topic.label])
        return same.topic
    _check_new(topic, followed)
    topic = with_own_label(topic, {s.topic.label for s in followed if s != old})
    await services.store.replace_topic(context.chat, old.topic, topic)
    return topic


def _check_new(topic: Topic, followed: Sequence[Subscription]) -> None:
    same = next((s for s in followed if s.topic.query == topic.query), None)
    if same is not None:
        raise InputError(
            sentence("You follow that already, as “{topic}”.", topic=same.topic.label),
            hint=sentence("See /subscriptions."),
        )


async def _follow(
    services: Services, context: Context, topic: Topic, followed: Sequence[Subscription]
) -> Topic:
    _check_new(topic, followed)
    if len(followed) >= MAX_SUBSCRIPTIONS:
        raise InputError(
            sentence("You follow {number} topics, the most there can be.", number=len(followed)),
            hint=sentence("End one first: /unsubscribe {topic}", topic=followed[0].topic.label),
        )
    topic = with_own_label(topic, {s.topic.label for s in followed})
    await services.store.save_chat(await services.chat(context.chat, context.locale))
    await services.store.subscribe([Subscription(context.chat, topic, services.clock.now())])
    return topic


async def unfollow(services: Services, context: Context, wanted: str | None) -> list[str]:
    """Stop following a topic, named as `named` takes it, or all with None; their labels.

    Raises:
        InputError: there is none such.
    """
    followed = await context.followed()
    if not followed:
        raise nothing_followed()
    ended = followed if wanted is None else [named(followed, wanted)]
    labels = [s.topic.label for s in ended]
    await services.store.unsubscribe(context.chat, labels)
    return labels


async def change_topic(services: Services, context: Context, topic: Topic, changed: Topic) -> None:
    """Have a topic that is followed mean something else from now on.

    Raises:
        InputError: another one means that already.
    """
    if any(s.topic.query == changed.query for s in await context.followed()):
        raise InputError(
            sentence("You follow that already, as “{topic}”.", topic=topic.label),
            hint=sentence("See /subscriptions."),
        )
    await services.store.replace_topic(context.chat, topic, changed)


def named(
    followed: Sequence[Subscription], wanted: str, command: str = "unsubscribe"
) -> Subscription:
    """The subscription that a person means: by label, number from 1 on, query or what was typed.

    Raises:
        InputError: there is none such.
    """
    if not followed:
        raise nothing_followed()
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) <= 3
    if is_number and 1 <= int(wanted) <= len(followed):
        return followed[int(wanted) - 1]
    by_name = {s.topic.label.casefold(): s for s in followed}
    by_name |= {str(s.topic.query).casefold(): s for s in followed}
    found = by_name.get(wanted.casefold())
    if found is None:
        topic = called([s.topic for s in followed], wanted)
        found = next((s for s in followed if s.topic == topic), None)
    if found is None:
        near = nearest(wanted.casefold(), by_name)
        meant = by_name[near[0]] if near else followed[0]
        raise InputError(
            sentence("You do not follow “{topic}”.", topic=excerpt(wanted, SHOWN)),
            hint=for_example(f"/{command} {meant.topic.label}"),
        )
    return found


def called(topics: Sequence[Topic], wanted: str) -> Topic | None:
    """The one of some topics that is called so, means that, or was followed by typing that."""
    lowered = wanted.casefold()
    by_name = {str(topic.query).casefold(): topic for topic in reversed(topics)}
    by_name |= {topic.label.casefold(): topic for topic in reversed(topics)}
    if lowered in by_name:
        return by_name[lowered]
    try:
        meant = topic_from(wanted).query
    except InputError:
        return None
    own = (topic for topic in topics if topic.query == meant)
    if meant == YOURS:
        own = (topic for topic in topics if topic.is_yours)
    return next(own, None)


def with_own_label(topic: Topic, taken: set[str]) -> Topic:
    """The topic under a label that is not taken, nor means something else."""
    label, number = topic.label, 2
    folded = {one.casefold() for one in taken}  # as topics are called, and as exports have them
    while label.casefold() in folded or is_reserved(label):
        label, number = f"{topic.label} ({number})", number + 1
    return Topic(label, topic.query)
