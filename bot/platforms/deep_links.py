"""Deep links: a paper or a plain topic in the few characters that a link to a bot may carry.

After https://core.telegram.org/bots/features#deep-linking: at most 64 of ``A-Z a-z 0-9 _ -``.
"""

from __future__ import annotations

import re
from typing import Final

from domain.errors import NotAPaperId
from domain.identifiers import PaperId

ROOM: Final = 64

_PAPER: Final = "p_"
_TOPIC: Final = "t_"
_SLUG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def paper_payload(paper: PaperId) -> str:
    """``p_2403-04634`` for 2403.04634, ``p_math-GT_0309136`` for math.GT/0309136."""
    return _PAPER + str(paper).replace(".", "-").replace("/", "_")


def command_of(payload: str) -> str | None:
    """The command line that a payload stands for; None if it is none of ours.

    ``t_diffusion-models`` is a topic of plain words, so that people can write such a link.
    """
    kind, rest = payload[:2], payload[2:]
    if kind == _PAPER and (paper := _paper(rest)):
        return f"/summarize {paper}"
    if kind == _TOPIC and _SLUG.fullmatch(rest) and len(payload) <= ROOM:
        return f"/subscribe {rest.replace('-', ' ')}"
    return None


def _paper(text: str) -> PaperId | None:
    # Archives have hyphens of their own (hep-th), their subject classes a full stop (math.GT).
    with_slash = text.replace("_", "/")
    for spelling in (with_slash, with_slash.replace("-", ".")):
        try:
            return PaperId.parse(spelling)
        except NotAPaperId:
            continue
    return None
