"""The store's methods that are called most, which an engine may have in a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.deliveries import DeliveryDecision, OutboxPart, Parcel, SchedulingDecision
from domain.excerpts import Body
from storage.database import Database
from storage.rows import outbox as outbox_rows
from storage.rows import turns as turn_rows

Claim = Callable[[Database, str, datetime, int], list[OutboxPart]]
KeepRendered = Callable[[Database, Mapping[int, Sequence[Parcel]]], list[OutboxPart]]
Begin = Callable[[Database, Sequence[int], datetime], frozenset[int]]
Settle = Callable[[Database, Mapping[int, DeliveryDecision], datetime], None]
HasOrphans = Callable[[Database, str, Sequence[int], int], bool]
Pages = Callable[[Database, Sequence[bytes], datetime], dict[bytes, tuple[Body, Body | None]]]
KeepTexts = Callable[[Database, Sequence[SchedulingDecision], datetime], None]
TakeTurns = Callable[[Database, Sequence[SchedulingDecision], datetime], int]


@dataclass(frozen=True)
class Forms:
    """Functions of the rows' modules, or others that leave the same rows.

    Attributes:
        claim: takes parts that are due.
        keep_rendered: puts the messages of documents in their place.
        begin: keeps that parts may be on their way.
        settle: keeps what became of parts.
        has_orphans: whether there are claimed parts that nobody deals with; asked of a reader
            before they are put in order, where asking is cheaper.
        take_turns: keeps what was decided for chats.
        pages: finds what other processes have kept with turns.
        keep_texts: keeps beforehand what turns have in common with those of other chats.
    """

    claim: Claim = outbox_rows.claim
    keep_rendered: KeepRendered = outbox_rows.keep_rendered
    begin: Begin = outbox_rows.begin
    settle: Settle = outbox_rows.settle
    has_orphans: HasOrphans | None = None
    take_turns: TakeTurns = turn_rows.take
    keep_texts: KeepTexts | None = None
    pages: Pages | None = None
