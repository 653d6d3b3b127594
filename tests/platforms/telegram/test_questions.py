"""Questions to papers on Telegram: by reply, by a prompt, inline."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.telegram_objects import BOT, Shown
from tests.platforms.telegram_harness import ANN, BEN, GROUP, TelegramHarness

PAPER = "sample/0000001"
TITLE = "Stepwise Mirrors"
ALONE = "ephemeral_message_parameters"


def ours(shown: Shown) -> dict[str, Any]:
    """A message of ours, as a reply to it carries it."""
    return {
        "message_id": shown.id,
        "date": 0,
        "chat": {"id": shown.chat, "type": "private" if shown.chat > 0 else "supergroup"},
        "from": BOT,
        "text": shown.text,
    }


async def test_a_reply_with_a_question(telegram: TelegramHarness) -> None:
    """To a card, to its answer, and to the prompt of a button: each is put to the paper."""
    card = await telegram.ask(f"/summarize {PAPER}", contains=TITLE)
    answer = await telegram.ask(
        "what do the mirrors learn?", contains="mirrors", reply_to_message=ours(card)
    )
    assert "own sentences" in answer.text or "does not say" in answer.text
    again = await telegram.ask("and what not?", reply_to_message=ours(answer))
    assert TITLE in again.text
    prompt = await telegram.press(again, "Ask more")
    assert "Reply to this message" in prompt.text
    told = await telegram.ask("number of mirrors", reply_to_message=ours(prompt))
    assert "number of mirrors" in told.text
    await telegram.press(told, "Ask more")
    plain = await telegram.ask("depth of mirrors")
    assert TITLE in plain.text, "what is typed next is the question, reply or not"
    assert "what shall I do with it" in (await telegram.ask("depth of mirrors")).text


async def test_a_question_to_a_message_of_several_papers(telegram: TelegramHarness) -> None:
    """It is asked which is meant, by buttons."""
    shown = await telegram.ask(f"/summarize {PAPER}", contains=TITLE)
    both = ours(shown) | {"message_id": 9_999, "text": f"{PAPER} and sample/0000002"}
    which = await telegram.ask("how many?", contains="Which paper", reply_to_message=both)
    label = next(label for label in which.buttons if label.startswith(TITLE))
    told = await telegram.press(which, label)
    assert "how many?" in told.text


async def test_in_groups_only_questions(telegram: TelegramHarness) -> None:
    """By any member, in reply to us; other words in a reply are talk."""
    await telegram.telegram.say(GROUP, f"/summarize {PAPER}", user=ANN)
    card = await telegram.telegram.next(GROUP, contains=TITLE)
    await telegram.telegram.say(GROUP, "thanks", user=BEN, reply_to_message=ours(card))
    asked = "what do mirrors learn?"
    number = await telegram.telegram.say(GROUP, asked, user=BEN, reply_to_message=ours(card))
    answer = await telegram.telegram.next(GROUP, after=number)
    assert asked in answer.text
    assert answer.reply_to == number
    prompt = await telegram.press(answer, "Ask more")
    assert "Reply to this message" in prompt.text
    alone = [params for _, params in telegram.telegram.calls if ALONE in params]
    assert not alone, "what one member alone sees cannot be replied to"


async def test_a_question_after_its_paper(telegram: TelegramHarness) -> None:
    """Needs no command, in private and where we are spoken to; a link among words is explained."""
    told = await telegram.ask(f"{PAPER} what do mirrors learn?")
    assert "what do mirrors learn?" in told.text
    explained = await telegram.ask(f"what of {PAPER}?", contains=TITLE)
    assert "what of" not in explained.text
    spoken = f"@{BOT['username']} {PAPER} what do mirrors learn?"
    number = await telegram.telegram.say(GROUP, spoken, user=ANN)
    answer = await telegram.telegram.next(GROUP, after=number, contains=TITLE)
    assert "what do mirrors learn?" in answer.text


async def test_inline(telegram: TelegramHarness) -> None:
    """A question after a paper is answered, of what is at hand."""
    (card,) = await telegram.telegram.type_inline(f"{PAPER} what do mirrors learn?", user=ANN)
    text = json.dumps(card, ensure_ascii=False)
    assert "what do mirrors learn?" in text
    assert "own sentences" in text
