"""``papercrier ask`` as its users have it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from cachetools import LRUCache

from bot.command_line.asked import Known, answered
from domain.errors import InputError
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


def test_a_paper_is_what_its_line_says() -> None:
    """Whatever a line before had under the same name; a number that is none is told."""
    known: Known = LRUCache(4)
    paper = _paper()
    asked = {"id": "a", "question": "How many parameters?", "paper": paper}
    assert "12,400" in answered(json.dumps(asked), known)["answer"]
    told = [row | {"text": row["text"].replace("12,400", "7,100")} for row in paper["sentences"]]
    paper["sentences"] = told
    assert "7,100" in answered(json.dumps(asked), known)["answer"]
    paper["sentences"] = [told[0] | {"n": float("inf")}]
    with pytest.raises(InputError):
        answered(json.dumps(asked), known)


def test_a_sample_paper_is_asked(terminal: Terminal) -> None:
    """Of its abstract, without a network."""
    ran = terminal.run("ask", "sample/0000001", "what is proposed?", "--sample")
    assert ran.status == 0
    assert "Of the abstract alone." in ran.out
