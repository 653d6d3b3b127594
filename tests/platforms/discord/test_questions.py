"""Questions to papers on Discord: in a window, by reply, by the command."""

from __future__ import annotations

from tests.fakes.discord_objects import DM, buttons_of, text_of
from tests.platforms.discord.test_private_messages import heard
from tests.platforms.discord_harness import Served

PAPER = "sample/0000001"
TITLE = "Stepwise Mirrors"


async def test_a_question_is_typed_into_a_window(served: Served) -> None:
    """A card's button opens it; what is typed is put to the card's paper."""
    discord = served.discord
    card = await discord.slash("summarize", paper=PAPER)
    await discord.until(lambda: card.shown and "Ask" in buttons_of(card.shown[-1]))
    pressed = await discord.press(card.shown[-1], "Ask")
    await discord.until(lambda: pressed.kind)
    assert pressed.kind == 9
    window = discord.made("callback$")[-1].body["data"]
    assert window["custom_id"].endswith(f":ask:{PAPER}v1")
    asked = await discord.submit(card.shown[-1], window, "what do mirrors learn?")
    await discord.shown(asked)
    assert "what do mirrors learn?" in asked.text
    assert TITLE in asked.text


async def test_by_the_command(served: Served) -> None:
    """As one line; without a paper it is asked which, or said how."""
    discord = served.discord
    asked = await discord.slash("ask", question=f"{PAPER} what do mirrors learn?")
    await discord.shown(asked)
    assert TITLE in asked.text
    alone = await discord.slash("ask", question=f"https://arxiv.org/abs/{PAPER}")
    await discord.until(lambda: alone.kind)
    assert alone.kind == 9, "a window asks what"
    lacking = await discord.slash("ask", question="what is the capital of Lanternia?")
    await discord.shown(lacking)
    assert "Which paper" in lacking.text


async def test_a_reply_in_private(served: Served) -> None:
    """To a message that tells a paper."""
    discord = served.discord
    await discord.say(PAPER)
    await heard(discord)
    (card,) = discord.sent[DM]
    await discord.say("what do mirrors learn?", replied=card["id"])
    assert "what do mirrors learn?" in await heard(discord, 2)
    await discord.say("and what not?", replied=discord.sent[DM][-1]["id"])
    await heard(discord, 3)
    assert TITLE in text_of(discord.sent[DM][-1])
