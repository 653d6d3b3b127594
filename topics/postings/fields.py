"""What papers say, field by field, and where in it the parts of queries are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from itertools import repeat
from operator import and_
from typing import Final

from domain.digests import Spread
from domain.papers import Paper
from domain.taxonomy import ARCHIVES, archive_of, canonical
from domain.topics import Field, Term, Together
from topics.english.telling import needed_words, telling_words
from topics.names import spellings, variants
from topics.postings.column import Column
from topics.postings.lexicon import Lexicon, readings
from topics.postings.remarks import REMARKS, Remarks
from topics.postings.spots import (
    Spots,
    code_of,
    of_author,
    of_category,
    of_phrases,
    of_remark,
    with_title_words,
)
from topics.postings.texts import Texts
from topics.ranking import NEAR_WEIGHT
from topics.tokens import typed_words, words_of

_APART: Final = code_of(Field.ANY, Spread.APART)
_NEAR: Final = {field: code_of(field, Spread.NEAR) for field in (Field.ABSTRACT, Field.TITLE)}

_MOST_KEPT: Final = 200_000
"""What is remembered of terms that are parts of queries, in papers that have them; some twenty
megabytes. All words of a day have not many more."""

_HITS_IN_A_TERM: Final = 4
"""A paper that has a term takes as much memory as so many hits of 25 bytes."""
_HITS_IN_A_WORD: Final = 2
"""And a paper or sentence that has a word."""

_ALMOST: Final = 0.9
"""Papers of the nearer kind stand above all of the other, whatever their titles have."""


class Fields:
    """Titles, abstracts, authors and categories of papers by row, in the order they came."""

    def __init__(self) -> None:
        self._texts = Texts()
        self._authors = _Authors()
        self._remarks = Remarks()
        self._filed: dict[str, dict[int, None]] = defaultdict(dict)
        self._named: dict[str, Spots] = {}
        self._found: dict[Term, Spots] = {}
        self._kept = 0
        self._count = 0

    def add(self, paper: Paper) -> None:
        """Add a paper; it has the next row."""
        self._texts.add(paper)
        self._authors.add(paper)
        self._remarks.add(paper)
        for category in paper.categories:
            self._filed[canonical(category)][self._count] = None
            self._filed[f"{archive_of(category)}.*"][self._count] = None
        self._count += 1
        self.forget()

    def filed(self, name: str) -> Spots:
        """The papers in a category, under any of its names, or in an archive."""
        known = self._named.get(name)
        if known is None:
            own = self._filed.get(canonical(name), {})
            archive = self._filed.get(f"{name}.*", {}) if name in ARCHIVES else {}
            known = self._named[name] = of_category(own | archive)
        return known

    def found(self, term: Term) -> Spots:
        """Where papers have a term, which is remembered: for what many queries have in them."""
        known = self._found.get(term)
        if known is None:
            known = self.looked_for(term)
            self._kept += len(known.weights)
            while self._found and self._kept > _MOST_KEPT:
                oldest = next(iter(self._found))
                self._kept -= len(self._found.pop(oldest).weights)
            self._found[term] = known
        return known

    def looked_for(self, term: Term | Together) -> Spots:
        """Where papers have a term; what is a reader's own is theirs to judge: any may be."""
        if term.field is Field.AUTHOR:
            return self._authors.found(term.text)
        if term.field is Field.IS:
            return of_remark(range(self._count), Field.IS)
        if term.field in REMARKS:
            return of_remark(self._remarks.rows(term.text, term.field), term.field)
        words = typed_words(term.text)
        if not words:
            return Spots()
        spots = self._phrases(term.text, words, term.field)
        if isinstance(term, Together):
            self._loosely(words, term.field, spots)
        return spots

    @property
    def cost(self) -> int:
        """What is remembered of terms and words, in hits of some 25 bytes."""
        return _HITS_IN_A_TERM * self._kept + _HITS_IN_A_WORD * self._texts.kept

    def forget(self) -> None:
        """Let go of what is remembered of terms."""
        self._named.clear()
        self._found.clear()
        self._texts.forget()
        self._kept = 0

    def _phrases(self, text: str, words: Sequence[str], field: Field) -> Spots:
        """Where the words stand side by side."""
        written = dict.fromkeys(readings(words))
        for spelled in () if text.isascii() else spellings(text)[1:]:
            written |= dict.fromkeys(readings(typed_words(spelled)))
        spots = of_phrases(self._texts, self._texts.phrase(written, field))
        if spots.weights and field is Field.ANY and (len(words) > 1 or "-" in words[0]):
            parts = "-".join(words).split("-")
            with_title_words(
                spots, _all([self._texts.titled(word) for word in telling_words(parts)])
            )
        return spots

    def _loosely(self, words: Sequence[str], field: Field, spots: Spots) -> None:
        """Add the papers that have the words, but not side by side."""
        texts = self._texts
        needed = needed_words(words)
        standings = list(map(texts.standing, needed))
        if field is Field.ANY:
            rows = _all([rows for rows, _ in standings])
        else:
            rows = _all([texts.rows_in(word, field) for word in needed])
        if not rows:
            return
        codes, weights = dict[int, bytes](), dict.fromkeys(rows, 0.0)
        sentences = _all([sentences for _, sentences in standings])
        titles = sentences & texts.titles
        abstracts = sentences - titles if titles else sentences
        # Titles last: they are the better place.
        for place, some in ((Field.ABSTRACT, abstracts), (Field.TITLE, titles)):
            if some and (field is Field.ANY or field is place):
                near = list(map(texts.row_of.__getitem__, some))
                codes.update(zip(near, repeat(_NEAR[place])))
                weights.update(zip(near, repeat(NEAR_WEIGHT)))
        step = NEAR_WEIGHT * _ALMOST / len(needed)
        for word in needed:
            for row in rows & texts.titled(word):
                weights[row] += step
        if spots.weights:
            codes |= dict.fromkeys(spots.weights, spots.usual) | spots.codes
            weights |= spots.weights
        spots.usual, spots.codes, spots.weights = _APART, codes, weights


def _all(each: list[frozenset[int]]) -> frozenset[int]:
    """What all have."""
    if len(each) == 2:
        return each[0] & each[1]
    return reduce(and_, sorted(each, key=len))


class _Authors:
    """Names, each in all its forms; looked through only once somebody asks for one."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._column = Column()
        self._rows = [0]
        self._count = 0
        self._waiting: list[Paper] = []

    def add(self, paper: Paper) -> None:
        self._waiting.append(paper)

    def found(self, name: str) -> Spots:
        """The papers by an author of a name."""
        for paper in self._waiting:
            for form in (form for author in paper.authors for form in variants(author.name)):
                self._column.add(self._lexicon.numbers(words_of(form)))
                self._column.end()
            self._rows.extend([self._count] * (len(self._column) - len(self._rows)))
            self._count += 1
        self._waiting.clear()
        each = (one for form in spellings(name) for one in readings(typed_words(form)) if one)
        begins = self._column.begins(self._lexicon.sequences(dict.fromkeys(each), exactly=True))
        return of_author(self._rows[place] for place in begins)
