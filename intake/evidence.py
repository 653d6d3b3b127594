"""What arXiv answered when it could not be understood, kept for the operator."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from domain.errors import MalformedAnswer, SourceError
from domain.messages import Message, sentence

MOST_FILES: Final = 30
"""How many answers are kept; the oldest go first."""

_MOST_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EvidenceFolder:
    """A folder of answers as received, named by moment and by what was asked for."""

    path: Path | None

    async def told(self, error: SourceError, asked: str, now: datetime) -> Message:
        """What went wrong, in a sentence, and the file in which the answer is kept if it is.

        Args:
            error: where it is a MalformedAnswer with evidence, that is kept.
            asked: what was asked for, for the file's name: ``cs-2024-03-08``.
            now: the moment of the answer.
        """
        if self.path is None or not isinstance(error, MalformedAnswer) or not error.evidence:
            return error.message
        name = f"{now:%Y%m%dT%H%M%SZ}-{asked}.html"
        kept = await asyncio.to_thread(_keep, self.path, name, error.evidence)
        if not kept:
            return error.message
        return sentence("{why} The answer is kept in {name}.", why=error.message, name=name)


def _keep(folder: Path, name: str, answer: bytes) -> bool:
    """Whether the answer could be written; a full disk must not stop the intake."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(answer[:_MOST_BYTES])
        # Names of a time to come are of a clock that was ahead; they would stay for ever.
        kept = sorted(folder.glob("*.html"), key=lambda file: (file.name <= name, file.name))
        for old in kept[:-MOST_FILES]:
            old.unlink(missing_ok=True)
    except OSError:
        return False
    return True
