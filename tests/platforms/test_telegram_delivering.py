"""Parts of digests to Telegram, and all that can become of them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.chats import Chat, ChatRef, Sound
from domain.deliveries import OutboxPart, Outcome
from domain.documents import Document, Fold, Paragraph, inline
from domain.errors import StoreError
from rendering.common.parcels import packed
from tests.platforms.telegram_harness import ANN, GROUP, TelegramHarness

HELLO = Document.say("hello")


def part_for(chat: int, thread: str = "") -> OutboxPart:
    """A part of a digest, as it comes from the outbox."""
    (payload,) = packed("telegram", HELLO)
    ref = ChatRef("telegram", str(chat), thread)
    return OutboxPart(id=1, chat=ref, slot=date(2024, 3, 8), part=0, parts=1, payload=payload)


async def begun() -> None:
    """Nothing keeps the part from being sent."""


async def test_a_part_is_sent_once_it_is_begun(telegram: TelegramHarness) -> None:
    """Nothing goes out before it is kept that it may have."""
    order: list[object] = []

    async def begin() -> None:
        order.append(list(telegram.telegram.called("sendMessage")))

    delivery = await telegram.adapter.messenger.deliver(part_for(ANN), begin)
    assert delivery.outcome is Outcome.SENT
    assert order == [[]]
    assert [m.text for m in telegram.telegram.messages(ANN)] == ["hello"]


async def test_nothing_is_sent_that_cannot_be_kept_as_begun(telegram: TelegramHarness) -> None:
    """The store's trouble comes first."""

    async def full() -> None:
        raise StoreError

    with pytest.raises(StoreError):
        await telegram.adapter.messenger.deliver(part_for(ANN), full)
    assert telegram.telegram.called("sendMessage") == []


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": "cut_before"}, Outcome.UNKNOWN),
        ({"kind": "cut_after"}, Outcome.UNKNOWN),
        ({"status": 502, "description": "Bad Gateway"}, Outcome.UNKNOWN),
        ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, Outcome.GONE),
        (
            {
                "status": 429,
                "description": "Too Many Requests: retry after 7",
                "parameters": {"retry_after": 7},
            },
            Outcome.LIMITED,
        ),
    ],
    ids=lambda value: str(getattr(value, "value", "")),
)
async def test_a_part_is_tried_once(
    telegram: TelegramHarness, fault: dict[str, Any], outcome: Outcome
) -> None:
    """Whatever happens: whether it is tried again is decided, and kept, elsewhere."""
    telegram.telegram.fail("sendMessage", **fault)
    delivery = await telegram.adapter.messenger.deliver(part_for(ANN), begun)
    assert delivery.outcome is outcome
    assert len(telegram.telegram.called("sendMessage")) == 1
    assert delivery.is_final == (outcome is Outcome.GONE), "a person's block is believed at once"


@pytest.mark.parametrize("asked", [86_400, 1e12, 10**30, math.nan, math.inf, -5, "soon", [1]])
async def test_no_limit_silences_it_for_ever(telegram: TelegramHarness, asked: object) -> None:
    """Whatever Telegram says: it is a limit, and of an hour at most."""
    fault: dict[str, Any] = {"description": "Too Many", "parameters": {"retry_after": asked}}
    telegram.telegram.fail("sendMessage", chat=GROUP, status=429, **fault)
    messenger = telegram.adapter.messenger
    delivery = await messenger.deliver(part_for(GROUP), begun)
    assert delivery.outcome is Outcome.LIMITED
    assert 0 < delivery.retry_after <= 3_600
    assert messenger.wait(ChatRef("telegram", str(GROUP))) <= 3_600


async def test_a_limit_halts_what_it_concerns(telegram: TelegramHarness) -> None:
    """A group's own; or, of a person who was sent nothing lately, everybody's."""
    messenger = telegram.adapter.messenger
    limit: dict[str, Any] = {
        "status": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 50},
    }
    telegram.telegram.fail("sendMessage", chat=GROUP, **limit)
    telegram.telegram.fail("sendMessage", chat=ANN, **limit)
    await messenger.deliver(part_for(GROUP), begun)
    assert 40 < messenger.wait(ChatRef("telegram", str(GROUP))) <= 50
    assert messenger.wait(ChatRef("telegram", str(ANN))) == 0
    await messenger.deliver(part_for(ANN), begun)
    assert 40 < messenger.wait(ChatRef("telegram", "4711")) <= 50


async def test_a_group_that_refuses_may_be_in_passing_trouble(telegram: TelegramHarness) -> None:
    """It is not believed at once; a topic that is gone is."""
    for description, is_final in (
        ("Forbidden: bot was kicked from the group chat", False),
        ("Bad Request: message thread not found", True),
    ):
        status = 403 if "Forbidden" in description else 400
        telegram.telegram.fail("sendMessage", status=status, description=description)
        delivery = await telegram.adapter.messenger.deliver(part_for(GROUP, "12"), begun)
        assert (delivery.outcome, delivery.is_final) == (Outcome.GONE, is_final)
        assert delivery.in_thread == is_final


async def test_a_group_that_moved_is_followed(telegram: TelegramHarness) -> None:
    """It is sent where the group is now, and the new id is kept."""
    await telegram.services.store.save_chat(Chat(ChatRef("telegram", str(GROUP))))
    telegram.telegram.fail(
        "sendMessage",
        chat=GROUP,
        status=400,
        description="Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": -1009},
    )
    delivery = await telegram.adapter.messenger.deliver(part_for(GROUP), begun)
    assert delivery.outcome is Outcome.SENT
    assert [call["chat_id"] for call in telegram.telegram.called("sendMessage")] == [
        str(GROUP),
        "-1009",
    ]
    assert await telegram.services.store.chat(ChatRef("telegram", "-1009")) is not None


async def test_refused_markup_is_sent_as_plain_text(telegram: TelegramHarness) -> None:
    """And it is known that it was; plain text that is refused too is sent no more."""
    telegram.telegram.fail("sendMessage", status=400, description="Bad Request: can't parse")
    delivery = await telegram.adapter.messenger.deliver(part_for(ANN), begun)
    assert (delivery.outcome, delivery.is_plain) == (Outcome.SENT, True)
    telegram.telegram.fail(
        "sendMessage", status=400, description="Bad Request: message is too long", times=2
    )
    delivery = await telegram.adapter.messenger.deliver(part_for(ANN), begun)
    assert delivery.outcome is Outcome.REFUSED
    assert len(telegram.telegram.called("sendMessage")) == 4


RICH = Document("Friday", (Fold("More", (Paragraph(inline("word " * 900)),)),) * 2)


def rich_part(**changes: Any) -> OutboxPart:
    """A part that is a rich message, or two classic ones in its place."""
    (payload,) = packed("telegram", RICH)
    return replace(part_for(ANN), payload=payload, **changes)


async def test_an_older_server_is_sent_the_classic_form_alone(telegram: TelegramHarness) -> None:
    """That there are no rich messages is found out once in a process."""
    for _ in range(2):
        delivery = await telegram.adapter.messenger.deliver(rich_part(), begun)
        assert delivery.outcome is Outcome.SENT
        assert len(delivery.messages) == 3
    assert len(telegram.telegram.called("sendRichMessage")) == 1
    assert len(telegram.telegram.messages(ANN)) == 6


async def test_what_says_nothing_of_the_form_is_no_reason_for_the_other(
    telegram: TelegramHarness,
) -> None:
    """It may have arrived, or is to come later: never do both forms go out."""
    for fault in ({"kind": "cut_before"}, {"status": 502, "description": "Bad Gateway"}):
        telegram.telegram.fail("sendRichMessage", **fault)
        delivery = await telegram.adapter.messenger.deliver(rich_part(), begun)
        assert delivery.outcome is Outcome.UNKNOWN
    limited: dict[str, Any] = {
        "status": 429,
        "description": "Too Many",
        "parameters": {"retry_after": 7},
    }
    telegram.telegram.fail("sendRichMessage", **limited)
    delivery = await telegram.adapter.messenger.deliver(rich_part(), begun)
    assert delivery.outcome is Outcome.LIMITED
    assert telegram.telegram.messages(ANN) == []


async def test_content_that_is_refused_goes_out_in_classic_form(telegram: TelegramHarness) -> None:
    """That part alone; the next is tried as a rich message again."""
    for said in ("RICH_MESSAGE_HTML_INVALID", "BLOCK_UNEXPECTED"):
        telegram.telegram.fail("sendRichMessage", status=400, description=f"Bad Request: {said}")
        delivery = await telegram.adapter.messenger.deliver(rich_part(), begun)
        assert delivery.outcome is Outcome.SENT
    assert len(telegram.telegram.called("sendRichMessage")) == 2


async def test_whoever_wants_plain_messages_is_sent_no_other(telegram: TelegramHarness) -> None:
    """Nor are any tried."""
    await telegram.adapter.messenger.deliver(rich_part(plain=True), begun)
    assert telegram.telegram.called("sendRichMessage") == []
    assert telegram.telegram.messages(ANN)


async def test_the_rest_of_a_long_message_waits_and_is_not_doubled(
    telegram: TelegramHarness,
) -> None:
    """Once its first message has arrived, another try would send that again."""
    limited: dict[str, Any] = {
        "status": 429,
        "description": "Too Many",
        "parameters": {"retry_after": 1},
    }
    telegram.telegram.fail("sendMessage", skip=1, **limited)
    delivery = await telegram.adapter.messenger.deliver(rich_part(plain=True), begun)
    assert delivery.outcome is Outcome.SENT
    assert len(telegram.telegram.messages(ANN)) == len(delivery.messages) == 3
    telegram.telegram.fail("sendMessage", "cut_before", skip=1)
    delivery = await telegram.adapter.messenger.deliver(rich_part(plain=True), begun)
    assert delivery.outcome is Outcome.UNKNOWN
    assert len(delivery.messages) == 1


async def test_silent_hours(telegram: TelegramHarness) -> None:
    """And what is not the first message of a digest makes no sound, either."""
    off = Sound(is_off=True)
    for part in (part_for(ANN), replace(part_for(ANN), sound=off), replace(part_for(ANN), part=1)):
        await telegram.adapter.messenger.deliver(part, begun)
    sent = telegram.telegram.called("sendMessage")
    assert ["disable_notification" in one for one in sent] == [False, True, True]
