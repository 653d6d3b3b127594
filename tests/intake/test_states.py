"""What is said of a batch after each thing that can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.messages import as_is
from domain.papers import Batch, BatchState, Counts
from intake import calendar
from intake.reasons import PUBLISHING
from intake.states import is_empty, is_firm
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


class TestListed:
    """A listing with papers was read."""

    def test_is_complete_by_arxivs_own_counts(self) -> None:
        """Once publication is over and the counts agree."""
        batch = decider().listed(listing(1, 2), ends=ENDS)
        assert batch.state is BatchState.COMPLETE
        assert batch.counts == batch.counted == Counts(new=2)
        assert batch.checked_at == ENDS
        assert bases(batch) == ["2403.00001", "2403.00002"]

    def test_is_partial_while_it_may_grow(self) -> None:
        """Even where its counts agree with what it holds so far."""
        batch = decider(now=ENDS - MINUTE).listed(listing(1), ends=ENDS)
        assert (batch.state, batch.reason) == (BatchState.PARTIAL, PUBLISHING)

    def test_the_growing_is_timed_from_the_first_sight(self) -> None:
        """Each further look while it grows keeps the moment of the first."""
        first = decider(now=DUE + 5 * MINUTE).listed(listing(1), ends=ENDS)
        again = decider(first, now=DUE + 20 * MINUTE).listed(listing(1, 2), ends=ENDS)
        assert again.checked_at == DUE + 5 * MINUTE
        assert len(again.announcements) == 2

    def test_is_partial_where_the_counts_say_more(self) -> None:
        """And the reason has both numbers."""
        batch = decider().listed(listing(1, counted=3), ends=ENDS)
        assert batch.state is BatchState.PARTIAL
        assert str(batch.reason) == "arXiv counts 3 papers, and 1 are here."
        assert bases(batch) == ["2403.00001"]

    def test_is_partial_where_the_page_counts_kinds_otherwise(self) -> None:
        """As many papers as counted are not enough, if they are not of the kinds counted."""
        page = replace(listing(1, 2), counts=Counts(new=1, cross=1), total=2)
        assert decider().listed(page, ends=ENDS).state is BatchState.PARTIAL

    def test_is_partial_where_its_total_says_more(self) -> None:
        """The sum of the sections is compared with the total of the page."""
        batch = decider().listed(replace(listing(1, 2), total=5), ends=ENDS)
        assert batch.state is BatchState.PARTIAL
        assert "arXiv counts 5 papers" in str(batch.reason)

    def test_is_complete_without_a_total(self) -> None:
        """Where the page prints none, the sections' counts must do."""
        batch = decider().listed(replace(listing(1, 2), total=None), ends=ENDS)
        assert batch.state is BatchState.COMPLETE

    def test_is_partial_without_metadata(self) -> None:
        """A paper without title or abstract is not taken in."""
        batch = decider().listed(listing(1, 2), ends=ENDS, lacking=["2403.00002"])
        assert batch.state is BatchState.PARTIAL
        assert str(batch.reason).startswith("1 paper without title or abstract")

    @pytest.mark.parametrize(
        "before", [None, PARTIAL, EMPTY, QUIET, TOLD_TWICE, HINTED, LATE, FAILED, WAITING]
    )
    def test_makes_good_whatever_was_known(self, before: Batch | None) -> None:
        """What stands in a listing was announced, whatever was believed before."""
        batch = decider(before).listed(listing(1, 2), ends=ENDS)
        assert (batch.state, len(batch.announcements)) == (BatchState.COMPLETE, 2)

    def test_what_was_there_and_is_missing_keeps_it_open(self) -> None:
        """Tonight's listing only grows; one that has lost papers is not whole."""
        batch = decider(PARTIAL).listed(listing(2, 3), ends=ENDS)
        assert batch.state is BatchState.PARTIAL
        assert bases(batch) == ["2403.00001"]
        assert "1 paper of before missing" in str(batch.reason)

    def test_a_past_date_is_what_catch_up_says(self) -> None:
        """ArXiv's last word replaces a part of before."""
        batch = decider(PARTIAL, now=LONG_AFTER).listed(listing(2, 3), ends=DUE)
        assert batch.state is BatchState.COMPLETE
        assert bases(batch) == ["2403.00002", "2403.00003"]

    def test_a_past_date_read_in_part_loses_nothing(self) -> None:
        """Only a whole listing replaces what was known."""
        before = known(BatchState.PARTIAL, 1, 2, 3)
        batch = decider(before, now=LONG_AFTER).listed(listing(1, 3, counted=4), ends=DUE)
        assert (batch.state, bases(batch)) == (BatchState.PARTIAL, bases(before))

    @pytest.mark.parametrize("now", [ENDS, LONG_AFTER])
    def test_nothing_that_went_wrong_takes_completeness_back(self, now: datetime) -> None:
        """Not fewer papers, not counts that disagree, not missing metadata, not an early hour."""
        at = decider(COMPLETE, now=now)
        assert at.listed(listing(1), ends=ENDS) == COMPLETE
        assert at.listed(listing(1, 2, 3, counted=4), ends=ENDS) == COMPLETE
        assert at.listed(listing(1, 2, 3), ends=ENDS, lacking=["2403.00003"]) == COMPLETE
        assert at.listed(listing(1, 2, 3), ends=now + HOUR) == COMPLETE

    def test_the_same_listing_twice_changes_nothing(self) -> None:
        """Nor does it look as if something had been checked anew."""
        assert decider(COMPLETE, now=LONG_AFTER).listed(listing(1, 2), ends=DUE) == COMPLETE

    def test_a_complete_one_may_still_grow(self) -> None:
        """A whole listing with more papers is believed."""
        batch = decider(COMPLETE, now=LONG_AFTER).listed(listing(1, 2, 3), ends=DUE)
        assert (batch.state, len(batch.announcements)) == (BatchState.COMPLETE, 3)


class TestEmpty:
    """A page was read that says that there is nothing."""

    @pytest.mark.parametrize("before", [None, WAITING, LATE, FAILED, EMPTY, HINTED])
    def test_proves_nothing(self, before: Batch | None) -> None:
        """It is a reason to look further, whatever was known."""
        batch = decider(before).empty()
        assert (batch.state, batch.counts) == (BatchState.PARTIAL, Counts())
        assert is_empty(batch)

    @pytest.mark.parametrize("before", [COMPLETE, QUIET, TOLD_TWICE])
    def test_says_nothing_new_of_what_is_settled(self, before: Batch) -> None:
        """Complete stays complete, quiet stays quiet."""
        assert decider(before, now=LONG_AFTER).empty() == before

    def test_never_loses_papers(self) -> None:
        """What stood there before was announced."""
        batch = decider(PARTIAL).empty()
        assert (batch.state, bases(batch)) == (BatchState.PARTIAL, bases(PARTIAL))
        assert str(batch.reason) == "The listing is not whole: what stood there before is missing."

    def test_with_the_table_of_holidays_it_is_enough_afterwards(self) -> None:
        """Two sides agree: arXiv's word from before, and its page."""
        after = calendar.due_at(calendar.next_date(HOLIDAY))
        batch = decider(now=after, day=HOLIDAY).empty()
        assert batch.state is BatchState.QUIET
        assert is_firm(batch)

    def test_on_a_holidays_own_night_it_is_not(self) -> None:
        """The page of the holiday's date is still there to be filled."""
        batch = decider(now=calendar.due_at(HOLIDAY) + HOUR, day=HOLIDAY).empty()
        assert batch.state is BatchState.PARTIAL


class TestNotYet:
    """The newest listing still bears an older date."""

    SHOWN = date(2024, 3, 7)

    @pytest.mark.parametrize(
        ("after", "state"),
        [(0, BatchState.WAITING), (29, BatchState.WAITING), (30, BatchState.LATE)],
    )
    def test_waits_half_an_hour_before_it_is_called_late(
        self, after: int, state: BatchState
    ) -> None:
        """ArXiv is rarely out on the minute."""
        batch = decider(now=DUE + after * MINUTE).not_yet(self.SHOWN)
        assert batch.state is state
        assert "the newest listing is still that of Thursday 2024-03-07" in str(batch.reason)
        assert batch.checked_at == DUE + after * MINUTE

    def test_on_a_holiday_it_is_quiet_for_the_time_being(self) -> None:
        """Not firm: that date may still be announced."""
        batch = decider(now=calendar.due_at(HOLIDAY) + HOUR, day=HOLIDAY).not_yet(self.SHOWN)
        assert batch.state is BatchState.QUIET
        assert "holiday" in str(batch.reason)
        assert not is_firm(batch)
        assert not is_empty(batch)

    @pytest.mark.parametrize("before", [COMPLETE, PARTIAL, EMPTY, QUIET, TOLD_TWICE])
    def test_a_stale_page_takes_nothing_back(self, before: Batch) -> None:
        """The date was seen, so it is out."""
        assert decider(before).not_yet(self.SHOWN) == before

    def test_another_archives_page_says_as_much(self) -> None:
        """But this archive was not looked at."""
        batch = decider(now=DUE + HOUR).not_yet(self.SHOWN, seen=False)
        assert (batch.state, batch.checked_at) == (BatchState.LATE, None)
        again = decider(LATE, now=DUE + HOUR).not_yet(self.SHOWN, seen=False)
        assert again.checked_at == LATE.checked_at


class TestFailed:
    """It could not be read."""

    @pytest.mark.parametrize("before", [None, WAITING, FAILED])
    @pytest.mark.parametrize("day", [FRIDAY, HOLIDAY])
    def test_is_never_quiet(self, before: Batch | None, day: date) -> None:
        """Not on a holiday either."""
        before = before and replace(before, date=day)
        batch = decider(before, now=calendar.due_at(day) + HOUR, day=day).failed(
            as_is("It is down.")
        )
        assert (batch.state, str(batch.reason)) == (BatchState.FAILED, "It is down.")
        assert batch.counts is None

    @pytest.mark.parametrize("before", [COMPLETE, QUIET, TOLD_TWICE, HINTED])
    def test_what_is_settled_stays(self, before: Batch) -> None:
        """With its reason."""
        assert decider(before).failed(as_is("It is down.")) == before

    @pytest.mark.parametrize("before", [PARTIAL, EMPTY, LATE])
    def test_what_is_known_stays_known(self, before: Batch) -> None:
        """The state stays too; the reason tells of the failure."""
        batch = decider(before).failed(as_is("It is down."))
        assert (batch.state, batch.announcements) == (before.state, before.announcements)
        assert batch.counts == before.counts
        assert str(batch.reason).endswith("It is down.")
        assert batch.checked_at == ENDS

    def test_without_having_been_asked(self) -> None:
        """Others failed, so this one was not looked at."""
        assert decider().failed(as_is("It is down."), tried=False).checked_at is None
        assert decider(LATE).failed(as_is("It is down."), tried=False).checked_at == LATE.checked_at


class TestEvidence:
    """What others say of an empty listing."""

    def test_silence_is_quiet(self) -> None:
        """With arXiv's count of nothing, and the evidence as its reason."""
        batch = decider(EMPTY, now=calendar.midnight(FRIDAY)).silent(as_is("The feed agrees."))
        assert (batch.state, batch.counts) == (BatchState.QUIET, Counts())
        assert str(batch.reason) == "The feed agrees."
        assert is_firm(batch)

    def test_before_midnight_it_is_quiet_but_not_firm(self) -> None:
        """Feeds and catch-up pages cannot tell before."""
        batch = decider(EMPTY).silent(as_is("Told twice."))
        assert batch.state is BatchState.QUIET
        assert not is_firm(batch)
        assert is_empty(batch)

    @pytest.mark.parametrize("before", [COMPLETE, PARTIAL])
    def test_no_evidence_of_silence_beats_papers(self, before: Batch) -> None:
        """What stands in a listing was announced."""
        assert decider(before).silent(as_is("The feed agrees.")) == before
        assert decider(before).doubted(as_is("The feed has some.")) == before

    @pytest.mark.parametrize("before", [EMPTY, TOLD_TWICE, FAILED])
    def test_doubt_keeps_it_open(self, before: Batch) -> None:
        """Also what was believed for the time being."""
        batch = decider(before).doubted(as_is("The feed has some."))
        assert (batch.state, str(batch.reason)) == (BatchState.PARTIAL, "The feed has some.")
        assert is_empty(batch)

    def test_doubt_does_not_take_firm_silence_back(self) -> None:
        """That evidence is missing says nothing against evidence that was seen."""
        assert decider(QUIET, now=LONG_AFTER).doubted(as_is("The search has none.")) == QUIET


class TestUnreachable:
    """The date is too old to be listed."""

    @pytest.mark.parametrize("before", [None, WAITING, LATE, FAILED, EMPTY])
    def test_is_failed_where_nothing_is_here(self, before: Batch | None) -> None:
        """Never quiet: nobody knows."""
        batch = decider(before, now=DUE + timedelta(days=91)).unreachable()
        assert batch.state is BatchState.FAILED
        assert "90 days" in str(batch.reason)

    def test_keeps_a_part(self) -> None:
        """It stays partial for ever."""
        batch = decider(PARTIAL, now=DUE + timedelta(days=91)).unreachable()
        assert (batch.state, bases(batch)) == (BatchState.PARTIAL, bases(PARTIAL))

    @pytest.mark.parametrize("before", [COMPLETE, QUIET])
    def test_keeps_what_is_settled(self, before: Batch) -> None:
        """As it is."""
        assert decider(before, now=DUE + timedelta(days=91)).unreachable() == before


class TestByCalendar:
    """Nothing has been seen."""

    @pytest.mark.parametrize(
        ("now", "state"),
        [
            (DUE - MINUTE, BatchState.WAITING),
            (DUE, BatchState.WAITING),
            (ENDS - MINUTE, BatchState.WAITING),
            (ENDS, BatchState.LATE),
            (LONG_AFTER, BatchState.LATE),
        ],
    )
    def test_waits_until_it_should_have_been_read(self, now: datetime, state: BatchState) -> None:
        """And then says that nobody has looked."""
        batch = decider(now=now).by_calendar()
        assert (batch.state, batch.checked_at, batch.counts) == (state, None, None)

    def test_knows_weekends(self) -> None:
        """Nothing is ever listed for them."""
        batch = decider(now=LONG_AFTER, day=date(2024, 3, 9)).by_calendar()
        assert batch.state is BatchState.QUIET
        assert str(batch.reason) == "arXiv lists nothing on a Saturday."

    def test_does_not_trust_holidays_unseen(self) -> None:
        """A hint alone is no reason to say that nothing was announced."""
        batch = decider(now=calendar.due_at(HOLIDAY) + HOUR, day=HOLIDAY).by_calendar()
        assert batch.state is BatchState.LATE

    def test_what_was_seen_comes_first(self) -> None:
        """Whatever it is."""
        assert decider(FAILED).by_calendar() == FAILED


class TestWhatIsKeptWithIt:
    """Reason and moment go with what was seen last."""

    def test_doubt_was_seen_now(self) -> None:
        """So that it can be told when evidence was looked for."""
        assert decider(EMPTY, now=LONG_AFTER).doubted(as_is("Some.")).checked_at == LONG_AFTER

    def test_what_is_not_whole_was_seen_now(self) -> None:
        """It is partial from then on, with one full stop."""
        late = replace(PARTIAL, state=BatchState.LATE)
        for before in (PARTIAL, late):
            batch = decider(before, now=LONG_AFTER).empty()
            assert (batch.state, batch.checked_at) == (BatchState.PARTIAL, LONG_AFTER)
        batch = decider(PARTIAL, now=DUE + timedelta(days=91)).unreachable()
        assert str(batch.reason) == (
            "The listing is not whole: More than 90 days ago, which is as far back as arXiv's"
            " listings reach."
        )
