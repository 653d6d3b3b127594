"""A digest that somebody asks for among others: short, as all of them share what may be sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.container import open_container
from bot.settings import Settings
from domain.chats import Chat, ChatRef, ChatSettings, Detail
from domain.documents import Buttons, Document
from domain.errors import InputError
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.discord.layout import to_discord
from rendering.telegram.html import to_telegram
from rendering.telegram.rich import to_rich
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

PAPERS = 300


async def _asked(folder: Path, platform: str, *, is_private: bool) -> Document:
    """The answer to /digest, in a chat that wants as much as there is, on a rich day."""
    clock = SettableClock("2024-03-08T18:00:00")
    source = FakeSource(clock)
    lines = "\n".join(f"2403.{number:05} cs.CV cs.LG" for number in range(1, PAPERS + 1))
    source.announces("2024-03-08", lines)
    ref = ChatRef(platform, "-100")
    chat_settings = ChatSettings(detail=Detail.FULL, limit=20)
    settings = Settings(database=folder / "papercrier.db")
    async with open_container(settings, source=source, clock=clock) as services:
        await services.store.save_chat(Chat(ref, chat_settings))
        request = Request(ref, "5", "digest", "cat:cs.CV", is_private=is_private)
        return await dispatch(services, replace(request, is_admin=False))


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_members_digest_is_short(tmp_path: Path, platform: str) -> None:
    """A sentence a paper, and in one line it is said why, and how to have more."""
    short = await _asked(tmp_path, platform, is_private=False)
    render = to_telegram if platform == "telegram" else to_discord
    assert len(render(short)) <= 2
    assert len(to_rich(short)) == 1
    said = [block for block in short.blocks if "Told briefly" in str(block)]
    assert len(said) == 1


@pytest.mark.parametrize("command", ["saved"])
async def test_what_is_ones_own_is_shown_to_nobody_else(tmp_path: Path, command: str) -> None:
    """Not in a group, whoever asks there; it says where."""
    settings = Settings(database=tmp_path / "papercrier.db")
    async with open_container(settings, sample=True) as services:
        own = Request(ChatRef("telegram", "5"), "5", "save", "sample/0000001")
        await dispatch(services, own)
        shown = await dispatch(services, replace(own, command=command, argument=""))
        assert "Stepwise Mirrors" in str(shown)
        there = replace(own, chat=ChatRef("telegram", "-100"), is_private=False)
        with pytest.raises(InputError, match=f"send /{command} in our private chat"):
            await dispatch(services, replace(there, command=command, argument=""))


async def test_in_a_private_chat_it_is_as_detailed_as_wished(tmp_path: Path) -> None:
    """Nobody shares it; what is not on the page is on the next ones."""
    whole = await _asked(tmp_path, "telegram", is_private=True)
    assert "Told briefly" not in str(whole)
    rows = [row for block in whole.walk() if isinstance(block, Buttons) for row in block.rows]
    assert [button.label for row in rows for button in row] == ["Papers 4–6 ›"]
