"""Notices that wait for no digest: that a paper which a chat was told is withdrawn, or back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

import structlog

from composing.asked_digest import turned
from composing.digest_message import digest_message
from composing.updates import notice_document, updates_blocks
from digests import records
from domain.concurrency.aside import aside
from domain.digests import Digest
from domain.documents import Document
from domain.errors import StoreError
from domain.metadata.notices import AT_ONCE, DueNotice, ReadyNotice
from domain.metadata.updates import UpdateKind
from domain.papers import Paper
from domain.ports import Clock, Store
from i18n.catalogues import speech_of
from i18n.speech import speaking
from rendering.common.parcels import rendered, waiting
from scheduler.ticks import Ticks

log = structlog.get_logger(__name__)

EVERY: Final = 15.0
"""Seconds from one look to the next."""


class NoticeWatch:
    """Queues what chats are told of at once, from `start` to `close`.

    A notice answers the message that told the paper. That message is edited, too, while the digest
    that it is of is kept and would be the same messages again.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        platforms: Collection[str],
        planned: Callable[[], None],
        archive: str = "",
    ) -> None:
        """Wire the watch.

        Args:
            store: has the notices, the digests that were sent, and their papers as they are now.
            clock: tells the time.
            platforms: those that something is sent on.
            planned: called when something was queued.
            archive: where it is shown to browsers; empty where it is not.
        """
        self._store = store
        self._clock = clock
        self._platforms = platforms
        self._planned = planned
        self._archive = archive
        self._ticks = Ticks(self.look, EVERY)

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._ticks.start()

    async def close(self) -> None:
        """Stop; what is not queued yet is queued after the next start."""
        await self._ticks.close()

    async def look(self) -> None:
        """Queue all that is due; troubles are logged, and it is tried again."""
        try:
            while due := await self._store.due_notices(self._platforms, AT_ONCE):
                ready = [await self._ready(one) for one in due]
                if not await self._store.queue_notices(ready, self._clock.now()):
                    return
                self._planned()
        except StoreError as error:
            log.warning("notices wait", why=str(error))

    async def _ready(self, due: DueNotice) -> ReadyNotice:
        with speaking(speech_of(due.chat.settings.language)):
            document = waiting(notice_document(due.notice.update))
            return ReadyNotice(due, document, await self._edit(due))

    async def _edit(self, due: DueNotice) -> str | None:
        """What takes the place of the message that told the paper; None where it has to stay."""
        told = due.told
        if told is None or told.digest is None or not due.parts:
            return None
        record = await self._store.digest_record(due.chat.ref, told.digest)
        if record is None:
            return None
        try:
            digest = await records.read(record, due.chat.ref, self._store)
        except ValueError:
            return None
        kind, text = due.chat.ref.kind, waiting(_as_now(due, digest, self._archive))
        parcels = await aside(rendered, kind, text)
        if len(parcels) != due.parts or parcels[told.part].papers != told.papers:
            return None
        return parcels[told.part].payload


def _as_now(due: DueNotice, digest: Digest, archive: str) -> Document:
    """The digest that told a paper, with its papers as they are now.

    Of what is withdrawn or back, a listing knew more than what arXiv's API may say for hours.
    """
    told = due.told.digest if due.told else None
    entries = (replace(one, paper=_as_told(due, one.paper)) for one in digest.entries)
    others = (_as_told(due, paper) for paper in digest.others)
    digest = replace(digest, entries=tuple(entries), others=tuple(others))
    document = digest_message(
        digest,
        due.chat.settings.detail,
        turning=lambda page: turned(digest, page, sent=told),
        archive=archive,
        sent=told,
    )
    return Document(
        document.title,
        (*document.blocks, *updates_blocks(due.before)),
        meta=document.meta,
    )


def _as_told(due: DueNotice, paper: Paper) -> Paper:
    """A paper as what became of it last tells it; that of a notice as the notice does."""
    last = {update.paper: update for update in (*due.since, due.notice.update)}
    update = last.get(paper.id.base)
    if update is None:
        return paper
    if update.kind is UpdateKind.WITHDRAWN:
        return replace(paper, withdrawn=True, comment=update.words or paper.comment)
    return replace(paper, withdrawn=False)
