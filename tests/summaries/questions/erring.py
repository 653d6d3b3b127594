"""A model that errs in one known way at a time when it is asked about a paper, over HTTP.

What it says is planted, so that what of it reaches a person can be counted.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Answer, Claim
from storage.memory import MemoryStore
from summaries.llm.answers import Reply, Told
from summaries.llm.budget import Budget, Limits
from summaries.llm.models import open_model
from summaries.llm.questions import LanguageModelAnswerer
from summaries.questions.answering import ExtractiveAnswerer, find
from summaries.questions.searchable import SearchablePaper
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import ModelServer, model_server, say
from tests.summaries.lies import LIES

CLOCK: Final = SettableClock("2031-03-07T12:00:00Z")
EXTRACTS: Final = ExtractiveAnswerer(CLOCK)
"""Keeps papers taken apart, so that they are asked one after the other."""

_OF_LIES: Final = (
    "altered number",
    "swapped name",
    "swapped subject",
    "inserted negation",
    "invented author",
    "invented baseline",
    "invented number",
    "foreign quote",
    "placeholder",
    "sentence that is not there",
    "no sentence",
)
_MARKS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to a paper.

    Attributes:
        true: what answers it truly, sentence by sentence; none where the paper does not say.
        false: sentences that cite what the true ones cite, and say of it what it does not say.
        elsewhere: what answers it truly of another paper.
    """

    paper: Paper
    text: FullText | None
    question: str
    true: tuple[Told, ...] = ()
    false: tuple[Told, ...] = ()
    elsewhere: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """What of a model's answer a person saw, in drafts or in the end.

    Attributes:
        texts: the sentences, as they are compared.
        answer: the one in the end.
        invented: quotes under its sentences that do not stand in the paper.
    """

    texts: frozenset[str]
    answer: Answer
    invented: int

    def has(self, told: Told) -> bool:
        """Whether a sentence was seen."""
        return _plain(told.text) in self.texts

    @property
    def is_by_model(self) -> bool:
        """Whether the model's sentences answer, rather than the paper's own or none."""
        return bool(self.answer.claims) and not self.answer.provenance.is_extractive


Error = Callable[[Put, SearchablePaper, Random], Sequence[Told]]
"""What a model says that errs in some way; nothing where it cannot err so."""


def _lie(kind: str) -> Error:
    def made(put: Put, known: SearchablePaper, rng: Random) -> Sequence[Told]:
        lies = (LIES[kind](told, put.paper, rng) for told in put.true)
        return [lie for lie in lies if lie is not None][:1]

    return made


def _by_hand(put: Put, known: SearchablePaper, rng: Random) -> Sequence[Told]:
    return put.false


def _citing(put: Put, known: SearchablePaper, told: Sequence[Told]) -> list[Told]:
    """Sentences that cite those passages that tell most of what is asked."""
    near = [place + 1 for place in find(known, put.question, 2).places]
    return [Told(text=one.text, sentences=near) for one in told]


def _of_another_paper(put: Put, known: SearchablePaper, rng: Random) -> Sequence[Told]:
    return _citing(put, known, put.elsewhere[:1]) if put.true else ()


def _made_up(put: Put, known: SearchablePaper, rng: Random) -> Sequence[Told]:
    return () if put.true else _citing(put, known, put.elsewhere)


def _beside_the_point(put: Put, known: SearchablePaper, rng: Random) -> Sequence[Told]:
    """What the paper does say, as an answer to what it does not."""
    if put.true:
        return ()
    places = find(known, put.question, 2).places
    return [Told(text=known.passages[at].text, sentences=[at + 1]) for at in places][:1]


def _invented_quote(put: Put, known: SearchablePaper, rng: Random) -> Sequence[Told]:
    text = f"The authors write “{put.false[0].text.rstrip('.')}”." if put.false else ""
    return [Told(text=text, sentences=put.false[0].sentences)] if text else ()


ERRORS: Final[dict[str, Error]] = {
    **{kind: _lie(kind) for kind in _OF_LIES},
    "wrong claim on the right sentence, by hand": _by_hand,
    "invented quote": _invented_quote,
    "another paper's answer": _of_another_paper,
    "not said, answered from elsewhere": _made_up,
    "not said, answered beside the point": _beside_the_point,
}


class ErringModel:
    """A server of a model that says what it is told to, and an answerer that asks it."""

    def __init__(self, server: ModelServer, answerer: LanguageModelAnswerer) -> None:
        self._server = server
        self._answerer = answerer

    async def says(self, put: Put, told: Sequence[Told]) -> Reached:
        """What reaches a person of an answer that is not mended when it is sent back."""
        self._server.steps = [say(Reply(sentences=list(told)))]
        drafts: list[str] = []

        def heard(claims: Sequence[Claim]) -> None:
            drafts.extend(claim.text for claim in claims)

        answer = await self._answerer.answer(put.paper, put.text, put.question, so_far=heard)
        own = () if answer.provenance.is_extractive else answer.claims
        texts = frozenset(map(_plain, (*drafts, *(claim.text for claim in own))))
        quotes = {one.text for one in EXTRACTS.searchable(put.paper, put.text).passages}
        shown = (piece.quote for one in (*answer.claims, *answer.nearest) for piece in one.evidence)
        return Reached(texts, answer, sum(quote not in quotes for quote in shown))


@asynccontextmanager
async def erring_model() -> AsyncIterator[ErringModel]:
    """One on a free port."""
    async with model_server([]) as server:
        model = open_model("openai:quill-1", key="key", address=server.url)
        budget = Budget(limits=Limits(), notes=MemoryStore(), clock=CLOCK)
        try:
            yield ErringModel(server, LanguageModelAnswerer(model, EXTRACTS, budget, CLOCK))
        finally:
            await model.close()


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()
