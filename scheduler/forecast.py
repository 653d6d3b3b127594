"""The forecast: how long the coming digests will take at each platform's rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.platforms import Kind, kind_of
from domain.ports import Schedule

PER_SECOND: Final[Mapping[Kind, int]] = {"telegram": 28, "discord": 45}
"""Messages that a platform takes of one bot in a second, with some distance to its limits."""

USUAL_PARTS: Final = 2.0
"""Messages of a digest, where none has been sent yet to go by."""

WORTH_TELLING: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """Digests of one moment on one platform.

    Attributes:
        at: when they are due, UTC.
        begins: when the first of them can go, as those due before have gone by then.
        ends: when the last of them has gone.
    """

    platform: str
    at: datetime
    chats: int
    begins: datetime
    ends: datetime

    @property
    def takes(self) -> timedelta:
        """From the moment due to the last one's arrival."""
        return self.ends - self.at


async def coming(outbox: Schedule, now: datetime) -> list[Rush]:
    """What is due within a day from now.

    Raises:
        StoreError: the database cannot be used.
    """
    looks = await outbox.next_looks(now + timedelta(days=1))
    return rushes(looks, await outbox.usual_parts())


def rushes(looks: Sequence[tuple[str, datetime, int]], parts: Mapping[str, float]) -> list[Rush]:
    """What is to come, platform by platform, in order of time.

    Args:
        looks: platform, moment, and how many chats have their turn then.
        parts: messages of a digest on the average, by platform.
    """
    made: list[Rush] = []
    free: dict[str, datetime] = {}
    for platform, at, chats in sorted(looks):
        rate = PER_SECOND.get(kind_of(platform))
        if rate is None:
            continue
        begins = max(at, free.get(platform, at))
        messages = chats * parts.get(platform, USUAL_PARTS)
        ends = begins + timedelta(seconds=messages / rate)
        free[platform] = ends
        made.append(Rush(platform=platform, at=at, chats=chats, begins=begins, ends=ends))
    return made


def told(coming: Sequence[Rush]) -> list[str]:
    """The forecast in sentences for the operator; those of which there is something to say.

    Each platform's busiest moment, and each moment that has to wait for the one before.
    """
    sentences = []
    for platform in dict.fromkeys(rush.platform for rush in coming):
        own = [rush for rush in coming if rush.platform == platform]
        busiest = max(own, key=lambda rush: rush.chats)
        sentences.append(
            f"{platform}: {_digests(sum(rush.chats for rush in own))} within a day, "
            f"{busiest.chats} of them at {busiest.at:%Y-%m-%d %H:%M} UTC, "
            f"which take{'s' * (busiest.chats == 1)} {_duration(busiest.takes)}"
        )
        sentences += [
            f"{platform}: the {_digests(rush.chats)} of {rush.at:%H:%M} UTC begin "
            f"{_duration(rush.begins - rush.at)} late, as those before take so long"
            for rush in own
            if rush.begins - rush.at >= WORTH_TELLING
        ]
    return sentences


def _duration(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"


def _digests(number: int) -> str:
    return "1 digest" if number == 1 else f"{number} digests"
