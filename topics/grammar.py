"""The grammar of the query language: from text to a syntax tree, or an error at its place."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from domain.errors import QueryError
from domain.excerpts import excerpt
from domain.messages import Message, marked, sentence
from domain.taxonomy import ARCHIVES, CATEGORIES, RETIRED
from topics.names import PARTICLES
from topics.nearness import nearest

if TYPE_CHECKING:
    # Loading lark and building the parser take 50 ms, spent when a first query is read.
    from lark import Lark, Token, Tree
    from lark.exceptions import UnexpectedInput

    Syntax = Tree[Token]

MAX_LENGTH: Final = 500
"""Characters that a person may type; a topic is a sentence or two, not a page."""
MAX_NORMAL_FORM: Final = 4000
"""Characters of what is read at all; a normal form is longer than what was typed."""
_SHOWN: Final = 40
MAX_DEPTH: Final = 20
"""Parentheses within parentheses."""
EXAMPLE: Final = marked('For example: cat:cs.CV AND ("diffusion models" OR NeRF) -video')

_FIELDS: Final = (
    *("author", "au", "title", "ti", "abstract", "abs", "all", "category", "cat"),
    *("comment", "co", "venue", "has"),
)
_PLAIN: Final = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    ord("、"): ",",
    ord("−"): "-",
}
"""What keyboards write for ASCII signs; one for one, so that places stay what they were."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})

_END: Final = r'(?=[\s"(),;|]|\Z)'
_FIELD: Final = rf"(?i:{'|'.join(_FIELDS)}):"
_STRANGE_FIELD: Final = r'[a-z]{2,12}:(?=[\w"(])'
_UNMISTAKABLE: Final = sorted(
    (re.escape(name) for name in (*ARCHIVES, *CATEGORIES, *RETIRED) if not name.isalpha()),
    key=lambda name: (-len(name), name),
)
_CATEGORY: Final = rf"(?i:{'|'.join(_UNMISTAKABLE)})(?![\w*-]|\.\w)"
_KEYWORD: Final = rf"(?:AND|OR|NOT|ANDNOT|or|&&?){_END}"
_YOURS: Final = rf"(?i:is:yours){_END}"
NAME_WITH_PARENTHESES: Final = (
    r'(?<!\w)(?:[A-Za-z]{1,4}\([^\s()"]{1,8}\)|O\([^()"]{1,16}\)|\([^\s()"|]{1,8}\)(?=-?\w))'
)
"""Names with parentheses: SE(3), O(n log n), (2+1)-dimensional, (co)homology."""
_WORD: Final = (
    rf"(?!{_KEYWORD}|{_FIELD}|{_STRANGE_FIELD}|{_YOURS}|{_CATEGORY}|-(?!>)\S)"
    rf'(?:{NAME_WITH_PARENTHESES}|[^\s"(),;|]|(?<=\d),(?=\d))+'
)
_LOWERCASE: Final = "".join(filter(str.islower, map(chr, range(0x0590))))
_NAME: Final = rf"(?:(?:{'|'.join(sorted(PARTICLES))})\s+)*(?![{_LOWERCASE}\W\d_]){_WORD}"

_GRAMMAR: Final = r"""
start: alternatives
?alternatives: together (_OR together)*
?together: part (_AND? part)*
?part: choice | exclusion
exclusion: (NOT | MINUS) choice
         | EXCLUDED (_OR_ELSE operand)*
?choice: operand (_OR_ELSE operand)*
?operand: WORDS | PHRASE | CATEGORY | AUTHOR | FIELD_WORD | YOURS
        | FIELD PHRASE -> fielded
        | FIELD _OPEN alternatives _CLOSE -> fielded
        | _OPEN alternatives _CLOSE

_OPEN: "("
_CLOSE: ")"
"""

_TERMINALS: Final = (
    ("_STRAY", r"[,;][\s,;]*(?=\)|\Z)|\A[\s,;]+"),
    ("_OR", rf"(?:OR{_END}|\|\|?|[,;][\s,;]*(?:(?:or|and|OR){_END})?)"),
    ("_OR_ELSE", rf"or{_END}"),
    ("_AND", rf"(?:AND|&&?){_END}"),
    ("NOT", rf"(?:ANDNOT|NOT){_END}"),
    ("YOURS", _YOURS),
    ("FIELD", rf'{_FIELD}\s*(?=["(])'),
    ("AUTHOR", rf"(?i:author|au):\s*(?:{_NAME}(?:\s+{_NAME})*|{_WORD})"),
    ("CATEGORY", rf'(?:(?i:category|cat):\s*[^\s"(),;|]+|{_CATEGORY})'),
    ("FIELD_WORD", rf"(?i:title|ti|abstract|abs|all|comment|co|venue|has):\s*{_WORD}"),
    ("MINUS", rf'-(?=["(]|{_FIELD}|{_CATEGORY})'),
    ("EXCLUDED", rf"-(?!>){_WORD}"),
    ("PHRASE", r'"[^"]*"'),
    ("WORDS", rf"{_WORD}(?:\s+{_WORD})*"),
    ("_BLANK", r"\s+"),
)
"""Names and patterns, those that go before others first."""


def parse(text: str) -> Syntax:
    """The syntax tree of a query, its tokens' places counted in the text as typed.

    Raises:
        QueryError: it does not follow the grammar; ``at`` is where.
    """
    from lark.exceptions import UnexpectedInput

    if len(text) > MAX_NORMAL_FORM:
        raise too_long(text)
    plain = plainly(text)
    _check_outline(text, plain)
    try:
        return _parser().parse(plain)
    except UnexpectedInput as error:
        raise _explained(error, text, plain) from None


def too_long(text: str) -> QueryError:
    """The error of a text that is no topic any more."""
    said = sentence(
        "That topic is too long: {count} characters, where {most} are allowed.",
        count=len(text),
        most=MAX_LENGTH,
    )
    hint = sentence("Follow several topics instead of one.")
    return QueryError(said, hint=hint, text=text, at=MAX_LENGTH)


def plainly(text: str) -> str:
    """The text with typographic signs as ASCII and invisible ones as blanks, equally long."""
    text = text.translate(_PLAIN)
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign) in _INVISIBLE else sign for sign in text)


@cache
def _parser() -> Lark:
    from lark import Lark

    terminals = (
        f"{name}.{len(_TERMINALS) - place}: /{pattern.replace('/', chr(92) + '/')}/"
        for place, (name, pattern) in enumerate(_TERMINALS)
    )
    grammar = "\n".join((_GRAMMAR, *terminals, "%ignore _STRAY", "%ignore _BLANK"))
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)


def _check_outline(text: str, plain: str) -> None:
    """Refuse what no grammar needs to look at."""
    if not any(map(str.isalnum, plain)):
        said = (
            sentence("There are no words in that topic.")
            if plain.strip()
            else sentence("There is no topic here.")
        )
        raise QueryError(said, hint=sentence(EXAMPLE), text=text)
    if plain.count('"') % 2:
        raise QueryError(
            sentence("This quotation mark has no partner."),
            hint=sentence('A phrase stands between two: "diffusion models"'),
            text=text,
            at=plain.rindex('"'),
        )
    _check_parentheses(text, plain)


def _check_parentheses(text: str, plain: str) -> None:
    hint = sentence("Each “(” needs its “)”: cat:cs.CV AND (NeRF OR splatting)")
    opened: list[int] = []
    quoted = False
    for place, sign in enumerate(plain):
        if sign == '"':
            quoted = not quoted
        elif sign == "(" and not quoted:
            opened.append(place)
        elif sign == ")" and not quoted:
            if not opened:
                message = sentence("This closing parenthesis was never opened.")
                raise QueryError(message, hint=hint, text=text, at=place)
            opened.pop()
        if len(opened) > MAX_DEPTH:
            message = sentence("Parentheses go {depth} deep at most.", depth=MAX_DEPTH)
            raise QueryError(message, hint=hint, text=text, at=place)
    if opened:
        message = sentence("This parenthesis is never closed.")
        raise QueryError(message, hint=hint, text=text, at=opened[-1])


def _explained(error: UnexpectedInput, text: str, plain: str) -> QueryError:
    """What is wrong at the place where the parser stopped."""
    from lark.exceptions import UnexpectedToken

    at = error.pos_in_stream or 0
    if isinstance(error, UnexpectedToken):
        at = len(text) if error.token.type == "$END" else at
        if error.token.type in ("$END", "_CLOSE"):
            return _nothing_after(text, plain, at)
        word, before = excerpt(error.token.strip(), _SHOWN), plain[:at].split()
        said = (
            sentence(
                "“{word}” cannot follow “{other}”.", word=word, other=excerpt(before[-1], _SHOWN)
            )
            if error.token.type in ("NOT", "MINUS", "EXCLUDED") and before
            else sentence("There is nothing before this “{word}”.", word=word)
        )
        return QueryError(said, hint=sentence(EXAMPLE), text=text, at=at)
    if known := re.compile(_FIELD).match(plain, at):
        said = sentence("“{word}” needs a word or a phrase right after it.", word=known[0])
        return QueryError(said, hint=_fields_hint(), text=text, at=at)
    if strange := re.compile(_STRANGE_FIELD).match(plain, at):
        near = nearest(strange[0][:-1], _FIELDS)
        said = sentence("There is no field “{name}”.", name=strange[0])
        if near:
            said = sentence("{said} Did you mean {command}?", said=said, command=f"{near[0]}:")
        return QueryError(said, hint=_fields_hint(), text=text, at=at)
    said = sentence("“{word}” makes no sense here.", word=plain[at : at + 10].split()[0])
    return QueryError(said, hint=sentence(EXAMPLE), text=text, at=at)


def _nothing_after(text: str, plain: str, at: int) -> QueryError:
    """The error of an operator, field or parenthesis that the text leaves open before a place."""
    last = re.search(r"(?<![\w:&|-])[\w:&|-]++\s*\Z|[^\w\s]\s*\Z", plain[:at])
    start, word = (last.start(), last[0].strip()) if last else (at, "")
    said = (
        sentence("There is nothing between these parentheses.")
        if word == "("
        else sentence("There is nothing after this “{word}”.", word=excerpt(word, _SHOWN))
    )
    return QueryError(said, hint=sentence(EXAMPLE), text=text, at=start)


def _fields_hint() -> Message:
    return sentence(
        'Fields are cat:cs.CV, au:Hinton, ti:"diffusion models", abs:splatting, comment:workshop, '
        "venue:NeurIPS and has:code."
    )
