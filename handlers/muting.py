"""What is left out: /mute."""

from __future__ import annotations

from typing import Final

from app.lookup import paper_for
from app.previews import muted_lately
from app.readings import other_readings
from app.services import Services
from app.settings import mute as mute_words
from composing.library.muted import muted_document
from composing.library.tastes import mutable_document, muted_words_document
from composing.readings import readings_blocks
from domain.documents import Block, Document, bold
from domain.identifiers import PaperId
from domain.requests import Context
from i18n.speech import styled
from topics.intent.readings import Doubt
from topics.muting import muted_query

_DOUBTS: Final = (
    Doubt.MISTYPED, Doubt.AUTHOR, Doubt.CATEGORY, Doubt.ARCHIVE, Doubt.LANGUAGE,
)  # fmt: skip
"""Why a muted word may mean something else."""


async def mute(services: Services, context: Context, words: tuple[str, ...] | None) -> Document:
    """Leave out papers of words, categories or authors; the same again takes it back.

    Of a paper, what can be muted; of nothing, what is.
    """
    if words is None:
        return muted_words_document(context.settings.muted)
    if (paper := _paper(words)) is not None:
        return mutable_document(await paper_for(services, context, paper))
    whole = ", ".join(words)
    if whole in context.settings.muted:
        words = (whole,)
    now, no_longer = await mute_words(services, context, words)
    if not now:
        return Document.say(*styled("No longer muted: {word}.", word=bold(", ".join(no_longer))))
    lately = await muted_lately(services, context, now)
    said = muted_document(now, no_longer, lately)
    doubts = await _doubts(services, now[0]) if len(now) == 1 and not no_longer else ()
    return Document(blocks=(*said.blocks, *doubts))


async def _doubts(services: Services, word: str) -> tuple[Block, ...]:
    """What else a muted word may mean; another reading takes its place."""
    found = [
        reading
        for reading in await other_readings(services, word, muted_query(word))
        if reading.doubt in _DOUBTS
    ]
    return readings_blocks(found, f"/mute {word}, {{}}")


def _paper(words: tuple[str, ...]) -> PaperId | None:
    found = PaperId.find(words[0])
    is_one = len(words) == len(found) == 1
    return found[0] if is_one and str(found[0]) == words[0].strip() else None
