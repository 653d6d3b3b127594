"""What is done most on a server: as few statements as can be, each for many rows."""

from __future__ import annotations

from typing import Final

from storage.ports.forms import Forms
from storage.postgres.sets import claims, recovery, settling, texts, turns

FORMS: Final = Forms(
    claim=claims.claim,
    keep_rendered=claims.keep_rendered,
    begin=claims.begin,
    settle=settling.settle,
    has_orphans=recovery.has_orphans,
    take_turns=turns.take,
    keep_texts=texts.keep,
    pages=texts.pages,
)
