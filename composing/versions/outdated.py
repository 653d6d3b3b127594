"""Claims about an earlier version, struck where its sentences are gone."""

from __future__ import annotations

from typing import Final

from app.versions.outdated import Outdated
from composing.formulas import without_formulas
from domain.documents import Bullets, Fold, Span, Style
from domain.excerpts import excerpt
from i18n.speech import phrase

_MOST: Final = 6
_LONGEST: Final = 300


def outdated_claims(outdated: Outdated) -> Fold:
    """What was said of an earlier version and stands no longer."""
    title = phrase("Said of version {number}, and no longer in the paper", number=outdated.version)
    claims = outdated.claims[:_MOST]
    lines = (
        (Span(excerpt(without_formulas(claim.text), _LONGEST), Style.STRUCK),) for claim in claims
    )
    return Fold(title, (Bullets(tuple(lines)),))
