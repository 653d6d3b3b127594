"""Speaking the language of whoever asks, or of a chat."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace

from app.services import Services
from domain.chats import ChatRef
from domain.errors import StoreError
from domain.requests import Context
from handlers.command import Command
from i18n.catalogues import speech_of
from i18n.languages import language_of
from i18n.speech import phrase, speaking


def speaking_for(context: Context) -> AbstractContextManager[None]:
    """To speak, within the block, the language of whoever asks."""
    return speaking(speech_of(context.settings.language))


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
