"""Withdrawals: how arXiv and authors say that a paper has been taken back.

arXiv keeps no such field in its listings, feeds or API. The author says so in the comment or in
place of the abstract, arXiv's administrators in the comment
(https://info.arxiv.org/help/withdraw.html).
"""

from __future__ import annotations

import re
from typing import Final

_SUBJECT: Final = r"(?:paper|article|submission|manuscript|preprint|work|note|version|this)"
_ADVERB: Final = r"(?:(?:now|being|\w+ly)\s+)?"
_SAID = re.compile(
    rf"(?:^\s*|[.;:,(]\s*|\b(?:this|the|our)\s+(?:arxiv\s+)?){_SUBJECT}(?:\s*\([^()]{{0,40}}\))?"
    rf"\s+(?:(?:has\s+been|have\s+been|was|is)\s+{_ADVERB})?withdrawn\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\s*withdrawn(?:\s*$|\s*[.,;:(]|\s+(?:by|due|because|since|from\s+arxiv|for|as|in\s+order)\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"withdrawn\s+from\s+(?!(?:the\s+)?arxiv)", re.IGNORECASE)


def is_withdrawn(comment: str | None, abstract: str) -> bool:
    """Whether a paper's comment, or its abstract's opening words, say that it is withdrawn.

    A paper withdrawn from a journal or conference only is not meant, nor an earlier version.
    """
    if _BARE.match(abstract) or _SAID.match(abstract):
        return True
    said = comment or ""
    announced = _BARE.match(said) or _SAID.search(said)
    return announced is not None and _ELSEWHERE.search(said) is None
