"""Keywords name what a paper is about, not what it was measured with."""

from __future__ import annotations

import pytest

from summaries.extractive.keywords import keywords
from summaries.extractive.salience import salience
from summaries.text.understanding import Reading

ATTENTION = (
    "The dominant sequence transduction models are based on complex recurrent or convolutional "
    "neural networks in an encoder-decoder configuration. The best performing models also connect "
    "the encoder and decoder through an attention mechanism. We propose a new simple network "
    "architecture, the Transformer, based solely on attention mechanisms, dispensing with "
    "recurrence and convolutions entirely. Experiments on two machine translation tasks show these "
    "models to be superior in quality while being more parallelizable. Our model achieves 28.4 "
    "BLEU on the WMT 2014 English-to-German translation task, improving over the existing best "
    "results by over 2 BLEU. On the WMT 2014 English-to-French translation task, our model "
    "establishes a new BLEU score of 41.8 after training for 3.5 days on eight GPUs. We show that "
    "the Transformer generalizes well to other tasks by applying it to constituency parsing."
)


def keywords_of(title: str, abstract: str) -> tuple[str, ...]:
    """The keywords of an abstract."""
    reading = Reading.of(title, abstract)
    return keywords(reading, salience(reading))


def test_a_title_without_the_subject() -> None:
    """What is proposed and what it is made of are named; measures and their tables are not."""
    found = keywords_of("Attention Is All You Need", ATTENTION)

    assert "Transformer" in found
    assert "attention mechanisms" in found
    assert not {"BLEU", "WMT", "GPUs"} & set(found)


def test_names_of_measures_are_no_subjects() -> None:
    """What stands only beside numbers is what was measured with, but for what the title names."""
    abstract = (
        "We propose a folding hinge of birch for ships. The folding hinge creaks at 12 DBX on the "
        "SEA2030 set of hinges. Oiled hinges creak at 40 DBX on the SEA2030 set of hinges."
    )

    assert not {"DBX", "SEA2030"} & set(keywords_of("Folding Hinges", abstract))
    assert "DBX" in keywords_of("The DBX of Folding Hinges", abstract)


def test_verbs_of_a_title_are_no_subjects() -> None:
    """What is done in a title, or denied in it, is not what the paper is about."""
    abstract = (
        "We fold hinges of birch. Ship doors hold if the hinges of birch are folded twice. The "
        "folds reflect the grammatical side of ship doors."
    )
    found = " | ".join(keywords_of("How to Fold Birch Hinges: Ship Doors Reflect Folds", abstract))

    assert "Birch Hinges" in found or "birch hinges" in found.lower()
    assert not {"fold birch", "reflect", "grammatical"} & set(found.lower().split(" | "))
    assert "reflect" not in found.lower()
    assert "capable" not in " ".join(keywords_of("Birch Hinges", "Birch hinges capable of folds."))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("dark matter", "Halos of dark matter surround hinges."),
        ("ground states", "The ground states of hinges are cold."),
        ("boundary value problems", "We solve boundary value problems of hinges."),
        ("general relativity", "Hinges of general relativity are bent."),
        ("large language models", "We ask large language models about hinges."),
        ("time series", "Each time series of creaks is long."),
        ("climate change", "Hinges suffer from climate change at sea."),
    ],
)
def test_names_are_not_cut(name: str, sentence: str) -> None:
    """Words that name nothing alone are parts of names."""
    abstract = f"We study hinges of tin at sea. {sentence} They matter, as do {name} of all kinds."

    assert name in keywords_of(f"On {name.capitalize()} and Hinges", abstract)


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("Double Folding Mitigates the Creak of Hinges", "Double Folding Mitigates"),
        ("Quiet Hinges via Birch-based Dynamic Weighting", "Birch-based Dynamic"),
        ("Hinges and Mathematical Aspects of Birch", "Mathematical Aspects"),
    ],
)
def test_what_names_no_subject(title: str, wrong: str) -> None:
    """A verb ends no name, a name is not cut before its last word, an aspect is no subject."""
    found = keywords_of(title, f"We study how birch makes hinges of ships keep quiet. {title}.")

    assert wrong.lower() not in [word.lower() for word in found]


def test_a_name_with_a_hyphen_is_whole() -> None:
    """What looks like a verb within a name is part of it."""
    abstract = "Improved estimates on the constants for hinges of birch are established."

    assert "Lieb-Folding constants" in keywords_of("Bounds on the Lieb-Folding constants", abstract)
