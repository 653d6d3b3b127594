"""What can be done with a paper, as buttons: the same wherever it is told."""

from __future__ import annotations

from itertools import chain

from domain.documents import Button
from domain.papers import Paper
from i18n.speech import phrase


def card_actions(paper: Paper, archive: str = "") -> tuple[Button, ...]:
    """For a paper among others: its whole card first, and all that goes for it.

    Where the archive shows the paper to browsers, it and its evidence are read there.
    """
    whole = Button(phrase("Details"), command=f"/summarize {paper.id}")
    evidence = Button(phrase("Evidence"), command=f"/evidence {paper.id}")
    shown = paper_links(paper, archive)
    actions = (whole, *(shown[1:] or (evidence,)), *chain.from_iterable(taste_rows(paper)))
    return (*actions, *shown[:1], *_addresses(paper))


def paper_links(paper: Paper, archive: str) -> tuple[Button, ...]:
    """A paper's page in the archive, and the part of it that tells its evidence."""
    if not archive or paper.id.is_sample:
        return ()
    page = f"{archive}/paper/{paper.id.base}"
    return (
        Button(phrase("Paper"), url=page),
        Button(phrase("Evidence"), url=f"{page}#evidence"),
    )


def taste_rows(paper: Paper) -> tuple[tuple[Button, ...], ...]:
    """What somebody makes of a paper, in rows: keep it, more or less like it, why it is here."""
    return (
        (
            Button(phrase("Save"), command=f"/save {paper.id}"),
            Button(phrase("More like this"), command=f"/more {paper.id}"),
            Button(phrase("Less like this"), command=f"/less {paper.id}"),
        ),
        (
            Button(phrase("Mute …"), command=f"/mute {paper.id}"),
            Button(phrase("Why this?"), command=f"/why {paper.id}"),
        ),
        (
            Button(phrase("Similar papers"), command=f"/similar {paper.id}"),
            Button("BibTeX", command=f"/bibtex {paper.id}"),
        ),
    )


def _addresses(paper: Paper) -> tuple[Button, ...]:
    if paper.id.is_sample:
        return ()
    arxiv, pdf = paper.id.abs_url, paper.id.pdf_url
    return (Button("arXiv", url=arxiv), Button(phrase("PDF"), url=pdf))
