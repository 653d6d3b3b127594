"""What extractive summaries cost above finding sentences, and how near they come to people's.

Each paper is summarised once, as in a digest: real abstracts where there are any, and papers in
full, of arXiv's own HTML, where there are some.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Final

from bench import Measurement
from bench.kit.full_texts import full_texts
from bench.kit.nearness import rows
from bench.kit.records import papers
from bench.kit.timing import each, usual_and_high
from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Basis, Provenance
from summaries.extractive.summarizer import extracted, one_sentence
from summaries.text.sentences import sentences

PAPERS: Final = 400
WARM: Final = 20
"""Papers before those that count, which load what is loaded once."""

TARGET_MS: Final = 5.0
"""One sentence, for 95 of 100 abstracts."""

_FLOOR: Final = "splitting it into sentences"
_MADE: Final = Provenance(
    model="extractive",
    prompt="bench",
    made_at=datetime(2024, 3, 8, tzinfo=UTC),
    paper_version=1,
    basis=Basis.ABSTRACT,
)


def run() -> list[Measurement]:
    """Milliseconds of processor for single papers: the median, and what 95 of 100 stay within."""
    warm, own = (papers(WARM + PAPERS)[part] for part in (slice(WARM), slice(WARM, None)))
    for paper in warm:
        extracted(paper, None, _MADE)
    splitting = each(partial(sentences, paper.abstract) for paper in own)
    one = each(partial(one_sentence, paper.title, paper.abstract) for paper in own)
    whole = each(partial(extracted, paper, None, _MADE) for paper in own)
    return [
        *usual_and_high("one sentence of an abstract", one, splitting, _FLOOR, TARGET_MS),
        *usual_and_high("whole summary of an abstract", whole, splitting, _FLOOR),
        *(_in_full(paper, text) for paper, text in zip(own, full_texts(), strict=False)),
        *rows(),
    ]


def _in_full(paper: Paper, text: FullText) -> Measurement:
    taken, split = each(
        [
            lambda: extracted(paper, text, _MADE),
            lambda: [sentences(section.text) for section in text.sections],
        ]
    )
    return Measurement(
        f"whole summary of a paper of {text.words:,} words", taken, "ms", split, _FLOOR
    )
