"""The one way in: what is answered, refused and asked for, whoever it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fair_use.allowances import SEARCHES, UsedUp
from app.fair_use.effort import Effort
from app.services import Services
from domain.chats import ChatRef
from domain.documents import Bullets, Buttons
from domain.errors import InputError
from domain.requests import Access, Request
from handlers.commands import BY_NAME, COMMANDS
from handlers.dispatch import dispatch, effort_of, split_command
from handlers.greeting import help_for
from i18n.command_names import NAMES, known_name
from tests.handlers.greek import greek_container

GROUP = ChatRef("telegram", "-5")
MEMBER = Request(GROUP, "7", "help", is_admin=False, is_private=False)


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """A harness with some papers."""
    async with greek_container(tmp_path) as harness:
        yield replace(harness, operators=frozenset({("telegram", "4242")}))


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("/help", ("help", "")),
        ("  /HELP  ", ("help", "")),
        ("/subscribe gaussian  splatting ", ("subscribe", "gaussian  splatting")),
        ("/Time\t08:30", ("time", "08:30")),
        ("/", ("", "")),
        ("2403.04634", ("summarize", "2403.04634")),
        ("video models", ("", "video models")),
        ("see https://arxiv.org/abs/2403.04634v2, please", ("summarize", "2403.04634v2")),
        ("2403.04634 and 2403.04635", ("summarize", "2403.04634 2403.04635")),
        ("2403.04634v2 how many lamps", ("ask", "2403.04634v2 how many lamps")),
        (
            "arxiv.org/abs/2403.04634 用了什么方法？",
            ("ask", "arxiv.org/abs/2403.04634 用了什么方法？"),
        ),
        ("2403.04634 for you", ("summarize", "2403.04634")),
        ("what of 2403.04634?", ("summarize", "2403.04634")),
        ("2403.04634 or 2403.04635?", ("summarize", "2403.04634 2403.04635")),
    ],
)
def test_a_line_is_a_command_or_a_paper(line: str, split: tuple[str, str]) -> None:
    """The command in small letters, what stands after it as it is."""
    assert split_command(line) == split


@pytest.mark.parametrize(
    ("line", "shown", "hint"),
    [
        ("   ", "“” is neither", "/help"),
        ("?!", "“?!” is neither", "/search ?!"),
        ("!" * 41, "“" + "!" * 39 + "…”", "/search " + "!" * 39 + "…"),
    ],
)
def test_anything_else_is_refused_with_a_way_on(line: str, shown: str, hint: str) -> None:
    """With what was typed, cut where it is long."""
    with pytest.raises(InputError) as refused:
        split_command(line)
    assert shown in str(refused.value)
    assert hint in str(refused.value.hint)
    assert str(refused.value.hint).startswith("For example: /")


async def test_free_text_is_asked_about_where_nobody_else_reads(services: Services) -> None:
    """Follow it, search for it, find the paper; each a button that does it; long text is none."""
    typed = replace(MEMBER, command="", argument='video "models"', is_private=True)
    *_, board = (await dispatch(services, typed)).blocks
    assert isinstance(board, Buttons)
    assert [button.command for (button,) in board.rows] == [
        '/subscribe video "models"',
        '/search video "models"',
        '/search ti:"video models"',
    ]
    for other in (replace(typed, is_private=False), replace(typed, argument="x" * 501)):
        with pytest.raises(InputError, match="neither a command nor a paper"):
            await dispatch(services, other)


async def test_what_is_no_command_is_said_with_the_nearest(services: Services) -> None:
    """Where one is near."""
    for name, hint in (("sumarize", "/summarize"), ("xqzw", "/help for all commands")):
        with pytest.raises(InputError, match=f"There is no command /{name}") as refused:
            await dispatch(services, replace(MEMBER, command=name))
        assert hint in str(refused.value.hint)


@pytest.mark.parametrize("name", [c.name for c in COMMANDS if c.access is Access.ADMINS])
async def test_what_is_for_admins_is_for_nobody_else(services: Services, name: str) -> None:
    """Whatever stands after it."""
    (command,) = (c for c in COMMANDS if c.name == name)
    argument = command.example.partition(" ")[2]
    asking = replace(MEMBER, command=name, argument=argument)
    with pytest.raises(InputError, match=f"Only this chat's admins may use /{name}"):
        await dispatch(services, asking)
    assert await services.store.chat(GROUP) is None


async def test_admins_may_do_it(services: Services) -> None:
    """And what is for everybody, everybody may."""
    await dispatch(services, replace(MEMBER, command="time", argument="09:15", is_admin=True))
    chat = await services.store.chat(GROUP)
    assert chat is not None
    assert f"{chat.settings.time:%H:%M}" == "09:15"
    assert (await dispatch(services, MEMBER)).blocks


@pytest.mark.parametrize("user", ["7", "", "424"])
async def test_what_is_for_operators_is_for_no_admin(services: Services, user: str) -> None:
    """Not even in their own chat; whoever is somebody is told how to become one."""
    asking = Request(ChatRef("telegram", "7"), user, "stats")
    with pytest.raises(InputError, match="Only those who run Papercrier may use /stats") as refused:
        await dispatch(services, asking)
    told = f"PAPERCRIER_ADMINS; you would be telegram:{user} there" if user else ""
    assert str(refused.value.hint).rstrip(".").endswith(told)
    assert bool(refused.value.hint) == bool(user)


async def test_operators_may_wherever_they_ask(services: Services) -> None:
    """In a group where they are no admins too."""
    asking = Request(GROUP, "4242", "stats", is_admin=False, is_private=False)
    assert (await dispatch(services, asking)).title


@pytest.mark.parametrize("argument", ["", "   "])
async def test_what_needs_something_after_it_asks_for_it(services: Services, argument: str) -> None:
    """With an example that works."""
    asking = replace(MEMBER, command="summarize", argument=argument)
    with pytest.raises(InputError, match=r"/summarize needs an? \w.* after it\.") as refused:
        await dispatch(services, asking)
    assert "/summarize 2403." in str(refused.value.hint)


async def test_subscribe_alone_shows_what_there_is(services: Services) -> None:
    """As pressed in a chat's menu; at the console, where scripts write too, it needs a topic."""
    asking = replace(MEMBER, command="subscribe", argument=" ", is_admin=True)
    fields = await dispatch(services, replace(asking, command="topics", argument=""))
    assert await dispatch(services, asking) == fields
    with pytest.raises(InputError, match="/subscribe needs"):
        await dispatch(services, replace(asking, chat=ChatRef("console", "local")))


async def test_what_takes_nothing_says_so(services: Services) -> None:
    """Rather than to ignore it; blanks are nothing."""
    (none,) = (c for c in COMMANDS if c.name == "pause")
    assert not none.parameters
    asking = replace(MEMBER, command="pause", argument="for a week", is_admin=True)
    with pytest.raises(InputError, match="/pause takes nothing after it") as refused:
        await dispatch(services, asking)
    assert "Just /pause" in str(refused.value.hint)
    assert await dispatch(services, replace(asking, argument="  "))


async def test_what_may_be_left_out_may_be_left_out(services: Services) -> None:
    """A parameter that is not required is not asked for."""
    assert await dispatch(services, replace(MEMBER, command="help", argument=""))
    assert await dispatch(services, replace(MEMBER, command="help", argument="time"))


@pytest.mark.parametrize(
    ("command", "argument", "effort"),
    [
        ("help", "", Effort.QUICK),
        ("no-such-command", "", Effort.QUICK),
        ("summarize", "2403.99999", Effort.ASKING),
        ("summarize", "nothing", Effort.QUICK),
        ("summarize", "no paper", Effort.ASKING),
        ("digest", "", Effort.ASKING),
        ("digest", "2024-13-01", Effort.QUICK),
        ("profile", "", Effort.OWN),
        ("profile", "2403.04634", Effort.QUICK),
    ],
)
async def test_what_an_answer_takes(
    services: Services, command: str, argument: str, effort: Effort
) -> None:
    """What is at hand waits for nobody; of what is no command that is said at once."""
    asking = replace(MEMBER, command=command, argument=argument)
    assert await effort_of(services, await services.context(asking)) is effort


async def test_an_allowance_is_each_persons_own(services: Services) -> None:
    """Who has used theirs up takes nothing from others; at the console there is none."""
    asking = replace(MEMBER, command="search", argument="lanterns")
    for _ in range(SEARCHES.most):
        services.allowances.take(asking.person, SEARCHES)
    with pytest.raises(UsedUp):
        await dispatch(services, asking)
    assert await dispatch(services, replace(asking, user="8"))
    assert await dispatch(services, replace(MEMBER, command="help"))
    console = Request(ChatRef("console", "local"), "", "search", "lanterns")
    for _ in range(SEARCHES.most):
        services.allowances.take(console.person, SEARCHES)
    assert await dispatch(services, console)


@given(st.sampled_from("\u2060\u200b\ufeff\u00ad\u200e"), st.integers(0, 30))
def test_what_shows_nothing_does_no_harm_when_pasted(sign: str, place: int) -> None:
    """Messages have such characters, so that they are shown right."""
    for line in ("/summarize 2403.04634", "https://arxiv.org/abs/2403.04634", "2403.04634"):
        pasted = line[:place] + sign + line[place:]
        assert split_command(pasted) == ("summarize", "2403.04634")


@pytest.mark.parametrize("is_operator", [True, False])
def test_help_has_every_command_once(is_operator: bool) -> None:
    """Each under what it is for; those of operators for them alone."""
    lines = [
        line
        for block in help_for(COMMANDS, None, is_operator=is_operator).blocks
        if isinstance(block, Bullets)
        for line in block.items
    ]
    listed = {one.usage for one in COMMANDS if is_operator or one.access is not Access.OPERATORS}
    assert sorted(line[0].text for line in lines) == sorted(listed)
    assert is_operator or len(listed) < len(COMMANDS)


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("/订阅 扩散模型", ("subscribe", "扩散模型")),
        ("/订阅扩散模型", ("subscribe", "扩散模型")),
        ("／屏蔽 综述", ("mute", "综述")),
        ("/取消订阅2", ("unsubscribe", "2")),
        ("/日报 上周三", ("digest", "上周三")),
        ("/日报上周三", ("digest", "上周三")),
        ("/帮助", ("help", "")),
        ("/时区 成都", ("timezone", "成都")),
        ("/时间晚上9点", ("time", "晚上9点")),
        ("/我的订阅", ("subscriptions", "")),
        ("/Hilfe", ("help", "")),
        ("/abonnieren  Robotik", ("subscribe", "Robotik")),
        ("/搜索İstanbul ẞ", ("search", "İstanbul ẞ")),
        ("/订", ("订", "")),
        ("/zeitung", ("zeitung", "")),
    ],
)
def test_a_command_has_names_in_other_languages(line: str, split: tuple[str, str]) -> None:
    """Typed as text; after one in Chinese no blank is needed."""
    assert split_command(line) == split


def test_names_in_other_languages_are_of_commands() -> None:
    """None is a command of its own, and each leads to one that there is."""
    assert len(NAMES) > 100
    assert BY_NAME.keys().isdisjoint(NAMES)
    assert set(NAMES.values()) <= BY_NAME.keys()
    assert all(known_name(spoken) == (name, "") for spoken, name in NAMES.items())
