"""What Papercrier says of its sample papers, as the messages of each chat platform."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Generic, TypeVar

from bot.container import open_container
from bot.platforms.answering import answer
from bot.settings import Settings
from domain.chats import ChatRef
from domain.documents import Document
from domain.requests import Request
from handlers.dispatch import split_command

NOW: Final = datetime(2026, 11, 20, 8, tzinfo=UTC)

VIEWS: Final = {
    "": (
        ("/start", "/settings"),
        ("/digest diffusion models",),
        ("/summarize sample/0000004",),
    ),
    "-more": (
        ("/subscribe diffusion models", "/timezone"),
        ("/search diffusion",),
        ("/evidence sample/0000004",),
    ),
}
"""What is asked, in columns of one talk each, by what the name of the picture ends in."""

MessageT = TypeVar("MessageT")


@dataclass(frozen=True, slots=True)
class Turn(Generic[MessageT]):
    """What somebody asked, and the messages that answer it."""

    asked: str
    messages: tuple[MessageT, ...]


Talk = tuple[Turn[MessageT], ...]


async def talks(
    platform: str, render: Callable[[Document], tuple[MessageT, ...]]
) -> dict[str, list[Talk[MessageT]]]:
    """The views, asked of a container on the sample and rendered for a platform."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "papercrier.db", now=NOW)
        async with open_container(settings, sample=True) as services:

            async def turn(asked: str) -> Turn[MessageT]:
                command, argument = split_command(asked)
                folds = platform == "telegram"
                request = Request(
                    *(ChatRef(platform, "1"), "1", command, argument), locale="en-GB", folds=folds
                )
                return Turn(asked, render(await answer(services, request)))

            return {
                name: [tuple([await turn(asked) for asked in column]) for column in columns]
                for name, columns in VIEWS.items()
            }
