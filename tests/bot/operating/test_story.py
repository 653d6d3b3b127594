"""The log of a morning: a few lines, whatever the number of chats."""

from __future__ import annotations

from datetime import date

from structlog.testing import capture_logs

from domain.deliveries import PartState
from domain.identifiers import PaperId
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState
from scheduler.story import AnnouncementStory, DeliveryStory

DAY = date(2024, 3, 8)


def batch(archive: str, state: BatchState, number: int = 1) -> Batch:
    """An announcement of one paper."""
    paper = PaperId(f"2403.{number:05}")
    line = Announcement(archive, DAY, AnnouncementKind.NEW, paper)
    return Batch(archive=archive, date=DAY, state=state, announcements=(line,))


def test_a_morning_is_one_line() -> None:
    """How many of how many, in what time, and how long the slowest but a few waited."""
    now = [0.0]
    story = DeliveryStory("telegram", lambda: now[0])
    with capture_logs() as logs:
        story.is_over()
        for number in range(100):
            now[0] = float(number)
            story.settled(PartState.SENT)
        story.is_over()
        story.is_over()
    (line,) = logs
    told = (line["event"], line["log_level"], line["sent"], line["of"], line["seconds"])
    assert told == ("delivered", "info", 100, 100, 99.0)
    assert line["p95_seconds"] == 94.0


def test_a_morning_begins_where_it_is_waited_for() -> None:
    """What planning took is part of how late a message was; the next morning begins anew."""
    now = [100.0]
    story = DeliveryStory("telegram", lambda: now[0])
    with capture_logs() as logs:
        for _ in range(2):
            story.begins(now[0] - 30)
            story.begins(now[0])
            story.settled(PartState.SENT)
            story.is_over()
            now[0] += 100
        story.begins(now[0])
        story.is_over()
        now[0] += 1000
        story.settled(PartState.SENT)
        story.is_over()
    assert [(line["seconds"], line["p95_seconds"]) for line in logs] == [(30, 30), (30, 30), (0, 0)]


def test_what_went_wrong_is_told_by_its_reasons() -> None:
    """With how often each was met, and no chat's name."""
    story = DeliveryStory("telegram", lambda: 0.0)
    with capture_logs() as logs:
        firsts = [story.settled(PartState.GONE, "blocked") for _ in range(3)]
        story.settled(PartState.SENT)
        story.settled(PartState.QUEUED, "the chat's limit")
        story.is_over()
    (line,) = logs
    assert firsts == [True, False, False]
    assert (line["log_level"], line["sent"], line["of"], line["gone"]) == ("warning", 1, 4, 3)
    assert line["why"] == "blocked (3); the chat's limit (1)"


def test_an_announcement_is_told_once() -> None:
    """When it is late, cannot be read, and is complete."""
    story = AnnouncementStory()
    with capture_logs() as logs:
        story.seen([])
        story.seen([batch("cs", BatchState.WAITING), batch("math", BatchState.COMPLETE, 2)])
        for _ in range(3):
            story.seen([batch("cs", BatchState.LATE), batch("math", BatchState.COMPLETE, 2)])
        for _ in range(3):
            story.seen([batch("cs", BatchState.FAILED), batch("math", BatchState.COMPLETE, 2)])
        for _ in range(3):
            story.seen([batch("cs", BatchState.COMPLETE), batch("math", BatchState.COMPLETE, 2)])
    late, unread, complete = logs
    assert (late["event"], late["archives"]) == ("announcement late", "cs")
    assert (unread["event"], unread["archives"]) == ("announcement not read", "cs")
    assert (complete["event"], complete["papers"]) == ("announcement complete", 2)
