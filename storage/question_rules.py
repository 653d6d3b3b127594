"""How many turns of a conversation are kept, and which papers were told lately: for every store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

REMEMBERED: Final = timedelta(days=1)
"""For how long a conversation can be gone on with."""

TURNS: Final = 10
"""Of one chat or thread, the newest."""

LOOKED_AT: Final = 50
"""Messages in which papers told lately are looked for."""


def first_of_each(messages: Iterable[Sequence[str]], most: int) -> list[str]:
    """The first paper of each message, each paper once, as many as are wanted."""
    firsts = dict.fromkeys(papers[0] for papers in messages if papers)
    return list(islice(firsts, most))
