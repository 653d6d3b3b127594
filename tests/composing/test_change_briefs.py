"""What changed in a paper, in a sentence: never that nothing did where something is told."""

from __future__ import annotations

import pytest

from composing.versions.brief import in_a_sentence
from domain.metadata.changes import Change, ChangeKind


@pytest.mark.parametrize("kind", ChangeKind)
def test_every_change_is_named(kind: ChangeKind) -> None:
    """Also a sign that is gone, and a cell that is empty now."""
    one = Change(kind=kind, where="Trial", before="-4", after="")
    assert "no change" not in in_a_sentence([one])


def test_no_change_is_told_as_that() -> None:
    """Where there is none."""
    assert "no change" in in_a_sentence([])
