"""Grounding: what it catches, what it refuses wrongly, and what it costs beside reading a claim.

What it catches is measured over invented papers, of which it is known what is true. What it costs,
over papers as long as real ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from random import Random
from statistics import median
from typing import Final

from bench import Measurement
from bench.kit.full_texts import full_texts
from bench.kit.records import papers
from bench.kit.retelling import is_retellable, retold
from bench.kit.timing import each, usual_and_high
from summaries.grounding.judging import judged
from summaries.llm.answers import Answer
from summaries.text.numbering import NumberedPaper, numbered
from tests.summaries.invented_papers import Case, cases
from tests.summaries.lies import LIES, with_lie
from topics.english.stems import content, tokens

ABSTRACTS: Final = 200
RUNS: Final = 20
"""Times that an answer on the same paper is judged, as there are few papers in full."""

STARTS: Final = 3
_MISSED: Final = {"altered number": 3.0, "swapped name": 10.0, "inserted negation": 10.0}
_LOADING: Final = "import bot.container; {more}"


def run() -> list[Measurement]:
    """False claims let through and true ones refused (percent), ms an answer, s to import."""
    return [
        *_truth(list(cases())),
        *_judging(),
        _import_time(),
    ]


def _truth(invented: list[Case]) -> list[Measurement]:
    refused = claims = 0
    for case in invented:
        refused += len(judged(case.answer, numbered(case.paper, None), "en").problems)
        claims += len(list(case.answer.claims()))
    rows = [
        Measurement(
            "true claims refused", 100 * refused / claims, "%", 100.0, "refusing all", target=2.0
        )
    ]
    for kind in LIES:
        tried, through = _let_through(kind, invented)
        if not tried:
            continue  # these papers have no two things that could be put in each other's places
        rows.append(
            Measurement(
                f"false claims let through: {kind} ({tried})",
                100 * through / tried,
                "%",
                100.0,
                "checking nothing",
                target=_MISSED.get(kind, 0.0),
            )
        )
    return rows


def _let_through(kind: str, invented: list[Case]) -> tuple[int, int]:
    rng = Random(kind)
    tried = through = 0
    for case in invented:
        made = with_lie(case.answer, 1, LIES[kind], case.paper, rng)
        if made is None:
            continue
        answer, false = made
        judgement = judged(answer, numbered(case.paper, None), "en")
        tried += 1
        through += any(claim.text == false for claim in judgement.standing["takeaways"])
    return tried, through


def _judging() -> list[Measurement]:
    """Milliseconds of processor to judge an answer of eight claims, beside parting the words."""
    texts = full_texts()
    abstracts = [numbered(paper, None) for paper in papers(ABSTRACTS) if is_retellable(paper)]
    whole = [numbered(paper, text) for paper, text in zip(papers(len(texts)), texts, strict=True)]
    rows = _judged("an abstract", abstracts)
    for seen in whole:
        rows += _judged(f"{len(seen.sentences):,} sentences", [seen] * RUNS)
    return rows


def _judged(what: str, seen: list[NumberedPaper]) -> list[Measurement]:
    told = [(retold(paper.rendered), paper) for paper in seen]
    judging = each(partial(judged, answer, paper, "en") for answer, paper in told)
    parting = each(partial(_part, answer, paper) for answer, paper in told)
    return usual_and_high(f"judging an answer on {what}", judging, parting, "parting the words")


def _part(answer: Answer, paper: NumberedPaper) -> None:
    for _, _, claim in answer.claims():
        content(tokens(claim.text))
    content(tokens(paper.rendered))


def _import_time() -> Measurement:
    """Seconds to import the container with a language model's libraries, beside without."""
    with_models = _LOADING.format(more="import summaries.llm.models")
    bare = _LOADING.format(more="pass")
    return Measurement(
        "importing the container with language models",
        median(_started(with_models) for _ in range(STARTS)),
        "s",
        median(_started(bare) for _ in range(STARTS)),
        "importing it without",
    )


def _started(script: str) -> float:
    """Seconds of processor that a script takes in a process of its own."""
    before = os.times()
    subprocess.run([sys.executable, "-c", script], check=True)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])
