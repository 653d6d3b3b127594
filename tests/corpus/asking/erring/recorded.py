"""The recorded questions with what a model might answer to them, told by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from domain.fulltext import FullText, Section, TextOrigin
from domain.identifiers import PaperId
from domain.papers import Paper
from summaries.llm.answers import Told
from summaries.questions.asked import searched
from summaries.questions.searchable import SearchablePaper
from tests.corpus.asking.judged import data
from tests.summaries.questions.erring import EXTRACTS, Put

TOLD: Final = Path(__file__).with_name("told.toml")


def recorded() -> Iterator[tuple[str, Put]]:
    """Questions by their ids: those that are told by hand, and all that have no answer."""
    papers, questions = data()
    known = {name: opened(paper) for name, paper in papers.items()}
    told = {one["id"]: one for one in tomllib.loads(TOLD.read_text(encoding="utf-8"))["answers"]}
    truth = {
        q["question"]: (q["paper"], told[q["id"]]["true"]) for q in questions if q["id"] in told
    }
    by_paper = sorted(questions, key=lambda one: one["paper"])
    for place, question in enumerate(by_paper):
        paper, text, passages = known[question["paper"]]
        asked = question["question"]
        if question["id"] in told:
            own = told[question["id"]]
            numbers = _numbers(papers[question["paper"]], passages)
            other = _of_another(place, question["paper"], [*truth.values()])
            true, false = (
                tuple(Told(text=t, sentences=[numbers[n] for n in cited]) for t, cited in own[key])
                for key in ("true", "false")
            )
            yield question["id"], Put(paper, text, asked, true, false, _elsewhere(other))
        elif question["kind"] == "unanswerable":
            known_answer = truth.get(asked)
            other = (
                known_answer[1]
                if known_answer
                else _of_another(place, question["paper"], [*truth.values()])
            )
            yield question["id"], Put(paper, text, asked, elsewhere=_elsewhere(other))


def _of_another(place: int, paper: str, truth: list[tuple[str, list[Any]]]) -> list[Any]:
    """What is true of another paper, another one at each place."""
    others = [told for name, told in truth if name != paper]
    return others[place % len(others)]


def _elsewhere(told: list[Any]) -> tuple[Told, ...]:
    return tuple(Told(text=text, sentences=[1]) for text, _ in told)


def opened(given: dict[str, Any]) -> tuple[Paper, FullText, SearchablePaper]:
    """A recorded paper, and as it is searched."""
    paper = Paper(
        id=PaperId(given["id"], 1),
        title=given["title"],
        authors=(),
        abstract=given["abstract"],
        categories=("cs.CL",),
        primary="cs.CL",
    )
    sections = tuple(Section(one["title"], one["text"], one["level"]) for one in given["sections"])
    text = FullText(sections, (), TextOrigin.HTML)
    return paper, text, EXTRACTS.searchable(paper, text)


def _numbers(given: dict[str, Any], paper: SearchablePaper) -> dict[int, int]:
    """The numbers that a model reads, by those of the recorded sentences: of the same words."""
    words = [frozenset(searched(one.text)) for one in paper.passages]
    same = {" ".join(one.text.split()): at for at, one in enumerate(paper.passages)}
    found: dict[int, int] = {}
    for row in given["sentences"]:
        at = same.get(" ".join(row["text"].split()))
        if at is None:
            own = frozenset(searched(row["text"]))
            at = max(range(len(words)), key=lambda n: (len(own & words[n]), -len(words[n])))
        found[row["n"]] = at + 1
    return found
