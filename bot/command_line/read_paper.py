"""``papercrier read``: what was understood of a paper."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

from app.lookup import find_paper
from bot.command_line.surface import rendered, show, tell, watched
from bot.container import open_container
from bot.settings import PREFIX, Settings
from domain.documents import Block, Bullets, Document, Heading, Paragraph, bold, inline
from domain.errors import InputError, UnreadablePaper
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.metadata.licences import licence_name, may_show
from domain.papers import Paper
from rendering.files.json_nouns import to_jsonable, written

_ENDINGS: Final = {"image/png": ".png", "image/jpeg": ".jpg"}


class TextFormat(StrEnum):
    """How a paper's text is printed."""

    TEXT = "text"
    JSON = "json"


async def print_text(
    settings: Settings, wanted: str, form: TextFormat, folder: Path | None
) -> None:
    """Print what was understood of a paper, and put its figures into a folder.

    Raises:
        UnreadablePaper: none of its forms can be read.
        InputError: the folder cannot be written.
    """
    async with open_container(settings, may_change=False) as services:
        if services.reader is None:
            raise UnreadablePaper
        with watched() as progress:
            paper = await find_paper(services, PaperId.parse(wanted), progress, reads=True)
            progress(sentence("Reading the paper"))
            text = await services.reader.read(paper, figures=folder is not None)
    files = _put(text, folder) if folder else {}
    if form is TextFormat.JSON:
        show(_as_json(paper, text, files))
    else:
        show(rendered(_page(paper, text)))
    if folder:
        tell(_told(settings, text, files, folder))


def _put(text: FullText, folder: Path) -> dict[str, str]:
    """Write the figures; the files' names by number."""
    files: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for figure in text.figures:
            if figure.image:
                number = "".join(c if c.isalnum() else "-" for c in figure.number)
                path = folder / f"figure-{number}{_ENDINGS[figure.media_type]}"
                path.write_bytes(figure.image)
                files[figure.number] = path.name
    except OSError as error:
        raise InputError(
            sentence(
                "The figures cannot be written to {folder}: {why}.",
                folder=folder,
                why=error.strerror,
            )
        ) from error
    return files


def _as_json(paper: Paper, text: FullText, files: dict[str, str]) -> str:
    """Everything but the images, which stand as names of files."""
    return written(
        {
            "paper": str(paper.id),
            "title": paper.title,
            "origin": text.origin.value,
            "licence": text.licence,
            "words": text.words,
            "sections": to_jsonable(text.sections),
            "figures": [
                {"number": f.number, "caption": f.caption, "file": files.get(f.number)}
                for f in text.figures
            ],
            "tables": to_jsonable(text.tables),
        }
    )


def _page(paper: Paper, text: FullText) -> Document:
    """The text as a page."""
    licence = licence_name(text.licence) or text.licence or "licence unknown"
    facts = f"From the {text.origin.upper()}, {text.words:,} words. {licence}."
    blocks: list[Block] = [Paragraph(inline(facts))]
    for section in text.sections:
        if section.title:
            blocks.append(Heading(inline(section.title), level=min(section.level + 1, 6)))
        blocks += [Paragraph(inline(part)) for part in section.text.split("\n\n") if part]
    for name, items in (("Figure", text.figures), ("Table", text.tables)):
        if items:
            lines = tuple(inline(bold(f"{name} {i.number}"), f": {i.caption}") for i in items)
            blocks += [Heading(inline(f"{name}s")), Bullets(lines)]
    return Document(paper.title, tuple(blocks), paper.id.abs_url)


def _told(settings: Settings, text: FullText, files: dict[str, str], folder: Path) -> str:
    """What became of the figures."""
    if files:
        return f"{len(files)} of {len(text.figures)} figures are in {folder}."
    if not text.figures:
        return "No figures were found."
    if settings.figures == "by-licence" and not may_show(text.licence):
        return (
            "The figures are left out: the paper's licence does not let others keep them. "
            f"For private use there is {PREFIX}FIGURES=always."
        )
    return "The figures' captions were found, but no images."
