"""Chats, what they follow, who looks after them, and what their buttons do, in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.chats import Chat, ChatRef, KeptChat, Subscription
from domain.errors import StoreError
from domain.messages import sentence
from domain.requests import Turn
from domain.topics import Query, Topic
from storage import turn_rules
from storage.memory import groups
from storage.memory.tables import ChatRow, InMemory, Kept
from storage.memory.tastes import forget_presses, press_traces
from storage.turn_rules import TurnRow


class ChatsInMemory(InMemory):
    """The `domain.ports.Chats`, `Managers` and `ButtonCommands` ports."""

    async def chat(self, ref: ChatRef) -> Chat | None:
        """A chat, if it is known."""
        row = self._kept.chats.get(ref)
        return None if row is None else row.chat

    async def save_chat(self, chat: Chat) -> None:
        """Keep a chat."""
        kept = self._kept
        row = kept.chats.get(chat.ref)
        if row is None:
            row = ChatRow(next(kept.numbers), chat)
            row.look_back_at = None if chat.settings.weekly is None else 0
            kept.chats[chat.ref] = row
            return
        before, row.chat = row.settings, chat
        if turn_rules.is_other_week(before, chat.settings):
            row.look_back_at = None if chat.settings.weekly is None else 0
        if row.group is not None and before.zone != chat.settings.zone:
            row.group.next_at = 0
        if row.turns is not None:
            row.turns = turn_rules.settings_changed(
                row.turns, before, chat.settings, is_served=kept.is_served(row)
            )

    async def forget_chat(self, ref: ChatRef) -> Mapping[str, int]:
        """Delete everything of a chat."""
        kept = self._kept
        row = kept.chats.pop(ref, None)
        kept.absences.pop(ref, None)
        own = [name for name, (chat, *_) in kept.buttons.items() if chat == ref]
        for name in own:
            del kept.buttons[name]
        messages = [key for key, one in kept.sent.items() if one.chat == ref]
        for key in messages:
            del kept.sent[key]
        kept.owners.pop(ref, None)
        votes = [key for key in kept.votes if key[0] == ref]
        saved = [key for key in kept.saved if key[0] == ref]
        keys = [key for key in kept.keys if key[0] == ref]
        for opened in keys:
            del kept.keys[opened]
        kept.votes = {key: one for key, one in kept.votes.items() if key not in votes}
        kept.saved = {key: one for key, one in kept.saved.items() if key not in saved}
        return {
            "settings": int(row is not None),
            "subscriptions": len(row.followed) if row else 0,
            "told": len(row.told) if row else 0,
            "digests": len(row.digests) if row else 0,
            "links": self._release(lambda link: ref in (link.chat, link.manager)),
            "buttons": len(own),
            "messages": len(messages),
            "questions": len(kept.turns.pop(ref, ())),
            "keys": len(keys),
            "votes": len(votes),
            "saved": len(saved),
            "presses": forget_presses(kept, ref),
            **groups.forget(kept, row, ref),
        }

    async def traces(self, ref: ChatRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is kept of a chat beside what other methods give."""
        kept = self._kept
        row = kept.chats.get(ref)
        digests = row.digests if row else []
        turns = row.turns if row else None
        managers = [link.manager.chat_id for link in reversed(kept.managers) if link.chat == ref]
        return {
            "schedule": [{"slot": turns.slot, "last": turns.last}] if turns else [],
            "digests": [{"slot": each.slot.isoformat()} for each in digests],
            "messages": [
                {"slot": each.slot.isoformat(), "part": part.part, "state": part.state.value}
                for each in digests
                for part in each.parts
            ],
            "sent": [
                {"message": one.id, "papers": list(one.papers)}
                for one in (each for each in kept.sent.values() if each.chat == ref)
            ],
            "absences": [{"reason": why} for at, why in kept.absences.items() if at == ref],
            "managers": [{"keeper_chat_id": manager} for manager in managers],
            "buttons": [
                {"command": line} for chat, line, _ in kept.buttons.values() if chat == ref
            ],
            "notices": [
                {"paper": kept.updates[number].paper, "is_told": digest is not None}
                for number, digest in (row.notices if row else {}).items()
            ],
            "questions": [
                {"paper": put.paper, "question": put.question}
                for put in reversed([*filter(Turn.is_put, kept.turns.get(ref, ()))])
            ],
            "keys": [{"opens": opens} for chat, opens in kept.keys if chat == ref],
            "votes": [{"paper": paper} for owner, paper in kept.votes if owner == ref],
            "saved": [{"paper": paper} for owner, paper in kept.saved if owner == ref],
            **press_traces(kept, ref),
            **groups.traces(kept, row, ref),
            "profile_owner": [{"owner": kept.owners[ref].chat_id}] if ref in kept.owners else [],
        }

    async def move_chat(self, platform: str, old_id: str, new_id: str) -> int:
        """Rewrite a chat's id everywhere."""
        kept = self._kept

        def is_old(ref: ChatRef) -> bool:
            return (ref.platform, ref.chat_id) == (platform, old_id)

        def moved(ref: ChatRef) -> ChatRef:
            return replace(ref, chat_id=new_id) if is_old(ref) else ref

        here = [row for ref, row in kept.chats.items() if is_old(ref)]
        gone = {(moved(link.chat), link.manager) for link in kept.managers if is_old(link.chat)}
        kept.managers = [
            replace(link, chat=moved(link.chat))
            for link in kept.managers
            if is_old(link.chat) or (link.chat, link.manager) not in gone
        ]
        for ref in [ref for ref in kept.absences if is_old(ref)]:
            set_absence(kept, ref, "")
        kept.votes = {(moved(ref), paper): one for (ref, paper), one in kept.votes.items()}
        kept.saved = {(moved(ref), paper): one for (ref, paper), one in kept.saved.items()}
        for ref, opens in [key for key in kept.keys if is_old(key[0])]:
            own = kept.keys.pop((ref, opens))
            kept.keys[moved(ref), opens] = replace(own, chat=moved(ref))
        kept.presses = {
            (moved(ref), person, paper): one for (ref, person, paper), one in kept.presses.items()
        }
        kept.group_saves = {(moved(k[0]), *k[1:]): one for k, one in kept.group_saves.items()}
        for ref in [ref for ref in kept.turns if is_old(ref)]:
            kept.turns[moved(ref)] = kept.turns.pop(ref)
        kept.owners = {moved(ref): owner for ref, owner in kept.owners.items()}
        kept.buttons = {n: (moved(ref), one, end) for n, (ref, one, end) in kept.buttons.items()}
        if old_id != new_id:
            old = [key for key in kept.sent if key[:2] == (platform, old_id)]
            for key in old:
                del kept.sent[key]
        for row in here if old_id != new_id else ():
            del kept.chats[row.ref]
            _move_to(kept, row, moved(row.ref))
        return len(here)

    async def subscriptions(self, ref: ChatRef) -> list[Subscription]:
        """What a chat follows, oldest first."""
        row = self._kept.chats.get(ref)
        return sorted(row.followed if row else (), key=lambda subscription: subscription.since)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Add what is not followed yet."""
        kept = self._kept
        for wanted in subscriptions:
            if wanted.chat not in kept.chats:
                raise StoreError(sentence("The chat {ref} is not known.", ref=wanted.chat))
        return sum(_follow(kept, wanted) for wanted in subscriptions)

    async def unsubscribe(self, ref: ChatRef, labels: Collection[str]) -> int:
        """End subscriptions by label."""
        return self._end(ref, lambda topic: topic.label in labels)

    async def replace_topic(self, ref: ChatRef, old: Topic, new: Topic) -> None:
        """Put one topic in another's place."""
        same = [s for s in await self.subscriptions(ref) if s.topic == old]
        await self.subscribe([replace(s, topic=new) for s in same])
        self._end(ref, lambda topic: topic == old)

    async def all_queries(self) -> list[Query]:
        """Every query once."""
        rows = self._kept.chats.values()
        return list(dict.fromkeys(own.topic.query for row in rows for own in row.followed))

    async def keep_chat(self, kept: KeptChat) -> None:
        """Remember who looks after a chat."""
        await self.release_chat(kept.chat, kept.manager)
        self._kept.managers.append(kept)

    async def kept_chats(self, manager: ChatRef) -> list[KeptChat]:
        """What somebody looks after, the last first."""
        return [kept for kept in reversed(self._kept.managers) if kept.manager == manager]

    async def managers(self, chat: ChatRef) -> list[KeptChat]:
        """Who looks after a chat, the last first."""
        return [kept for kept in reversed(self._kept.managers) if kept.chat == chat]

    async def release_chat(self, chat: ChatRef, manager: ChatRef) -> None:
        """Forget that somebody looks after a chat."""
        self._release(lambda kept: (kept.chat, kept.manager) == (chat, manager))

    async def set_absence(self, ref: ChatRef, reason: str) -> None:
        """Keep why a chat cannot be written to, or that it can."""
        set_absence(self._kept, ref, reason)

    async def end_absences(self, platform: str, reason: str) -> None:
        """Keep that chats can be written to that could not for a reason."""
        absences = self._kept.absences
        for ref in [r for r, why in absences.items() if (r.platform, why) == (platform, reason)]:
            set_absence(self._kept, ref, "")

    async def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the one that a thread is in, cannot be written to."""
        return self._kept.absence(ref)

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button sends."""
        *_, known = self._kept.buttons.get(name, (chat, command, until))
        self._kept.buttons[name] = (chat, command, max(until, known))

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends, in its time."""
        _, command, until = self._kept.buttons.get(name, (None, None, now))
        return command if until > now else None

    def _release(self, ends: Callable[[KeptChat], bool]) -> int:
        kept = self._kept
        before = len(kept.managers)
        kept.managers = [link for link in kept.managers if not ends(link)]
        return before - len(kept.managers)

    def _end(self, ref: ChatRef, ends: Callable[[Topic], bool]) -> int:
        row = self._kept.chats.get(ref)
        if row is None:
            return 0
        before = len(row.followed)
        row.followed = [own for own in row.followed if not ends(own.topic)]
        if row.turns is not None and len(row.followed) < before:
            row.turns = turn_rules.topics_dropped(row.turns, follows_any=bool(row.followed))
        return before - len(row.followed)


def set_absence(kept: Kept, ref: ChatRef, reason: str) -> None:
    """Keep why a chat that is known cannot be written to, or that it can."""
    was_known = kept.absences.pop(ref, None) is not None
    known = {*kept.chats, *(one for k in kept.managers for one in (k.chat, k.manager))}
    is_known = (ref.platform, ref.chat_id) in {(one.platform, one.chat_id) for one in known}
    if reason and is_known:
        kept.absences[ref] = reason
    if not was_known and ref not in kept.absences:
        return
    for row in kept.chats.values():
        own = row.ref
        is_meant = (own.platform, own.chat_id) == (ref.platform, ref.chat_id)
        if is_meant and ref.thread_id in ("", own.thread_id) and row.turns is not None:
            row.turns = turn_rules.looked_at_anew(row.turns, is_served=kept.is_served(row))


def _follow(kept: Kept, wanted: Subscription) -> bool:
    row = kept.chats[wanted.chat]
    if any(own.topic.query == wanted.topic.query for own in row.followed):
        return False
    row.followed.append(wanted)
    row.turns = turn_rules.topic_followed(
        row.turns or TurnRow(), wanted.since.isoformat(), is_served=kept.is_served(row)
    )
    return True


def _move_to(kept: Kept, row: ChatRow, new: ChatRef) -> None:
    """Give a chat a new id; where that is known, it gains what it has not."""
    there = kept.chats.get(new)
    if there is None:
        row.chat = replace(row.chat, ref=new)
        row.followed = [replace(own, chat=new) for own in row.followed]
        kept.chats[new] = row
        return
    queries = {own.topic.query for own in there.followed}
    gained = [replace(o, chat=new) for o in row.followed if o.topic.query not in queries]
    there.followed += gained
    there.told = row.told | there.told
    there.notices = row.notices | there.notices
    there.meetings = row.meetings | there.meetings
    there.group = there.group or row.group
    slots = {digest.slot for digest in there.digests}
    for digest in row.digests:
        if digest.slot not in slots:
            digest.chat = there
            there.digests.append(digest)
    if gained:
        there.turns = turn_rules.topics_taken_over(
            there.turns or TurnRow(), is_served=kept.is_served(there)
        )
