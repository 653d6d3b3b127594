"""Values to choose from, where a command was given none: what is now, and a press changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from composing.choosing.labels import on_a_button, told_whole
from composing.settings import (
    AS_ANNOUNCED,
    DAY_GROUPS,
    DAY_NAMES,
    DETAILS,
    UNREAD,
    UPDATES,
    USUAL_DAYS,
    USUAL_HOURS,
    USUAL_LIMITS,
    back,
    due,
    marked_choice,
    sound_text,
    weekday_text,
    weekly_text,
)
from domain.chats import ChatSettings, Detail, Sound, Subscription, Unread, Updates
from domain.documents import (
    Block,
    Button,
    Buttons,
    Document,
    Inline,
    Menu,
    Paragraph,
    bold,
    code,
    inline,
)
from domain.messages import marked
from domain.zones import zone_label
from i18n.catalogues import spoken_languages
from i18n.languages import LANGUAGES
from i18n.speech import current, number, phrase, plural, styled

_ZONES: Final = (
    *("America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "UTC", "Europe/London"),
    *("Europe/Berlin", "Europe/Istanbul", "Asia/Kolkata", "Asia/Shanghai", "Asia/Taipei"),
    *("Asia/Tokyo", "Australia/Sydney"),
)
"""Large cities for whose zones there is a button, from west to east."""

_GUESSED: Final = {
    "zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "ru": "Europe/Moscow",
    "de": "Europe/Berlin", "fr": "Europe/Paris", "it": "Europe/Rome", "es": "Europe/Madrid",
    "pt": "America/Sao_Paulo", "tr": "Europe/Istanbul", "hi": "Asia/Kolkata", "pl": "Europe/Warsaw",
    "nl": "Europe/Amsterdam", "uk": "Europe/Kyiv", "vi": "Asia/Ho_Chi_Minh", "fa": "Asia/Tehran",
    "id": "Asia/Jakarta", "ar": "Africa/Cairo", "he": "Asia/Jerusalem", "sv": "Europe/Stockholm",
    "en-us": "America/New_York", "en-gb": "Europe/London", "es-419": "America/Mexico_City",
    "pt-pt": "Europe/Lisbon", "zh-tw": "Asia/Taipei",
}  # fmt: skip
"""Where most who speak a language live: offered first, and never set by itself."""

_DETAILS: Final = {
    Detail.HEADLINE: marked("headline: a sentence for each paper"),
    Detail.BRIEF: marked("brief: with takeaways, folded"),
    Detail.FULL: marked("full: with the whole analysis, three papers a page"),
}

_UPDATES: Final = {
    Updates.ALL: marked("all: also new versions, acceptances, journals, code"),
    Updates.ALL_AT_ONCE: marked("all at once: the same, what is important at once"),
    Updates.IMPORTANT: marked("important: withdrawals, and papers that are back"),
    Updates.AT_ONCE: marked("at once: the same, not only with the next digest"),
    Updates.OFF: marked("off: nothing"),
}

_UNREAD: Final = {
    Unread.REMIND: marked("remind: how many saved papers wait, and for how long"),
    Unread.CARRY: marked("carry: the best of the last five days once more, by title"),
    Unread.BOTH: marked("both"),
    Unread.OFF: marked("off: nothing"),
}

USUAL_SOUNDS: Final = (
    Sound(),
    Sound(is_off=True),
    Sound(silent=(time(22), time(7))),
    Sound(silent=(time(20), time(9))),
)
"""When sounds are made, as it is offered to choose from."""


def time_document(settings: ChatSettings) -> Document:
    """When digests come: the usual hours and days."""
    moment = "as announced" if settings.as_announced else f"{settings.time:%H:%M}"
    hours = tuple(
        marked_choice(
            f"{hour:02}:00",
            f"/settings time {hour:02}:00",
            chosen=not settings.as_announced and settings.time.hour == hour,
        )
        for hour in USUAL_HOURS
    )
    announced = phrase(AS_ANNOUNCED).capitalize()
    soon = marked_choice(announced, "/settings time as announced", chosen=settings.as_announced)
    days = tuple(
        Button(phrase(DAY_GROUPS[name]).title(), command=f"/settings time {moment} {name}")
        for name in USUAL_DAYS
    )
    rows = (hours, (soon, *days), (Button(phrase("Timezone"), command="/timezone"), back()))
    return _picker(due(settings), rows, "/time 08:30 mon-fri")


def timezone_document(settings: ChatSettings, now: datetime, locale: str) -> Document:
    """Timezones of large cities, the likeliest for a locale first, each with its time."""
    said = styled("Your timezone is {zone}.", zone=zone_label(settings.zone))
    rows = _cities(settings, now, locale, "/settings timezone")
    return _picker(said, (*rows, (back(),)), "/timezone Berlin")


def cities_document(settings: ChatSettings, now: datetime, locale: str) -> Document:
    """The same beside what was asked about, which stays; the answer to a press goes on there."""
    said = phrase("Which of these cities has your time?")
    hint = styled("Or type it: {command}", command=code("/timezone Berlin"))
    rows = _cities(settings, now, locale, "/timezone")
    return Document(blocks=(Paragraph(inline(said)), Paragraph(hint), Buttons(rows)))


def _cities(
    settings: ChatSettings, now: datetime, locale: str, command: str
) -> tuple[tuple[Button, ...], ...]:
    """Each large city with the time that it has, and a command that takes its zone."""
    zones = tuple(dict.fromkeys(filter(None, (likely_zone(locale), *_ZONES))))
    buttons = [
        marked_choice(
            # Two stand side by side on a phone.
            f"{current().city(zone)} · {now.astimezone(ZoneInfo(zone)):%H:%M}",
            f"{command} {zone}",
            chosen=zone == settings.zone,
        )
        for zone in zones
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def likely_zone(locale: str) -> str:
    """Where most live whose platform is in a locale; empty where that is nowhere alone.

    Where the platform tells none, in the language being spoken.
    """
    tag = (locale or current().language).lower().replace("_", "-")
    return _GUESSED.get(tag) or _GUESSED.get(tag.partition("-")[0], "")


def zone_question(now: datetime, locale: str) -> tuple[Block, ...]:
    """Which timezone is somebody's, with a guess to confirm."""
    if not (likely := likely_zone(locale)):
        asked = inline(phrase("Times are those of UTC, until you say where you are."))
        here = Button(phrase("UTC is right"), command="/timezone UTC")
    else:
        city = current().city(likely)
        asked = styled(
            "Is your timezone {zone}, where it is {time} now?",
            zone=bold(city),
            time=f"{now.astimezone(ZoneInfo(likely)):%H:%M}",
        )
        here = Button(phrase("Yes, {zone}", zone=city), command=f"/timezone {likely}")
    another = Button(phrase("Another timezone ›"), command="/timezone cities")
    return (Paragraph(asked), Buttons(((here, another),)))


def hours_row() -> tuple[Button, ...]:
    """The usual hours of a digest, each to be chosen with a press."""
    return tuple(Button(f"{hour:02}:00", command=f"/time {hour:02}:00") for hour in USUAL_HOURS)


def language_document(settings: ChatSettings) -> Document:
    """The languages that are spoken here."""
    now = settings.language
    languages = tuple(
        marked_choice(LANGUAGES[known], f"/settings language {known}", chosen=known == now)
        for known in spoken_languages()
    )
    said = styled("Your language is {language}.", language=LANGUAGES.get(now, now))
    return _picker(said, (languages, (back(),)), "/language en")


def detail_document(settings: ChatSettings) -> Document:
    """How much of each paper a digest tells."""
    rows = tuple(
        (marked_choice(phrase(told), f"/settings detail {kind}", chosen=kind == settings.detail),)
        for kind, told in _DETAILS.items()
    )
    said = styled("Digests are in {detail} detail.", detail=phrase(DETAILS[settings.detail]))
    return _picker(said, (*rows, (back(),)), "/detail brief")


def limit_document(settings: ChatSettings) -> Document:
    """How many papers a digest tells."""
    limits = tuple(
        marked_choice(number(count), f"/settings limit {count}", chosen=count == settings.limit)
        for count in USUAL_LIMITS
    )
    said = plural(
        "A digest tells {number} paper, the best one.",
        "A digest tells {number} papers, the best ones.",
        settings.limit,
    )
    return _picker(inline(said), (limits, (back(),)), "/limit 10")


def sound_document(settings: ChatSettings) -> Document:
    """When digests come without a sound."""
    rows = tuple(
        (marked_choice(sound_text(one), f"/settings sound {one}", chosen=one == settings.sound),)
        for one in USUAL_SOUNDS
    )
    said = styled("The sound of digests: {sound}.", sound=sound_text(settings.sound))
    return _picker(said, (*rows, (back(),)), "/sound 22:00-07:00")


def updates_document(settings: ChatSettings) -> Document:
    """What is told of what becomes of papers that were told."""
    rows = tuple(
        (marked_choice(phrase(told), f"/settings updates {one}", chosen=one == settings.updates),)
        for one, told in _UPDATES.items()
    )
    now = phrase(UPDATES[settings.updates])
    said = styled("Told of what becomes of papers that you were told: {what}.", what=now)
    return _picker(said, (*rows, (back(),)), "/updates all")


def weekly_document(settings: ChatSettings) -> Document:
    """On which day of the week a look back comes."""
    now = settings.weekly
    days = tuple(
        marked_choice(weekday_text(day), f"/settings weekly {name}", chosen=day == now)
        for day, name in enumerate(DAY_NAMES)
    )
    off = marked_choice(phrase("off"), "/settings weekly off", chosen=now is None)
    shown = Button(phrase("The last week now"), command="/weekly now")
    said = styled("A look back at the week comes: {day}.", day=weekly_text(now))
    return _picker(said, (days[:4], (*days[4:], off), (shown, back())), "/weekly fri")


def unread_document(settings: ChatSettings) -> Document:
    """What digests say of papers that are not read yet."""
    rows = tuple(
        (marked_choice(phrase(told), f"/settings unread {one}", chosen=one == settings.unread),)
        for one, told in _UNREAD.items()
    )
    now = phrase(UNREAD[settings.unread])
    said = styled("At the end of a digest, of papers that are not read yet: {what}.", what=now)
    return _picker(said, (*rows, (back(),)), "/unread both")


def unsubscribe_document(followed: Sequence[Subscription]) -> Document:
    """What is followed, each to be ended with a press."""
    labels = [one.topic.label for one in followed]
    rows = [
        (Button(f"✕ {on_a_button(label)}", command=f"/unsubscribe {label}"),) for label in labels
    ]
    if len(followed) > 1:
        rows.append((Button(phrase("All of them"), command="/unsubscribe all"),))
    said = inline(phrase("Which topic shall end?"))
    listed = told_whole(labels)
    return _picker(said, (*rows, (back(),)), f"/unsubscribe {labels[0]}", listed)


def _picker(
    said: Inline,
    rows: tuple[tuple[Button, ...], ...],
    example: str,
    listed: tuple[Block, ...] = (),
) -> Document:
    hint = styled("Or type it: {command}", command=code(example))
    return Document(blocks=(Paragraph(said), *listed, Paragraph(hint), Menu(rows)))
