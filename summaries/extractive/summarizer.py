"""Summaries of a paper's own sentences: no key, no network, no model to download."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from domain.concurrency.aside import aside
from domain.errors import NothingToSummarize
from domain.fulltext import FullText, Section
from domain.papers import Paper
from domain.ports import Clock
from domain.summaries import Analysis, Basis, Claim, Evidence, Provenance, Summary, SummaryKey
from summaries.extractive.analysis import analysed
from summaries.extractive.choosing import chosen
from summaries.extractive.keywords import keywords
from summaries.extractive.passages import ABSTRACT, of_opening, of_text
from summaries.extractive.ranking import Ranker
from summaries.extractive.takeaways import Point, takeaways
from summaries.text.language import is_common, is_foreign, language_of, length
from summaries.text.own_links import own_links
from summaries.text.own_part import own_part
from summaries.text.understanding import Reading

MODEL: Final = "extractive"
METHOD: Final = "6"
"""The version of the method; a higher one makes new summaries of papers summarised before."""

_UNFOLDED: Final = 0.6
"""Words of the one sentence, the points and the keywords, as a share of the abstract's."""

_IN_ALL: Final = 1.2
"""Words of a whole summary, as a share of the abstract's."""

_SHORT: Final = 100
_SEEN_OF_SHORT: Final = 100
"""Words of an abstract up to which so many may be seen at once: a few sentences are no burden."""

_FEWEST: Final = 8
_FOR_ONE: Final = 18
"""Words that keywords may have together: at most so many, or one for so many of the abstract."""

_FIRST: Final = 3
"""Words of keywords that are sure of their place; further ones have the room that is left."""


_PROPOSING: Final = frozenset(("cs", "eess"))
"""Archives whose papers mostly propose something; others say what they looked at and found."""

_REMEMBERED: Final = 4_096
"""Abstracts whose language is remembered: all that a morning's digests tell, each told often."""


class ExtractiveSummarizer:
    """A `domain.ports.Summarizer` that chooses sentences and shortens them by deletion only.

    The words of each claim are, in their order, words of the sentence that is its evidence.
    Summaries are in the paper's own language whatever language is asked for.
    """

    def __init__(self, clock: Clock) -> None:
        """Args: clock dates the summaries."""
        self._clock = clock

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """What the summary is kept under; the language asked for makes no difference."""
        spoken = _spoken(_opening(paper, text).text)
        return SummaryKey.of(paper, text, spoken, model=MODEL, prompt=METHOD)

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """The summary of a paper.

        Raises:
            NothingToSummarize: the paper has no words to summarise, in abstract or text.
        """
        provenance = Provenance(
            model=MODEL,
            prompt=METHOD,
            made_at=self._clock.now(),
            paper_version=paper.id.version,
            basis=_basis(text),
            language=_spoken(_opening(paper, text).text),
        )
        return await aside(extracted, paper, text, provenance)


def extracted(paper: Paper, text: FullText | None, provenance: Provenance) -> Summary:
    """The summary itself: a pure function of the paper and its text.

    What is seen at once is shorter than the abstract, and the whole not much longer. Where the
    paper is not in English, what its sentences are for is not known, and is not told.
    """
    section = _opening(paper, text)
    reading = _in_one_language(paper.title, section.text, provenance.language)
    if not reading.word_count:
        raise NothingToSummarize
    english = provenance.language == "en"
    ranker = Ranker(reading)
    best = chosen(ranker, findings_first=_finds_first(paper.primary))
    told = reading.lines[best.place]
    passages = of_opening(section.title, reading, ranker.likely)
    if text is not None:
        own = [s for s in text.sections if not is_foreign(s.text, provenance.language)]
        passages += of_text(own, ranker.likely, after=len(reading.lines))
    size = length(section.text)
    words = _few(keywords(reading, ranker.likely), max(_FEWEST, size // _FOR_ONE))
    room = int(_UNFOLDED * size) if size > _SHORT else _SEEN_OF_SHORT
    room -= length(best.text)
    points = takeaways(passages, told, room - _length(_few(words, _FIRST)), any_role=not english)
    told_in_points = sum(point.words for point in points)
    words = _few(words, room - told_in_points)
    shown = [passage for passage in passages if passage.line is told]
    shown += [point.passage for point in points]
    spent = length(best.text) + _length(words) + told_in_points
    left = int(_IN_ALL * max(_SHORT, size)) - spent
    parts = analysed(passages, shown, left) if english else {}
    return Summary(
        tldr=Claim(best.text, (Evidence(section.title, told.text),)),
        takeaways=tuple(map(_claim, points)),
        provenance=provenance,
        analysis=Analysis(**{name: tuple(map(_claim, found)) for name, found in parts.items()}),
        keywords=words,
        code_links=own_links(paper),
    )


def _finds_first(category: str) -> bool:
    return category.partition(".")[0] not in _PROPOSING and category != "stat.ML"


@lru_cache(maxsize=_REMEMBERED)
def _spoken(text: str) -> str:
    return language_of(text)


def _few(phrases: Sequence[str], room: int) -> tuple[str, ...]:
    """The first phrases that have so many words together."""
    spent = accumulate(map(length, phrases))
    return tuple(phrase for phrase, words in zip(phrases, spent, strict=True) if words <= room)


def _length(phrases: Sequence[str]) -> int:
    return sum(map(length, phrases))


def _in_one_language(title: str, abstract: str, language: str) -> Reading:
    """An abstract taken apart, without what it says over again in another language.

    Of one that is not in English only what the paper says of itself, as what the sentences before
    it are for is not known otherwise; a title in another language tells nothing of it.
    """
    reading = Reading.of(title, abstract)
    own = [
        line
        for line in reading.lines
        if (line.text.isascii() and is_common(line.words, language))
        or not is_foreign(line.text, language)
    ]
    if not own:
        return reading
    if language != "en":
        own = [own[place] for place in own_part([line.text for line in own], language)]
    return Reading("" if is_foreign(title, language) else title, tuple(own))


def one_sentence(title: str, abstract: str) -> str:
    """What a paper is about in one sentence of its abstract; empty for an empty abstract."""
    reading = Reading.of(title, abstract)
    return chosen(Ranker(reading)).text if reading.lines else ""


def _basis(text: FullText | None) -> Basis:
    return Basis.FULL_TEXT if text is not None and text.sections else Basis.ABSTRACT


def _opening(paper: Paper, text: FullText | None) -> Section:
    """The abstract, or the first section with text where arXiv gives no abstract."""
    if paper.abstract.strip() or text is None:
        return Section(ABSTRACT, paper.abstract)
    return next((s for s in text.sections if s.text.strip()), Section(ABSTRACT, ""))


def _claim(point: Point) -> Claim:
    passage = point.passage
    return Claim(point.text, (Evidence(passage.section, passage.line.text),))
