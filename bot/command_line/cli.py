"""The command line: parse, call, print."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot.command_line.surface import Format, tell, tell_error
from bot.settings import Settings, read_settings
from domain.errors import DatabaseReplaced, InputError, PapercrierError, SettingsError
from i18n.speech import spoken

FAILED: Final = 1
WRONG_INPUT: Final = 2

app = typer.Typer(
    name="papercrier",
    help="Reads arXiv so that you don't have to: digests of what was announced in your topics, "
    "and any paper explained. Exit status: 0 done, 1 failed, 2 wrong input.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sample = Annotated[
    bool, typer.Option("--sample", help="Use the embedded sample announcement, not arXiv.")
]
Printed = Annotated[Format, typer.Option("--format", help="How to print it.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"papercrier {version('papercrier')}\n")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which one this is."),
    ] = False,
) -> None:
    """Name the program where none of its commands is."""


def _guarded(
    work: Callable[[Settings], Coroutine[Any, Any, int | None]],
    *,
    tells: bool = True,
    is_of_files: bool = False,
) -> None:
    """Run a command's work: the one place where the command line turns errors into sentences.

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
    """The settings, whose slips are told and whose secrets are known to be such; see `_guarded`."""
    from bot.operations.doubts import doubts
    from bot.operations.redaction import keep_secret

    settings, wrong = read_settings()
    if wrong and not is_of_files:
        raise wrong
    keep_secret(*settings.secrets)
    if tells:
        for doubt in (wrong.message,) if wrong else doubts(settings):
            tell(f"! {spoken(doubt)}")
    return settings


@app.command()
def run(sample: Sample = False) -> None:
    """Run Papercrier: the bot where a token is set, else the console."""
    from bot.run import run_container

    _guarded(lambda settings: run_container(settings, sample=sample), tells=False)


@app.command()
def chat(sample: Sample = False) -> None:
    """Talk on the console; commands are read from a pipe when there is no terminal."""
    from bot.command_line.console import run_console

    _guarded(lambda settings: run_console(settings, sample=sample))


@app.command()
def digest(
    topic: Annotated[
        list[str] | None, typer.Argument(help='A topic, for example "diffusion models".')
    ] = None,
    date: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Listing date; the newest by default."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Papers told in full.")] = 10,
    form: Printed = Format.TERMINAL,
    sample: Sample = False,
) -> None:
    """Print the digest of a topic: what was announced on a date.

    A date within arXiv's 90 days of listings is read from them; an older one is put together
    from submission dates, and says so. Without a topic, those that the console follows.
    """
    from bot.command_line.once import print_digest

    wanted = " ".join(topic or ())
    day = date.date() if date else None
    _guarded(lambda settings: print_digest(settings, wanted, day, form, limit=limit, sample=sample))


@app.command()
def summarize(
    papers: Annotated[
        list[str] | None, typer.Argument(help="An arXiv id or link, several, or a title.")
    ] = None,
    form: Printed = Format.TERMINAL,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='Summarise lines of {"title", "abstract"} from standard input, one JSON a line.',
        ),
    ] = False,
    sample: Sample = False,
) -> None:
    """Print papers in brief, each claim with the sentence it stands on."""
    if jsonl:
        from bot.command_line.jsonl import summarize_lines
        from bot.command_line.typed import typed_lines

        _guarded(lambda settings: summarize_lines(settings, typed_lines()))
    from bot.command_line.once import print_summary

    wanted = " ".join(papers or ())
    _guarded(lambda settings: print_summary(settings, wanted, form, sample=sample))


@app.command()
def rank(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Requests a line, as docs/ranking.md has.")
    ],
) -> None:
    """Put papers into the order of what readers like, from standard input."""
    from bot.command_line.ranked import LONGEST_LINE, rank_lines
    from bot.command_line.typed import typed_lines

    _guarded(lambda _: rank_lines(typed_lines(LONGEST_LINE)))


@app.command()
def read(
    paper: Annotated[str, typer.Argument(help="An arXiv id or link.")],
    form: Annotated[str, typer.Option("--format", help="How to print it: text or json.")] = "text",
    figures: Annotated[
        Path | None, typer.Option("--figures", help="A folder to put the figures into.")
    ] = None,
) -> None:
    """Print the paper itself as it was understood: sections, captions, figures.

    Figures are kept only where the paper's licence allows it; see the setting FIGURES.
    """
    from bot.command_line.read_paper import TextFormat, print_text

    if form not in tuple(TextFormat):
        raise typer.BadParameter("it is text or json", param_hint="--format")
    wanted = TextFormat(form)
    _guarded(lambda settings: print_text(settings, paper, wanted, figures))


@app.command()
def intake(
    status: Annotated[
        bool, typer.Option("--status", help="Only show how the announcements stand.")
    ] = False,
    form: Annotated[
        Format, typer.Option("--format", help="How to print the status: terminal or json.")
    ] = Format.TERMINAL,
    ids: Annotated[bool, typer.Option("--ids", help="With the ids of each kind (JSON).")] = False,
) -> None:
    """Take in what arXiv has announced since the last time, once."""
    from bot.command_line.once import print_status, take_in

    if status:
        _guarded(lambda settings: print_status(settings, form, ids=ids))
    _guarded(lambda settings: take_in(settings, form, ids=ids))


@app.command()
def setup() -> None:
    """Ask for tokens and keys, try each, and write them into `.env` for nobody else to read."""
    from bot.command_line.setup import set_up

    _guarded(set_up, tells=False, is_of_files=True)


@app.command()
def check() -> None:
    """Say what is set up and whether it works; exit 1 if something that is set up does not."""
    from bot.operations.check import run_check

    _guarded(run_check, tells=False)


@app.command()
def stats(form: Printed = Format.TERMINAL) -> None:
    """Print how it is doing, how much is kept, and what was done on each day of a month."""
    from bot.command_line.stats import print_stats

    _guarded(lambda settings: print_stats(settings, form))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A file that does not exist yet.")],
) -> None:
    """Write a consistent copy of the database, also while Papercrier runs."""
    from bot.command_line.database import back_up

    _guarded(lambda settings: back_up(settings, file), is_of_files=True)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup; it is looked through first.")],
) -> None:
    """Put a backup in the database's place, while Papercrier does not run.

    What was there before is kept beside it.
    """
    from bot.command_line.database import put_back

    _guarded(lambda settings: put_back(settings, file), is_of_files=True)


@app.command()
def move(
    to: Annotated[
        Path, typer.Argument(help="A folder, or a file NAME.db that does not exist yet.")
    ],
) -> None:
    """Move the database with all that is beside it, while Papercrier does not run."""
    from bot.command_line.database import relocate

    _guarded(lambda settings: relocate(settings, to), is_of_files=True)


@app.command()
def export() -> None:
    """Print what is kept of the console's chat as JSON that /import takes."""
    from bot.command_line.once import print_export

    _guarded(print_export, is_of_files=True)
