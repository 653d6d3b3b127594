"""/subscribe yours, and what is said of it: how much of a profile it takes, and why a paper is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services import Services
from domain.documents import Document
from domain.errors import InputError
from handlers.dispatch import dispatch
from tests.composing.test_choosing import commands_of
from tests.handlers.greek import HERE, asked, greek_container, words_of
from tests.library.test_similar import announce
from tests.ranking.invented import some

LANTERNS, ROPES, EVERYDAY = some("lanterns", 14), some("ropes", 5, 300), some("", 40, 300)


async def say(services: Services, command: str, argument: str = "") -> Document:
    """What is answered."""
    return await dispatch(services, asked(command, argument))


async def liked(services: Services, count: int) -> None:
    """Wish for more papers like some lanterns."""
    for one in LANTERNS[:count]:
        await say(services, "more", one.id.base)


async def test_it_says_what_it_is_and_what_it_takes(tmp_path: Path) -> None:
    """Ten papers; until then it brings nothing, and how many are missing is said."""
    async with greek_container(tmp_path) as services:
        await announce(services, 7, *LANTERNS, *ROPES, *EVERYDAY)
        await liked(services, 7)
        answer = await say(services, "subscribe", "yours cat:cs.LG")
        text = " ".join(words_of(answer))
        assert "one in ten from outside" in text
        assert "Only in" in text
        assert "once 3 more papers" in text
        assert "/narrow" not in " ".join(commands_of(answer))
        digest = await say(services, "digest", "yours")
        assert "from 10 papers on" in " ".join(words_of(digest))


async def test_it_shows_what_it_would_have_brought(tmp_path: Path) -> None:
    """By the profile; /digest has it, /profile offers it, /unsubscribe ends it."""
    async with greek_container(tmp_path) as services:
        await announce(services, 7, *LANTERNS, *ROPES, *EVERYDAY)
        await liked(services, 10)
        assert "/subscribe yours" in commands_of(await say(services, "profile"))
        followed = " ".join(words_of(await say(services, "subscribe", "yours cs.LG")))
        assert "it would have brought 6" in followed
        digest = " ".join(words_of(await say(services, "digest", "yours 2024-03-07")))
        assert all(one.title in digest for one in LANTERNS[10:])
        assert "drawn by lot" in digest
        assert not any(f". {one.title}" in digest for one in LANTERNS[:10])
        await say(services, "unsubscribe", "yours")
        assert await services.store.subscriptions(HERE) == []


async def test_of_what_is_disliked_alone_there_is_no_order(tmp_path: Path) -> None:
    """Ten papers wished for less of are enough once one is liked, and until then that is said."""
    async with greek_container(tmp_path) as services:
        await announce(services, 7, *LANTERNS, *ROPES, *EVERYDAY)
        for one in LANTERNS[:10]:
            await say(services, "less", one.id.base)
        profile = await say(services, "profile")
        assert "once a paper is here that you wish for more of" in " ".join(words_of(profile))
        assert "/subscribe yours" not in commands_of(profile)
        followed = " ".join(words_of(await say(services, "subscribe", "yours cat:cs.LG")))
        assert "once a paper is saved, or wished for more of" in followed
        await say(services, "more", ROPES[0].id.base)
        assert "begin with what is most likely yours" in " ".join(
            words_of(await say(services, "profile"))
        )


async def test_why_a_paper_is_likely_ones_own(tmp_path: Path) -> None:
    """How much of what is announced it stands before; where it is not looked for, nothing."""
    async with greek_container(tmp_path) as services:
        await announce(services, 7, *LANTERNS, *ROPES, *EVERYDAY)
        await say(services, "subscribe", "yours cat:cs.LG")
        lacking = " ".join(words_of(await say(services, "why", LANTERNS[12].id.base)))
        assert "too little of a profile" in lacking
        await liked(services, 10)
        near = " ".join(words_of(await say(services, "why", LANTERNS[12].id.base)))
        assert "stands before 81% of what is announced" in near
        assert "which you liked" in near
        await say(services, "unsubscribe", "yours")
        await say(services, "subscribe", "yours cat:math")
        other = " ".join(words_of(await say(services, "why", LANTERNS[12].id.base)))
        assert "matches none of your topics" in other


async def test_what_asks_for_words_leaves_it_alone(tmp_path: Path) -> None:
    """It has no trends, is narrowed by no offers, and is in no feed reader's file."""
    async with greek_container(tmp_path) as services:
        await announce(services, 7, *LANTERNS)
        await say(services, "subscribe", "yours")
        for command, argument in (
            ("trends", "yours"),
            ("narrow", "yours"),
            ("search", "is:yours"),
            ("export", "opml"),
        ):
            with pytest.raises(InputError):
                await say(services, command, argument)
        await say(services, "narrow", "yours = yours cs.LG")
        (followed,) = await services.store.subscriptions(HERE)
        assert str(followed.topic.query) == "is:yours AND cat:cs.LG"
        text = " ".join(words_of(await say(services, "summarize", LANTERNS[0].id.base)))
        assert "your profile" not in text
