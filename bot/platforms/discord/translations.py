"""The texts of Discord's commands in the interface's languages, from its catalogues."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from domain.messages import marked
from domain.requests import Parameter
from handlers.commands import COMMANDS
from handlers.languages import localized
from i18n.catalogues import speech_of, spoken_languages
from i18n.languages import language_of
from i18n.speech import phrase, speaking
from rendering.common.splitting import shortened

LONGEST: Final = 100
"""Code points of a description, after Discord's documentation."""

CHANNEL: Final = "channel"
FILE: Final = "file"
MESSAGE_COMMAND: Final = marked("Summarize paper")
"""The command in the menu of a message."""

_BY_NAME: Final = {command.name: command for command in COMMANDS}


def described(option: str, parameter: Parameter | None) -> str:
    """What an option is for, in the language being spoken; two of them are Discord's alone."""
    if parameter is None:
        if option == FILE:
            return phrase("the file that /export gave")
        return phrase("another channel of this server; this one if left out")
    text = phrase(
        "{meaning}, for example {example}", meaning=parameter.meaning, example=parameter.example
    )
    return text if len(text) <= LONGEST else shortened(parameter.meaning, LONGEST)


class Translations(app_commands.Translator):
    """Gives Discord each description in each language that there is a catalogue for."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """A description in a locale's language; None for what stays as it is."""
        language = language_of(str(locale))
        if language not in spoken_languages()[1:]:
            return None
        if context.location is Location.command_name and string.message == MESSAGE_COMMAND:
            return speech_of(language).text(MESSAGE_COMMAND)
        if context.location is Location.command_description:
            command = _BY_NAME.get(context.data.name)
            return shortened(localized(command, language).summary, LONGEST) if command else None
        if context.location is not Location.parameter_description:
            return None
        command = localized(_BY_NAME[context.data.command.name], language)
        parameters = {parameter.name: parameter for parameter in command.parameters}
        with speaking(speech_of(language)):
            return described(context.data.name, parameters.get(context.data.name))
