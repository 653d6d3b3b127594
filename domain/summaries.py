"""Summaries: claims about a paper, each with the sentence it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from domain.excerpts import fingerprint
from domain.fulltext import Formulas, FullText, formulas_in
from domain.papers import Paper


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the paper, word for word, and where it stands.

    Attributes:
        section: the title of the section it stands in.
        page: the page on which it begins, from 1; 0 where what was read has no pages.
    """

    section: str
    quote: str
    formulas: Formulas = ()
    page: int = 0

    def typeset(self, known: Formulas, text: FullText | None = None) -> Evidence:
        """The same with the LaTeX of those formulas that it has, and its page in a text."""
        page = text.page(self.section, self.quote) if text else self.page
        return replace(self, formulas=formulas_in(self.quote, known), page=page)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a summary and what it stands on; evidence is never empty."""

    text: str
    evidence: tuple[Evidence, ...]
    formulas: Formulas = ()

    def typeset(self, known: Formulas, text: FullText | None = None) -> Claim:
        """The same with the LaTeX of those formulas that it has, and its evidence likewise."""
        evidence = tuple(piece.typeset(known, text) for piece in self.evidence)
        return Claim(self.text, evidence, formulas_in(self.text, known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The structured part. What the paper gives no support for is empty, not filled."""

    background: tuple[Claim, ...] = ()
    prior_work: tuple[Claim, ...] = ()
    method: tuple[Claim, ...] = ()
    results: tuple[Claim, ...] = ()
    significance: tuple[Claim, ...] = ()
    innovation: tuple[Claim, ...] = ()
    performance: tuple[Claim, ...] = ()
    workload: tuple[Claim, ...] = ()
    limitations: tuple[Claim, ...] = ()

    def parts(self) -> Iterator[tuple[str, tuple[Claim, ...]]]:
        """The parts that have claims, by field name, in reading order."""
        for part in fields(self):
            claims = getattr(self, part.name)
            if claims:
                yield part.name, claims


class Basis(StrEnum):
    """What a summary was made from."""

    ABSTRACT = "abstract"
    FULL_TEXT = "full text"


class StandIn(StrEnum):
    """Why an extract stands where a language model's summary was wanted."""

    UNGROUNDED = "ungrounded"
    BUDGET = "budget"
    UNAVAILABLE = "unavailable"
    KEY = "key"
    QUOTA = "quota"
    REFUSED = "refused"
    FORMAT = "format"

    @property
    def is_final(self) -> bool:
        """Whether asking the model again would be no use."""
        return self in {StandIn.UNGROUNDED, StandIn.REFUSED, StandIn.FORMAT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made a summary, from what.

    Attributes:
        model: the language model's name, or "extractive" for sentences of the paper itself.
        prompt: version of the prompt or of the extractive method; a new one makes a new summary.
        paper_version: the version summarised, where known.
        language: ISO 639-1 code of the summary's language.
        coverage: how much of the basis was read, 0 to 1.
        stands_in: why this is an extract, where a language model was to summarise.
    """

    model: str
    prompt: str
    made_at: datetime
    paper_version: int | None
    basis: Basis
    language: str = "en"
    coverage: float = 1.0
    stands_in: StandIn | None = None

    @property
    def is_extractive(self) -> bool:
        """Whether every claim is the paper's own words."""
        return self.model == "extractive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a paper says in brief.

    Attributes:
        title: the paper's, put into the summary's language; empty where that is the paper's own.
            It stands beside the original, never in its place.
    """

    tldr: Claim
    takeaways: tuple[Claim, ...]
    provenance: Provenance
    analysis: Analysis = field(default_factory=Analysis)
    keywords: tuple[str, ...] = ()
    code_links: tuple[str, ...] = ()
    title: str = ""

    def typeset(self, known: Formulas, text: FullText | None = None) -> Summary:
        """The same with the LaTeX of those formulas that it has, and its evidence's pages."""
        if not known and text is None:
            return self
        parts = {
            name: tuple(claim.typeset(known, text) for claim in claims)
            for name, claims in self.analysis.parts()
        }
        return replace(
            self,
            tldr=self.tldr.typeset(known, text),
            takeaways=tuple(claim.typeset(known, text) for claim in self.takeaways),
            analysis=Analysis(**parts),
        )

    def claims(self) -> Iterator[Claim]:
        """Every claim, the one-sentence summary first."""
        yield self.tldr
        yield from self.takeaways
        for _, claims in self.analysis.parts():
            yield from claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a paper says to a question.

    Attributes:
        claims: what it says, in the order of reading; empty where it does not say. Of an extract
            each is a passage of the paper, and its evidence the sentences of that.
        nearest: where it does not say, the passage nearest to what is asked; where nothing is
            near, and confidence is 0, how the paper begins.
        confidence: how sure it is that the paper says it, 0 to 1.
    """

    question: str
    claims: tuple[Claim, ...]
    nearest: tuple[Claim, ...] = ()
    confidence: float
    provenance: Provenance

    @property
    def is_refusal(self) -> bool:
        """Whether the paper does not say."""
        return not self.claims

    def typeset(self, known: Formulas, text: FullText | None = None) -> Answer:
        """The same with the LaTeX of those formulas that it has, and its evidence's pages."""
        return replace(
            self,
            claims=tuple(claim.typeset(known, text) for claim in self.claims),
            nearest=tuple(claim.typeset(known, text) for claim in self.nearest),
        )


@dataclass(frozen=True, slots=True)
class SummaryKey:
    """What a summary is kept under: one is made for each, ever.

    Attributes:
        source: what of the paper it is made of: the fingerprint of its abstract, or the version
            of its text ("v2"; empty where that is not known).
    """

    paper: str
    source: str
    language: str
    basis: Basis
    model: str
    prompt: str

    @classmethod
    def of(
        cls, paper: Paper, text: FullText | None, language: str, *, model: str, prompt: str
    ) -> SummaryKey:
        """The key of a summary of a paper's text, or of its abstract where there is none.

        The abstract is known by its words: listings name no version, the API does some hours
        later, and that alone must not have it summarised again.
        """
        if text is not None and text.sections:
            version = paper.id.version
            source = f"v{version}" if version else ""
            return cls(paper.id.base, source, language, Basis.FULL_TEXT, model, prompt)
        source = fingerprint(paper.abstract)
        return cls(paper.id.base, source, language, Basis.ABSTRACT, model, prompt)
