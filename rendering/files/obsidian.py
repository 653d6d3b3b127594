"""Documents as notes of Obsidian: properties in YAML, then Markdown.

Properties are what https://help.obsidian.md/properties calls so; an alias is what a note is found
by, as its file is named by the paper's id. Tags may have neither blanks nor dots.
"""

from __future__ import annotations

import re
import sys
from typing import Any, Final

import yaml

from domain.documents import Document
from rendering.common.plain import sanitise
from rendering.files.markdown import to_markdown

_NO_TAG: Final = re.compile(r"[^\w/-]+")


def to_obsidian(document: Document, *, tags: tuple[str, ...] = ()) -> str:
    """A document as a note.

    Args:
        document: any; with its `meta`, if it has one.
        tags: what it is filed under.
    """
    title = sanitise(document.title).strip()
    properties: dict[str, Any] = {"aliases": [title], "source": document.url}
    if meta := document.meta:
        properties["date"] = meta.date
        properties["keywords"] = list(meta.keywords)
    properties["tags"] = [_NO_TAG.sub("-", tag) for tag in tags]
    shown = {name: value for name, value in properties.items() if value}
    written = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=sys.maxsize)
    return f"---\n{written}---\n\n{to_markdown(document)}"
