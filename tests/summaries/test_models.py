"""Language models over HTTP: each kind of trouble has its one behaviour."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

import summaries.llm.streaming
from domain.errors import (
    AnswerUnusable,
    ModelError,
    ModelMisconfigured,
    ModelUnavailable,
    SettingsError,
    TextTooLong,
)
from summaries.llm.answers import Answer
from summaries.llm.models import open_model
from summaries.llm.providers import Named
from summaries.llm.rest import LONGEST, Rest
from summaries.llm.servers import Limits
from summaries.llm.usage import Meter
from tests.fakes.language_model import (
    Fail,
    Hang,
    HangUp,
    ModelServer,
    Refuse,
    Say,
    Step,
    model_server,
    say,
)
from tests.patience import PATIENCE
from tests.summaries.invented_papers import cases

ANSWER = next(cases()).answer
GOOD = say(ANSWER)


class Asked:
    """What came of asking a server that takes some steps."""

    def __init__(self, rest: Rest | None = None) -> None:
        self.waits: list[float] = []
        self._rest = rest
        self.meter = Meter()
        self.server: ModelServer | None = None

    async def ask(
        self, *steps: Step, name: str = "openai:gpt-6-luna", longest: int | None = None
    ) -> Answer:
        """Ask once."""
        async with model_server(steps, longest=longest) as self.server:
            model = open_model(
                name, key="key", address=self.server.url, sleep=self._sleep, rest=self._rest
            )
            try:
                return await model.answer("Summarise.", "<paper>[S1] It works.</paper>", self.meter)
            finally:
                await model.close()

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    @property
    def requests(self) -> Sequence[dict[str, Any]]:
        """What the server was asked."""
        assert self.server is not None
        return self.server.requests


async def test_an_answer_comes_typed_and_is_counted() -> None:
    """Tokens by the server's count; a server of this machine costs nothing."""
    asked = Asked()
    assert await asked.ask(GOOD) == ANSWER
    assert asked.meter.used.tokens == 1_000
    assert asked.meter.used.calls == 1
    assert asked.meter.used.money == 0
    assert asked.requests[0]["model"] == "gpt-6-luna"
    assert asked.requests[0]["stream"] is True


async def test_too_many_requests_waits_as_long_as_it_is_told() -> None:
    """429 with Retry-After; then it goes on."""
    asked = Asked()
    busy = Fail(429, headers=(("Retry-After", "7"),))
    assert await asked.ask(busy, GOOD) == ANSWER
    assert asked.waits == [7]


async def test_a_wait_of_an_hour_is_not_waited_for() -> None:
    """The extract comes instead."""
    asked = Asked()
    with pytest.raises(ModelUnavailable, match="wait 3600 s"):
        await asked.ask(Fail(429, headers=(("Retry-After", "3600"),)))
    assert asked.waits == []


@pytest.mark.parametrize("asked", ["1e12", "99999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "nan"])
async def test_no_wait_is_for_ever(asked: str) -> None:
    """Neither for who asks now, nor for those who come a quarter of an hour later."""
    now = 0.0
    one = Asked(rest=Rest(lambda: now))
    with suppress(ModelUnavailable):
        await one.ask(Fail(429, headers=(("Retry-After", asked),)))
    assert sum(one.waits) <= 120
    now = LONGEST
    assert await one.ask(GOOD) == ANSWER


@pytest.mark.parametrize("trouble", [Fail(500), Fail(503), HangUp(), Fail(429)])
async def test_passing_trouble_is_tried_again_three_times_in_all(trouble: Step) -> None:
    """With longer and longer waits; then it is given up."""
    asked = Asked()
    assert await asked.ask(trouble, trouble, GOOD) == ANSWER
    assert asked.waits == [2, 4]
    given_up = Asked()
    with pytest.raises(ModelUnavailable):
        await given_up.ask(trouble)
    assert len(given_up.requests) == 3


@pytest.mark.parametrize(
    ("refusal", "message", "requests"),
    [
        (Fail(404, "The model does not exist", "model_not_found"), "The model does not exist", 1),
        (Fail(401, "Incorrect API key", "invalid_api_key"), "Incorrect API key", 1),
        (Fail(429, "You exceeded your quota", "insufficient_quota"), "exceeded your quota", 1),
        (Fail(400, "bad parameter"), "bad parameter", 3),
    ],
)
async def test_what_will_never_work_is_said_at_once(
    refusal: Step, message: str, requests: int
) -> None:
    """A wrong name, a wrong key, no credit: one request, or one in each form where it may be that.

    In the provider's own words.
    """
    asked = Asked()
    with pytest.raises(ModelMisconfigured, match=message):
        await asked.ask(refusal)
    assert len(asked.requests) == requests


async def test_an_overflow_is_told_apart() -> None:
    """So that less can be sent; a shorter answer is tried first, for it shares the context."""
    asked = Asked()
    with pytest.raises(TextTooLong):
        await asked.ask(GOOD, longest=20)
    assert [request["max_completion_tokens"] for request in asked.requests] == [8_000, 2_000]
    assert asked.waits == []


async def test_malformed_json_is_sent_back_once() -> None:
    """The model may mend it; both answers are paid for."""
    asked = Asked()
    assert await asked.ask(Say('{"tldr": {"text": "It'), GOOD) == ANSWER
    assert asked.meter.used.tokens == 2_000


@pytest.mark.parametrize(
    "steps",
    [
        (Say("no JSON at all"),),
        (Say("{}"),),
        (Say('{"tldr": {"text": "It is cut', cut=True),),
        (Refuse(),),
    ],
)
async def test_what_is_no_answer_is_not_used(steps: tuple[Step, ...]) -> None:
    """Neither talk, nor half an answer, nor a refusal; what it cost is counted."""
    asked = Asked()
    with pytest.raises(AnswerUnusable):
        await asked.ask(*steps)
    assert asked.meter.used.tokens >= 1_000
    assert len(asked.requests) <= 3


async def test_silence_ends_at_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never answers holds nobody for ever."""
    monkeypatch.setattr(summaries.llm.streaming, "FIRST_WORD", 0.05)
    asked = Asked()
    with pytest.raises(ModelUnavailable):
        async with asyncio.timeout(PATIENCE):
            await asked.ask(Hang(5))


async def test_nobody_there_is_unavailable() -> None:
    """A closed port is trouble like any other."""

    async def sleep(seconds: float) -> None:
        return None

    model = open_model("openai:m", key="k", address="http://127.0.0.1:9/v1", sleep=sleep)
    with pytest.raises(ModelError):
        await model.answer("Summarise.", "text", Meter())
    await model.close()


@pytest.mark.parametrize(
    ("text", "has_address", "named"),
    [
        ("openai:gpt-6-luna", False, Named("openai", "gpt-6-luna")),
        ("anthropic:a-model", False, Named("anthropic", "a-model")),
        ("google:gemini-3.8-flash", False, Named("google", "gemini-3.8-flash")),
        ("llama3.3:70b", True, Named("openai", "llama3.3:70b")),
        ("openai:llama3.3:70b", True, Named("openai", "llama3.3:70b")),
    ],
)
def test_models_are_named_by_provider(text: str, has_address: bool, named: Named) -> None:
    """With a server of one's own the provider may be left out."""
    assert Named.parse(text, has_address=has_address) == named


@pytest.mark.parametrize("text", ["gpt-6-luna", "openai:", "acme:m", ""])
def test_what_names_no_model_is_refused(text: str) -> None:
    """With how it is done right."""
    with pytest.raises(SettingsError, match="openai:gpt-6-luna"):
        Named.parse(text)


def test_a_provider_wants_a_key() -> None:
    """Said before anything is asked of it."""
    with pytest.raises(SettingsError, match="PAPERCRIER_LLM_API_KEY"):
        open_model("openai:gpt-6-luna", key="")


@pytest.mark.parametrize(
    ("name", "address", "least", "most"),
    [
        ("openai:gpt-6-luna", "", 0.05, 10),
        ("openai/gpt-oss-120b", "https://openrouter.ai/api/v1", 0.01, 10),
        ("mine", "http://127.0.0.1:9/v1", 0, 0),
    ],
)
async def test_prices_are_known_without_asking(
    name: str, address: str, least: float, most: float
) -> None:
    """From the list that comes with the library; a server of one's own costs nothing."""
    model = open_model(name, key="k", address=address)
    priced = model.price(1_000_000, 1_000)
    await model.close()
    assert priced is not None
    assert least <= priced <= most


@pytest.mark.parametrize("name", ["openai:gpt-6-luna", "google:gemini-3.8-flash", "mine"])
async def test_whoever_speaks_as_openai_does_is_understood(name: str) -> None:
    """Google does, at an address of its own, and most servers of one's own."""
    asked = Asked()
    assert await asked.ask(GOOD, name=name) == ANSWER
    assert asked.requests[0]["model"] == name.rpartition(":")[2]


async def test_google_is_asked_at_googles_address() -> None:
    """Where no other is given."""
    model = open_model("google:gemini-3.8-flash", key="k")
    assert model.address.startswith("https://generativelanguage.googleapis.com/")
    await model.close()


async def test_a_model_unheard_of_has_no_price() -> None:
    """Its tokens are counted all the same."""
    model = open_model("openai:unheard-of", key="k")
    assert model.price(1, 1) is None
    await model.close()


@pytest.mark.parametrize(
    ("name", "provider"),
    [("openai:gpt-6-luna", "openai"), ("anthropic:a-model", "anthropic")],
)
async def test_a_judge_of_clients_has_nothing_to_blame(
    llmock: LLMock, name: str, provider: str
) -> None:
    """By llmock: Retry-After is kept, server errors are tried again, both providers' ways."""
    content = ANSWER.model_dump(mode="json")
    llmock.rate_limit(times=1, retry_after=0.2).fail(503, times=1)
    if provider == "anthropic":
        llmock.call_tool("final_result", content, times=None)
    else:
        llmock.reply(json.dumps(content), times=None)
    # With these nothing is asked of the server about itself; its failures would meet that first.
    limits = Limits(context=32_768, at_once=1)
    model = open_model(name, key="k", address=llmock.base_url(provider), limits=limits)
    try:
        assert await model.answer("Summarise.", "<paper>[S1] It works.</paper>", Meter()) == ANSWER
    finally:
        await model.close()
    llmock.assert_resilient()
    assert len(llmock.requests) == 3
