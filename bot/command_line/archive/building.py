"""``papercrier export --hexo DIR`` and the like: explained papers as files to build pages from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.archive.exporting import Explained, explained
from bot.command_line.surface import tell
from bot.container import open_container
from bot.settings import Settings
from composing.pages import paper_document
from domain.errors import SettingsError
from domain.messages import sentence
from rendering.files.hexo import to_hexo
from rendering.files.json_nouns import to_json
from rendering.files.markdown import to_markdown
from rendering.files.obsidian import to_obsidian
from storage.opening import require

LANGUAGE: Final = "en"


def _hexo(one: Explained) -> str:
    return to_hexo(paper_document(one.paper, one.summary, announced=one.announced))


def _markdown(one: Explained) -> str:
    return to_markdown(paper_document(one.paper, one.summary, announced=one.announced))


def _obsidian(one: Explained) -> str:
    document = paper_document(one.paper, one.summary, announced=one.announced)
    return to_obsidian(document, tags=("arxiv", *one.paper.categories))


FORMS: Final[dict[str, Callable[[Explained], str]]] = {
    "hexo": _hexo,
    "markdown": _markdown,
    "obsidian": _obsidian,
}


async def build_from(settings: Settings, folders: dict[str, Path | None]) -> None:
    """Write the papers that were explained into folders by form, or with "json" into one file.

    What is there already and the same is not touched, and what is there else is left alone.
    """
    require(settings.database)
    async with open_container(settings, may_change=False) as services:
        papers = [one async for one in explained(services, LANGUAGE)]
    for form, target in folders.items():
        if target is None:
            continue
        files = {target: to_json(papers) + "\n"}
        if form != "json":
            files = {target / _name(one): FORMS[form](one) for one in papers}
        written = await asyncio.to_thread(_written, files)
        tell(f"{target}: {len(papers)} papers, {written} files written.")


def _name(one: Explained) -> str:
    return f"{one.paper.id.base.replace('/', '-')}.md"


def _written(files: dict[Path, str]) -> int:
    """Write what is not there as it is; how many files those were.

    Raises:
        SettingsError: one cannot be written.
    """
    count = 0
    try:
        for path, text in files.items():
            content = text.encode()
            if path.is_file() and path.read_bytes() == content:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            count += 1
    except OSError as error:
        raise SettingsError(
            sentence(
                "{named} cannot be written: {reason}.",
                named=str(error.filename),
                reason=error.strerror or str(error),
            )
        ) from error
    return count
