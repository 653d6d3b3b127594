"""The whole process on a strict Discord that fails: at the start, later, and at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.corpus.discord_stage import answer, labels, staged, start, text_of

PAPER = "2403.04634"


def works(stage: Any) -> None:
    """Somebody asks for help and gets it."""
    asked = stage.discord.slash("general", "alice", "help")
    assert "Commands" in text_of(answer(stage, asked))


def test_a_start_without_the_gateway_ends_well(shared: Path) -> None:
    """It is tried again until it is there."""
    with staged(shared) as stage:
        stage.discord.gateway("refuse", seconds=4)
        bot = start(stage, wait_ready=None)
        assert "gateway cannot be reached" in bot.wait_log("door closed", 20)
        bot.wait_ready(30)
        works(stage)
        stopped = bot.stop(30)
        assert (stopped.code, stopped.killed, stopped.leftovers) == (0, False, 0)
        assert stage.complaints() == {}


def test_a_revoked_token_is_told_and_never_shown(shared: Path) -> None:
    """In the log, with what to do."""
    with staged(shared) as stage:
        bot = start(stage)
        stage.discord.gateway("close", code=4004)
        assert "developer portal" in bot.wait_log("revoked", 20)
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
def test_lost_answers_are_given_again(shared: Path, kind: str, path: str) -> None:
    """Once, whether or not the first had arrived."""
    with staged(shared) as stage:
        bot = start(stage)
        method = "PATCH" if path == "/webhooks/" else "POST"
        stage.discord.fault(kind, method=method, path=path)
        asked = stage.discord.slash("general", "alice", "summarize", paper=PAPER)
        assert "Pix2Gif" in text_of(answer(stage, asked))
        works(stage)
        assert len(stage.discord.messages("general")) == 2
        assert bot.stop(30).code == 0


def test_a_discord_that_answers_with_errors_is_waited_for(shared: Path) -> None:
    """503 to an answer, 429 to an answer."""
    with staged(shared) as stage:
        bot = start(stage)
        stage.discord.fault(method="PATCH", path="/webhooks/", status=503, body={})
        asked = stage.discord.slash("general", "alice", "summarize", paper=PAPER)
        assert "Pix2Gif" in text_of(answer(stage, asked))
        stage.discord.fail_429(1, method="PATCH", path="/webhooks/")
        asked = stage.discord.slash("general", "alice", "summarize", paper=PAPER)
        assert "Pix2Gif" in text_of(answer(stage, asked))
        assert bot.stop(30).code == 0


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
        discord.wait_ack(helped)
        assert discord.interaction(helped)["ack_ms"] < 1_000
        for asked in many:
            assert "Pix2Gif" in text_of(answer(stage, asked))
        assert bot.stop(30).code == 0
        # 200 acknowledgements in 3 seconds are more than 50 a second, of which the stand-in keeps
        # a ledger. Discord has no such limit for answers to interactions.
        assert set(stage.complaints()) <= {"discord limits"}
