"""Servers of all kinds, strict ones too: how they are asked, and what of their answers is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from domain.summaries import Summary
from papers.text.latex import readable
from summaries.llm.answers import Answer, Brief, Excerpt, Overview
from summaries.llm.forms import schema_of
from summaries.llm.models import open_model
from summaries.llm.reading import plain
from summaries.llm.trial import tried
from summaries.llm.usage import Meter
from tests.fakes.language_model import (
    Say,
    Step,
    model_server,
    say,
)
from tests.fakes.strict_models import Strictness, loose_in
from tests.summaries.invented_papers import cases
from tests.summaries.served import served_by

CASE = next(cases())
GOOD = say(CASE.answer)
LADDER = ["json_schema", "json_object", "text"]
EVERY = frozenset(LADDER)
SMALL = (
    '{"tldr": {"text": "Over ten years the mean flow falls by twelve percent.", "sentences": [2]}'
)


async def summaries(
    *steps: Step, times: int = 1, language: str = "en", **strictness: Any
) -> tuple[list[Summary], Sequence[dict[str, Any]]]:
    """What comes of asking a server some times, and what it was asked."""
    async with (
        model_server(steps, strictness=Strictness(**strictness)) as server,
        served_by(server.url) as summarizer,
    ):
        made = [await summarizer.summarize(CASE.paper, None, language) for _ in range(times)]
    return made, server.requests


def formats(requests: Sequence[dict[str, Any]]) -> list[str]:
    """The form that each request asks for."""
    return [each.get("response_format", {"type": "text"})["type"] for each in requests]


async def test_there_is_one_message_of_the_system_and_the_language_stands_last() -> None:
    """Templates refuse a second one, or cut it; what stands last is heeded most."""
    made, requests = await summaries(GOOD)
    assert made[0].provenance.stands_in is None
    roles = [message["role"] for message in requests[0]["messages"]]
    assert roles == ["system", "user"]
    assert requests[0]["messages"][1]["content"].endswith("Write every claim in English.")


async def test_a_repair_is_asked_for_by_the_user() -> None:
    """There, too, is one message of the system, and the language stands last."""
    false = CASE.answer.model_copy(update={"takeaways": CASE.answer.takeaways[:1]})
    wrong = false.model_copy(update={"tldr": false.tldr.model_copy(update={"text": "It is xxx."})})
    made, requests = await summaries(say(wrong), GOOD)
    assert made[0].provenance.stands_in is None
    assert [message["role"] for message in requests[1]["messages"]] == ["system", "user"]
    assert "do not stand" in requests[1]["messages"][1]["content"]
    assert requests[1]["messages"][1]["content"].endswith("Write every claim in English.")


@pytest.mark.parametrize(
    ("taken", "tried"),
    [
        (EVERY, ["json_schema"]),
        (EVERY - {"json_schema"}, ["json_schema", "json_object"]),
        (frozenset({"text"}), ["json_schema", "json_object", "text"]),
    ],
)
async def test_the_best_form_that_a_server_takes_is_found_once(
    taken: frozenset[str], tried: list[str]
) -> None:
    """Each refusal leads to the next form; the second paper is asked for by what was found."""
    made, requests = await summaries(GOOD, times=2, formats=taken)
    assert all(summary.provenance.stands_in is None for summary in made)
    assert formats(requests) == [*tried, tried[-1]]


@pytest.mark.parametrize("name", ["max_completion_tokens", "max_tokens", "temperature"])
async def test_a_parameter_that_a_server_does_not_know_is_left_out(name: str) -> None:
    """The form stays the best; a limit of length is always said, by one name or both."""
    made, requests = await summaries(GOOD, times=2, unknown=frozenset({name}))
    assert all(summary.provenance.stands_in is None for summary in made)
    assert [name in each for each in requests] == [True, False, False]
    assert set(formats(requests)) == {"json_schema"}
    assert all({"max_tokens", "max_completion_tokens"} & each.keys() for each in requests)


async def test_an_own_server_is_asked_soberly_and_by_both_names_of_the_length() -> None:
    """Many know the older one alone, and would write without an end."""
    _, requests = await summaries(GOOD)
    assert requests[0]["temperature"] <= 0.2
    assert requests[0]["max_tokens"] == requests[0]["max_completion_tokens"]


@pytest.mark.parametrize("kind", [Answer, Brief, Excerpt, Overview])
def test_schemas_are_strict_and_bounded(kind: type[Any]) -> None:
    """All fields required, nothing besides, each list with its most, no example to be copied."""
    schema = schema_of(kind)
    assert loose_in(schema) is None

    def lists(node: Any) -> list[dict[str, Any]]:
        below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        found = [each for inner in below for each in lists(inner)]
        return found + ([node] if isinstance(node, dict) and node.get("type") == "array" else [])

    assert lists(schema)
    assert all("maxItems" in each for each in lists(schema))
    assert "[S" not in str(schema)
    claims = schema.get("$defs", {}).get("Told", {}).get("properties", {})
    assert not claims or claims["sentences"]["minItems"] == 1


@pytest.mark.parametrize(
    "reasoning",
    [
        "The user wants JSON. I count five.\n</think>\n",
        '<think>Perhaps {"tldr": 1}?</think>\n',
        "[THINK]So be it.[/THINK]",
        'I write a draft: {"tldr": {"text": "A draft.", "sentences": [1]}, "takeaways": []}\n\n',
        "Here is the summary:\n```json\n",
        "<|channel|>analysis<|message|>Hm.<|end|><|channel|>final<|message|>",
        '{"type": "object", "properties": {"tldr": {"type": "object"}}}\n',
    ],
)
async def test_what_comes_before_the_answer_is_skipped(reasoning: str) -> None:
    """With or without the tag that opens it."""
    made, requests = await summaries(Say(reasoning + GOOD.content))
    assert made[0].tldr.text == CASE.answer.tldr.text
    assert len(requests) == 1


@pytest.mark.parametrize(
    "written",
    [
        f"{GOOD.content}\n<think>Was that JSON?</think>",
        f"{GOOD.content}\n</think>\nI hope that helps.",
        f'{{"name": "final_result", "parameters": {GOOD.content}}}',
        f'{{"name": "final_result", "arguments": {json.dumps(GOOD.content)}}}',
        GOOD.content[:-1] + ",}",
        GOOD.content.replace("[", "[ ").replace("]", " , ]", 1),
        GOOD.content[:-1] + r', "note": "a TeX \alpha that JSON does not know"}',
    ],
)
async def test_an_answer_is_found_where_it_is_badly_wrapped(written: str) -> None:
    """Behind it more thoughts, around it a tool's call, in it a comma or a TeX too many."""
    made, requests = await summaries(Say(written))
    assert made[0].tldr.text == CASE.answer.tldr.text
    assert len(requests) == 1


async def test_of_an_answer_that_is_cut_what_is_whole_is_kept() -> None:
    """Claims before the cut stand; that in the middle of which it breaks off is left out."""
    whole = CASE.answer.model_dump_json()
    at = whole.index(CASE.answer.takeaways[-1].text) + 10
    made, requests = await summaries(Say(whole[:at], cut=True))
    kept = [claim.text for claim in made[0].takeaways]
    assert made[0].provenance.stands_in is None
    assert kept == [told.text for told in CASE.answer.takeaways[:-1]]
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Rivers** lose *a third* of `water`.", "Rivers lose a third of water."),
        ("- Flow falls by $12\\%$ over $\\alpha$ years.", "Flow falls by 12% over α years."),
        ("## Results: __flow__ falls [S3].", "Results: flow falls."),
        ("See [the gauge](https://a.example/x).", "See the gauge."),
        (
            "2 * 3 * 4 is 24, and snake_case_name stays.",
            "2 * 3 * 4 is 24, and snake_case_name stays.",
        ),
        ("A &amp; B are less than C, $\\beta$-decay.", "A & B are less than C, β-decay."),
        ("Flow of H<sub>2</sub>O falls <b>by 10<sup>-3</sup></b>.", "Flow of H₂O falls by 10⁻³."),
        ("+ Flow falls by 10^{-3} m【S3】.", "Flow falls by 10⁻³ m."),
        ("Old ~~and new~~ flow falls by 50\\% (S3, S4).", "Old flow falls by 50%."),
        ("Rivers lose a third [S3-S5].", "Rivers lose a third."),
        ("Files lie in a store (S3) by the river.", "Files lie in a store (S3) by the river."),
        ("The $\beta$-decay and the $\theta$ of rivers.", "The β-decay and the θ of rivers."),
    ],
)
def test_marks_of_markdown_and_tex_become_what_they_mean(written: str, read: str) -> None:
    """Never marks on a surface."""
    assert plain(written, readable) == read


async def test_marks_do_not_cost_a_claim() -> None:
    """A sentence in bold type is held against the paper as any other."""
    told = CASE.answer.tldr
    bold = CASE.answer.model_copy(
        update={"tldr": told.model_copy(update={"text": f"**{told.text}**"})}
    )
    made, _ = await summaries(say(bold))
    assert made[0].tldr.text == told.text


@pytest.mark.parametrize("shift", [1, 2])
async def test_sentence_numbers_are_mended_without_asking_again(shift: int) -> None:
    """A claim that stands on another sentence than the one cited gets that one."""
    count = len(CASE.paper.abstract.split(". "))
    moved = [
        told.model_copy(update={"sentences": [(n - 1 + shift) % count + 1 for n in told.sentences]})
        for told in CASE.answer.takeaways
    ]
    made, requests = await summaries(say(CASE.answer.model_copy(update={"takeaways": moved})))
    assert len(requests) == 1
    assert [claim.text for claim in made[0].takeaways] == [
        told.text for told in CASE.answer.takeaways
    ]


async def test_numbers_are_read_however_they_are_written() -> None:
    """As marks, as words in a list, alone."""
    said = CASE.answer.model_dump()
    for each in said["takeaways"]:
        each["sentences"] = [f"[S{n}]" for n in each["sentences"]]
    said["tldr"]["sentences"] = [f"S{n}" for n in said["tldr"]["sentences"]]
    said["takeaways"][0]["sentences"] = f"S{CASE.answer.takeaways[0].sentences[0]}"
    made, requests = await summaries(Say(json.dumps(said)))
    assert made[0].provenance.stands_in is None
    assert len(requests) == 1


async def test_a_model_that_loses_itself_is_asked_the_short_question() -> None:
    """And from then on that alone, where it can answer it."""
    short = Brief(tldr=CASE.answer.tldr, takeaways=CASE.answer.takeaways)
    talk = Say("I am a small model.")
    made, requests = await summaries(talk, talk, talk, Say(short.model_dump_json()), times=2)
    assert all(summary.provenance.stands_in is None for summary in made)
    assert formats(requests) == ["json_schema", "json_object", "text", "json_schema", "json_schema"]
    names = [each["response_format"]["json_schema"]["name"] for each in requests[3:]]
    assert names == ["brief", "brief"]


async def test_a_trial_takes_the_path_of_any_paper_and_says_what_was_found() -> None:
    """Form, context, price, and the day on which the model is gone."""
    strictness = Strictness(formats=EVERY - {"json_schema"}, context=8_192, ends="2031-12-11")
    step = Say(SMALL + ', "takeaways": []}')
    async with model_server([step], strictness=strictness) as server:
        model = open_model("quill-1", key="", address=server.url)
        trial = await tried(model, Meter())
        told = await model.told()
        await model.close()
    assert [claim.text for claim in trial.judgement.standing["tldr"]]
    assert not trial.is_brief
    assert (model.form, told.context, told.ends) == ("JSON object", 8_192, "2031-12-11")
