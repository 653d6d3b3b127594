"""What extractive summaries cost above finding sentences, and how near they come to people's."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from bench import Measurement
from bench._nearness import rows
from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from domain.summaries import Basis, Provenance
from papers.sample import sample_papers
from summaries.extractive import extracted, one_sentence
from summaries.sentences import sentences

RUNS: Final = 7
TARGET_MS: Final = 5.0
"""For 95 of 100 abstracts."""

SECTIONS: Final = 40
_MADE: Final = Provenance(
    model="extractive",
    prompt="bench",
    made_at=datetime(2024, 3, 8, tzinfo=UTC),
    paper_version=1,
    basis=Basis.ABSTRACT,
)


def run() -> list[Measurement]:
    """Times of the sample papers, each in its best run; of the papers, the 95th of 100 counts."""
    papers = sample_papers()
    splitting = _high([_best_ms(partial(sentences, p.abstract)) for p in papers])
    longest = max(papers, key=lambda paper: len(paper.abstract))
    text = _paper_of(SECTIONS, papers)
    return [
        Measurement(
            name="one sentence of an abstract, p95",
            value=_high([_best_ms(partial(one_sentence, p.title, p.abstract)) for p in papers]),
            unit="ms",
            floor=splitting,
            floor_name="splitting it into sentences",
            target=TARGET_MS,
        ),
        Measurement(
            name="whole summary of an abstract, p95",
            value=_high([_best_ms(partial(extracted, p, None, _MADE)) for p in papers]),
            unit="ms",
            floor=splitting,
            floor_name="splitting it into sentences",
            target=TARGET_MS,
        ),
        Measurement(
            name=f"whole summary of a paper of {SECTIONS} sections",
            value=_best_ms(lambda: extracted(longest, text, _MADE)),
            unit="ms",
            floor=_best_ms(lambda: [sentences(section.text) for section in text.sections]),
            floor_name="splitting it into sentences",
        ),
        *rows(),
    ]


def _paper_of(sections: int, papers: tuple[Paper, ...]) -> FullText:
    titles = ("Introduction", "Related Work", "Method", "Results", "Conclusion")
    return FullText(
        tuple(
            Section(titles[n * len(titles) // sections], papers[n % len(papers)].abstract)
            for n in range(sections)
        ),
        (),
        TextOrigin.HTML,
    )


def _best_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def _high(values: list[float]) -> float:
    """The value that 95 of 100 stay within."""
    return sorted(values)[int(0.95 * len(values))]
