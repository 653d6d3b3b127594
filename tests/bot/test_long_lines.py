"""Lines of any length and of any octets at the console end in one sentence each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal with an empty home."""
    return Terminal(tmp_path, hurried=True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"/import {'y' * 300}/z", "Imported 1 of 1"),
        ("/import ~nobody-is-called-so/export.json", ""),
        (f"/import {'x' * 5_000_000}", "too long: 4,000,092 characters, where /import takes"),
        (f"/topics {'q' * 6_000}", "too long: 6,000 characters, where /topics takes 5,000"),
        (f"/{'q' * 6_000}", "There is no command"),
        (f"/help {'q' * 4_900}", "There is no command"),
        (f"/limit {'9' * 4_400}", "is not a number from 1 to 50"),
        ('/import {"settings": ' + "[" * 100_000, "not an export"),
        ("q" * 100_000, "neither a command nor a paper"),
    ],
    ids=["file name", "home", "import", "topics", "command", "help", "number", "depth", "words"],
)
def test_a_line_is_answered_in_a_sentence(terminal: Terminal, line: str, told: str) -> None:
    """And so is the next one."""
    ran = terminal.run("chat", "--sample", typed=f"{line}\n/limit 7\n")
    said = ran.out + ran.err
    assert "Traceback" not in said
    assert told in " ".join(said.split())
    assert "7 papers" in said
    assert len(said) < 2_000


def test_a_line_of_json_is_refused_alone(terminal: Terminal) -> None:
    """Too deep, too long, with halves of characters: the next line is summarised all the same."""
    fine = json.dumps({"title": "On Boats", "abstract": "We fold boats. They float well."})
    half = json.dumps({"title": "On \ud800Boats", "abstract": "We fold \ud800boats. They float."})
    long = json.dumps({"title": "On Boats", "abstract": "x" * 30_000})
    ran = terminal.run("summarize", "--jsonl", typed="\n".join(("[" * 100_000, long, half, fine)))
    assert "Traceback" not in ran.err
    assert ran.err.count("✗") == 2
    assert len(ran.out.splitlines()) == 2
