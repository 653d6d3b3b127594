"""Summaries of a paper's own sentences: no key, no network, no model to download."""

from __future__ import annotations

from typing import Final

from domain.concurrency.aside import aside
from domain.errors import NothingToSummarize
from domain.fulltext import FullText, Section
from domain.links import project_links
from domain.papers import Paper
from domain.ports import Clock
from domain.summaries import Analysis, Basis, Claim, Evidence, Provenance, Summary, SummaryKey
from summaries.extractive.analysis import analysed
from summaries.extractive.compression import brief
from summaries.extractive.keywords import keywords
from summaries.extractive.passages import ABSTRACT, Passage, of_opening, of_text
from summaries.extractive.ranking import Ranker
from summaries.extractive.takeaways import takeaways
from summaries.text.understanding import Reading

MODEL: Final = "extractive"
METHOD: Final = "1"
"""The version of the method; a higher one makes new summaries of papers summarised before."""

LANGUAGE: Final = "en"
"""The language that arXiv asks abstracts to be in, and so that of what is taken from them."""


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
        return SummaryKey.of(paper, text, LANGUAGE, model=MODEL, prompt=METHOD)

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
            language=LANGUAGE,
        )
        return await aside(extracted, paper, text, provenance)


def extracted(paper: Paper, text: FullText | None, provenance: Provenance) -> Summary:
    """The summary itself: a pure function of the paper and its text."""
    section = _opening(paper, text)
    reading = Reading.of(paper.title, section.text)
    if not reading.word_count:
        raise NothingToSummarize
    ranker = Ranker(reading)
    chosen = ranker.chosen()
    told = reading.lines[chosen.place]
    passages = of_opening(section.title, reading, ranker.likely)
    if text is not None:
        passages += of_text(text, ranker.likely, after=len(reading.lines))
    parts = {name: tuple(map(_claim, found)) for name, found in analysed(passages).items()}
    return Summary(
        tldr=Claim(chosen.text, (Evidence(section.title, told.text),)),
        takeaways=tuple(map(_claim, takeaways(passages, told))),
        provenance=provenance,
        analysis=Analysis(**parts),
        keywords=keywords(reading, ranker.likely),
        code_links=project_links(paper.abstract, paper.comment or ""),
    )


def one_sentence(title: str, abstract: str) -> str:
    """What a paper is about in one sentence of its abstract; empty for an empty abstract."""
    reading = Reading.of(title, abstract)
    return Ranker(reading).chosen().text if reading.lines else ""


def _basis(text: FullText | None) -> Basis:
    return Basis.FULL_TEXT if text is not None and text.sections else Basis.ABSTRACT


def _opening(paper: Paper, text: FullText | None) -> Section:
    """The abstract, or the first section with text where arXiv gives no abstract."""
    if paper.abstract.strip() or text is None:
        return Section(ABSTRACT, paper.abstract)
    return next((s for s in text.sections if s.text.strip()), Section(ABSTRACT, ""))


def _claim(passage: Passage) -> Claim:
    quote = passage.line.text
    return Claim(brief(quote), (Evidence(passage.section, quote),))
