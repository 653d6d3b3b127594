"""From a request to the document that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.asking.asking import paper_of_conversation
from app.fair_use.allowances import COMMANDS
from app.fair_use.effort import Effort
from app.limits import LONGEST_NAME
from app.services import Services
from composing.readings import free_text_document
from domain.concurrency.aside import aside
from domain.concurrency.asker import asked_by
from domain.documents import Document
from domain.errors import InputError, PapercrierError, StoreError
from domain.excerpts import as_seen, excerpt, legible
from domain.identifiers import PaperId
from domain.messages import Message, for_example, sentence
from domain.requests import Access, Context, Parameter, Request
from handlers.asking.questions import follows_paper, is_question
from handlers.command import Command
from handlers.commands import BY_NAME
from handlers.languages import speaking_for
from handlers.operating.admission import check_admission
from i18n.command_names import known_name
from topics.grammar import MAX_LENGTH
from topics.nearness import nearest

FREE_TEXT: Final = ""
"""Stands for a command where somebody just typed."""

_READ_BESIDE: Final = ("timezone", "settings")
"""What these are given is read beside the event loop: names of places take a while at first."""


def as_typed(line: str) -> str:
    """A line as it is read: without signs that show nothing, a command's slash being always `/`."""
    text = as_seen(line).strip()
    return f"/{text[1:]}" if text.startswith("\N{FULLWIDTH SOLIDUS}") else text


def split_command(line: str) -> tuple[str, str]:
    """The command and the argument of a typed line.

    A line without a slash that names papers means /summarize, or /ask where a question follows the
    paper; other text is of no command, and asked about by `dispatch`.

    Raises:
        InputError: it is empty, or an id that cannot be.
    """
    text = as_typed(line)
    if text.startswith("/"):
        typed, *rest = text[1:].split(maxsplit=1) or [""]
        name, attached = known_name(typed)
        return name, " ".join(filter(None, (attached, *rest)))
    papers = PaperId.find(text)
    if papers:
        if follows_paper(text):
            return "ask", text
        return "summarize", " ".join(map(str, papers))
    if (mistyped := PaperId.mistyped(text)) is not None:
        raise mistyped
    if any(map(str.isalnum, text)):
        return FREE_TEXT, text
    raise _no_command(text)


def _no_command(text: str) -> InputError:
    shown = excerpt(text, 40)
    said = sentence(
        "“{text}” is neither a command nor a paper; commands begin with a slash.", text=shown
    )
    return InputError(said, hint=for_example(f"/search {shown}" if text else "/help"))


async def effort_of(services: Services, context: Context) -> Effort:
    """What the answer to a request takes, found out from what is at hand.

    Raises:
        StoreError: nobody can tell, nor answer.
    """
    command = await _command_of(services, context)
    if command is None or command.effort is None:
        return Effort.QUICK
    try:
        return await command.effort(services, context, *(await _values(command, context)))
    except StoreError:
        raise
    except PapercrierError:
        # What is refused is refused at once.
        return Effort.QUICK


async def dispatch(services: Services, request: Request) -> Document:
    """Answer a request, in the language of whoever asks.

    Raises:
        PapercrierError: with the sentence that the front end shows.
    """
    context = request if isinstance(request, Context) else await services.context(request)
    with speaking_for(context):
        await check_admission(services, context)
        await services.allowances.charge(context, COMMANDS)
        if not context.is_local:
            services.daily.asked(context.person)
        command = await _command_of(services, context)
        if command is None and context.command == FREE_TEXT and context.argument:
            return _asked_about(context)
        if command is None:
            raise InputError(
                sentence(
                    "There is no command /{name}.", name=excerpt(context.command, LONGEST_NAME)
                ),
                hint=_nearest(context.command),
            )
        _check_access(command, context)
        if command.alone and not (context.argument.strip() or context.options or context.is_local):
            command = BY_NAME[command.alone]
        with asked_by(context.person):
            values = await _values(command, context)
            if command.allowance is not None:
                await services.allowances.charge(context, command.allowance)
            return await command.run(services, context, *values)


async def _command_of(services: Services, context: Context) -> Command | None:
    """The command that is meant; in private, /ask by a question that goes on from one before.

    And by what is said when we have just asked for one.
    """
    if context.command != FREE_TEXT:
        return BY_NAME.get(context.command)
    if not context.is_private or context.is_local or not context.argument:
        return None
    question = context.argument if is_question(context.argument) else ""
    meant = await paper_of_conversation(services, context, question)
    return BY_NAME["ask"] if meant else None


def _asked_about(context: Context) -> Document:
    """What may be meant by text that is no command, to whom it can only be meant for us.

    Raises:
        InputError: others read along, or nobody can mean as much by it.
    """
    text = legible(context.argument).strip()
    # At the console, lines come from scripts too, which shall fail.
    if not context.is_private or context.is_local or len(text) > MAX_LENGTH:
        raise _no_command(text)
    return free_text_document(text, is_question=is_question(text))


async def _values(command: Command, context: Context) -> list[Any]:
    """What was given for each parameter of a command, None where nothing was.

    Raises:
        InputError: it is not what the command takes.
    """
    if not command.parameters and context.argument.strip():
        raise InputError(
            sentence("/{command} takes nothing after it.", command=command.name),
            hint=sentence("Just {command}", command=command.example),
        )
    given: Mapping[str, str | int] = context.options
    if not given and command.parameters:
        given = {command.parameters[0].name: context.argument}
    return [await _value(command, each, given.get(each.name, "")) for each in command.parameters]


async def _value(command: Command, parameter: Parameter, given: str | int) -> Any:
    if isinstance(given, int):
        return given
    text = _checked(command, given)
    if text.strip():
        return (
            await aside(parameter.read, text)
            if command.name in _READ_BESIDE
            else parameter.read(text)
        )
    if parameter.required:
        raise InputError(
            sentence(
                "/{command} needs {meaning} after it.",
                command=command.name,
                meaning=sentence(parameter.meaning),
            ),
            hint=for_example(command.example),
        )
    return None


def _checked(command: Command, text: str) -> str:
    """What stands after a command, with blanks for control characters and halves of characters.

    Raises:
        InputError: it is longer than the command takes.
    """
    text = as_seen(text)
    if len(text) > command.longest:
        raise InputError(
            sentence(
                "That is too long: {count} characters, where /{command} takes {most}.",
                count=len(text),
                command=command.name,
                most=command.longest,
            ),
            hint=for_example(command.example),
        )
    return text if command.takes_files else legible(text).strip()


def _nearest(name: str) -> Message:
    near = nearest(name, BY_NAME)
    if not near:
        return sentence("See /help for all commands.")
    return sentence("Did you mean {command}?", command=BY_NAME[near[0]].example)


def _check_access(command: Command, context: Context) -> None:
    if command.is_own and not context.is_private:
        raise InputError(
            sentence(
                "That is yours alone: send /{command} in our private chat.", command=command.name
            )
        )
    if context.may(command.access):
        return
    if command.access is Access.ADMINS:
        raise InputError(
            sentence("Only this chat's admins may use /{command}.", command=command.name)
        )
    asking = (context.chat.kind, context.user)
    raise InputError(
        sentence("Only those who run Papercrier may use /{command}.", command=command.name),
        hint=sentence(
            "They are named in PAPERCRIER_ADMINS; you would be {name} there.",
            name=":".join(asking),
        )
        if context.user
        else None,
    )
