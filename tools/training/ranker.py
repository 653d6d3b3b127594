"""Train the weights that choose the one-sentence summary, and say how well they do.

    pip install --group training
    python -m tools.training.ranker --train scitldr/train.jsonl --check scitldr/dev.jsonl

The check file is only measured on, never trained on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rouge_score.rouge_scorer import RougeScorer
from rouge_score.tokenizers import DefaultTokenizer

from summaries.extractive.ranking import Candidate, Ranker
from summaries.extractive.salience import probabilities, word_features
from summaries.extractive.weights import Weights
from summaries.text.understanding import Reading
from tools.training.data import Told, told
from tools.training.fitting import (
    Row,
    Table,
    frequent,
    logistic,
    ridge,
    save,
    within,
)

METRICS = ("rouge1", "rouge2", "rougeL")
MIX = np.array((0.5, 0.25, 0.25))
CEILING = 0.5
FOLDS = 5
WORDS_KNOWN = 600
WORD_PENALTY = 3.0
PHRASES_KNOWN = 300
PENALTY = 300.0
PHRASE_PENALTY = 900.0
EXPECTED_PENALTY = 90.0

_TOKENIZER = DefaultTokenizer(use_stemmer=True)
_SCORER = RougeScorer(list(METRICS), use_stemmer=True)


def rouge(text: str, references: Sequence[str]) -> NDArray[np.float64]:
    """R1, R2 and RL against the reference with the highest R1, as `evaluate_tldr.py` scores."""
    scores = [
        [_SCORER.score(reference, text)[metric].fmeasure for metric in METRICS]
        for reference in references
    ]
    return np.array(max(scores, key=lambda score: score[0]))


@dataclass(frozen=True)
class Example:
    """A paper of the data, with every form of its sentences and how well each does."""

    paper: Told
    reading: Reading
    candidates: list[Candidate]
    scores: NDArray[np.float64]

    @classmethod
    def of(cls, paper: Told) -> Example:
        """Take a paper apart and score all forms of its sentences."""
        reading = Reading.of(paper.title, paper.abstract)
        ranker = Ranker(reading, {})
        candidates = [
            form for place in range(len(reading.lines)) for form in ranker.candidates(place)
        ]
        scores = np.array([rouge(form.line.text, paper.tldrs) for form in candidates])
        return cls(paper, reading, candidates, scores)


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(_TOKENIZER.tokenize(text))


def train_salience(examples: Sequence[Example]) -> dict[str, float]:
    """Fit the probability that a word of the abstract stands in the author's sentence."""
    rows: list[Row] = []
    targets: list[float] = []
    for example in examples:
        wanted = _stems(example.paper.tldrs[0])
        forms: dict[str, set[str]] = {}
        for line in example.reading.lines:
            for word, stem in zip(line.words, line.stems, strict=True):
                forms.setdefault(stem, set()).update(_stems(word))
        for stem, features in word_features(example.reading):
            rows.append(features)
            targets.append(float(bool(forms[stem] & wanted)))
    keep = frequent(rows, ("is ",), WORDS_KNOWN)
    known = {
        name.removeprefix("is ")
        for row in rows
        for name, _ in row
        if name[:3] == "is " and keep(name)
    }
    table = Table(
        rows,
        lambda name: (
            keep(name)
            and (not name.startswith("title and ") or name[10:] in known | {"main", "log times"})
        ),
    )
    return table.named(logistic(table.matrix, np.array(targets), WORD_PENALTY))


def rows_of(example: Example, model: Weights) -> list[Row]:
    """The features of an example's candidates."""
    ranker = Ranker(example.reading, probabilities(example.reading, model))
    return [list(ranker.features(candidate)) for candidate in example.candidates]


def train_ranker(examples: Sequence[Example], rows: list[Row]) -> dict[str, float]:
    """Fit scores of candidates, relative to the mean of their paper."""
    groups = [n for n, example in enumerate(examples) for _ in example.candidates]
    # Sentences that the author copied whole say little about the others, hence the ceiling.
    wanted = np.concatenate([np.minimum(example.scores @ MIX, CEILING) for example in examples])
    target = within(groups, wanted)
    table = Table(rows, frequent(rows, ("w:", "s:"), PHRASES_KNOWN))
    return table.named(ridge(table.matrix, target, np.array([_penalty(n) for n in table.names])))


def _penalty(name: str) -> float:
    if name[:2] in ("w:", "s:"):
        return PHRASE_PENALTY
    return EXPECTED_PENALTY if "expected" in name or "likely" in name else PENALTY


def folds_of(examples: Sequence[Example]) -> list[list[Row]]:
    """Features whose word probabilities come from models that have not seen the paper."""
    made: dict[int, list[Row]] = {}
    for fold in range(FOLDS):
        model = train_salience([e for n, e in enumerate(examples) if n % FOLDS != fold])
        for n, example in enumerate(examples):
            if n % FOLDS == fold:
                made[n] = rows_of(example, model)
    return [made[n] for n in range(len(examples))]


def measured(
    examples: Iterable[Example], rows: Iterable[list[Row]], model: Weights
) -> NDArray[np.float64]:
    """Mean scores of what a ranker chooses."""
    chosen = []
    for example, candidates in zip(examples, rows, strict=True):
        values = [sum(model.get(name, 0) * value for name, value in row) for row in candidates]
        chosen.append(example.scores[int(np.argmax(values))])
    mean: NDArray[np.float64] = 100 * np.mean(chosen, axis=0)
    return mean


def main() -> None:
    """Train, measure, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--check", type=Path)
    options = parser.parse_args()
    examples = [e for e in map(Example.of, told(options.train)) if e.candidates]
    rows = folds_of(examples)
    crossed = np.mean(
        [
            measured(
                examples[fold::FOLDS],
                rows[fold::FOLDS],
                train_ranker(
                    [e for n, e in enumerate(examples) if n % FOLDS != fold],
                    [row for n, rs in enumerate(rows) if n % FOLDS != fold for row in rs],
                ),
            )
            for fold in range(FOLDS)
        ],
        axis=0,
    )
    print("held out in training:", *(f"{value:.2f}" for value in crossed))
    salience = train_salience(examples)
    ranker = train_ranker(examples, [row for each in rows for row in each])
    print("bytes:", save("salience", {"word": salience}, least=0.03))
    print("bytes:", save("ranker", {"score": ranker}, least=0.0005))
    if options.check:
        check = [e for e in map(Example.of, told(options.check)) if e.candidates]
        figures = measured(check, (rows_of(e, salience) for e in check), ranker)
        print("check:", *(f"{value:.2f}" for value in figures))


if __name__ == "__main__":
    main()
