"""What tokens cost, and which models there are, by the list that comes with the price library."""

from __future__ import annotations

import ipaddress
import re
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from genai_prices import Usage as PricedUsage
from genai_prices import calc_price
from genai_prices.data_snapshot import get_snapshot
from pydantic_ai.usage import RequestUsage

from domain.messages import Message, sentence
from summaries.llm.providers import Named
from summaries.llm.usage import Usage

BATCH_SHARE: Final = 0.5
"""What providers take for a batch, of the price of the same answers one by one."""
_CHARACTERS_A_TOKEN: Final = 4


class Prices:
    """The prices of one model.

    What is asked at an address of one's own is priced by whose address that is; a server on this
    machine or in this network costs nothing.
    """

    def __init__(self, named: Named, address: str) -> None:
        """Args: address is empty for the provider's own."""
        self._named = named
        self._address = address
        self._is_free = bool(address) and is_near(address)

    @property
    def is_of_provider(self) -> bool:
        """Whether the provider itself is asked, and not who stands in its place."""
        return not self._address

    def of(self, tokens_in: int, tokens_out: int) -> float | None:
        """What so many tokens cost in US dollars; None where no price is known."""
        return self._of(PricedUsage(input_tokens=tokens_in, output_tokens=tokens_out))

    def of_batch(self, tokens_in: int, tokens_out: int) -> float | None:
        """The same for what is answered in a batch."""
        used = PricedUsage(input_tokens=tokens_in, output_tokens=tokens_out)
        return self._of(used, is_batch=True)

    def measured(
        self, used: RequestUsage, sent: int, written: int, *, is_batch: bool = False
    ) -> Usage:
        """What one request took, by itself: prices rise with its length; what is cached costs less.

        Args:
            used: as the provider counted.
            sent: characters that were sent, for one that does not count.
            written: characters of the answer, likewise.
            is_batch: whether it was answered in a batch.
        """
        tokens = used.input_tokens + used.output_tokens
        if not tokens:
            read, answered = (count // _CHARACTERS_A_TOKEN for count in (sent, written))
            return Usage(read + answered, self.of(read, answered), 1)
        return Usage(tokens, self._of(used, is_batch=is_batch), 1)

    def _of(self, usage: PricedUsage | RequestUsage, *, is_batch: bool = False) -> float | None:
        if self._is_free:
            return 0.0
        try:
            if self._address:
                found = calc_price(usage, self._named.model, provider_api_url=self._address)
                return float(found.total_price)
            found = calc_price(usage, self._named.model, provider_id=self._named.provider)
        except LookupError:
            return None
        # What the providers promise for every model.
        return float(found.total_price) * (BATCH_SHARE if is_batch else 1)


def is_near(address: str) -> bool:
    """Whether an address is of this machine or of a private network."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))


def is_providers(address: str) -> bool:
    """Whether an address is that of a provider who sells models to many."""
    return any(re.match(each.api_pattern, address) for each in get_snapshot().providers)


def doubt_about(named: Named) -> Message | None:
    """What is to be said of a provider's model before it is asked: it may be gone, or misspelt."""
    provider = next(each for each in get_snapshot().providers if each.id == named.provider)
    found = provider.find_model(named.model)
    if found is not None:
        if not found.deprecated:
            return None
        return sentence("{model} is about to be shut down by its provider.", model=named.model)
    known = [model.id for model in provider.models]
    like = ", ".join(get_close_matches(named.model, known, n=3))
    if not like:
        return sentence("No model {model} is known; it may be new.", model=named.model)
    return sentence(
        "No model {model} is known; it may be new, or one of {others} was meant.",
        model=named.model,
        others=like,
    )
