"""Lines of JSON, one answered after another; a line that is not understood costs no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from bot.command_line.surface import show, tell_error
from bot.command_line.typed import typed_lines
from domain.errors import InputError
from domain.excerpts import legible
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Author, Paper

LONGEST_LINE: Final = 200_000_000
"""Code points of a line: the past of a store may have a hundred thousand papers."""

Request = dict[str, Any]


def answered(answer: Callable[[Request], Request]) -> int:
    """Show the answer to each line of standard input; exit status 2 if one of them has none.

    Args:
        answer: raises InputError for what is no request.
    """
    wrong = 0
    for number, line in enumerate(typed_lines(LONGEST_LINE), 1):
        if not line.strip():
            continue
        try:
            # In ASCII: a text read from JSON may have what no encoding can write.
            show(json.dumps(answer(_object(line))))
        except InputError as error:
            said = sentence("Line {number}: {why}", number=str(number), why=error.message)
            tell_error(InputError(said, hint=error.hint))
            wrong += 1
    return 2 if wrong else 0


def papers_of(given: Request, name: str, *, with_authors: bool = False) -> list[Paper]:
    """The papers under a name; none where there is nothing.

    Args:
        given: a request.
        name: under which they stand.
        with_authors: whether more than their words is wanted; a pool has many authors.

    Raises:
        InputError: they are no papers.
    """
    try:
        return [_paper(one, with_authors) for one in given.get(name, ())]
    except (KeyError, TypeError, AttributeError, ValueError):
        raise misunderstood() from None


def misunderstood() -> InputError:
    """Of a line that is no request, or comes before what it needs."""
    return InputError(
        sentence("that is no request as {file} has it.", file="docs/ranking.md"),
        hint=for_example('{"background": [{"id": "2403.04634", "title": "…", "abstract": "…"}]}'),
    )


def _object(line: str) -> Request:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise misunderstood() from None
    if not isinstance(given, dict):
        raise misunderstood()
    return given


def _paper(one: Request, with_authors: bool) -> Paper:
    base = one["id"]
    if not isinstance(base, str):
        raise misunderstood()
    paper = Paper(
        id=PaperId(base),
        title=legible(one["title"]),
        authors=(),
        abstract=legible(one["abstract"]),
        categories=(),
        primary="",
    )
    if not with_authors:
        return paper
    day = one.get("date")
    return replace(
        paper,
        authors=tuple(Author(legible(name)) for name in one.get("authors") or ()),
        categories=tuple(map(legible, one.get("categories") or ())),
        primary=legible(one.get("primary_category") or ""),
        journal_ref=one.get("journal_ref"),
        published=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
    )
