"""How each platform is being served, as the process keeps it for whoever asks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.ports import Notes

PLATFORMS: Final = ("telegram", "discord")


class Serving(StrEnum):
    """Whether a platform is being served."""

    SERVING = "serving"
    TROUBLE = "trouble"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformState:
    """How a platform's adapter stood last.

    Attributes:
        state: one of `Serving`.
        since: ISO 8601, UTC.
        why: what the trouble is.
    """

    state: str
    since: str
    why: str = ""


async def platform_state(store: Notes, name: str) -> PlatformState | None:
    """How an adapter stood last; None where it never was opened."""
    kept = await store.note(_note(name))
    return None if kept is None else PlatformState(**json.loads(kept))


async def keep_platform_state(store: Notes, name: str, state: PlatformState) -> None:
    """Keep how an adapter stands."""
    await store.save_note(_note(name), json.dumps(asdict(state)))


def _note(name: str) -> str:
    return f"door:{name}"


def read_name(text: str) -> tuple[str, str]:
    """Whom an operator names: a platform and the id of a person, a chat or a server.

    Raises:
        InputError: nobody can be meant by it.
    """
    platform, _, who = (part.strip() for part in text.partition(":"))
    if platform not in PLATFORMS or not who.removeprefix("-").isdecimal() or not who.isascii():
        raise InputError(
            sentence("Name a platform and the id of a person, a chat or a server."),
            hint=for_example("/allow telegram:4242"),
        )
    return platform, who
