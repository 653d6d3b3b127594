"""/stats: how Papercrier is doing."""

from __future__ import annotations

from typing import Final

from app.operating.daily import DAYS
from app.operating.status import own_condition
from app.services import Services
from composing.operating.condition import WEEK, condition_document
from domain.documents import Document
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.requests import Context

_NAMED: Final = {"week": WEEK, "month": DAYS}


async def stats(services: Services, context: Context, days: int | None) -> Document:
    """The figures as they are now, and those of the last days."""
    return condition_document(await own_condition(services), days=days or WEEK)


def read_days(text: str) -> int:
    """How many days are meant: a number, a week or a month.

    Raises:
        InputError: it is no such number, or more than is kept.
    """
    cleaned = text.strip().lower()
    is_short = cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= len(str(DAYS))
    days = _NAMED.get(cleaned, int(cleaned) if is_short else 0)
    if 1 <= days <= DAYS:
        return days
    raise InputError(
        sentence("Figures are kept for {days} days.", days=DAYS), hint=for_example("/stats 31")
    )
