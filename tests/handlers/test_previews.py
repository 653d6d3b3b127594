"""What a topic would have brought: of exactly the days that are told, decided as for a digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.previews import Preview
from app.readings import readings_by_preview
from app.services import Services
from domain.papers import Paper
from domain.topics import Query
from handlers.dispatch import dispatch
from tests.fakes.paper_source import FakeSource
from tests.handlers.greek import GreekSource, asked, greek_container, words_of
from tests.handlers.test_readings import buttons
from tests.topics import invented
from topics.intent.readings import narrower, wider
from topics.intent.vocabulary import Vocabulary
from topics.language import parse_query

BOTH = "cat:cs OR cat:math"


async def told(services: Services, *command: str) -> str:
    """What is said."""
    return " ".join(words_of(await dispatch(services, asked(*command))))


def also_announced(services: Services) -> None:
    """Two days before 8 March have papers, too."""
    assert isinstance(services.source, FakeSource)
    services.source.announces("2024-03-06", "2403.00003 cs.CV\n2403.00004 math.CO")
    services.source.announces("2024-03-07", "2403.00005 cs.CV\n2403.00006 math.CO")


async def test_days_between_which_nothing_is_known_are_told_apart(tmp_path: Path) -> None:
    """A span has no listing date in it that was not looked at."""
    async with greek_container(tmp_path) as services:
        also_announced(services)
        await dispatch(services, asked("digest", f"{BOTH} 2024-03-06"))
        await dispatch(services, asked("digest", BOTH))
        assert "announced for 6 March 2024 and 8 March 2024 it" in await told(
            services, "subscribe", BOTH
        )
        narrowing = await told(services, "narrow", "1")
        assert "announced for 6 March 2024 and 8 March 2024 that it would have" in narrowing
        await dispatch(services, asked("digest", f"{BOTH} 2024-03-07"))
        assert "announced for 6–8 March 2024 that" in await told(services, "narrow", "1")


async def test_a_day_counts_when_all_archives_of_the_topic_are_known(tmp_path: Path) -> None:
    """Of 6 March only one of both is."""
    async with greek_container(tmp_path) as services:
        also_announced(services)
        await dispatch(services, asked("digest", "cat:cs 2024-03-06"))
        await dispatch(services, asked("digest", BOTH))
        assert "announced for 8 March 2024 it" in await told(services, "subscribe", BOTH)


async def test_what_is_muted_is_not_counted(tmp_path: Path) -> None:
    """Nor would a digest have told it."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("digest", BOTH))
        await dispatch(services, asked("mute", "cat:math.CO"))
        assert "it would have brought 1, for" in await told(services, "subscribe", BOTH)


async def test_what_is_muted_is_counted_among_what_was_submitted_where_nothing_is_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a warning where it is more than half; the search is asked once for all topics."""
    papers = [invented.paper(n, f"Lanterns {'by a survey' * (n < 3)}") for n in range(1, 5)]
    # arXiv finds what has other words of the same stem, too.
    papers += [invented.paper(n, "A survey of lanternists") for n in range(5, 9)]
    queries: list[str] = []

    async def found(_: object, query: Query, **__: object) -> list[Paper]:
        queries.append(str(query))
        return papers

    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "lanterns"))
        await dispatch(services, asked("subscribe", "torches"))
        monkeypatch.setattr(GreekSource, "search", found)
        told_of = await told(services, "mute", "survey")
        assert "Of the newest 4 papers in your topics" in told_of
        assert "out 2." in told_of
        assert "out 4, more than half" in await told(services, "mute", "lantern")
        assert queries == ["lanterns OR torches"] * 2
        assert "Nothing submitted on 2–8 March" in await told(services, "subscribe", "lantern")


async def test_a_topic_that_brought_nothing_has_nothing_to_narrow(tmp_path: Path) -> None:
    """But may still mean something else."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("digest", BOTH))
        await dispatch(services, asked("subscribe", "cat:cs AND purring"))
        document = await dispatch(services, asked("narrow", "1"))
        said = " ".join(words_of(document))
        assert "brought nothing announced for 8 March 2024." in said
        assert "Or say what it shall mean" in said
        assert buttons(document) == {}


async def test_who_follows_a_topic_is_told_when_the_next_digest_comes(tmp_path: Path) -> None:
    """On which day, by their own clock, also with the first topic, and with days left out."""
    async with greek_container(tmp_path) as services:
        said = await told(services, "subscribe", "lanterns")
        assert "Your digest is due at 08:00, daily, UTC time." in said
        assert "The next one: Fri, 8 March 2024, 08:00 (UTC)." in said
        await dispatch(services, asked("time", "08:00 tue"))
        assert "The next one: Tue, 12 March 2024" in await told(services, "subscribe", "torches")


async def test_a_topic_that_nothing_matches_for_long_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By words of it that may be left out."""

    async def nothing(*_: object, **__: object) -> list[Paper]:
        return []

    monkeypatch.setattr(GreekSource, "search", nothing)
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("digest", BOTH))
        document = await dispatch(services, asked("subscribe", "cat:cs AND purring catalogues"))
        assert "in the last 30 days" in " ".join(words_of(document))
        offered = buttons(document)
        assert offered["purring catalogues"].startswith("/subscribe purring catalogues instead of:")
        assert "cat:cs" in offered


async def test_a_topic_that_brings_most_is_asked_about(tmp_path: Path) -> None:
    """By narrower ones."""
    async with greek_container(tmp_path) as services:
        query = parse_query("methods of papers")
        for seen, found in (
            (Preview(matched=60, announced=100), narrower(query)),
            (Preview(matched=10, announced=100), []),
            (Preview(matched=2, announced=2), []),
        ):
            assert await readings_by_preview(services, query, seen) == found


@pytest.mark.parametrize(
    ("typed", "more", "less"),
    [
        ('"sparse codes"', ["sparse codes"], ['ti:"sparse codes"']),
        ("sparse long codes", ["long codes", "sparse codes", "sparse long"],
         ['"sparse long codes"', "ti:(sparse long codes)"]),
        ("splatting", ["splattin*"], ["ti:splatting"]),
        ("cat:cs AND codes -survey", ["codes AND NOT survey", "cat:cs AND NOT survey",
                                      "cat:cs AND codes"], []),
        ("au:Ada", [], []),
    ],
)  # fmt: skip
def test_what_else_may_be_meant(typed: str, more: list[str], less: list[str]) -> None:
    """Each is a topic that can be read."""
    known = Vocabulary()
    for _ in known.read([invented.paper(1, "Sparse long codes", "Splatting of Ada.")]):
        pass
    query = parse_query(typed)
    assert [str(parse_query(one.text)) for one in wider(query, known)] == [
        str(parse_query(one)) for one in more
    ]
    assert [str(parse_query(one.text)) for one in narrower(query)] == less
