"""arXiv's query language, naively: enough for small tests.

AND, OR and ANDNOT bind alike and to the right, as they do at arXiv. A word or phrase is found
where the text has it letter for letter, plural endings aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.papers import Paper
from tests.fakes.arxiv_pages import LONG_AGO

Matches = Callable[[Paper], bool]

_TOKEN = re.compile(r'\w+:\[[^\]]*\]|(?:\w+:)?"[^"]*"|[()]|[^\s()]+')
_FIELDS = ("ti", "abs", "au", "cat", "all", "submittedDate")


def compiled(text: str) -> Matches:
    """A query as a test of papers. Raises ValueError where arXiv would answer 400."""
    tokens = _TOKEN.findall(text)
    matches = _expression(tokens)
    if tokens:
        raise ValueError(f"Invalid query string: '{text}'")
    return matches


def _expression(tokens: list[str]) -> Matches:
    left = _operand(tokens)
    if not tokens or tokens[0] == ")":
        return left
    operator = tokens.pop(0) if tokens[0] in ("AND", "OR", "ANDNOT") else "OR"
    right = _expression(tokens)
    if operator == "AND":
        return lambda paper: left(paper) and right(paper)
    if operator == "OR":
        return lambda paper: left(paper) or right(paper)
    return lambda paper: left(paper) and not right(paper)


def _operand(tokens: list[str]) -> Matches:
    if not tokens:
        raise ValueError("Invalid query string")
    token = tokens.pop(0)
    if token != "(":
        return _term(token)
    inner = _expression(tokens)
    if not tokens or tokens.pop(0) != ")":
        raise ValueError("Invalid query string")
    return inner


def _term(token: str) -> Matches:
    field, colon, value = token.partition(":")
    if not colon or field not in _FIELDS:
        field, value = "all", token
    if field == "submittedDate":
        first, _, last = value.strip("[]").partition(" TO ")
        return lambda paper: first <= f"{paper.published or LONG_AGO:%Y%m%d%H%M}" <= last
    value = value.strip('"')
    if field == "cat":
        pattern = re.compile(re.escape(value).replace(r"\*", ".*"))
        return lambda paper: any(pattern.fullmatch(name) for name in paper.categories)
    wanted = _folded(value)
    return lambda paper: wanted in _folded(_text(paper, field))


def _text(paper: Paper, field: str) -> str:
    names = "; ".join(author.name for author in paper.authors)
    return {"ti": paper.title, "abs": paper.abstract, "au": names}.get(
        field, f"{paper.title}; {paper.abstract}; {names}"
    )


def _folded(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(word.rstrip('s') for word in words)} "
