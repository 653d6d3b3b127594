"""What is certain of a batch, from when on; and that no certainty is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.papers import Batch, BatchState
from intake import calendar
from intake.states import Decider, is_empty, is_firm, publication_ends
from tests.intake.batches import (
    COMPLETE,
    DUE,
    EMPTY,
    ENDS,
    FAILED,
    FRIDAY,
    HINTED,
    HOUR,
    LATE,
    LONG_AFTER,
    MINUTE,
    PARTIAL,
    QUIET,
    TOLD_TWICE,
    WAITING,
    bases,
    decider,
    known,
    listing,
)


@pytest.mark.parametrize(
    ("batch", "firm", "empty"),
    [
        (COMPLETE, True, False),
        (PARTIAL, False, False),
        (EMPTY, False, True),
        (QUIET, True, False),
        (TOLD_TWICE, False, True),
        (HINTED, False, False),
        (LATE, False, False),
        (FAILED, False, False),
        (WAITING, False, False),
        (known(BatchState.RECONSTRUCTED), True, False),
    ],
)
def test_firm_and_empty(batch: Batch, firm: bool, empty: bool) -> None:
    """Firm: there is nothing more to find out. Empty: arXiv's page says so, and no one else."""
    assert (is_firm(batch), is_empty(batch)) == (firm, empty)


class TestPublicationEnds:
    """When a listing has stopped growing, at the latest."""

    def test_usually(self) -> None:
        """Three quarters of an hour after arXiv's hour."""
        assert publication_ends(FRIDAY, None, [], DUE + MINUTE) == ENDS

    def test_of_a_past_date(self) -> None:
        """It does not grow any more."""
        assert publication_ends(FRIDAY, PARTIAL, [], LONG_AFTER) == DUE

    def test_where_another_archive_is_complete(self) -> None:
        """All are published together."""
        others = [known(BatchState.COMPLETE, 9)]
        assert publication_ends(FRIDAY, None, others, DUE + MINUTE) == DUE

    def test_where_arxiv_was_late(self) -> None:
        """An older date was seen after the hour: it is counted from the first sight of this."""
        now = DUE + 3 * HOUR
        assert publication_ends(FRIDAY, LATE, [], now) == now + calendar.PUBLICATION
        assert publication_ends(FRIDAY, None, [LATE], now) == now + calendar.PUBLICATION
        assert publication_ends(FRIDAY, HINTED, [], now) == now + calendar.PUBLICATION

    def test_counted_from_the_first_sight(self) -> None:
        """Not anew at each look."""
        seen = replace(PARTIAL, checked_at=DUE + 10 * MINUTE)
        ends = publication_ends(FRIDAY, seen, [LATE], DUE + 40 * MINUTE)
        assert ends == DUE + 10 * MINUTE + calendar.PUBLICATION

    def test_where_nobody_looked_in_time(self) -> None:
        """First seen long after the hour, by a look at another archive."""
        seen = replace(PARTIAL, archive="cs", checked_at=DUE + 3 * HOUR)
        ends = publication_ends(FRIDAY, None, [seen], DUE + 4 * HOUR)
        assert ends == DUE + 3 * HOUR + calendar.PUBLICATION


Seen = Callable[[Decider], Batch]

sights: st.SearchStrategy[Seen] = st.one_of(
    st.builds(
        lambda numbers, more, ends, lacking: (
            lambda d: d.listed(
                listing(*sorted(numbers), counted=len(numbers) + more),
                ends=ends,
                lacking=["2403.00001"] if lacking else [],
            )
        ),
        st.sets(st.integers(1, 4), min_size=1),
        st.sampled_from([0, 0, 0, 1]),
        st.sampled_from([DUE, ENDS, DUE + 3 * HOUR]),
        st.booleans(),
    ),
    st.just(lambda d: d.empty()),
    st.builds(
        lambda seen: lambda d: d.not_yet(date(2024, 3, 7), seen=seen),
        st.booleans(),
    ),
    st.builds(lambda tried: lambda d: d.failed("It is down.", tried=tried), st.booleans()),
    st.just(lambda d: d.doubted("Not confirmed.")),
    st.just(lambda d: d.unreachable()),
    st.just(lambda d: d.by_calendar()),
)


@given(st.lists(st.tuples(st.integers(0, 600), sights), min_size=1, max_size=12))
def test_whatever_is_seen_in_whatever_order(steps: list[tuple[int, Seen]]) -> None:
    """No evidence of silence was given: so nothing is quiet, and what is complete stays so."""
    now, batch = DUE, None
    was_complete: Batch | None = None
    for minutes, see in steps:
        now += minutes * MINUTE
        batch = see(decider(batch, now=now))
        assert batch.state is not BatchState.QUIET
        if batch.state is BatchState.COMPLETE:
            assert batch.counts == batch.counted
        if was_complete is not None:
            assert batch.state is BatchState.COMPLETE
            assert set(bases(was_complete)) <= set(bases(batch))
        was_complete = batch if batch.state is BatchState.COMPLETE else None
        assert batch.reason or batch.state is BatchState.COMPLETE


@given(st.lists(sights, max_size=10))
def test_firm_silence_is_only_broken_by_papers(sights_after: list[Seen]) -> None:
    """Whatever else is seen or not seen."""
    batch = QUIET
    for see in sights_after:
        batch = see(decider(batch, now=LONG_AFTER))
        if not batch.announcements:
            assert batch == QUIET
        else:
            return
