"""Who may use Papercrier on Discord: commands, buttons, private messages, servers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.fair_use.admission import DENIED
from domain.chats import Chat, ChatRef
from domain.deliveries import Outcome
from domain.documents import Document
from tests.fakes.discord_objects import DM, GENERAL, GUILD, OWNER, buttons_of, text_of
from tests.fakes.discord_server import FakeDiscord
from tests.platforms.discord_harness import Served, begun, harness, part_of

REFUSAL = "private; those who run it"
OPERATOR, STRANGER, SECOND = "800000000000000009", "800000000000000008", "100000000000000002"


@pytest.fixture
async def private(tmp_path: Path) -> AsyncIterator[Served]:
    """For one person alone, and whoever runs it."""
    admins, allow = f"discord:{OPERATOR}", f"discord:{OWNER}"
    async with (
        FakeDiscord() as discord,
        harness(tmp_path, discord, admins=admins, allow=allow) as served,
    ):
        await served.serve()
        served.services.notices.connect("discord", served.adapter.tell)
        yield served


async def shown(served: Served, command: str, by: str, **given: str) -> str:
    """What somebody is shown who uses a command."""
    asked = await served.discord.ask(command, given, who=by)
    await served.discord.shown(asked)
    return text_of(asked.shown[-1])


async def test_a_stranger_asks_and_is_let_in(private: Served) -> None:
    """A sentence for them, two buttons for the operator; the server is meant, if on one."""
    assert REFUSAL in await shown(private, "about", STRANGER)
    await private.discord.until(lambda: private.discord.sent.get(DM))
    (wanted,) = private.discord.sent[DM]
    assert "Somebody in **Reading Room** would like to use" in text_of(wanted)
    assert f"discord:{GUILD}" in text_of(wanted)
    assert list(buttons_of(wanted)) == ["Allow", "Deny"]
    private.discord.person = OPERATOR
    decided = await private.discord.press(wanted, "Allow")
    await private.discord.shown(decided)
    assert "Version" in await shown(private, "about", STRANGER)


async def test_a_button_is_no_way_in(private: Served) -> None:
    """Whoever is shut out presses in vain what they were shown before."""
    menu = await private.discord.slash("start")
    await private.discord.shown(menu)
    await shown(private, "deny", OPERATOR, who=f"discord:{OWNER}")
    message = menu.shown[-1]
    pressed = await private.discord.press(message, next(iter(buttons_of(message))))
    await private.discord.shown(pressed)
    assert REFUSAL in text_of(pressed.shown[-1])


async def test_words_of_a_stranger(private: Served) -> None:
    """In a private chat, without a command."""
    private.discord.person = STRANGER
    await shown(private, "deny", OPERATOR, who=f"discord:{OWNER}")
    await private.discord.say("2403.04634")
    await private.discord.until(lambda: private.discord.sent.get(DM))
    assert REFUSAL in text_of(private.discord.sent[DM][-1])


async def test_a_stranger_adds_it_to_a_server(private: Served) -> None:
    """One sentence there, and the operator is asked."""
    theirs = private.discord.guild(SECOND, "Lab") | {"owner_id": STRANGER}
    await private.discord.dispatch("GUILD_CREATE", theirs)
    await private.discord.until(lambda: private.discord.sent.keys() >= {GENERAL, DM})
    assert REFUSAL in text_of(private.discord.sent[GENERAL][0])
    assert f"discord:{SECOND}" in text_of(private.discord.sent[DM][0])


@pytest.mark.parametrize("denied", [GUILD, GENERAL])
async def test_a_server_that_is_denied_gets_no_digest(private: Served, denied: str) -> None:
    """In none of its channels, until it is let in again."""
    ref = ChatRef("discord", GENERAL)
    await private.services.store.save_chat(Chat(ref))
    part = part_of(Document.say("News"), GENERAL)
    await shown(private, "deny", OPERATOR, who=f"discord:{denied}")
    delivery = await private.adapter.messenger.deliver(part, begun)
    assert (delivery.outcome, delivery.reason) == (Outcome.GONE, DENIED)
    assert delivery.is_final
    await private.services.store.set_absence(ref, DENIED)
    await shown(private, "allow", OPERATOR, who=f"discord:{denied}")
    assert not await private.services.store.absence(ref)
    assert (await private.adapter.messenger.deliver(part, begun)).outcome is Outcome.SENT


async def test_a_person_who_is_denied_gets_no_digest(private: Served) -> None:
    """In their private chat, of which Discord has to say whose it is."""
    part = part_of(Document.say("News"), DM)
    await shown(private, "deny", OPERATOR, who=f"discord:{STRANGER}")
    assert (await private.adapter.messenger.deliver(part, begun)).outcome is Outcome.SENT
    await shown(private, "deny", OPERATOR, who=f"discord:{OWNER}")
    assert (await private.adapter.messenger.deliver(part, begun)).outcome is Outcome.GONE
