"""What the log says of a morning on which much goes wrong: much, and nobody's id, name or token."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from tests.corpus.chat_kit import hang_up, kit
from tests.corpus.morning import BEFORE, Morning

NAME = "Ottoline"
"""The name of somebody whom the servers' errors tell of."""


def test_nobody_is_named(shared: Path) -> None:
    """Though the servers' answers have ids within, and errors are raised in every part."""
    harness = kit(shared)
    with harness.Stage() as stage:
        try:
            morning = Morning(stage, start=BEFORE + timedelta(seconds=16))
            morning.settle(people=8, groups=2, channels=6)
            plant(morning)
            bot = morning.run(wait_ready=60)
            chat = stage.telegram.new_private(NAME)
            stage.telegram.say(chat, "/summarize 2505.03793")
            stage.discord.slash("general", "alice", "search", query="cat:cs.CL")
            until = time.monotonic() + 60
            while not (morning.is_over() or morning.idle_until()):
                assert time.monotonic() < until, bot.logs()[-3000:]
                time.sleep(0.2)
            assert bot.stop().code == 0
            written = bot.logs()
            ids = {*morning.people, *map(abs, morning.groups), *morning.channels, chat}
            ids |= {stage.discord.user("alice"), stage.discord.guild()}
            assert "refused by Telegram" in written
            assert written.count("is not for you") >= 2
            raw = [one for one in map(str, ids) if one in written]
            assert raw == []
            assert NAME not in written
            assert harness.TELEGRAM_TOKEN not in written
            assert harness.DISCORD_TOKEN not in written
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def plant(morning: Morning) -> None:
    """Errors of each kind, which name the chat that they are about."""
    telegram, discord = morning.stage.telegram, morning.stage.discord
    gone, refusing, failing, group = *morning.people[:3], *list(morning.groups)[:1]
    telegram.set_chat(gone, blocked=True)
    for method in ("sendRichMessage", "sendMessage"):
        for chat, status, said in (
            (refusing, 400, f"Bad Request: chat {refusing} of user_id={refusing} takes none"),
            (failing, 500, f"Internal Server Error at /chats/{failing}"),
            (group, 403, f"Forbidden: bot is not a member of {group}"),
        ):
            telegram.fault(method=method, chat_id=chat, status=status, description=said, times=1)
    telegram.fault(method="answerCallbackQuery", status=400, description=f"query of {failing}")
    telegram.fault(method="sendChatAction", status=400, description=f"peer {gone}", times=-1)
    for channel, status in zip(morning.channels, (403, 404, 500, 400), strict=False):
        body = {"message": f"Channel {channel} is not for you", "code": 50_001}
        discord.fault(path=f"/channels/{channel}/messages", status=status, body=body, times=2)
