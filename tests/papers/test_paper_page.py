"""A paper's own page: what it tells, when it is believed, and what it spares."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from domain.identifiers import PaperId
from domain.papers import Author, Paper, PaperPage
from papers.listings.paper_page import PageUnbelieved, read_paper_page
from papers.source import ArxivSource
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv

BOATS: Final = PaperId("2403.00007")
FREE: Final = "http://creativecommons.org/licenses/by/4.0/"
HTML: Final = '<a href="/html/2403.00007v2" class="abs-button" id="latexml-download-link">HTML</a>'
FOLDED: Final = """
<script>function toggleAuthorList(whichLayer,toggleThis) {}</script>
<div id="long-author-list" style="display: none;">, <a href="/search/cs?searchtype=author&amp;\
query=Nimi" rel="nofollow">C. D. Nimi</a></div>
<a href="javascript:toggleAuthorList('long-author-list','et al. (1 additional authors not \
shown)');" title="Show Entire Author List" id="toggle">et al. (1 additional authors not shown)</a>
"""
PAGE: Final = f"""<!DOCTYPE html><html lang="en"><head><title>[2403.00007] Boats</title>
<meta property="og:title" content="Boats"/>
<meta name="citation_title" content="Boats of K\\&quot;onig&#39;s paper with $x^2$ folds" />
<meta name="citation_author" content="Beispiel, Ada" />
<meta name="citation_author" content="Nimi, C. D." />
<meta name="citation_doi" content="10.1000/1 10.1000/2" />
<meta name="citation_date" content="2024/03/01" />
<meta name="citation_online_date" content="2024/03/08" />
<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2403.00007" />
<meta name="citation_arxiv_id" content="2403.00007" />
<meta name="citation_abstract" content="We fold 5 &lt; 7 boats.
See https://boats.invalid/x for more." />
</head><body><div id="content-inner"><div id="abs">
<div class="dateline">[Submitted on 1 Mar 2024 (v1), last revised 8 Mar 2024 (this version,
v2)]</div>
<h1 class="title mathjax"><span class="descriptor">Title:</span>Boats of König's paper</h1>
<div class="authors"><span class="descriptor">Authors:</span><a href="/search/cs?searchtype=author\
&amp;query=Beispiel" rel="nofollow">Ada Beispiel</a> (1){FOLDED}</div>
<div class="metatable"><table summary="Additional metadata">
<tr><td class="tablecell label">Comments:</td><td class="tablecell comments mathjax">7 pages, code
at <a href="https://boats.invalid/code" rel="external noopener">this https URL</a></td></tr>
<tr><td class="tablecell label">Subjects:</td><td class="tablecell subjects"><span
class="primary-subject">Robotics (cs.RO)</span>; Computers and Society (cs.CY); Optics
(physics.optics)</td></tr>
<tr><td class="tablecell label">Report&nbsp;number:</td><td class="tablecell jref">R-7</td></tr>
<tr><td class="tablecell label">Cite as:</td><td class="tablecell arxivid"><span class="arxivid"><a
href="https://arxiv.org/abs/2403.00007">arXiv:2403.00007</a> [cs.RO]</span></td></tr>
<tr><td class="tablecell label">&nbsp;</td><td class="tablecell arxividv">(or <span class="arxivid">
<a href="https://arxiv.org/abs/2403.00007v2">arXiv:2403.00007v2</a> [cs.RO]</span> for this version)
</td></tr>
<tr><td class="tablecell label">Journal&nbsp;reference:</td><td class="tablecell jref">J. Boats 3
(2024) 14</td></tr></table></div></div></div>
<div class="submission-history"><h2>Submission history</h2> From: Ada Beispiel [<a
href="/show-email/1/2403.00007" rel="nofollow">view email</a>]&nbsp;[via 2024 proxy]<br/>
<strong><a href="/abs/2403.00007v1" rel="nofollow">[v1]</a></strong>
        Fri, 1 Mar 2024 09:08:07 UTC (1,234 KB)<br/>
    <strong>[v2]</strong>
        Fri, 8 Mar 2024 17:00:00 UTC (99 KB)<br/>
</div><div class="full-text"><ul><li><a href="/pdf/2403.00007">View PDF</a></li><li>{HTML}</li></ul>
<div class="abs-license"><a href="{FREE}" title="Rights to this article" class="has_license"><img
alt="license icon" src="/i.png"/><span>view license</span></a></div></div></body></html>
"""
TOLD: Final = Paper(
    id=PaperId("2403.00007", 2),
    title="Boats of König's paper with x² folds",
    authors=(Author("Ada Beispiel"), Author("C. D. Nimi")),
    abstract="We fold 5 < 7 boats. See https://boats.invalid/x for more.",
    categories=("cs.RO", "cs.CY", "physics.optics"),
    primary="cs.RO",
    comment="7 pages, code at https://boats.invalid/code",
    journal_ref="J. Boats 3 (2024) 14",
    doi="10.1000/1",
    published=datetime(2024, 3, 1, 9, 8, 7, tzinfo=UTC),
    updated=datetime(2024, 3, 8, 17, tzinfo=UTC),
    licence=FREE,
)


def read(page: str = PAGE, wanted: PaperId = BOATS) -> PaperPage:
    """The page as it is read, without the formulas."""
    told = read_paper_page(page.encode(), wanted)
    return replace(told, paper=replace(told.paper, formulas=()))


def test_it_tells_what_the_api_tells() -> None:
    """All authors, also those that are folded away; addresses in full; both dates; the licence."""
    assert read() == PaperPage(TOLD, has_html=True)
    assert read(wanted=PaperId(BOATS.base, 2)).paper == TOLD
    assert not read(PAGE.replace(HTML, "")).has_html


def test_a_withdrawn_version() -> None:
    """It says so in the history, and has no licence."""
    noted = PAGE.replace("(99 KB)", "(99 KB) <em>(withdrawn)</em>").replace(FREE, "#")
    told = read(noted).paper
    assert told.withdrawn
    assert told.licence is None
    assert not read(PAGE.replace("(1,234 KB)", "(1,234 KB) <em>(withdrawn)</em>")).paper.withdrawn


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("2403.00007v2</a> [cs.RO]", "2403.00008v2</a> [cs.RO]"),
        ("2403.00007v2</a> [cs.RO]", "2403.00007v1</a> [cs.RO]"),
        ("2403.00007v2</a> [cs.RO]", "2403.00007v3</a> [cs.RO]"),
        ("2403.00007v2</a> [cs.RO]", "boats</a>"),
        ('citation_arxiv_id" content="2403.00007"', 'citation_arxiv_id" content="2403.00008"'),
        ("citation_title", "citation_titel"),
        ("citation_abstract", "abstract"),
        ('<meta name="citation_author" content="Nimi, C. D." />', ""),
        ('class="authors"', 'class="people"'),
        ("C. D. Nimi</a>", "</a>"),
        ("tablecell subjects", "tablecell topics"),
        ("[v1]", "[v3]"),
        ("1 Mar 2024 09:08:07", "41 Mar 2024 09:08:07"),
        ("1 Mar 2024 09:08:07", "2024-03-01"),
        ("</html>", ""),
        (PAGE, "<html><body><h1>Access denied</h1></body></html>"),
    ],
)
def test_what_is_not_believed(there: str, instead: str) -> None:
    """Another paper, another version than asked for, another form: nothing is guessed."""
    assert there in PAGE
    with pytest.raises(PageUnbelieved):
        read(PAGE.replace(there, instead))


def test_an_older_version_is_believed_only_where_it_is_asked_for() -> None:
    """A page of it in the newest's place is no answer."""
    of_first = PAGE.replace("2403.00007v2</a> [cs.RO]", "2403.00007v1</a> [cs.RO]")
    told = read(of_first, PaperId(BOATS.base, 1)).paper
    assert (told.id.version, told.updated) == (1, TOLD.published)
    with pytest.raises(PageUnbelieved):
        read(wanted=PaperId(BOATS.base, 1))


@pytest.mark.parametrize(
    ("given", "is_asked_again"),
    [
        (Reply("", 404), True),
        (Reply("", 503), True),
        (Reply("<html></html>"), False),
    ],
)
async def test_a_page_that_tells_nothing(
    arxiv: FakeArxiv, source: ArxivSource, given: Reply, is_asked_again: bool
) -> None:
    """It is asked for once; where all pages may be of another form, none is for an hour."""
    arxiv.files[f"/abs/{BOATS}"] = given
    arxiv.files["/abs/2403.00008"] = Reply("", 404)
    assert await source.page(BOATS) is None
    assert [seen.path for seen in arxiv.seen] == [f"/abs/{BOATS}"]
    assert await source.page(PaperId("2403.00008")) is None
    assert len(arxiv.seen) == 1 + is_asked_again


async def test_a_page_is_asked_for_once(arxiv: FakeArxiv, source: ArxivSource) -> None:
    """And tells the paper."""
    arxiv.files[f"/abs/{BOATS}"] = Reply(PAGE)
    told = await source.page(BOATS)
    assert told is not None
    assert replace(told.paper, formulas=()) == TOLD
    assert [seen.path for seen in arxiv.seen] == [f"/abs/{BOATS}"]
