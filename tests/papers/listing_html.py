"""Invented listing pages in the markup of arXiv's own, layout and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NEW, CROSS, REPLACE = "New", "Cross", "Replacement"
_SECTIONS: Final = (NEW, CROSS, REPLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry. The markup of title, comments and abstract is taken as it is."""

    id: str
    section: str = NEW
    title: str = "Paper Boats that Fold Themselves"
    authors: str = '<a href="/search/cs?query=Beispiel" rel="nofollow">Ada Beispiel</a>'
    comments: str = ""
    journal_ref: str = ""
    primary: str = "Computer Vision and Pattern Recognition (cs.CV)"
    others: str = ""
    abstract: str | None = "We fold boats of paper and set them afloat."
    note: str | None = None

    @property
    def shown_note(self) -> str:
        """What stands beside the id."""
        usual = {NEW: "", CROSS: "(cross-list from cs.CV)", REPLACE: "(replaced)"}
        return usual[self.section] if self.note is None else self.note


def lines(new: int, cross: int = 0, replaced: int = 0) -> list[Line]:
    """So many invented entries of each section."""
    sections = [NEW] * new + [CROSS] * cross + [REPLACE] * replaced
    return [Line(id=f"2403.{n:05}", section=name) for n, name in enumerate(sections, start=1)]


def new_page(
    entries: Sequence[Line],
    *,
    archive: str = "cs",
    label: str = "Friday, 8 March 2024",
    skip: int = 0,
    show: int = 2000,
) -> bytes:
    """A page of ``/list/<archive>/new``."""
    body = _sections(entries, skip, show) or "    <p>No updates today.</p>\n"
    links = ""
    if entries:
        links = (
            f"<div class='paging'>Total of {len(entries)} entries \n</div>\n"
            f"<div class='morefewer'>Showing up to {show} entries per page:\n"
            '  <a href=/list/cs/new?skip=0&amp;show=1000 rel="nofollow">\n      fewer</a> |\n'
            '  <span style="color: #454545">more</span>\n</div>\n'
        )
    return _layout(
        "<h1>Computer Science</h1>\n<ul>\n"
        '  <li><a href="#item0" rel="nofollow">New submissions</a></li>\n</ul>\n'
        f'<p>See <a id="recent-{archive}" aria-labelledby="recent-{archive}" '
        f'href="/list/{archive}/recent">recent</a> articles</p>\n'
        f"<h3>Showing new listings for {label}</h3>\n{links}{body}{links}"
    )


def catchup_page(
    entries: Sequence[Line], *, label: str = "Fri, 08 Mar 2024", skip: int = 0, show: int = 2000
) -> bytes:
    """A page of ``/catchup/<archive>/<date>?abs=True``."""
    quiet = f"<br>\n<div>\n<p>No updates for {label}</p>\n</div>\n<br>\n"
    total = f"Total of {len(entries)} entries \n<br>\n"
    after = '<a href="/catchup/cs/2024-03-11?abs=True">Continue catchup on Mon, 11 Mar 2024</a>'
    return _layout(
        f"<h1>Catchup results for Computer Science on {label}</h1>\n<ul>\n</ul>\n"
        f"<div>\n{total}{after}</div>\n{_sections(entries, skip, show) or quiet}"
        f"<div></div>\n{total}{after}\n</div>\n"
    )


def item(number: int, line: Line) -> str:
    """The ``<dt>`` and ``<dd>`` of an entry."""
    return f"""
    <dt>
      <a name='item{number}'>[{number}]</a>
      <a href ="/abs/{line.id}" title="Abstract" id="{line.id}">
        arXiv:{line.id}
      </a>
      {line.shown_note}
        [<a href="/pdf/{line.id}" title="Download PDF" id="pdf-{line.id}">pdf</a>, \
<a href="https://arxiv.org/html/{line.id}v1" title="View HTML" id="html-{line.id}">html</a>, \
<a href="/format/{line.id}" title="Other formats" id="oth-{line.id}">other</a>]
    </dt>
    <dd>
      <div class='meta'>
        {_part("list-title mathjax", "Title:", line.title)}
        <div class='list-authors'>{line.authors}</div>
        {_part("list-comments mathjax", "Comments:", line.comments)}
        {_part("list-journal-ref", "Journal-ref:", line.journal_ref)}
        {_part("list-subjects", "Subjects:", _subjects(line))}
        {"" if line.abstract is None else f"<p class='mathjax'>{line.abstract}</p>"}
      </div>
    </dd>"""


def _subjects(line: Line) -> str:
    return line.primary and f'<span class="primary-subject">{line.primary}</span>{line.others}'


def _part(names: str, label: str, content: str) -> str:
    if not content:
        return ""
    return f"<div class='{names}'><span class='descriptor'>{label}</span>\n{content}\n</div>"


def _sections(entries: Sequence[Line], skip: int, show: int) -> str:
    numbered = list(enumerate(entries, start=1))
    shown = numbered[skip : skip + show]
    parts = []
    for name in _SECTIONS:
        rows = [(number, line) for number, line in shown if line.section == name]
        whole = [number for number, line in numbered if line.section == name]
        if not rows:
            continue
        words = "continued, showing " if rows[0][0] > whole[0] else "showing "
        is_last = rows[-1][0] == whole[-1]
        if rows[0][0] > whole[0] and is_last:
            words += "last "
        if rows[0][0] == whole[0] and not is_last:
            words += "first "
        heading = f"{name} submissions ({words}{len(rows)} of {len(whole)} entries)"
        items = "\n".join(item(number, line) for number, line in rows)
        parts.append(f"<dl id='articles'>\n  <h3>{heading}</h3>\n{items}\n</dl>\n")
    return "".join(parts)


def _layout(content: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>  <title>Computer Science  </title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <script type="text/x-mathjax-config">MathJax.Hub.Config({{tex2jax: {{inlineMath: []}}}});</script>
</head>
<body class="with-cu-identity">
<header class="mobile-header"><h1 class="visually-hidden">quick links</h1></header>
<main>
<div id="content">
<div id='content-inner'>
<div id='dlpage'>
{content}
</div>
</div>
</div>
</main>
<footer><div class="columns"><ul><li><a href="https://info.arxiv.org/about">About</a></li></ul></div></footer>
</body>
</html>
""".encode()
