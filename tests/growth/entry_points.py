"""Every function and every compiled pattern of the first-party packages, found by looking."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

PACKAGES: Final = (
    "app",
    "bot",
    "composing",
    "digests",
    "domain",
    "handlers",
    "intake",
    "papers",
    "ranking",
    "rendering",
    "scheduler",
    "storage",
    "summaries",
    "topics",
)


@functools.cache
def modules() -> tuple[ModuleType, ...]:
    """All modules that run in the process."""
    return tuple(
        importlib.import_module(found.name)
        for package in PACKAGES
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        if "training" not in found.name and not found.name.endswith("__main__")
    )


def functions() -> Iterator[tuple[str, Any, type | None]]:
    """Name, function, and the class whose method it is, of every one defined in the packages."""
    for module in modules():
        for name, value in vars(module).items():
            plain = inspect.unwrap(value) if callable(value) else value
            if inspect.isfunction(plain) and plain.__module__ == module.__name__:
                yield f"{module.__name__}.{name}", plain, None
            elif inspect.isclass(value) and value.__module__ == module.__name__:
                yield from _methods(module, value)


def _methods(module: ModuleType, kind: type) -> Iterator[tuple[str, Any, type | None]]:
    for name, value in vars(kind).items():
        told = f"{module.__name__}.{kind.__name__}.{name}"
        if name.startswith("__") and name != "__str__":
            continue
        if isinstance(value, classmethod | staticmethod):
            yield told, inspect.unwrap(getattr(kind, name)), None
        elif isinstance(value, property) and value.fget:
            yield told, value.fget, kind
        elif inspect.isfunction(value):
            yield told, inspect.unwrap(value), kind
