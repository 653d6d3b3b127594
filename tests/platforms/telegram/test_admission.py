"""Who may use Papercrier on Telegram: messages, buttons, inline queries, groups and channels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from app.fair_use.admission import DENIED
from domain.chats import Chat, ChatRef
from domain.deliveries import OutboxPart, Outcome
from domain.documents import Document
from rendering.common.parcels import packed
from tests.fakes.telegram_server import FakeTelegram
from tests.platforms.telegram_harness import ANN, BEN, CHANNEL, GROUP, TelegramHarness
from tests.platforms.telegram_harness import telegram_harness as harness

OPERATOR = 1
REFUSAL = "private; those who run it"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[TelegramHarness]:
    """For Ann alone, and whoever runs it."""
    admins, allow = f"telegram:{OPERATOR}", f"telegram:{ANN}"
    async with (
        FakeTelegram() as fake,
        harness(tmp_path, fake, admins=admins, allow=allow) as served,
    ):
        await fake.until(lambda: fake.polls)
        served.services.notices.connect("telegram", served.adapter.tell)
        yield served


async def test_a_stranger_asks_and_is_let_in(served: TelegramHarness) -> None:
    """A sentence for them, two buttons for the operator, and then an answer; others see none."""
    assert REFUSAL in (await served.ask("/about", chat=BEN)).text
    said = f"Ann would like to use Papercrier: telegram:{BEN}"
    wanted = await served.telegram.next(OPERATOR, contains=said)
    assert list(wanted.buttons) == ["Allow", "Deny"]
    await served.press(wanted, "Allow")
    await served.telegram.next(BEN, contains="You may use")
    assert "Version" in (await served.ask("/about", chat=BEN)).text
    await served.press(wanted, "Deny")
    assert REFUSAL in (await served.ask("/about", chat=BEN)).text
    assert "Version" in (await served.ask("/about", chat=ANN)).text


async def test_a_button_is_no_way_in(served: TelegramHarness) -> None:
    """Whoever is shut out presses in vain what they were sent before."""
    menu = await served.ask("/start", chat=ANN)
    await served.ask(f"/deny telegram:{ANN}", chat=OPERATOR)
    label = next(name for name, button in menu.buttons.items() if "callback_data" in button)
    assert REFUSAL in (await served.press(menu, label)).text


async def test_inline_queries(served: TelegramHarness) -> None:
    """Nothing is offered to a stranger."""
    assert await served.telegram.type_inline("", user=BEN) == []
    await served.ask(f"/allow telegram:{BEN}", chat=OPERATOR)
    await served.ask("/digest", chat=ANN)
    assert await served.telegram.type_inline("", user=BEN)


@pytest.mark.parametrize(("chat", "told"), [(GROUP, GROUP), (CHANNEL, BEN)])
async def test_a_stranger_adds_it(served: TelegramHarness, chat: int, told: int) -> None:
    """To a group or a channel: one sentence, nothing is kept, and the operator is asked."""
    served.telegram.channels.add(CHANNEL)
    await served.telegram.change_standing(chat, "left", "administrator", user=BEN)
    assert REFUSAL in (await served.telegram.next(told)).text
    await served.telegram.next(OPERATOR, contains=f"telegram:{chat}")
    assert not await served.services.store.managers(ChatRef("telegram", str(chat)))


async def test_channels_of_a_stranger(served: TelegramHarness) -> None:
    """Nobody manages one who may not use Papercrier."""
    for line in ("/channel", "/channel link", f"/channel {CHANNEL} subscribe robots"):
        assert REFUSAL in (await served.ask(line, chat=BEN)).text


async def test_whoever_is_denied_gets_no_digest(served: TelegramHarness) -> None:
    """Were they to write to the bot, which says that they can be written to."""
    ref = ChatRef("telegram", str(ANN))
    await served.services.store.save_chat(Chat(ref))
    await served.ask(f"/deny telegram:{ANN}", chat=OPERATOR)
    assert REFUSAL in (await served.ask("/about", chat=ANN)).text
    (payload,) = packed("telegram", Document.say("News"))
    part = OutboxPart(id=1, chat=ref, slot=date(2024, 3, 8), part=0, parts=1, payload=payload)

    async def begun() -> None:
        pass

    delivery = await served.adapter.messenger.deliver(part, begun)
    assert (delivery.outcome, delivery.reason) == (Outcome.GONE, DENIED)
    assert delivery.is_final
    await served.ask(f"/allow telegram:{ANN}", chat=OPERATOR)
    assert (await served.adapter.messenger.deliver(part, begun)).outcome is Outcome.SENT
