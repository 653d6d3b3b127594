"""Reading the two data sets that the weights are trained on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Told:
    """A paper of SciTLDR: what there is to read, and how people said it in one sentence."""

    title: str
    abstract: str
    tldrs: tuple[str, ...]


@dataclass(frozen=True)
class Labelled:
    """An abstract of CSAbstruct.

    Attributes:
        sentences: as the data part them.
        roles: the role of each.
        sureness: how far the people who told the roles agreed, 0 to 1.
    """

    sentences: tuple[str, ...]
    roles: tuple[str, ...]
    sureness: tuple[float, ...]


def told(path: Path) -> list[Told]:
    """The papers of a SciTLDR-A file."""
    return [
        Told(
            (record.get("title") or "").strip(),
            " ".join(" ".join(sentence.split()) for sentence in record["source"]).strip(),
            tuple(tldr.strip() for tldr in record["target"] if tldr.strip()),
        )
        for record in _records(path)
    ]


def labelled(path: Path) -> list[Labelled]:
    """The abstracts of a CSAbstruct file."""
    return [
        Labelled(
            tuple(" ".join(sentence.split()) for sentence in record["sentences"]),
            tuple(record["labels"]),
            tuple(record["confs"]),
        )
        for record in _records(path)
    ]


def _records(path: Path) -> list[dict[str, Any]]:
    # Not splitlines(): the texts hold U+2028, which is no end of a record.
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]
