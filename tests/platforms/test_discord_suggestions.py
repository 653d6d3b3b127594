"""What Discord offers while somebody types."""

from __future__ import annotations

import pytest

from bot.platforms.suggestions import LONGEST, MOST, Lately, Suggestions, has_suggestions
from domain.chats import ChatRef
from domain.requests import Request
from handlers.commands import COMMANDS
from handlers.dispatch import dispatch
from tests.fakes.discord_objects import GENERAL, NEWS
from tests.platforms.discord_harness import Served

HERE = ChatRef("discord", GENERAL)
THERE = ChatRef("discord", NEWS)


async def offered(served: Served, command: str, option: str, typed: str) -> list[str]:
    """The values offered over the wire."""
    asked = await served.discord.ask(command, {option: typed}, focused=option)
    await served.discord.until(lambda: asked.kind)
    assert asked.kind == 8
    assert all(1 <= len(choice["name"]) <= LONGEST for choice in asked.choices)
    return [choice["value"] for choice in asked.choices]


@pytest.mark.parametrize("typed", ["", "a", "cs", "diffusion", "zzzzqqq", "@everyone", "名", " "])
async def test_every_option_is_offered_something_within_the_limits(
    served: Served, typed: str
) -> None:
    """Whatever was typed: at most 25, none twice, none too long."""
    suggestions = Suggestions(served.services, Lately())
    for command in COMMANDS:
        for parameter in command.parameters:
            found = await suggestions.of(command.name, parameter.name, HERE, typed)
            values = [value for _, value in found]
            assert len(set(values)) == len(values) <= MOST
            assert all(1 <= len(text) <= LONGEST for pair in found for text in pair)
            assert has_suggestions(command.name, parameter.name) or not found


async def test_topics_and_categories_are_offered(served: Served) -> None:
    """The catalogue's, by name, and categories as queries."""
    assert (await offered(served, "subscribe", "topic", "diffus"))[0] == "Diffusion models"
    assert "cat:cs.RO" in await offered(served, "subscribe", "topic", "cs.R")
    assert (await offered(served, "search", "query", "cat:math.A"))[0].startswith("cat:math.A")


async def test_own_topics_are_offered_to_end_and_to_read(served: Served) -> None:
    """Of the chat that the person is in."""
    await dispatch(served.services, Request(HERE, "1", "subscribe", "robotics"))
    assert await offered(served, "unsubscribe", "topic", "") == ["Robotics", "all"]
    assert (await offered(served, "digest", "topic", ""))[0] == "Robotics"
    suggestions = Suggestions(served.services, Lately())
    assert await suggestions.of("unsubscribe", "topic", THERE, "") == []


async def test_papers_asked_about_lately_come_first(served: Served) -> None:
    """Then those announced last, found by id or by words of the title."""
    await dispatch(served.services, Request(HERE, "1", "digest", "cat:cs.*"))
    recent = await offered(served, "summarize", "paper", "")
    assert len(recent) > 3
    asked = await served.discord.slash("summarize", paper=recent[3])
    await served.discord.until(lambda: asked.shown)
    for command in ("summarize", "evidence", "why"):
        assert (await offered(served, command, "paper", ""))[0] == recent[3]
    (paper,) = (await served.services.library.recent_papers(4))[3:]
    word = max(paper.title.split(), key=len)
    assert paper.id.base in await offered(served, "summarize", "paper", word.lower())


async def test_values_of_settings_are_offered(served: Served) -> None:
    """Zones by city, languages by name, times, and settings with their values."""
    assert (await offered(served, "timezone", "value", "new york"))[0] == "America/New_York"
    for typed, zone in (
        ("münch", "Europe/Berlin"),
        ("北京", "Asia/Shanghai"),
        ("utc+3", "Etc/GMT-3"),
        ("CST", "America/Chicago"),
        ("Mumb", "Asia/Kolkata"),
    ):
        assert zone in await offered(served, "timezone", "value", typed)
    assert await offered(served, "language", "value", "中文") == ["zh"]
    assert await offered(served, "language", "value", "deutsch") == [], "nothing speaks it here"
    assert (await offered(served, "time", "value", "08"))[0] == "08:00"
    assert "timezone Berlin" in await offered(served, "settings", "change", "")
    assert (await offered(served, "help", "command", "dig"))[0] == "digest"


async def test_muted_words_are_offered_to_be_taken_back(served: Served) -> None:
    """And no others."""
    await dispatch(served.services, Request(HERE, "1", "mute", "survey"))
    assert await offered(served, "mute", "word", "") == ["survey"]


def test_what_was_asked_lately_is_bounded_and_can_be_forgotten() -> None:
    """The latest first, each once, at most 25."""
    lately = Lately()
    for number in range(40):
        lately.add(HERE, f"2403.{number:05}")
    lately.add(HERE, "2403.00020v2 and 2403.00020v2")
    known = lately.of(HERE)
    assert known[0] == "2403.00020v2"
    assert len(known) == MOST
    assert lately.of(THERE) == []
    lately.forget(HERE)
    assert lately.of(HERE) == []


async def test_what_begins_with_the_letters_comes_first(served: Served) -> None:
    """By its value, then by its name, then by a word of it."""
    assert (await offered(served, "topics", "search", "phys"))[0].startswith("Phys")
    assert (await offered(served, "subscribe", "topic", "rob"))[:2] == [
        "Robotics",
        "Robot manipulation",
    ]
