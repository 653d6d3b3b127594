"""Tests of `topics.fitting`."""

from __future__ import annotations

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from topics.fitting import fitting


def paper(title: str, abstract: str, category: str) -> Paper:
    """An invented paper."""
    return Paper(
        id=PaperId("2403.00001"),
        title=title,
        authors=(Author("Ada Example"),),
        abstract=abstract,
        categories=(category,),
        primary=category,
    )


def test_what_the_title_says_counts_most() -> None:
    """A paper about splatting that mentions diffusion belongs to splatting."""
    found = fitting(
        paper("Gaussian splatting of gardens", "Unlike diffusion models, we splat.", "cs.CV")
    )
    assert found is not None
    assert "splatting" in found.name.lower()


def test_a_paper_of_no_ready_topic_has_none() -> None:
    """Nothing is better than something that does not fit."""
    assert fitting(paper("On chairs", "We sit on chairs.", "cs.OH")) is None
