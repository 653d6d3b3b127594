"""What is typed, asked for in a window of its own: settings, and questions to a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from handlers.asking.questions import lacks_question, paper_alone
from handlers.commands import BY_NAME
from handlers.places.zones import CITIES_ASKED
from i18n.speech import phrase
from rendering.common.splitting import shortened

_TYPED: Final = frozenset({"time", "timezone", "mute"})
"""Settings with more values than a list has room for."""

_ASKS: Final = "ask"
_NAME: Final = re.compile(r"pcm:(?P<place>\d*):(?P<command>[a-z]+)(?::(?P<about>[\w./-]+))?")
_LONGEST_TITLE: Final = 45
_LONGEST_HINT: Final = 100
_LONGEST_ANSWER: Final = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as a command, and the channel that it is for; None for the present one."""

    command: str
    argument: str
    place: int | None


def is_typed(command: str, argument: str) -> bool:
    """Whether a button's command lacks what can only be typed."""
    if lacks_question(command, argument):
        return True
    return command in _TYPED and (not argument or argument == CITIES_ASKED)


def window_for(command: str, argument: str, place: int | None) -> ui.Modal:
    """The window that asks for what is to be typed, in the language being spoken."""
    known = BY_NAME[command]
    (parameter,) = known.parameters
    title, label, hint, example = (
        phrase(known.summary),
        phrase(known.summary),
        phrase(parameter.meaning),
        parameter.example,
    )
    if command == _ASKS:
        argument = str(paper_alone(argument) or "")
        title, label = phrase("Ask {paper}", paper=argument), phrase("What do you want to know?")
        hint, example = phrase("It is answered by the paper itself."), example.partition(" ")[2]
    asked: ui.Label[Any] = ui.Label(
        text=shortened(label, _LONGEST_TITLE),
        description=shortened(hint, _LONGEST_HINT),
        component=ui.TextInput(placeholder=example, max_length=_LONGEST_ANSWER),
    )
    title = shortened(title, _LONGEST_TITLE)
    about = f":{argument}" if argument else ""
    window = ui.Modal(title=title, custom_id=f"pcm:{place or ''}:{command}{about}")
    window.add_item(asked)
    # What is typed is read from the interaction, so that it is understood after a restart, too.
    window.stop()
    return window


def typed_in(data: Mapping[str, Any]) -> Typed | None:
    """What was typed into one of our windows, from the data of the interaction."""
    match = _NAME.fullmatch(str(data.get("custom_id")))
    if not match or match["command"] not in (*_TYPED, _ASKS):
        return None
    texts = (part["component"]["value"] for part in data.get("components", ()))
    place = int(match["place"]) if match["place"] else None
    text = next(texts, "")
    if match["command"] == _ASKS:
        return Typed(_ASKS, f"{match['about'] or ''} {text}".strip(), place)
    if match["about"]:
        # Asked for beside something else, which stays.
        return Typed(match["command"], text, place)
    return Typed("settings", f"{match['command']} {text}", place)
