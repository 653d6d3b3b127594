"""Who may use Papercrier: everybody, or whom its settings name and its operators let in.

A name is a kind of platform, whichever its bot, with the id of a person, a chat or a server. Who is
shut out is, whatever else names them; where the settings name nobody, everybody else is let in.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from domain.concurrency.notes import change_note
from domain.errors import PapercrierError, StoreError
from domain.platforms import Kind, kind_of
from domain.ports import Notes
from domain.requests import Context

Name = tuple[Kind, str]
"""Kind of platform, and id."""

_NOTE: Final = "admission"
FRESH: Final = 2.0
"""Seconds until what another process has decided counts here."""

MOST_ASKING: Final = 50
"""Requests that wait for an operator's word; more are refused without bothering anybody."""

DENIED: Final = "Those who run Papercrier have ended it there."
"""Why a chat that is shut out cannot be written to."""


class NotAdmitted(PapercrierError):
    """This Papercrier is private; those who run it decide who may use it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What operators have decided, and who waits for it."""

    allowed: frozenset[Name] = frozenset()
    denied: frozenset[Name] = frozenset()
    asked: frozenset[Name] = frozenset()


@dataclass(slots=True)
class Admission:
    """The list, as settings and operators have made it.

    Attributes:
        named: in the settings.
        fresh: seconds for which what is known of the list holds, where others decide, too.
    """

    notes: Notes
    named: frozenset[Name] = frozenset()
    fresh: float = math.inf
    _kept: _Kept | None = field(default=None)
    _read_at: float = field(default=-math.inf)
    _looking: asyncio.Task[None] | None = field(default=None)

    async def admits(self, context: Context) -> bool:
        """Whether whoever asks may use Papercrier, there or anywhere.

        Raises:
            StoreError: nobody can tell.
        """
        if context.is_local or context.is_operator:
            return True
        kept = await self._known()
        names = names_of(context)
        if names & kept.denied:
            return False
        return not self.named or bool(names & (self.named | kept.allowed))

    def shuts_out(self, kind: Kind, ids: Iterable[str] | None = None) -> bool:
        """Whether any of these is shut out by name; of nobody in particular, anybody at all."""
        if self._is_stale() and (self._looking is None or self._looking.done()):
            # Whoever asks does not wait for it; the next one has it.
            with suppress(RuntimeError):
                self._looking = asyncio.get_running_loop().create_task(self._looked())
        denied = {one for where, one in (self._kept or _Kept()).denied if where == kind}
        return bool(denied if ids is None else denied.intersection(ids))

    async def look_again(self) -> None:
        """See what another process has decided, as where the archive has one of its own."""
        before = self._kept
        kept = await self._read()
        # What was decided here meanwhile is newer.
        if self._kept is before:
            self._kept = kept

    async def begins_to_ask(self, context: Context) -> bool:
        """Note that somebody would like to use it; whether that is new."""
        name = wanted_by(context)

        def asking(kept: _Kept) -> _Kept:
            if name in kept.asked | kept.denied or len(kept.asked) >= MOST_ASKING:
                return kept
            return replace(kept, asked=kept.asked | {name})

        return await self._change(asking)

    async def allow(self, name: Name) -> bool:
        """Let somebody in; whether that changed anything."""
        return await self._change(
            lambda kept: _Kept(kept.allowed | {name}, kept.denied - {name}, kept.asked - {name})
        )

    async def deny(self, name: Name) -> bool:
        """Shut somebody out; whether that changed anything."""
        return await self._change(
            lambda kept: _Kept(kept.allowed - {name}, kept.denied | {name}, kept.asked - {name})
        )

    async def lists(self) -> tuple[frozenset[Name], frozenset[Name], frozenset[Name]]:
        """Who is let in by name, who is shut out, and who waits for an answer."""
        kept = await self._known()
        return self.named | kept.allowed, kept.denied, kept.asked

    def _is_stale(self) -> bool:
        return time.monotonic() - self._read_at > self.fresh

    async def _looked(self) -> None:
        with suppress(StoreError):
            await self.look_again()

    async def _known(self) -> _Kept:
        if self._kept is None or self._is_stale():
            await self.look_again()
        return self._kept or _Kept()

    async def _read(self) -> _Kept:
        kept = _kept_of(await self.notes.note(_NOTE))
        self._read_at = time.monotonic()
        return kept

    async def _change(self, change: Callable[[_Kept], _Kept]) -> bool:
        """Change the list as it is now, whoever else does so meanwhile; whether that differs."""
        before = after = _Kept()

        def changed(note: str | None) -> str | None:
            nonlocal before, after
            before = _kept_of(note)
            after = change(before)
            data = {key: sorted(getattr(after, key)) for key in _Kept.__slots__}
            return None if after == before else json.dumps(data)

        await change_note(self.notes, _NOTE, changed)
        self._kept = after
        return after != before


def _kept_of(note: str | None) -> _Kept:
    data = json.loads(note or "{}")
    return _Kept(*(_names(data.get(key, ())) for key in _Kept.__slots__))


async def open_admission(
    notes: Notes, named: frozenset[Name], *, is_shared: bool = False
) -> Admission:
    """The list as it is kept, read, so that nobody waits for it later.

    Args:
        notes: where it is kept.
        named: in the settings.
        is_shared: whether other processes decide, too.
    """
    admission = Admission(notes, named, FRESH if is_shared else math.inf)
    await admission.lists()
    return admission


def names_of(context: Context) -> frozenset[Name]:
    """All that may stand for a request in a list: the person, the chat, its thread, the server."""
    chat = context.chat
    ids = (context.user, chat.chat_id, chat.thread_id, context.server)
    return frozenset((chat.kind, one) for one in ids if one)


def wanted_by(context: Context) -> Name:
    """For whom access is asked: the person in private, else the server or chat."""
    chat = context.chat
    wanted = context.user if context.is_private else context.server or chat.chat_id
    return chat.kind, wanted or chat.chat_id


def _names(pairs: Iterable[Sequence[str]]) -> frozenset[Name]:
    return frozenset((kind_of(kind), one) for kind, one in pairs)
