"""What a language model answers: claims that cite sentences by number, and nothing else.

There is no field for authors, affiliations or links, and none for the title but its translation:
the record has those, and what is not asked for cannot be made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict, Field

from summaries.llm.usage import Meter

PARTS: Final = (
    "background",
    "prior_work",
    "method",
    "results",
    "significance",
    "innovation",
    "performance",
    "workload",
    "limitations",
)


class Told(BaseModel):
    """One sentence and the numbers of the sentences that say so."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = Field(description="One plain sentence, in the language asked for.")
    sentences: list[int] = Field(
        description="The numbers of the one to four sentences that support it: 12 for [S12]."
    )


class Answer(BaseModel):
    """A summary of a paper. Leave empty what the paper does not tell."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tldr: Told = Field(description="What the paper does and finds, in one sentence.")
    takeaways: list[Told] = Field(
        description="Three to six points, each different: problem, approach, main results."
    )
    background: list[Told] = Field(default_factory=list, description="The problem and its setting.")
    prior_work: list[Told] = Field(default_factory=list, description="Earlier ways, their limits.")
    method: list[Told] = Field(default_factory=list, description="What is done, step by step.")
    results: list[Told] = Field(default_factory=list, description="What is found, with numbers.")
    significance: list[Told] = Field(default_factory=list, description="Why it matters.")
    innovation: list[Told] = Field(default_factory=list, description="What is new.")
    performance: list[Told] = Field(
        default_factory=list, description="How well it does against what, with numbers."
    )
    workload: list[Told] = Field(
        default_factory=list, description="Experiments, data and computation, with numbers."
    )
    limitations: list[Told] = Field(default_factory=list, description="Limits the paper admits.")
    keywords: list[str] = Field(
        default_factory=list, description="Three to eight terms that stand in the paper."
    )
    translated_title: str = Field(
        default="",
        description="The paper's title in the language asked for; empty where that is English.",
    )

    def claims(self) -> Iterator[tuple[str, int, Told]]:
        """Every claim with the part it stands in and its place there."""
        yield "tldr", 0, self.tldr
        for part in ("takeaways", *PARTS):
            for place, told in enumerate(getattr(self, part)):
                yield part, place, told


class Overview(BaseModel):
    """What the papers of a digest are about together."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: list[Told] = Field(
        description="Two or three sentences, each citing the numbered sentences it tells of."
    )


class Excerpt(BaseModel):
    """The sentences of some sections that tell most; of what they say, nothing is said."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: list[int] = Field(
        description="Numbers of sentences, the most telling first: 12 for [S12]."
    )


class LanguageModel(Protocol):
    """Something that answers with a summary of numbered sentences."""

    @property
    def name(self) -> str:
        """Its name, as people know it: ``gpt-5-mini``."""
        ...

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """What so many tokens cost in US dollars; None where no price is known."""
        ...

    async def answer(self, instructions: str, text: str, meter: Meter) -> Answer:
        """A summary; what it takes is added to the meter, whether or not one comes of it.

        Raises:
            ModelUnavailable: it does not answer now, after waiting as long as makes sense.
            ModelMisconfigured: it never will, as it is set up.
            TextTooLong: there is too much to read.
            AnswerUnusable: it answers something else.
        """
        ...

    async def overview(self, instructions: str, text: str, meter: Meter) -> Overview:
        """An overview of several summaries; raises as `answer` does."""
        ...

    async def excerpt(self, instructions: str, text: str, meter: Meter) -> Excerpt:
        """The numbers of the sentences that tell most; raises as `answer` does."""
        ...
