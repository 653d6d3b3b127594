"""How many turns of a conversation are kept, and which papers were told lately: for every store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

REMEMBERED: Final = timedelta(days=1)
"""For how long a conversation can be gone on with."""

TURNS: Final = 10
"""Of one chat or thread, the newest."""

LOOKED_AT: Final = 50
"""Messages in which papers told lately are looked for."""


def each_once(
    messages: Iterable[tuple[Sequence[str], datetime]], most: int
) -> list[tuple[str, datetime]]:
    """The papers of messages, each once with when it was told last, as many as are wanted.

    Args:
        messages: what each tells, and when it was sent, the newest first.
        most: how many papers.
    """
    told: dict[str, datetime] = {}
    for papers, at in messages:
        for paper in papers:
            told.setdefault(paper, at)
    return list(islice(told.items(), most))


def first_of_each(messages: Iterable[Sequence[str]], most: int) -> list[str]:
    """The first paper of each message, each paper once, as many as are wanted."""
    firsts = dict.fromkeys(papers[0] for papers in messages if papers)
    return list(islice(firsts, most))
