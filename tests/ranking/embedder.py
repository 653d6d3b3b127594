"""What texts mean, by the words of a few subjects: nothing is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from domain.errors import ModelMisconfigured
from domain.messages import as_is

SUBJECTS: Final = {
    "lantern": 0,
    "candle": 0,
    "rope": 1,
    "hawser": 1,
}
"""Words by the subject that they are about, with all that begins so."""


class FakeEmbedder:
    """Of each subject the share of the words that are about it.

    Attributes:
        asked: all texts, in the order in which they came.
        is_broken: set it, and it cannot be loaded.
    """

    def __init__(self, name: str = "by subject", subjects: Mapping[str, int] = SUBJECTS) -> None:
        self.name = name
        self.asked: list[str] = []
        self.is_broken = False
        self._subjects = subjects

    def embedded(self, texts: Sequence[str]) -> list[bytes]:
        """A byte for each subject, and one for everything else."""
        if self.is_broken:
            raise ModelMisconfigured(as_is("It cannot be loaded."))
        self.asked += texts
        return [self._vector(text.casefold().split()) for text in texts]

    def _vector(self, words: Sequence[str]) -> bytes:
        counts = [0] * (1 + max(self._subjects.values()))
        for word in words:
            for beginning, subject in self._subjects.items():
                counts[subject] += word.startswith(beginning)
        return bytes([*(min(9, 3 * count) for count in counts), 1])
