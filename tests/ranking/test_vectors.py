"""Tests of `ranking.terms` and `ranking.vectors`."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from ranking.terms import as_written, emphases_of, terms_of
from ranking.vectors import Postings, Rarity, Vector, number_of
from tests.bot.processes import ROOT
from tests.ranking.invented import paper, some

LANTERNS = replace(paper(1), title="Folding Lanterns", abstract="We fold a lantern. Lanterns glow.")


def test_terms_are_stems_and_pairs_of_them() -> None:
    """Inflected forms are one term; what stands in every text is none."""
    assert terms_of(LANTERNS) == {
        "fold": 2, "lantern": 3, "fold lantern": 2, "lantern lantern": 1, "glow": 1,
        "lantern glow": 1,
    }  # fmt: skip


def test_terms_are_shown_as_the_paper_has_them() -> None:
    """In the order in which they are counted."""
    written = as_written(LANTERNS.title, LANTERNS.abstract)
    shown = dict(zip(terms_of(LANTERNS), written, strict=True))
    assert shown["fold"] == "folding"
    assert shown["lantern glow"] == "lanterns glow"


def test_the_rarer_a_term_the_more_it_weighs() -> None:
    """What none of the known papers has weighs most."""
    known = [replace(paper(n), title="Common", abstract="known words") for n in range(5)]
    known[0] = replace(known[0], abstract="known words, knot")
    found = Rarity(known).vector(replace(LANTERNS, title="Wick", abstract="knot common"))
    weights = dict(zip(found.terms.tolist(), found.weights.tolist(), strict=True))
    wick, knot, common = (weights[number_of(term)] for term in ("wick", "knot", "common"))
    assert wick > knot > common
    assert np.linalg.norm(found.weights) == pytest.approx(1)


def test_cosines_are_those_of_the_vectors() -> None:
    """As counted term by term."""
    papers = [*some("lanterns", 4), *some("ropes", 3), replace(paper(9), title="", abstract="")]
    vectors = [Rarity(some("", 20)).vector(one) for one in papers]
    found = Postings(vectors[:5]).cosines(vectors)
    for row, column in product(range(5), range(len(vectors))):
        assert found[row, column] == pytest.approx(_cosine(vectors[row], vectors[column]), abs=1e-6)
    assert not Postings(vectors[7:]).cosines(vectors).any()
    assert Postings([]).cosines(vectors).shape == (0, len(vectors))


def test_comparing_many_takes_memory_for_some_at_a_time() -> None:
    """Beside what it gives back, a number for each two."""
    terms = np.arange(30, dtype=np.uint32)
    alike = [Vector(terms, np.full(30, 30**-0.5, dtype=np.float32))] * 600
    postings = Postings(alike[:100])
    few, many = (_peak(postings, alike[:count]) - 8 * 100 * count for count in (100, 600))
    assert many < 2 * few
    assert postings.cosines(alike) == pytest.approx(1, abs=1e-6)


def _peak(postings: Postings, others: list[Vector]) -> int:
    """Bytes that are taken at most while some vectors are compared."""
    tracemalloc.start()
    try:
        postings.cosines(others)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _cosine(one: Vector, other: Vector) -> float:
    weights = dict(zip(one.terms.tolist(), one.weights.tolist(), strict=True))
    pairs = zip(other.terms.tolist(), other.weights.tolist(), strict=True)
    return float(sum(weights.get(term, 0.0) * weight for term, weight in pairs))


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_no_thread_spins_beside_the_loop() -> None:
    """The library for arrays works in the thread that asks it."""
    code = "import os, ranking.vectors; print(len(os.listdir('/proc/self/task')))"
    asked = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    told = subprocess.check_output([sys.executable, "-c", code], env=asked, cwd=ROOT, text=True)
    assert int(told) == 1


def test_what_a_paper_is_about() -> None:
    """Its title first, then what is said twice; what every paper says is left out."""
    assert emphases_of(LANTERNS) == {
        "fold": 1, "lantern": 1, "fold lantern": 1, "lantern lantern": 0.45, "glow": 0.45,
        "lantern glow": 0.45,
    }  # fmt: skip
    twice = replace(LANTERNS, title="Wicks", abstract="Glow. Glow.")
    assert emphases_of(twice)["glow"] == 0.75
    known = [replace(paper(n), title="Common", abstract="known words") for n in range(50)]
    found = Rarity(known).emphasis(replace(LANTERNS, title="Common", abstract="knot"))
    assert found.terms.tolist() == [number_of("knot")]
    assert found.weights.tolist() == [1.0]


def test_what_papers_have_in_common_where_terms_count() -> None:
    """As by the cosines, once for each time that a term counts."""
    rarity = Rarity(some("", 20, 100))
    vectors = [rarity.vector(one) for one in [*some("ropes", 4), *some("lanterns", 4)]]
    postings = Postings(vectors)
    even = np.ones(len(postings.terms))
    assert postings.gram(even) == pytest.approx(postings.cosines(vectors), abs=1e-5)
    assert postings.gram(4 * even) == pytest.approx(4 * postings.cosines(vectors), abs=1e-5)
    shares = np.arange(8.0)
    along = postings.along(postings.terms, postings.summed(shares))
    assert along == pytest.approx(postings.products(postings, shares))
    assert along == pytest.approx(postings.cosines(vectors) @ shares, abs=1e-5)
