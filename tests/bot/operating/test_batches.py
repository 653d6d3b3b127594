"""Batches set up in a container: asked for where the provider has them, and said where not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.container import open_container
from bot.operations.logs import set_up_logs
from bot.settings import Settings
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import model_server, say
from tests.fakes.paper_source import FakeSource
from tests.summaries.invented_papers import cases
from tests.summaries.llm.batch_server import batch_server

CASE = next(cases())
NIGHT = "2031-03-07T04:00:00Z"


async def made(settings: Settings) -> bool:
    """Whether nothing is under way after having a summary made in bulk, as nobody waits."""
    clock = SettableClock(NIGHT)
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        until = clock.now() + timedelta(hours=3)
        return await services.summary_cache.made_in_bulk([(CASE.paper, "en")], until, lambda: True)


async def test_a_batch_is_asked_for_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the setting; over a restart it is the same one, and its summary is kept."""
    settings = Settings(
        _env_file=None,
        database=tmp_path / "papercrier.db",
        llm_model="openai:gpt-6-luna",
        llm_api_key="key",
        llm_batch=True,
    )
    async with batch_server(lambda text: CASE.answer.model_dump_json()) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        assert not await made(settings)
        assert [len(batch.questions) for batch in server.batches] == [1]
        server.end()
        assert await made(settings)
        assert len(server.batches) == 1
        asked = len(server.asked)
        assert await made(settings)
        assert len(server.asked) == asked


@pytest.mark.parametrize("is_batch", [True, False])
async def test_where_there_are_no_batches_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_batch: bool
) -> None:
    """By who wants them of a server of one's own; what is asked one by one is as ever."""
    set_up_logs()
    async with model_server([say(CASE.answer)]) as server:
        settings = Settings(
            _env_file=None,
            database=tmp_path / "papercrier.db",
            llm_model="quill-1",
            llm_base_url=server.url,
            llm_batch=is_batch,
        )
        assert await made(settings)
    assert ("there is no batch interface" in capsys.readouterr().err) == is_batch
    assert server.requests == []
