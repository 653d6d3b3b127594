"""New versions of a paper, and summaries made anew: each says what it is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock

from app.services import Services
from domain.chats import ChatRef
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from tests.bot.arxiv_container import ARXIV_ONLY, PAPER, a_container, calls, licensed, page
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import FRIDAY
from tests.summaries.long_paper import answer

SECOND = replace(PAPER, id=PaperId(PAPER.id.base, 2))


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """An arXiv with two versions of the paper, the second announced on the Friday after."""
    with FakeArxiv() as server:
        server.announce(FRIDAY, PAPER)
        for paper in (PAPER, SECOND):
            server.files[f"/html/{paper.id}"] = Reply(page())
        server.files["/oai"] = licensed(ARXIV_ONLY)
        yield server


async def read(services: Services, argument: str, *, is_admin: bool = True) -> str:
    """What somebody reads who asks for a summary."""
    chat = ChatRef("telegram", "1")
    request = Request(chat, "user 1", "summarize", argument, is_admin, is_private=False)
    return " ".join(" ".join(visible_lines(await dispatch(services, request))).split())


async def test_a_new_version_makes_a_new_summary_and_says_so(
    arxiv: FakeArxiv, llmock: LLMock, tmp_path: Path
) -> None:
    """Asked for by its number, or once its metadata are taken in; the old one costs no more."""
    llmock.reply(answer().model_dump_json(), times=None)
    async with a_container(tmp_path, arxiv, llmock.base_url("openai")) as services:
        base = PAPER.id.base
        assert "from the full text of v1, 8 Mar 2024" in await read(services, base)
        arxiv.announce(date(2024, 3, 15), SECOND, replaced=True)
        assert "from the full text of v2, 8 Mar 2024" in await read(services, f"{base}v2")
        assert calls(llmock) == 2
        assert "from the full text of v2, 8 Mar 2024" in await read(services, base)
        assert "from the full text of v1, 8 Mar 2024" in await read(services, f"{base}v1")
    assert calls(llmock) == 2
    pages = [seen.path for seen in arxiv.seen if seen.path.startswith("/html")]
    assert pages == [f"/html/{PAPER.id}", f"/html/{SECOND.id}"]


async def test_made_anew_it_is_made_once_more_for_all(
    arxiv: FakeArxiv, llmock: LLMock, tmp_path: Path
) -> None:
    """By an admin's word only; over a restart the new one stays."""
    first, second = answer(), answer().model_copy(update={"tldr": answer().takeaways[1]})
    second = second.model_copy(update={"takeaways": [answer().tldr, *answer().takeaways[2:]]})
    llmock.reply(first.model_dump_json()).reply(second.model_dump_json(), times=None)
    wanted = PAPER.id.base
    async with a_container(tmp_path, arxiv, llmock.base_url("openai")) as services:
        assert f"Summary: {first.tldr.text}" in await read(services, wanted)
        with pytest.raises(InputError, match="admins"):
            await read(services, f"{wanted} regenerate", is_admin=False)
        assert f"Summary: {second.tldr.text}" in await read(services, f"{wanted} regenerate")
    async with a_container(tmp_path, arxiv, llmock.base_url("openai")) as services:
        again = await read(services, wanted, is_admin=False)
    assert f"Summary: {second.tldr.text}" in again
    assert calls(llmock) == 2
