"""The whole process on a strict Telegram that fails: at the start, later, and at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.chat_kit import REPOSITORY, RUN, SETTINGS, check, wait_for
from tests.corpus.telegram_stage import PAPER, TITLE, Harness, said, staged


@pytest.fixture
def own(shared: Path) -> Iterator[Harness]:
    """A process of its own, for what disturbs it."""
    with staged(shared) as stage:
        yield Harness(stage)


@pytest.fixture(scope="module", autouse=True)
def revoked(shared: Path) -> Iterator[Harness]:
    """A process whose token Telegram refuses; it waits before it tries again, so this is first."""
    with staged(shared) as stage:
        harness = Harness(stage)
        refused = {"status": 401, "description": "Unauthorized"}
        harness.telegram.fault(method="getUpdates", **refused)
        harness.telegram.fault(method="getMe", **refused)
        harness.ask(harness.telegram.private, "/about", "About")
        yield harness


@pytest.fixture(scope="module", autouse=True)
def deaf(shared: Path) -> Iterator[tuple[Harness, int]]:
    """A process whose request for updates is not answered, and who waits for it.

    It takes half a minute to be noticed, so it begins before all other scenarios.
    """
    with staged(shared) as stage:
        harness = Harness(stage)
        harness.telegram.fault("hang", method="getUpdates", seconds=120)
        chat = harness.telegram.new_private()
        # The request that waits now is answered by this; the next one is not.
        harness.ask(chat, "/about", "About")
        harness.telegram.say(chat, "/help")
        yield harness, chat


def test_the_life_of_chats(own: Harness) -> None:
    """Added, removed, blocked, moved: nothing is tried again in vain."""
    telegram = own.telegram
    owner = telegram.private
    own.ask(owner, "/help")
    group = telegram.new_group("group", bot="left")
    telegram.set_membership(group, "member", by=owner)
    own.answer(group, "Papercrier")
    own.ask(group, "/subscribe diffusion models", "Following", user=owner)
    moved = telegram.migrate(group)
    own.ask(moved, "/subscriptions", "iffusion models", user=owner)
    telegram.set_membership(moved, "kicked", by=owner)
    telegram.wait_message(owner, lambda m: "removed from" in m.get("text", ""), timeout=10, since=0)
    assert own.stage.complaints() == {}
    telegram.set_chat(telegram.private_ru, blocked=True)
    telegram.say(telegram.private_ru, "/help")
    time.sleep(1)
    assert len([c for c in telegram.refused() if c["status"] == 403]) == 1


def test_lost_answers(own: Harness) -> None:
    """What may have arrived is not doubled; what was limited comes later."""
    telegram = own.telegram
    chat = telegram.new_private()
    telegram.fault("drop_after", chat_id=chat)
    telegram.say(chat, "/help")
    time.sleep(1.5)
    assert len(telegram.messages(chat)) == 1
    other = telegram.new_private()
    telegram.fail_429(2, chat_id=other)
    asked = time.time()
    answer = own.ask(other, "/help")
    assert answer["kit"]["stored_at"] - asked >= 2
    telegram.fault("error", status=502, body="<html>Bad Gateway</html>", method="getUpdates")
    telegram.fault("drop_before", method="getUpdates")
    own.ask(telegram.new_private(), "/help", "Commands")


def test_telegram_is_down_at_the_start_and_later(shared: Path) -> None:
    """The process stays, says so, and serves again; `papercrier check` says so too."""
    with staged(shared) as stage:
        stage.stop_server("telegram")
        harness = Harness(stage, wait_ready=None)
        assert "cannot be reached" in harness.bot.wait_log("platform closed", timeout=30)
        code, shown = check(stage)
        assert code == 1
        assert "Telegram FAILS" in shown
        stage.start_server("telegram")
        harness.bot.wait_ready(60)
        harness.ask(harness.telegram.new_private(), "/help", "Commands")
        stage.stop_server("telegram")
        wait_for(lambda: harness.bot.logs().count("platform closed") > 1)
        stage.start_server("telegram")
        harness.telegram.wait_polling(60)
        harness.ask(harness.telegram.new_private(), "/help", "Commands")
        assert harness.bot.stop().code == 0
        assert stage.complaints() == {}


def test_a_second_instance(own: Harness) -> None:
    """Both say so; when one has gone the other serves on."""
    other = own.stage.start_bot(
        RUN,
        cwd=REPOSITORY,
        env={**SETTINGS, "PAPERCRIER_DATABASE": str(own.stage.work_dir / "other.db")},
    )
    own.bot.wait_log("Another instance", timeout=20)
    assert other.stop().code == 0
    own.ask(own.telegram.new_private(), "/help", "Commands")


def test_a_restart_keeps_everything(own: Harness) -> None:
    """Topics, buttons, and menus that are not told again."""
    chat = own.telegram.new_private()
    topic = own.ask(chat, "/subscribe diffusion models", "Following")
    own.bot.restart(hard=True)
    own.press(chat, topic, "Undo", "No longer")
    assert len(own.telegram.calls("setMyCommands")) == 6


def test_the_end_while_working(own: Harness) -> None:
    """Everything asked before the signal is answered, whole, and no update is lost."""
    telegram = own.telegram
    people = [telegram.new_private() for _ in range(12)]
    telegram.say_many([{"chat_id": chat, "text": f"/summarize {PAPER}"} for chat in people])
    telegram.wait_message(people[0])
    stopped = own.bot.stop(30.0)
    assert (stopped.code, stopped.killed) == (0, False)
    own.bot.start(30)
    for chat in people:
        telegram.wait_message(chat, lambda m: TITLE in said(m), timeout=30, since=0)
    assert own.stage.complaints() == {}
    assert "Traceback" not in own.bot.logs()


def test_a_half_open_connection(deaf: tuple[Harness, int]) -> None:
    """Polling goes on though an answer never comes, and nothing that was said is lost."""
    harness, chat = deaf
    harness.telegram.wait_message(chat, lambda m: "Commands" in said(m), timeout=90)
    assert "did not answer within" in harness.bot.logs()
    assert harness.stage.complaints() == {}


def test_a_revoked_token(revoked: Harness) -> None:
    """It is told with the remedy, never shown, and tried again after a while."""
    assert "BotFather" in revoked.bot.wait_log("platform closed", 40)
    revoked.ask(revoked.telegram.new_private(), "/help", "Commands")
    revoked.telegram.fault(method="getMe", status=401, description="Unauthorized", times=-1)
    code, said = check(revoked.stage)
    assert code == 1
    assert "PAPERCRIER_TELEGRAM_TOKEN" in said
    assert "TESTTOKEN" not in revoked.bot.logs() + said
