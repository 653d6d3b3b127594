"""What a server says of itself, where it does: how much it takes in, how many at once, until when.

Context: ``/props`` of llama.cpp, ``max_model_len`` of vLLM. Shutdown: ``shutdown_date`` of
OpenAI's list of models. What is not told is not known; nothing fails for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from httpx import AsyncClient, HTTPError

_PATIENCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a server told; 0 and empty where it did not.

    Attributes:
        context: tokens of question and answer together.
        slots: requests that it works on at once.
        ends: the day from which on the model is gone, as YYYY-MM-DD.
    """

    context: int = 0
    slots: int = 0
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How a server is to be asked; 0 is what is usual.

    Attributes:
        context: tokens of question and answer together.
        timeout: seconds that one answer may take.
        at_once: requests at the same time.
    """

    context: int = 0
    timeout: float = 0.0
    at_once: int = 0


async def told_by(address: str, model: str, key: str) -> Told:
    """Ask the server at an address, ending in ``/v1``, about itself and a model."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    base = address.rstrip("/")
    async with AsyncClient(headers=headers, timeout=_PATIENCE) as client:
        props = await _json(client, f"{base.removesuffix('/v1')}/props")
        listed = await _json(client, f"{base}/models")
    entries = [each for each in _list(listed.get("data")) if isinstance(each, dict)]
    entry = next((each for each in entries if each.get("id") == model), {})
    if not entry and len(entries) == 1:
        entry = entries[0]
    defaults = props.get("default_generation_settings")
    context = _number(defaults.get("n_ctx")) if isinstance(defaults, dict) else 0
    ends = entry.get("shutdown_date")
    return Told(
        context or _number(entry.get("max_model_len")),
        _number(props.get("total_slots")),
        ends if isinstance(ends, str) else "",
    )


async def _json(client: AsyncClient, url: str) -> dict[str, Any]:
    try:
        response = await client.get(url)
        body = response.json() if response.is_success else {}
    except (HTTPError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
