"""Mutes: what they mean, that they are counted, and that /why and digests never disagree."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reasons import why_of
from digests.announcement_set import AnnouncementSet
from digests.day_index import DayIndex
from digests.plan import merged
from domain.errors import InputError
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Paper
from domain.topics import Topic
from handlers.dispatch import dispatch
from handlers.values import parse_muted
from tests.digests.invented import DAY
from tests.handlers.greek import asked, greek_container, words_of
from tests.topics import invented
from topics.index import PaperIndex
from topics.language import parse_query
from topics.muting import muted_query

MUTES = st.sampled_from(
    [
        *("model", "diffusion models", "images", "cat:cs.CV", "cat:math", "category:stat.ML"),
        *("au:Okafor", "author:Ada Lindqvist", 'au:"Müller, Bo"', "ti:news", "abs:agent", "cod*"),
    ]
)
PAPERS = st.lists(invented.papers, min_size=1, max_size=6, unique_by=lambda one: one.id.base)


def announcement_set_of(papers: Sequence[Paper]) -> AnnouncementSet:
    """The announcement set of one date that announces them, all by one archive."""
    lines = tuple(Announcement("cs", DAY, AnnouncementKind.NEW, one.id) for one in papers)
    batch = Batch(archive="cs", date=DAY, state=BatchState.COMPLETE, announcements=lines)
    day = DayIndex(DAY)
    deque(day.renewed([batch], papers), maxlen=0)
    return AnnouncementSet([day], [batch])


@given(PAPERS, st.lists(MUTES, max_size=4, unique=True))
def test_why_and_digests_never_disagree(papers: list[Paper], muted: list[str]) -> None:
    """A paper that matches is told, or /why names what keeps it out; each is counted once."""
    topic = Topic("any", parse_query("model OR image OR diffusion OR cat:cs OR cat:math"))
    found = merged([{match.paper.id.base: match for match in PaperIndex(papers).matches(topic)}])
    plan = announcement_set_of(papers).plan(found, limit=3, muted=muted)
    told = {match.paper.id.base for match in (*plan.shown, *plan.others)}
    counted: dict[str, int] = {}
    for match in found:
        why = why_of(match.paper, [topic], muted)
        assert bool(why.matched)
        assert bool(why.muted) != (match.paper.id.base in told)
        if why.muted:
            counted[why.muted[0]] = counted.get(why.muted[0], 0) + 1
    assert dict(plan.muted) == counted
    assert plan.matched + sum(counted.values()) == len(found)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("survey", "survey"),
        ('"diffusion models"', '"diffusion models"'),
        ("cat:cs.cv", "cat:cs.CV"),
        ("category: math", "cat:math"),
        ("au:Yann LeCun", 'au:"Yann LeCun"'),
        ("au:LeCun, Yann", 'au:"Yann LeCun"'),
        ('author:"Yann LeCun"', 'au:"Yann LeCun"'),
        ("ti:a survey", 'ti:"a survey"'),
        ("catalogue: stars", '"catalogue: stars"'),
    ],
)
def test_what_a_mute_means(typed: str, means: str) -> None:
    """A phrase, a category, an author; the same when it is read again."""
    assert str(muted_query(parse_muted(typed))) == means


def test_an_unknown_category_is_refused_and_one_kept_before_means_its_words() -> None:
    """Nothing that is kept can break a digest."""
    with pytest.raises(InputError, match="no category"):
        parse_muted("cat:cs.XY")
    assert str(muted_query("cat:cs.XY")) == '"cat:cs.XY"'


@pytest.mark.parametrize("typed", ["cat:", "cat:*", "au: ", 'ti:""'])
def test_a_field_of_nothing_is_refused(typed: str) -> None:
    """It is not the word that the field is called by."""
    with pytest.raises(InputError, match="names nothing"):
        parse_muted(typed)


def test_quotes_after_a_field_are_kept_whole() -> None:
    """As they were typed, so that they can be typed again."""
    assert parse_muted('cat:"cs.CV"') == 'cat:"cs.CV"'
    assert str(muted_query('cat:"cs.CV"')) == "cat:cs.CV"


async def test_muting_tells_what_it_would_have_left_out(tmp_path: Path) -> None:
    """Of the week; with a warning where that is more than half; the digest counts it too."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "cat:cs OR cat:math"))
        await dispatch(services, asked("digest"))
        for word, said in (
            ("λάδι", "Careful: of the 2 papers for you from 8 March 2024 it would have left out 2"),
            ("cat:cs.CV", "Of the 2 papers for you from 8 March 2024 it would have left out 1."),
        ):
            text = " ".join(words_of(await dispatch(services, asked("mute", word))))
            assert said in text
            assert "takes it back" in text
            digest = " ".join(words_of(await dispatch(services, asked("digest"))))
            assert f" muted by “{word}”." in digest
            assert "No longer muted" in words_of(await dispatch(services, asked("mute", word)))[1]
        assert "muted" not in " ".join(words_of(await dispatch(services, asked("digest"))))


async def test_who_follows_nothing_is_told_of_all_that_was_announced(tmp_path: Path) -> None:
    """There are no topics to count in; it is the same where nothing is in them."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("digest", "cat:cs OR cat:math"))
        said = "Of all 2 papers announced for 8 March 2024 it would have left out 1."
        assert said in " ".join(words_of(await dispatch(services, asked("mute", "cat:math.CO"))))
        await dispatch(services, asked("mute", "cat:math.CO"))
        await dispatch(services, asked("subscribe", "(cat:cs OR cat:math) AND zeppelin"))
        assert said in " ".join(words_of(await dispatch(services, asked("mute", "cat:math.CO"))))
        text = " ".join(words_of(await dispatch(services, asked("mute", "λάδι"))))
        assert (
            "Careful: of all 2 papers announced for 8 March 2024 it would have left out 2" in text
        )


def test_a_category_is_muted_by_its_code_alone() -> None:
    """An archive's name is a word as well, and what is no category is one."""
    meant = {word: str(muted_query(word)) for word in ("cs.CV", "cs.cv", "math.XY", "math", "v1.0")}
    assert meant["cs.CV"] == meant["cs.cv"] == "cat:cs.CV"
    assert not any(one.startswith("cat:") for word, one in meant.items() if word[:3] != "cs.")
