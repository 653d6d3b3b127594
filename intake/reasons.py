"""Why a batch stands as it does: the messages of the intake."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from domain.messages import Message, counted, marked, sentence
from intake import calendar

PUBLISHING: Final = sentence(
    "arXiv takes about 40 minutes to publish a listing; it is read again after that."
)

READ_LATER: Final = sentence(
    "It is being published, and is read when that is over, at 20:45 Eastern."
)
NOT_DUE: Final = sentence("arXiv announces it at 20:00 Eastern on the evening before.")
ALL_HERE: Final = sentence("All that arXiv counts is here.")
ALL_MISSING: Final = sentence("what stood there before is missing")
"""For `not_whole`."""

UNCONFIRMED: Final = sentence(
    "arXiv's page lists nothing, which other evidence has yet to confirm."
)
TOO_OLD: Final = sentence("More than 90 days ago, which is as far back as arXiv's listings reach.")
WAS_HOLIDAY: Final = sentence("It was a holiday of arXiv's, and nothing is listed for it.")
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


def papers_missing(count: int) -> Message:
    """Papers that stood in a listing are in it no more; for `not_whole`."""
    return counted("{number} paper of before missing", "{number} papers of before missing", count)


def not_whole(why: Message) -> Message:
    """What was seen now is less than what was known. Args: why is half a sentence, or a whole."""
    return sentence("The listing is not whole: {why}.", why=why)


def counted_otherwise(theirs: int, here: int) -> Message:
    """The page does not have what it counts."""
    return sentence(
        "arXiv counts {counted} papers, and {here} are here.", counted=theirs, here=here
    )


def unread_again(why: Message) -> Message:
    """Some of it is known, and now arXiv cannot be read."""
    return sentence("It could not be read again. {why}", why=why)


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
