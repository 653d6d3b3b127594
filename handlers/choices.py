"""The buttons below a chat's settings: each usual value, the present one marked."""

from __future__ import annotations

from datetime import time
from typing import Final

from domain.chats import ChatSettings, Detail
from domain.documents import Button, Menu
from handlers.values import AS_ANNOUNCED, DAY_GROUPS, DETAILS, USUAL_DAYS, USUAL_HOURS, parse_days
from i18n.catalogues import spoken_languages
from i18n.languages import LANGUAGES
from i18n.speech import phrase, plural

USUAL_LIMITS: Final = (5, 10, 20)
"""Numbers of papers that are offered to choose from."""

Row = tuple[Button, ...]


def choices(wishes: ChatSettings) -> Menu:
    """Buttons for what can be chosen, and for what has to be typed."""
    typed = (
        Button(phrase("Timezone"), command="/help timezone"),
        Button(phrase("Muted words"), command="/help mute"),
    )
    return Menu((*_when(wishes), *_how(wishes), typed))


def _when(wishes: ChatSettings) -> tuple[Row, ...]:
    """When digests come, and on which days."""
    moment = "as announced" if wishes.as_announced else f"{wishes.time:%H:%M}"
    hours = tuple(
        _choice(
            f"{hour:02}:00",
            f"time {hour:02}:00",
            chosen=wishes.time == time(hour) and not wishes.as_announced,
        )
        for hour in USUAL_HOURS
    )
    announced = _choice(
        phrase(AS_ANNOUNCED).capitalize(), "time as announced", chosen=wishes.as_announced
    )
    quiet = _choice(
        phrase("A line on quiet days"),
        "quiet off" if wishes.quiet_note else "quiet on",
        chosen=wishes.quiet_note,
    )
    days = tuple(
        _choice(
            phrase(DAY_GROUPS[name]).title(),
            f"time {moment} {name}",
            chosen=wishes.days == parse_days(name),
        )
        for name in USUAL_DAYS
    )
    return (hours, (announced, quiet), (*days, *_details(wishes)))


def _details(wishes: ChatSettings) -> Row:
    return tuple(
        _choice(phrase(DETAILS[kind]).title(), f"detail {kind}", chosen=kind == wishes.detail)
        for kind in Detail
    )


def _how(wishes: ChatSettings) -> tuple[Row, ...]:
    """How much digests tell, in which language, and whether they come at all."""
    limits = tuple(
        _choice(
            plural("{number} paper", "{number} papers", count),
            f"limit {count}",
            chosen=count == wishes.limit,
        )
        for count in USUAL_LIMITS
    )
    languages = tuple(
        _choice(LANGUAGES[known], f"language {known}", chosen=known == wishes.language)
        for known in spoken_languages()
    )
    name, change = (phrase("Resume"), "resume") if wishes.paused else (phrase("Pause"), "pause")
    return (limits, (*languages, _choice(name, change)))


def _choice(label: str, change: str, *, chosen: bool = False) -> Button:
    return Button(f"✓ {label}" if chosen else label, command=f"/settings {change}")
