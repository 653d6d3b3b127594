"""What two stores say alike, without the numbers that each of them gives."""

from __future__ import annotations

from dataclasses import replace

from domain.deliveries import OutboxPart, ScheduledChat
from domain.metadata.notices import DueNotice


def part_of(part: OutboxPart) -> OutboxPart:
    """A part without the numbers that a store gives."""
    at_once = part.at_once and replace(part.at_once, update=1)
    return replace(part, id=0, at_once=at_once)


def due_of(due: DueNotice) -> DueNotice:
    """A notice without the numbers that a store gives."""
    before = tuple(replace(notice, number=0) for notice in due.before)
    return replace(due, number=0, notice=replace(due.notice, number=0), before=before)


def chat_of(chat: ScheduledChat) -> ScheduledChat:
    """A chat without the numbers that a store gives it; topics of one moment are in no order."""
    topics = tuple(sorted(chat.topics, key=lambda topic: topic.label))
    notices = tuple(replace(notice, number=0) for notice in chat.notices)
    return replace(chat, number=0, version=0, topics=topics, notices=notices)
