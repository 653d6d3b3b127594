"""The whole process on a strict Discord that fails: at the start, later, and at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.chat_kit import check
from tests.corpus.discord_stage import answer, labels, staged, start, text_of

PAPER = "2403.04634"


@pytest.fixture(scope="module", autouse=True)
def silent(shared: Path) -> Iterator[tuple[Any, float]]:
    """A stage whose gateway has fallen silent, and since when.

    It takes a minute to be noticed, so it begins before all other scenarios.
    """
    with staged(shared) as stage:
        stage.discord.control.post("shards", {"heartbeat_ms": 2_000})
        start(stage)
        since = time.time()
        stage.discord.gateway("silence")
        yield stage, since


@pytest.fixture(scope="module")
def troubled(shared: Path) -> Iterator[Any]:
    """A stage with a process on it, for faults that end with one answer."""
    with staged(shared) as stage:
        bot = start(stage)
        yield stage
        assert bot.stop(30).code == 0
        assert "Traceback" not in bot.logs()


def works(stage: Any) -> None:
    """Somebody asks for help and gets it."""
    asked = stage.discord.slash("general", "alice", "help")
    assert "Commands" in text_of(answer(stage, asked))


def test_a_start_without_the_gateway_ends_well(shared: Path) -> None:
    """It is tried again until it is there."""
    with staged(shared) as stage:
        stage.discord.gateway("refuse", seconds=600)
        bot = start(stage, wait_ready=None)
        assert "gateway cannot be reached" in bot.wait_log("platform closed", 60)
        stage.discord.gateway("refuse", seconds=0)
        bot.wait_ready(30)
        works(stage)
        stopped = bot.stop(30)
        assert (stopped.code, stopped.killed, stopped.leftovers) == (0, False, 0)
        assert stage.complaints() == {}


def test_discord_is_down_at_the_start_and_later(shared: Path) -> None:
    """The process stays, says so, and serves again; `papercrier check` says so too."""
    with staged(shared) as stage:
        stage.stop_server("discord")
        bot = start(stage, wait_ready=None)
        assert "cannot be reached" in bot.wait_log("platform closed", 30)
        code, said = check(stage)
        assert code == 1
        assert "Discord FAILS" in said
        stage.start_server("discord")
        bot.wait_ready(60)
        works(stage)
        stage.stop_server("discord")
        time.sleep(1)
        before = time.time()
        stage.start_server("discord")
        # The new one knows nothing of the session, and the old one's names mean nothing to it.
        stage.discord.wait_ready(60, before)
        stage.discord._ids.clear()
        code, said = check(stage)
        assert (code, "Discord works" in said) == (0, True)
        assert bot.stop(30).code == 0
        assert stage.complaints() == {}


def test_a_revoked_token_is_told_and_never_shown(shared: Path) -> None:
    """In the log and by `papercrier check`, with what to do."""
    with staged(shared) as stage:
        bot = start(stage)
        stage.discord.gateway("close", code=4004)
        assert "developer portal" in bot.wait_log("revoked", 20)
        said = check(stage)[1]
        assert "the process met trouble" in said
        assert "developer portal" in said
        assert "KIT.DISCORD.TOKEN" not in said
        assert bot.stop(30).code == 0
        assert "KIT.DISCORD.TOKEN" not in bot.logs()
        assert stage.complaints() == {}


def test_buttons_work_after_a_restart(shared: Path) -> None:
    """And the commands are not synced again."""
    with staged(shared) as stage:
        bot = start(stage)
        started = answer(stage, stage.discord.slash("general", "alice", "start"))
        bot.restart(hard=True)
        pressed = answer(stage, stage.discord.press("general", started, labels(started)[0]))
        assert labels(pressed)
        assert len(stage.discord.state()["command_writes"]) == 1
        assert bot.stop(30).code == 0
        assert stage.complaints() == {}


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
@pytest.mark.parametrize("path", ["/callback", "/webhooks/"])
def test_lost_answers_are_given_again(troubled: Any, kind: str, path: str) -> None:
    """Once, whether or not the first had arrived."""
    discord = troubled.discord
    channel = discord.new_channel("lost")
    discord.fault(kind, method="PATCH" if path == "/webhooks/" else "POST", path=path)
    for name, options in (("summarize", {"paper": PAPER}), ("help", {})):
        answer(troubled, discord.slash(channel, "alice", name, **options))
    first, second = discord.messages(channel)
    assert "Pix2Gif" in text_of(first)
    assert "Commands" in text_of(second)


def test_a_discord_that_answers_with_errors_is_waited_for(troubled: Any) -> None:
    """503 to an answer, 429 to an answer."""
    discord = troubled.discord
    discord.fault(method="PATCH", path="/webhooks/", status=503, body={})
    asked = discord.slash("general", "alice", "summarize", paper=PAPER)
    assert "Pix2Gif" in text_of(answer(troubled, asked))
    discord.fail_429(1, method="PATCH", path="/webhooks/")
    asked = discord.slash("general", "alice", "summarize", paper=PAPER)
    assert "Pix2Gif" in text_of(answer(troubled, asked))


def test_the_end_comes_in_time_with_work_in_flight(shared: Path) -> None:
    """What was acknowledged is answered."""
    with staged(shared) as stage:
        bot = start(stage)
        many = [
            stage.discord.slash("general", "alice", "summarize", paper=PAPER) for _ in range(40)
        ]
        for asked in many:
            stage.discord.wait_ack(asked)
        stopped = bot.stop(30)
        assert (stopped.code, stopped.killed) == (0, False)
        unfinished = [m for m in stage.discord.messages("general") if m["kit"].get("loading")]
        assert unfinished == []
        assert stage.complaints() == {}


def test_limits_are_kept_where_they_are_enforced(shared: Path) -> None:
    """A long digest, many questions: no request too many."""
    with staged(shared, enforce_limits=True) as stage:
        bot = start(stage)
        asked = stage.discord.slash("general", "alice", "digest", topic="cat:cs.*")
        assert "Announced" in text_of(answer(stage, asked))
        for _ in range(20):
            works(stage)
        assert bot.stop(30).code == 0
        assert stage.complaints() == {}


def test_two_hundred_summaries_at_once_keep_nobody_waiting(shared: Path) -> None:
    """All are acknowledged in time; /help goes past them."""
    with staged(shared) as stage:
        discord = stage.discord
        bot = start(stage)
        many = [discord.slash("random", "alice", "summarize", paper=PAPER) for _ in range(200)]
        helped = discord.slash("general", "boris", "help")
        # The stand-in complains of what is acknowledged later than Discord allows.
        discord.wait_ack(helped, 60)
        cards = [answer(stage, asked) for asked in many]
        explained = [card for card in cards if "Pix2Gif" in text_of(card)]
        # One person's questions wait for each other, and no more than some of them.
        assert len(explained) >= 6
        refused = [text_of(card) for card in cards if card not in explained]
        assert all("of yours are waiting" in text for text in refused)
        assert bot.stop(30).code == 0
        # 200 acknowledgements in 3 seconds are more than 50 a second, of which the stand-in keeps
        # a ledger. Discord has no such limit for answers to interactions.
        assert set(stage.complaints()) <= {"discord limits"}


def test_the_end_amid_a_long_digest(shared: Path) -> None:
    """What was begun comes whole; nobody is left waiting for what was promised."""
    with staged(shared, enforce_limits=True) as stage:
        bot = start(stage)
        for name, value in (("detail", "full"), ("limit", 10)):
            answer(stage, stage.discord.slash("general", "alice", name, value=value))
        asked = stage.discord.slash("general", "alice", "digest", topic="cat:cs.* week")
        answer(stage, asked)
        stopped = bot.stop(30)
        assert (stopped.code, stopped.killed) == (0, False)
        shown = stage.discord.messages("general")
        assert not [message for message in shown if message["kit"].get("loading")]
        assert "10\\. " in "\n".join(map(text_of, shown))
        assert "Traceback" not in bot.logs()
        assert stage.complaints() == {}


def test_a_gateway_that_falls_silent_is_left_for_another(silent: tuple[Any, float]) -> None:
    """No heartbeat is acknowledged any more: a new connection takes up where the old one was."""
    stage, since = silent
    stage.discord.wait_ready(120, since, resumed=True)
    works(stage)
    assert stage.complaints() == {}
