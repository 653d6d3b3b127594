"""Lines of a message as chats set them: what each looks like, and how well one ends before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.documents import Inline


class Border(IntEnum):
    """How well a message may end before a line; more is better."""

    JOINED = 0
    LINE = 1
    BLOCK = 2
    ENTRY = 3


class Frame(StrEnum):
    """What several lines in a row stand in together."""

    NONE = ""
    QUOTE = "quote"
    FOLD = "fold"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one paragraph, of a message.

    Attributes:
        spans: tidied, with addresses that may be linked; the rest of the rules are a platform's.
        lead: what stands before the text of a point: "• " or "3. ".
        heading: its level, 1 the largest; 0 for a line that is none.
        gap: whether an empty line stands before it, unless it is the first of a message.
        frame: what it stands in.
        frame_number: tells frames of one kind apart that follow on each other.
    """

    spans: Inline
    border: Border = Border.BLOCK
    lead: str = ""
    heading: int = 0
    gap: bool = False
    frame: Frame = Frame.NONE
    frame_number: int = 0

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return self.lead + "".join(span.text for span in self.spans)

    @property
    def length(self) -> int:
        """Code points of its text, without putting it together."""
        return len(self.lead) + sum(len(span.text) for span in self.spans)
