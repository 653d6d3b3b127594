"""What somebody may have meant, to choose from."""

from __future__ import annotations

from typing import Final

from domain.documents import Button, Buttons, Document, Paragraph, inline
from domain.excerpts import excerpt
from i18n.speech import phrase

_SHOWN: Final = 60
"""Code points of what was typed."""


def free_text_document(text: str) -> Document:
    """What can be done with text that is no command: follow it, search it, find the paper."""
    asked = phrase("“{text}”: what shall I do with it?", text=excerpt(text, _SHOWN))
    title = " ".join(text.replace('"', " ").split())
    rows = (
        (Button(phrase("Follow this"), command=f"/subscribe {text}"),),
        (Button(phrase("Search for this"), command=f"/search {text}"),),
        (Button(phrase("Find the paper of this title"), command=f'/search ti:"{title}"'),),
    )
    return Document(blocks=(Paragraph(inline(asked)), Buttons(rows)))
