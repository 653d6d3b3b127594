"""Values of any annotated type, made of one text; so that a function can be called by its hints."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import enum
import functools
import inspect
import types
import typing
from pathlib import Path
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from domain.requests import Request

_MOMENT: Final = datetime.datetime(2026, 3, 9, 20, tzinfo=datetime.UTC)
_ROOM: Final = 4_000
"""Characters that a message has room for, where a function cuts texts for one."""

_LISTS: Final = (
    list,
    collections.abc.Sequence,
    collections.abc.Iterable,
    collections.abc.Collection,
)
_SETS: Final = (set, frozenset, collections.abc.Set)
_MAPPINGS: Final = (dict, collections.abc.Mapping)


class CannotMake(Exception):
    """There is no value of a type; its name says which."""


class Maker:
    """Makes values for one text.

    Args:
        text: what every string holds.
        many: how many values stand in a list.
        folder: where a path leads to a file that holds the text.
    """

    def __init__(self, text: str, many: int, folder: Path) -> None:
        self._text = text
        self._many = many
        self._folder = folder
        self._depth = 0

    def arguments(self, function: Any) -> dict[str, Any]:
        """What a function is called with: every parameter that it must be given, and its texts.

        Raises:
            CannotMake: there is no value for one of them.
        """
        told = hints(function)
        made = {}
        for name, parameter in inspect.signature(function).parameters.items():
            if name in ("self", "cls") or parameter.kind in (
                inspect.Parameter.VAR_POSITIONAL,
                inspect.Parameter.VAR_KEYWORD,
            ):
                continue
            if parameter.default is not inspect.Parameter.empty and told.get(name) is not str:
                continue
            made[name] = _ROOM if name == "room" else self.value(told.get(name, Any))
        return made

    def value(self, kind: Any) -> Any:
        """A value of a type.

        Raises:
            CannotMake: there is none.
        """
        if self._depth > 8:
            raise CannotMake(str(kind))
        self._depth += 1
        try:
            return self._value(kind)
        finally:
            self._depth -= 1

    def _value(self, kind: Any) -> Any:
        simple = self._simple(kind)
        if simple is not None:
            return simple
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, types.UnionType):
            return self._one_of([part for part in inner if part is not type(None)])
        if origin is typing.Annotated:
            return self.value(inner[0])
        if origin is typing.Literal:
            return inner[0]
        if origin is tuple:
            return self._tuple(inner)
        if origin in _LISTS and inner:
            return self._several(inner[0])
        if origin in _SETS:
            return {self.value(inner[0])}
        if origin in _MAPPINGS:
            return {self.value(inner[0]): self.value(inner[1])}
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return next(iter(kind))
        return self._object(kind)

    def _simple(self, kind: Any) -> Any:
        text = self._text
        values: dict[Any, Any] = {
            str: text,
            bytes: text.encode(),
            object: text,
            Any: text,
            int: 3,
            float: 0.5,
            bool: False,
            datetime.datetime: _MOMENT,
            datetime.date: _MOMENT.date(),
            datetime.time: datetime.time(8, 30),
            datetime.timedelta: datetime.timedelta(hours=1),
            PaperId: PaperId.parse("2403.04634"),
        }
        if kind is Path:
            path = self._folder / "file"
            path.write_text(text, encoding="utf-8")
            return path
        if kind is Paper:
            return Paper(
                id=PaperId.parse("2403.04634v1"),
                title=text,
                authors=(Author(text),) * self._many,
                abstract=text,
                categories=("cs.CV",),
                primary="cs.CV",
                comment=text,
            )
        if kind is Request:
            raise CannotMake("Request")
        return values.get(kind) if isinstance(kind, collections.abc.Hashable) else None

    def _one_of(self, kinds: list[Any]) -> Any:
        for kind in kinds:
            try:
                return self.value(kind)
            except CannotMake as error:
                failed = error
        raise failed

    def _tuple(self, inner: tuple[Any, ...]) -> Any:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(self._several(inner[0]))
        return tuple(self.value(part) for part in inner)

    def _several(self, kind: Any) -> list[Any]:
        """As many as are wanted, each with one of whatever it holds: not the product of both."""
        many, self._many = self._many, 1
        try:
            return [self.value(kind)] * many
        finally:
            self._many = many

    def _object(self, kind: Any) -> Any:
        if not isinstance(kind, type) or not _is_ours(kind) or getattr(kind, "_is_protocol", False):
            raise CannotMake(getattr(kind, "__qualname__", str(kind)))
        if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
            return self._of_fields(kind)
        made: Any = kind
        return made(**self.arguments(made.__init__))

    def _of_fields(self, kind: Any) -> Any:
        told = hints(kind)
        if hasattr(kind, "_fields"):
            return kind(*(self.value(told[name]) for name in kind._fields))
        made = {}
        for field in dataclasses.fields(kind):
            if not field.init:
                continue
            try:
                made[field.name] = self.value(told[field.name])
            except CannotMake:
                if field.default is field.default_factory is dataclasses.MISSING:
                    raise
        return kind(**made)


@functools.cache
def hints(of: Any) -> dict[str, Any]:
    """The annotations of a function or class."""
    try:
        return typing.get_type_hints(of)
    except NameError as error:
        # What is imported for its types alone is no text.
        raise CannotMake(error.name) from error


def _is_ours(kind: type) -> bool:
    from tests.growth.entry_points import PACKAGES

    return kind.__module__.split(".")[0] in PACKAGES
