"""Parsing a listing of 2,000 entries, beside the floor of parsing its HTML and reading nothing."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser

from bench import Measurement
from bench.kit.timing import in_turns, usual_and_high
from papers.listings.listing import parse_listing

ENTRIES: Final = 2000
RUNS: Final = 7

_ABSTRACT: Final = (
    "Paper boats are folded by hand, one at a time, and few of them float for long. We ask how "
    "far a boat can be folded without a hand, and propose a method that lets a sheet find its "
    "own creases from $n$ gentle pushes. The method needs $O(n\\log n)$ folds where others need "
    "$O(n^2)$, keeps 97.3\\% of its sheets dry, and works for paper of any weight. On three "
    'ponds and one na\\"ive puddle it outlasts the best known hat by a factor of $4\\times$ -- '
    "without glue. We also show that boats of odd length turn left, which had been ``widely "
    "suspected'', and give a bound on the wind that they stand. All creases, ponds and measured "
    "voyages are made available, so that others can fold on where we stopped: see "
    '<a class="link-external link-https" href="https://github.com/boats/fold" rel="nofollow">this '
    "https URL</a> for the code and for an atlas of puddles in four seasons of two years."
)
_ENTRY: Final = """<dt>
  <a name='item{n}'>[{n}]</a>
  <a href ="/abs/2403.{n:05}" title="Abstract" id="2403.{n:05}">
    arXiv:2403.{n:05}
  </a>
  [<a href="/pdf/2403.{n:05}" title="Download PDF" id="pdf-2403.{n:05}">pdf</a>, \
<a href="/format/2403.{n:05}" title="Other formats" id="oth-2403.{n:05}">other</a>]
</dt>
<dd>
<div class='meta'>
<div class='list-title mathjax'><span class='descriptor'>Title:</span>
Boats that Fold Themselves: A Study in $\\alpha$-Creases, Part {n}
</div>
<div class='list-authors'>{authors}</div>
<div class='list-comments mathjax'><span class='descriptor'>Comments:</span>
12 pages, 7 figures, accepted at the Pond Conference
</div>
<div class='list-subjects'><span class='descriptor'>Subjects:</span>
<span class="primary-subject">Computer Vision and Pattern Recognition (cs.CV)</span>; Artificial \
Intelligence (cs.AI); Machine Learning (cs.LG)
</div>
<p class='mathjax'>
{abstract}
</p>
</div>
</dd>
"""


def run() -> list[Measurement]:
    """Milliseconds of processor for the page."""
    body = _page()
    ours, floor = in_turns(lambda: parse_listing(body, "cs"), lambda: LexborHTMLParser(body), RUNS)
    what = f"listing of {ENTRIES:,} entries ({len(body) / 1e6:.1f} MB)"
    return usual_and_high(what, ours, floor, "selectolax, nothing read out")


def _page() -> bytes:
    authors = ", ".join(
        f'<a href="https://arxiv.org/search/?searchtype=author&amp;query=Beispiel+{k}">Ada B. '
        f"Beispiel{k}</a>"
        for k in range(6)
    )
    entries = "".join(
        _ENTRY.format(n=number, authors=authors, abstract=_ABSTRACT)
        for number in range(1, ENTRIES + 1)
    )
    total = f"<div class='paging'>Total of {ENTRIES} entries\n</div>\n"
    return (
        "<!DOCTYPE html>\n<html><head><title>Computer Science</title></head><body>\n"
        f"<div id='dlpage'>\n<h3>Showing new listings for Friday, 8 March 2024</h3>\n{total}"
        f"<dl id='articles'>\n<h3>New submissions (showing {ENTRIES} of {ENTRIES} entries)</h3>\n"
        f"{entries}</dl>\n{total}</div>\n</body>\n</html>\n"
    ).encode()
