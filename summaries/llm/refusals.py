"""What a language model's provider says when it refuses."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any, Final

from pydantic_ai.exceptions import ModelAPIError, ModelContextWindowExceededError, ModelHTTPError

_OVERFLOW: Final = re.compile(
    r"context (?:size|window|length)|(?:prompt|input|request) is too (?:long|large)"
    r"|input token count|too many (?:input )?tokens|max_(?:completion_)?tokens is too large",
    re.IGNORECASE,
)
"""How llama.cpp, Google and others word an overflow that the library takes for any refusal."""


def first_line(error: Exception) -> str:
    """An error's first line, or its name."""
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def is_overflow(error: ModelAPIError) -> bool:
    """Whether there was more to read than the model's context holds, answer included."""
    if isinstance(error, ModelContextWindowExceededError):
        return True
    if not isinstance(error, ModelHTTPError):
        return False
    rejected = error.status_code == HTTPStatus.BAD_REQUEST and _OVERFLOW.search(said(error))
    return bool(rejected) or error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def is_failure(error: ModelAPIError) -> bool:
    """Whether a server failed at a request without a reason, as some do at a form they lack."""
    status = error.status_code if isinstance(error, ModelHTTPError) else 0
    return status == HTTPStatus.INTERNAL_SERVER_ERROR


def said(error: ModelAPIError) -> str:
    """What a provider itself said, in a line."""
    body: Any = error.body
    message = body.get("message") if isinstance(body, dict) else None
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        message = body["error"].get("message", message)
    if isinstance(message, str) and message:
        return message.splitlines()[0][:200]
    return json.dumps(body)[:200] if body else first_line(error)
