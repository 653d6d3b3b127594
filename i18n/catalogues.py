"""The languages of the interface: English, and those that have a catalogue in `locale`."""

from __future__ import annotations

import io
from datetime import date
from decimal import localcontext
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Final

from domain.messages import ENGLISH, Speech

CATALOGUES: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "papercrier"


class Translated:
    """A language with a catalogue; dates and numbers are the Unicode CLDR's, by Babel.

    Babel is loaded when the first text is needed in such a language, in a twentieth of a second;
    a process that speaks English starts without it.
    """

    def __init__(self, language: str, catalogue: Path) -> None:
        """Read a catalogue, a gettext file of translations."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with catalogue.open("rb") as file:
            texts = read_po(file, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, texts)
        compiled.seek(0)
        self._texts = GNUTranslations(compiled)
        self.language = language

    def text(self, message: str) -> str:
        """A text in this language, or in English."""
        return self._texts.gettext(message) if message else message

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of a text that goes with a number."""
        return self._texts.ngettext(one, many, number)

    def number(self, value: int) -> str:
        """A whole number with its groups."""
        from babel.numbers import format_decimal

        # Babel counts with as many digits as Decimal has by default, and fails beyond.
        with localcontext(prec=len(str(value)) + 4):
            return format_decimal(value, locale=self.language)

    def share(self, value: float) -> str:
        """A share as percent."""
        from babel.numbers import format_percent

        return format_percent(value, locale=self.language)

    def day(self, of: date) -> str:
        """A date, its month written out."""
        from babel.dates import format_date

        return format_date(of, "long", locale=self.language)

    def short_day(self, of: date) -> str:
        """A date in brief."""
        from babel.dates import format_date

        return format_date(of, "medium", locale=self.language)

    def days(self, first: date, last: date) -> str:
        """A span of days."""
        from babel.dates import format_interval

        return format_interval(first, last, "yMMMd", locale=self.language)

    def city(self, zone: str) -> str:
        """The place that a timezone is named after; in English where CLDR has no other name.

        CLDR has places under the oldest name of a zone, and ``babel.dates.get_timezone_location``
        of Babel 2.18.0 looks under the newest alone: Kolkata and Kyiv have no Chinese name there.
        """
        from babel import Locale
        from babel.core import get_global

        before = (old for old, new in get_global("zone_aliases").items() if new == zone)
        known = Locale.parse(self.language).time_zones
        cities = (known[name].get("city") for name in (zone, *before) if name in known)
        return next(filter(None, cities), None) or ENGLISH.city(zone)


@cache
def speech_of(language: str) -> Speech:
    """The interface in a language; English where it has no catalogue."""
    catalogue = CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    is_code = language.isascii() and language.isalpha()
    return Translated(language, catalogue) if is_code and catalogue.is_file() else ENGLISH


def spoken_languages() -> tuple[str, ...]:
    """The codes of the interface's languages, English first."""
    return (ENGLISH.language, *sorted(folder.name for folder in CATALOGUES.iterdir()))
