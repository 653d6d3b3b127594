"""Decorated functions written so that mutmut breaks them too, which it leaves out otherwise.

`@property` above `def x` becomes `x = property(x)` below it. Caches are left out, as they would
answer with what was right before a mutant was put in.
"""

from __future__ import annotations

import ast
from typing import Final

_CACHES: Final = ("lru_cache", "cache", "cached_property")
_KEPT: Final = ("staticmethod", "classmethod", "override", "overload")

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


def undecorated(source: str) -> str:
    """The same module, its decorators applied below the functions."""
    lines = source.splitlines(keepends=True)
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, type_of_function)]
    for node in sorted(found, key=lambda node: node.lineno, reverse=True):
        if len(node.decorator_list) != 1:
            continue
        (decorator,) = node.decorator_list
        name = _name(decorator)
        if name in _KEPT or name.endswith((".setter", ".deleter")):
            continue
        text = ast.get_source_segment(source, decorator) or ""
        if name not in _CACHES:
            indent = " " * node.col_offset
            lines.insert(node.end_lineno or 0, f"{indent}{node.name} = {text}({node.name})\n")
        elif name == "cached_property":
            lines.insert(
                node.end_lineno or 0,
                f"{' ' * node.col_offset}{node.name} = property({node.name})\n",
            )
        del lines[decorator.lineno - 1 : decorator.end_lineno]
    return "".join(lines)


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called)
