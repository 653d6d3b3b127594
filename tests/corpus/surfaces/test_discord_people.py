"""Those who meet the process on a strict Discord, each in the way that is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.chat_kit import Json
from tests.corpus.discord_stage import answer, labels, staged, start, text_of
from tests.corpus.telegram_stage import PAPER, TITLE

LAYOUT = 1 << 15


@pytest.fixture(scope="module")
def running(shared: Path) -> Iterator[Any]:
    """A stage with one process for all of them."""
    with staged(shared) as stage:
        start(stage)
        yield stage


@pytest.fixture
def stage(running: Any) -> Iterator[Any]:
    """The stage; nothing may be refused meanwhile."""
    yield running
    assert running.complaints() == {}


def asked(stage: Any, channel: str, user: str, name: str, **options: Any) -> Json:
    """The answer to a slash command."""
    return answer(stage, stage.discord.slash(channel, user, name, **options))


def test_a_member_s_digest_is_one_layout(stage: Any) -> None:
    """Of headlines in company; its pages are one each, and turn for the one who presses alone."""
    digest = asked(stage, "general", "boris", "digest", topic="cat:cs.CL")
    assert digest["flags"] & LAYOUT
    (alone,) = stage.discord.wait_settled("general")
    assert alone["id"] == digest["id"]
    shown = pressed(stage, digest, "Titles 11–35 ›", shows="Titles 36–54 ›")
    further = pressed(stage, shown, "Titles 36–54 ›", shows="‹ Titles 11–35")
    assert further["kit"]["only_for"] == stage.discord.user("boris")
    back = pressed(stage, further, "‹ Titles 11–35", shows="Titles 36–54 ›")
    assert (back["id"], further["id"]) == (shown["id"], shown["id"])
    assert text_of(back) == text_of(shown) != text_of(further)


def pressed(stage: Any, message: Json, label: str, *, shows: str) -> Json:
    """What a press brings, once it has a button."""
    press = stage.discord.press("general", message, label, user="boris")
    reply: Json = stage.discord.wait_reply(press, lambda one: shows in labels(one), timeout=30)
    return reply


def test_whoever_wants_plain_messages_is_answered_in_them(stage: Any) -> None:
    """Also in place, and to what is written without a command."""
    discord = stage.discord
    dm = discord.dm("alice")
    asked(stage, dm, "alice", "plain", value="on")
    settings = asked(stage, dm, "alice", "settings")
    assert not settings["flags"] & LAYOUT
    turned = answer(stage, discord.press(dm, settings, "Digest time: 09:00", user="alice"))
    assert turned["id"] == settings["id"]
    assert not turned["flags"] & LAYOUT
    discord.say(dm, PAPER)
    card = discord.wait_message(dm, lambda one: PAPER in text_of(one), timeout=30)
    assert not card["flags"] & LAYOUT
    asked(stage, dm, "alice", "plain", value="off")
    assert asked(stage, dm, "alice", "settings")["flags"] & LAYOUT


def test_summarize_paper_reads_layouts(stage: Any) -> None:
    """A card that somebody has asked for means its paper, a digest is asked back which one."""
    discord = stage.discord
    card = asked(stage, "random", "boris", "summarize", paper=PAPER)
    assert card["flags"] & LAYOUT
    menu = discord.message_command("random", "alice", "Summarize paper", card)
    assert TITLE in text_of(answer(stage, menu))
    digest = asked(stage, "random", "boris", "digest", topic="cat:cs.CL")
    menu = discord.message_command("random", "alice", "Summarize paper", digest)
    which = answer(stage, menu)
    assert which["kit"]["only_for"] == discord.user("alice")
    assert len(labels(which)) == 10


def test_what_else_may_be_meant_is_pressed(stage: Any) -> None:
    """Another reading of a digest and of a search, and one of several timezones."""
    discord, dm = stage.discord, stage.discord.dm("alice")
    for command, option, typed, label, said in (
        ("digest", "topic", "last week difusion models", "diffusion models", "matched 23"),
        ("search", "query", "扩散模型", "Diffusion models", "Search"),
        ("timezone", "value", "Georgia", "Asia/Tbilisi", "Your timezone is **Asia/Tbilisi**"),
        ("subscribe", "topic", "cat:cs.XY", "cat:cs.SY", "Systems and Control"),
    ):
        offered = asked(stage, dm, "alice", command, **{option: typed})
        (button,) = (one for one in labels(offered) if one.startswith(label))
        assert said in text_of(answer(stage, discord.press(dm, offered, button, user="alice")))
    asked(stage, dm, "alice", "timezone", value="UTC")
    assert "20\\:30" in text_of(asked(stage, dm, "alice", "time", value="下午8:30 周一至周五"))
