"""What an answer takes, decided before it waits for anything: what is at hand waits for nobody."""

from __future__ import annotations

from enum import StrEnum


class Effort(StrEnum):
    """What an answer takes."""

    QUICK = "quick"
    """Nothing but what is at hand."""
    OWN = "own"
    """This machine's processor, for a while."""
    ASKING = "asking"
    """arXiv, which takes seconds for each request, or a language model."""
