"""Who this is and how it stands: /start, /help, /about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.services import Services
from composing.standing import resuming
from domain.documents import (
    Block,
    Bullets,
    Document,
    Inline,
    Paragraph,
    Table,
    bold,
    code,
    inline,
    link,
)
from domain.errors import InputError
from domain.messages import marked, sentence
from domain.papers import Batch, BatchState
from domain.requests import Request
from handlers.command import Command
from handlers.following import field_buttons
from i18n.speech import number, phrase, spoken, styled

WHAT_IT_IS = marked(
    "I read arXiv so that you don't have to: follow topics, and get what was announced in them, "
    "each paper told in a minute; or give me any paper and I explain it."
)


STATES: Final = {
    BatchState.WAITING: marked("waiting"),
    BatchState.PARTIAL: marked("partial"),
    BatchState.COMPLETE: marked("complete"),
    BatchState.QUIET: marked("quiet"),
    BatchState.LATE: marked("late"),
    BatchState.FAILED: marked("failed"),
    BatchState.RECONSTRUCTED: marked("reconstructed"),
}
"""How an announcement stands, to be put into words by `phrase`."""


async def start(services: Services, request: Request) -> Document:
    """Say what this is and what to do first."""
    followed = await services.store.subscriptions(request.chat)
    steps: list[Inline] = [
        styled("{command} follows a topic", command=code("/subscribe diffusion models")),
        styled("{command} shows ready topics to choose from", command=code("/topics")),
        styled("{command} tells what was announced in your topics", command=code("/digest")),
        styled(
            "{command} explains a paper, from its id or any link",
            command=code("/summarize 2403.04634"),
        ),
        styled("{command} lists all commands", command=code("/help")),
    ]
    blocks: list[Block] = [Paragraph(inline(phrase(WHAT_IT_IS)))]
    if followed:
        names = ", ".join(s.topic.label for s in followed)
        blocks.append(Paragraph(styled("You follow {topics}.", topics=bold(names))))
    blocks += [Bullets(tuple(steps)), field_buttons()]
    return Document("Papercrier", tuple(blocks))


def help_for(commands: Iterable[Command], wanted: str) -> Document:
    """The table of commands, or one command explained.

    Raises:
        InputError: there is no such command.
    """
    table = {command.name: command for command in commands}
    if wanted:
        command = table.get(wanted.strip().lstrip("/").lower())
        if command is None:
            raise InputError(
                sentence("There is no command “{name}”.", name=wanted), hint=sentence("See /help.")
            )
        return _explained(command)
    rows = tuple(
        (inline(code(command.usage)), inline(phrase(command.summary))) for command in table.values()
    )
    return Document(phrase("Commands"), (Table((phrase("Command"), phrase("What it does")), rows),))


def _explained(command: Command) -> Document:
    points = tuple(
        styled("{label}: {text}", label=bold(parameter.name), text=phrase(parameter.meaning))
        for parameter in command.parameters
    )
    said = phrase("{sentence}.", sentence=phrase(command.summary))
    blocks: list[Block] = [Paragraph(inline(said))]
    if points:
        blocks.append(Bullets(points))
    blocks.append(Paragraph(styled("For example: {command}", command=code(command.example))))
    return Document(command.usage, tuple(blocks))


async def about(services: Services, request: Request) -> Document:
    """What runs here, what summaries are made from, and how arXiv's announcements stand."""
    batches = await services.library.latest_batches()
    source = (
        phrase("Papers: the embedded SAMPLE announcement; nothing of it is real.")
        if services.sample
        else phrase("Papers: arXiv's listings and API; titles, authors and links are arXiv's own.")
    )
    points = (
        inline(phrase("Version {version}", version=services.version)),
        inline(source),
        inline(_summaries_by(services.model)),
        styled("Thank you to {arxiv} for open access.", arxiv=link("arXiv", "https://arxiv.org")),
    )
    blocks: list[Block] = [Bullets(points)]
    blocks += [Paragraph(inline(spoken(trouble))) for trouble in services.source.troubles()]
    resumes = await services.intake.resumes(services.intake.newest_date())
    if resumes and not services.sample:
        blocks.append(Paragraph(inline(resuming(resumes))))
    if batches:
        rows = tuple(_state(batch) for batch in sorted(batches, key=lambda b: b.archive))
        headings = (phrase("Archive"), phrase("Announced"), phrase("State"), phrase("Papers"))
        blocks.append(Table(headings, rows))
    else:
        blocks.append(Paragraph(inline(phrase("No announcement has been read yet."))))
    return Document(phrase("About Papercrier"), tuple(blocks))


def _summaries_by(model: str) -> str:
    if model:
        return phrase(
            "Summaries: by {model}, each claim checked against the sentences it cites; "
            "where that fails, sentences of the paper itself.",
            model=model,
        )
    return phrase(
        "Summaries: sentences of the paper itself, each with its source; "
        "no language model is set up."
    )


def _state(batch: Batch) -> tuple[Inline, ...]:
    state = phrase(STATES[batch.state])
    if batch.reason:
        state = phrase("{label}: {text}", label=state, text=spoken(batch.reason))
    return (
        inline(batch.archive),
        inline(str(batch.date)),
        inline(state),
        inline(number(len(batch.news))),
    )
