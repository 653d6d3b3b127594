"""What a model wrote, read: its reasoning skipped, a cut answer saved as far as it is whole.

Markdown and TeX in a model's sentences become what they mean: marks are for surfaces to make.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from html import unescape
from typing import Any, Final, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart, ToolCallPart

from domain.errors import ContentRefused, FormatRefused
from domain.messages import sentence

_A = TypeVar("_A", bound=BaseModel)

_REASONING_ENDS: Final = re.compile(
    r"</(?:think|thinking|thought|reasoning|reflection|seed:think)>|\[/THINK\]|◁/think▷"
    r"|<\|(?:end_of_thought|/thinking)\|>"
    r"|<\|channel\|>final(?: ?<\|constrain\|>json)?<\|message\|>",
    re.IGNORECASE,
)
"""How models end their reasoning; templates that put its beginning into the prompt hide that."""
_OBJECT: Final = TypeAdapter(dict[str, Any])
_BEGINS: Final = re.compile(r'\{(?=\s*["}])')
"""Where an object may begin; braces of sets and of TeX are none."""
_ANSWERS: Final = re.compile(r"(?:```(?:json)?\s*)?\{", re.IGNORECASE)
"""How an answer begins."""
_MOST_TRIED: Final = 200
_DIGITS: Final = "0123456789"
_LINK: Final = re.compile(r"!?\[([^][\n]{1,300})\]\([^()\s]{0,500}\)")
_CODE: Final = re.compile(r"(`{1,3})([^`]{1,300})\1")
_STRONG: Final = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,400}?)(?<=[^\s*])\1(?![\w*])")
_UNDERLINED: Final = re.compile(r"(?<!\w)(_{1,2})(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])\1(?!\w)")
_STRUCK: Final = re.compile(r"~~(?=\S)[^~\n]{1,300}~~")
_HEADING: Final = re.compile(r"^(?:#{1,6} |[-+*•] |>|\d{1,2}[.)] (?=[A-Z]))\s*")
_CITED: Final = re.compile(
    r" ?[\[【]S\d{1,4}(?:(?:[,;] ?| ?[-–] ?)S?\d{1,4})*[\]】]"
    r"| \(S\d{1,4}(?:(?:[,;] ?| ?[-–] ?)S?\d{1,4})*\)(?=[.!]?\Z)"
)
_TEX: Final = re.compile(r"\\[a-zA-Z(\[%&#$_]|\$[^$]+\$")
_BARE: Final = re.compile(r"(?<![\w$\\{}^])(\w{1,20}[\^_]\{[^{}$\\]{1,20}\})(?![$\w])")
"""A power or an index of TeX without its dollars."""

_RAISED: Final = re.compile(r"<(su[bp])>([^<>]{1,20})</\1>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:b|i|u|s|em|strong|code|mark|span|small|p|li|br|sub|sup) ?/?>", re.IGNORECASE
)
_SWALLOWED: Final = re.compile(r"[\x08\x0c](?=[a-z])|\t(?=heta|imes|au\b|ext\{)|\r(?=ho\b)")
"""A backslash of TeX and its letter that were read as an escape: "\\beta" as "\\b"."""

_LETTERS: Final = {"\x08": "\\b", "\x0c": "\\f", "\t": "\\t", "\r": "\\r"}
_LOOSE_ESCAPE: Final = re.compile(r'\\(?:(["\\/bfnrt]|u[\da-fA-F]{4})|)')
_LOOSE_COMMA: Final = re.compile(r",(?=\s*[}\]])")


Readable = Callable[[str], str]
"""Makes TeX in a text readable."""


def answer_of(kind: type[_A], response: ModelResponse, readable: Readable = str) -> _A:
    """The answer in a response, its sentences plain text.

    Raises:
        ContentRefused: the provider or the model declined to answer.
        FormatRefused: there is none.
    """
    pieces = _written(response)
    if response.finish_reason == "content_filter" and not any(pieces):
        raise ContentRefused
    for piece in reversed(pieces):
        for candidate in _mended(piece):
            try:
                return kind.model_validate(candidate, context=partial(plain, readable=readable))
            except ValidationError:
                continue
    raise FormatRefused(sentence("It did not answer in the form asked for."))


def begun(kind: type[_A], response: ModelResponse, readable: Readable = str) -> _A | None:
    """What an answer that is being written says so far, less what is not whole; None for nothing.

    Before the answer stands alone, as behind reasoning that goes on, it says nothing.
    """
    written = (_written(response) or [""])[-1]
    whole = written[: written.rfind("}") + 1]
    if not whole or not _ANSWERS.match(whole):
        return None
    for candidate in _candidates(whole):
        with suppress(ValidationError):
            return kind.model_validate(candidate, context=partial(plain, readable=readable))
    return None


def _written(response: ModelResponse) -> list[str]:
    """What it wrote, or the arguments of its tool, parted where it ended its reasoning.

    The answer is what comes last, but for models that go on thinking behind it.
    """
    calls = [part for part in response.parts if isinstance(part, ToolCallPart)]
    if calls:
        return [calls[-1].args_as_json_str()]
    for kind in (TextPart, ThinkingPart):
        written = "".join(part.content for part in response.parts if isinstance(part, kind))
        # Where a server takes all for reasoning, as its end was not marked, the answer is there.
        if written.strip():
            return [piece.strip() for piece in _REASONING_ENDS.split(written)]
    return []


def _mended(written: str) -> Iterator[Any]:
    """The objects in a text; then those within them; then those of the text with JSON mended."""
    found = list(_candidates(written))
    yield from found
    for value in found:
        yield from _within(value)
    mended = _LOOSE_ESCAPE.sub(lambda m: m[0] if m[1] else r"\\", written)
    mended = _LOOSE_COMMA.sub("", mended)
    if mended != written:
        yield from _candidates(mended)


def _within(value: Any) -> Iterator[Any]:
    """What an object is wrapped around, as a tool's arguments are."""
    for inner in value.values() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            yield inner
        elif isinstance(inner, str) and inner.lstrip().startswith("{"):
            yield from _candidates(inner)


def _candidates(written: str) -> Iterator[Any]:
    """The objects in a text, the last first, which is the answer where a draft came before.

    Of one that breaks off, as far as it is whole; its last number may be half of one.
    """
    decoder = json.JSONDecoder(strict=False)
    begins = [match.start() for match in _BEGINS.finditer(written)]
    for at in begins[: -_MOST_TRIED - 1 : -1]:
        try:
            yield decoder.raw_decode(written, at)[0]
        except (ValueError, RecursionError):
            with suppress(ValidationError):
                whole = written[at:].rstrip(_DIGITS)
                yield _begun(_OBJECT.validate_json(whole, experimental_allow_partial=True))


def _begun(value: Any) -> Any:
    """What breaks off, less the lists that had only begun: nobody said that they are empty."""
    if isinstance(value, list):
        return [_begun(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _begun(inner) for name, inner in value.items()}
    return {name: inner for name, inner in kept.items() if inner not in ([], {})}


def plain(text: str, readable: Readable = str) -> str:
    """A model's sentence without the marks of Markdown, TeX and HTML, in one line."""
    text = _SWALLOWED.sub(lambda m: _LETTERS[m[0]], text)
    text = _HEADING.sub("", unescape(text).strip())
    text = _RAISED.sub(lambda m: f"${'_' if m[1].lower() == 'sub' else '^'}{{{m[2]}}}$", text)
    text = _STRUCK.sub("", _TAG.sub("", text))
    text = _BARE.sub(r"$\1$", _LINK.sub(r"\1", text))
    text = _CODE.sub(r"\2", text)
    for _ in range(2):
        text = _UNDERLINED.sub(r"\2", _STRONG.sub(r"\2", text))
    if _TEX.search(text):
        text = readable(text)
    return " ".join(_CITED.sub("", text).split())
