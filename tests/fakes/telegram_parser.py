"""Telegram's own parser of texts, offline (TDLib through tdjson)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import tdjson

_HTML: Final = {"@type": "textParseModeHTML"}


class Unparsable(Exception):
    """Telegram would refuse the text; the message is its own."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as readers see it.

    Attributes:
        links: the addresses that are linked, those that Telegram finds by itself too.
    """

    text: str
    links: tuple[str, ...]


def parsed(text: str, *, html: bool) -> Parsed:
    """What readers see of a text that is sent.

    Raises:
        Unparsable: Telegram refuses it.
    """
    links = []
    if html:
        answer = _asked({"@type": "parseTextEntities", "text": text, "parse_mode": _HTML})
        text = answer["text"]
        links = [
            entity["type"]["url"]
            for entity in answer["entities"]
            if entity["type"]["@type"] == "textEntityTypeTextUrl"
        ]
    found = _asked({"@type": "getTextEntities", "text": text})["entities"]
    encoded = text.encode("utf-16-le")
    for entity in found:
        if entity["type"]["@type"] == "textEntityTypeUrl":
            start, length = entity["offset"] * 2, entity["length"] * 2
            links.append(encoded[start : start + length].decode("utf-16-le"))
    return Parsed(text.strip(), tuple(links))


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    payload = json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass")
    answer: dict[str, Any] = json.loads(tdjson.td_execute(payload) or b"{}")
    if answer.get("@type") == "error":
        raise Unparsable(answer["message"])
    return answer


_asked({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
