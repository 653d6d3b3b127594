"""The trained weights that come with the package."""

from __future__ import annotations

from importlib.resources import files

from summaries.extractive.roles import Role
from summaries.extractive.weights import weighed, weights
from summaries.text.cues import NAMES


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
