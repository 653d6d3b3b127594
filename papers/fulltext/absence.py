"""What arXiv has not got of a paper: how that is said, and for how long it is believed."""

from __future__ import annotations

import time
from typing import Final

from domain.messages import Message, sentence
from domain.papers import Paper

_HOUR: Final = 3600.0
_NEW: Final = 7 * 24 * _HOUR
"""Seconds after its submission in which a version's HTML may well come later than its PDF."""
_NOWHERE: Final = sentence("arXiv has neither HTML nor PDF of it.")
_NOWHERE_AT_ALL: Final = sentence("arXiv has neither HTML nor source nor PDF of it.")
_WITHDRAWN: Final = sentence(
    "It is withdrawn: arXiv has neither HTML nor PDF of this version; those before it can be read."
)


def nowhere(paper: Paper, *, nor_source: bool) -> Message:
    """Why there is none of the forms that were asked for; nor_source says that it was one."""
    if paper.withdrawn and (paper.id.version or 1) > 1:
        return _WITHDRAWN
    return _NOWHERE_AT_ALL if nor_source else _NOWHERE


def both(one: Message, other: Message) -> Message:
    """Two reasons as one."""
    return one if one == other else sentence("{one} {other}", one=one, other=other)


def believed_for(paper: Paper) -> float:
    """Seconds for which HTML that was not there is not asked for again: an hour, later a day.

    ArXiv makes HTML of old papers, too, so how old a paper is never says that there is none.
    """
    submitted = paper.updated or paper.published
    if submitted is None or time.time() - submitted.timestamp() < _NEW:
        return _HOUR
    return 24 * _HOUR
