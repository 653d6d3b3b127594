"""Who may use Papercrier: everybody, or those whom its settings name and its operators let in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.fair_use.admission import MOST_ASKING, Admission, NotAdmitted
from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.chats import Chat, ChatRef
from domain.documents import Buttons, Document
from domain.errors import InputError
from domain.requests import Request
from handlers.commands import COMMANDS
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

OPERATOR = "1"
ANN = "4242"


@dataclass
class Told:
    """Who was told what."""

    messages: list[tuple[str, Document]] = field(default_factory=list)

    async def way(self, user: str, composed: Callable[[], Document]) -> bool:
        """Takes everything."""
        self.messages.append((user, composed()))
        return True


@pytest.fixture
def told() -> Told:
    """What people were told by itself."""
    return Told()


@pytest.fixture
async def services(tmp_path: Path, told: Told) -> AsyncIterator[Services]:
    """For Bob, one group and one server alone."""
    async with open_there(tmp_path, told) as services:
        yield services


@asynccontextmanager
async def open_there(
    folder: Path, told: Told, allow: str = "telegram:7, telegram:-100, discord:900"
) -> AsyncIterator[Services]:
    """The container, with a way to people on Telegram."""
    clock = SettableClock("2031-03-07T12:00:00Z")
    settings = Settings(
        _env_file=None,
        database=folder / "papercrier.db",
        admins=f"telegram:{OPERATOR}",
        allow=allow,
    )
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        services.notices.connect("telegram", told.way)
        yield services


def asking(
    user: str, line: str = "about", *, chat: str = "", platform: str = "telegram", server: str = ""
) -> Request:
    """A command as somebody gives it, in private where no chat is named."""
    command, _, argument = line.partition(" ")
    ref = ChatRef(platform, chat or user)
    return Request(
        *(ref, user, command, argument),
        is_private=not chat,
        server=server,
        called="Lamplighters" if chat else "Ann\n(@ann)",
    )


@pytest.mark.parametrize("command", [command.name for command in COMMANDS if command.name])
async def test_a_stranger_gets_one_sentence(services: Services, command: str) -> None:
    """Whatever they ask for."""
    with pytest.raises(NotAdmitted) as caught:
        await dispatch(services, asking(ANN, command))
    assert str(caught.value).count(".") == 1


async def test_who_is_named_gets_an_answer(services: Services) -> None:
    """A person anywhere; anybody in a chat or on a server; those who run it."""
    for request in (
        asking("7"),
        asking("7", chat="-5"),
        asking(ANN, chat="-100"),
        asking(ANN, platform="discord", chat="5", server="900"),
        asking(OPERATOR),
    ):
        assert await dispatch(services, request)
    with pytest.raises(NotAdmitted):
        await dispatch(services, asking("7", platform="discord"))


async def test_operators_are_asked_once_and_decide(services: Services, told: Told) -> None:
    """By two buttons, whose commands do what they say; whoever is let in hears of it."""
    for _ in range(3):
        with pytest.raises(NotAdmitted):
            await dispatch(services, asking(ANN))
    ((operator, document),) = told.messages
    assert operator == OPERATOR
    said = " ".join(visible_lines(document))
    assert f"Ann (@ann) would like to use Papercrier: telegram:{ANN}" in said
    (buttons,) = (block for block in document.blocks if isinstance(block, Buttons))
    allow, deny = (button.command for row in buttons.rows for button in row)
    await dispatch(services, asking(OPERATOR, allow.removeprefix("/")))
    assert await dispatch(services, asking(ANN))
    assert told.messages[-1][0] == ANN
    await dispatch(services, asking(OPERATOR, deny.removeprefix("/")))
    with pytest.raises(NotAdmitted):
        await dispatch(services, asking(ANN))
    assert len(told.messages) == 2


async def test_a_group_is_asked_for_by_its_name(services: Services, told: Told) -> None:
    """And each once, whoever asks there."""
    for user in (ANN, "4243"):
        with pytest.raises(NotAdmitted):
            await dispatch(services, asking(user, chat="-900"))
    ((_, document),) = told.messages
    said = " ".join(visible_lines(document))
    assert "Somebody in Lamplighters would like to use Papercrier: telegram:-900" in said


async def test_what_was_decided_outlives_the_process(tmp_path: Path, told: Told) -> None:
    """And who is denied stays so where everybody else may come."""
    async with open_there(tmp_path, told) as services:
        await dispatch(services, asking(OPERATOR, f"allow telegram:{ANN}"))
        await dispatch(services, asking(OPERATOR, "deny telegram:7"))
        await dispatch(services, asking(OPERATOR, "deny discord:900"))
    async with open_there(tmp_path, told, allow="") as services:
        assert await dispatch(services, asking(ANN))
        assert await dispatch(services, asking("99"))
        for refused in (asking("7"), asking("5", platform="discord", chat="6", server="900")):
            with pytest.raises(NotAdmitted):
                await dispatch(services, refused)
        listed = " ".join(visible_lines(await dispatch(services, asking(OPERATOR, "allow"))))
    assert "telegram:7" in listed
    assert "Everybody" in listed


async def test_whoever_is_denied_gets_no_digest(services: Services) -> None:
    """Their chat cannot be written to until they are let in again."""
    ref = ChatRef("telegram", "7")
    await services.store.save_chat(Chat(ref))
    await dispatch(services, asking(OPERATOR, "deny telegram:7"))
    assert await services.store.absence(ref)
    await dispatch(services, asking(OPERATOR, "allow telegram:7"))
    assert not await services.store.absence(ref)


async def test_only_operators_decide(services: Services) -> None:
    """And not against one of themselves, nor about what is no name."""
    for line in ("allow telegram:9", "deny telegram:9"):
        with pytest.raises(InputError, match="Only those who run"):
            await dispatch(services, asking("7", line))
    with pytest.raises(InputError, match="one of those who run"):
        await dispatch(services, asking(OPERATOR, f"deny telegram:{OPERATOR}"))
    with pytest.raises(InputError, match="Name a platform"):
        await dispatch(services, asking(OPERATOR, "allow ann"))


async def test_strangers_cannot_flood_operators(services: Services, told: Told) -> None:
    """So many wait at most."""
    for user in range(1000, 1000 + MOST_ASKING + 5):
        with pytest.raises(NotAdmitted):
            await dispatch(services, asking(str(user)))
    assert len(told.messages) == MOST_ASKING


async def test_what_is_decided_while_the_list_is_read_anew_counts() -> None:
    """What was read is older then."""

    class Notes:
        """Says what was kept when it was asked, later."""

        kept: str | None = None
        reads = 0

        async def note(self, _: str) -> str | None:
            """What is kept."""
            self.reads += 1
            found = self.kept
            if self.reads == 2:
                await admission.deny(("telegram", "5"))
            return found

        async def save_note(self, name: str, text: str) -> None:
            """Not asked for."""
            raise AssertionError(name, text)

        async def replace_note(self, _: str, before: str | None, text: str) -> bool:
            """Keep it."""
            is_as_before = self.kept == before
            self.kept = text if is_as_before else self.kept
            return is_as_before

        async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
            """Not asked for."""
            raise AssertionError(prefix, keeping)

    admission = Admission(Notes())
    await admission.lists()
    await admission.look_again()
    assert admission.shuts_out("telegram", {"5"})
    await admission.look_again()
    assert admission.shuts_out("telegram", {"5"})


async def test_what_another_process_decides_counts_here_soon() -> None:
    """And neither takes back what the other has decided."""
    store = MemoryStore()
    here, there = Admission(store, fresh=0.0), Admission(store, fresh=0.0)
    await here.lists()
    await there.deny(("telegram", "5"))
    await here.deny(("telegram", "6"))
    assert (await there.lists())[1] == {("telegram", "5"), ("telegram", "6")}
    assert not here.shuts_out("telegram", {"7"})
    await there.deny(("telegram", "7"))
    here.shuts_out("telegram", {"7"})
    assert here._looking is not None
    await here._looking
    assert here.shuts_out("telegram", {"7"})
