"""The languages of the interface: English, and those that have a catalogue beside this module."""

from __future__ import annotations

import io
import re
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter
from typing import Final

from domain.chats import ChatRef
from domain.errors import StoreError
from domain.requests import Request
from domain.speech import ENGLISH, Speech, phrase, speaking
from handlers.command import Command
from handlers.services import Services
from handlers.values import language_of

CATALOGUES: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "papercrier"
KEPT: Final = "Kept in English, and told in this language later."
"""Stands in the catalogues beside the texts of `domain.speech.in_english`."""


class Translated:
    """A language with a catalogue; dates and numbers are the Unicode CLDR's, by Babel.

    Babel is loaded when the first text is needed in such a language, in a twentieth of a second;
    a house that speaks English starts without it.
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
        self._kept = [str(text.id) for text in texts if KEPT in text.auto_comments]
        self.language = language

    def text(self, message: str) -> str:
        """A text in this language, or in English."""
        return self._texts.gettext(message) if message else message

    def retold(self, text: str) -> str:
        """A text of `domain.speech.in_english` in this language; any other as it is."""
        for message, pattern in self._patterns:
            if match := pattern.fullmatch(text):
                values = {name: self.retold(value) for name, value in match.groupdict().items()}
                return self.text(message).format(**values)
        return text

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """The texts that can be told again; first those that leave the least to their values."""
        known = sorted(self._kept, key=lambda message: -len(_without_values(message)))
        return [(message, _pattern(message)) for message in known]

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of a text that goes with a number."""
        return self._texts.ngettext(one, many, number)

    def number(self, value: int) -> str:
        """A whole number with its groups."""
        from babel.numbers import format_decimal

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


@cache
def speech_of(language: str) -> Speech:
    """The interface in a language; English where it has no catalogue."""
    catalogue = CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    is_code = language.isascii() and language.isalpha()
    return Translated(language, catalogue) if is_code and catalogue.is_file() else ENGLISH


def _without_values(message: str) -> str:
    return "".join(text for text, _, _, _ in Formatter().parse(message))


def _pattern(message: str) -> re.Pattern[str]:
    """What a text looks like with its values."""
    parts = Formatter().parse(message)
    return re.compile(
        "".join(
            re.escape(text) + (f"(?P<{name}>.+)" if name else "") for text, name, _, _ in parts
        ),
        re.DOTALL,
    )


def spoken_languages() -> tuple[str, ...]:
    """The codes of the interface's languages, English first."""
    return (ENGLISH.language, *sorted(folder.name for folder in CATALOGUES.iterdir()))


async def speaking_with(services: Services, request: Request) -> AbstractContextManager[None]:
    """To speak, within the block, the language of whoever asks."""
    return await speaking_in(services, request.chat, request.locale)


async def speaking_in(
    services: Services, chat: ChatRef, locale: str = ""
) -> AbstractContextManager[None]:
    """To speak, within the block, the language of a chat.

    That is its own, and the platform's locale where the chat is not known yet or, for the
    moment, cannot be looked up.
    """
    try:
        language = (await services.chat(chat, locale)).settings.language
    except StoreError:
        language = language_of(locale)
    return speaking(speech_of(language))


def localized(command: Command, language: str) -> Command:
    """A command with its summary and its parameters' meanings in a language, for menus."""
    with speaking(speech_of(language)):
        return replace(
            command,
            summary=phrase(command.summary),
            parameters=tuple(
                replace(parameter, meaning=phrase(parameter.meaning))
                for parameter in command.parameters
            ),
        )
