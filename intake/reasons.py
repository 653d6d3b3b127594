"""Why a batch stands as it does: the messages of the intake."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from domain.messages import Message, counted, marked, sentence
from intake import calendar

PUBLISHING: Final = sentence(
    "arXiv takes about 40 minutes to publish a listing; it is read again after that."
)

NOT_LOOKED_FOR: Final = sentence("Nobody has looked for it since it was due.")
OVERDUE: Final = marked(
    "Overdue since 20:00 Eastern: the newest listing is still that of {weekday} {date}."
)
DUE: Final = marked("Due at 20:00 Eastern; the newest listing is still that of {weekday} {date}.")
HOLIDAY: Final = marked(
    "A holiday of arXiv's; the newest listing is still that of {weekday} {date}."
)


def still(text: str, shown: date) -> Message:
    """One of `OVERDUE`, `DUE` and `HOLIDAY`, of the date that the newest listing bears."""
    return sentence(text, weekday=sentence(calendar.weekday(shown)), date=shown.isoformat())


def overdue_and_unread(why: Message) -> Message:
    """It was late before, and now arXiv cannot be read at all."""
    return sentence("Overdue since 20:00 Eastern, and now it cannot be read. {why}", why=why)


def never_on(day: date) -> Message:
    """No listing bears such a date."""
    return sentence("arXiv lists nothing on a {weekday}.", weekday=sentence(calendar.weekday(day)))


def lacking(count: int) -> Message:
    """Papers are announced whose metadata is nowhere to be had yet."""
    return counted(
        "{number} paper without title or abstract so far.",
        "{number} papers without title or abstract so far.",
        count,
    )


def submitted(start: datetime, end: datetime) -> Message:
    """A date put together from submission dates."""
    return sentence(
        "Submitted from {start} to {end} UTC.",
        start=f"{start:%Y-%m-%d %H:%M}",
        end=f"{end:%Y-%m-%d %H:%M}",
    )
