"""Wiring of what tells what texts mean: where it is installed, unless it is turned off."""

from __future__ import annotations

from bot.settings import PREFIX, Settings
from domain.messages import Message, sentence
from domain.ports import TextEmbedder
from ranking.minilm import MiniLM, is_installed


def open_embedder(settings: Settings) -> TextEmbedder | None:
    """What tells what texts mean; None where it is not installed, or not wished for."""
    return MiniLM() if settings.semantic is not False and is_installed() else None


def lacking(settings: Settings) -> Message | None:
    """That it is wished for and not installed."""
    if not settings.semantic or is_installed():
        return None
    return sentence(
        "{setting} is set, and what it takes is not installed: {command}",
        setting=f"{PREFIX}SEMANTIC",
        command="make install SEMANTIC=1",
    )
