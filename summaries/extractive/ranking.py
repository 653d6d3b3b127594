"""How well each sentence, and each shorter form of it, says what a paper is about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from summaries.extractive.apart import says_enough
from summaries.extractive.compression import plain, points_elsewhere, variants
from summaries.extractive.salience import salience
from summaries.extractive.weights import Features, KnownWording, Row, weighed, weights, wording
from summaries.text.understanding import Line, Reading

_EXPANDED: Final = 3
"""Sentences whose shorter forms are looked at; the others are too far behind."""

_TOLD_FIRST: Final = frozenset(("joined", "reported", "using"))
"""Cuts of what one sentence about a paper has to say: what was done, with what, and that it was."""

_LENGTH_STEPS: Final = (5, 9, 13, 17, 21, 26, 31, 37, 45)
_USUAL_LENGTH: Final = 22
_LONG: Final = 26
_PAIRS: Final = {
    f"{one} and {other}": (one, other)
    for one, other in (
        *(("proposes", other) for other in ("new", "names", "acronym", "title name", "long")),
        *(("shows", other) for other in ("best yet", "last")),
        ("first", "background"),
        ("studies", "new"),
    )
}
"""Features whose meeting means more than both."""

_LIKELY: Final = 0.35
_UNLIKELY: Final = 0.12
_LOOSE: Final = 0.03
"""What a pointer to a sentence that is not shown costs; scores of one paper spread over 0.3."""


class Candidate(NamedTuple):
    """A form of a sentence: the sentence's place, the form taken apart, the cuts that made it."""

    place: int
    line: Line
    cuts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The form as it is shown."""
        return plain(self.line.text)


class Ranker:
    """Judges the sentences of one abstract."""

    def __init__(self, reading: Reading, likely: dict[str, float] | None = None) -> None:
        """Args: likely are the probabilities of words, from `salience` unless given."""
        self.reading = reading
        self.likely = salience(reading) if likely is None else likely
        self._expected = sum(self.likely.values()) or 1.0
        self._centre_order = sorted(reading.centrality, reverse=True)
        self._model = weights("ranker")["score"]
        self._by_place: dict[int, float] = {}
        self._standings: dict[int, frozenset[str]] = {}

    def candidates(self, place: int) -> list[Candidate]:
        """A sentence and its shorter forms."""
        line = self.reading.lines[place]
        whole, *shorter = variants(line.text)
        form = Candidate(place, line if whole.text == line.text else Line.of(whole.text), ())
        lines = ((Line.of(f.text), f.cuts) for f in shorter if _TOLD_FIRST.isdisjoint(f.cuts))
        return [form, *(Candidate(place, line, cuts) for line, cuts in lines if says_enough(line))]

    def ranked(self, places: Iterable[int] | None = None) -> list[tuple[float, Candidate]]:
        """For each sentence, or those at some places, its best form and score, the best first."""
        lines = self.reading.lines
        some = range(len(lines)) if places is None else places
        whole = [self._scored(Candidate(place, lines[place], ())) for place in some]
        whole.sort(key=_score, reverse=True)
        best = [
            max((scored, *map(self._scored, self.candidates(scored[1].place)[1:])), key=_score)
            for scored in whole[:_EXPANDED]
        ]
        return sorted((*best, *whole[_EXPANDED:]), key=_score, reverse=True)

    def features(self, candidate: Candidate) -> Features:
        """The features of a candidate by name."""
        yield from self._of_place(candidate.place)
        yield from self._of_form(candidate)
        yield from wording(candidate.line.words)

    def _scored(self, candidate: Candidate) -> tuple[float, Candidate]:
        place = candidate.place
        if place not in self._by_place:
            self._by_place[place] = weighed(self._of_place(place), self._model)
        score = self._by_place[place] + weighed(self._of_form(candidate), self._model)
        score += sum(_known().of(candidate.line.words))
        return score - _LOOSE * points_elsewhere(candidate.line.text), candidate

    def _of_place(self, place: int) -> Features:
        """The features that all forms of a sentence share."""
        lines = len(self.reading.lines)
        relative = place / max(1, lines - 1)
        centrality = self.reading.centrality[place]
        yield from ((flag, 1.0) for flag in self._standing(place))
        yield "place", min(place, 12) / 12
        yield "relative place", relative
        yield "relative place squared", relative**2
        yield "inverse place", 1 / (1 + place)
        yield "centrality", centrality
        yield "centrality order", self._centre_order.index(centrality) / max(1, lines - 1)

    def _of_form(self, candidate: Candidate) -> Row:
        """The features of a form beside those of its wording."""
        line, place = candidate.line, candidate.place
        length = len(line.words)
        flags = set(line.cues)
        if length > _LONG:
            flags.add("long")
        name = self.reading.title_name
        if name and name in line.text.lower():
            flags.add("title name")
        said = list(flags)
        flags.update(self._standing(place))
        said += [pair for pair, parts in _PAIRS.items() if flags.issuperset(parts)]
        said += [f"cut {cut}" for cut in candidate.cuts]
        if candidate.cuts:
            said.append("cut")
        return [
            *((name, 1.0) for name in said),
            *self._size(line, length),
            *self._title(line),
            *self._content(line),
            *self._salience(line, length),
        ]

    def _standing(self, place: int) -> frozenset[str]:
        """Where a sentence stands, in words."""
        if place not in self._standings:
            self._standings[place] = frozenset(self._stands(place))
        return self._standings[place]

    def _stands(self, place: int) -> Iterator[str]:
        lines = self.reading.lines
        last = len(lines) - 1
        named = {0: "first", 1: "second", 2: "third", last - 1: "last but one", last: "last"}
        if place in named:
            yield named[place]
        if place == 0:
            yield "first"
        main, first_we = self.reading.contribution, self.reading.first_we
        if main is None:
            yield "no main"
            if place == first_we:
                yield "first we without main"
        else:
            yield f"main {_side(place - main)}"
        if first_we is not None:
            yield f"we {_side(place - first_we)}"
        if place > 0:
            yield from (f"after {cue}" for cue in lines[place - 1].cues & _NEIGHBOURS)
        if place < last:
            yield from (f"before {cue}" for cue in lines[place + 1].cues & _NEIGHBOURS)

    def _size(self, line: Line, length: int) -> Row:
        return [
            ("length", min(length, 60) / 60),
            ("log length", math.log(1 + length)),
            ("off length", abs(min(length, 60) - _USUAL_LENGTH) / _USUAL_LENGTH),
            ("characters", min(len(line.text), 400) / 400),
            ("share of abstract", length / max(1, self.reading.word_count)),
            *((f"over {step}", 1.0) for step in _LENGTH_STEPS if length > step),
        ]

    def _title(self, line: Line) -> Row:
        title = self.reading.title_content
        shared = len(line.content & title)
        recall = shared / max(1, len(title))
        precision = shared / max(1, len(line.content))
        pairs = self.reading.title_pairs
        row = [
            ("title recall", recall),
            ("title precision", precision),
            ("title words", min(shared, 8) / 8),
        ]
        if shared:
            row.append(("title both", 2 * recall * precision / (recall + precision)))
        if pairs:
            common = pairs.intersection(pairwise(line.words))
            row.append(("title pairs", len(common) / len(pairs)))
        return row

    def _content(self, line: Line) -> Row:
        reading = self.reading
        size = max(1, len(line.content))
        frequency = [reading.frequency[word] for word in line.content]
        spread = sum(map(reading.spread.__getitem__, line.content))
        capitals = sum(word[0].isupper() for word in line.text.split()[1:])
        return [
            ("frequency", sum(map(math.log1p, frequency)) / size),
            ("only here", frequency.count(1) / size),
            ("spread", spread / size / len(reading.lines)),
            ("empty words", 1 - len(line.content) / max(1, len(line.words))),
            ("capitals", capitals / max(1, len(line.words))),
        ]

    def _salience(self, line: Line, length: int) -> Row:
        """The score to be expected if words fall into the summary as they are likely to."""
        likely = self.likely
        each = [likely.get(word, 0.0) for word in set(line.stems)]
        expected = sum(each)
        row = [likely.get(word, 0.0) for word in line.stems]
        pairs = [left * right for left, right in pairwise(row)]
        content = [likely.get(word, 0.0) for word in line.content]
        high = sum(map(_LIKELY.__lt__, each))
        low = sum(map(_UNLIKELY.__gt__, each))
        return [
            *((f"expected {other}", 2 * expected / (length + other)) for other in (10, 14, 18, 24)),
            ("expected mean", expected / max(1, length)),
            ("expected sum", expected / 10),
            ("expected content", sum(content) / max(1, len(content))),
            ("expected pairs", 2 * sum(pairs) / (length + 16)),
            ("expected near pairs", 2 * sum(map(math.sqrt, pairs)) / (length + 16)),
            ("expected share", expected / self._expected),
            ("likely", high / 8),
            ("unlikely", low / 15),
            ("likely share", high / max(1, length)),
            ("unlikely share", low / max(1, length)),
        ]


_score: Final = itemgetter(0)
_NEIGHBOURS: Final = frozenset(
    ("contrast", "trouble", "proposes", "points back", "continues", "our thing")
)


def _side(distance: int) -> str:
    if distance < 0:
        return "to come"
    return ("here", "just gone")[distance] if distance < 2 else "gone"


@cache
def _known() -> KnownWording[float]:
    return KnownWording(weights("ranker")["score"])
