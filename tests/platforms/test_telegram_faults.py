"""What the Telegram adapter makes of everything that goes wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from app.operating.serving import platform_state
from bot.platforms.answering import Answer
from bot.platforms.telegram import replies as telegram_replies
from bot.platforms.telegram.sending.outcomes import classified
from bot.platforms.telegram.sending.pacing import Pace
from domain.chats import ChatRef
from domain.deliveries import Outcome
from domain.documents import Document, Paragraph, inline
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.patience import PATIENCE
from tests.platforms.telegram_harness import ANN, BEN, GROUP, TelegramHarness, telegram_harness

HERE = ChatRef("telegram", str(ANN))
HELLO = Document.say("hello")


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """An error as the library raises it from another."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), Outcome.UNSENT),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Outcome.UNSENT),
        (caused(TimedOut(), httpx.PoolTimeout("x")), Outcome.UNSENT),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Outcome.UNKNOWN),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Outcome.UNKNOWN),
        (caused(NetworkError("x"), httpx.ReadError("x")), Outcome.UNKNOWN),
        (NetworkError("Bad Gateway"), Outcome.UNKNOWN),
        (TelegramError("Invalid server response"), Outcome.UNKNOWN),
        (Forbidden("bot was kicked from the group chat"), Outcome.GONE),
        (BadRequest("Chat not found"), Outcome.GONE),
        (BadRequest("message thread not found"), Outcome.GONE),
        (BadRequest("not enough rights to send text messages to the chat"), Outcome.FORBIDDEN),
        (BadRequest("can't parse entities"), Outcome.REFUSED),
        (RetryAfter(7), Outcome.LIMITED),
        (ChatMigrated(-1009), Outcome.MOVED),
    ],
    ids=str,
)
def test_outcomes(error: TelegramError, outcome: Outcome) -> None:
    """An error tells whether the message may have arrived, and what would help."""
    delivery = classified(error)
    assert delivery.outcome is outcome
    assert (delivery.retry_after, delivery.moved_to) == (
        7 if outcome is Outcome.LIMITED else 0,
        "-1009" if outcome is Outcome.MOVED else "",
    )


async def test_a_limit_is_obeyed(telegram: TelegramHarness) -> None:
    """The message comes once, after the time that Telegram asked for."""
    telegram.telegram.fail(
        "sendMessage", status=429, description="Too Many Requests", parameters={"retry_after": 1}
    )
    loop = asyncio.get_running_loop()
    began = loop.time()
    delivery = await telegram.adapter.send(HERE, HELLO)
    assert delivery.outcome is Outcome.SENT
    assert loop.time() - began >= 1
    assert len(telegram.telegram.messages(ANN)) == 1


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
async def test_what_may_have_arrived_is_not_sent_again(
    telegram: TelegramHarness, kind: str
) -> None:
    """An answer lost on its way back looks like a message lost on its way there."""
    telegram.telegram.fail("sendMessage", kind)
    delivery = await telegram.adapter.send(HERE, HELLO)
    assert delivery.outcome is Outcome.UNKNOWN
    assert len(telegram.telegram.called("sendMessage")) == 1


async def test_an_edit_is_made_again(telegram: TelegramHarness) -> None:
    """As it can be, without doubling anything."""
    shown = await telegram.ask("/settings")
    telegram.telegram.fail("editMessageText", "cut_after")
    await telegram.press(shown, "Plain messages")
    assert "✓ Plain messages" in shown.buttons
    assert len(telegram.telegram.messages(ANN)) == 1


async def test_refused_html_is_sent_as_plain_text(telegram: TelegramHarness) -> None:
    """The payload is logged, the person is answered."""
    telegram.telegram.fail(
        "sendMessage", status=400, description="Bad Request: can't parse entities: no such tag"
    )
    delivery = await telegram.adapter.send(HERE, HELLO)
    assert delivery.outcome is Outcome.SENT
    first, second = telegram.telegram.called("sendMessage")
    assert first["parse_mode"] == "HTML"
    assert "parse_mode" not in second


async def test_a_long_document_resumes(telegram: TelegramHarness) -> None:
    """What was sent at an earlier try is skipped."""
    long = Document(blocks=tuple(Paragraph(inline("word " * 700)) for _ in range(3)))
    telegram.telegram.fail("sendMessage", "cut_before", chat=ANN)
    telegram.telegram.faults[0].times = 1
    telegram.telegram.faults.insert(0, telegram.telegram.faults.pop())
    assert (await telegram.adapter.send(HERE, long)).outcome is Outcome.UNKNOWN
    sent = await telegram.adapter.send(HERE, long, skip=1)
    assert len(sent.messages) == 2


async def test_one_chat_in_trouble_leaves_the_others_alone(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that hangs for one holds up nobody else, and the end of the process not for long."""
    monkeypatch.setattr("bot.platforms.telegram.adapter.FAREWELL", 0.1)
    monkeypatch.setattr("bot.platforms.telegram.adapter.LAST_SENDS", 0.1)
    telegram.telegram.fail("sendMessage", "hang", chat=ANN)
    await telegram.telegram.say(ANN, "/help")
    for _ in range(3):
        assert "Commands" in (await telegram.ask("/help", chat=BEN)).text
    await telegram.stop()
    assert telegram.telegram.messages(ANN) == []


async def test_slow_work_leaves_updates_alone(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all places for slow work taken, /help is answered, in the same chat too."""
    gate = asyncio.Event()
    search = telegram.services.source.search

    async def slow(*args: object, **kwargs: object) -> object:
        await gate.wait()
        return await search(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(telegram.services.source, "search", slow)
    people = range(100, 140)
    for person in people:
        await telegram.telegram.say(person, "/search diffusion")
    assert "Commands" in (await telegram.ask("/help", chat=100, contains="Commands")).text
    assert "Commands" in (await telegram.ask("/help", chat=BEN, contains="Commands")).text
    await telegram.telegram.next(100, contains=" …")
    gate.set()
    for person in people:
        found = await telegram.telegram.next(person, contains="Stepwise Mirrors")
        assert found
        assert not [m for m in telegram.telegram.messages(person) if m.text.endswith(" …")]


async def test_an_interrupted_answer_says_so(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where progress was shown, the end of the process leaves no promise behind."""
    monkeypatch.setattr("bot.platforms.telegram.adapter.FAREWELL", 0.1)

    async def never(*_: object, **__: object) -> object:
        return await asyncio.Event().wait()

    monkeypatch.setattr(telegram.services.source, "search", never)
    shown = await telegram.ask("/search diffusion", contains="…")
    await telegram.stop()
    assert "ask again" in shown.text


async def test_what_is_made_can_be_stopped(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the button of a draft, in that chat alone; then one may ask again."""

    async def never(*_: object, **__: object) -> object:
        return await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(telegram.services.source, "search", never)
        shown = await telegram.ask("/search diffusion", contains="…")
        other = await telegram.ask("/search diffusion", chat=BEN, contains="…")
        place = {"id": ANN, "type": "private", "first_name": "Ann"}
        await telegram.telegram.push(stopped_message_generation={"chat": place, "draft_id": 1})
        await telegram.telegram.until(lambda: shown.text == "Stopped.")
        assert other.text.endswith("…")
    assert "Search" in (await telegram.ask("/search diffusion", contains="Search")).text


@pytest.mark.parametrize("last_sends", [0.1, 20.0])
async def test_the_end_amid_a_long_answer(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch, last_sends: float
) -> None:
    """Its parts stay as they are: all of them, or those that went and a word that it is cut."""
    monkeypatch.setattr("bot.platforms.telegram.adapter.FAREWELL", 0.1)
    monkeypatch.setattr("bot.platforms.telegram.adapter.LAST_SENDS", last_sends)
    blocks = tuple(Paragraph(inline(f"part {n} " + "word " * 700)) for n in range(1, 7))

    async def long(*_: object) -> Answer:
        await asyncio.sleep(telegram_replies.PATIENCE + 0.1)
        return Answer(Document("Long", blocks))

    monkeypatch.setattr("bot.platforms.telegram.answers.answered", long)
    pace = Pace(in_a_chat=(1, 0.2))
    monkeypatch.setattr(telegram.adapter._sender, "_pace", pace)
    monkeypatch.setattr(telegram.adapter._sender._attempts, "_pace", pace)
    first = await telegram.ask("/search diffusion", contains="part 1")
    await telegram.stop()
    texts = [message.text for message in telegram.telegram.messages(ANN)]
    assert texts[0] == first.text
    assert "part 1" in texts[0]
    assert len(texts) == 6 if last_sends > 1 else 2 <= len(texts) <= 6
    assert ("ask again" in texts[-1]) is (last_sends < 1)


async def test_polling_recovers(telegram: TelegramHarness) -> None:
    """From errors, cut connections, and answers that never come; the trouble is noted."""
    store = telegram.services.store
    telegram.telegram.fail("getUpdates", status=502, description="Bad Gateway")
    assert (await telegram.ask("/help")).text
    telegram.telegram.fail("getUpdates", "cut_before")
    assert (await telegram.ask("/help")).text
    telegram.telegram.fail("getUpdates", "hang")
    assert (await telegram.ask("/help")).text
    await telegram.telegram.until(lambda: not telegram.telegram.faults)
    state = await platform_state(store, "telegram")
    assert state is not None


@pytest.mark.parametrize(
    ("status", "said"), [(401, "revoked"), (404, "revoked"), (409, "Another instance")]
)
async def test_troubles_are_noted_and_survived(
    telegram: TelegramHarness, monkeypatch: pytest.MonkeyPatch, status: int, said: str
) -> None:
    """A revoked token and a second instance are told by name, and looked into again."""
    monkeypatch.setattr("bot.platforms.telegram.polling._TOKEN_PAUSE", 0.3)
    monkeypatch.setattr("bot.platforms.telegram.polling._CONFLICT_PAUSE", 0.3)
    telegram.telegram.fail("getUpdates", status=status, description="No", times=1)
    await telegram.telegram.say(ANN, "/help")
    store = telegram.services.store
    async with asyncio.timeout(PATIENCE):
        state = await platform_state(store, "telegram")
        while state is None or state.state != "trouble":
            await asyncio.sleep(0.01)
            state = await platform_state(store, "telegram")
    assert said in state.why
    assert TOKEN not in state.why
    assert (await telegram.ask("/about", contains="About")).text
    state = await platform_state(store, "telegram")
    assert state is not None
    assert state.state == "serving"


async def test_telegram_down_at_the_start(tmp_path: Path) -> None:
    """The adapter opens when it comes up."""
    fake = FakeTelegram()
    fake.fail("getMe", status=500, description="Internal Server Error", times=2)
    async with fake, telegram_harness(tmp_path, fake) as harness:
        assert (await harness.ask("/help")).text


async def test_what_was_taken_is_not_taken_again(tmp_path: Path) -> None:
    """The end of the process confirms what it has answered."""
    async with FakeTelegram() as fake:
        for _ in range(2):
            async with telegram_harness(tmp_path, fake) as harness:
                await harness.ask("/help")
        assert len(fake.messages(ANN)) == 2


async def test_an_update_that_cannot_be_read(telegram: TelegramHarness) -> None:
    """It is left out; the next ones are not."""
    await telegram.telegram.push(message={"message_id": 1})
    assert (await telegram.ask("/help")).text


async def test_a_group_is_answered_though_the_reply_is_gone(telegram: TelegramHarness) -> None:
    """An answer asks Telegram to be sent also if the question was deleted meanwhile."""
    await telegram.ask("/help", chat=GROUP, user=ANN)
    sent = telegram.telegram.called("sendMessage")[-1]
    assert '"allow_sending_without_reply": true' in sent["reply_parameters"]
