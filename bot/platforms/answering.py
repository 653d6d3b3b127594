"""What every front end does with a request, whatever the platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import structlog

from app.services import Services
from domain.documents import Button, Buttons, Document, Paragraph, Span, code, inline
from domain.errors import PapercrierError, QueryError, StoreError
from domain.requests import Context, Request
from handlers.dispatch import dispatch
from handlers.languages import speaking_for
from i18n.speech import phrase, spoken

log = structlog.get_logger(__name__)

_OF_A_QUERY: Final = ("subscribe", "search", "digest")
"""Commands that take a query and nothing else before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to show to whoever asked.

    Attributes:
        is_refusal: whether it says why the request was not carried out.
        is_plain: whether the chat wants plain messages.
    """

    document: Document
    is_refusal: bool = False
    is_plain: bool = False


async def answer(services: Services, request: Request) -> Document:
    """The answer to a request; never raises, but for being cancelled."""
    return (await answered(services, request)).document


async def answered(services: Services, request: Request) -> Answer:
    """The answer to a request and of what kind it is; never raises, but for being cancelled.

    The one place where the adapters turn errors into a sentence for the person and a line for the
    operator. A bug ends here too: the person is told that it was logged, and nothing of it.
    """
    context = request if isinstance(request, Context) else await services.context(request)
    with speaking_for(context):
        try:
            document = await dispatch(services, context)
            return Answer(document, is_plain=context.settings.plain)
        except StoreError as error:
            log.error("store in trouble", command=request.command, why=str(error))
            return Answer(told(error), is_refusal=True)
        except PapercrierError as error:
            log.debug("refused", command=request.command, chat=str(request.chat), why=str(error))
            said = told(error)
            if isinstance(error, QueryError) and request.command in _OF_A_QUERY:
                said = replace(said, blocks=(*said.blocks, *_meant(error, request.command)))
            return Answer(said, is_refusal=True)
        except Exception:
            log.exception("failed", command=request.command, chat=str(request.chat))
            sorry = phrase("Something went wrong here. It has been noted; please try again.")
            return Answer(Document.say(sorry), is_refusal=True)


def _meant(error: QueryError, command: str) -> Iterator[Buttons]:
    """The same command with what was probably meant."""
    if error.meant:
        yield Buttons(tuple((Button(one, command=f"/{command} {one}"),) for one in error.meant))


def told(error: PapercrierError) -> Document:
    """An error in the language being spoken: what was wrong, where, and how to do it right.

    What is wrong with the database is the operator's business, as is where it lies.
    """
    if isinstance(error, StoreError):
        error = StoreError()
    blocks = [Paragraph(inline(spoken(error.message)))]
    if isinstance(error, QueryError) and error.text.strip():
        before, after = error.around
        blocks.append(Paragraph(inline(code(before), Span(" ☞ "), code(after))))
    if error.hint:
        blocks.append(Paragraph(inline(spoken(error.hint))))
    return Document(blocks=tuple(blocks))
