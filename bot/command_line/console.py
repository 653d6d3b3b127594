"""The console: a chat on standard input and output, for people and for pipes."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from textwrap import fill
from typing import Final

from app.limits import LARGEST_IMPORT, too_large
from app.services import Services
from bot.command_line.opening import Opening, opened
from bot.command_line.surface import rendered, show, tell, tell_error, watched
from bot.command_line.typed import typed_lines
from bot.container import open_container
from bot.settings import Settings
from domain.chats import ChatRef
from domain.errors import InputError, PapercrierError
from domain.messages import sentence
from domain.requests import Request
from handlers.commands import COMMANDS
from handlers.dispatch import dispatch, split_command
from handlers.greeting import WHAT_IT_IS
from handlers.languages import speaking_for

HERE: Final = ChatRef("console", "local")
_LONGEST_PATH: Final = 1_000
_LEAVING: Final = frozenset({"/exit", "/quit", "exit", "quit"})

GREETING: Final = "\n".join(
    (
        fill(f"Papercrier. {WHAT_IT_IS}", 88),
        fill(
            "This is the console. To serve chats, set PAPERCRIER_TELEGRAM_TOKEN (from @BotFather) "
            "or PAPERCRIER_DISCORD_TOKEN (from Discord's developer portal); `papercrier check` "
            "says what is set up. /help lists the commands.",
            88,
        ),
        "",
    )
)


async def run_console(settings: Settings, *, sample: bool = False, greet: bool = False) -> int:
    """Talk until the input ends; the exit status is 1 if a command failed in a pipe.

    Args:
        settings: as read from the environment.
        sample: use the embedded sample announcement.
        greet: greet and show a digest first also where nobody sits at a terminal.
    """
    at_terminal = sys.stdin.isatty()
    async with AsyncExitStack() as stack:
        if at_terminal or greet:
            show(GREETING)
        opening = await _opening(settings, stack, sample=sample)
        if at_terminal or greet:
            await _first_digest(opening)
        failures, commands = await _converse(opening.services, at_terminal=at_terminal)
        if not commands and not (at_terminal or greet):
            await _first_digest(opening)
    return 1 if failures and not at_terminal else 0


async def _opening(settings: Settings, stack: AsyncExitStack, *, sample: bool) -> Opening:
    """The container on arXiv, or on the sample where arXiv cannot be reached; said in one line."""
    if not sample:
        services = await stack.enter_async_context(open_container(settings))
        opening = await opened(services)
        if opening.trouble is None:
            return opening
        tell(f"{opening.trouble.message} Using the embedded SAMPLE announcement instead.")
    sampled = await stack.enter_async_context(open_container(settings, sample=True))
    return Opening(sampled, newest=sampled.intake.newest_date())


async def _first_digest(opening: Opening) -> None:
    request = Request(HERE, "local", "digest", str(opening.newest))
    with watched() as progress:
        try:
            document = await dispatch(opening.services, replace(request, progress=progress))
        except PapercrierError as error:
            tell_error(error)
            return
    show(rendered(document))
    if opening.is_older:
        tell("A newer announcement may be out: /digest looks.")


async def _converse(services: Services, *, at_terminal: bool) -> tuple[int, int]:
    """Answer each line; how many failed, of how many."""
    failures = commands = 0
    lines = _typed(services) if at_terminal else _piped()
    async for line in lines:
        if line.strip().lower() in _LEAVING:
            break
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        commands += 1
        failures += not await _answered(services, line)
    return failures, commands


async def _answered(services: Services, line: str) -> bool:
    """Answer one line; the one place where the console turns errors into sentences."""
    context = await services.context(Request(HERE, "local", ""))
    with speaking_for(context):
        try:
            command, argument = split_command(line)
            if command == "import":
                argument = _from_file(argument)
            asked = replace(context, command=command, argument=argument)
            with watched() as progress:
                document = await dispatch(services, replace(asked, progress=progress))
        except PapercrierError as error:
            tell_error(error)
            return False
    show(rendered(document))
    return True


def _from_file(argument: str) -> str:
    """What /import is given: the content of a file where it names one, else as typed.

    Raises:
        InputError: the file is too large, or cannot be read.
    """
    path = _file_named(argument.strip().strip("'\""))
    if path is None:
        return argument
    try:
        if path.stat().st_size > LARGEST_IMPORT:
            raise too_large()
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            sentence("{path} cannot be read: {error}.", path=path, error=error)
        ) from error


def _file_named(name: str) -> Path | None:
    """The file of that name, if there is one; what is no name of a file names none."""
    if not name or len(name) > _LONGEST_PATH or "\n" in name:
        return None
    try:
        path = Path(name).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        # A part of it is longer than names of files are, or it is in the home of nobody.
        return None


async def _piped() -> AsyncIterator[str]:
    for line in typed_lines():
        yield line


async def _typed(services: Services) -> AsyncIterator[str]:
    """Lines typed at the prompt, with history and completion of commands."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import InMemoryHistory

    words = WordCompleter([f"/{command.name}" for command in COMMANDS], sentence=True)
    session: PromptSession[str] = PromptSession(
        "sample> " if services.sample else "papercrier> ",
        completer=words,
        history=InMemoryHistory(),
        complete_while_typing=False,
    )
    while True:
        try:
            yield await session.prompt_async()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
