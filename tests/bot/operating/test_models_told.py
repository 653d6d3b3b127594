"""What the log says of a model before anybody wants it: until when it is there, and its price."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.container import open_container
from bot.operations.logs import set_up_logs
from bot.settings import Settings
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import Fail, model_server
from tests.fakes.paper_source import FakeSource
from tests.fakes.strict_models import Strictness
from tests.patience import PATIENCE


async def told(folder: Path, model: str, until: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the log of a process that stays says of a provider's model, until it says something."""
    set_up_logs()
    settings = Settings(
        _env_file=None, database=folder / "papercrier.db", llm_model=model, llm_api_key="key"
    )
    source, said = FakeSource(SettableClock("2026-11-28T12:00:00Z")), ""
    async with (
        asyncio.timeout(PATIENCE),
        open_container(settings, source=source, is_served=True),
    ):
        while until not in said:
            await asyncio.sleep(0.01)
            said += capsys.readouterr().err
    return said


async def test_a_model_that_is_shut_down_soon_is_told_with_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As its provider's list of models has it; nothing is asked that has to be paid for."""
    async with model_server([Fail(500)], strictness=Strictness(ends="2026-12-11")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        said = await told(tmp_path, "openai:gpt-5-mini", "2026-12-11", capsys)
    assert "gpt-5-mini is shut down by its provider on 2026-12-11" in said
    assert server.requests == []


async def test_where_no_price_is_known_tokens_have_a_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the log says so."""
    async with model_server([Fail(500)]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        said = await told(tmp_path, "openai:unheard-of", "No price", capsys)
    assert "No price of unheard-of is known: its tokens are counted, 5,000,000 a day" in said
