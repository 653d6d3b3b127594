"""The whole process on a strict Discord: every command, button, role, channel kind and fault."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS
from tests.corpus.chat_kit import Json
from tests.corpus.discord_stage import answer, labels, pinged, staged, start, text_of
from tests.fakes.discord_objects import buttons_of

PAPER = "2403.04634"
OPTIONS: dict[str, Json] = {
    "subscribe": {"topic": "diffusion models"},
    "narrow": {"topic": "diffusion models"},
    "unsubscribe": {"topic": "diffusion models"},
    "follow": {"author": "Ada Lovelace"},
    "digest": {"topic": "diffusion models"},
    "summarize": {"paper": f"https://arxiv.org/pdf/{PAPER}.pdf"},
    "evidence": {"paper": PAPER},
    "changes": {"paper": PAPER},
    "trends": {"topic": "diffusion models"},
    "search": {"query": "cat:cs.CV gif"},
    "compare": {"papers": f"{PAPER} 2403.01801"},
    "ask": {"question": f"{PAPER} how is motion controlled?"},
    "why": {"paper": PAPER},
    "time": {"value": "08:30 mon-fri"},
    "timezone": {"value": "Berlin"},
    "language": {"value": "en"},
    "detail": {"value": "full"},
    "limit": {"value": 7},
    "mute": {"word": "survey"},
    "quiet": {"value": "on"},
    "import": {"topics": "robotics"},
    "bibtex": {"paper": PAPER},
    "note": {"note": f"{PAPER} compare"},
    "read": {"paper": PAPER},
    "similar": {"paper": PAPER},
    "page": {"day": "2024-03-08"},
    "save": {"paper": PAPER},
    "more": {"paper": PAPER},
    "less": {"paper": PAPER},
    "sound": {"value": "22:00-07:00"},
    "plain": {"value": "off"},
    "order": {"value": "yours"},
    "updates": {"value": "all"},
    "forgetme": {"sure": "yes"},
    "deny": {"who": "discord:1"},
}
SAID = {
    "subscribe": "Following",
    "unsubscribe": "No longer following",
    "subscriptions": "Robotics",
    "digest": "Announced",
    "summarize": "Pix2Gif",
    "evidence": "Pix2Gif",
    "why": "Pix2Gif",
    "ask": "Pix2Gif",
    "timezone": "Europe/Berlin",
    "limit": "7 papers",
    "pause": "Paused",
    "resume": "Resumed",
    "forgetme": "Deleted",
}
_TURNS = {"import": 0, "subscribe": 1, "unsubscribe": 8, "forgetme": 9}
ORDER = sorted((command.name for command in COMMANDS), key=lambda name: _TURNS.get(name, 5))


@pytest.fixture(scope="module")
def stage(shared: Path) -> Iterator[Any]:
    """One stage with the process on it, for the scenarios that do not stop it."""
    with staged(shared) as running:
        start(running)
        yield running


@pytest.fixture(autouse=True)
def clean(stage: Any) -> Iterator[None]:
    """After every scenario: nothing refused, nothing late, no limit met."""
    yield
    assert stage.complaints() == {}


@pytest.mark.parametrize("where", ["general", "dm", "thread", "news"])
def test_every_command_is_answered_in_every_kind_of_chat(stage: Any, where: str) -> None:
    """In a channel, in private, in a thread, in an announcement channel."""
    discord = stage.discord
    channel = discord.channel("general" if where == "thread" else where) if where != "dm" else ""
    if where == "dm":
        channel = discord.dm("alice")
    elif where == "thread":
        channel = discord.new_channel("talk", "thread", parent_id=channel)
    for name in ORDER:
        asked = discord.slash(channel, "alice", name, **OPTIONS.get(name, {}))
        reply = answer(stage, asked)
        said = text_of(reply)
        assert SAID.get(name, "") in said, name
        assert "went wrong" not in said
        assert pinged(reply) == []
        if name == "export":
            ((_, content),) = discord.download(reply)
            assert json.loads(content)["papercrier"] == 1


def test_onboarding_takes_three_presses_and_a_digest(stage: Any) -> None:
    """A field, a topic, a time; then the first digest."""
    discord, dm = stage.discord, stage.discord.dm("boris")
    reply = answer(stage, discord.slash(dm, "boris", "start"))
    reply = answer(stage, discord.press(dm, reply, "Computer vision", user="boris"))
    topic = next(label for label in labels(reply) if label != "Back")
    reply = answer(stage, discord.press(dm, reply, topic, user="boris"))
    assert "Following" in text_of(reply)
    answered = answer(stage, discord.press(dm, reply, "09:00", user="boris"))
    assert "09\\:00" in text_of(answered)
    answered = answer(stage, discord.press(dm, reply, "See it now", user="boris"))
    assert "8 March 2024" in text_of(answered)
    answered = answer(stage, discord.press(dm, reply, "Undo", user="boris"))
    assert "No longer following" in text_of(answered)


def test_every_choice_of_settings_edits_the_message_in_place(stage: Any) -> None:
    """There is one settings message, whatever is chosen and pressed; two ask for what is typed."""
    discord = stage.discord
    message = answer(stage, discord.slash("general", "alice", "settings"))

    def kind(label: str, **values: Any) -> int:
        now = next(m for m in discord.messages("general") if m["id"] == message["id"])
        asked = discord.press("general", now, label, **values)
        discord.wait_ack(asked)
        acknowledged: int = discord.interaction(asked)["ack_type"]
        return acknowledged

    for name in ("Digest time", "Days", "Detail", "Papers in full", "Language", "Sound"):
        now = next(m for m in discord.messages("general") if m["id"] == message["id"])
        found = buttons_of(now)
        options = [one for one in found if one.startswith(name) and "default" not in found[one]]
        assert kind(name, values=[options[0]]) == 7
        if name == "Language":  # which is another now
            answer(stage, discord.slash("general", "alice", "language", value="en"))
            message = answer(stage, discord.slash("general", "alice", "settings"))
    for label in ("Plain messages", "Pause"):
        assert kind(label) == 7
    for label in ("Timezone ›", "Muted words ›"):
        assert kind(label) == 9
    answer(stage, discord.slash("general", "alice", "forgetme", sure="yes"))


def test_a_papers_card_has_its_buttons(stage: Any) -> None:
    """Links lead to arXiv; evidence is shown to whoever asks for it."""
    discord = stage.discord
    card = answer(stage, discord.slash("general", "alice", "summarize", paper=PAPER))
    link = buttons_of(card)["Abstract"]["url"]
    assert link.startswith(f"https://arxiv.org/abs/{PAPER}")
    evidence = answer(stage, discord.press("general", card, "Evidence", user="boris"))
    assert evidence["kit"]["only_for"] == discord.user("boris")
    follow = next(label for label in labels(card) if label.startswith("Follow"))
    refused = answer(stage, discord.press("general", card, follow, user="boris"))
    assert "admins" in text_of(refused)


def test_suggestions_come_while_typing(stage: Any) -> None:
    """For topics, categories and papers."""
    discord = stage.discord
    topics = discord.autocomplete("general", "alice", "subscribe", "topic", "diffus")
    assert topics[0]["value"] == "Diffusion models"
    categories = discord.autocomplete("general", "alice", "search", "query", "cs.CV")
    assert categories[0]["value"] == "cat:cs.CV"
    answer(stage, discord.slash("general", "alice", "summarize", paper=PAPER))
    papers = discord.autocomplete("general", "alice", "summarize", "paper", "")
    assert papers[0]["value"].startswith(PAPER)


def test_every_option_that_is_completed(stage: Any) -> None:
    """At most 25 suggestions each, and some before anything is typed where there are any."""
    discord = stage.discord
    for name in ("subscribe", "mute", "summarize"):
        answer(stage, discord.slash("general", "alice", name, **OPTIONS[name]))
    typed = {("search", "query"): "diff"}
    completed = [
        (command["name"], option["name"])
        for command in discord.commands()
        for option in command.get("options") or []
        if option.get("autocomplete")
    ]
    assert len(completed) >= 12
    for name, option in completed:
        text = typed.get((name, option), "")
        found = discord.autocomplete("general", "alice", name, option, text)
        assert 0 < len(found) <= 25, (name, option)
        assert discord.autocomplete("general", "alice", name, option, "qqqqq" * 20) is not None
    answer(stage, discord.slash("general", "alice", "forgetme", sure="yes"))


def test_the_names_that_outside_tools_rely_on(stage: Any) -> None:
    """Each of these is the first option of its command."""
    first = {
        command["name"]: command["options"][0]["name"]
        for command in stage.discord.commands()
        if command.get("options")
    }
    assert first["summarize"] == "paper"
    assert first["subscribe"] == first["digest"] == "topic"
    for name in ("time", "timezone", "language", "detail", "limit"):
        assert first[name] == "value"


def test_members_without_rights_read_and_do_not_change(stage: Any) -> None:
    """Discord hides admins' commands from them; what they may use is answered."""
    discord = stage.discord
    with pytest.raises(AssertionError, match="permissions"):
        discord.slash("general", "boris", "settings")
    reply = answer(stage, discord.slash("general", "boris", "summarize", paper=PAPER))
    assert not reply["kit"]["ephemeral"]


def test_errors_and_settings_are_for_one_person(stage: Any) -> None:
    """Nobody else has to read them."""
    discord = stage.discord
    for name, options in (("summarize", {"paper": "nonsense"}), ("timezone", {"value": "Xyz"})):
        reply = answer(stage, discord.slash("general", "alice", name, **options))
        assert reply["kit"]["only_for"] == discord.user("alice")


def test_other_channels_are_managed_from_anywhere(stage: Any) -> None:
    """An announcement channel, a forum; its buttons too; and not by whoever may not."""
    discord = stage.discord
    for name in ("news", "papers"):
        channel = discord.channel(name)
        options = {"topic": "gaussian splatting", "channel": channel}
        reply = answer(stage, discord.slash("general", "alice", "subscribe", **options))
        assert "Following" in text_of(reply)
        answer(stage, discord.press("general", reply, "18:00"))
        shown = answer(stage, discord.slash("general", "alice", "settings", channel=channel))
        assert buttons_of(shown)["Digest time: 18:00"]["default"]
        answer(stage, discord.slash("general", "alice", "forgetme", sure="yes", channel=channel))


def test_hostile_words_ping_nobody(stage: Any) -> None:
    """Whatever is typed comes back as text."""
    discord = stage.discord
    words = f"@everyone <@{discord.user('boris')}> [click](https://evil.example) `x` **y**"
    for name, option in (("topics", "search"), ("help", "command"), ("mute", "word")):
        reply = answer(stage, discord.slash("general", "alice", name, **{option: words}))
        assert "](https://evil.example)" not in text_of(reply).replace("\\", "")
        assert pinged(reply) == []
    answer(stage, discord.slash("general", "alice", "mute", word=words))


def test_a_new_server_is_greeted_and_its_buttons_work(stage: Any) -> None:
    """In the first channel where the bot may write."""
    discord = stage.discord
    made = discord.new_guild("Lab", channels={"lobby": "text"})
    lobby = next(one["id"] for one in made["channels"] if one["name"] == "lobby")
    greeting = discord.wait_message(lobby)
    assert "Papercrier" in text_of(greeting)
    reply = answer(stage, discord.press(lobby, greeting, "Robotics"))
    assert labels(reply)


def test_lost_permissions_and_deleted_channels_are_told_in_private(stage: Any) -> None:
    """To the one who follows something there."""
    discord, dm = stage.discord, stage.discord.dm("alice")
    channel = discord.new_channel("short-lived")
    answer(stage, discord.slash(channel, "alice", "subscribe", topic="robotics"))
    discord._mark(dm)
    discord.deny(channel, "SEND_MESSAGES")
    told = discord.wait_message(dm)
    assert "Send Messages" in text_of(told)
    discord.change_channel(channel, permission_overwrites=[])
    discord._mark(dm)
    discord.change_channel(channel, deleted=True)
    assert "was deleted" in text_of(discord.wait_message(dm))


@pytest.mark.parametrize("action", ["drop", "reconnect", "invalid"])
def test_a_gateway_that_stumbles_is_found_again(stage: Any, action: str) -> None:
    """And commands are answered again."""
    discord, before = stage.discord, time.time()
    discord.gateway(action)
    discord.wait_ready(60, before, resumed=True)
    assert "Commands" in text_of(answer(stage, discord.slash("general", "alice", "help")))
