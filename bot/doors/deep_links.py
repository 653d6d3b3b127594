"""Deep links: a paper or a topic in the few characters that a link to a bot may carry.

After https://core.telegram.org/bots/features#deep-linking: at most 64 of ``A-Z a-z 0-9 _ -``.
"""

from __future__ import annotations

import re
from hashlib import blake2s
from typing import Final

from domain.errors import NotAPaperId
from domain.identifiers import PaperId
from domain.ports import Store

ROOM: Final = 64

_PAPER: Final = "p_"
_TOPIC: Final = "t_"
_KEPT: Final = "k_"
_SLUG = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")


def paper_payload(paper: PaperId) -> str:
    """``p_2403-04634`` for 2403.04634, ``p_math-GT_0309136`` for math.GT/0309136."""
    return _PAPER + str(paper).replace(".", "-").replace("/", "_")


async def topic_payload(store: Store, topic: str) -> str:
    """``t_diffusion-models`` for plain words; any other topic is kept in the store."""
    if _SLUG.fullmatch(topic) and len(_TOPIC + topic) <= ROOM:
        return _TOPIC + topic.replace(" ", "-")
    name = blake2s(topic.encode(), digest_size=16).hexdigest()
    await store.save_note(_note(name), topic)
    return _KEPT + name


async def command_of(store: Store, payload: str) -> str | None:
    """The command line that a payload stands for; None if it is none of ours."""
    kind, rest = payload[:2], payload[2:]
    if kind == _PAPER and (paper := _paper(rest)):
        return f"/summarize {paper}"
    topic = None
    if kind == _TOPIC:
        topic = rest.replace("-", " ").strip()
    elif kind == _KEPT:
        topic = await store.note(_note(rest))
    return f"/subscribe {topic}" if topic else None


def _paper(text: str) -> PaperId | None:
    # Archives have hyphens of their own (hep-th), their subject classes a full stop (math.GT).
    with_slash = text.replace("_", "/")
    for spelling in (with_slash, with_slash.replace("-", ".")):
        try:
            return PaperId.parse(spelling)
        except NotAPaperId:
            continue
    return None


def _note(name: str) -> str:
    return f"deep-link:{name}"
