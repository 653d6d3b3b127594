"""What several have of things that are dealt out evenly. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def share(
    things: Sequence[str], held: Mapping[str, int], members: Collection[int], me: int
) -> frozenset[str]:
    """What one of several should have: what is its own, or free, and no more than its due.

    No two differ by more than one thing, once each has let go of what is too much; nobody has to
    let go of anything else.

    Args:
        things: all that there are.
        held: who has each that is not free.
        members: the numbers of all, `me` among them.
        me: the one asked about.
    """
    place = sum(other < me for other in members)
    due = len(things) // len(members) + (place < len(things) % len(members))
    own = [thing for thing in things if held.get(thing) == me]
    free = [thing for thing in things if thing not in held]
    return frozenset([*own, *free][:due])
