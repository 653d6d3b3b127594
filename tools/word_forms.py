"""How well words find their own forms, judged by a lexicon: over all words of recorded papers.

    pip install --target FOLDER lemminflect==0.2.3 numpy
    PYTHONPATH=FOLDER python -m tools.word_forms RECORDS

The judge is lemminflect's lexicon (the SPECIALIST lexicon of the National Library of Medicine) with
nouns and verbs alone, both spellings as one, and its guesses of three letters and more for words
that it does not know. Each word that stands in titles and abstracts is a topic; counted are papers
that it finds.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from topics.english.inflection import bases
from topics.english.spelling import american
from topics.tokens import words_of

_KINDS: Final = ("NOUN", "VERB")
_SHOWN: Final = 25
_SHORTEST_GUESS: Final = 3
"""Letters; of what is shorter, as "ats", the judge guesses "at"."""


def papers(records: Path) -> Iterator[set[str]]:
    """The words of each paper: those of letters alone."""
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            words = words_of(f"{told['title']} {told['abstract']}")
            yield {part for word in words for part in word.split("-") if part.isalpha()}


def judged(word: str) -> frozenset[str]:
    """The lemmas of a word, in American spelling, by the lexicon."""
    judge = import_module("lemminflect")
    known = {one for kind in _KINDS for one in judge.getAllLemmas(word, upos=kind).get(kind, ())}
    if not known and not judge.getAllLemmas(word):
        guessed = [judge.getAllLemmasOOV(word, upos=kind).get(kind, ()) for kind in _KINDS]
        known = {one for guesses in guessed for one in guesses if len(one) >= _SHORTEST_GUESS}
    return frozenset(map(american, {word, *known}))


def main(records: str) -> None:
    """Print how many matches have a form of the word, and how many such papers are found."""
    in_papers = defaultdict[str, set[int]](set)
    for number, words in enumerate(papers(Path(records))):
        for word in words:
            in_papers[word].add(number)
    ours, theirs = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    lemmas = {word: judged(word) for word in in_papers}
    for word in in_papers:
        for base in bases(word):
            ours[base].add(word)
        for lemma in lemmas[word]:
            theirs[lemma].add(word)
    found = right = wanted = 0
    wrong: list[tuple[int, str, str]] = []
    for word in in_papers:
        own = {other for base in bases(word) for other in ours[base]}
        forms = {other for lemma in lemmas[word] for other in theirs[lemma]}
        mine = set[int]().union(*(in_papers[other] for other in own))
        meant = set[int]().union(*(in_papers[other] for other in forms))
        found, right, wanted = found + len(mine), right + len(mine & meant), wanted + len(meant)
        wrong += [(len(in_papers[other] - meant), word, other) for other in own - forms]
        wrong += [(len(in_papers[other] - mine), word, other) for other in forms - own]
    print(
        f"{len(in_papers):,} words, {found:,} matches: {right / found:.2%} have a form of the word;"
    )
    print(f"of {wanted:,} papers that have one, {right / wanted:.2%} are found.")
    print(
        "Seen differently, by papers:", *(f"{a}/{b} {n}" for n, a, b in sorted(wrong)[:-_SHOWN:-1])
    )


if __name__ == "__main__":
    main(sys.argv[1])
