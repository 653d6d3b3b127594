"""Which of some papers tell of what is asked, each by a sentence of its own. Pure."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Final

from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Claim
from summaries.extractive.passages import Part
from summaries.questions.answering import claims_of
from summaries.questions.asked import Asked
from summaries.questions.confidence import LEAST, confidence, features
from summaries.questions.ranking import best_places, scores
from summaries.questions.searchable import Passage, SearchablePaper, passages_of

_TITLE: Final = "Title"
_ONE_MAY_LACK: Final = 4
"""Words of a question that tell what it is about, of which a paper may lack one."""
_ALL_OF_IT: Final = 0.999
_MOST_OF_IT: Final = 0.7
"""Of the weight of these, what has to stand within three sentences."""
_WORTH: Final = 0.4
"""Of the best one's weight, below which a paper has the words by chance."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A paper that tells of what is asked.

    Attributes:
        claim: its sentence, with those that it cannot do without.
        weight: how sure that is, 0 to 1, with the shares of the question's words that its title
            has, and that stand side by side in it as they do there.
    """

    paper: Paper
    claim: Claim
    weight: float


def telling_papers(
    papers: Iterable[tuple[Paper, FullText | None]], question: str
) -> Generator[None, None, list[Telling]]:
    """Those of some papers that tell of it, what is about it first; stops between two papers."""
    asked = Asked.of(question)
    telling: list[Telling] = []
    for paper, text in papers:
        found = _telling(paper, text, asked)
        telling += (found,) if found else ()
        yield
    telling.sort(key=lambda one: -one.weight)
    return [one for one in telling if one.weight >= _WORTH * telling[0].weight]


def can_be_looked_for(question: str) -> bool:
    """Whether a question has a word that some papers have and others have not."""
    asked = Asked.of(question)
    return any(not word <= asked.common for word in asked.words)


def _telling(paper: Paper, text: FullText | None, asked: Asked) -> Telling | None:
    own = Passage(paper.title, _TITLE, Part.ABSTRACT, -1)
    searchable = SearchablePaper(paper.title, [own, *passages_of(paper, text)])
    wanted = [word for word in asked.words if not word <= asked.common]
    lacking = sum(not searchable.has_any(word) for word in wanted)
    if lacking > (len(wanted) >= _ONE_MAY_LACK):
        return None
    sure = confidence(searchable, asked)
    together = features(searchable, asked)[2]
    if sure < LEAST or together < (_MOST_OF_IT if len(wanted) >= _ONE_MAY_LACK else _ALL_OF_IT):
        return None
    found = scores(searchable, asked)
    # Its title is told anyhow; another sentence says more, where it has any of the words.
    title, found[0] = found[0], 0.0
    best = best_places(found, 1)[0]
    if not found[best] and not title:
        return None
    (claim,) = claims_of(searchable, [best if found[best] else 0])
    own_words = sum(not word.isdisjoint(searchable.title) for word in wanted)
    about = own_words / len(wanted) / 2 if wanted else 0.0
    beside = sum(map(searchable.has_pair, asked.pairs)) / max(1, len(asked.pairs))
    known = (*paper.formulas, *(text.formulas if text else ()))
    return Telling(paper, claim.typeset(known, text), sure + about + beside)
