"""Those who meet the process on a strict Telegram, each in the way that is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.telegram_stage import PAPER, TITLE, Harness, Message, labels, said, staged

ANOTHER = "2403.04009"
"""The first paper of the digest."""


@pytest.fixture(scope="module")
def running(shared: Path) -> Iterator[Harness]:
    """One process for all of them."""
    with staged(shared) as stage:
        yield Harness(stage)


@pytest.fixture
def harness(running: Harness) -> Iterator[Harness]:
    """The process; nothing may be refused meanwhile."""
    yield running
    assert running.stage.complaints() == {}


def shown_to(harness: Harness, chat: int, user: int, words: str) -> Message:
    """What a member of a group sees of an answer with some words."""
    found: Message = harness.telegram.wait_message(
        chat, lambda message: words in said(message), timeout=30, seen_by=user
    )
    return found


def passed_on(message: Message) -> dict[str, Any]:
    """A message of ours as it is when somebody forwards it."""
    origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    return {"rich_message": message["rich_message"], "forward_origin": origin}


def test_who_lurks_presses_and_is_answered_alone(harness: Harness) -> None:
    """The group sees its digest and nothing more, however often is pressed."""
    telegram = harness.telegram
    group, member, other = telegram.new_group(), telegram.private_ru, telegram.private
    digest = harness.ask(group, "/digest cat:cs.CL", "Announced", user=other)
    telegram.press(group, digest, "Details", user=member)
    card = shown_to(harness, group, member, "Summary")
    telegram.press(group, card, "Evidence", user=member)
    shown_to(harness, group, member, "words of the paper")
    telegram.press(group, digest, "Why this?", user=member)
    shown_to(harness, group, member, "follow no topic")
    telegram.press(group, digest, "BibTeX", user=member)
    shown_to(harness, group, member, "@misc")
    assert len(telegram.messages(group)) == len(telegram.messages(group, seen_by=other)) == 1
    assert len(telegram.messages(group, seen_by=member)) == 5


def test_an_admin_sets_a_group_up(harness: Harness) -> None:
    """What is typed bare shows its values, each a press away from the others; none for members."""
    telegram = harness.telegram
    group, admin, member = telegram.new_group(), telegram.private, telegram.private_ru
    for name in ("timezone", "order", "quiet", "plain", "unsubscribe"):
        shown = harness.ask(group, f"/{name}", user=admin)
        back = harness.press(group, shown, "‹ Settings", "Settings", user=admin)
        assert back["message_id"] == shown["message_id"]
    refused = telegram.wait_answer(telegram.press(group, back, "Time ›", user=member))
    assert refused["show_alert"]
    time = harness.press(group, back, "Time ›", "Your digest is due", user=admin)
    changed = harness.press(group, time, "18:00", "18:00, daily", user=admin)
    assert changed["message_id"] == back["message_id"]
    harness.ask(group, "/settings", "Only this chat's admins", user=member)


def test_a_message_passed_on_is_understood(harness: Harness) -> None:
    """A card means its paper, though it has no text; a digest those that it tells."""
    telegram = harness.telegram
    chat = telegram.new_private()
    card = harness.ask(chat, f"/summarize {PAPER}", TITLE)
    other = telegram.new_private()
    telegram._mark(other)
    telegram.control.post("say", {"chat_id": other, "content": passed_on(card)})
    assert TITLE in said(harness.answer(other, "Summary"))
    digest = harness.ask(chat, "/digest cat:cs.CL", "Announced")
    telegram._mark(other)
    telegram.control.post("say", {"chat_id": other, "content": passed_on(digest)})
    harness.answer(other, ANOTHER)


def test_an_id_alone_a_mention_and_a_question_mark(harness: Harness) -> None:
    """Each is a question about a paper, where it is for the bot."""
    telegram = harness.telegram
    chat, group = telegram.new_private(), telegram.new_group()
    card = harness.ask(chat, PAPER, TITLE)
    harness.ask(chat, "?", TITLE, reply_to=card["message_id"])
    mentioned = harness.ask(group, f"@test_bot {PAPER}?", TITLE, user=telegram.private, force=True)
    again = harness.ask(group, "?", TITLE, reply_to=mentioned["message_id"])
    assert again["message_id"] != mentioned["message_id"]


def test_what_is_read_can_be_stopped(harness: Harness) -> None:
    """By the button of its draft; nothing of it comes later, and one may ask again."""
    telegram, arxiv = harness.telegram, harness.stage.arxiv
    chat = telegram.new_private()
    arxiv.tell("faults", path="/html/*", faults=["slow:6"])
    telegram.say(chat, "/summarize 1512.03905")
    telegram.control.wait(
        "drafts", lambda drafts: any(one["can_stop"] for one in drafts), 20, "draft", chat_id=chat
    )
    telegram.stop_draft(chat)
    (alone,) = telegram.wait_settled(chat)
    assert said(alone) == "Stopped."
    harness.ask(chat, "/summarize 1512.03905", "Summary")


def test_an_operator_with_an_old_server(shared: Path) -> None:
    """It shows all to all, and has no button to stop: nothing else is different."""
    with staged(shared, bot_api="10.1") as stage:
        harness = Harness(stage)
        telegram = stage.telegram
        group, member = telegram.new_group(), telegram.private_ru
        digest = harness.ask(group, "/digest cat:cs.CL", "Announced")
        for _ in range(2):
            telegram.press(group, digest, "Details", user=member)
            card = shown_to(harness, group, telegram.private, "Summary")
            assert "Evidence" in labels(card)
        ignored = stage.telegram.state()["ignored_parameters"]
        assert ignored["sendRichMessage.ephemeral_message_parameters"] == 1
        assert stage.complaints() == {}
