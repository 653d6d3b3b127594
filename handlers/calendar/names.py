"""Names of months and of days of the week in a language, by the Unicode CLDR."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from handlers.calendar.words import MONTHS, WEEKDAYS
from handlers.places.names import LANGUAGES_OF
from i18n.speech import current

_SHORT_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def months(language: str) -> dict[str, int]:
    """Months by their names in small letters, long and short, from 1 on."""
    from babel import Locale

    names = Locale.parse(language).months["format"]
    return {
        name.casefold().strip("."): month
        for width in ("wide", "abbreviated")
        for month, name in names[width].items()
    }


@cache
def weekdays(language: str) -> dict[str, int]:
    """Days of the week by their names in small letters, long and short, Monday is 0."""
    from babel import Locale

    found: dict[str, int] = {}
    for names in Locale.parse(language).days.values():
        for width in ("wide", "abbreviated", "short"):
            found |= {name.casefold().strip("."): day for day, name in names.get(width, {}).items()}
    if language == "en":
        found |= {name: day for day, name in enumerate(_SHORT_DAYS)}
        found |= {f"{name}s": day for name, day in found.items() if name.endswith("day")}
        found |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return found


def languages_of(text: str) -> Iterator[str]:
    """Languages that a text may be in: English, the one spoken, those of its letters."""
    yield "en"
    yield current().language
    for letters, languages in LANGUAGES_OF:
        if letters.search(text):
            yield from languages


def weekday_named(name: str) -> int | None:
    """A day of the week by its name in English, the language spoken, or another; Monday is 0."""
    known = (weekdays("en"), weekdays(current().language), WEEKDAYS)
    return next((names[name] for names in known if name in names), None)


def month_named(name: str) -> int | None:
    """A month by its name in English, the language spoken, or another; from 1 on."""
    known = (months("en"), months(current().language), MONTHS)
    return next((names[name] for names in known if name in names), None)
