"""Documents become messages without holding up the event loop, and what many ask for only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from cachetools import TTLCache

from domain.concurrency.aside import aside
from domain.documents import Attachment, Document, Gallery, Picture
from i18n.speech import current
from rendering.common.papers_shown import papers_of_each, papers_shown

M = TypeVar("M")

AT_ONCE: Final = 40
"""Blocks up to which a document is rendered where it stands, in some milliseconds.

A digest of a week has ten times as many and takes a quarter of a second. Answers to /help should
not queue behind those.
"""

_KEPT: Final = 128
_KEPT_FOR: Final = 600.0
"""Seconds for which messages are kept for others who are answered the same, as by /help or about a
paper that is talked about. Finding them again takes a hundredth of making them."""

_HEAVY: Final = (Attachment, Gallery, Picture)
"""What may be large, or one person's own."""

_kept: TTLCache[tuple[object, ...], Any] = TTLCache(_KEPT, _KEPT_FOR)


async def rendered(
    document: Document, render: Callable[[Document], Sequence[M]], words_of: Callable[[M], str]
) -> tuple[Sequence[M], list[tuple[str, ...]]]:
    """A document as the messages that a renderer makes of it, and the papers that each tells.

    Args:
        document: what is told.
        render: a pure function, but for the language being spoken.
        words_of: what a message says, as text or markup.
    """
    blocks = list(document.walk())

    def made() -> tuple[Sequence[M], list[tuple[str, ...]]]:
        messages = render(document)
        return messages, papers_of_each(list(map(words_of, messages)), papers_shown(document))

    if len(blocks) > AT_ONCE:
        return await aside(made)
    if any(isinstance(block, _HEAVY) for block in blocks):
        return made()
    key = (render, current().language, document)
    if (known := _kept.get(key)) is None:
        known = _kept[key] = made()
    messages, papers = known
    return messages, papers
