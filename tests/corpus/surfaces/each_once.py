"""Whether days of trouble ended as they should: each part told once, and in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from domain.chats import ChatRef
from domain.deliveries import PartState
from storage import open_store
from tests.corpus.morning import Morning, Planned, wrongs
from tests.corpus.surfaces.told_before import each_notice_once

ON_THEIR_WAY: Final = 3
"""Messages to Telegram that a kill finds on their way, at most, taken over all kills."""

_DAY: Final = len("YYYY-MM-DD")
"""Of a slot: behind the day stands which notice it is."""


def each_part_once(
    morning: Morning,
    *,
    days: int,
    kills: int,
    blocked: Collection[int] = (),
    unknown_on: Collection[str] = ("telegram",),
) -> str:
    """See that each chat was told each part once and in order; what nobody can know is listed.

    Args:
        morning: that is over, with nothing left to send.
        days: on which each chat was told something.
        kills: moments at which messages may have been on their way.
        blocked: people who were not to be reached for some of it.
        unknown_on: platforms on which something may stay unknown; Discord tells for two minutes
            what was sent before, which is enough but where trouble follows upon trouble.

    Returns:
        Parts by platform and what became of them, and the limits that were met.
    """
    planned, told = morning.planned(), morning.told()
    _nothing_wrong(planned, told)
    away = {ChatRef("telegram", str(one)) for one in blocked}
    states = Counter(
        (ref.platform, part.state)
        for ref, parts in planned.items()
        for part in parts
        if ref not in away
    )
    sent = {("telegram", PartState.SENT), ("discord", PartState.SENT)}
    assert sent <= states.keys() <= sent | {(one, PartState.UNKNOWN) for one in unknown_on}, states
    unknown = sum(states[one, PartState.UNKNOWN] for one in unknown_on)
    assert unknown <= _unknowable(morning.stage.telegram) + kills * ON_THEIR_WAY
    each_notice_once(morning, planned)
    told_on = {ref: {part.slot[:_DAY] for part in parts} for ref, parts in planned.items()}
    assert all(len(told_on[ref]) == days for ref in told if ref not in away)
    assert _listed_as_unknown(morning) == _unknown(planned)
    told_of = {f"{platform} {state}": count for (platform, state), count in states.items()}
    return f"{told_of}; limits met: {morning.limits_met()}"


def _unknown(planned: Mapping[ChatRef, Sequence[Planned]]) -> set[tuple[ChatRef, str, int]]:
    return {
        (ref, part.slot[:_DAY], part.part)
        for ref, parts in planned.items()
        for part in parts
        if part.state is PartState.UNKNOWN
    }


def _nothing_wrong(
    planned: Mapping[ChatRef, Sequence[Planned]], told: Mapping[ChatRef, Sequence[str]]
) -> None:
    assert not (found := wrongs(planned, told)), found[:9]
    _would_be_noticed(planned, told)


def _would_be_noticed(
    planned: Mapping[ChatRef, Sequence[Planned]], told: Mapping[ChatRef, Sequence[str]]
) -> None:
    """A part that is lost, one out of its place, one told again."""
    some = next(
        ref
        for ref, parts in planned.items()
        if len(told[ref]) > 1 and all(part.state is PartState.SENT for part in parts)
    )
    assert wrongs({some: planned[some]}, {some: told[some][1:]})
    assert wrongs({some: planned[some]}, {some: told[some][::-1]})
    assert wrongs({some: planned[some]}, {some: [*told[some], told[some][-1]]})


def _unknowable(platform: Any) -> int:
    """How many answers were kept from the program by a fault, or told nothing."""
    spent = platform.control.get("faults")["spent"]
    lost = ("drop_before", "drop_after", "hang_after")
    return sum(
        one["kind"] in lost or (one["kind"] == "error" and one["status"] >= 500) for one in spent
    )


def _listed_as_unknown(morning: Morning) -> set[tuple[ChatRef, str, int]]:
    async def listed() -> set[tuple[ChatRef, str, int]]:
        store = open_store(morning.place)
        try:
            found = await store.unknown_parts(100_000)
            return {(ref, slot.isoformat(), part) for ref, slot, part, _ in found}
        finally:
            await store.close()

    return asyncio.run(listed())
