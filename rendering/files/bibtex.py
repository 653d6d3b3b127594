"""Papers as BibTeX, in UTF-8, as arXiv's own export has them.

Values are in one pair of braces. Names stand in arXiv's order, those of bodies in braces, and in
titles the words are in braces whose capitals say something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.fulltext import split_formulas
from domain.metadata.citations import Citation
from domain.metadata.names import name_of
from domain.papers import Paper
from rendering.common.maths import delimited, split_maths
from rendering.common.plain import sanitise

_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}  # fmt: skip
"""A brace that is only escaped still counts for BibTeX."""

_ESCAPED = str.maketrans(_ESCAPES)
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D"})
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_CAPITAL_WITHIN: Final = re.compile(r"(?<=[^\W_])[A-Z]|^[B-HJ-Z]$|\d")
"""Of a word: more than its parts' first letters, or a letter that is no word by itself."""

_SMALL_PART: Final = re.compile(r"-[a-zß-öø-ÿ]|^[a-z]+-(?=[A-Z])")
"""In a name: BibTeX parts names at hyphens, too, and a part in lower case is no given name."""

_LONG: Final = 4
"""Letters of a word that titles write in lower case where they do not capitalise all words."""


def to_bibtex(citations: Iterable[Citation]) -> str:
    """Entries in the order given; the same papers give the same bytes."""
    return "\n".join(map(_entry, citations))


def _entry(one: Citation) -> str:
    fields = [f"  {name} = {{{value}}},\n" for name, value in _fields(one) if value]
    return f"@{_kind(one.paper)}{{{one.key},\n{''.join(fields)}}}\n"


def _kind(paper: Paper) -> str:
    return "article" if paper.journal_ref else "misc"


def _fields(one: Citation) -> Iterator[tuple[str, str]]:
    paper = one.paper
    yield "title", _title(paper)
    yield "author", " and ".join(_author(author.name) for author in paper.authors)
    yield "year", str(one.year or "")
    yield "journal", _text(paper.journal_ref or "")
    yield "doi", (paper.doi or "").translate(_VERBATIM)
    if not paper.id.is_sample:
        yield "eprint", one.base
        yield "archivePrefix", "arXiv"
    yield "primaryClass", paper.primary
    yield "version", str(paper.id.version or "")
    yield "url", paper.id.latest.abs_url
    yield "note", "SAMPLE: an invented paper" if paper.id.is_sample else ""
    yield "annote", _text(one.note)


def _author(text: str) -> str:
    """A name with its words in arXiv's order, and braces where BibTeX would divide it wrongly."""
    name = name_of(sanitise(text))
    if name.is_body:
        return f"{{{_text(name.family)}}}"
    # A suffix is kept beside the family name: not all readers know "Family, Jr., Given".
    family = f"{{{_text(f'{name.family} {name.suffix}')}}}" if name.suffix else _words(name.family)
    return " ".join(filter(None, (_words(name.given), _words(name.particle), family)))


def _words(text: str) -> str:
    """Words of a name, in braces what BibTeX would take for a particle: ``Huan-ang``."""
    return " ".join(
        f"{{{_text(word)}}}" if _SMALL_PART.search(word) else _text(word) for word in text.split()
    )


def _title(paper: Paper) -> str:
    words = [word for word in _WORD.findall(paper.title)[1:] if len(word) >= _LONG]
    are_small = sum(word[0].islower() for word in words) * 2 > len(words)
    return "".join(_titled(" ".join(paper.title.split()), paper, are_small))


def _titled(title: str, paper: Paper, are_small: bool) -> Iterator[str]:
    """The title's parts: formulas in LaTeX, words that keep their capitals in braces."""
    is_first = True
    for part, is_maths in split_maths(title):
        if is_maths and _is_balanced(part):
            yield part
            continue
        for text, latex in split_formulas(part, paper.formulas):
            if latex and _is_balanced(latex) and (written := delimited(latex)):
                yield written
            else:
                yield _kept_capitals(text, are_small, is_first)
            is_first = is_first and not text.strip()


def _kept_capitals(text: str, are_small: bool, is_first: bool) -> str:
    """Words of a title, those in braces that a style shall not write in lower case."""
    end, written = 0, []
    for number, word in enumerate(_WORD.finditer(text)):
        is_name = are_small and word[0][0].isupper() and not (is_first and number == 0)
        keeps = any(sign.isupper() for sign in word[0]) and (
            is_name or _CAPITAL_WITHIN.search(word[0]) is not None
        )
        shown = f"{{{_text(word[0])}}}" if keeps else _text(word[0])
        written += [_text(text[end : word.start()]), shown]
        end = word.end()
    return "".join([*written, _text(text[end:])])


def _is_balanced(latex: str) -> bool:
    """Whether each brace has its other half: all braces count, escaped or not."""
    depth = 0
    for sign in latex:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0 and not latex.endswith("\\")


def _text(text: str) -> str:
    return sanitise(text).translate(_ESCAPED)
