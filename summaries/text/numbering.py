"""A paper as a language model sees it: its sentences, numbered, without what it must not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Evidence
from summaries.grounding.templates import instruction_in
from summaries.text.sentences import sentences

ABSTRACT: Final = "Abstract"
LONGEST_TEXT: Final = 240_000
"""Characters shown at most, some 60,000 tokens; the rest is left out and counted."""

_LEFT_OUT: Final = re.compile(
    r"^\W*(?:[\dIVX.]+\s+)?(?:references|bibliography|acknowledge?ments?|funding|appendi(?:x|ces)"
    r"|supplement\w*|author\s+contributions?|competing\s+interests?|conflicts?\s+of\s+interest"
    r"|ethics\s+statement|data\s+availability|code\s+availability)\b",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"^\W*(?:[\dIVX.]+\s+)?(?:references|bibliography|appendi(?:x|ces)|supplement)", re.IGNORECASE
)
_WORDY: Final = re.compile(r"[^\W\d_]{2,}.*[^\W\d_]{2,}")
_LONGEST_SENTENCE: Final = 1_500
_NUMBER: Final = 8


@dataclass(frozen=True)
class NumberedPaper:
    """What a language model may read of a paper, and cite by number from 1.

    Attributes:
        sentences: each with its section, the abstract's first.
        abstract: how many of them are the abstract's.
        coverage: the share of the paper's text that was read for this, 0 to 1.
        of_full_text: whether there is more than the abstract.
        shown: the places, from 0, of those that are shown now; None for all.
    """

    title: str
    sentences: tuple[Evidence, ...]
    abstract: int
    coverage: float
    of_full_text: bool
    shown: tuple[int, ...] | None = None

    @property
    def places(self) -> Sequence[int]:
        """The places of the sentences that are shown, from 0."""
        return range(len(self.sentences)) if self.shown is None else self.shown

    def length(self, place: int) -> int:
        """Characters that a sentence takes with its number."""
        return len(self.sentences[place].quote) + _NUMBER

    @cached_property
    def rendered(self) -> str:
        """``[S1] We propose …``, under headings."""
        lines: list[str] = []
        section = ""
        for place in self.places:
            sentence = self.sentences[place]
            if sentence.section != section:
                section = sentence.section
                lines.append(f"\n## {section}")
            lines.append(f"[S{place + 1}] {sentence.quote}")
        return "\n".join(lines).strip()

    def shortened(self, characters: int) -> NumberedPaper:
        """As much from the beginning as fits, but at least one sentence."""
        kept = 0
        used = 0
        for place in self.places:
            used += self.length(place)
            if used > characters and kept:
                break
            kept += 1
        if kept == len(self.places):
            return self
        if self.shown is not None:
            return replace(self, shown=self.shown[:kept])
        whole = sum(len(sentence.quote) for sentence in self.sentences)
        left = sum(len(sentence.quote) for sentence in self.sentences[:kept])
        return replace(
            self,
            sentences=self.sentences[:kept],
            abstract=min(self.abstract, kept),
            coverage=self.coverage * left / whole,
        )


def numbered(paper: Paper, text: FullText | None, longest: int = LONGEST_TEXT) -> NumberedPaper:
    """A paper's sentences without references, appendices and thanks.

    Sentences that address a machine, as "ignore all previous instructions", are left out: they
    are nothing that the paper says.
    """
    abstract = tuple(_sentences(ABSTRACT, paper.abstract))
    body: list[Evidence] = []
    if text is not None:
        for section in text.sections:
            if _ENDS.match(section.title):
                break
            if not _LEFT_OUT.match(section.title) and not _is_abstract(section.title):
                body += _sentences(section.title or "Text", section.text)
    whole = NumberedPaper(
        title=paper.title if instruction_in(paper.title) is None else "",
        sentences=(*abstract, *body),
        abstract=len(abstract),
        coverage=1.0,
        of_full_text=bool(body),
    )
    return whole.shortened(longest)


def _is_abstract(title: str) -> bool:
    return title.strip(" .:").casefold() == "abstract"


def _sentences(section: str, text: str) -> Iterator[Evidence]:
    for sentence in sentences(text):
        quote = sentence.text
        if len(quote) <= _LONGEST_SENTENCE and _WORDY.search(quote) and not instruction_in(quote):
            yield Evidence(section, quote)
