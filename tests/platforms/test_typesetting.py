"""Documents become messages: small ones at once, large ones beside the event loop."""

from __future__ import annotations

import threading

import pytest

from bot.platforms.typesetting import AT_ONCE, rendered
from domain.documents import Document, Paragraph, inline


@pytest.mark.parametrize(("blocks", "is_here"), [(AT_ONCE, True), (AT_ONCE + 1, False)])
async def test_large_documents_do_not_hold_up_the_loop(blocks: int, is_here: bool) -> None:
    """They are rendered in another thread."""
    document = Document(blocks=(Paragraph(inline("word")),) * blocks)

    def render(given: Document) -> list[tuple[Document, bool]]:
        return [(given, threading.current_thread() is threading.main_thread())]

    assert await rendered(document, render) == [(document, is_here)]
