"""Keys for programs, put into words."""

from __future__ import annotations

from datetime import datetime

from composing.wording import day as day_told
from domain.documents import Button, Buttons, Document, Paragraph, bold, code, inline
from i18n.speech import phrase, styled


def new_key_document(key: str, archive: str) -> Document:
    """A key, told this once, and what it opens."""
    said = styled("Your key, told this once: {key}", key=code(key))
    where = styled(
        "Assistants that speak the {protocol} use it as their token at {address}: they read what "
        "was announced, papers with their evidence and your topics, and change nothing.",
        protocol=bold("Model Context Protocol"),
        address=code(f"{archive}/mcp"),
    )
    return Document(blocks=(Paragraph(said), Paragraph(where), Buttons((_ending(),))))


def known_key_document(since: datetime) -> Document:
    """That there is a key, which nobody can be told again."""
    said = phrase(
        "You have a key since {day}; it cannot be told again.", day=day_told(since.date())
    )
    rows = ((Button(phrase("A new one in its place"), command="/apikey new"),), _ending())
    return Document(blocks=(Paragraph(inline(said)), Buttons(rows)))


def ended_key_document(*, was_there: bool) -> Document:
    """That a key opens nothing any more."""
    if was_there:
        return Document.say(phrase("Your key opens nothing any more."))
    return Document.say(phrase("You have no key."))


def _ending() -> tuple[Button, ...]:
    return (Button(phrase("End this key"), command="/apikey end"),)
