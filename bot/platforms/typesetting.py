"""Documents become messages without holding up the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from domain.concurrency.aside import aside
from domain.documents import Document

M = TypeVar("M")

AT_ONCE: Final = 40
"""Blocks up to which a document is rendered where it stands, in some milliseconds.

A digest of a week has ten times as many and takes a quarter of a second. Answers to /help should
not queue behind those.
"""


async def rendered(document: Document, render: Callable[[Document], Sequence[M]]) -> Sequence[M]:
    """A document as the messages that a renderer makes of it."""
    if sum(1 for _ in document.walk()) <= AT_ONCE:
        return render(document)
    return await aside(render, document)
