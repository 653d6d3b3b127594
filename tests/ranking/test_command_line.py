"""``papercrier rank --jsonl`` as its users have it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.bot.terminal import Terminal
from tests.ranking.test_namesakes import LANTERNS, NAME, ROPES


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A command line with a database of its own."""
    return Terminal(tmp_path)


def test_papers_are_ranked_line_by_line(terminal: Terminal) -> None:
    """A wrong line is told by its number, and the others are still answered."""
    papers = [
        {"id": f"2603.{n:05}", "title": f"{what} {n}", "abstract": f"A {what} that we {does}."}
        for n, (what, does) in enumerate((("Lantern", "light"), ("Rope", "splice")) * 4)
    ]
    asked = {"id": "ada", "library": papers[:1], "votes": [], "voted": [], "pool": papers[1:]}
    voted = asked | {"id": "bob", "votes": [[papers[0]["id"], -1]], "voted": papers[:1]}
    lines = [{"background": papers}, {"pool": 7}, asked, voted, {"id": "eve", "pool": papers}]
    ran = terminal.run("rank", "--jsonl", typed="\n".join(map(json.dumps, lines)))
    assert ran.status == 2
    assert "Line 2" in ran.err
    ready, ada, bob, eve = map(json.loads, ran.out.splitlines())
    assert ready == {"ready": True}
    assert (ada["id"], bob["id"], eve["id"]) == ("ada", "bob", "eve")
    lanterns = {paper["id"] for paper in papers[2::2]}
    assert {entry["id"] for entry in ada["ranked"][:3]} == lanterns
    assert {entry["id"] for entry in bob["ranked"][-3:]} == lanterns
    assert {"paper": papers[0]["id"]} in ada["ranked"][0]["reasons"]
    assert [entry["id"] for entry in eve["ranked"]] == [paper["id"] for paper in papers]


def test_odd_requests_to_rank_lose_no_others(terminal: Terminal) -> None:
    """What can be answered is, and of the rest each is told by its number."""
    papers = [
        {"id": f"2603.{n:05}", "title": f"Lantern {n}", "abstract": "A lantern that we light."}
        for n in range(4)
    ]
    asked: dict[str, Any] = {"id": "ada", "library": papers[:2], "pool": papers[2:]}
    unheard = [
        {"background": []},
        asked | {"votes": [["2603.00001", math.inf]], "voted": papers},
        asked | {"pool": [papers[3] | {"id": [1]}]},
        asked | {"pool": [papers[3] | {"id": 5}]},
    ]
    odd = [
        asked | {"pool": []},
        asked | {"id": 5},
        asked | {"id": "\ud800"},
        asked | {"library": [papers[2] | {"abstract": "A rope."}]},
    ]
    lines = [{"background": papers}, *unheard, *odd, asked]
    ran = terminal.run("rank", "--jsonl", typed="\n".join(map(json.dumps, lines)))
    assert ran.status == 2
    told = ran.err.strip().splitlines()
    assert [f"Line {n}:" in line for n, line in enumerate(told, 2)] == [True] * len(unheard)
    _, *answers = map(json.loads, ran.out.splitlines())
    assert [answer["id"] for answer in answers] == ["ada", 5, "\ud800", "ada", "ada"]
    assert [len(answer["ranked"]) for answer in answers] == [0, 2, 2, 2, 2]


def test_authors_of_one_name_are_told_apart_line_by_line(terminal: Terminal) -> None:
    """A wrong line is told by its number, and the others are still answered."""
    mixed = [LANTERNS[0], ROPES[0], *LANTERNS[1:], *ROPES[1:]]
    papers = [
        {
            "id": one.id.base,
            "title": one.title,
            "abstract": one.abstract,
            "authors": [author.name for author in one.authors],
            "categories": one.categories,
            "primary_category": one.primary,
            "date": "2026-03-01",
        }
        for one in mixed
    ]
    asked = {"block": "b1", "name": NAME, "papers": papers}
    wrong = [asked | {"papers": [papers[0] | {"date": "soon"}]}, {"papers": papers}, [asked]]
    ran = terminal.run("authors", "--jsonl", typed="\n".join(map(json.dumps, [*wrong, asked])))
    assert ran.status == 2
    assert [f"Line {n}:" in line for n, line in enumerate(ran.err.strip().splitlines(), 1)] == [
        True
    ] * len(wrong)
    assert json.loads(ran.out) == {
        "block": "b1",
        "groups": [[one.id.base for one in person] for person in (LANTERNS, ROPES)],
    }
