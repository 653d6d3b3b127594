"""A fair queue: whatever is put in comes out once, and nobody waits for more than a round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.concurrency.fairness import FairQueue

PERSONS = st.sampled_from("abcd")
STEPS = st.lists(st.one_of(PERSONS, st.none()), max_size=60)
"""Somebody puts something in, or with None the next is taken out."""


def drained(queue: FairQueue[tuple[str, int]]) -> list[tuple[str, int]]:
    """All that is left, in order."""
    taken = []
    while (thing := queue.take()) is not None:
        taken.append(thing)
    return taken


@given(STEPS)
def test_everything_comes_out_once_each_persons_in_order(steps: list[str | None]) -> None:
    """And it is known how much waits, in all and of each."""
    queue: FairQueue[tuple[str, int]] = FairQueue()
    put: list[tuple[str, int]] = []
    taken: list[tuple[str, int]] = []
    for number, person in enumerate(steps):
        if person is not None:
            put.append((person, number))
            queue.put(person, (person, number))
        elif (thing := queue.take()) is not None:
            taken.append(thing)
        assert len(queue) == len(put) - len(taken) == sum(map(queue.waiting, "abcd"))
    taken += drained(queue)
    assert sorted(taken) == sorted(put)
    for person in "abcd":
        own = [thing for thing in taken if thing[0] == person]
        assert own == sorted(own)


@given(STEPS, PERSONS)
def test_who_comes_last_waits_for_one_of_everybody_at_most(
    steps: list[str | None], person: str
) -> None:
    """Whatever was put in and taken out before."""
    queue: FairQueue[tuple[str, int]] = FairQueue()
    for number, one in enumerate(steps):
        if one is None:
            queue.take()
        elif one != person:
            queue.put(one, (one, number))
    queue.put(person, (person, -1))
    order = drained(queue)
    before = order[: order.index((person, -1))]
    assert len(before) == len({one for one, _ in before})


def test_sixty_of_one_person_and_one_of_another() -> None:
    """The one is the second."""
    queue: FairQueue[str] = FairQueue()
    for number in range(60):
        queue.put("ann", f"ann {number}")
    queue.put("ben", "ben")
    assert [queue.take() for _ in range(3)] == ["ann 0", "ben", "ann 1"]


def test_who_is_busy_is_passed_over_and_what_is_not_wanted_is_dropped() -> None:
    """Each keeps their turn all the same."""
    queue: FairQueue[str] = FairQueue()
    for thing in ("ann 1", "ann 2", "ben 1"):
        queue.put(thing.split()[0], thing)
    assert queue.take(lambda person: person != "ann") == "ben 1"
    assert queue.take(lambda person: person != "ann") is None
    queue.drop("ann", "ann 1")
    queue.drop("ann", "ann 1")
    queue.drop("ben", "ben 1")
    assert (queue.take(), queue.take(), len(queue)) == ("ann 2", None, 0)


def test_all_is_taken_out_in_the_end() -> None:
    """Nothing waits after that."""
    queue: FairQueue[str] = FairQueue()
    queue.put("ann", "1")
    queue.put("ben", "2")
    assert (queue.clear(), len(queue), queue.take()) == (["1", "2"], 0, None)
