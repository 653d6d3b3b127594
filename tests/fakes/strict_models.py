"""What servers of language models refuse, each in its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Strictness:
    """What a server takes, where it is no program that takes all.

    Attributes:
        formats: types of `response_format`.
        status: with which it refuses.
        says_why: whether it tells the reason.
        unknown: parameters that it refuses by name, as those do that know a fixed set.
        systems: messages for the system at most; chat templates of many models refuse a second.
        streams: whether it streams an answer where that is asked for.
        kind: the program whose way of telling of itself is taken.
        context: tokens that it tells, 0 is not told; of a model that is loaded, Ollama and LM
            Studio tell it once it was asked something.
        slots: requests at once that it tells.
        ends: the model's `shutdown_date` in the list of models, as OpenAI has it.
        loading: one for each time that it says to be loading its model, and nothing else.
    """

    formats: frozenset[str] = frozenset({"json_schema", "json_object", "text"})
    status: int = 400
    says_why: bool = True
    unknown: frozenset[str] = frozenset()
    systems: int = 1
    streams: bool = True
    kind: str = "llama.cpp"
    context: int = 0
    slots: int = 0
    ends: str | None = None
    loading: list[None] = field(default_factory=list)

    def told(self, path: str, *, was_asked: bool) -> dict[str, Any] | None:
        """What is told at a path; None where there is none."""
        if path == "/v1/models":
            # What it was trained for is more than it was started with.
            entry: dict[str, Any] = {"id": "quill-1", "shutdown_date": self.ends}
            if self.context and self.kind in {"llama.cpp list", "vLLM"}:
                entry |= {"meta": {"n_ctx_train": 131_072, "n_ctx": self.context}}
            if self.context and self.kind == "vLLM":
                entry |= {"meta": None, "max_model_len": self.context}
            return {"object": "list", "data": [entry]}
        if not self.context:
            return None
        if path == "/props" and self.kind == "llama.cpp":
            settings = {"n_ctx": self.context}
            return {"default_generation_settings": settings, "total_slots": self.slots}
        if path == "/api/ps" and self.kind == "Ollama":
            running = [{"name": "quill-1", "model": "quill-1", "context_length": self.context}]
            return {"models": running if was_asked else []}
        if path == "/api/v1/models" and self.kind == "LM Studio":
            config = {"context_length": self.context, "parallel": self.slots}
            loaded = [{"id": "quill-1", "config": config}] if was_asked else []
            mine = {"key": "quill-1", "max_context_length": 131_072, "loaded_instances": loaded}
            return {"models": [{"key": "another"}, mine]}
        return None

    def fault(self, asked: dict[str, Any]) -> str | None:
        """Why a request is refused."""
        if sum(message["role"] == "system" for message in asked["messages"]) > self.systems:
            return "System message must be at the beginning."
        for name in (name for name in self.unknown if asked.get(name)):
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
