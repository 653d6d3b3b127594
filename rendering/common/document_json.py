"""Documents as JSON that can be kept: what one version writes, newer ones read.

Each noun is an object with its kind under ``""``; fields that are as usual are left out. A field
that is not known is passed over, so that a newer version may add some, and one that is missing is
as usual, so that it may read what was kept before.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from typing import Any, Final

from domain.choices import Choice, Option, Poll
from domain.documents import (
    Attachment,
    Bullets,
    Button,
    Buttons,
    Card,
    Contents,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Formula,
    Gallery,
    Heading,
    Menu,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Section,
    Span,
    Style,
    Table,
)
from domain.page_meta import PageMeta

VERSION: Final = 1
"""Of the way of writing; what an older one wrote is read for ever."""

_KIND: Final = ""
_KINDS: Final[Mapping[str, type[Any]]] = {
    kind.__name__: kind
    for kind in (
        *(Attachment, Bullets, Button, Buttons, Card, Choice, Contents, Document, Fold, Footnote),
        *(Footnotes, Formula, Gallery, Heading, Menu, Option, PageMeta, Paragraph, Picture, Quote),
        *(Poll, Rule, Section, Span, Table),
    )
}
_FIELDS: Final = {kind: {field.name: field for field in fields(kind)} for kind in _KINDS.values()}
_READ: Final[Mapping[tuple[type[Any], str], Callable[[Any], Any]]] = {
    (Span, "style"): Style,
    (Picture, "image"): b64decode,
    (PageMeta, "date"): date.fromisoformat,
    (Poll, "closes"): datetime.fromisoformat,
}


def document_text(document: Document, language: str) -> str:
    """A document as JSON, with the language that it is in."""
    kept = {"version": VERSION, "language": language, "document": _data_of(document)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def document_of(text: str) -> tuple[Document, str]:
    """The document that `document_text` wrote, and its language.

    Raises:
        ValueError: it is none, or of a newer way of writing.
    """
    kept = json.loads(text)
    if not isinstance(kept, dict) or kept.get("version") != VERSION:
        raise ValueError("this is no document that this version can read")
    document = _noun_of(kept["document"])
    if not isinstance(document, Document):
        raise ValueError("this is no document")
    return document, str(kept["language"])


def _data_of(value: Any) -> Any:
    kind = type(value)
    if kind in _FIELDS:
        data: dict[str, Any] = {_KIND: kind.__name__}
        for name, field in _FIELDS[kind].items():
            part = getattr(value, name)
            if part != _usual(field):
                data[name] = _data_of(part)
        return data
    match value:
        case tuple():
            return [_data_of(part) for part in value]
        case bytes():
            return b64encode(value).decode()
        case date():
            return value.isoformat()
    return value


def _noun_of(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(map(_noun_of, data))
    if not isinstance(data, dict):
        return data
    kind = _KINDS.get(data.get(_KIND, ""))
    if kind is None:
        raise ValueError(f"“{data.get(_KIND)}” is nothing that a document holds")
    values = {
        name: _READ.get((kind, name), _noun_of)(part)
        for name, part in data.items()
        if name in _FIELDS[kind]
    }
    return kind(**values)


def _usual(field: Field[Any]) -> Any:
    """A field's default; what it must be given has none."""
    return field.default if field.default is not MISSING else MISSING
