"""How near one-sentence summaries come to what people wrote, for ours and for simpler ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from statistics import fmean
from typing import Final, NamedTuple

from rouge_score.rouge_scorer import RougeScorer
from rouge_score.tokenizers import DefaultTokenizer

from bench import Measurement
from bench.kit.records import SHARED
from summaries.extractive.ranking import Ranker
from summaries.extractive.summarizer import one_sentence
from summaries.text.understanding import Reading

_DATA: Final = SHARED / "summaries" / "scitldr" / "dev.jsonl"
_METRICS: Final = ("rouge1", "rouge2", "rougeL")
_FIRST: Final = "the first sentence"


class Told(NamedTuple):
    """An abstract taken apart, and how people said it in one sentence."""

    reading: Reading
    abstract: str
    people: list[str]


Scores = tuple[float, ...]


class _Tokenizer:
    """Words as rouge-score takes them, each text once."""

    def __init__(self) -> None:
        self.tokenize = lru_cache(maxsize=50_000)(DefaultTokenizer(use_stemmer=True).tokenize)


_SCORER: Final = RougeScorer(list(_METRICS), tokenizer=_Tokenizer())


def rows() -> list[Measurement]:
    """R1 of each way to choose a sentence beside that of the first sentence; R2 and RL by name."""
    if not _DATA.is_file():
        print(
            "nearness to people's summaries is not measured: there is no SciTLDR beside the project"
        )
        return []
    papers = [paper for paper in _papers() if paper.reading.lines]
    found = {name: _mean(papers, choose) for name, choose in _CHOICES.items()}
    return [
        Measurement(
            name=f"{name} (R2 {scores[1]:.1f}, RL {scores[2]:.1f})",
            value=scores[0],
            unit="R1",
            floor=found[_FIRST][0],
            floor_name=_FIRST,
        )
        for name, scores in found.items()
    ]


def _papers() -> Iterator[Told]:
    # Not splitlines(): the texts hold U+2028, which is no end of a record.
    for line in filter(str.strip, _DATA.read_text(encoding="utf-8").split("\n")):
        record = json.loads(line)
        abstract = " ".join(" ".join(sentence.split()) for sentence in record["source"]).strip()
        yield Told(Reading.of(record["title"] or "", abstract), abstract, record["target"])


def _mean(papers: list[Told], choose: Callable[[Told], list[str]]) -> Scores:
    """Mean scores of the sentence chosen; of several, the one that people's come nearest to."""
    scores = [max(_scores(text, paper.people) for text in choose(paper)) for paper in papers]
    return tuple(fmean(column) for column in zip(*scores, strict=True))


def _scores(text: str, people: list[str]) -> Scores:
    """R1, R2 and RL against the reference with the highest R1."""
    scored = [_SCORER.score(reference, text) for reference in people]
    return max(
        (tuple(100 * each[metric].fmeasure for metric in _METRICS) for each in scored),
        key=lambda scores: scores[0],
    )


def _all(told: Told) -> list[str]:
    return [line.text for line in told.reading.lines]


def _most_central(told: Told) -> str:
    centrality = told.reading.centrality
    return told.reading.lines[centrality.index(max(centrality))].text


def _forms(told: Told) -> list[str]:
    ranker = Ranker(told.reading, {})
    return [
        form.text for place in range(len(told.reading.lines)) for form in ranker.candidates(place)
    ]


_CHOICES: Final[dict[str, Callable[[Told], list[str]]]] = {
    _FIRST: lambda told: _all(told)[:1],
    "the longest sentence": lambda told: [max(_all(told), key=len)],
    "the sentence most like the others": lambda told: [_most_central(told)],
    "the title, no summary": lambda told: [told.reading.title],
    "the first sentence that proposes": lambda told: [_all(told)[told.reading.contribution or 0]],
    "ours": lambda told: [one_sentence(told.reading.title, told.abstract)],
    "the best whole sentence": _all,
    "the best of all forms": _forms,
}
