"""From a request to the document that answers it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.fair_use.effort import Effort
from app.limits import LONGEST_NAME
from app.services import Services
from domain.chats import CONSOLE
from domain.concurrency.asker import asked_by
from domain.documents import Document
from domain.errors import InputError
from domain.excerpts import excerpt, legible
from domain.identifiers import PaperId
from domain.messages import Message, for_example, sentence
from domain.requests import Access, Request
from handlers.command import Command
from handlers.commands import COMMANDS
from handlers.languages import speaking_with
from topics.nearness import nearest

_BY_NAME: Final = {command.name: command for command in COMMANDS}


def split_command(line: str) -> tuple[str, str]:
    """The command and the argument of a typed line.

    A line without a slash that names a paper means /summarize.

    Raises:
        InputError: it is neither a command nor a paper.
    """
    text = line.strip()
    if text.startswith("/"):
        name, *rest = text[1:].split(maxsplit=1) or [""]
        return name.lower(), rest[0] if rest else ""
    papers = PaperId.find(text)
    if len(papers) == 1:
        return "summarize", str(papers[0])
    shown = excerpt(text, 40)
    raise InputError(
        sentence(
            "“{text}” is neither a command nor a paper; commands begin with a slash.", text=shown
        ),
        hint=for_example(f"/search {shown}" if text else "/help"),
    )


async def effort_of(services: Services, request: Request) -> Effort:
    """What the answer to a request takes, found out from what is at hand.

    Raises:
        StoreError: nobody can tell, nor answer.
    """
    command = _BY_NAME.get(request.command)
    if command is None or command.effort is None or len(request.argument) > command.longest:
        return Effort.QUICK
    return await command.effort(services, request)


async def dispatch(services: Services, request: Request) -> Document:
    """Answer a request, in the language of whoever asks.

    Raises:
        PapercrierError: with the sentence that the front door shows.
    """
    with await speaking_with(services, request):
        command = _BY_NAME.get(request.command)
        if command is None:
            raise InputError(
                sentence(
                    "There is no command /{name}.", name=excerpt(request.command, LONGEST_NAME)
                ),
                hint=_nearest(request.command),
            )
        request = replace(request, argument=_checked(command, request.argument))
        _check(services, command, request)
        if command.allowance is not None and request.chat.platform != CONSOLE:
            services.allowances.take(request.person, command.allowance)
        with asked_by(request.person):
            return await command.run(services, request)


def _checked(command: Command, argument: str) -> str:
    """What stands after a command, with blanks for control characters and halves of characters.

    Raises:
        InputError: it is longer than the command takes.
    """
    if len(argument) > command.longest:
        raise InputError(
            sentence(
                "That is too long: {count} characters, where /{command} takes {most}.",
                count=len(argument),
                command=command.name,
                most=command.longest,
            ),
            hint=for_example(command.example),
        )
    return argument if command.takes_files else legible(argument).strip()


def _nearest(name: str) -> Message:
    near = nearest(name, _BY_NAME)
    if not near:
        return sentence("See /help for all commands.")
    return sentence("Did you mean {command}?", command=_BY_NAME[near[0]].example)


def _check(services: Services, command: Command, request: Request) -> None:
    if command.access is Access.OPERATORS and not services.are_run_by(request):
        asking = (request.chat.platform, request.user)
        raise InputError(
            sentence("Only those who run Papercrier may use /{command}.", command=command.name),
            hint=sentence(
                "They are named in PAPERCRIER_ADMINS; you would be {name} there.",
                name=":".join(asking),
            )
            if request.user
            else None,
        )
    if command.access is Access.ADMINS and not request.is_admin:
        raise InputError(
            sentence("Only this chat's admins may use /{command}.", command=command.name)
        )
    needed = [parameter for parameter in command.parameters if parameter.required]
    if needed and not request.argument.strip():
        raise InputError(
            sentence(
                "/{command} needs {meaning} after it.",
                command=command.name,
                meaning=sentence(needed[0].meaning),
            ),
            hint=for_example(command.example),
        )
    if not command.parameters and request.argument.strip():
        raise InputError(
            sentence("/{command} takes nothing after it.", command=command.name),
            hint=sentence("Just {command}", command=command.example),
        )
