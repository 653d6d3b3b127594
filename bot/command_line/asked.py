"""``papercrier ask``, also with ``--jsonl``: questions with their papers in; ``compare``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from cachetools import LRUCache

from app.asking.across import ask_across
from app.asking.comparing import compare
from bot.command_line.greeting import HERE
from bot.command_line.sampling import sampled
from bot.command_line.surface import Format, rendered, show, tell_error, watched
from bot.container import open_container
from bot.settings import Settings
from composing.asking.across import across_document
from composing.asking.answer import answer_document
from composing.asking.compared import compared_document
from domain.errors import InputError
from domain.excerpts import legible
from domain.fulltext import Section
from domain.messages import for_example, sentence
from domain.requests import Request
from handlers.asking.questions import ask_named, read_compared, read_question
from handlers.languages import speaking_for
from rendering.files.json_nouns import to_json
from summaries.extractive.passages import Part, part_of
from summaries.questions.answering import find
from summaries.questions.searchable import ABSTRACT, Passage, SearchablePaper

LONGEST_LINE: Final = 20_000_000
"""Code points of a line: a paper with all its sentences, twice."""

_CITED: Final = 10
_REMEMBERED: Final = 4
Known = LRUCache[str, tuple[dict[str, Any], list[int], SearchablePaper]]
"""Papers by their names, as given: the numbers of their sentences, and these as searched."""


async def print_answer(settings: Settings, text: str, form: Format, *, sample: bool) -> None:
    """Print what a paper says to a question, or which of several say something.

    Raises:
        InputError: a paper or a question is missing.
    """
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        context = await services.context(Request(HERE, "local", ""))
        asked = read_question(legible(text).strip())
        told: dict[str, Any]
        with watched() as progress, speaking_for(context):
            context = replace(context, progress=progress)
            if asked.across is not None:
                across = await ask_across(services, context, asked.across)
                told, page = {"telling": across.telling}, across_document(across)
            else:
                answered = await ask_named(services, context, asked)
                told = {"paper": answered.paper, "answer": answered.answer}
                page = answer_document(answered)
            show(to_json(told) if form is Format.JSON else rendered(page, form))


async def print_compared(settings: Settings, text: str, form: Format) -> None:
    """Print papers side by side.

    Raises:
        InputError: there are fewer than two, or more than four.
    """
    async with open_container(settings, may_change=False) as services:
        context = await services.context(Request(HERE, "local", ""))
        papers = read_compared(legible(text))
        with watched() as progress, speaking_for(context):
            compared = await compare(services, replace(context, progress=progress), papers)
        if form is Format.JSON:
            show(to_json({"papers": compared.papers, "told": compared.told}))
        else:
            with speaking_for(context):
                show(rendered(compared_document(compared), form))


async def answer_lines(lines: Iterable[str]) -> int:
    """Answer each line; exit status 2 if one of them could not be, and the rest still is.

    Answers are the keyless ones, so that who scores or pipes them gets the same each time.
    """
    known: Known = LRUCache(_REMEMBERED)
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            show(json.dumps(answered(line, known)))
        except InputError as error:
            said = sentence("Line {number}: {why}", number=str(number), why=error.message)
            tell_error(InputError(said, hint=error.hint))
            wrong += 1
    return 2 if wrong else 0


def answered(line: str, known: Known) -> dict[str, Any]:
    """The answer to the question of a line.

    Raises:
        InputError: it is no request.
    """
    try:
        given = json.loads(line)
        question, paper, asked = str(given["question"]), given["paper"], given.get("id")
        name = str(paper["id"])
        # A name may come again for another paper, or for one with other sentences.
        if name not in known or known[name][0] != paper:
            known[name] = (paper, *searchable_of(paper))
        _, numbers, searchable = known[name]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise InputError(
            sentence("that is no request as {file} has it.", file="docs/asking.md"),
            hint=for_example(
                '{"id": "1", "question": "How many?", "paper": {"id": "2403.04634", …}}'
            ),
        ) from None
    found = find(searchable, legible(question), _CITED)
    answer = searchable.passages[found.places[0]].text if found.is_enough else None
    return {
        "id": asked,
        "answer": answer,
        "cited": [numbers[place] for place in found.places],
        "refused": not found.is_enough,
        "confidence": round(found.confidence, 4),
    }


def searchable_of(paper: dict[str, Any]) -> tuple[list[int], SearchablePaper]:
    """The numbers of a paper's sentences, and these as they are searched."""
    parts = dict(_parts(paper.get("sections") or ()))
    numbers = [int(row["n"]) for row in paper["sentences"]]
    passages = [
        Passage(row["text"] + "", row["section"] + "", parts.get(row["section"], Part.METHOD), 0)
        for row in paper["sentences"]
    ]
    return numbers, SearchablePaper(str(paper.get("title", "")), passages)


def _parts(sections: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Part | None]]:
    """What kind of section each title is of; of sections of one title the last counts."""
    yield ABSTRACT, Part.ABSTRACT
    part: Part | None = Part.INTRODUCTION
    for section in sections:
        part = part_of(Section(str(section["title"]), "", int(section.get("level", 1))), part)
        yield str(section["title"]), part
