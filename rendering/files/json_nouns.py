"""The nouns as JSON, under their own field names.

Ids are canonical strings, dates and times in ISO form (moments in UTC, ending in Z), enums their
values, messages English, queries their normal form, sets sorted lists, bytes Base64. A paper has
``abs_url`` and ``pdf_url`` after its ``id``, empty for a sample paper.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Paper
from domain.topics import And, Category, Not, Or, Term, Together
from rendering.common.plain import UNSEEN

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]

_UNSEEN = re.compile(f"[{UNSEEN}\x85\u2028\u2029]")


def to_jsonable(noun: object) -> JSON:
    """A noun, or a list or mapping of nouns, as what the json library can write.

    Raises:
        TypeError: it is, or holds, something that is no noun.
    """
    match noun:
        case Enum():
            return to_jsonable(noun.value)
        case None | bool() | int() | float() | str():
            return noun
        case Message() | PaperId() | Term() | Together() | Category() | And() | Or() | Not():
            return str(noun)
        case date() | time():
            return _iso(noun)
        case bytes():
            return b64encode(noun).decode("ascii")
        case Mapping():
            return {str(to_jsonable(key)): to_jsonable(value) for key, value in noun.items()}
        case AbstractSet():
            values: list[Any] = list(map(to_jsonable, noun))
            return sorted(values)
        case list() | tuple():
            return list(map(to_jsonable, noun))
        case _ if is_dataclass(noun) and not isinstance(noun, type):
            return _record(noun)
    raise TypeError(f"{type(noun).__name__} is no noun of the domain")


def to_json(noun: object) -> str:
    """A noun as JSON text, indented, in Unicode but for characters that nobody sees."""
    return written(to_jsonable(noun))


def written(value: object) -> str:
    """JSON's own types as text in the same way."""
    return _UNSEEN.sub(_escaped, json.dumps(value, indent=2, ensure_ascii=False))


def _record(noun: Any) -> dict[str, JSON]:
    record: dict[str, JSON] = {}
    for field in fields(noun):
        if isinstance(noun, Paper) and field.name == "checked_at":
            continue  # ours, not the paper's
        record[field.name] = to_jsonable(getattr(noun, field.name))
        if isinstance(noun, Paper) and field.name == "id":
            record["abs_url"] = noun.id.abs_url
            record["pdf_url"] = noun.id.pdf_url
    return record


def _iso(moment: date | time) -> str:
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.isoformat()


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
