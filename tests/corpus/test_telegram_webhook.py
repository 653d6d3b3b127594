"""The whole process called by a strict Telegram, instead of asking it for updates.

The stand-in keeps webhooks and calls none; here its part is played by the test, which takes each
update from the stand-in to the address and with the secret that the process gave.
"""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.corpus.chat_kit import check
from tests.corpus.telegram_stage import PAPER, TITLE, Harness, Message, staged

PUBLIC = "https://crier.example"


class WebhookHarness(Harness):
    """A process that is called."""

    def __init__(self, stage: Any) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{one.getsockname()[1]}"
        self.settings = {
            "PAPERCRIER_TELEGRAM_WEBHOOK": "1",
            "PAPERCRIER_PUBLIC_URL": PUBLIC,
            "PAPERCRIER_WEB_ADDRESS": self.address,
        }
        super().__init__(stage, wait_ready=None, **self.settings)
        self.opened()

    def opened(self, times: int = 1) -> None:
        """Wait until Telegram has been told where to call."""
        self.telegram.wait_count("setWebhook", times, 30)
        self.bot.wait_log("platform open", 20)

    def told(self) -> dict[str, str]:
        """What Telegram was told last."""
        given: dict[str, str] = self.telegram.calls("setWebhook")[-1]["params"]
        return given

    def call(self, update: object, *, secret: str | None = None, path: str = "") -> int:
        """Call as Telegram does, or as somebody else; the status of the answer."""
        told = self.told()
        request = urllib.request.Request(
            f"http://{self.address}{path or urlsplit(told['url']).path}",
            json.dumps(update).encode(),
            {"X-Telegram-Bot-Api-Secret-Token": told["secret_token"] if secret is None else secret},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def forget_what_was_brought(self) -> None:
        """Tell the stand-in, for which it still waits to be brought."""
        told = {**self.told(), "drop_pending_updates": "true"}
        address = f"{self.telegram.url}/bot{self.telegram.token}/setWebhook"
        given = json.dumps({name: told[name] for name in ("url", "drop_pending_updates")})
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(address, given.encode(), headers)  # noqa: S310
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310

    def say(self, chat: int, text: str, **more: Any) -> int:
        """Say something, and have it brought to the process."""
        said = self.telegram.say(chat, text)
        return self.call({"update_id": said["update_id"], "message": said["message"]}, **more)


@pytest.fixture(scope="module")
def harness(shared: Path) -> Iterator[WebhookHarness]:
    """One process that is called."""
    with staged(shared) as stage:
        made = WebhookHarness(stage)
        yield made
        assert stage.complaints() == {}


def test_what_telegram_brings_is_answered(harness: WebhookHarness) -> None:
    """Messages and buttons, quick and slow ones."""
    chat = harness.telegram.new_private()
    assert harness.told()["url"].startswith(f"{PUBLIC}/telegram/")
    assert harness.say(chat, "/help") == HTTPStatus.OK
    harness.answer(chat, "Commands")
    assert harness.say(chat, f"/summarize {PAPER}") == HTTPStatus.OK
    card: Message = harness.answer(chat, TITLE)
    pressed = harness.telegram.press(chat, card, "Evidence")
    person = {"id": chat, "is_bot": False, "first_name": "Person"}
    query = {
        "id": pressed["callback_query_id"],
        "from": person,
        "chat_instance": str(chat),
        "message": {key: value for key, value in card.items() if key != "kit"},
        "data": pressed["button"]["callback_data"],
    }
    update = {"update_id": pressed["update_id"], "callback_query": query}
    assert harness.call(update) == HTTPStatus.OK
    harness.telegram.wait_answer(pressed)
    harness.answer(chat, TITLE)


def test_others_bring_nothing(harness: WebhookHarness) -> None:
    """Without the secret, with a wrong one, at another address; nor is what is no update taken."""
    chat = harness.telegram.new_private()
    token = harness.telegram.token
    for secret in ("", "guessed", token):
        assert harness.say(chat, "/help", secret=secret) == HTTPStatus.FORBIDDEN
    assert harness.say(chat, "/help", path=f"/telegram/{token}") == HTTPStatus.NOT_FOUND
    nonsense: tuple[object, ...] = ({}, [], "words", {"update_id": 1, "message": {"chat": {}}})
    for update in nonsense:
        assert harness.call(update) == HTTPStatus.OK
    harness.say(chat, "/about")
    harness.answer(chat, "About")
    assert len(harness.telegram.messages(chat)) == 1


def test_a_restart_keeps_the_address(harness: WebhookHarness) -> None:
    """Telegram need not be told again; an update that comes again meanwhile is no trouble."""
    before = harness.told()
    harness.bot.restart(wait_ready=None, hard=True)
    harness.telegram.wait_count("getWebhookInfo", 2, 30)
    harness.bot.wait_log("(?s)platform open.*platform open|platform open", 20)
    assert len(harness.telegram.calls("setWebhook")) == 1
    assert harness.told() == before
    chat = harness.telegram.new_private()
    assert harness.say(chat, "/help") == HTTPStatus.OK
    harness.answer(chat, "Commands")


def test_check_knows_of_it(harness: WebhookHarness) -> None:
    """Without an address on the internet it cannot work."""
    code, said = check(harness.stage, **{**harness.settings, "PAPERCRIER_PUBLIC_URL": ""})
    assert code == 1
    assert "PAPERCRIER_PUBLIC_URL" in said


def test_without_the_setting_updates_are_asked_for_again(harness: WebhookHarness) -> None:
    """The webhook is taken away, as with one nothing else gives updates."""
    assert harness.telegram.calls("getUpdates") == []
    stopped = harness.bot.stop()
    assert (stopped.code, stopped.leftovers) == (0, 0)
    harness.forget_what_was_brought()
    polling = Harness(harness.stage)
    assert harness.telegram.state()["webhook"] == {}
    polling.ask(polling.telegram.new_private(), "/help", "Commands")
