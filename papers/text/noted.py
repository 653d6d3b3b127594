"""What LaTeX the formulas were written in that are made readable, noted while a text is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from typing import Final, ParamSpec

from domain.fulltext import Formula, Formulas
from domain.papers import Paper
from papers.text.mathsigns import CUSTOMARY

_Given = ParamSpec("_Given")

_MOST: Final = 3_000
_LONGEST: Final = 1_000
_TELLING = re.compile(r"[\^_]|\\[A-Za-z]")
"""What setting a formula shows better than its readable form does."""

_LOOKS = re.compile(r"[{}\s]|\\[,;:! ]|\\(?:left|right|displaystyle|textstyle)(?![A-Za-z])")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_noted: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Callable[[], Formulas]]:
    """Note the formulas that are made readable within; called, what it gives tells them."""
    kept: dict[str, str] = {}
    before = _noted.set(kept)
    try:
        yield lambda: tuple(Formula(text, latex) for text, latex in kept.items() if latex)
    finally:
        _noted.reset(before)


def note(text: str, latex: str) -> str:
    """Note a formula's LaTeX where that is wanted; gives its readable form.

    Where two formulas read alike, ``v`` bold and plain, neither is known by how it reads.
    """
    kept = _noted.get()
    if kept is None or len(text) < 2 or "\\" in text or len(latex) > _LONGEST:
        return text
    if _TELLING.search(latex) is None:
        return text
    known = kept.get(text)
    if known is None:
        if len(kept) < _MOST:
            kept[text] = _MACRO.sub(_spelled_out, latex)
    elif known and _essence(known) != _essence(_MACRO.sub(_spelled_out, latex)):
        kept[text] = ""
    return text


def _essence(latex: str) -> str:
    return _LOOKS.sub("", latex)


def _spelled_out(match: re.Match[str]) -> str:
    r"""What authors call ``\RR`` or ``\eps`` by the name that LaTeX has for it."""
    sign = CUSTOMARY.get(match[1], "")
    if len(sign) != 1 or sign.isascii():
        return match[0]
    name = unicodedata.name(sign)
    if not name.startswith("GREEK"):
        return rf"\mathbb{{{unicodedata.normalize('NFKC', sign)}}}"
    letter = name.rpartition(" ")[2].replace("LAMDA", "LAMBDA").lower()
    end = match.end()
    gap = " " if match.string[end : end + 1].isalpha() else ""
    return f"\\{letter.capitalize() if sign.isupper() else letter}{gap}"


def with_formulas(read: Callable[_Given, Paper]) -> Callable[_Given, Paper]:
    """A function that reads a paper's record, so that the paper has its formulas."""

    @wraps(read)
    def reading(*args: _Given.args, **kwargs: _Given.kwargs) -> Paper:
        with noting() as formulas:
            paper = read(*args, **kwargs)
        return replace(paper, formulas=found) if (found := formulas()) else paper

    return reading
