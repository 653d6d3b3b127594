"""Requests to Telegram: pauses it asks for are brought within reason before they are believed."""

from __future__ import annotations

from typing import Any, Final

from telegram.request import HTTPXRequest

from domain.concurrency.waits import wait_of

_SOME_TIME: Final = 1
"""Seconds to wait where what Telegram asks for is no number, or in the past."""


class BotRequest(HTTPXRequest):
    """As the library makes them; a pause that it would stumble over is one that it can keep."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer's JSON."""
        answer: dict[str, Any] = HTTPXRequest.parse_json_payload(payload)
        parameters = answer.get("parameters")
        if isinstance(parameters, dict) and "retry_after" in parameters:
            asked = wait_of(parameters["retry_after"])
            parameters["retry_after"] = max(_SOME_TIME, round(asked or 0))
        return answer
