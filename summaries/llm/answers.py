"""What a language model answers: claims that cite sentences by number, and nothing else.

There is no field for authors, affiliations or links, and none for the title but its translation:
the record has those, and what is not asked for cannot be made up.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Annotated, Any, Final, Protocol, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    OnErrorOmit,
    ValidationInfo,
    field_validator,
    model_validator,
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
_NUMBER: Final = re.compile(r"\d{1,5}")
_NO_NUMBERS: Final = re.compile(r"[^\W\dS]{2}")


def _numbers(value: Any) -> list[Any]:
    """Numbers of sentences, also where they stand as the paper's marks: ``[S3]``, ``S3, S4``."""
    found: list[Any] = []
    for each in _listed(value):
        if isinstance(each, str) and not _NO_NUMBERS.search(each):
            found += _NUMBER.findall(each)
        else:
            found.append(each)
    return found


def _listed(value: Any) -> list[Any]:
    """A list, also where one thing stands in its place, or nothing, or things by their numbers."""
    if value is None:
        return []
    if isinstance(value, dict) and value and all(key.isdigit() for key in value):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> Any:
    """A text, also where nothing stands in its place."""
    return value or ""


Numbers = Annotated[list[OnErrorOmit[int]], BeforeValidator(_numbers)]
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
    translated_title: Annotated[str, BeforeValidator(_text)] = Field(
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


class _Sentences(BaseModel):
    """Claims alone; none at all says something, too, and is not what claims without form are."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sentences: Points

    @model_validator(mode="wrap")
    @classmethod
    def _as_it_was_said(cls, value: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        made = read(value)
        if isinstance(value, dict) and "text" in value:
            raise ValueError("a claim by itself, as of an answer that breaks off")
        if isinstance(value, dict) and value.get("sentences") and not made.sentences:
            raise ValueError("claims of which none is one")
        return made


class Overview(_Sentences):
    """What the papers of a digest are about together."""

    sentences: Points = Field(
        description="Two or three sentences, each citing the numbered sentences it tells of.",
        json_schema_extra={"maxItems": 3},
    )


class Reply(_Sentences):
    """What a paper says to a question."""

    sentences: Points = Field(
        description="One to five sentences that answer the question; none where the paper does "
        "not answer it.",
        json_schema_extra={"maxItems": 5},
    )


Heard = Callable[[Reply], Awaitable[None]]
"""Told those sentences of an answer that are whole, as it is written."""


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

    async def reply(
        self, instructions: str, text: str, meter: Meter, heard: Heard | None = None
    ) -> Reply:
        """An answer to a question; raises as `answer` does.

        Args:
            instructions: what holds for every question.
            text: the passages and the question.
            meter: what it takes is added to it.
            heard: told how far it has come, where the model's server sends it as it is written.
        """
        ...

    async def excerpt(self, instructions: str, text: str, meter: Meter) -> Excerpt:
        """The numbers of the sentences that tell most; raises as `answer` does."""
        ...
