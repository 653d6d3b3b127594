"""What is asked once before it goes, what is picked from, and pages of digests."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.days import Between, Span
from domain.documents import Attachment, Buttons, Document
from handlers.arguments import read_asked_digest
from handlers.dispatch import dispatch
from tests.handlers.greek import asked, greek_container, words_of

PAPER = "2403.00001"


def commands_of(document: Document) -> list[str]:
    """What the buttons of an answer send."""
    rows = [row for b in document.walk() if isinstance(b, Buttons) for row in b.rows]
    return [button.command for row in rows for button in row]


async def test_nothing_goes_before_it_was_asked_about(tmp_path: Path) -> None:
    """What will go is told, and a button does it."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "λάδι"))
        await dispatch(services, asked("save", PAPER))
        ending = await dispatch(services, asked("unsubscribe", "all"))
        assert commands_of(ending) == ["/unsubscribe all yes"]
        chat = asked("start").chat
        assert len(await services.store.subscriptions(chat)) == 1
        leaving = await dispatch(services, asked("forgetme"))
        assert "1 saved paper" in " ".join(words_of(leaving))
        assert "/forgetme yes" in commands_of(leaving)
        assert await services.store.chat(chat) is not None
        done = await dispatch(services, asked("forgetme", "yes"))
        assert "1 saved paper" in " ".join(words_of(done))
        assert await services.store.chat(chat) is None
        again = await dispatch(services, asked("forgetme"))
        assert "Nothing was kept of you." in words_of(again)


async def test_an_import_takes_the_place_of_no_settings_unasked(tmp_path: Path) -> None:
    """Topics are followed at once; settings that differ wait for a press."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("limit", "7"))
        (file,) = (await dispatch(services, asked("export"))).blocks
        assert isinstance(file, Attachment)
        exported = json.loads(file.text)
        await dispatch(services, asked("limit", "9"))
        answer = await dispatch(services, asked("import", json.dumps(exported)))
        chat = await services.store.chat(asked("start").chat)
        assert chat is not None
        assert chat.settings.limit == 9
        (command,) = commands_of(answer)
        await dispatch(services, asked("import", command.removeprefix("/import ")))
        chat = await services.store.chat(asked("start").chat)
        assert chat is not None
        assert chat.settings.limit == 7


@pytest.mark.parametrize(
    "name",
    ["time", "timezone", "language", "detail", "limit", "sound", "updates", "mute", "unsubscribe"],
)
async def test_what_is_given_no_value_offers_some(tmp_path: Path, name: str) -> None:
    """In place of one another, with a way back."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "λάδι"))
        picker = await dispatch(services, asked(name))
        assert picker.is_menu
        assert commands_of(picker)[-1] == "/settings"
        for command in commands_of(picker):
            line = command.removeprefix("/").split(" ", 1)
            await dispatch(services, asked(*line))


async def test_the_same_again_takes_it_back(tmp_path: Path) -> None:
    """Saved papers and votes are of whoever presses, wherever that is."""
    async with greek_container(tmp_path) as services:
        for name in ("save", "more", "less"):
            first = words_of(await dispatch(services, asked(name, PAPER)))
            second = words_of(await dispatch(services, asked(name, PAPER)))
            assert first != second
            assert "No longer" in " ".join(second) or "Taken back" in " ".join(second)


def test_a_page_of_a_digest_is_asked_for_by_its_days() -> None:
    """However long after; and as it was sent, while that is kept."""
    page = read_asked_digest("slow light 2024-03-06..2024-03-08 page 2")
    assert (page.topic, page.page, page.sent) == ("slow light", 2, None)
    assert page.when == Between(date(2024, 3, 6), date(2024, 3, 8))
    sent = read_asked_digest("2024-03-08..2024-03-08 sent 2024-03-09 page 12")
    assert (sent.topic, sent.page, sent.sent) == ("", 12, date(2024, 3, 9))
    assert read_asked_digest("web page 7 design").page is None
    assert read_asked_digest("web page").when is Span.TODAY
