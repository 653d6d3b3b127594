"""What is told at once on Telegram: a reply to the message that told the paper, which is edited."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.deliveries import Outcome
from domain.documents import Document
from domain.metadata.updates import AtOnce
from rendering.common.parcels import packed
from tests.platforms.telegram_harness import ANN, TelegramHarness
from tests.platforms.test_telegram_delivering import begun, part_for, rich_part

STRUCK = Document.say("withdrawn")


def edit(message: int, document: Document = STRUCK) -> Any:
    """A part that takes the place of a message."""
    (payload,) = packed("telegram", document)
    at_once = AtOnce(5, message, edits=True)
    return replace(part_for(ANN), payload=payload, at_once=at_once)


async def told(telegram: TelegramHarness) -> int:
    """The message that told a paper."""
    (message,) = (await telegram.adapter.messenger.deliver(part_for(ANN), begun)).messages
    return message


@pytest.mark.parametrize("part", [part_for(ANN), rich_part(), rich_part(plain=True)])
async def test_a_notice_is_a_reply(telegram: TelegramHarness, part: Any) -> None:
    """In whatever form; where the message is gone, it comes all the same."""
    number = await told(telegram)
    notice = replace(part, at_once=AtOnce(5, number))
    delivery = await telegram.adapter.messenger.deliver(notice, begun)
    assert delivery.outcome is Outcome.SENT
    sent = telegram.telegram.called("sendMessage")[1:]
    for asked in (*sent, *telegram.telegram.called("sendRichMessage")):
        answered = json.loads(asked["reply_parameters"])
        assert answered == {"message_id": number, "allow_sending_without_reply": True}


async def test_the_message_is_edited(telegram: TelegramHarness) -> None:
    """Tried again, it stays so, and nothing is sent."""
    number = await told(telegram)
    for _ in range(2):
        delivery = await telegram.adapter.messenger.deliver(edit(number), begun)
        assert (delivery.outcome, delivery.messages) == (Outcome.SENT, ())
    assert [one.text for one in telegram.telegram.messages(ANN)] == ["withdrawn"]


async def test_what_can_be_edited_no_longer_stays(telegram: TelegramHarness) -> None:
    """It is no defect; a message that stands in more than one is not edited either."""
    number = await told(telegram)
    delivery = await telegram.adapter.messenger.deliver(edit(number + 1), begun)
    assert delivery.outcome is Outcome.SENT
    assert "not found" in delivery.reason
    several = replace(rich_part(plain=True), at_once=AtOnce(5, number, edits=True))
    assert (await telegram.adapter.messenger.deliver(several, begun)).outcome is Outcome.SENT
    assert [one.text for one in telegram.telegram.messages(ANN)] == ["hello"]
    telegram.telegram.fail("editMessageText", status=502, description="Bad Gateway")
    delivery = await telegram.adapter.messenger.deliver(edit(number), begun)
    assert delivery.outcome is Outcome.UNKNOWN
