"""A chat's settings as they are shown: in a table, with buttons for the usual values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.limits import MAX_MUTED, SHOWN
from composing import wording
from domain.chats import ALL_DAYS, ChatSettings, Detail
from domain.documents import (
    Block,
    Button,
    Document,
    Inline,
    Menu,
    Paragraph,
    Table,
    bold,
    code,
    inline,
)
from domain.excerpts import excerpt
from domain.messages import marked
from domain.zones import zone_label
from i18n.catalogues import spoken_languages
from i18n.languages import LANGUAGES
from i18n.speech import number, phrase, plural, styled

_SHORT_DAYS: Final = (
    *(marked("Mon"), marked("Tue"), marked("Wed"), marked("Thu"), marked("Fri")),
    *(marked("Sat"), marked("Sun")),
)
USUAL_HOURS: Final = (7, 8, 9, 12, 18)
"""Hours of the day that are offered to choose from."""

USUAL_DAYS: Final = ("daily", "weekdays")
"""The names of days that are offered to choose from."""

DAY_GROUPS: Final = {
    "daily": marked("daily"),
    "weekdays": marked("weekdays"),
    "weekends": marked("weekends"),
}
"""The names of groups of days, as they are shown."""

DETAILS: Final = {
    Detail.HEADLINE: marked("headline"),
    Detail.BRIEF: marked("brief"),
    Detail.FULL: marked("full"),
}
"""The names of details, as they are shown."""

DAYS_OF: Final = {
    "daily": ALL_DAYS,
    "weekdays": frozenset(range(5)),
    "weekends": frozenset((5, 6)),
    "everyday": ALL_DAYS,
}
"""Days of the week by the names of their groups; Monday is 0."""

AS_ANNOUNCED: Final = marked("as announced")

_MUTED_SHOWN: Final = 1_000
"""Code points of the muted words in /settings."""

USUAL_LIMITS: Final = (5, 10, 20)
"""Numbers of papers that are offered to choose from."""

Row = tuple[Button, ...]


def settings_document(chat_settings: ChatSettings) -> Document:
    """Every setting with the command that changes it, and buttons for the usual values."""
    at = phrase(AS_ANNOUNCED) if chat_settings.as_announced else f"{chat_settings.time:%H:%M}"
    time_and_days = phrase("{time}, {days}", time=at, days=days_text(chat_settings.days))
    quiet = phrase("a line") if chat_settings.quiet_note else phrase("nothing")
    paused = phrase("yes") if chat_settings.paused else phrase("no")
    rows = (
        (phrase("Digest time"), time_and_days, "/time 08:30 mon-fri"),
        (phrase("Timezone"), zone_label(chat_settings.zone), "/timezone Berlin"),
        (
            phrase("Language"),
            LANGUAGES.get(chat_settings.language, chat_settings.language),
            "/language en",
        ),
        (phrase("Detail"), phrase(DETAILS[chat_settings.detail]), "/detail brief"),
        (phrase("Papers in full"), number(chat_settings.limit), "/limit 10"),
        (phrase("Muted words"), _muted(chat_settings.muted), "/mute survey"),
        (phrase("Quiet days"), quiet, "/quiet off" if chat_settings.quiet_note else "/quiet on"),
        (phrase("Paused"), paused, "/resume" if chat_settings.paused else "/pause"),
    )
    lines = tuple(
        (inline(name), inline(bold(value)), inline(code(command))) for name, value, command in rows
    )
    table = Table((phrase("Setting"), phrase("Now"), phrase("Change with")), lines)
    return Document(phrase("Settings"), (table, _choices(chat_settings)))


def _muted(muted: Sequence[str]) -> str:
    shown = phrase(", ").join(muted[:MAX_MUTED])
    return excerpt(shown, _MUTED_SHOWN) or phrase("none")


def due(chat_settings: ChatSettings) -> Inline:
    """When the daily digest comes."""
    if chat_settings.as_announced:
        return styled(
            "Your digest comes {soon}, {days}.",
            soon=bold(phrase("as soon as arXiv's announcement is complete")),
            days=days_text(chat_settings.days),
        )
    return styled(
        "Your digest is due at {time}, {days}, {zone} time.",
        time=bold(f"{chat_settings.time:%H:%M}"),
        days=days_text(chat_settings.days),
        zone=zone_label(chat_settings.zone),
    )


def next_blocks(chat_settings: ChatSettings, at: datetime | None) -> tuple[Block, ...]:
    """When the next digest comes, in the chat's own time; nothing where none does."""
    if chat_settings.paused:
        said = styled("It is paused: no digest until {command}.", command=code("/resume"))
        return (Paragraph(said),)
    if at is None:
        return ()
    local = at.astimezone(ZoneInfo(chat_settings.zone))
    moment = phrase(
        "{weekday}, {day}, {time} ({offset})",
        weekday=phrase(_SHORT_DAYS[local.weekday()]),
        day=wording.day(local.date()),
        time=f"{local:%H:%M}",
        offset=_offset(local),
    )
    if chat_settings.as_announced:
        return (Paragraph(styled("The next one: not before {moment}.", moment=bold(moment))),)
    return (Paragraph(styled("The next one: {moment}.", moment=bold(moment))),)


def _offset(local: datetime) -> str:
    """Hours ahead of UTC as people write them: ``UTC+3``, ``UTC-9:30``."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    whole = f"{hours}:{rest:02}" if rest else f"{hours}"
    return f"UTC{'-' if minutes < 0 else '+'}{whole}" if minutes else "UTC"


def zones_document(asked: str, zones: Sequence[str], now: datetime) -> Document:
    """Which of some zones is meant, each with the time that it has now."""
    rows = []
    for zone in zones:
        local = now.astimezone(ZoneInfo(zone))
        shown = f"{zone_label(zone)} · {local:%H:%M} ({_offset(local)})"
        rows.append((Button(shown, command=f"/timezone {zone}"),))
    said = phrase("“{text}” may be several timezones; which of these?", text=excerpt(asked, SHOWN))
    return Document(blocks=(Paragraph(inline(said)), Menu(tuple(rows))))


def days_text(days: frozenset[int]) -> str:
    """Days for people: ``daily``, ``Mon, Wed``."""
    for name, told in DAY_GROUPS.items():
        if days == DAYS_OF[name]:
            return phrase(told)
    return phrase(", ").join(phrase(_SHORT_DAYS[day]) for day in sorted(days))


def _choices(chat_settings: ChatSettings) -> Menu:
    """Buttons for what can be chosen, and for what has to be typed."""
    typed = (
        Button(phrase("Timezone"), command="/help timezone"),
        Button(phrase("Muted words"), command="/help mute"),
    )
    return Menu((*_when(chat_settings), *_how(chat_settings), typed))


def _when(chat_settings: ChatSettings) -> tuple[Row, ...]:
    """When digests come, and on which days."""
    moment = "as announced" if chat_settings.as_announced else f"{chat_settings.time:%H:%M}"
    hours = tuple(
        _choice(
            f"{hour:02}:00",
            f"time {hour:02}:00",
            chosen=chat_settings.time == time(hour) and not chat_settings.as_announced,
        )
        for hour in USUAL_HOURS
    )
    announced = _choice(
        phrase(AS_ANNOUNCED).capitalize(), "time as announced", chosen=chat_settings.as_announced
    )
    quiet = _choice(
        phrase("A line on quiet days"),
        "quiet off" if chat_settings.quiet_note else "quiet on",
        chosen=chat_settings.quiet_note,
    )
    days = tuple(
        _choice(
            phrase(DAY_GROUPS[name]).title(),
            f"time {moment} {name}",
            chosen=chat_settings.days == DAYS_OF[name],
        )
        for name in USUAL_DAYS
    )
    return (hours, (announced, quiet), (*days, *_details(chat_settings)))


def _details(chat_settings: ChatSettings) -> Row:
    return tuple(
        _choice(
            phrase(DETAILS[kind]).title(), f"detail {kind}", chosen=kind == chat_settings.detail
        )
        for kind in Detail
    )


def _how(chat_settings: ChatSettings) -> tuple[Row, ...]:
    """How much digests tell, in which language, and whether they come at all."""
    limits = tuple(
        _choice(
            plural("{number} paper", "{number} papers", count),
            f"limit {count}",
            chosen=count == chat_settings.limit,
        )
        for count in USUAL_LIMITS
    )
    languages = tuple(
        _choice(LANGUAGES[known], f"language {known}", chosen=known == chat_settings.language)
        for known in spoken_languages()
    )
    name, change = (
        (phrase("Resume"), "resume") if chat_settings.paused else (phrase("Pause"), "pause")
    )
    return (limits, (*languages, _choice(name, change)))


def _choice(label: str, change: str, *, chosen: bool = False) -> Button:
    return Button(f"✓ {label}" if chosen else label, command=f"/settings {change}")
