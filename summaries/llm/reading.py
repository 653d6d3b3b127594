"""What a model wrote, read: its reasoning skipped, a cut answer saved as far as it is whole.

Markdown and TeX in a model's sentences become what they mean: marks are for surfaces to make.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from typing import Any, Final, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart

from domain.errors import ContentRefused, FormatRefused
from domain.messages import sentence

_A = TypeVar("_A", bound=BaseModel)

_REASONING_ENDS: Final = re.compile(
    r"</(?:think|thinking|thought|reasoning|reflection|seed:think)>|\[/THINK\]|◁/think▷"
    r"|<\|(?:end_of_thought|/thinking)\|>|<\|channel\|>final<\|message\|>",
    re.IGNORECASE,
)
"""How models end their reasoning; templates that put its beginning into the prompt hide that."""
_OBJECT: Final = TypeAdapter(dict[str, Any])
_MOST_TRIED: Final = 40
"""Braces at which an answer may begin."""
_LINK: Final = re.compile(r"!?\[([^][\n]{1,300})\]\([^()\s]{0,500}\)")
_CODE: Final = re.compile(r"(`{1,3})([^`]{1,300})\1")
_STRONG: Final = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,400}?)(?<=[^\s*])\1(?![\w*])")
_UNDERLINED: Final = re.compile(r"(?<!\w)(_{1,2})(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])\1(?!\w)")
_HEADING: Final = re.compile(r"^(?:#{1,6} |[-*•] |>|\d{1,2}[.)] (?=[A-Z]))\s*")
_CITED: Final = re.compile(r" ?\[S\d{1,4}(?:, ?S?\d{1,4})*\]")
_TEX: Final = re.compile(r"\\[a-zA-Z(\[]|\$[^$]+\$")


Readable = Callable[[str], str]
"""Makes TeX in a text readable."""


def answer_of(kind: type[_A], response: ModelResponse, readable: Readable = str) -> _A:
    """The answer in a response, its sentences plain text.

    Raises:
        ContentRefused: the provider or the model declined to answer.
        FormatRefused: there is none.
    """
    written = _written(response)
    if response.finish_reason == "content_filter" and not written:
        raise ContentRefused
    for candidate in _candidates(written):
        try:
            return kind.model_validate(candidate, context=partial(plain, readable=readable))
        except ValidationError:
            continue
    raise FormatRefused(sentence("It did not answer in the form asked for."))


def _written(response: ModelResponse) -> str:
    """What it wrote, or the arguments of its tool; what it thought is left out."""
    calls = [part for part in response.parts if isinstance(part, ToolCallPart)]
    if calls:
        return calls[-1].args_as_json_str()
    texts = [part.content for part in response.parts if isinstance(part, TextPart)]
    return _REASONING_ENDS.split("".join(texts))[-1].strip()


def _candidates(written: str) -> Iterator[Any]:
    """The objects in a text, the last first, which is the answer where a draft came before.

    Last of all comes what is whole of one that breaks off.
    """
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    at, first = written.find("{"), -1
    for _ in range(_MOST_TRIED):
        if at < 0:
            break
        try:
            value, end = decoder.raw_decode(written, at)
        except ValueError:
            first = at if first < 0 else first
            end = at + 1
        else:
            found.append(value)
        at = written.find("{", end)
    yield from reversed(found)
    if first >= 0:
        try:
            yield _OBJECT.validate_json(written[first:], experimental_allow_partial=True)
        except ValidationError:
            return


def plain(text: str, readable: Readable = str) -> str:
    """A model's sentence without the marks of Markdown, TeX and HTML, in one line."""
    text = _HEADING.sub("", unescape(text).strip())
    text = _LINK.sub(r"\1", text)
    text = _CODE.sub(r"\2", text)
    for _ in range(2):
        text = _UNDERLINED.sub(r"\2", _STRONG.sub(r"\2", text))
    if _TEX.search(text):
        text = readable(text)
    return " ".join(_CITED.sub("", text).split())
