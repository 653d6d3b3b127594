"""A batch of papers: what matches, why, and in what order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.digests import Reason
from domain.papers import Paper
from domain.topics import Category, Field, Query, Term, Topic
from tests.topics import naive
from tests.topics.invented import any_leaves, meeting_leaves, paper, papers, queries
from topics.index import PaperIndex
from topics.language import parse_query


def ranked(topic: str, *batch: Paper) -> list[int]:
    """The numbers of a batch's papers that match, best first."""
    index = PaperIndex(batch)
    matches = index.matches(Topic(topic, parse_query(topic)))
    return [int(match.paper.id.base[5:]) for match in matches]


@settings(max_examples=200)
@given(st.lists(papers, max_size=6, unique_by=lambda one: one.id), queries(meeting_leaves))
def test_a_batch_is_matched_as_each_paper_alone_and_as_told_naively(
    batch: list[Paper], query: Query
) -> None:
    """The same papers match in a batch, each in an index of its own, and read word by word."""
    index = PaperIndex(batch)
    together = index.matching(query)
    alone: set[str] = set()
    for one in batch:
        index = PaperIndex([one])
        alone |= index.matching(query)
    assert together == alone
    assert together == {one.id.base for one in batch if naive.matches(query, one)}


@settings(max_examples=200)
@given(papers, queries(any_leaves))
def test_nothing_that_is_typed_acts_as_syntax(one: Paper, query: Query) -> None:
    """Every query of the language is a valid expression, whatever signs it holds."""
    index = PaperIndex([one])
    found = index.matching(query)
    assert found <= {one.id.base}
    assert [match.paper.id.base for match in index.matches(Topic("x", query))] == [*found]


@given(st.lists(papers, max_size=5), queries(meeting_leaves))
def test_scores_do_not_depend_on_the_batch(batch: list[Paper], query: Query) -> None:
    """A paper has the same score and reasons alone as among others."""
    topic = Topic("x", query)
    index = PaperIndex(batch)
    together = index.matches(topic)
    for match in together:
        index = PaperIndex([match.paper])
        assert index.matches(topic) == [match]


def test_a_paper_given_twice_is_there_once() -> None:
    """A paper is its base id; of two records of it the first stays."""
    index = PaperIndex([paper(1, "NeRF"), paper(1, "Splatting"), paper(2, "NeRF")])
    assert len(index) == 2
    assert index.matching(Term("splatting")) == frozenset()
    assert index.matching(Term("nerf")) == {"2401.00001", "2401.00002"}


def test_no_papers_match_nothing() -> None:
    """An empty batch can be asked."""
    index = PaperIndex()
    assert index.matching(Term("nerf")) == frozenset()
    assert index.matches(Topic("x", Term("nerf"))) == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("au:Hinton", "Geoffrey E. Hinton"),
        ('au:"Geoffrey Hinton"', "Geoffrey E. Hinton"),
        ('au:"G Hinton"', "Geoffrey E. Hinton"),
        ('au:"Hinton, G."', "Geoffrey E. Hinton"),
        ("au:Hinton_G_E", "Geoffrey E. Hinton"),
        ('au:"Hinton Geoffrey"', "Geoffrey E. Hinton"),
        ("au:van der Maaten", "Laurens van der Maaten"),
        ('au:"L van der Maaten"', "Laurens van der Maaten"),
        ('au:"Scholkopf"', "Bernhard Schölkopf"),
        ('au:"J Alayrac"', "Jean-Baptiste Alayrac"),
        ('au:"Robert Adams"', "Robert P. Adams Jr."),
        ('au:"CMS Collaboration"', "The CMS Collaboration"),
    ],
)
def test_an_author_is_found_by_the_usual_forms_of_a_name(typed: str, names: str) -> None:
    """In full, without middle names, with initials, surname first, without accents."""
    index = PaperIndex([paper(1, authors=["Ada Ek", names]), paper(2, authors=["Ada Ek"])])
    assert index.matching(parse_query(typed)) == {"2401.00001"}


def test_a_name_does_not_run_from_one_author_into_the_next() -> None:
    """The last word of one name and the first of the next are no name."""
    index = PaperIndex([paper(1, authors=["Ada Ek", "Bo Lund"])])
    for name in ("Ek Bo", "A Bo", "Ada Lund", "Lund Ada", "Ek Lund", "A Lund", "A Bo Lund"):
        assert index.matching(Term(name, Field.AUTHOR)) == frozenset()


def test_reasons_name_what_was_found_and_where() -> None:
    """Each wanted part that the paper has, in the query's order; the title before the abstract."""
    query = parse_query(
        'cat:cs (nerf OR splatting OR abs:models OR video OR agents) au:"A Ek" -ti:codes'
    )
    one = paper(
        1, "Splatting and NeRF", "Agents and models of NeRF and codes.", ["Ada Ek"], ["cs.CV"]
    )
    index = PaperIndex([one])
    (match,) = index.matches(Topic("mine", query))
    assert match.reasons == (
        Reason("mine", Category("cs"), None),
        Reason("mine", Term("nerf"), Field.TITLE),
        Reason("mine", Term("splatting"), Field.TITLE),
        Reason("mine", Term("models", Field.ABSTRACT), Field.ABSTRACT),
        Reason("mine", Term("agents"), Field.ABSTRACT),
        Reason("mine", Term("A Ek", Field.AUTHOR), Field.AUTHOR),
    )


def test_papers_about_a_topic_stand_above_those_that_mention_it() -> None:
    """Title, then title words apart, then often, then early, then late; equals by id."""
    filler = "We study scenes and report results on several well known benchmarks. "
    batch = [
        paper(1, "Scenes", filler * 3 + "Unlike diffusion models, it is fast."),
        paper(2, "Scenes", "Diffusion models are slow. " + filler * 3),
        paper(3, "Scenes", "Diffusion models, diffusion models, a diffusion model. " + filler),
        paper(4, "Scenes by diffusion", "Diffusion models are slow. " + filler * 3),
        paper(5, "A diffusion model of scenes", filler),
        paper(6, "A diffusion model of scenes", "Diffusion models are good. " + filler),
        paper(7, "A diffusion model of scenes", filler),
        paper(8, "Diffusion of scenes", filler),
    ]
    assert ranked("diffusion models", *batch) == [6, 5, 7, 4, 3, 2, 1]


def test_singular_and_plural_are_one_word() -> None:
    """The plural finds the singular and the other way round."""
    batch = [paper(1, "A diffusion model"), paper(2, "Two Diffusion-Models")]
    assert ranked("diffusion models", *batch) == [1, 2]
    assert ranked("diffusion model", *batch) == [1, 2]


def test_no_paper_is_found_because_another_writes_a_name_with_its_umlaut() -> None:
    """What is called Gödel is also found as Goedel and Godel; Godel as that alone."""
    own = [paper(1, "Gödel numbers"), paper(2, "Godel numbers"), paper(3, "Goedel numbers")]
    index = PaperIndex(own)
    found = {word: len(index.matching(Term(word))) for word in ("Gödel", "Godel", "Goedel")}
    assert found == {"Gödel": 3, "Godel": 2, "Goedel": 2}
