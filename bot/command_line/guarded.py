"""A command's work run: the one place where the command line turns errors into sentences."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Final

import typer

from bot.command_line.surface import tell, tell_error
from bot.reading_settings import read_settings
from bot.settings import Settings
from domain.errors import DatabaseReplaced, InputError, PapercrierError, SettingsError
from i18n.speech import spoken

FAILED: Final = 1
WRONG_INPUT: Final = 2


def guarded(
    work: Callable[[Settings], Coroutine[Any, Any, int | None]],
    *,
    tells: bool = True,
    is_of_files: bool = False,
) -> None:
    """Run a command's work, and leave with its exit status.

    Args:
        work: given the settings; gives the exit status.
        tells: whether slips in the settings are told here; the work tells them itself else.
        is_of_files: whether it needs to know no more than where the database lies, so that no
            other setting stops it.
    """
    from bot.operations.logs import set_up_logs
    from papers.fulltext.sandbox.kernel import close_memory

    close_memory()  # before there is a token in it
    set_up_logs()
    try:
        settings = _known_settings(tells=tells, is_of_files=is_of_files)
        status = asyncio.run(work(settings))
    except DatabaseReplaced as error:
        tell_error(error)
        sys.stdout.flush()
        sys.stderr.flush()
        # Python's own end closes connections, which would write into what was put there.
        os._exit(FAILED)
    except PapercrierError as error:
        tell_error(error)
        is_input = isinstance(error, InputError | SettingsError)
        raise typer.Exit(WRONG_INPUT if is_input else FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing is left to say to anybody.
        sys.stderr.close()
        raise typer.Exit(FAILED) from None
    raise typer.Exit(status or 0)


def _known_settings(*, tells: bool, is_of_files: bool) -> Settings:
    """The settings, whose slips are told and whose secrets are known to be such; see `guarded`."""
    from bot.operations.doubts import doubts
    from bot.operations.redaction import keep_secret

    settings, wrong = read_settings()
    keep_secret(*settings.secrets)
    stops = bool(wrong) and not is_of_files
    if tells or stops:
        for doubt in (*(each.message for each in wrong if not stops), *doubts(settings)):
            tell(f"! {spoken(doubt)}")
    if stops:
        # All at once, so that nobody mends one only to be told of the next.
        for each in wrong[:-1]:
            tell_error(each)
        raise wrong[-1]
    return settings
