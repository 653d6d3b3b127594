"""Images from outside put into a text: drawn and made fit in processes of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

import structlog

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.postscript import drawn, ghostscript
from papers.fulltext.sandbox.parcel import packed, unpacked
from papers.fulltext.sandbox.process import Job, Sandbox

log = structlog.get_logger(__name__)

_LONGEST_ADDRESS: Final = 2_000
"""Characters of an image's address; one that is longer is no file's name."""


async def with_postscript(
    sandbox: Sandbox, text: FullText, header: Mapping[str, object], scripts: list[bytes]
) -> FullText:
    """The text with figures that take Ghostscript to draw, where there is one."""
    program, counts = ghostscript(), header.get("undrawn")
    if program is None or not isinstance(counts, list):
        return text
    groups: dict[str, list[bytes]] = {}
    at = 0
    for number, count in counts:
        for script in scripts[at : at + int(count)]:
            try:
                groups.setdefault(str(number), []).append(await drawn(script, program))
            except UnreadablePaper:
                continue
        at += int(count)
    return await with_pictures(sandbox, text, groups)


async def with_pictures(
    sandbox: Sandbox, text: FullText, groups: Mapping[str, list[bytes]]
) -> FullText:
    """The text with images made fit in the sandbox."""
    counts = [[number, len(parts)] for number, parts in groups.items() if parts]
    if not counts:
        return text
    parcel = packed({"groups": counts}, [part for parts in groups.values() for part in parts])
    try:
        header, blobs = unpacked(await sandbox.do(Job.PICTURES, parcel))
    except UnreadablePaper:
        return text
    made = {
        str(number): (image, str(media))
        for (number, media), image in zip(header.get("pictures", ()), blobs, strict=False)
        if media in ("image/png", "image/jpeg")
    }
    undrawn = [number for number in groups if number not in made]
    if undrawn:
        log.info("figures_undrawn", figures=", ".join(undrawn))
    figures = tuple(
        replace(figure, image=made[figure.number][0], media_type=made[figure.number][1])
        if figure.number in made
        else figure
        for figure in text.figures
    )
    return replace(text, figures=figures)


def image_address(page: str, base: str, source: str) -> str | None:
    """Where an image of a page is; None if not beside the page, or no address at all.

    Pages without a base name their images in two ways: within the page's own folder, or beside
    it, beginning with the folder's name. Whoever wrote the page wrote the names: one that led to
    the rest of the host would have us fetch there what its rules for robots forbid.
    """
    is_beside = source.startswith(f"{page.rstrip('/').rpartition('/')[2]}/")
    folder = page.rstrip("/") if is_beside and not base else f"{page.rstrip('/')}/"
    try:
        address = urljoin(urljoin(folder, base), source)
        here, there = urlsplit(page), urlsplit(address)
    except ValueError:
        return None
    shelf = page.rstrip("/").rpartition("/")[0]
    is_ours = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    is_usable = len(address) <= _LONGEST_ADDRESS and address.isprintable()
    return address if is_ours and is_usable and address.startswith(f"{shelf}/") else None
