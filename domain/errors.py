"""The family of errors that people and operators are told about.

Library errors are wrapped into one of these at the border where they enter. Each class's
docstring is its default message, so an error always has a sentence to show. What it says is a
message: nobody knows yet who will read it, and in which language.
"""

from __future__ import annotations

from typing import Final

from domain.excerpts import excerpt
from domain.messages import Message, sentence

_NEAR: Final = 250
"""Code points before and after a place in a query that are shown."""


class Explained(Exception):
    """Something whose reason is a message, for whoever catches it to show or to build on."""

    def __init__(self, message: Message) -> None:
        """Args: message says what is wrong, as a sentence or as a part of one."""
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class PapercrierError(Explained):
    """Something went wrong."""

    def __init__(self, message: Message | None = None, *, hint: Message | None = None) -> None:
        """Args: message is a full sentence for the person; hint shows how to do it right."""
        super().__init__(message or sentence((self.__doc__ or "").strip()))
        self.hint = hint or Message()

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(PapercrierError):
    """That input was not understood."""


class NotAPaperId(InputError):
    """That is not an arXiv id or link."""


class QueryError(InputError):
    """That topic was not understood."""

    def __init__(
        self,
        message: Message | None = None,
        *,
        hint: Message | None = None,
        text: str = "",
        at: int = 0,
        meant: tuple[str, ...] = (),
    ) -> None:
        """Args: text is the query as typed, at the trouble's offset in it, meant other queries."""
        super().__init__(message, hint=hint)
        self.text = text
        self.at = at
        self.meant = meant

    @property
    def around(self) -> tuple[str, str]:
        """What stands before and after the place; of a long text only what is near to it."""
        before, after = self.text[: self.at], self.text[self.at :]
        if len(before) > _NEAR:
            before = "…" + before[-_NEAR:]
        return before, excerpt(after, _NEAR)


class PaperNotFound(PapercrierError):
    """arXiv does not know that paper."""


class UnreadablePaper(PapercrierError):
    """This paper cannot be read."""


class SourceError(PapercrierError):
    """arXiv could not be read."""


class SourceUnavailable(SourceError):
    """arXiv is not answering."""


class MalformedAnswer(SourceError):
    """arXiv answered with something other than was asked for."""

    def __init__(
        self, message: Message | None = None, *, hint: Message | None = None, evidence: bytes = b""
    ) -> None:
        """Args: evidence is the body as received, kept for the operator."""
        super().__init__(message, hint=hint)
        self.evidence = evidence


class NothingToSummarize(PapercrierError):
    """This paper has no text to summarise: arXiv has no abstract of it."""


class ModelError(PapercrierError):
    """The language model did not answer."""


class ModelUnavailable(ModelError):
    """The language model is not answering; try again in some minutes."""


class AnswerTooSlow(ModelUnavailable):
    """The language model takes too long over this paper."""


class ModelMisconfigured(ModelError):
    """The language model cannot be used as it is set up."""


class KeyRefused(ModelMisconfigured):
    """The language model's provider does not take the key that is set up."""


class QuotaSpent(ModelMisconfigured):
    """The account with the language model's provider has no credit left."""


class TextTooLong(ModelError):
    """The paper is longer than the language model can read at once."""


class AnswerUnusable(ModelError):
    """The language model gave no summary that could be used."""


class ContentRefused(AnswerUnusable):
    """The language model, or its provider, declined to write about this paper."""


class FormatRefused(AnswerUnusable):
    """The language model did not answer in the form asked for."""


class StoreError(PapercrierError):
    """The database could not be used; try again in a minute."""


class DatabaseMissing(StoreError):
    """There is no database."""


class DatabaseOlder(StoreError):
    """The database is of an older version of Papercrier."""


class DatabaseReplaced(StoreError):
    """The database is no longer the one that was opened."""


class AlreadyServed(PapercrierError):
    """Another process serves this database."""


class SettingsError(PapercrierError):
    """A setting is wrong."""
