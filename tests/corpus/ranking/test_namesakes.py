"""Authors of one name, told apart by their recorded papers."""

from __future__ import annotations

import pytest

from tests.corpus.ranking.followed import followed
from tests.corpus.ranking.judged import FOLDER, told_apart

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="no ../shared/ranking here")


def test_few_papers_are_given_to_another_author() -> None:
    """Of pairs of papers that are said to be one person's, and of those that are."""
    told = told_apart()
    assert told["precision"] >= 0.96
    assert told["recall"] >= 0.62


def test_who_is_followed_is_told_from_namesakes() -> None:
    """Of the papers of later, by what was known before."""
    precision, recall = followed()["query"]
    assert precision >= 0.66
    assert recall >= 0.86
