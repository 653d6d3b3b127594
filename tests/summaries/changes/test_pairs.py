"""Planted edits are told, and nothing else is, over forty pairs of TeX and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import islice, product
from random import Random

import pytest

from domain.fulltext import Figure, FullText, Section, Table, TextOrigin
from domain.identifiers import PaperId
from domain.metadata.changes import ChangeKind
from domain.papers import Author, Paper
from summaries.changes import alignment
from summaries.changes.cells import compare_cells
from summaries.changes.sections import compare_sections
from summaries.changes.tokens import key
from summaries.changes.versions import compare_records, compare_texts
from tests.summaries.changes.pairs import ANYWHERE, IN_HTML, Compared, pairs

LEAST_FOUND, MOST_FALSE = 0.95, 0.05


@cache
def compared() -> tuple[Compared, ...]:
    """The pairs."""
    return tuple(pairs(40, seed=1))


def test_planted_edits_are_told() -> None:
    """At least 95 of 100, of each kind, and of what is told at most 5 of 100 are none."""
    edits = [edit for pair in compared() for edit in pair.edits]
    missed = [(pair.name, edit) for pair in compared() for edit in pair.missed]
    false = [(pair.name, change) for pair in compared() for change in pair.false]
    told = sum(len(pair.changes) for pair in compared())
    assert len(missed) <= (1 - LEAST_FOUND) * len(edits), missed
    assert len(false) <= MOST_FALSE * told, false
    assert len({edit.name for edit in edits}) == len(ANYWHERE + IN_HTML)


def test_what_is_but_set_otherwise_is_nothing() -> None:
    """Reflow, emphasis, renumbered figures, references in another order."""
    harmless = [pair for pair in compared() if not pair.edits]
    assert len(harmless) == 5
    assert not [change for pair in harmless for change in pair.changes]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We use 1,000 lamps – “bright” ones.", 'We use 1000 lamps - "bright" ones.'),
        ("As Fig. 2 shows, it holds [3, 4].", "As Figure 7 shows, it holds [12, 13]."),
        ("Figures 2a and 3 and Table 1 agree.", "Figs. 5a and 6 and Table 4 agree."),
        ("By Lemma 2 and (3) it is so.", "By Lemma 4 and (17) it is so."),
        ("It takes six hours, at 0.50 volts.", "It takes 6 hours at 0.5 volts."),
        ("A low-rank method: good.", "A low rank method; good"),
        ("See Appendix B.2 for more.", "See Appendix C.1 for more."),
        ("As others found [1, 2].", "As others found [14, 3]."),
        ("As others found [4, 1, 7].", "As others found [2, 9, 5]."),
    ],
)
def test_texts_that_say_the_same(before: str, after: str) -> None:
    """Typography and the paper's own numbers."""
    assert key(before) == key(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It gains 42.1 points.", "It gains 39.8 points."),
        ("A shift of -3 degrees.", "A shift of 3 degrees."),
        ("On the interval [0, 1] it holds.", "On the interval [0, 2] it holds."),
        ("It costs 5 % more.", "It costs 5 more."),
        ("Figure 2 has 5 peaks.", "Figure 2 has 6 peaks."),
        ("The error is 0.81(3).", "The error is 0.81(5)."),
        ("x < 3 holds.", "x ≤ 3 holds."),
        ("Layers of [64, 32, 16] units.", "Layers of [64, 32, 8] units."),
    ],
)
def test_texts_that_say_something_else(before: str, after: str) -> None:
    """Numbers, signs, bounds."""
    assert key(before) != key(after)


def told(before: str, after: str) -> list[tuple[ChangeKind, str, str]]:
    """What changed between two sections of one title."""
    found = compare_sections([Section("Trial", before)], [Section("Trial", after)])
    return [(change.kind, change.before, change.after) for change in found]


def test_sentences_that_end_elsewhere_say_the_same() -> None:
    """Two that became one by a stop alone."""
    assert told("It rains. Nobody minds. We stay.", "It rains; nobody minds. We stay.") == []


def test_words_that_are_joined_otherwise_say_the_same() -> None:
    """In a sentence, and beside a number that is another."""
    assert told("Our pre-training data set is small.", "Our pretraining dataset is small.") == []
    ((kind, _, _),) = told(
        "Pre-training takes 3 days on a lamp.", "Pretraining takes 4 days on a lamp."
    )
    assert kind is ChangeKind.NUMBER


def test_a_moved_sentence_is_nothing() -> None:
    """Wherever it went."""
    before = [Section("A", "Lamps burn low. Bells ring."), Section("B", "Boats sail far.")]
    after = [Section("A", "Bells ring."), Section("B", "Boats sail far. Lamps burn low.")]
    assert list(compare_sections(before, after)) == []


def test_a_denial_is_the_opposite() -> None:
    """It weighs more than other words."""
    assert told("The difference is significant.", "The difference is not significant.") == [
        (
            ChangeKind.NEGATED,
            "The difference is significant.",
            "The difference is not significant.",
        )
    ]


def test_a_text_rewritten_costs_a_few_comparisons_for_each_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many sentences there are, and however alike."""
    counted: list[int] = []

    measure = alignment.likeness

    def count_and_measure(
        one: alignment.Key, other: alignment.Key, steps: alignment.Steps
    ) -> float:
        counted.append(1)
        return measure(one, other, steps)

    def compare(count: int) -> int:
        counted.clear()
        before = " ".join(f"The lamp of house {n} burns for {n} hours." for n in range(count))
        after = " ".join(f"A bell of tower {n} rings for {n} hours." for n in range(count))
        told(before, after)
        return len(counted)

    monkeypatch.setattr(alignment, "likeness", count_and_measure)
    assert 0 < compare(200) <= 8 * 200
    assert compare(400) <= 8 * 400


def test_long_sentences_cost_no_more_than_so_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many share their words; what is over is compared by the words that stand together."""
    steps: list[int] = []

    def counted(
        junk: None, one: Sequence[str], other: Sequence[str], *, autojunk: bool
    ) -> SequenceMatcher[str]:
        steps.append(len(one) * len(other))
        return SequenceMatcher(junk, one, other, autojunk=autojunk)

    monkeypatch.setattr(alignment, "SequenceMatcher", counted)
    chance = Random(11)
    words = ["".join(letters) for letters in islice(product("bdklmnt", repeat=5), 3_000)]
    lists = [chance.choices(words, k=150) for _ in range(150)]
    before = " ".join(f"Of {' '.join(some)}." for some in lists)
    after = " ".join(f"Of {' '.join(some[15:] + some[:15])}." for some in lists)
    found = told(before, after)
    assert {kind for kind, _, _ in found} == {ChangeKind.REWORDED}
    assert len(found) == 150
    assert sum(steps) <= 6_000_000


def text(origin: TextOrigin, *sentences: str, table: str = "42.1") -> FullText:
    """A small paper."""
    rows = (("Model", "Score"), ("Ours", table))
    return FullText(
        (Section("Results", " ".join(sentences)),),
        (Figure("1", "A lamp.", table.encode()),),
        origin,
        tables=(Table("1", "Scores.", rows),),
    )


def test_cells_and_images_are_compared() -> None:
    """By the names of row and column; an image under the same caption."""
    before, after = text(TextOrigin.HTML, "We won."), text(TextOrigin.HTML, "We won.", table="39.8")
    changes = list(compare_texts(before, after))
    assert [(c.kind, c.before, c.after, c.of) for c in changes] == [
        (ChangeKind.CELL, "42.1", "39.8", ("Ours", "Score")),
        (ChangeKind.FIGURE_REPLACED, "", "A lamp.", ()),
    ]


ROWS = (("Model", "RMSE", "MAE"), ("Stakes", "12.4", "9.8"), ("Ours", "7.8", "6.0"))


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (
            (("Model", "R2", "RMSE", "MAE"), ("Stakes", "0.8", "12.4", "9.8"),
             ("Ours", "0.9", "7.8", "6.0")),
            [(ChangeKind.COLUMN_ADDED, "", "R2 · 0.8 · 0.9")],
        ),
        (
            (("Model", "RMSE"), ("Stakes", "12.4"), ("Ours", "7.1")),
            [(ChangeKind.CELL, "7.8", "7.1"), (ChangeKind.COLUMN_REMOVED, "MAE · 9.8 · 6.0", "")],
        ),
        (
            (("Model", "RMSE (cm)", "MAE"), ("Stakes", "12.4", "9.8"), ("Ours", "7.1", "6.0")),
            [(ChangeKind.CELL, "RMSE", "RMSE (cm)"), (ChangeKind.CELL, "7.8", "7.1")],
        ),
        (
            (("Model", "Depth", "MAE"), ("Stakes", "12.4", "9.8"), ("Ours", "7.1", "6.0")),
            [(ChangeKind.CELL, "RMSE", "Depth"), (ChangeKind.CELL, "7.8", "7.1")],
        ),
        (
            (("Model", "Cost", "MAE"), ("Stakes", "1", "9.8"), ("Ours", "90", "6.0")),
            [
                (ChangeKind.COLUMN_ADDED, "", "Cost · 1 · 90"),
                (ChangeKind.COLUMN_REMOVED, "RMSE · 12.4 · 7.8", ""),
            ],
        ),
        ((("Model", "MAE", "RMSE"), ("Stakes", "9.8", "12.4"), ("Ours", "6.0", "7.8")), []),
    ],
)  # fmt: skip
def test_columns_that_come_go_or_have_another_heading(
    after: tuple[tuple[str, ...], ...], told: list[tuple[ChangeKind, str, str]]
) -> None:
    """A column with another heading is the same where its words or cells say so."""
    found = [(one.kind, one.before, one.after) for one in compare_cells(ROWS, after, "1")]
    assert found == told


def test_another_spelling_of_an_author_is_nothing() -> None:
    """Initials, accents, middle names; another person of that family name is one."""

    def record(*names: str) -> Paper:
        authors = tuple(map(Author, names))
        return Paper(
            id=PaperId("2505.00001", 1),
            title="Lamps",
            authors=authors,
            abstract="",
            categories=("cs.CL",),
            primary="cs.CL",
        )

    before = record("Ada Brook", "Ben Ford", "Jean-Pierre Marsh", "Wei Zhang")
    same = record("A. Brook", "Bén Ford", "J.-P. L. Marsh", "Wei Zhang")
    assert list(compare_records(before, same)) == []
    other = record("Ada Brook", "Ben Ford", "Jean-Pierre Marsh", "Wen Zhang")
    assert [(one.before, one.after) for one in compare_records(before, other)] == [
        ("", "Wen Zhang"),
        ("Wei Zhang", ""),
    ]


def test_of_a_page_and_a_pdf_only_numbers_are_told() -> None:
    """Their lines and tables are read otherwise."""
    before = text(TextOrigin.HTML, "We won 3 of 9 games.", "It rained.")
    after = text(TextOrigin.PDF, "We won 4 of 9 games.", "It rai ned.", table="39.8")
    assert [change.kind for change in compare_texts(before, after)] == [ChangeKind.NUMBER]
