"""The sentences of a paper that its summary stands on, numbered; in its abstract where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from domain.papers import Paper
from domain.summaries import Claim, Evidence, Summary
from web.markup import prose


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an abstract; its number is 0 where nothing stands on it."""

    text: str
    number: int = 0


class Sentences:
    """The sentences that a summary stands on, each once, in the order of its claims.

    Attributes:
        abstract: the abstract in parts.
        elsewhere: those that are not in the abstract, by number.
    """

    def __init__(self, paper: Paper, summary: Summary | None) -> None:
        self._numbers: dict[str, int] = {}
        pieces: dict[int, Evidence] = {}
        for claim in summary.claims() if summary else ():
            for piece in claim.evidence:
                number = self._numbers.setdefault(piece.quote, len(self._numbers) + 1)
                pieces.setdefault(number, piece)
        places = sorted(
            (at, number, piece.quote)
            for number, piece in pieces.items()
            if piece.quote and (at := paper.abstract.find(piece.quote)) >= 0
        )
        self.abstract, found = _parts(paper.abstract, places)
        self.elsewhere = {n: piece for n, piece in pieces.items() if n not in found}

    def abstract_html(self, paper: Paper) -> Markup:
        """The abstract, each sentence that something stands on to be led to by its number."""
        shown: list[Markup | str] = []
        before = ""
        for part in self.abstract:
            if before[-1:].isspace() or part.text[:1].isspace():
                shown.append(" ")
            text = prose(paper, part.text)
            if part.number:
                text = Markup('<span class="sentence" id="s{}" tabindex="-1">{}</span>').format(
                    part.number, text
                )
            shown.append(text)
            before = part.text
        return Markup("").join(shown)

    def numbers(self, claim: Claim) -> list[int]:
        """Those that a claim stands on."""
        return list(dict.fromkeys(self._numbers[piece.quote] for piece in claim.evidence))


def _parts(text: str, places: Sequence[tuple[int, int, str]]) -> tuple[list[Part], set[int]]:
    parts: list[Part] = []
    found: set[int] = set()
    end = 0
    for at, number, quote in places:
        if at < end:
            continue
        parts += [Part(text[end:at]), Part(quote, number)]
        found.add(number)
        end = at + len(quote)
    parts.append(Part(text[end:]))
    return [part for part in parts if part.text], found
