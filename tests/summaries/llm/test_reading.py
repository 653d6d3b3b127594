"""What is read of an answer: cut anywhere, behind any reasoning, in a form that is nearly right."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart

from domain.errors import FormatRefused
from summaries.llm.answers import Answer, Excerpt, Reply, Told
from summaries.llm.reading import answer_of

CLAIMS: Final = [
    {"text": "The mean flow falls by 12 percent.", "sentences": [2]},
    {"text": "Most of that is lost in late summer.", "sentences": [14, 15]},
]
ANSWER: Final[dict[str, Any]] = {"tldr": CLAIMS[0], "takeaways": CLAIMS}
WRITTEN: Final = json.dumps(ANSWER)
DRAFT: Final = '{"tldr": {"text": "A draft.", "sentences": [1]}, "takeaways": []}'

FINAL: Final = "<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>"


def read(kind: type[Any], written: str) -> Any:
    """What is read of a text."""
    return answer_of(kind, ModelResponse(parts=[TextPart(written)]))


def test_an_answer_to_a_question_is_saved_wherever_it_is_cut() -> None:
    """Claims that are whole, with the numbers that are; never that the paper does not say it."""
    written = json.dumps({"sentences": CLAIMS})
    for length in range(len(written)):
        try:
            reply = read(Reply, written[:length])
        except FormatRefused:
            assert '"sentences": [2]' not in written[:length]
            continue
        assert reply.sentences[0] == Told(text="The mean flow falls by 12 percent.", sentences=[2])
        assert {tuple(told.sentences) for told in reply.sentences[1:]} <= {(14,), (14, 15)}


def test_a_number_that_is_cut_is_no_number() -> None:
    """Sentence 1 is not named where 14 was about to be."""
    assert read(Excerpt, '{"sentences": [3, 1').sentences == [3]


@pytest.mark.parametrize("said", ['{"sentences": []}', '{"sentences": null}'])
def test_nothing_is_said_where_that_is_what_was_said(said: str) -> None:
    """A paper that does not answer a question."""
    assert read(Reply, said).sentences == []


@pytest.mark.parametrize(
    "said",
    ['{"sentences": ["It falls."]}', '{"sentences": [{', '{"text": "It falls.", "sentences": []}'],
)
def test_what_is_no_claim_is_not_taken_for_nothing(said: str) -> None:
    """It is asked for again."""
    with pytest.raises(FormatRefused):
        read(Reply, said)


@pytest.mark.parametrize(
    "before",
    [
        "We weigh " + " ".join(rf"\frac{{a_{{{n}}}}}{{b}}" for n in range(40)) + "\n",
        "Let {a, b} be two rivers.\n",
        f"A draft: {DRAFT}\nAnd now:\n",
        '{"text": "a" and "b"} ' * 60,
        f"<|channel|>analysis<|message|>{DRAFT}" + "<|channel|>final <|constrain|>json<|message|>",
    ],
)
@pytest.mark.parametrize("cut", [0, len("5]}]}")])
def test_the_answer_comes_after_the_reasoning(before: str, cut: int) -> None:
    """Braces of TeX and of sets begin no answer; a whole draft is not it where that is cut."""
    answer = read(Answer, before + WRITTEN[: len(WRITTEN) - cut])
    assert answer.tldr.sentences == [2]
    assert len(answer.takeaways) == len(CLAIMS)


@pytest.mark.parametrize("content", ["", "\n"])
def test_what_a_server_takes_for_reasoning_may_hold_the_answer(content: str) -> None:
    """Where its end was not marked, all that was written is told as reasoning."""
    thought = ThinkingPart(f"Let me see.\n{WRITTEN}")
    response = ModelResponse(parts=[thought, TextPart(content)])
    assert answer_of(Answer, response).tldr.sentences == [2]


@pytest.mark.parametrize(
    ("sentences", "numbers"),
    [
        ("S1, S2", [1, 2]),
        (["[S3]", "4."], [3, 4]),
        (["S5, S6"], [5, 6]),
        (7, [7]),
        (["none"], []),
        ("12 percent", []),
    ],
)
def test_numbers_of_sentences_are_read_as_they_are_meant(sentences: Any, numbers: Any) -> None:
    """Marks of the paper, lists in words; nothing else."""
    assert Told.model_validate({"text": "It falls.", "sentences": sentences}).sentences == numbers


@pytest.mark.parametrize(
    "said",
    [
        ANSWER | {"translated_title": None, "keywords": None, "results": None},
        ANSWER | {"takeaways": {"0": CLAIMS[0], "1": CLAIMS[1]}},
    ],
)
def test_an_answer_that_is_nearly_right_is_one(said: dict[str, Any]) -> None:
    """Null for what is empty, and a list by its numbers."""
    assert len(read(Answer, json.dumps(said)).takeaways) == len(CLAIMS)
