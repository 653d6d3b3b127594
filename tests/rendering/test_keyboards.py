"""Tests of `rendering.common.keyboards`, and of what buttons carry."""

from __future__ import annotations

from itertools import chain

from hypothesis import example, given

from bot.platforms.buttons import ROOM, ButtonData
from bot.platforms.discord.controls import name_of
from domain.chats import ChatRef
from domain.documents import Button, Buttons, Document, Paragraph, inline
from rendering.common.keyboards import Rows, keyboards
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import to_discord
from rendering.telegram.html import to_telegram
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.rendering.chat_letters import same_address, seen
from tests.rendering.chat_texts import PATIENT, button_rows, texts

LONGEST_ID = 100
"""Code points of a custom id, after Discord's documentation of components."""

HERE = ChatRef("telegram", "-1001", "7")


def check(rows: Rows, given: Rows, *, width: int, height: int, label: int) -> None:
    """A keyboard that no platform refuses, of buttons that were asked for."""
    asked = list(chain(*given))
    assert 1 <= len(rows) <= height
    for row in rows:
        assert 1 <= len(row) <= width
        for button in row:
            assert 1 <= len(button.label) <= label
            assert list(seen(button.label)), "a label with nothing to see is refused"
            assert bool(button.command) != bool(button.url)
            if button.url:
                assert len(button.url) <= 512
                urls = {same_address(other.url) for other in asked}
                assert same_address(button.url) in urls, "an address that is not ours"
            else:
                assert button.command in {other.command for other in asked}


@PATIENT
@given(button_rows)
def test_any_buttons_are_taken_on_telegram(rows: Rows) -> None:
    """Rows, labels and addresses are within Telegram's limits, a hundred buttons at most."""
    document = Document(blocks=(Paragraph(inline("a")), Buttons(rows)))
    boards = [message.buttons for message in to_telegram(document) if message.buttons]
    for board in boards:
        check(board, rows, width=8, height=12, label=64)
        assert sum(map(len, board)) <= 100
    commands = [button.command for button in chain(*rows) if button.command]
    shown = [b.command for board in boards for row in board for b in row if b.command]
    assert shown == commands, "every command has its button"


@PATIENT
@given(button_rows)
def test_any_buttons_are_taken_on_discord(rows: Rows) -> None:
    """Rows, labels and addresses are within Discord's limits: five rows of five."""
    document = Document(blocks=(Paragraph(inline("a")), Buttons(rows)))
    messages = (one for one in to_discord(document) if isinstance(one, DiscordMessage))
    boards = [message.buttons for message in messages if message.buttons]
    for board in boards:
        check(board, rows, width=5, height=5, label=80)
    commands = [button.command for button in chain(*rows) if button.command]
    shown = [b.command for board in boards for row in board for b in row if b.command]
    assert shown == commands, "every command has its button"


@given(texts.map(lambda text: "/" + text.encode(errors="replace").decode()))
@PATIENT
@example("/subscribe " + "扩散模型" * 40)
async def test_a_button_carries_any_command(command: str) -> None:
    """At most 64 bytes on Telegram and 100 characters on Discord, and the command comes back."""
    buttons = ButtonData(MemoryStore(), SettableClock("2024-03-08T06:00:00"))
    data = await buttons.of(command, HERE)
    assert len(data.encode()) <= ROOM
    assert await buttons.command(data) == command
    assert len(name_of(999, 2**63, data)) <= LONGEST_ID


def test_one_full_keyboard_rather_than_two() -> None:
    """Rows that are too many are put together where all buttons fit into one keyboard."""
    rows = tuple((Button(str(number), f"/{number}"),) for number in range(8))
    (board,) = keyboards(rows, width=5, height=5, label=80)
    assert [len(row) for row in board] == [2, 2, 2, 2]
