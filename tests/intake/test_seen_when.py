"""What was said of a batch, word by word, and when that was seen; each limit to the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.messages import as_is
from domain.papers import Batch, BatchState, Counts
from intake import calendar
from intake.states import Decider, is_firm, publication_ends
from tests.intake.batches import (
    COMPLETE,
    DUE,
    EMPTY,
    ENDS,
    FAILED,
    FRIDAY,
    HINTED,
    HOLIDAY,
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

MOMENT = timedelta(microseconds=1)
BEFORE = date(2024, 3, 7)
OUT_OF_REACH = DUE + timedelta(days=91)


@pytest.mark.parametrize(
    ("now", "see", "said"),
    [
        (ENDS, lambda d: d.listed(listing(1), ends=ENDS), "All that arXiv counts is here."),
        (
            ENDS,
            lambda d: d.listed(listing(1), ends=ENDS, lacking=["2403.00001"]),
            "1 paper without title or abstract so far.",
        ),
        (
            ENDS,
            lambda d: d.listed(listing(1, counted=2), ends=ENDS),
            "arXiv counts 2 papers, and 1 are here.",
        ),
        (
            ENDS,
            lambda d: d.listed(replace(listing(1, counted=2), total=None), ends=ENDS),
            "arXiv counts 2 papers, and 1 are here.",
        ),
        (
            ENDS,
            lambda d: d.empty(),
            "arXiv's page lists nothing, which other evidence has yet to confirm.",
        ),
        (ENDS, lambda d: d.failed(as_is("It is down.")), "It is down."),
        (ENDS, lambda d: d.silent(as_is("So says the feed.")), "So says the feed."),
        (ENDS, lambda d: d.doubted(as_is("Not so.")), "Not so."),
        (
            OUT_OF_REACH,
            lambda d: d.unreachable(),
            "More than 90 days ago, which is as far back as arXiv's listings reach.",
        ),
        (
            DUE,
            lambda d: d.not_yet(BEFORE),
            "Due at 20:00 Eastern; the newest listing is still that of Thursday 2024-03-07.",
        ),
        (
            ENDS,
            lambda d: d.not_yet(BEFORE),
            "Overdue since 20:00 Eastern: the newest listing is still that of Thursday 2024-03-07.",
        ),
    ],
)
def test_what_is_seen_first_is_said_and_dated(
    now: datetime, see: Callable[[Decider], Batch], said: str
) -> None:
    """The moment is that of the look."""
    batch = see(decider(now=now))
    assert (str(batch.reason), batch.checked_at) == (said, now)
    assert (batch.archive, batch.date) == ("hep-th", FRIDAY)


def test_a_holidays_empty_page_is_said_and_dated() -> None:
    """By the table and the page together."""
    now = calendar.due_at(calendar.next_date(HOLIDAY))
    batch = decider(now=now, day=HOLIDAY).empty()
    assert str(batch.reason) == "It was a holiday of arXiv's, and nothing is listed for it."
    assert batch.checked_at == now


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (PARTIAL, "It could not be read again. It is down."),
        (LATE, "Overdue since 20:00 Eastern, and now it cannot be read. It is down."),
        (WAITING, "It is down."),
        (FAILED, "It is down."),
    ],
)
@pytest.mark.parametrize("tried", [True, False])
def test_what_fails_is_dated_where_it_was_tried(before: Batch, said: str, tried: bool) -> None:
    """Else the look before is the last there was."""
    batch = decider(before).failed(as_is("It is down."), tried=tried)
    assert str(batch.reason) == said
    assert batch.checked_at == (ENDS if tried else before.checked_at)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (DUE - MOMENT, "arXiv announces it at 20:00 Eastern on the evening before."),
        (DUE, "It is being published, and is read when that is over, at 20:45 Eastern."),
        (ENDS - MOMENT, "It is being published, and is read when that is over, at 20:45 Eastern."),
        (ENDS, "Nobody has looked for it since it was due."),
    ],
)
def test_what_the_calendar_says(now: datetime, said: str) -> None:
    """To the moment; nothing was seen."""
    batch = decider(now=now).by_calendar()
    assert (str(batch.reason), batch.checked_at) == (said, None)


def test_late_half_an_hour_after_its_hour() -> None:
    """Not a moment before."""
    at = DUE + 30 * MINUTE
    assert decider(now=at - MOMENT).not_yet(BEFORE).state is BatchState.WAITING
    assert decider(now=at).not_yet(BEFORE).state is BatchState.LATE


def test_complete_when_publication_ends() -> None:
    """Not a moment before."""
    early = decider(now=ENDS - MOMENT).listed(listing(1), ends=ENDS)
    assert (early.state, early.checked_at) == (BatchState.PARTIAL, ENDS - MOMENT)
    assert decider(now=ENDS).listed(listing(1), ends=ENDS).state is BatchState.COMPLETE


class TestFirstSight:
    """Of a listing that grows the moment of the first sight is kept, of what was none it is not."""

    @pytest.mark.parametrize("before", [LATE, FAILED, WAITING, HINTED, TOLD_TWICE])
    def test_what_was_known_without_a_listing(self, before: Batch) -> None:
        """It is first seen now."""
        batch = decider(before, now=DUE + 40 * MINUTE).listed(listing(1), ends=ENDS)
        assert batch.checked_at == DUE + 40 * MINUTE

    def test_a_part_without_arxivs_counts(self) -> None:
        """No listing was read."""
        before = replace(PARTIAL, counts=None, announcements=())
        batch = decider(before, now=DUE + 40 * MINUTE).listed(listing(1), ends=ENDS)
        assert batch.checked_at == DUE + 40 * MINUTE

    def test_an_empty_page_of_the_night(self) -> None:
        """It was the listing, before it had grown at all."""
        batch = decider(EMPTY, now=DUE + 40 * MINUTE).listed(listing(1), ends=ENDS)
        assert batch.checked_at == EMPTY.checked_at == DUE + 30 * MINUTE


class TestEmptyAgain:
    """A page says that there is nothing, of what was told or read before."""

    def test_what_was_told_twice_stays_though_not_firm(self) -> None:
        """At the same look count."""
        assert not is_firm(TOLD_TWICE)
        assert decider(TOLD_TWICE).empty() == TOLD_TWICE

    def test_what_only_the_table_spoke_for_is_looked_into(self) -> None:
        """It counted nothing."""
        batch = decider(HINTED).empty()
        assert (batch.state, batch.checked_at) == (BatchState.PARTIAL, ENDS)

    def test_reconstructed_stays(self) -> None:
        """It has no listing to be compared with."""
        before = known(BatchState.RECONSTRUCTED, 1)
        assert decider(before).empty() == decider(before).unreachable() == before

    def test_several_papers_missing(self) -> None:
        """Said with their number, and the counts of before."""
        batch = decider(known(BatchState.PARTIAL, 1, 2, 3)).listed(listing(1, 4), ends=ENDS)
        assert str(batch.reason) == "The listing is not whole: 2 papers of before missing."
        assert (batch.counts, batch.checked_at) == (Counts(new=3), ENDS)

    def test_on_its_own_night_a_whole_listing_with_others_is_not_believed(self) -> None:
        """The date is past when the next one is expected, not before."""
        following = calendar.due_at(calendar.next_date(FRIDAY))
        tonight = decider(PARTIAL, now=following - MOMENT).listed(listing(2), ends=DUE)
        assert (tonight.state, bases(tonight)) == (BatchState.PARTIAL, bases(PARTIAL))
        past = decider(PARTIAL, now=following).listed(listing(2), ends=DUE)
        assert (past.state, bases(past)) == (BatchState.COMPLETE, ["2403.00002"])

    def test_a_complete_one_does_not_change_one_paper_for_another(self) -> None:
        """Nor take a larger listing that lacks one."""
        for numbers in ((1, 3), (1, 3, 4)):
            batch = decider(COMPLETE, now=LONG_AFTER).listed(listing(*numbers), ends=DUE)
            assert batch == COMPLETE


class TestFirm:
    """From midnight Eastern on, by evidence that was counted."""

    MIDNIGHT = calendar.midnight(FRIDAY)

    @pytest.mark.parametrize(
        ("seen", "counts", "firm"),
        [
            (MIDNIGHT, Counts(), True),
            (MIDNIGHT - MOMENT, Counts(), False),
            (None, Counts(), False),
            (MIDNIGHT, None, False),
        ],
    )
    def test_quiet(self, seen: datetime | None, counts: Counts | None, firm: bool) -> None:
        """To the moment."""
        assert is_firm(replace(QUIET, checked_at=seen, counts=counts)) is firm


class TestPublicationEnds:
    """Counted from arXiv's hour, or from the first sight where it was late."""

    def test_a_look_before_the_hour_is_none_after_it(self) -> None:
        """Waiting in this archive or another: the hour had come, and it was not out."""
        now = DUE + HOUR
        for batches in ([WAITING], [LATE], [HINTED]):
            assert publication_ends(FRIDAY, None, batches, now) == now + calendar.PUBLICATION

    @pytest.mark.parametrize("before", [FAILED, TOLD_TWICE])
    def test_what_says_nothing_of_lateness(self, before: Batch) -> None:
        """A failure saw no older date, and a count of nothing is the date's own."""
        assert publication_ends(FRIDAY, before, [], DUE + HOUR) == ENDS
        assert publication_ends(FRIDAY, None, [before], DUE + HOUR) == ENDS

    @pytest.mark.parametrize(("minutes", "is_late"), [(45, False), (46, True)])
    def test_first_seen_late_elsewhere(self, minutes: int, is_late: bool) -> None:
        """After more than publication takes, nobody knows when it began."""
        seen = DUE + minutes * MINUTE
        other = replace(PARTIAL, archive="cs", checked_at=seen)
        ends = publication_ends(FRIDAY, None, [other], DUE + 3 * HOUR)
        assert ends == (seen + calendar.PUBLICATION if is_late else ENDS)

    def test_the_earliest_sight_counts(self) -> None:
        """Of several archives; one that was seen at no known moment does not."""
        sights = [
            replace(PARTIAL, archive="cs", checked_at=DUE + 3 * HOUR),
            replace(PARTIAL, archive="math", checked_at=DUE + 2 * HOUR),
            replace(PARTIAL, archive="stat", checked_at=None),
        ]
        ends = publication_ends(FRIDAY, None, sights, DUE + 4 * HOUR)
        assert ends == DUE + 2 * HOUR + calendar.PUBLICATION

    def test_seen_at_no_known_moment(self) -> None:
        """It is taken to have begun at its hour."""
        unseen = replace(PARTIAL, checked_at=None)
        assert publication_ends(FRIDAY, unseen, [], DUE + HOUR) == ENDS

    def test_past_from_the_next_hour_on(self) -> None:
        """Not a moment before."""
        following = calendar.due_at(calendar.next_date(FRIDAY))
        assert publication_ends(FRIDAY, None, [], following) == DUE
        assert publication_ends(FRIDAY, None, [], following - MOMENT) == ENDS
