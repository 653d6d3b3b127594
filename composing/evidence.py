"""What claims stand on: footnotes below a card, and the view of a paper's evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from composing import wording
from composing.asking.places import place
from composing.formulas import beginning, with_formulas
from domain.documents import (
    Block,
    Fold,
    Footnote,
    Footnotes,
    Inline,
    Paragraph,
    Quote,
    Span,
    Style,
    italic,
)
from domain.summaries import Claim, Evidence
from i18n.speech import phrase

_WORD = re.compile(r"\w+")
_TELLING: Final = 4
"""Letters of a word that tells which part of a sentence a claim is made of."""

_VERBATIM: Final = 90
"""Characters of a sentence that the claim itself is, word for word."""


class Notes:
    """Numbers the sentences that claims stand on, each once, in the order of the claims."""

    def __init__(self) -> None:
        self._numbers: dict[Evidence, int] = {}
        self._verbatim: set[Evidence] = set()

    def marks(self, claims: Iterable[Claim]) -> Inline:
        """References to the sentences that some claims stand on."""
        named: dict[int, None] = {}
        for claim in claims:
            for piece in claim.evidence:
                number = self._numbers.setdefault(piece, len(self._numbers) + 1)
                named[number] = None
                if piece.quote == claim.text:
                    self._verbatim.add(piece)
        marks = ((Span(" "), Span(str(number), target=f"s{number}")) for number in named)
        return tuple(chain.from_iterable(marks))

    def blocks(self) -> tuple[Block, ...]:
        """The sentences, folded; nothing where no claim was told."""
        if not self._numbers:
            return ()
        notes = tuple(self._note(piece, number) for piece, number in self._numbers.items())
        title = phrase("Evidence: the paper's own sentences")
        return (Fold(title, (Footnotes(notes),)),)

    def _note(self, piece: Evidence, number: int) -> Footnote:
        name, label = f"s{number}", str(number)
        if piece in self._verbatim:
            source = wording.word_for_word(place(piece))
            return Footnote(name, label, beginning(piece.quote, _VERBATIM, piece.formulas), source)
        return Footnote(name, label, with_formulas(piece.quote, piece.formulas), place(piece))


def claim_blocks(claim: Claim) -> Iterator[Block]:
    """A claim with its sentences, in which the words that it is made of are marked."""
    verbatim = [piece for piece in claim.evidence if piece.quote == claim.text]
    if verbatim:
        where = wording.word_for_word(place(verbatim[0]))
        yield Paragraph((*with_formulas(claim.text, claim.formulas), Span(" "), italic(where)))
        return
    yield Paragraph(with_formulas(claim.text, claim.formulas))
    for piece in claim.evidence:
        yield Quote(place(piece), (Paragraph(marked_words(piece, claim.text)),))


def marked_words(piece: Evidence, claim: str) -> Inline:
    """A sentence in which the runs of words that a claim has too are marked; formulas are not."""
    known = {word.casefold() for word in _WORD.findall(claim) if _tells(word)}
    spans: list[Span] = []
    for span in with_formulas(piece.quote, piece.formulas):
        spans += (span,) if span.latex else _marked(span.text, known)
    return tuple(spans)


def _marked(text: str, known: set[str]) -> Iterator[Span]:
    end = 0
    for start, stop in _runs(text, known):
        if text[end:start]:
            yield Span(text[end:start])
        yield Span(text[start:stop], Style.MARKED)
        end = stop
    if text[end:]:
        yield Span(text[end:])


def _runs(text: str, known: set[str]) -> Iterator[tuple[int, int]]:
    """Where known words stand, those with nothing but a blank between them together."""
    start = end = -1
    for match in _WORD.finditer(text):
        if match[0].casefold() not in known:
            continue
        if start >= 0 and text[end : match.start()] == " ":
            end = match.end()
            continue
        if start >= 0:
            yield start, end
        start, end = match.span()
    if start >= 0:
        yield start, end


def _tells(word: str) -> bool:
    return len(word) >= _TELLING or any(map(str.isdigit, word))
