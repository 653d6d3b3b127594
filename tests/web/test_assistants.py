"""The archive for assistants: the official client lists and calls every tool, over both ways in."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from app.fair_use.allowances import COMMANDS, UsedUp
from domain.chats import ChatRef
from domain.documents import Document
from domain.errors import InputError
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from tests.web.site import ADDRESS, ASKED, CANARY, DIFFUSION, PRIVATE, Site, a_site
from web.assistants.door import LARGEST, PATH

TOOLS: Final = {"announced", "digest", "search", "paper", "changes"}


async def say(site: Site, argument: str, chat: Request | None = None) -> Document:
    """What the private chat is answered by /apikey."""
    return await dispatch(site.services, chat or Request(PRIVATE, "77", "apikey", argument))


async def a_key(site: Site) -> str:
    """A new key."""
    (line, *_) = visible_lines(await say(site, "new"))
    return line.rpartition(" ")[2]


@asynccontextmanager
async def assistant(site: Site, key: str) -> AsyncIterator[Client]:
    """The official client, connected."""
    headers = {"authorization": f"Bearer {key}"}
    transport = httpx2.ASGITransport(site.app)
    async with (
        httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers) as http,
        Client(streamable_http_client(f"{ADDRESS}{PATH}", http_client=http)) as client,
    ):
        yield client


async def told(client: Client, tool: str, **arguments: object) -> Any:
    """What a tool answers, as data."""
    result = await client.call_tool(tool, arguments)
    text = "".join(getattr(one, "text", "") for one in result.content)
    return text if result.is_error else json.loads(text)


async def test_a_client_lists_and_calls_every_tool(tmp_path: Path) -> None:
    """What is announced with what is missing, a digest, a search, a paper, what changed in one."""
    async with a_site(tmp_path) as site, assistant(site, await a_key(site)) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == TOOLS
        for tool in listed.values():
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            assert len(tool.description or "") > 60
        day = await told(client, "announced")
        assert (day["day"], day["announced"], len(day["papers"])) == ("2024-03-08", 3, 3)
        assert not day["standing"]["is_complete"]
        assert set(day["standing"]["lacking"]) == {"math"}
        only = await told(client, "announced", day="2024-03-08", archive="cs")
        assert only["standing"] == {
            "is_complete": True,
            "lacking": {},
            "archives": {"cs": "complete"},
        }
        digest = await told(client, "digest", topic="diffusion", day="2024-03-08")
        assert digest["matched"] == len(digest["papers"]) > 0
        claim = digest["papers"][0]["summary"]["tldr"]
        assert claim["evidence"][0]["quote"] in digest["papers"][0]["paper"]["abstract"]
        own = await told(client, "digest")
        assert own["topics"] == [CANARY], "those of whoever asks"
        found = await told(client, "search", query="ti:diffusion")
        assert {one["paper"]["id"] for one in found["papers"]} >= {str(DIFFUSION)}
        paper = await told(client, "paper", paper=f"https://arxiv.org/abs/{DIFFUSION}")
        assert paper["paper"]["id"] == str(DIFFUSION)
        assert paper["summary"]["tldr"]["evidence"]
        assert paper["announced"] == ["2024-03-08"]
        compared = await told(client, "changes", paper="2403.00003")
        assert compared["paper"]["id"] == "2403.00003v1"


async def test_mistakes_are_told_in_a_sentence(tmp_path: Path) -> None:
    """And what only a chat has asked for is not there."""
    async with a_site(tmp_path) as site, assistant(site, await a_key(site)) as client:
        assert "no paper" in await told(client, "paper", paper=str(ASKED))
        assert "no archive zoo" in await told(client, "announced", archive="zoo")
        assert "Nothing is known" in await told(client, "announced", day="2019-01-01")
        assert "not an arXiv id" in await told(client, "paper", paper="lamps")
        assert await told(client, "search", query="cat:cs.CV AND (")
        for before, after in ((0, None), (2, 1), (2, 2), (None, -1)):
            said = await told(client, "changes", paper="2403.00001", before=before, after=after)
            assert "the earlier one first" in said


async def test_keys(tmp_path: Path) -> None:
    """One each, told once, in private; ended by a press, a new one, or by being forgotten."""

    async def status(key: str) -> int:
        headers = [(b"authorization", f"Bearer {key}".encode("latin-1"))] if key else []
        answer = await site.visitor.post(PATH, content=b"{}", headers=headers)
        return answer.status_code

    async with a_site(tmp_path) as site:
        first = await a_key(site)
        assert await status(first) not in (401, 429, 500)
        assert "cannot be told again" in " ".join(visible_lines(await say(site, "")))
        second = await a_key(site)
        assert await status(first) == 401
        assert await status(second) != 401
        await say(site, "end")
        for key in (second, "", "x", f"{CANARY}-key", "é"):
            assert await status(key) == 401
        third = await a_key(site)
        await dispatch(site.services, Request(PRIVATE, "77", "forgetme", "yes"))
        assert await status(third) == 401
        with pytest.raises(InputError, match="private"):
            await say(site, "", Request(PRIVATE, "77", "apikey", is_private=False))
        assert (await site.get(PATH)).status_code == 405
        fourth = await a_key(site)
        assert fourth not in repr(await site.services.store.keys_of(PRIVATE)), "it is kept hashed"


async def test_what_somebody_may_ask_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In size, and in requests a minute."""
    async with a_site(tmp_path) as site:
        headers = {"authorization": f"Bearer {await a_key(site)}"}
        large = await site.visitor.post(PATH, content=b" " * (LARGEST + 1), headers=headers)
        assert large.status_code == 413
        monkeypatch.setattr("web.serving.guard.A_MINUTE", 1)
        monkeypatch.setattr("web.serving.guard.AT_ONCE", 3)
        answers = [await site.visitor.post(PATH, content=b"{", headers=headers) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [400, 400, 429, 429]
        assert int(answers[-1].headers["retry-after"]) > 0


async def test_calls_count_as_commands(tmp_path: Path) -> None:
    """So that a key gives nobody more than their chat does."""
    async with a_site(tmp_path) as site, assistant(site, await a_key(site)) as client:
        context = await site.services.context(Request(PRIVATE, PRIVATE.chat_id, "mcp"))
        with suppress(UsedUp):
            for _ in range(10_000):
                await site.services.allowances.charge(context, COMMANDS)
        assert "as many commands as one person may" in await told(client, "announced")


async def test_who_is_shut_out_is_so_with_a_key_too(tmp_path: Path) -> None:
    """By their name, which on Discord is another than their private chat's."""
    place = ChatRef("discord", "200000000000000001")
    person = (place.kind, "300000000000000001")
    async with a_site(tmp_path) as site:
        said = await say(site, "new", Request(place, person[1], "apikey", "new"))
        key = next(visible_lines(said)).rpartition(" ")[2]
        async with assistant(site, key) as client:
            assert (await told(client, "announced"))["announced"] == 3
            await site.services.admission.deny(person)
            for tool in ("announced", "digest"):
                assert "those who run it decide" in await told(client, tool)
            await site.services.admission.allow(person)
            context = await site.services.context(Request(place, person[1], "mcp"))
            with suppress(UsedUp):
                for _ in range(10_000):
                    await site.services.allowances.charge(context, COMMANDS)
            assert "as many commands as one person may" in await told(client, "announced")


async def test_over_standard_input_and_output(tmp_path: Path) -> None:
    """As a program that an assistant starts."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp", "--sample"],
        env={"PAPERCRIER_DATABASE": str(tmp_path / "papercrier.db")},
    )
    async with Client(command) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        day = await told(client, "announced")
        assert day["standing"]["is_complete"]
        assert day["announced"] > 5
