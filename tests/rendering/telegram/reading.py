"""What Telegram makes of a message: its own parser, and its server's care for incoming texts.

The server cleans a text before it looks for mentions and addresses, so what it takes out could
bring two harmless halves together. After ``clean_input_string`` of ``td/telegram/misc.cpp`` in
https://github.com/tdlib/td.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

import tdjson

from tests.rendering.chat_letters import Letter, seen

_HTML: Final = {"@type": "textParseModeHTML"}
_TAKEN_OUT: Final = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
_BLANKED: Final = re.compile("[\x00-\x09\x0b-\x1f]")
_FIXED: Final = ("textEntityTypeCode", "textEntityTypePre", "textEntityTypePreCode")
_NOT_PRESSED: Final = ("textEntityTypeMediaTimestamp",)
"""Moments of a video, which lead nowhere in a message without one."""


@dataclass(frozen=True)
class Read:
    """A text as readers see it.

    Attributes:
        entities: how many parts of it have looks or links.
        letters: with the addresses that were linked by markup.
        found: what Telegram finds in it by itself, as type and text.
    """

    text: str
    entities: int
    letters: list[Letter]
    found: list[tuple[str, str]]


def read_html(html: str) -> Read:
    """A text in HTML; fails where Telegram refuses it."""
    answer = _asked({"@type": "parseTextEntities", "text": html, "parse_mode": _HTML})
    return _read(answer["text"], answer["entities"])


def read_plain(text: str) -> Read:
    """A text without markup."""
    return _read(text, [])


def _read(text: str, entities: list[dict[str, Any]]) -> Read:
    units = _units(text)
    links = [""] * len(units)
    fixed = [False] * len(units)
    for entity in entities:
        place = range(entity["offset"], entity["offset"] + entity["length"])
        kind = entity["type"]["@type"]
        for unit in place:
            links[unit] = entity["type"].get("url", links[unit])
            fixed[unit] = fixed[unit] or kind in _FIXED
    letters = [
        letter for unit, link in zip(units, links, strict=True) for letter in seen(unit, link)
    ]
    return Read(text, len(entities), letters, _found(units, fixed))


def _found(units: list[str], fixed: list[bool]) -> list[tuple[str, str]]:
    """What Telegram finds in a text once it is cleaned, but for what lies within fixed text."""
    kept = [place for place, unit in enumerate(units) if not _TAKEN_OUT.fullmatch(unit)]
    text = _BLANKED.sub(" ", "".join(units[place] for place in kept))
    found = []
    for entity in _asked({"@type": "getTextEntities", "text": text})["entities"]:
        kind = entity["type"]["@type"]
        places = kept[entity["offset"] : entity["offset"] + entity["length"]]
        if kind not in _NOT_PRESSED and not all(fixed[place] for place in places):
            found.append((kind, "".join(units[place] for place in places)))
    return found


def _units(text: str) -> list[str]:
    """The characters by UTF-16 code unit, in which Telegram counts; the second halves are empty."""
    return [unit for character in text for unit in (character, "")[: 1 + (character > "\uffff")]]


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    payload = json.dumps(request, ensure_ascii=False).encode()
    answer: dict[str, Any] = json.loads(tdjson.td_execute(payload) or b"{}")
    assert answer.get("@type") != "error", f"refused: {answer['message']}"
    return answer


_asked({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
