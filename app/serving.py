"""How each platform is being served, as the process keeps it for whoever asks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from domain.ports import Notes

PLATFORMS: Final = ("telegram", "discord")


class Serving(StrEnum):
    """Whether a platform is being served."""

    SERVING = "serving"
    TROUBLE = "trouble"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorState:
    """How a platform's door stood last.

    Attributes:
        state: one of `Serving`.
        since: ISO 8601, UTC.
        why: what the trouble is.
    """

    state: str
    since: str
    why: str = ""


async def door_state(store: Notes, name: str) -> DoorState | None:
    """How a door stood last; None where it never was opened."""
    kept = await store.note(_note(name))
    return None if kept is None else DoorState(**json.loads(kept))


async def keep_door_state(store: Notes, name: str, state: DoorState) -> None:
    """Keep how a door stands."""
    await store.save_note(_note(name), json.dumps(asdict(state)))


def _note(name: str) -> str:
    return f"door:{name}"
