"""Settings on Discord that are typed into windows, or chosen from lists."""

from __future__ import annotations

import pytest

from domain.chats import ChatRef
from tests.fakes.discord_objects import GENERAL
from tests.platforms.discord_harness import Served

HERE = ChatRef("discord", GENERAL)


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [("Timezone ›", "Berlin", "Europe/Berlin"), ("Muted words ›", "survey", "survey")],
)
async def test_a_setting_is_typed(served: Served, label: str, value: str, said: str) -> None:
    """A button opens a window, and what is typed there changes the message in place."""
    discord = served.discord
    shown = await discord.slash("settings")
    await discord.shown(shown)
    pressed = await discord.press(shown.shown[0], label)
    await discord.until(lambda: pressed.kind)
    assert pressed.kind == 9
    window = discord.made("callback$")[-1].body["data"]
    (field,) = (part["component"] for part in window["components"])
    assert field["type"] == 4
    asked = await discord.submit(shown.shown[0], window, value)
    await discord.shown(asked)
    assert asked.kind == 7
    assert said in asked.text


async def test_what_is_mistyped_is_told_to_the_person_alone(served: Served) -> None:
    """In a sentence; the settings stay as they are."""
    discord = served.discord
    shown = await discord.slash("settings")
    await discord.shown(shown)
    pressed = await discord.press(shown.shown[0], "Timezone ›")
    await discord.until(lambda: pressed.kind)
    window = discord.made("callback$")[-1].body["data"]
    asked = await discord.submit(shown.shown[0], window, "Nowhereland")
    await discord.shown(asked)
    assert (asked.kind, asked.is_private) == (4, True)
    assert "Nowhereland" in asked.text


async def test_a_window_that_is_none_of_ours_is_answered(served: Served) -> None:
    """Nothing is done."""
    discord = served.discord
    shown = await discord.slash("settings")
    await discord.shown(shown)
    asked = await discord.submit(shown.shown[0], {"custom_id": "pcm::forgetme"}, "yes")
    await discord.shown(asked)
    assert "no button of mine" in asked.text
