"""``papercrier ask`` as its users have it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from summaries.questions.searchable import passages_of
from tests.bot.terminal import Terminal
from tests.summaries.questions.lanterns import PAPER, TEXT


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A command line with a database of its own."""
    return Terminal(tmp_path)


def _paper() -> dict[str, Any]:
    passages = passages_of(PAPER, TEXT)
    return {
        "id": "lanterns",
        "title": PAPER.title,
        "abstract": PAPER.abstract,
        "sections": [asdict(section) for section in TEXT.sections],
        "sentences": [
            {"n": n, "section": passage.section, "text": passage.text}
            for n, passage in enumerate(passages, 1)
        ],
    }


def test_questions_are_answered_line_by_line(terminal: Terminal) -> None:
    """A wrong line is told by its number, and the others are still answered."""
    paper = _paper()
    lines = [
        {"id": "a", "question": "How many parameters?", "paper": paper},
        {"id": "b", "question": "How many parameters?"},
        {"id": "c", "question": "Which telescope observed the supernova?", "paper": paper},
    ]
    ran = terminal.run("ask", "--jsonl", typed="\n".join(map(json.dumps, lines)) + "\n[]\n")
    assert ran.status == 2
    assert "Line 2" in ran.err
    assert "Line 4" in ran.err
    told, untold = map(json.loads, ran.out.splitlines())
    assert (told["id"], told["refused"]) == ("a", False)
    assert "12,400" in told["answer"]
    assert "12,400" in paper["sentences"][told["cited"][0] - 1]["text"]
    assert (untold["id"], untold["refused"], untold["answer"]) == ("c", True, None)
    assert untold["cited"]
    assert untold["confidence"] < 0.42 <= told["confidence"] <= 1


def test_a_sample_paper_is_asked(terminal: Terminal) -> None:
    """Of its abstract, without a network."""
    ran = terminal.run("ask", "sample/0000001", "what is proposed?", "--sample")
    assert ran.status == 0
    assert "Of the abstract alone." in ran.out
