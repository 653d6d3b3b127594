"""The digests by themselves: what a chat is sent, and when."""

from __future__ import annotations

from datetime import date, timedelta

from domain.chats import ChatRef
from domain.deliveries import DeliveryDecision, PartState
from domain.papers import BatchState
from tests.scheduler.stage import (
    FRIDAY,
    HERE,
    MONDAY,
    ONE,
    THREE,
    THURSDAY,
    TUESDAY,
    TWO,
    WAVES,
    Stage,
    paper,
    told,
)


async def test_a_first_digest(stage: Stage) -> None:
    """At its moment, with the newest announcement's papers; then no more that day."""
    await stage.chat(HERE, WAVES)
    assert await told(stage, f"{FRIDAY}T07:59:59") == []
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE}]
    assert await told(stage, f"{FRIDAY}T23:00") == []


async def test_a_weekend_and_what_comes_after(stage: Stage) -> None:
    """A line that nothing was announced, with the way to be spared it; Monday's on Monday."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{FRIDAY}T08:00")
    (message,) = await stage.look("2024-03-09T08:00")
    assert message.text.startswith("waves: arXiv announced nothing on 9 March 2024")
    assert message.papers == frozenset()
    assert "/quiet off" in message.commands
    await stage.chat(HERE, quiet_note=False)
    assert await told(stage, "2024-03-10T08:00") == []
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    assert await told(stage, f"{MONDAY}T08:00") == [{TWO}]


async def test_a_day_on_which_nothing_matches(stage: Stage) -> None:
    """A line that says among how many; or silence, by the chat's setting."""
    await stage.chat(HERE, "cat:cs.CV tides")
    silent = ChatRef("telegram", "2")
    await stage.chat(silent, "cat:cs.CV tides", quiet_note=False)
    (message,) = await stage.look(f"{FRIDAY}T08:00")
    assert message.part.chat == HERE
    assert message.text.startswith("tides: Nothing new in your topics among 2 announced papers.")
    assert {turn.scheduled.chat.ref for _, turn in stage.turns} == {HERE, silent}


async def test_a_late_announcement_is_waited_for(stage: Stage) -> None:
    """The digest comes within a minute of it, and says in a line that it has waited."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{FRIDAY}T08:00")
    await stage.chat(HERE, quiet_note=False)
    for day in ("2024-03-09", "2024-03-10"):
        await stage.look(f"{day}T08:00")
    assert await told(stage, f"{MONDAY}T08:00") == []
    assert await told(stage, f"{MONDAY}T09:30") == []
    await stage.announce(MONDAY, paper(TWO))
    (message,) = await stage.look(f"{MONDAY}T09:30:16")
    assert message.papers == {TWO}
    assert "was due at 08:00 and has waited for arXiv's announcement." in message.text


async def test_six_hours_are_enough(stage: Stage) -> None:
    """Then there is what there is, and the truth about the rest, which comes the next day."""
    await stage.chat(HERE, WAVES, "cat:math.AG waves")
    for archive in ("cs", "math"):
        await stage.announce(THURSDAY, archive=archive)
    assert await told(stage, f"{FRIDAY}T08:00") == []
    assert await told(stage, f"{FRIDAY}T13:59") == []
    (message,) = await stage.look(f"{FRIDAY}T14:00")
    assert message.papers == {ONE}
    assert "math is late" in message.text
    assert "has waited" in message.text
    stage.clock.set(f"{FRIDAY}T20:00")
    await stage.announce(FRIDAY, paper(TWO, "math.AG"), archive="math")
    assert await told(stage, "2024-03-09T08:00") == [{TWO}]
    (message,) = await stage.look("2024-03-10T08:00")
    assert message.papers == frozenset()


async def test_what_never_comes_is_told_of_but_not_waited_for_again(stage: Stage) -> None:
    """Nor does it break the silence that a chat wants."""
    await stage.announce(FRIDAY, paper(ONE), state=BatchState.PARTIAL)
    await stage.chat(HERE, WAVES, quiet_note=False)
    await stage.look(f"{FRIDAY}T08:00")
    (message,) = await stage.look(f"{FRIDAY}T14:00")
    assert "Only part of cs is here" in message.text
    assert await told(stage, "2024-03-09T08:00") == []
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    (message,) = await stage.look(f"{MONDAY}T08:00")
    assert message.papers == {TWO}
    assert "Only part of cs of 8 March 2024 is here" in message.text
    assert "has waited" not in message.text


async def test_a_part_that_grows_is_told_once(stage: Stage) -> None:
    """What was there is told; the rest when it comes, and nothing twice."""
    await stage.announce(FRIDAY, paper(ONE), state=BatchState.PARTIAL)
    await stage.chat(HERE, WAVES)
    await stage.look(f"{FRIDAY}T08:00")
    assert await told(stage, f"{FRIDAY}T14:00") == [{ONE}]
    await stage.announce(FRIDAY, paper(ONE), paper(TWO))
    assert await told(stage, "2024-03-09T08:00") == [{TWO}]


async def test_a_cross_list_on_the_next_day_is_not_told_again(stage: Stage) -> None:
    """Each paper once for each chat, whichever archive had it first."""
    await stage.chat(HERE, WAVES, "cat:math.AG waves")
    both = paper(ONE, "cs.CV", "math.AG")
    await stage.announce(FRIDAY, both)
    await stage.announce(FRIDAY, archive="math")
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE}]
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    await stage.announce(MONDAY, both, archive="math")
    assert await told(stage, f"{MONDAY}T08:00") == [{TWO}]


async def test_a_topic_added_later(stage: Stage) -> None:
    """It is in the next digest; the digest of today is not sent again."""
    await stage.chat(HERE, WAVES)
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE}]
    await stage.chat(HERE, "cat:cs.CV tides")
    assert await told(stage, f"{FRIDAY}T08:01") == []
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO, about="tides"))
    assert await told(stage, f"{MONDAY}T08:00") == [{TWO}]


async def test_muted_words(stage: Stage) -> None:
    """Papers that have them are left out."""
    await stage.announce(FRIDAY, paper(ONE), paper(TWO, about="shallow waves"))
    await stage.chat(HERE, WAVES, muted=("shallow",))
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE}]


async def test_beyond_the_limit_there_are_titles(stage: Stage) -> None:
    """All that match are told, the best in full."""
    await stage.announce(FRIDAY, paper(ONE), paper(TWO), paper(THREE))
    await stage.chat(HERE, WAVES, limit=1)
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE, TWO, THREE}]


async def test_a_paused_chat(stage: Stage) -> None:
    """It is told nothing, and afterwards nothing of the time between."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{THURSDAY}T08:00")
    await stage.chat(HERE, paused=True)
    assert await told(stage, f"{FRIDAY}T08:00") == []
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    await stage.chat(HERE, paused=False)
    assert await told(stage, f"{MONDAY}T08:00") == [{TWO}]


async def test_a_chat_that_was_gone(stage: Stage) -> None:
    """It is not written to; when it is back, it is told of all since its last digest."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{THURSDAY}T08:00")
    await stage.store.set_absence(HERE, "blocked")
    assert await told(stage, f"{FRIDAY}T08:00") == []
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    await stage.store.set_absence(HERE, "")
    assert await told(stage, f"{MONDAY}T01:00") == []
    assert await told(stage, f"{MONDAY}T08:00") == [{ONE, TWO}]


async def test_after_months_a_month_is_told(stage: Stage) -> None:
    """And the digest says so."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{FRIDAY}T08:00")
    day = date(2024, 3, 9)
    while day <= date(2024, 5, 17):
        if day.weekday() < 5:
            await stage.announce(day, paper(f"{day:%y%m}.2{day:%d}00"))
        day += timedelta(days=1)
    stage.start()
    stage.clock.set("2024-05-17T07:00")
    messages = await stage.look("2024-05-17T08:00")
    text = " ".join(message.text for message in messages)
    assert "It goes back to 17 April 2024" in text
    papers = frozenset[str]().union(*(message.papers for message in messages))
    assert min(papers) == "2404.21700"
    assert len(papers) == 20, "ten told, ten more by title; further titles are on the next page"


async def test_a_downtime(stage: Stage) -> None:
    """A slot missed by hours is made up for once; one missed by more comes with the next."""
    await stage.chat(HERE, WAVES)
    await stage.look()
    stage.start()
    assert await told(stage, f"{FRIDAY}T19:59") == [{ONE}]
    await stage.announce(MONDAY, paper(TWO))
    stage.start()
    assert await told(stage, f"{MONDAY}T20:00") == []
    await stage.announce(TUESDAY, paper(THREE))
    assert await told(stage, f"{TUESDAY}T08:00") == [{TWO, THREE}]


async def test_a_start_long_after_the_moment(stage: Stage) -> None:
    """There is time to read what was announced meanwhile, before the digest goes."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{FRIDAY}T08:00")
    stage.start()
    stage.clock.set(f"{MONDAY}T17:00")
    await stage.chat(HERE, quiet_note=False)
    assert await told(stage, f"{MONDAY}T17:00") == []
    stage.clock.advance(minutes=5)
    await stage.announce(MONDAY, paper(TWO))
    assert await told(stage, f"{MONDAY}T17:10") == [{TWO}]


async def test_as_announced(stage: Stage) -> None:
    """As soon as it is complete, without a word on lateness."""
    await stage.chat(HERE, WAVES, as_announced=True)
    assert await told(stage, f"{MONDAY}T00:00") == []
    stage.clock.set(f"{MONDAY}T00:46")
    await stage.announce(MONDAY, paper(TWO))
    (message,) = await stage.look(f"{MONDAY}T00:47")
    assert message.papers == {TWO}
    assert "has waited" not in message.text


async def test_a_message_that_may_not_have_arrived(stage: Stage) -> None:
    """The next digest says so, with a button for it; the one after does not."""
    await stage.chat(HERE, WAVES)
    stage.clock.set(f"{FRIDAY}T08:00")
    await stage.watch.look()
    (part,) = await stage.store.claim_parts("telegram", stage.clock.now(), 10)
    await stage.store.begin_parts([part.id], stage.clock.now())
    unknown = DeliveryDecision(state=PartState.UNKNOWN, reason="no answer")
    await stage.store.settle_parts({part.id: unknown}, stage.clock.now())
    (message,) = await stage.look("2024-03-09T08:00")
    assert "A message of the digest of 8 March 2024 may not have arrived." in message.text
    assert f"/digest {FRIDAY}" in message.commands
    (message,) = await stage.look("2024-03-10T08:00")
    assert "may not have arrived" not in message.text
    assert f"/digest {FRIDAY}" not in message.commands


async def test_a_message_that_turns_out_unknown_later(stage: Stage) -> None:
    """When the next digest is made already: then the one after that tells of it."""
    await stage.chat(HERE, WAVES)
    stage.clock.set(f"{FRIDAY}T08:00")
    await stage.watch.look()
    (part,) = await stage.store.claim_parts("telegram", stage.clock.now(), 10)
    await stage.store.begin_parts([part.id], stage.clock.now())
    assert await told(stage, "2024-03-09T08:00") == [], "it waits for the one before"
    unknown = DeliveryDecision(state=PartState.UNKNOWN, reason="no answer")
    await stage.store.settle_parts({part.id: unknown}, stage.clock.now())
    await stage.deliver()
    await stage.look("2024-03-10T08:00")
    assert ["may not have arrived" in message.text for message in stage.sent] == [False, True]


async def test_a_first_digest_has_all_since_the_chat_followed(stage: Stage) -> None:
    """Where it comes only days later, by the days of the week that the chat wants."""
    await stage.chat(HERE, WAVES, days=frozenset({2}))
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    stage.clock.set(f"{TUESDAY}T01:00")
    await stage.announce(TUESDAY, paper(THREE))
    await stage.announce("2024-03-13")
    assert await told(stage, f"{TUESDAY}T08:00") == []
    assert await told(stage, "2024-03-13T08:00") == [{TWO, THREE}]


async def test_a_first_digest_has_nothing_of_before(stage: Stage) -> None:
    """What had been announced when the chat began to follow is not news to it, but the newest."""
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    await stage.chat(HERE, WAVES, days=frozenset({2}))
    await stage.announce(TUESDAY)
    await stage.announce("2024-03-13", paper(THREE))
    assert await told(stage, "2024-03-13T08:00") == [{THREE}]


async def test_a_topic_followed_during_a_pause(stage: Stage) -> None:
    """The time of the pause stays untold, whatever was done in it."""
    await stage.chat(HERE, WAVES)
    await stage.look(f"{THURSDAY}T08:00")
    await stage.chat(HERE, paused=True)
    stage.clock.set(f"{THURSDAY}T09:00")
    await stage.chat(HERE, "cat:cs.CV tides")
    assert await told(stage, f"{FRIDAY}T08:00") == []
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, paper(TWO))
    await stage.chat(HERE, paused=False)
    assert await told(stage, f"{MONDAY}T08:00") == [{TWO}]


async def test_a_cross_list_months_later_is_not_told_again(stage: Stage) -> None:
    """A chat remembers for 400 days what it was told, through every tidying."""
    await stage.chat(HERE, WAVES, "cat:math.AG waves", quiet_note=False)
    both = paper(ONE, "cs.CV", "math.AG")
    await stage.announce(FRIDAY, both)
    await stage.announce(FRIDAY, archive="math")
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE}]
    later = date(2025, 3, 11)
    stage.clock.set(f"{later}T01:00")
    await stage.store.tidy(stage.clock.now())
    await stage.announce(later, archive="cs")
    await stage.announce(later, both, paper(TWO, "math.AG"), archive="math")
    day = later - timedelta(days=40)
    while day < later:
        for archive in ("cs", "math"):
            await stage.announce(day, archive=archive)
        day += timedelta(days=1)
    stage.start()
    assert [one for one in await told(stage, f"{later}T08:00") if one] == [{TWO}]
