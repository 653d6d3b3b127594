"""What is different at the console: nothing comes there by itself."""

from __future__ import annotations

from domain.documents import Paragraph, code
from domain.requests import Context
from i18n.speech import styled


def shown_when_asked(context: Context) -> tuple[Paragraph, ...]:
    """That the console shows digests when asked for them; elsewhere nothing."""
    if not context.is_local:
        return ()
    said = styled("The console shows it when asked for it: {command}", command=code("/digest"))
    return (Paragraph(said),)
