"""What somebody may have meant, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from composing.choosing.labels import on_a_button, told_whole
from domain.documents import Block, Button, Buttons, Document, Paragraph, inline
from domain.excerpts import excerpt
from domain.messages import marked
from i18n.speech import current, phrase
from topics.catalogue import find
from topics.intent.readings import Doubt, Reading

_SHOWN: Final = 60
"""Code points of what was typed."""


_WHY: Final = {
    Doubt.MISTYPED: marked("That is hardly found in papers; it may be mistyped. Did you mean:"),
    Doubt.AUTHOR: marked("Taken as words. Did you mean the author:"),
    Doubt.CATEGORY: marked("Taken as words, as there is no such category. Did you mean:"),
    Doubt.ARCHIVE: marked("Taken as a word. Did you mean all of the archive:"),
    Doubt.LANGUAGE: marked("Papers on arXiv are in English. Did you mean:"),
    Doubt.NARROWER: marked(
        "Taken as a ready topic, which is wider. Did you mean just these words:"
    ),
    Doubt.NOTHING: marked("Nothing submitted in the last 30 days matches. Did you mean:"),
    Doubt.EVERYTHING: marked("Most papers have that. Did you mean only those:"),
    Doubt.EXCLUDED: marked("Taken as words to look for. Did you mean to leave some of them out:"),
    Doubt.MUTED: marked("Taken as words to look for. To be told no papers about them, mute them:"),
    Doubt.READY: marked("Taken as words. There are ready topics, which find more:"),
}


def readings_blocks(readings: Sequence[Reading], command: str) -> tuple[Block, ...]:
    """What else may be meant, as buttons under why it is asked.

    Args:
        readings: the likeliest first.
        command: what does it, with ``{}`` in the place of what is meant.
    """
    if not readings:
        return ()
    if not readings[0].text:
        said = (
            phrase("Nothing submitted in the last 30 days matches.")
            if readings[0].doubt is Doubt.NOTHING
            else phrase("Papers on arXiv are in English; English words find more.")
        )
        return (Paragraph(inline(said)),)
    asked = Paragraph(inline(phrase(_WHY[readings[0].doubt])))
    rows = tuple(
        (
            Button(
                on_a_button(_called(one)),
                command=_command(one, command).replace("{}", one.text, 1),
            ),
        )
        for one in readings
    )
    return asked, *told_whole([_called(one) for one in readings]), Buttons(rows)


def _called(reading: Reading) -> str:
    """What is meant, a ready topic by its name in the language being spoken."""
    ready = find(reading.text) if reading.doubt is Doubt.READY else None
    return ready.called(current().language) if ready else reading.text


def _command(reading: Reading, command: str) -> str:
    return "/mute {}" if reading.doubt is Doubt.MUTED else command


def free_text_document(text: str, *, is_question: bool = False) -> Document:
    """What can be done with text that is no command: follow it, search it, find or ask a paper."""
    asked = phrase("“{text}”: what shall I do with it?", text=excerpt(text, _SHOWN))
    title = " ".join(text.replace('"', " ").split())
    asks = ((Button(phrase("Ask a paper"), command=f"/ask {text}"),),) if is_question else ()
    rows = (
        *asks,
        (Button(phrase("Follow this"), command=f"/subscribe {text}"),),
        (Button(phrase("Search for this"), command=f"/search {text}"),),
        (Button(phrase("Find the paper of this title"), command=f'/search ti:"{title}"'),),
    )
    return Document(blocks=(Paragraph(inline(asked)), Buttons(rows)))
