"""Rich messages as calls: to one member alone, with pictures that are uploaded once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, TelegramError

from bot.platforms.buttons import ButtonData
from bot.platforms.telegram.sending.privately import LASTS, Press
from bot.platforms.telegram.sending.rich_calls import NotRich, RichCalls
from bot.platforms.telegram.sending.uploads import Uploads
from domain.chats import ChatRef
from rendering.telegram.rich import RichMessage, RichPicture
from storage.memory.store import MemoryStore
from tests.fakes.clock import SettableClock

GROUP = ChatRef("telegram", "-100")
WORDS = RichMessage(html="<p>Words</p>")
PICTURE = RichMessage(
    html='<img src="tg://photo?id=f1"/>', pictures=(RichPicture(name="f1", image=b"png"),)
)
CHAT = {"id": -100, "type": "supergroup", "title": "It"}
ALONE = "ephemeral_message_parameters"


class Server:
    """What is asked of a server, and what it answers next."""

    def __init__(self, *answers: dict[str, Any] | TelegramError) -> None:
        self.id = 7
        self.asked: list[dict[str, Any]] = []
        self._answers = list(answers)

    async def do_api_request(self, _: str, *, api_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Answer a call."""
        self.asked.append(api_kwargs)
        answer = self._answers.pop(0) if self._answers else {"message_id": 5}
        if isinstance(answer, TelegramError):
            raise answer
        return {"date": 1, "chat": CHAT, **answer}

    def calls(self, store: MemoryStore | None = None) -> RichCalls:
        """Calls of this server, as from a fresh process."""
        clock = SettableClock("2024-03-08T06:00:00Z")
        store = store or MemoryStore()
        bot: Any = self
        return RichCalls(bot, ButtonData(store, clock), Uploads(store, clock))


def pressed(seconds: float = LASTS) -> Press:
    """A press that can be answered for some seconds more."""
    return Press("77", 12, asyncio.get_running_loop().time() + seconds)


async def test_who_pressed_is_answered_alone() -> None:
    """Where the server shows that it does so; such a message has no number for others."""
    server = Server(*[{"message_id": 0, "ephemeral_message_id": n} for n in (1, 2)])
    calls = server.calls()
    for _ in range(2):
        assert await calls.sent(GROUP, WORDS, None, press=pressed()) == ()
    wanted = {"receiver_user_id": 12, "callback_query_id": "77"}
    assert [asked[ALONE] for asked in server.asked] == [wanted, wanted]


async def test_an_older_server_shows_it_to_all_and_is_asked_once() -> None:
    """What all may see is there already; it is not sent again."""
    server = Server()
    calls = server.calls()
    for _ in range(2):
        assert await calls.sent(GROUP, WORDS, None, press=pressed()) == (5,)
    assert [ALONE in asked for asked in server.asked] == [True, False]
    assert not calls.alone.is_known


async def test_what_comes_too_late_is_for_all() -> None:
    """By our clock, or by the server's."""
    server = Server({"message_id": 5}, BadRequest("query is too old and response timeout expired"))
    calls = server.calls()
    for seconds in (-1.0, LASTS):
        assert await calls.sent(GROUP, WORDS, None, press=pressed(seconds)) == (5,)
    assert [ALONE in asked for asked in server.asked] == [False, True, False]
    assert calls.alone.is_known


async def test_content_that_is_refused_is_sent_in_no_other_way() -> None:
    """It goes out in classic form, which is not for here."""
    server = Server(BadRequest("Rich_message_html_invalid"))
    with pytest.raises(NotRich):
        await server.calls().sent(GROUP, WORDS, None, press=pressed())
    assert len(server.asked) == 1


async def test_a_picture_is_uploaded_once() -> None:
    """Also by a process that starts later; another bot has its own."""
    photo = {"type": "photo", "photo": [{"file_id": "small"}, {"file_id": "large"}]}
    server = Server({"message_id": 5, "rich_message": {"blocks": [photo]}})
    store = MemoryStore()
    await server.calls(store).sent(GROUP, PICTURE, None)
    await server.calls(store).sent(GROUP, PICTURE, None)
    server.id = 8
    await server.calls(store).sent(GROUP, PICTURE, None)
    media = [asked["rich_message"]["media"][0]["media"]["media"] for asked in server.asked]
    assert media == ["attach://f1", "large", "attach://f1"]
    assert ["f1" in asked for asked in server.asked] == [True, False, True]
