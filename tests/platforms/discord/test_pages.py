"""Pages of a digest on Discord, turned where they stand."""

from __future__ import annotations

import pytest

from tests.fakes.discord_api import Asked
from tests.fakes.discord_objects import DM, GENERAL, OWNER, Json, buttons_of
from tests.platforms.discord_harness import Served

OTHER = "200000000000000077"
UPDATED = (6, 7)
"""Acknowledgements of a press that change the message of the button."""


async def turned(served: Served, where: str, person: str) -> Asked:
    """Somebody turns the page of a digest that the owner asked for."""
    discord = served.discord
    await discord.shown(await discord.slash("limit", where=where, value=20))
    asked = await discord.slash("digest", where=where, topic="cat:cs.*")
    await discord.until(lambda: any(map(_leads_on, asked.shown)))
    owner = {"id": OWNER, "username": "reader", "discriminator": "0", "avatar": None}
    told = {"id": "1", "type": 2, "user": owner, "authorizing_integration_owners": {}}
    shown = next(filter(_leads_on, asked.shown)) | {
        "channel_id": where,
        "interaction_metadata": told,
    }
    (label,) = (name for name in buttons_of(shown) if name.startswith("Papers"))
    discord.person = person
    pressed = await discord.press(shown, label)
    await discord.until(lambda: pressed.shown and _is_turned(pressed))
    return pressed


def _leads_on(message: Json) -> bool:
    return any(label.startswith("Papers") for label in buttons_of(message))


def _is_turned(pressed: Asked) -> bool:
    return any(label.startswith("‹") for label in buttons_of(pressed.shown[-1]))


@pytest.mark.parametrize("where", [DM, GENERAL])
async def test_the_one_who_asked_turns_it_in_place(served: Served, where: str) -> None:
    """There is one message, in private and among others."""
    pressed = await turned(served, where, OWNER)
    assert pressed.kind in UPDATED
    assert len(pressed.shown) == 1


async def test_others_have_a_page_of_their_own(served: Served) -> None:
    """What all read stays as it is."""
    pressed = await turned(served, GENERAL, OTHER)
    assert pressed.kind not in UPDATED
    assert pressed.shown[0]["flags"] & 64 or pressed.is_private
