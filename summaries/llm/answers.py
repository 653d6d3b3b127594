"""What a language model answers: claims that cite sentences by number, and nothing else.

There is no field for authors, affiliations or links, and none for the title but its translation:
the record has those, and what is not asked for cannot be made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Protocol

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    OnErrorOmit,
    ValidationInfo,
    field_validator,
)
from pydantic.config import JsonDict

from summaries.llm.usage import Meter
from summaries.text.portions import Room

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


_LONGEST: Final[JsonDict] = {"maxLength": 500}
_MOST_POINTS: Final[JsonDict] = {"maxItems": 6}
_CITED: Final[JsonDict] = {"minItems": 1, "maxItems": 6}
_MOST_IN_PART: Final[JsonDict] = {"maxItems": 4}
_NUMBER: Final = re.compile(r"\D{0,3}(\d{1,5})\D{0,2}")


def _number(value: Any) -> Any:
    """A sentence's number, also where it is written as the paper's mark: ``[S3]``."""
    found = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(found[1]) if found else value


def _listed(value: Any) -> Any:
    """A list, also where one thing stands in its place, or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


Numbers = Annotated[
    list[OnErrorOmit[Annotated[int, BeforeValidator(_number)]]], BeforeValidator(_listed)
]
"""Numbers of sentences; what is none is left out."""


class Told(BaseModel):
    """One sentence and the numbers of the sentences that say so."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = Field(
        description="One plain sentence, in the language asked for.", json_schema_extra=_LONGEST
    )
    sentences: Numbers = Field(
        description="The numbers of the one to four sentences that support it, without the S.",
        json_schema_extra=_CITED,
    )

    @field_validator("text")
    @classmethod
    def _without_marks(cls, text: str, info: ValidationInfo) -> str:
        """What the context makes of it, where there is one: a function of a text."""
        return info.context(text) if callable(info.context) else text


Points = Annotated[list[OnErrorOmit[Told]], BeforeValidator(_listed)]
"""Claims; what is none, as the last of an answer that breaks off, is left out."""


def _part(description: str) -> Any:
    return Field(default_factory=list, description=description, json_schema_extra=_MOST_IN_PART)


class Answer(BaseModel):
    """A summary of a paper. Leave empty what the paper does not tell."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tldr: Told = Field(description="What the paper does and finds, in one sentence.")
    takeaways: Points = Field(
        description="Three to six points, each different: problem, approach, main results.",
        json_schema_extra=_MOST_POINTS,
    )
    background: Points = _part("The problem and its setting.")
    prior_work: Points = _part("Earlier ways, their limits.")
    method: Points = _part("What is done, step by step.")
    results: Points = _part("What is found, with numbers.")
    significance: Points = _part("Why it matters.")
    innovation: Points = _part("What is new.")
    performance: Points = _part("How well it does against what, with numbers.")
    workload: Points = _part("Experiments, data and computation, with numbers.")
    limitations: Points = _part("Limits the paper admits.")
    keywords: Annotated[list[OnErrorOmit[str]], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="Three to eight terms that stand in the paper.",
        json_schema_extra={"maxItems": 8, "items": {"type": "string", "maxLength": 60}},
    )
    translated_title: str = Field(
        default="",
        description="The paper's title in the language asked for; empty where that is English.",
        json_schema_extra={"maxLength": 300},
    )

    def claims(self) -> Iterator[tuple[str, int, Told]]:
        """Every claim with the part it stands in and its place there."""
        yield "tldr", 0, self.tldr
        for part in ("takeaways", *PARTS):
            for place, told in enumerate(getattr(self, part)):
                yield part, place, told


class Brief(BaseModel):
    """The short question, for models that lose themselves in the long one."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tldr: Told = Field(description="What the paper does and finds, in one sentence.")
    takeaways: Points = Field(
        description="Three to five points, each different: problem, approach, main results.",
        json_schema_extra={"maxItems": 5},
    )

    def whole(self) -> Answer:
        """The same as an answer that leaves all else empty."""
        return Answer(tldr=self.tldr, takeaways=self.takeaways)


class Overview(BaseModel):
    """What the papers of a digest are about together."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: Points = Field(
        description="Two or three sentences, each citing the numbered sentences it tells of.",
        json_schema_extra={"maxItems": 3},
    )


class Reply(BaseModel):
    """What a paper says to a question."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: Points = Field(
        description="One to five sentences that answer the question; none where the paper does "
        "not answer it.",
        json_schema_extra={"maxItems": 5},
    )


class Excerpt(BaseModel):
    """The sentences of some sections that tell most; of what they say, nothing is said."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: Numbers = Field(
        description="Numbers of sentences without the S, the most telling first.",
        json_schema_extra={"maxItems": 12},
    )


class LanguageModel(Protocol):
    """Something that answers with a summary of numbered sentences."""

    @property
    def name(self) -> str:
        """Its name, as people know it: ``gpt-6-luna``."""
        ...

    @property
    def is_own(self) -> bool:
        """Whether it is asked at an address of one's own, and may be small."""
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

    async def brief(self, instructions: str, text: str, meter: Meter) -> Answer:
        """The one sentence and the takeaways alone; raises as `answer` does."""
        ...

    async def room(self) -> Room:
        """How much it takes in and gives at once."""
        ...

    async def overview(self, instructions: str, text: str, meter: Meter) -> Overview:
        """An overview of several summaries; raises as `answer` does."""
        ...

    async def reply(self, instructions: str, text: str, meter: Meter) -> Reply:
        """An answer to a question; raises as `answer` does."""
        ...

    async def excerpt(self, instructions: str, text: str, meter: Meter) -> Excerpt:
        """The numbers of the sentences that tell most; raises as `answer` does."""
        ...
