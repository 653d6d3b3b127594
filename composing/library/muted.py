"""What is left out from now on."""

from __future__ import annotations

from collections.abc import Sequence

from app.previews import MutedLately
from composing import wording
from domain.documents import Button, Buttons, Document, Inline, Paragraph, bold, code, inline
from domain.topics import Category, Field, Term
from i18n.speech import number, phrase, styled
from topics.muting import muted_query


def muted_document(
    words: Sequence[str], no_longer: Sequence[str], lately: MutedLately | None
) -> Document:
    """What is left out from now on, and what it would have left out of the last days.

    Args:
        words: what is muted now.
        no_longer: what was muted, and was taken back at once.
        lately: what the words would have left out.
    """
    named = ", ".join(f'"{word}"' if "," in word else word for word in words)
    said = [Paragraph(_left_out_by(words[0]))] if len(words) == 1 else []
    if len(words) > 1:
        what = styled("Muted: papers with any of {words} are left out.", words=bold(named))
        said.append(Paragraph(what))
    if no_longer:
        said.append(Paragraph(styled("No longer muted: {word}.", word=bold(", ".join(no_longer)))))
    if lately is not None:
        said.append(Paragraph(inline(_left_out(lately))))
    again = styled("{command} again takes it back.", command=code(f"/mute {named}"))
    undo = Button(phrase("Undo"), command=f"/mute {named}")
    return Document(blocks=(*said, Paragraph(again), Buttons(((undo,),))))


def _left_out_by(word: str) -> Inline:
    match muted_query(word):
        case Category(name):
            return styled("Muted: papers filed in {word} are left out.", word=bold(name))
        case Term(text, Field.AUTHOR):
            return styled("Muted: papers by {word} are left out.", word=bold(text))
        case Term(text, Field.TITLE):
            return styled("Muted: papers with {word} in the title are left out.", word=bold(text))
        case Term(_, Field.COMMENT | Field.VENUE | Field.HAS):
            return styled("Muted: papers that {word} finds are left out.", word=bold(word))
        case Term(text, Field.ABSTRACT):
            return styled(
                "Muted: papers with {word} in the abstract are left out.", word=bold(text)
            )
    return styled("Muted: papers with {word} in title or abstract are left out.", word=bold(word))


def _left_out(lately: MutedLately) -> str:
    told = {
        "papers": wording.papers(lately.matched),
        "days": wording.spans(lately.days),
        "number": number(lately.left_out),
    }
    is_careful = 2 * lately.left_out > lately.matched
    if not lately.is_announced:
        if is_careful:
            return phrase(
                "Careful: of the newest {papers} in your topics that were submitted on {days} it "
                "would have left out {number}, more than half.",
                **told,
            )
        return phrase(
            "Of the newest {papers} in your topics that were submitted on {days} it would have "
            "left out {number}.",
            **told,
        )
    if not lately.is_yours:
        if is_careful:
            return phrase(
                "Careful: of all {papers} announced for {days} it would have left out {number}, "
                "more than half.",
                **told,
            )
        return phrase(
            "Of all {papers} announced for {days} it would have left out {number}.", **told
        )
    if is_careful:
        return phrase(
            "Careful: of the {papers} for you from {days} it would have left out {number}, more "
            "than half.",
            **told,
        )
    return phrase("Of the {papers} for you from {days} it would have left out {number}.", **told)
