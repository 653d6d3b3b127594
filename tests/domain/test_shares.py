"""What is dealt out evenly: whoever comes or goes, in whichever order they look."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.concurrency.processes import PARTS, TOGETHER, part_of
from domain.concurrency.shares import share

THINGS = [f"thing {number}" for number in range(16)]

members = st.sets(st.integers(1, 40), min_size=1, max_size=20)


@given(st.dictionaries(st.sampled_from(THINGS), st.integers(1, 40)), members, st.randoms())
def test_two_looks_of_each_deal_all_out_evenly(
    held: dict[str, int], alive: set[int], random: Random
) -> None:
    """What the dead had is free; nobody has a thing that another has not let go of."""
    now = {thing: owner for thing, owner in held.items() if owner in alive}
    before = {me: {thing for thing in THINGS if now.get(thing) == me} for me in alive}
    for _ in range(2):
        for me in random.sample(sorted(alive), len(alive)):
            own = share(THINGS, now, alive, me)
            assert all(now.get(thing, me) == me for thing in own)
            now = {thing: owner for thing, owner in now.items() if owner != me}
            now |= dict.fromkeys(own, me)
    after = {me: {thing for thing in THINGS if now.get(thing) == me} for me in alive}
    counts = sorted(map(len, after.values()))
    assert sum(counts) == len(THINGS)
    assert counts[-1] - counts[0] <= 1
    for me in alive:
        assert len(before[me] & after[me]) == min(len(before[me]), len(after[me]))


def test_chats_whose_numbers_follow_upon_each_other_are_of_one_part() -> None:
    """And all parts have chats, where there are many."""
    assert {part_of(number) for number in range(TOGETHER)} == {0}
    assert {part_of(number) for number in range(TOGETHER * PARTS)} == set(range(PARTS))
