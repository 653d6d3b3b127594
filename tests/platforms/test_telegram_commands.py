"""What people see who talk to the bot on Telegram in private."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from app.fair_use.allowances import INLINE, UsedUp
from domain.chats import ChatRef
from domain.requests import Access
from handlers.commands import COMMANDS
from tests.fakes.telegram_server import FakeTelegram
from tests.handlers.greek import CHINESE
from tests.platforms.telegram_harness import ANN, TelegramHarness, telegram_harness

ME = ChatRef("telegram", str(ANN))


async def test_three_taps_lead_to_a_digest(telegram: TelegramHarness) -> None:
    """A field, a topic, a time; what is chosen takes effect at once, and a digest can be had."""
    start = await telegram.ask("/start")
    field = await telegram.press(start, "Image and video generation")
    assert field.id == start.id, "fields become topics in the same message"
    topic = await telegram.press(field, "Diffusion models")
    assert "Following Diffusion models" in topic.text
    assert [s.topic.label for s in await telegram.services.store.subscriptions(ME)] == [
        "Diffusion models"
    ]
    timed = await telegram.press(topic, "07:00")
    assert "07:00" in timed.text
    digest = await telegram.press(topic, "See it now")
    assert "Announced 24" in (await telegram.telegram.next(ANN, contains="Announced")).text
    assert digest


async def test_settings_change_in_place(telegram: TelegramHarness) -> None:
    """The one message is edited, and pressing the same again does not trouble Telegram."""
    shown = await telegram.ask("/settings")
    assert (await telegram.press(shown, "Detail ›")).id == shown.id
    assert (await telegram.press(shown, "headline: a sentence for each paper")).id == shown.id
    assert "headline" in shown.text
    chat = await telegram.services.store.chat(ME)
    assert chat is not None
    assert chat.settings.detail == "headline"
    edits = shown.edits
    await telegram.telegram.press(shown, "Plain messages")
    await telegram.telegram.press(shown, "Plain messages")
    await telegram.settled()
    await telegram.telegram.until(lambda: shown.edits > edits)
    assert len(telegram.telegram.messages(ANN)) == 1


async def test_a_paper_is_told_in_one_card(telegram: TelegramHarness) -> None:
    """By command or by its id alone, with typing shown; without a preview of links."""
    for text in ("/summarize sample/0000001", "look: sample/0000001"):
        card = await telegram.ask(text, contains="Stepwise Mirrors")
        assert "Evidence" in card.buttons
    assert telegram.telegram.called("sendChatAction")
    sent = telegram.telegram.called("sendMessage")[-1]
    assert json.loads(sent["link_preview_options"]) == {"is_disabled": True}
    evidence = await telegram.press(card, "Evidence")
    assert "Stepwise Mirrors" in evidence.text


async def test_words_that_are_no_command(telegram: TelegramHarness) -> None:
    """They are asked about, and a button does what is meant; what is no command is said."""
    asked = await telegram.ask("good morning")
    assert "what shall I do with it?" in asked.text
    assert "good morning" in (await telegram.press(asked, "Follow this")).text
    assert "There is no command /" in (await telegram.ask("/digets")).text


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
async def test_every_command_answers(telegram: TelegramHarness, command: str) -> None:
    """With its example, and Telegram's own parser takes every text of it."""
    found = next(one for one in COMMANDS if one.name == command)
    example = found.example.replace("2403.04634", "sample/0000001")
    await telegram.ask("/subscribe diffusion models")
    number = await telegram.telegram.say(ANN, example)
    answer = await telegram.telegram.next(ANN, after=number)
    assert answer.text or answer.file
    assert "Something went wrong" not in answer.text


async def test_export_is_a_file_that_import_takes(telegram: TelegramHarness) -> None:
    """As it was sent, with /import for its caption or typed after it."""
    await telegram.ask("/subscribe diffusion models")
    exported = await telegram.ask("/export")
    assert json.loads(exported.file)["subscriptions"]
    for name in ("import", "导入"):
        asked = await telegram.ask("/unsubscribe all")
        await telegram.press(asked, "Follow none of them")
        assert "Imported 1" in (await telegram.ask(f"/{name} {exported.file}")).text


async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """Their commands stand in them or in the store."""
    async with FakeTelegram() as fake:
        async with telegram_harness(tmp_path, fake) as before:
            shown = await before.ask("/subscribe " + " OR ".join(f"topic{n}" for n in range(12)))
            long_one = next(iter(shown.buttons))
            assert shown.buttons["Undo"]["callback_data"].startswith("#")
        async with telegram_harness(tmp_path, fake) as after:
            undone = await after.press(shown, "Undo")
            assert "No longer following" in undone.text
            assert long_one


async def test_an_expired_button_offers_a_new_menu(telegram: TelegramHarness) -> None:
    """It says that it is too old."""
    shown = await telegram.ask("/start")
    shown.markup["inline_keyboard"] = [[{"text": "Old", "callback_data": "#gone"}]]
    number = await telegram.telegram.press(shown, "Old")
    await telegram.telegram.next(ANN, after=shown.id, contains="Papercrier")
    assert "too old" in telegram.telegram.answers[number]["text"]


@pytest.mark.parametrize(
    ("payload", "contains"),
    [
        ("p_sample_0000001", "Stepwise Mirrors"),
        ("t_diffusion-models", "Following"),
        ("nothing-of-ours", "Papercrier"),
    ],
)
async def test_deep_links(telegram: TelegramHarness, payload: str, contains: str) -> None:
    """They lead to a paper or a topic; any other to the beginning."""
    assert contains in (await telegram.ask(f"/start {payload}")).text


async def test_menus_are_told_once(tmp_path: Path) -> None:
    """In three scopes and each language; not again at the next start, as nothing has changed."""
    async with FakeTelegram() as fake:
        for _ in range(2):
            async with telegram_harness(tmp_path, fake) as harness:
                await harness.ask("/help")
        told = fake.called("setMyCommands")
    by_scope = {
        json.loads(one["scope"])["type"]: {c["command"] for c in json.loads(one["commands"])}
        for one in told
        if "language_code" not in one
    }
    in_chinese = [one for one in told if one.get("language_code") == "zh"]
    assert len(by_scope) == len(in_chinese) == len({one["scope"] for one in in_chinese}) == 3
    assert len(told) == 6
    for menu in in_chinese:
        for entry in json.loads(menu["commands"]):
            assert CHINESE.search(entry["description"]), entry
    names = {one.name for one in COMMANDS if one.access is not Access.OPERATORS}
    assert by_scope["all_private_chats"] == names | {"channel"}
    assert by_scope["all_chat_administrators"] == names
    assert "summarize" in by_scope["all_group_chats"]
    assert "subscribe" not in by_scope["all_group_chats"]


async def test_inline_mode(telegram: TelegramHarness) -> None:
    """An id offers its card, words what arXiv finds, nothing what is new; trouble nothing."""
    (card,) = await telegram.telegram.type_inline("sample/0000001")
    assert "Stepwise Mirrors" in card["input_message_content"]["message_text"]
    link = card["reply_markup"]["inline_keyboard"][-1][-1]["url"]
    assert link == "https://t.me/crier_bot?start=p_sample_0000001v1"
    assert len(await telegram.telegram.type_inline("diffusion")) > 1
    assert await telegram.telegram.type_inline("2403.99999") == []
    assert await telegram.telegram.type_inline("(((") == []


async def test_inline_queries_beyond_what_one_person_may(telegram: TelegramHarness) -> None:
    """They are answered from what is at hand, in one line that says so; arXiv is not asked."""
    await telegram.telegram.type_inline("diffusion")
    await telegram.ask("/digest")
    for _ in range(INLINE.most):
        with suppress(UsedUp):
            telegram.services.allowances.take("telegram:7", INLINE)
    assert len(await telegram.telegram.type_inline("diffusion")) > 1
    (said,) = {call["button"] for call in telegram.telegram.called("answerInlineQuery")[1:]}
    assert "Enough searches" in said
    assert await telegram.telegram.type_inline("2403.99999") == []
