"""Which processes are at work on one database, and which of them does what they do not all do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.concurrency.processes import PARTS, WORK, Process
from domain.messages import marked
from i18n.speech import phrase, plural

_WORK: Final = marked("Announcements")


def told_processes(processes: Sequence[Process]) -> list[str]:
    """How many are at work, who has each role, who plans; nothing where only one ever is."""
    if not processes:
        return []
    roles = [(role, each.number, since) for each in processes for role, since in each.roles()]
    count = len(processes)
    points = [plural("{number} process at work", "{number} processes at work", count)]
    if all(role != WORK for role, _, _ in roles):
        points.append(phrase("{role}: no process", role=phrase(_WORK)))
    points += [
        phrase(
            "{role}: process {number} since {moment}",
            role=phrase(_WORK) if role == WORK else role.capitalize(),
            number=str(number),
            moment=f"{since:%Y-%m-%d %H:%M} UTC",
        )
        for role, number, since in sorted(roles, key=lambda one: (one[0] != WORK, one))
    ]
    points += [told for each in processes for told in _shards(each)]
    points += [
        phrase(
            "Process {number} plans {parts} of {all} parts of the chats",
            number=str(each.number),
            parts=str(each.parts()),
            all=str(PARTS),
        )
        for each in processes
        if each.parts()
    ]
    return points


def _shards(process: Process) -> Iterator[str]:
    """By which shards a process hears of what, where there are several."""
    numbers: dict[str, list[int]] = {}
    for platform, shard in process.shards():
        numbers.setdefault(platform, []).append(shard)
    for platform, shards in numbers.items():
        yield phrase(
            "Process {number} has shards {shards} of {platform}",
            number=str(process.number),
            shards=", ".join(map(str, sorted(shards))),
            platform=platform.capitalize(),
        )
