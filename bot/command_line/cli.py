"""The command line: parse, call, print."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line import asking, files
from bot.command_line.asking import Printed, Sample
from bot.command_line.guarded import guarded
from bot.command_line.surface import Format

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

Built = Annotated[Path | None, typer.Option(help="A folder for files to build pages from.")]
Piped = Annotated[bool, typer.Option("--jsonl", help="Requests a line, as docs/ranking.md has.")]
Compared = Annotated[list[str], typer.Argument(help="An arXiv id or link, and versions: v1 v2.")]


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


@app.command()
def run(sample: Sample = False) -> None:
    """Run Papercrier: the bot where a token is set, else the console."""
    from bot.run import run_container

    guarded(lambda settings: run_container(settings, sample=sample), tells=False)


@app.command()
def chat(sample: Sample = False) -> None:
    """Talk on the console; commands are read from a pipe when there is no terminal."""
    from bot.command_line.console import run_console

    guarded(lambda settings: run_console(settings, sample=sample))


@app.command()
def web(sample: Sample = False) -> None:
    """Show the archive in a browser, of the same database, beside the process that serves chats."""
    from bot.command_line.archive.browsing import show_archive

    guarded(lambda settings: show_archive(settings, sample=sample))


@app.command()
def mcp(sample: Sample = False) -> None:
    """Answer an assistant that speaks the Model Context Protocol, on standard input and output."""
    from bot.command_line.archive.assistants import serve_assistant

    guarded(lambda settings: serve_assistant(settings, sample=sample))


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
    guarded(lambda settings: print_digest(settings, wanted, day, form, limit=limit, sample=sample))


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

        guarded(lambda settings: summarize_lines(settings, typed_lines()))
    from bot.command_line.once import print_summary

    wanted = " ".join(papers or ())
    guarded(lambda settings: print_summary(settings, wanted, form, sample=sample))


@app.command()
def changes(paper: Compared, form: Printed = Format.TERMINAL) -> None:
    """Print what changed in a paper from one version to another."""
    from bot.command_line.once import print_changes

    guarded(lambda settings: print_changes(settings, " ".join(paper), form))


@app.command()
def similar(
    paper: Annotated[str, typer.Argument(help="An arXiv id or link; “page 2” looks further back.")],
    form: Printed = Format.TERMINAL,
    sample: Sample = False,
) -> None:
    """Print stored papers that are like one, the nearest first."""
    from bot.command_line.once import print_similar

    guarded(lambda settings: print_similar(settings, paper, form, sample=sample))


app.command()(asking.ask)
app.command()(asking.compare)


@app.command()
def rank(jsonl: Piped) -> None:
    """Put papers into the order of what readers like, from standard input."""
    from bot.command_line.piped.ranked import rank_lines
    from bot.embedding import open_embedder

    guarded(lambda settings: rank_lines(open_embedder(settings)))


@app.command()
def authors(jsonl: Piped) -> None:
    """Tell authors of one name apart by their papers, from standard input."""
    from bot.command_line.piped.namesakes import tell_apart

    guarded(lambda _: tell_apart())


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
    guarded(lambda settings: print_text(settings, paper, wanted, figures))


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
        guarded(lambda settings: print_status(settings, form, ids=ids))
    guarded(lambda settings: take_in(settings, form, ids=ids))


@app.command()
def setup() -> None:
    """Ask for tokens and keys, try each, and write them into `.env` for nobody else to read."""
    from bot.command_line.setup import set_up

    guarded(set_up, tells=False, is_of_files=True)


@app.command()
def check() -> None:
    """Say what is set up and whether it works; exit 1 if something that is set up does not."""
    from bot.operations.check import run_check

    guarded(run_check, tells=False)


@app.command()
def stats(form: Printed = Format.TERMINAL) -> None:
    """Print how it is doing, how much is kept, and what was done on each day of a month."""
    from bot.command_line.stats import print_stats

    guarded(lambda settings: print_stats(settings, form))


for _of_files in (files.backup, files.restore, files.move, files.migrate):
    app.command()(_of_files)


@app.command()
def export(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="bibtex, ris, csl, opml, json or markdown, then of what: saved papers, topics, "
            "a digest, or ids."
        ),
    ] = None,
    sample: Sample = False,
    hexo: Built = None,
    markdown: Built = None,
    obsidian: Built = None,
    json: Annotated[Path | None, typer.Option("--json", help="A file for all of them.")] = None,
) -> None:
    """Print what the console saved or follows as a file, or papers; all as JSON without more.

    With a folder, write all papers that were explained into it, a file each.
    """
    folders = {"hexo": hexo, "markdown": markdown, "obsidian": obsidian, "json": json}
    if any(folders.values()):
        from bot.command_line.archive.building import build_from

        guarded(lambda settings: build_from(settings, folders), is_of_files=True)
    from bot.command_line.once import print_export

    wanted = " ".join(what or ())
    guarded(lambda settings: print_export(settings, wanted, sample=sample), is_of_files=not wanted)
