"""Forms in which a model is asked for its answer; the best one that a server takes is found once.

A server that does not know a form or a parameter refuses it by name. What it names is left out of
the next request, and of all after it. One that fails without a reason, or answers with prose, is
asked in the next form, and by that alone where it answered so twice. What was found outlives a
restart.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel
from pydantic_ai import ModelSettings
from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError, ModelRateLimitError
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.tools import ToolDefinition

from domain.ports import Clock, Notes
from summaries.llm.refusals import is_overflow, said
from summaries.llm.troubles import EVERYBODYS

TOOL: Final = "final_result"


class Form(StrEnum):
    """How an answer is asked for, from the strictest to none at all."""

    SCHEMA = "JSON schema"
    TOOL = "tool"
    OBJECT = "JSON object"
    PLAIN = "plain text"


_OF_A_SERVER: Final = (Form.SCHEMA, Form.OBJECT, Form.PLAIN)
_LENGTHS: Final = ("max_completion_tokens", "max_tokens")
_NOT_KNOWN: Final = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_IMPLEMENTED)
_OF_STREAM: Final = re.compile(r"\bstream(?:ing|_options)?\b", re.IGNORECASE)
_OF_THINKING: Final = re.compile(r"\bthinking\b", re.IGNORECASE)
_OF_FORM: Final = re.compile(
    r"response_?format|json_?(?:schema|object|mode)|json mode|\bschema\b|grammar|structured"
    r"|\btools?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a server wants to be asked, as far as that is known.

    Attributes:
        is_own: whether it is asked at an address of one's own, and may be any program.
        is_streamed: whether the answer is read as it is written.
        can_stream: whether one may be that is shown as it is written.
        left_out: parameters that it does not take.
    """

    form: Form
    is_own: bool = False
    is_streamed: bool = False
    can_stream: bool = True
    left_out: frozenset[str] = frozenset()

    @classmethod
    def best(cls, model: Model, speaks_openai: bool, *, is_own: bool, is_streamed: bool) -> Manner:
        """The first to try."""
        has_schema = model.profile.get("supports_json_schema_output", False)
        form = Form.SCHEMA if speaks_openai or has_schema else Form.TOOL
        return cls(form, is_own and speaks_openai, is_streamed and speaks_openai)

    def after(self, status: int, why: str) -> Manner | None:
        """What to try where a request was refused; None where that had another reason."""
        if self.can_stream and _OF_STREAM.search(why):
            return self.whole()
        if _OF_THINKING.search(why):
            why += " reasoning_effort"
        for name in (*_LENGTHS, "temperature", "reasoning_effort"):
            can_do_without = name not in _LENGTHS or not self.left_out & set(_LENGTHS)
            if name in why and name not in self.left_out and can_do_without:
                return replace(self, left_out=self.left_out | {name})
        return self.lower() if _OF_FORM.search(why) or status in _NOT_KNOWN else None

    def lower(self) -> Manner | None:
        """The same in the next form; None where there is no other."""
        if self.form not in _OF_A_SERVER or self.form is Form.PLAIN:
            return None
        return replace(self, form=_OF_A_SERVER[_OF_A_SERVER.index(self.form) + 1])

    def whole(self) -> Manner:
        """The same for answers that come as a whole."""
        return replace(self, is_streamed=False, can_stream=False)

    def to_keep(self) -> str:
        """As it is kept."""
        return json.dumps([self.form, self.is_streamed, sorted(self.left_out), self.can_stream])

    def as_kept(self, written: str) -> Manner:
        """The same as it was kept; as it is where nothing was."""
        if not written:
            return self
        form, is_streamed, left_out, *rest = json.loads(written)
        can_stream = all(rest)
        return Manner(Form(form), self.is_own, is_streamed, can_stream, frozenset(left_out))

    def parameters(self, kind: type[BaseModel]) -> ModelRequestParameters:
        """What of the form the library puts into a request."""
        if self.form is Form.TOOL:
            tool = ToolDefinition(
                name=TOOL,
                parameters_json_schema=schema_of(kind),
                description=kind.__doc__,
                kind="output",
            )
            return ModelRequestParameters(
                output_mode="tool", output_tools=[tool], allow_text_output=False
            )
        if self.form is Form.SCHEMA and not self.is_own:
            wanted = OutputObjectDefinition(schema_of(kind), kind.__name__.lower(), strict=True)
            return ModelRequestParameters(output_mode="native", output_object=wanted)
        return ModelRequestParameters()

    def settings(self, model: Model, kind: type[BaseModel], most: int) -> ModelSettings:
        """Parameters of a request whose answer may have so many tokens."""
        settings: ModelSettings = {"max_tokens": most}
        body: dict[str, Any] = {}
        thinks = model.profile.get("thinking_enabled_by_default", False)
        if self.is_own:
            # Many servers know the older name alone, and would write without an end.
            body["max_tokens"] = most
            if "max_tokens" in self.left_out:
                del body["max_tokens"]
            if "max_completion_tokens" in self.left_out:
                del settings["max_tokens"]
            if "temperature" not in self.left_out and not thinks:
                settings["temperature"] = 0.1
        elif "reasoning_effort" not in self.left_out and thinks:
            settings["thinking"] = "low"
        if self.form is Form.OBJECT:
            body["response_format"] = {"type": "json_object"}
        elif self.form is Form.SCHEMA and self.is_own:
            wanted = {"name": kind.__name__.lower(), "strict": True, "schema": schema_of(kind)}
            body["response_format"] = {"type": "json_schema", "json_schema": wanted}
        if body:
            settings["extra_body"] = body
        return settings

    def told(self, kind: type[BaseModel]) -> str:
        """What the instructions say of the form; the schema itself may not reach the model."""
        if self.form is Form.TOOL or (self.form is Form.SCHEMA and not self.is_own):
            return ""
        shape = json.dumps(schema_of(kind), ensure_ascii=False, separators=(",", ":"))
        return f"\n\nAnswer with one JSON object and nothing else, by this schema:\n{shape}"


FORM_OF: Final = "form of "
"""Begins the name of the note of a form that was found."""


class Remembered:
    """What was found of a server, kept for a day and over restarts."""

    def __init__(self, notes: Notes, clock: Clock, kind: str, server: str) -> None:
        """Args: kind begins the note's name; of each kind one server's is kept."""
        self._notes = notes
        self._clock = clock
        self._kind = kind
        self._name = f"{kind}{server}"

    async def found(self) -> str:
        """What was found today; empty if nothing was."""
        said, _, day = (await self._notes.note(self._name) or "").rpartition(" ")
        return said if day == self._today() else ""

    async def keep(self, what: str) -> None:
        """Keep what was found, in place of what was kept of any server."""
        await self._notes.forget_notes(self._kind, keeping=self._name)
        await self._notes.save_note(self._name, f"{what} {self._today()}")

    def _today(self) -> str:
        return self._clock.now().date().isoformat()


_ANSWERS: Final = 2
"""How often a server has to answer in a form before those above it are no longer tried."""


class Manners:
    """The manner in which one server is asked, as far as it was found."""

    def __init__(self, best: Manner, kept: Remembered | None) -> None:
        """Args: kept is where it outlives a restart."""
        self.usual = best
        self._best = best
        self._kept = kept
        self._proven: Manner | None = None
        self._answers: Counter[Manner] = Counter()
        self._beginning = asyncio.Lock()
        self._has_begun = kept is None

    async def first(self) -> Manner:
        """The one to begin with."""
        async with self._beginning:
            if not self._has_begun and self._kept is not None:
                self.usual = self.usual.as_kept(await self._kept.found())
                self._has_begun = True
        return self.usual

    def after(self, manner: Manner, error: ModelAPIError) -> Manner | None:
        """What to try where a form or a parameter was refused; None where it was another thing."""
        if not isinstance(error, ModelHTTPError) or is_overflow(error):
            return None
        if isinstance(error, (*EVERYBODYS, ModelRateLimitError)):
            return None
        other = manner.after(error.status_code, said(error))
        if other is not None:
            return self.instead(manner, other)
        return self.below(manner) if error.status_code == HTTPStatus.BAD_REQUEST else None

    def instead(self, manner: Manner, other: Manner) -> Manner:
        """Another from now on."""
        if self.usual == manner:
            self.usual = other
        return other

    def below(self, manner: Manner) -> Manner | None:
        """In the next form, where a server of one's own never gave an answer in this one."""
        return manner.lower() if manner.is_own and manner != self._proven else None

    async def answered(self, manner: Manner) -> None:
        """It gave an answer that could be read."""
        self._answers[manner] += 1
        if manner != self.usual and self._answers[manner] >= _ANSWERS:
            self.usual = manner
        if manner == self.usual != self._proven:
            self._proven = manner
            if self._kept is not None and manner != self._best:
                await self._kept.keep(manner.to_keep())


def schema_of(kind: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of an answer as strict servers want it: all required, nothing besides."""
    schema: dict[str, Any] = _strict(kind.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {
        name: _strict(value)
        for name, value in node.items()
        if not (name in {"default", "title"} and not isinstance(value, dict))
    }
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept
