"""Work that many digests share is done once; and no digest waits for another's."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from digests import remembered
from domain.chats import ChatRef
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.papers import BatchState, Paper
from domain.summaries import StandIn, Summary
from rendering.common import parcels
from scheduler import printing
from scheduler.ahead import AheadOfTime
from scheduler.making import Making
from tests.fakes.summarizer import QuickSummarizer
from tests.scheduler.stage import FRIDAY, HERE, ONE, TWO, WAVES, Stage, paper, told
from tests.scheduler.year import ZONES
from topics.index import PaperIndex

WORDS = ("waves", "graphs", "lanterns", "tides", "rivers", "hinges")
DAYS = ("2024-03-01", "2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[Any]:
    """How often each query met each paper, and each page was put into words."""
    counts: Counter[Any] = Counter()
    rows, waiting = PaperIndex.hits, parcels.waiting

    def counting(index: PaperIndex, query: Any, since: int = 0) -> Any:
        bases = [one.id.base for one in index.papers[since:]]
        counts.update(("matched", str(query), base) for base in bases)
        return rows(index, query, since)

    def printing_it(document: Any) -> str:
        counts["printed", document] += 1
        return waiting(document)

    monkeypatch.setattr(PaperIndex, "hits", counting)
    monkeypatch.setattr(printing, "waiting", printing_it)
    return counts


async def follow(stage: Stage) -> None:
    """Have 360 chats in thirty zones follow six topics, three hundred of them for one each."""
    for number in range(360):
        own = f'cat:cs.CV "{WORDS[number % 6]}"'
        mine = [own] if number < 60 else [own, f"cat:math.AG w{number}"]
        ref = ChatRef("telegram", str(number + 1))
        await stage.chat(ref, *mine, zone=ZONES[number % 30], time=time(8), quiet_note=True)
    for number in range(360):
        covered = date.fromisoformat(DAYS[number // 5 % 6]) - timedelta(days=1)
        await stage.store._writer.run(
            lambda database, values: database.execute(
                "UPDATE schedule SET covered = ?, last = ? WHERE chat = ?", values
            ),
            [covered.isoformat(), covered.isoformat(), number + 1],
        )


async def test_each_topic_meets_each_paper_once_and_each_page_is_printed_once(
    stage: Stage, done: Counter[Any]
) -> None:
    """Over a day and a night in thirty zones, six spans, batches that come in one by one."""
    for number, day in enumerate(DAYS[:-1]):
        about = [paper(f"2403.3{number}{n:03}", about=word) for n, word in enumerate(WORDS)]
        await stage.announce(day, *about)
        await stage.announce(day, archive="math")
    await follow(stage)
    await stage.look(f"{FRIDAY}T00:00")
    ahead = AheadOfTime(
        outbox=stage.store,
        intake=stage.intake,
        maker=stage.maker,
        summary_cache=stage.summary_cache,
        clock=stage.clock,
    )
    own = [paper(f"2403.39{n:03}", about=word) for n, word in enumerate(WORDS)]
    for minutes, archive in enumerate(("cs", "math")):
        stage.clock.set(f"{FRIDAY}T00:4{minutes}")
        papers = own if archive == "cs" else ()
        await stage.announce(FRIDAY, *papers, archive=archive)
        ahead.prepare()
        await ahead.ready()
    for archive, hour in (("physics", 3), ("stat", 9)):
        stage.clock.set(f"{FRIDAY}T0{hour}:00")
        await stage.announce(FRIDAY, archive=archive)
    moment = datetime.fromisoformat(f"{FRIDAY}T00:50").replace(tzinfo=ZoneInfo("UTC"))
    stage.clock.set(moment)
    for _ in range(50):
        await stage.look(stage.clock.now() + timedelta(minutes=30))
    digests = {(sent.part.chat, sent.part.slot) for sent in stage.sent}
    assert len(digests) >= 360
    pages = {key: count for key, count in done.items() if key[0] == "printed"}
    assert len(pages) > 256
    assert set(pages.values()) == {1}
    meetings = {key: count for key, count in done.items() if key[0] == "matched"}
    assert len(meetings) > 6 * 300
    assert set(meetings.values()) == {1}


class Slow(QuickSummarizer):
    """Answers for one language only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.asked: Counter[tuple[str, str]] = Counter()

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """After a while, or never."""
        self.asked[paper.id.base, language] += 1
        if language == "zh":
            await self.go.wait()
        return await super().summarize(paper, text, language)


async def test_ready_digests_go_while_others_wait_for_their_summaries(stage: Stage) -> None:
    """Those of a slow language are first in the line, and hold up nobody behind them."""
    slow = Slow()
    stage.patience = 0.5
    stage.start()
    stage.summary_cache._summarizer = stage.summary_cache._ahead = slow
    for number in range(12):
        await stage.chat(ChatRef("telegram", str(number + 1)), WAVES, language="zh")
    english = [ChatRef("telegram", str(number + 100)) for number in range(3)]
    for ref in english:
        await stage.chat(ref, WAVES)
    await stage.look()
    first = await asyncio.wait_for(stage.look(f"{FRIDAY}T08:00"), 30)
    assert {sent.part.chat for sent in first} == set(english)
    assert await stage.look() == [], "the others are not begun again"
    slow.go.set()
    await asyncio.sleep(0.05)
    rest = await stage.look()
    assert len({sent.part.chat for sent in rest}) == 12
    assert set(slow.asked.values()) == {1}


async def test_the_summary_made_ahead_is_the_digests(stage: Stage) -> None:
    """Though the API has named the paper's version and printed its abstract meanwhile."""
    await stage.chat(HERE, WAVES)
    await stage.look()
    stage.summarizer.made = 0
    ahead = AheadOfTime(
        outbox=stage.store,
        intake=stage.intake,
        maker=stage.maker,
        summary_cache=stage.summary_cache,
        clock=stage.clock,
    )
    ahead.prepare()
    await ahead.ready()
    assert stage.summarizer.made == 1
    listed = paper(ONE)
    await stage.store.save_papers([replace(listed, id=PaperId(ONE, 1))])
    stage.start()
    (message,) = await stage.look(f"{FRIDAY}T08:00")
    assert message.papers == {ONE}
    assert stage.summarizer.made == 1


async def test_what_is_made_ahead_is_what_digests_tell(stage: Stage) -> None:
    """The best of all the chat's topics and days together, and nothing muted."""
    await stage.announce(
        FRIDAY, *(paper(f"2403.1000{n}", about=f"{WORDS[n % 2]} {WORDS[n]}") for n in range(6))
    )
    await stage.chat(HERE, WAVES, "cat:cs.CV graphs", limit=2, muted=("tides",))
    await stage.look()
    ahead = AheadOfTime(
        outbox=stage.store,
        intake=stage.intake,
        maker=stage.maker,
        summary_cache=stage.summary_cache,
        clock=stage.clock,
    )
    stage.summarizer.made = 0
    ahead.prepare()
    await ahead.ready()
    assert stage.summarizer.made == 2
    await stage.look(f"{FRIDAY}T08:00")
    assert stage.summarizer.made == 2


async def test_an_extract_that_stands_in_is_not_made_for_each_digest(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not kept, as the model may answer again; but for some minutes it is good enough."""
    stage.summarizer.stands_in = StandIn.BUDGET
    for number in range(5):
        ref = ChatRef("telegram", str(number + 1))
        await stage.chat(ref, WAVES, f"cat:cs.CV {number} {ONE}", time=time(8 + number))
    for number in range(5):
        assert await told(stage, f"{FRIDAY}T{8 + number:02}:00") == [{ONE}]
    assert stage.summarizer.made == 1
    monkeypatch.setattr(remembered, "STANDS_IN_FOR", -1.0)
    stage.start()
    await stage.chat(ChatRef("telegram", "9"), WAVES)
    await stage.announce(FRIDAY, paper(ONE), paper(TWO))
    await stage.look("2024-03-09T08:00")
    assert stage.summarizer.made > 2


async def test_a_digest_taken_back_while_the_next_is_made(stage: Stage) -> None:
    """The next one is made anew, with what the first one was to tell."""
    slow = Slow()
    stage.patience = 0.5
    stage.start()
    await stage.chat(HERE, WAVES, language="zh")
    await stage.watch.look()
    stage.clock.set(f"{FRIDAY}T08:00")
    await stage.watch.look()
    stage.summary_cache._summarizer = stage.summary_cache._ahead = slow
    stage.clock.set("2024-03-11T01:00")
    await stage.announce("2024-03-11", paper(TWO))
    stage.clock.set("2024-03-11T08:00")
    stage.watch._tidied = stage.clock.now()
    await stage.watch.look()
    assert await stage.store.expire_stale(stage.clock.now()) > 0
    slow.go.set()
    await asyncio.sleep(0.05)
    for _ in range(2):
        await stage.watch.look()
    await stage.deliver()
    papers = frozenset[str]().union(*(sent.papers for sent in stage.sent))
    assert papers == {ONE, TWO}


async def test_late_batches_are_not_matched_in_pieces(stage: Stage, done: Counter[Any]) -> None:
    """Ahead of time, a topic waits for all of its archives to be announced or late."""
    await stage.announce(FRIDAY, state=BatchState.WAITING, archive="math")
    await stage.chat(HERE, "waves AND (cat:cs.CV OR cat:math.AG)", language="en")
    await stage.look()
    ahead = AheadOfTime(
        outbox=stage.store,
        intake=stage.intake,
        maker=stage.maker,
        summary_cache=stage.summary_cache,
        clock=stage.clock,
    )
    ahead.prepare()
    await ahead.ready()
    assert not [key for key in done if key[0] == "matched"]
    await stage.announce(FRIDAY, archive="math")
    ahead.prepare()
    await ahead.ready()
    assert [count for key, count in done.items() if key[0] == "matched"]


class Beginnings:
    """Notes in which turn of the loop each page is begun, and prints it in none."""

    def __init__(self) -> None:
        self.turn = 0
        self.begun: Counter[int] = Counter()

    def kept(self, page: Any) -> None:
        """Nothing."""

    async def recall(self, pages: Any) -> None:
        """Nothing: nobody else prints."""

    async def printed(self, page: Any) -> tuple[str, ...]:
        """Never, but begun."""
        self.begun[self.turn] += 1
        return await asyncio.Event().wait() and ()

    async def count_turns(self) -> None:
        """Until it is ended."""
        while True:
            self.turn += 1
            await asyncio.sleep(0)


async def test_a_hundred_pages_are_not_begun_in_one_turn_of_the_loop() -> None:
    """What each takes before it waits for the first time would add up to a hold of the loop."""
    printer: Any = Beginnings()
    making = Making(printer)
    counting = asyncio.create_task(printer.count_turns())
    jobs = [SimpleNamespace(chat=SimpleNamespace(number=number)) for number in range(100)]
    pages: list[Any] = [
        SimpleNamespace(key=bytes([number]), is_wanted=True, job=job)
        for number, job in enumerate(jobs)
    ]
    await making.begin(pages)
    await asyncio.sleep(0)
    counting.cancel()
    assert printer.begun.total() == 100
    assert max(printer.begun.values()) <= 10
    await making.close()
