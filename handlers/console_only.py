"""What is different at the console: nothing comes there by itself."""

from __future__ import annotations

from domain.chats import CONSOLE
from domain.documents import Paragraph, code
from domain.requests import Request
from i18n.speech import styled


def shown_when_asked(request: Request) -> tuple[Paragraph, ...]:
    """That the console shows digests when asked for them; elsewhere nothing."""
    if request.chat.platform != CONSOLE:
        return ()
    said = styled("The console shows it when asked for it: {command}", command=code("/digest"))
    return (Paragraph(said),)
