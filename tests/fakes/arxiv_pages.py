"""What a small arXiv answers: pages of listings, of the API and of the feeds, from papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from domain.papers import AnnouncementKind, Paper

Line = tuple[AnnouncementKind, Paper]

LONG_AGO = datetime(2024, 3, 6, 12, 0, tzinfo=UTC)
"""The submission of papers that do not say when it was."""

_HEADINGS = {
    AnnouncementKind.NEW: "New submissions",
    AnnouncementKind.CROSS: "Cross submissions",
    AnnouncementKind.REPLACE: "Replacement submissions",
}
_API_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
)


@dataclass(frozen=True)
class Listing:
    """A listing to be shown in pages.

    Attributes:
        heading: with the date, as arXiv words it.
        lines: all of it, by kind: new, cross-lists, replacements.
    """

    heading: str
    lines: Sequence[Line]

    def page(self, skip: int, show: int) -> str:
        """The page from a line on."""
        shown = list(enumerate(self.lines, start=1))[skip : skip + show]
        sections = "\n".join(
            self._section(kind, [(number, paper) for number, (own, paper) in shown if own is kind])
            for kind in _HEADINGS
            if any(own is kind for _, (own, _paper) in shown)
        )
        paging = f"<div class='paging'>Total of {len(self.lines)} entries</div>"
        return (
            "<!DOCTYPE html>\n<html><head><title>arXiv</title></head><body><div id='dlpage'>\n"
            f"<h3>{self.heading}</h3>\n{paging if self.lines else ''}\n"
            f"{sections or '<p>No updates today.</p>'}\n</div></body></html>\n"
        )

    def _section(self, kind: AnnouncementKind, rows: Sequence[tuple[int, Paper]]) -> str:
        numbers = [number for number, (own, _) in enumerate(self.lines, start=1) if own is kind]
        continued = "continued, " if rows[0][0] > numbers[0] else ""
        part = "first " if rows[-1][0] < numbers[-1] else "last " if continued else ""
        extent = f"{continued}showing {part}{len(rows)} of {len(numbers)} entries"
        items = "\n".join(_item(number, kind, paper) for number, paper in rows)
        return f"<dl id='articles'>\n<h3>{_HEADINGS[kind]} ({extent})</h3>\n{items}\n</dl>"


def _item(number: int, kind: AnnouncementKind, paper: Paper) -> str:
    notes = {AnnouncementKind.CROSS: "(cross-list)", AnnouncementKind.REPLACE: "(replaced)"}
    names = ", ".join(f'<a href="/a">{escape(author.name)}</a>' for author in paper.authors)
    others = "".join(f"; Another ({name})" for name in paper.categories[1:])
    fields = {
        "list-title": f"<span>Title:</span> {escape(paper.title)}",
        "list-authors": names,
        "list-comments": f"<span>Comments:</span> {escape(paper.comment or '')}",
        "list-subjects": "<span>Subjects:</span> "
        f'<span class="primary-subject">A field ({paper.primary})</span>{others}',
    }
    if not paper.comment:
        del fields["list-comments"]
    rows = "\n".join(f"<div class='{name}'>{content}</div>" for name, content in fields.items())
    return (
        f'<dt><a name="item{number}">[{number}]</a>\n'
        f'<a href="/abs/{paper.id.base}" title="Abstract">arXiv:{paper.id.base}</a>\n'
        f"{notes.get(kind, '')}</dt>\n<dd><div class='meta'>\n{rows}\n"
        f"<p class='mathjax'>{escape(paper.abstract)}</p>\n</div></dd>"
    )


def api_page(entries: Sequence[str], *, total: int, start: int, size: int) -> str:
    """A page of the API's results."""
    numbers = {"itemsPerPage": size, "totalResults": total, "startIndex": start}
    head = "".join(f"<opensearch:{name}>{n}</opensearch:{name}>\n" for name, n in numbers.items())
    return f"{_API_HEAD}{head}{''.join(entries)}</feed>\n"


def api_entry(paper: Paper, version: int) -> str:
    """One result of the API."""
    published = paper.published or LONG_AGO
    optional = {
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
    }
    return (
        f"<entry>\n<id>http://arxiv.org/abs/{paper.id.base}v{version}</id>\n"
        f"<title>{escape(paper.title)}</title>\n"
        f"<updated>{paper.updated or published:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f"<summary>{escape(paper.abstract)}</summary>\n"
        + "".join(f'<category term="{name}"/>\n' for name in paper.categories)
        + f"<published>{published:%Y-%m-%dT%H:%M:%SZ}</published>\n"
        + f'<arxiv:primary_category term="{paper.primary}"/>\n'
        + "".join(f"<arxiv:{k}>{escape(v)}</arxiv:{k}>\n" for k, v in optional.items() if v)
        + "".join(_api_author(author.name, author.affiliations) for author in paper.authors)
        + "</entry>\n"
    )


def _api_author(name: str, affiliations: Sequence[str]) -> str:
    places = "".join(f"<arxiv:affiliation>{escape(a)}</arxiv:affiliation>" for a in affiliations)
    return f"<author><name>{escape(name)}</name>{places}</author>\n"


def api_error(message: str) -> str:
    """The API's way to report an error: as the one result."""
    slug = message.replace(" ", "_")
    entry = (
        f"<entry><id>https://arxiv.org/api/errors#{slug}</id><title>Error</title>"
        f"<updated>2024-03-08T00:00:00Z</updated><summary>{message}</summary></entry>"
    )
    return api_page([entry], total=1, start=0, size=1)


def feed_page(lines: Sequence[Line]) -> str:
    """The Atom feed of announcements."""
    entries = "".join(
        f"<entry><id>oai:arXiv.org:{paper.id.base}v{paper.id.version or 1}</id>"
        f"<title>{escape(paper.title)}</title><summary>{escape(paper.abstract)}</summary>"
        + "".join(f'<category term="{name}"/>' for name in paper.categories)
        + f"<arxiv:announce_type>{kind}</arxiv:announce_type>"
        f"<dc:creator>{escape(', '.join(a.name for a in paper.authors))}</dc:creator></entry>\n"
        for kind, paper in lines
    )
    return f"{_API_HEAD}<title>updates on arXiv.org</title>\n{entries}</feed>\n"
