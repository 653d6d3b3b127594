"""What servers of language models refuse, each in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Strictness:
    """What a server takes, where it is no program that takes all.

    Attributes:
        formats: types of `response_format`.
        unknown: parameters that it refuses by name, as those do that know a fixed set.
        systems: messages for the system at most; chat templates of many models refuse a second.
        context: told by ``/props``, as llama.cpp does; 0 is not told.
        slots: likewise.
        ends: the model's `shutdown_date` in the list of models, as OpenAI has it.
    """

    formats: frozenset[str] = frozenset({"json_schema", "json_object", "text"})
    unknown: frozenset[str] = frozenset()
    systems: int = 1
    context: int = 0
    slots: int = 0
    ends: str | None = None

    def fault(self, asked: dict[str, Any]) -> str | None:
        """Why a request is refused."""
        if sum(message["role"] == "system" for message in asked["messages"]) > self.systems:
            return "System message must be at the beginning."
        for name in self.unknown & asked.keys():
            return f"Unrecognized request argument supplied: {name}"
        wanted = asked.get("response_format", {"type": "text"})
        if wanted["type"] not in self.formats:
            return f"This response_format type is unavailable now: {wanted['type']}"
        if wanted["type"] == "json_schema":
            return loose_in(wanted["json_schema"]["schema"])
        return None


def loose_in(schema: Any) -> str | None:
    """What strict servers refuse of a JSON schema, as OpenAI describes Structured Outputs."""
    nodes = schema.values() if isinstance(schema, dict) else schema
    if isinstance(schema, dict) and schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            return "Invalid schema: 'additionalProperties' is required to be false"
        if set(schema["required"]) != set(schema["properties"]):
            return "Invalid schema: 'required' is required to include every key in properties"
    found = (loose_in(node) for node in nodes if isinstance(node, dict | list))
    return next(filter(None, found), None)
