"""What else people may mean by what they type."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import QueryError
from domain.papers import Paper
from tests.topics import invented
from topics.catalogue import topic_from
from topics.intent.readings import MOST, readings, wider
from topics.intent.vocabulary import Vocabulary

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("intent.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def vocabulary(papers: Iterable[Paper] = ()) -> Vocabulary:
    """The words of some papers and of the catalogue."""
    known = Vocabulary()
    for _ in known.read(papers):
        pass
    return known


@cache
def known() -> Vocabulary:
    """What some papers say."""
    return vocabulary([invented.paper(1, "Segmentation", "transformer " * 3, ["Ada Lindqvist"])])


@pytest.mark.parametrize(("typed", "doubt", "meant"), ROWS)
def test_what_is_asked_about(typed: str, doubt: str, meant: str) -> None:
    """The likeliest other reading, and why; or none."""
    found = readings(typed, topic_from(typed).query, known())
    assert [(one.doubt.value, one.text) for one in found[:1]] == ([(doubt, meant)] if doubt else [])


@given(st.text(min_size=1, max_size=60) | st.sampled_from([row[0] for row in ROWS]))
def test_whatever_is_typed(typed: str) -> None:
    """A few readings, each once, each of which can be typed and is another than what was."""
    try:
        query = topic_from(typed).query
    except QueryError:
        return
    found = [one.text for one in readings(typed, query, known())]
    assert len(set(found)) == len(found) <= MOST
    assert all(topic_from(text).query != query for text in found if text)


def test_a_word_of_papers_is_no_mistake_unless_far_rarer_than_one_like_it() -> None:
    """Neither are other forms of a word."""
    words = "residual residuals residuel " + "gradient " * 300 + "gradiant "
    papers = vocabulary([invented.paper(1, "A title", words * 2)])
    assert [papers.meant(word) for word in ("residuel", "residuals", "gradients")] == ["", "", ""]
    assert papers.meant("gradiant") == "gradient"


def test_what_most_papers_have_is_asked_about() -> None:
    """By each word that is looked for; one rare word is enough to mean something."""
    papers = [invented.paper(n, f"Title {n}", "We show a method and results") for n in range(30)]
    usual = vocabulary(papers)

    def meant(typed: str) -> list[tuple[str, str]]:
        found = readings(typed, topic_from(typed).query, usual)
        return [(one.doubt.value, one.text) for one in found]

    assert meant("method") == [("everything", "ti:method")]
    everything = [("everything", '"method results"'), ("everything", "ti:(method results)")]
    assert meant("method results") == everything
    assert meant("lantern method") == meant("ti:method") == meant('"method"') == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hydrology of the karst", ["karst", "hydrology"]),
        ("hydrology of the transfomers", ["hydrology"]),
        ("purring transfomers", []),
        ("karsto", ["karst*"]),
        ("karstology", []),
        ("Mamba2", ["Mamba"]),
        ("RWKV-7", ["RWKV"]),
        ("Zebra-7", []),
        ("Mamba-2.8b", ["Mamba"]),
    ],
)
def test_a_wider_topic_is_one_that_papers_have(typed: str, meant: list[str]) -> None:
    """Without "of" nothing else would be found, and what no paper has finds nothing either."""
    papers = vocabulary([invented.paper(1, "Hydrology of a karst", "A mamba.")])
    assert [one.text for one in wider(topic_from(typed).query, papers)] == meant
