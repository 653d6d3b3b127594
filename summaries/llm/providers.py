"""Providers of language models, by name, and how a model of each is opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic_ai.models import Model
from pydantic_ai.profiles import ModelProfile

from domain.errors import SettingsError
from domain.messages import marked, sentence

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from openai import AsyncOpenAI

_GOOGLE: Final = "https://generativelanguage.googleapis.com/v1beta/openai/"
_HINT: Final = marked(
    "It is provider:model, as openai:gpt-6-luna; providers are openai, anthropic, google."
)

Close = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Named:
    """A model as settings name it.

    Attributes:
        provider: openai, anthropic or google; with an address of one's own, openai.
        model: the provider's name of it.
    """

    provider: str
    model: str

    @property
    def speaks_openai(self) -> bool:
        """Whether it is asked as OpenAI's models are."""
        return self.provider != "anthropic"

    @classmethod
    def parse(cls, text: str, *, has_address: bool = False) -> Named:
        """Read ``openai:gpt-6-luna``; with an address of its own the provider may be left out.

        Raises:
            SettingsError: it names no provider that is known.
        """
        provider, colon, model = text.strip().partition(":")
        if has_address and provider not in PROVIDERS:
            return cls("openai", text.strip())
        if not colon or not model or provider not in PROVIDERS:
            raise SettingsError(
                sentence("“{text}” names no language model.", text=text), hint=sentence(_HINT)
            )
        return cls(provider, model)


def _openai(
    model: str, key: str, address: str, timeout: float, profile: ModelProfile | None = None
) -> tuple[Model, Close]:
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = AsyncOpenAI(api_key=key, base_url=address or None, max_retries=0, timeout=timeout)
    provider = OpenAIProvider(openai_client=client)
    return OpenAIChatModel(model, provider=provider, profile=profile), client.close


def _google(model: str, key: str, address: str, timeout: float) -> tuple[Model, Close]:
    from pydantic_ai.profiles.google import google_model_profile

    # The library knows which of them think, and takes that for what it asks by OpenAI's interface.
    thinks = bool((google_model_profile(model) or {}).get("supports_thinking", False))
    profile = ModelProfile(supports_thinking=thinks, thinking_enabled_by_default=thinks)
    return _openai(model, key, address or _GOOGLE, timeout, profile)


def _anthropic(model: str, key: str, address: str, timeout: float) -> tuple[Model, Close]:
    from anthropic import AsyncAnthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    client = AsyncAnthropic(api_key=key, base_url=address or None, max_retries=0, timeout=timeout)
    provider = AnthropicProvider(anthropic_client=client)
    return AnthropicModel(model, provider=provider), client.close


PROVIDERS: Final[dict[str, Callable[[str, str, str, float], tuple[Model, Close]]]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "google": _google,
}


def batched(named: Named, model: Model) -> tuple[Model, AsyncOpenAI | AsyncAnthropic] | None:
    """A model as its provider's batch interface takes it, and who talks to it; None without one."""
    if named.provider == "anthropic":
        from anthropic import AsyncAnthropic
        from pydantic_ai.models.anthropic import AnthropicModel

        if isinstance(model, AnthropicModel) and isinstance(model.client, AsyncAnthropic):
            return model, model.client
    if named.provider == "openai":
        from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
        from pydantic_ai.providers.openai import OpenAIProvider

        if isinstance(model, OpenAIChatModel):
            client = model.client
            provider = OpenAIProvider(openai_client=client)
            return OpenAIResponsesModel(named.model, provider=provider), client
    return None
