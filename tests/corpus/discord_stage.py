"""The whole process on the strict Discord beside this folder, with the recorded arXiv."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

Json = dict[str, Any]

REPOSITORY: Final = Path(__file__).resolve().parents[2]
NOW: Final = "2024-03-08T06:00:00Z"
COMMAND: Final = [sys.executable, "-m", "bot", "run"]


def kit(shared: Path) -> Any:
    """The harness of the chat servers; skips where it is not there."""
    folder = shared / "chat_servers"
    if not folder.is_dir():
        pytest.skip(f"there are no chat servers in {folder}")
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    return pytest.importorskip("harness")


@contextmanager
def staged(shared: Path, *, enforce_limits: bool = False) -> Iterator[Any]:
    """A stage with Discord and arXiv on it, and nobody yet."""
    harness = kit(shared)
    with harness.Stage(
        telegram=False, enforce_limits=enforce_limits, arxiv_options=("--now", NOW)
    ) as stage:
        yield stage
        # The driver keeps its connection open for ever.
        stage.discord.control._local.connection.close()


def start(stage: Any, **options: Any) -> Any:
    """The process, started as an operator would."""
    env = {"PAPERCRIER_ARXIV_INTERVAL": "0", "PAPERCRIER_NOW": NOW}
    return stage.start_bot(COMMAND, cwd=REPOSITORY, env=env, **options)


def text_of(message: Json) -> str:
    """All that can be read in a message."""
    parts = [message["content"]]
    for embed in message["embeds"]:
        parts += [embed.get("title") or "", embed.get("description") or ""]
    return "\n".join(part for part in parts if part)


def labels(message: Json) -> list[str]:
    """What stands on a message's buttons."""
    return [one["label"] for row in message["components"] for one in row["components"]]


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
