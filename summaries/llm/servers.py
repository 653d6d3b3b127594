"""What a server says of itself, where it does: how much it takes in, how many at once, until when.

Context: ``/props`` and ``meta`` of llama.cpp, ``max_model_len`` of vLLM, and for a model that is
loaded ``/api/ps`` of Ollama and ``/api/v1/models`` of LM Studio; what a model was trained for says
nothing. Shutdown: ``shutdown_date`` of OpenAI's list of models. What is not told is not known;
nothing fails for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from httpx import AsyncClient, HTTPError

from summaries.llm.prices import is_providers

_PATIENCE: Final = 5.0
_NOBODY: Final = (
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
"""What llama.cpp says while it loads a model, and proxies where nobody is behind them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a server told; 0 and empty where it did not.

    Attributes:
        context: tokens of question and answer together.
        slots: requests that it works on at once.
        ends: the day from which on the model is gone, as YYYY-MM-DD.
        tells_later: whether it tells more once the model is loaded.
        is_there: whether it answered; one that still starts, or is behind a proxy, does not.
    """

    context: int = 0
    slots: int = 0
    ends: str = ""
    tells_later: bool = False
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How a server is to be asked; 0 is what is usual.

    Attributes:
        context: tokens of question and answer together.
        timeout: seconds that one answer may take, or that a server of one's own may be silent.
        at_once: requests at the same time.
    """

    context: int = 0
    timeout: float = 0.0
    at_once: int = 0


async def told_by(address: str, model: str, key: str) -> Told:
    """Ask the server at an address, ending in ``/v1``, about itself and a model."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    base = address.rstrip("/")
    root = base.removesuffix("/v1")
    async with AsyncClient(headers=headers, timeout=_PATIENCE) as client:
        listed = await _json(client, f"{base}/models")
        if listed is None:
            return Told(is_there=False)
        entry = _entry(listed, "data", model)
        ends = entry.get("shutdown_date")
        told = Told(
            _number(_within(entry, "meta").get("n_ctx")) or _number(entry.get("max_model_len")),
            ends=ends if isinstance(ends, str) else "",
        )
        if is_providers(address):
            return told
        for path, read in _OTHERS:
            said = await _json(client, f"{root}{path}")
            if said is None:
                return replace(told, is_there=False)
            context, slots = read(said, model)
            if context or slots:
                return replace(told, context=context or told.context, slots=slots)
            if isinstance(said.get("models"), list):
                return replace(told, tells_later=not told.context)
    return told


def _of_llama_cpp(props: dict[str, Any], model: str) -> tuple[int, int]:
    settings = _within(props, "default_generation_settings")
    return _number(settings.get("n_ctx")), _number(props.get("total_slots"))


def _of_ollama(running: dict[str, Any], model: str) -> tuple[int, int]:
    return _number(_entry(running, "models", model).get("context_length")), 0


def _of_lm_studio(listed: dict[str, Any], model: str) -> tuple[int, int]:
    loaded = _list(_entry(listed, "models", model).get("loaded_instances"))
    config = _within(loaded[0], "config") if loaded and isinstance(loaded[0], dict) else {}
    return _number(config.get("context_length")), _number(config.get("parallel"))


_OTHERS: Final = (
    ("/props", _of_llama_cpp),
    ("/api/ps", _of_ollama),
    ("/api/v1/models", _of_lm_studio),
)


def _entry(listed: dict[str, Any], where: str, model: str) -> dict[str, Any]:
    """What a list says of a model; of its only one, whatever that is called."""
    entries = [each for each in _list(listed.get(where)) if isinstance(each, dict)]
    names = ("id", "model", "name", "key")
    found = [each for each in entries if model in {each.get(name) for name in names}]
    return (found or (entries if len(entries) == 1 else [{}]))[0]


async def _json(client: AsyncClient, url: str) -> dict[str, Any] | None:
    """What is told at an address; nothing where there is none, None where nobody is there."""
    try:
        response = await client.get(url)
        if response.status_code in _NOBODY:
            return None
        body = response.json() if response.is_success else {}
    except ValueError:
        return {}
    except HTTPError:
        return None
    return body if isinstance(body, dict) else {}


def _within(value: dict[str, Any], name: str) -> dict[str, Any]:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
