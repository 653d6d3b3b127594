"""A language model set up in a container: asked once, checked, told of, and done without."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from bot.container import open_container
from bot.operations.logs import set_up_logs
from bot.settings import Settings
from bot.summarizing import look_at_model
from domain.chats import Chat, ChatRef, Subscription
from domain.errors import InputError
from domain.requests import Request
from domain.topics import Topic
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from summaries.llm.answers import Answer, Told
from tests.bot.processes import ROOT
from tests.bot.terminal import Terminal
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import (
    Fail,
    ModelServer,
    Refuse,
    Say,
    Step,
    model_server,
    say,
)
from tests.fakes.paper_source import FakeSource
from tests.fakes.strict_models import Strictness
from tests.patience import PATIENCE
from tests.summaries.invented_papers import cases
from topics.language import parse_query

CASE = next(cases())
PAPER = replace(
    CASE.paper,
    published=datetime(2031, 3, 6, tzinfo=UTC),
    updated=datetime(2031, 3, 6, tzinfo=UTC),
)
GOOD = say(CASE.answer)
SMALL = say(
    Answer(
        tldr=Told(text="Over ten years the flow of forty small rivers falls.", sentences=[1, 2]),
        takeaways=[],
    )
)
"""What can be said of the small paper that a check asks about; the other answers cannot."""
TOO_LITTLE = say(CASE.answer.model_copy(update={"takeaways": []}))
STATEMENT = CASE.answer.takeaways[1].text


def settings_for(folder: Path, **llm: Any) -> Settings:
    """Settings with a database in a folder, and what is said of a language model."""
    return Settings(_env_file=None, database=folder / "papercrier.db", **llm)


@asynccontextmanager
async def a_container(
    folder: Path, server: ModelServer | None, **more: Any
) -> AsyncIterator[Services]:
    """A harness that knows one paper, and has a server for a model."""
    clock = SettableClock("2031-03-07T12:00:00Z")
    llm = {} if server is None else {"llm_model": "openai:quill-1", "llm_base_url": server.url}
    settings = settings_for(folder, **(llm | more))
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        await services.library.save_papers([PAPER])
        yield services


async def shown(
    services: Services,
    line: str,
    *,
    chat: int = 1,
    is_admin: bool = True,
    is_private: bool = False,
) -> str:
    """What a chat reads after a command."""
    name, _, argument = line.partition(" ")
    ref = ChatRef("telegram", str(chat))
    request = Request(ref, f"user {chat}", name, argument, is_admin, is_private=is_private)
    document = await dispatch(services, request)
    return " ".join(" ".join(visible_lines(document)).split())


async def test_a_hundred_chats_cost_one_call_and_a_restart_none(tmp_path: Path) -> None:
    """They all ask at once for one new paper."""
    async with model_server([GOOD]) as server:
        async with a_container(tmp_path, server) as services:
            line = f"summarize {PAPER.id}"
            read = await asyncio.gather(*(shown(services, line, chat=n) for n in range(100)))
        async with a_container(tmp_path, server) as services:
            again = await shown(services, f"summarize {PAPER.id}")
        assert len(server.requests) == 1
    assert set(read) == {again}
    assert STATEMENT in again
    assert "by quill-1 from the abstract of v1, 7 Mar 2031" in again


async def test_an_admin_may_have_it_made_anew(tmp_path: Path) -> None:
    """Others may not; afterwards the new one is everybody's."""
    async with model_server([GOOD]) as server, a_container(tmp_path, server) as services:
        await shown(services, f"summarize {PAPER.id}")
        with pytest.raises(InputError, match="admins"):
            await shown(services, f"summarize {PAPER.id} regenerate", is_admin=False)
        assert len(server.requests) == 1
        await shown(services, f"summarize {PAPER.id} regenerate")
        await shown(services, f"summarize {PAPER.id}", is_admin=False)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("step", "budget", "said"),
    [
        (Fail(404, "There is no model quill-1"), "1.00", "is not answering at the moment"),
        (Fail(400, "bad"), "1.00", "is not answering at the moment"),
        (GOOD, "100 tokens", "budget for the language model is spent"),
        (TOO_LITTLE, "1.00", "could not all be verified"),
    ],
)
async def test_where_the_model_gives_none_the_extract_says_why(
    tmp_path: Path, step: Step, budget: str, said: str
) -> None:
    """The paper's own sentences, and the reason in the last line."""
    async with (
        model_server([step]) as server,
        a_container(tmp_path, server, llm_daily_budget=budget) as services,
    ):
        text = await shown(services, f"summarize {PAPER.id}")
    assert "extracted from the abstract of v1: " in text
    assert said in text


async def test_the_spend_is_kept_over_a_restart(tmp_path: Path) -> None:
    """So that a process in a loop of crashes spends no more than one that runs."""
    other = replace(PAPER, id=replace(PAPER.id, version=2), abstract=f"{PAPER.abstract} It is 9.")
    async with model_server([GOOD]) as server:
        async with a_container(tmp_path, server, llm_daily_budget="3000 tokens") as services:
            await shown(services, f"summarize {PAPER.id}")
        async with a_container(tmp_path, server, llm_daily_budget="3000 tokens") as services:
            await services.library.save_papers([other])
            assert "budget" in await shown(services, f"summarize {other.id}")
        assert len(server.requests) == 1


async def test_about_names_the_model(tmp_path: Path) -> None:
    """And that there is none."""
    async with model_server([GOOD]) as server, a_container(tmp_path, server) as services:
        assert "Summaries: by quill-1" in await shown(services, "about")
    async with a_container(tmp_path, None) as services:
        assert "no language model is set up" in await shown(services, "about")


async def test_the_card_says_why_it_may_matter(tmp_path: Path) -> None:
    """Only to those who follow a topic that it is in."""
    async with a_container(tmp_path, None) as services:
        assert "Why it may matter" not in await shown(services, f"summarize {PAPER.id}")
        await services.store.save_chat(Chat(ChatRef("telegram", "1")))
        topic = Topic("learning from teachers", parse_query("distillation"))
        since = services.clock.now()
        await services.store.subscribe([Subscription(ChatRef("telegram", "1"), topic, since)])
        text = await shown(services, f"summarize {PAPER.id}")
    assert "Why it may matter to you" in text
    assert "learning from teachers: “distillation” in the abstract" in text


@pytest.mark.parametrize(
    ("llm", "message"),
    [
        ({"llm_model": "quill-1"}, "openai:gpt-6-luna"),
        ({"llm_model": "openai:quill-1"}, "PAPERCRIER_LLM_API_KEY"),
    ],
)
async def test_what_is_set_up_wrongly_is_said_and_done_without(
    tmp_path: Path, llm: dict[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With how it is done right; summaries are the paper's own sentences then."""
    set_up_logs()
    async with open_container(settings_for(tmp_path, **llm)) as services:
        assert services.model == ""
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("step", "status", "said"),
    [
        (SMALL, 0, "by openai:quill-1, at most 1.00 USD a day; answers as JSON schema"),
        (GOOD, 1, "its answer is of no use: Nothing of what it says"),
        (Fail(404, "There is no model quill-1"), 1, "it refuses: openai refused quill-1: There is"),
        (Fail(401, "Incorrect key", "invalid_api_key"), 1, "the key is not taken: openai refused"),
        (Fail(429, "Spent", "insufficient_quota"), 1, "the account has no credit: openai refused"),
        (Refuse(), 1, "it declines to write: "),
        (Say("I am a model."), 1, "it does not keep to the form asked for: It did not answer"),
        (Fail(429, headers=(("Retry-After", "3600"),)), 1, "it is not answering: quill-1 asks to"),
    ],
)
async def test_check_asks_the_model_about_a_small_paper(
    tmp_path: Path, step: Step, status: int, said: str
) -> None:
    """And says what kind of trouble it is, and in the provider's own words what is wrong."""
    async with model_server([step]) as server:
        terminal = Terminal(
            tmp_path,
            llm_model="openai:quill-1",
            llm_base_url=server.url,
            arxiv_api_url=f"{server.url}/chat/completions",
            arxiv_site_url=server.url,
        )
        ran = await asyncio.to_thread(terminal.run, "check")
    row = next(line for line in ran.out.splitlines() if "Summaries" in line)
    assert ("works" in row) == (status == 0)
    assert said in " ".join(ran.out.split())


async def test_check_says_what_was_found(tmp_path: Path) -> None:
    """Form, context, price, the day on which the model is gone, and which question it takes."""
    wrong = say(CASE.answer)
    strictness = Strictness(context=16_384, ends="2026-12-11", formats=frozenset({"json_object"}))
    short = Say('{"tldr": {"text": "The flow falls.", "sentences": [2]}, "takeaways": []}')
    async with model_server([wrong, short], strictness=strictness) as server:
        settings = settings_for(tmp_path, llm_model="quill-1", llm_base_url=server.url)
        found = await look_at_model(settings)
    assert found == (
        "answers as JSON object; 1 claims about a small paper stand; reads 16,384 tokens at once; "
        "its price is known; quill-1 is shut down by its provider on 2026-12-11; quill-1 is asked "
        "for one sentence and the takeaways alone: a trial showed that it cannot do more"
    )


async def test_a_process_that_stays_looks_at_the_model_before_anybody_wants_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its log has the day on which the model is gone, and that it is small."""
    set_up_logs()
    async with model_server([GOOD], strictness=Strictness(ends="2031-12-11")) as server:
        settings = settings_for(tmp_path, llm_model="quill-1", llm_base_url=server.url)
        source, told = FakeSource(SettableClock("2031-03-07T12:00:00Z")), ""
        async with (
            asyncio.timeout(PATIENCE),
            open_container(settings, source=source, is_served=True),
        ):
            while "takeaways alone" not in told:
                await asyncio.sleep(0.01)
                told += capsys.readouterr().err
    assert "shut down by its provider on 2031-12-11" in told


def test_without_a_model_its_libraries_are_not_loaded(tmp_path: Path) -> None:
    """Nor needed: the container opens where they are not installed."""
    script = (
        "import asyncio, sys\n"
        "sys.modules['pydantic_ai'] = sys.modules['openai'] = None\n"
        "from bot.container import open_container\n"
        "from bot.settings import Settings\n"
        "async def main():\n"
        "    async with open_container(Settings(), sample=True) as services:\n"
        "        print('open', services.model == '')\n"
        "asyncio.run(main())\n"
    )
    ran = _python(script, tmp_path)
    assert ran.stdout.split() == ["open", "True"], ran.stderr


def test_a_model_without_its_libraries_is_told_how_to_get_them(tmp_path: Path) -> None:
    """In a sentence, not a traceback."""
    script = (
        "import asyncio, sys\n"
        "sys.modules['pydantic_ai'] = None\n"
        "from bot.container import open_container\n"
        "from bot.settings import Settings\n"
        "async def main():\n"
        "    async with open_container(Settings(llm_model='openai:m', llm_api_key='k')): pass\n"
        "asyncio.run(main())\n"
    )
    assert "make run" in _python(script, tmp_path).stdout


def _python(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
