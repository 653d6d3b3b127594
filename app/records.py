"""What is kept of a chat: given out, taken over, deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from app import tastes
from app.following import with_own_label
from app.limits import MAX_SUBSCRIPTIONS
from app.operating.bots import Bot, known_bots
from app.services import Services
from domain.chats import ChatRef, ChatSettings, SavedPaper, Subscription, Vote, owner_of
from domain.errors import InputError
from domain.messages import marked, sentence
from domain.platforms import kind_of
from domain.requests import Context
from domain.topics import Topic

FORMAT: Final = 1
HINT: Final = marked(
    "Give what /export gave, a library, feeds, ids, or topics one a line: /import diffusion models"
)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of an import.

    Attributes:
        given: topics that were given.
        added: those of them that are followed now and were not before.
    """

    given: int
    added: tuple[Topic, ...]


async def export(services: Services, context: Context) -> dict[str, Any]:
    """All that is kept of the chat, as plain data."""
    kept = _exported(context, await context.followed())
    links = await services.store.kept_chats(context.chat)
    kept["links"] = [{"chat": str(link.chat), "title": link.title} for link in links]
    told = await services.outbox.delivered_papers(context.chat)
    kept["told"] = [{"paper": paper, "day": day.isoformat()} for paper, day in told]
    count = await services.quotas.made(context)
    kept["summaries_today"] = {"for_you": count.for_user, "in_chat": count.in_chat}
    kept["traces"] = await services.store.traces(context.chat)
    if context.is_private:
        owner = tastes.owner(context)
        made = await services.store.votes(owner), await services.store.kept_papers(owner)
        kept["votes"], kept["saved"] = ([_taste(one) for one in some] for some in made)
        own = await services.store.traces(owner)
        kept["pressed_in_groups"] = own["pressed"]
        kept["saved_in_groups"], kept["votes_in_groups"] = own["saved_in_groups"], own["ballots"]
    return kept


def _taste(one: Vote | SavedPaper) -> dict[str, Any]:
    kept = {**asdict(one), "at": one.at.isoformat()}
    if isinstance(one, SavedPaper):
        kept["read_at"] = one.read_at and one.read_at.isoformat()
    return kept


def saved_data(saved: Sequence[SavedPaper], topics: Sequence[Topic]) -> dict[str, Any]:
    """Papers and topics as plain data, as an export has them."""
    listed = [{"label": topic.label, "query": str(topic.query)} for topic in topics]
    return {"papercrier": FORMAT, "subscriptions": listed, "saved": list(map(_taste, saved))}


def settings_data(settings: ChatSettings) -> dict[str, Any]:
    """Settings as plain data, as an export has them."""
    return {
        "time": f"{settings.time:%H:%M}",
        "days": sorted(settings.days),
        "zone": settings.zone,
        "language": settings.language,
        "detail": settings.detail.value,
        "limit": settings.limit,
        "muted": list(settings.muted),
        "paused": settings.paused,
        "as_announced": settings.as_announced,
        "quiet_note": settings.quiet_note,
        "sound": str(settings.sound),
        "plain": settings.plain,
        "order": settings.order.value,
        "updates": settings.updates.value,
        "weekly": settings.weekly,
        "unread": settings.unread.value,
    }


def _exported(context: Context, followed: Sequence[Subscription]) -> dict[str, Any]:
    return {
        "papercrier": FORMAT,
        "chat": str(context.chat),
        "settings": settings_data(context.settings),
        "subscriptions": [
            {
                "label": s.topic.label,
                "query": str(s.topic.query),
                "since": s.since.isoformat(),
            }
            for s in followed
        ],
    }


async def take_over(
    services: Services, context: Context, settings: ChatSettings | None, topics: Sequence[Topic]
) -> TakenOver:
    """Take over settings, where there are any, and follow topics; what is followed stays.

    Raises:
        InputError: that would be more topics than a chat may follow.
    """
    fresh = await not_followed(context, topics)
    taken = {s.topic.label for s in await context.followed()}
    chat = await services.chat(context.chat, context.locale)
    await services.store.save_chat(replace(chat, settings=settings or chat.settings))
    relabelled = []
    for topic in fresh:
        relabelled.append(with_own_label(topic, taken))
        taken.add(relabelled[-1].label)
    now = services.clock.now()
    await services.store.subscribe([Subscription(context.chat, topic, now) for topic in relabelled])
    return TakenOver(len(topics), tuple(fresh))


async def not_followed(context: Context, topics: Sequence[Topic]) -> list[Topic]:
    """Those of some topics that a chat does not follow yet.

    Raises:
        InputError: that would be more topics than a chat may follow.
    """
    followed = await context.followed()
    known = {s.topic.query for s in followed}
    fresh = [topic for topic in dict.fromkeys(topics) if topic.query not in known]
    if len(followed) + len(fresh) > MAX_SUBSCRIPTIONS:
        raise InputError(
            sentence("A chat can follow at most {number} topics.", number=MAX_SUBSCRIPTIONS),
            hint=sentence(HINT),
        )
    return fresh


async def would_change(services: Services, context: Context, settings: ChatSettings | None) -> bool:
    """Whether some settings would take the place of others that a chat has been given."""
    known = await services.store.chat(context.chat)
    return settings is not None and known is not None and known.settings != settings


async def kept_counts(services: Services, context: Context) -> Mapping[str, int]:
    """How much of what `forget` would delete."""
    refs = [context.chat, *([tastes.owner(context)] if context.is_private else [])]
    kept = await _counted(services, refs)
    kept["subscriptions"] = len(await context.followed())
    made = await services.quotas.made(context)
    kept["counts"] = made.in_chat or (made.for_user if context.is_private else 0)
    return kept


async def kept_by_others(services: Services, context: Context) -> tuple[Bot, ...]:
    """Bots of this installation that somebody talked to as well, and that keep something of it.

    Each forgets by itself: who wants to be rid of one may want to keep another.
    """
    if not context.is_private:
        return ()
    own, found = context.chat, []
    for bot in await known_bots(services.store):
        if kind_of(bot.platform) == own.kind and bot.platform != own.platform:
            chat = replace(own, platform=bot.platform)
            refs = (chat, owner_of(bot.platform, context.user, chat))
            if (await _counted(services, refs)).total():
                found.append(bot)
    return tuple(found)


async def _counted(services: Services, refs: Sequence[ChatRef]) -> Counter[str]:
    kept = Counter[str]()
    for ref in refs:
        kept["settings"] += await services.store.chat(ref) is not None
        kept["told"] += len(await services.outbox.delivered_papers(ref))
        kept["links"] += len(await services.store.kept_chats(ref))
        traces = await services.store.traces(ref)
        for name, there in _DELETED.items():
            # Of a group's presses there is a row a paper, which says how many they are.
            kept[there] += sum(int(str(row.get("of", 1))) for row in traces.get(name, ()))
    return kept


_DELETED: Final = {
    "digests": "digests", "buttons": "buttons", "sent": "messages", "votes": "votes",
    "saved": "saved", "keepers": "links", "questions": "questions",
    "keys": "keys",
    "presses": "presses", "pressed": "presses", "meetings": "meetings", "ballots": "ballots",
    "saved_here": "group_saves", "saved_in_groups": "group_saves",
}  # fmt: skip
"""What there are traces of, by what `forget` calls it."""


async def forget(services: Services, context: Context) -> tuple[Mapping[str, int], bool]:
    """Delete all that is kept of the chat, at once.

    In a group that is the group's; what is kept of a person is deleted in their private chat.
    Gives how many of what, as `domain.ports.Store.forget_chat` has it, and whether today's
    summaries were counted.
    """
    was_counted = await services.quotas.forget(context)
    gone = Counter(await services.store.forget_chat(context.chat))
    if context.is_private:
        gone.update(await services.store.forget_chat(tastes.owner(context)))
    return gone, was_counted
