"""The values of each setting, for surfaces on which they are chosen from lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from composing.choosing.pickers import USUAL_SOUNDS
from composing.settings import (
    AS_ANNOUNCED,
    DAY_GROUPS,
    DAY_NAMES,
    DAYS_OF,
    DETAILS,
    UPDATES,
    USUAL_DAYS,
    USUAL_HOURS,
    USUAL_LIMITS,
    days_text,
    sound_text,
)
from domain.chats import ChatSettings
from domain.choices import Choice, Option
from i18n.catalogues import spoken_languages
from i18n.languages import LANGUAGES
from i18n.speech import phrase, plural


def choices_of(settings: ChatSettings) -> tuple[Choice, ...]:
    """One for each setting with a handful of values; the value that holds is among them."""
    limits = sorted({*USUAL_LIMITS, settings.limit})
    languages = dict.fromkeys((*spoken_languages(), settings.language))
    sounds = dict.fromkeys((*USUAL_SOUNDS, settings.sound))
    return (
        *_when(settings),
        _choice(
            phrase("Detail"),
            "detail",
            {str(kind): phrase(told) for kind, told in DETAILS.items()},
            str(settings.detail),
        ),
        _choice(
            phrase("Papers in full"),
            "limit",
            {str(one): plural("{number} paper", "{number} papers", one) for one in limits},
            str(settings.limit),
        ),
        _choice(
            phrase("Language"),
            "language",
            {known: LANGUAGES[known] for known in languages},
            settings.language,
        ),
        _choice(
            phrase("Sound"),
            "sound",
            {str(sound): sound_text(sound) for sound in sounds},
            str(settings.sound),
        ),
        _choice(
            phrase("Told papers"),
            "updates",
            {str(one): phrase(told) for one, told in UPDATES.items()},
            str(settings.updates),
        ),
    )


def _when(settings: ChatSettings) -> Iterable[Choice]:
    """The time and the days of digests; any other time is typed."""
    at = f"{settings.time:%H:%M}"
    hours = sorted({*(f"{hour:02}:00" for hour in USUAL_HOURS), at})
    now = "as announced" if settings.as_announced else at
    times = {hour: hour for hour in hours} | {"as announced": phrase(AS_ANNOUNCED)}
    choice = _choice(phrase("Digest time"), "time", times, now)
    another = Option(_named(choice.name, phrase("another time …")), "/time")
    yield Choice(choice.name, choice.opens, (*choice.options, another), choice.holds)
    days = {f"{now} {name}": phrase(DAY_GROUPS[name]) for name in USUAL_DAYS}
    own = ",".join(DAY_NAMES[day] for day in sorted(settings.days))
    holds = next((name for name in USUAL_DAYS if settings.days == DAYS_OF[name]), own)
    days.setdefault(f"{now} {holds}", days_text(settings.days))
    yield _choice(phrase("Days"), "time", days, f"{now} {holds}")


def _choice(name: str, command: str, values: Mapping[str, str], holds: str) -> Choice:
    """A choice of what may stand after a command, each with its name."""
    options = (
        Option(_named(name, label), f"/settings {command} {value}")
        for value, label in values.items()
    )
    return Choice(name, f"/{command}", tuple(options), f"/settings {command} {holds}")


def _named(name: str, value: str) -> str:
    return phrase("{name}: {value}", name=name, value=value)
