"""Tests of `digests.plan`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hypothesis import given
from hypothesis import strategies as st

from digests.plan import DigestPlan, chosen, merged
from domain.digests import Match, Reason
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from domain.topics import Field, Term


def paper(number: int, *, withdrawn: bool = False) -> Paper:
    """An invented paper."""
    return Paper(
        id=PaperId(f"2403.{number:05}"),
        title=f"Paper {number}",
        authors=(Author("Ada Example"),),
        abstract="We count.",
        categories=("cs.CV",),
        primary="cs.CV",
        withdrawn=withdrawn,
    )


def plan_digest(
    each: Sequence[Sequence[Match]], *, limit: int, left_out: Collection[str] = ()
) -> DigestPlan:
    """What is told of what some topics match."""
    by_id = [{match.paper.id.base: match for match in matches} for matches in each]
    return chosen(merged(by_id), limit=limit, left_out=left_out)


def match(number: int, score: float, topic: str = "counting", *, withdrawn: bool = False) -> Match:
    """An invented match."""
    reason = Reason(topic, Term("count"), Field.ABSTRACT)
    return Match(paper(number, withdrawn=withdrawn), (reason,), score)


matches = st.lists(
    st.builds(
        match,
        st.integers(1, 12),
        st.floats(0, 10),
        st.sampled_from(["counting", "naming"]),
        withdrawn=st.just(False),
    ),
    unique_by=lambda m: m.paper.id.base,
)


def test_best_come_first_and_the_rest_by_title() -> None:
    """The limit parts what is told in full from what is listed."""
    plan = plan_digest([[match(1, 1.0), match(2, 3.0), match(3, 2.0)]], limit=2)
    assert [m.paper.id.base for m in plan.shown] == ["2403.00002", "2403.00003"]
    assert [m.paper.id.base for m in plan.others] == ["2403.00001"]
    assert plan.matched == 3


def test_paper_of_two_topics_stands_once_with_both_reasons() -> None:
    """The best of its scores decides its place."""
    plan = plan_digest([[match(1, 1.0, "counting")], [match(1, 5.0, "naming")]], limit=9)
    (only,) = plan.shown
    assert [reason.topic for reason in only.reasons] == ["counting", "naming"]
    assert only.score == 5.0


def test_withdrawn_papers_are_no_news() -> None:
    """A withdrawn paper stands nowhere; it is counted once, unless it was left out anyway."""
    gone, other = match(1, 1.0, withdrawn=True), match(1, 2.0, "naming", withdrawn=True)
    plan = plan_digest([[gone, match(2, 1.0)], [other]], limit=1)
    assert (plan.matched, plan.withdrawn) == (1, 1)
    assert not plan.others
    left_out = plan_digest([[gone]], limit=5, left_out={"2403.00001"})
    assert (left_out.matched, left_out.withdrawn) == (0, 0)


@given(st.lists(matches, max_size=3), st.integers(1, 6), st.sets(st.integers(1, 12)))
def test_every_match_is_accounted_for_once(
    by_topic: list[list[Match]], limit: int, muted: set[int]
) -> None:
    """What is told is what matched less what is left out, each once, best first, in any order."""
    left_out = {f"2403.{number:05}" for number in muted}
    plan = plan_digest(by_topic, limit=limit, left_out=left_out)
    told = [*plan.shown, *plan.others]
    expected = {m.paper.id.base for ms in by_topic for m in ms} - left_out
    assert sorted(m.paper.id.base for m in told) == sorted(expected)
    assert [m.score for m in told] == sorted((m.score for m in told), reverse=True)
    assert len(plan.shown) == min(limit, len(expected))
    again = plan_digest([list(reversed(ms)) for ms in by_topic], limit=limit, left_out=left_out)
    assert [m.paper.id for m in again.shown] == [m.paper.id for m in plan.shown]
