"""The console: a chat on standard input and output, for people and for pipes."""

from __future__ import annotations

import re
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.limits import LARGEST_IMPORT, text_of_file, too_large
from app.services import Services
from bot.command_line.greeting import HERE, greet
from bot.command_line.opening import reached
from bot.command_line.sampling import sampled
from bot.command_line.surface import rendered, show, tell, tell_error, watched
from bot.command_line.typed import typed_lines
from bot.container import open_container
from bot.platforms.suggestions import Lately
from bot.settings import Settings
from composing.library.imports import SURE
from domain.errors import InputError, PapercrierError
from domain.messages import for_example, sentence
from domain.requests import Request
from handlers.dispatch import dispatch, split_command
from handlers.languages import speaking_for

_LONGEST_PATH: Final = 1_000
_FILE: Final = re.compile(
    r"[^\s:]{1,500}\.(?:bib|ris|json|opml|xml|txt|csv|md)|(?:~|\.{0,2})/[^\s]{1,500}", re.IGNORECASE
)
"""What looks like the name of a file, and like no topic; links have a colon."""

_LEAVING: Final = frozenset({"/exit", "/quit", "exit", "quit"})
SAMPLE: Final = "— SAMPLE: invented papers —"


async def run_console(settings: Settings, *, sample: bool = False, greeted: bool = False) -> int:
    """Talk until the input ends; the exit status is 1 if a command failed in a pipe.

    Args:
        settings: as read from the environment.
        sample: use the embedded sample announcement, and keep nothing.
        greeted: greet also where nobody sits at a terminal.
    """
    at_terminal = sys.stdin.isatty()
    async with AsyncExitStack() as stack:
        settings = await stack.enter_async_context(sampled(settings, sample=sample))
        services = await _opened(settings, stack, sample=sample)
        await _shown(settings, services, stack)
        if at_terminal or greeted:
            await greet(settings, services)
        talk = Talk(services)
        if at_terminal:
            from bot.command_line.prompt import talk_at_prompt

            await talk_at_prompt(talk, settings.data_folder / "history")
            return 0
        for line in typed_lines():
            if talk.is_over(line):
                break
            await talk.answer(line)
    return 1 if talk.failures else 0


async def _shown(settings: Settings, services: Services, stack: AsyncExitStack) -> None:
    """The archive beside the console, where an address is set for it; said in one line."""
    if not settings.web_address:
        return
    from bot.operations.archive_server import archive_served, public_address

    await stack.enter_async_context(archive_served(services, settings))
    tell(f"The archive is at {public_address(settings)}")


async def _opened(settings: Settings, stack: AsyncExitStack, *, sample: bool) -> Services:
    """What runs on arXiv, or on the sample where arXiv cannot be reached; said in one line."""
    if not sample:
        services = await stack.enter_async_context(open_container(settings))
        trouble = await reached(services)
        if trouble is None:
            return services
        tell(f"{trouble.message} Using the embedded SAMPLE announcement instead.")
    return await stack.enter_async_context(open_container(settings, sample=True))


class Talk:
    """Answers lines.

    Attributes:
        services: what it works with.
        lately: the papers that were asked about.
        failures: how many lines could not be answered.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self.lately = Lately()
        self.failures = 0

    def is_over(self, line: str) -> bool:
        """Whether a line ends the talk."""
        return line.strip().lower() in _LEAVING

    async def answer(self, line: str) -> bool:
        """Answer a line; whether that could be done. Remarks and empty lines need no answer."""
        if not line.strip() or line.lstrip().startswith("#"):
            return True
        answered = await _answered(self.services, line)
        self.failures += not answered
        if answered:
            self.lately.add(HERE, line)
        return answered


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
    if services.sample:
        show(SAMPLE)
    show(rendered(document))
    return True


def _from_file(argument: str) -> str:
    """What /import is given: the content of a file where it names one, else as typed.

    Raises:
        InputError: the file is too large, empty, not there, or cannot be read.
    """
    sure, name = _split_sure(argument)
    path = _file_named(name.strip().strip("'\""))
    if path is None:
        if _FILE.fullmatch(name.strip()) is not None:
            missing = sentence("There is no file {path}.", path=name.strip())
            raise InputError(missing, hint=for_example("/import ~/library.bib"))
        return argument
    try:
        if path.stat().st_size > LARGEST_IMPORT:
            raise too_large()
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            sentence("{path} cannot be read: {error}.", path=path, error=error)
        ) from error
    if not content.strip():
        raise InputError(sentence("{path} is empty.", path=path))
    return sure + text_of_file(content)


def _split_sure(argument: str) -> tuple[str, str]:
    """What says that somebody is sure, and what stands after it."""
    name = argument.removeprefix(SURE)
    return (SURE if name != argument else ""), name


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
