"""The trained weights that come with the package."""

from __future__ import annotations

import math
from importlib.resources import files

import pytest

from summaries.extractive.ranking import Ranker
from summaries.extractive.roles import Role
from summaries.extractive.salience import probabilities, word_features
from summaries.extractive.weights import KnownWording, weighed, weights, wording
from summaries.text.cues import NAMES
from summaries.text.understanding import Reading


def test_the_weights_are_small() -> None:
    """Some kilobytes, not a model to download."""
    trained = files("summaries.extractive").joinpath("trained")
    sizes = [len(path.read_bytes()) for path in trained.iterdir()]

    assert len(sizes) == 3
    assert sum(sizes) < 80_000


def test_the_weights_know_the_cues() -> None:
    """Code and weights go together: every cue there is has been trained on."""
    roles = {name for role in Role for name in weights("roles")[role]}
    ranker = set(weights("ranker")["score"])

    assert len(set(NAMES) & roles) > 0.9 * len(NAMES)
    assert len(set(NAMES) & ranker) > 0.8 * len(NAMES)


def test_features_that_were_not_trained_on_count_nothing() -> None:
    """A model says nothing of what it does not know."""
    model = {"place": 2.0, "first": -0.5}

    assert weighed([("place", 0.5), ("first", 1.0), ("unheard of", 9.0)], model) == 0.5


READING = Reading.of(
    "Frobnet: a network of 3 layers",
    "Layers are hard to learn. In this paper we propose Frobnet, a network that learns 3 layers. "
    "We show that it is state of the art, and it is 4 times faster than others.",
)


def test_what_is_known_of_wording_weighs_as_all_of_it() -> None:
    """Looking only for what a model knows leaves nothing out that it weighs."""
    for model in (weights("ranker")["score"], weights("roles")[Role.RESULT]):
        known = KnownWording(model)
        for line in READING.lines:
            assert known.of(line.words)
            assert sum(known.of(line.words)) == pytest.approx(weighed(wording(line.words), model))


def test_words_and_sentences_are_scored_by_the_features_that_are_trained_on() -> None:
    """What is learnt from named features is what is reckoned with."""
    model = weights("salience")["word"]
    by_name = {word: weighed(row, model) for word, row in word_features(READING)}
    for word, chance in probabilities(READING, model).items():
        assert math.log(chance / (1 - chance)) == pytest.approx(by_name[word])

    ranker = Ranker(READING)
    score, best = ranker.ranked()[0]
    assert score == pytest.approx(weighed(ranker.features(best), weights("ranker")["score"]), 0.05)
