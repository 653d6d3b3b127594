"""Layouts on Discord, and the forms in which they are sent where it does not take them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from domain.deliveries import Outcome
from domain.documents import Button, Buttons, Card, Document, Paragraph, inline
from domain.page_meta import PageMeta
from tests.fakes.discord_objects import GENERAL, NEWS, buttons_of, text_of
from tests.platforms.discord_harness import Served, begun, part_of

HELLO = Document.say("hello")
SILENT: Final = 1 << 12
LAYOUT: Final = 1 << 15
TOLD = (Paragraph(inline("x")),)
PAGE = Document(
    "Waves",
    (
        Card(
            inline("1. Of *seas*"),
            (Paragraph(inline("x")),),
            actions=(Button("Details", "/why 1"),),
        ),
        Buttons(((Button("Next", "/digest 2"),),)),
    ),
    "https://arxiv.org/abs/1",
)


async def test_a_digest_begins_with_words_that_a_notification_shows(served: Served) -> None:
    """Notifications show nothing of a layout: it follows, and makes no sound of its own."""
    meta = PageMeta(date=date(2024, 3, 8), description="Waves: 1 of 12 papers. Of seas.")
    page = replace(PAGE, meta=meta)
    for number in range(2):
        await served.adapter.messenger.deliver(part_of(page, GENERAL, number), begun)
    words, layout = served.discord.sent[GENERAL]
    assert words["content"] == "Waves: 1 of 12 papers. Of seas."
    assert (words["flags"], layout["flags"]) == (0, SILENT | LAYOUT)
    assert "Of \\*seas\\*" in text_of(layout)


async def test_a_refused_layout_is_sent_with_embeds_and_then_as_text(served: Served) -> None:
    """All of it, under the same nonce, and it is known that it was."""
    layout = part_of(PAGE, GENERAL, 1)
    for times in (1, 2):
        served.discord.sent.clear()
        served.discord._nonces.clear()
        served.discord.fail(f"POST /channels/{GENERAL}/messages", 400, code=50035, times=times)
        delivery = await served.adapter.messenger.deliver(layout, begun)
        assert (delivery.outcome, delivery.is_plain) == (Outcome.SENT, True)
        (message,) = served.discord.sent[GENERAL]
        assert not message["flags"] & LAYOUT
        said = text_of(message)
        if times == 1:
            assert list(buttons_of(message)) == ["1. Details", "Next"]
            assert said == "## [Waves](https://arxiv.org/abs/1)\n### 1\\. Of \\*seas\\*\nx"
        else:
            assert said == "Waves\n1\\. Of \\*seas\\*\nx"
    nonces = {call.body["nonce"] for call in served.discord.made("POST /channels/.*/messages")}
    assert len(nonces) == 1


async def test_nothing_is_sent_in_another_form_that_may_have_arrived(served: Served) -> None:
    """An error of Discord's over a layout of a size that is taken says nothing of it."""
    served.discord.fail(f"POST /channels/{GENERAL}/messages", 503, done=True)
    delivery = await served.adapter.messenger.deliver(part_of(PAGE, GENERAL, 1), begun)
    assert delivery.outcome is Outcome.UNKNOWN
    assert len(served.discord.sent[GENERAL]) == 1


async def test_a_failure_over_a_layout_too_large_is_a_refusal(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord has no other answer to too many bytes; then it is sent in another form."""
    sleep = asyncio.sleep
    # discord.py waits between its five tries.
    monkeypatch.setattr(asyncio, "sleep", lambda seconds: sleep(min(seconds, 0.01)))
    part = part_of(PAGE, GENERAL, 1)
    large = part.payload.replace('"content":"', f'"content":"{"中" * 3_400}', 1)
    served.discord.fail(f"POST /channels/{GENERAL}/messages", 500, times=5)
    delivery = await served.adapter.messenger.deliver(replace(part, payload=large), begun)
    assert (delivery.outcome, delivery.is_plain) == (Outcome.SENT, True)
    (message,) = served.discord.sent[GENERAL]
    assert not message["flags"] & LAYOUT


async def test_announcement_channels_get_no_components_alone(served: Served) -> None:
    """What is published elsewhere has come there without them."""
    layout = part_of(PAGE, NEWS, 1)
    assert (await served.adapter.messenger.deliver(layout, begun)).outcome is Outcome.SENT
    (message,) = served.discord.sent[NEWS]
    assert message["embeds"]
    assert "1. Details" in buttons_of(message)


async def test_parts_queued_before_layouts_are_sent_as_they_are(served: Served) -> None:
    """The outbox keeps what was rendered."""
    embed = {"title": "Old", "description": "*news*", "colour": 1, "plain": "Old\nnews"}
    parcel = [{"message": {"embeds": [embed]}, "title": "Old", "names": []}]
    part = replace(part_of(HELLO, GENERAL), payload=json.dumps(parcel))
    assert (await served.adapter.messenger.deliver(part, begun)).outcome is Outcome.SENT
    (message,) = served.discord.sent[GENERAL]
    assert message["embeds"][0]["title"] == "Old"


async def test_a_layout_that_discord_refuses_is_shown_with_embeds(served: Served) -> None:
    """All of it, with its buttons; and as text alone where those are refused, too."""
    for times, field in ((1, "embeds"), (2, "content")):
        served.discord.fail("callback$", 400, code=50035, message="Invalid Form", times=times)
        asked = await served.discord.slash("start")
        await served.discord.shown(asked)
        (shown,) = asked.shown
        assert shown[field]
        assert not shown["flags"] & LAYOUT
        assert ("Robotics" in buttons_of(shown)) == (field == "embeds")
