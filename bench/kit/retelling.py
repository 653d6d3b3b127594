"""A language model that takes no time: it tells sentences of the paper in fewer of their words."""

from __future__ import annotations

import re
from typing import Final

from domain.papers import Paper
from summaries.grounding.judging import FEWEST_TAKEAWAYS
from summaries.llm.answers import Answer, Told
from summaries.text.numbering import numbered
from tests.fakes.language_model import ScriptedModel

_NUMBERED: Final = re.compile(r"^\[S(\d+)\] (.+)$", re.MULTILINE)
_FEWEST: Final = 14
"""Words of a sentence that is told again."""

_TAKEAWAYS: Final = 5
_SHARE: Final = 0.7


def retold(shown: str) -> Answer:
    """An answer of eight claims on a paper as it is shown, from its beginning to its end.

    Args:
        shown: numbered sentences, as in `NumberedPaper.rendered`.

    Raises:
        IndexError: it has no sentence of some length.
    """
    found = [(int(number), text.split()) for number, text in _NUMBERED.findall(shown)]
    long = [each for each in found if len(each[1]) >= _FEWEST]
    step = max(1, len(long) // (_TAKEAWAYS + 3))
    claims = [_claim(number, words) for number, words in long[::step]]
    return Answer(
        tldr=claims[0],
        takeaways=claims[1 : 1 + _TAKEAWAYS],
        method=claims[1 + _TAKEAWAYS : 2 + _TAKEAWAYS],
        results=claims[2 + _TAKEAWAYS : 3 + _TAKEAWAYS],
    )


def _claim(number: int, words: list[str]) -> Told:
    """The first words of a sentence but the very first, as many as a claim may have."""
    kept = words[1 : 1 + min(34, int(_SHARE * len(words)))]
    return Told(text=" ".join(kept).strip(" ,;:(") + ".", sentences=[number])


def is_retellable(paper: Paper) -> bool:
    """Whether the abstract has enough for a summary, so that the fallback is not measured."""
    try:
        return len(retold(numbered(paper, None).rendered).takeaways) >= FEWEST_TAKEAWAYS
    except IndexError:
        return False


class Retelling(ScriptedModel):
    """Answers each paper with its own sentences."""

    async def answer(self, instructions: str, text: str, meter: object) -> Answer:
        """What `retold` makes of the text."""
        return retold(text)
