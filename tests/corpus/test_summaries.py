"""Extractive summaries of real abstracts: how near they come to people's, and that they are true.

Scores are those of `evaluate_tldr.py` beside the data: ROUGE F1 with stemming by the package
rouge-score, each paper against the reference that it comes nearest to by ROUGE-1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import pytest

from domain.identifiers import PaperId
from domain.papers import Paper
from papers.text.latex import readable
from summaries.extractive.summarizer import ExtractiveSummarizer, one_sentence
from summaries.text.boilerplate import is_notice
from summaries.text.sentences import sentences
from tests.corpus.summaries.shares import measured
from tests.corpus.summaries.sheet import END, PAGE, START, rows, sheet
from tests.fakes.clock import SettableClock
from tests.summaries.test_compression import is_subsequence

METRICS: Final = ("rouge1", "rouge2", "rougeL")
REACHED: Final = (42.7, 21.1, 34.9)
"""What the trained weights reach on papers they have not seen, less a margin for retraining."""

RECORDS: Final = 1_500


@pytest.fixture(scope="module")
def told(shared: Path) -> list[dict[str, Any]]:
    """Papers with what people said of them in one sentence, none of them trained on."""
    path = shared / "summaries" / "scitldr" / "dev.jsonl"
    if not path.is_file():
        pytest.skip(f"there is no SciTLDR in {path}")
    # Not splitlines(): the texts hold U+2028, which is no end of a record.
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def _abstract(record: dict[str, Any]) -> str:
    return " ".join(" ".join(sentence.split()) for sentence in record["source"]).strip()


def _scores(told: list[dict[str, Any]], say: Callable[[str, str], str]) -> list[float]:
    """Mean R1, R2 and RL of what is said of each title and abstract."""
    rouge = pytest.importorskip("rouge_score.rouge_scorer", reason="rouge-score is not installed")
    scorer = rouge.RougeScorer(list(METRICS), use_stemmer=True)
    rows = []
    for record in told:
        said = say(record["title"] or "", _abstract(record))
        scored = [scorer.score(reference, said) for reference in record["target"]]
        rows.append(
            max(([s[m].fmeasure * 100 for m in METRICS] for s in scored), key=lambda r: r[0])
        )
    return [fmean(column) for column in zip(*rows, strict=True)]


def test_the_one_sentence_comes_near_to_peoples(told: list[dict[str, Any]]) -> None:
    """The trained choice keeps the scores it was shipped with, far above the first sentence's."""
    ours = _scores(told, one_sentence)
    first = _scores(told, lambda _, abstract: sentences(abstract)[0].text)

    assert all(score >= reached for score, reached in zip(ours, REACHED, strict=True)), ours
    assert ours[0] > first[0] + 12


def test_the_one_sentence_is_the_abstracts_and_of_a_sensible_length(
    told: list[dict[str, Any]],
) -> None:
    """Only words of the abstract in their order; no copied titles; 12 to 28 words on average."""
    said = [(one_sentence(r["title"] or "", _abstract(r)), r) for r in told]

    assert all(is_subsequence(text, _abstract(record)) for text, record in said)
    copies = sum(text.rstrip(".").lower() == (r["title"] or "").lower() for text, r in said)
    assert copies <= len(said) / 100
    assert 12 <= fmean(len(text.split()) for text, _ in said) <= 28


async def test_claims_about_real_papers_of_all_archives_are_grounded(
    records: Callable[[str], Iterator[dict[str, Any]]],
) -> None:
    """Over records of every archive: quotes verbatim, words in order, no notices, no repeats."""
    summarizer = ExtractiveSummarizer(SettableClock("2025-06-01"))
    by_archive: dict[str, int] = {}
    for record in records("records-*"):
        archive = record["primary_category"].partition(".")[0]
        by_archive[archive] = by_archive.get(archive, 0) + 1
        if by_archive[archive] > RECORDS // 20:
            continue
        paper = _paper(record)
        summary = await summarizer.summarize(paper, None, "en")
        for claim in summary.claims():
            assert claim.evidence[0].quote in paper.abstract
            assert is_subsequence(claim.text, claim.evidence[0].quote)
        points = [claim.text for claim in summary.takeaways]
        assert len({summary.tldr.text, *points}) == len(points) + 1
        assert not any(is_notice(c.evidence[0].quote) for c in summary.takeaways)
        assert all(word in f"{paper.title} {paper.abstract}" for word in summary.keywords)
    assert len(by_archive) > 20


def test_summaries_are_worth_their_words(shared: Path) -> None:
    """Of 164 papers: none opens with background, nothing stands twice, all are short."""
    shares = measured(shared / "arxiv")

    assert shares.papers > 150
    assert shares.long > 100
    assert shares.opening <= shares.papers / 50
    assert shares.points > 1.5 * shares.papers
    assert shares.again == shares.twice == 0
    assert shares.unfolded <= 0.6
    assert shares.whole <= 1.2
    assert shares.words[0] < shares.words[1]


def test_the_sheet_is_what_is_measured(shared: Path) -> None:
    """The tables of docs/summaries.md are those that its program writes."""
    page = PAGE.read_text(encoding="utf-8")

    assert page.partition(START)[2].partition(END)[0] == sheet(rows(shared / "arxiv"))


def _paper(record: dict[str, Any]) -> Paper:
    return Paper(
        id=PaperId(record["id"], record.get("version")),
        title=readable(record["title"]),
        authors=(),
        abstract=readable(record["abstract"]),
        categories=tuple(record["categories"]),
        primary=record["primary_category"],
        comment=record.get("comment"),
    )
