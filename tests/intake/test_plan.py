"""What arXiv is asked for next, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.papers import Batch, BatchState, Counts
from domain.taxonomy import ARCHIVES
from intake import calendar, plan

FRIDAY = date(2024, 3, 8)
DUE = calendar.due_at(FRIDAY)
ENDS = DUE + calendar.PUBLICATION
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
FEW = ("cs", "hep-th", "stat")


def batch(
    archive: str,
    state: BatchState,
    seen: datetime | None = None,
    *,
    count: int | None = None,
    day: date = FRIDAY,
) -> Batch:
    """What is known of an archive; count is arXiv's."""
    return Batch(
        archive=archive,
        date=day,
        state=state,
        counts=None if count is None else Counts(new=count),
        checked_at=seen,
    )


def known(*batches: Batch) -> dict[str, Batch]:
    """By archive."""
    return {each.archive: each for each in batches}


def late(seen: datetime, archives: tuple[str, ...] = FEW) -> dict[str, Batch]:
    """Only the first of some archives was looked at, and showed an older date."""
    first, *others = archives
    unseen = (batch(name, BatchState.LATE) for name in others)
    return known(batch(first, BatchState.LATE, seen), *unseen)


class TestScouting:
    """Before the date is known to be out."""

    def test_begins_at_the_hour_with_requests_to_spare(self) -> None:
        """Every archive is still read only once when publication is over."""
        assert plan.scouting_from(FRIDAY, FEW, {}) == DUE
        assert plan.to_read(FRIDAY, FEW, {}, DUE - MINUTE, eager=False) == []
        assert plan.to_read(FRIDAY, FEW, {}, DUE, eager=False)[0] == "cs"

    def test_without_any_to_spare_it_begins_when_publication_is_over(self) -> None:
        """Twenty archives in twenty requests."""
        assert plan.scouting_from(FRIDAY, ARCHIVES, {}) == ENDS
        assert plan.to_read(FRIDAY, ARCHIVES, {}, ENDS - MINUTE, eager=False) == []
        assert len(plan.to_read(FRIDAY, ARCHIVES, {}, ENDS, eager=False)) == 20

    def test_begins_at_once_for_somebody_who_waits(self) -> None:
        """Whatever it costs, and again every two minutes."""
        assert plan.scouting_from(FRIDAY, ARCHIVES, {}, eager=True) == DUE
        seen = DUE + 3 * HOUR
        again = plan.scouting_from(FRIDAY, FEW, late(seen), eager=True)
        assert again == seen + plan.JUST_NOW

    @pytest.mark.parametrize(
        ("minutes", "pause"), [(0, 5), (15, 5), (40, 10), (120, 30), (200, 50), (2000, 50)]
    )
    def test_backs_off_while_the_date_is_old(self, minutes: int, pause: int) -> None:
        """A quarter of the time that has passed, within bounds."""
        seen = DUE + minutes * MINUTE
        assert plan.scouting_from(FRIDAY, FEW, late(seen)) == seen + pause * MINUTE

    def test_hardly_looks_on_a_holiday(self) -> None:
        """But does look, for the table may be wrong."""
        quiet = known(*(batch(name, BatchState.QUIET, DUE + HOUR) for name in FEW))
        assert plan.scouting_from(FRIDAY, FEW, quiet) == DUE + HOUR + plan.HOLIDAY_PAUSE

    def test_sends_the_longest_unseen_first(self) -> None:
        """One archive's stale page cannot hide a night."""
        seen = late(DUE + HOUR)
        assert plan.scouts(FRIDAY, FEW, seen) == ["hep-th", "stat", "cs"]
        seen["hep-th"] = replace(seen["hep-th"], checked_at=DUE + 2 * HOUR)
        assert plan.scouts(FRIDAY, FEW, seen) == ["stat", "cs", "hep-th"]


class TestReading:
    """Once the date is known to be out."""

    def test_the_rest_are_read_when_publication_is_over(self) -> None:
        """The scout saw the date on time."""
        seen = known(batch("cs", BatchState.PARTIAL, DUE, count=5))
        assert plan.to_read(FRIDAY, FEW, seen, ENDS - MINUTE, eager=False) == []
        assert set(plan.to_read(FRIDAY, FEW, seen, ENDS, eager=False)) == set(FEW)

    def test_the_rest_are_read_at_once_for_somebody_who_waits(self) -> None:
        """But not what was just read."""
        seen = known(batch("cs", BatchState.PARTIAL, DUE, count=5))
        assert plan.to_read(FRIDAY, FEW, seen, DUE, eager=True) == ["hep-th", "stat"]

    def test_the_rest_are_read_at_once_where_one_is_complete(self) -> None:
        """Publication is over for all."""
        seen = known(batch("cs", BatchState.COMPLETE, DUE + 20 * MINUTE, count=5))
        reading = plan.to_read(FRIDAY, FEW, seen, DUE + 21 * MINUTE, eager=False)
        assert reading == ["hep-th", "stat"]

    @pytest.mark.parametrize("state", [BatchState.COMPLETE, BatchState.QUIET])
    def test_what_is_settled_is_not_read_again(self, state: BatchState) -> None:
        """Everything settled: nothing to do."""
        seen = known(*(batch(name, state, ENDS, count=0) for name in FEW))
        assert plan.to_read(FRIDAY, FEW, seen, ENDS + 9 * HOUR, eager=False) == []
        assert plan.to_read(FRIDAY, FEW, seen, ENDS + 9 * HOUR, eager=True) == []

    def test_what_failed_is_tried_again_after_a_while(self) -> None:
        """The longer it lasts, the more seldom."""
        seen = known(
            batch("cs", BatchState.COMPLETE, ENDS, count=5),
            batch("stat", BatchState.FAILED, DUE + 80 * MINUTE),
        )
        looked_from = [
            plan.look_from(FRIDAY, "stat", seen, DUE + after * MINUTE, eager=False)
            for after in (90, 110)
        ]
        assert looked_from == [DUE + 100 * MINUTE] * 2

    def test_what_was_not_even_tried_waits_for_as_long(self) -> None:
        """Counted from the failures that kept it from being tried."""
        seen = known(
            batch("cs", BatchState.PARTIAL, DUE, count=5),
            batch("hep-th", BatchState.FAILED, DUE + 80 * MINUTE),
            batch("stat", BatchState.FAILED),
        )
        looked_from = plan.look_from(FRIDAY, "stat", seen, DUE + 2 * HOUR, eager=False)
        assert looked_from == DUE + 100 * MINUTE

    def test_what_is_partial_is_read_again(self) -> None:
        """Three quarters of an hour later."""
        seen = known(batch("cs", BatchState.PARTIAL, ENDS, count=5))
        looked_from = plan.look_from(FRIDAY, "cs", seen, ENDS, eager=False)
        assert looked_from == ENDS + calendar.PUBLICATION

    def test_an_empty_page_is_read_again_only_if_it_was_early(self) -> None:
        """After publication other evidence is sought instead of the page."""
        early = known(batch("cs", BatchState.PARTIAL, DUE, count=0))
        assert plan.look_from(FRIDAY, "cs", early, ENDS, eager=False) == ENDS
        late_seen = known(batch("cs", BatchState.PARTIAL, ENDS, count=0))
        assert plan.look_from(FRIDAY, "cs", late_seen, ENDS + 9 * HOUR, eager=False) is None


class TestLookBack:
    """What was left open before the newest date."""

    NOW = calendar.due_at(date(2024, 3, 13)) + HOUR

    def test_every_date_since_the_first_followed(self) -> None:
        """The newest first; weekends and the newest date itself are not among them."""
        since = {"cs": date(2024, 3, 7), "stat": date(2024, 3, 11)}
        assert plan.look_back(since, {}, self.NOW) == [
            ("cs", date(2024, 3, 12)),
            ("stat", date(2024, 3, 12)),
            ("cs", date(2024, 3, 11)),
            ("stat", date(2024, 3, 11)),
            ("cs", date(2024, 3, 8)),
            ("cs", date(2024, 3, 7)),
        ]

    @pytest.mark.parametrize(
        ("state", "count", "is_open"),
        [
            (BatchState.COMPLETE, 3, False),
            (BatchState.PARTIAL, 3, True),
            (BatchState.PARTIAL, 0, True),
            (BatchState.FAILED, None, True),
            (BatchState.LATE, None, True),
            (BatchState.WAITING, None, True),
            (BatchState.QUIET, None, True),  # only the table of holidays spoke for it
        ],
    )
    def test_whatever_is_not_firm(
        self, state: BatchState, count: int | None, is_open: bool
    ) -> None:
        """What was seen an hour ago."""
        seen = batch("cs", state, self.NOW - HOUR, count=count)
        places = plan.look_back({"cs": FRIDAY}, {("cs", FRIDAY): seen}, self.NOW)
        assert (("cs", FRIDAY) in places) is is_open

    def test_quiet_is_firm_from_midnight_on(self) -> None:
        """Evidence seen before then does not do."""
        for seen, is_open in (
            (calendar.midnight(FRIDAY) - MINUTE, True),
            (calendar.midnight(FRIDAY), False),
        ):
            quiet = batch("cs", BatchState.QUIET, seen, count=0)
            places = plan.look_back({"cs": FRIDAY}, {("cs", FRIDAY): quiet}, self.NOW)
            assert (("cs", FRIDAY) in places) is is_open

    def test_not_before_its_turn(self) -> None:
        """What was just looked at waits."""
        for minutes, is_open in ((49, False), (50, True)):
            seen = batch("cs", BatchState.FAILED, self.NOW - minutes * MINUTE)
            places = plan.look_back({"cs": FRIDAY}, {("cs", FRIDAY): seen}, self.NOW)
            assert (("cs", FRIDAY) in places) is is_open

    def test_no_further_than_ninety_days(self) -> None:
        """What is older is given up, each date of it once."""
        now = calendar.midnight(date(2024, 6, 10)) + HOUR
        oldest = date(2024, 3, 12)
        places = plan.look_back({"cs": FRIDAY}, {}, now)
        assert places[-1] == ("cs", oldest)
        assert plan.out_of_reach({"cs": FRIDAY}, now) == [
            ("cs", FRIDAY),
            ("cs", date(2024, 3, 11)),
        ]

    @given(
        since=st.dates(date(2023, 6, 1), date(2024, 3, 8)),
        settled=st.sets(st.dates(date(2023, 12, 1), date(2024, 3, 8))),
    )
    def test_is_exact(self, since: date, settled: set[date]) -> None:
        """Each listing date is settled, looked at, given up, or the newest: one of these."""
        now = DUE + 6 * HOUR
        done = {
            ("cs", day): batch("cs", BatchState.COMPLETE, now, count=1, day=day) for day in settled
        }
        looked_at = [day for _, day in plan.look_back({"cs": since}, done, now)]
        given_up = [day for _, day in plan.out_of_reach({"cs": since}, now)]
        reach = calendar.oldest_listed(now)
        for day in calendar.listing_dates(since, FRIDAY):
            places = [day in looked_at, day in given_up, day in settled and day >= reach]
            assert sum(places) == (day != FRIDAY or day in settled)
        assert len(looked_at) == len(set(looked_at))


class TestMetadata:
    """When the API is asked."""

    MIDNIGHT = calendar.midnight(FRIDAY)
    BEGINS = MIDNIGHT + 10 * MINUTE

    def test_some_minutes_after_midnight(self) -> None:
        """Not on the stroke of it; whatever was tried for an earlier date, or too early."""
        assert plan.metadata_from(FRIDAY, None) == self.BEGINS
        assert plan.metadata_from(FRIDAY, self.MIDNIGHT - HOUR) == self.BEGINS
        assert plan.metadata_from(FRIDAY, self.BEGINS - MINUTE) == self.BEGINS

    @pytest.mark.parametrize(("tried", "pause"), [(0, 15), (20, 15), (60, 30), (3000, 360)])
    def test_more_and_more_seldom(self, tried: int, pause: int) -> None:
        """In minutes after the first time; half as long again, within bounds."""
        moment = self.BEGINS + tried * MINUTE
        assert plan.metadata_from(FRIDAY, moment) == moment + pause * MINUTE

    def test_evidence_likewise(self) -> None:
        """Feeds are asked from then on, and again after a while."""
        assert plan.evidence_from(FRIDAY, None) == self.BEGINS
        assert plan.evidence_from(FRIDAY, self.MIDNIGHT - HOUR) == self.BEGINS
        assert plan.evidence_from(FRIDAY, self.BEGINS) == self.BEGINS + plan.LONGEST

    def test_evidence_for_somebody_who_waits(self) -> None:
        """From midnight on, and as seldom."""
        assert plan.evidence_from(FRIDAY, None, eager=True) == self.MIDNIGHT
        again = plan.evidence_from(FRIDAY, self.MIDNIGHT, eager=True)
        assert again == plan.evidence_from(FRIDAY, self.MIDNIGHT) == self.MIDNIGHT + plan.LONGEST


@pytest.mark.parametrize(
    ("seen", "is_worth"),
    [
        (None, True),
        (batch("cs", BatchState.LATE), True),
        (batch("cs", BatchState.LATE, ENDS - MINUTE), False),
        (batch("cs", BatchState.LATE, ENDS - plan.JUST_NOW), True),
        (batch("cs", BatchState.COMPLETE, DUE, count=3), False),
    ],
)
def test_who_waits_looks_unless_somebody_just_did(seen: Batch | None, is_worth: bool) -> None:
    """A look is good enough for two minutes; what is settled, for ever."""
    assert plan.is_worth_a_look(seen, ENDS) is is_worth


def test_a_date_is_out_where_any_page_bears_it() -> None:
    """Be it empty; that it was late, or failed, says nothing."""
    seen = known(batch("cs", BatchState.FAILED, DUE), batch("stat", BatchState.LATE, DUE))
    assert not plan.is_out(seen)
    assert plan.is_out(seen | known(batch("hep-th", BatchState.PARTIAL, DUE, count=0)))
