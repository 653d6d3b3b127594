"""How each bot of each platform is being served, as the process keeps it for whoever asks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from app.operating.bots import Bot
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.platforms import KINDS, Kind, kind_of
from domain.ports import Notes


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


async def platform_states(store: Notes, bots: Iterable[Bot]) -> dict[str, PlatformState]:
    """How each adapter stood last that ever was opened, by platform; of these bots and others."""
    names = sorted({*KINDS, *(bot.platform for bot in bots)}, key=_by_kind)
    states = {name: await platform_state(store, name) for name in names}
    return {name: state for name, state in states.items() if state is not None}


async def keep_platform_state(store: Notes, name: str, state: PlatformState) -> None:
    """Keep how an adapter stands."""
    await store.save_note(_note(name), json.dumps(asdict(state)))


def _by_kind(platform: str) -> tuple[int, str]:
    return KINDS.index(kind_of(platform)), platform


def _note(name: str) -> str:
    return f"door:{name}"


def read_name(text: str) -> tuple[Kind, str]:
    """Whom an operator names: a kind of platform and the id of a person, a chat or a server.

    Raises:
        InputError: nobody can be meant by it.
    """
    platform, _, who = (part.strip() for part in text.partition(":"))
    if platform not in KINDS or not who.removeprefix("-").isdecimal() or not who.isascii():
        raise InputError(
            sentence("Name a platform and the id of a person, a chat or a server."),
            hint=for_example("/allow telegram:4242"),
        )
    return kind_of(platform), who
