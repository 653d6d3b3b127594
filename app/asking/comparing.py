"""Papers side by side: problem, method, data, results, limits, each by a claim on a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.explaining import Explanation, explain
from app.services import Services
from domain.concurrency.aside import aside
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Context
from domain.summaries import Claim, Evidence
from summaries.extractive.passages import ABSTRACT
from summaries.extractive.roles import Role, roles, settled
from summaries.questions.answering import find
from summaries.questions.asked import searched
from summaries.questions.searchable import SearchablePaper, passages_of
from summaries.text.understanding import Reading

FEWEST: Final = 2
MOST: Final = 4
"""Papers that are compared at once."""

_LOOKED_AT: Final = 3
"""Sentences, of which the first that has a word for an aspect tells of it."""

ASPECTS: Final = ("problem", "method", "data", "results", "limits")
_OF_SUMMARY: Final = {
    "problem": "background",
    "method": "method",
    "results": "results",
    "limits": "limitations",
}
_OF_ROLES: Final = {
    "problem": (Role.BACKGROUND,),
    "method": (Role.OBJECTIVE, Role.METHOD),
    "results": (Role.RESULT,),
}
"""Of sentences in an abstract, those of which role tell of an aspect, the best first."""
_OWN: Final = ("proposes", "this paper")
"""Cues of a sentence by which a paper says what it does itself, the surer one first."""
_ASKED: Final = {
    "data": "Which data set was collected or used, and how large is it?",
    "limits": "What are the limitations?",
}
_TOLD_BY: Final = {
    "data": "dataset datasets corpus corpora sample samples benchmark collected recordings"
    " catalogue survey",
    "limits": "limitation limitations limited limits limit cannot restricted fails difficult",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Papers, and of each aspect what each of them tells; None where it tells nothing."""

    papers: tuple[Paper, ...]
    told: dict[str, tuple[Claim | None, ...]]


async def compare(services: Services, context: Context, wanted: Sequence[PaperId]) -> Compared:
    """Papers side by side, each explained as it is by itself.

    Raises:
        PaperNotFound: arXiv does not have one of them.
        QuotaReached: a summary would have to be made, and they have had enough for today.
        SourceError: arXiv does not answer.
    """
    each = [await explain(services, context, paper) for paper in wanted]
    columns = [await aside(_column, explained) for explained in each]
    told = {aspect: tuple(column[aspect] for column in columns) for aspect in ASPECTS}
    return Compared(tuple(explained.paper for explained in each), told)


def _column(explained: Explanation) -> dict[str, Claim | None]:
    """What one paper tells of each aspect: by its summary, else by its own sentences."""
    text = explained.text if explained.text and explained.text.sections else None
    paper = SearchablePaper(explained.paper.title, passages_of(explained.paper, text))
    summary = explained.summary
    parts = dict(summary.analysis.parts()) if summary else {}
    # An extract tells in its analysis what stands beyond the abstract alone.
    is_extract = summary is not None and summary.provenance.is_extractive
    in_abstract = _in_abstract(explained.paper) if is_extract else {}
    formulas = (*explained.paper.formulas, *(text.formulas if text else ()))
    column: dict[str, Claim | None] = {}
    for aspect in ASPECTS:
        claims = parts.get(_OF_SUMMARY.get(aspect, ""), ())
        known = in_abstract.get(aspect) or next(iter(claims), None)
        found = None if known else _found(paper, aspect)
        column[aspect] = found.typeset(formulas, text) if found else known
    return column


def _in_abstract(paper: Paper) -> dict[str, Claim]:
    """The first sentences of an abstract that tell of problem, method and results."""
    lines = Reading.of(paper.title, paper.abstract).lines
    told = list(zip(lines, settled(lines, roles(lines)), strict=True))
    found: dict[str, Claim] = {}
    for aspect, wanted in _OF_ROLES.items():
        fit = [line for role in wanted for line, has in told if has is role]
        cues = _OWN if aspect == "method" else ()
        own = (line.text for cue in cues for line in fit if cue in line.cues)
        if text := next(own, next((line.text for line in fit), "")):
            found[aspect] = Claim(text, (Evidence(ABSTRACT, text),))
    return found


def _found(paper: SearchablePaper, aspect: str) -> Claim | None:
    """The sentence that tells most of an aspect, if it does."""
    if aspect not in _ASKED:
        return None
    wanted = frozenset(searched(_TOLD_BY[aspect]))
    found = find(paper, _ASKED[aspect], _LOOKED_AT)
    passages = [paper.passages[place] for place in found.places] if found.is_enough else []
    telling = (
        one for one in passages if not wanted.isdisjoint(searched(f"{one.section} {one.text}"))
    )
    passage = next(telling, None)
    if passage is None:
        return None
    return Claim(passage.text, (Evidence(passage.section, passage.text),))
