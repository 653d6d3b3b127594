"""What is written to the bot in private chats on Discord."""

from __future__ import annotations

import pytest

from tests.fakes.discord_objects import DM, buttons_of, text_of
from tests.fakes.discord_server import FakeDiscord
from tests.platforms.discord_harness import Served

PAPER = "sample/0000001"
TITLE = "Stepwise Mirrors"


async def heard(discord: FakeDiscord, count: int = 1) -> str:
    """The newest answer in the private chat."""
    await discord.until(lambda: len(discord.sent.get(DM, ())) >= count)
    return text_of(discord.sent[DM][-1])


@pytest.mark.parametrize(
    "text",
    [PAPER, f"what of {PAPER}?", f"/summarize {PAPER}", "https://arxiv.org/abs/sample/0000001"],
)
async def test_a_paper_is_explained(served: Served, text: str) -> None:
    """By its id, its link, or the command as a line, without a slash command."""
    await served.discord.say(text)
    assert TITLE in await heard(served.discord)


async def test_a_question_is_asked_about(served: Served) -> None:
    """What shall be done with it."""
    await served.discord.say("how do mirrors learn")
    assert "what shall I do with it" in await heard(served.discord)
    labels = buttons_of(served.discord.sent[DM][-1])
    assert "Search for this" in labels


async def test_what_is_forwarded_is_explained_and_not_carried_out(
    served: Served,
) -> None:
    """What others have said is nobody's wish."""
    await served.discord.say("", forwarded=f"look: {PAPER}")
    assert TITLE in await heard(served.discord)
    await served.discord.say("", forwarded="/forgetme yes")
    assert "names no paper" in await heard(served.discord, 2)


async def test_a_question_mark_in_reply_asks_for_what_a_message_tells(served: Served) -> None:
    """The paper that it is about."""
    await served.discord.say(PAPER)
    await heard(served.discord)
    (card,) = served.discord.sent[DM]
    await served.discord.say("??", replied=card["id"])
    assert TITLE in await heard(served.discord, 2)


async def test_a_command_in_reply_is_a_command(served: Served) -> None:
    """And no question to the paper, whatever keyboard its slash is from."""
    await served.discord.say(PAPER)
    await heard(served.discord)
    (card,) = served.discord.sent[DM]
    await served.discord.say("／我的订阅", replied=card["id"])
    assert "follow no topic" in await heard(served.discord, 2)


async def test_a_reply_may_come_before_the_message_is_kept(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the paper is found in what the message says."""

    async def nothing_yet(chat: object, message: int) -> None:
        return None

    monkeypatch.setattr(served.services.store, "sent", nothing_yet)
    await test_a_question_mark_in_reply_asks_for_what_a_message_tells(served)


async def test_several_papers_are_all_explained(served: Served) -> None:
    """One after another."""
    await served.discord.say("sample/0000001 and sample/0000002")
    await heard(served.discord)
    said = "\n".join(map(text_of, served.discord.sent[DM]))
    assert TITLE in said
    assert "sample/0000002" in said


async def test_what_cannot_be_understood_is_said_to_be(served: Served) -> None:
    """In a sentence."""
    await served.discord.say("!!!")
    assert "neither a command nor a paper" in await heard(served.discord)


async def test_it_is_answered_under_a_name_of_its_own(served: Served) -> None:
    """Told twice by the gateway, a message has one answer."""
    await served.discord.say("/help")
    await heard(served.discord)
    (call,) = served.discord.made(f"POST /channels/{DM}/messages")
    assert call.body["nonce"]
    assert call.body["enforce_nonce"]
