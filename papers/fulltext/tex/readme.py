"""What the file ``00README`` of a source says of the other files in it. Pure.

https://info.arxiv.org/help/00README.html tells of its forms: JSON, YAML and TOML of the submission
system 1.5, and the lines of before, ``00README.XXX``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Final

TOPLEVEL: Final = "toplevel"
IGNORED: Final = "ignore"
_LARGEST: Final = 20_000
_ITEM = re.compile(r"^[ \t]*-[ \t]", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*(?P<name>filename|usage)[ \t]*:[ \t]*(?P<value>\S.*)$", re.MULTILINE)

Usages = list[tuple[str, str]]


def usages(files: Mapping[str, bytes]) -> Usages:
    """What files are for, in the order in which it is told; one file alone tells it."""
    for name, content in files.items():
        kind = name.lower().removeprefix("00readme.")
        if kind == name.lower():
            continue
        text = content[:_LARGEST].decode("utf-8", "replace")
        told = _lines(text) if kind == "xxx" else _yaml(text) if kind in ("yaml", "yml") else None
        if told is None:
            told = _sources(content, kind)
        if told:
            return told
    return []


def _sources(content: bytes, kind: str) -> Usages:
    try:
        whole = json.loads(content) if kind == "json" else tomllib.loads(content.decode("utf-8"))
        return [(str(one["filename"]), str(one.get("usage"))) for one in whole["sources"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _yaml(text: str) -> Usages:
    """The fields of each item of a list, without the rest of the language."""
    items = _ITEM.split(text)[1:]
    told = [
        {
            field["name"]: field["value"].split(" #")[0].strip(" \"'")
            for field in _FIELD.finditer(one)
        }
        for one in items
    ]
    return [(one["filename"], one.get("usage", "")) for one in told if "filename" in one]


def _lines(text: str) -> Usages:
    words = (line.split() for line in text.splitlines())
    pairs = [(line[0], line[1]) for line in words if len(line) == 2]
    return [(name, TOPLEVEL if usage == "toplevelfile" else usage) for name, usage in pairs]
