"""What the members of a group make of papers, as they press and as the group is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from domain.chats import ChatRef
from domain.documents import Document
from domain.errors import InputError
from handlers.dispatch import dispatch
from tests.composing.test_choosing import commands_of
from tests.handlers.greek import asked, greek_container, words_of
from tests.library.test_exports import file_of

GROUP = ChatRef("telegram", "-100")
FIRST, SECOND = "2403.00001", "2403.00002"


async def say(services: object, user: str, line: str, *, is_admin: bool = False) -> Document:
    """The answer to what a member writes in the group."""
    command, _, argument = line.partition(" ")
    request = replace(asked(command, argument), chat=GROUP, user=user)
    return await dispatch(services, replace(request, is_private=False, is_admin=is_admin))  # type: ignore[arg-type]


def text(document: Document) -> str:
    """What is said."""
    return " ".join(words_of(document))


async def test_a_press_counts_once_a_person_and_can_be_taken_back(tmp_path: Path) -> None:
    """As numbers alone; whoever pressed the same in private before has not pressed here."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, replace(asked("more", FIRST), user="1"))
        assert "1 of 1 here liked this." in text(await say(services, "1", f"more {FIRST}"))
        assert "2 of 2 here liked this." in text(await say(services, "2", f"more {FIRST}"))
        assert "2 of 3 here liked this." in text(await say(services, "3", f"less {FIRST}"))
        assert "3 of 3 here liked this." in text(await say(services, "3", f"more {FIRST}"))
        taken = text(await say(services, "1", f"more {FIRST}"))
        assert "Taken back" in taken
        assert "2 of 2 here liked this." in taken
        assert not await services.store.votes(ChatRef("telegram", "user:1"))


async def test_a_group_is_shown_its_profile_without_names(tmp_path: Path) -> None:
    """Whoever asks; admins alone take a paper out, for all."""
    async with greek_container(tmp_path) as services:
        for user, press in (("1", "more"), ("2", "more"), ("3", "less")):
            await say(services, user, f"{press} {FIRST}")
        shown = await say(services, "4", "profile")
        assert "2 of 3 liked it" in text(shown)
        assert commands_of(shown) == []
        with pytest.raises(InputError, match="Only this chat's admins"):
            await say(services, "4", f"profile {FIRST}")
        assert commands_of(await say(services, "4", "profile", is_admin=True)) == [
            f"/profile {FIRST}"
        ]
        await say(services, "4", f"profile {FIRST}", is_admin=True)
        assert FIRST not in text(await say(services, "4", "profile"))
        assert len(await services.store.votes(ChatRef("telegram", "user:1"))) == 1


async def test_presses_go_out_with_the_person_and_with_the_group(tmp_path: Path) -> None:
    """One's own are in one's export, those of a group in its own as numbers; both forget them."""
    async with greek_container(tmp_path) as services:
        for user in ("1", "2"):
            await say(services, user, f"more {FIRST}")
        await say(services, "2", f"more {SECOND}")
        private = replace(asked("export"), chat=ChatRef("telegram", "2"), user="2")
        own = json.loads(file_of(await dispatch(services, private)).text)
        assert [one["paper"] for one in own["pressed_in_groups"]] == [FIRST, SECOND]
        theirs = file_of(await say(services, "1", "export", is_admin=True)).text
        assert json.loads(theirs)["traces"]["presses"][0] == {"paper": FIRST, "liked": 2, "of": 2}
        assert "user:" not in theirs
        asked_first = text(await dispatch(services, replace(private, command="forgetme")))
        assert "2 presses in groups" in asked_first
        await dispatch(services, replace(private, command="forgetme", argument="yes"))
        assert [one.person for one in await services.store.presses(GROUP)] == ["user:1"]
        await say(services, "1", "forgetme yes", is_admin=True)
        assert not await services.store.presses(GROUP)
