"""Grounding: what it catches, what it refuses wrongly, and what it costs beside reading a claim."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Final

from bench import Measurement
from domain.fulltext import FullText, Section, TextOrigin
from summaries.judging import judged
from summaries.numbering import numbered
from summaries.words import content, tokens
from tests.summaries.invented_papers import Case, cases
from tests.summaries.lies import LIES, with_lie

_ROUNDS: Final = 3
_MISSED: Final = {"altered number": 3.0, "swapped name": 10.0, "inserted negation": 10.0}
_LOADING: Final = "import bot.house; {more}"


def run() -> list[Measurement]:
    """False claims let through and true ones refused (percent), ms an answer, s to import."""
    papers = list(cases())
    return [
        *_truth(papers),
        _answer_time("judging an answer, abstract", papers, body=0),
        _answer_time("judging an answer, 1,000 sentences", papers[:40], body=1_000),
        _import_time(),
    ]


def _truth(papers: list[Case]) -> list[Measurement]:
    refused = claims = 0
    for case in papers:
        refused += len(judged(case.answer, numbered(case.paper, None), "en").problems)
        claims += len(list(case.answer.claims()))
    rows = [
        Measurement(
            "true claims refused", 100 * refused / claims, "%", 100.0, "refusing all", target=2.0
        )
    ]
    for kind in LIES:
        tried, through = _let_through(kind, papers)
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


def _let_through(kind: str, papers: list[Case]) -> tuple[int, int]:
    rng = Random(kind)
    tried = through = 0
    for case in papers:
        made = with_lie(case.answer, 1, LIES[kind], case.paper, rng)
        if made is None:
            continue
        answer, false = made
        verdict = judged(answer, numbered(case.paper, None), "en")
        tried += 1
        through += any(claim.text == false for claim in verdict.standing["takeaways"])
    return tried, through


def _answer_time(name: str, papers: list[Case], *, body: int) -> Measurement:
    """Milliseconds to judge an answer of six claims, beside parting its words."""
    told = " ".join(f"Series {number} stays within its bounds." for number in range(body))
    text = FullText((Section("Results", told),), (), TextOrigin.HTML) if body else None
    seen = [numbered(case.paper, text) for case in papers]

    def judge() -> None:
        for case, paper in zip(papers, seen, strict=True):
            judged(case.answer, paper, "en")

    def part() -> None:
        for case, paper in zip(papers, seen, strict=True):
            for _, _, claim in case.answer.claims():
                content(tokens(claim.text))
            content(tokens(paper.rendered))

    per_answer = 1_000 / len(papers)
    return Measurement(
        name, per_answer * _best(judge), "ms", per_answer * _best(part), "parting the words"
    )


def _import_time() -> Measurement:
    """Seconds to import the house with a language model's libraries, beside without."""
    with_models = _LOADING.format(more="import summaries.models")
    bare = _LOADING.format(more="pass")
    return Measurement(
        "importing the house with language models",
        _best(lambda: _started(with_models)),
        "s",
        _best(lambda: _started(bare)),
        "importing it without",
    )


def _started(script: str) -> None:
    subprocess.run([sys.executable, "-c", script], check=True)


def _best(work: Callable[[], None]) -> float:
    """The least of some times, in seconds."""
    times: list[float] = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)
