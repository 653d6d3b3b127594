"""Which notices a digest tells: none that is important waits behind small ones."""

from __future__ import annotations

from domain.chats import Updates
from domain.metadata.updates import MOST_NOTICES, Notice, PaperUpdate, UpdateKind, done_with, wanted


def notice(number: int, kind: UpdateKind) -> Notice:
    """One of a paper of its own."""
    update = PaperUpdate(paper=f"3103.{number:05}", title="", kind=kind, key=kind.value)
    return Notice(number, update)


def test_a_withdrawal_is_told_before_what_came_earlier() -> None:
    """The rest as they came; what has no room is told by the next digest."""
    small = [notice(number, UpdateKind.REPLACED) for number in range(MOST_NOTICES)]
    withdrawn = notice(99, UpdateKind.WITHDRAWN)
    told = wanted([*small, withdrawn], Updates.ALL)
    assert told == (withdrawn, *small[:-1])
    assert small[-1].number not in done_with([*small, withdrawn], Updates.ALL)
