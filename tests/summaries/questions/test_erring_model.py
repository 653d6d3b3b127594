"""What reaches a person of a model that errs, about an invented paper."""

from __future__ import annotations

from random import Random

from summaries.llm.answers import Told
from tests.summaries.questions.erring import ERRORS, EXTRACTS, Put, erring_model
from tests.summaries.questions.lanterns import PAPER, TEXT

_PASSAGES = EXTRACTS.searchable(PAPER, TEXT).passages


def _told(text: str, words: str) -> Told:
    """A sentence that cites the one that has some words."""
    place = next(at for at, passage in enumerate(_PASSAGES, 1) if words in passage.text)
    return Told(text=text, sentences=[place])


_SAVED = _told("QuietLantern saves 41 % of the energy that lanterns use all night.", "41 %")
PUTS = (
    Put(
        PAPER,
        TEXT,
        "How many parameters does the network have?",
        true=(_told("The network has three layers and 12,400 parameters.", "12,400"),),
        false=(_told("The network has three parameters in 12,400 layers.", "12,400"),),
        elsewhere=(_told("The Halver catalogue has 9 towns and is sold by Vintara.", "9 towns"),),
    ),
    Put(PAPER, TEXT, "Which telescope found the first comet?", elsewhere=(_SAVED,)),
)


async def test_no_error_reaches_a_person_and_what_is_true_does() -> None:
    """In each known way, over HTTP; under what is told stand the paper's own sentences."""
    seen: set[str] = set()
    async with erring_model() as model:
        for put in PUTS:
            if put.true:
                reached = await model.says(put, put.true)
                assert reached.is_by_model
                assert all(map(reached.has, put.true))
            known = EXTRACTS.searchable(put.paper, put.text)
            for kind, error in ERRORS.items():
                told = error(put, known, Random(kind))
                seen |= {kind} if told else set()
                reached = await model.says(put, told)
                assert not any(map(reached.has, told)), (kind, told)
                assert not reached.invented
                assert put.true or reached.answer.is_refusal
    assert len(seen) >= len(ERRORS) - 3
