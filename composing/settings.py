"""A chat's settings as they are shown: in a table, with buttons for the usual values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final
from zoneinfo import ZoneInfo

from app.limits import MAX_MUTED, SHOWN
from composing import wording
from domain.chats import ALL_DAYS, ChatSettings, Detail, Order, Sound, Unread, Updates
from domain.choices import Choice
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
from i18n.languages import LANGUAGES
from i18n.speech import number, phrase, styled

_SHORT_DAYS: Final = (
    *(marked("Mon"), marked("Tue"), marked("Wed"), marked("Thu"), marked("Fri")),
    *(marked("Sat"), marked("Sun")),
)
DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as they are typed."""

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

ORDERS: Final = {Order.TOPIC: marked("topic"), Order.YOURS: marked("yours")}
"""The names of orders, as they are shown."""

DAYS_OF: Final = {
    "daily": ALL_DAYS,
    "weekdays": frozenset(range(5)),
    "weekends": frozenset((5, 6)),
    "everyday": ALL_DAYS,
}
"""Days of the week by the names of their groups; Monday is 0."""

UPDATES: Final = {
    Updates.ALL: marked("all"),
    Updates.ALL_AT_ONCE: marked("all at once"),
    Updates.IMPORTANT: marked("important"),
    Updates.AT_ONCE: marked("at once"),
    Updates.OFF: marked("off"),
}
"""What is told of papers that were told, as it is shown."""

UNREAD: Final = {
    Unread.OFF: marked("off"),
    Unread.REMIND: marked("remind"),
    Unread.CARRY: marked("carry"),
    Unread.BOTH: marked("both"),
}
"""What digests say of papers that are not read yet, as it is shown."""

AS_ANNOUNCED: Final = marked("as announced")

_MUTED_SHOWN: Final = 1_000
"""Code points of the muted words in /settings."""

USUAL_LIMITS: Final = (5, 10, 20)
"""Numbers of papers that are offered to choose from."""

Row = tuple[Button, ...]


def settings_document(chat_settings: ChatSettings, choices: tuple[Choice, ...] = ()) -> Document:
    """Every setting with the command that changes it, and what leads to its values.

    Args:
        chat_settings: as they are.
        choices: the values, for surfaces on which they are chosen from lists.
    """
    at = phrase(AS_ANNOUNCED) if chat_settings.as_announced else f"{chat_settings.time:%H:%M}"
    time_and_days = phrase("{time}, {days}", time=at, days=days_text(chat_settings.days))
    paused = chat_settings.paused
    quiet = phrase("a line") if chat_settings.quiet_note else phrase("nothing")
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
        (phrase("Order"), phrase(ORDERS[chat_settings.order]), "/order yours"),
        (phrase("Muted words"), _muted(chat_settings.muted), "/mute survey"),
        (phrase("Sound"), sound_text(chat_settings.sound), "/sound 22:00-07:00"),
        (phrase("Plain messages"), _yes(chat_settings.plain), "/plain on"),
        (phrase("Told papers"), phrase(UPDATES[chat_settings.updates]), "/updates all"),
        (phrase("Look back"), weekly_text(chat_settings.weekly), "/weekly fri"),
        (phrase("Unread papers"), phrase(UNREAD[chat_settings.unread]), "/unread both"),
        (phrase("Quiet days"), quiet, "/quiet off" if chat_settings.quiet_note else "/quiet on"),
        (phrase("Paused"), _yes(paused), "/resume" if paused else "/pause"),
    )
    lines = tuple(
        (inline(name), inline(bold(value)), inline(code(command))) for name, value, command in rows
    )
    table = Table((phrase("Setting"), phrase("Now"), phrase("Change with")), lines)
    return Document(phrase("Settings"), (table, _menu(chat_settings, choices)))


def _yes(is_so: bool) -> str:
    return phrase("yes") if is_so else phrase("no")


def sound_text(sound: Sound) -> str:
    """When digests come without a sound, in a word or two."""
    if sound.silent is None:
        return phrase("off") if sound.is_off else phrase("on")
    start, end = sound.silent
    return phrase("silent {start}–{end}", start=f"{start:%H:%M}", end=f"{end:%H:%M}")


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
        offset=offset(local),
    )
    if chat_settings.as_announced:
        return (Paragraph(styled("The next one: not before {moment}.", moment=bold(moment))),)
    return (Paragraph(styled("The next one: {moment}.", moment=bold(moment))),)


def offset(local: datetime) -> str:
    """Hours ahead of UTC as people write them: ``UTC+3``, ``UTC-9:30``."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    whole = f"{hours}:{rest:02}" if rest else f"{hours}"
    return f"UTC{'-' if minutes < 0 else '+'}{whole}" if minutes else "UTC"


def zones_document(
    asked: str, zones: Sequence[str], places: Sequence[str], now: datetime
) -> Document:
    """Which of some zones is meant, each with the time that it has now.

    With places, these are called nearly so, and nothing is called so.
    """
    rows = []
    for place, zone in zip_longest(places, zones, fillvalue=""):
        local = now.astimezone(ZoneInfo(zone))
        own = f"{place} · " if place else ""
        shown = f"{own}{zone_label(zone)} · {local:%H:%M} ({offset(local)})"
        rows.append((Button(shown, command=f"/timezone {zone}"),))
    rows.append((back(),))
    text = excerpt(asked, SHOWN)
    if places:
        said = phrase("I know no place called “{text}”. Did you mean one of these?", text=text)
    else:
        said = phrase("“{text}” may be several timezones; which of these?", text=text)
    return Document(blocks=(Paragraph(inline(said)), Menu(tuple(rows))))


def back() -> Button:
    """From the values of a setting to all of them."""
    return Button(phrase("‹ Settings"), command="/settings")


def days_text(days: frozenset[int]) -> str:
    """Days for people: ``daily``, ``Mon, Wed``."""
    for name, told in DAY_GROUPS.items():
        if days == DAYS_OF[name]:
            return phrase(told)
    return phrase(", ").join(phrase(_SHORT_DAYS[day]) for day in sorted(days))


def weekday_text(day: int) -> str:
    """A day of the week in short; Monday is 0."""
    return phrase(_SHORT_DAYS[day])


def weekly_text(day: int | None) -> str:
    """On which day of the week something comes, None for none."""
    return phrase("off") if day is None else weekday_text(day)


def _menu(chat_settings: ChatSettings, choices: tuple[Choice, ...]) -> Menu:
    """What leads to the values of each setting, and switches what has but two."""
    quiet, plain, paused = chat_settings.quiet_note, chat_settings.plain, chat_settings.paused
    is_yours = chat_settings.order is Order.YOURS
    return Menu(
        (
            (_step(phrase("Time"), "time"), _step(phrase("Timezone"), "timezone")),
            (_step(phrase("Language"), "language"), _step(phrase("Detail"), "detail")),
            (_step(phrase("Papers"), "limit"), _step(phrase("Sound"), "sound")),
            (_step(phrase("Muted words"), "mute"), _step(phrase("Topics"), "unsubscribe")),
            (_step(phrase("Told papers"), "updates"), _step(phrase("Look back"), "weekly")),
            (_step(phrase("Unread papers"), "unread"),),
            (
                _switch(phrase("A line on quiet days"), "quiet", chosen=quiet),
                _switch(phrase("Plain messages"), "plain", chosen=plain),
            ),
            (
                marked_choice(
                    phrase("Yours first"),
                    f"/settings order {Order.TOPIC if is_yours else Order.YOURS}",
                    chosen=is_yours,
                ),
                Button(
                    phrase("Resume") if paused else phrase("Pause"),
                    command="/settings resume" if paused else "/settings pause",
                ),
            ),
        ),
        choices,
    )


def _step(label: str, command: str) -> Button:
    return Button(f"{label} ›", command=f"/{command}")


def _switch(label: str, name: str, *, chosen: bool) -> Button:
    change = f"/settings {name} {'off' if chosen else 'on'}"
    return marked_choice(label, change, chosen=chosen)


def marked_choice(label: str, command: str, *, chosen: bool) -> Button:
    """A value to choose, marked where it is what is now."""
    return Button(f"✓ {label}" if chosen else label, command=command)
