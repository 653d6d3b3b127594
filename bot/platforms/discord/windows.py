"""Settings that are typed, asked for in a window of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from handlers.commands import BY_NAME
from i18n.speech import phrase
from rendering.common.splitting import shortened

_TYPED: Final = frozenset({"time", "timezone", "mute"})
"""Settings with more values than a list has room for."""

_NAME: Final = re.compile(r"pcm:(?P<place>\d*):(?P<command>[a-z]+)")
_LONGEST_TITLE: Final = 45
_LONGEST_HINT: Final = 100
_LONGEST_ANSWER: Final = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for a setting, and the channel that it is for; None for the present one."""

    change: str
    place: int | None


def is_typed(command: str, argument: str) -> bool:
    """Whether a button's command lacks what can only be typed."""
    return command in _TYPED and not argument


def window_for(command: str, place: int | None) -> ui.Modal:
    """The window that asks for a setting, in the language being spoken."""
    known = BY_NAME[command]
    (parameter,) = known.parameters
    asked: ui.Label[Any] = ui.Label(
        text=shortened(phrase(known.summary), _LONGEST_TITLE),
        description=shortened(phrase(parameter.meaning), _LONGEST_HINT),
        component=ui.TextInput(placeholder=parameter.example, max_length=_LONGEST_ANSWER),
    )
    title = shortened(phrase(known.summary), _LONGEST_TITLE)
    window = ui.Modal(title=title, custom_id=f"pcm:{place or ''}:{command}")
    window.add_item(asked)
    # What is typed is read from the interaction, so that it is understood after a restart, too.
    window.stop()
    return window


def typed_in(data: Mapping[str, Any]) -> Typed | None:
    """What was typed into one of our windows, from the data of the interaction."""
    match = _NAME.fullmatch(str(data.get("custom_id")))
    if not match or match["command"] not in _TYPED:
        return None
    texts = (part["component"]["value"] for part in data.get("components", ()))
    place = int(match["place"]) if match["place"] else None
    return Typed(f"{match['command']} {next(texts, '')}", place)
