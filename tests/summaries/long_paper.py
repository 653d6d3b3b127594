"""An invented paper in full, longer than small models read at once, and a true answer about it."""

from __future__ import annotations

from typing import Final

from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from summaries.llm.answers import Answer, Told
from summaries.text.numbering import numbered
from tests.summaries.invented_papers import cases

_CASE: Final = next(cases())
PAPER: Final[Paper] = _CASE.paper
NAME: Final = PAPER.title.partition(":")[0]
FINDING: Final = f"With a budget of 17 layers, {NAME} loses 0.4 points on the held-out dialogues."
LIMIT: Final = f"{NAME} was not tried on speech in noisy rooms."


def _filled(subject: str, count: int, *told: str) -> str:
    """A section of many sentences of little weight, and some in their midst."""
    lines = [f"Observation {number} of the {subject} is stable." for number in range(count)]
    lines[count // 2 : count // 2] = told
    return " ".join(lines)


TEXT: Final = FullText(
    (
        Section("1 Introduction", _filled("setting", 60)),
        Section("2 Method", _filled("router", 120)),
        Section("3 Results", _filled("series", 200, FINDING)),
        Section("4 Limitations", _filled("scope", 40, LIMIT)),
        Section("References", "Halver, A. A paper on pruning. 2030."),
        Section("A Proofs", "The proof goes by induction."),
    ),
    (),
    TextOrigin.HTML,
)
SEEN: Final = numbered(PAPER, TEXT)


def number_of(sentence: str) -> int:
    """The number that a sentence of the paper bears, from 1."""
    return [each.quote for each in SEEN.sentences].index(sentence) + 1


def answer() -> Answer:
    """A true summary that also tells what stands deep in the paper."""
    found = Told(
        text="With 17 layers it loses 0.4 points on held-out dialogues.",
        sentences=[number_of(FINDING)],
    )
    limit = Told(text="It was not tried on speech in noisy rooms.", sentences=[number_of(LIMIT)])
    return _CASE.answer.model_copy(update={"performance": [found], "limitations": [limit]})
