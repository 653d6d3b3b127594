"""Timezones to choose from: those of large cities, with the time that each has now."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from composing.choosing.pickers import picker
from composing.settings import back, marked_choice
from domain.chats import ChatSettings
from domain.documents import Block, Button, Buttons, Document, Paragraph, bold, code, inline
from domain.zones import zone_label
from i18n.speech import current, phrase, styled

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


def timezone_document(settings: ChatSettings, now: datetime, locale: str) -> Document:
    """Timezones of large cities, the likeliest for a locale first, each with its time."""
    said = styled("Your timezone is {zone}.", zone=zone_label(settings.zone))
    rows = _cities(settings, now, locale, "/settings timezone")
    return picker(said, (*rows, (back(),)), "/timezone Berlin")


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
