"""The whole process on the strict Discord beside this folder, with the recorded arXiv."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.corpus.chat_kit import NOW, REPOSITORY, RUN, SETTINGS, Json, hang_up, kit
from tests.fakes.discord_objects import buttons_of, text_of

__all__ = ["answer", "labels", "pinged", "staged", "start", "text_of"]


@contextmanager
def staged(
    shared: Path, *, enforce_limits: bool = False, arxiv_options: tuple[str, ...] = ()
) -> Iterator[Any]:
    """A stage with Discord and arXiv on it, and nobody yet."""
    with kit(shared).Stage(
        telegram=False,
        enforce_limits=enforce_limits,
        arxiv_options=("--now", NOW, *arxiv_options),
    ) as stage:
        try:
            yield stage
        finally:
            hang_up(stage.discord)


def start(stage: Any, *, wait_ready: float | None = 30.0, **settings: str) -> Any:
    """The process, started as an operator would."""
    env = {**SETTINGS, **settings}
    return stage.start_bot(RUN, cwd=REPOSITORY, env=env, wait_ready=wait_ready)


def labels(message: Json) -> list[str]:
    """What stands on a message's buttons, and in its selects."""
    return list(buttons_of(message))


def answer(stage: Any, asked: Json) -> Json:
    """The finished answer to an interaction, past its progress."""
    reply: Json = stage.discord.wait_reply(
        asked, lambda message: not message["content"].startswith("⏳"), timeout=30
    )
    return reply


def pinged(message: Json) -> list[str]:
    """Whom a message would have notified."""
    pings = message["kit"]["pings"]
    return [*(["everyone"] if pings["everyone"] else []), *pings["users"], *pings["roles"]]
