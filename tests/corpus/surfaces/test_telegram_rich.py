"""Rich messages as the whole process sends them to strict servers, new and old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.telegram_stage import PAPER, TITLE, Harness, Message, labels, said, staged

_FOLDED = re.compile(r"</summary>.*?</details>", re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")


@pytest.fixture(scope="module")
def harness(shared: Path) -> Iterator[Harness]:
    """A process on a server that knows rich messages."""
    with staged(shared) as stage:
        yield Harness(stage)


def rich(message: Message) -> dict[str, Any]:
    """What a rich message is read as."""
    seen: dict[str, Any] = message["kit"]["rich"]
    return seen


def at_a_glance(message: Message) -> str:
    """What is seen before anything is opened."""
    return _TAG.sub("", _FOLDED.sub("", rich(message)["source"]["html"]))


def test_a_digest_is_one_message(harness: Harness) -> None:
    """Of ten papers, each with a fold of its own; its pages turn in place."""
    telegram = harness.telegram
    chat = telegram.new_private()
    digest = harness.ask(chat, "/digest cat:cs.CL", "Announced")
    (alone,) = telegram.wait_settled(chat)
    assert alone["message_id"] == digest["message_id"]
    assert len(at_a_glance(digest)) <= 4_000
    assert rich(digest)["size"]["characters"] <= 10_000
    assert rich(digest)["warnings"] == []
    assert len(rich(digest)["details"]) == 11
    turned = harness.press(chat, digest, "Titles 11–35 ›", "·")
    assert turned["message_id"] == digest["message_id"]
    back = harness.press(chat, turned, "‹ Papers 1–10", "Announced")
    assert back["message_id"] == digest["message_id"]
    assert rich(back)["text"] == rich(digest)["text"]


@pytest.mark.parametrize(
    ("line", "language", "detail"),
    [
        ("cat:cs.CV 2024-03-06", "zh-hans", "brief"),
        ("cat:cs.AI 2024-03-06", "en", "headline"),
        ("cat:cs.LG week", "en", "full"),
        ("cat:cs.CL OR cat:cs.CV", "de", "brief"),
    ],
)
def test_a_morning_is_short(harness: Harness, line: str, language: str, detail: str) -> None:
    """Whatever its topic, days, language and detail: in one message, and read in a minute."""
    telegram = harness.telegram
    chat = telegram.new_private(language=language)
    harness.ask(chat, f"/detail {detail}")
    harness.ask(chat, f"/digest {line}", line.split()[0])
    (alone,) = telegram.wait_settled(chat)
    assert len(rich(alone)["details"]) > 3, "it tells of papers"
    assert len(at_a_glance(alone)) <= 4_000
    assert rich(alone)["size"]["characters"] <= 10_000
    assert rich(alone)["warnings"] == []


def test_each_paper_has_its_actions(harness: Harness) -> None:
    """The whole card in a message of its own; a word answers whoever pressed."""
    telegram = harness.telegram
    chat = telegram.new_private()
    digest = harness.ask(chat, "/digest cat:cs.CL", "Announced")
    saved = telegram.wait_answer(telegram.press(chat, digest, "Save"))
    assert saved["text"].startswith("Saved: ")
    assert not saved.get("show_alert")
    voted = telegram.wait_answer(telegram.press(chat, digest, "More like this"))
    assert voted["text"].startswith("Noted")
    assert len(telegram.messages(chat)) == 1
    assert "2403." in said(harness.ask(chat, "/saved", "Saved papers"))
    card = harness.press(chat, digest, "Details", "Summary")
    assert card["message_id"] != digest["message_id"]
    assert any(link.get("leads_to") for link in rich(card)["links"])


def test_a_rich_message_that_is_answered_or_passed_on_is_understood(harness: Harness) -> None:
    """It has no text; what it says and leads to is looked into."""
    telegram = harness.telegram
    chat = telegram.new_private()
    card = harness.ask(chat, f"/summarize {PAPER}", TITLE)
    assert "text" not in card
    harness.ask(chat, "/evidence", "words of the paper", reply_to=card["message_id"])


def test_inline_cards_are_rich_once_that_is_known_to_work(harness: Harness) -> None:
    """With the summary where one paper is named; of several it is said how to have it made."""
    telegram = harness.telegram
    harness.ask(telegram.new_private(), "/help", "Commands")
    (card,) = telegram.inline(telegram.private, PAPER, timeout=25)
    assert "Summary" in rich(card)["text"]
    assert rich(card)["warnings"] == []
    several = telegram.inline(telegram.private, "diffusion models", timeout=25)
    assert all("Its summary is made when" in rich(one)["text"] for one in several)


def test_inline_cards_that_are_refused_are_classic(shared: Path) -> None:
    """At once; the content of one answer says nothing of the next, a form that is unknown does."""
    with staged(shared) as stage:
        harness, telegram = Harness(stage), stage.telegram
        harness.ask(telegram.new_private(), "/help", "Commands")
        for refusal, is_for_good in (
            ("RICH_MESSAGE_HTML_INVALID", False),
            ("BLOCK_UNEXPECTED", False),
            ("message text is empty", True),
        ):
            told = f"Bad Request: {refusal}"
            telegram.fault("error", status=400, description=told, method="answerInlineQuery")
            (card,) = telegram.inline(telegram.private, PAPER, timeout=25)
            assert "Summary" in card["input_message_content"]["message_text"]
            (again,) = telegram.inline(telegram.private_ru, PAPER, timeout=25)
            assert ("message_text" in again["input_message_content"]) is is_for_good
        assert [one["method"] for one in telegram.refused()] == ["answerInlineQuery"] * 3


def test_plain_messages(harness: Harness) -> None:
    """Whoever wants them has them from then on."""
    telegram = harness.telegram
    chat = telegram.new_private()
    harness.ask(chat, "/plain on", "plain from now on")
    assert "rich" not in harness.ask(chat, "/settings", "Settings")["kit"]


def test_what_is_refused_goes_out_in_classic_form_once(harness: Harness) -> None:
    """That message alone; the next is rich again."""
    telegram = harness.telegram
    chat = telegram.new_private()
    told = "Bad Request: RICH_MESSAGE_HTML_INVALID"
    telegram.fault("error", status=400, description=told, method="sendRichMessage")
    card = harness.ask(chat, f"/summarize {PAPER}", TITLE)
    assert "rich" not in card["kit"]
    assert len(telegram.wait_settled(chat)) == 1
    assert "rich" in harness.ask(chat, "/help", "Commands")["kit"]


def test_an_older_server(shared: Path) -> None:
    """It is found out once, and all goes out in classic form: one button a paper."""
    with staged(shared, bot_api="10.0") as stage:
        harness = Harness(stage)
        chat = stage.telegram.new_private()
        harness.ask(chat, "/help", "Commands")
        first = harness.ask(chat, "/digest cat:cs.CL", "Announced")
        last = stage.telegram.wait_message(chat, labels)
        assert [one["kit"].get("rich") for one in (first, last)] == [None, None]
        assert labels(last) == [*map(str, range(1, 11)), "Titles 11–35 ›"]
        card = harness.press(chat, last, "10", "Summary")
        assert card["message_id"] not in (first["message_id"], last["message_id"])
        (inline,) = stage.telegram.inline(stage.telegram.private, PAPER, timeout=25)
        assert "Summary" in inline["input_message_content"]["message_text"]
        refused = [one["method"] for one in stage.telegram.refused()]
        assert refused == ["sendRichMessage"]
