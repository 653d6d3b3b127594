"""What benchmarks share: papers as long as real ones, topics that find something, and figures."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from bench.kit.chats import announced, follow
from bench.kit.records import DAYS, invented, nights, phrases
from bench.kit.retelling import retold
from bench.kit.timing import in_turns, percentile, usual_and_high
from domain.chats import Chat, ChatRef, ChatSettings
from domain.taxonomy import ARCHIVES
from domain.topics import Topic
from storage import open_store
from summaries.grounding.judging import judged
from summaries.text.numbering import numbered
from topics.index import PaperIndex
from topics.language import parse_query

SINCE = datetime(2025, 5, 8, 19, 30, tzinfo=UTC)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_the_least_that_so_many_stay_within(
    values: list[float], share: float
) -> None:
    """None that is less would do."""
    high = percentile(values, share)
    assert sum(value <= high for value in values) >= share * len(values) - 1e-6
    assert sum(value < high for value in values) < share * len(values) + 1e-6


def test_single_runs_give_the_median_and_what_most_stay_within() -> None:
    """The target is for the high figure."""
    ours, floor = [float(n) for n in range(1, 101)], [2.0] * 100
    usual, high = usual_and_high("it", ours, floor, "nothing", target=90.0)
    assert (usual.value, usual.floor, usual.target) == (50.5, 2.0, None)
    assert (high.value, high.ratio, high.target) == (95.0, 47.5, 90.0)


def test_two_works_have_their_turns() -> None:
    """Neither has the quieter machine."""
    done: list[str] = []
    in_turns(lambda: done.append("ours"), lambda: done.append("floor"), 2)
    assert done == ["ours", "floor", "ours", "floor"]


def test_invented_papers_are_as_long_and_as_varied_as_real_ones() -> None:
    """And the same each time, so that figures can be compared."""
    papers = list(islice(invented(), 400))
    assert papers == list(islice(invented(), 400))
    assert len({paper.id for paper in papers}) == 400
    assert 1_100 < median(len(paper.abstract) for paper in papers) < 1_500
    assert 50 < median(len(paper.title) for paper in papers) < 90
    words = {word for paper in papers for word in paper.abstract.lower().split()}
    assert len(words) > 8_000


def test_topics_are_distinct_and_each_finds_a_paper() -> None:
    """A bench of topics that find nothing would measure nothing."""
    papers = list(islice(invented(), 60))
    texts = phrases(papers, 10**6)
    assert len(phrases(papers, 40)) == 40
    assert len(set(texts)) == len(texts) > 500
    index = PaperIndex(papers)
    assert [text for text in texts if not index.matching(parse_query(text))] == []


def test_each_paper_is_announced_once_and_each_archive_every_night() -> None:
    """As digests need it to be planned."""
    papers = list(islice(invented(), 50))
    dealt = [paper for _, _, own in nights(papers) for paper in own]
    assert sorted(dealt, key=lambda paper: str(paper.id)) == papers
    for _, batches, own in nights(papers):
        assert {batch.archive for batch in batches} == set(ARCHIVES)
        assert {line.paper_id for batch in batches for line in batch.announcements} == {
            paper.id for paper in own
        }


def test_an_answer_of_the_papers_own_sentences_stands() -> None:
    """Or what is measured would be the fallback."""
    for paper in islice(invented(), 20):
        seen = numbered(paper, None)
        if len(seen.sentences) >= 6:
            assert not judged(retold(seen.rendered), seen, "en").problems


async def test_chats_and_announcements_are_kept(tmp_path: Path) -> None:
    """In a store as the product opens it."""
    path, papers = tmp_path / "bench.db", list(islice(invented(), 12))
    await asyncio.to_thread(announced, path, papers)
    topic = Topic("boats", parse_query("boats"))
    await asyncio.to_thread(follow, path, [(ChatSettings(limit=3), topic)] * 3, SINCE)
    store = open_store(path)
    try:
        assert len(await store.papers([paper.id for paper in papers])) == 12
        batches = await store.batch_states(ARCHIVES, DAYS[0], DAYS[-1])
        assert len(batches) == len(DAYS) * len(ARCHIVES)
        followed = [await store.subscriptions(ChatRef("telegram", str(n))) for n in (1, 2, 3, 4)]
        assert [[one.topic for one in each] for each in followed] == [[topic], [topic], [topic], []]
        chat = await store.chat(ChatRef("telegram", "3"))
        assert chat == Chat(ChatRef("telegram", "3"), ChatSettings(limit=3))
    finally:
        await store.close()
