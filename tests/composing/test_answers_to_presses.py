"""What a press is answered with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.tastes import Voted
from composing.library.tastes import saved_document, voted_document
from papers.sample import sample_papers
from tests.handlers.greek import words_of

LONG = "On the Creak of Folded Hinges in the Cold Water of Lakes in the North and in the South"


@pytest.mark.parametrize("title", [LONG, "Do Hinges Creak?", "Hinges, Etc."])
def test_a_title_that_ends_with_a_stop_gets_no_second_one(title: str) -> None:
    """Neither does one that was cut."""
    paper = replace(sample_papers()[0], title=title)
    for document in (
        saved_document(paper, is_saved=True),
        saved_document(paper, is_saved=False),
        voted_document(Voted(paper=paper, is_kept=True, here=None), is_more=True),
    ):
        said = " ".join(words_of(document))
        assert not any(two in said for two in ("….", "?.", ".."))
